//! Which tickets the site's articles would have answered, and which not: their subjects, searched as a customer searches.
//!
//! What a good answer is, is said in [`super::misses`]. Subjects may name people, so nothing of them is kept anywhere: they
//! are read, and what was found is handed back.

mod subjects;

use std::collections::{BTreeMap, BTreeSet};

use firstline_search::language::Language;
use firstline_search::plan;
use serde::Serialize;

use crate::output::{RenderError, SiteSearch};
use crate::site::Site;

use super::log::Logged;
use super::misses::{Lack, NEAREST, Near, folded, lack, nearest};

pub use subjects::{Tickets, Untold, read};

/// How well tickets are covered.
#[derive(Clone, Debug, Serialize)]
pub struct Coverage {
    /// How many tickets there are.
    pub tickets: usize,
    /// How many different subjects they have.
    pub different: usize,
    /// How many tickets have a good answer.
    pub answered: usize,
    /// Lines that could not be read.
    pub unreadable: usize,
    /// Signs that could not be read, and stand as `�` in the subjects.
    pub lost_signs: usize,
    /// What has no good answer, the most frequent first.
    pub groups: Vec<Group>,
    /// The subjects that have one, the most frequent first.
    pub covered: Vec<Subject>,
}

/// Subjects without a good answer that are about the same.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    /// How many tickets.
    pub count: usize,
    /// Their subjects, the most frequent first.
    pub subjects: Vec<Subject>,
}

/// A subject, and what is found for it.
#[derive(Clone, Debug, Serialize)]
pub struct Subject {
    /// As it was written most often.
    pub subject: String,
    /// How many tickets have it, in all spellings.
    pub count: usize,
    /// What is wrong with the answer; nothing where it is good.
    pub lack: Option<Lack>,
    /// The articles that come nearest.
    pub nearest: Vec<Near>,
}

/// Searches for every subject.
///
/// # Errors
/// When the index is damaged.
pub fn coverage(
    tickets: &Tickets,
    site: &Site,
    language: &str,
    search: &SiteSearch<'_>,
) -> Result<Coverage, RenderError> {
    let words = Language::of(language);
    let mut subjects = Vec::new();
    for asked in folded(&tickets.subjects, &words) {
        let explanation = search.explain(&asked.query, NEAREST)?;
        let lack = lack(&explanation);
        let nearest = nearest(&asked.query, &explanation, site, language);
        subjects.push(Subject { subject: asked.query, count: asked.count, lack, nearest });
    }
    subjects.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.subject.cmp(&b.subject)));
    let different = subjects.len();
    let (covered, without): (Vec<_>, Vec<_>) = subjects.into_iter().partition(|subject| subject.lack.is_none());
    Ok(Coverage {
        tickets: tickets.subjects.iter().map(|Logged { count, .. }| count).sum(),
        different,
        answered: covered.iter().map(|subject| subject.count).sum(),
        unreadable: tickets.unreadable,
        lost_signs: tickets.lost_signs,
        groups: grouped(without, &words),
        covered,
    })
}

impl Coverage {
    /// How many of a thousand tickets have a good answer; none of no tickets.
    #[must_use]
    pub fn per_mille(&self) -> Option<u128> {
        (self.answered as u128 * 1000).checked_div(self.tickets as u128)
    }
}

/// Puts subjects together that share half of their words or more. Each joins the first group whose most frequent
/// subject it is like.
fn grouped(subjects: Vec<Subject>, words: &Language) -> Vec<Group> {
    let mut groups = Groups::default();
    for subject in subjects {
        let stems: BTreeSet<String> = plan::key(&subject.subject, words).split(' ').map(str::to_owned).collect();
        match groups.like(&stems) {
            Some(at) => groups.groups[at].join(subject),
            None => groups.begin(stems, subject),
        }
    }
    let mut groups = groups.groups;
    groups.sort_by_key(|group| std::cmp::Reverse(group.count));
    groups
}

impl Group {
    fn join(&mut self, subject: Subject) {
        self.count += subject.count;
        self.subjects.push(subject);
    }
}

