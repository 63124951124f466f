//! # promise-without-channel
//!
//! A target of the SLA counts at times at which nobody can be reached: its calendar is open, and none of its channels is.
//! The clock of the promise runs, and the customer can't even say what is wrong; or the answer is due while nobody reads.
//! The message names the first such time of the coming year.
//!
//! - On the phone and in a chat somebody has to be there for every minute that counts.
//! - An e-mail, a form, a letter or a request to be called back can be left at any time. There the promise is only
//!   broken where the answer is due before anybody is back: fifteen minutes round the clock on a mailbox that is read
//!   from nine to five. Two working days bridge a night, and are no finding.
//! - A channel that names no calendar has no hours that could be too short. A channel that is not open to the plan,
//!   is kept free for other severities, or on which nobody answers, does not count.
//! - A target that names no channels is for all support channels that are open to the plan, and one without a calendar
//!   counts day and night, unless it is in business time.
//!
//! Let the target count in the hours of its channels, or name a channel that is open when it counts:
//!
//! ```yaml
//! - {plan: premium, severity: s1, first_response: 15m, calendar: always, channels: [emergency]}
//! ```
//!
//! Only versions that hold now or will are looked at.
//!
//! # nobodys-hours
//!
//! A target of the SLA is in business time and names no calendar: "1 business day", but in whose hours? Customers can't
//! tell when the answer is due, and neither can this program, which gives no longest wait for it.
//!
//! Name the calendar in which it counts, or leave out the word "business" if the clock runs day and night:
//!
//! ```yaml
//! - {plan: standard, severity: s2, first_response: 1 business day, calendar: office}
//! ```

use jiff::tz::TimeZone;

use crate::diag::Code;
use crate::kinds::{Calendar, Channel, ChannelType, Measure, Purpose, Target};
use crate::site::{Page, Site};
use crate::time::{Moment, Openings, Wait};
use crate::yaml::Placed;

use super::coverage::{Coverage, Span};
use super::{Raised, Report};

pub(super) const UNCOVERED: Code = Code("promise-without-channel");

pub(super) const NOBODYS: Code = Code("nobodys-hours");

pub(super) const CODES: &[Code] = &[UNCOVERED, NOBODYS];

const HELP: &str = "let it count in the hours of its channels, or name a channel that is open when it counts";

pub(super) fn run(site: &Site, report: &mut Report) {
    let year = Span::coming_year(site);
    for (page, sla) in site.binding_slas() {
        let raised =
            sla.targets.iter().flat_map(|target| [in_nobodys_hours(target), uncovered(site, target, year)]).flatten();
        raised.for_each(|raised| report.add(&page.entry.path, raised));
    }
}

/// A business time that counts in no calendar.
fn in_nobodys_hours(target: &Target) -> Option<Raised> {
    let business = promised(target).filter(|_| target.calendar.is_none()).find(|wait| wait.value.is_business())?;
    let message = format!("“{}”: in whose hours? this target names no calendar", business.value);
    let help = "name the `calendar` in which it counts, or leave out “business” if it counts day and night";
    Some(Raised::weighable(NOBODYS, &business.span, message).help(help))
}

fn promised(target: &Target) -> impl Iterator<Item = &Placed<Wait>> {
    Measure::ALL.into_iter().filter_map(|measure| target.promised(measure))
}

fn uncovered(site: &Site, target: &Target, year: Span) -> Option<Raised> {
    let plan = target.plan.as_ref()?;
    let named = named(site, target)?;
    let mut ways = named;
    ways.retain(|(_, channel)| channel.is_for_plan(plan) && channel.answers());
    if ways.is_empty() {
        let message = format!("no channel of this target answers those who have `{}`", plan.value);
        return unanswered(target, message, "name a channel that is open to the plan");
    }
    if let Some(severity) = &target.severity {
        ways.retain(|(_, channel)| channel.is_for_severity(severity));
        if ways.is_empty() {
            let message =
                format!("every channel of this target is kept free for other severities than `{}`", severity.value);
            return unanswered(target, message, "name a channel that is for it, too");
        }
    }
    let counts = Counting::of(site, target, year)?;
    let channels: Vec<&Channel> = ways.iter().map(|(_, channel)| *channel).collect();
    let reached = Coverage::of(site, &channels, year)?;
    let gaps =
        counts.coverage.without(&reached).into_iter().filter(|gap| counts.breaks(target, &channels, &reached, *gap));
    // One that goes on already has no beginning that could be told.
    let gap = first_that_begins(gaps.collect(), year)?;
    let message = format!("{}: the promise counts, but {}", written(gap, counts.zone), closed(&ways));
    let span = target.calendar.as_ref().map_or(&plan.span, |calendar| &calendar.span);
    Some(Raised::weighable(UNCOVERED, span, message).help(HELP))
}

