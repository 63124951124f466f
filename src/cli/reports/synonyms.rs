//! `firstline report synonyms`: words of the site that seem to mean the same, as a file for somebody to review.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::cli::search::language;
use crate::cli::timings::Timings;
use crate::cli::{Failure, Format, Outcome, ProjectOptions, project, report};
use crate::reports::synonyms;

/// What `report synonyms` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where to write the file, which must not exist [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Most pairs to propose
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    /// Learn from the pages in this language instead of the site's own
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
}

pub(super) fn run(args: &Args, options: &ProjectOptions) -> Result<Outcome, Failure> {
    let mut timings = Timings::start();
    let (_, build) = project::build(options, &mut timings)?;
    let language = language(build.plan.site(), args.language.as_deref())?;
    let mut pairs = synonyms::learn(&build.plan, language)?;
    timings.ended("learn");
    pairs.truncate(args.limit);
    let text = match options.format {
        Format::Json => format!("{}\n", serde_json::to_string_pretty(&pairs)?),
        Format::Human | Format::Csv => synonyms::yaml(&pairs, language),
    };
    match &args.out {
        None => report::out(&text)?,
        Some(file) => {
            write_new(file, &text)?;
            report::say(options, &format!("{} pairs to review: {}", pairs.len(), file.display()));
        }
    }
    if options.timings {
        timings.print();
    }
    Ok(Outcome::Clean)
}

/// Writes a file where there is none: a reviewed list is never written over.
fn write_new(file: &Path, text: &str) -> Result<(), Failure> {
    let written = std::fs::File::create_new(file).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| Failure::new(format!("could not write {}: {error}", file.display())))
}
