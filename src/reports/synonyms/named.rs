//! Names of one page that are the same but for one word, at the same place.
//!
//! An alias beside the title or the question says the same in customers' words. Two aliases may speak of two things that
//! the page explains ("red light", "orange light"), so of those one page is not enough.

use firstline_search::language::Language;

use super::{Gathered, Pair, Sign, Text};

/// How many pages have to have two such aliases.
const PAGES: usize = 2;
/// Names of more words say too much to be the same but for one word.
const LONGEST: usize = 6;

pub(super) fn pairs<'a>(texts: &'a [Text], language: &Language) -> Vec<Pair> {
    let (mut sure, mut unsure) = (Gathered::default(), Gathered::default());
    for Text { path, document } in texts {
        let read = |name: &'a String| (name, words(name, language));
        let own: Vec<Name<'a>> = std::iter::once(&document.title).chain(&document.question).map(read).collect();
        let aliases: Vec<Name<'a>> = document.aliases.iter().map(read).collect();
        own.iter().for_each(|name| compare(name, &aliases, path, &mut sure));
        (1..).zip(&aliases).for_each(|(next, alias)| compare(alias, &aliases[next..], path, &mut unsure));
    }
    let mut pairs = sure.into_pairs(Sign::SameName);
    pairs.extend(unsure.into_pairs(Sign::SameName).into_iter().filter(|pair| pair.weight >= PAGES));
    pairs
}

/// A name with its words.
type Name<'a> = (&'a String, Vec<Word>);

fn compare<'a>((name, words): &Name<'_>, others: &[Name<'_>], path: &'a str, gathered: &mut Gathered<'a>) {
    for (other, other_words) in others {
        if let Some([a, b]) = differing(words, other_words) {
            gathered.add([a.clone(), b.clone()], path, format!("“{name}”, “{other}”"));
        }
    }
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
    let mut differing = first.iter().zip(second).filter(|((_, first), (_, second))| first != second);
    let ((a, _), (b, _)) = differing.next()?;
    let is_word = |word: &str| word.chars().count() > 2 && word.chars().all(char::is_alphabetic);
    (differing.next().is_none() && is_word(a) && is_word(b)).then_some([a, b])
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
        assert_eq!(differ("price labels", "label printing"), None);
    }
}
