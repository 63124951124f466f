//! Where customers look when something is broken, and what the status pages are without JavaScript.

use serde_json::{Value, json};

use super::clock::{outage, set_clock, site, work};
use super::host::Host;
use super::unscripted::{shown, shows};
use super::window::{Window, strings};

/// What the lines on top of a page say.
fn banner(window: &Window) -> Vec<String> {
    let body = "return [...document.querySelectorAll('.alerts li')]
        .filter((line) => line.checkVisibility()).map((line) => line.innerText.trim())";
    strings(&window.run(body))
}

const MAJOR: &str = "Major problem Card payments failing";

#[test]
fn what_is_broken_is_said_on_every_page() {
    let Some(window) = Window::open("what is broken is said on every page") else { return };
    let minor = "---\ntitle: Receipts late\nstarted: 2026-11-20T12:00:00Z\nimpact: minor\n---\n";
    let host = site(&[outage(), ("content/status/incidents/receipts.md", minor)]);
    set_clock(&window, "2026-11-20T14:06:00Z");
    for page in ["till/pay/", "till/open/", "till/", "contact/", "contact/phone/", "a-z/", "search/", "no/such/page"] {
        window.visit(&host.at(page));
        assert_eq!(banner(&window), [MAJOR], "{page:?}");
    }
    window.visit(&host.at(""));
    assert_eq!(banner(&window), [MAJOR, "Minor problem Receipts late"]);
    for page in ["status/", "status/incidents/cards/"] {
        window.visit(&host.at(page));
        assert_eq!(banner(&window), [""; 0], "{page:?} is about it");
    }
    window.visit(&host.at("till/pay/"));
    window.run("document.querySelector('.alerts a').click()");
    window.wait_until_at(&host.at("status/incidents/cards/"));
}

#[test]
fn answers_and_the_contact_page_say_what_concerns_them() {
    let Some(window) = Window::open("answers say what concerns them") else { return };
    let host = site(&[outage()]);
    set_clock(&window, "2026-11-20T14:06:00Z");
    let notices = "return [...document.querySelectorAll('.notice')].map((notice) => notice.innerText)";
    for (page, told) in [("till/pay/", 1), ("till/open/", 0), ("contact/", 1)] {
        window.visit(&host.at(page));
        let notices = strings(&window.run(notices));
        assert_eq!(notices.len(), told, "{page:?}: {notices:?}");
        assert!(notices.iter().all(|notice| notice.contains("What you can do meanwhile: Take cash.")), "{notices:?}");
    }
    let above = "const at = (selector) => document.querySelector(selector).getBoundingClientRect().top;
        return at('.notice') < at('.channels')";
    assert_eq!(window.run(above), true, "before anybody writes");
}

#[test]
fn a_site_without_trouble_pays_nothing() {
    let Some(window) = Window::open("a site without trouble pays nothing") else { return };
    let host = site(&[]);
    for page in ["till/pay/", "contact/", "a-z/"] {
        window.visit(&host.at(page));
        assert_eq!(banner(&window), [""; 0]);
    }
    assert!(host.requests().iter().all(|path| !path.contains("assets/status-")), "no script without need");
}

/// Presses a key where nothing of the page runs, as chromedriver itself cannot.
fn press(window: &Window, key: &str, code: i64, text: &str) {
    for what in ["keyDown", "keyUp"] {
        let stroke = json!({ "type": what, "key": key, "code": key, "windowsVirtualKeyCode": code, "text": text });
        window.devtools("Input.dispatchKeyEvent", &stroke);
    }
}

fn without_scripts(test: &str) -> Option<(Window, Host)> {
    let window = Window::open(test)?;
    window.devtools("Emulation.setScriptExecutionDisabled", &json!({ "value": true }));
    let summer = "---\ntitle: Slow in summer\nstarted: 2026-09-01T08:00:00Z\nresolved: 2026-09-01T10:05:00Z\n\
        impact: minor\ncomponents: {till: degraded_performance}\n---\nA cable.\n";
    Some((window, site(&[outage(), work(), ("content/status/incidents/summer.md", summer)])))
}

#[test]
fn every_status_page_can_be_read_without_scripts() {
    let Some((window, host)) = without_scripts("status pages can be read without JavaScript") else { return };
    let promise = "20 November 2026, 14:30 GMT";
    for (page, texts) in [
        ("status/", &["Some services are partly down", "Card payments failing", promise, "Selling", "Earlier"][..4]),
        ("status/", &["Needs ", "of 81 days with problems", "New till software", "Planned", "How we work this out"]),
        ("status/", &["1 September 2026, 09:00 BST (08:00 UTC)", "2 hours 5 minutes", "As of "]),
        ("status/incidents/cards/", &["Major problem", "Cause found", promise, "Take cash.", "Still broken for you?"]),
        ("status/maintenance/till/", &["Planned", "20 November 2026, 20:00 GMT", "1 hour", "Questions about this?"]),
        ("status/components/till/", &["The last 90 days", "1 September 2026", "Uptime by month", "What it needs"]),
        ("status/history/", &["History", "November 2026", "1 incident, 1 maintenance window"]),
        ("status/history/2026/09/", &["Slow in summer", "Minor problem", "Later"]),
        ("", &["Major problem", "Card payments failing", promise]),
    ] {
        shows(&window, &host.at(page), texts);
        let text = shown(&window);
        for timed in ["is late.", "your time", "This page was made", "should have been over"] {
            assert!(!text.contains(timed), "{page:?} shows {timed:?}, which needs a clock:\n{text}");
        }
    }
}

#[test]
fn the_days_open_from_the_keyboard_without_scripts() {
    let Some((window, host)) = without_scripts("the days open from the keyboard") else { return };
    shows(&window, &host.at("status/"), &["1 of 81 days with problems"]);
    let summary = |open: bool| {
        let document = window.devtools("DOM.getDocument", &json!({}));
        let selector = if open { ".part-days[open] summary" } else { ".part-days summary" };
        let wanted = json!({ "nodeId": document["root"]["nodeId"], "selector": selector });
        window.devtools("DOM.querySelector", &wanted)["nodeId"].clone()
    };
    assert_eq!(summary(true), Value::from(0), "nothing is open before somebody asks");
    window.devtools("DOM.focus", &json!({ "nodeId": summary(false) }));
    press(&window, "Enter", 13, "\r");
    let end = std::time::Instant::now() + super::window::DEADLINE;
    while summary(true) == 0 {
        assert!(std::time::Instant::now() < end, "Enter opens the days");
    }
    let text = shown(&window);
    assert!(text.contains("20 November 2026") && text.contains("Partly down 53 minutes"), "{text}");
}
