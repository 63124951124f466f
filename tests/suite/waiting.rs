//! What promises come to by the clock on the wall: the report, the page and an oracle that looks at every minute of two
//! years; and the tables and ladders that customers read.

use std::path::Path;
use std::sync::Arc;

use firstline::engine::{Engine, Inputs};
use firstline::reports::waiting::{LongestWait, waiting};
use firstline::site::{Site, Waits};
use firstline::theme::Theme;
use firstline::time::{Moment, Wait};
use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use proptest::prelude::*;

use crate::html;
use crate::program::firstline;
use crate::project::{HOUSE, Project, Tree, read_tree};

const MINUTE: i64 = 60;
const YEAR: i64 = 365 * 24 * 60;

/// The moment of every site here: a Friday, as one begins to think of Christmas.
const NOW: &str = "2026-11-20T14:05:00Z";

fn now() -> Moment {
    Moment::parse(NOW, &TimeZone::UTC).unwrap()
}

const CALENDARS: &str = "\
office:
  time_zone: Europe/London
  hours: {mon-fri: ['09:00-17:00']}
  holidays:
    - {date: 2026-12-25, name: Christmas Day}
    - {date: 2026-12-28, name: Boxing Day}
    - {date: 2027-03-26, name: Good Friday}
    - {date: 2027-03-29, name: Easter Monday}
  valid_until: 2028-12-31
desk:
  time_zone: Europe/London
  hours: {mon-fri: ['09:00-17:00']}
  valid_until: 2026-12-31
easter:
  time_zone: Europe/Zurich
  hours: {mon-fri: ['08:30-12:00', '13:00-18:00']}
  holidays: [{date: 2027-03-26, name: Karfreitag}, {date: 2027-03-29, name: Ostermontag}]
  valid_until: 2028-12-31
always: {hours: 24/7, valid_until: 2028-12-31}
";

const SLA: &str = "\
---
title: Support promises
version: 2026-1
effective: 2026-01-01
plans: [{id: standard, name: Standard}, {id: premium, name: Premium}]
severities: [{id: s1, name: Critical}, {id: s2, name: Normal}]
targets:
  - {plan: standard, severity: s1, first_response: 2h, update_every: 1 business day, calendar: office}
  - {plan: standard, severity: s2, first_response: 4h, restore: 2 weeks, calendar: easter}
  - {plan: premium, severity: s1, first_response: 15m, calendar: always}
  - {plan: premium, severity: s2, first_response: 4h, calendar: desk}
  - {plan: premium, severity: s2, update_every: 1h}
---
";

fn project() -> Project {
    let mut project = Project::default()
        .with("firstline.yaml", "title: Help\nbase_url: https://help.example.com/\ntime_zone: Europe/London\n")
        .with("content/contact/calendars.yaml", CALENDARS)
        .with("content/contact/phone.md", "---\ntitle: Call us\nchannel: phone\ncalendar: office\nreply_within: 2m\n---\n")
        .with("content/sla/support-2026.md", SLA)
        .with(
            "content/sla/support-2027.md",
            "---\ntitle: New promises\nversion: 2027-1\neffective: 2027-01-01\nplans: [{id: all, name: All}]\n\
             severities: [{id: s1, name: Any}]\ntargets: [{plan: all, severity: s1, first_response: 2h, calendar: office}]\n---\n",
        );
    project.settings.as_of = Some(now());
    project
}

#[test]
fn the_longest_waits_are_those_that_a_hand_finds() {
    let build = project().build();
    let site: &Site = build.plan.site();
    let (page, sla) = site.sla_in_force().unwrap();
    let report = waiting(site, page, sla);
    let row = |plan: &str, severity: &str, measure: &str| {
        let is = |row: &&firstline::reports::waiting::Promise| {
            (row.plan.as_str(), row.severity.as_str(), row.measure) == (plan, severity, measure)
        };
        let wait = &report.promises.iter().find(is).unwrap().wait;
        (
            wait.minutes,
            wait.begins.clone().unwrap_or_default(),
            wait.ends.clone().unwrap_or_default(),
            wait.holidays.join(", "),
        )
    };
    // Thursday 24 December, at the close; Friday, the weekend and Monday are closed. Two hours of Tuesday: 114 hours.
    assert_eq!(
        row("standard", "s1", "first_response"),
        (
            Some(114 * 60),
            "2026-12-24T17:00:00Z".into(),
            "2026-12-29T11:00:00Z".into(),
            "Christmas Day, Boxing Day".into()
        )
    );
    // A day counts by its close: who writes after Wednesday's close is a case of Thursday, and answered by Tuesday's close.
    assert_eq!(
        row("standard", "s1", "update_every"),
        (
            Some(144 * 60),
            "2026-12-23T17:00:00Z".into(),
            "2026-12-29T17:00:00Z".into(),
            "Christmas Day, Boxing Day".into()
        )
    );
    // Four hours in Zurich over Easter: from Thursday 18:00 to Tuesday 08:30 to 12:00 and 13:00 to 13:30. The clocks go
    // ahead on that Sunday, so the 115½ hours on the wall are 114½.
    assert_eq!(
        row("standard", "s2", "first_response"),
        (
            Some(114 * 60 + 30),
            "2027-03-25T17:00:00Z".into(),
            "2027-03-30T12:30:00+01:00".into(),
            "Karfreitag, Ostermontag".into()
        )
    );
    assert_eq!(row("standard", "s2", "restore").0, None, "two weeks are no business time");
    assert_eq!(row("premium", "s1", "first_response"), (Some(15), String::new(), String::new(), String::new()));
}

