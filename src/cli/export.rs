//! `firstline export`: the documents of the site, for a search server.

use std::path::PathBuf;

use crate::host::{export, publish};
use crate::output::export::quickwit;

use super::build::megabytes;
use super::timings::Timings;
use super::{AudienceName, Failure, Outcome, ProjectOptions, project, report};

/// For which server.
#[derive(Debug, clap::Subcommand)]
pub enum Target {
    /// documents.ndjson, and index.yaml that tells Quickwit how to index them
    Quickwit(Args),
}

/// What `export quickwit` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where both files are written [default: quickwit/ beside firstline.yaml]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// What the index will be called
    #[arg(long, value_name = "NAME", value_parser = parse_index, default_value = quickwit::INDEX)]
    index: String,
}

/// Writes what the browser's index is made of. Pages with findings are written with the rest.
///
/// # Errors
/// When there is no project, when what is internal is asked for, or when the files can't be written.
pub fn run(target: &Target, options: &ProjectOptions) -> Result<Outcome, Failure> {
    let Target::Quickwit(args) = target;
    if options.audience == AudienceName::Internal {
        return Err(Failure::new("an export is for a server that the public asks; leave `--audience internal` out"));
    }
    let mut timings = Timings::start();
    let (project, build) = project::build(options, &mut timings)?;
    let folder = args.out.clone().unwrap_or_else(|| project.root.join("quickwit"));
    publish::check_target(&project.root, &folder)?;
    let exported = export::quickwit(&build.plan, &args.index, &folder)?;
    timings.ended("write the documents");
    let outcome = report::findings(&build.findings, options, &project.inputs.snapshot)?;
    if options.timings {
        timings.print();
    }
    let size = megabytes(exported.bytes);
    let summary =
        format!("{} documents, {size}, in {:.2} s: {}", exported.documents, timings.total(), folder.display());
    report::say(options, &summary);
    Ok(outcome)
}

/// Names that Quickwit accepts.
fn parse_index(name: &str) -> Result<String, String> {
    let begins = name.starts_with(|first: char| first.is_ascii_alphabetic());
    let fits = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if begins && fits && (3..=255).contains(&name.len()) {
        return Ok(name.to_owned());
    }
    Err("expected a letter and at least two more letters, digits, `-` or `_`, such as help-centre".to_owned())
}
