//! `firstline report coverage`: which tickets the articles would have answered.

use std::path::PathBuf;

use crate::cli::search::language;
use crate::cli::timings::Timings;
use crate::cli::{Failure, Format, Outcome, ProjectOptions, project, report};
use crate::reports::coverage::{Coverage, Group, Subject, Untold, coverage, read};
use crate::reports::misses::Lack;

/// What `report coverage` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The tickets: CSV with a column `subject`, or a subject a line; a column `count` is read too
    file: PathBuf,
    /// How many groups to show
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// Search the pages in this language instead of the site's own
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
}

pub(super) fn run(args: &Args, options: &ProjectOptions) -> Result<Outcome, Failure> {
    let file = args.file.display();
    let bytes = std::fs::read(&args.file).map_err(|error| Failure::new(format!("could not read {file}: {error}")))?;
    let tickets = read(&bytes).map_err(|Untold { columns }| {
        let columns = columns.join("`, `");
        Failure::new(format!("{file} has no column `subject` or `query`; its columns are `{columns}`"))
    })?;
    let mut timings = Timings::start();
    let (_, build) = project::build(options, &mut timings)?;
    let site = build.plan.site();
    let language = language(site, args.language.as_deref())?;
    let search = build.plan.search_in(language)?;
    timings.ended("index");
    let coverage = coverage(&tickets, site, language, &search)?;
    timings.ended("search");
    if coverage.lost_signs > 0 {
        let lost = coverage.lost_signs;
        report::say(options, &format!("{file} is not UTF-8: signs that could not be read: {lost}; save it as UTF-8"));
    }
    match options.format {
        Format::Json => report::out(&format!("{}\n", serde_json::to_string_pretty(&coverage)?))?,
        Format::Csv => report::out(&table(&coverage)?)?,
        Format::Human => report::out(&text(&coverage, args.limit))?,
    }
    if options.timings {
        timings.print();
    }
    Ok(Outcome::Clean)
}

fn text(coverage: &Coverage, limit: usize) -> String {
    let Coverage { tickets, answered, different, unreadable, groups, .. } = coverage;
    let mut text: String = groups.iter().take(limit).map(entry).collect();
    let share = coverage.per_mille().map_or_else(String::new, |share| format!(" ({:.1} %)", share as f64 / 10.0));
    text.push_str(&format!(
        "{answered} of {tickets} tickets{share} have a good answer, with {different} different subjects\n"
    ));
    if groups.len() > limit {
        let hidden = groups.len() - limit;
        text.push_str(&format!(
            "{hidden} more groups without one are not shown; `--limit {}` shows all\n",
            groups.len()
        ));
    }
    match unreadable {
        0 => {}
        1 => text.push_str("one line has no subject that could be read\n"),
        many => text.push_str(&format!("{many} lines have no subject that could be read\n")),
    }
    text
}

/// Most subjects of a group that are shown.
const SHOWN: usize = 5;

fn entry(group: &Group) -> String {
    let mut text = String::new();
    for (at, subject) in group.subjects.iter().take(SHOWN).enumerate() {
        let count = if at == 0 { format!("{:>5} ×", group.count) } else { " ".repeat(7) };
        let alone = if group.subjects.len() == 1 { String::new() } else { format!("{} × ", subject.count) };
        text.push_str(&format!("{count}  {alone}{}\n", subject.subject));
    }
    if group.subjects.len() > SHOWN {
        text.push_str(&format!("         and {} more like these\n", group.subjects.len() - SHOWN));
    }
    let nearest = group.subjects.first().map(|subject| subject.nearest.as_slice()).unwrap_or_default();
    match nearest.first() {
        Some(near) => text.push_str(&format!("         near: {}  content/{}\n", near.title, near.path)),
        None => text.push_str("         no article is near: perhaps one is missing\n"),
    }
    text.push('\n');
    text
}

/// Every subject on a line of its own, those without a good answer first.
fn table(coverage: &Coverage) -> Result<String, Failure> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["group", "subject", "count", "answer", "nearest", "path"])?;
    let groups = coverage.groups.iter().enumerate();
    let without =
        groups.flat_map(|(at, group)| group.subjects.iter().map(move |subject| ((at + 1).to_string(), subject)));
    let covered = coverage.covered.iter().map(|subject| (String::new(), subject));
    for (group, subject) in without.chain(covered) {
        let near = subject.nearest.first();
        let title = near.map_or_else(String::new, |near| harmless(&near.title));
        let path = near.map_or_else(String::new, |near| format!("content/{}", near.path));
        let (text, count) = (harmless(&subject.subject), subject.count.to_string());
        writer.write_record([group.as_str(), &text, &count, answer(subject), &title, &path])?;
    }
    let bytes = writer.into_inner().map_err(|error| Failure::new(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| Failure::new(error.to_string()))
}

fn answer(subject: &Subject) -> &'static str {
    match subject.lack {
        None => "good",
        Some(Lack::NothingFound) => "nothing-found",
        Some(Lack::LittleHeld) => "little-held",
        Some(Lack::OnlyMentioned) => "only-mentioned",
    }
}

/// A text that no spreadsheet takes for a formula: anybody may write a subject.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text.to_owned() }
}
