//! Who may see a page. Whatever can't be read counts as internal: a typing error must never publish a secret.

use crate::diag::{Code, Diagnostic, Place, did_you_mean};
use crate::source::{SitePath, SourceText};
use crate::yaml::{Choice, Node, Placed, Value};

use super::is_internal;

/// Who a site or a page is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// Everyone.
    #[default]
    Public,
    /// The company's own people, who also see all that is public.
    Internal,
}

impl Choice for Audience {
    const WORDS: &'static [(&'static str, Self)] = &[("public", Self::Public), ("internal", Self::Internal)];
}

/// The finding for an audience that can't be read.
pub const UNREADABLE_AUDIENCE: Code = Code("unreadable-audience");

/// The audience of the file at `path` whose front matter is `front`.
///
/// Every mapping key that looks like `audience` is considered, so that a key in capitals, written twice, or a letter
/// off closes the page rather than opening it.
pub fn audience_of(path: &SitePath, front: &Node, source: &SourceText, findings: &mut Vec<Diagnostic>) -> Audience {
    if is_internal(path) {
        return Audience::Internal;
    }
    let entries = match &front.value {
        Value::Map(entries) => entries,
        Value::Null => return Audience::Public,
        // A colon forgotten, or a dash too many: it may well have said `internal`.
        Value::Scalar(_) | Value::List(_) => {
            findings.push(unreadable(source, front));
            return Audience::Internal;
        }
    };
    let meant = |key: &str| key == KEY || did_you_mean(key, [KEY]).is_some();
    let lines: Vec<_> = entries.iter().filter(|(key, _)| meant(&key.value)).collect();
    match lines.as_slice() {
        [] => Audience::Public,
        [(key, value)] if key.value == KEY => read(value).unwrap_or_else(|| {
            findings.push(unreadable(source, value));
            Audience::Internal
        }),
        lines => {
            findings.extend(lines.iter().map(|(_, value)| unreadable(source, value)));
            Audience::Internal
        }
    }
}

/// A data file without the entries that are not for this audience: those of a list, or of the lists under its keys.
pub(super) fn without_hidden(
    node: &Node,
    source: &SourceText,
    audience: Audience,
    findings: &mut Vec<Diagnostic>,
) -> Node {
    let mut visible = |items: &[Node]| {
        let may_see = |item: &&Node| audience == Audience::Internal || is_public(item, source, findings);
        Value::List(items.iter().filter(may_see).cloned().collect())
    };
    let value = match &node.value {
        Value::List(items) => visible(items),
        Value::Map(entries) => {
            let under = |(key, node): &(Placed<String>, Node)| match &node.value {
                Value::List(items) => (key.clone(), Node { value: visible(items), span: node.span.clone() }),
                _ => (key.clone(), node.clone()),
            };
            Value::Map(entries.iter().map(under).collect())
        }
        other => other.clone(),
    };
    Node { value, span: node.span.clone() }
}

fn is_public(item: &Node, source: &SourceText, findings: &mut Vec<Diagnostic>) -> bool {
    // What is no mapping is a finding of whoever reads it.
    !matches!(item.value, Value::Map(_)) || audience_of(source.path(), item, source, findings) == Audience::Public
}

/// The key that says who may see a page.
const KEY: &str = "audience";

fn unreadable(source: &SourceText, node: &Node) -> Diagnostic {
    let place = Place::span(source, node.span.clone());
    let message = "it is not clear who may see this page, so it counts as internal";
    Diagnostic::error(UNREADABLE_AUDIENCE, place, message).help("write `audience: public` or `audience: internal`")
}

fn read(node: &Node) -> Option<Audience> {
    let Value::Scalar(text) = &node.value else { return None };
    Audience::WORDS.iter().find(|(word, _)| word == text).map(|(_, audience)| *audience)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn audience(front: &str) -> (Audience, usize) {
        let path = SitePath::new("content/pages/a.md").unwrap();
        let source = SourceText::new(path.clone(), front);
        let mut findings = Vec::new();
        let node = crate::yaml::parse(&source, 0..front.len(), &mut Vec::new()).unwrap();
        let audience = audience_of(&path, &node, &source, &mut findings);
        (audience, findings.len())
    }

    #[test]
    fn what_is_unclear_is_internal() {
        assert_eq!(audience("title: A"), (Audience::Public, 0));
        assert_eq!(audience("audience: public"), (Audience::Public, 0));
        assert_eq!(audience("audience: internal"), (Audience::Internal, 0));
        assert_eq!(audience("audience: public\naudience: internal"), (Audience::Internal, 2));
        assert_eq!(audience("audience: internal"), (Audience::Internal, 0));
        assert_eq!(audience("audience internal"), (Audience::Internal, 1));
        assert_eq!(audience("- audience: internal"), (Audience::Internal, 1));
        for odd in [
            "audience:",
            "audience: Public",
            "audience: [public]",
            "audience: intern",
            "Audience: public",
            "audiance: publik",
        ] {
            assert_eq!(audience(odd), (Audience::Internal, 1), "{odd}");
        }
    }
}
