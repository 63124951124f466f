//! What one language knows of its words: what their forms have in common, and which of them say little.
//!
//! Natively this is a table of all languages (feature `all`). For the browser it is compiled once for each, with one
//! feature, so that a visitor pays for the language of the page and no other. Both run the same code on the same words,
//! so both find the same. How text becomes words, and what is done with a stem, is decided in `firstline-search`.

use std::borrow::Cow;

use frostem::{Algorithm, Stemmer};

#[cfg(target_family = "wasm")]
mod exports;

/// The words of one language.
#[derive(Clone, Copy)]
pub struct Words {
    /// Its primary language subtag: `en`.
    pub tag: &'static str,
    algorithm: Algorithm,
    stop_words: &'static str,
}

/// The languages that were compiled in, sorted by tag.
pub const ALL: &[Words] = &[
    #[cfg(feature = "ar")]
    Words { tag: "ar", algorithm: Algorithm::Arabic, stop_words: include_str!("../stop_words/ar.txt") },
    #[cfg(feature = "da")]
    Words { tag: "da", algorithm: Algorithm::Danish, stop_words: include_str!("../stop_words/da.txt") },
    #[cfg(feature = "de")]
    Words { tag: "de", algorithm: Algorithm::German, stop_words: include_str!("../stop_words/de.txt") },
    #[cfg(feature = "el")]
    Words { tag: "el", algorithm: Algorithm::Greek, stop_words: include_str!("../stop_words/el.txt") },
    #[cfg(feature = "en")]
    Words { tag: "en", algorithm: Algorithm::English, stop_words: include_str!("../stop_words/en.txt") },
    #[cfg(feature = "es")]
    Words { tag: "es", algorithm: Algorithm::Spanish, stop_words: include_str!("../stop_words/es.txt") },
    #[cfg(feature = "fi")]
    Words { tag: "fi", algorithm: Algorithm::Finnish, stop_words: include_str!("../stop_words/fi.txt") },
    #[cfg(feature = "fr")]
    Words { tag: "fr", algorithm: Algorithm::French, stop_words: include_str!("../stop_words/fr.txt") },
    #[cfg(feature = "hu")]
    Words { tag: "hu", algorithm: Algorithm::Hungarian, stop_words: include_str!("../stop_words/hu.txt") },
    #[cfg(feature = "it")]
    Words { tag: "it", algorithm: Algorithm::Italian, stop_words: include_str!("../stop_words/it.txt") },
    #[cfg(feature = "nl")]
    Words { tag: "nl", algorithm: Algorithm::Dutch, stop_words: include_str!("../stop_words/nl.txt") },
    #[cfg(feature = "no")]
    Words { tag: "no", algorithm: Algorithm::Norwegian, stop_words: include_str!("../stop_words/no.txt") },
    #[cfg(feature = "pt")]
    Words { tag: "pt", algorithm: Algorithm::Portuguese, stop_words: include_str!("../stop_words/pt.txt") },
    #[cfg(feature = "ro")]
    Words { tag: "ro", algorithm: Algorithm::Romanian, stop_words: include_str!("../stop_words/ro.txt") },
    #[cfg(feature = "ru")]
    Words { tag: "ru", algorithm: Algorithm::Russian, stop_words: include_str!("../stop_words/ru.txt") },
    #[cfg(feature = "sv")]
    Words { tag: "sv", algorithm: Algorithm::Swedish, stop_words: include_str!("../stop_words/sv.txt") },
    #[cfg(feature = "ta")]
    Words { tag: "ta", algorithm: Algorithm::Tamil, stop_words: "" },
    #[cfg(feature = "tr")]
    Words { tag: "tr", algorithm: Algorithm::Turkish, stop_words: include_str!("../stop_words/tr.txt") },
];

impl Words {
    /// What the forms of a word have in common. The word is in lower case and has its accents.
    #[must_use]
    pub fn stem<'a>(&self, word: &'a str) -> Cow<'a, str> {
        Stemmer::new(self.algorithm).stem(word)
    }

    /// Whether a word, given without accents, is one of those that hold a sentence together and say little.
    #[must_use]
    pub fn is_stop_word(&self, word: &str) -> bool {
        self.stop_words.split_ascii_whitespace().any(|stop_word| stop_word == word)
    }

    /// All stop words, without accents.
    pub fn stop_words(&self) -> impl Iterator<Item = &'static str> {
        self.stop_words.split_ascii_whitespace()
    }
}
