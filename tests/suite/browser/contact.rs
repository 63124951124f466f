//! The best way to a person: by the visitor's clock, for the visitor's plan, from the keyboard, and without JavaScript.

use serde_json::{Value, json};

use super::clock::{move_clock, set_clock, site};
use super::demo_host;
use super::host::Host;
use super::hours::{says, set_languages, set_zone};
use super::unscripted::{shown, shows};
use super::window::Window;

const CALENDARS: &str = "
office: {time_zone: Europe/London, hours: {mon-fri: ['09:00-17:00']}}
late: {time_zone: Europe/London, hours: {mon-fri: ['08:00-20:00']}}
always: {time_zone: Europe/London, hours: 24/7}
";

const SLA: &str = "---
title: Promises
effective: 2026-01-01
severities: [{id: s1, name: Bad}]
plans: [{id: free, name: Free}, {id: gold, name: Gold}, {id: duty, name: On duty}]
targets: [{plan: gold, severity: s1, first_response: 1h, calendar: office}]
---
";

const TOPIC: &str = "---\ntitle: Tills\nchannels: [mail]\n---\n";

/// A phone for those who pay, a mailbox and a form for everyone, and an emergency line for one plan.
fn help() -> Host {
    let channel = |title: &str, rest: &str| format!("---\ntitle: {title}\n{rest}\n---\n");
    site(&[
        ("content/contact/calendars.yaml", CALENDARS),
        ("content/sla/2026.md", SLA),
        ("content/articles/till/_topic.md", TOPIC),
        (
            "content/contact/phone.md",
            &channel(
                "Call us",
                "channel: phone\naddress: '+44 20 7946 0000'\ncalendar: office\nreply_within: 2m\nplans: [gold, duty]\n\
                 fallback: {channel: mail}",
            ),
        ),
        (
            "content/contact/mail.md",
            &channel("Write to us", "channel: email\naddress: help@example.com\ncalendar: office\nreply_within: 2h"),
        ),
        (
            "content/contact/chat.md",
            &channel("Chat", "channel: chat\naddress: https://chat.example.com/\ncalendar: late\nreply_within: 5m"),
        ),
        (
            "content/contact/form.md",
            &channel(
                "Send a form",
                "channel: form\naddress: https://example.com/in\ncalendar: office\nreply_within: 3h",
            ),
        ),
        (
            "content/contact/night.md",
            &channel(
                "Emergency line",
                "channel: phone\naddress: '+44 20 7946 0001'\ncalendar: always\nreply_within: 5m\nplans: [duty]",
            ),
        ),
        (
            "content/contact/forum.md",
            &channel(
                "Ask others",
                "channel: community\naddress: https://forum.example.com/\ncalendar: always\nreply_within: 1m",
            ),
        ),
        (
            "content/contact/news.md",
            &channel("News", "channel: social\ntwo_way: false\ncalendar: always\nreply_within: 1m"),
        ),
        (
            "content/contact/sales.md",
            &channel(
                "Buy",
                "channel: phone\npurpose: sales\naddress: '+44 20 7946 0009'\ncalendar: always\nreply_within: 1m",
            ),
        ),
    ])
}

const BEST: &str = "document.querySelector('[data-best-panel]')";

/// Waits until the panel says this, with plain spaces.
pub(super) fn best_is(window: &Window, expected: &str) {
    let text = format!("{BEST}.innerText.replace(/[\\u00a0\\u202f]/g, ' ').replace(/\\s*\\n\\s*/g, ' | ')");
    if window.wait_within(&format!("{text} === {expected:?}"), std::time::Duration::from_secs(5)).is_none() {
        panic!("the best is {} and not {expected:?}", window.run(&format!("return {text}")));
    }
}

/// The titles of the ways that can be seen.
pub(super) fn seen(window: &Window) -> Vec<String> {
    let ways = "[...document.querySelectorAll('[data-way]')].filter((way) => way.checkVisibility())";
    let titles = window.run(&format!("return {ways}.map((way) => way.querySelector('[data-title]').textContent)"));
    super::window::strings(&titles)
}

