//! Writing in a hurry: what `firstline incident` and `firstline maintenance` share.
//!
//! A command says what a file shall say. It is tried on the whole site in memory first; if the checks have nothing against
//! it, the file is written and whoever typed reads what the public will read. Nothing is written otherwise.

pub mod find;
pub mod overlay;
mod preview;
mod saying;
pub mod times;
pub mod words;

use jiff::tz::TimeZone;

use crate::checks::PROMISES;
use crate::diag::{Diagnostic, Severity};
use crate::engine::{Build, Engine, Inputs, Settings};
use crate::host;
use crate::kinds::{Audience, Front, Incident, Maintenance};
use crate::markdown::{self, Staff};
use crate::site::{Page, PageId, Site};
use crate::source::{ContentHash, SitePath, Snapshot, SourceText};
use crate::time::Moment;
use crate::yaml::edit::{FrontMatter, Unclear};

use super::new::{everything, file_name, one_line, refuse_taken_id};
use super::project::Project;
use super::timings::Timings;
use super::{Failure, Format, Outcome, ProjectOptions, project, report};

pub use saying::{Naming, Saying, tidied, typed};

/// A project in which something is to be written now.
#[derive(Debug)]
pub struct Desk<'o> {
    options: &'o ProjectOptions,
    project: Project,
    /// The site with all there is in it, drafts and internal pages too.
    build: Build,
}

/// A file as it shall be.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Where it lies.
    pub path: SitePath,
    /// All of it.
    pub text: String,
    /// What it was; nothing for a new file.
    pub before: Option<ContentHash>,
}

impl<'o> Desk<'o> {
    /// Opens the project.
    ///
    /// # Errors
    /// When there is none, or it can't be read.
    pub fn open(options: &'o ProjectOptions) -> Result<Self, Failure> {
        let all = everything(options);
        let (project, build) = project::build_after(&all, None, &mut Timings::start())?;
        Ok(Self { options, project, build })
    }

    /// The site with all there is in it.
    #[must_use]
    pub fn site(&self) -> &Site {
        self.build.plan.site()
    }

