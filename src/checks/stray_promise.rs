//! # contradicting-promise
//!
//! A text promises an answer or a repair within a time that is declared nowhere: not the `reply_within` of a channel, not a
//! target of the SLA, not a step of a ladder. Or it says that somebody is there day and night, and no calendar does. A
//! customer who reads both does not know which holds, and takes you at the better one.
//!
//! On the page of a channel the text has to agree with that channel, and on the page of an SLA with its targets.
//! "Two working days" agrees with 24 hours of a calendar that has twelve a day.
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
//! protection law, name the time in `content/facts.yaml` and quote it: then it is written once, and known.
//!
//! ```md
//! We answer within {{fact:privacy-reply}}.
//! ```
//!
//! Only English is read, and only sentences that plainly say that you answer or mend something.
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

use crate::diag::Code;
use crate::kinds::{Calendar, Channel, Fact, Front, Ladder, Measure, Sla, Target};
use crate::markdown::{Claim, Length, Said, Unit};
use crate::site::{Page, Site};
use crate::time::{Moment, Wait};
use crate::yaml::{Choice, Placed};

use super::{Raised, Report};

pub(super) const CONTRADICTING: Code = Code("contradicting-promise");
pub(super) const UNBOUND: Code = Code("unbound-promise");

pub(super) const CODES: &[Code] = &[CONTRADICTING, UNBOUND];

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Hours of a working day where no calendar tells.
const USUAL_DAY: i64 = 8 * HOUR;

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

/// A time that is promised in front matter, and how long a day of its calendar is.
struct Declared<'s> {
    wait: &'s Wait,
    day: i64,
}

impl Declared<'_> {
    /// Whether a time in prose may mean this one.
    fn is(&self, length: Length) -> bool {
        let said = seconds(length, self.day);
        self.seconds().into_iter().any(|seconds| said.contains(&seconds))
    }

    /// What it comes to, by the clock and in time of its calendar.
    fn seconds(&self) -> Vec<i64> {
        let by_clock = self.wait.after(Moment::EPOCH, &jiff::tz::TimeZone::UTC).map(Moment::unix);
        let in_business = self.wait.in_business_time().map(|time| i64::from(time.days) * self.day + time.seconds);
        by_clock.into_iter().chain(in_business).collect()
    }
}

/// What a time in prose may come to, where a working day is so long.
fn seconds(length: Length, day: i64) -> Vec<i64> {
    let units: &[i64] = match length.unit {
        Unit::Minute => &[MINUTE],
        Unit::Hour => &[HOUR],
        Unit::Day => &[DAY, day],
        Unit::Week => &[7 * DAY, 5 * DAY, 5 * day],
        Unit::Month => &[30 * DAY, 31 * DAY],
    };
    units.iter().map(|unit| i64::from(length.count) * unit).collect()
}

/// Every time that is declared.
fn declared(site: &Site) -> Vec<Declared<'_>> {
    let channels = site.channels().filter_map(|(.., channel)| reply(site, channel));
    let targets = site.slas().into_iter().filter(|(_, sla)| !is_over(site, sla));
    let targets = targets.flat_map(|(_, sla)| sla.targets.iter().flat_map(|target| times(site, target)));
    let steps = site.ladders().flat_map(|(.., ladder)| steps(site, ladder));
    channels.chain(targets).chain(steps).collect()
}

/// Whether a version of the SLA has given way to another.
fn is_over(site: &Site, sla: &Sla) -> bool {
    let in_force = site.sla_in_force().and_then(|(_, sla)| sla.effective.as_ref());
    sla.effective.as_ref().zip(in_force).is_some_and(|(this, in_force)| this.value < in_force.value)
}

fn reply<'s>(site: &'s Site, channel: &'s Channel) -> Option<Declared<'s>> {
    channel.reply_within.as_ref().map(|wait| time(site, &wait.value, channel.calendar.as_ref()))
}

fn times<'s>(site: &'s Site, target: &'s Target) -> impl Iterator<Item = Declared<'s>> {
    let promised = Measure::ALL.into_iter().filter_map(|measure| target.promised(measure));
    promised.map(|wait| time(site, &wait.value, target.calendar.as_ref()))
}

fn steps<'s>(site: &'s Site, ladder: &'s Ladder) -> impl Iterator<Item = Declared<'s>> {
    let calendar = ladder.calendar.as_ref();
    let waits = ladder.steps.iter().flat_map(|step| [&step.after, &step.told_within].map(|wait| (step, wait)));
    waits.filter_map(move |(step, wait)| Some(time(site, &wait.as_ref()?.value, step.calendar.as_ref().or(calendar))))
}

