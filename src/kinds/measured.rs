//! `data/promises.csv`: how often each promise was kept, month by month.
//!
//! Every column has a form of its own, and no other column is read. So no name, no address and no word of a customer can
//! get from here onto a page.
//!
//! Between the columns stand commas, semicolons or tabs: spreadsheets write what is usual in their country. No value has
//! one of them or a line break in it, so a line is a line whatever quotes stand in it: one that was never closed spoils its
//! own line and not the rest of the file.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::diag::{self, Code, Diagnostic, Place};
use crate::source::{SEPARATORS, SourceText};
use crate::time::Month;
use crate::yaml::{Choice, Placed};

use super::Measure;

/// Where the file lies.
pub const MEASURED: &str = "data/promises.csv";

/// The finding for a line of figures that can't be used.
const UNREADABLE: Code = Code("unreadable-figures");

/// The columns, which stand in the first line in any order.
const COLUMNS: [&str; 6] = ["month", "plan", "severity", "target", "cases", "kept"];

/// Most letters of a value that are repeated in a finding.
const SHOWN: usize = 40;

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
    let mut raised = Vec::new();
    let mut lines = lines(source.text(), separator_of(source.text()));
    let columns = lines.next().map_or(Err((0..0, "a column is missing".to_owned())), |line| columns(&line));
    let measured = match columns {
        Ok(places) => read_lines(source, (lines, places), &mut raised),
        Err((span, why)) => {
            raised.push(finding(source, span, why));
            Vec::new()
        }
    };
    diag::limit(&mut raised);
    findings.append(&mut raised);
    measured
}

/// A value with the bytes it stands in.
#[derive(Clone)]
struct Field<'a> {
    text: &'a str,
    span: Range<usize>,
}

/// A line with its values, without the space and the quotes around them.
struct Line<'a> {
    fields: Vec<Field<'a>>,
    span: Range<usize>,
}

/// Why a line, or the bytes of it that are to blame, can't be used.
type Trouble = (Range<usize>, String);

/// What stands between the columns: of all separators the one that leaves the most of their names in the first line.
fn separator_of(text: &str) -> char {
    let first = text.trim_start_matches('\u{feff}').lines().find(|line| says_anything(line)).unwrap_or_default();
    let names =
        |separator: &char| fields(first, (0, *separator)).iter().filter(|field| COLUMNS.contains(&field.text)).count();
    // Of several that leave as many the last is taken, and that is to be the comma.
    SEPARATORS.map(char::from).into_iter().rev().max_by_key(names).unwrap_or(',')
}

/// Spreadsheets leave lines of nothing but separators behind.
fn says_anything(line: &str) -> bool {
    line.contains(|c: char| !c.is_whitespace() && !SEPARATORS.map(char::from).contains(&c))
}

/// The lines that say anything.
fn lines(text: &str, separator: char) -> impl Iterator<Item = Line<'_>> {
    let mut at = 0;
    let lines = text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        let mark = if start == 0 && line.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        (start + mark, line[mark..].trim_end_matches(['\r', '\n']))
    });
    let lines = lines.filter(|(_, line)| says_anything(line));
    lines.map(move |(start, line)| Line { fields: fields(line, (start, separator)), span: start..start + line.len() })
}

/// The values of a line that begins at a byte.
fn fields(line: &str, (start, separator): (usize, char)) -> Vec<Field<'_>> {
    let mut at = start;
    let fields = line.split(separator).map(|whole| {
        let begins = at + (whole.len() - whole.trim_start().len());
        at += whole.len() + 1;
        let text = whole.trim();
        match text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
            Some(inside) => Field { text: inside, span: begins + 1..begins + 1 + inside.len() },
            None => Field { text, span: begins..begins + text.len() },
        }
    });
    fields.collect()
}

/// Where each column stands in a line, and how many there are.
fn columns(first: &Line<'_>) -> Result<[usize; COLUMNS.len()], Trouble> {
    let mut names = BTreeSet::new();
    for field in &first.fields {
        if !COLUMNS.contains(&field.text) {
            let why = format!("`{}` is none of the columns that are read", shown(field.text));
            return Err((field.span.clone(), why));
        }
        if !names.insert(field.text) {
            return Err((field.span.clone(), format!("the column `{}` is there twice", field.text)));
        }
    }
    let place = |column: &&str| first.fields.iter().position(|field| field.text == *column);
    let places: Option<Vec<usize>> = COLUMNS.iter().map(place).collect();
    let places = places.and_then(|places| places.try_into().ok());
    places.ok_or_else(|| (first.span.clone(), "a column is missing".to_owned()))
}

