//! The form of a channel: where it is sent, and what it asks.

use url::Url;

use crate::kinds::{Channel, ChannelType, Front, Question};
use crate::site::{Destination, Page, Topic, TopicId};
use crate::theme::view::{FormAsk, FormChannel, FormQuestion, FormReply, FormTopic, FormView};

use super::super::super::Press;
use super::contact::in_order;

/// Most answers that are seen at once; more are a list to open.
const FEW_CHOICES: usize = 4;

/// The form of a page; nothing where its channel is none.
pub(super) fn form(press: &Press, page: &Page, channel: &Channel) -> Option<FormView> {
    if channel.channel != Some(ChannelType::Form) {
        return None;
    }
    let destination = press.site.destination(channel);
    let topics = topics(press, page);
    Some(FormView {
        is_mail: matches!(destination, Some(Destination::Mail(_))),
        action: destination.map(|destination| action(press, destination)).unwrap_or_default(),
        mail: press.site.mail_for(channel).unwrap_or_default(),
        asks: topics.iter().filter_map(|id| ask(press, *id)).collect(),
        topics: topics.iter().map(|id| topic(press, *id)).collect(),
        reply: reply(press, channel),
        fallback: fallback(press, channel),
        others: others(press, page, channel),
    })
}

/// Without a script, all that a browser can add to a mail is its text, so the subject stands in the address.
fn action(press: &Press, destination: Destination) -> String {
    match destination {
        Destination::Endpoint(url) => url.into(),
        Destination::Mail(address) => mail_with_subject(&address, &press.site.config.title),
    }
}

fn mail_with_subject(address: &str, subject: &str) -> String {
    let Ok(mut url) = Url::parse(&format!("mailto:{address}")) else { return String::new() };
    url.query_pairs_mut().append_pair("subject", subject);
    // Mail programs take a plus for a plus, here as in the name of a mailbox.
    let query = url.query().unwrap_or_default().replace('+', "%20");
    url.set_query(Some(&query));
    url.into()
}

/// Every topic of the page's language, those inside another after it.
fn topics(press: &Press, page: &Page) -> Vec<TopicId> {
    let site = &press.site;
    let own = site.top_topics(&page.language);
    let top = if own.is_empty() { site.top_topics(site.own_language()) } else { own };
    let mut topics = Vec::new();
    let mut ahead: Vec<TopicId> = top.into_iter().rev().collect();
    while let Some(id) = ahead.pop() {
        topics.push(id);
        ahead.extend(site.topic(id).children.iter().rev());
    }
    topics
}

fn topic(press: &Press, id: TopicId) -> FormTopic {
    let trail = press.site.trail(id);
    let titles: Vec<&str> = trail.iter().map(|id| press.site.topic(*id).title.as_str()).collect();
    FormTopic { value: value(press.site.topic(id)), title: titles.join(" › ") }
}

fn value(topic: &Topic) -> String {
    topic.url.trim_matches('/').to_owned()
}

/// What a topic asks itself. What those above it ask applies as well, so no question stands on the page twice.
fn ask(press: &Press, id: TopicId) -> Option<FormAsk> {
    let topic = press.site.topic(id);
    let Front::Topic(front) = &press.site.page(topic.page?).entry.front else { return None };
    let name = value(topic).replace('/', "-");
    let ids = (1..).map(|number| format!("fl-ask-{name}-{number}"));
    let questions: Vec<_> = ids.zip(&front.ask).map(|(id, asked)| question(id, &value(topic), asked)).collect();
    (!questions.is_empty()).then(|| FormAsk { topic: value(topic), title: topic.title.clone(), questions })
}

/// Two topics may ask the same. The topic in the name keeps their answers apart: buttons to choose from that share a name
/// would take each other's answer away.
fn question(id: String, topic: &str, asked: &Question) -> FormQuestion {
    FormQuestion {
        id,
        name: format!("question ({topic}): {}", asked.text),
        text: asked.text.clone(),
        hint: asked.hint.clone().unwrap_or_default(),
        is_short: asked.choices.len() <= FEW_CHOICES,
        choices: asked.choices.clone(),
    }
}

/// A browser reckons in minutes; what is promised is never told a minute too early.
fn reply(press: &Press, channel: &Channel) -> Option<FormReply> {
    let calendar = channel.calendar.as_ref().and_then(|name| press.site.calendar_named(name))?;
    let time = channel.reply_within.as_ref()?.value.in_business_time()?;
    let minutes = (time.seconds + 59) / 60;
    Some(FormReply { calendar: calendar.name.value.clone(), days: time.days, minutes })
}

fn fallback(press: &Press, channel: &Channel) -> Option<FormChannel> {
    let (_, page, channel) = press.site.channel_named(channel.fallback.as_ref()?)?;
    Some(other(page, channel))
}

/// The other channels for the same purpose on which somebody answers every question, soonest first.
fn others(press: &Press, page: &Page, form: &Channel) -> Vec<FormChannel> {
    let alike = in_order(&press.site).into_iter().filter(|(_, channel)| channel.purpose == form.purpose);
    let others = alike.filter(|(other, channel)| other.url != page.url && is_for_every_question(channel));
    others.map(|(page, channel)| other(page, channel)).collect()
}

/// What is kept free for the worst is not for whoever wanted to fill in a form.
fn is_for_every_question(channel: &Channel) -> bool {
    channel.answers() && channel.severities.is_empty()
}

/// Numbers and mail addresses are read out and typed; where a page leads, nobody needs to know.
fn other(page: &Page, channel: &Channel) -> FormChannel {
    let address = channel.address.as_ref().map(|address| address.value.as_str()).unwrap_or_default();
    let is_web = address.starts_with("https://") || address.starts_with("http://");
    let address = if is_web { String::new() } else { address.to_owned() };
    FormChannel { title: page.title.clone(), url: page.url.clone(), address }
}
