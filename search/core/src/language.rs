//! What differs between languages: which endings a word may have, and which words say little.
//!
//! A language costs a visitor only its own tables. Languages without tables here are searched by the words as written.

use std::borrow::Cow;

use frostem::{Algorithm, Stemmer};

/// The language of an index.
pub struct Language {
    tag: String,
    stemmer: Option<Stemmer>,
    stop_words: &'static [&'static str],
}

impl Language {
    /// The language of a tag such as `en` or `en-GB`.
    #[must_use]
    pub fn of(tag: &str) -> Self {
        let english = tag.split(['-', '_']).next().is_some_and(|primary| primary.eq_ignore_ascii_case("en"));
        Self {
            tag: tag.to_owned(),
            stemmer: english.then(|| Stemmer::new(Algorithm::English)),
            stop_words: if english { ENGLISH } else { &[] },
        }
    }

    /// The tag it was made from.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// What all forms of a word have in common: `refund` for `refunds` and `refunded`.
    #[must_use]
    pub fn stem<'a>(&self, word: &'a str) -> Cow<'a, str> {
        // Codes such as `0x80070005` or `v2s` have no endings.
        if word.bytes().any(|byte| byte.is_ascii_digit()) {
            return Cow::Borrowed(word);
        }
        self.stemmer.as_ref().map_or(Cow::Borrowed(word), |stemmer| stemmer.stem(word))
    }

    /// The letters with which all forms of a word begin, given its stem.
    ///
    /// Stems end otherwise than words where a vowel is lost or changed (`hope` and `hoping`, `happi` and `happy`), so a
    /// final vowel does not count. The few forms that change earlier (`dying`, `die`) are not brought together.
    #[must_use]
    pub fn common_beginning<'a>(&self, word: &'a str, stem: &str) -> &'a str {
        if self.stemmer.is_none() || word == stem && word.len() < 3 {
            return word;
        }
        let shared = word.bytes().zip(stem.bytes()).take_while(|(a, b)| a == b).count();
        let changes = stem.as_bytes().get(shared.saturating_sub(1)).is_some_and(|last| b"eiy".contains(last));
        let kept = if changes && shared == stem.len() { shared - 1 } else { shared };
        // With fewer than three letters the words that begin so are too many to look through.
        if kept < 3 || !word.is_char_boundary(kept) { word } else { &word[..kept] }
    }

    /// Whether a word is one of those that hold a sentence together and say little.
    #[must_use]
    pub fn is_stop_word(&self, word: &str) -> bool {
        self.stop_words.binary_search(&word).is_ok()
    }
}

/// Sorted, because it is searched by halves. Question words are here, negations are not: `can't` is often the question.
const ENGLISH: &[&str] = &[
    "a", "about", "after", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "because", "been",
    "being", "but", "by", "can", "could", "did", "do", "does", "doing", "for", "from", "get", "gets", "getting", "got",
    "had", "has", "have", "having", "he", "her", "him", "his", "how", "i", "if", "im", "in", "into", "is", "it", "its",
    "ive", "just", "me", "my", "of", "on", "or", "our", "she", "should", "so", "some", "than", "that", "the", "their",
    "them", "then", "there", "these", "they", "this", "those", "to", "us", "was", "we", "were", "what", "when",
    "where", "which", "while", "who", "why", "will", "with", "would", "you", "your",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_are_sorted() {
        assert!(ENGLISH.is_sorted());
        assert!(Language::of("en-GB").is_stop_word("the"));
        assert!(!Language::of("de").is_stop_word("the"));
    }

    #[test]
    fn every_form_begins_with_the_common_beginning() {
        let english = Language::of("en");
        for family in [
            &["hope", "hopes", "hoping", "hoped"][..],
            &["happy", "happiness"],
            &["refund", "refunds", "refunded", "refunding"],
            &["delivery", "deliveries"],
            &["stop", "stops", "stopping", "stopped"],
            &["organize", "organizing", "organization"],
        ] {
            let stem = english.stem(family[0]).into_owned();
            for word in family {
                assert_eq!(english.stem(word), stem, "{word}");
                for other in family {
                    let beginning = english.common_beginning(word, &stem);
                    assert!(other.starts_with(beginning), "{other} does not begin with {beginning}");
                }
            }
        }
    }

    #[test]
    fn codes_have_no_endings() {
        assert_eq!(Language::of("en").stem("0x80070005s"), "0x80070005s");
    }
}
