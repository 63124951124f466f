//! A draft tried on the whole site, then written and shown.

use std::collections::BTreeMap;

use crate::checks::PROMISES;
use crate::diag::{Diagnostic, Severity};
use crate::engine::{Build, Engine, Inputs, Settings};
use crate::host;
use crate::kinds::Audience;
use crate::source::Snapshot;

use super::super::new::everything;
use super::super::{Failure, Format, Outcome, report};
use super::{Desk, Draft, Proposal, Saying, overlay, preview};

/// The finding about two updates of the same second.
const UPDATE_ORDER: &str = "update-order";

impl Desk<'_> {
    /// Writes a draft, if the site has nothing against it, and prints what everyone will read and what to type next.
    ///
    /// # Errors
    /// When the file has changed meanwhile, or the system refuses.
    pub fn finish(&self, proposal: &Proposal, saying: &Saying) -> Result<Outcome, Failure> {
        let draft = &proposal.draft;
        let Some(tried) = self.accepted(draft)? else { return Ok(Outcome::Findings) };
        if !saying.dry_run {
            let (root, path) = (&self.project.root, draft.path.as_str());
            match draft.before {
                Some(before) => host::write::replace(root, path, before, draft.text.as_bytes())?,
                None => host::write::create(root, path, draft.text.as_bytes())?,
            }
        }
        match self.options.format {
            Format::Human | Format::Csv => {
                report::out(&self.told(proposal, &tried, saying))?;
                let about = tried.build.findings.iter().filter(|one| one.place.path == draft.path.as_str());
                report::findings(&about.cloned().collect::<Vec<_>>(), self.options, &tried.snapshot)?;
            }
            Format::Json => report::out(&format!("{}\n", preview::json(&tried.build, draft, saying)))?,
        }
        if tried.old_errors > 0 {
            let said = match tried.old_errors {
                1 => "an error that was there before still stands".to_owned(),
                count => format!("{count} errors that were there before still stand"),
            };
            report::say(self.options, &format!("{said}; `firstline check` shows all"));
        }
        Ok(Outcome::Clean)
    }

    /// The site with a draft in it; nothing where that is refused, which is then printed.
    pub(super) fn accepted(&self, draft: &Draft) -> Result<Option<Tried>, Failure> {
        let mut tried = self.tried(draft)?;
        let bad: Vec<&Diagnostic> = tried.build.findings.iter().filter(|one| self.is_bad(one)).collect();
        if bad.is_empty() {
            return Ok(Some(tried));
        }
        let before = self.built(self.snapshot().clone(), tried.settings.clone())?.findings;
        let (new, old) = (new_ones(&bad, &before), bad.len());
        if new.is_empty() {
            tried.old_errors = old;
            return Ok(Some(tried));
        }
        let refused: Vec<Diagnostic> = new.into_iter().map(|one| self.explained(one)).collect();
        report::findings(&refused, self.options, &tried.snapshot)?;
        let file = draft.before.map_or_else(|| "the project".to_owned(), |_| draft.path.to_string());
        report::say(self.options, &format!("nothing was written: {file} stays as it is"));
        Ok(None)
    }

    /// Whether a finding may stand in the way. A promise that is overdue stands in nobody's way.
    fn is_bad(&self, finding: &Diagnostic) -> bool {
        let is_bad = match finding.severity {
            Severity::Error => true,
            Severity::Warning => self.options.strict,
            Severity::Note => false,
        };
        is_bad && !PROMISES.contains(&finding.code)
    }

    /// A finding with the remedy that fits here: where the settings hold the clock, no later second comes by itself.
    fn explained(&self, finding: &Diagnostic) -> Diagnostic {
        let held = self.site().config.as_of.filter(|_| self.options.as_of.is_none());
        match held.filter(|_| finding.code.0 == UPDATE_ORDER) {
            Some(now) => finding.clone().help(format!(
                "`as_of` in firstline.yaml holds the clock at {}: give the time with --as-of, or take that line away",
                now.rfc3339_in(self.zone())
            )),
            None => finding.clone(),
        }
    }

    fn told(&self, proposal: &Proposal, tried: &Tried, saying: &Saying) -> String {
        let draft = &proposal.draft;
        let path = &draft.path;
        let done = match (saying.dry_run, draft.before) {
            (true, Some(_)) => format!("{path} would change; nothing was written\n"),
            (true, None) => format!("{path} would be new; nothing was written\n"),
            (false, Some(_)) => format!("{path} is changed\n"),
            (false, None) => format!("{path} is new\n"),
        };
        if self.options.quiet {
            return if saying.dry_run { String::new() } else { format!("{path}\n") };
        }
        let text = preview::text(&tried.build, draft, tried.settings.audience);
        let next: String = proposal.next.iter().map(|line| format!("  {line}\n")).collect();
        let summary = self.kept_summary(draft, saying).unwrap_or_default();
        format!("{done}\n{text}\n{summary}Next:\n{next}")
    }

    /// A reminder of the summary that stays as it was: lists and feeds show it, and it may no longer be so.
    fn kept_summary(&self, draft: &Draft, saying: &Saying) -> Option<String> {
        let page = self.site().page(self.site().page_at(&draft.path)?);
        let summary = page.entry.basics.summary.as_ref().filter(|_| saying.summary.is_none())?;
        Some(format!("Its summary stays as it was (--summary changes it):\n{}\n", preview::wrapped(summary)))
    }

    /// The site with the draft in it: as the public sees it, or with all there is in it if that does not see the page.
    fn tried(&self, draft: &Draft) -> Result<Tried, Failure> {
        let snapshot = overlay::with_file(self.snapshot(), &draft.path, draft.text.as_bytes());
        let settings = Settings { audience: Audience::Public, drafts: false, ..self.options.settings() };
        let build = self.built(snapshot.clone(), settings.clone())?;
        if build.plan.site().page_at(&draft.path).is_some() {
            return Ok(Tried { build, settings, snapshot, old_errors: 0 });
        }
        let settings = everything(self.options).settings();
        let build = self.built(snapshot.clone(), settings.clone())?;
        Ok(Tried { build, settings, snapshot, old_errors: 0 })
    }

    /// The site of other files or for other readers.
    pub(super) fn built(&self, snapshot: Snapshot, settings: Settings) -> Result<Build, Failure> {
        let inputs = Inputs { snapshot, settings, ..self.project.inputs.clone() };
        Ok(Engine::default().build(&inputs)?)
    }
}

/// The site that a draft would make.
pub(super) struct Tried {
    build: Build,
    /// With everything in it, where the public does not see the page.
    settings: Settings,
    snapshot: Snapshot,
    /// Errors in it that were there without the draft.
    old_errors: usize,
}

/// Findings that `before` does not have as often. Lines do not count: what is added moves them.
fn new_ones<'a>(after: &[&'a Diagnostic], before: &[Diagnostic]) -> Vec<&'a Diagnostic> {
    let mut known: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
    for finding in before {
        *known.entry(key(finding)).or_default() += 1;
    }
    let mut new = Vec::new();
    for finding in after {
        match known.get_mut(&key(finding)).filter(|count| **count > 0) {
            Some(count) => *count -= 1,
            None => new.push(*finding),
        }
    }
    new
}

fn key(finding: &Diagnostic) -> (&str, &str, &str) {
    (finding.code.0, &finding.message, &finding.place.path)
}
