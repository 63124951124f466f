//! Opening hours and business time: the table of cases in `tests/data/calendar-cases.json`, laws over made-up calendars,
//! and an oracle that knows no arithmetic: it looks at the clock on the wall at every single minute.
//!
//! [`browser`](crate::browser) asks the page's own functions the same cases.

use std::path::Path;

use firstline::kinds::{Calendar, read_calendars};
use firstline::source::{SitePath, SourceText};
use firstline::time::{Moment, Openings, Standing, Wait};
use firstline::yaml;
use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::project::{HOUSE, Project};

mod laws;

pub(crate) use laws::made_up;

const MINUTE: i64 = 60;
const DAY: i64 = 24 * 60 * MINUTE;

/// What is said of a moment, in seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Somebody is there, until then.
    Open(Option<i64>),
    /// Nobody is, until then.
    Closed(Option<i64>),
    /// It is then.
    At(i64),
    /// Nobody can know.
    Unknown,
}

/// A row of the table.
pub(crate) struct Case {
    /// The calendar's name.
    pub(crate) calendar: String,
    /// The zone of its clock: its own, or that of the visitor.
    pub(crate) zone: String,
    /// The moment, in seconds since 1970.
    pub(crate) at: i64,
    /// `stands`, or a length of business time.
    pub(crate) ask: String,
    pub(crate) answer: Answer,
    /// What to say when it fails.
    pub(crate) said: String,
}

impl Case {
    /// The business time that it asks for; nothing where it asks how things stand.
    pub(crate) fn time(&self) -> Option<firstline::time::BusinessTime> {
        let wait = || Wait::parse(&self.ask).and_then(|wait| wait.in_business_time());
        (self.ask != "stands").then(|| wait().unwrap_or_else(|| panic!("{:?} is a length of time", self.ask)))
    }
}

/// Cases for sites that are built at one moment.
pub(crate) struct Group {
    pub(crate) now: i64,
    pub(crate) cases: Vec<Case>,
}

/// What the table says: its calendars, as written, and its cases.
pub(crate) fn table() -> (serde_json::Map<String, Value>, Vec<Group>) {
    let table: Value = serde_json::from_str(include_str!("../data/calendar-cases.json")).expect("the table is JSON");
    let calendars = table["calendars"].as_object().expect("calendars by name").clone();
    let groups = table["groups"].as_array().expect("groups").iter();
    let group = |group: &Value| Group {
        now: seconds(text(&group["now"])),
        cases: group["cases"].as_array().expect("cases").iter().map(|row| case(row, &calendars)).collect(),
    };
    let groups = groups.map(group).collect();
    (calendars, groups)
}