fn read_lines<'a>(
    source: &SourceText,
    (lines, places): (impl Iterator<Item = Line<'a>>, [usize; COLUMNS.len()]),
    raised: &mut Vec<Diagnostic>,
) -> Vec<Measured> {
    let mut known = BTreeSet::new();
    let mut measured = Vec::new();
    for line in lines {
        match read_line(&line, places) {
            Ok(read)
                if !known.insert((read.month, read.plan.value.clone(), read.severity.value.clone(), read.measure)) =>
            {
                raised.push(finding(source, line.span, "this was measured in a line before"));
            }
            Ok(read) => measured.push(read),
            Err((span, why)) => raised.push(finding(source, span, why)),
        }
    }
    measured
}

fn read_line(line: &Line<'_>, places: [usize; COLUMNS.len()]) -> Result<Measured, Trouble> {
    if line.fields.len() != COLUMNS.len() {
        let why = format!("this line has {} columns, and the first has {}", line.fields.len(), COLUMNS.len());
        return Err((line.span.clone(), why));
    }
    let [month, plan, severity, measure, cases, kept] = places.map(|place| &line.fields[place]);
    let is_month = Month::parse(month.text);
    let measured = Measured {
        month: is_month.ok_or_else(|| trouble(month, "is not a month"))?,
        plan: id(plan)?,
        severity: id(severity)?,
        measure: named(measure)?,
        cases: count(cases)?,
        kept: count(kept)?,
    };
    if measured.kept > measured.cases {
        let why = format!("{} of {} cases can't be", kept.text, cases.text);
        return Err((line.span.clone(), why));
    }
    Ok(measured)
}

/// The id of a plan or a severity. What could be more than that, a name or an address, is refused.
fn id(field: &Field<'_>) -> Result<Placed<String>, Trouble> {
    let fits = |text: &str| text.len() <= 40 && text.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
    if field.text.is_empty() || !fits(field.text) {
        return Err(trouble(field, "is not the id of a plan or a severity"));
    }
    Ok(Placed { value: field.text.to_owned(), span: field.span.clone() })
}

fn named(field: &Field<'_>) -> Result<Measure, Trouble> {
    let found = Measure::WORDS.iter().find(|(word, _)| *word == field.text);
    found.map(|(_, measure)| *measure).ok_or_else(|| trouble(field, "is not something that is promised"))
}

fn count(field: &Field<'_>) -> Result<u32, Trouble> {
    let digits = field.text.bytes().all(|byte| byte.is_ascii_digit());
    let number = field.text.parse().ok().filter(|_| digits);
    number.ok_or_else(|| trouble(field, "is not a number of cases"))
}

fn trouble(field: &Field<'_>, why: &str) -> Trouble {
    (field.span.clone(), format!("`{}` {why}", shown(field.text)))
}

