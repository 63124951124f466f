//! The search index: which pages it holds and what it knows of each. How it lies on the host is the search crate's.

use std::sync::Mutex;

use firstline_search::build::{self, About};
use firstline_search::language::tables_for;
use firstline_search::{Document, Files};

use crate::site::{Page, Site};

use super::super::{Press, RenderError};
use super::search_document::document;

/// What the names of the theme's files begin with that know the words of a language.
const STEMMER: &str = "stem-";

/// The folder of the index for a language, with a slash at its end.
#[must_use]
pub(crate) fn folder(language: &str) -> String {
    format!("search/{}/", language.to_lowercase())
}

/// The theme's file with what the search knows of the words of a language, where there is one.
#[must_use]
pub(crate) fn stemmer(language: &str) -> Option<String> {
    tables_for(language).map(|name| format!("{STEMMER}{name}.wasm"))
}

/// Whether a file of the theme is one that searches on this site load, or none of the search's.
#[must_use]
pub(crate) fn is_used(name: &str, site: &Site) -> bool {
    !name.starts_with(STEMMER) || site.languages().any(|language| stemmer(language).as_deref() == Some(name))
}

/// Builds the index of a language from the public bodies of all its pages, in the order of their paths.
///
/// # Errors
/// When a source can't be read again, or the index can't be made.
pub(crate) fn build(press: &Press, language: &str) -> Result<Files, RenderError> {
    let pages: Vec<&Page> = press.site.pages().iter().filter(|page| &*page.language == language).collect();
    let unreadable = Mutex::new(None);
    let document = |at: usize| {
        document(press, pages[at]).unwrap_or_else(|error| {
            if let Ok(mut first) = unreadable.lock() {
                first.get_or_insert(error);
            }
            Document::default()
        })
    };
    let about = About { synonyms: press.site.synonyms(language), language: language.to_owned() };
    let files = build::index(&about, pages.len(), &document).map_err(|error| RenderError::Search(error.to_string()))?;
    match unreadable.into_inner() {
        Ok(Some(error)) => Err(error),
        _ => Ok(files),
    }
}
