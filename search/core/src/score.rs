//! How well each document answers a plan: BM25F, one word of the query after the other, into one array.
//!
//! What a word says about a document was added up over the fields when the index was built (see `impact`). Here the
//! forms of a word are added up, further occurrences are made to count less, and rare words are made to count more.
//! All arithmetic is single additions, multiplications and divisions, and the one logarithm is our own copy, so every
//! machine and every browser computes the same bits. Ties are broken by the order of the documents.

use std::io;
use std::sync::Arc;

use tantivy::index::InvertedIndexReader;
use tantivy::postings::TermInfo;
use tantivy::{DocId, SegmentReader};

use crate::analysis::plain;
use crate::impact::{UNIT, decode};
use crate::language::Language;
use crate::ordered;
use crate::plan::{Plan, Wanted};
use crate::schema::{RECORD, shelf};

/// How many occurrences (in a body of average length) are worth half of arbitrarily many.
const SATURATION: f32 = 4.0 * UNIT;
/// What the word is worth with other accents.
const OTHER_ACCENTS: f32 = 0.8;
/// What a word says that all documents have, beside how rare others are.
const EVERY_WORD: f32 = 3.0;
/// How much it weighs that a part of the query is missing, for a query of one word; the more words, the less.
const MISSING: f32 = 2.5;
/// The share of a query that a document has to hold if others do.
const ENOUGH: f32 = 0.33;
/// What another form of the word is worth.
const OTHER_FORM: f32 = 0.7;
/// What a word is worth of which the query is but the beginning.
const CONTINUATION: f32 = 0.5;

/// A word of the index that answers a word of the query.
struct Form {
    reader: Arc<InvertedIndexReader>,
    entry: TermInfo,
    worth: f32,
}

/// All words of the index that answer one word of the query.
#[derive(Default)]
pub(crate) struct Forms {
    exact: Vec<Form>,
    continuations: Vec<Form>,
    also: Vec<Form>,
    weight: f32,
    /// Whether it was not looked up, because it says little.
    left_out: bool,
}

impl Forms {
    /// Whether no document has the word, and none has one that stands for it.
    pub(crate) fn is_empty(&self) -> bool {
        self.exact.is_empty() && self.continuations.is_empty() && self.also.is_empty()
    }
}

/// Looks a word up. An error may be a part that is not present yet; every part the word needs is touched all the same.
pub(crate) fn look_up(wanted: &Wanted, segment: &SegmentReader, language: &Language) -> tantivy::Result<Forms> {
    let mut forms = Forms { weight: wanted.weight_in_score(), left_out: wanted.left_out, ..Forms::default() };
    let mut outcome = Ok(());
    for &number in &wanted.shelves {
        let looked = look_on(number, wanted, segment, language, &mut forms);
        outcome = outcome.and(looked);
    }
    for also in &wanted.also {
        match entry(&also.key, also.shelf, segment) {
            Ok(Some((reader, entry))) => forms.also.push(Form { reader, entry, worth: also.worth }),
            Ok(None) => {}
            Err(error) => outcome = Err(error),
        }
    }
    outcome.map(|()| forms)
}

/// Looks one key up.
fn entry(
    key: &str,
    number: Option<usize>,
    segment: &SegmentReader,
) -> tantivy::Result<Option<(Arc<InvertedIndexReader>, TermInfo)>> {
    let Some(number) = number else { return Ok(None) };
    let reader = segment.inverted_index(shelf(number))?;
    let mut entries = reader.terms().range().ge(key).into_stream()?;
    let found = entries.next().filter(|(found, _)| *found == key.as_bytes()).map(|(_, entry)| entry.clone());
    drop(entries);
    Ok(found.map(|entry| (reader, entry)))
}

fn look_on(
    number: usize,
    wanted: &Wanted,
    segment: &SegmentReader,
    language: &Language,
    forms: &mut Forms,
) -> tantivy::Result<()> {
    let reader = segment.inverted_index(shelf(number))?;
    let mut entries = reader.terms().range().ge(&wanted.beginning).into_stream()?;
    while let Some((key, entry)) = entries.next() {
        if !key.starts_with(wanted.beginning.as_bytes()) {
            break;
        }
        let Ok(word) = std::str::from_utf8(key) else { continue };
        let form = |worth| Form { reader: Arc::clone(&reader), entry: entry.clone(), worth };
        match relation(word, wanted, language) {
            Some(Relation::Exact) => forms.exact.push(form(1.0)),
            Some(Relation::OtherAccents) => forms.exact.push(form(OTHER_ACCENTS)),
            Some(Relation::OtherForm) => forms.exact.push(form(OTHER_FORM)),
            Some(Relation::Continuation) => forms.continuations.push(form(CONTINUATION)),
            Some(Relation::Joined | Relation::Synonym) | None => {}
        }
    }
    Ok(())
}

