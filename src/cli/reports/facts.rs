//! `firstline report facts`: every fact, and the files that a change to it would touch.

use serde::Serialize;

use crate::cli::timings::Timings;
use crate::cli::{Failure, Format, Outcome, ProjectOptions, project, report};
use crate::kinds::Fact;
use crate::site::Site;

/// What `report facts` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only this fact
    name: Option<String>,
}

/// A fact, and where it is quoted.
#[derive(Serialize)]
struct Entry<'s> {
    name: &'s str,
    value: &'s str,
    text: &'s str,
    files: Vec<&'s str>,
}

impl<'s> Entry<'s> {
    fn of(site: &'s Site, fact: &'s Fact) -> Self {
        let files = site.files_quoting(&fact.name).into_iter().map(|path| path.as_str()).collect();
        Self { name: &fact.name, value: &fact.value, text: fact.text(), files }
    }
}

pub(super) fn run(args: &Args, options: &ProjectOptions) -> Result<Outcome, Failure> {
    let mut timings = Timings::start();
    let (_, build) = project::build(options, &mut timings)?;
    let site = build.plan.site();
    let wanted = |fact: &&Fact| args.name.as_ref().is_none_or(|name| *name == fact.name.value);
    let entries: Vec<Entry<'_>> = site.facts.iter().filter(wanted).map(|fact| Entry::of(site, fact)).collect();
    if let Some(name) = args.name.as_ref().filter(|_| entries.is_empty()) {
        return Err(Failure::new(format!("there is no fact `{name}`")));
    }
    match options.format {
        Format::Json => report::out(&format!("{}\n", serde_json::to_string_pretty(&entries)?))?,
        Format::Human | Format::Csv => report::out(&text(&entries))?,
    }
    if options.timings {
        timings.print();
    }
    Ok(Outcome::Clean)
}

fn text(entries: &[Entry<'_>]) -> String {
    if entries.is_empty() {
        return "there are no facts; content/facts.yaml would hold them\n".to_owned();
    }
    entries.iter().map(lines).collect()
}

fn lines(entry: &Entry<'_>) -> String {
    let value = if entry.text == entry.value { String::new() } else { format!(" ({})", entry.value) };
    let head = format!("{}: {}{value}\n", entry.name, entry.text);
    let files = entry.files.iter().map(|path| format!("    {path}\n"));
    std::iter::once(head).chain(files).collect()
}
