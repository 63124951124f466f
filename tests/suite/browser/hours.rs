//! Opening hours by the visitor's clock: the page's own functions give the answers of the table, and its words are right
//! wherever the visitor is.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::clock::{move_clock, set_clock, site};
use super::demo_host;
use super::host::{Fault, Host, Policy};
use super::unscripted::{shown, shows};
use super::window::Window;
use crate::hours::{self, Answer, Case, Group};

const MINUTE: i64 = 60;

/// A calendar with this behind its name has the same hours by the visitor's clock.
const BY_OWN_CLOCK: &str = "-by-own-clock";

/// Asks the functions of the page, on the page, what cases ask.
const ASK: &str = "
    const { dataset, src } = document.querySelector('script[data-hours]');
    const { known, standing, after } = await import(src);
    const file = await (await fetch(dataset.hours)).json();
    return arguments[0].map(({ calendar, at, time }) => {
      const hours = known(file, calendar);
      if (time) {
        return after(hours, at, time[0], time[1]);
      }
      return standing(hours, at);
    });";

pub(super) fn set_zone(window: &Window, zone: &str) {
    window.devtools("Emulation.setTimezoneOverride", &json!({ "timezoneId": zone }));
}

pub(super) fn set_languages(window: &Window, languages: &str) {
    let agent = window.run("return navigator.userAgent");
    let told = json!({ "userAgent": agent, "acceptLanguage": languages });
    window.devtools("Emulation.setUserAgentOverride", &told);
}

/// Every calendar, and those of a place a second time, by the visitor's clock.
fn with_twins(calendars: &Map<String, Value>) -> Map<String, Value> {
    let twin = |(name, written): (&String, &Value)| {
        let mut written = written.clone();
        written["time_zone"] = json!("visitor");
        (format!("{name}{BY_OWN_CLOCK}"), written)
    };
    let places = calendars.iter().filter(|(_, written)| written["time_zone"] != "visitor");
    calendars.clone().into_iter().chain(places.map(twin)).collect()
}

fn answer(case: &Case, given: &Value) -> Answer {
    let seconds = |minutes: &Value| minutes.as_i64().map(|minutes| minutes * MINUTE);
    match (case.time(), given) {
        (_, Value::Null) => Answer::Unknown,
        (Some(_), at) => seconds(at).map_or(Answer::Unknown, Answer::At),
        (None, stands) if stands["open"] == true => Answer::Open(seconds(&stands["until"])),
        (None, stands) => Answer::Closed(seconds(&stands["until"])),
    }
}

/// Asks cases of calendars whose names end so.
fn check(window: &Window, cases: &[&Case], ending: &str) {
    let time = |case: &Case| case.time().map(|time| [i64::from(time.days), time.seconds / MINUTE]);
    let ask = |case: &&Case| json!({ "calendar": format!("{}{ending}", case.calendar), "at": case.at / MINUTE, "time": time(case) });
    let asked: Vec<Value> = cases.iter().map(ask).collect();
    let given = window.run_with(ASK, &json!([asked]));
    let given = given.as_array().unwrap_or_else(|| panic!("{given} is a list of answers"));
    assert_eq!(given.len(), cases.len());
    for (case, given) in cases.iter().zip(given) {
        assert_eq!(answer(case, given), case.answer, "{ending} {given}: {}", case.said);
    }
}

/// Asks the page every case, of the calendars and of their twins; gives how many that were.
fn ask_everything(window: &Window, calendars: &Map<String, Value>, group: &Group) -> usize {
    let host = Host::start(&Arc::new(hours::site(calendars, group.now).site()), "/", Policy::Both);
    let goes_by_visitor = |case: &&Case| calendars[&case.calendar]["time_zone"] == "visitor";
    let (own, of_places): (Vec<&Case>, Vec<&Case>) = group.cases.iter().partition(goes_by_visitor);
    let mut zones: BTreeMap<&str, [Vec<&Case>; 2]> = BTreeMap::new();
    own.iter().for_each(|case| zones.entry(&case.zone).or_default()[0].push(case));
    of_places.iter().for_each(|case| zones.entry(&case.zone).or_default()[1].push(case));
    for (zone, [own, twins]) in zones {
        set_zone(window, zone);
        window.visit(&host.at("contact/"));
        check(window, &own, "");
        check(window, &twins, BY_OWN_CLOCK);
    }
    // What is told as moments is the same wherever the visitor is.
    for zone in ["Asia/Kathmandu", "America/Los_Angeles"] {
        set_zone(window, zone);
        window.visit(&host.at("contact/"));
        check(window, &of_places, "");
    }
    assert_eq!(window.stopped(), [""; 0]);
    own.len() + 3 * of_places.len()
}

