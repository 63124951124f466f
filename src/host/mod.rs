//! The only doors to the world: disk, clock, watcher, server. Nothing above this module reads, writes or waits.

#![allow(clippy::disallowed_methods, reason = "this is where the world is touched")]

pub mod clock;
pub mod disk;
pub mod export;
pub mod import;
pub mod kept;
pub mod publish;
pub mod published;
#[cfg(feature = "serve")]
pub mod server;
#[cfg(feature = "serve")]
pub mod watch;
pub mod write;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// A problem of the machine: what was being attempted, where, and what the system said.
#[derive(Debug)]
pub struct HostError {
    attempt: String,
    path: PathBuf,
    why: String,
}

impl HostError {
    /// The system refused.
    #[must_use]
    pub fn new(attempt: impl Into<String>, path: &Path, error: io::Error) -> Self {
        Self::because(attempt, path, error.to_string())
    }

    /// Firstline refused, for a reason of its own.
    #[must_use]
    pub fn because(attempt: impl Into<String>, path: &Path, why: impl Into<String>) -> Self {
        Self { attempt: attempt.into(), path: path.to_owned(), why: why.into() }
    }
}

impl fmt::Display for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "could not {} {}: {}", self.attempt, self.path.display(), self.why)
    }
}

impl std::error::Error for HostError {}
