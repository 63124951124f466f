//! The command line: one file for each command, and the only place that prints.
//!
//! Findings go to standard error, results and machine formats to standard output. Exit codes: 0 clean, 1 findings,
//! 2 could not run, 3 published but a dated promise is broken.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "the command line reads its surroundings and prints"
)]

pub mod build;
pub mod check;
pub mod explain;
pub mod export;
pub mod hurry;
pub mod import;
pub mod incident;
pub mod init;
pub mod maintenance;
pub mod new;
pub mod project;
pub mod report;
pub mod reports;
pub mod search;
#[cfg(feature = "serve")]
pub mod serve;
mod starter;
pub mod timings;
mod unread;

use std::fmt;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::tz::TimeZone;
use url::Url;

use crate::config::parse_base_url;
use crate::engine::Settings;
use crate::kinds::Audience;
use crate::time::Moment;

/// Turns a folder of Markdown into a help centre that people can search.
#[derive(Debug, Parser)]
#[command(
    name = "firstline",
    version,
    about,
    long_about = "Turns a folder of Markdown into a company's help centre: answers, service status, promises and ways to \
                  reach people, as plain files with a search that runs in the reader's browser.",
    after_help = "Start with `firstline init`, then `firstline serve`.\n\nExit codes: 0 clean, 1 findings, 2 could not run, \
                  3 published but a dated promise is broken.",
    subcommand_required = true,
    arg_required_else_help = true,
    max_term_width = 100
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    options: ProjectOptions,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write a small complete help centre to start from
    Init(init::Args),
    /// Write a new file with every field explained
    New(new::Args),
    /// Write the site into `public/`
    Build(build::Args),
    /// Bring the incidents of another status page here
    #[command(subcommand)]
    Import(import::Source),
    /// Preview the site on this machine, rebuilt as you save
    #[cfg(feature = "serve")]
    Serve(serve::Args),
    /// Show every finding and write nothing
    Check,
    /// Search the site as its readers do
    Search(search::Args),
    /// Explain a finding
    Explain(explain::Args),
    /// Write an outage in seconds: open, update, resolve
    #[command(subcommand)]
    Incident(incident::Action),
    /// Announce work on the service: schedule, update, move, cancel
    #[command(subcommand)]
    Maintenance(maintenance::Action),
    /// Say what the search lacks, and what promises come to
    #[command(subcommand)]
    Report(reports::Name),
    /// Write the documents for a search server
    #[command(subcommand)]
    Export(export::Target),
}

/// Options of every command that reads a project; they may stand before the command or after it.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Common options")]
pub struct ProjectOptions {
    /// The folder that holds firstline.yaml [default: here or the nearest folder above]
    #[arg(long, value_name = "DIR", global = true)]
    pub root: Option<PathBuf>,
    /// The address to publish at, instead of the one in firstline.yaml
    #[arg(long, value_name = "URL", value_parser = parse_base_url, global = true)]
    pub base_url: Option<Url>,
    /// Who the site is for
    #[arg(long, value_name = "NAME", value_enum, default_value_t = AudienceName::Public, global = true)]
    pub audience: AudienceName,
    /// Show drafts, and pages whose time has not come or has passed
    #[arg(long, global = true)]
    pub drafts: bool,
    /// What "now" is, as RFC 3339 [default: as_of in firstline.yaml, SOURCE_DATE_EPOCH, else the clock]
    #[arg(long, value_name = "TIME", value_parser = parse_moment, global = true)]
    pub as_of: Option<Moment>,
    /// What the last published site said: its record.json [default: the one in the output folder]
    #[arg(long, value_name = "FILE", global = true)]
    pub published: Option<PathBuf>,
    /// How findings are written
    #[arg(long, value_enum, default_value_t = Format::Human, global = true)]
    pub format: Format,
    /// Count warnings as errors
    #[arg(long, global = true)]
    pub strict: bool,
    /// Print nothing but errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Print notes as well
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// Say how long each stage took
    #[arg(long, global = true)]
    pub timings: bool,
}

impl ProjectOptions {
    /// What the user asks for on top of what the project's files say.
    #[must_use]
    pub fn settings(&self) -> Settings {
        Settings {
            audience: self.audience.into(),
            drafts: self.drafts,
            base_url: self.base_url.clone(),
            as_of: self.as_of,
        }
    }
}

/// The names of audiences on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AudienceName {
    /// Everyone
    Public,
    /// The company's own people, who also see what is internal
    Internal,
}

impl From<AudienceName> for Audience {
    fn from(name: AudienceName) -> Self {
        match name {
            AudienceName::Public => Self::Public,
            AudienceName::Internal => Self::Internal,
        }
    }
}

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people, to standard error
    Human,
    /// For programs, to standard output
    Json,
    /// For spreadsheets, to standard output; some reports only
    Csv,
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing to complain about.
    Clean,
    /// It did what it should, and there are findings.
    Findings,
    /// The site is published, and a dated promise in it is broken.
    Overdue,
}

/// Why a command could not run.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// A failure with its message, which says what to do about it where that is not plain.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// Runs a command and says how it ended.
#[must_use]
pub fn run(cli: &Cli) -> ExitCode {
    match outcome(cli) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Ok(Outcome::Overdue) => ExitCode::from(3),
        Err(failure) => {
            report::err(&format!("{}\n", report::failure(&failure)));
            ExitCode::from(2)
        }
    }
}

fn outcome(cli: &Cli) -> Result<Outcome, Failure> {
    if cli.options.format == Format::Csv && !matches!(&cli.command, Command::Report(name) if name.is_a_table()) {
        return Err(Failure::new(
            "this is no table; `--format csv` is for `report coverage`, `promises` and `waiting`",
        ));
    }
    match &cli.command {
        Command::Init(args) => init::run(args),
        Command::New(args) => new::run(args, &cli.options),
        Command::Build(args) => build::run(args, &cli.options),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(args, &cli.options),
        Command::Check => check::run(&cli.options),
        Command::Search(args) => search::run(args, &cli.options),
        Command::Explain(args) => explain::run(args),
        Command::Incident(action) => incident::run(action, &cli.options),
        Command::Maintenance(action) => maintenance::run(action, &cli.options),
        Command::Report(name) => reports::run(name, &cli.options),
        Command::Import(source) => import::run(source, &cli.options),
        Command::Export(target) => export::run(target, &cli.options),
    }
}

fn parse_moment(text: &str) -> Result<Moment, String> {
    Moment::parse(text, &TimeZone::UTC).ok_or_else(|| "expected a time, such as 2026-11-20T14:05:00Z".to_owned())
}