#[test]
fn the_page_reckons_as_the_table_says() {
    let Some(window) = Window::open("the page reckons with hours") else { return };
    let (calendars, groups) = hours::table();
    let calendars = with_twins(&calendars);
    let asked: usize = groups.iter().map(|group| ask_everything(&window, &calendars, group)).sum();
    assert!(asked > 500, "{asked} questions were asked");
}

#[test]
fn the_page_reckons_as_firstline_does_with_any_hours() {
    let Some(window) = Window::open("the page reckons with made-up hours") else { return };
    let made_up = hours::made_up();
    let asked: usize =
        made_up.iter().map(|(calendars, group)| ask_everything(&window, &with_twins(calendars), group)).sum();
    assert!(asked > 3_000, "{asked} questions were asked");
}

const CALENDARS: &str = "
support:
  time_zone: Europe/London
  hours: {mon-fri: ['09:00-17:00']}
zurich:
  time_zone: Europe/Zurich
  hours: {mon-fri: ['08:30-12:00', '13:00-18:00']}
wherever:
  time_zone: visitor
  hours: {mon-sun: ['08:00-22:00']}
";

/// A help centre with a phone in London, mail in Zurich and a chat wherever the visitor is, built at 14:05 on a Friday.
fn help() -> Host {
    let channel = |channel: &str, calendar: &str, reply: &str| {
        format!("---\ntitle: By {channel}\nchannel: {channel}\ncalendar: {calendar}\nreply_within: {reply}\n---\n")
    };
    site(&[
        ("content/contact/calendars.yaml", CALENDARS),
        ("content/contact/phone.md", &channel("phone", "support", "2m")),
        ("content/contact/email.md", &channel("email", "zurich", "2h")),
        ("content/contact/chat.md", &channel("chat", "wherever", "5m")),
        ("content/contact/callback.md", &channel("callback", "support", "1 business day")),
    ])
}

/// Waits until a page says so of its channels, with the spaces that browsers put into times as plain ones.
pub(super) fn says(window: &Window, expected: &[&str]) {
    let normal = "document.body.innerText.replace(/[\\u00a0\\u202f]/g, ' ').replace(/\\s*\\n\\s*/g, ' ')";
    for text in expected {
        if window.wait_within(&format!("{normal}.includes({text:?})"), std::time::Duration::from_secs(5)).is_none() {
            panic!("{} does not say {text:?}: {}", window.address(), window.text());
        }
    }
}

