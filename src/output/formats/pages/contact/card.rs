//! A channel as customers see it: everything that is known about it, in words.

use crate::kinds::{Calendar, Channel, ChannelType, Purpose, Reach};
use crate::site::Page;
use crate::theme::view::{Best, ChannelCard, Link, Opening};
use crate::time::{BusinessTime, Wait};
use crate::yaml::Choice;

use super::super::super::super::Press;
use super::super::{hours, summary_of};
use super::{cost, menu, plans, severities};

pub(super) fn card(press: &Press, page: &Page, channel: &Channel) -> ChannelCard {
    let theme = &press.theme;
    let calendar = channel.calendar.as_ref().and_then(|name| press.site.calendar_named(name));
    let address = channel.address.as_ref().map(|address| address.value.clone()).unwrap_or_default();
    let names = plans::of(&press.site, channel);
    ChannelCard {
        name: page.entry.path.stem().to_owned(),
        title: page.title.clone(),
        url: page.url.clone(),
        channel: channel.channel.map(Choice::word).unwrap_or_default().to_owned(),
        purpose: channel.purpose.word().to_owned(),
        summary: summary_of(page),
        href: href(channel),
        hours: calendar
            .map(|calendar| hours::week(theme, calendar))
            .unwrap_or_default()
            .into_iter()
            .map(sentence)
            .collect(),
        time_zone: calendar.map(hours::zone).unwrap_or_default(),
        exceptions: calendar.map(|calendar| hours::exceptions(theme, calendar, press.today())).unwrap_or_default(),
        cost: channel.cost.as_ref().map(|cost| sentence(cost::in_words(press, cost))).unwrap_or_default(),
        languages: channel.languages.iter().map(|tag| language(press, tag)).collect(),
        plan_ids: plans::ids(&names),
        plans: names,
        only_for: severities::only_for(press, channel),
        reply_within: reply(channel, calendar),
        one_way: channel.two_way.as_ref().is_some_and(|two_way| !two_way.value),
        login: channel.login_required.as_ref().map(|needed| needed.value),
        fallback: fallback(press, page, channel),
        fallback_is_quicker: fallback_is_quicker(press, channel),
        always: calendar.is_none_or(Calendar::is_always),
        menu_of_people: menu::leads_to_people(&channel.phone_menu),
        menu: menu::lines(&channel.phone_menu),
        have_at_hand: channel.have_at_hand.clone(),
        tested: channel.last_tested.as_ref().map(|day| press.date(day.value)),
        opening: calendar.filter(|_| channel.answers()).map(|calendar| opening(press, channel, calendar)),
        best: best(press, channel, calendar),
        held_back: false,
        named: false,
        address,
    }
}

/// A text as it begins a line.
fn sentence(text: String) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// What its address leads to. A form is sent from a page of the site; its address is where to.
fn href(channel: &Channel) -> String {
    let reach = channel.reach().filter(|_| channel.channel != Some(ChannelType::Form));
    reach.as_ref().map(Reach::uri).unwrap_or_default()
}

fn reply(channel: &Channel, calendar: Option<&Calendar>) -> String {
    let wait = channel.reply_within.as_ref().map(|wait| wait_in_words(&wait.value, calendar));
    wait.unwrap_or_default()
}

/// How long an answer takes: time that counts in somebody's hours is called business time, unless those are all hours.
fn wait_in_words(wait: &Wait, calendar: Option<&Calendar>) -> String {
    match calendar.filter(|calendar| !calendar.is_always()) {
        Some(_) => wait.said_as_business_time().to_string(),
        None => wait.to_string(),
    }
}

/// The channel to turn to when this one is closed; nothing where it names itself.
fn fallback(press: &Press, page: &Page, channel: &Channel) -> Option<Link> {
    let (_, other, _) = press.site.channel_named(channel.fallback.as_ref()?)?;
    (other.url != page.url).then(|| Link { title: other.title.clone(), url: other.url.clone() })
}

/// Whether the channel to turn to suits somebody who can't wait: people are talked to there, or sooner promised an answer.
fn fallback_is_quicker(press: &Press, channel: &Channel) -> bool {
    let named = channel.fallback.as_ref().and_then(|name| press.site.channel_named(name));
    let answering = named.map(|(.., other)| other).filter(|other| other.answers() && other.severities.is_empty());
    answering.is_some_and(|other| {
        is_live(other) || other.channel == Some(ChannelType::Callback) || promises_sooner(press, other, channel)
    })
}

