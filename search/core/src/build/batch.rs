//! The words of a batch of documents, sorted, with their occurrences.
//!
//! Within a batch words are numbers, given as they come; only the numbers' order is sorted out at the end. Occurrences
//! in the body are counted, because what one is worth depends on the average body, which is not known yet. Those in the
//! other fields are worth a fixed amount each and are added up at once.

use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasherDefault;
use std::ops::Range;

use rustc_hash::FxHasher;

use super::synonyms::{Row, Stem, Synonyms};
use crate::analysis::plain;
use crate::card::Card;
use crate::impact::UNIT;
use crate::language::Language;
use crate::pack::{Input, PartName, write_number};
use crate::plan;
use crate::{Document, keys, passages};

/// Longest summary that is stored, in characters. A summary that a writer wrote is shorter.
const LONGEST_SUMMARY: usize = 240;

/// What is kept of a batch of documents.
pub(super) struct Run {
    /// Texts that results show, one for each document.
    pub(super) cards: Vec<Card>,
    /// The texts of passages, packed, one for each document.
    pub(super) passages: Vec<Part>,
    /// Keys of pinned questions, and the documents that answer them.
    pub(super) pins: Vec<(String, u32)>,
    /// How many words the body of each document has.
    pub(super) lengths: Vec<u32>,
    /// All words, sorted.
    pub(super) entries: Vec<Entry>,
    words: String,
    occurrences: Vec<u8>,
}

/// A word of a run.
pub(super) struct Entry {
    word: Range<u32>,
    occurrences: Range<u32>,
}

/// That a word occurs in a document.
#[derive(Clone, Copy)]
pub(super) struct Occurrence {
    pub(super) document: u32,
    /// How often in the body.
    pub(super) body: u32,
    /// What the occurrences in the other fields are worth, in units of impact.
    pub(super) elsewhere: u32,
}

/// A part as it lies on the host.
pub(super) type Part = (PartName, Vec<u8>);

/// What is known of a language before any document is read.
pub(super) struct Lexicon {
    pub(super) language: Language,
    pub(super) synonyms: Synonyms,
}

/// Analyses the documents of these numbers.
pub(super) fn run(
    numbers: Range<usize>,
    lexicon: &Lexicon,
    document: &(dyn Fn(usize) -> Document + Sync),
    pack: &dyn Fn(&[u8]) -> Part,
) -> Run {
    let mut batch = Batch::new(lexicon, pack);
    for number in numbers {
        batch.add(number as u32, document(number));
    }
    batch.finish()
}

/// What an occurrence in a field is worth beside one in the body, and the number of words at which that is so.
///
/// In a longer field an occurrence is worth less. These fields are short in every help centre, so the length they are
/// compared with is fixed, and the index of one article does not depend on the titles of the others.
struct Weight {
    occurrence: f32,
    usual_length: f32,
    /// How much of the length counts.
    length: f32,
}

const TITLE: Weight = Weight { occurrence: 6.0, usual_length: 8.0, length: 0.4 };
const SUMMARY: Weight = Weight { occurrence: 5.0, usual_length: 20.0, length: 0.4 };
const QUESTION: Weight = Weight { occurrence: 4.0, usual_length: 10.0, length: 0.4 };
const ALIAS: Weight = Weight { occurrence: 4.0, usual_length: 4.0, length: 0.2 };
const TAG: Weight = Weight { occurrence: 2.0, usual_length: 2.0, length: 0.0 };
const HEADING: Weight = Weight { occurrence: 0.5, usual_length: 6.0, length: 0.0 };
const ID: Weight = Weight { occurrence: 6.0, usual_length: 2.0, length: 0.0 };

struct Batch<'a> {
    lexicon: &'a Lexicon,
    pack: &'a dyn Fn(&[u8]) -> Part,
    cards: Vec<Card>,
    passages: Vec<Part>,
    pins: Vec<(String, u32)>,
    lengths: Vec<u32>,
    tally: Tally,
    /// For each word by its number, its stem as synonyms know it.
    stems: Vec<Stem>,
    /// The synonyms of the document at hand by group and number: how often in the body, and what elsewhere.
    synonyms: BTreeMap<(u32, u32), (u32, u32)>,
}

impl<'a> Batch<'a> {
    fn new(lexicon: &'a Lexicon, pack: &'a dyn Fn(&[u8]) -> Part) -> Self {
        Self {
            lexicon,
            pack,
            cards: Vec::new(),
            passages: Vec::new(),
            pins: Vec::new(),
            lengths: Vec::new(),
            tally: Tally::default(),
            stems: Vec::new(),
            synonyms: BTreeMap::new(),
        }
    }

