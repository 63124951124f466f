//! `search/en/titles.json`: what customers look for most, by title. The search box falls back on it where the search
//! itself cannot be had, and finds what is broken now in it when nothing answers a question.
//!
//! It is a JSON list with an entry `[title, address, kind]` for each page. It is short enough for one request on a bad
//! line; whoever wants all titles finds them in the A-Z.

use crate::kinds::Kind;
use crate::site::{Page, Site};
use crate::yaml::Choice;

use super::super::{Press, RenderError};
use super::search_document::is_broken_now;

/// Most entries: with titles of usual length, 15 kB as a host sends them.
const MOST: usize = 500;

/// Where it lies, for a language.
#[must_use]
pub(crate) fn path(language: &str) -> String {
    format!("{}titles.json", super::search_index::folder(language))
}

pub(super) fn make(press: &Press, language: &str) -> Result<Vec<u8>, RenderError> {
    let titles = titles(&press.site, language);
    let mut json = serde_json::to_vec(&titles).unwrap_or_else(|_| unreachable!("texts are JSON"));
    json.push(b'\n');
    Ok(json)
}

/// What most people look for, then what is broken now, then people to talk to, topics, answers and other pages.
fn titles<'a>(site: &'a Site, language: &str) -> Vec<[&'a str; 3]> {
    let of = |kind: Kind| {
        site.pages().iter().filter(move |page| *page.language == *language && page.entry.kind == kind).map(entry)
    };
    let wanted = site.config.most_wanted.iter().filter_map(|id| site.page_by_id(id)).map(|id| site.page(id));
    let broken = site.pages().iter().filter(|page| is_broken_now(site, page));
    let first = wanted.chain(broken).filter(|page| *page.language == *language).map(entry);
    let topics = site.numbered_topics().map(|(_, topic)| topic).filter(|topic| topic.root == site.root(language));
    let topics = topics.map(|topic| [topic.title.as_str(), &topic.url, Kind::Topic.word()]);
    let mut titles: Vec<[&str; 3]> = Vec::new();
    for entry in first.chain(of(Kind::Channel)).chain(topics).chain(of(Kind::Article)).chain(of(Kind::Page)) {
        if titles.len() == MOST {
            break;
        }
        if titles.iter().all(|[_, url, _]| *url != entry[1]) {
            titles.push(entry);
        }
    }
    titles
}

fn entry(page: &Page) -> [&str; 3] {
    [&page.title, &page.url, page.entry.kind.word()]
}