/// Nothing is said of a target that names no channels.
fn unanswered(target: &Target, message: String, help: &str) -> Option<Raised> {
    let first = target.channels.first()?;
    Some(Raised::weighable(UNCOVERED, &first.span, message).help(help))
}

/// The channels that a target is for. Nothing where a name means none: that is another finding.
fn named<'a>(site: &'a Site, target: &Target) -> Option<Vec<(&'a Page, &'a Channel)>> {
    if target.channels.is_empty() {
        let support = site.channels().filter(|(.., channel)| channel.purpose == Purpose::Support);
        return Some(support.map(|(_, page, channel)| (page, channel)).collect());
    }
    let channel = |name: &String| site.channel_named(name).map(|(_, page, channel)| (page, channel));
    target.channels.iter().map(|name| channel(&name.value)).collect()
}

/// When a promise counts.
struct Counting<'a> {
    zone: &'a TimeZone,
    /// Those of its calendar; nothing for one that counts day and night.
    openings: Option<Openings>,
    coverage: Coverage,
}

impl<'a> Counting<'a> {
    fn of(site: &'a Site, target: &Target, year: Span) -> Option<Self> {
        let own = &site.config.time_zone;
        let Some(name) = &target.calendar else {
            // Business time runs in somebody's hours, and nobody says in whose.
            promised(target).next().filter(|wait| !wait.value.is_business())?;
            return Some(Self { zone: own, openings: None, coverage: Coverage::whole(year) });
        };
        let calendar: &Calendar = site.calendar_named(name)?;
        let openings = calendar.openings(own, year.from, year.until);
        let coverage = Coverage::together(std::slice::from_ref(&openings), year);
        Some(Self { zone: calendar.zone(own), openings: Some(openings), coverage })
    }

    /// Whether a time in which nobody can be reached breaks the promise.
    fn breaks(&self, target: &Target, channels: &[&Channel], reached: &Coverage, gap: Span) -> bool {
        if !channels.iter().any(|channel| takes_messages(channel)) {
            return true;
        }
        let due = target.first_response.as_ref().and_then(|within| self.due(gap.from, within));
        due.is_some_and(|due| due < reached.opens_after(gap.from))
    }

    /// When an answer is due to what was sent at a moment.
    fn due(&self, at: Moment, within: &Wait) -> Option<Moment> {
        match (&self.openings, within.in_business_time()) {
            (Some(openings), Some(time)) => openings.after(at, time),
            _ => within.after(at, self.zone),
        }
    }
}

/// Whether something can be left there at any time.
pub(super) fn takes_messages(channel: &Channel) -> bool {
    !matches!(channel.channel, None | Some(ChannelType::Phone | ChannelType::Chat))
}

fn first_that_begins(gaps: Vec<Span>, year: Span) -> Option<Span> {
    let begins = gaps.iter().find(|gap| gap.from > year.from).copied();
    begins.or_else(|| gaps.first().copied())
}

/// `Saturday 28 November 2026, 17:00–20:00`
fn written(gap: Span, zone: &TimeZone) -> String {
    let (from, until) = (gap.from.local(zone), gap.until.local(zone));
    let day = |at: jiff::civil::DateTime| at.strftime("%A %-d %B %Y").to_string();
    let (begins, ends) = (from.strftime("%H:%M"), until.strftime("%H:%M"));
    if from.date() == gap.until.plus(-1).local(zone).date() {
        let ends = if until.date() == from.date() { ends.to_string() } else { "24:00".to_owned() };
        return format!("{}, {begins}–{ends}", day(from));
    }
    format!("{}, {begins}, to {}, {ends}", day(from), day(until))
}

/// That all of these channels are closed, in words.
fn closed(ways: &[(&Page, &Channel)]) -> String {
    let titles: Vec<&str> = ways.iter().map(|(page, _)| page.title.as_str()).collect();
    match titles.as_slice() {
        [only] => format!("“{only}” is closed"),
        [first, second] => format!("neither “{first}” nor “{second}” is open"),
        all => format!("none of “{}” is open", all.join("”, “")),
    }
}
