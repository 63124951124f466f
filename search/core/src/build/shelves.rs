//! Runs merged into shelves: neighbouring words with their postings, written by tantivy.
//!
//! A shelf is what a visitor fetches to look a word up, so it is neither large nor full of strangers: it ends, once it
//! has a size worth a request, where the alphabet makes a step, and a word with long postings stands alone. Where a shelf
//! ends depends on the words around only, so a changed article changes the shelves of its words and few others.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::io;

use rayon::prelude::*;
use tantivy::postings::{FieldSerializer, TermInfo};
use tantivy::termdict::TermDictionaryBuilder;
use tantivy_common::CountingWriter;

use super::batch::{Entry, Occurrence, Run};
use crate::analysis::plain;
use crate::impact::{UNIT, encode, rounded};
use crate::keys::{BACKWARDS, SPELLING};
use crate::language::Language;
use crate::schema::RECORD;

/// Size in bytes at which a shelf ends with the first three letters, or the next best step of the alphabet.
const WORTH_A_REQUEST: usize = 3_000;
/// Postings of a word that stands alone, in bytes.
const LONG: usize = 2_500;
/// Share of the documents that makes a word common.
const COMMON: f64 = 0.4;

/// Words that others may be repaired to: their length in characters.
const SHORTEST: usize = 3;
const LONGEST: usize = 24;
/// Where the scripts begin whose words are cut in pairs of characters, and which have no typing errors of this kind.
const BIGRAMS: u32 = 0x2E80;
/// Number of documents below which every word may be what was meant.
const SMALL: usize = 500;

/// How much of a body's length counts against what occurs in it.
const LENGTH: f32 = 0.95;

/// A shelf as tantivy wrote it.
#[derive(Clone)]
pub(super) struct Shelf {
    pub(super) first: String,
    /// Whether its only word is common.
    pub(super) common: bool,
    /// Whether it holds one word with long postings.
    pub(super) alone: bool,
    pub(super) terms: Vec<u8>,
    pub(super) postings: Vec<u8>,
}

/// Merges the runs of all documents.
///
/// The words are kept once more for repairing others (see `spell`), on shelves that come before them.
pub(super) fn shelves(runs: &[Run], documents: usize, language: &Language) -> io::Result<Vec<Shelf>> {
    let relative = relative_lengths(runs);
    let letters: Vec<u8> = first_bytes(runs);
    let by_letter: Vec<(Vec<Shelf>, Vec<Known>)> = letters
        .into_par_iter()
        .map(|letter| {
            let mut filler = Filler::new(documents, &relative);
            let mut known = Vec::new();
            merge(runs, letter, |word, occurrences| {
                if is_known(word, occurrences, documents) && !language.is_stop_word(word) {
                    learn(&mut known, plain(word), occurrences.len() as u32);
                }
                filler.add(word, occurrences)
            })?;
            Ok((filler.finished()?, known))
        })
        .collect::<io::Result<_>>()?;
    let (words, known): (Vec<_>, Vec<_>) = by_letter.into_iter().unzip();
    let (keys, words): (Vec<_>, Vec<_>) =
        words.into_iter().flatten().partition(|shelf| shelf.first.as_str() < KEYS_END);
    Ok([keys, spelling(&known.concat())?, words].concat())
}

/// A word that others may be repaired to, in plain letters, and how many documents have it.
type Known = (String, u32);

/// What sorts behind all keys that are not words.
const KEYS_END: &str = "\u{10}";

/// Whether others may be repaired to a word. One that stands in a single text is as likely an error itself, unless
/// the site is small.
fn is_known(word: &str, occurrences: &[Occurrence], documents: usize) -> bool {
    let word = plain(word);
    let letters = word.chars().count();
    (SHORTEST..=LONGEST).contains(&letters)
        && word.chars().all(|letter| letter.is_alphabetic() && u32::from(letter) < BIGRAMS)
        && (occurrences.len() > 1 || documents < SMALL || occurrences.iter().any(|one| one.elsewhere > 0))
}

/// Notes a word, which is one with those before it that are the same but for their accents.
fn learn(known: &mut Vec<Known>, word: &str, frequency: u32) {
    match known.last_mut().filter(|(last, _)| last == word) {
        Some((_, sum)) => *sum += frequency,
        None => known.push((word.to_owned(), frequency)),
    }
}

