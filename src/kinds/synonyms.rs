//! `synonyms.yaml`: words that stand for each other in the search, by language.

use std::collections::BTreeMap;

use crate::diag::Diagnostic;
use crate::source::SourceText;
use crate::yaml::{Node, Reader, Value};

/// Most words of one synonym; the search does not look at longer rows of words.
const MOST_WORDS: usize = 3;

/// What a site adds to the search's own synonyms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Synonyms {
    /// Whether the general ones that come with Firstline are left out.
    pub without_general: bool,
    /// Groups of words and short phrases that stand for each other, by the tag of their language.
    pub groups: BTreeMap<String, Vec<Vec<String>>>,
}

/// Reads the file: under each language a list of groups, and perhaps `general: false`.
pub fn read_synonyms(node: &Node, source: &SourceText, findings: &mut Vec<Diagnostic>) -> Synonyms {
    let mut reader = Reader { source, zone: &jiff::tz::TimeZone::UTC, findings };
    let mut synonyms = Synonyms::default();
    let entries = match &node.value {
        Value::Map(entries) => entries,
        Value::Null => return synonyms,
        _ => {
            reader.unexpected(&node.span, "expected groups of synonyms by language", help());
            return synonyms;
        }
    };
    for (key, node) in entries {
        match &node.value {
            Value::Scalar(general) if key.value == "general" && ["true", "false"].contains(&general.as_str()) => {
                synonyms.without_general = general == "false";
            }
            Value::List(groups) if key.value != "general" => {
                let groups = groups.iter().filter_map(|group| read_group(group, &mut reader));
                synonyms.groups.entry(key.value.to_lowercase()).or_default().extend(groups);
            }
            _ => reader.unexpected(&node.span, format!("`{}` is no list of groups", key.value), help()),
        }
    }
    synonyms
}

fn read_group(node: &Node, reader: &mut Reader<'_>) -> Option<Vec<String>> {
    let Value::List(words) = &node.value else {
        reader.unexpected(&node.span, format!("expected a group of synonyms, found {}", node.value.describe()), help());
        return None;
    };
    let mut group = Vec::new();
    for word in words {
        match &word.value {
            Value::Scalar(text) if (1..=MOST_WORDS).contains(&text.split_whitespace().count()) => {
                group.push(text.clone())
            }
            _ => {
                let help =
                    Some(format!("write one to {MOST_WORDS} words, in quotes where YAML would read them otherwise"));
                reader.unexpected(&word.span, "a synonym is a word or a short phrase", help);
            }
        }
    }
    if group.len() < 2 {
        reader.unexpected(&node.span, "a group needs at least two synonyms", None);
        return None;
    }
    Some(group)
}

fn help() -> Option<String> {
    Some("write `en:` and below it groups such as `- [till, register, cash desk]`".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SitePath;
    use crate::yaml;

    fn read(text: &str) -> (Synonyms, Vec<String>) {
        let source = SourceText::new(SitePath::new("content/synonyms.yaml").unwrap(), text);
        let mut findings = Vec::new();
        let node = yaml::parse(&source, 0..text.len(), &mut findings).unwrap();
        let synonyms = read_synonyms(&node, &source, &mut findings);
        (synonyms, findings.into_iter().map(|finding| finding.message).collect())
    }

    #[test]
    fn groups_by_language() {
        let (synonyms, findings) = read("general: false\nen:\n  - [till, cash desk]\nFR:\n  - [caisse, tiroir]\n");
        assert!(synonyms.without_general && findings.is_empty());
        assert_eq!(synonyms.groups["en"], [["till", "cash desk"]]);
        assert_eq!(synonyms.groups["fr"].len(), 1);
    }

    #[test]
    fn what_is_no_group_is_said() {
        let (synonyms, findings) = read("en:\n  - till\n  - [till]\n  - [a b c d, e, f]\nde: 3\ngeneral: maybe\n");
        assert_eq!(synonyms.groups["en"], [["e", "f"]]);
        assert_eq!(findings.len(), 5, "{findings:?}");
    }
}
