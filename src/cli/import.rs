//! `firstline import`: another status page's records as files of this project. It writes new files, adds components at the
//! end of theirs, and changes nothing that is there.

use std::fmt::Write;
use std::path::PathBuf;

use jiff::tz::TimeZone;
use serde::Serialize;

use crate::config::{self, Config};
use crate::host::{self, write};
use crate::import::write::{COMPONENTS, Files, files};
use crate::import::{Catalogue, Found, Left, cstate, statuspage};
use crate::kinds::{Audience, read_components};
use crate::source::{SitePath, Snapshot, SourceText};
use crate::yaml;

use super::{Failure, Format, Outcome, ProjectOptions, project, report};

/// Most components that the summary names.
const MOST_NAMED: usize = 20;

/// From where.
#[derive(Debug, clap::Subcommand)]
pub enum Source {
    /// The folder of a cState site: its settings, and its issues in content/issues/
    Cstate(CstateArgs),
    /// A JSON file with the incidents, maintenance and components of a Statuspage
    Statuspage(StatuspageArgs),
}

/// What `import cstate` is told.
#[derive(Debug, clap::Args)]
pub struct CstateArgs {
    /// The folder that holds config.yml
    dir: PathBuf,
    #[command(flatten)]
    how: How,
}

/// What `import statuspage` is told.
#[derive(Debug, clap::Args)]
pub struct StatuspageArgs {
    /// The file, as the Statuspage API answers
    file: PathBuf,
    #[command(flatten)]
    how: How,
}

#[derive(Debug, clap::Args)]
struct How {
    /// Say what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// Imports, and says what was carried over and what was not.
///
/// # Errors
/// When there is no project, the source can't be read, or the system refuses to write. Files that were written by then
/// are whole, and the next run goes on where this one stopped.
pub fn run(source: &Source, options: &ProjectOptions) -> Result<Outcome, Failure> {
    let project = project::open(options)?;
    let snapshot = &project.inputs.snapshot;
    let zone = zone(snapshot)?;
    let mut catalogue = catalogue(snapshot)?;
    let (found, how) = match source {
        Source::Cstate(args) => (from_cstate(args, &mut catalogue)?, &args.how),
        Source::Statuspage(args) => (from_statuspage(args, &mut catalogue)?, &args.how),
    };
    let files = files(found, &catalogue, snapshot, &zone);
    if !how.dry_run {
        write_all(&project, &files, options)?;
    }
    tell(&files, how, options)?;
    Ok(if files.left.is_empty() { Outcome::Clean } else { Outcome::Findings })
}

fn from_cstate(args: &CstateArgs, catalogue: &mut Catalogue) -> Result<Found, Failure> {
    let (site, mut left) = host::import::cstate(&args.dir)?;
    let mut found = cstate::read(&site, catalogue);
    let is_issue = |it: &&Left| it.place.starts_with("content/issues/") && it.place.ends_with(".md");
    let left_out = found.left_out + left.iter().filter(is_issue).count();
    left.append(&mut found.left);
    Ok(Found { left, left_out, ..found })
}

fn from_statuspage(args: &StatuspageArgs, catalogue: &mut Catalogue) -> Result<Found, Failure> {
    let text = host::import::export(&args.file)?;
    statuspage::read(&text, catalogue).map_err(|why| Failure::new(format!("{}: {why}", args.file.display())))
}

/// The zone of the project, in which the days of its files are counted.
fn zone(snapshot: &Snapshot) -> Result<TimeZone, Failure> {
    let path = config::path();
    let bytes = snapshot.read(&path)?;
    let Ok(source) = SourceText::decode(path, &bytes) else { return Ok(TimeZone::UTC) };
    Ok(Config::read(&source, &mut Vec::new()).time_zone)
}

/// The components that the project has.
fn catalogue(snapshot: &Snapshot) -> Result<Catalogue, Failure> {
    let Some(path) = SitePath::new(COMPONENTS).filter(|path| snapshot.get(path).is_some()) else {
        return Ok(Catalogue::default());
    };
    let bytes = snapshot.read(&path)?;
    let unreadable = |why: String| {
        Failure::new(format!("{COMPONENTS}: {why}\nhelp: mend it first; `firstline check` shows the place"))
    };
    let source = SourceText::decode(path, &bytes).map_err(|_| unreadable("this is not UTF-8".to_owned()))?;
    let root = yaml::parse(&source, 0..source.text().len(), &mut Vec::new())
        .map_err(|finding| unreadable(format!("line {}: {}", finding.place.line, finding.message)))?;
    Ok(Catalogue::new(&read_components(&root, &source, Audience::Internal, &mut Vec::new())))
}

/// Components first: should the rest fail, no incident names one that is missing.
fn write_all(project: &project::Project, files: &Files, options: &ProjectOptions) -> Result<(), Failure> {
    if let Some(text) = &files.components {
        let old = SitePath::new(COMPONENTS).and_then(|path| project.inputs.snapshot.get(&path).map(|file| file.hash));
        match old {
            Some(old) => write::replace(&project.root, COMPONENTS, old, text.as_bytes())?,
            None => write::create(&project.root, COMPONENTS, text.as_bytes())?,
        }
    }
    let progress = report::progress(options, files.new.len());
    let new: Vec<(&str, &[u8])> = files.new.iter().map(|(path, text)| (path.as_str(), text.as_bytes())).collect();
    write::create_all(&project.root, &new, || progress.inc(1))?;
    progress.finish_and_clear();
    Ok(())
}

fn tell(files: &Files, how: &How, options: &ProjectOptions) -> Result<(), Failure> {
    if options.format == Format::Json {
        return report::out(&format!("{}\n", serde_json::to_string_pretty(&Report::of(files, how))?));
    }
    let mut left = String::new();
    for it in &files.left {
        let _ = writeln!(left, "{}: {}", it.place, it.reason);
    }
    report::err(&left);
    let mut told = String::new();
    if how.dry_run || options.verbose {
        files.new.keys().for_each(|path| told.push_str(&format!("{path}\n")));
    }
    if !options.quiet {
        told.push_str(&summary(files, how));
    }
    report::out(&told)
}

/// What happened, for programs.
#[derive(Serialize)]
struct Report<'a> {
    version: &'a str,
    dry_run: bool,
    /// Files that are new.
    files: Vec<&'a str>,
    /// Ids of components that are new.
    components: Vec<&'a str>,
    /// Files that were there already, word for word.
    same: Vec<&'a str>,
    /// How many files were there already and say something else.
    other: usize,
    /// How many incidents and maintenance were left out as a whole.
    left_out: usize,
    /// What a person should look at.
    findings: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    place: &'a str,
    message: &'a str,
}

