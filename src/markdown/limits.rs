//! What is too much: nesting and raw HTML that would take more than a second or 200 MB to show.
//!
//! The Markdown parser is linear but for blocks nested some thousand levels deep, which are refused by looking at lines
//! before it starts. The sanitiser builds a tree and is quadratic in depth, in entities within one text, in attributes
//! of one tag and in formatting elements that are never closed; so whatever it gets is counted first. A body over a
//! limit is shown as plain text ([`crate::markdown::render()`]): nothing of it is lost.

use pulldown_cmark::{Event, Tag as Element};

use super::body::Edge;
use super::html::{Piece, Tag, pieces};

/// Deepest nesting of Markdown, blocks and inline markup together; and, apart from it, of raw HTML.
///
/// The deepest real article seen has 14. 100 levels of each cost the sanitiser nothing that can be measured.
const MAX_DEPTH: usize = 100;

/// Deepest indentation of a nested list, in levels of two spaces, that the parser is given to read.
const MAX_INDENTED_DEPTH: usize = 200;

/// Most `&`, `<` and `>` in a body with raw HTML: an upper bound for its tags and its entities.
///
/// 50,000 entities in one text of 2 MiB take the sanitiser about 0.4 s; the time grows with their square.
const MAX_MARKUP: usize = 50_000;

/// Most Markdown elements in a body with raw HTML: each is a node of the sanitiser's tree, about 200 bytes.
const MAX_ELEMENTS: usize = 200_000;

/// Most headings of a body. The longest real article seen has some 300; a million of them would make 100 MB of HTML.
const MAX_HEADINGS: usize = 10_000;

/// Most attributes of one tag.
const MAX_ATTRIBUTES: usize = 100;

/// Most copies that a browser or the sanitiser has to make of formatting elements (`<b>`) left open across blocks.
const MAX_REOPENED: usize = 100_000;

/// A limit that a body is over, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Excess {
    pub(super) what: What,
    /// Offset in the body's text.
    pub(super) at: usize,
}

/// Which limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// Nesting.
    Depth,
    /// Raw HTML: tags, entities, attributes, elements left open.
    Html,
    /// Headings.
    Headings,
}

/// The first line that nests blocks too deeply for the parser to start.
pub(super) fn too_deep(text: &str) -> Option<usize> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if !line.starts_with(|c: char| c.is_alphabetic()) && nests_too_deeply(line) {
            return Some(start);
        }
        start += line.len();
    }
    None
}

/// Counts the quote and list markers that a line begins with, and its indentation.
fn nests_too_deeply(line: &str) -> bool {
    let bytes = line.as_bytes();
    let (mut markers, mut spaces, mut at) = (0, 0, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b' ' => spaces += 1,
            b'\t' => spaces += 4,
            b'>' => markers += 1,
            b'0'..=b'9' => {}
            b'-' | b'*' | b'+' | b'.' | b')' if matches!(bytes.get(at + 1), Some(b' ' | b'\t' | b'\n')) => markers += 1,
            _ => break,
        }
        at += 1;
    }
    let too_deep = markers > MAX_DEPTH || (markers > 0 && markers + spaces / 2 > MAX_INDENTED_DEPTH);
    too_deep && !is_rule(line)
}

/// `* * *`: many list markers that are none.
fn is_rule(line: &str) -> bool {
    let mut marks = line.bytes().filter(|byte| !byte.is_ascii_whitespace());
    let Some(first @ (b'-' | b'*')) = marks.next() else { return false };
    marks.all(|mark| mark == first)
}

/// Counts while a body is read.
#[derive(Default)]
pub(super) struct Guard {
    depth: usize,
    /// Blocks of ours that are open, by the depth they began at.
    blocks: Vec<usize>,
    elements: usize,
    headings: usize,
    has_html: bool,
    /// Raw elements that are open, by a fingerprint of their names.
    open: Vec<u64>,
    /// Formatting elements that no end tag has closed.
    formatting: usize,
    reopened: usize,
}

