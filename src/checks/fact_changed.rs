//! # fact-changed
//!
//! A fact is another than when the site was last published. That is no mistake: it is a list of every page that the
//! change touches, to be read once more before it goes out. A sentence that was right around "24 hours" may be wrong
//! around "12 hours", and a promise that becomes shorter has to be one that can be kept.
//!
//! The note goes away with the next publication. What was published is read from `record.json` of the site that
//! is in the output folder, or of the one that `--published` names.

use crate::diag::Code;
use crate::kinds::Fact;
use crate::site::Site;

use super::{Raised, Report};

pub(super) const CHANGED: Code = Code("fact-changed");

pub(super) const CODES: &[Code] = &[CHANGED];

/// Most pages that are named; a fact on every page is named for the first, and counted.
const NAMED: usize = 20;

pub(super) fn run(site: &Site, report: &mut Report) {
    for fact in site.facts.iter() {
        if let Some(before) = site.published_fact(&fact.name.value).filter(|before| *before != fact.value) {
            report.add(&fact.path, changed(site, fact, before));
        }
    }
}

fn changed(site: &Site, fact: &Fact, before: &str) -> Raised {
    let (name, files) = (&fact.name.value, site.files_quoting(&fact.name.value));
    let message = format!("`{name}` was {before} when the site was last published and is {} now", fact.value);
    let mut named: Vec<&str> = files.iter().take(NAMED).map(|path| path.as_str()).collect();
    let more = format!("{} more", files.len().saturating_sub(NAMED));
    if files.len() > NAMED {
        named.push(&more);
    }
    let help = match files.len() {
        0 => "nothing quotes it".to_owned(),
        1 => format!("quoted in {}", named.join("")),
        count => format!("quoted in {count} files: {}", named.join(", ")),
    };
    Raised::weighable(CHANGED, &fact.name.span, message).help(help)
}
