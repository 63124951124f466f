//! A body as the parser's events: the one way in which outline, plain text and HTML read it.
//!
//! Adds to the parser what all three need: raw HTML blocks in one piece, the edges of blocks, and the limits.

use std::ops::Range;

use pulldown_cmark::{
    CowStr, DefaultBrokenLinkCallback, Event, HeadingLevel, OffsetIter, Options, Parser, Tag, TagEnd,
};

use super::body::{Body, Edge};
use super::limits::{Excess, Guard, What};

/// One step through a body.
#[derive(Debug)]
pub(super) enum Step<'a> {
    /// The parser's event. `Html` is a whole HTML block; the tags around it are left out.
    Event(Event<'a>),
    /// A block of ours begins or ends.
    Edge(Edge),
}

/// The steps of a body, each with its place in the body's text. Ends after the first error.
pub(super) fn steps(body: &Body) -> Steps<'_> {
    let excess = body.too_deep().map(|at| Excess { what: What::Depth, at });
    // A body that the parser must not see is not shown to it.
    let text = if excess.is_some() { "" } else { body.text() };
    Steps {
        body,
        parser: Parser::new_ext(text, options()).into_offset_iter(),
        guard: Guard::default(),
        excess,
        over: false,
        in_code: false,
    }
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
}

/// See [`steps`].
pub(super) struct Steps<'a> {
    body: &'a Body,
    parser: OffsetIter<'a, DefaultBrokenLinkCallback>,
    guard: Guard,
    excess: Option<Excess>,
    over: bool,
    in_code: bool,
}

impl<'a> Iterator for Steps<'a> {
    type Item = Result<(Step<'a>, Range<usize>), Excess>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.over {
            return None;
        }
        let step = match self.excess.take() {
            Some(excess) => Err(excess),
            None => self.step()?,
        };
        self.over = step.is_err();
        Some(step)
    }
}

impl<'a> Steps<'a> {
    /// Where the address of a link stands that names it by a label: `[label]: address`.
    pub(super) fn definition(&self, label: &str) -> Option<Range<usize>> {
        self.parser.reference_definitions().get(label).map(|definition| definition.span.clone())
    }

    fn step(&mut self) -> Option<Result<(Step<'a>, Range<usize>), Excess>> {
        let (event, range) = self.parser.next()?;
        let excess = |what| Excess { what, at: range.start };
        if let Err(what) = self.guard.event(&event) {
            return Some(Err(excess(what)));
        }
        let event = match event {
            Event::Start(Tag::HtmlBlock) => {
                let html = self.html_block();
                Event::Html(self.body.fill_html(&html).map_or(html, CowStr::from))
            }
            Event::Start(Tag::Paragraph) => match self.body.edge_at(range.start) {
                Some(edge) => {
                    self.skip_paragraph();
                    return Some(self.edge(edge, range));
                }
                None => event,
            },
            // In a tight list there are no paragraphs.
            Event::Text(_) => match self.body.edge_at(range.start) {
                Some(edge) => return Some(self.edge(edge, range)),
                None => self.quoting(event, &range),
            },
            _ => self.quoting(event, &range),
        };
        if let Event::Html(html) | Event::InlineHtml(html) = &event
            && let Err(what) = self.guard.html(html, self.body.text())
        {
            return Some(Err(excess(what)));
        }
        Some(Ok((Step::Event(event), range)))
    }

    /// The event with the facts that it quotes filled in. Most bodies quote none.
    fn quoting(&mut self, event: Event<'a>, range: &Range<usize>) -> Event<'a> {
        if self.body.quoted.is_empty() {
            return event;
        }
        match event {
            Event::Start(Tag::CodeBlock(_)) | Event::End(TagEnd::CodeBlock) => {
                self.in_code = matches!(event, Event::Start(_));
                event
            }
            Event::Text(text) if !self.in_code => {
                Event::Text(self.body.fill_text(&text, range).map_or(text, CowStr::from))
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let dest_url = self.body.fill_destination(&dest_url).map_or(dest_url, CowStr::from);
                Event::Start(Tag::Link { link_type, dest_url, title, id })
            }
            event => event,
        }
    }

    /// The inside of an HTML block, which the parser hands over line by line.
    fn html_block(&mut self) -> CowStr<'a> {
        let mut block = CowStr::Borrowed("");
        let mut lines = String::new();
        for (event, _) in self.parser.by_ref() {
            let line = match event {
                Event::End(TagEnd::HtmlBlock) => break,
                Event::Html(line) | Event::Text(line) => line,
                _ => continue,
            };
            // A block of one line is not copied.
            lines.push_str(&std::mem::replace(&mut block, line));
        }
        // The guard has seen the beginning of the block and won't see its end.
        let _ = self.guard.event(&Event::End(TagEnd::HtmlBlock));
        if lines.is_empty() {
            return block;
        }
        lines.push_str(&block);
        lines.into()
    }

    /// Leaves out the rest of a paragraph that stands for an edge.
    fn skip_paragraph(&mut self) {
        let _ = self.parser.by_ref().find(|(event, _)| matches!(event, Event::End(TagEnd::Paragraph)));
        let _ = self.guard.event(&Event::End(TagEnd::Paragraph));
    }

    fn edge(&mut self, edge: Edge, range: Range<usize>) -> Result<(Step<'a>, Range<usize>), Excess> {
        match self.guard.edge(edge) {
            Ok(()) => Ok((Step::Edge(edge), range)),
            Err(what) => Err(Excess { what, at: range.start }),
        }
    }
}

/// Whether the body has a heading of level 1.
pub(super) fn has_title(body: &Body) -> bool {
    let is_title = |event: &Event<'_>| matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }));
    may_have_title(body.text())
        && body.too_deep().is_none()
        && Parser::new_ext(body.text(), options()).any(|event| is_title(&event))
}

/// Whether a heading of level 1 is possible: most bodies have none, and are then not parsed for it.
fn may_have_title(text: &str) -> bool {
    let bytes = text.as_bytes();
    let lone = |at: usize| at.checked_sub(1).and_then(|before| bytes.get(before)) != Some(&b'#');
    let ends = |at: usize| bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace);
    text.match_indices('#').any(|(at, _)| lone(at) && ends(at))
        || text.lines().any(|line| line.ends_with(['=', ' ', '\t']) && line.trim_end().ends_with('='))
}
