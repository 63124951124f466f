//! # duplicate-url, unusable-name
//!
//! Two files would be published at the same address, or at addresses that differ only in case or in how an accent is
//! encoded; many file systems and readers can't tell those apart. The first, in the order of their paths, is published,
//! the other left out. Firstline's own pages (`/search/`, `/contact/`, ...) come before all others.
//!
//! `unusable-name`: the name of a file or folder has no letter and no digit, so it gives no address.

use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::site::{Conflict, Site};
use crate::source::SitePath;

use super::{Raised, Report};

const DUPLICATE_URL: Code = Code("duplicate-url");
const UNUSABLE_NAME: Code = Code("unusable-name");

pub(super) const CODES: &[Code] = &[DUPLICATE_URL, UNUSABLE_NAME];

pub(super) fn run(site: &Site, report: &mut Report) {
    for conflict in site.conflicts() {
        let (code, message, help) = describe(conflict);
        let raised = Raised {
            code,
            severity: Severity::Error,
            span: None,
            message,
            help: Some(help.to_owned()),
            is_early: false,
        };
        report.add(&conflict.path, raised);
    }
}

/// The finding for a picture or download whose address is taken: by another file, or by one of Firstline's own.
#[must_use]
pub fn taken(path: &SitePath, url: &str, owner: Option<&SitePath>) -> Diagnostic {
    let owner =
        owner.map_or_else(|| "is one of Firstline's own files".to_owned(), |owner| format!("belongs to {owner}"));
    let message = format!("the address /{url} {owner}, so this file is left out");
    Diagnostic::error(DUPLICATE_URL, Place::file(path), message).help("rename this file")
}

/// The finding for a picture or download whose name gives no address.
#[must_use]
pub fn nameless(path: &SitePath) -> Diagnostic {
    let message = "this name has no letter or digit to make an address of, so the file is left out";
    Diagnostic::error(UNUSABLE_NAME, Place::file(path), message).help("rename the file")
}

fn describe(conflict: &Conflict) -> (Code, String, &'static str) {
    let owner = match &conflict.taken_by {
        Some(path) => format!("belongs to {path}"),
        None if conflict.url.is_empty() => {
            let message = "this name has no letter or digit to make an address of, so the page is left out";
            return (UNUSABLE_NAME, message.to_owned(), "rename the file or its folder");
        }
        None => "is one of Firstline's own pages".to_owned(),
    };
    let message = format!("the address /{} {owner}, so this page is left out", conflict.url);
    (DUPLICATE_URL, message, "rename this file, or merge the two")
}
