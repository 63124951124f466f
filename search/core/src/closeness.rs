//! How near what a result shows is to the query: how much of the query is in its title, how much of that in the same
//! order, and how much in title and summary together.
//!
//! The postings do not know where in a document a word stands. The texts of the best results are fetched anyway, so
//! among those they decide: `reset password` leads to "Reset your password" before "Password rules and resets".

use crate::language::Language;
use crate::plan::Plan;

/// By how much a title that holds the whole query lifts a score.
const TITLE: f32 = 0.15;
/// By how much title and summary lift it that hold the whole query together.
const TITLE_AND_SUMMARY: f32 = 0.3;
/// By how much a title lifts it that holds the words one right after the other, as the query does.
const IN_ORDER: f32 = 0.1;
/// By how much a title lifts it that is the query and nothing else.
const SAME: f32 = 0.3;
/// What a synonym counts beside the word itself.
const SYNONYM: f32 = 0.3;

/// What to multiply the score of a document with, given its title and its summary.
pub(crate) fn closeness(title: &str, summary: &str, plan: &Plan, language: &Language) -> f32 {
    let asked: Vec<usize> = (0..plan.words.len()).filter(|&number| plan.words[number].weight == 1.0).collect();
    if asked.is_empty() {
        return 1.0;
    }
    let title = asked_words(title, plan, language);
    let summary = asked_words(summary, plan, language);
    let in_title: f32 = asked.iter().map(|number| held(*number, &title)).sum();
    let in_both: f32 = asked.iter().map(|number| held(*number, &title).max(held(*number, &summary))).sum();
    let pairs = asked.windows(2).filter(|pair| title.windows(2).any(|two| [two[0].0, two[1].0] == **pair)).count();
    let same = title.iter().map(|(number, _)| number).eq(&asked);
    let all = asked.len() as f32;
    1.0 + TITLE * in_title / all
        + TITLE_AND_SUMMARY * in_both / all
        + IN_ORDER * pairs as f32 / (all - 1.0).max(1.0)
        + if same { SAME } else { 0.0 }
}

/// Whether a title holds every word of the query itself.
pub(crate) fn is_whole(title: &str, plan: &Plan, language: &Language) -> bool {
    let title = asked_words(title, plan, language);
    let mut asked = (0..plan.words.len()).filter(|&number| plan.words[number].weight == 1.0);
    asked.all(|number| held(number, &title) == 1.0)
}

/// How well a row of words holds a word of the query.
fn held(number: usize, words: &[(usize, f32)]) -> f32 {
    words.iter().filter(|(of, _)| *of == number).map(|(_, worth)| *worth).fold(0.0, f32::max)
}

/// The words of a text, stop words left out, as numbers of words of the query and what they count; others as a number
/// that no word has.
fn asked_words(text: &str, plan: &Plan, language: &Language) -> Vec<(usize, f32)> {
    let mut all = Vec::new();
    language.words_of_query(text, |word, _| {
        let stem = language.stem(word);
        if let Some(number) = plan.words.iter().position(|wanted| wanted.is(word, &stem)) {
            all.push((number, 1.0));
        } else if let Some(number) = plan.stands_for(&stem) {
            all.push((number, SYNONYM));
        } else if !language.is_stop_word(word) {
            all.push((usize::MAX, 0.0));
        }
    });
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::Table;

    #[test]
    fn more_of_the_query_and_its_order_lift() {
        let language = Language::of("en");
        let plan = Plan::new("reset password ", &language, &Table::default());
        let of = |title: &str| closeness(title, "", &plan, &language);
        assert!(of("Reset your password") > of("Password rules and resets"));
        assert!(of("Password rules and resets") > of("Password rules"));
        assert!(of("Password rules") > of("Opening hours"));
        assert_eq!(of("Opening hours"), 1.0);
        assert!(of("Reset a password") > of("Reset your old password"));
        assert!(closeness("Opening", "Reset a password.", &plan, &language) > 1.0);
    }
}
