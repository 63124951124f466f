//! Ways to a person that do not fit: plans that no way is for, hours at which nobody is there, and other light and paper.

use serde_json::json;

use super::clock::{set_clock, site};
use super::contact::{best_is, seen, told};
use super::host::Host;
use super::hours::{says, set_languages, set_zone};
use super::window::Window;

const CALENDARS: &str = "
office: {time_zone: Europe/London, hours: {mon-fri: ['09:00-17:00']}}
always: {time_zone: Europe/London, hours: 24/7}
";

const SLA: &str = "---
title: Promises
effective: 2026-01-01
severities: [{id: s1, name: Bad}]
plans: [{id: free, name: Free}, {id: gold, name: Gold}]
targets:
  - {plan: free, severity: s1, first_response: 1d, calendar: office}
  - {plan: gold, severity: s1, first_response: 1h, calendar: office}
---
";

const MAIL: &str = "channel: email\naddress: help@example.com\ncalendar: office\nreply_within: 2h";
const PHONE: &str = "channel: phone\naddress: '+44 20 7946 0000'\ncalendar: office";
const CHAT: &str = "channel: chat\naddress: https://chat.example.com/\ncalendar: office\nreply_within: 5m";

const FRIDAY_MORNING: &str = "2026-11-20T10:05:10Z";
const FRIDAY_NIGHT: &str = "2026-11-20T22:00:05Z";

/// A help centre with these channels, each a title with its fields. The first takes the place of the usual phone.
fn with(channels: &[(&str, &str)]) -> Host {
    let files: Vec<(String, String)> = channels
        .iter()
        .enumerate()
        .map(|(place, (title, rest))| {
            let name = if place == 0 { "phone".to_owned() } else { format!("way-{place}") };
            (format!("content/contact/{name}.md"), format!("---\ntitle: {title}\n{rest}\n---\n"))
        })
        .collect();
    let fixed = [("content/contact/calendars.yaml", CALENDARS), ("content/sla/2026.md", SLA)];
    let files = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    site(&fixed.into_iter().chain(files).collect::<Vec<_>>())
}

/// A window of somebody in London.
fn window(test: &str) -> Option<Window> {
    let window = Window::open(test)?;
    set_languages(&window, "en-GB");
    set_zone(&window, "Europe/London");
    Some(window)
}

#[test]
fn a_plan_of_the_promises_changes_nothing_where_every_way_is_for_everyone() {
    let Some(window) = window("a plan where every way is for everyone") else { return };
    let host = with(&[("Call us", &format!("{PHONE}\nreply_within: 2m")), ("Write to us", MAIL)]);
    set_clock(&window, FRIDAY_NIGHT);
    window.visit(&host.at("sla/"));
    window.run("document.querySelector('[data-plan-chooser] [value=gold]').click()");
    let best = "Best for you now | Nobody is there right now. Next to open: Call us, Monday 09:00. Until then: | \
                Write to us | Write now and expect an answer by Monday 11:00 | help@example.com";
    for page in ["contact/", "contact/?linked#plan=gold", "contact/?strange#plan=none"] {
        window.visit(&host.at(page));
        best_is(&window, best);
        assert_eq!(seen(&window), ["Call us", "Write to us"], "{page}");
    }
    assert_eq!(window.errors(), [""; 0]);
}

#[test]
fn a_plan_without_a_way_is_shown_them_all_and_told_so() {
    let Some(window) = window("a plan without a way") else { return };
    let forum = "channel: community\naddress: https://forum.example.com/";
    let host = with(&[
        ("Call us", &format!("{PHONE}\nplans: [gold]")),
        ("Chat", &format!("{CHAT}\nplans: [gold]")),
        ("Ask others", forum),
    ]);
    let notice = "There is no way to reach support on the Free plan. These are all the ways we have; each says for which \
                  plans it is.";
    let is_told = "document.querySelector('[data-plan-without-way]').checkVisibility()";
    set_clock(&window, FRIDAY_MORNING);
    window.visit(&host.at("contact/#plan=free"));
    says(&window, &[notice, "For Gold", "Open now, closes 17:00"]);
    assert_eq!(seen(&window), ["Chat", "Call us", "Ask others"]);
    assert_eq!(window.run("return document.querySelector('[data-best-panel]').hidden"), true, "none is best for Free");
    window.run("document.querySelector('[data-plan-chooser] [value=gold]').click()");
    best_is(&window, "Best for you now | Chat | Somebody answers by 10:11 | chat.example.com");
    assert_eq!(window.run(&format!("return {is_told}")), false);
    window.run("document.querySelector('[data-plan-chooser] [value=free]').click()");
    assert_eq!(window.run(&format!("return {is_told}")), true);
    assert_eq!(told(&window, "[data-best-said]"), notice);
    // Below an answer every way stays, and none is said to be best.
    window.visit(&host.at("till/open/"));
    says(&window, &["Open now, closes 17:00"]);
    assert_eq!(seen(&window).len(), 3);
    assert!(!window.text().contains("Best for you now"));
    assert_eq!(window.errors(), [""; 0]);
}

