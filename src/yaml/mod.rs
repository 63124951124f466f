//! YAML with places: front matter and data files as trees that remember where every value stands.
//!
//! Reading never stops at the first problem: [`parse`] gives a tree or one finding, and [`Fields`] turns a mapping
//! into typed values, reporting every value that does not fit and every key that nobody asked for. Anchors, aliases
//! and tags are refused, which also ends every "billion laughs".
//!
//! The other way, [`edit`] changes front matter where it stands, and [`scalar`] writes text so that it reads as itself.

pub mod edit;
mod fields;
pub mod scalar;
mod values;

use std::collections::BTreeSet;
use std::ops::Range;

use serde_yaml::granit_parser::{Event, Parser, ScalarStyle, Span};

use crate::diag::{Code, Diagnostic, Place};
use crate::source::SourceText;

pub use fields::{Fields, MISSING_KEY, Reader, UNEXPECTED_VALUE, UNKNOWN_KEY};
pub use values::{Choice, Date, FromNode, Placed, Text};

/// Deepest nesting that is read; real front matter has four levels.
const MAX_DEPTH: usize = 32;

/// Most values in one document; a company with 200 components and all their fields has about 2,000.
const MAX_NODES: usize = 100_000;

/// A value and where it stands in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Its bytes in the file.
    pub span: Range<usize>,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing: an empty value, `~` or `null`.
    Null,
    /// Text as written, without its quotes; whether `yes` is a word or a truth is up to whoever asks.
    Scalar(String),
    /// A list.
    List(Vec<Node>),
    /// Keys with their values, in the order written; of a key written twice the first counts.
    Map(Vec<(Placed<String>, Node)>),
}

impl Node {
    /// Replaces every text in the tree, keys aside, by what `change` makes of it and its place in the file.
    pub fn change_texts(&mut self, change: &mut dyn FnMut(&str, &Range<usize>) -> String) {
        match &mut self.value {
            Value::Null => {}
            Value::Scalar(text) => *text = change(text, &self.span),
            Value::List(items) => items.iter_mut().for_each(|item| item.change_texts(change)),
            Value::Map(entries) => entries.iter_mut().for_each(|(_, value)| value.change_texts(change)),
        }
    }
}

impl Value {
    /// What it is, for messages: "a list".
    #[must_use]
    pub fn describe(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Scalar(_) => "text",
            Self::List(_) => "a list",
            Self::Map(_) => "a group of keys",
        }
    }
}

/// The finding for text that is not YAML.
pub const UNREADABLE: Code = Code("unreadable-yaml");
/// The finding for a key written twice.
pub const DUPLICATE_KEY: Code = Code("duplicate-key");

/// Reads the YAML at `span` of a file. An empty document is an empty mapping.
///
/// # Errors
/// The finding that says where the text stops being YAML that Firstline reads.
pub fn parse(source: &SourceText, span: Range<usize>, findings: &mut Vec<Diagnostic>) -> Result<Node, Box<Diagnostic>> {
    let text = source.slice(span.clone());
    let mut builder = Builder { source, base: span.start, open: Vec::new(), root: None, nodes: 0, findings };
    for event in Parser::new_from_str(text) {
        match event {
            Ok((event, at)) => builder.take(event, at)?,
            Err(error) => {
                let offset = error.marker().byte_offset().unwrap_or(0).min(text.len());
                return Err(not_yaml(source, span.start + offset, &error.info()));
            }
        }
    }
    Ok(builder.root.unwrap_or(Node { value: Value::Map(Vec::new()), span }))
}

/// The finding at `offset`; where a tab is the trouble, at the tab, since the scanner names the line before it.
fn not_yaml(source: &SourceText, offset: usize, why: &str) -> Box<Diagnostic> {
    let line = source.text()[..offset].rfind('\n').map_or(0, |at| at + 1);
    let tab = source.text()[line..].find('\t').map(|skip| line + skip).filter(|_| why.contains("tab"));
    let at = tab.unwrap_or(offset);
    let finding = Diagnostic::error(UNREADABLE, Place::span(source, at..at), format!("this is not YAML: {why}"));
    Box::new(finding.help("indent with spaces, and put quotes around text that has `: `, `#` or starts with a sign"))
}

/// A list or mapping whose end has not come yet.
enum Open {
    List(Range<usize>, Vec<Node>),
    Map(Range<usize>, Vec<(Placed<String>, Node)>, Option<Placed<String>>, BTreeSet<String>),
}

