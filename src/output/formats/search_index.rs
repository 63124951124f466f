//! The search index: which pages it holds and what it knows of each. How it lies on the host is the search crate's.

use std::sync::Mutex;

use firstline_search::{Document, Files, Heading, build};

use crate::kinds::Front;
use crate::site::{Page, Site};
use crate::yaml::Choice;

use super::super::{Press, RenderError};
use super::pages::{summary_of, trail};

/// The folder of the index for the site's language, with a slash at its end.
#[must_use]
pub(crate) fn folder(site: &Site) -> String {
    format!("search/{}/", site.config.language.to_lowercase())
}

/// Builds the index from the public bodies of all pages, in the order of their paths.
///
/// # Errors
/// When a source can't be read again, or the index can't be made.
pub(crate) fn build(press: &Press) -> Result<Files, RenderError> {
    let pages: Vec<&Page> = press.site.pages().iter().collect();
    let unreadable = Mutex::new(None);
    let document = |at: usize| {
        let page = pages[at];
        let body = press.body_text(page).unwrap_or_else(|error| {
            if let Ok(mut first) = unreadable.lock() {
                first.get_or_insert(error);
            }
            String::new()
        });
        document(press, page, body)
    };
    let files = build::index(&press.site.config.language, pages.len(), &document)
        .map_err(|error| RenderError::Search(error.to_string()))?;
    match unreadable.into_inner() {
        Ok(Some(error)) => Err(error),
        _ => Ok(files),
    }
}

fn document(press: &Press, page: &Page, mut body: String) -> Document {
    let basics = &page.entry.basics;
    let question = match &page.entry.front {
        Front::Article(article) => article.question.clone(),
        _ => None,
    };
    let fragments = page.entry.front.fragments().into_iter().map(|text| press.fragment_text(page, text));
    for text in front_texts(page).into_iter().map(str::to_owned).chain(fragments) {
        body.push('\n');
        body.push_str(&text);
    }
    let headings = page.entry.outline.headings.iter();
    Document {
        url: page.url.clone(),
        kind: page.entry.kind.word().to_owned(),
        id: basics.id.as_ref().map(|id| id.value.clone()),
        title: page.title.clone(),
        question,
        summary: summary_of(page),
        breadcrumb: trail(press, page).into_iter().map(|link| link.title).collect(),
        aliases: basics.aliases.clone(),
        tags: basics.tags.clone(),
        headings: headings.map(|heading| Heading { anchor: heading.id.clone(), text: heading.text.clone() }).collect(),
        body,
    }
}

/// Plain texts that a page shows and that stand in its front matter.
fn front_texts(page: &Page) -> Vec<&str> {
    match &page.entry.front {
        Front::Incident(incident) => {
            let said = [&incident.workaround, &incident.cause, &incident.apology, &incident.compensation];
            said.into_iter().flatten().map(String::as_str).collect()
        }
        Front::Channel(channel) => channel.address.iter().map(|address| address.value.as_str()).collect(),
        Front::Sla(sla) => sla.severities.iter().map(|severity| severity.name.as_str()).collect(),
        _ => Vec::new(),
    }
}
