//! Findings for programs: one JSON object with `version` and `findings`.

use serde::Serialize;

use crate::diag::{Code, Diagnostic, Severity};

#[derive(Serialize)]
struct Report<'a> {
    version: &'a str,
    findings: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: Code,
    severity: Severity,
    path: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
    help: Option<&'a str>,
}

/// The report, with a line break at its end.
#[must_use]
pub fn render(findings: &[Diagnostic]) -> String {
    let findings = findings.iter().map(|finding| Finding {
        code: finding.code,
        severity: finding.severity,
        path: &finding.place.path,
        line: finding.place.line,
        column: finding.place.column,
        message: &finding.message,
        help: finding.help.as_deref(),
    });
    let report = Report { version: env!("CARGO_PKG_VERSION"), findings: findings.collect() };
    let mut json = serde_json::to_string_pretty(&report).unwrap_or_default();
    json.push('\n');
    json
}
