//! Without JavaScript: everything can be read, and the search box leads to a page that leads on.

use std::time::Instant;

use serde_json::{Value, json};

use super::demo_host;
use super::window::{DEADLINE, Window};

/// The text that a page shows, as it is laid out. Nothing on the page has to run for it.
pub(super) fn shown(window: &Window) -> String {
    let snapshot = window.devtools("DOMSnapshot.captureSnapshot", &json!({ "computedStyles": [] }));
    let strings = snapshot["strings"].as_array().expect("a snapshot has strings");
    let texts = snapshot["documents"][0]["layout"]["text"].as_array().expect("a snapshot has a layout");
    let text_at = |at: &Value| strings.get(usize::try_from(at.as_i64()?).ok()?)?.as_str();
    texts.iter().filter_map(text_at).collect::<Vec<_>>().join("\n")
}

/// Opens an address and waits until all of `texts` are shown.
pub(super) fn shows(window: &Window, address: &str, texts: &[&str]) {
    // chromedriver itself would wait in vain for scripts of its own to say that the page is loaded.
    window.devtools("Page.navigate", &json!({ "url": address }));
    let end = Instant::now() + DEADLINE;
    loop {
        let shown = shown(window);
        let Some(missing) = texts.iter().find(|text| !shown.contains(**text)) else { return };
        assert!(Instant::now() < end, "{address} does not show {missing:?}:\n{shown}");
    }
}

#[test]
fn every_kind_of_page_can_be_read() {
    let Some(window) = Window::open("pages can be read without JavaScript") else { return };
    let host = demo_host("/help/");
    window.devtools("Emulation.setScriptExecutionDisabled", &json!({ "value": true }));
    for (page, texts) in [
        ("", ["How can we help?", "Card payments failing", "What most people look for"]),
        ("payments/", ["Card payments and payouts", "A card was declined: what the codes mean", "Answers"]),
        ("payments/card-declined/", ["The card issuer could not be reached", "Codes from us", "Still stuck?"]),
        ("status/", ["Service status", "Partly down", "Past incidents and maintenance"]),
        ("contact/", ["Contact us", "Chat with a person", "More about this way"]),
        ("a-z/", ["All answers from A to Z", "Show allergens on products and receipts", "Your first day"]),
    ] {
        shows(&window, &host.at(page), &texts);
    }
    assert!(host.requests().iter().all(|path| !path.ends_with(".js")), "nothing is fetched that cannot run");
}

#[test]
fn the_search_box_leads_to_a_page_that_leads_on() {
    let Some(window) = Window::open("the search form works without JavaScript") else { return };
    let host = demo_host("/help/");
    window.devtools("Emulation.setScriptExecutionDisabled", &json!({ "value": true }));
    shows(&window, &host.at("no/such/page"), &["This page does not exist"]);
    let document = window.devtools("DOM.getDocument", &json!({}));
    let form = json!({ "nodeId": document["root"]["nodeId"], "selector": "form[data-search] input" });
    let input = window.devtools("DOM.querySelector", &form);
    window.devtools("DOM.focus", &json!({ "nodeId": input["nodeId"] }));
    window.devtools("Input.insertText", &json!({ "text": "refund & return" }));
    for what in ["keyDown", "keyUp"] {
        let enter = json!({ "type": what, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r" });
        window.devtools("Input.dispatchKeyEvent", &enter);
    }
    window.wait_until_at(&host.at("search/?q=refund+%26+return"));
    let text = shown(&window);
    for expected in ["Search needs JavaScript.", "A–Z", "Topics", "Card payments and payouts", "Hardware"] {
        assert!(text.contains(expected), "the search page does not show {expected:?}:\n{text}");
    }
    assert!(!text.contains("Searching…"), "{text}");
}
