//! `facts.yaml`: each number that is published in many places, written once.
//!
//! Texts and front matter quote a fact as `{{fact:name}}`. A changed value then changes wherever it is quoted.

use std::collections::BTreeMap;

use crate::diag::Diagnostic;
use crate::source::{SitePath, SourceText};
use crate::yaml::{Fields, FromNode, Node, Placed, Reader, Value};

use super::audience::{Audience, audience_of};

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

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Fact> {
        self.0.values()
    }
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
        let value = String::from_node(node, reader)?;
        return Some(Fact { name: name.clone(), path, value, text: None });
    }
    let mut fields = Fields::of(node, reader)?;
    let value: Option<Placed<String>> = fields.require("value");
    let text = fields.get("text").map(|text| text.value);
    let _ = (fields.node("note"), fields.node("audience"));
    fields.finish();
    Some(Fact { name: name.clone(), path, value: value?.value, text })
}