/// What those are told who do not see the page.
pub(super) fn told(window: &Window, place: &str) -> String {
    let text = window.run(&format!("return document.querySelector('{place}').textContent"));
    text.as_str().unwrap_or_default().replace(['\u{a0}', '\u{202f}'], " ")
}

const ZONES: [&str; 3] = ["Europe/London", "America/Los_Angeles", "Pacific/Auckland"];

#[test]
fn the_best_way_is_told_in_the_visitors_time() {
    let Some(window) = Window::open("the best way now") else { return };
    let host = help();
    set_languages(&window, "en-GB");
    let ten = ["10:06", "02:06 (your time; 10:06 in London)", "23:06 (your time; 10:06 in London)"];
    let call = ["10:03", "02:03 (your time; 10:03 in London)", "23:03 (your time; 10:03 in London)"];
    let mondays = [
        ("Monday 08:00", "Monday 11:00"),
        ("Monday 00:00 (your time; 08:00 in London)", "Monday 03:00 (your time; 11:00 in London)"),
        ("Monday 21:00 (your time; 08:00 in London)", "Tuesday 00:00 (your time; Monday 11:00 in London)"),
    ];
    for (place, zone) in ZONES.iter().enumerate() {
        set_zone(&window, zone);
        // 10:00 in London, as the company has it.
        set_clock(&window, "2026-11-20T10:00:05Z");
        window.visit(&host.at("contact/"));
        best_is(&window, &format!("Best for you now | Chat | Somebody answers by {} | chat.example.com", ten[place]));
        window.visit(&host.at("contact/#plan=gold"));
        window.run("location.reload()");
        best_is(
            &window,
            &format!("Best for you now | Call us | Somebody picks up by {} | +44 20 7946 0000", call[place]),
        );
        window.run("sessionStorage.clear()");
        set_clock(&window, "2026-11-20T22:00:05Z");
        window.visit(&host.at("contact/?late"));
        let (opens, answered) = mondays[place];
        let nobody = format!("Next to open: Chat, {opens}. Until then:");
        let write = format!("Write to us | Write now and expect an answer by {answered} | help@example.com");
        best_is(
            &window,
            &format!(
                "Best for you now | Right now somebody is there for some plans only: choose yours. {nobody} | {write}"
            ),
        );
        window.visit(&host.at("contact/?late#plan=gold"));
        best_is(
            &window,
            &format!("Best for you now | Nobody is there for the Gold plan right now. {nobody} | {write}"),
        );
        window.run("sessionStorage.clear()");
    }
    assert_eq!(window.stopped(), [""; 0]);
    assert_eq!(window.errors(), [""; 0]);
}

#[test]
fn at_ten_in_the_evening_of_the_visitor_the_company_may_be_there() {
    let Some(window) = Window::open("ten in the visitor's evening") else { return };
    let host = help();
    set_languages(&window, "en-GB");
    for (zone, at, expected) in [
        ("Europe/London", "2026-11-20T10:00:05Z", "Chat | Somebody answers by 10:06 |"),
        ("Europe/London", "2026-11-19T22:00:05Z", "Write to us | Write now and expect an answer by Friday 11:00 |"),
        (
            "America/Los_Angeles",
            "2026-11-20T18:00:05Z",
            "Chat | Somebody answers by 10:06 (your time; 18:06 in London) |",
        ),
        (
            "America/Los_Angeles",
            "2026-11-20T06:00:05Z",
            "Write to us | Write now and expect an answer by Friday 03:00 (your time; 11:00 in London) |",
        ),
        (
            "Pacific/Auckland",
            "2026-11-19T21:00:05Z",
            "Write to us | Write now and expect an answer by Saturday 00:00 (your time; Friday 11:00 in London) |",
        ),
        ("Pacific/Auckland", "2026-11-20T09:00:05Z", "Chat | Somebody answers by 22:06 (your time; 09:06 in London) |"),
    ] {
        set_zone(&window, zone);
        set_clock(&window, at);
        window.visit(&host.at("contact/"));
        says(&window, &[&expected.replace(" |", "").replace(" | ", " ")]);
    }
}