fn time<'s>(site: &'s Site, wait: &'s Wait, calendar: Option<&Placed<String>>) -> Declared<'s> {
    let calendar = calendar.and_then(|name| site.calendar_named(name));
    Declared { wait, day: calendar.map_or(USUAL_DAY, working_day) }
}

/// How long most working days of a calendar are.
fn working_day(calendar: &Calendar) -> i64 {
    let length =
        |day: &Vec<crate::time::Shift>| day.iter().map(|shift| i64::from(shift.until - shift.from) * MINUTE).sum();
    let days: Vec<i64> = calendar.hours.week.iter().map(length).filter(|length| *length > 0).collect();
    let how_many = |length: &i64| days.iter().filter(|other| *other == length).count();
    days.iter().copied().max_by_key(|length| (how_many(length), *length)).unwrap_or(USUAL_DAY)
}

fn promised(site: &Site, declared: &[Declared<'_>], (page, claim): (&Page, &Claim), length: Length) -> Option<Raised> {
    let among = |times: &mut dyn Iterator<Item = Declared<'_>>| {
        let times: Vec<Declared<'_>> = times.collect();
        (!times.is_empty()).then(|| times.iter().any(|time| time.is(length)))
    };
    let text = &claim.text;
    let own = match &page.entry.front {
        Front::Channel(channel) => {
            let targets = site.sla_in_force().into_iter().flat_map(|(_, sla)| &sla.targets);
            let targets = targets.filter(|target| is_on(target, channel, page)).flat_map(|target| times(site, target));
            among(&mut reply(site, channel).into_iter().chain(targets))
        }
        Front::Sla(sla) => among(&mut sla.targets.iter().flat_map(|target| times(site, target))),
        // What was said during an outage was about that outage.
        Front::Incident(_) | Front::Maintenance(_) => return None,
        Front::Ladder(_) | Front::Article(_) | Front::Topic(_) | Front::Page => None,
    };
    match (own, &page.entry.front) {
        (Some(true), _) => None,
        (Some(false), Front::Channel(channel)) => {
            let reply = channel.reply_within.as_ref().map_or_else(String::new, |wait| wait.value.to_string());
            let message = format!("“{text}” is not when this channel answers: `reply_within` is {reply}");
            Some(Raised::weighable(CONTRADICTING, &claim.span, message).help(correct(site, claim, length)))
        }
        (Some(false), _) if !claim.quoted => Some(no_such(site, claim, length)),
        (None, front) if !claim.quoted && !declared.is_empty() => {
            let is_declared = declared.iter().any(|declared| declared.is(length));
            match (is_declared, front) {
                (true, Front::Ladder(_)) => None,
                (true, _) => Some(unbound(site, claim, length)),
                (false, _) => Some(no_such(site, claim, length)),
            }
        }
        _ => None,
    }
}

/// Whether a target holds on a channel.
fn is_on(target: &Target, channel: &Channel, page: &Page) -> bool {
    let names = [Some(page.entry.path.stem()), channel.channel.map(Choice::word)];
    target.channels.is_empty() || target.channels.iter().any(|name| names.contains(&Some(name.value.as_str())))
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
        wait.is_some_and(|wait| days().any(|day| Declared { wait: &wait, day }.is(length)))
    };
    let said = claim.text.to_lowercase();
    let by_words = site.facts.iter().find(|fact| said.ends_with(&format!(" {}", fact.text().to_lowercase())));
    by_words.or_else(|| site.facts.iter().find(is_same)).map(|fact| fact.name.as_str())
}

fn always(site: &Site, page: &Page, claim: &Claim) -> Option<Raised> {
    let hours = |channel: &Channel| channel.calendar.as_ref().and_then(|name| site.calendar_named(name));
    let open: Vec<bool> = match &page.entry.front {
        Front::Channel(channel) => hours(channel).into_iter().map(Calendar::is_always).collect(),
        Front::Incident(_) | Front::Maintenance(_) => return None,
        _ => site.channels().filter_map(|(.., channel)| hours(channel)).map(Calendar::is_always).collect(),
    };
    if open.is_empty() || claim.quoted || open.contains(&true) {
        return None;
    }
    let but = match &page.entry.front {
        Front::Channel(_) => "the calendar of this channel has closing hours",
        _ => "no calendar of a channel is open day and night",
    };
    let message = format!("“{}”, but {but}", claim.text);
    Some(Raised::weighable(CONTRADICTING, &claim.span, message).help("say the hours, or correct the calendar"))
}
