//! Every way to reach the company: the contact page, and a page for each channel.

mod card;
mod cost;
mod menu;
mod plans;
mod severities;
mod stuck;

use std::collections::BTreeMap;

use crate::kinds::{Channel, Front};
use crate::site::Page;
use crate::theme::view::{ChannelCard, ChannelGroup, ChannelView, ContactView};
use crate::yaml::Choice;

use super::super::super::{Press, RenderError};
use super::super::{closed_days, json_ld, vcard};
use super::{Around, form, html, status};

use card::PURPOSES;
pub(crate) use plans::to_choose_from as plans_to_choose_from;
pub(crate) use stuck::{from_article, from_home, from_page, in_order};

/// The contact page: support first, then every other purpose.
pub(crate) fn contact(press: &Press) -> Result<Vec<u8>, RenderError> {
    let site = &press.site;
    let path = |path: &str, applies: bool| if applies { path.to_owned() } else { String::new() };
    let view = ContactView {
        frame: press.frame(Around::own(press, "contact", "contact/")),
        notices: status::alerts(press),
        made: status::made(press),
        groups: groups(press),
        plans: press.plans().to_vec(),
        card: path(vcard::PATH, vcard::applies(site)),
        closed_days: path(closed_days::PATH, closed_days::applies(site)),
        json_ld: json_ld::of_channels(press, &in_order(site)),
    };
    html(press, "contact.html", &view)
}

fn groups(press: &Press) -> Vec<ChannelGroup> {
    let mut groups: BTreeMap<usize, ChannelGroup> = BTreeMap::new();
    for card in press.channels() {
        let order = PURPOSES.iter().position(|purpose| purpose.word() == card.purpose).unwrap_or(PURPOSES.len());
        let empty = || ChannelGroup { purpose: card.purpose.clone(), channels: Vec::new() };
        groups.entry(order).or_insert_with(empty).channels.push(card.clone());
    }
    groups.into_values().collect()
}

/// The page of one channel.
pub(super) fn channel(press: &Press, page: &Page) -> Result<Vec<u8>, RenderError> {
    let Front::Channel(channel) = &page.entry.front else { return Err(RenderError::NoSuchFile) };
    let view = ChannelView {
        frame: press.frame(Around::page(press, page, Some("contact"))),
        channel: card::card(press, page, channel),
        form: form::form(press, page, channel),
        html: press.body_html(page, &page.url)?,
        json_ld: json_ld::of_channels(press, &[(page, channel)]),
    };
    html(press, "channel.html", &view)
}

/// Every language that is understood on some of the channels, each once and in their order, as files made of lines name
/// it: what is no tag is left out.
pub(crate) fn language_tags<'a>(channels: impl Iterator<Item = &'a Channel>) -> Vec<&'a str> {
    let mut known: Vec<&str> = Vec::new();
    for tag in channels.flat_map(|channel| &channel.languages) {
        let is_tag = !tag.is_empty() && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if is_tag && !known.contains(&tag.value.as_str()) {
            known.push(&tag.value);
        }
    }
    known
}

/// Every channel, by purpose and then by how soon somebody is promised to answer.
pub(crate) fn channel_cards(press: &Press) -> Vec<ChannelCard> {
    in_order(&press.site).into_iter().map(|(page, channel)| card::card(press, page, channel)).collect()
}
