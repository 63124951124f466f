//! `data/promises.csv`: how often each promise was kept, month by month.
//!
//! Every column has a form of its own, and no other column is read. So no name, no address and no word of a customer can
//! get from here onto a page.

use std::ops::Range;

use csv::{ReaderBuilder, StringRecord};

use crate::diag::{Code, Diagnostic, Place};
use crate::source::SourceText;
use crate::time::Month;
use crate::yaml::{Choice, Placed};

use super::Measure;

/// Where the file lies.
pub const MEASURED: &str = "data/promises.csv";

/// The finding for a line of figures that can't be used.
const UNREADABLE: Code = Code("unreadable-figures");

/// The columns, which stand in the first line in any order.
const COLUMNS: [&str; 6] = ["month", "plan", "severity", "target", "cases", "kept"];

/// What was measured of one target in one month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// The month.
    pub month: Month,
    /// The plan's id.
    pub plan: Placed<String>,
    /// The severity's id.
    pub severity: Placed<String>,
    /// What was measured.
    pub measure: Measure,
    /// How many cases there were.
    pub cases: u32,
    /// In how many of them the promise was kept.
    pub kept: u32,
}

impl Measured {
    /// The part of the cases in which the promise was kept, in tenths of a percent, rounded down; nothing where there was
    /// no case. So nothing but no miss at all is 100 %.
    #[must_use]
    pub fn per_mille(&self) -> Option<u32> {
        per_mille(self.kept, self.cases)
    }
}

/// The part `kept` of `cases`, in tenths of a percent, rounded down.
#[must_use]
pub fn per_mille(kept: u32, cases: u32) -> Option<u32> {
    let part = (u64::from(kept) * 1000).checked_div(u64::from(cases))?;
    u32::try_from(part).ok()
}

/// Reads the file. A line that can't be used is a finding and left out; of two lines for the same thing the first counts.
pub fn read_measured(source: &SourceText, findings: &mut Vec<Diagnostic>) -> Vec<Measured> {
    let text = source.text().trim_start_matches('\u{feff}');
    let skipped = source.text().len() - text.len();
    let mut reader = ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let Some(places) = columns(source, reader.headers(), findings) else { return Vec::new() };
    let mut measured: Vec<Measured> = Vec::new();
    for record in reader.records() {
        let (span, line) = match record {
            Ok(record) => (span_of(source, skipped, &record), read_line(&record, &places)),
            Err(error) => {
                let at = error.position().map_or(0, |position| skipped + position_byte(position));
                (line_at(source, at), Err("this line has not as many columns as the first".to_owned()))
            }
        };
        let twice = |line: &Line| measured.iter().any(|other| line.is_same(other));
        match line {
            Ok(line) if twice(&line) => findings.push(finding(source, span, "this was measured in a line before")),
            Ok(line) => measured.push(line.placed(span)),
            Err(why) => findings.push(finding(source, span, why)),
        }
    }
    measured
}

fn position_byte(position: &csv::Position) -> usize {
    usize::try_from(position.byte()).unwrap_or(usize::MAX)
}

/// Where each column stands in a line.
fn columns(
    source: &SourceText,
    headers: csv::Result<&StringRecord>,
    findings: &mut Vec<Diagnostic>,
) -> Option<[usize; COLUMNS.len()]> {
    let headers = headers.map(StringRecord::clone).unwrap_or_default();
    let first = line_at(source, 0);
    if let Some(other) = headers.iter().find(|name| !COLUMNS.contains(name)) {
        findings.push(finding(source, first, format!("`{other}` is none of the columns that are read")));
        return None;
    }
    let place = |column: &str| headers.iter().position(|name| name == column);
    let places: Option<Vec<usize>> = COLUMNS.iter().map(|column| place(column)).collect();
    let places = places.and_then(|places| places.try_into().ok());
    if places.is_none() {
        findings.push(finding(source, first, "a column is missing"));
    }
    places
}

struct Line {
    month: Month,
    plan: String,
    severity: String,
    measure: Measure,
    cases: u32,
    kept: u32,
}

impl Line {
    fn is_same(&self, other: &Measured) -> bool {
        (self.month, self.measure) == (other.month, other.measure)
            && self.plan == other.plan.value
            && self.severity == other.severity.value
    }

    fn placed(self, span: Range<usize>) -> Measured {
        Measured {
            month: self.month,
            plan: Placed { value: self.plan, span: span.clone() },
            severity: Placed { value: self.severity, span },
            measure: self.measure,
            cases: self.cases,
            kept: self.kept,
        }
    }
}

fn read_line(record: &StringRecord, places: &[usize; COLUMNS.len()]) -> Result<Line, String> {
    let [month, plan, severity, measure, cases, kept] = places.map(|place| record.get(place).unwrap_or_default());
    let count = |text: &str| text.parse::<u32>().map_err(|_| format!("`{text}` is not a number of cases"));
    let line = Line {
        month: Month::parse(month).ok_or_else(|| format!("`{month}` is not a month"))?,
        plan: id(plan)?,
        severity: id(severity)?,
        measure: named(measure)?,
        cases: count(cases)?,
        kept: count(kept)?,
    };
    if line.kept > line.cases {
        return Err(format!("{kept} of {cases} cases can't be"));
    }
    Ok(line)
}

/// The id of a plan or a severity. What could be more than that, a name or an address, is refused.
fn id(text: &str) -> Result<String, String> {
    let fits = !text.is_empty() && text.len() <= 40 && text.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
    if fits { Ok(text.to_owned()) } else { Err(format!("`{text}` is not the id of a plan or a severity")) }
}

fn named(text: &str) -> Result<Measure, String> {
    let found = Measure::WORDS.iter().find(|(word, _)| *word == text);
    found.map(|(_, measure)| *measure).ok_or_else(|| format!("`{text}` is not something that is promised"))
}

fn span_of(source: &SourceText, skipped: usize, record: &StringRecord) -> Range<usize> {
    line_at(source, record.position().map_or(0, |position| skipped + position_byte(position)))
}

/// The line that begins at a byte, without its end.
fn line_at(source: &SourceText, at: usize) -> Range<usize> {
    let text = source.text();
    let rest = text.get(at..).unwrap_or_default();
    let at = at + (rest.len() - rest.trim_start_matches(['\r', '\n']).len());
    let length = text.get(at..).unwrap_or_default().find(['\r', '\n']).unwrap_or(text.len().saturating_sub(at));
    at.min(text.len())..(at + length).min(text.len())
}

fn finding(source: &SourceText, span: Range<usize>, message: impl Into<String>) -> Diagnostic {
    let help =
        format!("the columns are {}; a line is such as 2026-10,premium,s1,first_response,41,40", COLUMNS.join(", "));
    Diagnostic::error(UNREADABLE, Place::span(source, span), message).help(help)
}
