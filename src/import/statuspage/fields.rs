//! Values of a JSON file, taken one by one, each of the sort that is expected or else named with its place.

use serde_json::{Map, Value};

use jiff::tz::TimeZone;

use crate::import::{Left, moments};
use crate::time::Moment;

/// An object and the way to it: `incidents[3].incident_updates[0]`.
pub(super) struct Object<'a> {
    pub(super) place: String,
    fields: &'a Map<String, Value>,
}

impl<'a> Object<'a> {
    /// The object that `value` is; nothing, and a remark, where it is something else.
    pub(super) fn of(value: &'a Value, place: String, left: &mut Vec<Left>) -> Option<Self> {
        match value {
            Value::Object(fields) => Some(Self { place, fields }),
            other => {
                left.push(Left::new(&place, format!("expected an object, found {}", sort(other))));
                None
            }
        }
    }

    /// What lies at `key`; nothing where that is `null`.
    pub(super) fn value(&self, key: &str) -> Option<&'a Value> {
        self.fields.get(key).filter(|value| !value.is_null())
    }

    /// Whether `key` is there, even with `null`.
    pub(super) fn has(&self, key: &str) -> bool {
        self.fields.contains_key(key)
    }

    pub(super) fn text(&self, key: &str, left: &mut Vec<Left>) -> Option<&'a str> {
        match self.value(key)? {
            Value::String(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            other => {
                self.unexpected(key, "text", other, left);
                None
            }
        }
    }

    /// A time; a remark where it is none.
    pub(super) fn moment(&self, key: &str, left: &mut Vec<Left>) -> Option<Moment> {
        let text = self.text(key, left)?;
        let moment = moments::read(text, &TimeZone::UTC);
        if moment.is_none() {
            left.push(Left::new(&self.at(key), format!("`{}` is no time that can be read", shortened(text))));
        }
        moment
    }

    /// The objects of a list.
    pub(super) fn objects(&self, key: &str, left: &mut Vec<Left>) -> Vec<Object<'a>> {
        match self.value(key) {
            None => Vec::new(),
            Some(Value::Array(items)) => objects(items, &self.at(key), left),
            Some(other) => {
                self.unexpected(key, "a list", other, left);
                Vec::new()
            }
        }
    }

    pub(super) fn is_true(&self, key: &str) -> bool {
        self.value(key) == Some(&Value::Bool(true))
    }

    /// Keys that are not among `known` and hold something.
    pub(super) fn others(&self, known: &[&str]) -> Vec<&'a str> {
        let says_something = |value: &Value| match value {
            Value::Null | Value::Bool(false) => false,
            Value::Array(items) => !items.is_empty(),
            Value::Object(fields) => !fields.is_empty(),
            Value::String(text) => !text.is_empty(),
            _ => true,
        };
        let other = |(key, value): &(&'a String, &Value)| !known.contains(&key.as_str()) && says_something(value);
        self.fields.iter().filter(other).map(|(key, _)| key.as_str()).collect()
    }

    /// The place of a key.
    pub(super) fn at(&self, key: &str) -> String {
        if self.place.is_empty() { key.to_owned() } else { format!("{}.{key}", self.place) }
    }

    fn unexpected(&self, key: &str, expected: &str, found: &Value, left: &mut Vec<Left>) {
        left.push(Left::new(&self.at(key), format!("expected {expected}, found {}", sort(found))));
    }
}

/// The objects of a list at `place`.
pub(super) fn objects<'a>(items: &'a [Value], place: &str, left: &mut Vec<Left>) -> Vec<Object<'a>> {
    let object = |(index, value)| Object::of(value, format!("{place}[{index}]"), left);
    items.iter().enumerate().filter_map(object).collect()
}

pub(super) fn sort(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Text short enough for a message.
pub(super) fn shortened(text: &str) -> String {
    let head: String = text.chars().filter(|c| !c.is_control()).take(60).collect();
    if head.len() < text.len() { format!("{head}…") } else { head }
}
