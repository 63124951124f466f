//! Short forms that a text explains, and other names that it gives.

use std::collections::{BTreeMap, BTreeSet};

use firstline_search::language::Language;
use rayon::prelude::*;

use super::{Gathered, Pair, Sign, Text};

/// Longest phrase that the search takes for a synonym, in words.
const LONGEST: usize = 3;
/// Longest short form, in letters.
const LONGEST_SHORT: usize = 5;
/// What stands between two names of a thing.
const ALSO: &[&str] = &["also called", "also known as", "sometimes called", "a.k.a.", "otherwise known as"];
/// How much of a text around what it says is read, in words.
const AROUND: usize = 3;

pub(super) fn pairs(texts: &[Text], language: &Language) -> Vec<Pair> {
    let mut gathered = Gathered::default();
    for Text { path, document } in texts {
        for text in [&document.summary, &document.body] {
            for (short, long) in short_forms(text) {
                let evidence = format!("“{long} ({short})”");
                gathered.add([short, long.to_lowercase()], path, evidence);
            }
            for (first, second) in other_names(text, language) {
                let evidence = format!("“{first}, also called {second}”");
                gathered.add([first, second], path, evidence);
            }
        }
    }
    let pairs = gathered.into_pairs(Sign::Explained);
    let ordinary = ordinary(texts, &pairs.iter().map(|pair| pair.words[0].as_str()).collect());
    pairs.into_iter().filter(|pair| !ordinary.contains(&pair.words[0])).collect()
}

/// The short forms that are ordinary words when they are not in capital letters (`SET`, `SO`): the search does not tell
/// them apart.
fn ordinary(texts: &[Text], candidates: &BTreeSet<&str>) -> BTreeSet<String> {
    let of_text = |Text { document, .. }: &Text| {
        let words = document.body.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() <= LONGEST_SHORT);
        let small = words.clone().map(str::to_ascii_uppercase).zip(words).filter(|(capital, word)| capital != word);
        let small = small.map(|(capital, _)| capital).filter(|capital| candidates.contains(capital.as_str()));
        let capital = document.body.split(|c: char| !c.is_alphanumeric()).filter(|word| candidates.contains(word));
        (small.collect::<BTreeSet<String>>(), capital.map(str::to_owned).collect::<BTreeSet<String>>())
    };
    // In how many articles each is written small, less those in which it is in capitals.
    let mut balance: BTreeMap<String, i64> = BTreeMap::new();
    for (small, capital) in texts.par_iter().map(of_text).collect::<Vec<_>>() {
        small.into_iter().for_each(|word| *balance.entry(word).or_default() += 1);
        capital.into_iter().for_each(|word| *balance.entry(word).or_default() -= 1);
    }
    balance.into_iter().filter(|(_, balance)| *balance > 0).map(|(word, _)| word).collect()
}

/// `POS` and `point of sale` of "point of sale (POS)" and of "POS (point of sale)".
fn short_forms(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('(') {
        let Some((inside, _)) = text[at + 1..].split_once(')').filter(|(inside, _)| inside.len() < 80) else {
            continue;
        };
        let before: Vec<&str> = text[..at]
            .rsplit(['.', ',', ';', ':', '(', ')', '\n'])
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .collect();
        if let Some(short) = short_form(inside) {
            let lengths = 1..=before.len().min(LONGEST);
            let mut ends = lengths.map(|length| before[before.len() - length..].join(" "));
            found.extend(ends.find(|long| stands_for(short, long)).map(|long| (short.to_owned(), long)));
        } else if let Some(short) = before.last().and_then(|last| short_form(last))
            && inside.split_whitespace().count() <= LONGEST
            && stands_for(short, inside)
        {
            found.push((short.to_owned(), inside.to_owned()));
        }
    }
    found
}

/// A word of capital letters, without the `s` of several.
fn short_form(word: &str) -> Option<&str> {
    let word = word.trim();
    let single = word.strip_suffix('s').unwrap_or(word);
    ((2..=LONGEST_SHORT).contains(&single.len()) && single.bytes().all(|byte| byte.is_ascii_uppercase()))
        .then_some(single)
}

/// Whether the letters are those that the words begin with.
fn stands_for(short: &str, long: &str) -> bool {
    let words = long.split([' ', '-', '/']).filter(|word| !word.is_empty());
    let letters: Option<String> = words.map(|word| word.chars().next().filter(|first| first.is_alphabetic())).collect();
    letters.is_some_and(|letters| letters.eq_ignore_ascii_case(short))
}

/// `Pebble` and `card reader` of "the Pebble, also called the card reader".
fn other_names(text: &str, language: &Language) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for also in ALSO {
        for (at, _) in text.match_indices(also) {
            let before = text[..at].trim_end_matches([' ', ',', '(', '\u{2013}', '\u{2014}']);
            let first = name(before.rsplit(BREAKS).next().unwrap_or_default(), language, true);
            let after = text[at + also.len()..].trim_start();
            let second = name(after.split(BREAKS).next().unwrap_or_default(), language, false);
            found.extend(first.zip(second));
        }
    }
    found
}

/// Where a name ends at the latest.
const BREAKS: [char; 11] = ['.', ',', ';', ':', '(', ')', '\n', '\u{201c}', '\u{201d}', '!', '?'];

/// The words at one end of a piece of text that may be a name: without stop words, and not too many.
fn name(piece: &str, language: &Language, at_end: bool) -> Option<String> {
    let piece = piece.replace(['"', '\'', '*'], " ");
    let mut words: Vec<&str> = piece.split_whitespace().collect();
    if at_end {
        words.reverse();
    } else {
        // "also called the card reader": the article is no part of the name.
        let leading = words.iter().take_while(|word| language.is_stop_word(&word.to_lowercase())).count();
        words.drain(..leading);
    }
    let stops = |word: &&&str| !language.is_stop_word(&word.to_lowercase());
    let mut name: Vec<&str> = words.iter().take_while(stops).take(AROUND).copied().collect();
    if at_end {
        name.reverse();
    }
    (!name.is_empty()).then(|| name.join(" ").to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_are_explained_by_their_letters() {
        let pair = |short: &str, long: &str| (short.to_owned(), long.to_owned());
        assert_eq!(short_forms("Our point of sale (POS) and more."), [pair("POS", "point of sale")]);
        assert_eq!(short_forms("A POS (point of sale)"), [pair("POS", "point of sale")]);
        assert_eq!(short_forms("With multi-factor authentication (MFA)"), [pair("MFA", "multi-factor authentication")]);
        assert_eq!(short_forms("Group Policy Objects (GPOs)"), [pair("GPO", "Group Policy Objects")]);
        assert_eq!(short_forms("In the morning (UK) and (unclosed"), []);
    }

    #[test]
    fn other_names_are_those_on_both_sides() {
        let english = Language::of("en");
        let names = |text: &str| other_names(text, &english);
        let pair = |first: &str, second: &str| (first.to_owned(), second.to_owned());
        assert_eq!(names("Pair the Pebble, also called the card reader, first."), [pair("pebble", "card reader")]);
        assert_eq!(names("Take the Z report (also known as “end of day”)."), []);
        assert_eq!(names("Chargebacks, also known as disputes. Then"), [pair("chargebacks", "disputes")]);
    }
}