/// Every minute from a moment on in which somebody is there, by the clock on the wall.
fn minutes(zone: &TimeZone, from: i64, is_open: impl Fn(Date, i64) -> bool) -> Vec<bool> {
    let open = |minute: i64| {
        let wall = zone.to_datetime(Timestamp::from_second(from + minute * MINUTE).unwrap());
        is_open(wall.date(), i64::from(wall.hour()) * 60 + i64::from(wall.minute()))
    };
    (0..YEAR + YEAR / 4).map(open).collect()
}

/// The longest that anybody waits, in minutes, who begins at a full minute of the first year.
fn seen(open: &[bool], promised: usize) -> i64 {
    let ends: Vec<usize> = open.iter().enumerate().filter(|(_, open)| **open).map(|(minute, _)| minute + 1).collect();
    let mut passed = 0;
    let mut longest = 0;
    for start in 0..usize::try_from(YEAR).unwrap() {
        while ends.get(passed).is_some_and(|end| *end <= start) {
            passed += 1;
        }
        longest = longest.max(ends[passed + promised - 1] - start);
    }
    i64::try_from(longest).unwrap()
}

fn reported(site: &Site, calendar: &str, promised: &str) -> LongestWait {
    let (page, sla) = site.sla_in_force().unwrap();
    let mut sla = sla.clone();
    sla.targets.truncate(1);
    let target = &mut sla.targets[0];
    target.calendar.as_mut().unwrap().value = calendar.to_owned();
    target.first_response.as_mut().unwrap().value = Wait::parse(promised).unwrap();
    waiting(site, page, &sla).promises.swap_remove(0).wait
}

