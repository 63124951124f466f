//! Cutting a file in two: front matter and body.
//!
//! Works on lines and never on Markdown, so that nothing a writer types can hide a line from it. The YAML is found, not
//! read.

use std::ops::Range;

use crate::diag::{Code, Diagnostic, Place};
use crate::source::SourceText;

use super::Staff;
use super::blocks;
use super::body::Body;

/// A file cut in two.
#[derive(Debug)]
pub struct Document {
    /// The YAML in the source, without its `---` lines; nothing where the file has no front matter, or it has no end.
    pub front: Option<Range<usize>>,
    /// The front matter begins and never ends: whatever it said, the audience too, can't be known.
    pub front_unclosed: bool,
    /// The Markdown, with staff blocks gone or marked.
    pub body: Body,
}

/// Cuts a file into front matter and body. Findings: `byte-order-mark`, `windows-line-endings`, `control-character`,
/// `front-matter-not-first`, `unclosed-front-matter`, `unclosed-block`, `unknown-block`, `stray-block-end`.
#[must_use]
pub fn split(source: &SourceText, staff: Staff, findings: &mut Vec<Diagnostic>) -> Document {
    let text = source.text();
    note_odd_bytes(source, findings);
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let opening = opening(text, start);
    if let Some(opening) = opening.as_ref().filter(|opening| opening.dashes > start) {
        findings.push(front_matter_not_first(source, opening));
    }
    let (front, front_unclosed, body_start) = match opening.map(|opening| (front_matter(text, opening.yaml), opening)) {
        None => (None, false, start),
        Some((Front::Closed { yaml, end }, _)) => (Some(yaml), false, end),
        Some((Front::Unclosed, opening)) => {
            findings.push(unclosed_front_matter(source, &opening));
            (None, true, start)
        }
    };
    let place = |span| Place::span(source, span);
    let body = blocks::cut(text, body_start, staff, &mut blocks::Report { place: &place, findings });
    Document { front, front_unclosed, body }
}

/// The body of Markdown that does not have a file to itself, such as a field of front matter. It has no front matter of
/// its own, staff blocks are treated as in [`split`], and every finding points to `place`.
#[must_use]
pub fn fragment(text: &str, place: &Place, staff: Staff, findings: &mut Vec<Diagnostic>) -> Body {
    let place = |_| place.clone();
    blocks::cut(text, 0, staff, &mut blocks::Report { place: &place, findings })
}

/// A line of text and where the next one begins. Line ends are `\n`, `\r\n` and `\r`, as in CommonMark.
pub(super) fn next_line(text: &str, start: usize) -> Option<(Range<usize>, usize)> {
    let rest = text.as_bytes().get(start..).filter(|rest| !rest.is_empty())?;
    let Some(length) = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
        return Some((start..text.len(), text.len()));
    };
    let end = start + length;
    let width = if text[end..].starts_with("\r\n") { 2 } else { 1 };
    Some((start..end, end + width))
}

/// The line `---` that front matter begins with.
struct Opening {
    dashes: usize,
    /// Where the next line begins.
    yaml: usize,
}

/// Finds the beginning of front matter: the first thing in the file that can be seen. What can't be seen does not turn it
/// into text, or a slip of the writer would publish an internal page.
fn opening(text: &str, start: usize) -> Option<Opening> {
    let dashes = text.len() - text[start..].trim_start_matches(blocks::is_invisible).len();
    let (line, yaml) = next_line(text, dashes)?;
    (text[line].trim_end_matches(blocks::is_invisible) == "---").then_some(Opening { dashes, yaml })
}

enum Front {
    Closed { yaml: Range<usize>, end: usize },
    Unclosed,
}

/// Finds where front matter ends: at the next line `---` or `...`.
fn front_matter(text: &str, yaml_start: usize) -> Front {
    let mut at = yaml_start;
    while let Some((line, next)) = next_line(text, at) {
        let content = &text[line.clone()];
        if matches!(content.trim_end(), "---" | "...") {
            return Front::Closed { yaml: yaml_start..line.start, end: next };
        }
        // No YAML has such a line at its left edge, so the body has begun. Reading on would let what staff wrote close
        // the front matter, and so decide over what the public sees.
        if content.starts_with(':') && blocks::opens_staff(content) {
            return Front::Unclosed;
        }
        at = next;
    }
    Front::Unclosed
}

fn front_matter_not_first(source: &SourceText, opening: &Opening) -> Diagnostic {
    let message = "the front matter does not begin on the first line";
    Diagnostic::warning(Code("front-matter-not-first"), dashes(source, opening), message)
        .help("remove what stands before `---`")
}

fn unclosed_front_matter(source: &SourceText, opening: &Opening) -> Diagnostic {
    let place = dashes(source, opening);
    Diagnostic::error(Code("unclosed-front-matter"), place, "the front matter begins here and does not end")
        .help("end it with a line `---`; until then the page is kept from the public")
}

fn dashes(source: &SourceText, opening: &Opening) -> Place {
    Place::span(source, opening.dashes..opening.dashes + "---".len())
}