    fn add(&mut self, number: u32, document: Document) {
        self.tally.begin(number);
        self.add_short_fields(&document);
        let mut length = 0;
        self.each_word(
            &document.body,
            |batch, word| {
                length += 1;
                batch.tally.occurrence(word).body += 1;
            },
            |(body, _)| *body += 1,
        );
        self.lengths.push(length);
        self.add_synonyms();
        for (name, value) in &document.facets {
            let key = self.number_of(&keys::facet(name, value));
            self.tally.occurrence(key).elsewhere = 1;
        }
        self.pins.extend(document.pins.iter().map(|pin| (plan::key(pin, &self.lexicon.language), number)));
        let passages = (self.pack)(&passages::write(&document));
        self.cards.push(card(document, passages.0));
        self.passages.push(passages);
    }

    /// Calls `found` with the number of every word of a text, and `synonym` with what is known of every synonym.
    ///
    /// Words with a hyphen between them are found apart and together: `e-mail` is `e`, `mail` and `email`.
    fn each_word(
        &mut self,
        text: &str,
        mut found: impl FnMut(&mut Self, u32),
        mut synonym: impl FnMut(&mut (u32, u32)),
    ) {
        let mut last = String::new();
        let mut end = 0;
        let mut row = Row::default();
        let lexicon = self.lexicon;
        lexicon.language.words(text, |word, place| {
            let number = self.number_of(word);
            found(self, number);
            if end > 0 && text.get(end..place.start) == Some("-") {
                last.push_str(plain(word));
                let joined = self.number_of(&last);
                found(self, joined);
            }
            row.push(self.stems[number as usize]);
            self.lexicon.synonyms.ending(row.stems(), |group, number| {
                synonym(self.synonyms.entry((group, number)).or_default());
            });
            last.clear();
            last.push_str(plain(word));
            end = place.end;
        });
    }

    fn add_short_fields(&mut self, document: &Document) {
        self.add_field(&document.title, &TITLE);
        self.add_field(&document.summary, &SUMMARY);
        document.question.iter().for_each(|question| self.add_field(question, &QUESTION));
        document.id.iter().for_each(|id| self.add_field(id, &ID));
        document.aliases.iter().for_each(|alias| self.add_field(alias, &ALIAS));
        document.tags.iter().for_each(|tag| self.add_field(tag, &TAG));
        document.headings.iter().for_each(|heading| self.add_field(&heading.text, &HEADING));
    }

    fn add_field(&mut self, text: &str, weight: &Weight) {
        let mut length = 0;
        self.lexicon.language.words(text, |_, _| length += 1);
        let longer = length as f32 / weight.usual_length;
        let worth = (UNIT * weight.occurrence / (1.0 - weight.length + weight.length * longer)) as u32;
        self.each_word(
            text,
            |batch, word| batch.tally.occurrence(word).elsewhere += worth,
            |(_, elsewhere)| *elsewhere += worth,
        );
    }

    fn number_of(&mut self, word: &str) -> u32 {
        let number = self.tally.number_of(word);
        if number as usize == self.stems.len() {
            let Lexicon { language, synonyms } = self.lexicon;
            self.stems.push(if synonyms.is_empty() { 0 } else { synonyms.stem(&language.stem(word)) });
        }
        number
    }

    /// Counts the groups of synonyms that the document at hand has something of: of each the synonym that says most.
    fn add_synonyms(&mut self) {
        let mut best: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
        for ((group, _), (body, elsewhere)) in std::mem::take(&mut self.synonyms) {
            let worth = |(body, elsewhere): (u32, u32)| elsewhere + body * UNIT as u32;
            let best = best.entry(group).or_default();
            if worth((body, elsewhere)) > worth(*best) {
                *best = (body, elsewhere);
            }
        }
        for (group, (body, elsewhere)) in best {
            let key = self.number_of(&keys::group(group));
            let occurrence = self.tally.occurrence(key);
            (occurrence.body, occurrence.elsewhere) = (body, elsewhere);
        }
    }

    fn finish(self) -> Run {
        let occurrences = self.tally.by_word();
        let mut sorted: Vec<(Box<str>, u32)> = self.tally.numbers.into_iter().collect();
        sorted.sort_unstable();
        let mut run = Run {
            cards: self.cards,
            passages: self.passages,
            pins: self.pins,
            lengths: self.lengths,
            entries: Vec::with_capacity(sorted.len()),
            words: String::new(),
            occurrences: Vec::with_capacity(self.tally.occurrences.len() * 3),
        };
        for (word, number) in sorted {
            run.push(&word, &occurrences[number as usize]);
        }
        run
    }
}

/// The occurrences of a batch while its documents are read.
#[derive(Default)]
struct Tally {
    numbers: HashMap<Box<str>, u32, BuildHasherDefault<FxHasher>>,
    /// In the order of the documents, each with the number of its word.
    occurrences: Vec<(u32, Occurrence)>,
    /// For each word, where in `occurrences` it stood last.
    latest: Vec<u32>,
    document: u32,
    /// Where the occurrences of the document at hand begin.
    first: usize,
}

