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

/// Whether a sentence is about what researchers report, and no channel says when it answers them.
pub(super) fn is_for_researchers(site: &Site, claim: &Claim) -> bool {
    let says = |channel: &Channel| channel.channel == Some(ChannelType::Security) && channel.reply_within.is_some();
    let is_about = |sentence: &Sentence| types(&sentence.text).contains(&ChannelType::Security);
    claim.sentence.as_ref().is_some_and(is_about) && !site.channels().any(|(.., channel)| says(channel))
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

/// Whether a word, in whatever letters, is one of these, which have spaces between them.
fn is_one_of(word: &str, of: &str) -> bool {
    of.split(' ').any(|other| other.eq_ignore_ascii_case(word))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign: char| !sign.is_alphanumeric() && sign != '-').filter(|word| !word.is_empty())
}

/// Whether it may be those who have one of some plans that a claim is about: the sentence speaks of plans, or they are
/// named in it, shortly before it, in the title or a heading of the page, or the page is for them.
pub(super) fn is_for_plan(site: &Site, (page, claim): (&Page, &Claim), plans: &[&str]) -> bool {
    let Some(sentence) = &claim.sentence else { return true };
    // The "business" of "within a business day" is no plan.
    let rest = sentence.text.replace(&claim.text, "\n");
    let headings = page.entry.outline.headings.iter().map(|heading| heading.text.as_str());
    let mut around = [page.title.as_str(), &sentence.before, &rest].into_iter().chain(headings);
    let names: Vec<String> = plans.iter().map(|id| name(site, id)).collect();
    let all: Vec<&str> = names.iter().map(String::as_str).chain(plan_names(site)).collect();
    words(&rest).any(|word| is_one_of(word, "plan plans"))
        || around.any(|text| names.iter().any(|name| names_plan(text, name, &all)))
        || audience(page).iter().any(|plan| plans.contains(plan))
}

/// Words after which a name is that of a plan.
const ON: &str = "on for with";
/// Words before which it is: "Business customers", "Business is answered".
const HAVE: &str = "plan plans tier customer customers subscriber subscribers user users account accounts is";

/// Whether a text names a plan, among all that there are: with a word beside it that says so, or alone, as in the cell of
/// a table. Many plans are called what is also an ordinary word, so it has to be as it is written.
fn names_plan(text: &str, name: &str, all: &[&str]) -> bool {
    let name: Vec<&str> = words(name).collect();
    let others: Vec<&str> = all.iter().flat_map(|other| words(other)).chain(["and", "or", "the"]).collect();
    let is_part = |words: &[&str]| {
        let mut places = words.windows(name.len().max(1)).enumerate().filter(|(_, window)| *window == name);
        places.any(|(at, _)| is_plan(&words[..at], &words[at + name.len()..], &others))
    };
    text.split(is_end).any(|part| is_part(&words(part).collect::<Vec<&str>>()))
}

/// Whether a name between these words is that of a plan; other plans may stand beside it.
fn is_plan(before: &[&str], after: &[&str], others: &[&str]) -> bool {
    let before = before.iter().rfind(|word| !others.contains(word));
    let after = after.iter().find(|word| !others.contains(word));
    match (before, after) {
        (None, None) => true,
        _ => before.is_some_and(|word| is_one_of(word, ON)) || after.is_some_and(|word| is_one_of(word, HAVE)),
    }
}

/// Signs that a name stands alone between.
fn is_end(sign: char) -> bool {
    "\n\u{fffc}:.!?;()|–—".contains(sign)
}

/// What the plans are called.
fn plan_names(site: &Site) -> impl Iterator<Item = &str> {
    let plans = site.binding_slas().into_iter().flat_map(|(_, sla)| &sla.plans);
    plans.map(|plan| plan.name.as_str())
}

/// The plans that a page is for; none where it is for everybody.
fn audience(page: &Page) -> Vec<&str> {
    match &page.entry.front {
        Front::Article(article) => article.plans.iter().map(String::as_str).collect(),
        Front::Channel(channel) => channel.plans.iter().map(|plan| plan.value.as_str()).collect(),
        _ => Vec::new(),
    }
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
    fn a_plan_is_named_as_it_is_written_and_as_a_plan() {
        let all = ["Free", "Team", "Business", "Business Plus"];
        for (text, name, is_named) in [
            ("On Business we answer ", "Business", true),
            ("Business customers get an answer", "Business", true),
            ("For Free, Team and Business", "Free", true),
            ("The answers for Free, Team and Business alike", "Team", true),
            ("Business", "Business", true),
            ("Business: we answer ", "Business", true),
            ("Answers\nBusiness\nwe answer", "Business", true),
            ("Business is answered", "Business", true),
            ("Business Plus customers get an answer", "Business Plus", true),
            ("We answer on the next business day", "Business", false),
            ("Business enquiries are answered", "Business", false),
            ("A free quote", "Free", false),
            ("Free quotes are answered", "Free", false),
            ("Our Team answers", "Team", false),
            ("Open on business days", "Business", false),
        ] {
            assert_eq!(names_plan(text, name, &all), is_named, "{text}");
        }
    }

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
