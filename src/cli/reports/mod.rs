//! `firstline report`: what the site's files, and logs about it, say to those who write it.

mod coverage;
mod facts;
mod misses;
mod promises;
mod synonyms;
mod waiting;

use super::{Failure, Outcome, ProjectOptions};

/// Which report.
#[derive(Debug, clap::Subcommand)]
pub enum Name {
    /// Searches from a log that have no good answer, and what to do about them
    Misses(misses::Args),
    /// Tickets whose subjects have no good answer, and the share of those that have
    Coverage(coverage::Args),
    /// Every fact, and the files that quote it
    Facts(facts::Args),
    /// Words that seem to mean the same, as a file to review
    Synonyms(synonyms::Args),
    /// How often promises were kept, by month, and which uptime was missed
    Promises(promises::Args),
    /// What promised times come to at worst by the clock on the wall
    Waiting(waiting::Args),
}

impl Name {
    /// Whether it can be written as a table.
    #[must_use]
    pub fn is_a_table(&self) -> bool {
        match self {
            Self::Facts(_) | Self::Misses(_) | Self::Synonyms(_) => false,
            Self::Coverage(_) | Self::Promises(_) | Self::Waiting(_) => true,
        }
    }
}

/// Makes a report.
///
/// # Errors
/// When there is no project, or something can't be read or written.
pub fn run(name: &Name, options: &ProjectOptions) -> Result<Outcome, Failure> {
    match name {
        Name::Misses(args) => misses::run(args, options),
        Name::Coverage(args) => coverage::run(args, options),
        Name::Facts(args) => facts::run(args, options),
        Name::Synonyms(args) => synonyms::run(args, options),
        Name::Promises(args) => promises::run(args, options),
        Name::Waiting(args) => waiting::run(args, options),
    }
}
