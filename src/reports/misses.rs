//! Searches that people made and that have no good answer, and what to do about each.
//!
//! An answer is good if the best result
//!
//! - holds at least half of the search, by what the words weigh: of "reset terminal password", a page that has only
//!   "terminal" holds less; and
//! - says so where it matters: at least one word of the search stands in its title, its question or its aliases, as
//!   typed, in another form or as a synonym. A page that only mentions the words in passing is about something else.
//!
//! A search that is pinned to a page, or is the id of one, has a good answer by definition. Whether people opened a
//! result is reported, and decides nothing: who reads the answer in the list opens nothing.

use std::collections::BTreeMap;

use firstline_search::explain::{Explanation, Field, Reasons};
use firstline_search::language::Language;
use firstline_search::plan;
use serde::Serialize;

use crate::kinds::CONTENT;
use crate::output::{RenderError, SiteSearch};
use crate::site::Site;

use super::log::Logged;

/// How much of a search the best result has to hold.
const HALF: f32 = 0.5;
/// The fields that say what a page is about.
const NAMING: &[Field] = &[Field::Title, Field::Id, Field::Question, Field::Alias];
/// How many articles are named that might be meant.
pub(super) const NEAREST: usize = 3;
/// How alike the letters of a search and of a title have to be, from 0 to 1, where no word is found.
const ALIKE: f64 = 0.4;
/// Longest search that is proposed as an alias, in characters. Longer ones were pasted.
const LONGEST_ALIAS: usize = 60;

/// What was asked for in vain.
#[derive(Clone, Debug, Serialize)]
pub struct Misses {
    /// How many searches the log holds.
    pub searches: usize,
    /// How many different ones.
    pub different: usize,
    /// Lines of the log that could not be read.
    pub unreadable: usize,
    /// How many of all searches have no good answer.
    pub without_answer: usize,
    /// Those, the most frequent first.
    pub misses: Vec<Miss>,
}

/// A search without a good answer.
#[derive(Clone, Debug, Serialize)]
pub struct Miss {
    /// As it was typed most often.
    pub query: String,
    /// How often it was made, in all spellings.
    pub count: usize,
    /// How often a result was opened.
    pub opened: usize,
    /// What is wrong with the answer.
    pub lack: Lack,
    /// How much of the search the best result holds, from 0 to 1.
    pub held: f32,
    /// The articles that may be meant, the nearest first.
    pub nearest: Vec<Near>,
    /// What might help.
    pub suggestion: Option<Suggestion>,
}

/// What is wrong with the answer to a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lack {
    /// There is none.
    NothingFound,
    /// The best result holds less than half of it.
    LittleHeld,
    /// The best result has none of its words where it says what it is about.
    OnlyMentioned,
}

/// An article that may be meant.
#[derive(Clone, Debug, Serialize)]
pub struct Near {
    /// Its title.
    pub title: String,
    /// Its file, below `content/`.
    pub path: String,
}

/// Words to add to an article.
#[derive(Clone, Debug, Serialize)]
pub struct Suggestion {
    /// Its file, below `content/`.
    pub path: String,
    /// The line of its front matter as it would be.
    pub aliases: String,
}

/// Makes every search of a log once, and keeps those without a good answer.
///
/// # Errors
/// When the index is damaged.
pub fn misses(
    log: &super::log::Log,
    site: &Site,
    language: &str,
    search: &SiteSearch<'_>,
) -> Result<Misses, RenderError> {
    let folded = folded(&log.searches, &Language::of(language));
    let mut misses = Vec::new();
    for asked in &folded {
        let explanation = search.explain(&asked.query, NEAREST)?;
        if let Some(lack) = lack(&explanation) {
            misses.push(Miss::new(asked, lack, &explanation, site, language));
        }
    }
    misses.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.query.cmp(&b.query)));
    Ok(Misses {
        searches: folded.iter().map(|asked| asked.count).sum(),
        different: folded.len(),
        unreadable: log.unreadable,
        without_answer: misses.iter().map(|miss| miss.count).sum(),
        misses,
    })
}

/// Brings searches together that have the same words, whatever their order and endings, in the spelling that is most
/// frequent.
pub(super) fn folded(searches: &[Logged], language: &Language) -> Vec<Logged> {
    let mut by_key: BTreeMap<String, BTreeMap<&str, Logged>> = BTreeMap::new();
    for logged in searches {
        let spellings = by_key.entry(plan::key(&logged.query, language)).or_default();
        let spelling = spellings.entry(&logged.query).or_default();
        spelling.count += logged.count;
        spelling.opened += logged.opened;
    }
    let fold = |spellings: BTreeMap<&str, Logged>| {
        let most = spellings.iter().max_by(|a, b| a.1.count.cmp(&b.1.count).then_with(|| b.0.cmp(a.0)));
        Logged {
            query: most.map(|(query, _)| (*query).to_owned()).unwrap_or_default(),
            count: spellings.values().map(|logged| logged.count).sum(),
            opened: spellings.values().map(|logged| logged.opened).sum(),
        }
    };
    by_key.into_values().map(fold).collect()
}