fn case(row: &Value, calendars: &serde_json::Map<String, Value>) -> Case {
    let calendar = text(&row["calendar"]).to_owned();
    let zone = row.get("zone").unwrap_or(&calendars[&calendar]["time_zone"]);
    let until = |rest: &str| rest.strip_prefix(" until ").map(seconds);
    let answer = match text(&row["answer"]) {
        "unknown" => Answer::Unknown,
        open if open.starts_with("open") => Answer::Open(until(&open[4..])),
        closed if closed.starts_with("closed") => Answer::Closed(until(&closed[6..])),
        at => Answer::At(seconds(at)),
    };
    Case {
        zone: text(zone).to_owned(),
        at: seconds(text(&row["at"])),
        ask: text(&row["ask"]).to_owned(),
        said: row.to_string(),
        calendar,
        answer,
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is text"))
}

fn seconds(moment: &str) -> i64 {
    moment.parse::<Timestamp>().unwrap_or_else(|error| panic!("{moment}: {error}")).as_second()
}

pub(crate) fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn moment(seconds: i64) -> Moment {
    Moment::from_unix(seconds).expect("the calendar reaches it")
}

/// What a site that is built at `now` knows: from the day before, for 400 days.
fn known(now: i64) -> (i64, i64) {
    let midnight = now - now.rem_euclid(DAY);
    (midnight - DAY, midnight + 401 * DAY)
}

/// A calendar as Firstline reads it.
fn calendar(written: &Value) -> Calendar {
    let text = json!({ "it": written }).to_string();
    let source = SourceText::new(SitePath::new("content/contact/calendars.yaml").expect("a path"), text.clone());
    let mut findings = Vec::new();
    let node = yaml::parse(&source, 0..text.len(), &mut findings).expect("JSON is YAML");
    let mut calendars = read_calendars(&node, &source, &TimeZone::UTC, &mut findings);
    assert_eq!(findings, [], "{text}");
    calendars.pop().expect("one calendar")
}

/// What Firstline answers.
fn native(openings: &Openings, at: i64, case: &Case) -> Answer {
    match case.time() {
        Some(time) => openings.after(moment(at), time).map_or(Answer::Unknown, |at| Answer::At(at.unix())),
        None => match openings.standing(moment(at)) {
            Standing::Open { closes } => Answer::Open(closes.map(Moment::unix)),
            Standing::Closed { opens } => Answer::Closed(opens.map(Moment::unix)),
            Standing::Unknown => Answer::Unknown,
        },
    }
}

/// Every minute between two moments, and the business day it belongs to where somebody is there.
struct Wall {
    from: i64,
    minutes: Vec<Option<Date>>,
}

impl Wall {
    /// Looks at the clock of `zone` at each minute, and then at what is written.
    fn look(written: &Value, zone: &TimeZone, (from, until): (i64, i64)) -> Self {
        let rules = Rules::of(written);
        let mut latest = Date::MIN;
        let mut minutes = Vec::new();
        for at in (from..until).step_by(60) {
            let wall = zone.to_datetime(Timestamp::from_second(at).expect("the calendar reaches it"));
            if rules.last.is_some_and(|last| wall.date() > last) {
                break;
            }
            let minute = i64::from(wall.hour()) * 60 + i64::from(wall.minute());
            let yesterday = wall.date().yesterday().expect("there is a day before");
            let holds = |date: Date, minute: i64| {
                rules.on(date).iter().any(|(from, until)| (*from..*until).contains(&minute)).then_some(date)
            };
            let day = holds(wall.date(), minute).or_else(|| holds(yesterday, minute + 24 * 60));
            // An hour that comes back at midnight counts to the later day.
            let day = day.map(|day| day.max(latest));
            latest = day.unwrap_or(latest);
            minutes.push(day);
        }
        Self { from, minutes }
    }

    fn at(&self, place: usize) -> i64 {
        self.from + MINUTE * i64::try_from(place).expect("a place")
    }

    fn place(&self, at: i64) -> Option<usize> {
        usize::try_from((at - self.from).div_euclid(MINUTE)).ok().filter(|place| *place < self.minutes.len())
    }

    fn stands(&self, at: i64) -> Answer {
        let Some(place) = self.place(at) else { return Answer::Unknown };
        let is_open = self.minutes[place].is_some();
        let change = (place..self.minutes.len()).find(|place| self.minutes[*place].is_some() != is_open);
        let change = change.map(|place| self.at(place));
        if is_open { Answer::Open(change) } else { Answer::Closed(change) }
    }

    /// The end of `minutes` in which somebody is there, after the close of the business day that is `days` ahead.
    fn after(&self, at: i64, days: u32, minutes: i64) -> Answer {
        let Some(mut place) = self.place(at) else { return Answer::Unknown };
        let mut left = minutes;
        if days > 0 && self.minutes.iter().all(Option::is_some) {
            left += i64::from(days) * 24 * 60;
        } else if days > 0 {
            match self.close(place, days) {
                Some(close) => place = close,
                None => return Answer::Unknown,
            }
        }
        while left > 0 {
            match self.minutes.get(place) {
                Some(day) => left -= i64::from(day.is_some()),
                None => return Answer::Unknown,
            }
            place += 1;
        }
        Answer::At(self.at(place))
    }

    fn close(&self, place: usize, days: u32) -> Option<usize> {
        let mut ahead: Vec<Date> = self.minutes[place..].iter().flatten().copied().collect();
        ahead.dedup();
        let day = *ahead.get(days as usize)?;
        let last = self.minutes.iter().rposition(|minute| *minute == Some(day))?;
        Some(last + 1).filter(|close| *close < self.minutes.len())
    }
}

/// From which minute of a day to which.
type Spans = Vec<(i64, i64)>;

/// What is written of a calendar, read a second time and in another way.
struct Rules {
    week: [Spans; 7],
    /// The first and the last day of each exception.
    dates: Vec<(Date, Date, Spans)>,
    last: Option<Date>,
}

impl Rules {
    fn of(written: &Value) -> Self {
        let mut week: [Spans; 7] = Default::default();
        match &written["hours"] {
            Value::String(_) => week = std::array::from_fn(|_| vec![(0, 24 * 60)]),
            days => {
                for (days, hours) in days.as_object().expect("days with hours") {
                    days.split(',').flat_map(each).for_each(|day| week[day] = spans(hours));
                }
            }
        }
        let lists = ["holidays", "exceptions"].into_iter().filter_map(|list| written[list].as_array());
        let date = |value: &Value| text(value).parse::<Date>().expect("a date");
        let exception = |row: &Value| {
            let [from, until] = ["from", "until"].map(|key| date(row.get(key).unwrap_or(&row["date"])));
            (from, until, spans(&row["hours"]))
        };
        let dates = lists.flatten().map(exception).collect();
        Self { week, dates, last: written.get("valid_until").map(date) }
    }

    fn on(&self, date: Date) -> &[(i64, i64)] {
        let differs = self.dates.iter().find(|(from, until, _)| (*from..=*until).contains(&date));
        let usual = &self.week[usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())];
        differs.map_or(usual, |(.., hours)| hours)
    }
}

