//! A mapping read key by key, with a finding for each value that does not fit and each key that nobody asked for.

use std::ops::Range;

use jiff::tz::TimeZone;

use crate::diag::{Code, Diagnostic, Place, did_you_mean};
use crate::source::SourceText;

use super::{FromNode, Node, Placed, Value};

/// The finding for a key that has no meaning.
pub const UNKNOWN_KEY: Code = Code("unknown-key");
/// The finding for a value of the wrong sort.
pub const UNEXPECTED_VALUE: Code = Code("unexpected-value");
/// The finding for a key that has to be there.
pub const MISSING_KEY: Code = Code("missing-key");

/// Where findings go while a file is read, and what its local times mean.
pub struct Reader<'s> {
    /// The file.
    pub source: &'s SourceText,
    /// The zone of times that are written without an offset.
    pub zone: &'s TimeZone,
    /// What was found so far.
    pub findings: &'s mut Vec<Diagnostic>,
}

impl Reader<'_> {
    /// Notes that the value at `span` is not what was expected.
    pub fn unexpected(&mut self, span: &Range<usize>, message: impl Into<String>, help: Option<String>) {
        let place = Place::span(self.source, span.clone());
        self.findings.push(Diagnostic::error(UNEXPECTED_VALUE, place, message).help_if(help));
    }
}

/// The keys of one mapping. Ask for each that has a meaning, then [`finish`](Self::finish).
pub struct Fields<'r, 's> {
    entries: &'r [(Placed<String>, Node)],
    span: Range<usize>,
    asked: Vec<&'static str>,
    reader: &'r mut Reader<'s>,
}

impl<'r, 's> Fields<'r, 's> {
    /// The fields of `node`, or nothing and a finding where it is not a mapping.
    pub fn of(node: &'r Node, reader: &'r mut Reader<'s>) -> Option<Self> {
        let entries: &[_] = match &node.value {
            Value::Map(entries) => entries,
            Value::Null => &[],
            other => {
                reader.unexpected(&node.span, format!("expected `key: value` lines, found {}", other.describe()), None);
                return None;
            }
        };
        Some(Self { entries, span: node.span.clone(), asked: Vec::new(), reader })
    }

    /// The value of `key`; nothing where it is absent, empty or does not fit (which is then a finding).
    pub fn get<T: FromNode>(&mut self, key: &'static str) -> Option<Placed<T>> {
        let node = self.node(key)?;
        if node.value == Value::Null {
            return None;
        }
        let value = T::from_node(node, self.reader)?;
        Some(Placed { value, span: node.span.clone() })
    }

    /// The value of `key`, or the default of its type.
    pub fn get_or_default<T: FromNode + Default>(&mut self, key: &'static str) -> T {
        self.get(key).map(|placed| placed.value).unwrap_or_default()
    }

    /// The value of `key`, with a finding where it is absent.
    pub fn require<T: FromNode>(&mut self, key: &'static str) -> Option<Placed<T>> {
        if !self.is_given(key) {
            let place = Place::span(self.reader.source, self.span.start..self.span.start);
            let finding = Diagnostic::error(MISSING_KEY, place, format!("`{key}` is missing"));
            self.reader.findings.push(finding.help(format!("add a line `{key}: …`")));
        }
        self.get(key)
    }

    /// Whether `key` has a value, readable or not.
    pub fn is_given(&mut self, key: &'static str) -> bool {
        self.node(key).is_some_and(|node| node.value != Value::Null)
    }

    /// Whether somebody may have meant `key` and not quite said it: with nothing behind it, twice, or a letter off. Each
    /// such line is a finding.
    pub fn is_unclear(&mut self, key: &'static str) -> bool {
        let meant = |name: &str| strsim::osa_distance(&name.to_lowercase().replace('-', "_"), key) <= 1;
        let lines: Vec<_> = self.entries.iter().filter(|(name, _)| meant(&name.value)).collect();
        let is_plain = |(name, node): &&&(Placed<String>, Node)| name.value == key && node.value != Value::Null;
        if lines.is_empty() || (lines.len() == 1 && lines.iter().all(|line| is_plain(&line))) {
            return false;
        }
        for (name, _) in lines {
            let message = "it is not clear when this page may be seen, so it is not published";
            self.reader.unexpected(
                &name.span,
                message,
                Some(format!("write `{key}` once, with a value, or not at all")),
            );
        }
        true
    }

    /// The untyped value of `key`.
    pub fn node(&mut self, key: &'static str) -> Option<&'r Node> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        self.entries.iter().find(|(name, _)| name.value == key).map(|(_, node)| node)
    }

    /// Where findings go.
    pub fn reader(&mut self) -> &mut Reader<'s> {
        self.reader
    }

    /// Reports the keys that nobody asked for.
    pub fn finish(self) {
        for (key, _) in self.entries {
            if self.asked.contains(&key.value.as_str()) {
                continue;
            }
            let place = Place::span(self.reader.source, key.span.clone());
            let help = did_you_mean(&key.value, self.asked.iter().copied())
                .unwrap_or_else(|| format!("known keys here: {}", self.asked.join(", ")));
            let message = format!("`{}` has no meaning here", key.value);
            self.reader.findings.push(Diagnostic::warning(UNKNOWN_KEY, place, message).help(help));
        }
    }
}
