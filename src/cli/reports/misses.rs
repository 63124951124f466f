//! `firstline report misses`: what people searched for in vain.

use std::path::PathBuf;

use crate::cli::search::language;
use crate::cli::timings::Timings;
use crate::cli::{Failure, Format, Outcome, ProjectOptions, project, report};
use crate::reports::log;
use crate::reports::misses::{Lack, Miss, Misses, misses};

/// What `report misses` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The log: CSV with a column `query`, one JSON object a line, or one query a line
    file: PathBuf,
    /// How many searches to show
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// Search the pages in this language instead of the site's own
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
}

pub(super) fn run(args: &Args, options: &ProjectOptions) -> Result<Outcome, Failure> {
    let bytes = std::fs::read(&args.file)
        .map_err(|error| Failure::new(format!("could not read {}: {error}", args.file.display())))?;
    let log = log::read(&String::from_utf8_lossy(&bytes));
    let mut timings = Timings::start();
    let (_, build) = project::build(options, &mut timings)?;
    let site = build.plan.site();
    let language = language(site, args.language.as_deref())?;
    let search = build.plan.search_in(language)?;
    timings.ended("index");
    let mut misses = misses(&log, site, language, &search)?;
    timings.ended("search");
    let all = misses.misses.len();
    misses.misses.truncate(args.limit);
    match options.format {
        Format::Json => report::out(&format!("{}\n", serde_json::to_string_pretty(&misses)?))?,
        Format::Human | Format::Csv => report::out(&text(&misses, all))?,
    }
    if options.timings {
        timings.print();
    }
    Ok(Outcome::Clean)
}

fn text(misses: &Misses, all: usize) -> String {
    let mut text: String = misses.misses.iter().map(entry).collect();
    let Misses { searches, different, unreadable, without_answer, .. } = misses;
    let share = if *searches == 0 { 0.0 } else { *without_answer as f64 * 100.0 / *searches as f64 };
    text.push_str(&format!(
        "{without_answer} of {searches} searches ({share:.0} %) have no good answer: {all} of {different} different ones\n"
    ));
    if misses.misses.len() < all {
        text.push_str(&format!("{} more are not shown; `--limit {all}` shows all\n", all - misses.misses.len()));
    }
    if *unreadable > 0 {
        text.push_str(&format!("{unreadable} lines of the log could not be read\n"));
    }
    text
}

fn entry(miss: &Miss) -> String {
    let lack = match miss.lack {
        Lack::NothingFound => "nothing is found".to_owned(),
        Lack::LittleHeld => format!("the best result has {:.0} % of it by weight", miss.held * 100.0),
        Lack::OnlyMentioned => "the best result only mentions it".to_owned(),
    };
    let opened = if miss.opened > 0 { format!(", opened {} times", miss.opened) } else { String::new() };
    let mut text = format!("{:>5} ×  {}  ({lack}{opened})\n", miss.count, miss.query);
    for near in &miss.nearest {
        text.push_str(&format!("         near: {}  content/{}\n", near.title, near.path));
    }
    match &miss.suggestion {
        Some(suggestion) => text.push_str(&format!(
            "         if that is the answer, in content/{}:\n           {}\n",
            suggestion.path, suggestion.aliases
        )),
        None if miss.nearest.is_empty() => text.push_str("         no article is near: perhaps one is missing\n"),
        None => text.push_str("         too long for an alias; its telling words make one\n"),
    }
    text.push('\n');
    text
}