/// The days of `mon-fri`, or of `sat`.
fn each(days: &str) -> Vec<usize> {
    let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let place = |name: &str| names.iter().position(|known| *known == name.trim()).expect("a day");
    let (from, to) = days.split_once('-').unwrap_or((days, days));
    let (from, to) = (place(from), place(to));
    (from..=if to < from { to + 7 } else { to }).map(|day| day % 7).collect()
}

fn spans(hours: &Value) -> Spans {
    let minute = |text: &str| {
        let (hours, minutes) = text.split_once(':').expect("a time");
        hours.parse::<i64>().expect("hours") * 60 + minutes.parse::<i64>().expect("minutes")
    };
    let span = |value: &Value| {
        let (from, until) = text(value).split_once('-').expect("two times");
        let (from, until) = (minute(from), minute(until));
        (from, if until <= from { until + 24 * 60 } else { until })
    };
    hours.as_array().map(|hours| hours.iter().map(span).collect()).unwrap_or_default()
}

/// A site built at `now` with these calendars, each with a channel that shows it.
pub(crate) fn site(calendars: &serde_json::Map<String, Value>, now: i64) -> Project {
    let mut project = Project::default()
        .with("firstline.yaml", "title: Help\nbase_url: https://help.example.com/\n")
        .with("content/contact/calendars.yaml", Value::Object(calendars.clone()).to_string());
    for name in calendars.keys() {
        let channel = format!("---\ntitle: {name}\nchannel: email\ncalendar: {name}\nreply_within: 1h\n---\n");
        project.put(&format!("content/contact/{name}.md"), channel);
    }
    project.settings.as_of = Moment::from_unix(now);
    project
}

#[test]
fn every_case_of_the_table_is_answered_as_it_says() {
    let (calendars, groups) = table();
    assert!(groups.iter().map(|group| group.cases.len()).sum::<usize>() >= 120, "the table is read");
    for group in groups {
        let (from, until) = known(group.now);
        for case in &group.cases {
            let zone = zone(&case.zone);
            let openings = calendar(&calendars[&case.calendar]).openings(&zone, moment(from), moment(until));
            assert_eq!(native(&openings, case.at, case), case.answer, "{}", case.said);
        }
    }
}

#[test]
fn the_table_says_what_the_clock_on_the_wall_shows() {
    let (calendars, groups) = table();
    for group in groups {
        let mut walls: Vec<((&str, &str), Wall)> = Vec::new();
        for case in &group.cases {
            let key = (case.calendar.as_str(), case.zone.as_str());
            if walls.iter().all(|(known, _)| *known != key) {
                let wall = Wall::look(&calendars[&case.calendar], &zone(&case.zone), known(group.now));
                walls.push((key, wall));
            }
            let wall = walls.iter().find(|(known, _)| *known == key).map(|(_, wall)| wall).expect("it was made");
            let seen = match case.time() {
                Some(time) => wall.after(case.at, time.days, time.seconds / MINUTE),
                None => wall.stands(case.at),
            };
            assert_eq!(seen, case.answer, "{}", case.said);
        }
    }
}

