//! # duplicate-pin
//!
//! Two pages say in `answers_query` that they answer the same search first. Only one can: which of them comes first is
//! then decided by everything else, and may change with the next edit of either.
//!
//! Take the search away from one of the two. Searches are the same if they have the same words, whatever their order and
//! their endings: `refund a sale` and `refunding sales`. Pages in different languages do not compete.

use std::collections::BTreeMap;

use firstline_search::language::Language;
use firstline_search::plan;

use crate::diag::{Code, Severity};
use crate::site::{Page, Site};
use crate::yaml::Placed;

use super::{Raised, Report};

const DUPLICATE_PIN: Code = Code("duplicate-pin");

pub(super) const CODES: &[Code] = &[DUPLICATE_PIN];

/// A page and a search that it answers first.
type Pin<'a> = (&'a Page, &'a Placed<String>);

pub(super) fn run(site: &Site, report: &mut Report) {
    let mut languages: BTreeMap<&str, Language> = BTreeMap::new();
    let mut pins: BTreeMap<(&str, String), Vec<Pin<'_>>> = BTreeMap::new();
    for page in site.pages() {
        for query in &page.entry.basics.answers_query {
            let language = languages.entry(&page.language).or_insert_with(|| Language::of(&page.language));
            pins.entry((&page.language, plan::key(query, language))).or_default().push((page, query));
        }
    }
    for pinned in pins.values() {
        for (page, query) in pinned {
            let Some((other, _)) = pinned.iter().find(|(other, _)| other.url != page.url) else { continue };
            let message = format!("`{}` is answered first by {} too", query.value, other.entry.path);
            let help = Some("leave this search to one of the two".to_owned());
            let span = Some(query.span.clone());
            let raised =
                Raised { code: DUPLICATE_PIN, severity: Severity::Warning, span, message, help, is_early: false };
            report.add(&page.entry.path, raised);
        }
    }
}
