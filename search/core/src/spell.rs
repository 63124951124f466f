//! Words that no document has, and what was probably meant.
//!
//! A misspelt word differs from the right one by a letter too many, too few, wrong, or by two that changed places; a
//! long word may have two such errors. Wherever one error is, either the beginning or the end of the word is right. So
//! all words are kept on shelves in the order of the alphabet and once more from their ends, and a few shelves hold
//! every word that may be meant.
//!
//! Short words are left alone, because too much is like them; so is the first letter, which people rarely miss, unless
//! it changed places with the second. Of several words the one that more documents have is taken.

use std::ops::Range;

use tantivy::SegmentReader;

use crate::analysis::plain;
use crate::keys::{BACKWARDS, SPELLING};
use crate::language::Language;
use crate::ordered;
use crate::pack::{Shelf, Table};
use crate::plan::{Wanted, beginning_with};
use crate::schema::shelf;

/// Shortest word that is repaired, in characters.
const SHORTEST: usize = 4;
/// Shortest word that may have two errors, or another first letter.
const LONG: usize = 8;
/// Most shelves that are looked at for one beginning or end.
const MOST_SHELVES: usize = 8;
/// Longest word that is compared.
const LONGEST: usize = 24;
/// How many times more documents a word must be in to stand before one that is a more likely slip, as a power of two.
const LIKELY: u32 = 2;
/// As [`LIKELY`], for a word that was not typed to its end.
const WHOLE: u32 = 4;

/// What stands in the place of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Repair {
    /// Another word, or the beginning of one if the customer is still typing.
    Word { word: String, open: bool },
    /// Two words, between which the space was missing.
    Split(String, String),
}

/// Finds what was meant by a word that is in no document. An error may be a shelf that is not present yet; every shelf
/// that is needed is touched all the same.
pub(crate) fn repair(
    wanted: &Wanted,
    segment: &SegmentReader,
    table: &Table,
    language: &Language,
) -> tantivy::Result<Option<Repair>> {
    let typed = plain(&wanted.word);
    let word: Vec<char> = typed.chars().collect();
    let letters = word.iter().all(|letter| letter.is_alphabetic());
    if word.len() < SHORTEST || word.len() > LONGEST || !letters || language.is_stop_word(&wanted.word) {
        return Ok(None);
    }
    let search = Search { segment, shelves: &table.shelves };
    let mut best = Best { word: &word, open: wanted.open, found: None };
    let mut parts: Vec<String> = Vec::new();
    let mut outcome = Ok(());
    for (sign, beginning) in beginnings(&word) {
        let looked = search.each(sign, &beginning, |candidate, frequency| {
            let forwards = sign == SPELLING;
            let letters: Vec<char> =
                if forwards { candidate.chars().collect() } else { candidate.chars().rev().collect() };
            best.consider(&letters, frequency);
            if forwards
                && !parts.iter().any(|part| part == candidate)
                && letters.len() >= 3
                && word.len() >= letters.len() + 3
                && word.starts_with(&letters)
            {
                ordered::insert(&mut parts, candidate.to_owned(), |a, b| a.len() > b.len());
            }
        });
        outcome = outcome.and(looked);
    }
    outcome?;
    let found = best.found;
    if let Some(found) = &found
        && found.errors == 1
    {
        return Ok(Some(found.repair()));
    }
    if let Some(split) = search.split(typed, parts)? {
        return Ok(Some(split));
    }
    Ok(found.map(|found| found.repair()))
}

/// Where words with an error lie that leaves this word's beginning or end as it is. If two letters changed places right
/// where the beginning stops, they are put back.
fn beginnings(word: &[char]) -> Vec<(char, String)> {
    // A long word may have an error near both ends.
    let (first, last) = if word.len() < LONG { [(word.len() / 2).max(2); 2].into() } else { (2, 3) };
    let mut swapped = word.to_vec();
    swapped.swap(first - 1, first);
    let forwards = [&word[..first], &swapped[..first]].map(|letters| (SPELLING, letters.iter().collect()));
    let backwards = (BACKWARDS, word[word.len() - last..].iter().rev().collect());
    let mut all = Vec::from(forwards);
    all.push(backwards);
    all.dedup();
    all
}

struct Search<'a> {
    segment: &'a SegmentReader,
    shelves: &'a [Shelf],
}

