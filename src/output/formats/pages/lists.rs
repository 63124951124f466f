//! Articles and topics as they stand in lists.

use crate::kinds::Front;
use crate::site::{Page, PageId, TopicId};
use crate::theme::view::{ArticleCard, TopicCard};
use crate::yaml::Choice;

use super::super::super::Press;
use super::summary_of;

pub(super) fn article_card(page: &Page) -> ArticleCard {
    let kind = match &page.entry.front {
        Front::Article(article) => article.kind.map(Choice::word).unwrap_or_default(),
        _ => "",
    };
    ArticleCard { title: page.title.clone(), url: page.url.clone(), summary: summary_of(page), kind: kind.to_owned() }
}

pub(super) fn article_cards(press: &Press, pages: &[PageId]) -> Vec<ArticleCard> {
    pages.iter().map(|id| article_card(press.site.page(*id))).collect()
}

pub(super) fn topic_card(press: &Press, id: TopicId) -> TopicCard {
    let topic = press.site.topic(id);
    let entry = topic.page.map(|page| &press.site.page(page).entry);
    let icon = match entry.map(|entry| &entry.front) {
        Some(Front::Topic(front)) => front.icon.clone().unwrap_or_default(),
        _ => String::new(),
    };
    let summary = entry.and_then(|entry| entry.basics.summary.as_ref());
    TopicCard {
        title: topic.title.clone(),
        url: topic.url.clone(),
        summary: super::text(summary),
        icon,
        articles: topic.total,
    }
}

pub(super) fn topic_cards(press: &Press, topics: &[TopicId]) -> Vec<TopicCard> {
    topics.iter().map(|id| topic_card(press, *id)).collect()
}
