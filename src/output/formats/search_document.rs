//! What a search knows of a page.

use firstline_search::{Document, Heading};

use crate::kinds::{Front, Progress};
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
        pins: basics.answers_query.iter().map(|query| query.value.clone()).collect(),
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
fn words_for(press: &Press, page: &Page) -> Option<String> {
    let key = match &page.entry.front {
        Front::Incident(incident)
            if incident.updates.last().is_none_or(|last| last.state != Some(Progress::Resolved)) =>
        {
            "search_words_incident".to_owned()
        }
        Front::Channel(channel) => format!("search_words_{}", channel.channel?.word()),
        _ => return None,
    };
    press.theme.find(&key).map(str::to_owned)
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