#[test]
fn the_report_says_what_the_clock_on_the_wall_shows_at_every_minute() {
    let build = project().build();
    let from = now().unix();
    let weekday = |date: Date| !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
    let day = |text: &str| text.parse::<Date>().unwrap();
    let closed = ["2026-12-25", "2026-12-28", "2027-03-26", "2027-03-29"].map(day);
    let office = minutes(&TimeZone::get("Europe/London").unwrap(), from, |date, minute| {
        weekday(date) && !closed.contains(&date) && (9 * 60..17 * 60).contains(&minute)
    });
    let closed = ["2027-03-26", "2027-03-29"].map(day);
    let easter = minutes(&TimeZone::get("Europe/Zurich").unwrap(), from, |date, minute| {
        let within = (510..720).contains(&minute) || (780..1080).contains(&minute);
        weekday(date) && !closed.contains(&date) && within
    });
    for (calendar, open) in [("office", office), ("easter", easter)] {
        for promised in [1, 15, 60, 120, 240, 480, 481, 1000, 2880] {
            let wait = reported(build.plan.site(), calendar, &format!("{promised}m"));
            let seen = seen(&open, promised);
            assert_eq!(wait.minutes, Some(seen), "{promised} minutes of {calendar}: {wait:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nobody_who_begins_within_the_year_waits_longer_than_the_page_says(
        (opens, length, holidays, minutes) in
            (6_u8..14, 2_u8..9, proptest::collection::btree_set(0_i64..365, 0..20), 1_i64..3000),
        starts in proptest::collection::vec(0..YEAR * MINUTE, 64),
    ) {
        let mut calendars = format!("made: {{hours: {{mon-sat: ['{opens:02}:00-{:02}:30']}}, holidays: [", opens + length);
        for day in holidays {
            let date = now().plus(day * 24 * 60 * MINUTE).date(&TimeZone::UTC);
            calendars.push_str(&format!("{{date: {date}}}, "));
        }
        calendars.push_str("], time_zone: America/New_York}\n");
        let build = project().with("content/contact/calendars.yaml", calendars).build();
        let site = build.plan.site();
        let calendar = site.calendar_named("made").unwrap();
        let wait = Wait::parse(&format!("{minutes}m")).unwrap();
        let worst = Waits::from(site, now()).worst(calendar, &wait).unwrap();
        let worst = worst.reckoned().unwrap();
        let openings = calendar.openings(&TimeZone::UTC, now(), now().plus(2 * YEAR * MINUTE));
        let time = wait.in_business_time().unwrap();
        prop_assert_eq!(openings.after(worst.wait.from, time), Some(worst.wait.until), "it is a wait that there is");
        for start in starts {
            let start = now().plus(start);
            let end = openings.after(start, time).unwrap();
            prop_assert!(end.unix() - start.unix() <= worst.wait.seconds(), "from {}", start);
        }
    }
}

#[test]
fn where_hours_are_settled_for_a_short_time_the_report_says_until_when() {
    let build = project().build();
    let wait = reported(build.plan.site(), "desk", "4h");
    assert_eq!(wait.reckoned_until.as_deref(), Some("2027-01-01T00:00:00Z"));
    assert_eq!(wait.minutes, Some(68 * 60), "from a Friday's close to Monday 13:00, since no holiday is known");
    let unknown = reported(build.plan.site(), "nowhere", "4h");
    assert_eq!((unknown.minutes, unknown.calendar.as_deref()), (None, Some("nowhere")));
}

const HUMAN: &str = "\
Promises 2026-1: the longest wait of anybody who begins to wait from Fri 20 Nov 2026 14:05 to Sat 20 Nov 2027 14:05
Times are those of Europe/London.

By plan and severity
  standard, s1, first response  2 business hours  114 hours             Thu 24 Dec 2026 17:00 to Tue 29 Dec 2026 11:00 (Christmas Day, Boxing Day)
  standard, s1, update every    1 business day    144 hours             Wed 23 Dec 2026 17:00 to Tue 29 Dec 2026 17:00 (Christmas Day, Boxing Day)
  standard, s2, first response  4 business hours  114 hours 30 minutes  Thu 25 Mar 2027 17:00 to Tue 30 Mar 2027 12:30 (Karfreitag, Ostermontag)
  standard, s2, restore         2 weeks           not known
  premium, s1, first response   15 minutes        15 minutes
  premium, s2, first response   4 business hours  68 hours              Fri 20 Nov 2026 17:00 to Mon 23 Nov 2026 13:00; reckoned up to Fri 1 Jan 2027 00:00
  premium, s2, update every     1 hour            no hours named

By channel
  phone  2 minutes  112 hours 2 minutes  Thu 24 Dec 2026 17:00 to Tue 29 Dec 2026 09:02 (Christmas Day, Boxing Day)
";

const TABLE: &str = "\
plan,severity,measure,channel,promised,calendar,minutes,begins,ends,holidays,reckoned_until
standard,s1,first_response,,2 business hours,office,6840,2026-12-24T17:00:00Z,2026-12-29T11:00:00Z,Christmas Day; Boxing Day,
standard,s1,update_every,,1 business day,office,8640,2026-12-23T17:00:00Z,2026-12-29T17:00:00Z,Christmas Day; Boxing Day,
standard,s2,first_response,,4 business hours,easter,6870,2027-03-25T17:00:00Z,2027-03-30T12:30:00+01:00,Karfreitag; Ostermontag,
standard,s2,restore,,2 weeks,easter,,,,,
premium,s1,first_response,,15 minutes,always,15,,,,
premium,s2,first_response,,4 business hours,desk,4080,2026-11-20T17:00:00Z,2026-11-23T13:00:00Z,,2027-01-01T00:00:00Z
premium,s2,update_every,,1 hour,,,,,,
,,,phone,2 minutes,office,6722,2026-12-24T17:00:00Z,2026-12-29T09:02:00Z,Christmas Day; Boxing Day,
";

#[test]
fn the_report_is_for_people_for_programs_and_for_spreadsheets() {
    let home = tempfile::tempdir().unwrap();
    project().write_to(home.path());
    let report = |more: &[&str]| firstline(home.path(), &[&["report", "waiting", "--as-of", NOW], more].concat());

    let human = report(&[]);
    assert_eq!((human.code, human.stdout.as_str()), (0, HUMAN));
    let table = report(&["--format", "csv"]);
    assert_eq!((table.code, table.stdout.as_str()), (0, TABLE));
    let json = report(&["--format", "json"]).json();
    assert_eq!(
        json["promises"][0],
        serde_json::json!({
            "plan": "standard",
            "severity": "s1",
            "measure": "first_response",
            "promised": "2 business hours",
            "calendar": "office",
            "minutes": 6840,
            "begins": "2026-12-24T17:00:00Z",
            "ends": "2026-12-29T11:00:00Z",
            "holidays": ["Christmas Day", "Boxing Day"],
            "reckoned_until": null,
        })
    );
    let about =
        ["version", "effective", "from", "until", "time_zone"].map(|key| json[key].as_str().unwrap().to_owned());
    assert_eq!(about, ["2026-1", "2026-01-01", NOW, "2027-11-20T14:05:00Z", "Europe/London"]);

    let next = report(&["--version", "2027-1", "--format", "json"]).json();
    assert_eq!(next["from"], "2027-01-01T00:00:00Z", "what is announced counts from its own day on");
    assert_eq!(next["promises"][0]["begins"], "2027-03-25T17:00:00Z", "so Christmas is over, and Easter is the worst");
    let unknown = report(&["--version", "1999"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("there is no version `1999` of the promises; known are: 2027-1, 2026-1"));
    let bare = tempfile::tempdir().unwrap();
    Project::new().write_to(bare.path());
    assert!(firstline(bare.path(), &["report", "waiting"]).stderr.contains("no promises are written down"));
}

fn page<'a>(site: &'a Tree, path: &str) -> &'a str {
    std::str::from_utf8(&site[path]).unwrap()
}

/// The rows of a page's tables: for each the number of columns that its cells take.
fn rows(page: &str) -> Vec<Vec<usize>> {
    let mut tables: Vec<Vec<usize>> = Vec::new();
    for element in html::read(page).elements {
        match element.name.as_str() {
            "table" => tables.push(Vec::new()),
            "tr" => tables.last_mut().unwrap().push(0),
            "th" | "td" => {
                let columns = element.attribute("colspan").map_or(1, |number| number.parse().unwrap());
                *tables.last_mut().unwrap().last_mut().unwrap() += columns;
                assert_eq!(element.name == "th", element.attribute("scope").is_some(), "a heading says what it heads");
            }
            _ => {}
        }
    }
    tables
}

#[test]
fn every_table_has_headings_that_say_what_they_head_and_rows_that_are_whole() {
    let ladder = "---\ntitle: Up\nseverities: [s1]\nsteps: [{what: It begins, after: 0m}]\n---\n";
    let uptime =
        "uptime: [{component: tills, percent: 99.9, plans: [premium]}]\ncredits: [{below: 99.9, credit: 10 %}]\n---\n";
    let (head, _) = SLA.rsplit_once("---\n").unwrap();
    let site = project()
        .with("content/status/components.yaml", "- {id: tills, name: Tills}\n")
        .with("content/sla/support-2026.md", format!("{head}{uptime}"))
        .with("content/escalation/up.md", ladder)
        .site();
    for (path, tables) in [("sla/index.html", 3), ("escalation/index.html", 1)] {
        let found = rows(page(&site, path));
        assert!(found.len() >= tables, "{path}: {found:?}");
        for table in found {
            assert!(table.len() > 1 && table.iter().all(|columns| *columns == table[0]), "{path}: {table:?}");
        }
    }
}

#[test]
fn who_stands_on_a_rung_changes_nothing_that_the_public_sees() {
    let ladder = |who: &str| {
        format!(
            "---\ntitle: Up\nseverities: [s1]\nsteps:\n  - {{what: It begins, after: 0m{who}}}\n  - {{after: 1h{who}}}\n---\nText.\n"
        )
    };
    let site = |who: &str| {
        let project = project().with("content/facts.yaml", "duty: \"4411\"\n");
        project.with("content/escalation/up.md", ladder(who)).site()
    };
    let without = site("");
    assert!(page(&without, "escalation/index.html").contains("It begins"));
    for who in [", who: Ada Byron, contact: pager 4411", ", who: \"{{fact:duty}}\", contact: \"pager {{fact:duty}}\""] {
        assert_eq!(crate::project::difference_of(&without, &site(who)), None, "{who}");
    }
}

#[test]
fn prices_are_said_in_the_words_of_the_theme() {
    let mut files = read_tree(&Path::new(HOUSE).join("themes/default"));
    let words = files.get_mut("strings/en.yaml").expect("the theme has words");
    let english = String::from_utf8(words.clone()).expect("they are text");
    *words = english.replace("\"{amount} per {per}\"", "\"{per}: {amount}\"").into_bytes();
    let theme = Arc::new(Theme::from_files(files).expect("a theme"));
    let price = "plans: [{id: gold, price: {amount: '49', currency: GBP, per: month}}]";
    let sla = format!(
        "---\ntitle: SLA\neffective: 2026-01-01\n{price}\ntargets: [{{plan: gold, severity: s1, restore: 1h}}]\n---\n"
    );
    let project = Project::new().with("content/sla/now.md", sla);
    let built = Engine::default().build(&Inputs { theme, ..project.inputs() }).expect("it can be built");
    let page = String::from_utf8(built.plan.render("sla/index.html").expect("the page")).expect("it is text");
    assert!(page.contains("month: £49"), "{page}");
}