impl<'a> Report<'a> {
    fn of(files: &'a Files, how: &How) -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION"),
            dry_run: how.dry_run,
            files: files.new.keys().map(SitePath::as_str).collect(),
            components: files.added.iter().map(|component| component.id.as_str()).collect(),
            same: files.same.iter().map(SitePath::as_str).collect(),
            other: files.other,
            left_out: files.left_out,
            findings: files.left.iter().map(|it| Finding { place: &it.place, message: &it.reason }).collect(),
        }
    }
}

fn summary(files: &Files, how: &How) -> String {
    let of = |folder: &str| {
        files.new.keys().filter(|path| path.below(&format!("content/status/{folder}")).is_some()).count()
    };
    let maintenance = of("maintenance");
    let counted = [
        count(of("incidents"), "incident", "incidents"),
        format!("{maintenance} maintenance"),
        count(files.added.len(), "new component", "new components"),
    ];
    let mut told = format!("{}: {}", if how.dry_run { "would write" } else { "written" }, counted.join(", "));
    let there = files.same.len() + files.other;
    told.push_str(&format!("; {}", count(there, "file was there already", "files were there already")));
    if files.other > 0 {
        told.push_str(&format!(" ({} with another text)", files.other));
    }
    told.push_str(&format!("; {} left out\n", files.left_out));
    if !files.added.is_empty() {
        let ids: Vec<&str> = files.added.iter().map(|component| component.id.as_str()).take(MOST_NAMED).collect();
        let more = files.added.len() - ids.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        told.push_str(&format!("added to {COMPONENTS}: {}{more}\n", ids.join(", ")));
    }
    if !files.left.is_empty() {
        told.push_str(&format!("{} to look at, named above\n", count(files.left.len(), "thing", "things")));
    }
    told
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
