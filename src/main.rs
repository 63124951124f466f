//! `firstline`, the program: arguments in, exit code out. Everything else is in the library.

use std::process::ExitCode;

use clap::Parser;
use firstline::cli::{self, Cli};

fn main() -> ExitCode {
    cli::run(&Cli::parse())
}