#[test]
fn the_best_way_changes_as_time_goes_by() {
    let Some(window) = Window::open("the best way moves on") else { return };
    let host = help();
    set_languages(&window, "en-GB");
    set_zone(&window, "Europe/London");
    set_clock(&window, "2026-11-20T16:57:30Z");
    window.visit(&host.at("contact/#plan=gold"));
    for (now, expected) in [
        ("2026-11-20T16:57:40Z", "Best for you now | Call us | Somebody picks up by 17:00 | +44 20 7946 0000"),
        // Two minutes are more than what is left: the chat is quicker than Monday.
        ("2026-11-20T16:58:30Z", "Best for you now | Chat | Somebody answers by 17:04 | chat.example.com"),
        ("2026-11-20T16:59:01Z", "Best for you now | Chat | Somebody answers by 17:05 | chat.example.com"),
        (
            "2026-11-20T20:00:01Z",
            "Best for you now | Nobody is there for the Gold plan right now. Next to open: Chat, Monday 08:00. Until then: | Write to us | Write now and expect an answer by Monday 11:00 | help@example.com",
        ),
        ("2026-11-23T08:59:30Z", "Best for you now | Call us | Somebody picks up by 09:02 | +44 20 7946 0000"),
    ] {
        move_clock(&window, now);
        if now.starts_with("2026-11-23") {
            move_clock(&window, "2026-11-23T09:00:01Z");
            best_is(&window, "Best for you now | Call us | Somebody picks up by 09:03 | +44 20 7946 0000");
            break;
        }
        best_is(&window, expected);
    }
    assert_eq!(told(&window, "[data-best-said]"), "", "what changes by itself is not read out");
}

#[test]
fn a_plan_is_chosen_from_the_keyboard_and_kept_for_the_visit() {
    let Some(window) = Window::open("the plan is chosen from the keyboard") else { return };
    let host = help();
    set_languages(&window, "en-GB");
    set_zone(&window, "Europe/London");
    set_clock(&window, "2026-11-20T22:00:05Z");
    window.visit(&host.at("contact/"));
    best_is(
        &window,
        "Best for you now | Right now somebody is there for some plans only: choose yours. Next to open: Chat, Monday 08:00. Until then: | Write to us | Write now and expect an answer by Monday 11:00 | help@example.com",
    );
    let all = ["Call us", "Chat", "Emergency line", "Write to us", "Send a form", "News", "Ask others", "Buy"];
    assert_eq!(sorted(seen(&window)), sorted(all.map(str::to_owned).to_vec()));
    window.run("document.querySelector('[data-plan-chooser] input:checked').focus()");
    // The arrows of a group of radio buttons: Free, Gold, On duty.
    window.press("\u{e014}");
    best_is(
        &window,
        "Best for you now | Nobody is there for the Free plan right now. Next to open: Chat, Monday 08:00. Until then: | Write to us | Write now and expect an answer by Monday 11:00 | help@example.com",
    );
    assert!(!seen(&window).contains(&"Call us".to_owned()) && seen(&window).contains(&"Chat".to_owned()));
    assert!(told(&window, "[data-best-said]").starts_with("Nobody is there for the Free plan right now."));
    window.press("\u{e014}\u{e014}");
    best_is(&window, "Best for you now | Emergency line | Somebody picks up by 22:06 | +44 20 7946 0001");
    assert_eq!(told(&window, "[data-best-said]"), "Emergency line – Somebody picks up by 22:06");
    assert_eq!(window.run("return sessionStorage.getItem('firstline-plan')"), "duty");
    // Below an answer the same plan holds.
    window.visit(&host.at("till/open/"));
    window.wait_for("[...document.querySelectorAll('[data-best-mark]')].some((mark) => !mark.hidden)");
    assert_eq!(seen(&window)[0], "Emergency line");
    window.visit(&host.at("contact/"));
    assert_eq!(window.run("return document.querySelector('[data-plan-chooser] input:checked').value"), "duty");
    assert_eq!(window.run("return localStorage.length"), 0);
    assert_eq!(window.stopped(), [""; 0]);
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}

