//! From text to words, the same way for documents and for queries.
//!
//! A word is a run of letters and digits in lower case. Its *plain* letters, without accents, are what people type and
//! what words are sorted by. Where a word was written with others, the way it was written follows the plain letters,
//! behind [`ACCENTS`]: `café` is `cafe` + `café`. So `cafe` and `café` are neighbours in an index, each is found by
//! either, and it is still known which of them was meant ([`plain`], [`written`]).
//!
//! Chinese, Japanese and Thai do not put spaces between words, and Korean not between a word and its endings. Runs of
//! their signs become overlapping pairs, each of which is a word; the last sign stands alone once more, so that every
//! sign begins a word. Nothing is left out here, neither stop words nor short ones. Which words belong together is
//! said by [`crate::language`].

use std::ops::Range;

/// Longest word in bytes, plain or written. What is longer (keys, hashes, addresses) is cut, in documents and queries
/// alike, so that it can still be found.
pub const LONGEST_WORD: usize = 40;

/// Stands between the plain letters of a word and the way it was written. It sorts before every letter.
pub const ACCENTS: char = '\u{1}';

/// The plain letters of a word.
#[must_use]
pub fn plain(word: &str) -> &str {
    word.split_once(ACCENTS).map_or(word, |(plain, _)| plain)
}

/// A word as it was written.
#[must_use]
pub fn written(word: &str) -> &str {
    word.split_once(ACCENTS).map_or(word, |(_, written)| written)
}

/// A text in plain letters.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        match fold(letter) {
            Some(letters) => plain.push_str(letters),
            None => plain.push(letter),
        }
    }
    plain
}

/// What a language does with letters that others do otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spelling {
    /// Whether an apostrophe ends a word (`l’article`) instead of joining it (`don’t`).
    pub apostrophe_ends: bool,
    /// Whether `ae`, `oe` and `ue` stand for letters with two dots, as in German.
    pub umlauts: bool,
}

/// Calls `found` with every word of `text` and the bytes of `text` it stands in. The last place of a run of signs lies
/// within the one before it.
pub fn words(text: &str, mut found: impl FnMut(&str, Range<usize>)) {
    words_in(Spelling::default(), text, &mut found);
}

/// Who is told of words. Not a type of its own for every caller: the code for that would be fetched by every visitor.
pub type Found<'a> = &'a mut dyn FnMut(&str, Range<usize>);

/// The same in the spelling of a language.
pub fn words_in(spelling: Spelling, text: &str, found: Found<'_>) {
    let mut reading = Reading { spelling, word: Word::default(), sign: None };
    let mut rest = text;
    while let Some(&byte) = rest.as_bytes().first() {
        let at = text.len() - rest.len();
        let step = if byte < 128 {
            reading.ascii(byte, at, found);
            1
        } else {
            // A byte above 127 begins a character, because every step ends on a boundary.
            let character = rest.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER);
            reading.character(character, at, found);
            character.len_utf8()
        };
        rest = &rest[step..];
    }
    reading.finish(text.len(), found);
}

/// What has been read and not yet told.
struct Reading {
    spelling: Spelling,
    word: Word,
    /// The last sign of a run that is paired, and where it stands.
    sign: Option<(char, usize)>,
}

impl Reading {
    fn ascii(&mut self, byte: u8, at: usize, found: Found<'_>) {
        self.finish_run(found);
        if byte.is_ascii_alphanumeric() {
            self.word.push(byte.to_ascii_lowercase() as char, at);
        } else if byte == b'\'' {
            self.apostrophe(at, found);
        } else {
            self.finish(at, found);
        }
    }

    fn character(&mut self, character: char, at: usize, found: Found<'_>) {
        if is_paired(character) {
            self.word.finish(self.spelling, at, found);
            self.pair(character, at, found);
            return;
        }
        self.finish_run(found);
        match character {
            '\u{2019}' | '\u{02BC}' => self.apostrophe(at, found),
            _ if is_mark(character) => {}
            _ if is_letter(character) => {
                let letters = character.to_lowercase().filter(|letter| !is_mark(*letter));
                letters.for_each(|letter| self.word.letter(letter, at));
            }
            _ => self.finish(at, found),
        }
    }