#[test]
fn two_business_hours_can_mean_five_days_over_christmas() {
    let (calendars, _) = table();
    let (from, until) = (seconds("2026-11-20T14:05:00Z"), seconds("2027-11-20T14:05:00Z"));
    let office = calendar(&calendars["office"]);
    let openings = office.openings(&TimeZone::UTC, moment(from), moment(until + 40 * DAY));
    let time = |text: &str| Wait::parse(text).and_then(|wait| wait.in_business_time()).expect("a length of time");
    let worst = openings.longest_wait(time("2 business hours"), moment(from), moment(until)).expect("there is one");
    // From just after 10:00 on Christmas Eve, when the office closes at noon, to just after 09:00 on the Tuesday.
    assert_eq!(worst.seconds(), 119 * 60 * MINUTE, "{worst:?}");
    assert_eq!(worst.from.unix(), seconds("2026-12-24T10:00:01Z"), "{worst:?}");
    let easter = [seconds("2027-03-20T00:00:00Z"), seconds("2027-04-20T00:00:00Z")].map(moment);
    let worst = openings.longest_wait(time("2 business hours"), easter[0], easter[1]).expect("there is one");
    // From Maundy Thursday at 15:00 to Tuesday at 09:00, less the hour that the clocks lose on the Sunday.
    assert_eq!(worst.seconds(), 113 * 60 * MINUTE, "{worst:?}");
    assert_eq!(worst.from.unix(), seconds("2027-03-25T15:00:01Z"));
    let days = openings.longest_wait(time("1 business day"), easter[0], easter[1]).expect("there is one");
    // What comes after the close on Wednesday counts as Thursday, and is answered by the close of Tuesday, six days on
    // but for that hour. On Thursday it is the same again; the first of them is told.
    assert_eq!(days.seconds(), (6 * 24 - 1) * 60 * MINUTE);
    assert_eq!(
        (days.from.unix(), days.until.unix()),
        (seconds("2027-03-24T17:00:00Z"), seconds("2027-03-30T16:00:00Z"))
    );
    let never = calendar(&calendars["never"]).openings(&TimeZone::UTC, moment(from), moment(until));
    assert_eq!(never.longest_wait(time("1m"), moment(from), moment(until)), None);
}

#[test]
fn a_year_without_a_change_of_clocks_gives_easter_its_full_hundred_and_fourteen_hours() {
    // 2026: Good Friday is 3 April, a week after the clocks have changed.
    let holidays =
        json!([{"date": "2026-04-03", "name": "Good Friday"}, {"date": "2026-04-06", "name": "Easter Monday"}]);
    let written = json!({"time_zone": "Europe/London", "hours": {"mon-fri": ["09:00-17:00"]}, "holidays": holidays});
    let span = ["2026-03-30T00:00:00Z", "2026-05-30T00:00:00Z"].map(|at| moment(seconds(at)));
    let openings = calendar(&written).openings(&TimeZone::UTC, span[0], span[1].plus(10 * DAY));
    let time = Wait::parse("2h").and_then(|wait| wait.in_business_time()).expect("a length of time");
    assert_eq!(openings.longest_wait(time, span[0], span[1]).expect("there is one").seconds(), 114 * 60 * MINUTE);
}

#[test]
fn what_a_visitor_fetches_is_short() {
    let build = Project::in_folder(Path::new(HOUSE)).build();
    let file = build.plan.render("contact/hours.json").expect("the demo has hours");
    let calendars = build.plan.site().shown_calendars().len();
    assert!(calendars >= 2 && file.len() < calendars * 6_000, "{} bytes for {calendars} calendars", file.len());
}

#[test]
fn business_time_has_no_weeks_and_needs_no_word() {
    let time = |text: &str| Wait::parse(text).expect(text).in_business_time();
    assert_eq!(time("90m"), time("1 business hour 30 minutes"));
    assert_eq!(time("2 business days").map(|time| (time.days, time.seconds)), Some((2, 0)));
    assert_eq!(time("PT2H").map(|time| time.seconds), Some(2 * 60 * MINUTE));
    assert_eq!(time("2 business weeks"), None);
    assert_eq!(time("6 months"), None);
}

#[test]
fn the_days_of_a_range_go_over_the_end_of_the_week() {
    let written = json!({"time_zone": "UTC", "hours": {"Saturday-mon": ["10:00-12:00"], "wed": "08:00-09:00"}});
    let calendar = calendar(&written);
    let open = |day: Weekday| {
        let monday = jiff::civil::date(2026, 11, 23);
        let date = monday.series(jiff::Span::new().days(1)).find(|date| date.weekday() == day).expect("a week has it");
        calendar.hours.on(date).len()
    };
    assert_eq!([Weekday::Friday, Weekday::Saturday, Weekday::Sunday, Weekday::Monday].map(open), [0, 1, 1, 1]);
    assert_eq!([Weekday::Tuesday, Weekday::Wednesday].map(open), [0, 1]);
}
