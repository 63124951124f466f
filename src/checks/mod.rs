//! What can be wrong with a site whose files all parse. One file for each finding; its doc comment is its manual page.
//!
//! A check reads the model and reports; it changes nothing and stops nothing.

mod broken_link;
mod duplicate_id;
mod duplicate_pin;
mod duplicate_url;
mod missed_search;
mod missing_title;
mod odd_text;
mod unpublishable_file;
mod unreadable_file;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diag::{self, Code, Diagnostic, Place, Severity};
use crate::site::Site;
use crate::source::{SitePath, Snapshot, SourceText};

pub use duplicate_url::{nameless, taken};
pub use missed_search::{Ask, lost_searches, missed_searches};
pub use unpublishable_file::{Refused, refused};
pub use unreadable_file::rejected;

/// One check.
pub struct Check {
    /// The findings it reports.
    pub codes: &'static [Code],
    run: fn(&Site, &mut Report),
}

/// Every check of the whole site.
pub const CHECKS: &[Check] = &[
    Check { codes: broken_link::CODES, run: broken_link::run },
    Check { codes: duplicate_id::CODES, run: duplicate_id::run },
    Check { codes: duplicate_pin::CODES, run: duplicate_pin::run },
    Check { codes: duplicate_url::CODES, run: duplicate_url::run },
    Check { codes: missing_title::CODES, run: missing_title::run },
    Check { codes: odd_text::CODES, run: odd_text::run },
];

/// Runs every check.
#[must_use]
pub fn run(site: &Site, snapshot: &Snapshot) -> Vec<Diagnostic> {
    let mut report = Report::default();
    for check in CHECKS {
        (check.run)(site, &mut report);
    }
    report.into_diagnostics(snapshot)
}

/// What checks found, by file. Places are worked out at the end, so that only files with findings are read again.
#[derive(Debug, Default)]
pub struct Report(BTreeMap<SitePath, Vec<Raised>>);

/// A finding whose line and column are not worked out yet.
#[derive(Debug)]
struct Raised {
    code: Code,
    severity: Severity,
    /// The bytes concerned; nothing for a file as a whole.
    span: Option<Range<usize>>,
    message: String,
    help: Option<String>,
}

impl Report {
    fn add(&mut self, path: &SitePath, raised: Raised) {
        self.0.entry(path.clone()).or_default().push(raised);
    }

    fn into_diagnostics(self, snapshot: &Snapshot) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        for (path, raised) in self.0 {
            let bytes = snapshot.read(&path).ok();
            let source = bytes.and_then(|bytes| SourceText::decode(path.clone(), &bytes).ok());
            let located = raised.into_iter().map(|raised| {
                let place = match (&source, raised.span) {
                    (Some(source), Some(span)) => Place::span(source, span),
                    _ => Place::file(&path),
                };
                Diagnostic::new(raised.severity, raised.code, place, raised.message).help_if(raised.help)
            });
            let mut located = located.collect();
            diag::limit(&mut located);
            findings.append(&mut located);
        }
        findings
    }
}
