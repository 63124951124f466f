//! The reasons of a search, in words and as JSON.

use firstline_search::explain::{Place, Reasons, Relation, Share, Taken, Word};
use serde::Serialize;

/// Longest line that is printed, in characters.
pub(super) const WIDTH: usize = 100;
/// How far the reasons of a result are indented.
const INDENT: usize = 6;
/// Most words that stand beside each other in a column.
const LONGEST_WORD: usize = 24;

/// How a word of the query was taken.
#[derive(Serialize)]
pub(super) struct QueryWord<'a> {
    typed: &'a str,
    word: &'a str,
    taken: &'static str,
    unfinished: bool,
    weight: f32,
}

impl<'a> QueryWord<'a> {
    pub(super) fn of(word: &'a Word) -> Self {
        let taken = match word.taken {
            Taken::AsTyped => "as-typed",
            Taken::Repaired => "repaired",
            Taken::StopWord => "stop-word",
            Taken::LeftOut => "left-out",
            Taken::Unknown => "unknown",
        };
        let Word { unfinished, weight, .. } = *word;
        Self { typed: &word.typed, word: &word.word, taken, unfinished, weight }
    }

    fn text(&self) -> String {
        match self.taken {
            "repaired" => format!("in no page, taken as “{}”", self.word),
            "stop-word" => "says little beside other words".to_owned(),
            "left-out" => "left out: nearly every page has it".to_owned(),
            "unknown" => "in no page, and nothing like it".to_owned(),
            _ if self.unfinished => "as typed, and as the beginning of longer words".to_owned(),
            _ => "as typed".to_owned(),
        }
    }
}

/// Why a result stands where it does.
#[derive(Serialize)]
pub(super) struct Why<'a> {
    words: Vec<WordShare<'a>>,
    held: f32,
    coverage: f32,
    closeness: f32,
    pinned: bool,
    asked_for: bool,
}

/// What a word of the query adds.
#[derive(Serialize)]
struct WordShare<'a> {
    word: &'a str,
    points: f32,
    places: Vec<WordPlace<'a>>,
    /// Whether it is a word that the search is about.
    #[serde(skip)]
    counts: bool,
}

/// Where the page has it.
#[derive(Serialize)]
struct WordPlace<'a> {
    field: &'static str,
    word: &'a str,
    #[serde(rename = "as")]
    relation: &'static str,
    times: usize,
}

impl<'a> Why<'a> {
    pub(super) fn of(reasons: &'a Reasons, words: &'a [Word]) -> Self {
        let share = |(share, word): (&'a Share, &'a Word)| WordShare {
            word: &word.word,
            points: share.points,
            places: share.places.iter().map(place).collect(),
            counts: !matches!(word.taken, Taken::StopWord | Taken::LeftOut),
        };
        let Reasons { held, coverage, closeness, pinned, asked_for, .. } = *reasons;
        let words = reasons.words.iter().zip(words).map(share).collect();
        Self { words, held, coverage, closeness, pinned, asked_for }
    }

    /// The reasons as lines under their result.
    pub(super) fn text(&self) -> String {
        let widest = self.words.iter().map(|share| share.word.chars().count()).max().unwrap_or_default();
        let column = widest.min(LONGEST_WORD);
        let shown = self.words.iter().filter(|share| share.points > 0.0 || share.counts);
        let mut text: String = shown.map(|share| share.text(column)).collect();
        let mut factors = vec![format!("× {:.2} has {:.0} % of the query by weight", self.coverage, self.held * 100.0)];
        if self.closeness != 1.0 {
            factors.push(format!("× {:.2} how near title and summary are", self.closeness));
        }
        factors.extend(self.pinned.then(|| "pinned to this query".to_owned()));
        factors.extend(self.asked_for.then(|| "the query is its id".to_owned()));
        text.push_str(&wrapped(&factors.join(", "), INDENT));
        text
    }
}

impl WordShare<'_> {
    fn text(&self, column: usize) -> String {
        let places: Vec<String> = self.places.iter().map(|place| place.text(self.word)).collect();
        let places = if places.is_empty() { "—".to_owned() } else { places.join(", ") };
        let line = format!("{:<column$} {:>6.2}  {places}", self.word, self.points);
        wrapped_within(&line, INDENT, INDENT + column + 9)
    }
}

impl WordPlace<'_> {
    fn text(&self, asked: &str) -> String {
        let times = if self.times > 1 { format!(" ×{}", self.times) } else { String::new() };
        let field = self.field;
        match self.relation {
            "exact" => format!("{field}{times}"),
            "other-accents" => format!("{field}{times} (other accents)"),
            "synonym" => format!("{field}{times} (“{}”, a synonym)", self.word),
            _ if self.word == asked => format!("{field}{times}"),
            _ => format!("{field}{times} (“{}”)", self.word),
        }
    }
}

fn place(place: &Place) -> WordPlace<'_> {
    let relation = match place.relation {
        Relation::Exact => "exact",
        Relation::OtherAccents => "other-accents",
        Relation::OtherForm => "other-form",
        Relation::Continuation => "continuation",
        Relation::Joined => "joined",
        Relation::Synonym => "synonym",
    };
    WordPlace { field: place.field.name(), word: &place.word, relation, times: place.times }
}

/// How the words of a query were taken, one on a line.
pub(super) fn words(words: &[QueryWord<'_>]) -> String {
    let widest = words.iter().map(|word| word.typed.chars().count()).max().unwrap_or_default();
    let column = widest.min(LONGEST_WORD);
    let line = |word: &QueryWord<'_>| {
        let weight = if word.weight > 0.0 { format!("{:.2}", word.weight) } else { "—".to_owned() };
        format!("  {:<column$}  weighs {weight:>5}  {}\n", word.typed, word.text())
    };
    let lines: String = words.iter().map(line).collect();
    if lines.is_empty() { lines } else { format!("{lines}\n") }
}

/// A text in lines of at most [`WIDTH`], all indented.
pub(super) fn wrapped(text: &str, indent: usize) -> String {
    wrapped_within(text, indent, indent)
}

/// The same, with another indent from the second line on.
fn wrapped_within(text: &str, first: usize, further: usize) -> String {
    let mut lines = String::new();
    let mut line = " ".repeat(first);
    let mut empty = true;
    for word in text.split(' ').enumerate().map(|(at, word)| if at == 0 { word.to_owned() } else { format!(" {word}") })
    {
        if !empty && line.chars().count() + word.chars().count() > WIDTH {
            lines.push_str(line.trim_end());
            lines.push('\n');
            line = " ".repeat(further);
            line.push_str(word.trim_start());
        } else {
            line.push_str(&word);
        }
        empty = false;
    }
    if !line.trim().is_empty() {
        lines.push_str(line.trim_end());
        lines.push('\n');
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_a_terminal() {
        let text = wrapped(&"word ".repeat(60), 4);
        assert!(text.lines().count() == 4 && text.lines().all(|line| line.chars().count() <= WIDTH));
        assert!(text.lines().all(|line| line.starts_with("    word")));
        assert_eq!(wrapped("", 4), "");
        assert_eq!(wrapped_within("till    2.00  title", 2, 8), "  till    2.00  title\n");
    }
}
