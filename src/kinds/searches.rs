//! `searches.yaml`: what people search for, and the page that each search has to find.

use crate::diag::Diagnostic;
use crate::source::{SitePath, SourceText};
use crate::yaml::{Fields, Node, Placed, Reader, Value};

/// The files, for everyone and for staff.
pub const SEARCHES: &[&str] = &["content/searches.yaml", "content/internal/searches.yaml"];
/// Among how many of the first results the page has to be, unless the file says otherwise: so many are seen without
/// scrolling.
const WITHIN: usize = 3;
/// More results than anybody looks through.
const MOST: i64 = 100;

/// A search, and what it has to find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedSearch {
    /// The file it stands in.
    pub path: SitePath,
    /// What somebody types.
    pub query: Placed<String>,
    /// Ids or paths of the pages that answer it; one of them is enough.
    pub finds: Vec<Placed<String>>,
    /// Among how many of the first results.
    pub within: usize,
}

/// Reads the file: a list of searches.
pub fn read_searches(node: &Node, source: &SourceText, findings: &mut Vec<Diagnostic>) -> Vec<ExpectedSearch> {
    let mut reader = Reader { source, zone: &jiff::tz::TimeZone::UTC, findings };
    match &node.value {
        Value::List(searches) => searches.iter().filter_map(|search| read_search(search, &mut reader)).collect(),
        Value::Null => Vec::new(),
        Value::Map(entries) if entries.is_empty() => Vec::new(),
        other => {
            let help = Some("write `- query: refund` and below it `finds: KB-1501` for each search".to_owned());
            reader.unexpected(&node.span, format!("expected a list of searches, found {}", other.describe()), help);
            Vec::new()
        }
    }
}

fn read_search(node: &Node, reader: &mut Reader<'_>) -> Option<ExpectedSearch> {
    let path = reader.source.path().clone();
    let mut fields = Fields::of(node, reader)?;
    let query = fields.require("query");
    let finds: Option<Placed<Vec<Placed<String>>>> = fields.require("finds");
    let within = fields.get("within").map(|within: Placed<i64>| {
        let fits = (1..=MOST).contains(&within.value);
        if !fits {
            fields.reader().unexpected(&within.span, format!("expected a number from 1 to {MOST}"), None);
        }
        usize::try_from(within.value).ok().filter(|_| fits).unwrap_or(WITHIN)
    });
    fields.finish();
    let finds = finds?.value;
    Some(ExpectedSearch { path, query: query?, finds, within: within.unwrap_or(WITHIN) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml;

    fn read(text: &str) -> (Vec<ExpectedSearch>, Vec<String>) {
        let source = SourceText::new(SitePath::new("content/searches.yaml").unwrap(), text);
        let mut findings = Vec::new();
        let node = yaml::parse(&source, 0..text.len(), &mut findings).unwrap();
        let searches = read_searches(&node, &source, &mut findings);
        (searches, findings.into_iter().map(|finding| finding.message).collect())
    }

    #[test]
    fn searches_with_one_page_or_several() {
        let (searches, findings) =
            read("- query: money back\n  finds: KB-1\n- query: till\n  finds: [KB-2, a.md]\n  within: 5\n");
        assert_eq!(findings, [""; 0]);
        let of = |search: &ExpectedSearch| (search.query.value.clone(), search.finds.len(), search.within);
        assert_eq!(searches.iter().map(of).collect::<Vec<_>>(), [("money back".into(), 1, 3), ("till".into(), 2, 5)]);
        assert_eq!(read(""), (Vec::new(), Vec::new()));
    }

    #[test]
    fn what_is_no_search_is_said() {
        let (searches, findings) =
            read("- query: a\n- finds: KB-1\n- query: b\n  finds: KB-2\n  within: 0\n  lang: en\n");
        assert_eq!((searches.len(), findings.len()), (1, 4), "{findings:?}");
        assert_eq!(read("query: a\nfinds: KB-1\n").1.len(), 1);
    }
}