#[test]
fn a_visitor_is_told_in_the_own_time() {
    let Some(window) = Window::open("hours in the visitor's own time") else { return };
    let host = help();
    set_languages(&window, "en-GB");
    for (zone, now, expected) in [
        (
            "Europe/London",
            "2026-11-20T14:18:05Z",
            &[
                "Open now, closes 17:00 ",
                "Open now, closes 17:00 (your time; 18:00 in Zurich)",
                "Write now and expect an answer by 16:19 (your time; 17:19 in Zurich)",
                "Open now, closes 22:00",
                "Write now and expect an answer by 14:24",
                "Ask now and expect our call by Monday 17:00",
            ] as &[&str],
        ),
        (
            "Asia/Kolkata",
            "2026-11-20T14:18:05Z",
            &[
                "Open now, closes 22:30 (your time; 17:00 in London)",
                "Open now, closes 22:30 (your time; 18:00 in Zurich)",
                "Write now and expect an answer by 21:49 (your time; 17:19 in Zurich)",
                "Open now, closes 22:00",
                "Ask now and expect our call by Monday 22:30 (your time; 17:00 in London)",
            ],
        ),
        (
            "Pacific/Auckland",
            "2026-11-20T14:18:05Z",
            &[
                "Open now, closes 06:00 (your time; Friday 17:00 in London)",
                "Write now and expect an answer by 05:19 (your time; Friday 17:19 in Zurich)",
                "Opens 08:00",
                "Ask now and expect our call by Tuesday 06:00 (your time; Monday 17:00 in London)",
            ],
        ),
        (
            "America/Los_Angeles",
            "2026-11-20T18:30:05Z",
            &[
                "Opens Monday 01:00 (your time; 09:00 in London)",
                "Opens Sunday 23:30 (your time; Monday 08:30 in Zurich)",
                "Write now and expect an answer by Monday 01:30 (your time; 10:30 in Zurich)",
                "Open now, closes 22:00",
            ],
        ),
        (
            "Europe/London",
            "2026-11-21T12:00:05Z",
            &["Opens Monday 09:00", "Ask now and expect our call by Tuesday 17:00"],
        ),
    ] {
        set_zone(&window, zone);
        set_clock(&window, now);
        window.visit(&host.at("contact/"));
        says(&window, expected);
    }
    assert_eq!(window.stopped(), [""; 0]);
    assert_eq!(window.errors(), [""; 0]);
}

#[test]
fn times_are_written_as_the_visitor_writes_them() {
    let Some(window) = Window::open("hours in the visitor's language") else { return };
    let host = help();
    set_zone(&window, "Europe/London");
    set_clock(&window, "2026-11-20T18:30:05Z");
    for (languages, expected) in
        [("en-US", "Opens Monday 9:00 AM"), ("de-CH,en-GB", "Opens Monday 09:00"), ("de-CH", "Opens Monday 09:00")]
    {
        set_languages(&window, languages);
        window.visit(&host.at("contact/phone/"));
        says(&window, &[expected]);
    }
}

#[test]
fn a_day_beyond_a_year_has_its_year() {
    let Some(window) = Window::open("a day beyond a year") else { return };
    let calendars = "
fair:
  time_zone: Europe/London
  hours: {mon: []}
  exceptions: [{date: 2027-12-10, hours: ['09:00-17:00']}]
";
    let host = site(&[
        ("content/contact/calendars.yaml", calendars),
        ("content/contact/phone.md", "---\ntitle: Call us\nchannel: phone\ncalendar: fair\n---\n"),
    ]);
    set_languages(&window, "en-GB");
    set_zone(&window, "Europe/London");
    for (now, expected) in [
        ("2026-11-20T14:18:05Z", "10 December 2027 at 09:00"),
        ("2026-12-10T00:00:05Z", "10 December 2027 at 09:00"),
        ("2026-12-11T00:00:05Z", "10 December at 09:00"),
    ] {
        set_clock(&window, now);
        window.visit(&host.at("contact/phone/"));
        says(&window, &[expected]);
    }
}

#[test]
fn every_place_that_shows_a_channel_says_how_it_stands_and_when_that_changes() {
    let Some(window) = Window::open("hours wherever channels are") else { return };
    let host = help();
    set_languages(&window, "en-GB");
    set_zone(&window, "Europe/London");
    for page in ["contact/", "contact/phone/", "till/open/", ""] {
        set_clock(&window, "2026-11-20T16:59:57Z");
        window.visit(&host.at(page));
        says(&window, &["Open now, closes 17:00"]);
        move_clock(&window, "2026-11-20T16:59:59Z");
        says(&window, &["Open now, closes 17:00"]);
        move_clock(&window, "2026-11-20T17:00:01Z");
        says(&window, &["Opens Monday 09:00"]);
        assert_eq!(window.stopped(), [""; 0], "{page:?}");
        set_clock(&window, "2026-11-23T08:59:58Z");
        window.visit(&host.at(page));
        says(&window, &["Opens 09:00"]);
        move_clock(&window, "2026-11-23T09:00:01Z");
        says(&window, &["Open now, closes 17:00"]);
    }
}