/// How a word of a document answers a word of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// It is the same word.
    Exact,
    /// It is the same but for accents.
    OtherAccents,
    /// It is another form of it.
    OtherForm,
    /// It begins with it.
    Continuation,
    /// It is two words of the query in one.
    Joined,
    /// It stands for it.
    Synonym,
}

/// How a word of the dictionaries answers a word of a query, if it does so by itself.
pub(crate) fn relation(word: &str, wanted: &Wanted, language: &Language) -> Option<Relation> {
    if !word.starts_with(&wanted.beginning) {
        None
    } else if word == wanted.word {
        Some(Relation::Exact)
    } else if plain(word) == plain(&wanted.word) {
        Some(Relation::OtherAccents)
    } else if language.stem(word) == wanted.stem {
        Some(Relation::OtherForm)
    } else if wanted.begins(word) {
        Some(Relation::Continuation)
    } else {
        None
    }
}

/// The score of every document.
pub(crate) struct Scores {
    score: Vec<f32>,
    /// How much of the query each document holds, by what the words weigh.
    held: Vec<f32>,
    all: f32,
    /// How many words the query has.
    words: u32,
    /// What the word at hand says about each document; zero between words.
    impact: Vec<f32>,
}

impl Scores {
    pub(crate) fn new(documents: u32) -> Self {
        let zeros = || vec![0.0; documents as usize];
        Self { score: zeros(), held: zeros(), all: 0.0, words: 0, impact: zeros() }
    }

    /// Adds what one word of the query says.
    pub(crate) fn add(&mut self, forms: &Forms) -> io::Result<()> {
        if forms.left_out && forms.is_empty() {
            return Ok(());
        }
        let mut touched = Vec::new();
        for form in &forms.exact {
            self.read(form, &mut touched, |sum, impact| sum + impact)?;
        }
        // Of many continuations the best one counts: the customer means one of them.
        for form in &forms.continuations {
            self.read(form, &mut touched, f32::max)?;
        }
        // A word is as rare as itself, unless only others stand for it.
        let own = touched.len();
        for form in &forms.also {
            self.read(form, &mut touched, f32::max)?;
        }
        let having = if own == 0 { touched.len() } else { own };
        let rarity = forms.weight * rarity(having, self.score.len());
        self.all += rarity;
        self.words += 1;
        for document in touched {
            let impact = std::mem::take(&mut self.impact[document as usize]);
            self.score[document as usize] += rarity * (impact / (SATURATION + impact));
            self.held[document as usize] += rarity;
        }
        Ok(())
    }

    /// Lets documents that hold more of the query stand before those that hold a part of it often.
    pub(crate) fn weigh_by_coverage(&mut self) {
        if self.words == 0 {
            return;
        }
        for (score, held) in self.score.iter_mut().zip(&self.held) {
            *score *= coverage(*held, self.all, self.words);
        }
    }

    /// What the score of a document is multiplied with for how much of the query it holds.
    #[cfg(feature = "build")]
    pub(crate) fn coverage(&self, document: DocId) -> f32 {
        self.held.get(document as usize).map_or(0.0, |held| coverage(*held, self.all, self.words))
    }

    /// The score of a document.
    #[cfg(feature = "build")]
    pub(crate) fn of(&self, document: DocId) -> f32 {
        self.score.get(document as usize).copied().unwrap_or_default()
    }

    /// What the words weigh together.
    #[cfg(feature = "build")]
    pub(crate) fn all(&self) -> f32 {
        self.all
    }

    fn read(&mut self, form: &Form, touched: &mut Vec<DocId>, combine: impl Fn(f32, f32) -> f32) -> io::Result<()> {
        let mut postings = form.reader.read_block_postings_from_terminfo(&form.entry, RECORD)?;
        while postings.block_len() > 0 {
            for (&document, &code) in postings.docs().iter().zip(postings.freqs()) {
                let impact = &mut self.impact[document as usize];
                if *impact == 0.0 {
                    touched.push(document);
                }
                *impact = combine(*impact, form.worth * decode(code));
            }
            postings.advance();
        }
        Ok(())
    }

