//! `firstline init`: a small complete help centre to start from. It writes new files only and never touches another.

use std::path::{Path, PathBuf};

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::config;
use crate::host::{HostError, clock};
use crate::kinds::CONTENT;

use super::{Failure, Outcome, report, starter};

/// What `init` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder to write into [default: here]
    dir: Option<PathBuf>,
}

/// What was written, for people.
const TREE: &str = "  firstline.yaml        title, address, language: what holds for the whole site
  content/articles/     two topics with five answers
  content/contact/      phone, e-mail and form, with their opening hours
  content/status/       the parts of the service, and one incident as an example
  content/sla/          what is promised to whom
  content/escalation/   who takes over when the first answer does not help
  content/pages/        about this help centre";

/// Writes the help centre.
///
/// # Errors
/// When there is one already, or the system refuses.
pub fn run(args: &Args) -> Result<Outcome, Failure> {
    let root = args.dir.as_deref().unwrap_or(Path::new("."));
    refuse_to_overwrite(root)?;
    let today = starter::day_of(clock::now().map_err(Failure::new)?, &TimeZone::UTC)?;
    let values = values(today)?;
    for (path, text) in starter::PROJECT {
        starter::create(root, &starter::fill(path, &values), &starter::fill(text, &values))?;
    }
    let git = keep_out_of_git(root)?;
    let (place, next) = match &args.dir {
        Some(dir) => (dir.display().to_string(), "Next, in that folder: firstline serve"),
        None => ("this folder".to_owned(), "Next: firstline serve"),
    };
    report::out(&format!("A help centre to start from, in {place}:\n\n{TREE}\n  {git}\n\n{next}\n"))?;
    Ok(Outcome::Clean)
}

/// Anything of these names counts, even a link that leads nowhere: it is somebody's.
fn refuse_to_overwrite(root: &Path) -> Result<(), Failure> {
    for name in [config::FILE, CONTENT] {
        if root.join(name).symlink_metadata().is_ok() {
            let place = root.display();
            return Err(Failure::new(format!(
                "there is a {name} in {place} already, so nothing was written\n\
                 help: name another folder, as in `firstline init help-centre`"
            )));
        }
    }
    Ok(())
}

/// Dates that make the example a recent one, so that nothing in it is overdue on the first day.
fn values(today: Date) -> Result<Vec<(&'static str, String)>, Failure> {
    let year = today.year();
    Ok(vec![
        ("today", today.to_string()),
        ("year", year.to_string()),
        ("next_year", (year + 1).to_string()),
        ("incident", today.checked_sub(9.days())?.to_string()),
        ("mended", today.checked_sub(6.days())?.to_string()),
    ])
}

/// Writes `.gitignore`, or leaves the one that is there, and says which.
fn keep_out_of_git(root: &Path) -> Result<&'static str, HostError> {
    let (path, text) = starter::GITIGNORE;
    if root.join(path).symlink_metadata().is_ok() {
        return Ok(".gitignore            kept as it was; add a line /public to it, which is where the site is built");
    }
    starter::create(root, path, text)?;
    Ok(".gitignore            keeps the built site out of version control")
}
