//! What a query asks for, and which parts can answer it. Decided from the table alone, before any part is read.

use std::collections::BTreeSet;

use crate::analysis::words;
use crate::language::Language;
use crate::pack::{Shelf, Table};

/// How much of a query is read. Nobody types more; what is longer has been pasted, and its beginning says enough.
const LONGEST_QUERY: usize = 1_024;
/// How many different words of a query are looked up.
const MOST_WORDS: usize = 24;
/// If the forms and continuations of a word are spread over more shelves, only the nearest are fetched.
const MOST_SHELVES: usize = 4;
/// What a stop word weighs beside another word.
const STOP_WORD_WEIGHT: f32 = 0.4;
/// Postings of a common word that are no trouble to fetch, in bytes.
const SMALL: u32 = 2_048;

/// The words of a query, each with the shelves to look at.
#[derive(Debug, Default)]
pub struct Plan {
    /// In the order of the query, without repetitions.
    pub words: Vec<Wanted>,
}

/// One word of a query.
#[derive(Debug)]
pub struct Wanted {
    /// As it is indexed.
    pub word: String,
    /// What its forms have in common.
    pub stem: String,
    /// The letters with which all its forms begin.
    pub beginning: String,
    /// Whether the customer may still be typing it.
    pub open: bool,
    /// What it counts beside the others.
    pub weight: f32,
    /// Numbers of the shelves to look at, in order.
    pub shelves: BTreeSet<usize>,
}

impl Plan {
    /// Plans a query for the index of this table.
    #[must_use]
    pub fn new(query: &str, language: &Language, table: &Table) -> Self {
        let mut words = wanted(query, language);
        if words.iter().any(|word| word.weight == 1.0) {
            words.iter_mut().for_each(|word| word.open &= word.weight == 1.0);
        } else {
            // Nothing but stop words: then they are the question.
            words.iter_mut().for_each(|word| word.weight = 1.0);
        }
        for word in &mut words {
            word.shelves = shelves(word, &table.shelves);
        }
        without_the_most_common(&mut words, &table.shelves);
        Self { words }
    }

    /// Whether a word of a text is one that the query asks for.
    #[must_use]
    pub fn asks_for(&self, word: &str, language: &Language) -> bool {
        let stem = language.stem(word);
        self.words.iter().filter(|wanted| wanted.weight == 1.0).any(|wanted| wanted.stem == stem || wanted.begins(word))
    }
}

impl Wanted {
    /// Whether a longer word is what the customer may be about to type.
    #[must_use]
    pub fn begins(&self, word: &str) -> bool {
        self.open && self.word.len() > 1 && word.starts_with(&self.word)
    }
}

fn wanted(query: &str, language: &Language) -> Vec<Wanted> {
    let query = query.char_indices().nth(LONGEST_QUERY).map_or(query, |(end, _)| &query[..end]);
    let mut all: Vec<Wanted> = Vec::new();
    words(query, |word, place| {
        let open = place.end == query.len();
        if let Some(known) = all.iter_mut().find(|known| known.word == word) {
            known.open |= open;
        } else if all.len() < MOST_WORDS {
            let stem = language.stem(word).into_owned();
            all.push(Wanted {
                word: word.to_owned(),
                beginning: language.common_beginning(word, &stem).to_owned(),
                stem,
                open,
                weight: if language.is_stop_word(word) { STOP_WORD_WEIGHT } else { 1.0 },
                shelves: BTreeSet::new(),
            });
        }
    });
    all
}

fn shelves(wanted: &Wanted, shelves: &[Shelf]) -> BTreeSet<usize> {
    if shelves.is_empty() {
        return BTreeSet::new();
    }
    let stop_word = wanted.weight < 1.0;
    for beginning in [&wanted.beginning, &wanted.word] {
        let first = holding(beginning, shelves);
        let end =
            shelves.partition_point(|shelf| shelf.first <= *beginning || shelf.first.starts_with(beginning.as_str()));
        let continued = beginning.len() > 1 && !stop_word;
        if continued && end.saturating_sub(first) <= MOST_SHELVES {
            return (first..end).collect();
        }
    }
    let nearest = if stop_word { &wanted.word } else { &wanted.stem };
    BTreeSet::from([holding(&wanted.word, shelves), holding(nearest, shelves)])
}

/// The shelf on which a word stands, if it stands anywhere.
fn holding(word: &str, shelves: &[Shelf]) -> usize {
    shelves.partition_point(|shelf| shelf.first.as_str() <= word).saturating_sub(1)
}

/// A word that nearly every document has costs the most bytes and says the least. It is left out where another word
/// is asked for, unless its postings are small because the whole site is.
fn without_the_most_common(words: &mut [Wanted], shelves: &[Shelf]) {
    let costly = |shelf: &usize| shelves[*shelf].common && shelves[*shelf].postings > SMALL;
    let other_words = words.iter().any(|word| word.weight == 1.0 && !word.shelves.iter().any(costly));
    if other_words {
        for word in words {
            word.shelves.retain(|shelf| !costly(shelf));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::PartName;

    fn table(first_words: &[&str]) -> Table {
        let shelf = |first: &&str| Shelf {
            first: (*first).into(),
            common: *first == "save",
            terms: 9,
            postings: 9_000,
            name: PartName([0; 8]),
        };
        Table { shelves: first_words.iter().map(shelf).collect(), ..Table::default() }
    }

    fn plan(query: &str) -> Plan {
        let table = table(&["a", "ref", "refu", "rei", "sa", "save", "savf", "t1", "t2", "t3", "t4", "t5", "t6"]);
        Plan::new(query, &Language::of("en"), &table)
    }

    fn shelves_of(query: &str) -> Vec<Vec<usize>> {
        plan(query).words.into_iter().map(|word| word.shelves.into_iter().collect()).collect()
    }

    #[test]
    fn a_word_and_its_forms_are_sought_on_their_shelves() {
        assert_eq!(shelves_of("refund "), [[2]]);
        assert_eq!(shelves_of("ref"), [[1, 2]]);
        assert_eq!(shelves_of("zzz"), [[12]]);
        assert_eq!(shelves_of("0"), [[0]]);
    }

    #[test]
    fn a_short_beginning_does_not_fetch_half_the_index() {
        assert_eq!(shelves_of("t"), [[6]]);
    }

    #[test]
    fn stop_words_weigh_less_unless_alone() {
        let weights = |query: &str| plan(query).words.iter().map(|word| word.weight).collect::<Vec<_>>();
        assert_eq!(weights("how to refund"), [STOP_WORD_WEIGHT, STOP_WORD_WEIGHT, 1.0]);
        assert_eq!(weights("how to"), [1.0, 1.0]);
    }

    #[test]
    fn a_common_word_is_left_out_beside_others_only() {
        assert_eq!(shelves_of("save"), [[4, 5, 6]]);
        assert_eq!(shelves_of("save refund"), [vec![4, 6], vec![2]]);
    }

    #[test]
    fn long_queries_are_cut() {
        assert!(plan(&"word ".repeat(10_000)).words.len() == 1);
        let many: String = (0..500).map(|number| format!("w{number} ")).collect();
        assert_eq!(plan(&many).words.len(), MOST_WORDS);
    }

    #[test]
    fn an_index_without_words_is_no_trouble() {
        let plan = Plan::new("refund", &Language::of("en"), &Table::default());
        assert!(plan.words[0].shelves.is_empty());
    }
}