#[test]
fn a_plan_comes_in_the_address_and_an_unknown_one_changes_nothing() {
    let Some(window) = Window::open("the plan in the address") else { return };
    let host = help();
    window.visit(&host.at("contact/#plan=gold"));
    window.wait_for("document.querySelector('[value=gold]').checked");
    assert!(!seen(&window).contains(&"Emergency line".to_owned()));
    window.run("location.hash = 'plan=free'");
    window.wait_for("document.querySelector('[value=free]').checked");
    assert!(!seen(&window).contains(&"Call us".to_owned()));
    window.run("sessionStorage.clear()");
    window.visit(&host.at("contact/?x#plan=%3Cscript%3E"));
    window.wait_for("!document.querySelector('[data-plan-chooser]').hidden");
    assert_eq!(window.run("return document.querySelector('[data-plan-chooser] input:checked').value"), "");
    assert!(seen(&window).contains(&"Emergency line".to_owned()));
    // A plan chosen by hand takes the place of the one in the address.
    window.visit(&host.at("contact/?y#plan=gold"));
    window.wait_for("document.querySelector('[value=gold]').checked");
    window.run("document.querySelector('[value=duty]').click()");
    assert!(window.address().ends_with("#plan=duty"), "{}", window.address());
}

#[test]
fn a_number_is_honest_about_being_closed_and_can_still_be_called() {
    let Some(window) = Window::open("a number that nobody answers now") else { return };
    let host = help();
    set_languages(&window, "en-GB");
    set_zone(&window, "Europe/London");
    set_clock(&window, "2026-11-20T16:59:30Z");
    let button = "document.querySelector('[data-way=phone] [data-call]')";
    for page in ["contact/", "contact/phone/"] {
        set_clock(&window, "2026-11-20T16:59:30Z");
        window.visit(&host.at(page));
        window.wait_for(&format!("{button}.querySelector('span')"));
        assert_eq!(window.run(&format!("return {button}.classList.contains('button-quiet')")), false);
        move_clock(&window, "2026-11-20T17:00:01Z");
        let text = window.run(&format!("return {button}.innerText.replace(/\\s+/g, ' ')"));
        assert_eq!(text, "+44 20 7946 0000 Nobody is there until Monday 09:00");
        assert_eq!(window.run(&format!("return {button}.classList.contains('button-quiet')")), true);
        assert_eq!(window.run(&format!("return {button}.getAttribute('href')")), "tel:+442079460000");
        // The fallback is offered when it is needed.
        assert_eq!(
            window.run(&format!(
                "return {button}.closest('[data-way]').querySelector('[data-fallback]').checkVisibility()"
            )),
            true
        );
    }
}

#[test]
fn who_does_not_see_the_page_hears_that_it_opens_or_closes() {
    let Some(window) = Window::open("opening and closing are told") else { return };
    let host = help();
    set_languages(&window, "en-GB");
    set_zone(&window, "Europe/London");
    set_clock(&window, "2026-11-20T16:59:30Z");
    window.visit(&host.at("contact/"));
    says(&window, &["Open now, closes 17:00"]);
    assert_eq!(told(&window, "[data-hours-said]"), "", "how it stands when the page is read is not told twice");
    move_clock(&window, "2026-11-20T17:00:01Z");
    let said = told(&window, "[data-hours-said]");
    assert!(
        said.ends_with(": Opens Monday 09:00") && said.contains("Call us") && said.contains("Write to us"),
        "{said}"
    );
    assert!(!said.contains("Chat"), "{said}");
    move_clock(&window, "2026-11-20T17:20:01Z");
    assert_eq!(told(&window, "[data-hours-said]"), said, "nothing is told anew that has not changed");
}

#[test]
fn after_midnight_the_day_has_no_name() {
    let Some(window) = Window::open("the day after midnight") else { return };
    let host = help();
    set_languages(&window, "en-GB");
    set_zone(&window, "Europe/London");
    set_clock(&window, "2026-11-22T23:55:30Z");
    window.visit(&host.at("contact/phone/"));
    says(&window, &["Opens Monday 09:00"]);
    move_clock(&window, "2026-11-23T00:00:01Z");
    says(&window, &["Opens 09:00", "Nobody is there until 09:00"]);
}

