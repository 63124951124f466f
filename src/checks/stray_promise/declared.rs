//! The times that front matter promises, and what a time in prose comes to beside them.

use crate::kinds::{Calendar, Channel, Ladder, Measure, Sla, Target};
use crate::markdown::{Length, Unit};
use crate::site::{Page, Site};
use crate::time::{Moment, Shift, Wait};
use crate::yaml::{Choice, Placed};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Hours of a working day where no calendar tells.
pub(super) const USUAL_DAY: i64 = 8 * HOUR;

/// A time that is promised in front matter, and how long a day of its calendar is.
pub(super) struct Declared<'s> {
    pub(super) wait: &'s Wait,
    pub(super) day: i64,
    pub(super) by: By<'s>,
}

/// What promises a time.
pub(super) enum By<'s> {
    /// A channel, to all who use it.
    Channel,
    /// The SLA, to those who have a plan.
    Target { plan: Option<&'s str>, measure: Measure },
    /// A ladder: how soon word comes from a step.
    Word,
    /// A ladder: how long until its next step. That is about us, and no time to an answer.
    Step,
    /// Nothing that says for whom.
    Fact,
}

impl Declared<'_> {
    /// Whether a time in prose may mean this one.
    pub(super) fn is(&self, length: Length) -> bool {
        let said = seconds(length, self.day);
        self.seconds().into_iter().any(|seconds| said.contains(&seconds))
    }

    /// What it comes to, by the clock and in time of its calendar.
    fn seconds(&self) -> Vec<i64> {
        let by_clock = self.wait.after(Moment::EPOCH, &jiff::tz::TimeZone::UTC).map(Moment::unix);
        let in_business = self.wait.in_business_time().map(|time| i64::from(time.days) * self.day + time.seconds);
        by_clock.into_iter().chain(in_business).collect()
    }

    /// Whether it is no longer than another, if both are read in favour of that.
    fn is_within(&self, other: &Self) -> bool {
        self.seconds().iter().min() <= other.seconds().iter().max()
    }

    /// The plan that alone it is promised to.
    pub(super) fn plan(&self) -> Option<&str> {
        match self.by {
            By::Target { plan, .. } => plan,
            By::Channel | By::Word | By::Step | By::Fact => None,
        }
    }

    /// Whether every plan that `all` promise the same thing to has it as soon as this.
    pub(super) fn is_for_all(&self, all: &[Declared<'_>]) -> bool {
        let By::Target { measure, .. } = self.by else { return true };
        let alike = |other: &&Declared<'_>| matches!(other.by, By::Target { measure: its, .. } if its == measure);
        let is_met = |plan: Option<&str>| {
            let mut theirs = all.iter().filter(alike).filter(|other| other.plan() == plan);
            theirs.any(|theirs| theirs.is_within(self))
        };
        all.iter().filter(alike).all(|other| is_met(other.plan()))
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
pub(super) fn declared(site: &Site) -> Vec<Declared<'_>> {
    let channels = site.channels().filter_map(|(.., channel)| reply(site, channel));
    let targets = site.slas().into_iter().filter(|(_, sla)| !is_over(site, sla));
    let targets = targets.flat_map(|(_, sla)| of_sla(site, sla));
    let steps = site.ladders().flat_map(|(.., ladder)| steps(site, ladder));
    channels.chain(targets).chain(steps).collect()
}

/// Whether a version of the SLA has given way to another.
fn is_over(site: &Site, sla: &Sla) -> bool {
    let in_force = site.sla_in_force().and_then(|(_, sla)| sla.effective.as_ref());
    sla.effective.as_ref().zip(in_force).is_some_and(|(this, in_force)| this.value < in_force.value)
}

/// What a version of the SLA promises.
pub(super) fn of_sla<'s>(site: &'s Site, sla: &'s Sla) -> impl Iterator<Item = Declared<'s>> {
    sla.targets.iter().flat_map(|target| times(site, target))
}

/// What is promised on a channel: by itself, and by the SLA in force.
pub(super) fn on_channel<'s>(site: &'s Site, page: &Page, channel: &'s Channel) -> Vec<Declared<'s>> {
    let targets = site.sla_in_force().into_iter().flat_map(|(_, sla)| &sla.targets);
    let targets = targets.filter(|target| is_on(target, channel, page)).flat_map(|target| times(site, target));
    reply(site, channel).into_iter().chain(targets).collect()
}

/// Whether a target holds on a channel.
fn is_on(target: &Target, channel: &Channel, page: &Page) -> bool {
    let names = [Some(page.entry.path.stem()), channel.channel.map(Choice::word)];
    target.channels.is_empty() || target.channels.iter().any(|name| names.contains(&Some(name.value.as_str())))
}

fn reply<'s>(site: &'s Site, channel: &'s Channel) -> Option<Declared<'s>> {
    let day = day(site, channel.calendar.as_ref());
    channel.reply_within.as_ref().map(|wait| Declared { wait: &wait.value, day, by: By::Channel })
}

fn times<'s>(site: &'s Site, target: &'s Target) -> impl Iterator<Item = Declared<'s>> {
    let day = day(site, target.calendar.as_ref());
    let plan = target.plan.as_ref().map(|plan| plan.value.as_str());
    let promised = Measure::ALL.into_iter().filter_map(|measure| Some((measure, target.promised(measure)?)));
    promised.map(move |(measure, wait)| Declared { wait: &wait.value, day, by: By::Target { plan, measure } })
}

fn steps<'s>(site: &'s Site, ladder: &'s Ladder) -> impl Iterator<Item = Declared<'s>> {
    ladder.steps.iter().flat_map(move |step| {
        let day = day(site, step.calendar.as_ref().or(ladder.calendar.as_ref()));
        let after = step.after.as_ref().map(|wait| Declared { wait: &wait.value, day, by: By::Step });
        let told = step.told_within.as_ref().map(|wait| Declared { wait: &wait.value, day, by: By::Word });
        after.into_iter().chain(told)
    })
}

/// How long a working day of a calendar is.
fn day(site: &Site, calendar: Option<&Placed<String>>) -> i64 {
    calendar.and_then(|name| site.calendar_named(name)).map_or(USUAL_DAY, working_day)
}

/// How long most working days of a calendar are.
pub(super) fn working_day(calendar: &Calendar) -> i64 {
    let length = |day: &Vec<Shift>| day.iter().map(|shift| i64::from(shift.until - shift.from) * MINUTE).sum();
    let days: Vec<i64> = calendar.hours.week.iter().map(length).filter(|length| *length > 0).collect();
    let how_many = |length: &i64| days.iter().filter(|other| *other == length).count();
    days.iter().copied().max_by_key(|length| (how_many(length), *length)).unwrap_or(USUAL_DAY)
}
