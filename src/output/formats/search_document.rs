//! What a search knows of a page.

use firstline_search::{Document, Heading};

use crate::kinds::{Channel, Front, Purpose};
use crate::site::Page;
use crate::yaml::Choice;

use super::super::{Press, RenderError};
use super::pages::{summary_of, trail};

/// The document of a page, from its public body and its front matter.
///
/// # Errors
/// When its file can't be read again.
pub(crate) fn document(press: &Press, page: &Page) -> Result<Document, RenderError> {
    let (mut body, starts) = press.body_sections(page)?;
    let headings = page.entry.outline.headings.iter().zip(starts);
    let mut headings: Vec<Heading> =
        headings.map(|(heading, at)| Heading { anchor: heading.id.clone(), text: heading.text.clone(), at }).collect();
    let fragments = page.entry.front.fragments().into_iter().map(|text| press.fragment_text(page, text));
    // What stands in the front matter is shown around the body, not in its last section.
    headings.push(Heading { at: body.len(), ..Heading::default() });
    for text in front_texts(page).into_iter().map(str::to_owned).chain(fragments) {
        body.push('\n');
        body.push_str(&text);
    }
    let basics = &page.entry.basics;
    let question = match &page.entry.front {
        Front::Article(article) => article.question.clone(),
        _ => None,
    };
    let breadcrumb: Vec<String> = trail(press, page).into_iter().map(|link| link.title).collect();
    let words = words_for(press, page);
    let mut pins: Vec<String> = basics.answers_query.iter().map(|query| query.value.clone()).collect();
    if comes_first(page) {
        pins.extend(words.iter().cloned());
    }
    let aliases = basics.aliases.iter().cloned().chain(words);
    Ok(Document {
        url: page.url.clone(),
        kind: page.entry.kind.word().to_owned(),
        id: basics.id.as_ref().map(|id| id.value.clone()),
        title: page.title.clone(),
        question,
        summary: summary_of(page),
        aliases: aliases.collect(),
        tags: basics.tags.clone(),
        headings,
        body,
        facets: facets(page, breadcrumb.first()),
        pins,
        breadcrumb,
    })
}

/// By what a reader narrows results down.
fn facets(page: &Page, topic: Option<&String>) -> Vec<(String, String)> {
    let facet = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let mut facets = vec![facet("kind", page.entry.kind.word())];
    if let Front::Article(article) = &page.entry.front {
        facets.extend(topic.map(|topic| facet("topic", topic)));
        facets.extend(article.kind.map(|kind| facet("type", kind.word())));
        facets.extend(article.level.map(|level| facet("level", level.word())));
        facets.extend(article.products.iter().map(|product| facet("product", product)));
    }
    facets
}

/// Customers' words for what the page is, in the language of the theme: a channel is found by "phone", an outage by
/// "down" while it lasts.
fn words_for(press: &Press, page: &Page) -> Vec<String> {
    let key = match &page.entry.front {
        Front::Incident(incident) if incident.is_open() => "search_words_incident".to_owned(),
        Front::Channel(Channel { channel: Some(channel), .. }) => format!("search_words_{}", channel.word()),
        _ => return Vec::new(),
    };
    let words = press.theme.find(&key).unwrap_or_default().split(',');
    words.map(|words| words.trim().to_owned()).filter(|words| !words.is_empty()).collect()
}

/// Whether the page comes first for these words: what is broken now, and how to reach support. Sales never does.
fn comes_first(page: &Page) -> bool {
    match &page.entry.front {
        Front::Incident(_) => true,
        Front::Channel(channel) => channel.purpose == Purpose::Support,
        _ => false,
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
