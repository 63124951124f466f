//! The visitor's clock: what a page says changes on time, without a reload and without a build.

use std::sync::Arc;

use firstline::time::Moment;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::demo_host;
use super::host::{Host, Policy};
use super::window::Window;
use crate::project::Project;

/// When the sites here are built.
const BUILT: &str = "2026-11-20T14:05:00Z";

const SETTINGS: &str = "title: Example Help\nbase_url: https://help.example.com/\ntime_zone: Europe/London\n";

const COMPONENTS: &str = "- {id: payments, name: Card payments, group: Selling}\n\
    - {id: till, name: Till, group: Selling, depends_on: [payments]}\n";

const OUTAGE: &str = "---
title: Card payments failing
started: 2026-11-20T13:12:00Z
impact: major
components: {payments: partial_outage}
updates:
  - {at: 2026-11-20T13:48:00Z, state: identified, body: We know., next_update_by: 2026-11-20T14:30:00Z}
workaround: Take cash.
---
";

const WORK: &str = "---
title: New till software
starts: 2026-11-20T20:00:00Z
ends: 2026-11-20T21:00:00Z
components: [till]
updates:
  - {at: 2026-11-18T09:00:00Z, state: scheduled, body: The till is updated.}
---
";

/// A help centre that is built at [`BUILT`] and then left alone, like any other but the demo.
pub(super) fn site(files: &[(&str, &str)]) -> Host {
    let mut project = Project::default()
        .with("firstline.yaml", SETTINGS)
        .with("content/status/components.yaml", COMPONENTS)
        .with("content/articles/till/open.md", "---\ntitle: Open the till\ncomponents: [till]\n---\nPress the key.\n")
        .with("content/articles/till/pay.md", "---\ntitle: Pay by card\ncomponents: [payments]\n---\nHold it there.\n")
        .with("content/contact/phone.md", "---\ntitle: Call us\nchannel: phone\naddress: \"+44 20 7946 0000\"\n---\n");
    for (path, text) in files {
        project.put(path, *text);
    }
    project.settings.as_of = Moment::parse(BUILT, &TimeZone::UTC);
    Host::start(&Arc::new(project.site()), "/", Policy::Both)
}

pub(super) fn outage() -> (&'static str, &'static str) {
    ("content/status/incidents/cards.md", OUTAGE)
}

pub(super) fn work() -> (&'static str, &'static str) {
    ("content/status/maintenance/till.md", WORK)
}

/// From the next page on the visitor's clock shows this and stands still, until [`move_clock`]. Timers of a page wait for
/// it, but for the short ones with which these tests themselves wait.
pub(super) fn set_clock(window: &Window, at: &str) {
    let source = format!(
        "{{
          const [Past, start] = [Date, setTimeout];
          let now = Past.parse('{at}');
          let timers = [];
          window.Date = class extends Past {{
            constructor(...given) {{ super(...(given.length > 0 ? given : [now])); }}
            static now() {{ return now; }}
          }};
          window.setTimeout = (run, wait = 0, ...given) => {{
            if (wait < 100) return start(run, wait, ...given);
            const timer = {{ run: () => run(...given), at: now + wait }};
            timers.push(timer);
            return timer;
          }};
          const stop = clearTimeout;
          window.clearTimeout = (timer) => {{
            timers = timers.filter((other) => other !== timer);
            if (typeof timer === 'number') stop(timer);
          }};
          window.__move = (to) => {{
            for (;;) {{
              const [next] = timers.filter((timer) => timer.at <= to).sort((one, other) => one.at - other.at);
              if (!next) break;
              clearTimeout(next);
              now = next.at;
              next.run();
            }}
            now = to;
          }};
        }}"
    );
    window.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": source }));
}

/// Lets the time pass until then: what the page wanted to do on the way is done.
pub(super) fn move_clock(window: &Window, to: &str) {
    window.run_with("window.__move(Date.parse(arguments[0]))", &json!([to]));
}

/// What those are told who do not see the page.
fn told(window: &Window) -> String {
    let told = window.run("return document.querySelector('[data-clock]').textContent");
    told.as_str().unwrap_or_default().to_owned()
}

