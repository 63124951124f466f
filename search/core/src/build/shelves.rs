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
use tantivy::postings::FieldSerializer;
use tantivy_common::CountingWriter;

use super::batch::{Entry, Occurrence, Run};
use crate::impact::{UNIT, encode, rounded};
use crate::schema::RECORD;

/// Size in bytes at which a shelf ends with the first three letters, or the next best step of the alphabet.
const WORTH_A_REQUEST: usize = 5_000;
/// Postings of a word that stands alone, in bytes.
const LONG: usize = 4_096;
/// Share of the documents that makes a word common.
const COMMON: f64 = 0.4;

/// How much of a body's length counts against what occurs in it.
const LENGTH: f32 = 0.95;

/// A shelf as tantivy wrote it.
pub(super) struct Shelf {
    pub(super) first: String,
    /// Whether its only word is common.
    pub(super) common: bool,
    pub(super) terms: Vec<u8>,
    pub(super) postings: Vec<u8>,
}

/// Merges the runs of all documents.
pub(super) fn shelves(runs: &[Run], documents: usize) -> io::Result<Vec<Shelf>> {
    let relative = relative_lengths(runs);
    let letters: Vec<u8> = first_bytes(runs);
    let by_letter: Vec<Vec<Shelf>> = letters
        .into_par_iter()
        .map(|letter| {
            let mut filler =
                Filler { documents, relative: &relative, shelves: Vec::new(), waiting: Vec::new(), size: 0 };
            merge(runs, letter, |word, occurrences| filler.add(word, occurrences))?;
            filler.finish()?;
            Ok(filler.shelves)
        })
        .collect::<io::Result<_>>()?;
    Ok(by_letter.into_iter().flatten().collect())
}

/// For each document, by what an occurrence in its body is divided: 1 for a body of average length.
///
/// Lengths are rounded, so that an edit of one article leaves what the others' words say as it is.
fn relative_lengths(runs: &[Run]) -> Vec<f32> {
    let lengths = || runs.iter().flat_map(|run| &run.lengths);
    let all: u64 = lengths().map(|&length| u64::from(length)).sum();
    let average = rounded((all / lengths().count().max(1) as u64) as u32);
    lengths().map(|&length| 1.0 - LENGTH + LENGTH * rounded(length) / average).collect()
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
    postings: Vec<(u32, u32)>,
}

impl Filler<'_> {
    fn add(&mut self, word: &str, occurrences: &[Occurrence]) -> io::Result<()> {
        let size = word.len() / 2 + 4 + occurrences.len() * 2;
        let alone = size >= LONG;
        if alone || self.ends_before(word) {
            self.finish()?;
        }
        let postings = occurrences.iter().map(|occurrence| (occurrence.document, self.code(occurrence))).collect();
        self.waiting.push(Word { word: word.to_owned(), postings });
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
        let [mut terms, mut postings, mut positions] = [(); 3].map(|()| CountingWriter::wrap(Vec::new()));
        let total = words.iter().map(|word| word.postings.len() as u64).sum();
        let mut field = FieldSerializer::create(RECORD, total, &mut terms, &mut postings, &mut positions, None)?;
        for word in &words {
            field.new_term(word.word.as_bytes(), word.postings.len() as u32, true)?;
            word.postings.iter().for_each(|&(document, code)| field.write_doc(document, code, &[]));
            field.close_term()?;
        }
        field.close()?;
        self.shelves.push(Shelf { first, common, terms: terms.finish(), postings: postings.finish() });
        Ok(())
    }

    fn is_common(&self, words: &[Word]) -> bool {
        matches!(words, [word] if word.postings.len() as f64 > self.documents as f64 * COMMON)
    }
}
