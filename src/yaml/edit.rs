//! Changes to front matter that touch nothing else: one more item in a list, another value for a key.
//!
//! A file is somebody's handiwork: comments, order, quotes and line ends stay as they are, and only the new lines differ.
//! Where the form is too odd to be sure, nothing is changed and the reason is told. Every change is read back: what the
//! file says afterwards has to be what it said before, and the change.

use std::fmt;
use std::ops::Range;

use crate::source::{SitePath, SourceText};

use super::scalar::{inline, prose, quoted};
use super::{Node, Placed, Value, parse};

/// A value to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// A time or a word of a fixed set, which is never quoted by itself.
    Word(String),
    /// Text as people write it.
    Text(String),
    /// Keys with words.
    Map(Vec<(String, String)>),
    /// Names, between brackets.
    List(Vec<String>),
    /// Groups of keys, each behind a hyphen.
    Items(Vec<Vec<Field>>),
}

/// A key with its value, to be written.
pub type Field = (&'static str, Written);

/// Why a change was not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unclear {
    /// The line it would have been made at, from 1.
    pub line: usize,
    /// What stands in the way.
    pub why: String,
}

impl fmt::Display for Unclear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.why)
    }
}

impl std::error::Error for Unclear {}

/// The lines of `fields`, each key indented by `indent` spaces; every line ends with `\n`.
#[must_use]
pub fn lines(fields: &[Field], indent: usize) -> String {
    let margin = " ".repeat(indent);
    fields.iter().map(|(key, value)| format!("{margin}{key}:{}\n", value.after_key(indent))).collect()
}

impl Written {
    /// What stands behind the colon of a key that is indented by `indent` spaces.
    fn after_key(&self, indent: usize) -> String {
        match self {
            Self::Word(word) => format!(" {word}"),
            Self::Text(text) => format!(" {}", prose(text, indent)),
            Self::List(names) => {
                let names: Vec<String> = names.iter().map(|name| inline(name)).collect();
                format!(" [{}]", names.join(", "))
            }
            Self::Map(entries) => {
                let margin = " ".repeat(indent + 2);
                entries.iter().map(|(key, word)| format!("\n{margin}{}: {word}", inline(key))).collect()
            }
            Self::Items(items) => {
                let items: String = items.iter().map(|fields| item(fields, indent + 2, 2)).collect();
                format!("\n{}", items.trim_end_matches('\n'))
            }
        }
    }

    /// What a reader will find.
    fn node(&self) -> Node {
        let bare = |value| Node { value, span: 0..0 };
        let scalar = |text: &String| bare(Value::Scalar(text.clone()));
        let key = |text: &String| Placed { value: text.clone(), span: 0..0 };
        match self {
            Self::Word(text) | Self::Text(text) => scalar(text),
            Self::List(names) => bare(Value::List(names.iter().map(scalar).collect())),
            Self::Map(entries) => {
                bare(Value::Map(entries.iter().map(|(name, word)| (key(name), scalar(word))).collect()))
            }
            Self::Items(items) => bare(Value::List(items.iter().map(|fields| group(fields)).collect())),
        }
    }
}

/// The text of a file whose front matter is being changed.
#[derive(Clone, Debug)]
pub struct FrontMatter {
    path: SitePath,
    text: String,
    yaml: Range<usize>,
}

/// Text to be put in the place of a stretch.
type Change = (Range<usize>, String);

impl FrontMatter {
    /// The file `source`, whose YAML stands at `yaml`.
    #[must_use]
    pub fn new(source: &SourceText, yaml: Range<usize>) -> Self {
        Self { path: source.path().clone(), text: source.text().to_owned(), yaml }
    }

