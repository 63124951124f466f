//! What every promise comes to by the clock on the wall, for whoever has to keep it: the longest wait that somebody can
//! have who begins to wait within a year, and which closed days are in it.
//!
//! The page of the promises tells customers the same; both ask [`Waits`].

use jiff::tz::TimeZone;
use serde::Serialize;

use crate::kinds::{Calendar, Measure, Sla, Target};
use crate::site::{Page, Site, Waits, Worst};
use crate::time::{BusinessTime, Moment, Wait};
use crate::yaml::{Choice, Placed};

/// The longest waits for everything that is promised.
#[derive(Clone, Debug, Serialize)]
pub struct Waiting {
    /// The version of the promises; its file's name where it has none.
    pub version: String,
    /// The day from which it holds.
    pub effective: Option<String>,
    /// The first moment at which somebody begins to wait, as RFC 3339.
    pub from: String,
    /// The moment from which nobody does any more.
    pub until: String,
    /// The zone of the moments in this report.
    pub time_zone: String,
    /// What is promised for plans and severities, in the order of the file.
    pub promises: Vec<Promise>,
    /// What channels promise, by the names of their files.
    pub channels: Vec<Reply>,
}

/// One promise.
#[derive(Clone, Debug, Serialize)]
pub struct Promise {
    /// The plan's id.
    pub plan: String,
    /// The severity's id.
    pub severity: String,
    /// `first_response`, `update_every` or `restore`.
    pub measure: &'static str,
    /// What it comes to.
    #[serde(flatten)]
    pub wait: LongestWait,
}

/// When a channel promises an answer.
#[derive(Clone, Debug, Serialize)]
pub struct Reply {
    /// The name of the channel's file.
    pub channel: String,
    /// What it comes to.
    #[serde(flatten)]
    pub wait: LongestWait,
}

/// What a promised time comes to.
#[derive(Clone, Debug, Serialize)]
pub struct LongestWait {
    /// As promised: "2 business hours".
    pub promised: String,
    /// The calendar in which it counts, where one is named.
    pub calendar: Option<String>,
    /// The longest wait in minutes, rounded up; nothing where it can't be told.
    pub minutes: Option<i64>,
    /// When that wait begins, as RFC 3339; nothing where it is as long whenever it begins.
    pub begins: Option<String>,
    /// When it ends.
    pub ends: Option<String>,
    /// The days in it that are shorter than usual.
    pub holidays: Vec<String>,
    /// The moment up to which it was reckoned, where the hours are not settled for the whole year.
    pub reckoned_until: Option<String>,
}

/// Reckons every promise of a version of the SLA, and of every channel.
#[must_use]
pub fn waiting(site: &Site, page: &Page, sla: &Sla) -> Waiting {
    let zone = &site.config.time_zone;
    let effective = sla.effective.as_ref().map(|date| date.value);
    let begins = effective.and_then(|date| Moment::start_of(date, zone));
    let mut reckoner =
        Reckoner { site, waits: Waits::from(site, begins.map_or(site.now, |begins| begins.max(site.now))) };
    let (from, until) = reckoner.waits.span();
    Waiting {
        version: sla
            .version
            .as_ref()
            .map_or_else(|| page.entry.path.stem().to_owned(), |version| version.value.clone()),
        effective: effective.map(|date| date.to_string()),
        from: from.rfc3339_in(zone),
        until: until.rfc3339_in(zone),
        time_zone: zone.iana_name().unwrap_or("UTC").to_owned(),
        promises: sla.targets.iter().flat_map(|target| reckoner.promises(target)).collect(),
        channels: reckoner.replies(),
    }
}

struct Reckoner<'a> {
    site: &'a Site,
    waits: Waits<'a>,
}

impl Reckoner<'_> {
    fn promises(&mut self, target: &Target) -> Vec<Promise> {
        let id = |id: &Option<Placed<String>>| id.as_ref().map(|id| id.value.clone()).unwrap_or_default();
        let promised = Measure::ALL.into_iter().filter_map(|measure| Some((measure, target.promised(measure)?)));
        let promise = |(measure, wait): (Measure, &Placed<Wait>)| Promise {
            plan: id(&target.plan),
            severity: id(&target.severity),
            measure: measure.word(),
            wait: self.longest(target.calendar.as_ref(), &wait.value),
        };
        promised.map(promise).collect()
    }

    fn replies(&mut self) -> Vec<Reply> {
        let mut replies = Vec::new();
        for (_, page, channel) in self.site.channels() {
            let Some(wait) = &channel.reply_within else { continue };
            let wait = self.longest(channel.calendar.as_ref(), &wait.value);
            replies.push(Reply { channel: page.entry.path.stem().to_owned(), wait });
        }
        replies.sort_by(|a, b| a.channel.cmp(&b.channel));
        replies
    }

    fn longest(&mut self, name: Option<&Placed<String>>, promised: &Wait) -> LongestWait {
        let calendar = name.and_then(|name| self.site.calendar_named(&name.value));
        let worst = calendar.and_then(|calendar| self.waits.worst(calendar, promised));
        let zone = &self.site.config.time_zone;
        let plain = LongestWait {
            promised: said(promised, calendar),
            calendar: name.map(|name| name.value.clone()),
            minutes: None,
            begins: None,
            ends: None,
            holidays: Vec::new(),
            reckoned_until: None,
        };
        match worst {
            None => plain,
            Some(Worst::AsPromised) => {
                LongestWait { minutes: promised.in_business_time().map(round_the_clock), ..plain }
            }
            Some(Worst::Reckoned(reckoned)) => LongestWait {
                minutes: Some(in_minutes(reckoned.wait.seconds())),
                begins: Some(reckoned.wait.from.rfc3339_in(zone)),
                ends: Some(reckoned.wait.until.rfc3339_in(zone)),
                holidays: reckoned.holidays,
                reckoned_until: reckoned.until.map(|until| until.rfc3339_in(zone)),
                ..plain
            },
        }
    }
}

/// Where nobody ever closes a day is 24 hours.
fn round_the_clock(time: BusinessTime) -> i64 {
    i64::from(time.days) * 24 * 60 + in_minutes(time.seconds)
}

fn in_minutes(seconds: i64) -> i64 {
    (seconds + 59) / 60
}

/// A time that counts in somebody's hours is called business time, unless those are all hours.
fn said(wait: &Wait, calendar: Option<&Calendar>) -> String {
    match calendar {
        Some(always) if always.is_always() => wait.said_as_clock_time().to_string(),
        Some(_) => wait.said_as_business_time().to_string(),
        None => wait.to_string(),
    }
}

/// A moment of the report by the clock in `zone`, for people: `Thu 24 Dec 2026 17:00`.
#[must_use]
pub fn on_the_wall(moment: &str, zone: &TimeZone) -> String {
    match Moment::parse(moment, zone) {
        Some(moment) => moment.local(zone).strftime("%a %-d %b %Y %H:%M").to_string(),
        None => moment.to_owned(),
    }
}
