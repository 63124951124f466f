//! `cargo xtask test`: everything that has to hold before a change is published, in one command.
//!
//! First it installs what the machine lacks, then it runs every step, also after one has failed, so that one run tells
//! all there is to tell. With `CI` set, a missing tool ends the run at once; without it, the steps that need the tool are
//! left out, and the last lines say so.
//!
//! Three compilations of most dependencies are unavoidable: a check for lints and documentation, one with debug assertions
//! for tests, one with optimisation for the binary that builds the two help centres. (The search runtime needs a few of
//! them once more, for WebAssembly.) Nothing is compiled twice for the same purpose: all steps share one target folder
//! and leave RUSTFLAGS alone, which would start over.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::runtime;
use crate::shell::{cargo, root, run, run_within, target};
use crate::tools::{Tool, cargo_deny};

/// One thing that has to hold.
struct Step {
    name: &'static str,
    /// Without one of these the step cannot run.
    needs: &'static [Tool],
    run: fn() -> Result<Outcome>,
}

/// How a step went, failures aside.
enum Outcome {
    Passed,
    /// It could not be done here, for this reason.
    NotRun(String),
}

/// The steps, those that fail fastest first.
const STEPS: &[Step] = &[
    Step { name: "formatting", needs: &[], run: formatting },
    Step { name: "dependencies", needs: &[Tool::CargoDeny], run: dependencies },
    Step { name: "advisories", needs: &[Tool::CargoDeny], run: advisories },
    Step { name: "lints", needs: &[], run: lints },
    Step { name: "lints of the smaller builds", needs: &[], run: lints_of_smaller_builds },
    Step { name: "documentation", needs: &[], run: documentation },
    Step { name: "tests", needs: &[], run: tests },
    Step { name: "the search runtime", needs: &[Tool::Node, Tool::WasmTarget, Tool::WasmOpt], run: search_runtime },
    Step { name: "the binary", needs: &[], run: binary },
    Step { name: "the demo", needs: &[], run: demo },
    Step { name: "Firstline's own help centre", needs: &[], run: own_help_centre },
];

/// Installs, runs, and sums up. An error if anything failed.
pub(crate) fn run_all() -> Result<()> {
    let start = Instant::now();
    let missing = provide_tools()?;
    let mut summary = Vec::new();
    let mut failed = Vec::new();
    for step in STEPS {
        println!("\n== {} ==", step.name);
        let begin = Instant::now();
        let verdict = match perform(step, &missing) {
            Ok(Outcome::Passed) => "ok".to_owned(),
            Ok(Outcome::NotRun(reason)) => format!("NOT RUN: {reason}"),
            Err(error) => {
                failed.push(step.name);
                format!("FAILED: {error:#}")
            }
        };
        let line = format!("{:<28} {:>7.1} s  {verdict}", step.name, begin.elapsed().as_secs_f64());
        println!("{line}");
        summary.push(line);
    }
    println!("\n== summary ==\n{}", summary.join("\n"));
    report_missing(&missing);
    conclude(&failed, start.elapsed())
}

fn conclude(failed: &[&str], took: Duration) -> Result<()> {
    let took = format!("{} min {} s", took.as_secs() / 60, took.as_secs() % 60);
    if !failed.is_empty() {
        bail!("{} of {} steps failed after {took}: {}", failed.len(), STEPS.len(), failed.join(", "));
    }
    println!("\nEverything that ran has passed, in {took}.");
    Ok(())
}

/// Makes every tool present, or says which are not. In CI a missing tool is an error: nothing may be left out there.
fn provide_tools() -> Result<Vec<Tool>> {
    println!("== tools ==");
    let mut missing = Vec::new();
    for tool in Tool::ALL {
        match tool.provide() {
            Ok(()) => {}
            Err(error) if in_ci() => return Err(error),
            Err(error) => {
                println!("{}: not available: {error:#}", tool.name());
                missing.push(tool);
            }
        }
    }
    Ok(missing)
}

fn report_missing(missing: &[Tool]) {
    for tool in missing {
        println!("MISSING: {}. What needs it was not run; with CI=true this is an error.", tool.name());
    }
}

fn perform(step: &Step, missing: &[Tool]) -> Result<Outcome> {
    match step.needs.iter().find(|tool| missing.contains(tool)) {
        Some(tool) => Ok(Outcome::NotRun(format!("{} is missing", tool.name()))),
        None => (step.run)(),
    }
}

/// As every CI service sets it.
fn in_ci() -> bool {
    env::var("CI").is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false"))
}

fn passed(command: &mut Command) -> Result<Outcome> {
    run(command.current_dir(root())).map(|()| Outcome::Passed)
}

fn formatting() -> Result<Outcome> {
    passed(cargo().args(["fmt", "--all", "--check"]))
}

/// Licences, bans and sources: everything that can be judged without asking anybody.
fn dependencies() -> Result<Outcome> {
    passed(cargo_deny()?.args(["--all-features", "check", "--hide-inclusion-graph", "licenses", "bans", "sources"]))
}

/// The database of advisories lies on GitHub. One that cannot be fetched says nothing about our dependencies, so it
/// fails nothing, not even in CI; the summary says that nobody looked. An advisory in a fetched database does fail.
fn advisories() -> Result<Outcome> {
    if let Err(error) = run_within(cargo_deny()?.args(["fetch", "db"]), Duration::from_secs(120)) {
        return Ok(Outcome::NotRun(format!("the advisory database could not be fetched ({error:#})")));
    }
    passed(cargo_deny()?.args(["--all-features", "check", "--disable-fetch", "advisories"]))
}

fn lints() -> Result<Outcome> {
    passed(cargo().args(["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]))
}

/// Without the preview server, and the search core as the browser has it.
fn lints_of_smaller_builds() -> Result<Outcome> {
    for package in ["firstline", "firstline-search"] {
        let arguments = ["clippy", "--package", package, "--no-default-features", "--locked", "--", "-D", "warnings"];
        passed(cargo().args(arguments))?;
    }
    Ok(Outcome::Passed)
}

fn documentation() -> Result<Outcome> {
    let arguments = ["doc", "--workspace", "--no-deps", "--document-private-items", "--locked"];
    passed(cargo().args(arguments).env("RUSTDOCFLAGS", "-D warnings"))
}

fn tests() -> Result<Outcome> {
    passed(cargo().args(["test", "--workspace", "--no-fail-fast", "--locked"]))
}

/// Builds the browser's half of search again and compares it with the committed one.
fn search_runtime() -> Result<Outcome> {
    runtime::build(true).map(|()| Outcome::Passed)
}

fn binary() -> Result<Outcome> {
    passed(cargo().args(["build", "--release", "--package", "firstline", "--locked"]))
}

fn demo() -> Result<Outcome> {
    publish(root(), "demo")
}

fn own_help_centre() -> Result<Outcome> {
    publish(&root().join("docs"), "docs")
}

/// Checks and builds a project of this repository with the binary that users get. No finding is acceptable in either.
fn publish(project: &Path, name: &str) -> Result<Outcome> {
    let target = target()?;
    let binary: PathBuf = target.join("release/firstline");
    passed(Command::new(&binary).arg("check").arg("--root").arg(project))?;
    let out = target.join("sites").join(name);
    passed(Command::new(&binary).arg("build").arg("--root").arg(project).arg("--out").arg(out))
}
