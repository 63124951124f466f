//! # contradicting-promise
//!
//! A text promises an answer or a repair within a time that is declared nowhere: not the `reply_within` of a channel, not a
//! target of the SLA, not the `told_within` of a ladder. Or it says that somebody is there day and night, and no calendar
//! does. A customer who reads both does not know which holds, and takes you at the better one.
//!
//! On the page of a channel the text has to agree with that channel, and on the page of an SLA with its targets.
//! "Two working days" agrees with 24 hours of a calendar that has twelve a day.
//!
//! A sentence that names a channel, by its address or by words such as "call", "e-mail", "chat", "form" or "letter", is
//! compared with the channels of that kind alone. A time that the SLA promises to some plans only has to say so: the
//! sentence, the text right before it, a heading or the `plans` of the page names one of them. Many plans are called what
//! is also an ordinary word, so "Business" has to be written as the SLA writes it and to stand alone, as in the cell of a
//! table, or beside a word that makes it a plan: "on Business", "Business customers". A "business day" names none.
//!
//! ```md
//! ---
//! channel: email
//! reply_within: 24h
//! ---
//! We answer within two hours.
//! ```
//!
//! Correct whichever is wrong. Where the text promises something else, such as an answer to a request under data
//! protection law, name the time in `content/facts.yaml` and quote it: then it is written once, and known. A time that
//! is quoted is not compared, on the page of a channel either.
//!
//! ```md
//! We answer within {{fact:privacy-reply}}.
//! ```
//!
//! Only English is read, and only sentences that plainly say that you answer your customers, or mend the service. What is
//! for the press, partners, applicants or an authority is left alone, and so is what researchers may expect who report a
//! vulnerability, unless a channel of type `security` says it.
//!
//! # unbound-promise
//!
//! A text promises an answer within a time that is declared, and has the number written out. When the declared time
//! changes, this page will go on promising the old one, or will by chance agree with another time and go unnoticed.
//!
//! Quote a fact, in the text and in the channel or target that declares it:
//!
//! ```yaml
//! # content/facts.yaml
//! mail-reply: {value: 24h, text: two working days}
//! ```
//!
//! ```md
//! You get an answer within {{fact:mail-reply}}.
//! ```

mod declared;
mod sentence;

use crate::diag::Code;
use crate::kinds::{Calendar, Channel, Fact, Front};
use crate::markdown::{Claim, Length, Said};
use crate::site::{Page, Site};
use crate::time::Wait;

use declared::{By, Declared, USUAL_DAY, declared, of_sla, on_channel, working_day};
use sentence::{Way, is_for_plan, is_for_researchers, name, named};

use super::{Raised, Report};

pub(super) const CONTRADICTING: Code = Code("contradicting-promise");
pub(super) const UNBOUND: Code = Code("unbound-promise");

pub(super) const CODES: &[Code] = &[CONTRADICTING, UNBOUND];

pub(super) fn run(site: &Site, report: &mut Report) {
    let declared = declared(site);
    let english = site.pages().iter().filter(|page| page.language.starts_with("en"));
    for page in english {
        for claim in &page.entry.outline.claims {
            let raised = match claim.said {
                Said::Within(length) => promised(site, &declared, (page, claim), length),
                Said::Always => always(site, page, claim),
                Said::Mail(_) | Said::Phone(_) => None,
            };
            raised.into_iter().for_each(|raised| report.add(&page.entry.path, raised));
        }
    }
}

