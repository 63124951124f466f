//! What differs between languages: how they spell, which endings their words may have, and which words say little.
//!
//! The endings and the words that say little are [`Tables`]. The generator has those of all languages; a browser fetches
//! those of the page's language and hands them in. Languages without tables are searched by the words as written.

use std::borrow::Cow;
use std::ops::Range;

use crate::analysis::{ACCENTS, Found, Spelling, folded, plain, words_in, written};

/// Languages with tables, by their primary subtag. They are the ones that tantivy has stemmers for.
const WITH_TABLES: [&str; 18] =
    ["ar", "da", "de", "el", "en", "es", "fi", "fr", "hu", "it", "nl", "no", "pt", "ro", "ru", "sv", "ta", "tr"];

/// Letters at the end of a stem that not all of its forms have, since vowels change and consonants double.
const LOOSE: usize = 2;
/// How many letters of a stem always count, if it has as many.
const FIRM: usize = 3;
/// Fewer letters than this begin too many words to look through.
const SHORTEST_BEGINNING: usize = 2;

/// What is known of the words of one language.
pub trait Tables: Send + Sync {
    /// What the forms of a word have in common. The word is in lower case and has its accents.
    fn stem<'a>(&self, word: &'a str) -> Cow<'a, str>;

    /// Whether a word, given without accents, holds a sentence together and says little.
    fn is_stop_word(&self, word: &str) -> bool;
}

/// The language of an index.
pub struct Language {
    tag: String,
    habits: Habits,
    tables: Option<Box<dyn Tables>>,
}

/// How the words of a language go.
#[derive(Clone, Copy)]
struct Habits {
    spelling: Spelling,
    /// Whether it is English, which has few endings, and accents in words of other languages only.
    english: bool,
    /// Whether words change at their beginning too (`gewerkt` and `werken`), so that they are sorted by their stems.
    by_stem: bool,
}

impl Habits {
    fn of(primary: &str) -> Self {
        let spelling =
            Spelling { apostrophe_ends: matches!(primary, "ca" | "fr" | "it" | "tr"), umlauts: primary == "de" };
        let by_stem = matches!(primary, "ar" | "el" | "hu" | "nl" | "ta" | "tr");
        Self { spelling, english: primary == "en", by_stem }
    }
}

/// The name of the tables for a language, or nothing where there are none: `en` for `en-GB`.
#[must_use]
pub fn tables_for(tag: &str) -> Option<&'static str> {
    let primary = primary(tag);
    let name = if matches!(primary.as_str(), "nb" | "nn") { "no" } else { &primary };
    WITH_TABLES.into_iter().find(|known| *known == name)
}

fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}

impl Language {
    /// The language of a tag such as `en` or `en-GB`.
    #[cfg(any(test, feature = "build"))]
    #[must_use]
    pub fn of(tag: &str) -> Self {
        let tables = tables_for(tag).and_then(|name| firstline_stemmer::ALL.iter().find(|words| words.tag == name));
        match tables {
            Some(tables) => Self::with_tables(tag, *tables),
            None => Self::without_tables(tag),
        }
    }

    /// The same with tables that came from elsewhere. They count only if there are tables for this language.
    #[must_use]
    pub fn with_tables(tag: &str, tables: impl Tables + 'static) -> Self {
        let mut language = Self::without_tables(tag);
        if tables_for(tag).is_some() {
            language.tables = Some(Box::new(tables));
        }
        language
    }

    /// The same without tables: words are their own stems.
    #[must_use]
    pub fn without_tables(tag: &str) -> Self {
        Self { tag: tag.to_owned(), habits: Habits::of(&primary(tag)), tables: None }
    }

    /// The tag it was made from.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// Calls `found` with every word of `text` and the bytes of `text` it stands in, as [`crate::analysis::words`] does, in
    /// the spelling of this language.
    pub fn words(&self, text: &str, mut found: impl FnMut(&str, Range<usize>)) {
        self.each_word(text, &mut found);
    }

    fn each_word(&self, text: &str, found: Found<'_>) {
        words_in(self.habits.spelling, text, &mut |word, place| match self.by_stem(word) {
            Some(word) => found(&word, place),
            None => found(word, place),
        });
    }

    /// The words of a query: those of a text, but a run of paired signs does not end with its last sign alone, which
    /// says nothing that the pair before it does not say.
    pub fn words_of_query(&self, query: &str, mut found: impl FnMut(&str, Range<usize>)) {
        let mut end = 0;
        self.words(query, |word, place| {
            if place.end > end {
                end = place.end;
                found(word, place);
            }
        });
    }

