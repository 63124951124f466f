//! Typed values: how text in YAML becomes a date, a number or one word of a fixed set.

use std::ops::{Deref, Range};

use jiff::civil;

use crate::diag::did_you_mean;

use super::{Node, Reader, Value};

/// A value and where it stands in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Its bytes in the file.
    pub span: Range<usize>,
}

impl<T> Deref for Placed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// A type that can be read from YAML.
pub trait FromNode: Sized {
    /// The value, or nothing after a finding that says what was expected.
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self>;
}

/// A fixed set of words.
pub trait Choice: Copy + PartialEq + 'static {
    /// Each word with what it stands for.
    const WORDS: &'static [(&'static str, Self)];

    /// The word that stands for this value.
    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, value)| *value == self).map_or("", |(word, _)| word)
    }
}

impl<T: Choice> FromNode for T {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let Value::Scalar(text) = &node.value else {
            reader.unexpected(&node.span, format!("expected a word, found {}", node.value.describe()), None);
            return None;
        };
        let found = T::WORDS.iter().find(|(word, _)| word == text).map(|(_, value)| *value);
        if found.is_none() {
            let words = T::WORDS.iter().map(|(word, _)| *word);
            let known = words.clone().collect::<Vec<_>>().join(", ");
            let help = did_you_mean(text, words).unwrap_or_else(|| format!("one of: {known}"));
            reader.unexpected(&node.span, format!("`{text}` is not one of the words known here"), Some(help));
        }
        found
    }
}

/// Text that is kept as written: any scalar.
pub type Text = String;

impl FromNode for String {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        match &node.value {
            Value::Scalar(text) => Some(text.trim().to_owned()),
            other => {
                reader.unexpected(&node.span, format!("expected text, found {}", other.describe()), None);
                None
            }
        }
    }
}

impl FromNode for bool {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        match &node.value {
            Value::Scalar(text) if text == "true" => Some(true),
            Value::Scalar(text) if text == "false" => Some(false),
            _ => {
                reader.unexpected(&node.span, "expected `true` or `false`", None);
                None
            }
        }
    }
}

impl FromNode for f64 {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let number = match &node.value {
            Value::Scalar(text) => text.parse::<Self>().ok().filter(|number| number.is_finite()),
            _ => None,
        };
        if number.is_none() {
            reader.unexpected(&node.span, "expected a number, such as 99.9", None);
        }
        number
    }
}

impl FromNode for i64 {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let number = match &node.value {
            Value::Scalar(text) => text.parse::<Self>().ok(),
            _ => None,
        };
        if number.is_none() {
            reader.unexpected(&node.span, "expected a whole number", None);
        }
        number
    }
}

/// A day without a time.
pub type Date = civil::Date;

impl FromNode for civil::Date {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let date = match &node.value {
            Value::Scalar(text) => text.parse::<Self>().ok(),
            _ => None,
        };
        if date.is_none() {
            reader.unexpected(&node.span, "expected a date, such as 2026-11-20", None);
        }
        date
    }
}

/// A list; one value alone is a list of one.
impl<T: FromNode> FromNode for Vec<T> {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        match &node.value {
            Value::List(items) => Some(items.iter().filter_map(|item| T::from_node(item, reader)).collect()),
            _ => T::from_node(node, reader).map(|only| vec![only]),
        }
    }
}

impl<T: FromNode> FromNode for Placed<T> {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        T::from_node(node, reader).map(|value| Self { value, span: node.span.clone() })
    }
}