/// Rounded, so that an edit of one article changes little.
fn rounded_down(frequency: u32) -> u32 {
    1 << frequency.ilog2()
}

/// Shelves with all known words, from their beginnings and from their ends.
fn spelling(known: &[Known]) -> io::Result<Vec<Shelf>> {
    let forwards = known.iter().map(|(word, frequency)| (format!("{SPELLING}{word}"), rounded_down(*frequency)));
    let backwards = known.iter().map(|(word, frequency)| {
        let letters: String = word.chars().rev().collect();
        (format!("{BACKWARDS}{letters}"), rounded_down(*frequency))
    });
    let mut keys: Vec<Known> = forwards.chain(backwards).collect();
    keys.sort_unstable();
    let mut filler = Filler::new(usize::MAX, &[]);
    for (key, frequency) in keys {
        filler.add_key(key, frequency)?;
    }
    filler.finish_keys()?;
    Ok(filler.shelves)
}

/// For each document, by what an occurrence in its body is divided: 1 for a body of average length.
///
/// Lengths are rounded, so that an edit of one article leaves what the others' words say as it is.
fn relative_lengths(runs: &[Run]) -> Vec<f32> {
    let lengths = || runs.iter().flat_map(|run| &run.lengths);
    let all: u64 = lengths().map(|&length| u64::from(length)).sum();
    let average = rounded((all / lengths().count().max(1) as u64) as u32);
    lengths().map(|&length| 1.0 - LENGTH + LENGTH * to_octave(length) / average).collect()
}

/// A length rounded to a power of two, so that few edits of an article change what all its words say.
fn to_octave(length: u32) -> f32 {
    // From one and a half times a power of two on, the next one is nearer.
    let length = length.max(1);
    let power = 1 << length.ilog2();
    (if length - power > power / 2 { power * 2 } else { power }) as f32
}

/// The bytes with which words begin. Each is merged on its own, and no shelf has words with two of them.
fn first_bytes(runs: &[Run]) -> Vec<u8> {
    let mut seen = [false; 256];
    for run in runs {
        for entry in &run.entries {
            seen[usize::from(run.word(entry).as_bytes()[0])] = true;
        }
    }
    (0..=255).filter(|&byte| seen[usize::from(byte)]).collect()
}

/// Calls `each` with every word that begins with `letter`, in order, and its occurrences in all runs.
fn merge(runs: &[Run], letter: u8, mut each: impl FnMut(&str, &[Occurrence]) -> io::Result<()>) -> io::Result<()> {
    let mut rows: Vec<&[Entry]> = runs.iter().map(|run| beginning_with(letter, run)).collect();
    let front = |rows: &[&[Entry]], number: usize| {
        rows[number].first().map(|entry| Reverse((runs[number].word(entry), number)))
    };
    let mut next: BinaryHeap<_> = (0..rows.len()).filter_map(|number| front(&rows, number)).collect();
    let mut occurrences = Vec::new();
    while let Some(&Reverse((word, _))) = next.peek() {
        occurrences.clear();
        // Runs come in the order of their documents, so occurrences do too.
        while let Some(mut top) = next.peek_mut().filter(|top| top.0.0 == word) {
            let number = top.0.1;
            occurrences.extend(runs[number].occurrences(&rows[number][0]));
            rows[number] = &rows[number][1..];
            match front(&rows, number) {
                Some(following) => *top = following,
                None => drop(PeekMut::pop(top)),
            }
        }
        each(word, &occurrences)?;
    }
    Ok(())
}

fn beginning_with(letter: u8, run: &Run) -> &[Entry] {
    let first = |entry: &Entry| run.word(entry).as_bytes()[0];
    let start = run.entries.partition_point(|entry| first(entry) < letter);
    let end = run.entries.partition_point(|entry| first(entry) <= letter);
    &run.entries[start..end]
}

/// Fills shelves with words in the order of the alphabet.
struct Filler<'a> {
    documents: usize,
    relative: &'a [f32],
    shelves: Vec<Shelf>,
    /// The words of the shelf at hand.
    waiting: Vec<Word>,
    /// About how many bytes they will take.
    size: usize,
}

