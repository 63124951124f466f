//! Words that exist in no dictionary: products, features, prefixes of error codes.
//!
//! A real help centre never stops inventing names, so its index keeps growing with every article. Here a name is a pure
//! function of its number: nothing is stored, two numbers never share a name, and there are more names than any corpus
//! needs. Nothing checks that a name is unknown to the world; with a few letters some will be somebody's.

use super::dice::scramble;

const ONSETS: [&str; 24] = [
    "b", "br", "d", "dr", "f", "fl", "g", "gr", "h", "k", "l", "m", "n", "p", "pl", "j", "r", "s", "st", "t", "tr",
    "v", "w", "z",
];
const NUCLEI: [&str; 7] = ["a", "e", "i", "o", "u", "ea", "io"];
const CODAS: [&str; 12] = ["", "n", "r", "l", "x", "m", "nd", "th", "s", "rn", "lt", "sk"];

const SYLLABLES: u64 = (ONSETS.len() * NUCLEI.len()) as u64;
/// Names of two syllables. They are as many as there are frequent names: short ones are given away first.
const SHORT_NAMES: u64 = SYLLABLES * SYLLABLES * CODAS.len() as u64;
const LONG_NAMES: u64 = SHORT_NAMES * SYLLABLES;

/// The lower-case name with this number: two syllables for the first 338,688 numbers, three for the rest.
pub(crate) fn invented(number: u64) -> String {
    if number < SHORT_NAMES {
        spell(shuffled(number, SHORT_NAMES), 2)
    } else {
        spell(shuffled((number - SHORT_NAMES) % LONG_NAMES, LONG_NAMES), 3)
    }
}

/// The same name as a proper noun.
pub(crate) fn invented_proper(number: u64) -> String {
    capitalised(&invented(number))
}

/// `text` with its first letter in upper case.
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// A one-to-one rearrangement of `0..size`: a prime that divides neither size, times the number.
fn shuffled(number: u64, size: u64) -> u64 {
    const STEP: u64 = 7_368_787;
    let offset = scramble(size) % size;
    ((u128::from(number) * u128::from(STEP) + u128::from(offset)) % u128::from(size)) as u64
}

/// Spelling can be undone, so it keeps names apart: onsets hold no vowel, nuclei no consonant, and only the end of the
/// name has a coda.
fn spell(number: u64, syllables: u32) -> String {
    let mut rest = number;
    let mut name = String::with_capacity(12);
    for _ in 0..syllables {
        name.push_str(ONSETS[(rest % ONSETS.len() as u64) as usize]);
        rest /= ONSETS.len() as u64;
        name.push_str(NUCLEI[(rest % NUCLEI.len() as u64) as usize]);
        rest /= NUCLEI.len() as u64;
    }
    name.push_str(CODAS[(rest % CODAS.len() as u64) as usize]);
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_numbers_share_a_name() {
        let around_the_seam = SHORT_NAMES - 20_000..SHORT_NAMES + 20_000;
        let names: BTreeSet<String> = (0..20_000).chain(around_the_seam).map(invented).collect();
        assert_eq!(names.len(), 60_000);
    }

    #[test]
    fn names_can_be_pronounced() {
        assert_eq!(invented_proper(0), "Gufern");
        assert_eq!(invented(SHORT_NAMES), "plirazelt");
    }
}
