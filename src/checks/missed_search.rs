//! # missed-search
//!
//! A search in `content/searches.yaml` does not find the page that it has to find among the first results. Somebody wrote
//! that down because customers search so: now they do not find the answer, and call.
//!
//! ```yaml
//! - query: how do I get my money back
//!   finds: KB-1501
//!   within: 3
//! ```
//!
//! Give the page the words of the search: in its `aliases`, in its title or its summary. Where two words mean the same
//! in many articles, put them into `content/synonyms.yaml`. Where one search has one answer, whatever else is written,
//! pin it: `answers_query` in the front matter of the page. A page that does not exist is a `broken-link`.

use crate::diag::{Code, Diagnostic, Severity};
use crate::kinds::ExpectedSearch;
use crate::site::{Broken, PageId, Resolved, Site};
use crate::source::Snapshot;
use crate::yaml::Placed;

use super::broken_link::LINK;
use super::{Raised, Report};

const MISSED_SEARCH: Code = Code("missed-search");

/// The findings about searches that name a page which is not there.
#[must_use]
pub fn lost_searches(site: &Site, searches: &[ExpectedSearch], snapshot: &Snapshot) -> Vec<Diagnostic> {
    let mut report = Report::default();
    for search in searches {
        for name in &search.finds {
            let Err(broken) = page(site, search, name) else { continue };
            let help = broken.and_then(|broken| site.suggest(&search.path, name, &broken));
            let message = format!("`{}` is not a page of this site", name.value);
            let (span, severity) = (Some(name.span.clone()), Severity::Error);
            report.add(&search.path, Raised { code: LINK, severity, span, message, help, is_early: false });
        }
    }
    report.into_diagnostics(&site.config.checks, snapshot)
}

/// Gives the addresses of the results for a query in a language, best first.
pub type Ask<'a, E> = dyn FnMut(&str, &str) -> Result<Vec<String>, E> + 'a;

/// The findings about searches that miss their page; `ask` makes the searches.
///
/// # Errors
/// That of `ask`.
pub fn missed_searches<E>(
    site: &Site,
    searches: &[ExpectedSearch],
    snapshot: &Snapshot,
    ask: &mut Ask<'_, E>,
) -> Result<Vec<Diagnostic>, E> {
    let mut report = Report::default();
    for search in searches {
        let wanted: Vec<PageId> = search.finds.iter().filter_map(|name| page(site, search, name).ok()).collect();
        let Some(first) = wanted.first() else { continue };
        let found = ask(&search.query, &site.page(*first).language)?;
        let rank = found.iter().position(|url| site.page_by_url(url).is_some_and(|page| wanted.contains(&page)));
        if rank.is_none_or(|rank| rank >= search.within) {
            report.add(&search.path, missed(site, search, *first, rank, found.first()));
        }
    }
    Ok(report.into_diagnostics(&site.config.checks, snapshot))
}

/// The page that a name stands for, or why there is none.
fn page(site: &Site, search: &ExpectedSearch, name: &Placed<String>) -> Result<PageId, Option<Broken>> {
    match site.resolve(&search.path, name) {
        Resolved::Here(url) => site.page_by_url(url.split('#').next().unwrap_or_default()).ok_or(None),
        Resolved::Broken(broken) => Err(Some(broken)),
        _ => Err(None),
    }
}

fn missed(site: &Site, search: &ExpectedSearch, wanted: PageId, rank: Option<usize>, first: Option<&String>) -> Raised {
    let (query, within) = (&search.query.value, search.within);
    let title = |id: PageId| &site.page(id).title;
    let among = if within == 1 { "not first".to_owned() } else { format!("not among the first {within}") };
    let stands = match rank {
        Some(rank) => format!("“{}” comes as number {}, {among}", title(wanted), rank + 1),
        None => format!("“{}” is not found", title(wanted)),
    };
    let instead = match first.and_then(|url| site.page_by_url(url)) {
        Some(first) => format!("; first is “{}”", title(first)),
        None => "; nothing is".to_owned(),
    };
    let message = format!("searching for `{query}`: {stands}{instead}");
    let path = &site.page(wanted).entry.path;
    let help = format!(
        "give {path} the words of the search in `aliases`, or pin it there with `answers_query`; `firstline search \
         \"{query}\" --explain` shows the reasons"
    );
    let span = Some(search.query.span.clone());
    Raised { code: MISSED_SEARCH, severity: Severity::Warning, span, message, help: Some(help), is_early: false }
}
