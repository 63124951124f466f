//! What a query asks for, and which parts can answer it. Decided from the table alone, before any part is read.

use std::ops::Range;

use crate::analysis::plain;
use crate::language::Language;
use crate::pack::{Shelf, Table};
use crate::{keys, ordered};

/// How much of a query is read, in characters. Nobody types more; what is longer has been pasted, and its beginning
/// says enough.
const LONGEST_QUERY: usize = 1_024;
/// How many different words of a query are looked up.
const MOST_WORDS: usize = 24;
/// If the forms and continuations of a word are spread over more shelves, only the nearest are fetched.
const MOST_SHELVES: usize = 6;
/// What a stop word weighs beside another word.
const STOP_WORD_WEIGHT: f32 = 0.2;
/// Postings of a common word that are no trouble to fetch, in bytes.
const SMALL: u32 = 4_096;
/// What a word counts that stands for one of the query but is another.
const SYNONYM: f32 = 0.4;
/// What a word counts that is the same but written otherwise.
const SPELLED_OTHERWISE: f32 = 1.0;
/// Longest first part of two words that may be one word: `wi fi`, `e mail`, `usb 3`.
const SHORT_PART: usize = 3;

/// The words of a query, each with the shelves to look at.
#[derive(Debug, Default)]
pub struct Plan {
    /// In the order of the query, without repetitions.
    pub words: Vec<Wanted>,
    /// Whether words that nearly every document has are looked up as well.
    with_common: bool,
    /// Stems of single words that stand for a word of the query, and the number of that word.
    synonyms: Vec<(String, usize)>,
}

/// One word of a query.
#[derive(Clone, Debug, Default)]
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
    pub shelves: Vec<usize>,
    /// Whether it is not looked up: it is a stop word, or nearly every document has it.
    pub left_out: bool,
    /// Whether it is a beginning of so many words that only some of them are looked up.
    pub unsure: bool,
    /// Whether it is one letter at the end of the query: the beginning of nearly anything, and no reason to lose what was
    /// found before it.
    pub one_letter: bool,
    /// What answers it as well.
    pub also: Vec<Also>,
    /// The bytes of the query it stands in.
    pub place: Range<usize>,
    /// If it stands in the place of a word that no document has: what to show instead.
    pub instead: String,
}

/// An entry of the dictionaries that answers a word of the query without being a form of it.
#[derive(Clone, Debug)]
pub struct Also {
    /// The entry.
    pub key: String,
    /// What it counts beside the word itself.
    pub worth: f32,
    /// The shelf to look at.
    pub shelf: Option<usize>,
}

impl Plan {
    /// Plans a query for the index of this table.
    #[must_use]
    pub fn new(query: &str, language: &Language, table: &Table) -> Self {
        Self::with(query, false, language, table)
    }

    /// As [`Plan::new`]; with `with_common` no word is left out because nearly every document has it.
    pub(crate) fn with(query: &str, with_common: bool, language: &Language, table: &Table) -> Self {
        let mut plan = Self { words: wanted(query, language), with_common, synonyms: Vec::new() };
        // One letter of a word that is still being typed says as little as a stop word. In scripts without capitals, one
        // sign may be a word.
        let is_letter = |word: &str| word.chars().count() == 1 && word.chars().all(char::is_lowercase);
        for word in plan.words.iter_mut().filter(|word| word.open && is_letter(&word.word)) {
            word.weight = STOP_WORD_WEIGHT;
        }
        if plan.words.iter().any(|word| word.weight == 1.0) {
            plan.words.iter_mut().for_each(|word| word.open &= word.weight == 1.0);
        } else {
            // Nothing but stop words: then they are the question.
            plan.words.iter_mut().for_each(|word| word.weight = 1.0);
        }
        plan.find_shelves(language, table);
        plan
    }

    /// Puts other words in the place of one, because it is in no document.
    pub(crate) fn replace(&mut self, number: usize, by: &[(&str, bool)], language: &Language, table: &Table) {
        let old = self.words.remove(number);
        for (at, &(word, open)) in by.iter().enumerate() {
            let new = Wanted {
                weight: old.weight,
                place: old.place.clone(),
                instead: word.to_owned(),
                ..Wanted::new(word, open, language)
            };
            self.words.insert(number + at, new);
        }
        self.find_shelves(language, table);
    }