/// As much of a value as a finding repeats.
fn shown(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn finding(source: &SourceText, span: Range<usize>, message: impl Into<String>) -> Diagnostic {
    let help =
        format!("the columns are {}; a line is such as 2026-10,premium,s1,first_response,41,40", COLUMNS.join(", "));
    Diagnostic::error(UNREADABLE, Place::span(source, span), message).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SitePath;

    use proptest::prelude::*;

    const FIRST: &str = "month,plan,severity,target,cases,kept";

    fn read(text: &str) -> (Vec<Measured>, Vec<Diagnostic>) {
        let source = SourceText::new(SitePath::new(MEASURED).unwrap(), text);
        let mut findings = Vec::new();
        (read_measured(&source, &mut findings), findings)
    }

    /// Line and message of each finding.
    fn told(text: &str) -> Vec<(usize, String)> {
        read(text).1.into_iter().map(|finding| (finding.place.line, finding.message)).collect()
    }

    #[test]
    fn what_spreadsheets_write_is_read() {
        let lines = "\u{feff}\"month\",\"plan\",severity , target,cases,kept\r\n\r\n2026-10,\"premium\",s1,first_response, 41 ,40\r\n,,,,,\r\n2026-10,läden,s1,restore,0,0";
        let (measured, findings) = read(lines);
        assert_eq!(findings.len(), 0, "{findings:?}");
        let told: Vec<_> = measured.iter().map(|line| (line.plan.value.as_str(), line.cases, line.kept)).collect();
        assert_eq!(told, [("premium", 41, 40), ("läden", 0, 0)]);
        assert_eq!(&lines[measured[0].plan.span.clone()], "premium");
        assert_eq!(&lines[measured[1].plan.span.clone()], "läden");
    }

    #[test]
    fn columns_stand_between_commas_semicolons_or_tabs() {
        let lines =
            format!("\u{feff}{FIRST}\r\n,,,,,\r\n2026-10,\"premium\",s1,restore, 41 ,40\r\n2026-10,p,s1,restore,2\r\n");
        for separator in [",", ";", "\t"] {
            let text = lines.replace(',', separator);
            let (measured, findings) = read(&text);
            let told: Vec<_> = measured.iter().map(|line| (line.plan.value.as_str(), line.cases, line.kept)).collect();
            assert_eq!(told, [("premium", 41, 40)], "{separator:?}");
            assert_eq!(&text[measured[0].plan.span.clone()], "premium");
            let whys: Vec<_> = findings.iter().map(|finding| (finding.place.line, finding.message.as_str())).collect();
            assert_eq!(whys, [(4, "this line has 5 columns, and the first has 6")], "{separator:?}");
        }
    }

    #[test]
    fn columns_stand_in_any_order_and_are_these_six() {
        let (measured, _) = read("kept,cases,target,severity,plan,month\n1,2,restore,s1,premium,2026-10\n");
        assert_eq!((measured[0].kept, measured[0].cases, measured[0].measure), (1, 2, Measure::Restore));
        for (first, why) in [
            ("month,plan,severity,target,cases", "a column is missing"),
            ("month,plan,severity,target,cases,kept,name", "`name` is none of the columns that are read"),
            ("month,plan,severity,target,cases,kept,kept", "the column `kept` is there twice"),
            ("month|plan|severity", "`month|plan|severity` is none of the columns that are read"),
            ("month;plan;severity;target;cases;kept;name", "`name` is none of the columns that are read"),
            ("month;plan;severity;target;cases", "a column is missing"),
            ("", "a column is missing"),
        ] {
            assert_eq!(
                told(&format!("{first}\n2026-10,premium,s1,restore,2,1\n")),
                if first.is_empty() {
                    vec![(2, "`2026-10` is none of the columns that are read".to_owned())]
                } else {
                    vec![(1, why.to_owned())]
                }
            );
        }
        assert_eq!(told(""), [(1, "a column is missing".to_owned())]);
    }

    #[test]
    fn a_line_that_is_wrong_takes_no_other_with_it() {
        let text = format!(
            "{FIRST}\n2026-10,\"premium,s1,first_response,41,40\n2026-10,premium,s1,first_response,41,42\n\
             2026-13,premium,s1,restore,1,1\n2026-10,jo@example.com,s1,restore,1,1\n2026-10,premium,s1,reply,1,1\n\
             2026-10,premium,s1,restore,-1,0\n2026-10,premium,s1,restore,+1,1\n2026-10,premium,s1,restore,1\n\
             2026-10,premium,s1,restore,99999999999,1\n2026-10,premium,s2,restore,3,2\n2026-10,premium,s2,restore,3,3\n"
        );
        let (measured, _) = read(&text);
        assert_eq!(measured.len(), 1);
        assert_eq!((measured[0].severity.value.as_str(), measured[0].kept), ("s2", 2));
        let lines: Vec<usize> = told(&text).iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [2, 3, 4, 5, 6, 7, 8, 9, 10, 12]);
    }

    #[test]
    fn a_flood_is_read_at_once_and_told_in_few_words() {
        let long = "x".repeat(500_000);
        let text = format!("{FIRST}\n{}{long},a,b,c,1,1\n", "2026-10,premium,s1,restore,1,1\n".repeat(50_000));
        let (measured, findings) = read(&text);
        assert_eq!((measured.len(), findings.len() <= 101), (1, true));
        assert!(findings.iter().all(|finding| finding.message.len() < 200));
    }

    #[test]
    fn nothing_but_no_miss_at_all_is_a_hundred_percent() {
        assert_eq!((per_mille(9_999, 10_000), per_mille(10_000, 10_000)), (Some(999), Some(1000)));
        assert_eq!((per_mille(0, 3), per_mille(0, 0)), (Some(0), None));
        assert_eq!(per_mille(u32::MAX - 1, u32::MAX), Some(999));
    }

    proptest! {
        #[test]
        fn no_text_stops_the_reader_and_every_place_lies_in_it(text in "(month,plan,severity,target,cases,kept\n)?[\\PC\r\n,\"]{0,200}") {
            let (measured, _) = read(&text);
            for line in measured {
                prop_assert_eq!(text.get(line.plan.span.clone()), Some(line.plan.value.as_str()));
                prop_assert!(line.kept <= line.cases);
            }
        }

        #[test]
        fn what_was_written_is_what_is_read(cases in 0_u32..9_999, kept in 0_u32..9_999, year in 2000_u16..2100, month in 1_u8..13) {
            let text = format!("{FIRST}\n{year}-{month:02},p,s,restore,{cases},{kept}\n");
            let (measured, findings) = read(&text);
            prop_assert_eq!(measured.len() + findings.len(), 1);
            prop_assert_eq!(measured.len() == 1, kept <= cases);
            for line in measured {
                prop_assert_eq!((line.month.to_string(), line.cases, line.kept), (format!("{year}-{month:02}"), cases, kept));
            }
        }
    }
}
