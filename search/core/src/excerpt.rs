//! The text under a title in a list of results, with the words of the query marked: the summary of the document, or a
//! passage of its body once that has been fetched.

use crate::language::Language;
use crate::plan::Plan;
use crate::results::Piece;

/// Cuts a text into pieces, so that each word of the query is a piece of its own.
#[must_use]
pub fn excerpt(summary: &str, plan: &Plan, language: &Language) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut end = 0;
    language.words(summary, |word, place| {
        // Pairs of signs overlap.
        if place.end > end && plan.asks_for(word, language) {
            let start = place.start.max(end);
            push(&mut pieces, &summary[end..start], false);
            push(&mut pieces, &summary[start..place.end], true);
            end = place.end;
        }
    });
    push(&mut pieces, &summary[end..], false);
    pieces
}

fn push(pieces: &mut Vec<Piece>, text: &str, marked: bool) {
    if !text.is_empty() {
        pieces.push(Piece { text: text.to_owned(), marked });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::Table;

    fn marked(summary: &str, query: &str) -> String {
        let language = Language::of("en");
        let plan = Plan::new(query, &language, &Table::default());
        let pieces = excerpt(summary, &plan, &language);
        assert_eq!(pieces.iter().map(|piece| piece.text.as_str()).collect::<String>(), summary);
        pieces.iter().map(|piece| if piece.marked { format!("[{}]", piece.text) } else { piece.text.clone() }).collect()
    }

    #[test]
    fn all_forms_are_marked() {
        assert_eq!(marked("Refunds: when you're refunded.", "refund "), "[Refunds]: when you're [refunded].");
    }

    #[test]
    fn the_word_being_typed_marks_what_it_may_become() {
        assert_eq!(marked("Restart the till.", "resta"), "[Restart] the till.");
        assert_eq!(marked("Restart the till.", "resta "), "Restart the till.");
    }

    #[test]
    fn stop_words_are_not_marked_beside_others() {
        assert_eq!(marked("How to pay for the till", "how to pay"), "How to [pay] for the till");
        assert_eq!(marked("", "pay"), "");
    }
}