    /// The whole file, as changed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Adds an item of `fields` to the end of the list `key`. A list that is missing comes after those keys that stand
    /// before it in `order`.
    ///
    /// # Errors
    /// When the list is written in a form that can't be added to for certain.
    pub fn append(&mut self, key: &str, fields: &[Field], order: &[&str]) -> Result<(), Unclear> {
        let root = self.root()?;
        let changes = match find(&root, key) {
            None => {
                let (at, indent) = self.place_of(key, &root, order)?;
                let item = item(fields, indent + 2, 2);
                vec![(at..at, format!("{}{key}:\n{item}", " ".repeat(indent)))]
            }
            Some((name, list)) => self.item_changes(name, list, fields)?,
        };
        let item = group(fields);
        self.make(&root, changes, |entries| match entries.iter_mut().find(|(name, _)| name.value == key) {
            Some((_, Node { value: Value::List(items), .. })) => items.push(item),
            Some((_, list)) => list.value = Value::List(vec![item]),
            None => entries.push((named(key), Node { value: Value::List(vec![item]), span: 0..0 })),
        })
    }

    /// Gives `key` another value. A key that is missing comes after those keys that stand before it in `order`.
    ///
    /// # Errors
    /// When it holds something else than text now, or something in a form that can't be changed for certain.
    pub fn set(&mut self, key: &str, value: &Written, order: &[&str]) -> Result<(), Unclear> {
        let root = self.root()?;
        let change = match find(&root, key) {
            None => {
                let (at, indent) = self.place_of(key, &root, order)?;
                (at..at, format!("{}{key}:{}\n", " ".repeat(indent), value.after_key(indent)))
            }
            Some((name, old)) => self.value_change(name, old, value)?,
        };
        let new = value.node();
        self.make(&root, vec![change], |entries| match entries.iter_mut().find(|(name, _)| name.value == key) {
            Some((_, node)) => *node = new,
            None => entries.push((named(key), new)),
        })
    }

    /// Takes the line of `key` away, where there is one, with the comment behind it.
    ///
    /// # Errors
    /// When it holds something else than text.
    pub fn remove(&mut self, key: &str) -> Result<(), Unclear> {
        let root = self.root()?;
        let Some((name, value)) = find(&root, key) else { return Ok(()) };
        let indent = self.indent_of(name)?;
        if !matches!(value.value, Value::Null | Value::Scalar(_)) {
            return Err(self.unclear(name.span.start, &format!("`{key}` holds more than a text; remove it by hand")));
        }
        let line = name.span.start - indent..self.line_end(self.content_end(value).max(name.span.end));
        self.make(&root, vec![(line, String::new())], |entries| entries.retain(|(name, _)| name.value != key))
    }

    fn root(&self) -> Result<Node, Unclear> {
        read(&self.path, &self.text, self.yaml.clone())
    }

    fn unclear(&self, at: usize, why: &str) -> Unclear {
        unclear(&self.text, at, why)
    }

    /// Where a missing key belongs: the start of a line, and by how many spaces it is indented.
    fn place_of(&self, key: &str, root: &Node, order: &[&str]) -> Result<(usize, usize), Unclear> {
        let Value::Map(entries) = &root.value else {
            return Err(self.unclear(root.span.start, "the front matter has no `key: value` lines"));
        };
        let Some((first, _)) = entries.first() else { return Ok((self.yaml.start, 0)) };
        let indent = self.indent_of(first)?;
        let height = |name: &str| order.iter().position(|known| *known == name);
        let above = entries.iter().filter(|(name, _)| height(&name.value).is_some_and(|at| Some(at) < height(key)));
        let Some((name, value)) = above.max_by_key(|(name, _)| height(&name.value)) else {
            return Ok((self.yaml.end, indent));
        };
        Ok((self.end_of(name, value, indent), indent))
    }

    /// The changes that add an item to a list that is there, or to a key without a value.
    fn item_changes(&self, name: &Placed<String>, list: &Node, fields: &[Field]) -> Result<Vec<Change>, Unclear> {
        let indent = self.indent_of(name)?;
        let is_empty = match &list.value {
            Value::Null => true,
            Value::List(items) => items.is_empty(),
            Value::Scalar(_) | Value::Map(_) => {
                let why = format!("`{}` is not a list; write its items below it, each behind a hyphen", name.value);
                return Err(self.unclear(name.span.start, &why));
            }
        };
        if is_empty {
            let at = self.line_end(list.span.end.max(name.span.end));
            let written = (at..at, item(fields, indent + 2, 2));
            return Ok(vec![self.without(name, list)?, written]);
        }
        let Value::List(items) = &list.value else { return Ok(Vec::new()) };
        let dash = self.first_hyphen(list);
        let margin = self.margin(dash);
        if !self.text[dash..].starts_with('-') || !margin.is_empty_of_text {
            let why = format!("`{}` stands between brackets; write each item on lines of its own", name.value);
            return Err(self.unclear(name.span.start, &why));
        }
        let within = items.last().and_then(first_key).and_then(|key| self.behind_hyphen(key, margin.width));
        let at = self.end_of(name, list, margin.width);
        Ok(vec![(at..at, item(fields, margin.width, within.unwrap_or(2)))])
    }

