//! `facts.yaml`: each number that is published in many places, written once.
//!
//! Texts and front matter quote a fact as `{{fact:name}}`. A changed value then changes wherever it is quoted.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::diag::{Diagnostic, Place};
use crate::markdown::{Quotable, Quote, filled, quotes_in};
use crate::source::{SitePath, SourceText};
use crate::yaml::{Choice, Fields, FromNode, Node, Placed, Reader, UNEXPECTED_VALUE, Value};

use super::audience::{Audience, audience_of};

/// Keys whose values are Markdown. A fact is filled in when that is parsed, since before it could turn into markup.
const MARKDOWN: &[&str] = &["body"];

/// Fields of front matter that only the company's own people see, whoever else sees the page.
const STAFF_ONLY: &[&str] = &["owner", "experts", "who", "contact"];

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

/// Facts by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts(BTreeMap<String, Fact>);

impl Facts {
    /// Adds those of a file. Of two with the same name the first counts, and the second is told.
    pub fn read(&mut self, node: &Node, source: &SourceText, audience: Audience, findings: &mut Vec<Diagnostic>) {
        for fact in read_facts(node, source, audience, findings) {
            match self.0.entry(fact.name.value.clone()) {
                Entry::Vacant(place) => drop(place.insert(fact)),
                Entry::Occupied(first) => findings.push(given_twice(&fact, first.get(), source)),
            }
        }
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

    /// Fills in what the values of a data file quote, and notes each quote. A value that is nothing but a quote becomes
    /// the fact's value, and any other gets its text. What this audience must not see is left alone.
    pub fn fill(&self, node: &mut Node, audience: Audience, quotes: &mut Vec<Quote>) {
        Filling { facts: self, audience, staff_only: &[], quotes }.fill(node);
    }

    /// The same for front matter, which has fields that the public never sees. What is quoted there was told to nobody.
    pub fn fill_front(&self, node: &mut Node, audience: Audience, quotes: &mut Vec<Quote>) {
        let staff_only = if audience == Audience::Public { STAFF_ONLY } else { &[] };
        Filling { facts: self, audience, staff_only, quotes }.fill(node);
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

/// The names that front matter quotes where this audience does not see them.
#[must_use]
pub fn quoted_out_of_sight(front: &Node, audience: Audience) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    if audience == Audience::Public {
        add_hidden(front, &mut names);
    }
    names
}

fn add_hidden(node: &Node, names: &mut BTreeSet<String>) {
    match &node.value {
        Value::Null | Value::Scalar(_) => {}
        Value::List(items) => items.iter().for_each(|item| add_hidden(item, names)),
        Value::Map(entries) if is_kept_from(entries, Audience::Public) => add_quoted(node, names),
        Value::Map(entries) => entries.iter().for_each(|(key, value)| match STAFF_ONLY.contains(&key.as_str()) {
            true => add_quoted(value, names),
            false => add_hidden(value, names),
        }),
    }
}

fn add_quoted(node: &Node, names: &mut BTreeSet<String>) {
    match &node.value {
        Value::Null => {}
        Value::Scalar(text) => names.extend(quotes_in(text).map(|(_, name)| name.to_owned())),
        Value::List(items) => items.iter().for_each(|item| add_quoted(item, names)),
        Value::Map(entries) => entries.iter().for_each(|(_, value)| add_quoted(value, names)),
    }
}

/// A tree whose quotes are being filled in.
struct Filling<'a> {
    facts: &'a Facts,
    audience: Audience,
    /// Fields that this audience does not see.
    staff_only: &'static [&'static str],
    quotes: &'a mut Vec<Quote>,
}

impl Filling<'_> {
    fn fill(&mut self, node: &mut Node) {
        match &mut node.value {
            Value::Null => {}
            Value::Scalar(text) => self.fill_text(text, &node.span),
            Value::List(items) => items.iter_mut().for_each(|item| self.fill(item)),
            Value::Map(entries) if is_kept_from(entries, self.audience) => {}
            Value::Map(entries) => {
                let passed = |key: &str| MARKDOWN.contains(&key) || self.staff_only.contains(&key);
                let plain: Vec<&mut Node> =
                    entries.iter_mut().filter(|(key, _)| !passed(key)).map(|(_, value)| value).collect();
                plain.into_iter().for_each(|value| self.fill(value));
            }
        }
    }

    fn fill_text(&mut self, text: &mut String, span: &Range<usize>) {
        let found = quotes_in(text).map(|(_, name)| Quote { name: name.to_owned(), span: span.clone() });
        let found: Vec<Quote> = found.collect();
        if !found.is_empty() {
            *text = self.facts.value_of(text);
            self.quotes.extend(found);
        }
    }
}

/// Whether a group says that it is for others than this audience.
fn is_kept_from(entries: &[(Placed<String>, Node)], audience: Audience) -> bool {
    let public = |node: &Node| matches!(&node.value, Value::Scalar(word) if word == Audience::Public.word());
    audience == Audience::Public && entries.iter().any(|(key, node)| key.value == "audience" && !public(node))
}

/// Reads the file: `name: value`, or `name: {value: 24h, text: 24 hours}`. What an entry says of its audience holds for it
/// as for a page.
fn read_facts(node: &Node, source: &SourceText, audience: Audience, findings: &mut Vec<Diagnostic>) -> Vec<Fact> {
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

fn given_twice(fact: &Fact, first: &Fact, source: &SourceText) -> Diagnostic {
    let message = format!("`{}` is a fact of {} as well, and that one is quoted", fact.name.value, first.path);
    let place = Place::span(source, fact.name.span.clone());
    Diagnostic::error(UNEXPECTED_VALUE, place, message).help("give one of them another name")
}

fn read_fact(name: &Placed<String>, node: &Node, reader: &mut Reader<'_>) -> Option<Fact> {
    let path = reader.source.path().clone();
    if let Value::Scalar(_) = node.value {
        let value = plain(Placed { value: String::from_node(node, reader)?, span: node.span.clone() }, reader)?;
        return Some(Fact { name: name.clone(), path, value, text: None });
    }
    let mut fields = Fields::of(node, reader)?;
    let value: Option<Placed<String>> = fields.require("value");
    let text: Option<Placed<String>> = fields.get("text");
    let _ = (fields.node("note"), fields.node("audience"));
    fields.finish();
    let text = text.and_then(|text| plain(text, reader));
    Some(Fact { name: name.clone(), path, value: plain(value?, reader)?, text })
}

/// A text that may be a fact's: a short one that quotes no other, since one round of filling in would show the braces.
fn plain(text: Placed<String>, reader: &mut Reader<'_>) -> Option<String> {
    if quotes_in(&text).next().is_some() {
        let help = "write out what it would say; a text can quote both, one after the other";
        reader.unexpected(&text.span, "a fact can't quote another", Some(help.to_owned()));
        return None;
    }
    if text.chars().count() <= LONGEST {
        return Some(text.value);
    }
    let help = "a fact is a number or a few words; give a longer text a page of its own, and link to it";
    reader.unexpected(&text.span, format!("this is longer than {LONGEST} characters"), Some(help.to_owned()));
    None
}
