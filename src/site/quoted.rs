//! Which files quote which fact.

use std::collections::BTreeSet;

use crate::markdown::Quote;
use crate::source::SitePath;

use super::Site;

impl Site {
    /// Every quote of a fact, with the file that it stands in: first those of pages.
    pub fn quotes(&self) -> impl Iterator<Item = (&SitePath, &Quote)> {
        let pages = self.pages.iter().map(|page| (&page.entry.path, &page.entry.outline.quotes));
        let data = self.quoted_in_data.iter().map(|(path, quotes)| (path, quotes));
        pages.chain(data).flat_map(|(path, quotes)| quotes.iter().map(move |quote| (path, quote)))
    }

    /// Names of facts that are quoted where only staff would see them.
    pub fn quoted_for_staff(&self) -> impl Iterator<Item = &str> {
        self.pages.iter().flat_map(|page| &page.entry.out_of_sight).map(String::as_str)
    }

    /// The files that quote a fact, by path.
    #[must_use]
    pub fn files_quoting(&self, fact: &str) -> BTreeSet<&SitePath> {
        self.quotes().filter(|(_, quote)| quote.name == fact).map(|(path, _)| path).collect()
    }
}