    fn find_shelves(&mut self, language: &Language, table: &Table) {
        self.find_synonyms(table);
        for word in &mut self.words {
            word.left_out = word.weight < 1.0;
            (word.shelves, word.unsure) = shelves(word, &table.shelves, language);
            word.unsure |= word.one_letter;
            for also in &mut word.also {
                also.shelf = (!table.shelves.is_empty()).then(|| holding(&also.key, &table.shelves));
            }
        }
        if !self.with_common {
            without_the_most_common(&mut self.words, &table.shelves, language);
        }
        // Of a word's beginning that fits too many words only a part was looked at: documents with the others must not
        // fall behind for it.
        let sure = self.words.iter().any(|word| word.weight == 1.0 && !word.unsure && !word.left_out);
        self.words.iter_mut().for_each(|word| word.unsure &= sure);
    }

    /// Whether a word is left out because nearly every document has it.
    pub(crate) fn leaves_common_words_out(&self) -> bool {
        self.words.iter().any(|word| word.weight == 1.0 && word.left_out)
    }

    fn find_synonyms(&mut self, table: &Table) {
        for word in &mut self.words {
            word.also.retain(|also| !also.key.starts_with(keys::GROUP));
        }
        self.synonyms.clear();
        for start in 0..self.words.len() {
            let mut phrase = String::new();
            for end in start..self.words.len().min(start + 3) {
                phrase.push_str(if end > start { " " } else { "" });
                phrase.push_str(&self.words[end].stem);
                let first = table.synonyms.partition_point(|(stems, _)| *stems < phrase);
                let groups: Vec<u32> = table.synonyms[first..]
                    .iter()
                    .take_while(|(stems, _)| *stems == phrase)
                    .map(|(_, group)| *group)
                    .collect();
                for group in groups {
                    self.add_group(start..end + 1, group, table);
                }
            }
        }
    }

    /// Lets a group of synonyms answer the words of a phrase, which weigh enough for that.
    fn add_group(&mut self, phrase: Range<usize>, group: u32, table: &Table) {
        let first = phrase.start;
        for word in self.words[phrase].iter_mut().filter(|word| word.weight == 1.0) {
            word.also.push(Also { key: keys::group(group), worth: SYNONYM, shelf: None });
        }
        let single = table.synonyms.iter().filter(|(stems, of)| *of == group && !stems.contains(' '));
        self.synonyms.extend(single.map(|(stem, _)| (stem.clone(), first)));
    }

    /// The key of the query, with words that were put in the place of others.
    pub(crate) fn key(&self) -> String {
        key_of(self.words.iter().filter(|word| word.weight == 1.0).map(|word| &word.stem))
    }

    /// Whether a word of a text is one that the query asks for.
    #[must_use]
    pub fn asks_for(&self, word: &str, language: &Language) -> bool {
        let stem = language.stem(word);
        self.words.iter().any(|wanted| wanted.weight == 1.0 && wanted.is(word, &stem))
            || self.stands_for(&stem).is_some()
    }

    /// The number of the word that a synonym with this stem stands for.
    pub(crate) fn stands_for(&self, stem: &str) -> Option<usize> {
        self.synonyms.iter().find(|(synonym, _)| synonym == stem).map(|(_, number)| *number)
    }
}

/// What a pinned question and a query have in common if they are the same: the stems of its words in the order of the
/// alphabet, without stop words if there are others.
#[must_use]
pub fn key(question: &str, language: &Language) -> String {
    let mut all = wanted(question, language);
    if all.iter().any(|word| word.weight == 1.0) {
        all.retain(|word| word.weight == 1.0);
    }
    key_of(all.iter().map(|word| &word.stem))
}

fn key_of<'a>(all: impl Iterator<Item = &'a String>) -> String {
    let mut stems: Vec<String> = Vec::new();
    for stem in all {
        if !stems.contains(stem) {
            ordered::insert(&mut stems, stem.clone(), |a, b| a < b);
        }
    }
    stems.join(" ")
}

impl Wanted {
    fn new(word: &str, open: bool, language: &Language) -> Self {
        let stem = language.stem(word).into_owned();
        Self {
            word: word.to_owned(),
            beginning: language.common_beginning(word, &stem).to_owned(),
            stem,
            open,
            weight: if language.is_stop_word(word) { STOP_WORD_WEIGHT } else { 1.0 },
            ..Self::default()
        }
    }

    /// Whether a longer word is what the customer may be about to type.
    #[must_use]
    pub fn begins(&self, word: &str) -> bool {
        self.open && self.word.len() > 1 && word.starts_with(plain(&self.word))
    }

    /// Whether a word with this stem is what is wanted.
    pub(crate) fn is(&self, word: &str, stem: &str) -> bool {
        self.stem == stem || self.begins(word) || self.also.iter().any(|also| also.key == word)
    }

    /// What it weighs in the score.
    pub(crate) fn weight_in_score(&self) -> f32 {
        if self.unsure { self.weight * STOP_WORD_WEIGHT } else { self.weight }
    }

