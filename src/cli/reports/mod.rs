//! `firstline report`: what the site's texts, or a log of its searches, say about its search.

mod misses;
mod synonyms;

use super::{Failure, Outcome, ProjectOptions};

/// Which report.
#[derive(Debug, clap::Subcommand)]
pub enum Name {
    /// Searches from a log that have no good answer, and what to do about them
    Misses(misses::Args),
    /// Words that seem to mean the same, as a file to review
    Synonyms(synonyms::Args),
}

impl Name {
    /// Whether it can be written as a table.
    #[must_use]
    pub fn is_a_table(&self) -> bool {
        match self {
            Self::Misses(_) | Self::Synonyms(_) => false,
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
        Name::Synonyms(args) => synonyms::run(args, options),
    }
}
