//! What a search knows of a page.

use firstline_search::{Document, Heading};

use crate::kinds::{Channel, Component, ComponentState, Front, Impact, Purpose, Stage};
use crate::site::{Page, Site};
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
    let mut pins: Vec<String> = basics.answers_query.iter().map(|query| query.value.clone()).collect();
    pins.extend(first_for(press, page));
    let aliases = basics.aliases.iter().cloned().chain(words_for(press, page));
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
/// "down" while it lasts, and by what customers call the components that it hits.
fn words_for(press: &Press, page: &Page) -> Vec<String> {
    let mut words = match &page.entry.front {
        Front::Incident(_) if is_broken_now(&press.site, page) => theme_words(press, INCIDENT_WORDS),
        Front::Maintenance(_) if is_broken_now(&press.site, page) => {
            [theme_words(press, INCIDENT_WORDS), theme_words(press, MAINTENANCE_WORDS)].concat()
        }
        Front::Maintenance(work) if work.stage_at(press.site.now) == Stage::Scheduled => {
            theme_words(press, MAINTENANCE_WORDS)
        }
        Front::Channel(Channel { channel: Some(channel), .. }) => {
            theme_words(press, &format!("search_words_{}", channel.word()))
        }
        _ => Vec::new(),
    };
    for component in hit_components(press, page) {
        words.push(component.name.clone());
        words.extend(component.aliases.iter().cloned());
    }
    words
}

/// The searches that the page comes first for: what is broken now, and how to reach support. Sales never does.
fn first_for(press: &Press, page: &Page) -> Vec<String> {
    match &page.entry.front {
        Front::Channel(channel) if channel.purpose == Purpose::Support => words_for(press, page),
        Front::Maintenance(work) if work.stage_at(press.site.now) == Stage::Scheduled => {
            theme_words(press, MAINTENANCE_WORDS)
        }
        _ if is_broken_now(&press.site, page) => {
            let troubles = theme_words(press, INCIDENT_WORDS);
            let mut first = match page.entry.front {
                Front::Maintenance(_) => theme_words(press, MAINTENANCE_WORDS),
                _ => Vec::new(),
            };
            first.extend(troubles.iter().cloned());
            for component in hit_components(press, page) {
                // Its other names alone may be what many answers are about: "reports", "settings".
                first.push(component.name.clone());
                let names = std::iter::once(&component.name).chain(&component.aliases);
                first.extend(names.flat_map(|name| troubles.iter().map(move |trouble| format!("{name} {trouble}"))));
            }
            first
        }
        _ => Vec::new(),
    }
}

/// The theme's words for something that is broken.
const INCIDENT_WORDS: &str = "search_words_incident";
/// The theme's words for work that is announced.
const MAINTENANCE_WORDS: &str = "search_words_maintenance";

fn theme_words(press: &Press, key: &str) -> Vec<String> {
    let words = press.theme.find(key).unwrap_or_default().split(',');
    words.map(|words| words.trim().to_owned()).filter(|words| !words.is_empty()).collect()
}

/// Whether customers feel now what the page tells of: an open incident that has an impact, as on the home page, or
/// maintenance that runs.
pub(super) fn is_broken_now(site: &Site, page: &Page) -> bool {
    match &page.entry.front {
        Front::Incident(incident) => incident.is_open() && incident.impact() != Impact::None,
        Front::Maintenance(maintenance) => maintenance.stage_at(site.now).runs(),
        _ => false,
    }
}

/// The components that are not well because of what the page tells of.
fn hit_components<'a>(press: &'a Press, page: &'a Page) -> Vec<&'a Component> {
    let ids: Vec<&str> = match &page.entry.front {
        _ if !is_broken_now(&press.site, page) => Vec::new(),
        Front::Incident(incident) => {
            let hit = incident.hit().into_iter().filter(|(_, state)| *state != ComponentState::Operational);
            hit.map(|(id, _)| id.as_str()).collect()
        }
        Front::Maintenance(maintenance) => maintenance.components.iter().map(|id| id.as_str()).collect(),
        _ => Vec::new(),
    };
    let site = &press.site;
    ids.into_iter().filter_map(|id| site.components.get(site.component_at(id)?)).collect()
}

/// Plain texts that a page shows and that stand in its front matter.
fn front_texts(page: &Page) -> Vec<&str> {
    match &page.entry.front {
        Front::Incident(incident) => {
            let said = [&incident.cause, &incident.apology, &incident.compensation];
            let said = said.into_iter().flatten().map(|text| text.value.as_str());
            incident.workaround.as_deref().into_iter().chain(said).collect()
        }
        Front::Channel(channel) => channel.address.iter().map(|address| address.value.as_str()).collect(),
        Front::Sla(sla) => sla.severities.iter().map(|severity| severity.name.as_str()).collect(),
        _ => Vec::new(),
    }
}