#[test]
fn what_takes_messages_at_any_time_is_not_waited_for() {
    let Some(window) = window("a mailbox is not waited for") else { return };
    let form = "channel: form\naddress: https://example.com/in\ncalendar: office\nreply_within: 3h";
    let write = "Write to us | Write now and expect an answer by Monday 11:00 | help@example.com";
    let host = with(&[("Write to us", MAIL), ("Send a form", form)]);
    set_clock(&window, FRIDAY_NIGHT);
    window.visit(&host.at("contact/"));
    best_is(&window, &format!("Best for you now | Nobody is there right now. | {write}"));
    let host = with(&[("Write to us", MAIL), ("Call us", PHONE)]);
    window.visit(&host.at("contact/"));
    let next = "Next to open: Call us, Monday 09:00. Until then:";
    best_is(&window, &format!("Best for you now | Nobody is there right now. {next} | {write}"));
}

#[test]
fn until_then_is_said_only_where_something_follows() {
    let Some(window) = window("one phone at night") else { return };
    let nobody = "Best for you now | Nobody is there right now. Next to open: Call us, Monday 09:00.";
    set_clock(&window, FRIDAY_NIGHT);
    window.visit(&with(&[("Call us", PHONE)]).at("contact/"));
    best_is(&window, nobody);
    let letter = "channel: post\naddress: 1 High Street";
    let host = with(&[("Call us", &format!("{PHONE}\nfallback: {{channel: post}}")), ("Write a letter", letter)]);
    window.visit(&host.at("contact/"));
    best_is(&window, &format!("{nobody} Until then: | Closed? Write a letter"));
}

#[test]
fn an_open_phone_without_a_promise_comes_before_an_answer_in_hours() {
    let Some(window) = window("an open phone without a promise") else { return };
    let call = "Best for you now | Call us | Open now";
    set_clock(&window, FRIDAY_MORNING);
    window.visit(&with(&[("Call us", PHONE), ("Write to us", MAIL)]).at("contact/"));
    best_is(&window, &format!("{call}, closes 17:00 | +44 20 7946 0000"));
    let always = PHONE.replace("office", "always");
    window.visit(&with(&[("Call us", &always), ("Write to us", MAIL)]).at("contact/"));
    best_is(&window, &format!("{call} | +44 20 7946 0000"));
    // Who promises an answer within minutes is still quicker.
    window.visit(&with(&[("Call us", PHONE), ("Chat", CHAT)]).at("contact/"));
    best_is(&window, "Best for you now | Chat | Somebody answers by 10:11 | chat.example.com");
}

#[test]
fn the_chosen_plan_can_be_told_in_forced_colours() {
    let Some(window) = window("the chosen plan in forced colours") else { return };
    let host = with(&[("Call us", &format!("{PHONE}\nplans: [gold]")), ("Write to us", MAIL)]);
    let forced = json!({ "features": [{ "name": "forced-colors", "value": "active" }] });
    window.devtools("Emulation.setEmulatedMedia", &forced);
    for page in ["contact/", "sla/"] {
        window.visit(&host.at(page));
        window.wait_for("!document.querySelector('[data-plan-chooser]').hidden");
        let look = |id: &str| {
            let span = format!("document.querySelector('[data-plan-chooser] [value={id}] + span')");
            let style = format!("const style = getComputedStyle({span});");
            let values =
                window.run(&format!("{style} return [style.borderTopWidth, style.backgroundColor, style.color]"));
            super::window::strings(&values)
        };
        window.run("document.querySelector('[data-plan-chooser] [value=gold]').click()");
        let (chosen, other) = (look("gold"), look("free"));
        for (part, (chosen, other)) in chosen.iter().zip(&other).enumerate() {
            assert_ne!(chosen, other, "{page}: part {part}");
        }
    }
}

#[test]
fn on_paper_stands_what_the_plan_is_and_where_to_turn_later() {
    let Some(window) = window("a printed plan") else { return };
    let host = with(&[
        ("Call us", &format!("{PHONE}\nplans: [gold]\nfallback: {{channel: email}}")),
        ("Write to us", MAIL),
        ("Chat", &format!("{CHAT}\nfallback: {{channel: email}}")),
    ]);
    set_clock(&window, FRIDAY_MORNING);
    let media = |media: &str| window.devtools("Emulation.setEmulatedMedia", &json!({ "media": media }));
    for page in ["contact/", "sla/"] {
        window.run("sessionStorage.clear()");
        window.visit(&host.at(page));
        window.wait_for("!document.querySelector('[data-plan-chooser]').hidden");
        media("print");
        assert!(!window.text().contains("Your plan"), "{page}: nothing was chosen");
        window.run("document.querySelector('[data-plan-chooser] [value=gold]').click()");
        let text = window.run("return document.querySelector('[data-plan-chooser]').innerText.replace(/\\s+/g, ' ')");
        assert_eq!(text, "Your plan Gold Printed here is only what is for this plan.", "{page}");
        media("");
    }
    window.visit(&host.at("contact/?open"));
    says(&window, &["Open now, closes 17:00"]);
    let fallbacks =
        "return [...document.querySelectorAll('[data-fallback=closed]')].map((line) => line.checkVisibility())";
    assert_eq!(window.run(fallbacks), json!([false, false]), "while somebody is there");
    media("print");
    assert_eq!(window.run(fallbacks), json!([true, true]), "paper is read at any hour");
}