    /// Where the hyphen of a list's first item stands. A list that is indented no deeper than its key has a span that begins
    /// behind it.
    fn first_hyphen(&self, list: &Node) -> usize {
        let before = self.text[..list.span.start].trim_end_matches(' ');
        before.strip_suffix('-').map_or(list.span.start, str::len)
    }

    /// By how much a key behind a hyphen is indented more than the hyphen; nothing where a brace stands between them.
    fn behind_hyphen(&self, key: usize, hyphen: usize) -> Option<usize> {
        let width = self.margin(key).width.checked_sub(hyphen)?;
        let between = self.text.get(key.checked_sub(width)?..key)?.strip_prefix('-')?;
        (!between.is_empty() && between.chars().all(|c| c == ' ')).then_some(width)
    }

    /// The change that takes away `[]`, `~` or `null`, with the space before it where nothing follows.
    fn without(&self, name: &Placed<String>, value: &Node) -> Result<Change, Unclear> {
        let span = value.span.clone();
        if self.text[name.span.end..span.end.max(name.span.end)].contains(['\n', '\r', '#']) {
            let why = format!("`{}` is empty in a way that can't be added to; leave nothing behind it", name.value);
            return Err(self.unclear(name.span.start, &why));
        }
        if span.is_empty() {
            return Ok((span, String::new()));
        }
        let line = &self.text[span.end..self.line_end(span.end)];
        let before = self.text[..span.start].trim_end_matches(' ').len();
        let start = if line.trim().is_empty() { before } else { span.start };
        Ok((start..span.end, String::new()))
    }

    fn value_change(&self, name: &Placed<String>, old: &Node, value: &Written) -> Result<Change, Unclear> {
        let indent = self.indent_of(name)?;
        let odd = |why: &str| self.unclear(name.span.start, &format!("`{}` {why}; change it by hand", name.value));
        match (&old.value, value) {
            (Value::Null | Value::Scalar(_), Written::Word(_) | Written::Text(_)) => {}
            _ => return Err(odd("holds more than a text")),
        }
        let end = self.content_end(old).max(name.span.end);
        let Some(colon) = self.text[name.span.end..].find(':').map(|skip| name.span.end + skip + 1) else {
            return Err(odd("has no colon"));
        };
        if end < colon {
            return Ok((colon..colon, value.after_key(indent)));
        }
        if self.text[colon..old.span.start.max(colon)].contains('#') {
            return Err(odd("has a comment before its value"));
        }
        let has_comment = !self.text[end..self.line_end(end)].trim().is_empty();
        let (Written::Word(text) | Written::Text(text)) = value else { return Err(odd("holds more than a text")) };
        let is_quoted = self.text[old.span.clone()].starts_with(['"', '\'']);
        let written = match value {
            _ if is_quoted && !text.contains('\n') => self.quoted_like(old, text),
            Written::Text(text) if has_comment && text.contains('\n') => quoted(text),
            Written::Text(text) if has_comment => inline(text),
            _ => value.after_key(indent).trim_start().to_owned(),
        };
        Ok((colon..end, format!(" {written}")))
    }

    /// Text in the quotes that stand there now.
    fn quoted_like(&self, old: &Node, text: &str) -> String {
        let is_single = self.text[old.span.clone()].starts_with('\'');
        if is_single && !text.contains(|c: char| c == '\'' || c.is_control()) {
            return format!("'{text}'");
        }
        quoted(text)
    }

