//! The A-Z: every answer and page by its title, for those who browse and those without JavaScript.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use crate::kinds::Kind;
use crate::site::{Page, PageId, Site};
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
    let letters = press.letters().iter().map(|(letter, pages)| Letter {
        url: if paged { letter_url(letter) } else { format!("a-z/#letter-{}", anchor(letter)) },
        count: pages.len(),
        entries: if paged { Vec::new() } else { links(press, pages) },
        letter: letter.clone(),
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
    let letters = press.letters().iter().map(|(name, pages)| Letter {
        url: letter_url(name),
        count: pages.len(),
        entries: if name == letter { links(press, pages) } else { Vec::new() },
        letter: name.clone(),
    });
    let view = AzView { frame: press.frame(around), letters: letters.collect(), letter: letter.to_owned() };
    html(press, "a-z.html", &view)
}

fn listed(site: &Site) -> impl Iterator<Item = (PageId, &Page)> {
    site.own_pages().filter(|(_, page)| matches!(page.entry.kind, Kind::Article | Kind::Page))
}

/// Titles by letter, each list in order. Letters beyond the most frequent share [`OTHER`]: titles in Chinese begin with
/// thousands of different ones.
pub(crate) fn by_letter(site: &Site) -> BTreeMap<String, Vec<PageId>> {
    let mut letters: BTreeMap<String, Vec<PageId>> = BTreeMap::new();
    for (id, page) in listed(site) {
        letters.entry(first_letter(&page.title)).or_default().push(id);
    }
    for (_, rare) in rarest(&letters) {
        let pages = letters.remove(&rare).unwrap_or_default();
        letters.entry(OTHER.to_owned()).or_default().extend(pages);
    }
    for pages in letters.values_mut() {
        pages.sort_by_cached_key(|id| (site.page(*id).title.to_lowercase(), site.page(*id).url.clone()));
    }
    letters
}

/// Most letters that are listed on their own.
const MAX_LETTERS: usize = 60;

/// The letters beyond the most frequent, with how many titles each has.
fn rarest(letters: &BTreeMap<String, Vec<PageId>>) -> Vec<(usize, String)> {
    let mut counted: Vec<_> = letters.iter().map(|(letter, pages)| (pages.len(), letter.clone())).collect();
    counted.sort_by(|(a, a_letter), (b, b_letter)| b.cmp(a).then_with(|| a_letter.cmp(b_letter)));
    counted.split_off(counted.len().min(MAX_LETTERS)).into_iter().filter(|(_, letter)| letter != OTHER).collect()
}

/// The letter a title is looked up under: its first letter or digit, without accents, in upper case.
fn first_letter(title: &str) -> String {
    let first = title.nfd().find(|c| c.is_alphanumeric());
    first.filter(|c| c.is_alphabetic()).map_or_else(|| OTHER.to_owned(), |c| c.to_uppercase().nfc().collect())
}

fn anchor(letter: &str) -> String {
    if letter == OTHER { "other".to_owned() } else { letter.to_lowercase() }
}

fn links(press: &Press, pages: &[PageId]) -> Vec<Link> {
    let pages = pages.iter().map(|id| press.site.page(*id));
    pages.map(|page| Link { title: page.title.clone(), url: page.url.clone() }).collect()
}
