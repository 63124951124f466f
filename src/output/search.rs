//! The site's own search, asked as its readers ask it: for commands and for checks of what is found.

use firstline_search::explain::Explanation;
use firstline_search::{Document, Passage, Question, Reader, Results};

use crate::site::Page;

use super::formats::search_document::document;
use super::{Plan, RenderError};

/// The search of a site in one language.
pub struct SiteSearch<'a> {
    plan: &'a Plan,
    reader: Reader,
}

impl Plan {
    /// Opens the search in a language of the site. The index is built if it is not there yet.
    ///
    /// # Errors
    /// As [`search_files`](Self::search_files).
    pub fn search_in(&self, language: &str) -> Result<SiteSearch<'_>, RenderError> {
        let reader = Reader::open(self.search_files_in(language)?).map_err(failed)?;
        Ok(SiteSearch { plan: self, reader })
    }

    /// What the index knows of a page.
    ///
    /// # Errors
    /// When its file can't be read again.
    pub fn document(&self, page: &Page) -> Result<Document, RenderError> {
        document(&self.press, page)
    }
}

impl SiteSearch<'_> {
    /// Answers a query, with the best passage of each result.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn ask(&self, query: &str, limit: usize) -> Result<(Results, Vec<Option<Passage>>), RenderError> {
        self.reader.ask_with_passages(&Question::new(query, limit)).map_err(failed)
    }

    /// The addresses of the best results for a query, best first.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn found(&self, query: &str, limit: usize) -> Result<Vec<String>, RenderError> {
        let results = self.reader.search(query, limit).map_err(failed)?;
        Ok(results.hits.into_iter().map(|hit| hit.url).collect())
    }

    /// Answers a query, and says why each result stands where it does.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn explain(&self, query: &str, limit: usize) -> Result<Explanation, RenderError> {
        self.reader.explain(query, limit, &|url| self.document(url)).map_err(failed)
    }

    /// What the index knows of the page at an address.
    #[must_use]
    pub fn document(&self, url: &str) -> Option<Document> {
        let site = self.plan.site();
        self.plan.document(site.page(site.page_by_url(url)?)).ok()
    }
}

fn failed(trouble: firstline_search::Trouble) -> RenderError {
    RenderError::Search(trouble.to_string())
}
