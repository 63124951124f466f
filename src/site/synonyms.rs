//! Which words stand for each other in the search of a language: general ones, and the site's own.

use crate::kinds;
use crate::source::{SitePath, SourceText};
use crate::yaml;

use super::Site;

/// General synonyms by language: what customers and writers of any help centre use for the same thing.
const GENERAL: &[(&str, &str)] = &[("en", include_str!("synonyms/en.yaml"))];

impl Site {
    /// The groups of synonyms for a language, the site's own first.
    #[must_use]
    pub fn synonyms(&self, language: &str) -> Vec<Vec<String>> {
        let primary = language.split(['-', '_']).next().unwrap_or_default().to_lowercase();
        let own = self.synonyms.groups.iter().filter(|(tag, _)| **tag == primary || **tag == language.to_lowercase());
        let mut groups: Vec<Vec<String>> = own.flat_map(|(_, groups)| groups.iter().cloned()).collect();
        if !self.synonyms.without_general {
            let general = GENERAL.iter().filter(|(tag, _)| *tag == primary);
            groups.extend(general.flat_map(|(tag, text)| general_groups(tag, text)));
        }
        groups
    }
}

/// The groups of a list that comes with Firstline. What is wrong with it is found by a test.
fn general_groups(tag: &str, text: &str) -> Vec<Vec<String>> {
    read(tag, text).0
}

fn read(tag: &str, text: &str) -> (Vec<Vec<String>>, usize) {
    let mut findings = Vec::new();
    let Some(path) = SitePath::new(&format!("{tag}.yaml")) else { return (Vec::new(), 1) };
    let text = format!("{tag}:\n{text}");
    let source = SourceText::new(path, text.as_str());
    let groups = yaml::parse(&source, 0..text.len(), &mut findings).map(|node| {
        let mut synonyms = kinds::read_synonyms(&node, &source, &mut findings);
        synonyms.groups.remove(tag).unwrap_or_default()
    });
    (groups.unwrap_or_default(), findings.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn general_lists_are_well_formed() {
        for (tag, text) in GENERAL {
            let (groups, findings) = read(tag, text);
            assert!(groups.len() > 50 && findings == 0, "{tag}: {} groups, {findings} findings", groups.len());
        }
    }
}
