//! The introduction of a folder of answers: `_topic.md`.

use crate::yaml::{Fields, FromNode, Node, Placed, Reader, Value};

/// Something to ask a customer who writes about a topic.
#[derive(Clone, Debug)]
pub struct Question {
    /// The question.
    pub text: String,
    /// Where to find the answer.
    pub hint: Option<String>,
    /// Answers to choose from; empty where any may be written.
    pub choices: Vec<String>,
}

impl FromNode for Question {
    /// `Which till is it?`, `{question: Which till is it?, hint: Its number is on its back., choices: [...]}`.
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        if let Value::Scalar(_) = node.value {
            let text = String::from_node(node, reader)?;
            return Some(Self { text, hint: None, choices: Vec::new() });
        }
        let mut fields = Fields::of(node, reader)?;
        let text: Option<Placed<String>> = fields.require("question");
        let hint = fields.get("hint").map(|hint| hint.value);
        let choices = fields.get_or_default("choices");
        fields.finish();
        Some(Self { text: text?.value, hint, choices })
    }
}

/// The fields of a topic.
#[derive(Clone, Debug, Default)]
pub struct Topic {
    /// The name of its icon.
    pub icon: Option<String>,
    /// Its place among its neighbours, lowest first; topics without one come last, by title.
    pub order: Option<Placed<i64>>,
    /// The people who know most about it.
    pub experts: Vec<String>,
    /// The channels that are best for it, best first, by the names of their files or their types; empty where all are.
    pub channels: Vec<Placed<String>>,
    /// What to ask whoever writes about it.
    pub ask: Vec<Question>,
}

impl Topic {
    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            icon: fields.get("icon").map(|icon| icon.value),
            order: fields.get("order"),
            experts: fields.get_or_default("experts"),
            channels: fields.get_or_default("channels"),
            ask: fields.get_or_default("ask"),
        }
    }
}