#[test]
fn while_somebody_is_there_an_answer_is_a_minute_later_with_every_minute() {
    let Some(window) = Window::open("the expected answer moves on") else { return };
    let host = help();
    set_languages(&window, "en-GB");
    set_zone(&window, "Europe/Zurich");
    set_clock(&window, "2026-11-20T14:18:05Z");
    window.visit(&host.at("contact/email/"));
    for (now, expected) in [
        ("2026-11-20T14:18:59Z", "an answer by 17:19"),
        ("2026-11-20T14:19:01Z", "an answer by 17:20"),
        ("2026-11-20T14:59:30Z", "an answer by 18:00"),
        ("2026-11-20T15:00:30Z", "an answer by Monday 08:31"),
        ("2026-11-20T17:00:01Z", "an answer by Monday 10:30"),
        ("2026-11-22T23:00:01Z", "an answer by 10:30"),
    ] {
        move_clock(&window, now);
        says(&window, &[expected]);
    }
}

#[test]
fn a_page_that_was_asleep_says_how_it_stands_when_it_is_seen_again() {
    let Some(window) = Window::open("hours after a sleep") else { return };
    let host = help();
    set_languages(&window, "en-GB");
    set_zone(&window, "Europe/London");
    for wake in ["document.dispatchEvent(new Event('visibilitychange'))", "window.dispatchEvent(new Event('pageshow'))"]
    {
        set_clock(&window, "2026-11-20T12:00:05Z");
        window.visit(&host.at("contact/phone/"));
        says(&window, &["Open now, closes 17:00"]);
        window.run(&format!("const now = Date.now; Date.now = () => now() + 6 * 3600 * 1000; {wake}"));
        says(&window, &["Opens Monday 09:00"]);
    }
}

#[test]
fn beyond_what_is_known_the_written_hours_stand() {
    let Some(window) = Window::open("hours beyond the horizon") else { return };
    let host = help();
    set_zone(&window, "Europe/London");
    let is_hidden = "document.querySelector('.standing').hidden";
    let written_alone = |now: &str| {
        set_clock(&window, now);
        window.visit(&host.at("contact/phone/"));
        window.run("await new Promise((next) => setTimeout(next, 90))");
        assert_eq!(window.run(&format!("return {is_hidden}")), true, "{now}");
        says(&window, &["Monday to Friday 09:00–17:00"]);
    };
    written_alone("2027-12-26T10:00:00Z");
    written_alone("2026-11-18T10:00:00Z");
    host.spoil("contact/hours.json", Fault::Status(404));
    written_alone("2026-11-20T14:18:05Z");
    host.spoil("contact/hours.json", Fault::Other("application/json", b"no JSON".to_vec()));
    written_alone("2026-11-20T14:18:05Z");
}

#[test]
fn without_javascript_the_written_hours_stand() {
    let Some(window) = Window::open("hours without JavaScript") else { return };
    let host = help();
    window.devtools("Emulation.setScriptExecutionDisabled", &json!({ "value": true }));
    for page in ["contact/", "contact/phone/", "till/open/", ""] {
        shows(&window, &host.at(page), &["Monday to Friday 09:00–17:00"]);
        let text = shown(&window);
        assert!(!text.contains("Open now") && !text.contains("Opens"), "{page:?}: {text}");
    }
    assert!(host.requests().iter().all(|path| !path.ends_with("hours.json")), "nothing is fetched that nobody reads");
}

#[test]
fn a_site_that_must_not_age_is_open_as_it_was() {
    let Some(window) = Window::open("the demo's hours do not age") else { return };
    let host = demo_host("/");
    set_languages(&window, "en-GB");
    set_zone(&window, "Europe/London");
    set_clock(&window, "2031-01-01T00:00:00Z");
    for page in ["contact/", "payments/card-declined/", ""] {
        window.visit(&host.at(page));
        says(&window, &["Open now, closes 20:00"]);
    }
}