/// Groups in the order in which they began. Thousands of subjects may be about as many things, so a group is found by
/// its words and not by looking at every other.
#[derive(Default)]
struct Groups {
    groups: Vec<Group>,
    /// The words of the first subject of each.
    stems: Vec<BTreeSet<String>>,
    /// Which groups have a word, by how many words they have.
    by_size: BTreeMap<usize, BTreeMap<String, Vec<usize>>>,
}

impl Groups {
    /// The first group that shares half of these words.
    fn like(&self, stems: &BTreeSet<String>) -> Option<usize> {
        let alike = |at: &usize| are_alike(&self.stems[*at], stems);
        let first = |(size, by_stem): (&usize, &BTreeMap<String, Vec<usize>>)| {
            let mut sharing: Vec<&Vec<usize>> = stems.iter().filter_map(|stem| by_stem.get(stem)).collect();
            sharing.sort_by_key(|groups| groups.len());
            // Who has to share three words shares one besides the two that most have.
            let spared = (stems.len() + size).div_ceil(4).saturating_sub(1);
            sharing.truncate(sharing.len().saturating_sub(spared));
            sharing.into_iter().flatten().copied().filter(alike).min()
        };
        self.by_size.iter().filter_map(first).min()
    }

    fn begin(&mut self, stems: BTreeSet<String>, subject: Subject) {
        let by_stem = self.by_size.entry(stems.len()).or_default();
        for stem in &stems {
            by_stem.entry(stem.clone()).or_default().push(self.groups.len());
        }
        self.stems.push(stems);
        self.groups.push(Group { count: subject.count, subjects: vec![subject] });
    }
}

fn are_alike(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    let shared = a.intersection(b).count();
    4 * shared >= a.len() + b.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_about_the_same_are_one_group() {
        let subject = |text: &str, count| Subject { subject: text.to_owned(), count, lack: None, nearest: Vec::new() };
        let subjects = vec![
            subject("gift cards", 3),
            subject("tips for staff", 2),
            subject("balance of a gift card", 2),
            subject("Tips", 1),
        ];
        let groups = grouped(subjects, &Language::of("en"));
        let told: Vec<(usize, Vec<&str>)> = groups
            .iter()
            .map(|group| (group.count, group.subjects.iter().map(|subject| subject.subject.as_str()).collect()))
            .collect();
        assert_eq!(told, [(5, vec!["gift cards", "balance of a gift card"]), (3, vec!["tips for staff", "Tips"])]);
    }

    fn subjects(texts: impl Iterator<Item = String>) -> Vec<Subject> {
        texts.map(|subject| Subject { subject, count: 1, lack: None, nearest: Vec::new() }).collect()
    }

    /// Each against each other would be 200 million comparisons.
    #[test]
    fn thousands_of_subjects_are_grouped_at_once() {
        let different = subjects((0..20_000).map(|at| format!("till w{at} x{at} y{at} z{at}")));
        assert_eq!(grouped(different, &Language::of("en")).len(), 20_000);
    }

    #[test]
    fn a_group_found_by_its_words_is_the_first_that_is_alike() {
        let text =
            |at: usize| (0..1 + at % 6).map(|word| format!("w{} ", at * (word + 3) * 7 % 23)).collect::<String>();
        let mut all: Vec<(BTreeSet<String>, usize)> = Vec::new();
        for at in 0..600 {
            let stems = plan::key(&text(at), &Language::of("en")).split(' ').map(str::to_owned).collect();
            match all.iter_mut().find(|(first, _)| are_alike(first, &stems)) {
                Some((_, count)) => *count += 1,
                None => all.push((stems, 1)),
            }
        }
        let mut expected: Vec<usize> = all.into_iter().map(|(_, count)| count).collect();
        expected.sort_by_key(|count| std::cmp::Reverse(*count));
        let groups = grouped(subjects((0..600).map(text)), &Language::of("en"));
        assert_eq!(groups.iter().map(|group| group.count).collect::<Vec<_>>(), expected);
        assert!(expected.len() > 20);
    }
}
