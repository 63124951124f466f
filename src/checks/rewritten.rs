//! # incident-removed
//!
//! The last published site had an incident or maintenance that this one does not have. Whoever was hit by it, or has the
//! address, finds nothing; and whoever notices wonders what else was removed.
//!
//! Put it back. If it has to go (published by mistake, a duplicate), list it in `content/status/withdrawn.yaml` with the
//! reason: the history then says so.
//!
//! # history-rewritten
//!
//! An update was published and has been changed or removed since, or the beginning, the end or the impact of an incident
//! is another than was published. What customers were told is what they were told.
//!
//! Publish a new update instead. Where the old one has to be changed, say what and why in `corrections`:
//!
//! ```yaml
//! corrections:
//!   - at: 2026-11-21T09:00:00Z
//!     note: The first update named the wrong region. It was the northern one.
//! ```
//!
//! Both compare with `status/record.json` of the site in the output folder, or of the file named with `--published`.

use crate::diag::Code;
use crate::kinds::{Correction, Front};
use crate::site::{Page, PageRecord, Record, Site};
use crate::source::SitePath;

use super::{Raised, Report};

pub(super) const REMOVED: Code = Code("incident-removed");
pub(super) const REWRITTEN: Code = Code("history-rewritten");

pub(super) fn run(site: &Site, published: &Record, report: &mut Report) {
    if !published.is_for(site.audience) {
        return;
    }
    let now = Record::of(site);
    for (url, before) in &published.pages {
        let page = site.page_by_url(url).map(|id| site.page(id));
        match (page, now.pages.get(url)) {
            (Some(page), Some(after)) => {
                if let Some(message) = changed(before, after).filter(|_| after.corrections <= before.corrections) {
                    report.add(&page.entry.path, rewritten(page, message));
                }
            }
            _ => removed(site, url, report),
        }
    }
}

fn removed(site: &Site, url: &str, report: &mut Report) {
    let name = url.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    if site.withdrawn.iter().any(|withdrawn| withdrawn.page.value == name) {
        return;
    }
    let Some(path) = SitePath::new("content/status/withdrawn.yaml") else { return };
    let message = format!("/{url} was published and is gone");
    let help = format!("put it back, or add `- page: {name}` with `at:` and `reason:` to {path}");
    report.add(&path, Raised { span: None, ..Raised::weighable(REMOVED, &(0..0), message) }.help(help));
}

/// What is told otherwise than it was, in words.
fn changed(before: &PageRecord, after: &PageRecord) -> Option<String> {
    let gone = before.updates.iter().find(|update| !after.updates.iter().any(|now| now.at == update.at));
    if let Some(update) = gone {
        return Some(format!("the update of {} was published and is gone", update.at));
    }
    let other = before
        .updates
        .iter()
        .find(|update| after.updates.iter().any(|now| now.at == update.at && now.hash != update.hash));
    if let Some(update) = other {
        return Some(format!("the update of {} says something else than was published", update.at));
    }
    let says_more = after.updates.len() > before.updates.len();
    if before.impact.is_empty() {
        let is_moved = before.starts != after.starts || before.ends != after.ends;
        return (is_moved && !says_more).then(|| "the plan was changed without an update that says so".to_owned());
    }
    if before.starts != after.starts {
        return Some(format!("it was published that it began at {}", before.starts));
    }
    let was_over = !before.ends.is_empty() && !reopened(before, after);
    if was_over && before.ends != after.ends {
        return Some(format!("it was published that it was over at {}", before.ends));
    }
    let is_changed = before.impact != after.impact && (was_over || !says_more);
    is_changed.then(|| format!("it was published with the impact `{}`", before.impact))
}

/// Whether an update after the published end says that it was none.
fn reopened(before: &PageRecord, after: &PageRecord) -> bool {
    after.updates.len() > before.updates.len()
}

fn rewritten(page: &Page, message: String) -> Raised {
    let corrections: &[Correction] = match &page.entry.front {
        Front::Incident(incident) => &incident.corrections,
        Front::Maintenance(maintenance) => &maintenance.corrections,
        _ => &[],
    };
    let last = corrections.last().and_then(|correction| correction.at.as_ref()).map(|at| at.span.clone());
    let help = "publish a new update instead, or say what was changed and why in `corrections`";
    Raised { span: last, ..Raised::weighable(REWRITTEN, &(0..0), message) }.help(help)
}
