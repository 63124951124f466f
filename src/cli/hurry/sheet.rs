//! A file that is being changed. Where its template left a field behind a `#`, that line is where the field goes: an
//! example that stayed would make a second one as soon as somebody takes its `#` away.

use std::ops::Range;

use crate::kinds::Kind;
use crate::markdown::{self, Staff};
use crate::source::{SitePath, SourceText};
use crate::yaml::edit::{Field, FrontMatter, Unclear, Written};
use crate::yaml::{Value, parse};

use super::super::starter;

/// The front matter of a file.
#[derive(Clone, Debug)]
pub struct Sheet {
    path: SitePath,
    front: FrontMatter,
}

impl Sheet {
    /// The file `source`; nothing where it has no front matter.
    #[must_use]
    pub fn of(source: &SourceText) -> Option<Self> {
        Some(Self { path: source.path().clone(), front: FrontMatter::new(source, yaml_of(source)?) })
    }

    /// The whole file, as changed.
    #[must_use]
    pub fn text(&self) -> &str {
        self.front.text()
    }

    /// Adds an item to a list; see [`FrontMatter::append`].
    ///
    /// # Errors
    /// As there.
    pub fn append(&mut self, key: &str, fields: &[Field], order: &[&str]) -> Result<(), Unclear> {
        self.front.append(key, fields, order)
    }

    /// Takes a key away; see [`FrontMatter::remove`].
    ///
    /// # Errors
    /// As there.
    pub fn remove(&mut self, key: &str) -> Result<(), Unclear> {
        self.front.remove(key)
    }

    /// Gives a key another value, in the place of its example where nobody has touched that; see [`FrontMatter::set`].
    ///
    /// # Errors
    /// As there.
    pub fn set(&mut self, key: &str, value: &Written, order: &[&str]) -> Result<(), Unclear> {
        if let Some(mut used) = self.with_example_used(key)
            && used.set(key, value, order).is_ok()
        {
            self.front = used;
            return Ok(());
        }
        self.front.set(key, value, order)
    }

    /// The file with `key` in the line of its example, without a value yet. Nothing where there is no such line, or where
    /// it would do more than add that key.
    fn with_example_used(&self, key: &str) -> Option<FrontMatter> {
        let source = SourceText::new(self.path.clone(), self.text());
        let yaml = yaml_of(&source)?;
        let keys = count_keys(&source, yaml.clone())?;
        let mut text = self.text().to_owned();
        text.replace_range(example_of(key, &text, yaml)?, &format!("{key}:"));
        let used = SourceText::new(self.path.clone(), text);
        let yaml = yaml_of(&used)?;
        (count_keys(&used, yaml.clone())? == keys + 1).then(|| FrontMatter::new(&used, yaml))
    }
}

fn yaml_of(source: &SourceText) -> Option<Range<usize>> {
    markdown::split(source, Staff::Show, &mut Vec::new()).front
}

/// How many keys the front matter has; nothing where something is wrong with it.
fn count_keys(source: &SourceText, yaml: Range<usize>) -> Option<usize> {
    let mut findings = Vec::new();
    match parse(source, yaml, &mut findings).ok()?.value {
        Value::Map(entries) if findings.is_empty() => Some(entries.len()),
        _ => None,
    }
}

/// The line of the example of `key`, without its end.
fn example_of(key: &str, text: &str, yaml: Range<usize>) -> Option<Range<usize>> {
    let mut start = yaml.start;
    for line in text[yaml].split_inclusive('\n') {
        let bare = line.trim_end_matches(['\n', '\r']);
        if is_example(bare, key) {
            return Some(start..start + bare.len());
        }
        start += line.len();
    }
    None
}

/// Whether a line is a template's example of `key`, as it was written; a time in it may be any.
fn is_example(line: &str, key: &str) -> bool {
    let templates = [Kind::Incident, Kind::Maintenance].map(starter::of_kind);
    let is_of_key = |example: &&str| example.starts_with(&format!("#{key}:"));
    let is_it = |example: &str| match example.split_once("{{").zip(example.split_once("}}")) {
        Some(((head, _), (_, tail))) => line.starts_with(head) && line.ends_with(tail),
        None => line == example,
    };
    templates.into_iter().flat_map(str::lines).filter(is_of_key).any(is_it)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORDER: &[&str] = &["title", "resolved", "updates", "workaround"];
    const EXAMPLE: &str = "#workaround: Take payments by PIN.           # what customers can do meanwhile";

    /// The front matter after a workaround was set.
    fn set(front: &str) -> String {
        let path = SitePath::new("content/a.md").unwrap();
        let mut sheet = Sheet::of(&SourceText::new(path, format!("---\n{front}---\n{EXAMPLE}\n"))).unwrap();
        sheet.set("workaround", &Written::Text("Pay: cash".to_owned()), ORDER).unwrap();
        let text = sheet.text().strip_suffix(&format!("---\n{EXAMPLE}\n")).unwrap();
        text.strip_prefix("---\n").unwrap().to_owned()
    }

    #[test]
    fn a_field_takes_the_place_of_its_untouched_example() {
        let written = "workaround: \"Pay: cash\"\n";
        for (before, after) in [
            (format!("title: a\n#b: c\n{EXAMPLE}\n#d: e\n"), format!("title: a\n#b: c\n{written}#d: e\n")),
            (format!("title: a\n{EXAMPLE}\r\n#d: e\n"), format!("title: a\n{}\r\n#d: e\n", written.trim_end())),
            // Somebody else's words, a field in use, and a place where the line is part of something else.
            ("title: a\n#workaround: Call us.\n".to_owned(), format!("title: a\n{written}#workaround: Call us.\n")),
            (format!("workaround: x\n{EXAMPLE}\n"), format!("{written}{EXAMPLE}\n")),
            (
                format!("updates:\n{EXAMPLE}\n  - at: 1\nz: 1\n"),
                format!("updates:\n{EXAMPLE}\n  - at: 1\n{written}z: 1\n"),
            ),
        ] {
            assert_eq!(set(&before).replace('\'', "\""), after, "{before}");
        }
    }

    #[test]
    fn every_field_that_commands_set_has_its_example() {
        assert!(is_example(EXAMPLE, "workaround") && !is_example(EXAMPLE, "work"));
        let over = "#resolved: 2026-07-01T12:00:00Z             # when it was over; the last update then says resolved";
        assert!(is_example(over, "resolved") && !is_example("#resolved: later", "resolved"));
        for sentence in ["Cards fail for a third of shops.", "Reports are read-only for an hour."] {
            let line = format!("#summary: {sentence}   # what customers notice, in one sentence");
            assert!(is_example(&line, "summary"), "{line}");
        }
    }
}
