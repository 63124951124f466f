//! A log of searches, in whatever of three forms it comes: CSV, a JSON object a line, or a query a line.

use csv::{ReaderBuilder, StringRecord};

use crate::source::SEPARATORS;

/// One line of a log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Logged {
    /// What was searched for.
    pub query: String,
    /// How often, if the log counts.
    pub count: usize,
    /// How often a result was opened, if the log knows.
    pub opened: usize,
}

/// What a log holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log {
    /// Its searches, in the order of the log.
    pub searches: Vec<Logged>,
    /// Lines that could not be read.
    pub unreadable: usize,
}

/// Reads a log. Its form is told by its first line: an object, a head of columns with `query` among them, or a query.
#[must_use]
pub fn read(text: &str) -> Log {
    let text = text.trim_start_matches('\u{feff}').trim_start_matches(['\r', '\n']);
    let first = text.lines().next().unwrap_or_default();
    if first.trim_start().starts_with('{') {
        return objects(text);
    }
    let head = SEPARATORS.into_iter().find_map(|separator| Head::of(first, separator));
    match head {
        Some(head) => table(text, &head),
        None => Log { searches: text.lines().filter_map(|line| logged(line, 1, 0)).collect(), unreadable: 0 },
    }
}

fn logged(query: &str, count: usize, opened: usize) -> Option<Logged> {
    let query = query.split_whitespace().collect::<Vec<_>>().join(" ");
    (!query.is_empty()).then_some(Logged { query, count, opened })
}

/// A number of times as somebody wrote it. One that is beyond all reason is none, so that no sum of them overflows.
pub(super) fn count(text: &str) -> Option<usize> {
    text.trim().parse().ok().and_then(|count: u32| usize::try_from(count).ok())
}

/// What the search box sends, one object a line.
fn objects(text: &str) -> Log {
    let mut log = Log::default();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let object: Option<serde_json::Value> = serde_json::from_str(line).ok();
        match object.as_ref().and_then(|object| object["query"].as_str().map(|query| (object, query))) {
            Some((object, query)) => {
                let times = object["count"].as_u64().and_then(|number| count(&number.to_string())).unwrap_or(1);
                let opened = usize::from(object["chosen"].is_string());
                log.searches.extend(logged(query, times, opened));
            }
            None => log.unreadable += 1,
        }
    }
    log
}

/// The columns of a table.
struct Head {
    separator: u8,
    query: usize,
    count: Option<usize>,
}

impl Head {
    fn of(line: &str, separator: u8) -> Option<Self> {
        let names = record(line, separator)?;
        let column = |wanted: &str| names.iter().position(|name| name.trim().eq_ignore_ascii_case(wanted));
        Some(Self { separator, query: column("query")?, count: column("count") })
    }
}

fn record(line: &str, separator: u8) -> Option<StringRecord> {
    let mut reader = ReaderBuilder::new().has_headers(false).delimiter(separator).from_reader(line.as_bytes());
    reader.records().next()?.ok()
}

fn table(text: &str, head: &Head) -> Log {
    let mut log = Log::default();
    let mut reader = ReaderBuilder::new().delimiter(head.separator).flexible(true).from_reader(text.as_bytes());
    for record in reader.records() {
        let Ok(record) = record else {
            log.unreadable += 1;
            continue;
        };
        let times = head.count.and_then(|column| count(record.get(column)?));
        log.searches.extend(logged(record.get(head.query).unwrap_or_default(), times.unwrap_or(1), 0));
    }
    log
}

#[cfg(test)]
mod tests {
    use super::*;

    fn searches(text: &str) -> Vec<(String, usize, usize)> {
        read(text).searches.into_iter().map(|logged| (logged.query, logged.count, logged.opened)).collect()
    }

    fn row(query: &str, count: usize, opened: usize) -> (String, usize, usize) {
        (query.to_owned(), count, opened)
    }

    #[test]
    fn tables() {
        let table = "\u{feff}Date,Query,Count\n2026-01-01,\"money, back\",3\n2026-01-02,,1\n2026-01-03,till,x\n";
        assert_eq!(searches(table), [row("money, back", 3, 0), row("till", 1, 0)]);
        assert_eq!(searches("results;query\r\n0;a \"b\"\r\n"), [row("a \"b\"", 1, 0)]);
    }

    #[test]
    fn objects() {
        let lines = "{\"query\":\"a  b\",\"results\":2,\"chosen\":\"till/\"}\n\n{\"query\":\"a\",\"results\":0,\"chosen\":null}\nx\n{}\n";
        assert_eq!(searches(lines), [row("a b", 1, 1), row("a", 1, 0)]);
        assert_eq!(read(lines).unreadable, 2);
    }

    #[test]
    fn lines() {
        assert_eq!(searches("money back\n\n where, is it \n"), [row("money back", 1, 0), row("where, is it", 1, 0)]);
        assert_eq!(searches(""), []);
    }
}