impl Search<'_> {
    /// Calls `found` with every word of these shelves that begins so, and how many documents about have it.
    fn each(&self, sign: char, beginning: &str, mut found: impl FnMut(&str, u32)) -> tantivy::Result<()> {
        let key = format!("{sign}{beginning}");
        let mut outcome = Ok(());
        for number in self.holding(&key) {
            outcome = outcome.and(self.each_on(number, &key, &mut found));
        }
        outcome
    }

    fn holding(&self, beginning: &str) -> Range<usize> {
        let range = beginning_with(beginning, self.shelves);
        range.start..range.end.min(range.start + MOST_SHELVES)
    }

    fn each_on(&self, number: usize, beginning: &str, found: &mut impl FnMut(&str, u32)) -> tantivy::Result<()> {
        let reader = self.segment.inverted_index(shelf(number))?;
        let mut entries = reader.terms().range().ge(beginning).into_stream()?;
        while let Some((key, entry)) = entries.next() {
            if !key.starts_with(beginning.as_bytes()) {
                break;
            }
            if let Some((_, word)) = std::str::from_utf8(key).ok().and_then(|key| key.split_at_checked(1)) {
                found(word, entry.doc_freq);
            }
        }
        Ok(())
    }

    /// The word as two words, the first as long as possible. `parts` are the words it begins with.
    fn split(&self, word: &str, parts: Vec<String>) -> tantivy::Result<Option<Repair>> {
        for first in parts.into_iter().take(2) {
            let rest = &word[first.len()..];
            let mut known = false;
            self.each(SPELLING, rest, |candidate, _| known |= candidate == rest)?;
            if known {
                return Ok(Some(Repair::Split(first, rest.to_owned())));
            }
        }
        Ok(None)
    }
}

/// The best candidate so far.
struct Best<'a> {
    word: &'a [char],
    open: bool,
    found: Option<Found>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Found {
    errors: u32,
    /// How likely it is among those with as many errors.
    likelihood: u32,
    letters: String,
    open: bool,
}

impl Found {
    fn repair(&self) -> Repair {
        Repair::Word { word: self.letters.clone(), open: self.open }
    }
}

impl Best<'_> {
    fn consider(&mut self, candidate: &[char], frequency: u32) {
        if candidate.len() > LONGEST || candidate.len() + 2 < self.word.len() || !self.begins_alike(candidate) {
            return;
        }
        let most = if self.word.len() < LONG { 1 } else { 2 };
        let (whole, (beginning, length)) = distances(self.word, candidate);
        let frequency = frequency.max(1).ilog2();
        if whole <= most {
            let slip = if whole == 1 { slip(self.word, candidate) } else { 0 };
            let likelihood = frequency + WHOLE + slip;
            self.offer(whole, likelihood, candidate, self.open && whole == 0);
        } else if self.open && beginning == 1 && length >= SHORTEST - 1 {
            self.offer(1, frequency, &candidate[..length], true);
        }
    }

    fn begins_alike(&self, candidate: &[char]) -> bool {
        let (word, [first, second, ..]) = (self.word, candidate) else { return false };
        word[0] == *first
            || (word[0] == *second && word[1] == *first)
            || (word.len() >= LONG - 2 && word[1..] == candidate[1..])
    }

    fn offer(&mut self, errors: u32, likelihood: u32, letters: &[char], open: bool) {
        let letters: String = letters.iter().collect();
        let order = |found: &Found| {
            (std::cmp::Reverse(found.errors), found.likelihood, std::cmp::Reverse(found.letters.clone()))
        };
        let new = Found { errors: errors.max(1), likelihood, letters, open };
        if self.found.as_ref().is_none_or(|found| order(&new) > order(found)) {
            self.found = Some(new);
        }
    }
}

/// How likely a single error is: most if two letters changed places, or one stands once instead of twice or twice
/// instead of once; more than others if a letter was left out.
fn slip(word: &[char], candidate: &[char]) -> u32 {
    if is_likely_slip(word, candidate) { LIKELY } else { u32::from(word.len() < candidate.len()) }
}

fn is_likely_slip(a: &[char], b: &[char]) -> bool {
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    if a.len() == b.len() {
        return a.get(same + 1) == b.get(same) && a.get(same) == b.get(same + 1);
    }
    let longer = if a.len() > b.len() { a } else { b };
    same > 0 && longer.get(same) == longer.get(same - 1)
}

