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

/// From the next page on, the visitor's clock shows this when a page is opened, and runs from there.
pub(super) fn set_clock(window: &Window, at: &str) {
    let source = format!(
        "{{
          const Past = Date;
          const ahead = Past.parse('{at}') - Past.now();
          window.Date = class extends Past {{
            constructor(...given) {{ super(...(given.length > 0 ? given : [Past.now() + ahead])); }}
            static now() {{ return Past.now() + ahead; }}
          }};
        }}"
    );
    window.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": source }));
}

/// Whether any element that `selector` chooses can be seen.
fn sees(window: &Window, selector: &str) -> bool {
    let body = "return [...document.querySelectorAll(arguments[0])].some((element) => element.checkVisibility())";
    window.run_with(body, &json!([selector])) == Value::Bool(true)
}

fn wait_until_seen(window: &Window, selector: &str) {
    window.wait_for(&format!(
        "[...document.querySelectorAll({selector:?})].some((element) => element.checkVisibility())"
    ));
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
        wait_until_seen(&window, ".late");
        assert!(!sees(&window, ".promise:not(.late)"), "{page:?}: what was promised is promised no more");
        assert!(window.text().contains("The update promised by 20 November 2026, 14:30 GMT is late."), "{page:?}");
        assert_eq!(window.address(), address);
        let told = window.run("return document.querySelector('[data-clock]').textContent");
        assert!(told.as_str().is_some_and(|told| told.contains("is late")), "{page:?}: {told} is told");
    }
    assert_eq!(window.stopped(), [""; 0]);
}

#[test]
fn a_page_that_is_opened_after_the_promise_says_so_at_once() {
    let Some(window) = Window::open("a page opened late says so at once") else { return };
    let host = site(&[outage()]);
    set_clock(&window, "2026-11-20T14:30:02Z");
    window.visit(&host.at("status/incidents/cards/"));
    wait_until_seen(&window, ".late");
    let told = window.run("return document.querySelector('[data-clock]').textContent");
    assert_eq!(told, "", "what stands on the page when it is read is not told a second time");
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
        for (before, after) in changes {
            wait_until_seen(&window, after);
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
        wait_until_seen(&window, before);
        window.wait_for(&format!(
            "![...document.querySelectorAll({before:?})].some((element) => element.checkVisibility())"
        ));
        assert!(sees(&window, after), "{page:?} after the window");
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
        wait_until_seen(&window, ".late");
        assert!(sees(&window, ".stage-in_progress"), "{page}");
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
        wait_until_seen(&window, ".old");
        assert!(window.text().contains("This page was made 24 hours ago and may be out of date."), "{page:?}");
    }
    set_clock(&window, "2026-11-23T14:05:00Z");
    window.visit(&host.at("status/"));
    wait_until_seen(&window, ".old");
    assert!(window.text().contains("This page was made 3 days ago"), "{}", window.text());
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
