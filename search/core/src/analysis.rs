//! From text to words, the same way for documents and for queries.
//!
//! A word is a run of letters and digits, lower-cased, with accents and apostrophes removed. Words are indexed as they
//! are written; [`crate::language`] says which of them belong together when a query is planned. Nothing is left out
//! here, neither stop words nor short ones, and scripts without spaces are not split.

use std::ops::Range;

/// Longest word in bytes. What is longer (keys, hashes, addresses) is cut, in documents and queries alike, so that it
/// can still be found.
pub const LONGEST_WORD: usize = 40;

/// Calls `found` with every word of `text` and the bytes of `text` it stands in.
pub fn words(text: &str, mut found: impl FnMut(&str, Range<usize>)) {
    let mut word = Word::default();
    let mut rest = text;
    while let Some(&byte) = rest.as_bytes().first() {
        let at = text.len() - rest.len();
        let step = if byte < 128 {
            word.ascii(byte, at, &mut found);
            1
        } else {
            // A byte above 127 begins a character, because every step ends on a boundary.
            let character = rest.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER);
            word.character(character, at, &mut found);
            character.len_utf8()
        };
        rest = &rest[step..];
    }
    word.finish(text.len(), &mut found);
}

/// The word being read.
#[derive(Default)]
struct Word {
    letters: String,
    start: usize,
    /// Length of the word where an apostrophe stood last.
    apostrophe: Option<usize>,
}

impl Word {
    fn ascii(&mut self, byte: u8, at: usize, found: &mut impl FnMut(&str, Range<usize>)) {
        if byte.is_ascii_alphanumeric() {
            self.push(byte.to_ascii_lowercase() as char, at);
        } else if byte == b'\'' {
            self.apostrophe(at, found);
        } else {
            self.finish(at, found);
        }
    }

    fn character(&mut self, character: char, at: usize, found: &mut impl FnMut(&str, Range<usize>)) {
        match character {
            '\u{2019}' | '\u{02BC}' => self.apostrophe(at, found),
            // Combining accents, soft hyphens and zero-width marks: the word goes on without them.
            '\u{0300}'..='\u{036F}' | '\u{00AD}' | '\u{200B}'..='\u{200D}' | '\u{FEFF}' => {}
            _ if character.is_alphanumeric() => {
                for lower in character.to_lowercase() {
                    match folded(lower) {
                        Some(plain) => plain.chars().for_each(|plain| self.push(plain, at)),
                        None => self.push(lower, at),
                    }
                }
            }
            _ => self.finish(at, found),
        }
    }

    fn push(&mut self, letter: char, at: usize) {
        if self.letters.is_empty() {
            self.start = at;
        }
        if self.letters.len() + letter.len_utf8() <= LONGEST_WORD {
            self.letters.push(letter);
        }
    }

    /// `don't` is one word; a quotation mark before or after a word is none of it.
    fn apostrophe(&mut self, at: usize, found: &mut impl FnMut(&str, Range<usize>)) {
        if self.apostrophe == Some(self.letters.len()) {
            self.finish(at, found);
        } else if !self.letters.is_empty() {
            self.apostrophe = Some(self.letters.len());
        }
    }

    fn finish(&mut self, end: usize, found: &mut impl FnMut(&str, Range<usize>)) {
        if self.letters.is_empty() {
            return;
        }
        // The possessive: `customer's` is `customer`.
        if self.apostrophe.is_some_and(|at| self.letters[at..] == *"s") {
            self.letters.pop();
        }
        found(&self.letters, self.start..end);
        self.letters.clear();
        self.apostrophe = None;
    }
}

/// The plain letters that people type for an accented one. Latin only: in other scripts the marks tell words apart.
fn folded(lower: char) -> Option<&'static str> {
    Some(match lower {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'þ' => "th",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        words(text, |word, _| all.push(word.to_owned()));
        all
    }

    #[test]
    fn words_are_folded() {
        assert_eq!(
            split("Where's my REFUND? Café, naïve Straße"),
            ["where", "my", "refund", "cafe", "naive", "strasse"]
        );
        assert_eq!(split("cafe\u{301} soft\u{AD}ware"), ["cafe", "software"]);
    }

    #[test]
    fn apostrophes_join_and_possessives_vanish() {
        assert_eq!(
            split("don't don\u{2019}t 'quoted' customers' boss's"),
            ["dont", "dont", "quoted", "customers", "boss"]
        );
        assert_eq!(split("a''b ''"), ["a", "b"]);
    }

    #[test]
    fn codes_keep_their_digits() {
        assert_eq!(split("KB-1042 0x80070005 v2.1"), ["kb", "1042", "0x80070005", "v2", "1"]);
    }

    #[test]
    fn places_are_those_of_the_text() {
        let text = "Über «naïve» it's";
        words(text, |_, place| assert!(text.is_char_boundary(place.start) && text.is_char_boundary(place.end)));
        let mut places = Vec::new();
        words(text, |_, place| places.push(&text[place]));
        assert_eq!(places, ["Über", "naïve", "it's"]);
    }

    #[test]
    fn odd_text_is_no_trouble() {
        assert!(split("").is_empty());
        assert!(split("🙂 \0 — \u{FEFF}").is_empty());
        assert_eq!(split(&"x".repeat(10_000)), ["x".repeat(LONGEST_WORD)]);
        assert_eq!(split("東京駅"), ["東京駅"]);
    }
}