/// Whether any element that `selector` chooses can be seen.
fn sees(window: &Window, selector: &str) -> bool {
    let body = "return [...document.querySelectorAll(arguments[0])].some((element) => element.checkVisibility())";
    window.run_with(body, &json!([selector])) == Value::Bool(true)
}

#[test]
fn a_late_update_is_said_to_be_late_when_its_time_has_passed() {
    let Some(window) = Window::open("a late update is said to be late") else { return };
    let host = site(&[outage()]);
    set_clock(&window, "2026-11-20T14:29:59Z");
    for page in ["status/incidents/cards/", "status/", "", "till/pay/", "contact/"] {
        window.visit(&host.at(page));
        let address = window.address();
        assert!(!sees(&window, ".late"), "{page:?}: a promise is kept until its second is over");
        assert!(sees(&window, ".promise"), "{page:?}: the promise stands");
        move_clock(&window, "2026-11-20T14:30:00.999Z");
        assert!(!sees(&window, ".late"), "{page:?}: its second is not over");
        move_clock(&window, "2026-11-20T14:30:02Z");
        assert!(sees(&window, ".late"), "{page:?}");
        assert!(!sees(&window, ".promise:not(.late)"), "{page:?}: what was promised is promised no more");
        assert!(window.text().contains("The update promised by 20 November 2026, 14:30 GMT is late."), "{page:?}");
        assert_eq!(window.address(), address);
        let expected = "Card payments failing: The update promised by 20 November 2026, 14:30 GMT is late.";
        assert!(told(&window).starts_with(expected), "{page:?}: {:?} is told", told(&window));
        assert_eq!(told(&window).matches("is late").count(), 1, "{page:?}: nothing is told twice");
    }
    assert_eq!(window.stopped(), [""; 0]);
}

#[test]
fn a_page_that_is_opened_after_the_promise_says_so_at_once() {
    let Some(window) = Window::open("a page opened late says so at once") else { return };
    let host = site(&[outage()]);
    set_clock(&window, "2026-11-20T14:30:02Z");
    window.visit(&host.at("status/incidents/cards/"));
    assert!(sees(&window, ".late"));
    assert_eq!(told(&window), "", "what stands on the page when it is read is not told a second time");
}

#[test]
fn maintenance_begins_on_time() {
    let Some(window) = Window::open("maintenance begins on time") else { return };
    let host = site(&[work()]);
    set_clock(&window, "2026-11-20T19:59:58Z");
    let overall = (".overall.is-operational", ".overall.is-under_maintenance");
    let banner = ("h1", ".alerts .is-under_maintenance");
    let notice = ("h1", ".notice.is-under_maintenance");
    let stage = (".stage-scheduled", ".stage-in_progress");
    let group = (".group-head .state.is-operational", ".group-head .state.is-under_maintenance");
    let row = ("h1", ".components .state.is-under_maintenance");
    let pill = (".pill .is-operational", ".pill .is-under_maintenance");
    for (page, changes) in [
        ("status/", &[overall, stage, group, row][..]),
        ("status/maintenance/till/", &[stage]),
        ("status/components/till/", &[overall, banner]),
        ("", &[pill, stage, banner]),
        ("till/open/", &[banner, notice]),
        ("contact/", &[banner, notice]),
    ] {
        window.visit(&host.at(page));
        for (before, after) in changes {
            assert!(sees(&window, before) && !sees(&window, after), "{page:?} before the window: {after}");
        }
        move_clock(&window, "2026-11-20T20:00:01Z");
        for (before, after) in changes {
            assert!(sees(&window, after), "{page:?} in the window: {after}");
            assert!(*before == "h1" || !sees(&window, before), "{page:?} in the window: {before}");
        }
    }
}

