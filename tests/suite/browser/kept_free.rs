//! A line that is kept free for the worst is never called the best, and a way that the topic names stays below its answers.

use super::clock::{set_clock, site};
use super::contact::{best_is, seen};
use super::host::Host;
use super::hours::{set_languages, set_zone};
use super::window::Window;

const CALENDARS: &str = "
office: {time_zone: Europe/London, hours: {mon-fri: ['09:00-17:00']}}
always: {time_zone: Europe/London, hours: 24/7}
";

const SLA: &str = "---
title: Promises
effective: 2026-01-01
severities: [{id: s1, name: Critical, definition: You cannot sell.}]
plans: [{id: free, name: Free}, {id: gold, name: Gold}]
---
";

/// Three ways that a topic names, a form that is quicker than any of them, and an emergency line that is quicker still.
fn help() -> Host {
    let channel = |title: &str, rest: &str| format!("---\ntitle: {title}\n{rest}\n---\n");
    site(&[
        ("content/contact/calendars.yaml", CALENDARS),
        ("content/sla/2026.md", SLA),
        ("content/articles/till/_topic.md", "---\ntitle: Tills\nchannels: [phone, chat, mail]\n---\n"),
        (
            "content/contact/phone.md",
            &channel(
                "Call us",
                "channel: phone\naddress: '+44 20 7946 0000'\ncalendar: office\nreply_within: 4m\nfallback: {channel: mail}",
            ),
        ),
        (
            "content/contact/chat.md",
            &channel("Chat", "channel: chat\naddress: https://chat.example.com/\ncalendar: office\nreply_within: 3m"),
        ),
        (
            "content/contact/mail.md",
            &channel("Write to us", "channel: email\naddress: help@example.com\ncalendar: always\nreply_within: 2h"),
        ),
        (
            "content/contact/form.md",
            &channel(
                "Send a form",
                "channel: form\naddress: https://example.com/in\ncalendar: always\nreply_within: 2m",
            ),
        ),
        (
            "content/contact/night.md",
            &channel(
                "Emergency line",
                "channel: phone\naddress: '+44 20 7946 0001'\ncalendar: always\nreply_within: 1m\nplans: [gold]\n\
                 severities: [s1]",
            ),
        ),
    ])
}

const DAY: &str = "2026-11-20T10:00:05Z";
const NIGHT: &str = "2026-11-20T22:00:05Z";

fn window(why: &str) -> Option<Window> {
    let window = Window::open(why)?;
    set_languages(&window, "en-GB");
    set_zone(&window, "Europe/London");
    Some(window)
}

#[test]
fn a_line_for_the_worst_is_named_below_the_best_way_to_those_who_have_it() {
    let Some(window) = window("a line for the worst only") else { return };
    let host = help();
    set_clock(&window, NIGHT);
    let form = "Best for you now | Send a form | Write now and expect an answer by 22:03 | Open the form";
    let line = "Emergency line – Only for Critical: You cannot sell. For Gold.";
    for (plan, expected) in [("gold", format!("{form} | {line}")), ("free", form.to_owned())] {
        window.visit(&host.at(&format!("contact/?{plan}#plan={plan}")));
        best_is(&window, &expected);
    }
    assert_eq!(window.errors(), [""; 0]);
}

#[test]
fn a_quicker_way_takes_no_place_of_one_that_the_topic_names() {
    let Some(window) = window("ways that the topic names") else { return };
    let host = help();
    window.visit(&host.at("till/open/"));
    window.run("sessionStorage.setItem('firstline-plan', 'gold')");
    let marked = "document.querySelectorAll('[data-best-mark]:not([hidden])').length === 1";
    for (now, offered) in
        [(DAY, ["Chat", "Call us", "Write to us"]), (NIGHT, ["Send a form", "Write to us", "Call us"])]
    {
        set_clock(&window, now);
        window.visit(&host.at("till/open/"));
        window.wait_for(marked);
        assert_eq!(seen(&window), offered, "{now}");
    }
    assert_eq!(window.errors(), [""; 0]);
}

const CHAT: &str = "channel: chat\naddress: https://chat.example.com/\ncalendar: office\nplans: [silver, gold]";
const URGENT: &str =
    "channel: phone\naddress: '+44 20 7946 0001'\ncalendar: always\nplans: [gold, basic]\nseverities: [s1]";

/// A chat in the day, a line for the worst at night, and a plan that has nothing but that.
fn without_a_mailbox() -> Host {
    let sla = SLA.replace("{id: gold,", "{id: silver, name: Silver}, {id: basic, name: Basic}, {id: gold,");
    site(&[
        ("content/contact/calendars.yaml", CALENDARS),
        ("content/sla/2026.md", &sla),
        ("content/contact/phone.md", &format!("---\ntitle: Chat\n{CHAT}\n---\n")),
        ("content/contact/urgent.md", &format!("---\ntitle: Urgent line\n{URGENT}\n---\n")),
    ])
}

#[test]
fn a_line_that_is_open_for_the_worst_is_no_part_of_nobody() {
    let Some(window) = window("nobody but a line for the worst") else { return };
    let host = without_a_mailbox();
    set_clock(&window, NIGHT);
    let line = "Urgent line – Only for Critical: You cannot sell. For Basic, Gold.";
    let opens = "Next to open: Chat, Monday 09:00.";
    for (plan, expected) in [
        ("gold", format!("Best for you now | Nobody is there right now, apart from: Urgent line. {opens} | {line}")),
        ("silver", format!("Best for you now | Nobody is there for the Silver plan right now. {opens}")),
    ] {
        window.visit(&host.at(&format!("contact/?{plan}#plan={plan}")));
        best_is(&window, &expected);
    }
    assert_eq!(window.errors(), [""; 0]);
}

#[test]
fn a_plan_with_a_line_for_the_worst_alone_is_told_so() {
    let Some(window) = window("a plan with a line for the worst alone") else { return };
    let host = without_a_mailbox();
    set_clock(&window, NIGHT);
    window.visit(&host.at("contact/#plan=basic"));
    window.wait_for("!document.querySelector('[data-plan-without-way]').hidden");
    let said = window.run("return document.querySelector('[data-plan-without-way]').textContent");
    assert_eq!(
        said,
        "On the Basic plan, support is reached only in some cases: Urgent line. These are all the ways we have; each says \
         for which plans it is."
    );
    assert_eq!(window.errors(), [""; 0]);
}
