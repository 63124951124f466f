//! # sla-changed
//!
//! A version of the SLA that has begun says something else than when it was first published in force: a plan, a severity, a
//! target, an uptime, the credits, the exclusions, the claim, what is out of scope, or the day on which it begins. While it
//! holds, the usual week of the calendars in which its targets count belongs to it; holidays do not. Or it goes by another
//! `version`, or is gone, and no later version has taken its place. Whoever relied on it can't tell any more what was
//! promised; and a claim is judged by the version of its day.
//!
//! Put the old words back, and the old hours in `content/contact/calendars.yaml`. Write what is to hold from now on
//! as a version of its own: a new file with another `version` and the day from which it holds in `effective`. The
//! page then shows what differs.
//!
//! ```yaml
//! version: 2026-2
//! effective: 2026-12-01
//! ```
//!
//! This compares with `record.json` of the last published site, in which each version stays as it was first published in
//! force, so the finding does not go away by building again. A new version takes the place of another from the day of the
//! last publication on at the earliest; the hours of a calendar change on the day on which a new version begins. The text
//! below the front matter is not compared, and a version may be changed as you like until it begins.
//!
//! # duplicate-version
//!
//! Two files of the SLA have the same `version`, so nobody can say which is meant: in a claim, in what has changed since,
//! or in the record of what was published. Give each a name of its own; they are mostly a year and a number.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::config;
use crate::diag::Code;
use crate::kinds::Sla;
use crate::site::{GoneSla, Site, SlaChange};
use crate::yaml::Placed;

use super::{Raised, Report};

pub(super) const CHANGED: Code = Code("sla-changed");

const TWICE: Code = Code("duplicate-version");

pub(super) const CODES: &[Code] = &[CHANGED, TWICE];

/// How many changes a message names.
const NAMED: usize = 3;

const OLD_WORDS: &str =
    "put the old words back, and write the new ones as a version of their own, with its own `effective`";

const OLD_HOURS: &str =
    "put the old hours back in content/contact/calendars.yaml, and change them when a new version begins";

pub(super) fn run(site: &Site, report: &mut Report) {
    site.changed_slas().into_iter().for_each(|change| report.add(&change.page.entry.path, raise(&change)));
    for gone in site.gone_slas() {
        // Where nothing is left that could say it, the settings do.
        let page = gone.renamed.or_else(|| site.slas().into_iter().next()).map(|(page, _)| &page.entry.path);
        report.add(&page.cloned().unwrap_or_else(config::path), missing(&gone));
    }
    let mut seen = BTreeSet::new();
    // The oldest keeps its name: people know it by that.
    for (page, sla) in site.slas().into_iter().rev() {
        let again = sla.version.as_ref().filter(|version| !seen.insert(version.value.as_str()));
        again.into_iter().for_each(|version| report.add(&page.entry.path, twice(version)));
    }
}

fn twice(version: &Placed<String>) -> Raised {
    let message = format!("an older file of the SLA is version `{}` too", version.value);
    Raised::error(TWICE, &version.span, message).help("give each version a name of its own, such as 2026-2")
}

fn missing(gone: &GoneSla<'_>) -> Raised {
    let name = gone.name;
    let (message, help) = match gone.renamed {
        Some(_) => (
            format!("this version was published in force as `{name}`"),
            format!("call it `{name}` again, and write what is to hold from now on as a version of its own"),
        ),
        None => (
            format!("version `{name}` was published in force, and is gone"),
            "put its file back: it holds until a later version begins".to_owned(),
        ),
    };
    let span = gone.renamed.and_then(|(_, sla)| version(sla));
    Raised { span, ..Raised::weighable(CHANGED, &Range::default(), message) }.help(help)
}

fn raise(change: &SlaChange<'_>) -> Raised {
    let named = change.what.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = match change.what.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = format!("this version was published in force with something else: {named}{more}");
    let help = match (change.is_of_words(), change.is_of_hours()) {
        (true, true) => format!("{OLD_WORDS}; {OLD_HOURS}"),
        (false, true) => OLD_HOURS.to_owned(),
        _ => OLD_WORDS.to_owned(),
    };
    Raised { span: version(change.sla), ..Raised::weighable(CHANGED, &Range::default(), message) }.help(help)
}

/// Where the version says which it is.
fn version(sla: &Sla) -> Option<Range<usize>> {
    let version = sla.version.as_ref().map(|version| version.span.clone());
    version.or_else(|| sla.effective.as_ref().map(|effective| effective.span.clone()))
}