/// A word with its postings: documents and codes of impacts.
struct Word {
    word: String,
    /// In how many documents it is.
    frequency: u32,
    postings: Vec<(u32, u32)>,
}

/// About how many bytes a word and its postings take.
fn size_of_entry(word: &str, postings: usize) -> usize {
    word.len() / 2 + 4 + postings * 2
}

impl<'a> Filler<'a> {
    fn new(documents: usize, relative: &'a [f32]) -> Self {
        Self { documents, relative, shelves: Vec::new(), waiting: Vec::new(), size: 0 }
    }

    fn finished(mut self) -> io::Result<Vec<Shelf>> {
        self.finish()?;
        Ok(self.shelves)
    }

    /// Adds a key without postings.
    fn add_key(&mut self, key: String, frequency: u32) -> io::Result<()> {
        if self.ends_before(&key) {
            self.finish_keys()?;
        }
        self.size += key.len() / 2 + 2;
        self.waiting.push(Word { word: key, frequency, postings: Vec::new() });
        Ok(())
    }

    fn add(&mut self, word: &str, occurrences: &[Occurrence]) -> io::Result<()> {
        let size = size_of_entry(word, occurrences.len());
        let alone = size >= LONG;
        if alone || self.ends_before(word) {
            self.finish()?;
        }
        let postings = occurrences.iter().map(|occurrence| (occurrence.document, self.code(occurrence))).collect();
        self.waiting.push(Word { word: word.to_owned(), frequency: occurrences.len() as u32, postings });
        self.size += size;
        if alone { self.finish() } else { Ok(()) }
    }

    fn code(&self, occurrence: &Occurrence) -> u32 {
        let body = UNIT * occurrence.body as f32 / self.relative[occurrence.document as usize];
        encode(occurrence.elsewhere.saturating_add(body as u32))
    }

    /// Whether the shelf at hand should end: the larger it is, the smaller a step of the alphabet is enough.
    fn ends_before(&self, word: &str) -> bool {
        let Some(last) = self.waiting.last() else { return false };
        let shared = last.word.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
        let enough = if shared < 4 {
            1
        } else if shared < 6 {
            2
        } else {
            3
        };
        self.size >= WORTH_A_REQUEST * enough
    }

    /// Has tantivy write the shelf at hand.
    fn finish(&mut self) -> io::Result<()> {
        let words = std::mem::take(&mut self.waiting);
        self.size = 0;
        let Some(first) = words.first() else { return Ok(()) };
        let (first, common) = (first.word.clone(), self.is_common(&words));
        let alone = matches!(&words[..], [word] if size_of_entry(&word.word, word.postings.len()) >= LONG);
        let [mut terms, mut postings, mut positions] = [(); 3].map(|()| CountingWriter::wrap(Vec::new()));
        let total = words.iter().map(|word| word.postings.len() as u64).sum();
        let mut field = FieldSerializer::create(RECORD, total, &mut terms, &mut postings, &mut positions, None)?;
        for word in &words {
            field.new_term(word.word.as_bytes(), word.frequency, true)?;
            word.postings.iter().for_each(|&(document, code)| field.write_doc(document, code, &[]));
            field.close_term()?;
        }
        field.close()?;
        self.shelves.push(Shelf { first, common, alone, terms: terms.finish(), postings: postings.finish() });
        Ok(())
    }

    /// Has tantivy write the shelf at hand, whose keys have no postings. Its own writer of postings would count none.
    fn finish_keys(&mut self) -> io::Result<()> {
        let keys = std::mem::take(&mut self.waiting);
        self.size = 0;
        let Some(first) = keys.first().map(|key| key.word.clone()) else { return Ok(()) };
        let mut dictionary = TermDictionaryBuilder::create(Vec::new())?;
        for key in keys {
            let entry = TermInfo { doc_freq: key.frequency, postings_range: 0..0, positions_range: 0..0 };
            dictionary.insert(key.word, &entry)?;
        }
        let no_occurrences = 0_u64.to_le_bytes().to_vec();
        self.shelves.push(Shelf {
            first,
            common: false,
            alone: false,
            terms: dictionary.finish()?,
            postings: no_occurrences,
        });
        Ok(())
    }

    fn is_common(&self, words: &[Word]) -> bool {
        matches!(words, [word] if f64::from(word.frequency) > self.documents as f64 * COMMON)
    }
}