/// Eight hours of an office are longer than eight hours, so only what is counted alike, or day and night, can be sooner.
fn promises_sooner(press: &Press, other: &Channel, channel: &Channel) -> bool {
    let calendar = |channel: &Channel| channel.calendar.as_ref().and_then(|name| press.site.calendar_named(name));
    let (theirs, own) = (calendar(other), calendar(channel));
    let names = [theirs, own].map(|calendar| calendar.map(|calendar| &calendar.name.value));
    let is_counted_alike = names[0] == names[1] || theirs.is_none_or(Calendar::is_always);
    is_counted_alike && promised(other).is_some() && length(other) < length(channel)
}

/// How long an answer takes; endless where none is promised.
fn length(channel: &Channel) -> i64 {
    promised(channel).map_or(i64::MAX, |time| i64::from(time.days) * WORKING_DAY + time.seconds)
}

/// Whether it is a way only while somebody is there: nobody can talk to a room that is empty.
fn is_live(channel: &Channel) -> bool {
    matches!(channel.channel, Some(ChannelType::Phone | ChannelType::Chat))
}

fn promised(channel: &Channel) -> Option<BusinessTime> {
    channel.reply_within.as_ref().and_then(|wait| wait.value.in_business_time())
}

/// What is promised is never told a minute too early, and a browser reckons in minutes.
fn whole_minutes(time: BusinessTime) -> i64 {
    (time.seconds + 59) / 60
}

/// What the visitor's clock says of a channel: whether somebody is there, and by when who writes now has an answer.
fn opening(press: &Press, channel: &Channel, calendar: &Calendar) -> Opening {
    let words = words(press, "hours_answer", channel);
    let (answer, time) = promised(channel).zip(words).map(|(time, words)| (words, time)).unwrap_or_default();
    Opening {
        calendar: calendar.name.value.clone(),
        answer,
        days: time.days,
        minutes: whole_minutes(time),
        live: is_live(channel),
        told: channel.channel != Some(ChannelType::Post),
    }
}

/// A letter is never the quickest way, and what others answer or nobody can is none at all. What is kept free for some
/// severities is not for the question that somebody has.
fn best(press: &Press, channel: &Channel, calendar: Option<&Calendar>) -> Option<Best> {
    let is_way = channel.answers() && channel.severities.is_empty() && channel.channel != Some(ChannelType::Post);
    let time = promised(channel);
    if !is_way || (time.is_none() && !is_live(channel)) || (calendar.is_none() && channel.calendar.is_some()) {
        return None;
    }
    let answer = words(press, "best_answer", channel).filter(|_| time.is_some());
    Some(Best {
        calendar: calendar.map(|calendar| calendar.name.value.clone()).unwrap_or_default(),
        answer: answer.unwrap_or_default(),
        days: time.unwrap_or_default().days,
        minutes: time.map(whole_minutes),
        live: is_live(channel),
    })
}

/// The theme's words of a sort for this type of channel.
fn words(press: &Press, sort: &str, channel: &Channel) -> Option<String> {
    press.theme.find(&format!("{sort}_{}", channel.channel?.word())).map(str::to_owned)
}

/// A language by its name; by its tag where the theme has no name for it.
fn language(press: &Press, tag: &str) -> String {
    press.theme.find(&format!("language_{}", tag.to_lowercase())).unwrap_or(tag).to_owned()
}

/// The order of channels on pages: by purpose, and then by how soon somebody is promised to answer. Those who promise
/// nothing come after those who do, and those on which nobody answers last.
pub(super) fn order(page: &Page, channel: &Channel) -> impl Ord + use<> {
    let purpose = PURPOSES.iter().position(|purpose| *purpose == channel.purpose);
    (purpose, !channel.answers(), length(channel), channel.channel, page.url.trim_end_matches('/').to_owned())
}

/// Seconds of a business day, where one is compared with hours.
const WORKING_DAY: i64 = 8 * 60 * 60;

/// Purposes in the order of the contact page: those who bought come before those who might.
pub(super) const PURPOSES: &[Purpose] =
    &[Purpose::Support, Purpose::Billing, Purpose::Complaints, Purpose::Security, Purpose::Sales, Purpose::Press];
