//! The section `checks` of `firstline.yaml`: how much each finding matters here, or that it does not.
//!
//! Which findings there are is known to the checks alone, so a name that none of them has is reported there.

use crate::yaml::{Choice, FromNode, Node, Placed, Reader, Value};

/// How much a finding matters to this company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It is not reported.
    Off,
    /// Good to know.
    Note,
    /// Something that a careful writer would change.
    Warning,
    /// The exit code says so.
    Error,
}

impl Choice for Level {
    const WORDS: &'static [(&'static str, Self)] =
        &[("off", Self::Off), ("note", Self::Note), ("warning", Self::Warning), ("error", Self::Error)];
}

/// What the settings say about findings, by their names.
#[derive(Clone, Debug, Default)]
pub struct Levels(pub Vec<(Placed<String>, Level)>);

impl Levels {
    /// What they say about one.
    #[must_use]
    pub fn of(&self, code: &str) -> Option<Level> {
        self.0.iter().find(|(name, _)| name.value == code).map(|(_, level)| *level)
    }
}

impl FromNode for Levels {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let Value::Map(entries) = &node.value else {
            let help = Some("write a line for each finding, such as `update-overdue: warning`".to_owned());
            reader.unexpected(&node.span, "expected findings with their levels", help);
            return None;
        };
        let level = |(name, node): &(Placed<String>, Node)| Some((name.clone(), Level::from_node(node, reader)?));
        Some(Self(entries.iter().filter_map(level).collect()))
    }
}