struct Builder<'a> {
    source: &'a SourceText,
    base: usize,
    open: Vec<Open>,
    root: Option<Node>,
    nodes: usize,
    findings: &'a mut Vec<Diagnostic>,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, at: Span) -> Result<(), Box<Diagnostic>> {
        let span = self.span(at);
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(self.refuse(span, format!("more than {MAX_NODES} values in one file"), "split the file"));
        }
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_sharing(anchor, tag.is_some(), &span)?;
                let plain = style == ScalarStyle::Plain;
                let value = match text.as_ref() {
                    "" | "~" | "null" if plain => Value::Null,
                    text => Value::Scalar(text.to_owned()),
                };
                self.place(Node { value, span })
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.refuse_sharing(anchor, tag.is_some(), &span)?;
                self.enter(Open::List(span, Vec::new()))
            }
            Event::MappingStart(_, anchor, tag) => {
                self.refuse_sharing(anchor, tag.is_some(), &span)?;
                self.enter(Open::Map(span, Vec::new(), None, BTreeSet::new()))
            }
            Event::SequenceEnd | Event::MappingEnd => self.leave(span.end),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                Err(self.refuse(span, "aliases are not read here", "write the value out"))
            }
            Event::DocumentStart(..) if self.root.is_some() => {
                Err(self.refuse(span, "a second document in one file", "remove the `---` line"))
            }
            _ => Ok(()),
        }
    }

    fn span(&self, at: Span) -> Range<usize> {
        let range = at.byte_range().unwrap_or(0..0);
        self.base + range.start..self.base + range.end
    }

    fn refuse(&self, span: Range<usize>, message: impl Into<String>, help: &str) -> Box<Diagnostic> {
        Box::new(Diagnostic::error(UNREADABLE, Place::span(self.source, span), message).help(help))
    }

    fn refuse_sharing(&self, anchor: usize, tagged: bool, span: &Range<usize>) -> Result<(), Box<Diagnostic>> {
        if anchor == 0 && !tagged {
            return Ok(());
        }
        let what = if tagged { "tags (`!…`) are not read here" } else { "anchors (`&…`) are not read here" };
        Err(self.refuse(span.clone(), what, "write the value plainly, or put quotes around it"))
    }

    fn enter(&mut self, open: Open) -> Result<(), Box<Diagnostic>> {
        if self.open.len() >= MAX_DEPTH {
            let (Open::List(span, _) | Open::Map(span, ..)) = open;
            return Err(self.refuse(span, format!("nested deeper than {MAX_DEPTH} levels"), "flatten it"));
        }
        self.open.push(open);
        Ok(())
    }

    fn leave(&mut self, end: usize) -> Result<(), Box<Diagnostic>> {
        let node = match self.open.pop() {
            Some(Open::List(span, items)) => Node { value: Value::List(items), span: span.start..end },
            Some(Open::Map(span, entries, ..)) => Node { value: Value::Map(entries), span: span.start..end },
            None => return Ok(()),
        };
        self.place(node)
    }

    /// Puts a finished node where it belongs: into the innermost open list or mapping, else at the root.
    fn place(&mut self, node: Node) -> Result<(), Box<Diagnostic>> {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::List(_, items)) => items.push(node),
            Some(Open::Map(_, _, key, _)) => match key.take() {
                Some(key) => self.add_entry(key, node),
                None => match node.value {
                    Value::Scalar(text) => *key = Some(Placed { value: text, span: node.span }),
                    Value::Null => *key = Some(Placed { value: String::new(), span: node.span }),
                    Value::List(_) | Value::Map(_) => {
                        return Err(self.refuse_key(node.span));
                    }
                },
            },
        }
        Ok(())
    }

    /// A list or group as a key: nobody wants that, but whoever begins a value with a quoted fact writes it.
    fn refuse_key(&self, span: Range<usize>) -> Box<Diagnostic> {
        let braces = span.start.checked_sub(1).and_then(|before| self.source.text().get(before..));
        if braces.is_some_and(|text| text.starts_with("{{")) {
            let help = "put quotes around the whole value: \"{{fact:name}} …\"";
            let closing = usize::from(self.source.text()[span.end..].starts_with('}'));
            return self.refuse(span.start - 1..span.end + closing, "a value can't begin with `{{`", help);
        }
        self.refuse(span, "a key has to be a word", "put quotes around it")
    }

    fn add_entry(&mut self, key: Placed<String>, node: Node) {
        let Some(Open::Map(_, entries, _, known)) = self.open.last_mut() else { return };
        if !known.insert(key.value.clone()) {
            let place = Place::span(self.source, key.span.clone());
            let message = format!("`{}` is written twice; the first one counts", key.value);
            self.findings.push(Diagnostic::error(DUPLICATE_KEY, place, message).help("remove one of them"));
        }
        // Both stay: whoever decides over secrets has to see the second one too.
        entries.push((key, node));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SitePath;

    fn read(text: &str) -> (Result<Node, Box<Diagnostic>>, Vec<Diagnostic>) {
        let source = SourceText::new(SitePath::new("a.yaml").unwrap(), text);
        let mut findings = Vec::new();
        let node = parse(&source, 0..text.len(), &mut findings);
        (node, findings)
    }

    #[test]
    fn values_keep_their_places() {
        let (node, findings) = read("title: \"Öl\"\ntags: [a, b]\n");
        assert_eq!(findings, []);
        let Value::Map(entries) = node.unwrap().value else { panic!("a mapping") };
        assert_eq!(entries[0].0.span, 0..5);
        assert_eq!(entries[0].1.value, Value::Scalar("Öl".to_owned()));
        let Value::List(items) = &entries[1].1.value else { panic!("a list") };
        assert_eq!(items[1].span, 23..24);
    }

    #[test]
    fn a_key_written_twice_is_found_and_the_first_counts() {
        let (node, findings) = read("a: 1\nb: 2\na: 3\n");
        assert_eq!((findings[0].code, findings[0].place.line), (DUPLICATE_KEY, 3));
        let Value::Map(entries) = node.unwrap().value else { panic!("a mapping") };
        assert_eq!(entries.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["a", "b", "a"]);
        assert_eq!(entries[0].1.value, Value::Scalar("1".to_owned()));
    }

    #[test]
    fn bombs_and_bad_indents_are_refused_with_a_place() {
        let bomb = "a: &a [x, x]\nb: [*a, *a]\n";
        for (text, line) in [(bomb, 1), ("a: 1\n\tb: 2\n", 2), ("a: [", 1), ("a: !!binary x", 1), ("? [a]\n: b", 1)] {
            let finding = read(text).0.expect_err(text);
            assert_eq!(finding.code, UNREADABLE, "{text}");
            assert!(finding.place.line >= line, "{text}: {finding:?}");
        }
        assert!(read(&"[".repeat(200_000)).0.is_err());
        assert!(read(&"{a: ".repeat(1000)).0.is_err());
    }
}
