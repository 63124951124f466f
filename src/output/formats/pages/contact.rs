//! Every way to reach the company: the contact page, and a page for each channel.

use std::collections::BTreeMap;

use crate::kinds::{Calendar, Channel, ChannelType, Cost, Front, Kind, Purpose};
use crate::site::Page;
use crate::site::slug::humanise;
use crate::theme::view::{ChannelCard, ChannelGroup, ChannelView, ContactView, Opening};
use crate::time::Wait;
use crate::yaml::Choice;

use super::super::super::{Press, RenderError};
use super::{Around, hours, html, status, summary_of};

/// The contact page: support first, then every other purpose.
pub(crate) fn contact(press: &Press) -> Result<Vec<u8>, RenderError> {
    let mut groups: BTreeMap<usize, ChannelGroup> = BTreeMap::new();
    for card in channel_cards(press) {
        let order = PURPOSES.iter().position(|purpose| purpose.word() == card.purpose).unwrap_or(PURPOSES.len());
        let group =
            groups.entry(order).or_insert_with(|| ChannelGroup { purpose: card.purpose.clone(), channels: Vec::new() });
        group.channels.push(card);
    }
    let frame = press.frame(Around::own(press, "contact", "contact/"));
    let view = ContactView {
        frame,
        notices: status::alerts(press),
        made: status::made(press),
        groups: groups.into_values().collect(),
    };
    html(press, "contact.html", &view)
}

/// Purposes in the order of the contact page: those who bought come before those who might.
const PURPOSES: &[Purpose] =
    &[Purpose::Support, Purpose::Billing, Purpose::Complaints, Purpose::Security, Purpose::Sales, Purpose::Press];

/// The page of one channel.
pub(super) fn channel(press: &Press, page: &Page) -> Result<Vec<u8>, RenderError> {
    let Front::Channel(channel) = &page.entry.front else { return Err(RenderError::NoSuchFile) };
    let view = ChannelView {
        frame: press.frame(Around::page(press, page, Some("contact"))),
        channel: card(press, page, channel),
        html: press.body_html(page, &page.url)?,
    };
    html(press, "channel.html", &view)
}

/// Every channel, by purpose and then by how quickly people usually get through.
pub(crate) fn channel_cards(press: &Press) -> Vec<ChannelCard> {
    let mut channels: Vec<(&Page, &Channel)> = press
        .site
        .of_kind(Kind::Channel)
        .filter_map(|(_, page)| match &page.entry.front {
            Front::Channel(channel) => Some((page, channel)),
            _ => None,
        })
        .collect();
    channels
        .sort_by_key(|(page, channel)| (channel.purpose, channel.channel, page.url.trim_end_matches('/').to_owned()));
    channels.into_iter().map(|(page, channel)| card(press, page, channel)).collect()
}

fn card(press: &Press, page: &Page, channel: &Channel) -> ChannelCard {
    let theme = &press.theme;
    let calendar = channel.calendar.as_ref().and_then(|name| press.site.calendar_named(name));
    let address = channel.address.as_ref().map(|address| address.value.clone()).unwrap_or_default();
    ChannelCard {
        title: page.title.clone(),
        url: page.url.clone(),
        channel: channel.channel.map(Choice::word).unwrap_or_default().to_owned(),
        purpose: channel.purpose.word().to_owned(),
        summary: summary_of(page),
        href: href(channel.channel, &address),
        hours: calendar.map(|calendar| hours::week(theme, calendar)).unwrap_or_default(),
        time_zone: calendar.map(hours::zone).unwrap_or_default(),
        exceptions: calendar.map(|calendar| hours::exceptions(theme, calendar)).unwrap_or_default(),
        cost: channel.cost.as_ref().map(|cost| cost_in_words(press, cost)).unwrap_or_default(),
        languages: channel.languages.iter().map(|tag| language(press, tag)).collect(),
        plans: channel.plans.iter().map(|plan| humanise(plan)).collect(),
        reply_within: channel
            .reply_within
            .as_ref()
            .map(|wait| wait_in_words(&wait.value, calendar))
            .unwrap_or_default(),
        opening: calendar.map(|calendar| opening(press, channel, calendar)),
        address,
    }
}

/// How long an answer takes: time that counts in somebody's hours is called business time, unless those are all hours.
fn wait_in_words(wait: &Wait, calendar: Option<&Calendar>) -> String {
    match calendar.filter(|calendar| !calendar.is_always()) {
        Some(_) => wait.said_as_business_time().to_string(),
        None => wait.to_string(),
    }
}

/// What the visitor's clock says of a channel: whether somebody is there, and by when who writes now has an answer.
fn opening(press: &Press, channel: &Channel, calendar: &Calendar) -> Opening {
    let promised = channel.reply_within.as_ref().and_then(|wait| wait.value.in_business_time());
    let words = channel.channel.and_then(|kind| press.theme.find(&format!("hours_answer_{}", kind.word())));
    let (answer, time) = promised.zip(words).map(|(time, words)| (words.to_owned(), time)).unwrap_or_default();
    // A browser reckons in minutes; what is promised is never told a minute too early.
    let minutes = (time.seconds + 59) / 60;
    Opening { calendar: calendar.name.value.clone(), answer, days: time.days, minutes }
}

/// What following an address does: call, write, or open a page. Empty where there is nothing to follow.
fn href(kind: Option<ChannelType>, address: &str) -> String {
    let number = || address.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>();
    let is_web = address.starts_with("https://") || address.starts_with("http://");
    match kind {
        _ if is_web => address.to_owned(),
        Some(ChannelType::Phone) if address.chars().any(|c| c.is_ascii_digit()) => format!("tel:{}", number()),
        _ if is_mail(address) => format!("mailto:{address}"),
        _ => String::new(),
    }
}

fn is_mail(address: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-_+@".contains(c);
    address.matches('@').count() == 1 && address.chars().all(plain)
}

/// "basic rate, as a call to a landline"
fn cost_in_words(press: &Press, cost: &Cost) -> String {
    let kind = cost.kind.as_ref().map(|kind| {
        let key = format!("cost_{}", kind.value.word().replace('-', "_"));
        press.theme.string(&key).to_owned()
    });
    kind.into_iter().chain(cost.note.clone()).collect::<Vec<_>>().join(", ")
}

/// A language by its name; by its tag where the theme has no name for it.
fn language(press: &Press, tag: &str) -> String {
    press.theme.find(&format!("language_{}", tag.to_lowercase())).unwrap_or(tag).to_owned()
}