#[test]
fn maintenance_ends_on_time() {
    let Some(window) = Window::open("maintenance ends on time") else { return };
    let host = site(&[work()]);
    set_clock(&window, "2026-11-20T20:59:58Z");
    for (page, before, after) in [
        ("status/", ".overall.is-under_maintenance", ".overall.is-operational"),
        ("status/maintenance/till/", ".stage-in_progress", ".stage-completed"),
        ("till/open/", ".alerts", "h1"),
        ("till/open/", ".notice", "h1"),
    ] {
        window.visit(&host.at(page));
        assert!(sees(&window, before), "{page:?} in the window: {before}");
        move_clock(&window, "2026-11-20T21:00:01Z");
        assert!(!sees(&window, before), "{page:?} after the window: {before}");
        assert!(sees(&window, after), "{page:?} after the window: {after}");
    }
}

#[test]
fn work_that_was_begun_goes_on_until_somebody_says_otherwise() {
    let Some(window) = Window::open("begun work goes on") else { return };
    let begun = WORK
        .replace("starts: 2026-11-20T20", "starts: 2026-11-20T14")
        .replace("ends: 2026-11-20T21", "ends: 2026-11-20T15");
    let begun = begun.replace(
        "till is updated.}\n",
        "till is updated.}\n  - {at: 2026-11-20T14:00:00Z, state: in_progress, body: Now.}\n",
    );
    let host = site(&[("content/status/maintenance/till.md", &begun)]);
    set_clock(&window, "2026-11-20T14:59:59Z");
    for page in ["status/", "status/maintenance/till/"] {
        window.visit(&host.at(page));
        assert!(!sees(&window, ".late"), "{page}");
        move_clock(&window, "2026-11-20T15:00:02Z");
        assert!(sees(&window, ".late") && sees(&window, ".stage-in_progress"), "{page}");
        assert!(window.text().contains("This should have been over by 20 November 2026, 15:00 GMT."), "{page}");
    }
}

#[test]
fn an_old_page_says_how_old_it_is() {
    let Some(window) = Window::open("an old page says how old it is") else { return };
    let host = site(&[outage(), work()]);
    for page in ["status/", "", "status/incidents/cards/", "status/components/till/", "status/maintenance/till/"] {
        set_clock(&window, "2026-11-21T14:04:58Z");
        window.visit(&host.at(page));
        assert!(!sees(&window, ".old"), "{page:?}: a day is not old");
        move_clock(&window, "2026-11-21T14:05:01Z");
        assert!(sees(&window, ".old"), "{page:?}");
        assert!(window.text().contains("This page was made 24 hours ago and may be out of date."), "{page:?}");
    }
    move_clock(&window, "2026-11-23T14:04:59Z");
    assert!(window.text().contains("This page was made 2 days ago"), "{}", window.text());
    move_clock(&window, "2026-11-23T14:06:00Z");
    assert!(window.text().contains("This page was made 3 days ago"), "{}", window.text());
}

#[test]
fn a_home_page_that_says_all_is_well_says_when_it_is_old() {
    let Some(window) = Window::open("a quiet home page says when it is old") else { return };
    let host = site(&[]);
    set_clock(&window, "2026-11-21T14:04:58Z");
    window.visit(&host.at(""));
    assert!(sees(&window, ".pill .is-operational") && !sees(&window, ".old"));
    move_clock(&window, "2026-11-21T14:05:01Z");
    assert!(sees(&window, ".old"), "{}", window.text());
}

#[test]
fn how_far_off_a_time_is_is_never_said_to_be_more_than_it_is() {
    let Some(window) = Window::open("how far off a time is") else { return };
    let far = OUTAGE.replace("14:30", "17:05");
    let host = site(&[("content/status/incidents/cards.md", &far)]);
    set_clock(&window, "2026-11-20T13:00:00Z");
    window.visit(&host.at("status/incidents/cards/"));
    let far = || window.run("return document.querySelector('.far').textContent");
    assert_eq!(far(), "in 3 hours", "a page cannot be read before it was made, whatever a clock shows");
    for (time, expected) in [
        ("2026-11-20T14:06:01Z", "in 2 hours"),
        ("2026-11-20T15:04:58Z", "in 2 hours"),
        ("2026-11-20T15:05:02Z", "in 119 minutes"),
        ("2026-11-20T15:35:00Z", "in 90 minutes"),
        ("2026-11-20T17:03:58Z", "in 1 minute"),
        ("2026-11-20T17:04:02Z", "in less than a minute"),
    ] {
        move_clock(&window, time);
        assert_eq!(far(), expected, "{time}");
    }
}