/// What is wrong with an answer, if anything is.
pub(super) fn lack(explanation: &Explanation) -> Option<Lack> {
    let Some(best) = explanation.reasons.first() else { return Some(Lack::NothingFound) };
    if best.pinned || best.asked_for {
        None
    } else if best.held < HALF {
        Some(Lack::LittleHeld)
    } else {
        (!best.stands_in(NAMING)).then_some(Lack::OnlyMentioned)
    }
}

impl Miss {
    fn new(asked: &Logged, lack: Lack, explanation: &Explanation, site: &Site, language: &str) -> Self {
        let urls = nearest_urls(&asked.query, explanation, site, language);
        Self {
            query: asked.query.clone(),
            count: asked.count,
            opened: asked.opened,
            lack,
            held: explanation.reasons.first().map_or(0.0, |best: &Reasons| best.held),
            nearest: urls.iter().filter_map(|url| near(site, url)).collect(),
            suggestion: urls.first().and_then(|url| suggestion(&asked.query, site, url)),
        }
    }
}

/// The articles that may be meant by a search, the nearest first.
pub(super) fn nearest(query: &str, explanation: &Explanation, site: &Site, language: &str) -> Vec<Near> {
    nearest_urls(query, explanation, site, language).into_iter().filter_map(|url| near(site, url)).collect()
}

fn nearest_urls<'a>(query: &str, explanation: &'a Explanation, site: &'a Site, language: &str) -> Vec<&'a str> {
    let found: Vec<&str> = explanation.results.hits.iter().map(|hit| hit.url.as_str()).collect();
    if found.is_empty() { alike(query, site, language) } else { found }
}

/// Pages whose title or aliases have letters like those of a search of which no word is known.
fn alike<'a>(query: &str, site: &'a Site, language: &str) -> Vec<&'a str> {
    let query = query.to_lowercase();
    let pages = site.pages().iter().filter(|page| *page.language == *language);
    let mut alike: Vec<(f64, &str)> = pages
        .map(|page| {
            let texts = std::iter::once(&page.title).chain(&page.entry.basics.aliases);
            let likeness = texts.map(|text| strsim::sorensen_dice(&query, &text.to_lowercase()));
            (likeness.fold(0.0, f64::max), page.url.as_str())
        })
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .collect();
    alike.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    alike.into_iter().take(NEAREST).map(|(_, url)| url).collect()
}

fn near(site: &Site, url: &str) -> Option<Near> {
    let page = site.page(site.page_by_url(url)?);
    let path = page.entry.path.below(CONTENT).unwrap_or(page.entry.path.as_str()).to_owned();
    Some(Near { title: page.title.clone(), path })
}

/// The aliases of a page with a search among them, as a line to paste.
fn suggestion(query: &str, site: &Site, url: &str) -> Option<Suggestion> {
    let alias = query.trim_end_matches(['?', '!', '.']).to_lowercase();
    if alias.chars().count() > LONGEST_ALIAS {
        return None;
    }
    let known = &site.page(site.page_by_url(url)?).entry.basics.aliases;
    let aliases: Vec<String> = known.iter().chain([&alias]).map(|alias| quoted(alias)).collect();
    Some(Suggestion { path: near(site, url)?.path, aliases: format!("aliases: [{}]", aliases.join(", ")) })
}

/// A text as a value in a YAML list, in quotes where it needs them.
pub(crate) fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '’' | '.' | '/');
    let begins = text.starts_with(char::is_alphabetic) && !text.ends_with(' ');
    // Words that YAML takes for something else than text.
    let word = !matches!(text.to_ascii_lowercase().as_str(), "true" | "false" | "null" | "yes" | "no" | "on" | "off");
    if begins && word && text.chars().all(plain) {
        return text.to_owned();
    }
    serde_json::to_string(text).unwrap_or_else(|_| unreachable!("a text is JSON"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_search_in_other_words_is_one() {
        let logged = |query: &str, count| Logged { query: query.to_owned(), count, opened: 0 };
        let searches =
            [logged("refund a sale", 2), logged("sales refunded", 3), logged("till", 1), logged("refund a sale", 2)];
        let folded = folded(&searches, &Language::of("en"));
        assert_eq!(folded, [logged("refund a sale", 7), logged("till", 1)]);
    }

    #[test]
    fn values_are_quoted_where_yaml_would_read_them_otherwise() {
        for (text, written) in
            [("money back", "money back"), ("no", "\"no\""), ("a: b", "\"a: b\""), ("12", "\"12\""), ("[x", "\"[x\"")]
        {
            assert_eq!(quoted(text), written);
        }
    }
}
