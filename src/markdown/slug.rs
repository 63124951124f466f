//! Ids: of headings, after their text as on GitHub, and of raw HTML, where they can do no harm.

use std::collections::HashMap;

use pulldown_cmark::{Event, TagEnd};

/// What ids of the page around the body begin with. No id of a body does, so a heading can't take the place of a part of
/// the page.
const RESERVED: &str = "fl-";

/// Gives every heading of a body an id of its own.
#[derive(Default)]
pub(super) struct Slugs {
    /// Ids given, and the last number that was added to each.
    given: HashMap<String, usize>,
}

impl Slugs {
    /// An id for a heading with this text: the second of a name gets `-1`, as on GitHub.
    pub(super) fn give(&mut self, heading: &HeadingText) -> String {
        let wanted = heading.custom_id().map_or_else(|| slug(heading.text()), str::to_owned);
        let wanted = if wanted.starts_with(RESERVED) { format!("section-{wanted}") } else { wanted };
        let Some(count) = self.given.get(&wanted).copied() else {
            self.given.insert(wanted.clone(), 0);
            return wanted;
        };
        let free = |number: &usize| !self.given.contains_key(&format!("{wanted}-{number}"));
        let number = (count + 1..).find(free).unwrap_or(count + 1);
        let id = format!("{wanted}-{number}");
        self.given.insert(wanted, number);
        self.given.insert(id.clone(), 0);
        id
    }
}

/// The text of a heading while it is being read, and the id it may end with: `Fees {#fees}`.
#[derive(Default)]
pub(super) struct HeadingText {
    all: String,
    /// Where the text begins that nothing but text follows; only there `{#id}` is an id and not sample code.
    tail: usize,
}

impl HeadingText {
    pub(super) fn clear(&mut self) {
        self.all.clear();
        self.tail = 0;
    }

    /// Adds an event inside the heading.
    pub(super) fn add(&mut self, event: &Event<'_>) {
        match event {
            Event::Text(text) => return self.all.push_str(text),
            Event::Code(code) => self.all.push_str(code),
            Event::SoftBreak | Event::HardBreak => self.all.push(' '),
            Event::End(TagEnd::Heading(_)) => return,
            _ => {}
        }
        self.tail = self.all.len();
    }

    /// The heading's words, without its id.
    pub(super) fn text(&self) -> &str {
        let ending = self.custom_id().map_or(0, |id| id.len() + "{#}".len());
        self.all.trim_end()[..self.all.trim_end().len() - ending].trim()
    }

    /// The id that the writer gave it.
    pub(super) fn custom_id(&self) -> Option<&str> {
        let (_, id) = self.all[self.tail..].trim_end().strip_suffix('}')?.rsplit_once("{#")?;
        let fine = !id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        fine.then_some(id)
    }
}

/// GitHub's slug: lower case, spaces as hyphens, no punctuation, letters of every script kept.
fn slug(text: &str) -> String {
    let mut id = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '-' | '_' => id.push(c),
            c if c.is_whitespace() => id.push('-'),
            c if c.is_alphanumeric() => id.extend(c.to_lowercase()),
            _ => {}
        }
    }
    if id.is_empty() { "section".to_owned() } else { id }
}

/// Whether an id in raw HTML may stay: plain, short, and not one of the page around the body.
pub(super) fn may_stay(id: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    !id.is_empty() && id.len() <= 200 && id.chars().all(plain) && !id.to_ascii_lowercase().starts_with(RESERVED)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(headings: &[&str]) -> Vec<String> {
        let mut slugs = Slugs::default();
        let give = |text: &&str| {
            let mut heading = HeadingText::default();
            heading.add(&Event::Text((*text).into()));
            slugs.give(&heading)
        };
        headings.iter().map(give).collect()
    }

    #[test]
    fn slugs_are_githubs() {
        assert_eq!(
            ids(&["Open a till", "A & b: c_d-e", "Über Öfen 東京", "???", "fl-main"]),
            ["open-a-till", "a--b-c_d-e", "über-öfen-東京", "section", "section-fl-main"]
        );
    }

    #[test]
    fn no_two_headings_share_an_id() {
        assert_eq!(ids(&["a", "a", "a-1", "a", "a-1"]), ["a", "a-1", "a-1-1", "a-2", "a-1-2"]);
        assert_eq!(ids(&["x {#a}", "y {#a}", "z {#}", "w {#a b}"]), ["a", "a-1", "z-", "w-a-b"]);
        let many = vec!["x"; 20_000];
        assert_eq!(ids(&many).last().unwrap(), "x-19999");
    }

    #[test]
    fn an_id_is_taken_from_text_only() {
        let mut heading = HeadingText::default();
        heading.add(&Event::Text("Write ".into()));
        heading.add(&Event::Code("{#id}".into()));
        assert_eq!((heading.custom_id(), heading.text()), (None, "Write {#id}"));
        heading.add(&Event::Text(" {#here} ".into()));
        assert_eq!((heading.custom_id(), heading.text()), (Some("here"), "Write {#id}"));
    }
}