fn note_odd_bytes(source: &SourceText, findings: &mut Vec<Diagnostic>) {
    let text = source.text();
    if text.starts_with('\u{feff}') {
        let message = "the file begins with a byte-order mark, which is skipped";
        findings.push(Diagnostic::note(Code("byte-order-mark"), Place::span(source, 0..3), message));
    }
    if let Some(at) = text.find("\r\n") {
        let message = "the file has Windows line ends (CRLF), which are read as plain ones";
        findings.push(Diagnostic::note(Code("windows-line-endings"), Place::span(source, at..at + 2), message));
    }
    if let Some(at) = text.find('\0') {
        let message = "the file has a zero byte; it is shown as \u{fffd}";
        let finding = Diagnostic::warning(Code("control-character"), Place::span(source, at..at + 1), message);
        findings.push(finding.help("remove it: it is invisible in most editors"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SitePath;

    fn source(text: &str) -> SourceText {
        SourceText::new(SitePath::new("content/a.md").unwrap(), text)
    }

    fn cut(text: &str) -> (Option<String>, String, Vec<&'static str>) {
        let (source, mut findings) = (source(text), Vec::new());
        let document = split(&source, Staff::Drop, &mut findings);
        let front = document.front.map(|front| source.slice(front).to_owned());
        (front, document.body.text().to_owned(), findings.iter().map(|finding| finding.code.0).collect())
    }

    #[test]
    fn front_matter_ends_at_dashes_or_dots() {
        assert_eq!(cut("---\ntitle: x\n---\nbody\n"), (Some("title: x\n".into()), "body\n".into(), vec![]));
        assert_eq!(cut("---  \ntitle: x\n...\t\nbody"), (Some("title: x\n".into()), "body".into(), vec![]));
        assert_eq!(cut("---\n---"), (Some(String::new()), String::new(), vec![]));
        assert_eq!(cut("text\n---\n").0, None);
        assert_eq!(cut(""), (None, String::new(), vec![]));
    }

    #[test]
    fn front_matter_is_known_behind_what_can_not_be_seen() {
        for before in ["\n", " ", "\t", "\r\r", "  \n\n", "\u{200b}", "\n\u{feff}", "\u{2028}", "\u{a0}\n \u{2060}"] {
            let (front, body, codes) = cut(&format!("{before}---\na: b\n---\nbody"));
            assert_eq!((front.as_deref(), body.as_str()), (Some("a: b\n"), "body"), "{before:?}");
            assert_eq!(codes, ["front-matter-not-first"], "{before:?}");
        }
        let (front, _, codes) = cut("\u{feff}\u{feff}---\na: b\n---\n");
        assert_eq!((front.is_some(), codes), (true, vec!["byte-order-mark", "front-matter-not-first"]));
        assert_eq!(cut("---\u{200b} \na: b\n---\nbody"), (Some("a: b\n".into()), "body".into(), vec![]));
        for text in
            ["\n----\na\n---\n", "\n--- a\nb\n---\n", "x\n\n---\na\n---\n", " \n\n", "\n- - -\n---\n", "\n***\n"]
        {
            assert_eq!((cut(text).0, cut(text).2), (None, vec![]), "{text:?}");
        }
    }

    #[test]
    fn findings_about_front_matter_point_to_its_dashes() {
        let mut findings = Vec::new();
        let document = split(&source("\n \n  ---\naudience: internal\ntext"), Staff::Drop, &mut findings);
        assert!(document.front_unclosed && document.front.is_none());
        let found: Vec<_> = findings.iter().map(|f| (f.code.0, f.place.line, f.place.column)).collect();
        assert_eq!(found, [("front-matter-not-first", 3, 3), ("unclosed-front-matter", 3, 3)]);
    }

    #[test]
    fn a_mark_and_windows_line_ends_change_nothing_but_get_a_note() {
        let (front, body, codes) = cut("\u{feff}---\r\ntitle: x\r\n---\r\none\r\ntwo\rthree");
        assert_eq!(front.as_deref(), Some("title: x\r\n"));
        assert_eq!(body, "one\ntwo\nthree");
        assert_eq!(codes, ["byte-order-mark", "windows-line-endings"]);
    }

    #[test]
    fn zero_bytes_are_replaced_and_places_stay_true() {
        let source = source("a\0b\r\ncd");
        let mut findings = Vec::new();
        let body = split(&source, Staff::Drop, &mut findings).body;
        assert_eq!(body.text(), "a\u{fffd}b\ncd");
        let at = body.text().find("cd").unwrap();
        assert_eq!(source.slice(body.source_span(at..at + 2)), "cd");
        assert_eq!(findings.last().unwrap().place.column, 2);
    }

    #[test]
    fn unclosed_front_matter_is_an_error_and_says_so_to_the_loader() {
        let mut findings = Vec::new();
        let document = split(&source("---\naudience: internal\ntext"), Staff::Drop, &mut findings);
        assert!(document.front_unclosed && document.front.is_none());
        assert_eq!(findings[0].code.0, "unclosed-front-matter");
    }

    #[test]
    fn a_staff_block_can_not_close_the_front_matter() {
        let (front, body, codes) = cut("---\ntitle: x\n:::staff\n---\nsecret\n:::\n");
        assert_eq!((front, codes), (None, vec!["unclosed-front-matter"]));
        assert!(!body.contains("secret"));
        let yaml = "---\nupdates:\n  - body: |\n      :::staff\n      x\n      :::\n---\nbody";
        assert_eq!(cut(yaml).1, "body");
    }
}