    /// A word that begins otherwise than its stem, sorted by that: `werk` + `gewerkt`.
    fn by_stem(&self, word: &str) -> Option<String> {
        if !self.habits.by_stem || self.tables.is_none() {
            return None;
        }
        let stem = self.stem(word);
        let kept = self.kept(&stem);
        (!plain(word).starts_with(kept) && kept.chars().count() >= SHORTEST_BEGINNING)
            .then(|| format!("{stem}{ACCENTS}{}", written(word)))
    }

    /// What all forms of a word have in common, in plain letters: `refund` for `refunds` and `refunded`.
    #[must_use]
    pub fn stem<'a>(&self, word: &'a str) -> Cow<'a, str> {
        let Some(tables) = &self.tables else { return Cow::Borrowed(plain(word)) };
        // Codes such as `0x80070005` or `v2s` have no endings.
        if word.bytes().any(|byte| byte.is_ascii_digit()) {
            return Cow::Borrowed(plain(word));
        }
        let stem = tables.stem(if self.habits.english { plain(word) } else { written(word) });
        let stem = if stem.is_ascii() { stem } else { Cow::Owned(folded(&stem)) };
        // Next to nothing is no word, and would bring strangers together.
        if stem.chars().nth(SHORTEST_BEGINNING - 1).is_none() { Cow::Borrowed(plain(word)) } else { stem }
    }

    /// The letters with which all forms of a word begin, given its stem.
    ///
    /// Stems end otherwise than words where a vowel is lost or changed (`hope` and `hoping`, `happi` and `happy`), so
    /// the end of a stem does not count. The few forms that change earlier (`dying`, `die`) are not brought together,
    /// except in languages where this is usual. Of 30,000 different words in the translations of programs to 17
    /// languages other than English, no form is missed except those of one letter more.
    #[must_use]
    pub fn common_beginning<'a>(&self, word: &'a str, stem: &str) -> &'a str {
        let word = plain(word);
        if self.tables.is_none() {
            return word;
        }
        let shared: usize = word.chars().zip(stem.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        let beginning = &word[..shared.min(self.kept(stem).len())];
        let enough = if self.habits.english { FIRM } else { SHORTEST_BEGINNING };
        if beginning.chars().count() < enough { word } else { beginning }
    }

    /// The part of a stem that all its forms have.
    fn kept<'a>(&self, stem: &'a str) -> &'a str {
        if self.habits.english {
            return stem.strip_suffix(['e', 'i', 'y']).unwrap_or(stem);
        }
        let letters = stem.chars().count();
        let kept = letters.saturating_sub(LOOSE).max(FIRM);
        stem.char_indices().nth(kept).map_or(stem, |(end, _)| &stem[..end])
    }

    /// Whether a word is one of those that hold a sentence together and say little.
    #[must_use]
    pub fn is_stop_word(&self, word: &str) -> bool {
        let is_stop_word = |word: &str| self.tables.as_ref().is_some_and(|tables| tables.is_stop_word(word));
        is_stop_word(plain(word)) || self.habits.by_stem && is_stop_word(&folded(written(word)))
    }
}