    /// The spaces that a key of the front matter is indented by.
    fn indent_of(&self, name: &Placed<String>) -> Result<usize, Unclear> {
        let margin = self.margin(name.span.start);
        if margin.is_empty_of_text {
            return Ok(margin.width);
        }
        Err(self
            .unclear(name.span.start, "the front matter stands between braces; write each key on a line of its own"))
    }

    /// What stands on a line before `at`.
    fn margin(&self, at: usize) -> Margin {
        let start = self.text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
        let before = self.text[start..at].trim_start_matches('\u{feff}');
        Margin { width: before.chars().count(), is_empty_of_text: before.chars().all(|c| c == ' ') }
    }

    /// The start of the line after `at`.
    fn line_end(&self, at: usize) -> usize {
        let rest = &self.text[at..self.yaml.end];
        let Some(length) = rest.find(['\n', '\r']) else { return self.yaml.end };
        let width = if rest[length..].starts_with("\r\n") { 2 } else { 1 };
        at + length + width
    }

    /// The start of the line after an entry, and after the comments below it that belong to it: those that are indented
    /// deeper than `indent`, and fields that are commented out with their indentation kept (`#    done: …`).
    fn end_of(&self, name: &Placed<String>, value: &Node, indent: usize) -> usize {
        let mut end = self.line_end(self.content_end(value).max(name.span.end));
        while end < self.yaml.end {
            let next = self.line_end(end);
            let line = &self.text[end..next];
            let comment = line.trim_start_matches(' ');
            let is_deep = line.len() - comment.len() > indent;
            let is_field = comment.strip_prefix('#').is_some_and(|field| {
                let spaces = field.len() - field.trim_start_matches(' ').len();
                spaces > 1 && spaces > indent
            });
            if !comment.starts_with('#') || !(is_deep || is_field) {
                break;
            }
            end = next;
        }
        end
    }

    /// The end of what a node holds: groups end where their last value does, and a block's span runs on over empty lines.
    fn content_end(&self, node: &Node) -> usize {
        match &node.value {
            Value::List(items) if !self.text[node.span.clone()].starts_with('[') => {
                items.last().map_or(node.span.end, |last| self.content_end(last))
            }
            Value::Map(entries) if !self.text[node.span.clone()].starts_with('{') => {
                entries.last().map_or(node.span.end, |(key, last)| self.content_end(last).max(key.span.end))
            }
            Value::Null => node.span.end,
            Value::Scalar(_) | Value::List(_) | Value::Map(_) => {
                node.span.start + self.text[node.span.clone()].trim_end().len()
            }
        }
    }

    /// Makes changes, given from front to back, if the file then says what it said and what `wanted` adds.
    fn make(
        &mut self,
        root: &Node,
        changes: Vec<Change>,
        wanted: impl FnOnce(&mut Vec<(Placed<String>, Node)>),
    ) -> Result<(), Unclear> {
        let at = changes.first().map_or(self.yaml.start, |(span, _)| span.start);
        let mut text = self.text.clone();
        let mut end = self.yaml.end;
        for (span, new) in changes.into_iter().rev() {
            let new = new.replace('\n', self.line_break(span.start));
            end = end + new.len() - span.len();
            text.replace_range(span, &new);
        }
        let mut expected = root.clone();
        match &mut expected.value {
            Value::Map(entries) => wanted(entries),
            other => {
                let mut entries = Vec::new();
                wanted(&mut entries);
                *other = Value::Map(entries);
            }
        }
        let yaml = self.yaml.start..end;
        let found = read(&self.path, &text, yaml.clone());
        if !found.is_ok_and(|found| is_same(&found, &expected)) {
            return Err(self.unclear(at, "the front matter is written in a way that can't be changed for certain"));
        }
        (self.text, self.yaml) = (text, yaml);
        Ok(())
    }

    /// How the line before `at` ends.
    fn line_break(&self, at: usize) -> &'static str {
        let before = &self.text[..at];
        match before.rfind(['\n', '\r']) {
            Some(end) if before[..=end].ends_with("\r\n") => "\r\n",
            Some(end) if before[..=end].ends_with('\r') => "\r",
            _ => "\n",
        }
    }
}