    fn answered_by(&mut self, word: String) {
        self.also.push(Also { key: word, worth: SPELLED_OTHERWISE, shelf: None });
    }
}

fn wanted(query: &str, language: &Language) -> Vec<Wanted> {
    let query = query.char_indices().nth(LONGEST_QUERY).map_or(query, |(end, _)| &query[..end]);
    let mut all: Vec<Wanted> = Vec::new();
    // The word before, which may be one with the next: its number and where it ends.
    let mut last: Option<(usize, usize)> = None;
    language.words_of_query(query, |word, place| {
        let open = place.end == query.len();
        let known = all.iter().position(|known| known.word == word);
        let number = match known {
            Some(number) => number,
            None if all.len() < MOST_WORDS => {
                all.push(Wanted { place: place.clone(), ..Wanted::new(word, open, language) });
                all.len() - 1
            }
            None => return,
        };
        all[number].open |= open;
        all[number].one_letter |= open && matches!(word.as_bytes(), [letter] if letter.is_ascii_alphabetic());
        if let Some((before, end)) = last
            && known.is_none()
        {
            join(&mut all, before, number, query.get(end..place.start).unwrap_or_default());
        }
        last = Some((number, place.end));
    });
    all
}

/// Two words of a query may be one in the documents: always if a hyphen is between them, and if the first is short.
fn join(all: &mut [Wanted], before: usize, number: usize, between: &str) {
    let (first, second) = (&all[before], &all[number]);
    let short = between == " "
        && first.weight == 1.0
        && second.weight == 1.0
        && plain(&first.word).chars().count().min(plain(&second.word).chars().count()) <= SHORT_PART;
    if between == "-" || short {
        let joined = format!("{}{}", plain(&first.word), plain(&second.word));
        for part in [before, number] {
            all[part].answered_by(joined.clone());
        }
        // The end of `wi-fi` is no beginning of `first`.
        all[number].open &= plain(&all[number].word).chars().count() >= SHORT_PART;
    }
}

/// The shelves to look at for a word, and whether they hold but a part of what it may be the beginning of.
fn shelves(wanted: &Wanted, shelves: &[Shelf], language: &Language) -> (Vec<usize>, bool) {
    if shelves.is_empty() || wanted.weight < 1.0 {
        return (Vec::new(), false);
    }
    let (word, stem) = (&wanted.word, &wanted.stem);
    let shared: usize = word.chars().zip(stem.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    for beginning in [&wanted.beginning, &word[..shared], word] {
        let range = beginning_with(beginning, shelves);
        // A word that stands alone on its shelf is known without fetching it.
        let answers =
            |shelf: &Shelf| !shelf.alone || wanted.begins(&shelf.first) || language.stem(&shelf.first) == *stem;
        let worth_it: Vec<usize> = range.filter(|&number| answers(&shelves[number])).collect();
        if beginning.len() > 1 && worth_it.len() <= MOST_SHELVES {
            return (worth_it, false);
        }
    }
    let (first, second) = (holding(stem, shelves), holding(word, shelves));
    let nearest = if first == second { vec![first] } else { vec![first.min(second), first.max(second)] };
    (nearest, wanted.open)
}

/// The shelf on which a key stands, if it stands anywhere.
pub(crate) fn holding(key: &str, shelves: &[Shelf]) -> usize {
    shelves.partition_point(|shelf| shelf.first.as_str() <= key).saturating_sub(1)
}

/// The shelves on which keys with this beginning may stand.
pub(crate) fn beginning_with(beginning: &str, shelves: &[Shelf]) -> Range<usize> {
    let end = shelves.partition_point(|shelf| *shelf.first <= *beginning || shelf.first.starts_with(beginning));
    holding(beginning, shelves).min(end)..end
}

/// A word that nearly every document has costs the most bytes and says the least. It is left out with all its forms
/// where another word is asked for, unless its postings are small because the whole site is.
fn without_the_most_common(words: &mut [Wanted], shelves: &[Shelf], language: &Language) {
    let costly = |shelf: &usize| shelves[*shelf].common && shelves[*shelf].postings > SMALL;
    let other_words = words.iter().any(|word| word.weight == 1.0 && !word.shelves.iter().any(costly));
    if other_words {
        for word in words {
            let is_form = |shelf: &usize| language.stem(&shelves[*shelf].first) == word.stem;
            if word.shelves.iter().any(|shelf| costly(shelf) && is_form(shelf)) {
                word.left_out = true;
                word.shelves.clear();
                word.also.clear();
            }
            word.shelves.retain(|shelf| !costly(shelf));
            word.also.retain(|also| !also.shelf.as_ref().is_some_and(costly));
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
            alone: *first == "save",
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
        assert_eq!(shelves_of("save refund"), [vec![], vec![2]]);
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