#[cfg(any(test, feature = "build"))]
impl Tables for firstline_stemmer::Words {
    fn stem<'a>(&self, word: &'a str) -> Cow<'a, str> {
        firstline_stemmer::Words::stem(self, word)
    }

    fn is_stop_word(&self, word: &str) -> bool {
        firstline_stemmer::Words::is_stop_word(self, word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(tag: &str, text: &str) -> Vec<String> {
        let mut all = Vec::new();
        Language::of(tag).words(text, |word, _| all.push(word.to_owned()));
        all
    }

    /// Whether a search for any of these words looks where all the others are, and knows them.
    fn are_one_family(tag: &str, family: &str) {
        let language = Language::of(tag);
        let family = words(tag, family);
        for word in &family {
            let stem = language.stem(word);
            let beginning = language.common_beginning(word, &stem);
            for other in &family {
                assert_eq!(language.stem(other), stem, "{tag}: {other} and {word}");
                assert!(other.starts_with(beginning), "{tag}: {other} does not begin with {beginning}");
            }
        }
    }

    #[test]
    fn every_form_begins_with_the_common_beginning() {
        for (tag, families) in [
            ("ar", &["كتاب الكتاب بالكتاب للكتاب", "فاتورة الفاتورة للفاتورة"][..]),
            ("da", &["betaling betalinger betalingen betalingerne", "adgangskode adgangskoden adgangskoder"]),
            (
                "de",
                &["Gebühr Gebühren gebuehr gebuehren", "Überweisung Überweisungen ueberweisung", "Rechnung Rechnungen"],
            ),
            ("el", &["λογαριασμός λογαριασμού λογαριασμοί ΛΟΓΑΡΙΑΣΜΟΣ", "πληρωμή πληρωμής πληρωμές"]),
            ("en", &["hope hopes hoping hoped", "happy happiness", "refund refunds refunded refunding"]),
            ("en", &["delivery deliveries", "stop stops stopping stopped", "organize organizing organization"]),
            ("es", &["reembolso reembolsos", "cancelar cancelando cancelado cancelación", "factura facturas facturar"]),
            ("fi", &["maksu maksun maksut maksua", "lasku laskut laskun laskussa"]),
            ("fr", &["remboursement remboursements", "préférée préférés préférer préférées", "journal journaux"]),
            ("hu", &["rendelés rendelések rendelést", "fizetés fizetések fizetést"]),
            ("it", &["rimborso rimborsi", "pagamento pagamenti", "cancellare cancellato cancellata"]),
            ("nl", &["betaling betalingen", "werken werkt gewerkt", "maken maakt gemaakt"]),
            ("nb", &["betaling betalinger betalingen", "adresse adresser"]),
            ("pt", &["operação operações", "pagamento pagamentos", "cancelar cancelado cancelada"]),
            ("ro", &["rambursare rambursarea"]),
            ("ru", &["возврат возврата возвраты возвратов", "счёт счета счетов", "оплата оплаты оплату"]),
            ("sv", &["betalning betalningar betalningen", "återbetalning återbetalningar", "faktura fakturor"]),
            ("ta", &["கட்டணம் கட்டணங்கள்", "கணக்கு கணக்குகள்"]),
            ("tr", &["hesap hesabı hesaplar", "kitap kitabı kitaplar", "sipariş siparişler siparişi"]),
        ] {
            families.iter().for_each(|family| are_one_family(tag, family));
        }
    }

    #[test]
    fn words_that_change_at_their_beginning_stand_with_their_stem() {
        assert_eq!(words("nl", "gewerkt werken"), [format!("werk{ACCENTS}gewerkt"), "werken".to_owned()]);
        assert_eq!(words("ar", "بالكتاب"), [format!("كتاب{ACCENTS}بالكتاب")]);
    }

    #[test]
    fn whoever_types_no_accents_looks_in_the_same_place() {
        let french = Language::of("fr");
        let stem = french.stem("preferee");
        let beginning = french.common_beginning("preferee", &stem);
        assert!(words("fr", "Préférée").iter().all(|word| word.starts_with(beginning) && plain(word) == "preferee"));
    }

    #[test]
    fn stop_words_are_known_without_accents() {
        assert!(Language::of("en-GB").is_stop_word("the"));
        assert!(!Language::of("de").is_stop_word("the"));
        for (tag, text) in
            [("de", "Für über WIE"), ("fr", "où l’ était"), ("ru", "что её"), ("el", "πώς"), ("ar", "إلى")]
        {
            let language = Language::of(tag);
            assert!(words(tag, text).iter().all(|word| language.is_stop_word(word)), "{tag}: {text}");
        }
        assert!(!Language::of("fr").is_stop_word("pas") && !Language::of("en").is_stop_word("not"));
    }

    #[test]
    fn every_stop_word_is_a_word() {
        for tables in firstline_stemmer::ALL {
            let language = Language::of(tables.tag);
            for stop_word in tables.stop_words() {
                let words = words(tables.tag, stop_word);
                assert!(matches!(&words[..], [word] if language.is_stop_word(word)), "{}: {stop_word}", tables.tag);
            }
        }
    }

    #[test]
    fn languages_with_tables_have_tables() {
        assert!(WITH_TABLES.into_iter().eq(firstline_stemmer::ALL.iter().map(|words| words.tag)));
        assert_eq!([tables_for("nn-NO"), tables_for("EN_us"), tables_for("ja")], [Some("no"), Some("en"), None]);
        assert_eq!(Language::of("ja").stem("設定"), "設定");
        assert_eq!(Language::of("pl").common_beginning("zwroty", "zwroty"), "zwroty");
    }

    #[test]
    fn codes_have_no_endings() {
        assert_eq!(Language::of("en").stem("0x80070005s"), "0x80070005s");
    }

    #[test]
    fn a_query_does_not_repeat_the_last_sign_of_a_run() {
        let mut asked = Vec::new();
        Language::of("ja").words_of_query("東京駅 駅 iPhone", |word, _| asked.push(word.to_owned()));
        assert_eq!(asked, ["東京", "京駅", "駅", "iphone"]);
    }
}
