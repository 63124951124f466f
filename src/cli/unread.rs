//! Incidents and maintenance that the site lacks because their files can't be read. Of every other page it is better to go
//! on with the rest; without one of these, the rest may say that nothing is wrong.

use crate::diag::{Diagnostic, Severity};
use crate::engine::Build;
use crate::kinds::{self, Kind};
use crate::source::SitePath;

/// Where files of both kinds lie, seen from a folder above them or from the folder itself.
const WITHIN: [&str; 3] = ["/page.md", "/incidents/page.md", "/maintenance/page.md"];

/// The first error of each file of this kind that the site lacks, or of a folder that would hold such files.
pub(super) fn reports(kind: Kind, build: &Build) -> Vec<&Diagnostic> {
    let is_missing = |finding: &&Diagnostic| {
        let Some(path) = SitePath::new(&finding.place.path) else { return false };
        holds(&path, kind) && build.plan.site().page_at(&path).is_none()
    };
    let errors = build.findings.iter().filter(|finding| finding.severity == Severity::Error);
    let mut first: Vec<&Diagnostic> = errors.filter(is_missing).collect();
    first.dedup_by(|one, other| one.place.path == other.place.path);
    first
}

/// Whether something of this kind is in the file at `path`, or in the folder if it is one.
fn holds(path: &SitePath, kind: Kind) -> bool {
    let is_of_kind = |path: &SitePath| kinds::locate(path).is_some_and(|location| location.kind == Some(kind));
    match path.extension().as_str() {
        "md" => is_of_kind(path),
        "" => WITHIN.iter().any(|below| SitePath::new(&format!("{path}{below}")).is_some_and(|page| is_of_kind(&page))),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_not_read_may_hold_an_incident() {
        let holds = |path: &str, kind| holds(&SitePath::new(path).unwrap(), kind);
        for path in [
            "content/status",
            "content/status/incidents",
            "content/internal/status",
            "content/status/incidents/2026",
            "content/status/incidents/cards.md",
        ] {
            assert!(holds(path, Kind::Incident), "{path}");
        }
        assert!(holds("content/status", Kind::Maintenance) && !holds("content/status/incidents", Kind::Maintenance));
        for path in ["content/articles", "content/status/incidents/queue.png", "content/articles/a.md", "theme"] {
            assert!(!holds(path, Kind::Incident), "{path}");
        }
    }
}