/// What stands on a line before a place.
struct Margin {
    width: usize,
    is_empty_of_text: bool,
}

fn read(path: &SitePath, text: &str, yaml: Range<usize>) -> Result<Node, Unclear> {
    let source = SourceText::new(path.clone(), text);
    let mut findings = Vec::new();
    let root = parse(&source, yaml, &mut findings).map_err(|finding| finding.place.line);
    match (root, findings.first()) {
        (Ok(root), None) => Ok(root),
        (Err(line), _) => Err(Unclear { line, why: "the front matter can't be read".to_owned() }),
        (Ok(_), Some(finding)) => Err(Unclear { line: finding.place.line, why: finding.message.clone() }),
    }
}

fn unclear(text: &str, at: usize, why: &str) -> Unclear {
    let line = 1 + text[..at.min(text.len())].matches('\n').count();
    Unclear { line, why: why.to_owned() }
}

fn find<'a>(root: &'a Node, key: &str) -> Option<(&'a Placed<String>, &'a Node)> {
    let Value::Map(entries) = &root.value else { return None };
    entries.iter().find(|(name, _)| name.value == key).map(|(name, node)| (name, node))
}

/// Where the first key of an item stands.
fn first_key(item: &Node) -> Option<usize> {
    let Value::Map(entries) = &item.value else { return None };
    entries.first().map(|(key, _)| key.span.start)
}

/// An item whose hyphen is indented by `indent` spaces, and its keys by `within` more.
fn item(fields: &[Field], indent: usize, within: usize) -> String {
    let keys = lines(fields, indent + within);
    let first = format!("{}-{}", " ".repeat(indent), " ".repeat(within - 1));
    first + keys.get(indent + within..).unwrap_or_default()
}

/// What a reader will find of a group of keys.
fn group(fields: &[Field]) -> Node {
    Node { value: Value::Map(fields.iter().map(|(key, value)| (named(key), value.node())).collect()), span: 0..0 }
}

fn named(key: &str) -> Placed<String> {
    Placed { value: key.to_owned(), span: 0..0 }
}

