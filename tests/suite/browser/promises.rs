//! The promises, narrowed down to a plan: from the keyboard, for the visit, from the address, and not at all without
//! JavaScript.

use serde_json::json;

use super::clock::site;
use super::host::Host;
use super::unscripted::{shown, shows};
use super::window::{Window, strings};

const SLA: &str = "---
title: Promises
effective: 2026-01-01
severities: [{id: s1, name: Bad}]
plans: [{id: free, name: Free}, {id: gold, name: Gold}]
targets:
  - {plan: free, severity: s1, first_response: 8h}
  - {plan: gold, severity: s1, first_response: 15m}
---
";

fn host() -> Host {
    site(&[("content/sla/2026.md", SLA)])
}

/// The plans whose promises are shown.
fn plans(window: &Window) -> Vec<String> {
    let shown = "[...document.querySelectorAll('[data-plan]')].filter((part) => part.checkVisibility())";
    strings(&window.run(&format!("return {shown}.map((part) => part.dataset.plan)")))
}

#[test]
fn a_plan_is_chosen_from_the_keyboard_and_holds_for_the_visit() {
    let Some(window) = Window::open("the promises of one plan") else { return };
    let host = host();
    window.visit(&host.at("sla/"));
    window.wait_for("!document.querySelector('[data-plan-chooser]').hidden");
    assert_eq!(plans(&window), ["free", "gold"]);
    window.run("document.querySelector('[data-plan-chooser] input:checked').focus()");
    window.press("\u{e014}\u{e014}");
    window.wait_for("document.querySelector('[value=gold]').checked");
    assert_eq!(plans(&window), ["gold"]);
    window.visit(&host.at("sla/2026/"));
    window.wait_for("document.querySelector('[value=gold]').checked");
    assert_eq!(plans(&window), ["gold"]);
    window.press("\u{e00c}");
    window.run("document.querySelector('[data-plan-chooser] input').click()");
    assert_eq!(plans(&window), ["free", "gold"]);
    assert_eq!(window.run("return [sessionStorage.length, localStorage.length]"), json!([0, 0]));
    assert_eq!((window.stopped(), window.errors()), (Vec::new(), Vec::new()));
}

#[test]
fn a_plan_of_the_address_is_shown_and_one_that_nobody_knows_changes_nothing() {
    let Some(window) = Window::open("the promises of the plan in the address") else { return };
    let host = host();
    window.visit(&host.at("sla/#plan=gold"));
    window.wait_for("document.querySelector('[value=gold]').checked");
    assert_eq!(plans(&window), ["gold"]);
    window.run("location.hash = 'plan=%22%5D'");
    window.wait_for("document.querySelector('[data-plan-chooser] input').checked");
    assert_eq!(plans(&window), ["free", "gold"]);
    window.run("document.querySelector('[value=free]').click()");
    assert_eq!(plans(&window), ["free"]);
    assert!(!window.address().contains("plan="), "what is chosen takes the place of the address");
}

#[test]
fn without_javascript_every_plan_is_there() {
    let Some(window) = Window::open("promises without JavaScript") else { return };
    let host = host();
    window.devtools("Emulation.setScriptExecutionDisabled", &json!({ "value": true }));
    shows(&window, &host.at("sla/#plan=gold"), &["Free", "8 hours", "Gold", "15 minutes"]);
    assert!(!shown(&window).contains("Your plan"), "what does nothing is not shown");
}