    /// How many documents were found.
    pub(crate) fn total(&self) -> usize {
        self.found().into_iter().filter(|&found| found).count()
    }

    /// For each document whether it was found.
    pub(crate) fn found(&self) -> Vec<bool> {
        self.score.iter().map(|&score| score > 0.0).collect()
    }

    /// Forgets the documents that hold too little of the query, if there are others. What is listed and what is counted
    /// is the same from here on.
    pub(crate) fn leave_the_rest(&mut self) {
        let enough = self.all * ENOUGH;
        if self.held.iter().any(|&held| held >= enough && held > 0.0) {
            for (score, _) in self.score.iter_mut().zip(&self.held).filter(|(_, held)| **held < enough) {
                *score = 0.0;
            }
        }
    }

    /// Forgets the documents for which `keep` does not hold.
    pub(crate) fn keep(&mut self, keep: impl Fn(usize) -> bool) {
        for document in (0..self.score.len()).filter(|&document| !keep(document)) {
            self.score[document] = 0.0;
            self.held[document] = 0.0;
        }
    }

    /// Whether nothing was found.
    pub(crate) fn is_empty(&self) -> bool {
        self.score.iter().all(|&score| score == 0.0)
    }

    /// Lifts a document above others.
    pub(crate) fn raise(&mut self, document: u32, by: f32) {
        if let Some(score) = self.score.get_mut(document as usize) {
            *score += by;
        }
    }

    /// The best documents, best first.
    pub(crate) fn best(&self, limit: usize) -> Vec<(DocId, f32)> {
        let mut found: Vec<(DocId, f32)> = Vec::with_capacity(limit + 1);
        for (document, &score) in (0..).zip(&self.score) {
            // Of equal documents the one that comes first stays.
            if score > 0.0 && (found.len() < limit || found.last().is_some_and(|last| score > last.1)) {
                ordered::insert(&mut found, (document, score), |a, b| a.1 > b.1);
                found.truncate(limit);
            }
        }
        found
    }
}

/// In a short query every word counts; in a long one some are always beside the point.
fn coverage(held: f32, all: f32, words: u32) -> f32 {
    let missing = (all - held).max(0.0);
    1.0 / (1.0 + MISSING / words as f32 * (missing / held))
}

/// What it says that a document has a word, when so many of all documents have it: as in BM25, and a constant more,
/// because a rare word of a question is as often beside the point as it is the point.
fn rarity(having: usize, all: usize) -> f32 {
    let (having, all) = (having as f32, all as f32);
    EVERY_WORD + libm::logf(1.0 + (all - having + 0.5) / (having + 0.5))
}

/// Builds the plan's forms for all words at once, so that one round of fetching serves them all.
pub(crate) fn look_up_all(plan: &Plan, segment: &SegmentReader, language: &Language) -> tantivy::Result<Vec<Forms>> {
    let mut outcome = Ok(());
    let mut all = Vec::with_capacity(plan.words.len());
    for wanted in &plan.words {
        match look_up(wanted, segment, language) {
            Ok(forms) => all.push(forms),
            Err(error) => outcome = Err(error),
        }
    }
    outcome.map(|()| all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_words_say_more_and_none_says_nothing() {
        assert!(rarity(1, 1_000) > rarity(10, 1_000));
        assert!(rarity(1_000, 1_000) > 0.0);
    }

    #[test]
    fn the_logarithm_has_these_bits_everywhere() {
        assert_eq!(rarity(3, 10_000).to_bits(), (EVERY_WORD + f32::from_bits(0x40fe_a54b)).to_bits());
    }

    #[test]
    fn equal_scores_keep_the_order_of_the_documents() {
        let scores = Scores { score: vec![1.0, 2.0, 0.0, 2.0, 1.0], held: vec![], all: 0.0, words: 0, impact: vec![] };
        assert_eq!(scores.best(3), [(1, 2.0), (3, 2.0), (0, 1.0)]);
        assert_eq!(scores.best(9).len(), 4);
        assert!(scores.best(0).is_empty());
    }
}