/// How many errors lie between `word` and all of `candidate`, and between `word` and the beginning of `candidate` that
/// is nearest, with its length.
fn distances(word: &[char], candidate: &[char]) -> (u32, (u32, usize)) {
    let mut before: Vec<u32> = Vec::new();
    let mut last: Vec<u32> = (0..=candidate.len() as u32).collect();
    for (row, &letter) in word.iter().enumerate() {
        let mut current = vec![row as u32 + 1];
        for (column, &other) in candidate.iter().enumerate() {
            let mut least =
                (last[column] + u32::from(letter != other)).min(last[column + 1] + 1).min(current[column] + 1);
            if row > 0 && column > 0 && letter == candidate[column - 1] && word[row - 1] == other {
                least = least.min(before[column - 1] + 1);
            }
            current.push(least);
        }
        before = std::mem::replace(&mut last, current);
    }
    let whole = last[candidate.len()];
    // Of beginnings with as few errors the longest, or an error at the end would go unnoticed.
    let nearest = (0..last.len()).rev().min_by_key(|&length| last[length]).unwrap_or(0);
    (whole, (last[nearest], nearest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(word: &str) -> Vec<char> {
        word.chars().collect()
    }

    fn best(word: &str, open: bool, candidates: &[(&str, u32)]) -> Option<String> {
        let word = letters(word);
        let mut best = Best { word: &word, open, found: None };
        candidates.iter().for_each(|(candidate, frequency)| best.consider(&letters(candidate), *frequency));
        best.found.map(|found| found.letters)
    }

    #[test]
    fn errors_are_counted_and_swapped_letters_are_one() {
        let whole = |a: &str, b: &str| distances(&letters(a), &letters(b)).0;
        assert_eq!(whole("printer", "printer"), 0);
        assert_eq!(whole("pritner", "printer"), 1);
        assert_eq!(whole("prnter", "printer"), 1);
        assert_eq!(whole("primter", "printer"), 1);
        assert_eq!(whole("prinnter", "printer"), 1);
        assert_eq!(whole("pirnetr", "printer"), 2);
        assert_eq!(distances(&letters("pasw"), &letters("password")).1, (1, 5));
    }

    #[test]
    fn the_word_that_more_documents_have_is_meant() {
        assert_eq!(best("exel", false, &[("exec", 4), ("excel", 400)]).as_deref(), Some("excel"));
        assert_eq!(best("stauts", false, &[("stats", 64), ("status", 32)]).as_deref(), Some("status"));
    }

    #[test]
    fn two_errors_are_for_long_words() {
        assert_eq!(best("printr", false, &[("pointer", 9)]), None);
        assert_eq!(best("acommodtion", false, &[("accommodation", 2)]).as_deref(), Some("accommodation"));
    }

    #[test]
    fn the_first_letter_is_right_or_changed_places() {
        assert_eq!(best("hover", false, &[("over", 900), ("cover", 90), ("lover", 9)]), None);
        assert_eq!(best("rpinter", false, &[("printer", 1)]).as_deref(), Some("printer"));
        assert_eq!(best("orinter", false, &[("printer", 1)]).as_deref(), Some("printer"));
    }

    #[test]
    fn a_word_being_typed_is_repaired_as_far_as_it_goes() {
        assert_eq!(best("pasw", true, &[("password", 90)]).as_deref(), Some("passw"));
        assert_eq!(best("pasw", false, &[("password", 90)]), None);
    }

    #[test]
    fn one_error_leaves_a_beginning_or_an_end_alone() {
        for right in ["mail", "print", "printer", "password", "synchronise"] {
            for wrong in one_error(right) {
                let lies = |(sign, beginning): &(char, String)| {
                    let listed: String = if *sign == SPELLING { right.into() } else { right.chars().rev().collect() };
                    listed.starts_with(beginning.as_str())
                };
                let letters = letters(&wrong);
                let short = letters.len() < SHORTEST || letters.len() < 6 && right.len() < 6;
                assert!(short || beginnings(&letters).iter().any(lies), "{wrong} for {right}");
            }
        }
    }

    fn one_error(right: &str) -> Vec<String> {
        let word = letters(right);
        let mut all = Vec::new();
        for at in 0..word.len() {
            let mut change = |change: &dyn Fn(&mut Vec<char>)| {
                let mut wrong = word.clone();
                change(&mut wrong);
                all.push(wrong.into_iter().collect());
            };
            change(&|wrong| {
                wrong.remove(at);
            });
            change(&|wrong| wrong[at] = 'z');
            change(&|wrong| wrong.insert(at, 'z'));
            if at + 1 < word.len() {
                change(&|wrong| wrong.swap(at, at + 1));
            }
        }
        all
    }
}
