//! `firstline explain`: the manual page of a finding.

use crate::checks;
use crate::diag::{Severity, did_you_mean};

use super::{Failure, Outcome, report};

/// What `explain` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The name of the finding, such as update-overdue; without one, all names are listed
    #[arg(value_name = "CODE")]
    code: Option<String>,
}

/// Prints the manual page.
///
/// # Errors
/// When there is no such finding.
pub fn run(args: &Args) -> Result<Outcome, Failure> {
    let Some(code) = &args.code else {
        report::out(&format!("{}\n", checks::explained().join("\n")))?;
        return Ok(Outcome::Clean);
    };
    let code = code.to_lowercase();
    let Some(page) = checks::manual(&code) else {
        let known = checks::explained();
        let near = did_you_mean(&code, known.iter().map(String::as_str));
        let help = near.unwrap_or_else(|| "`firstline explain` lists all".to_owned());
        return Err(Failure::new(format!("there is no finding `{code}`\nhelp: {help}")));
    };
    report::out(&format!("{code}\n\n{page}\n{}", weight(&code)))?;
    Ok(Outcome::Clean)
}

/// How to weigh it, where that is possible.
fn weight(code: &str) -> String {
    let Some(severity) = checks::default_severity(code) else { return String::new() };
    let word = match severity {
        Severity::Error => "an error",
        Severity::Warning => "a warning",
        Severity::Note => "a note",
    };
    format!(
        "\nIt is {word} unless firstline.yaml says otherwise (off, note, warning or error):\n\n    checks:\n      {code}: off\n"
    )
}
