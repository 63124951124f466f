//! The A-Z: every answer and page by its title, for those who browse and those without JavaScript.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use crate::kinds::Kind;
use crate::site::{Page, Site};
use crate::theme::view::{AzView, Letter, Link};

use super::super::super::{Press, RenderError};
use super::{Around, html};

/// Up to this many titles stand on one page; beyond, each letter has its own.
const MAX_ON_ONE_PAGE: usize = 500;

/// Letters that have a page of their own; none while all fit on one.
#[must_use]
pub(crate) fn letters_with_pages(site: &Site) -> Vec<String> {
    if listed(site).count() <= MAX_ON_ONE_PAGE {
        return Vec::new();
    }
    by_letter(site).into_keys().collect()
}

/// The address of a letter's own page.
#[must_use]
pub(crate) fn letter_url(letter: &str) -> String {
    match letter {
        OTHER => "a-z/other/".to_owned(),
        letter => format!("a-z/{}/", letter.to_lowercase()),
    }
}

/// Titles that begin with no letter.
const OTHER: &str = "#";

/// The overview: every title, or every letter with a link to its page.
pub(crate) fn az(press: &Press) -> Result<Vec<u8>, RenderError> {
    let paged = !letters_with_pages(&press.site).is_empty();
    let letters = by_letter(&press.site).into_iter().map(|(letter, pages)| Letter {
        url: if paged { letter_url(&letter) } else { format!("a-z/#letter-{}", anchor(&letter)) },
        count: pages.len(),
        entries: if paged { Vec::new() } else { pages.into_iter().map(link).collect() },
        letter,
    });
    let view = AzView {
        frame: press.frame(Around::own(press, "a-z", "a-z/")),
        letters: letters.collect(),
        letter: String::new(),
    };
    html(press, "a-z.html", &view)
}

/// The page of one letter.
pub(crate) fn letter(press: &Press, letter: &str) -> Result<Vec<u8>, RenderError> {
    let own = Around::own(press, "a-z", "a-z/");
    let above = Link { title: own.title.clone(), url: own.url.clone() };
    let title = format!("{}: {letter}", own.title);
    let around = Around { url: letter_url(letter), title, trail: vec![above], ..own };
    let letters = by_letter(&press.site).into_iter().map(|(name, pages)| Letter {
        url: letter_url(&name),
        count: pages.len(),
        entries: if name == letter { pages.into_iter().map(link).collect() } else { Vec::new() },
        letter: name,
    });
    let view = AzView { frame: press.frame(around), letters: letters.collect(), letter: letter.to_owned() };
    html(press, "a-z.html", &view)
}

fn listed(site: &Site) -> impl Iterator<Item = &Page> {
    site.pages().iter().filter(|page| matches!(page.entry.kind, Kind::Article | Kind::Page))
}

fn by_letter(site: &Site) -> BTreeMap<String, Vec<&Page>> {
    let mut letters: BTreeMap<String, Vec<&Page>> = BTreeMap::new();
    for page in listed(site) {
        letters.entry(first_letter(&page.title)).or_default().push(page);
    }
    for pages in letters.values_mut() {
        pages.sort_by_cached_key(|page| (page.title.to_lowercase(), page.url.clone()));
    }
    letters
}

/// The letter a title is looked up under: its first letter or digit, without accents, in upper case.
fn first_letter(title: &str) -> String {
    let first = title.nfd().find(|c| c.is_alphanumeric());
    first.filter(|c| c.is_alphabetic()).map_or_else(|| OTHER.to_owned(), |c| c.to_uppercase().nfc().collect())
}

fn anchor(letter: &str) -> String {
    if letter == OTHER { "other".to_owned() } else { letter.to_lowercase() }
}

fn link(page: &Page) -> Link {
    Link { title: page.title.clone(), url: page.url.clone() }
}
