//! What a sentence that promises something is about: which channels, and whose plan.

use crate::kinds::{Channel, ChannelType, Front};
use crate::markdown::{Claim, Said, Sentence, beginnings, claims_in};
use crate::site::{Page, Site};

/// A channel and its page.
pub(super) type Way<'s> = (&'s Page, &'s Channel);

/// Words that name a type of channel. "Message" and "ticket" may be any.
const TYPES: &[(&str, ChannelType)] = &[
    ("phone phones telephone telephones hotline helpline call calls caller callers ring", ChannelType::Phone),
    ("e-mail e-mails email emails mail mails mailbox", ChannelType::Email),
    ("form forms", ChannelType::Form),
    ("chat chats", ChannelType::Chat),
    ("letter letters", ChannelType::Post),
    ("callback callbacks call-back call-backs", ChannelType::Callback),
    ("vulnerability vulnerabilities", ChannelType::Security),
];

/// Words after "call" with which it is we who call.
const BY_US: &str = "you back";

/// The channels that the sentence of a claim names: those whose address it has, and all of a type that it names and none
/// of these is of.
pub(super) fn named<'s>(site: &'s Site, page: &Page, claim: &Claim) -> Vec<Way<'s>> {
    let Some(sentence) = &claim.sentence else { return Vec::new() };
    let said: Vec<&Claim> = page.entry.outline.claims.iter().filter(|claim| stands_in(sentence, claim)).collect();
    let all = || site.channels().map(|(_, page, channel)| (page, channel));
    let mut ways: Vec<Way<'s>> = all().filter(|(_, channel)| has_address(channel, &said)).collect();
    let known: Vec<Option<ChannelType>> = ways.iter().map(|(_, channel)| channel.channel).collect();
    let types: Vec<Option<ChannelType>> =
        types(&sentence.text).into_iter().map(Some).filter(|named| !known.contains(named)).collect();
    ways.extend(all().filter(|(_, channel)| types.contains(&channel.channel)));
    ways
}

/// Whether a claim stands in a sentence. A link may begin before its words.
fn stands_in(sentence: &Sentence, claim: &Claim) -> bool {
    claim.span.start < sentence.span.end && sentence.span.start < claim.span.end || claim.span == sentence.span
}

/// Whether one of these addresses is that of a channel.
fn has_address(channel: &Channel, said: &[&Claim]) -> bool {
    let Some(address) = &channel.address else { return false };
    let own = claims_in(address, &(0..0));
    said.iter().any(|claim| own.iter().any(|own| is_same(own, claim)))
}

/// Whether a text has a declared address; hours may stand right after a number.
fn is_same(own: &Claim, claim: &Claim) -> bool {
    match (&own.said, &claim.said) {
        (Said::Mail(own), Said::Mail(said)) => own == said,
        (Said::Phone(own), Said::Phone(said)) => own == said || beginnings(&claim.text).contains(own),
        _ => false,
    }
}

/// The types of channels that a text names. When we call, it is about calling back.
fn types(text: &str) -> Vec<ChannelType> {
    let text = text.to_lowercase();
    let words: Vec<&str> = words(&text).collect();
    let is_one_of = |word: &str, of: &str| of.split(' ').any(|other| other == word);
    let next = |at: usize| words.get(at + 1).copied().unwrap_or_default();
    let of = |at: usize| {
        let named = TYPES.iter().find(|(names, _)| is_one_of(words[at], names)).map(|(_, named)| *named)?;
        let call = named == ChannelType::Phone && (is_one_of(next(at), BY_US) || words.contains(&"returned"));
        match named {
            ChannelType::Form if next(at) == "of" => None,
            _ if call => Some(ChannelType::Callback),
            _ => Some(named),
        }
    };
    (0..words.len()).filter_map(of).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign: char| !sign.is_alphanumeric() && sign != '-').filter(|word| !word.is_empty())
}

/// Whether it may be those who have one of some plans that a claim is about: the sentence speaks of plans, or they are
/// named in it, shortly before it, in the title or a heading of the page, or the page is for them.
pub(super) fn is_for_plan(site: &Site, (page, claim): (&Page, &Claim), plans: &[&str]) -> bool {
    let Some(sentence) = &claim.sentence else { return true };
    let headings = page.entry.outline.headings.iter().map(|heading| heading.text.as_str());
    let around = [page.title.as_str(), &sentence.before, &sentence.text].into_iter().chain(headings);
    let text = plain(&around.collect::<Vec<&str>>().join(" "));
    let is_named = |name: &str| text.contains(&plain(name));
    let names = plans.iter().flat_map(|id| [(*id).to_owned(), name(site, id)]);
    let own = plain(&sentence.text);
    own.contains(" plan ")
        || own.contains(" plans ")
        || names.into_iter().any(|name| is_named(&name))
        || audience(page).iter().any(|plan| plans.contains(plan))
}

/// The plans that a page is for; none where it is for everybody.
fn audience(page: &Page) -> Vec<&str> {
    match &page.entry.front {
        Front::Article(article) => article.plans.iter().map(String::as_str).collect(),
        Front::Channel(channel) => channel.plans.iter().map(|plan| plan.value.as_str()).collect(),
        _ => Vec::new(),
    }
}

/// The words of a text in small letters, with one space before and after each.
fn plain(text: &str) -> String {
    let text = text.to_lowercase();
    format!(" {} ", words(&text).collect::<Vec<&str>>().join(" "))
}

/// What a plan is called.
pub(super) fn name(site: &Site, id: &str) -> String {
    let plans = site.binding_slas().into_iter().flat_map(|(_, sla)| &sla.plans);
    plans.into_iter().find(|plan| plan.id.value == id).map_or_else(|| id.to_owned(), |plan| plan.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_sentence_names() {
        for (text, named) in [
            ("Every e-mail is answered within a day.", vec![ChannelType::Email]),
            ("Call us 24/7", vec![ChannelType::Phone]),
            ("We call you back within an hour.", vec![ChannelType::Callback]),
            ("Calls are returned within an hour.", vec![ChannelType::Callback]),
            ("Chat, or send the form.", vec![ChannelType::Chat, ChannelType::Form]),
            ("For this form of payment we answer within a day.", vec![]),
            ("We answer messages within a day.", vec![]),
        ] {
            assert_eq!(types(text), named, "{text}");
        }
    }
}
