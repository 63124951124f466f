//! # incident-removed
//!
//! The last published site had an incident or maintenance that this one does not have. Whoever was hit by it, or has the
//! address, finds nothing; and whoever notices wonders what else was removed.
//!
//! Put it back. If its file was renamed, name the old address in `old_paths`. If it has to go (published by mistake, a duplicate), list it in `content/status/withdrawn.yaml` with the
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
//! Both compare with `record.json` of the site in the output folder, or with the file named with `--published`. What
//! was once published stays in the record until a correction, a withdrawal or the old text settles it. While an incident
//! goes on, a new update may tell that it began earlier or is worse than was said. A page that moved names its old address
//! in `old_paths`.

use crate::diag::Code;
use crate::kinds::{Correction, Front};
use crate::site::{Difference, Page, Site};
use crate::source::SitePath;

use super::{Raised, Report};

pub(super) const REMOVED: Code = Code("incident-removed");
pub(super) const REWRITTEN: Code = Code("history-rewritten");

pub(super) const CODES: &[Code] = &[REMOVED, REWRITTEN];

/// Where what was taken back is listed.
const WITHDRAWN: &str = "content/status/withdrawn.yaml";

pub(super) fn run(site: &Site, report: &mut Report) {
    for difference in site.differences() {
        match difference.page.map(|page| site.page(page)) {
            Some(page) => report.add(&page.entry.path, rewritten(page, difference)),
            None => removed(difference, report),
        }
    }
}

fn removed(difference: Difference, report: &mut Report) {
    let Some(path) = SitePath::new(WITHDRAWN) else { return };
    let name = difference.url.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let help = format!(
        "put it back; or name its address in `old_paths` of the page it is now, or add `- page: {name}` with `at:` and \
         `reason:` to {path}"
    );
    report.add(&path, Raised { span: None, ..Raised::weighable(REMOVED, &(0..0), difference.what) }.help(help));
}

fn rewritten(page: &Page, difference: Difference) -> Raised {
    let corrections: &[Correction] = match &page.entry.front {
        Front::Incident(incident) => &incident.corrections,
        Front::Maintenance(maintenance) => &maintenance.corrections,
        _ => &[],
    };
    let last = corrections.last().and_then(|correction| correction.at.as_ref()).map(|at| at.span.clone());
    let help = "publish a new update instead, or say what was changed and why in `corrections`";
    Raised { span: last, ..Raised::weighable(REWRITTEN, &(0..0), difference.what) }.help(help)
}
