//! A body's text and the way back from it to the source file.
//!
//! The text is what the parser reads: line ends are `\n`, zero bytes are replaced, staff blocks are gone or marked.
//! Everything in it is copied from the source in stretches, and the map remembers where each stretch begins.

use std::ops::Range;

use super::extensions::Block;
use super::limits;
use super::quotes::Quoted;

/// The Markdown of a file below its front matter.
#[derive(Clone, Debug, Default)]
pub struct Body {
    pub(super) text: String,
    stretches: Vec<Stretch>,
    marks: Vec<Mark>,
    too_deep: Option<usize>,
    doubtful: bool,
    /// Facts that it quotes, in order.
    pub(super) quoted: Vec<Quoted>,
}

/// A run of bytes copied from the source in one piece.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    clean: usize,
    source: usize,
}

/// A paragraph of the text that stands for the edge of a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    /// Where the paragraph begins.
    pub(super) at: usize,
    /// What it stands for.
    pub(super) edge: Edge,
}

/// The beginning or the end of a block.
#[derive(Clone, Copy, Debug)]
pub(super) enum Edge {
    Open(&'static Block),
    Close,
}

impl Body {
    /// The text that is parsed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether text that is for staff only may have stayed in it. Such a body must not be published.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        self.doubtful
    }

    pub(super) fn doubt(&mut self) {
        self.doubtful = true;
    }

    /// The bytes of the source file that a stretch of the text comes from.
    #[must_use]
    pub fn source_span(&self, span: Range<usize>) -> Range<usize> {
        let start = self.source_offset(span.start);
        let end = match span.end.checked_sub(1) {
            Some(last) if span.end > span.start => self.source_offset(last) + 1,
            _ => start,
        };
        start..end.max(start)
    }

    fn source_offset(&self, clean: usize) -> usize {
        let next = self.stretches.partition_point(|stretch| stretch.clean <= clean);
        let Some(stretch) = next.checked_sub(1).and_then(|index| self.stretches.get(index)) else { return clean };
        let offset = stretch.source + (clean - stretch.clean);
        // A replacement may be longer than what it replaces; it must not reach into the next stretch.
        self.stretches.get(next).map_or(offset, |next| offset.min(next.source))
    }

    /// The edge that the paragraph at `at` stands for.
    pub(super) fn edge_at(&self, at: usize) -> Option<Edge> {
        let index = self.marks.binary_search_by_key(&at, |mark| mark.at).ok()?;
        self.marks.get(index).map(|mark| mark.edge)
    }

    /// Where blocks are nested too deeply for the parser to be let near them.
    pub(super) fn too_deep(&self) -> Option<usize> {
        self.too_deep
    }

    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), ..Self::default() }
    }

    /// Adds `text`, which stands at `source` in the file (or takes the place of what does).
    pub(super) fn push(&mut self, text: &str, source: usize) {
        let clean = self.text.len();
        let goes_on = self.stretches.last().is_some_and(|last| last.source + (clean - last.clean) == source);
        if !goes_on && !text.is_empty() {
            self.stretches.push(Stretch { clean, source });
        }
        self.text.push_str(text);
    }

    /// Marks the paragraph that is about to be added.
    pub(super) fn mark(&mut self, edge: Edge) {
        self.marks.push(Mark { at: self.text.len(), edge });
    }

    /// The body, complete.
    pub(super) fn finish(mut self) -> Self {
        self.too_deep = limits::too_deep(&self.text);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_lead_back_across_what_was_left_out() {
        let mut body = Body::default();
        body.push("ab\n", 10);
        body.push("cd", 13);
        body.push("\u{fffd}", 15);
        body.push("ef", 16);
        body.push("gh", 40);
        assert_eq!(body.stretches.len(), 3, "neighbours are one stretch");
        assert_eq!(body.source_span(0..2), 10..12);
        assert_eq!(body.source_span(5..8), 15..17);
        assert_eq!(body.source_span(8..10), 16..18);
        assert_eq!(body.source_span(9..12), 17..42);
        assert_eq!(body.source_span(10..10), 40..40);
        assert_eq!(Body::default().source_span(3..3), 3..3);
    }
}
