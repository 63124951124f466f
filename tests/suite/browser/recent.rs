//! What a search leaves behind: the last ones that led somewhere, on this device only and removable; and nothing is told
//! to anybody, unless the site's owner asks for it.

use std::sync::Arc;
use std::time::Instant;

use serde_json::{Value, json};

use super::host::{Host, Policy};
use super::window::{DEADLINE, Window, key, strings};
use super::{demo, demo_host};

const INPUT: &str = "document.querySelector('form[data-search] input')";
const OFFERED: &str = "[...document.querySelectorAll('.search-recent .search-again')].map((query) => query.innerText)";
const RESULTS: &str = "document.querySelectorAll('.search-hit').length";

/// Looks for something from the home page and opens the first result.
fn search_and_open(window: &Window, host: &Host, query: &str) {
    window.visit(&host.at(""));
    window.press(&format!("/{query}"));
    window.wait_for(&format!("{RESULTS} > 0 && document.querySelector('.search-status').innerText.includes('result')"));
    window.press(&[key::DOWN, key::ENTER].concat());
    window.wait_until_left(&host.at(""));
}

fn offered(window: &Window, host: &Host) -> Vec<String> {
    window.visit(&host.at("contact/"));
    window.press("/");
    window.wait_for(&format!("document.activeElement === {INPUT}"));
    strings(&window.run(&format!("return {OFFERED}")))
}

#[test]
fn the_last_searches_are_offered_and_can_be_removed() {
    let Some(window) = Window::open("the last searches are offered") else { return };
    let host = demo_host("/help/");
    assert_eq!(offered(&window, &host), [""; 0]);
    assert_eq!(window.run("return document.querySelector('.search-panel').checkVisibility()"), false);
    for query in ["payout", "printer", "gift card", "allergens", "refund", "Printer"] {
        search_and_open(&window, &host, query);
    }
    assert_eq!(offered(&window, &host), ["Printer", "refund", "allergens", "gift card", "payout"]);

    window.press(&[key::DOWN, key::DOWN].concat());
    assert_eq!(window.run("return document.activeElement.innerText"), "refund");
    window.press(key::ENTER);
    window.wait_for(&format!("{RESULTS} === 10"));
    assert_eq!(
        window.run(&format!("return [{INPUT}.value, document.activeElement === {INPUT}]")),
        json!(["refund", true])
    );
    window.press(&key::BACKSPACE.repeat(6));
    window.wait_for(&format!("{OFFERED}.length === 5"));

    let labels = "return [...document.querySelectorAll('.search-remove')].map((button) => button.ariaLabel)";
    assert_eq!(strings(&window.run(labels))[1], "Remove refund");
    window.run("document.querySelectorAll('.search-remove')[1].click()");
    assert_eq!(strings(&window.run(&format!("return {OFFERED}"))), ["Printer", "allergens", "gift card", "payout"]);
    window.run("document.querySelector('.search-clear').click()");
    window.wait_for(&format!("{OFFERED}.length === 0"));
    assert_eq!(window.run("return localStorage.length"), 0, "nothing is left");
    assert_eq!(offered(&window, &host), [""; 0]);
    assert_eq!(window.errors(), [""; 0]);
}

#[test]
fn only_what_led_somewhere_is_kept() {
    let Some(window) = Window::open("only what led somewhere is kept") else { return };
    let host = demo_host("/help/");
    window.visit(&host.at("search/"));
    window.run(&format!("{INPUT}.focus()"));
    window.press(&format!("zzzzqq{}", key::ENTER));
    window.wait_for("document.querySelector('.search-ways')");
    window.run(&format!("{INPUT}.select()"));
    window.press(&format!("{}{}", "refund ".repeat(12), key::ENTER));
    window.wait_for(&format!("{RESULTS} > 0"));
    assert_eq!(window.run("return localStorage.length"), 0, "not what found nothing, nor what is long");
    window.run(&format!("{INPUT}.select()"));
    window.press(&format!("refund{}", key::ENTER));
    window.wait_for("localStorage.length === 1");
    window.run("localStorage.setItem('firstline-searches:/other/', JSON.stringify(['not from here']))");
    assert_eq!(offered(&window, &host), ["refund"], "each site on a host has its own");
    window.run("localStorage.setItem('firstline-searches:/help/', '{broken')");
    assert_eq!(offered(&window, &host), [""; 0]);
}

