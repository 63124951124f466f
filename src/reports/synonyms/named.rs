//! Names of one page that are the same but for one word.

use std::collections::BTreeSet;

use firstline_search::language::Language;

use super::{Gathered, Pair, Sign, Text};

/// Names of more words say too much to be the same but for one word.
const LONGEST: usize = 6;

pub(super) fn pairs(texts: &[Text], language: &Language) -> Vec<Pair> {
    let mut gathered = Gathered::default();
    for Text { path, document } in texts {
        let names = std::iter::once(&document.title).chain(&document.question).chain(&document.aliases);
        let names: Vec<(&String, Vec<Word>)> = names.map(|name| (name, words(name, language))).collect();
        for (at, (first, first_words)) in names.iter().enumerate() {
            for (second, second_words) in &names[at + 1..] {
                if let Some([a, b]) = differing(first_words, second_words) {
                    gathered.add([a.clone(), b.clone()], path, format!("“{first}”, “{second}”"));
                }
            }
        }
    }
    gathered.into_pairs(Sign::SameName)
}

/// A word with its stem.
type Word = (String, String);

/// The words of a name, those that say little left out.
fn words(name: &str, language: &Language) -> Vec<Word> {
    let mut words = Vec::new();
    language.words_of_query(name, |word, place| {
        if !language.is_stop_word(word) {
            words.push((name.get(place).unwrap_or(word).to_lowercase(), language.stem(word).into_owned()));
        }
    });
    words
}

/// The one word in which two names differ. They have at least one in common.
fn differing<'a>(first: &'a [Word], second: &'a [Word]) -> Option<[&'a String; 2]> {
    if first.len() != second.len() || !(2..=LONGEST).contains(&first.len()) {
        return None;
    }
    let stems = |words: &'a [Word]| words.iter().map(|(_, stem)| stem).collect::<BTreeSet<_>>();
    let (of_first, of_second) = (stems(first), stems(second));
    let mut only_first = first.iter().filter(|(_, stem)| !of_second.contains(stem));
    let mut only_second = second.iter().filter(|(_, stem)| !of_first.contains(stem));
    let pair = only_first.next().zip(only_second.next());
    let is_word = |word: &str| word.chars().count() > 2 && word.chars().all(char::is_alphabetic);
    match (pair, only_first.next(), only_second.next()) {
        (Some(((a, _), (b, _))), None, None) if is_word(a) && is_word(b) => Some([a, b]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_differ_in_one_word() {
        let english = Language::of("en");
        let differ = |first: &str, second: &str| {
            let (first, second) = (words(first, &english), words(second, &english));
            differing(&first, &second).map(|[a, b]| (a.clone(), b.clone()))
        };
        assert_eq!(differ("Open the till", "how to open the register"), Some(("till".into(), "register".into())));
        assert_eq!(differ("Open the till", "opening tills"), None);
        assert_eq!(differ("Open the till", "close a register"), None);
        assert_eq!(differ("till", "register"), None);
    }
}