    /// What "now" is, to the second.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.site().now.plus(0)
    }

    /// The zone of times without an offset.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.site().config.time_zone
    }

    /// The project's files.
    #[must_use]
    pub fn snapshot(&self) -> &Snapshot {
        &self.project.inputs.snapshot
    }

    /// Where a new file goes: by its slug, else by the day and its title.
    ///
    /// # Errors
    /// When the title or the slug makes no name, or the file or the id is there already.
    pub fn place(&self, folder: &str, title: &str, day: Moment, naming: &Naming) -> Result<SitePath, Failure> {
        let name = match &naming.slug {
            Some(slug) => file_name(slug.trim_end_matches(".md"), None)?,
            None => format!("{}-{}", day.date(self.zone()), file_name(&one_line(title), naming.id.as_deref())?),
        };
        file_name(title, naming.id.as_deref())?;
        refuse_taken_id(naming.id.as_deref(), self.site())?;
        let path = SitePath::new(&format!("{folder}/{name}.md")).ok_or_else(|| {
            Failure::new(format!("`{name}` can't be the name of a file\nhelp: choose another --slug"))
        })?;
        if self.snapshot().get(&path).is_some() || self.project.root.join(path.as_str()).symlink_metadata().is_ok() {
            let help = "add to it with `update`, or choose another name with --slug";
            return Err(Failure::new(format!("{path} exists already\nhelp: {help}")));
        }
        Ok(path)
    }

    /// The file of a page, to be changed, and its text.
    ///
    /// # Errors
    /// When it can't be read, or has no front matter.
    pub fn sheet(&self, id: PageId) -> Result<(FrontMatter, SourceText), Failure> {
        let path = &self.site().page(id).entry.path;
        let bytes = self.snapshot().read(path)?;
        let unreadable = || Failure::new(format!("{path} can't be read\nhelp: `firstline check` says why"));
        let source = SourceText::decode(path.clone(), &bytes).map_err(|_| unreadable())?;
        let document = markdown::split(&source, Staff::Show, &mut Vec::new());
        let front = document.front.ok_or_else(unreadable)?;
        Ok((FrontMatter::new(&source, front), source))
    }

    /// The page's file as changed.
    #[must_use]
    pub fn changed(&self, id: PageId, sheet: &FrontMatter) -> Draft {
        let entry = &self.site().page(id).entry;
        Draft { path: entry.path.clone(), text: sheet.text().to_owned(), before: Some(entry.hash) }
    }

    /// Writes a draft, if the site has nothing against it, and prints what everyone will read and what to type next.
    ///
    /// # Errors
    /// When the file has changed meanwhile, or the system refuses.
    pub fn finish(&self, draft: &Draft, saying: &Saying, next: &[String]) -> Result<Outcome, Failure> {
        let tried = self.tried(draft)?;
        let refused = self.refused(&tried, draft)?;
        if !refused.is_empty() {
            report::findings(&refused, self.options, &tried.snapshot)?;
            report::say(self.options, &format!("nothing was written: {} stays as it is", named(draft)));
            return Ok(Outcome::Findings);
        }
        if !saying.dry_run {
            let (root, path) = (&self.project.root, draft.path.as_str());
            match draft.before {
                Some(before) => host::write::replace(root, path, before, draft.text.as_bytes())?,
                None => host::write::create(root, path, draft.text.as_bytes())?,
            }
        }
        match self.options.format {
            Format::Human => report::out(&self.told(draft, &tried, saying, next))?,
            Format::Json => report::out(&format!("{}\n", preview::json(&tried.build, draft, !saying.dry_run)))?,
        }
        if self.options.format == Format::Human {
            let about: Vec<Diagnostic> =
                tried.build.findings.iter().filter(|one| is_about(one, draft)).cloned().collect();
            report::findings(&about, self.options, &tried.snapshot)?;
        }
        Ok(Outcome::Clean)
    }

    fn told(&self, draft: &Draft, tried: &Tried, saying: &Saying, next: &[String]) -> String {
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
        let text = preview::text(&tried.build, draft, tried.is_public);
        let next: String = next.iter().map(|line| format!("  {line}\n")).collect();
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
            return Ok(Tried { build, settings, snapshot, is_public: true });
        }
        let settings = everything(self.options).settings();
        let build = self.built(snapshot.clone(), settings.clone())?;
        Ok(Tried { build, settings, snapshot, is_public: false })
    }

    fn built(&self, snapshot: Snapshot, settings: Settings) -> Result<Build, Failure> {
        let inputs = Inputs { snapshot, settings, ..self.project.inputs.clone() };
        Ok(Engine::default().build(&inputs)?)
    }

    /// The findings that stand in the way: in the draft, or elsewhere because of it. A promise that is overdue stands in
    /// nobody's way.
    fn refused(&self, tried: &Tried, draft: &Draft) -> Result<Vec<Diagnostic>, Failure> {
        let counts = |one: &&Diagnostic| {
            let is_bad = match one.severity {
                Severity::Error => true,
                Severity::Warning => self.options.strict,
                Severity::Note => false,
            };
            is_bad && !PROMISES.contains(&one.code)
        };
        let bad: Vec<&Diagnostic> = tried.build.findings.iter().filter(counts).collect();
        if bad.iter().all(|one| is_about(one, draft)) {
            return Ok(bad.into_iter().cloned().collect());
        }
        let before = self.built(self.snapshot().clone(), tried.settings.clone())?.findings;
        Ok(bad.into_iter().filter(|one| is_about(one, draft) || !before.contains(one)).cloned().collect())
    }
}

/// The site that a draft would make.
struct Tried {
    build: Build,
    settings: Settings,
    snapshot: Snapshot,
    /// Whether everyone sees the page.
    is_public: bool,
}

fn is_about(finding: &Diagnostic, draft: &Draft) -> bool {
    finding.place.path == draft.path.as_str()
}

fn named(draft: &Draft) -> String {
    match draft.before {
        Some(_) => draft.path.to_string(),
        None => "the project".to_owned(),
    }
}

/// The incident of a page.
#[must_use]
pub fn incident_of(page: &Page) -> Option<&Incident> {
    match &page.entry.front {
        Front::Incident(incident) => Some(incident),
        _ => None,
    }
}

/// The maintenance of a page.
#[must_use]
pub fn maintenance_of(page: &Page) -> Option<&Maintenance> {
    match &page.entry.front {
        Front::Maintenance(maintenance) => Some(maintenance),
        _ => None,
    }
}

/// How a site gets to its readers.
pub const PUBLISH: &str = "firstline build    (and publish it as you always do)";

/// A file that is too odd to be changed for certain.
#[must_use]
pub fn by_hand(page: &Page, why: &Unclear) -> Failure {
    let path = &page.entry.path;
    Failure::new(format!("{path}, {why}\nhelp: nothing was changed; mend that line, or add the update by hand"))
}
