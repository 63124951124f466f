//! The pages: from the model to the view that a template sees.

mod around;
mod article;
mod az;
mod contact;
mod escalation;
mod form;
mod hours;
mod lists;
mod measured;
mod sla;
mod status;
mod waits;

use std::sync::Arc;

use crate::kinds::{Front, Kind};
use crate::site::{Page, PageId};
use crate::theme::view::{ArticleCard, ContentsEntry, HomeView, NotFoundView, PageView, SearchView, TopicView};

use super::super::{Press, RenderError};

pub(crate) use around::frame;
pub(crate) use around::{Around, trail};
pub(crate) use az::{az, by_letter, letter, letter_url, letters_with_pages};
pub(crate) use contact::channel_cards;
pub(crate) use contact::{contact, in_order as channels_in_order, language_tags, plans_to_choose_from};
pub(crate) use escalation::escalation;
pub(crate) use hours::times as hours_in_words;
pub(crate) use sla::sla_in_force;
pub(crate) use status::{Known, Span, archive, component, has_archive, known_now, spans, status, whole_archive};

use around::not_found_frame;
use lists::{article_card, article_cards, topic_card, topic_cards};

/// Answers on the home page.
const MOST_WANTED: usize = 8;

/// Fewer headings than this make no list of contents.
const MIN_CONTENTS: usize = 3;

/// Whether a page of the content has a file of its own: topics and ladders are shown on pages made of many.
#[must_use]
pub(crate) fn has_own_page(page: &Page) -> bool {
    !matches!(page.entry.kind, Kind::Topic | Kind::Ladder)
}

/// A page of the content.
pub(super) fn page(press: &Press, id: PageId) -> Result<Vec<u8>, RenderError> {
    let page = press.site.page(id);
    match &page.entry.front {
        Front::Article(front) => article::article(press, id, front),
        Front::Channel(_) => contact::channel(press, page),
        Front::Incident(incident) => status::incident(press, id, incident),
        Front::Maintenance(maintenance) => status::maintenance(press, page, maintenance),
        Front::Sla(sla) => sla::sla(press, page, sla),
        Front::Page | Front::Topic(_) | Front::Ladder(_) => plain(press, page),
    }
}

fn plain(press: &Press, page: &Page) -> Result<Vec<u8>, RenderError> {
    let basics = &page.entry.basics;
    let view = PageView {
        frame: press.frame(Around::page(press, page, None)),
        title: page.title.clone(),
        summary: text(basics.summary.as_ref()),
        html: press.body_html(page, &page.url)?,
        contents: contents(page),
        updated: basics.updated.as_ref().map(|date| press.date(date.value)),
    };
    html(press, "page.html", &view)
}

/// The page of a topic.
pub(super) fn topic(press: &Press, id: crate::site::TopicId) -> Result<Vec<u8>, RenderError> {
    let topic = press.site.topic(id);
    let card = topic_card(press, id);
    let around = Around {
        url: topic.url.clone(),
        title: topic.title.clone(),
        description: card.summary.clone(),
        trail: around::topic_trail(press, topic.parent),
        current: None,
        language: press.site.languages().find(|language| press.site.root(language) == topic.root).cloned(),
    };
    let view = TopicView {
        frame: press.frame(around),
        html: topic.page.map_or(Ok(String::new()), |page| press.body_html(press.site.page(page), &topic.url))?,
        subtopics: topic_cards(press, &topic.children),
        articles: article_cards(press, &topic.articles),
        topic: card,
    };
    html(press, "topic.html", &view)
}

/// The home page.
pub(super) fn home(press: &Press) -> Result<Vec<u8>, RenderError> {
    let config = &press.site.config;
    let around = Around {
        title: config.title.clone(),
        description: config.description.clone(),
        current: Some("home"),
        ..Around::default()
    };
    let view = HomeView {
        frame: press.frame(around),
        status: status::summary(press),
        has_status: press.site.has_status(),
        topics: topic_cards(press, &press.site.top_topics(press.site.own_language())),
        wanted: wanted(press),
        channels: contact::from_home(press),
    };
    html(press, "home.html", &view)
}

/// What the writers chose, else what changed last.
fn wanted(press: &Press) -> Vec<ArticleCard> {
    let site = &press.site;
    let chosen: Vec<PageId> = site.config.most_wanted.iter().filter_map(|id| site.page_by_id(id)).collect();
    if !chosen.is_empty() {
        return article_cards(press, &chosen);
    }
    let mut articles: Vec<_> = site.of_kind(Kind::Article).collect();
    articles.sort_by(|(_, a), (_, b)| {
        let updated = |page: &Page| page.entry.basics.updated.as_ref().map(|date| date.value);
        updated(b).cmp(&updated(a)).then_with(|| a.url.cmp(&b.url))
    });
    articles.truncate(MOST_WANTED);
    articles.into_iter().map(|(_, page)| article_card(page)).collect()
}

/// The search page in the language of the site.
pub(super) fn search(press: &Press) -> Result<Vec<u8>, RenderError> {
    search_in(press, press.site.own_language())
}

/// The search page in one of the languages.
pub(super) fn search_in(press: &Press, language: &Arc<str>) -> Result<Vec<u8>, RenderError> {
    let around = Around::own(press, "search", &press.site.search_page(language));
    let around = Around { language: Some(Arc::clone(language)), ..around };
    let topics = topic_cards(press, &press.site.top_topics(language));
    let view = SearchView { frame: press.frame(around), topics };
    html(press, "search.html", &view)
}

/// The page for addresses that lead nowhere.
pub(super) fn not_found(press: &Press) -> Result<Vec<u8>, RenderError> {
    let topics = topic_cards(press, &press.site.top_topics(press.site.own_language()));
    let view = NotFoundView { frame: not_found_frame(press), topics };
    html(press, "404.html", &view)
}

/// The answer in short: the summary, else how the text begins.
#[must_use]
pub(crate) fn summary_of(page: &Page) -> String {
    match &page.entry.basics.summary {
        Some(summary) => summary.value.clone(),
        None => page.entry.outline.lead.clone(),
    }
}

fn contents(page: &Page) -> Vec<ContentsEntry> {
    let headings = page.entry.outline.headings.iter().filter(|heading| (2..=3).contains(&heading.level));
    let entries: Vec<_> = headings
        .map(|heading| ContentsEntry { level: heading.level, id: heading.id.clone(), text: heading.text.clone() })
        .collect();
    if entries.len() < MIN_CONTENTS { Vec::new() } else { entries }
}

fn text(value: Option<&crate::yaml::Placed<String>>) -> String {
    value.map(|text| text.value.clone()).unwrap_or_default()
}

fn html(press: &Press, template: &str, view: &impl serde::Serialize) -> Result<Vec<u8>, RenderError> {
    Ok(press.theme.render(template, view)?.into_bytes())
}
