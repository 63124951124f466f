//! Writing in a hurry: what `firstline incident` and `firstline maintenance` share.
//!
//! A command says what a file shall say. It is tried on the whole site in memory first; if the checks have nothing against
//! it, the file is written and whoever typed reads what the public will read. Nothing is written otherwise.

mod ahead;
pub mod find;
pub mod overlay;
mod preview;
mod saying;
pub mod sheet;
pub mod times;
mod trial;
pub mod words;

use jiff::tz::TimeZone;

use crate::engine::{Build, Settings};
use crate::kinds::{Audience, Front, Incident, Maintenance};
use crate::site::{Page, PageId, Site};
use crate::source::{ContentHash, SitePath, Snapshot, SourceText};
use crate::time::Moment;
use crate::yaml::edit::Unclear;

use super::new::{everything, file_name, one_line, refuse_odd_id, refuse_taken_id};
use super::project::Project;
use super::timings::Timings;
use super::{Failure, Outcome, ProjectOptions, project};
use sheet::Sheet;

pub use saying::{Naming, Saying, tidied, typed, words};

/// What a command would write.
#[derive(Debug)]
pub struct Proposal {
    /// The file.
    pub draft: Draft,
    /// What to type afterwards.
    pub next: Vec<String>,
}

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
    /// Opens the project. A public page that was `asked` for by its path is shown even where an internal one has its
    /// address.
    ///
    /// # Errors
    /// When there is none, or it can't be read.
    pub fn open(options: &'o ProjectOptions, asked: Option<&str>) -> Result<Self, Failure> {
        let all = everything(options);
        let (project, build) = project::build_after(&all, None, &mut Timings::start())?;
        let desk = Self { options, project, build };
        if !asked.is_some_and(|asked| find::is_hidden(asked, desk.site(), desk.snapshot())) {
            return Ok(desk);
        }
        let settings = Settings { audience: Audience::Public, ..all.settings() };
        let build = desk.built(desk.snapshot().clone(), settings)?;
        Ok(Self { build, ..desk })
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
    /// When what names the file makes no name, or the file or the id is there already.
    pub fn place(&self, folder: &str, title: &str, day: Moment, naming: &Naming) -> Result<SitePath, Failure> {
        let name = match &naming.slug {
            Some(slug) => file_name(slug.trim_end_matches(".md"), None)?,
            None => format!("{}-{}", day.date(self.zone()), file_name(&one_line(title), naming.id.as_deref())?),
        };
        refuse_odd_id(naming.id.as_deref())?;
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
    pub fn sheet(&self, id: PageId) -> Result<(Sheet, SourceText), Failure> {
        let path = &self.site().page(id).entry.path;
        let bytes = self.snapshot().read(path)?;
        let unreadable = || Failure::new(format!("{path} can't be read\nhelp: `firstline check` says why"));
        let source = SourceText::decode(path.clone(), &bytes).map_err(|_| unreadable())?;
        Ok((Sheet::of(&source).ok_or_else(unreadable)?, source))
    }

    /// The page's file as changed.
    #[must_use]
    pub fn changed(&self, id: PageId, sheet: &Sheet) -> Draft {
        let entry = &self.site().page(id).entry;
        Draft { path: entry.path.clone(), text: sheet.text().to_owned(), before: Some(entry.hash) }
    }
}

/// Writes what `propose` makes of what is to be said, and prints what everyone will read. Words that come from standard input
/// are asked for last, when all else is known to be right; "now" and the file are then those of the moment after. What is
/// to be changed was `asked` for by name, if it was.
///
/// # Errors
/// When it is not clear what is meant, or the system refuses.
pub fn write(
    saying: &Saying,
    asked: Option<&str>,
    options: &ProjectOptions,
    propose: impl Fn(&Desk<'_>, String) -> Result<Proposal, Failure>,
) -> Result<Outcome, Failure> {
    let typed = saying.typed()?;
    let desk = Desk::open(options, asked)?;
    if let Some(message) = typed {
        return desk.finish(&propose(&desk, message)?, saying);
    }
    if desk.accepted(&propose(&desk, REHEARSAL.to_owned())?.draft)?.is_none() {
        return Ok(Outcome::Findings);
    }
    let said = saying::typed_in(options)?;
    let write_said = || {
        let (message, desk) = (saying::heard(&said)?, Desk::open(options, asked)?);
        desk.finish(&propose(&desk, message)?, saying)
    };
    let outcome = write_said();
    if !matches!(outcome, Ok(Outcome::Clean)) {
        saying::give_back(&said);
    }
    outcome
}

/// What stands for the words while nobody has typed them.
const REHEARSAL: &str = "…";

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
