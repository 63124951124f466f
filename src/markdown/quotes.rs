//! Facts quoted in text as `{{fact:name}}`: where they stand, and what stands there instead.
//!
//! Finding a quote is a matter of signs alone. Whether it is one, and not sample code, is known only where Markdown is
//! parsed, so there it is filled in; what is filled in is text and never Markdown.

use std::borrow::Cow;
use std::ops::Range;

use super::body::Body;
use super::claims::Prose;
use super::escape::push_text;
use super::html::{Piece, pieces};

/// What a fact is where it is quoted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotable {
    /// In a text: `24 hours`.
    pub text: String,
    /// As a value, and where a link leads: `24h`.
    pub value: String,
}

/// A fact that a page quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The name, as written.
    pub name: String,
    /// Where it stands in the source file.
    pub span: Range<usize>,
}

/// A quote in a body, with what it stands for; nothing where nobody knows the fact.
#[derive(Clone, Debug)]
pub(super) struct Quoted {
    pub(super) span: Range<usize>,
    pub(super) name: String,
    pub(super) fact: Option<Quotable>,
}

/// Longest name that is looked for, in bytes.
const MAX_NAME: usize = 100;

/// The quotes of `text` in order: where each stands, and the name. One after a backslash is none.
pub fn quotes_in(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].find("{{")?;
            match name_at(text, start + 2) {
                Some((name, end)) if !is_escaped(&text[..start]) => {
                    at = end;
                    return Some((start..end, name));
                }
                _ => at = start + 1,
            }
        }
    })
}

/// The name of the fact that the braces before `at` quote, and where the quote ends.
fn name_at(text: &str, at: usize) -> Option<(&str, usize)> {
    let rest = text[at..].trim_start_matches(' ').strip_prefix("fact:")?;
    let start = text.len() - rest.len();
    let length = rest.bytes().take(MAX_NAME).position(|byte| matches!(byte, b'}' | b'{' | b'\n' | b'\r'))?;
    rest[length..].starts_with("}}").then(|| (rest[..length].trim(), start + length + 2))
}

fn is_escaped(before: &str) -> bool {
    before.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}

/// `text` with its quotes filled in; those that nobody knows stay as they are.
pub fn filled<'t>(text: &'t str, show: &dyn Fn(&str) -> Option<String>) -> Cow<'t, str> {
    let (mut out, mut at) = (String::new(), 0);
    for (span, name) in quotes_in(text) {
        let Some(shown) = show(name) else { continue };
        out.push_str(&text[at..span.start]);
        out.push_str(&shown);
        at = span.end;
    }
    if at == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[at..]);
    Cow::Owned(out)
}

impl Body {
    /// The same body with the facts that it quotes filled in, as `known` has them.
    #[must_use]
    pub fn quoting(mut self, known: &dyn Fn(&str) -> Option<Quotable>) -> Self {
        let quoted = |(span, name): (Range<usize>, &str)| Quoted { span, name: name.to_owned(), fact: known(name) };
        self.quoted = quotes_in(&self.text).map(quoted).collect();
        self
    }

    /// The quotes that begin in a stretch of the text.
    pub(super) fn quoted_in(&self, range: &Range<usize>) -> &[Quoted] {
        let first = self.quoted.partition_point(|quoted| quoted.span.start < range.start);
        let last = self.quoted.partition_point(|quoted| quoted.span.start < range.end);
        self.quoted.get(first..last).unwrap_or_default()
    }

    /// The text at `range`, which the parser gave as `text`, with its quotes filled in. The parser may cut a quote in
    /// two: the first part stands for the whole.
    pub(super) fn fill_text(&self, text: &str, range: &Range<usize>) -> Option<String> {
        let first = self.quoted.partition_point(|quoted| quoted.span.end <= range.start);
        let touched = self.quoted[first..].iter().take_while(|quoted| quoted.span.start < range.end);
        let mut touched = touched.filter_map(|quoted| Some((&quoted.span, quoted.fact.as_ref()?))).peekable();
        // Where the parser read an entity, no quote can stand.
        touched.peek().filter(|_| self.text().get(range.clone()) == Some(text))?;
        let (mut out, mut at) = (String::new(), range.start);
        for (span, fact) in touched {
            if span.start >= at {
                out.push_str(&self.text()[at..span.start]);
                out.push_str(&fact.text);
            }
            at = span.end.min(range.end);
        }
        out.push_str(&self.text()[at..range.end]);
        Some(out)
    }