impl Tally {
    fn begin(&mut self, document: u32) {
        self.document = document;
        self.first = self.occurrences.len();
    }

    /// The number of a word, which is the next free one if it is new.
    fn number_of(&mut self, word: &str) -> u32 {
        if let Some(&number) = self.numbers.get(word) {
            return number;
        }
        let number = self.latest.len() as u32;
        self.numbers.insert(word.into(), number);
        self.latest.push(u32::MAX);
        number
    }

    /// The entry of a word for the document at hand.
    fn occurrence(&mut self, word: u32) -> &mut Occurrence {
        let latest = &mut self.latest[word as usize];
        if *latest == u32::MAX || (*latest as usize) < self.first {
            *latest = self.occurrences.len() as u32;
            self.occurrences.push((word, Occurrence { document: self.document, body: 0, elsewhere: 0 }));
        }
        &mut self.occurrences[*latest as usize].1
    }

    /// The occurrences of each word, in the order of the documents.
    fn by_word(&self) -> Vec<Vec<Occurrence>> {
        let mut by_word = vec![Vec::new(); self.latest.len()];
        for &(word, occurrence) in &self.occurrences {
            by_word[word as usize].push(occurrence);
        }
        by_word
    }
}

impl Run {
    fn push(&mut self, word: &str, occurrences: &[Occurrence]) {
        let word_start = self.words.len() as u32;
        let start = self.occurrences.len() as u32;
        self.words.push_str(word);
        let mut last = 0;
        for occurrence in occurrences {
            write_number(&mut self.occurrences, occurrence.document - last);
            // Most words occur in the body only, and few times there: one byte.
            write_number(&mut self.occurrences, occurrence.body << 1 | u32::from(occurrence.elsewhere > 0));
            if occurrence.elsewhere > 0 {
                write_number(&mut self.occurrences, occurrence.elsewhere);
            }
            last = occurrence.document;
        }
        self.entries.push(Entry {
            word: word_start..self.words.len() as u32,
            occurrences: start..self.occurrences.len() as u32,
        });
    }

    /// The word of an entry.
    pub(super) fn word(&self, entry: &Entry) -> &str {
        &self.words[entry.word.start as usize..entry.word.end as usize]
    }

    /// The occurrences of an entry's word, in the order of the documents.
    pub(super) fn occurrences(&self, entry: &Entry) -> impl Iterator<Item = Occurrence> {
        let mut input = Input(&self.occurrences[entry.occurrences.start as usize..entry.occurrences.end as usize]);
        let mut document = 0;
        std::iter::from_fn(move || {
            document += input.number()?;
            let body = input.number()?;
            let elsewhere = if body & 1 == 1 { input.number()? } else { 0 };
            Some(Occurrence { document, body: body >> 1, elsewhere })
        })
    }
}

/// What is stored of a document. Where the writer gave no summary, its beginning has to do.
fn card(document: Document, passages: PartName) -> Card {
    let summary = if document.summary.is_empty() { &document.body } else { &document.summary };
    Card {
        summary: shortened(summary),
        url: document.url,
        kind: document.kind,
        title: document.title,
        breadcrumb: document.breadcrumb,
        id: document.id.unwrap_or_default(),
        passages: passages.to_string(),
    }
}

/// The beginning of a text on one line, ending after a word.
fn shortened(text: &str) -> String {
    let mut short = String::new();
    let mut room = LONGEST_SUMMARY;
    for word in text.split_whitespace() {
        let length = word.chars().count() + 1;
        if length > room {
            short.push('…');
            break;
        }
        room -= length;
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_sorted_and_counts_fields_apart() {
        let documents = [
            Document { title: "Pay by card".into(), body: "Card, card.".into(), ..Document::default() },
            Document { body: "A card".into(), ..Document::default() },
        ];
        let lexicon = Lexicon { language: Language::of("en"), synonyms: Synonyms::default() };
        let pack = |content: &[u8]| (PartName::of(content), content.to_vec());
        let run = run(7..9, &lexicon, &|number| documents[number - 7].clone(), &pack);
        let words: Vec<&str> = run.entries.iter().map(|entry| run.word(entry)).collect();
        assert_eq!(words, ["a", "by", "card", "pay"]);
        let card: Vec<_> =
            run.occurrences(&run.entries[2]).map(|one| (one.document, one.body, one.elsewhere > 0)).collect();
        assert_eq!(card, [(7, 2, true), (8, 1, false)]);
        assert_eq!(run.lengths, [2, 2]);
    }

    #[test]
    fn summaries_are_one_short_line() {
        assert_eq!(shortened("One\n two"), "One two");
        let long = shortened(&"word ".repeat(100));
        assert!(long.ends_with("word…") && long.chars().count() <= LONGEST_SUMMARY + 1);
        assert_eq!(shortened(&"x".repeat(999)), "…");
    }
}