#[test]
fn a_clock_that_is_set_back_takes_back_what_it_said_and_tells_nothing() {
    let Some(window) = Window::open("a clock is set back") else { return };
    let host = site(&[outage()]);
    set_clock(&window, "2026-11-20T14:31:00Z");
    window.visit(&host.at("status/incidents/cards/"));
    assert!(sees(&window, ".late"));
    move_clock(&window, "2026-11-20T14:20:00Z");
    window.run("document.dispatchEvent(new Event('visibilitychange'))");
    assert!(!sees(&window, ".late") && sees(&window, ".promise"));
    assert_eq!(told(&window), "");
    move_clock(&window, "2026-11-20T14:31:00Z");
    assert!(sees(&window, ".late") && told(&window).contains("is late"));
}

#[test]
fn no_more_than_three_things_are_told_at_once() {
    let Some(window) = Window::open("no flood of news") else { return };
    let outages: Vec<(String, String)> = (1..=5)
        .map(|number| {
            let outage = OUTAGE.replace("Card payments failing", &format!("Outage {number}"));
            (format!("content/status/incidents/outage-{number}.md"), outage)
        })
        .collect();
    let files: Vec<(&str, &str)> = outages.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let host = site(&files);
    set_clock(&window, "2026-11-20T14:29:59Z");
    window.visit(&host.at("status/"));
    move_clock(&window, "2026-11-20T14:30:02Z");
    let told = told(&window);
    assert_eq!(told.matches("is late").count(), 3, "{told}");
    assert!(told.contains("Outage 1: ") && told.contains("Outage 3: "), "{told}");
}

#[test]
fn a_language_that_the_browser_does_not_know_does_not_stop_the_clock() {
    let Some(window) = Window::open("a language that the browser does not know") else { return };
    let host = site(&[outage()]);
    for language in ["not_a_tag", "tlh"] {
        set_clock(&window, "2026-11-20T14:29:59Z");
        // Between parsing and the page's own scripts.
        let source = format!(
            "document.addEventListener('readystatechange', () => {{ document.documentElement.lang = '{language}'; }})"
        );
        window.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": source }));
        window.visit(&host.at("status/incidents/cards/"));
        assert_eq!(window.run("return document.querySelector('.far').textContent"), "in less than a minute");
        move_clock(&window, "2026-11-20T14:30:02Z");
        assert!(sees(&window, ".late"), "{language}");
        assert_eq!(window.errors(), [""; 0], "{language}");
    }
}

#[test]
fn a_visitor_elsewhere_sees_the_own_time_beside_the_sites() {
    let Some(window) = Window::open("a visitor elsewhere sees the own time") else { return };
    let host = site(&[outage()]);
    set_clock(&window, "2026-11-20T14:18:00Z");
    let zone = |name: &str| window.devtools("Emulation.setTimezoneOverride", &json!({ "timezoneId": name }));
    for (name, shown) in [
        ("Asia/Kolkata", "Next update by 20 November 2026, 14:30 GMT (20:00 your time) in 12 minutes"),
        (
            "Pacific/Auckland",
            "Next update by 20 November 2026, 14:30 GMT (21 November at 03:30 your time) in 12 minutes",
        ),
        ("Africa/Abidjan", "Next update by 20 November 2026, 14:30 GMT in 12 minutes"),
    ] {
        zone(name);
        window.visit(&host.at("status/incidents/cards/"));
        let text = window.text().replace('\u{a0}', " ");
        assert!(text.contains(shown), "{name}: {text}");
    }
}

#[test]
fn a_site_that_must_not_age_has_a_clock_of_its_own() {
    let Some(window) = Window::open("the demo does not age") else { return };
    let host = demo_host("/");
    set_clock(&window, "2031-01-01T00:00:00Z");
    window.visit(&host.at("status/"));
    window.wait_for("document.querySelector('.far')?.textContent");
    assert!(!sees(&window, ".late"), "{}", window.text());
}
