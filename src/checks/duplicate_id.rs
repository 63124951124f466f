//! # duplicate-id
//!
//! Two pages have the same `id`. An id is read out on the phone and written on paper, so it has to mean one page for
//! ever; links by that id lead to the first of them, in the order of their paths. Translations of a page have its id.

use crate::diag::{Code, Severity};
use crate::site::Site;

use super::{Raised, Report};

const DUPLICATE_ID: Code = Code("duplicate-id");

pub(super) const CODES: &[Code] = &[DUPLICATE_ID];

pub(super) fn run(site: &Site, report: &mut Report) {
    for (page_id, page) in site.numbered_pages() {
        let Some(id) = &page.entry.basics.id else { continue };
        let Some(first) = site.page_by_id(id).filter(|first| *first != page_id) else { continue };
        let first = site.page(first);
        if site.versions(&page.url, &page.language).iter().any(|(_, url)| *url == first.url) {
            continue;
        }
        let other = &first.entry.path;
        let message = format!("the id `{}` belongs to {other} already", id.value);
        let help = Some("give this page an id of its own".to_owned());
        let span = Some(id.span.clone());
        report.add(
            &page.entry.path,
            Raised { code: DUPLICATE_ID, severity: Severity::Error, span, message, help, is_early: false },
        );
    }
}
