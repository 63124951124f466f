//! The subjects of tickets, from the table that a help desk exports.

use std::borrow::Cow;

use csv::{ReaderBuilder, StringRecord};

use crate::source::SEPARATORS;

use super::super::log::{self, Logged};

/// The subjects of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tickets {
    /// Each with its count, in the order of the table.
    pub subjects: Vec<Logged>,
    /// Lines that could not be read, or have no subject.
    pub unreadable: usize,
    /// Signs that are not in the encoding of the file.
    pub lost_signs: usize,
}

/// A table that does not say which of its columns has the subjects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untold {
    /// The columns that it has.
    pub columns: Vec<String>,
}

/// What the column of the subjects may be called.
const NAMES: &[&str] = &["subject", "query"];

/// Reads a table: its column `subject` or `query`, or the only one it has, which needs no name; and `count`.
///
/// # Errors
/// When there are several columns and none has such a name.
pub fn read(bytes: &[u8]) -> Result<Tickets, Untold> {
    let (text, lost_signs) = decoded(bytes);
    let text = text.trim_start_matches('\u{feff}').trim_start_matches(['\r', '\n']);
    let first = text.lines().next().unwrap_or_default();
    let heads = SEPARATORS.into_iter().map(|separator| (separator, names(first, separator)));
    let heads: Vec<(u8, Vec<String>)> = heads.collect();
    let named = heads.iter().find_map(|(separator, names)| Some((*separator, names, column(names, NAMES)?)));
    let mut tickets = Tickets { lost_signs, ..Tickets::default() };
    match named {
        Some((separator, names, subject)) => {
            tickets.read(text, Columns { separator, subject, count: column(names, &["count"]) });
        }
        // With one column there are no separators, and commas belong to the subjects.
        None => match heads.into_iter().map(|(_, names)| names).max_by_key(Vec::len) {
            Some(columns) if columns.len() > 1 && has_even_rows(text, columns.len()) => return Err(Untold { columns }),
            _ => tickets.subjects = text.lines().filter_map(|line| logged(line.trim_matches('"'), 1)).collect(),
        },
    }
    Ok(tickets)
}

/// UTF-8, or UTF-16 where the file says so by its first two bytes; and how many signs are neither.
fn decoded(bytes: &[u8]) -> (Cow<'_, str>, usize) {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        Cow::Owned(String::from_utf16_lossy(&units))
    };
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        _ => String::from_utf8_lossy(bytes),
    };
    let lost = text.matches(char::REPLACEMENT_CHARACTER).count();
    (text, lost)
}

fn names(line: &str, separator: u8) -> Vec<String> {
    let mut reader = ReaderBuilder::new().has_headers(false).delimiter(separator).from_reader(line.as_bytes());
    let record = reader.records().next().and_then(Result::ok).unwrap_or_default();
    record.iter().map(|name| name.trim().to_owned()).collect()
}

fn column(names: &[String], wanted: &[&str]) -> Option<usize> {
    wanted.iter().find_map(|wanted| names.iter().position(|name| name.eq_ignore_ascii_case(wanted)))
}

/// Whether every one of the first lines has so many columns: a sentence has a comma now and then.
fn has_even_rows(text: &str, columns: usize) -> bool {
    let even = |separator: u8| {
        let mut reader = ReaderBuilder::new().has_headers(false).delimiter(separator).from_reader(text.as_bytes());
        let rows: Vec<StringRecord> = reader.records().take(20).filter_map(Result::ok).collect();
        rows.len() > 1 && rows.iter().all(|row| row.len() == columns)
    };
    SEPARATORS.into_iter().any(even)
}

struct Columns {
    separator: u8,
    subject: usize,
    count: Option<usize>,
}

impl Tickets {
    fn read(&mut self, text: &str, columns: Columns) {
        let mut reader = ReaderBuilder::new();
        reader.delimiter(columns.separator).flexible(true);
        for record in reader.from_reader(text.as_bytes()).records() {
            let Ok(record) = record else {
                self.unreadable += 1;
                continue;
            };
            let count = columns.count.and_then(|column| log::count(record.get(column)?)).unwrap_or(1);
            match record.get(columns.subject).and_then(|subject| logged(subject, count)) {
                Some(logged) => self.subjects.push(logged),
                None => self.unreadable += 1,
            }
        }
    }
}

/// What mail programs and help desks put before a subject.
const PREFIXES: &[&str] = &["re:", "fwd:", "fw:", "aw:", "wg:", "tr:", "sv:", "antw:", "ref:"];

/// A subject as somebody would search for it: without `Re:` and `[#1234]` before it, on one line.
fn logged(subject: &str, count: usize) -> Option<Logged> {
    let visible: String = subject.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).collect();
    let mut rest = visible.trim();
    loop {
        let prefix = PREFIXES.iter().find_map(|prefix| {
            let head = rest.get(..prefix.len()).filter(|head| head.eq_ignore_ascii_case(prefix))?;
            Some(head.len())
        });
        let bracket = rest.starts_with('[').then(|| rest.find(']')).flatten().map(|at| at + 1);
        match prefix.or(bracket.filter(|at| *at < rest.len())) {
            Some(length) => rest = rest[length..].trim_start(),
            None => break,
        }
    }
    let query = rest.split_whitespace().collect::<Vec<_>>().join(" ");
    (!query.is_empty()).then_some(Logged { query, count, opened: 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subjects(bytes: &[u8]) -> Vec<(String, usize)> {
        read(bytes).unwrap().subjects.into_iter().map(|logged| (logged.query, logged.count)).collect()
    }

    fn row(subject: &str, count: usize) -> (String, usize) {
        (subject.to_owned(), count)
    }

    #[test]
    fn the_column_of_subjects_is_found() {
        let table = "Id,Subject,Count\n1,\"Re: [#12] Money, back\",3\n2,,1\n3,till,x\n";
        assert_eq!(subjects(table.as_bytes()), [row("Money, back", 3), row("till", 1)]);
        assert_eq!(read(table.as_bytes()).unwrap().unreadable, 1);
        assert_eq!(subjects(b"a;QUERY\r\n0;x \"y\"\r\n"), [row("x \"y\"", 1)]);
        assert_eq!(subjects(b"subject\nAW: Fwd: refund\n"), [row("refund", 1)]);
        assert_eq!(subjects(b"a refund\nhello, where is it\n"), [row("a refund", 1), row("hello, where is it", 1)]);
        assert_eq!(read(b"id,title\n1,a\n2,b\n"), Err(Untold { columns: vec!["id".to_owned(), "title".to_owned()] }));
        assert_eq!(subjects(b""), []);
        assert_eq!(subjects(b"subject\n\x1b[31mred\n"), [row("[31mred", 1)]);
    }

    #[test]
    fn other_encodings_are_read_or_said_to_be_lost() {
        let wide: Vec<u8> = "\u{feff}subject\nKüche\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(subjects(&wide), [row("Küche", 1)]);
        let latin = read(b"subject\nK\xfcche\n").unwrap();
        assert_eq!((latin.lost_signs, latin.subjects[0].query.as_str()), (1, "K\u{fffd}che"));
    }
}
