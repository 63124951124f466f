//! Pairs of words that seem to mean the same, learned from the texts of the site, with what speaks for each.
//!
//! Two signs are looked at, the surer first:
//!
//! 1. A text explains a short form: "point of sale (POS)", or names another word: "the Pebble, also called card reader".
//! 2. Two names of one page are the same but for one word: its title "open the till" and its alias "open the register".
//!
//! Words that merely stand between the same words were looked at, too, and are not a sign: of those that did so in 13,000
//! articles, and were seldom in the same one, two pairs of nineteen meant the same.
//!
//! None of this is certain, so the pairs go into a file that somebody reviews.

mod explained;
mod named;

use std::collections::{BTreeMap, BTreeSet};

use firstline_search::Document;
use firstline_search::language::Language;
use rayon::prelude::*;
use serde::Serialize;

use crate::kinds::CONTENT;
use crate::output::{Plan, RenderError};
use crate::site::Page;

use super::misses::quoted;

/// How many articles are named as evidence.
const EXAMPLES: usize = 3;

/// What speaks for a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sign {
    /// A text says so.
    Explained,
    /// Two names of a page differ in nothing else.
    SameName,
}

/// Two words, or short phrases, that seem to mean the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pair {
    /// The two.
    pub words: [String; 2],
    /// What speaks for it.
    pub sign: Sign,
    /// How many articles say so.
    pub weight: usize,
    /// Where, in words.
    pub evidence: Vec<String>,
}

/// A page with what it says.
struct Text {
    path: String,
    document: Document,
}

/// Learns pairs from all pages in a language, the surest first. Those that the search knows already are left out.
///
/// # Errors
/// When a source can't be read again.
pub fn learn(plan: &Plan, language: &str) -> Result<Vec<Pair>, RenderError> {
    let site = plan.site();
    let pages: Vec<&Page> = site.pages().iter().filter(|page| &*page.language == language).collect();
    let text = |page: &&Page| {
        let path = page.entry.path.below(CONTENT).unwrap_or(page.entry.path.as_str()).to_owned();
        plan.document(page).map(|document| Text { path, document })
    };
    let texts: Vec<Text> = pages.par_iter().map(text).collect::<Result<_, _>>()?;
    let words = Language::of(language);
    let mut pairs = explained::pairs(&texts, &words);
    pairs.extend(named::pairs(&texts, &words));
    let known = Known::of(&site.synonyms(language), &words);
    pairs.retain(|pair| !known.has(pair, &words));
    pairs.sort_by(|a, b| a.sign.cmp(&b.sign).then(b.weight.cmp(&a.weight)).then_with(|| a.words.cmp(&b.words)));
    let mut seen = BTreeSet::new();
    pairs.retain(|pair| seen.insert(key(pair, &words)));
    Ok(pairs)
}

/// The pairs as a file in the form of `content/synonyms.yaml`, with what speaks for each.
#[must_use]
pub fn yaml(pairs: &[Pair], language: &str) -> String {
    let mut text = String::from(
        "# Words that seem to mean the same, learned from the texts of this site. Nothing of this is in use.\n\
         # Delete what is wrong, and move what is right into content/synonyms.yaml.\n",
    );
    text.push_str(&format!("{language}:\n"));
    let mut last = None;
    for pair in pairs {
        if last != Some(pair.sign) {
            text.push_str(match pair.sign {
                Sign::Explained => "\n  # A text says so.\n",
                Sign::SameName => "\n  # Two names of a page differ in nothing else.\n",
            });
            last = Some(pair.sign);
        }
        let [first, second] = &pair.words;
        text.push_str(&format!("  - [{}, {}]\n", quoted(first), quoted(second)));
        text.extend(pair.evidence.iter().map(|evidence| format!("      # {}\n", evidence.replace(['\n', '\r'], " "))));
    }
    if pairs.is_empty() {
        text.push_str("  []\n");
    }
    text
}

/// The stems of a pair, in order.
fn key(pair: &Pair, language: &Language) -> BTreeSet<String> {
    pair.words.iter().map(|words| stems(words, language).join(" ")).collect()
}

/// The stems of a text, stop words left out where others stay.
fn stems(text: &str, language: &Language) -> Vec<String> {
    let mut all = Vec::new();
    language.words_of_query(text, |word, _| all.push((language.stem(word).into_owned(), language.is_stop_word(word))));
    let any = all.iter().any(|(_, stop)| !stop);
    all.into_iter().filter(|(_, stop)| !any || !stop).map(|(stem, _)| stem).collect()
}

/// What the search knows already.
struct Known(Vec<BTreeSet<String>>);

impl Known {
    fn of(groups: &[Vec<String>], language: &Language) -> Self {
        let group = |group: &Vec<String>| group.iter().map(|words| stems(words, language).join(" ")).collect();
        Self(groups.iter().map(group).collect())
    }

    /// Whether a pair is in a group, or says twice the same.
    fn has(&self, pair: &Pair, language: &Language) -> bool {
        let key = key(pair, language);
        key.len() < 2 || self.0.iter().any(|group| key.is_subset(group))
    }
}

/// Evidence that is gathered from many articles: for each pair what to show, and which articles have it.
#[derive(Default)]
struct Gathered<'a>(BTreeMap<[String; 2], BTreeMap<&'a str, String>>);

impl<'a> Gathered<'a> {
    fn add(&mut self, words: [String; 2], path: &'a str, evidence: String) {
        self.0.entry(words).or_default().entry(path).or_insert(evidence);
    }

    fn into_pairs(self, sign: Sign) -> Vec<Pair> {
        let pair = |(words, articles): ([String; 2], BTreeMap<&str, String>)| {
            let weight = articles.len();
            let mut evidence: Vec<String> =
                articles.into_iter().take(EXAMPLES).map(|(path, said)| format!("{said} ({path})")).collect();
            if weight > EXAMPLES {
                evidence.push(format!("and {} more", weight - EXAMPLES));
            }
            Pair { words, sign, weight, evidence }
        };
        self.0.into_iter().map(pair).collect()
    }
}
