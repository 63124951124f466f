//! Findings as data: what is wrong in the writer's text, where, and what to do about it.
//!
//! A finding never stops a build and is never printed here: [`render`] turns findings into text for people and
//! machines, and [`crate::cli`] prints it. Problems of the machine (a full disk) are errors of [`crate::host`], not
//! findings.

pub mod render;

use std::cmp::Ordering;
use std::ops::Range;

use serde::Serialize;

use crate::source::SourceText;

/// The name of a finding, after the problem: `broken-link`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Code(pub &'static str);

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A reader meets something broken or missing. The exit code is 1.
    Error,
    /// Something that a careful writer would change. An error under `--strict`.
    Warning,
    /// Good to know; never changes the exit code.
    Note,
}

/// Where a finding points.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Path relative to the project's root.
    pub path: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The bytes concerned, counted from the start of the file; empty for a whole file.
    pub span: ByteSpan,
}

/// A byte range that can be ordered, unlike the standard one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ByteSpan {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Place {
    /// A file as a whole: its first character.
    #[must_use]
    pub fn file(path: impl ToString) -> Self {
        Self { path: path.to_string(), line: 1, column: 1, span: ByteSpan::default() }
    }

    /// A stretch of a file's text.
    #[must_use]
    pub fn span(source: &SourceText, span: Range<usize>) -> Self {
        let (line, column) = source.line_column(span.start);
        let span = ByteSpan { start: span.start, end: span.end.max(span.start) };
        Self { path: source.path().to_string(), line, column, span }
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its name.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// Where it is.
    pub place: Place,
    /// The fact, in one sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding of the given severity.
    #[must_use]
    pub fn new(severity: Severity, code: Code, place: Place, message: impl Into<String>) -> Self {
        Self { code, severity, place, message: message.into(), help: None }
    }

    /// An error.
    #[must_use]
    pub fn error(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, place, message)
    }

    /// A warning.
    #[must_use]
    pub fn warning(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, place, message)
    }

    /// A note.
    #[must_use]
    pub fn note(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, place, message)
    }

    /// The same finding with a remedy.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same finding with a remedy, where there is one.
    #[must_use]
    pub fn help_if(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    fn order(&self, other: &Self) -> Ordering {
        fn key(finding: &Diagnostic) -> (&Place, Code, &str) {
            (&finding.place, finding.code, &finding.message)
        }
        key(self).cmp(&key(other))
    }
}

/// Sorts findings by place and drops repetitions, so that the same input gives the same report.
pub fn sort(findings: &mut Vec<Diagnostic>) {
    findings.sort_by(Diagnostic::order);
    findings.dedup();
}

/// The finding that stands for those left out of a long list.
pub const TOO_MANY_FINDINGS: Code = Code("too-many-findings");

/// Most findings that one file reports; the rest is counted.
pub const MAX_FINDINGS: usize = 100;

/// Keeps a file with thousands of findings from drowning all others: the worst stay, the rest is counted. All of
/// `findings` are of one file.
pub fn limit(findings: &mut Vec<Diagnostic>) {
    if findings.len() <= MAX_FINDINGS {
        return;
    }
    findings.sort_by(|a, b| a.severity.cmp(&b.severity).then_with(|| a.order(b)));
    findings.dedup();
    let more = findings.len().saturating_sub(MAX_FINDINGS);
    findings.truncate(MAX_FINDINGS);
    if let Some(path) = findings.first().map(|finding| finding.place.path.clone()).filter(|_| more > 0) {
        let message = format!("{more} more findings in this file");
        findings.push(Diagnostic::note(TOO_MANY_FINDINGS, Place::file(path), message));
    }
}

/// How many findings of each severity there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
}

impl Tally {
    /// Counts `findings`.
    #[must_use]
    pub fn of(findings: &[Diagnostic]) -> Self {
        let count = |severity| findings.iter().filter(|d| d.severity == severity).count();
        Self { errors: count(Severity::Error), warnings: count(Severity::Warning), notes: count(Severity::Note) }
    }
}

/// The known word nearest to `written`, when it is near enough to be what was meant.
#[must_use]
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written = written.to_lowercase();
    let length = written.chars().count();
    let longest_edit = (length / 3).max(1);
    known
        .into_iter()
        // Words of another length or with other letters can't be near, and comparing them in full costs: a folder may
        // have thousands of files, and a site thousands of broken links.
        .filter(|word| word.chars().count().abs_diff(length) <= longest_edit)
        .filter(|word| letters_apart(&written, word) <= longest_edit)
        .map(|word| (strsim::osa_distance(&written, &word.to_lowercase()), word))
        .filter(|(distance, _)| *distance <= longest_edit)
        .min()
        .map(|(_, word)| word)
}

/// How many letters one of two words has that the other lacks, in any order: never more than the edits between them.
/// Only ASCII is counted; of other words nothing is known this cheaply.
fn letters_apart(a: &str, b: &str) -> usize {
    if !a.is_ascii() || !b.is_ascii() {
        return 0;
    }
    let mut balance = [0_i32; 128];
    a.bytes().for_each(|byte| balance[usize::from(byte.to_ascii_lowercase())] += 1);
    b.bytes().for_each(|byte| balance[usize::from(byte.to_ascii_lowercase())] -= 1);
    let sum = |sign: i32| balance.iter().map(|count| (count * sign).max(0).unsigned_abs() as usize).sum::<usize>();
    sum(1).max(sum(-1))
}

/// "did you mean `word`?", where a near word is known.
#[must_use]
pub fn did_you_mean<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(written, known).map(|word| format!("did you mean `{word}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_word_is_found_and_a_far_one_is_not() {
        let words = ["title", "summary", "tags", "größe"];
        assert_eq!(nearest("titel", words), Some("title"));
        assert_eq!(nearest("TAG", words), Some("tags"));
        assert_eq!(nearest("grösse", words), Some("größe"));
        assert_eq!(nearest("audience", words), None);
        assert_eq!(nearest("", words), None);
    }

    #[test]
    fn counting_letters_never_hides_a_near_word() {
        for (a, b) in [("refund", "refnud"), ("kb-1042", "kb-1024"), ("a", "b"), ("open", "opens"), ("aab", "abb")] {
            assert!(letters_apart(a, b) <= strsim::osa_distance(a, b), "{a} {b}");
        }
    }
}