impl Guard {
    /// Counts an event of the parser.
    pub(super) fn event(&mut self, event: &Event<'_>) -> Result<(), What> {
        match event {
            Event::Start(element) => self.start(element),
            Event::End(_) => {
                self.end();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn start(&mut self, element: &Element<'_>) -> Result<(), What> {
        self.depth += 1;
        self.elements += 1;
        self.headings += usize::from(matches!(element, Element::Heading { .. }));
        self.not_too_deep()?;
        if self.headings > MAX_HEADINGS {
            return Err(What::Headings);
        }
        if !matches!(element, Element::Emphasis | Element::Strong | Element::Strikethrough) {
            self.reopened += self.formatting;
        }
        self.within(!self.has_html || self.elements <= MAX_ELEMENTS)
    }

    /// An element ends, and with it the blocks of ours that began inside it.
    fn end(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        while self.blocks.last().is_some_and(|began| *began > self.depth) {
            self.blocks.pop();
        }
    }

    /// Counts the beginning or the end of a block of ours, which is an element like the parser's.
    pub(super) fn edge(&mut self, edge: Edge) -> Result<(), What> {
        match edge {
            Edge::Open(_) => {
                self.blocks.push(self.depth);
                self.elements += 1;
                self.reopened += self.formatting;
            }
            Edge::Close if self.blocks.last() == Some(&self.depth) => {
                self.blocks.pop();
            }
            // It ends a block outside the quote or item it stands in, which ends with its own container.
            Edge::Close => {}
        }
        self.not_too_deep()?;
        self.within(!self.has_html || self.elements <= MAX_ELEMENTS)
    }

    fn not_too_deep(&self) -> Result<(), What> {
        if self.depth + self.blocks.len() > MAX_DEPTH { Err(What::Depth) } else { Ok(()) }
    }

    /// Counts raw HTML in the body `text`.
    pub(super) fn html(&mut self, html: &str, text: &str) -> Result<(), What> {
        if !std::mem::replace(&mut self.has_html, true) {
            let markup = text.bytes().filter(|byte| matches!(byte, b'&' | b'<' | b'>')).count();
            self.within(markup <= MAX_MARKUP)?;
        }
        for piece in pieces(html) {
            if let Piece::Tag(tag) = piece {
                self.tag(&tag)?;
            }
        }
        self.within(self.elements <= MAX_ELEMENTS)
    }

    fn tag(&mut self, tag: &Tag<'_>) -> Result<(), What> {
        self.reopened += self.formatting;
        self.within(tag.attributes().take(MAX_ATTRIBUTES + 1).count() <= MAX_ATTRIBUTES)?;
        if tag.closing {
            self.close(tag);
        } else if !tag.is_one_of(NEVER_DEEP) {
            self.open.push(tag.fingerprint());
            self.formatting += usize::from(tag.is_one_of(FORMATTING));
        }
        if self.open.len() > MAX_DEPTH { Err(What::Depth) } else { Ok(()) }
    }

    /// An end tag closes everything inside its element, but formatting elements come back after it.
    fn close(&mut self, tag: &Tag<'_>) {
        let name = tag.fingerprint();
        let found = self.open.iter().rposition(|open| *open == name);
        if let Some(index) = found {
            self.open.truncate(index);
        }
        if tag.is_one_of(FORMATTING) {
            self.formatting = self.formatting.saturating_sub(1);
        }
    }

    fn within(&self, fine: bool) -> Result<(), What> {
        if fine && self.reopened <= MAX_REOPENED { Ok(()) } else { Err(What::Html) }
    }
}

/// Elements without content, and those that the next of their kind ends: however many, they do not nest.
const NEVER_DEEP: &[&str] = &[
    "area", "base", "br", "col", "colgroup", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option",
    "p", "param", "rp", "rt", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// Elements that HTML's parser opens again in the next block when they are left open.
const FORMATTING: &[&str] =
    &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

#[cfg(test)]
mod tests {
    use pulldown_cmark::TagEnd;

    use super::*;
    use crate::markdown::extensions::BLOCKS;

    #[test]
    fn lines_show_how_deeply_blocks_nest() {
        assert_eq!(too_deep(&"> ".repeat(50_000)), Some(0));
        assert_eq!(too_deep(&format!("a\n{}a", "- ".repeat(101))), Some(2));
        assert_eq!(too_deep(&format!("{}a", "1. ".repeat(101))), Some(0));
        assert_eq!(too_deep(&format!("{}- a", " ".repeat(1000))), Some(0));
        for fine in [&"> ".repeat(90), &"* ".repeat(200), &"-".repeat(300), &format!("{}a", " ".repeat(1000))] {
            assert_eq!(too_deep(fine), None, "{fine}");
        }
    }

    #[test]
    fn blocks_of_ours_nest_like_the_parsers() {
        let open = || Edge::Open(&BLOCKS[0]);
        let mut guard = Guard::default();
        assert!((0..MAX_DEPTH).all(|_| guard.edge(open()).is_ok()));
        assert_eq!(guard.edge(open()), Err(What::Depth));
        let mut guard = Guard::default();
        assert!((0..1_000).all(|_| guard.edge(open()).is_ok() && guard.edge(Edge::Close).is_ok()), "side by side");
        let item = |guard: &mut Guard| {
            let begun = guard.event(&Event::Start(Element::Item)).and_then(|()| guard.edge(open()));
            begun.and_then(|()| guard.event(&Event::End(TagEnd::Item)))
        };
        assert!((0..1_000).all(|_| item(&mut guard).is_ok()), "they end with what they stand in");
    }

    fn html(html: &str) -> Result<(), What> {
        Guard::default().html(html, html)
    }

    #[test]
    fn raw_html_that_the_sanitiser_would_choke_on_is_refused() {
        assert_eq!(html(&"<div>".repeat(101)), Err(What::Depth));
        assert_eq!(html(&"<div></b>".repeat(101)), Err(What::Depth));
        assert_eq!(html(&"&amp;".repeat(50_001)), Err(What::Html));
        assert_eq!(html(&format!("<a {}>", "x ".repeat(101))), Err(What::Html));
        assert_eq!(html(&"<p><b>x".repeat(99)), Ok(()));
        assert_eq!(html(&"<div><b></div>".repeat(1_000)), Err(What::Html), "formatting elements come back");
    }

    #[test]
    fn ordinary_html_is_not() {
        assert_eq!(html(&"<div><b>x</b></div>".repeat(4_000)), Ok(()));
        assert_eq!(html(&"<table><tr><td><p>x<li>y<br></table>".repeat(3_000)), Ok(()));
    }
}
