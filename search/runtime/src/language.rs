//! The words of the page's language, which live in a module of their own: JavaScript passes each word on to it.
//!
//! Whoever starts this module imports two functions from `language`. For a language without a module they do nothing:
//! a word is its own stem, and none is a stop word.

#![expect(unsafe_code, reason = "functions that JavaScript provides")]

use std::borrow::Cow;

use firstline_search::language::{Language, Tables};

/// Longest word in bytes that is passed on; the search has none longer.
const LONGEST: usize = 256;

#[link(wasm_import_module = "language")]
unsafe extern "C" {
    /// Replaces the word at `place` with its stem, which is at most [`LONGEST`] bytes long, and tells the stem's length.
    safe fn stem(place: *mut u8, length: usize) -> usize;
    /// Whether the word at `place` is a stop word.
    safe fn is_stop_word(place: *const u8, length: usize) -> u32;
}

/// The language of an index.
pub(crate) fn of(tag: &str) -> Language {
    Language::with_tables(tag, Imported)
}

struct Imported;

impl Tables for Imported {
    fn stem<'a>(&self, word: &'a str) -> Cow<'a, str> {
        let mut room = [0; LONGEST];
        let Some(place) = room.get_mut(..word.len()) else { return Cow::Borrowed(word) };
        place.copy_from_slice(word.as_bytes());
        let length = stem(room.as_mut_ptr(), word.len());
        let stem = room.get(..length).and_then(|stem| std::str::from_utf8(stem).ok()).unwrap_or(word);
        if stem == word { Cow::Borrowed(word) } else { Cow::Owned(stem.to_owned()) }
    }

    fn is_stop_word(&self, word: &str) -> bool {
        is_stop_word(word.as_ptr(), word.len()) != 0
    }
}
