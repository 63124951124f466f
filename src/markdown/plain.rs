//! A body as plain text, for the search index: what a reader sees, without headings, which are indexed on their own.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::body::Body;
use super::events::{Step, steps};
use super::html::{Piece, decode, pieces};

/// The plain text of a body: code included, tags gone, entities decoded, one line per paragraph, item or table row.
/// Headings are left out. A body too deep to parse is its own plain text.
#[must_use]
pub fn plain_text(body: &Body) -> String {
    plain_sections(body).0
}

/// The same, and where in it the section of each heading begins.
#[must_use]
pub fn plain_sections(body: &Body) -> (String, Vec<usize>) {
    let mut writer = Writer { out: String::with_capacity(body.text().len()), in_heading: false, sections: Vec::new() };
    for step in steps(body) {
        match step {
            Ok((Step::Event(event), _)) => writer.event(&event),
            Ok((Step::Edge(_), _)) => writer.end_line(),
            Err(_) => return (body.text().to_owned(), Vec::new()),
        }
    }
    writer.out.truncate(writer.out.trim_end().len());
    let end = writer.out.len();
    writer.sections.iter_mut().for_each(|start| *start = end.min(*start));
    (writer.out, writer.sections)
}

struct Writer {
    out: String,
    in_heading: bool,
    sections: Vec<usize>,
}

impl Writer {
    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                self.end_line();
                self.sections.push(self.out.len());
                self.in_heading = true;
            }
            Event::End(TagEnd::Heading(_)) => self.in_heading = false,
            _ if self.in_heading => {}
            Event::Text(text) | Event::Code(text) => self.out.push_str(text),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::TableCell) => self.space(),
            Event::Html(html) | Event::InlineHtml(html) => self.html(html),
            Event::Start(element) if !is_inline(&element.to_end()) => self.end_line(),
            Event::End(element) if !is_inline(element) => self.end_line(),
            _ => {}
        }
    }

    fn html(&mut self, html: &str) {
        for piece in pieces(html) {
            match piece {
                Piece::Text(text) => self.html_text(&decode(text)),
                Piece::Tag(tag) if tag.is_one_of(&["br", "td", "th"]) => self.space(),
                Piece::Tag(tag) if tag.is_one_of(LINES) => self.end_line(),
                Piece::Tag(_) | Piece::Hidden => {}
            }
        }
    }

    /// In HTML every run of white space is one space.
    fn html_text(&mut self, text: &str) {
        for word in text.split_inclusive(char::is_whitespace) {
            self.out.push_str(word.trim_end());
            if word.ends_with(char::is_whitespace) {
                self.space();
            }
        }
    }

    fn space(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with([' ', '\n']) {
            self.out.push(' ');
        }
    }

    fn end_line(&mut self) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }
}

/// Raw elements that stand on lines of their own.
const LINES: &[&str] = &[
    "blockquote",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "summary",
    "table",
    "tr",
    "ul",
];

/// Whether an element stands within a line.
pub(super) fn is_inline(element: &TagEnd) -> bool {
    matches!(
        element,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image | TagEnd::TableCell
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Place;
    use crate::markdown::{Staff, fragment};

    fn plain(text: &str) -> String {
        plain_text(&fragment(text, &Place::file("a.md"), Staff::Show, &mut Vec::new()))
    }

    #[test]
    fn text_as_a_reader_sees_it() {
        let text = "# Title\n\nOne *two*\nthree `four` &amp; [five](x) ![six](y)\n\n- a\n- b\n\n| c | d |\n|---|---|\n| e | f |\n\n```\ncode\n```\n";
        assert_eq!(plain(text), "One two three four & five six\na\nb\nc d\ne f\ncode");
    }

    #[test]
    fn sections_begin_where_their_headings_stood() {
        let text = "Lead.\n\n# One\nText.\n## Two\n### Three\nMore.\n\n# End\n";
        let body = fragment(text, &Place::file("a.md"), Staff::Show, &mut Vec::new());
        let (plain, sections) = plain_sections(&body);
        assert_eq!(plain, "Lead.\nText.\nMore.");
        assert_eq!(sections, [6, 12, 12, 17]);
    }

    #[test]
    fn raw_html_without_its_tags() {
        let text =
            "<div>Tom &amp; <b>Jerry</b><br>too</div>\n<script>hidden</script>\n\nx<br>y <kbd>z</kbd> <!-- no -->";
        assert_eq!(plain(text), "Tom & Jerry too\nx y z");
    }

    #[test]
    fn edges_of_blocks_are_no_text() {
        assert_eq!(plain("a\n:::staff\nb\n:::\nc"), "a\nb\nc");
    }

    #[test]
    fn what_is_too_deep_is_its_own_text() {
        let deep = "> ".repeat(50_000) + "needle";
        assert!(plain(&deep).contains("needle"));
    }
}
