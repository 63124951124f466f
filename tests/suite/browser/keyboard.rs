//! The search box on every page and the search page itself: what is fetched when, what the keys do, and what screen
//! readers are told.

use serde_json::json;

use super::window::{Window, key, strings};
use super::{demo, demo_host, reader};

/// The addresses of the results that a page shows, without the sections they lead to.
const SHOWN: &str = "return [...document.querySelectorAll('.search-hit')].map((link) => link.href.split('#')[0])";

const INPUT: &str = "document.querySelector('form[data-search] input')";

/// What the search itself is made of.
fn is_search(path: &&String) -> bool {
    path.contains("search-worker") || path.ends_with(".wasm") || path.contains("/search/en/")
}

#[test]
fn a_box_is_worked_from_the_keyboard_and_told_to_screen_readers() {
    let Some(window) = Window::open("the search box works from the keyboard") else { return };
    let host = demo_host("/help/");
    let article = host.at("payments/card-declined/");
    window.visit(&article);
    assert_eq!(host.requests().iter().filter(is_search).collect::<Vec<_>>(), [""; 0], "before anybody turns to it");

    window.press("/");
    window.wait_for(&format!("document.activeElement === {INPUT}"));
    assert_eq!(window.run(&format!("return {INPUT}.value")), "", "the key that leads there is not typed");
    assert_eq!(window.run(&format!("return {INPUT}.getAttribute('role')")), "combobox");
    assert_eq!(window.run(&format!("return {INPUT}.ariaExpanded")), "false");

    window.press("refund");
    window.wait_for("document.querySelectorAll('[role=option]').length === 10");
    let native = reader(&demo("/help/")).search("refund", 10).expect("the index is whole");
    let expected: Vec<String> = native.hits.iter().map(|hit| host.at(&hit.url)).collect();
    assert_eq!(strings(&window.run(SHOWN)), expected);
    assert_eq!(window.run(&format!("return {INPUT}.ariaExpanded")), "true");
    let told = window.wait_for("document.querySelector('[role=status]').textContent");
    assert_eq!(told, format!("{} results", native.total), "screen readers hear the count");
    assert!(host.requests().iter().any(|path| path.ends_with(".wasm")), "now it is fetched");
    assert_eq!(window.address(), article, "a box on a page leaves the address alone");

    choose_with_the_arrows(&window);

    let chosen = window.wait_for("document.querySelector('[aria-selected=true]').href");
    window.press(key::ENTER);
    assert_eq!(json!(window.wait_until_left(&article)), chosen);
    assert_eq!(window.errors(), [""; 0]);
}

/// Begins with ten results and nothing chosen, and ends with the second chosen.
fn choose_with_the_arrows(window: &Window) {
    let active = format!("return {INPUT}.getAttribute('aria-activedescendant')");
    let option = |at: usize| window.run(&format!("return document.querySelectorAll('[role=option]')[{at}].id"));
    assert_eq!(window.run(&active), json!(null), "nothing is chosen before an arrow is pressed");
    window.press(key::DOWN);
    assert_eq!(window.run(&active), option(0));
    window.press(key::UP);
    assert_eq!(window.run(&active), json!(null), "up from the first is back in the box");
    window.press(key::UP);
    assert_eq!(window.run(&active), option(9), "and up from the box is the last");

    window.press(key::ESCAPE);
    assert_eq!(window.run(&format!("return {INPUT}.ariaExpanded")), "false");
    assert_eq!(window.run(&format!("return {INPUT}.value")), "refund", "what was typed stays");
    assert_eq!(window.run(&active), json!(null));
    assert_eq!(window.run("return document.querySelector('.search-panel').checkVisibility()"), false);

    window.press(&[key::DOWN, key::DOWN].concat());
    assert_eq!(window.run(&format!("return {INPUT}.ariaExpanded")), "true", "an arrow opens it again");
    assert_eq!(window.run(&active), option(1));
    let selected = "return document.querySelectorAll('[aria-selected=true]').length";
    assert_eq!(window.run(selected), 1);
    assert_eq!(window.run(&format!("return document.activeElement === {INPUT}")), true, "the focus stays in the box");
}

#[test]
fn a_box_closes_when_the_focus_leaves_and_empties_with_its_text() {
    let Some(window) = Window::open("the search box closes") else { return };
    let host = demo_host("/");
    window.visit(&host.at(""));
    window.press("/payout");
    window.wait_for("document.querySelector('[role=option]')");
    window.press(&key::BACKSPACE.repeat(6));
    window.wait_for("!document.querySelector('[role=option]')");
    assert_eq!(window.run(&format!("return {INPUT}.ariaExpanded")), "false");
    window.press("zzzzzzzz");
    let panel = "document.querySelector('.search-panel')";
    assert_eq!(
        window.wait_for(&format!("{panel}.checkVisibility() && {panel}.innerText.includes('Nothing found') && 1")),
        1
    );
    window.run("document.querySelector('.brand').focus()");
    assert_eq!(window.run(&format!("return {panel}.checkVisibility()")), false, "the customer has gone on");
}

#[test]
fn the_search_page_is_its_address() {
    let Some(window) = Window::open("the search page follows its address") else { return };
    let host = demo_host("/help/");
    let native = reader(&demo("/help/"));
    let expected = |query: &str| -> Vec<String> {
        let results = native.search(query, 30).expect("the index is whole");
        results.hits.iter().map(|hit| host.at(&hit.url)).collect()
    };

    window.visit(&host.at("search/?q=card%20reader%20%26%20till"));
    window.wait_for("document.querySelector('.search-hit')");
    assert_eq!(window.run(&format!("return {INPUT}.value")), "card reader & till");
    assert_eq!(strings(&window.run(SHOWN)), expected("card reader & till"));

    window.run(&format!("{INPUT}.focus(); {INPUT}.select()"));
    window.press("payout");
    window.wait_for("new URL(location).searchParams.get('q') === 'payout'");
    let count = expected("payout").len();
    window.wait_for(&format!("document.querySelectorAll('.search-hit').length === {count}"));
    assert_eq!(strings(&window.run(SHOWN)), expected("payout"));

    window.press(key::DOWN);
    assert_eq!(window.run("return document.activeElement.href.split('#')[0]"), expected("payout")[0]);
    window.press(key::UP);
    assert_eq!(window.run(&format!("return document.activeElement === {INPUT}")), true);
    window.press(&[key::DOWN, key::DOWN, key::ENTER].concat());
    let page = window.wait_until_left(&host.at("search/?q=payout"));
    assert_eq!(page.split('#').next(), Some(expected("payout")[1].as_str()));
    window.run("history.back()");
    window.wait_until_left(&page);
    window.wait_for(&format!("document.querySelectorAll('.search-hit').length === {count}"));
    assert_eq!(window.run(&format!("return {INPUT}.value")), "payout", "the way back leads to the same results");
    assert_eq!(window.errors(), [""; 0]);
}

#[test]
fn a_box_works_where_there_is_no_page() {
    let Some(window) = Window::open("the search box works on the 404 page") else { return };
    let host = demo_host("/help/");
    let nowhere = host.at("deep/none/at/all");
    window.visit(&nowhere);
    assert!(window.text().contains("This page does not exist"), "{}", window.text());
    window.press("/allergens");
    window.wait_for("document.querySelector('[role=option]')");
    let first = window.run("return document.querySelector('[role=option]').href");
    window.press(&[key::DOWN, key::ENTER].concat());
    assert_eq!(json!(window.wait_until_left(&nowhere)), first);
    assert!(!window.text().contains("This page does not exist"), "{}", window.text());
}