    /// `don't` is one word; a quotation mark before or after a word is none of it.
    fn apostrophe(&mut self, at: usize, found: Found<'_>) {
        if self.spelling.apostrophe_ends || self.word.apostrophe == Some(self.word.plain.len()) {
            self.finish(at, found);
        } else if !self.word.plain.is_empty() {
            self.word.apostrophe = Some(self.word.plain.len());
        }
    }

    fn pair(&mut self, sign: char, at: usize, found: Found<'_>) {
        if let Some((first, start)) = self.sign.replace((sign, at)) {
            let mut pair = [0; 8];
            let length = first.encode_utf8(&mut pair).len();
            let length = length + sign.encode_utf8(&mut pair[length..]).len();
            if let Ok(pair) = std::str::from_utf8(&pair[..length]) {
                found(pair, start..at + sign.len_utf8());
            }
        }
    }

    fn finish_run(&mut self, found: Found<'_>) {
        if let Some((last, start)) = self.sign.take() {
            found(last.encode_utf8(&mut [0; 4]), start..start + last.len_utf8());
        }
    }

    fn finish(&mut self, end: usize, found: Found<'_>) {
        self.finish_run(found);
        self.word.finish(self.spelling, end, found);
    }
}

/// The word being read.
#[derive(Default)]
struct Word {
    plain: String,
    /// Empty while it is the same.
    written: String,
    start: usize,
    /// Length of the plain word where an apostrophe stood last.
    apostrophe: Option<usize>,
}

impl Word {
    /// Adds a letter that may have an accent.
    fn letter(&mut self, letter: char, at: usize) {
        let Some(plain) = fold(letter) else { return self.push(letter, at) };
        if self.written.is_empty() {
            self.written.push_str(&self.plain);
        }
        push_within(&mut self.written, letter);
        if self.plain.is_empty() {
            self.start = at;
        }
        plain.chars().for_each(|plain| push_within(&mut self.plain, plain));
    }

    /// Adds a plain letter.
    fn push(&mut self, letter: char, at: usize) {
        if self.plain.is_empty() {
            self.start = at;
        }
        if !self.written.is_empty() {
            push_within(&mut self.written, letter);
        }
        push_within(&mut self.plain, letter);
    }

    fn finish(&mut self, spelling: Spelling, end: usize, found: Found<'_>) {
        if self.plain.is_empty() {
            return;
        }
        // The possessive: `customer's` is `customer`.
        if self.apostrophe.is_some_and(|at| self.plain.get(at..) == Some("s")) {
            self.plain.pop();
            self.written.pop();
        }
        if spelling.umlauts {
            self.without_umlauts();
        }
        if !self.written.is_empty() && self.written != self.plain {
            self.plain.push(ACCENTS);
            self.plain.push_str(&self.written);
        }
        found(&self.plain, self.start..end);
        self.plain.clear();
        self.written.clear();
        self.apostrophe = None;
    }

    /// `gebuehr` is a way to write `gebühr`, whose plain letters are `gebuhr`. After a vowel or `q` the two letters are
    /// what they look like (`steuer`, `quelle`).
    fn without_umlauts(&mut self) {
        let letters = self.plain.as_bytes();
        let mut kept = Vec::with_capacity(letters.len());
        for (at, &letter) in letters.iter().enumerate() {
            let second = letter == b'e' && at.checked_sub(1).is_some_and(|first| b"aou".contains(&letters[first]));
            let alone = at.checked_sub(2).is_none_or(|before| !b"aeiouq".contains(&letters[before]));
            if !(second && alone) {
                kept.push(letter);
            }
        }
        if kept.len() < letters.len()
            && let Ok(kept) = String::from_utf8(kept)
        {
            let plain = std::mem::replace(&mut self.plain, kept);
            if self.written.is_empty() {
                self.written = plain;
            }
        }
    }
}

fn push_within(word: &mut String, letter: char) {
    if word.len() + letter.len_utf8() <= LONGEST_WORD {
        word.push(letter);
    }
}

