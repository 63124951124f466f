//! The languages of a site: the one it is written in, and those that some of its pages are translated to.
//!
//! A translation lies at the address of its original below the folder of its language: `refunds.fr.md` at `fr/refunds/`.
//! Words of the interface are the theme's.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::entry::Entry;
use crate::kinds::{Kind, name_and_language};

use super::{Page, Site};

/// The place of the search page below the root of a language.
pub(super) const SEARCH: &str = "search/";

/// The languages of a site, as BCP 47 tags.
#[derive(Clone, Debug)]
pub(super) struct Languages {
    own: Arc<str>,
    others: BTreeSet<Arc<str>>,
}

impl Languages {
    pub(super) fn of(entries: &[Arc<Entry>], own: &str) -> Self {
        let mut languages = Self { own: own.into(), others: BTreeSet::new() };
        languages.others = entries.iter().map(|entry| languages.of_entry(entry)).collect();
        languages.others.remove(&languages.own);
        languages
    }

    /// The language of an entry. Ladders share a page, and that is in the site's own.
    pub(super) fn of_entry(&self, entry: &Entry) -> Arc<str> {
        match name_and_language(&entry.path).1 {
            Some(named) if entry.kind != Kind::Ladder && !named.eq_ignore_ascii_case(&self.own) => {
                self.others.get(named.as_str()).map_or_else(|| named.into(), Arc::clone)
            }
            _ => Arc::clone(&self.own),
        }
    }

    pub(super) fn own(&self) -> &Arc<str> {
        &self.own
    }

    pub(super) fn others(&self) -> impl Iterator<Item = &Arc<str>> {
        self.others.iter()
    }

    /// What addresses in a language begin with: nothing in the site's own, `fr/` in French.
    pub(super) fn root(&self, language: &str) -> String {
        if *language == *self.own { String::new() } else { format!("{}/", language.to_lowercase()) }
    }

    pub(super) fn root_of(&self, entry: &Entry) -> String {
        self.root(&self.of_entry(entry))
    }
}

impl Site {
    /// The languages that it has pages in, its own first, then the others in order.
    pub fn languages(&self) -> impl Iterator<Item = &Arc<str>> {
        std::iter::once(&self.languages.own).chain(self.languages.others())
    }

    /// The language it is written in.
    #[must_use]
    pub fn own_language(&self) -> &Arc<str> {
        &self.languages.own
    }

    /// What addresses in a language begin with: nothing in the site's own, `fr/` in French.
    #[must_use]
    pub fn root(&self, language: &str) -> String {
        self.languages.root(language)
    }

    /// Whether a page is in the language that the site is written in.
    #[must_use]
    pub fn is_own_language(&self, page: &Page) -> bool {
        page.language == self.languages.own
    }

    /// The search page of a language.
    #[must_use]
    pub fn search_page(&self, language: &str) -> String {
        self.root(language) + SEARCH
    }

    /// The versions of what lies at an address in `language`: each language that has it, with its address there, in the
    /// order of the languages.
    #[must_use]
    pub fn versions(&self, url: &str, language: &str) -> Vec<(&Arc<str>, String)> {
        let Some(place) = url.strip_prefix(&self.root(language)) else { return Vec::new() };
        let is_there = |url: &str| self.page_by_url(url).is_some() || self.topic_at(url).is_some() || place == SEARCH;
        let versions = self.languages().map(|language| (language, format!("{}{place}", self.root(language))));
        versions.filter(|(_, url)| is_there(url)).collect()
    }
}