/// Whether two trees say the same, wherever it stands; the order of keys says nothing.
fn is_same(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b)),
        (Value::Map(a), Value::Map(b)) => {
            let has =
                |name: &str, value: &Node| b.iter().any(|(other, node)| other.value == name && is_same(value, node));
            a.len() == b.len() && a.iter().all(|(name, value)| has(&name.value, value))
        }
        (a, b) => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ORDER: &[&str] = &["title", "started", "resolved", "impact", "updates", "workaround"];

    /// Front matter between dashes, with a body that must never change.
    fn sheet(yaml: &str) -> FrontMatter {
        let newline = if yaml.contains("\r\n") { "\r\n" } else { "\n" };
        let (head, tail) = (format!("---{newline}"), format!("---{newline}Body: no end"));
        let source = SourceText::new(SitePath::new("content/a.md").unwrap(), format!("{head}{yaml}{tail}"));
        FrontMatter::new(&source, head.len()..head.len() + yaml.len())
    }

    fn update(body: &str) -> Vec<Field> {
        vec![
            ("at", Written::Word("2026-11-20T14:05:00Z".to_owned())),
            ("body", Written::Text(body.to_owned())),
            ("components", Written::Map(vec![("payments".to_owned(), "operational".to_owned())])),
        ]
    }

    /// The YAML after an update was added.
    fn appended(yaml: &str) -> Result<String, Unclear> {
        let mut sheet = sheet(yaml);
        sheet.append(
            "updates",
            &[("at", Written::Word("9".to_owned())), ("s", Written::Word("x".to_owned()))],
            ORDER,
        )?;
        Ok(sheet.text[sheet.yaml.clone()].to_owned())
    }

    fn set(yaml: &str, key: &str, value: Written) -> Result<String, Unclear> {
        let mut sheet = sheet(yaml);
        sheet.set(key, &value, ORDER)?;
        Ok(sheet.text[sheet.yaml.clone()].to_owned())
    }

    fn word(text: &str) -> Written {
        Written::Word(text.to_owned())
    }

    #[test]
    fn an_item_takes_the_indentation_of_its_neighbours() {
        for (before, after) in [
            ("updates:\n  - at: 1\n    s: y\n", "updates:\n  - at: 1\n    s: y\n  - at: 9\n    s: x\n"),
            ("updates:\n- at: 1\nz: 1\n", "updates:\n- at: 1\n- at: 9\n  s: x\nz: 1\n"),
            ("updates:\n    -   at: 1\n", "updates:\n    -   at: 1\n    -   at: 9\n        s: x\n"),
            ("updates:\n  - {at: 1}\n", "updates:\n  - {at: 1}\n  - at: 9\n    s: x\n"),
            ("updates:\n  -\n    at: 1\n", "updates:\n  -\n    at: 1\n  - at: 9\n    s: x\n"),
            ("updates:\n  - é: 1\n", "updates:\n  - é: 1\n  - at: 9\n    s: x\n"),
            ("updates: # all\r\n  - at: 1 # one\r\n", "updates: # all\r\n  - at: 1 # one\r\n  - at: 9\r\n    s: x\r\n"),
        ] {
            assert_eq!(appended(before).as_deref(), Ok(after), "{before}");
        }
    }

    #[test]
    fn an_item_stands_right_below_the_last_whatever_follows() {
        for (before, after) in [
            (
                "updates:\n  - at: 1\n    body: |-\n      # Title\n\n      # last\n\n# more\nz: 1\n",
                "updates:\n  - at: 1\n    body: |-\n      # Title\n\n      # last\n  - at: 9\n    s: x\n\n# more\nz: 1\n",
            ),
            (
                "updates:\n  - at: 1\n    # its note\n#    done: 1\n#summary: a\n",
                "updates:\n  - at: 1\n    # its note\n#    done: 1\n  - at: 9\n    s: x\n#summary: a\n",
            ),
            (
                "updates:\n  - at: 1\n    b: {c: d} # e\n  # between\nz: 1\n",
                "updates:\n  - at: 1\n    b: {c: d} # e\n  - at: 9\n    s: x\n  # between\nz: 1\n",
            ),
        ] {
            assert_eq!(appended(before).as_deref(), Ok(after), "{before}");
        }
    }

    #[test]
    fn an_empty_or_missing_list_gets_its_first_item() {
        for (before, after) in [
            ("updates:\n", "updates:\n  - at: 9\n    s: x\n"),
            ("updates:   # said\nz: 1\n", "updates:   # said\n  - at: 9\n    s: x\nz: 1\n"),
            ("updates: []\n", "updates:\n  - at: 9\n    s: x\n"),
            ("updates: [] # none\n", "updates:  # none\n  - at: 9\n    s: x\n"),
            ("updates: ~\n", "updates:\n  - at: 9\n    s: x\n"),
            ("workaround: w\nimpact: a\nb: c\n", "workaround: w\nimpact: a\nupdates:\n  - at: 9\n    s: x\nb: c\n"),
            ("b: c\n", "b: c\nupdates:\n  - at: 9\n    s: x\n"),
            ("  b: c\n", "  b: c\n  updates:\n    - at: 9\n      s: x\n"),
            ("", "updates:\n  - at: 9\n    s: x\n"),
        ] {
            assert_eq!(appended(before).as_deref(), Ok(after), "{before}");
        }
    }

    #[test]
    fn what_is_too_odd_is_left_alone_and_named() {
        for (before, line) in [
            ("a: 1\nupdates: [{at: 1}]\n", 3),
            ("updates:\n  at: 1\n", 2),
            ("updates: soon\n", 2),
            ("{updates: []}\n", 2),
            ("updates: [\n]\n", 2),
            ("updates:\n  - at: 1\nupdates:\n", 4),
            ("a: [\n", 2),
        ] {
            let refused = appended(before).expect_err(before);
            assert!(refused.line >= line, "{before}: {refused}");
        }
    }

    #[test]
    fn a_value_is_changed_where_it_stands() {
        for (before, after) in [
            ("impact: minor   # so far\n", "impact: major   # so far\n"),
            ("impact: \"minor\"\n", "impact: \"major\"\n"),
            ("impact: 'minor' # x\n", "impact: 'major' # x\n"),
            ("impact:\nz: 1\n", "impact: major\nz: 1\n"),
            ("impact:   # none\n", "impact: major   # none\n"),
            ("impact: >-\n  mi\n  nor\n\nz: 1\n", "impact: major\n\nz: 1\n"),
            ("title: a\n#started: 1\nz: 1\n", "title: a\nimpact: major\n#started: 1\nz: 1\n"),
            ("updates:\n  - a\n", "updates:\n  - a\nimpact: major\n"),
        ] {
            assert_eq!(set(before, "impact", word("major")).as_deref(), Ok(after), "{before}");
        }
        let several = || Written::Text("a\nb: c".to_owned());
        assert_eq!(set("workaround: x\n", "workaround", several()).as_deref(), Ok("workaround: |-\n  a\n  b: c\n"));
        assert_eq!(
            set("workaround: x # y\n", "workaround", several()).as_deref(),
            Ok("workaround: \"a\\nb: c\" # y\n")
        );
        assert!(set("workaround: # y\n  x\n", "workaround", several()).is_err());
        assert!(set("workaround: [x]\n", "workaround", several()).is_err());
    }

    #[test]
    fn a_key_is_removed_with_its_line_alone() {
        let mut sheet = sheet("a: 1\r\n# x\r\nresolved: 2 # over\r\n# y\r\nz: 1\r\n");
        sheet.remove("resolved").unwrap();
        sheet.remove("resolved").unwrap();
        assert_eq!(&sheet.text[sheet.yaml.clone()], "a: 1\r\n# x\r\n# y\r\nz: 1\r\n");
    }

    /// Text as hurried people paste it: words, signs that mean something to YAML, lines, things nobody sees.
    fn pasted() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            4 => "[a-zA-ZäéŁ日0-9]{1,12}",
            2 => prop::sample::select(vec![
                " ", "\n", "\n\n", ": ", " #", "#", "- ", "'", "\"", "\\", "|", ">", "---", "...", "\t", "{", "[", "]", ",",
                "%", "@", "`", "!", "&", "*", "?", "~", "null", "\r\n", "\u{85}", "\u{2028}", "\u{feff}", "\0", ":", "  ",
            ]).prop_map(str::to_owned),
            1 => any::<char>().prop_map(String::from),
        ];
        prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
    }

    fn neighbours() -> impl Strategy<Value = String> {
        prop::sample::select(vec![
            "updates:\n  - at: 1\n    body: a\n",
            "updates:\n- at: 1\n\n# c\nworkaround: w\n",
            "title: t # c\nupdates: []\nz: 1\n",
            "title: t\r\nupdates:\r\n  - at: 1\r\n    body: |\r\n      x\r\n\r\n      # y\r\n#    b: c\r\n",
            "title: t\nz:\n  - 1\n",
        ])
        .prop_map(str::to_owned)
    }

    proptest! {
        #[test]
        fn whatever_is_said_reads_as_it_was_said(text in pasted(), yaml in neighbours()) {
            let mut sheet = sheet(&yaml);
            let before = sheet.text.clone();
            sheet.append("updates", &update(&text), ORDER).unwrap();
            // Reading back is part of the change; what is left to show is that every old line is still there, in order.
            let mut lines = sheet.text.split_inclusive('\n');
            for line in before.split_inclusive('\n').filter(|line| !line.contains("[]")) {
                prop_assert!(lines.any(|kept| kept == line), "{line:?} is gone from {}", sheet.text);
            }
            prop_assert!(!before.contains("\r\n") || !sheet.text.replace("\r\n", "").contains('\n'));
            sheet.set("workaround", &Written::Text(text.clone()), ORDER).unwrap();
            sheet.set("title", &Written::Text(text), ORDER).unwrap();
        }

        #[test]
        fn no_front_matter_makes_it_panic(yaml in pasted(), text in pasted()) {
            let mut sheet = sheet(&format!("{yaml}\n"));
            let _ = sheet.append("updates", &update(&text), ORDER);
            let _ = sheet.set("title", &Written::Text(text), ORDER);
        }
    }
}