/// Signs that are paired, because no space says where a word ends.
#[must_use]
pub fn is_paired(sign: char) -> bool {
    matches!(sign,
        // Thai and Lao; Burmese; Khmer.
        '\u{0E01}'..='\u{0E4E}' | '\u{0E80}'..='\u{0ECF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17D3}'
        // Hangul, by syllables and by letters.
        | '\u{1100}'..='\u{11FF}' | '\u{3131}'..='\u{318E}' | '\u{AC00}'..='\u{D7A3}'
        // Signs of repetition, kana, bopomofo.
        | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}' | '\u{309D}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}'
        | '\u{30FC}'..='\u{30FF}' | '\u{3105}'..='\u{312F}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}'
        // Han.
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFD}')
}

/// Combining accents, points of Hebrew and Arabic vowels, soft hyphens and zero-width marks: the word goes on without
/// them.
fn is_mark(character: char) -> bool {
    matches!(character,
        '\u{0300}'..='\u{036F}' | '\u{0591}'..='\u{05BD}' | '\u{0640}' | '\u{064B}'..='\u{065F}' | '\u{0670}'
        | '\u{00AD}' | '\u{200B}'..='\u{200D}' | '\u{FEFF}')
}

/// Letters and digits. In the scripts of India the marks between letters are part of the word too; the two bars that
/// end a sentence are not.
fn is_letter(character: char) -> bool {
    match character {
        '\u{0964}' | '\u{0965}' | '\u{0970}' | '\u{0DF4}' => false,
        '\u{0900}'..='\u{0DFF}' => true,
        _ => character.is_alphanumeric(),
    }
}

/// The plain letters that people type for one that is in lower case; nothing where it is plain itself.
fn fold(lower: char) -> Option<&'static str> {
    Some(match lower {
        ..='\u{7F}' => return None,
        '\u{80}'..='\u{24F}' => return latin(lower),
        '\u{370}'..='\u{5FF}' => return greek_or_cyrillic(lower),
        // Arabic letters that are written one for the other, and its digits.
        'أ' | 'إ' | 'آ' | 'ٱ' => "ا",
        'ى' => "ي",
        'ة' => "ه",
        '\u{660}'..='\u{669}' => digit(lower, '\u{660}'),
        '\u{6F0}'..='\u{6F9}' => digit(lower, '\u{6F0}'),
        // Vietnamese.
        'ạ'..='ặ' => "a",
        'ẹ'..='ệ' => "e",
        'ỉ' | 'ị' => "i",
        'ọ'..='ợ' => "o",
        'ụ'..='ự' => "u",
        'ỳ'..='ỹ' => "y",
        // As wide as a Chinese sign.
        '\u{FF10}'..='\u{FF19}' => digit(lower, '\u{FF10}'),
        '\u{FF41}'..='\u{FF5A}' => {
            let letter = lower as usize - 0xFF41;
            &"abcdefghijklmnopqrstuvwxyz"[letter..=letter]
        }
        _ => return None,
    })
}

fn digit(digit: char, zero: char) -> &'static str {
    let digit = digit as usize - zero as usize;
    &"0123456789"[digit..=digit]
}

fn latin(lower: char) -> Option<&'static str> {
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
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ơ' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'þ' => "th",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

