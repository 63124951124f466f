//! Findings, failures and progress, printed.

use std::io::{ErrorKind, IsTerminal, Write};
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressStyle};

use crate::diag::render::human::{self, Colour};
use crate::diag::render::json;
use crate::diag::{Diagnostic, Severity, Tally};
use crate::source::Snapshot;

use super::{Failure, Format, Outcome, ProjectOptions};

/// Most findings drawn for people; the rest is counted, and programs get all.
const MAX_DRAWN: usize = 50;

/// Prints to standard output. A reader who has heard enough and closed the pipe is no failure.
///
/// # Errors
/// When the system does not take what is printed: a full disk.
pub fn out(text: &str) -> Result<(), Failure> {
    let mut stdout = anstream::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("could not write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Prints to standard error. When even that fails there is nobody left to tell.
pub fn err(text: &str) {
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Prints findings the way the user asked for, and says whether any of them counts.
///
/// # Errors
/// When they can't be printed.
pub fn findings(findings: &[Diagnostic], options: &ProjectOptions, snapshot: &Snapshot) -> Result<Outcome, Failure> {
    match options.format {
        Format::Json => out(&json::render(findings))?,
        Format::Human | Format::Csv => draw(findings, options, snapshot),
    }
    let tally = Tally::of(findings);
    let counts = tally.errors > 0 || (options.strict && tally.warnings > 0);
    Ok(if counts { Outcome::Findings } else { Outcome::Clean })
}

fn draw(findings: &[Diagnostic], options: &ProjectOptions, snapshot: &Snapshot) {
    let wanted = |finding: &&Diagnostic| match finding.severity {
        Severity::Error => true,
        Severity::Warning => !options.quiet || options.strict,
        Severity::Note => options.verbose,
    };
    let mut shown: Vec<&Diagnostic> = findings.iter().filter(wanted).collect();
    // The worst first, so that a cut list has lost the least.
    shown.sort_by_key(|finding| finding.severity);
    let hidden = shown.len().saturating_sub(MAX_DRAWN);
    shown.truncate(MAX_DRAWN);
    let colour = if std::io::stderr().is_terminal() { Colour::Yes } else { Colour::No };
    err(&human::render(&shown, snapshot, colour));
    if hidden > 0 && !options.quiet {
        err(&format!("{hidden} more are not shown; `--format json` has all of them\n\n"));
    }
    if !findings.is_empty() && !options.quiet {
        let notes = Tally::of(findings).notes;
        let more = if notes > 0 && !options.verbose { " (-v shows notes)" } else { "" };
        err(&format!("{}{more}\n", human::tally(Tally::of(findings))));
    }
}

/// A failure as it is printed.
#[must_use]
pub fn failure(failure: &Failure) -> String {
    let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
    format!("{red}error{red:#}: {failure}")
}

/// A line to standard error, unless the user wants quiet.
pub fn say(options: &ProjectOptions, text: &str) {
    if !options.quiet {
        err(&format!("{text}\n"));
    }
}

/// A progress bar for `total` files; it shows itself only on a terminal, and only after a second.
#[must_use]
pub fn progress(options: &ProjectOptions, total: usize) -> ProgressBar {
    if options.quiet || total == 0 {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(total as u64);
    if let Ok(style) = ProgressStyle::with_template("{msg} {bar:32} {pos}/{len} files") {
        bar.set_style(style);
    }
    bar.set_message("writing");
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}