#[test]
fn the_best_way_comes_first_below_an_answer() {
    let Some(window) = Window::open("the best way below an answer") else { return };
    let host = help();
    set_languages(&window, "en-GB");
    set_zone(&window, "Europe/London");
    let marked = "[...document.querySelectorAll('[data-way]')].filter((way) => !way.querySelector('[data-best-mark]').hidden).map((way) => way.dataset.way)";
    for (now, best, others) in [
        ("2026-11-20T10:00:05Z", "Chat", ["Write to us", "Call us"]),
        ("2026-11-20T22:00:05Z", "Write to us", ["Call us", "Chat"]),
    ] {
        set_clock(&window, now);
        window.visit(&host.at("till/open/"));
        window.wait_for(&format!("{marked}.length === 1"));
        assert_eq!(seen(&window), [best, others[0], others[1]], "{now}");
        says(&window, &["Best for you now", "All ways to reach us"]);
    }
    window.run("sessionStorage.setItem('firstline-plan', 'free')");
    window.run("location.reload()");
    window.wait_for(&format!("{marked}.length === 1"));
    assert_eq!(seen(&window), ["Write to us", "Chat", "Send a form"]);
    let form = window.run("return document.querySelector('[data-way=form] a').getAttribute('href')");
    assert_eq!(form, "../../contact/form/?topic=till&from=till%2Fopen%2F");
    for page in ["", "status/components/till/"] {
        window.visit(&host.at(page));
        assert_eq!(window.stopped(), [""; 0], "{page}");
    }
    assert_eq!(window.errors(), [""; 0]);
}

#[test]
fn without_javascript_every_way_is_there_and_says_for_whom() {
    let Some(window) = Window::open("ways without JavaScript") else { return };
    let host = help();
    window.devtools("Emulation.setScriptExecutionDisabled", &json!({ "value": true }));
    shows(
        &window,
        &host.at("contact/"),
        &[
            "Call us",
            "For Gold, On duty",
            "Emergency line",
            "For On duty",
            "For every plan",
            "Write to us",
            "Closed?",
            "Monday to Friday 09:00–17:00",
        ],
    );
    let text = shown(&window);
    for hidden in ["Your plan", "Best for you now", "Nobody is there", "Open now"] {
        assert!(!text.contains(hidden), "{hidden}: {text}");
    }
    let order: Vec<usize> = ["7946 0000", "chat.example.com", "help@example.com", "Open the form"]
        .iter()
        .map(|title| text.find(title).expect("it is shown"))
        .collect();
    assert!(order.is_sorted(), "by promised reply: {order:?}");
    shows(
        &window,
        &host.at("till/open/"),
        &["Still stuck?", "Write to us", "Call us", "For Gold, On duty", "All ways to reach us"],
    );
}

#[test]
fn where_the_hours_cannot_be_had_nothing_is_said_to_be_best() {
    let Some(window) = Window::open("the best way without hours") else { return };
    let host = help();
    host.spoil("contact/hours.json", super::host::Fault::Status(404));
    for page in ["contact/", "till/open/"] {
        window.visit(&host.at(page));
        // What the test asks for itself is answered after what the page has asked for, and read after it.
        window.wait_for("performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/hours.json'))");
        window.run("await fetch(document.querySelector('script[data-hours]').dataset.hours)");
        let hidden =
            "[...document.querySelectorAll('[data-best-panel], [data-best-mark]')].every((part) => part.hidden)";
        assert_eq!(window.run(&format!("return {hidden}")), Value::Bool(true), "{page}");
    }
    window.run("location.href = '/contact/#plan=free'");
    window.wait_for("document.querySelector('[value=free]')?.checked");
    assert!(!seen(&window).contains(&"Call us".to_owned()), "the plan can be chosen all the same");
}

#[test]
fn structured_data_is_no_script_to_the_policy() {
    let Some(window) = Window::open("structured data under the policy") else { return };
    let host = demo_host("/");
    for page in ["contact/", "contact/phone/"] {
        window.visit(&host.at(page));
        let read =
            "return JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)['@type']";
        assert_eq!(window.run(read), "Organization");
        assert_eq!(window.stopped(), [""; 0], "{page}");
    }
    assert_eq!(window.errors(), [""; 0]);
}