fn greek_or_cyrillic(lower: char) -> Option<&'static str> {
    Some(match lower {
        'ά' => "α",
        'έ' => "ε",
        'ή' => "η",
        'ί' | 'ϊ' | 'ΐ' => "ι",
        'ό' => "ο",
        'ύ' | 'ϋ' | 'ΰ' => "υ",
        'ώ' => "ω",
        'ς' => "σ",
        'ё' => "е",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split_in(spelling: Spelling, text: &str) -> Vec<String> {
        let mut all = Vec::new();
        words_in(spelling, text, &mut |word, _| all.push(word.replace(ACCENTS, "=")));
        all
    }

    fn split(text: &str) -> Vec<String> {
        split_in(Spelling::default(), text)
    }

    fn places(text: &str) -> Vec<&str> {
        let mut places = Vec::new();
        words(text, |_, place| places.push(&text[place]));
        places
    }

    #[test]
    fn words_are_known_by_their_plain_letters() {
        assert_eq!(
            split("Where's my REFUND? Café, naïve Straße"),
            ["where", "my", "refund", "cafe=café", "naive=naïve", "strasse=straße"]
        );
        assert_eq!(split("cafe\u{301} soft\u{AD}ware İzmir"), ["cafe", "software", "izmir"]);
        assert_eq!(split("Đặt lại mật khẩu"), ["dat=đặt", "lai=lại", "mat=mật", "khau=khẩu"]);
        assert_eq!(split("ΛΌΓΟΣ λόγος ещё"), ["λογοσ=λόγοσ", "λογοσ=λόγος", "еще=ещё"]);
        assert_eq!(split("إعادة كَلِمَة ٤٢"), ["اعاده=إعادة", "كلمه=كلمة", "42=٤٢"]);
        assert_eq!(split("ＷｉＦｉ５"), ["wifi5=ｗｉｆｉ５"]);
    }

    #[test]
    fn both_ways_are_told_apart_again() {
        let mut café = String::new();
        words("café", |word, _| café.push_str(word));
        assert_eq!((plain(&café), written(&café)), ("cafe", "café"));
        assert_eq!((plain("cafe"), written("cafe")), ("cafe", "cafe"));
        assert_eq!(folded("préférées"), "preferees");
    }

    #[test]
    fn apostrophes_join_and_possessives_vanish() {
        assert_eq!(
            split("don't don\u{2019}t 'quoted' customers' boss's José's"),
            ["dont", "dont", "quoted", "customers", "boss", "jose=josé"]
        );
        assert_eq!(split("a''b ''"), ["a", "b"]);
        let french = Spelling { apostrophe_ends: true, ..Spelling::default() };
        assert_eq!(split_in(french, "l’article d'aujourd'hui"), ["l", "article", "d", "aujourd", "hui"]);
    }

    #[test]
    fn two_ways_to_write_an_umlaut_are_one_word() {
        let german = Spelling { umlauts: true, ..Spelling::default() };
        assert_eq!(split_in(german, "Gebühr gebuehr GEBUHR"), ["gebuhr=gebühr", "gebuhr=gebuehr", "gebuhr"]);
        assert_eq!(
            split_in(german, "Überweisung Ueberweisung"),
            ["uberweisung=überweisung", "uberweisung=ueberweisung"]
        );
        assert_eq!(split_in(german, "neue Steuer, Quelle, bauen"), ["neue", "steuer", "quelle", "bauen"]);
        assert_eq!(split("blue shoes"), ["blue", "shoes"]);
    }

    #[test]
    fn codes_keep_their_digits() {
        assert_eq!(split("KB-1042 0x80070005 v2.1"), ["kb", "1042", "0x80070005", "v2", "1"]);
    }

    #[test]
    fn signs_without_spaces_are_paired() {
        assert_eq!(split("東京駅"), ["東京", "京駅", "駅"]);
        assert_eq!(split("駅"), ["駅"]);
        assert_eq!(split("iPhone15の設定。"), ["iphone15", "の設", "設定", "定"]);
        assert_eq!(split("환불 방법"), ["환불", "불", "방법", "법"]);
        assert_eq!(split("ตั้งค่า"), ["ตั", "ั้", "้ง", "งค", "ค่", "่า", "า"]);
        assert_eq!(split("サーバー"), ["サー", "ーバ", "バー", "ー"]);
    }

    #[test]
    fn words_of_india_are_whole() {
        assert_eq!(split("கட்டணம் திரும்ப।"), ["கட்டணம்", "திரும்ப"]);
        assert_eq!(split("पासवर्ड बदलें॥"), ["पासवर्ड", "बदलें"]);
    }

    #[test]
    fn places_are_those_of_the_text() {
        assert_eq!(places("Über «naïve» it's"), ["Über", "naïve", "it's"]);
        assert_eq!(places("新iPhone15の設定x"), ["新", "iPhone15", "の設", "設定", "定", "x"]);
    }

    #[test]
    fn odd_text_is_no_trouble() {
        assert!(split("").is_empty());
        assert!(split("🙂 \0 — \u{FEFF}").is_empty());
        assert_eq!(split(&"x".repeat(10_000)), ["x".repeat(LONGEST_WORD)]);
        let long = split(&"é".repeat(10_000));
        assert_eq!(long, [format!("{}={}", "e".repeat(LONGEST_WORD), "é".repeat(LONGEST_WORD / 2))]);
        assert!(split("\u{1}").is_empty());
    }
}