fn promised(site: &Site, declared: &[Declared<'_>], (page, claim): (&Page, &Claim), length: Length) -> Option<Raised> {
    // What is quoted was named on purpose.
    if claim.quoted || is_for_researchers(site, claim) {
        return None;
    }
    let own = match &page.entry.front {
        Front::Channel(channel) if !is_about_others(site, page, claim) => on_channel(site, page, channel),
        Front::Sla(sla) => of_sla(site, sla).collect(),
        // What was said during an outage was about that outage.
        Front::Incident(_) | Front::Maintenance(_) => return None,
        Front::Channel(_) | Front::Ladder(_) | Front::Article(_) | Front::Topic(_) | Front::Page => Vec::new(),
    };
    if own.is_empty() {
        return elsewhere(site, declared, (page, claim), length);
    }
    match (&page.entry.front, held(site, &own, (page, claim), length)) {
        (Front::Sla(_), Held::ForSome(_)) | (_, Held::ForAll) => None,
        (_, Held::ForSome(plans)) => Some(for_some(site, claim, &plans)),
        (Front::Channel(channel), Held::Nowhere) => {
            Some(not_here(claim, channel, &own).help(correct(site, claim, length)))
        }
        (_, Held::Nowhere) => Some(no_such(site, claim, length)),
    }
}

/// Whether a sentence on the page of a channel names other channels, and not this one.
fn is_about_others(site: &Site, page: &Page, claim: &Claim) -> bool {
    let named = named(site, page, claim);
    !named.is_empty() && !named.iter().any(|(other, _)| other.url == page.url)
}

/// What a time is on a page that promises none in its front matter.
fn elsewhere(site: &Site, declared: &[Declared<'_>], (page, claim): (&Page, &Claim), length: Length) -> Option<Raised> {
    let is_ladder = matches!(page.entry.front, Front::Ladder(_));
    if is_ladder {
        let is_declared = declared.is_empty() || declared.iter().any(|time| time.is(length));
        return (!is_declared).then(|| no_such(site, claim, length));
    }
    let named = named(site, page, claim);
    let theirs: Vec<Declared<'_>> = named.iter().flat_map(|(page, channel)| on_channel(site, page, channel)).collect();
    let among = if theirs.is_empty() { declared } else { &theirs };
    match held(site, among, (page, claim), length) {
        _ if among.is_empty() => None,
        Held::ForAll => Some(unbound(site, claim, length)),
        Held::ForSome(plans) => Some(for_some(site, claim, &plans)),
        Held::Nowhere if theirs.is_empty() => Some(no_such(site, claim, length)),
        Held::Nowhere => Some(not_there(claim, &named, &theirs).help(correct(site, claim, length))),
    }
}

/// To whom a time is promised.
enum Held<'d> {
    /// To everybody, or to those whom the sentence is about.
    ForAll,
    /// To those alone who have one of these plans.
    ForSome(Vec<&'d str>),
    /// To nobody.
    Nowhere,
}

/// To whom some declared times promise the time of a sentence.
fn held<'d>(site: &Site, among: &'d [Declared<'_>], of: (&Page, &Claim), length: Length) -> Held<'d> {
    let promised = among.iter().filter(|time| !matches!(time.by, By::Step));
    let same: Vec<&Declared<'_>> = promised.filter(|time| time.is(length)).collect();
    if same.is_empty() {
        return Held::Nowhere;
    }
    let mut plans: Vec<&str> = Vec::new();
    for time in &same {
        match time.plan() {
            Some(plan) if !time.is_for_all(among) => plans.extend((!plans.contains(&plan)).then_some(plan)),
            _ => return Held::ForAll,
        }
    }
    if is_for_plan(site, of, &plans) { Held::ForAll } else { Held::ForSome(plans) }
}

fn for_some(site: &Site, claim: &Claim, plans: &[&str]) -> Raised {
    let names: Vec<String> = plans.iter().map(|id| name(site, id)).collect();
    let message = format!("“{}” is promised to some plans alone: {}", claim.text, names.join(", "));
    Raised::weighable(CONTRADICTING, &claim.span, message).help("say for whom it is, or the time that all may expect")
}

fn not_there(claim: &Claim, named: &[Way<'_>], times: &[Declared<'_>]) -> Raised {
    let message = format!("“{}” is none of the times of {}: {}", claim.text, titles(named), written(times));
    Raised::weighable(CONTRADICTING, &claim.span, message)
}

/// The titles of channels, in quotation marks.
fn titles(ways: &[Way<'_>]) -> String {
    ways.iter().map(|(page, _)| format!("“{}”", page.title)).collect::<Vec<String>>().join(", ")
}

fn not_here(claim: &Claim, channel: &Channel, own: &[Declared<'_>]) -> Raised {
    let text = &claim.text;
    let message = match &channel.reply_within {
        Some(wait) => format!("“{text}” is not when this channel answers: `reply_within` is {}", wait.value),
        None => format!("“{text}” is none of the times that the SLA promises on this channel: {}", written(own)),
    };
    Raised::weighable(CONTRADICTING, &claim.span, message)
}

/// Most times that a message names.
const NAMED: usize = 5;

/// The different times among these, as they are declared.
fn written(times: &[Declared<'_>]) -> String {
    let mut texts: Vec<String> = Vec::new();
    for text in times.iter().map(|time| time.wait.to_string()) {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    let more = if texts.len() > NAMED { " and others" } else { "" };
    texts.truncate(NAMED);
    texts.join(", ") + more
}

fn no_such(site: &Site, claim: &Claim, length: Length) -> Raised {
    let message = format!("“{}” is none of the times that channels, the SLA and ladders promise", claim.text);
    Raised::weighable(CONTRADICTING, &claim.span, message).help(correct(site, claim, length))
}

fn unbound(site: &Site, claim: &Claim, length: Length) -> Raised {
    let message = format!("“{}” is written out, so it will not change with what is promised", claim.text);
    let help = match fact_for(site, claim, length) {
        Some(name) => format!("quote the fact: {{{{fact:{name}}}}}"),
        None => "name the time in content/facts.yaml, and quote it here and where it is declared".to_owned(),
    };
    Raised::weighable(UNBOUND, &claim.span, message).help(help)
}

fn correct(site: &Site, claim: &Claim, length: Length) -> String {
    match fact_for(site, claim, length) {
        Some(name) => format!("if this is `{name}`, quote it: {{{{fact:{name}}}}}"),
        None => "correct it; if it is about something else, name it in content/facts.yaml and quote it".to_owned(),
    }
}

/// The fact that holds a time: the one with these words, else one that comes to the same.
fn fact_for<'s>(site: &'s Site, claim: &Claim, length: Length) -> Option<&'s str> {
    let days = || site.calendars.iter().map(working_day).chain([USUAL_DAY]);
    let is_same = |fact: &&Fact| {
        let wait = Wait::parse(&fact.value);
        wait.is_some_and(|wait| days().any(|day| Declared { wait: &wait, day, by: By::Fact }.is(length)))
    };
    let said = claim.text.to_lowercase();
    let by_words = site.facts.iter().find(|fact| said.ends_with(&format!(" {}", fact.text().to_lowercase())));
    by_words.or_else(|| site.facts.iter().find(is_same)).map(|fact| fact.name.as_str())
}

fn always(site: &Site, page: &Page, claim: &Claim) -> Option<Raised> {
    if claim.quoted {
        return None;
    }
    let named = named(site, page, claim);
    let theirs = hours(site, named.iter().map(|(_, channel)| *channel));
    let (hours, but) = match &page.entry.front {
        Front::Incident(_) | Front::Maintenance(_) => return None,
        Front::Channel(channel) if !is_about_others(site, page, claim) => {
            (hours(site, [channel].into_iter()), "the calendar of this channel has closing hours".to_owned())
        }
        _ if !theirs.is_empty() => (theirs, format!("there are closing hours at {}", titles(&named))),
        _ => {
            let all = site.channels().map(|(.., channel)| channel);
            (hours(site, all), "no calendar of a channel is open day and night".to_owned())
        }
    };
    let is_wrong = !hours.is_empty() && !hours.into_iter().any(Calendar::is_always);
    let message = || format!("“{}”, but {but}", claim.text);
    is_wrong.then(|| {
        Raised::weighable(CONTRADICTING, &claim.span, message()).help("say the hours, or correct the calendar")
    })
}

/// The calendars of channels.
fn hours<'s>(site: &'s Site, channels: impl Iterator<Item = &'s Channel>) -> Vec<&'s Calendar> {
    channels.filter_map(|channel| site.calendar_named(channel.calendar.as_ref()?)).collect()
}