    /// Adds the text at `range`, which the parser gave as `text`, to the prose, and says which of it is a fact's.
    pub(super) fn read_prose(&self, text: &str, range: &Range<usize>, prose: &mut Prose) {
        let mut at = range.start;
        for quoted in self.quoted_in(range) {
            let Some(fact) = &quoted.fact else { continue };
            prose.push(&self.text()[at..quoted.span.start], at);
            prose.push_fact(&fact.text, &quoted.span);
            at = quoted.span.end.min(range.end);
        }
        if at == range.start { prose.push(text, at) } else { prose.push(&self.text()[at..range.end], at) }
    }

    /// Where a link leads, with its quotes filled in.
    pub(super) fn fill_destination(&self, destination: &str) -> Option<String> {
        match filled(destination, &|name| self.fact(name).map(|fact| fact.value.clone())) {
            Cow::Borrowed(_) => None,
            Cow::Owned(filled) => Some(filled),
        }
    }

    /// Raw HTML with the quotes in its text filled in; those in tags are not.
    pub(super) fn fill_html(&self, html: &str) -> Option<String> {
        quotes_in(html).next()?;
        let escaped = |name: &str| {
            let mut out = String::new();
            push_text(&self.fact(name)?.text, &mut out);
            Some(out)
        };
        let (mut out, mut at) = (String::new(), 0);
        for piece in pieces(html) {
            if let Piece::Text(text) = piece {
                let start = text.as_ptr().addr() - html.as_ptr().addr();
                out.push_str(&html[at..start]);
                out.push_str(&filled(text, &escaped));
                at = start + text.len();
            }
        }
        out.push_str(&html[at..]);
        Some(out)
    }

    fn fact(&self, name: &str) -> Option<&Quotable> {
        self.quoted.iter().find(|quoted| quoted.name == name)?.fact.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Place;
    use crate::markdown::{Staff, fragment, plain_text};

    fn found(text: &str) -> Vec<(&str, &str)> {
        quotes_in(text).map(|(span, name)| (&text[span], name)).collect()
    }

    #[test]
    fn a_quote_is_braces_around_a_name() {
        assert_eq!(found("{{fact:a-b}}{{ fact: c d }}"), [("{{fact:a-b}}", "a-b"), ("{{ fact: c d }}", "c d")]);
        for text in ["{{a}}", "{{fact:a}", "{{fact:a\n}}", "\\{{fact:a}}", "{{fact:", "{{", "{{fact:{{"] {
            assert_eq!(found(text), [], "{text}");
        }
        assert_eq!(found("\\\\{{fact:a}} {{{fact:b}}"), [("{{fact:a}}", "a"), ("{{fact:b}}", "b")]);
    }

    fn plain(text: &str) -> String {
        let body = fragment(text, &Place::file("a.md"), Staff::Show, &mut Vec::new());
        let known = |name: &str| match name {
            "a_b" => Some(Quotable { text: "*1* <b>".to_owned(), value: "1".to_owned() }),
            "c" => Some(Quotable { text: "two".to_owned(), value: "2".to_owned() }),
            _ => None,
        };
        plain_text(&body.quoting(&known))
    }

    #[test]
    fn what_is_filled_in_is_text() {
        assert_eq!(plain("In {{fact:a_b}} or _{{fact:c}}_, {{fact:none}}"), "In *1* <b> or two, {{fact:none}}");
        assert_eq!(plain("| a |\n|---|\n| {{fact:c}} |\n\n> - [{{fact:c}}](x)"), "a\ntwo\ntwo");
        assert_eq!(plain("<p title=\"{{fact:c}}\">{{fact:c}} {{fact:a_b}}</p>"), "two *1* <b>");
        assert_eq!(plain("`{{fact:c}}` \\{{fact:c}}\n\n    {{fact:c}}\n"), "{{fact:c}} {{fact:c}}\n{{fact:c}}");
    }
}
