//! Who may see a page. Whatever can't be read counts as internal: a typing error must never publish a secret.

use crate::diag::{Code, Diagnostic, Place, did_you_mean};
use crate::source::{SitePath, SourceText};
use crate::yaml::{Choice, Node, Value};

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
    let Value::Map(entries) = &front.value else { return Audience::Public };
    let mut audience = Audience::Public;
    for (key, value) in entries {
        let exact = key.value == "audience";
        if !exact && did_you_mean(&key.value, ["audience"]).is_none() {
            continue;
        }
        match read(value) {
            Some(Audience::Public) if exact => {}
            Some(Audience::Internal) => audience = Audience::Internal,
            _ => {
                audience = Audience::Internal;
                let place = Place::span(source, value.span.clone());
                let finding = Diagnostic::error(
                    UNREADABLE_AUDIENCE,
                    place,
                    "it is not clear who may see this page, so it counts as internal",
                );
                findings.push(finding.help("write `audience: public` or `audience: internal`"));
            }
        }
    }
    audience
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
        assert_eq!(audience("audience: public\naudience: internal"), (Audience::Internal, 0));
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
