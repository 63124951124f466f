//! Texts of other systems as Markdown that is safe here: HTML becomes Markdown, what looks like a tag and is none stays
//! readable, lines that would open a block of ours do not, and links that lead nowhere here lead to where they led.
//!
//! Every word stays. Scripts and styles are no words.

mod tags;

use std::ops::Range;

use url::Url;

use crate::diag::Place;
use crate::markdown::{self, Staff};
use crate::source::{SitePath, SourceText};

/// The text of an update or a write-up, and what a person should know about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Safe {
    /// Markdown.
    pub(super) text: String,
    /// What became different, in words.
    pub(super) notes: Vec<String>,
}

/// Makes `text` safe. `base` is where it was published, which its relative links are meant from.
pub(super) fn safe(text: &str, base: Option<&Url>) -> Safe {
    let lines = text.replace("\r\n", "\n").replace(LINE_ENDS, "\n");
    let clean: String = lines.chars().filter(|c| is_readable(*c)).collect();
    let (text, mut notes) = tags::to_markdown(&clean);
    let text = tidy(&without_blocks(text.trim()), base, &mut notes);
    Safe { text: text.trim().to_owned(), notes }
}

/// A title: words on one line, which are not taken for the beginning of a block.
pub(super) fn one_line(text: &str) -> String {
    let is_gap = |c: char| c.is_whitespace() || !is_readable(c);
    let line = text.split(is_gap).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    match block_at(&line) {
        Some(at) => format!("{}{}", &line[..at], line[at..].trim_start_matches(COLONS).trim_start()),
        None => line,
    }
}

/// Line ends that not every program takes for one.
const LINE_ENDS: [char; 6] = ['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];

/// Whether a character is one that people read, or a line end.
fn is_readable(c: char) -> bool {
    c == '\n' || c == '\t' || !(c.is_control() || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}'))
}

/// What blocks begin with. Keyboards for Chinese and Japanese type the wide one.
const COLONS: [char; 2] = [':', '：'];

/// Where a line begins a block, or ends one: at three colons before any letter, perhaps behind the sign of a list or a
/// quote.
fn block_at(line: &str) -> Option<usize> {
    let at = line.find(COLONS).filter(|at| !line[..*at].contains(char::is_alphabetic))?;
    let rest = line[at..].trim_start_matches(COLONS);
    (line[at..line.len() - rest.len()].chars().count() >= 3).then_some(at)
}

/// Keeps lines such as `:::staff` from beginning a block, which would hide what follows from the public.
fn without_blocks(text: &str) -> String {
    let line = |line: &str| match block_at(line) {
        Some(at) => format!("{}\\{}", &line[..at], &line[at..]),
        None => line.to_owned(),
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// Most rounds over a text: a picture in a link takes two.
const ROUNDS: usize = 4;

/// Turns pictures into links, and relative links into ones that say where they lead.
fn tidy(text: &str, base: Option<&Url>, notes: &mut Vec<String>) -> String {
    let mut text = text.to_owned();
    for _ in 0..ROUNDS {
        let changes = changes(&text, base, notes);
        if changes.is_empty() {
            break;
        }
        for (span, new) in changes.into_iter().rev() {
            text.replace_range(span, &new);
        }
    }
    text
}

/// What has to be written instead of what, from the top and without overlaps: of two nested ones, the outer.
fn changes(text: &str, base: Option<&Url>, notes: &mut Vec<String>) -> Vec<(Range<usize>, String)> {
    let Some(path) = SitePath::new("imported.md") else { return Vec::new() };
    let source = SourceText::new(path.clone(), text);
    let body = markdown::fragment(text, &Place::file(&path), Staff::Show, &mut Vec::new());
    let outline = markdown::outline(&source, &body, &mut Vec::new());
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    for image in outline.images {
        notes.push(format!("the picture {} became a link; to show it, copy it here", image.destination));
        let alt = if image.alt.is_empty() { &image.destination } else { &image.alt };
        found.push((image.span, linked(alt, &image.destination, base)));
    }
    for link in outline.links.into_iter().filter(|link| !leads_somewhere(&link.destination)) {
        let target = target(&link.destination, base);
        if target.is_none() {
            notes.push(format!("the link to {} leads nowhere here and became text", link.destination));
        }
        found.push((link.span.clone(), linked(words_of(source.slice(link.span)), &link.destination, base)));
    }
    found.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    let mut end = 0;
    found.retain(|(span, _)| {
        let apart = span.start >= end && text.get(span.clone()).is_some();
        end = if apart { span.end } else { end };
        apart
    });
    found
}

/// Whether a link can stay as it is.
fn leads_somewhere(destination: &str) -> bool {
    ["https://", "http://", "mailto:", "tel:", "//"].iter().any(|start| destination.trim_start().starts_with(start))
}

/// `[words](https://…)`, or the words with the address behind them where it leads nowhere.
fn linked(words: &str, destination: &str, base: Option<&Url>) -> String {
    let words = if words.trim().is_empty() { "link" } else { words };
    match target(destination, base) {
        Some(target) => format!("[{words}](<{target}>)"),
        None => format!("{words} (`{}`)", destination.replace('`', "%60")),
    }
}

fn target(destination: &str, base: Option<&Url>) -> Option<String> {
    if leads_somewhere(destination) {
        return Some(destination.trim().replace(['<', '>', '\n'], ""));
    }
    let joined = base?.join(destination).ok()?;
    matches!(joined.scheme(), "http" | "https").then(|| joined.to_string())
}

/// The words of a link as written: `[words](there)`, `[words][name]`.
fn words_of(link: &str) -> &str {
    let inner = link.strip_prefix('[').unwrap_or(link);
    let end = inner.rfind("](").or_else(|| inner.rfind("][")).or_else(|| inner.rfind(']')).unwrap_or(inner.len());
    inner[..end].trim_end_matches('>').trim_start_matches('<')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> (String, usize) {
        let base = Url::parse("https://status.example.com/").unwrap();
        let safe = safe(text, Some(&base));
        (safe.text, safe.notes.len())
    }

    #[test]
    fn links_say_where_they_lead() {
        assert_eq!(
            told("See [a](/issues/b) and [c](https://d.example/e)."),
            ("See [a](<https://status.example.com/issues/b>) and [c](https://d.example/e).".to_owned(), 0)
        );
        assert_eq!(told("![a graph](g.png)"), ("[a graph](<https://status.example.com/g.png>)".to_owned(), 1));
        let nested = "[![x](g.png)](/y)";
        assert_eq!(told(nested).0, "[[x](<https://status.example.com/g.png>)](<https://status.example.com/y>)");
        assert_eq!(safe("[a](javascript:b)", None).text, "a (`javascript:b`)");
        assert_eq!(safe("[a][b]\n\n[b]: /c", None).text, "a (`/c`)\n\n[b]: /c");
    }

    #[test]
    fn no_line_opens_a_block() {
        assert_eq!(told("a\n:::staff\nsecret\n:::\nb").0, "a\n\\:::staff\nsecret\n\\:::\nb");
    }

    #[test]
    fn what_cannot_be_seen_is_left_out() {
        assert_eq!(told("a\0b\r\nc\u{feff}\u{7}d").0, "ab\ncd");
        assert_eq!(one_line(" a\n b\u{feff}  c\u{0} "), "a b c");
    }
}
