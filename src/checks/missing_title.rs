//! # missing-title
//!
//! A page's front matter has no `title`. The title is what customers see first, in lists and in search results, and
//! words in it count most when they search. Until there is one, the first heading stands in, else the file's name.

use crate::diag::{Code, Severity};
use crate::kinds::Kind;
use crate::site::Site;

use super::{Raised, Report};

const MISSING_TITLE: Code = Code("missing-title");

pub(super) const CODES: &[Code] = &[MISSING_TITLE];

pub(super) fn run(site: &Site, report: &mut Report) {
    for page in site.pages().iter().filter(|page| page.entry.basics.title.is_none()) {
        let has_heading = page.entry.outline.headings.iter().any(|heading| !heading.text.trim().is_empty());
        let severity = if has_heading || page.entry.kind == Kind::Topic { Severity::Warning } else { Severity::Error };
        let message = format!("this page has no title; it is called “{}” for now", page.title);
        let help = "add `title: …` to its front matter, between two lines of `---`".to_owned();
        report.add(
            &page.entry.path,
            Raised { code: MISSING_TITLE, severity, span: None, message, help: Some(help), is_early: false },
        );
    }
}
