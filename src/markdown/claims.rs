//! What prose claims that can be compared with what is declared: addresses, numbers, times to an answer, being there
//! always.
//!
//! Only what is said in so many words counts. A claim that is overlooked costs little; one that is imagined costs the
//! writer's trust. So a time counts where the same sentence says that *we* answer or mend, and nothing in it says that
//! somebody else has to, or that it is not so. Code, quotations and raw HTML claim nothing.

mod addresses;
mod doubt;
mod promises;

use std::ops::Range;

use memchr::memmem::find;

use super::body::Body;

pub(super) use addresses::linked;
pub use addresses::{beginnings, national_digits};

/// How much is kept of what stands before a sentence, in bytes.
const BEFORE: usize = 300;

/// Something that a page says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// What.
    pub said: Said,
    /// Its words.
    pub text: String,
    /// Whether a fact is quoted for it.
    pub quoted: bool,
    /// Where it stands in the source file.
    pub span: Range<usize>,
    /// The sentence that promises it; an address has none.
    pub sentence: Option<Sentence>,
}

impl Claim {
    /// The claim of a text whose place is known only as a whole.
    #[must_use]
    pub fn at(self, span: &Range<usize>) -> Self {
        let sentence = self.sentence.map(|sentence| Sentence { span: span.clone(), ..sentence });
        Self { span: span.clone(), sentence, ..self }
    }
}

/// A sentence as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its words.
    pub text: String,
    /// What stands right before it: other cells of its row, the line above its list.
    pub before: String,
    /// Where it stands in the source file.
    pub span: Range<usize>,
}

/// What can be claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// An e-mail address, in small letters.
    Mail(String),
    /// A phone number, its digits alone, with those of the country first.
    Phone(String),
    /// An answer or a repair within a time.
    Within(Length),
    /// Somebody there day and night.
    Always,
}

/// A time as prose has it: `two working days`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: Unit,
}

/// Units of time that promises are made in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// 60 seconds.
    Minute,
    /// 60 minutes.
    Hour,
    /// A day, working or not: who writes "two days" may mean either.
    Day,
    /// Seven days, five of them working.
    Week,
    /// A month of the calendar.
    Month,
}

/// Whether a text may claim anything: most bodies have none of the signs, and are not looked at twice.
pub(super) fn may_claim(text: &str) -> bool {
    addresses::may_have_some(text)
        || promises::SIGNS.iter().any(|sign| find(text.as_bytes(), sign.as_bytes()).is_some())
}

/// The claims of a text that stands on its own, all of them at `span`.
#[must_use]
pub fn claims_in(text: &str, span: &Range<usize>) -> Vec<Claim> {
    if !may_claim(text) {
        return Vec::new();
    }
    let mut prose = Prose::default();
    prose.push(text, 0);
    let claim = |(found, sentence): (Found, Option<Range<usize>>)| Claim {
        sentence: sentence.map(|sentence| prose.sentence(&sentence, span.clone())),
        ..found.into_claim(false, span.clone())
    };
    prose.claims().map(claim).collect()
}

/// The prose of a body as it is read: plain text, with the way back to the body.
#[derive(Debug, Default)]
pub(super) struct Prose {
    text: String,
    stretches: Vec<Stretch>,
}

/// Text that stands in the body in one piece, or a fact that stands there for a quote.
#[derive(Debug)]
struct Stretch {
    start: usize,
    body: usize,
    /// Where the quote ends in the body.
    quote: Option<usize>,
}

/// What was found, in the prose.
struct Found {
    said: Said,
    text: String,
    span: Range<usize>,
}

impl Found {
    fn into_claim(self, quoted: bool, span: Range<usize>) -> Claim {
        Claim { said: self.said, text: self.text, quoted, span, sentence: None }
    }
}

impl Prose {
    /// Adds text that stands at `body`.
    pub(super) fn push(&mut self, text: &str, body: usize) {
        self.stretches.push(Stretch { start: self.text.len(), body, quote: None });
        self.text.push_str(text);
    }

    /// Adds a fact that stands for the quote at `span`.
    pub(super) fn push_fact(&mut self, text: &str, span: &Range<usize>) {
        self.stretches.push(Stretch { start: self.text.len(), body: span.start, quote: Some(span.end) });
        self.text.push_str(text);
    }

    /// Ends a sentence, whatever signs it ends with.
    pub(super) fn end(&mut self) {
        self.text.push('\n');
    }

    /// Goes on after something that is no prose.
    pub(super) fn gap(&mut self) {
        self.text.push('\u{fffc}');
    }

    /// Every claim, with its place in the source of `body`.
    pub(super) fn into_claims(self, body: &Body) -> Vec<Claim> {
        let place = |span: &Range<usize>| body.source_span(self.place(span).1);
        let claim = |(found, sentence): (Found, Option<Range<usize>>)| {
            let (quoted, span) = self.place(&found.span);
            let sentence = sentence.map(|sentence| self.sentence(&sentence, place(&sentence)));
            Claim { sentence, ..found.into_claim(quoted, body.source_span(span)) }
        };
        self.claims().map(claim).collect()
    }

    /// Every claim, and the sentence that promises it.
    fn claims(&self) -> impl Iterator<Item = (Found, Option<Range<usize>>)> {
        let promised = |span: Range<usize>| {
            let sentence = Some(self.trimmed(&span));
            promises::find(&self.text, span).into_iter().map(move |found| (found, sentence.clone()))
        };
        let sentences = promises::sentences(&self.text).into_iter();
        addresses::find(&self.text).map(|found| (found, None)).chain(sentences.flat_map(promised))
    }

    /// A stretch without the signs around it that stand for no word.
    fn trimmed(&self, span: &Range<usize>) -> Range<usize> {
        let is_space = |sign: char| sign.is_whitespace() || sign == '\u{fffc}';
        let text = &self.text[span.clone()];
        let start = span.end - text.trim_start_matches(is_space).len();
        start..(span.start + text.trim_end_matches(is_space).len()).max(start)
    }

    fn sentence(&self, range: &Range<usize>, span: Range<usize>) -> Sentence {
        let from = self.text.floor_char_boundary(range.start.saturating_sub(BEFORE));
        let before = self.text[from..range.start].to_owned();
        Sentence { text: self.text[range.clone()].to_owned(), before, span }
    }

    /// Whether a fact has a part in a stretch, and where that stands in the body.
    fn place(&self, span: &Range<usize>) -> (bool, Range<usize>) {
        let first = self.stretches.partition_point(|stretch| stretch.start <= span.start).saturating_sub(1);
        let end = self.stretches.partition_point(|stretch| stretch.start < span.end);
        let touched = self.stretches.get(first..end).unwrap_or_default();
        let quoted = touched.iter().any(|stretch| stretch.quote.is_some());
        let start = touched.first().map_or(0, |stretch| match stretch.quote {
            Some(_) => stretch.body,
            None => stretch.body + (span.start - stretch.start),
        });
        let end =
            touched.last().map_or(start, |stretch| stretch.quote.unwrap_or(stretch.body + (span.end - stretch.start)));
        (quoted, start..end.max(start))
    }
}
