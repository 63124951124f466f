//! `facts.yaml`: each number that is published in many places, written once.
//!
//! Texts and front matter quote a fact as `{{fact:name}}`. A changed value then changes wherever it is quoted.

use std::collections::BTreeMap;

use crate::diag::Diagnostic;
use crate::markdown::{Quotable, Quote, filled, quotes_in};
use crate::source::{SitePath, SourceText};
use crate::yaml::{Choice, Fields, FromNode, Node, Placed, Reader, Value};

use super::audience::{Audience, audience_of};

/// Keys whose values are Markdown. A fact is filled in when that is parsed, since before it could turn into markup.
const MARKDOWN: &[&str] = &["body"];

/// Longest fact, in characters: a number or a few words. What is longer belongs on a page of its own.
const LONGEST: usize = 500;

/// Something that is quoted in many places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Its name, as it is quoted.
    pub name: Placed<String>,
    /// The file it stands in.
    pub path: SitePath,
    /// What front matter gets: `24h`.
    pub value: String,
    /// What texts get, where that is written otherwise: `24 hours`.
    pub text: Option<String>,
}

impl Fact {
    /// What texts get.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text.as_deref().unwrap_or(&self.value)
    }
}

/// Facts by name; of two with the same name the first counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts(BTreeMap<String, Fact>);

impl Facts {
    /// Facts in any order.
    #[must_use]
    pub fn new(facts: impl IntoIterator<Item = Fact>) -> Self {
        let mut by_name = BTreeMap::new();
        for fact in facts {
            by_name.entry(fact.name.value.clone()).or_insert(fact);
        }
        Self(by_name)
    }

    /// The fact of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Fact> {
        self.0.get(name)
    }

    /// What stands where a fact is quoted.
    #[must_use]
    pub fn quotable(&self, name: &str) -> Option<Quotable> {
        let fact = self.get(name)?;
        Some(Quotable { text: fact.text().to_owned(), value: fact.value.clone() })
    }

    /// A text with its quotes filled in, whatever else it holds: to tell what it said from what it says.
    #[must_use]
    pub fn said(&self, text: &str) -> String {
        filled(text, &|name| self.get(name).map(|fact| fact.text().to_owned())).into_owned()
    }

    /// Fills in what the values of a tree quote, and notes each quote. A value that is nothing but a quote becomes the
    /// fact's value, and any other gets its text. What this audience must not see is left alone.
    pub fn fill(&self, node: &mut Node, audience: Audience, quotes: &mut Vec<Quote>) {
        match &mut node.value {
            Value::Null => {}
            Value::Scalar(text) => {
                let found = quotes_in(text).map(|(_, name)| Quote { name: name.to_owned(), span: node.span.clone() });
                let found: Vec<Quote> = found.collect();
                if !found.is_empty() {
                    *text = self.value_of(text);
                    quotes.extend(found);
                }
            }
            Value::List(items) => items.iter_mut().for_each(|item| self.fill(item, audience, quotes)),
            Value::Map(entries) if is_kept_from(entries, audience) => {}
            Value::Map(entries) => {
                let plain = entries.iter_mut().filter(|(key, _)| !MARKDOWN.contains(&key.as_str()));
                plain.for_each(|(_, value)| self.fill(value, audience, quotes));
            }
        }
    }

    fn value_of(&self, text: &str) -> String {
        let whole = quotes_in(text).next().filter(|(span, _)| text[span.clone()] == *text.trim());
        match whole.and_then(|(_, name)| self.get(name)) {
            Some(fact) => fact.value.clone(),
            None => self.said(text),
        }
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Fact> {
        self.0.values()
    }
}

/// Whether a group says that it is for others than this audience.
fn is_kept_from(entries: &[(Placed<String>, Node)], audience: Audience) -> bool {
    let public = |node: &Node| matches!(&node.value, Value::Scalar(word) if word == Audience::Public.word());
    audience == Audience::Public && entries.iter().any(|(key, node)| key.value == "audience" && !public(node))
}

/// Reads the file: `name: value`, or `name: {value: 24h, text: 24 hours}`. What an entry says of its audience holds for it
/// as for a page.
pub fn read_facts(node: &Node, source: &SourceText, audience: Audience, findings: &mut Vec<Diagnostic>) -> Vec<Fact> {
    let zone = jiff::tz::TimeZone::UTC;
    let Value::Map(entries) = &node.value else {
        let mut reader = Reader { source, zone: &zone, findings };
        reader.unexpected(&node.span, "expected facts by name", None);
        return Vec::new();
    };
    let mut facts = Vec::new();
    for (name, node) in entries {
        let is_group = matches!(node.value, Value::Map(_));
        if is_group && audience_of(source.path(), node, source, findings) > audience {
            continue;
        }
        let mut reader = Reader { source, zone: &zone, findings };
        facts.extend(read_fact(name, node, &mut reader));
    }
    facts
}

fn read_fact(name: &Placed<String>, node: &Node, reader: &mut Reader<'_>) -> Option<Fact> {
    let path = reader.source.path().clone();
    if let Value::Scalar(_) = node.value {
        let value = short(Placed { value: String::from_node(node, reader)?, span: node.span.clone() }, reader)?;
        return Some(Fact { name: name.clone(), path, value, text: None });
    }
    let mut fields = Fields::of(node, reader)?;
    let value: Option<Placed<String>> = fields.require("value");
    let text: Option<Placed<String>> = fields.get("text");
    let _ = (fields.node("note"), fields.node("audience"));
    fields.finish();
    let text = text.and_then(|text| short(text, reader));
    Some(Fact { name: name.clone(), path, value: short(value?, reader)?, text })
}

fn short(text: Placed<String>, reader: &mut Reader<'_>) -> Option<String> {
    if text.chars().count() <= LONGEST {
        return Some(text.value);
    }
    let help = "a fact is a number or a few words; give a longer text a page of its own, and link to it";
    reader.unexpected(&text.span, format!("this is longer than {LONGEST} characters"), Some(help.to_owned()));
    None
}