#[test]
fn without_storage_everything_else_works() {
    let Some(window) = Window::open("search works without storage") else { return };
    let host = demo_host("/help/");
    let locked = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('locked', 'SecurityError'); } });";
    window.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": locked }));
    search_and_open(&window, &host, "refund");
    assert_eq!(offered(&window, &host), [""; 0]);
    assert_eq!(window.errors(), [""; 0]);
}

/// The demo, whose owner wants to know what is searched.
fn asking_host() -> Host {
    let mut tree = (*demo("/help/")).clone();
    for (_, bytes) in tree.iter_mut().filter(|(path, _)| path.ends_with(".html")) {
        let page = String::from_utf8_lossy(bytes).replace(" data-search ", " data-search data-beacon=\"/help/told\" ");
        *bytes = page.into_bytes();
    }
    Host::start(&Arc::new(tree), "/help/", Policy::Both)
}

/// What the owner is told next; what is told besides the three facts would be seen here.
fn next_told(window: &Window, host: &Host) -> Vec<Value> {
    let end = Instant::now() + DEADLINE;
    while Instant::now() < end {
        let posted = host.posted();
        if !posted.is_empty() {
            assert!(posted.iter().all(|posted| posted.path == "/help/told"), "{posted:?}");
            let heads = posted.iter().map(|posted| posted.head.to_lowercase());
            assert!(heads.clone().all(|head| !head.contains("cookie:") && !head.contains("referer:")), "{posted:?}");
            return posted.iter().map(|posted| serde_json::from_str(&posted.body).expect("it is JSON")).collect();
        }
        // Asking the browser takes a moment, in which it sends.
        window.run("return 1");
    }
    panic!("nothing is told");
}

#[test]
fn nobody_is_told_what_was_searched() {
    let Some(window) = Window::open("nobody is told what was searched") else { return };
    let host = demo_host("/help/");
    search_and_open(&window, &host, "refund");
    window.visit(&host.at("search/?q=payout"));
    window.wait_for(&format!("{RESULTS} > 0"));
    window.visit(&host.at(""));
    assert_eq!(host.posted().len(), 0);
}

#[test]
fn an_owner_who_asks_is_told_what_settled() {
    let Some(window) = Window::open("an owner who asks is told") else { return };
    let host = asking_host();
    window.visit(&host.at(""));
    window.run("document.cookie = 'who=me; path=/'");
    window.press("/refund");
    window.wait_for(&format!("{RESULTS} === 10"));
    assert_eq!(host.posted().len(), 0, "not while somebody types");
    let count = window.run("return parseInt(document.querySelector('.search-status').innerText)");
    let chosen = window.run("return document.querySelector('.search-hit').pathname.replace('/help/', '')");
    window.press(&[key::DOWN, key::ENTER].concat());
    window.wait_until_left(&host.at(""));
    assert_eq!(next_told(&window, &host), [json!({ "query": "refund", "results": count, "chosen": chosen })]);

    window.visit(&host.at(""));
    window.press("/zzzzqq");
    window.wait_for("document.querySelector('.search-ways')");
    window.run("document.querySelector('.brand').focus()");
    assert_eq!(next_told(&window, &host), [json!({ "query": "zzzzqq", "results": 0, "chosen": null })]);

    window.visit(&host.at("search/?q=payout"));
    window.wait_for(&format!("{RESULTS} > 0"));
    let count = window.run("return parseInt(document.querySelector('.search-status').innerText)");
    window.visit(&host.at("contact/"));
    assert_eq!(next_told(&window, &host), [json!({ "query": "payout", "results": count, "chosen": null })]);
    assert_eq!(window.stopped(), [""; 0]);
}
