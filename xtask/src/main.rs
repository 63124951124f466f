//! Chores that are not tests: `cargo xtask help` lists them.
//!
//! This crate starts programs, installs tools and writes folders, so it does everything the generator must not. Nothing
//! of it is part of what Firstline publishes.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "chores touch the disk, the clock and other programs, and print; the generator does so in host/ and cli/ only"
)]

mod corpus;
mod evaluate;
mod runtime;
mod shell;
mod test;
mod tools;

use std::process::ExitCode;

use clap::Parser;

/// Chores of the Firstline repository.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = false)]
enum Chore {
    /// Installs what is missing and runs every check and test, as CI does.
    Test,
    /// Writes a made-up help centre of any size, the same bytes on every machine.
    Corpus(corpus::Options),
    /// Measures how well questions of people are answered.
    Evaluate(evaluate::Options),
    /// Rebuilds the browser's half of search after a change to it.
    Runtime {
        /// Write nothing; fail if the committed runtime is not what its sources make.
        #[arg(long)]
        check: bool,
    },
}

fn main() -> ExitCode {
    let outcome = match Chore::parse() {
        Chore::Test => test::run_all(),
        Chore::Corpus(options) => corpus::run(&options),
        Chore::Evaluate(options) => evaluate::evaluate(&options),
        Chore::Runtime { check } => runtime::build(check),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
