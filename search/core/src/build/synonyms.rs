//! Words that stand for each other, and where a document has one of them.
//!
//! Each group of synonyms has an entry of its own among the words, with the documents of all its words. So a visitor
//! fetches one list more for a word with synonyms, however many there are.

use std::collections::{BTreeMap, BTreeSet};

use crate::language::Language;

/// Longest synonym, in words.
const LONGEST: usize = 3;

/// A stem that occurs in a synonym, as a number. Zero is any other stem.
pub(super) type Stem = u32;

/// Groups of synonyms.
#[derive(Debug, Default)]
pub(super) struct Synonyms {
    numbers: BTreeMap<String, Stem>,
    /// By the last stem.
    by_last: BTreeMap<Stem, Vec<Synonym>>,
}

#[derive(Debug)]
struct Synonym {
    stems: Vec<Stem>,
    text: String,
    group: u32,
    number: u32,
}

impl Synonyms {
    pub(super) fn new(groups: &[Vec<String>], language: &Language) -> Self {
        let mut synonyms = Self::default();
        let mut number = 0;
        for (group, texts) in (0..).zip(groups) {
            for stems in texts.iter().map(|text| stems(text, language)).collect::<BTreeSet<_>>() {
                if (1..=LONGEST).contains(&stems.len()) {
                    synonyms.add(&stems, group, number);
                    number += 1;
                }
            }
        }
        synonyms
    }

    fn add(&mut self, stems: &[String], group: u32, number: u32) {
        let text = stems.join(" ");
        let stems: Vec<Stem> = stems
            .iter()
            .map(|stem| {
                let next = self.numbers.len() as Stem + 1;
                *self.numbers.entry(stem.clone()).or_insert(next)
            })
            .collect();
        let last = stems.last().copied().unwrap_or_default();
        self.by_last.entry(last).or_default().push(Synonym { stems, text, group, number });
    }

    /// The number of a stem.
    pub(super) fn stem(&self, stem: &str) -> Stem {
        self.numbers.get(stem).copied().unwrap_or_default()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// Calls `found` with group and number of every synonym with which a row of stems ends.
    pub(super) fn ending(&self, stems: &[Stem], mut found: impl FnMut(u32, u32)) {
        // Most words end no synonym, and all are asked.
        let last = stems.last().filter(|last| **last != 0);
        let of_last = last.and_then(|last| self.by_last.get(last));
        for synonym in of_last.into_iter().flatten().filter(|synonym| stems.ends_with(&synonym.stems)) {
            found(synonym.group, synonym.number);
        }
    }

    /// All synonyms of these groups for the table, sorted.
    pub(super) fn in_table(&self, groups: &BTreeSet<u32>) -> Vec<(String, u32)> {
        let all = self.by_last.values().flatten().filter(|synonym| groups.contains(&synonym.group));
        let mut rows: Vec<_> = all.map(|synonym| (synonym.text.clone(), synonym.group)).collect();
        rows.sort_unstable();
        rows
    }
}

/// The last few stems of a text while it is read.
#[derive(Debug, Default)]
pub(super) struct Row([Stem; LONGEST]);

impl Row {
    pub(super) fn push(&mut self, stem: Stem) {
        self.0.rotate_left(1);
        self.0[LONGEST - 1] = stem;
    }

    pub(super) fn stems(&self) -> &[Stem] {
        &self.0
    }
}

fn stems(text: &str, language: &Language) -> Vec<String> {
    let mut stems = Vec::new();
    language.words_of_query(text, |word, _| stems.push(language.stem(word).into_owned()));
    stems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_and_words_are_found_by_their_stems() {
        let language = Language::of("en");
        let groups =
            [vec!["log in".to_owned(), "Logins".into(), "sign in".into()], vec!["till".into(), "signing in".into()]];
        let synonyms = Synonyms::new(&groups, &language);
        let found = |text: &str| {
            let (mut row, mut found) = (Row::default(), Vec::new());
            stems(text, &language).iter().for_each(|stem| row.push(synonyms.stem(stem)));
            synonyms.ending(row.stems(), |group, _| found.push(group));
            found
        };
        assert_eq!(found("how to log in"), [0]);
        assert_eq!(found("my login"), [0]);
        assert_eq!(found("signs in"), [0, 1]);
        assert_eq!(found("in"), [0; 0]);
        let table = synonyms.in_table(&BTreeSet::from([0]));
        assert_eq!(table.iter().map(|(stems, _)| stems.as_str()).collect::<Vec<_>>(), ["log in", "login", "sign in"]);
    }
}
