//! The search page narrows results down by what they are about. What is chosen stands in the address, and the back button
//! leads to what was there before.

use serde_json::json;

use super::demo_host;
use super::window::{Window, key, strings};

const RESULTS: &str = "document.querySelectorAll('.search-hit').length";
const STATUS: &str = "document.querySelector('.search-found [role=status]').textContent";
const CHOSEN: &str = "[...document.querySelectorAll('.facets input:checked')].map((box) => `${box.name}=${box.value}`)";

/// Presses the box of a value.
fn choose(window: &Window, name: &str, value: &str) {
    let press = "
        const [name, value] = arguments;
        const box = [...document.querySelectorAll('.facets input')].find((box) => box.name === name && box.value === value);
        box.focus();
        box.click();";
    window.run_with(press, &json!([name, value]));
}

fn count_of(window: &Window, name: &str, value: &str) -> u64 {
    let count = "
        const [name, value] = arguments;
        const box = [...document.querySelectorAll('.facets input')].find((box) => box.name === name && box.value === value);
        return Number(box.closest('label').querySelector('.facet-count').textContent);";
    window.run_with(count, &json!([name, value])).as_u64().expect("a count is a number")
}

/// Waits until so many results are told, with these values.
fn told(window: &Window, count: u64, values: &str) {
    let results = if count == 1 { "1 result".to_owned() } else { format!("{count} results") };
    let expected = if values.is_empty() { results } else { format!("{results} · {values}") };
    window.wait_for(&format!("{STATUS} === {}", json!(expected)));
}

#[test]
fn results_are_narrowed_down_and_the_way_back_leads_back() {
    let Some(window) = Window::open("results are narrowed down") else { return };
    let host = demo_host("/help/");
    window.resize(1280, 900);
    window.visit(&host.at("search/"));
    assert_eq!(window.run("return document.querySelector('.facets').checkVisibility()"), false, "nothing to narrow");
    window.visit(&host.at("search/?q=refund"));
    window.wait_for(&format!("{RESULTS} > 0"));
    let all = window.run(&format!("return parseInt({STATUS})")).as_u64().expect("a count");
    let legends = "return [...document.querySelectorAll('.facets legend')].filter((legend) => legend.checkVisibility())
        .map((legend) => legend.textContent)";
    let legends = strings(&window.run(legends));
    assert!(legends.starts_with(&["Topic".to_owned(), "Kind of answer".to_owned()]), "{legends:?}");

    let topic = "Orders and returns";
    let count = count_of(&window, "topic", topic);
    choose(&window, "topic", topic);
    told(&window, count, topic);
    let address = window.address();
    assert_eq!(address, host.at("search/?q=refund&topic=Orders+and+returns"));
    assert_eq!(window.run("return document.activeElement.value"), topic, "the focus stays where it was");

    let other = count_of(&window, "topic", "Till");
    choose(&window, "topic", "Till");
    told(&window, count + other, "Till, Orders and returns");
    let howto = count_of(&window, "type", "howto");
    assert!(howto < count + other, "counts are those of what is left");
    choose(&window, "type", "howto");
    told(&window, howto, "Till, Orders and returns, How-to");
    assert_eq!(window.run(&format!("return {CHOSEN}.length")), 3);

    window.run("history.back()");
    told(&window, count + other, "Till, Orders and returns");
    window.run("history.back()");
    told(&window, count, topic);
    assert_eq!(strings(&window.run(&format!("return {CHOSEN}"))), [format!("topic={topic}")]);
    window.run("history.forward()");
    told(&window, count + other, "Till, Orders and returns");

    window.run("document.querySelector('[data-facets-clear]').click()");
    told(&window, all, "");
    assert_eq!(window.address(), host.at("search/?q=refund"));
    assert_eq!(window.run("return document.querySelector('[data-facets-clear]').checkVisibility()"), false);
    assert_eq!(window.errors(), [""; 0]);
}

#[test]
fn an_address_leads_to_what_it_says() {
    let Some(window) = Window::open("a narrowed search can be linked") else { return };
    let host = demo_host("/help/");
    window.visit(&host.at("search/?q=refund&type=howto&topic=Till&topic=no+such+topic"));
    window.wait_for(&format!("{STATUS}.endsWith(' · Till, no such topic, How-to')"));
    let chosen = strings(&window.run(&format!("return {CHOSEN}")));
    assert_eq!(chosen.len(), 3, "what nobody has can be taken back: {chosen:?}");
    window.visit(&host.at("search/?q=refund&topic=no+such+topic"));
    window.wait_for(&format!("{STATUS} === 'Nothing found · no such topic'"));
    window.run("document.querySelector('[data-facets-clear]').click()");
    window.wait_for(&format!("{RESULTS} > 0"));
}

#[test]
fn what_was_submitted_stays_behind_the_back_button() {
    let Some(window) = Window::open("what was searched before is a step back") else { return };
    let host = demo_host("/help/");
    let input = "document.querySelector('form[data-search] input')";
    window.visit(&host.at("search/"));
    let length = window.run("return history.length").as_u64();
    window.run(&format!("{input}.focus()"));
    window.press("payout");
    window.press(key::ENTER);
    window.wait_for("location.search === '?q=payout'");
    window.run(&format!("{input}.select()"));
    window.press("refund");
    window.wait_for("location.search === '?q=refund'");
    window.press("s");
    window.wait_for("location.search === '?q=refunds'");
    assert_eq!(window.run("return history.length").as_u64(), length.map(|length| length + 1), "letters are no steps");
    window.run("history.back()");
    window.wait_for(&format!("{input}.value === 'payout' && location.search === '?q=payout'"));
    window.wait_for(&format!("{STATUS}.endsWith('results')"));
}

#[test]
fn on_a_phone_the_choices_fold_away() {
    let Some(window) = Window::open("on a phone the facets fold away") else { return };
    let host = demo_host("/help/");
    window.resize(390, 844);
    window.visit(&host.at("search/?q=refund"));
    window.wait_for(&format!("{RESULTS} > 0"));
    let seen = "document.querySelector('.facets input').checkVisibility()";
    assert_eq!(window.run(&format!("return {seen}")), false);
    assert_eq!(window.run("return document.querySelector('.facets summary').checkVisibility()"), true);
    window.run("document.querySelector('.facets summary').click()");
    window.wait_for(seen);
    choose(&window, "topic", "Till");
    window.wait_for("document.querySelector('[data-facets-chosen]').textContent === '1'");
    let small = "return [...document.querySelectorAll('.facets label, .facets button, .facets summary')]
        .filter((target) => target.checkVisibility() && target.getBoundingClientRect().height < 44).length";
    assert_eq!(window.run(small), 0, "a thumb hits every choice");
}
