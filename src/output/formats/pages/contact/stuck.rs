//! The ways to a person at the foot of other pages: the ones that are best for what the page is about come first.

use url::form_urlencoded;

use crate::kinds::{Channel, Front};
use crate::site::{Page, Site, TopicId};
use crate::theme::view::{ChannelCard, PlanName};

use super::super::super::super::Press;

/// How many ways are offered.
const OFFERED: usize = 3;

/// Most that a page knows of, so that it can offer the best one of a moment.
const KNOWN: usize = 9;

/// The ways from the home page.
pub(crate) fn from_home(press: &Press) -> Vec<ChannelCard> {
    offered(press, support(press))
}

/// The ways from the page of an incident or of maintenance.
pub(crate) fn from_page(press: &Press, page: &Page) -> Vec<ChannelCard> {
    let cards = offered(press, support(press));
    cards.into_iter().map(|card| knowing_where_from(card, page, None)).collect()
}

/// The ways from an answer: the channels of its topic, then other support, for whoever has one of its plans.
pub(crate) fn from_article(press: &Press, page: &Page, plans: &[String]) -> Vec<ChannelCard> {
    let site = &press.site;
    let chosen = of_topic(press, page.topic);
    let is_named = |card: &ChannelCard| chosen.iter().any(|chosen| chosen.url == card.url);
    let others = support(press).into_iter().filter(|card| !is_named(card));
    let mut cards: Vec<&ChannelCard> = chosen.iter().copied().chain(others).collect();
    cards.retain(|card| plans.is_empty() || plans.iter().any(|plan| is_for(card, plan)));
    let cards = offered(press, cards).into_iter().map(|card| ChannelCard { named: is_named(&card), ..card });
    let topic = page.topic.map(|topic| site.topic(topic).url.trim_end_matches('/'));
    cards.map(|card| knowing_where_from(card, page, topic)).collect()
}

/// Channels for every question: one that is kept free for what is worst is offered only where a topic names it.
fn support(press: &Press) -> Vec<&ChannelCard> {
    let support = press.channels().iter().filter(|card| card.purpose == "support" && card.only_for.is_empty());
    one_of_each_type_first(support.collect())
}

/// Three numbers to call help nobody who can't call.
fn one_of_each_type_first(cards: Vec<&ChannelCard>) -> Vec<&ChannelCard> {
    let mut first: Vec<&ChannelCard> = Vec::with_capacity(cards.len());
    let mut others = Vec::new();
    for card in cards {
        let is_new = first.iter().all(|other| other.channel != card.channel);
        if is_new { first.push(card) } else { others.push(card) }
    }
    first.extend(others);
    first
}

/// The channels of a topic, best first; those of the nearest one above it where it names none.
fn of_topic(press: &Press, topic: Option<TopicId>) -> Vec<&ChannelCard> {
    let above = topic.map(|topic| press.site.trail(topic)).unwrap_or_default();
    let named = above.into_iter().rev().map(|topic| channels_of(press, topic));
    named.into_iter().find(|cards| !cards.is_empty()).unwrap_or_default()
}

fn channels_of(press: &Press, topic: TopicId) -> Vec<&ChannelCard> {
    let page = press.site.topic(topic).page.map(|page| press.site.page(page));
    let Some(Front::Topic(front)) = page.map(|page| &page.entry.front) else { return Vec::new() };
    front.channels.iter().filter_map(|name| named(press.channels(), name)).collect()
}

/// As [`Site::channel_named`](crate::site::Site::channel_named) has it, among the few that there are: articles are many.
fn named<'a>(cards: &'a [ChannelCard], name: &str) -> Option<&'a ChannelCard> {
    let mut of_type = cards.iter().filter(|card| card.channel == name);
    let only = of_type.next().filter(|_| of_type.next().is_none());
    cards.iter().find(|card| card.name == name).or(only)
}

fn is_for(card: &ChannelCard, plan: &str) -> bool {
    card.plans.is_empty() || card.plans.iter().any(|for_it| for_it.id == plan)
}

/// The first few, and held back behind them what may be best at some moment, and what the visitors of some plan see in
/// their place.
fn offered(press: &Press, cards: Vec<&ChannelCard>) -> Vec<ChannelCard> {
    let seen_by = |card: &ChannelCard, plan: &PlanName| {
        let theirs = cards.iter().filter(|card| is_for(card, &plan.id)).take(OFFERED);
        theirs.into_iter().any(|other| other.url == card.url)
    };
    let shown = cards.iter().enumerate().filter_map(|(place, card)| {
        let held_back = place >= OFFERED;
        let is_needed = !held_back || card.best.is_some() || press.plans().iter().any(|plan| seen_by(card, plan));
        is_needed.then(|| ChannelCard { held_back, ..in_brief(card) })
    });
    shown.take(KNOWN).collect()
}

/// Without what only the channel's own page and the contact page show.
fn in_brief(card: &ChannelCard) -> ChannelCard {
    ChannelCard { exceptions: Vec::new(), menu: Vec::new(), have_at_hand: Vec::new(), ..card.clone() }
}

/// The form is told what somebody has read, so that nobody has to copy it.
fn knowing_where_from(card: ChannelCard, page: &Page, topic: Option<&str>) -> ChannelCard {
    if card.channel != "form" {
        return card;
    }
    let mut query = form_urlencoded::Serializer::new(String::new());
    if let Some(topic) = topic {
        query.append_pair("topic", topic);
    }
    query.append_pair("from", &page.url);
    let url = format!("{}?{}", card.url, query.finish());
    ChannelCard { url, ..card }
}

/// Every channel, in the order of the contact page.
pub(crate) fn in_order(site: &Site) -> Vec<(&Page, &Channel)> {
    let mut channels: Vec<(&Page, &Channel)> = site.channels().map(|(_, page, channel)| (page, channel)).collect();
    channels.sort_by_cached_key(|(page, channel)| super::card::order(page, channel));
    channels
}
