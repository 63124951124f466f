//! The banner that other sites embed: shown on another origin, under a strict policy of theirs, with nothing left behind.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::project::{Project, Tree};

use super::host::{Fault, Host, Policy};
use super::policy::LEFT_BEHIND;
use super::window::Window;

/// A title that would run if it were taken for HTML.
const TITLE: &str = "<img src=x onerror=alert(1)> Cards & tills";

/// How often the shop's clock in these tests is asked is up to the banner; it stands at this moment until it is set.
const NOON: &str = "2026-11-20T12:00:00Z";

fn shop() -> Project {
    let incident = |title: &str, impact: &str, component: &str| {
        format!(
            "---\ntitle: {title}\nstarted: 2026-11-20T11:00:00Z\nimpact: {impact}\ncomponents: {{{component}: \
             partial_outage}}\nupdates:\n  - {{at: 2026-11-20T11:05:00Z, state: investigating, body: We look., \
             next_update_by: 2026-11-20T12:30:00Z}}\n---\n"
        )
    };
    Project::new()
        .with("content/status/components.yaml", "- {id: payments, name: Payments}\n- {id: shop, name: Shop}\n")
        .with("content/status/incidents/cards.md", incident(&format!("'{TITLE}'"), "major", "payments"))
        .with("content/status/incidents/slow.md", incident("The shop is slow", "minor", "shop"))
        .with(
            "content/status/maintenance/lamps.md",
            "---\ntitle: New lamps\nstarts: 2026-11-20T13:00:00Z\nends: 2026-11-20T14:00:00Z\ncomponents: [shop]\n\
             updates:\n  - {at: 2026-11-18T09:00:00Z, state: scheduled, body: Dark.}\n---\n",
        )
}

/// The help centre, below a prefix.
fn help() -> Host {
    Host::start(&Arc::new(shop().site()), "/help/", Policy::Both)
}

/// Somebody else's page that embeds the banner with these options. Its policy allows the banner's host and nothing more.
fn other_site(help: &Host, options: &str) -> Host {
    let script = help.at("status/banner.js");
    let origin = help.at("").replace("/help/", "");
    let page = format!(
        "<!doctype html><html lang=\"en\"><head><title>Shop</title><script src=\"{script}\" async {options}></script>\
         </head><body><h1>Shop</h1></body></html>"
    );
    let headers = format!(
        "/*\n  Content-Security-Policy: default-src 'none'; script-src {origin}; connect-src {origin}; \
         require-trusted-types-for 'script'\n"
    );
    let files = [("index.html", page), ("404.html", String::new()), ("_headers", headers)];
    let tree: Tree = files.into_iter().map(|(path, text)| (path.to_owned(), text.into_bytes())).collect();
    Host::start(&Arc::new(tree), "/", Policy::Both)
}

/// Stops the clock of every page that is opened from now on, and counts what the banner has read and dealt with.
fn stop_clock(window: &Window) {
    let script = format!(
        "window.__now = Date.parse('{NOON}');
         Date.now = () => window.__now;
         window.__read = 0;
         // What is done with an answer is done before anything that is put off until afterwards.
         const count = () => setTimeout(() => {{ window.__read += 1; }});
         const past = fetch;
         window.fetch = async (...asked) => {{
           const answer = await past(...asked);
           if (!answer.ok) count();
           const json = answer.json.bind(answer);
           answer.json = () => json().finally(count);
           return answer;
         }};"
    );
    window.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": script }));
}

/// Sets the clock, and has the page look at it as when somebody comes back to it.
fn set_clock(window: &Window, time: &str) {
    let come_back =
        format!("window.__now = Date.parse('{time}'); document.dispatchEvent(new Event('visibilitychange'));");
    window.run(&come_back);
}

const BARS: &str = "[...(document.querySelector('[data-status-banner]')?.shadowRoot.querySelectorAll('.bar') ?? [])]";

/// What the banner says, a line for each bar.
fn said(window: &Window) -> Value {
    window.run(&format!("return {BARS}.map((bar) => bar.querySelector('p').textContent)"))
}

fn wait_until_said(window: &Window, lines: &[&str]) {
    let lines = json!(lines);
    window.wait_for(&format!(
        "JSON.stringify({BARS}.map((bar) => bar.querySelector('p').textContent)) === {}",
        json!(lines.to_string())
    ));
}

/// Waits until the banner has read so many answers, and shows what they say.
fn wait_until_read(window: &Window, times: usize) {
    window.wait_for(&format!("window.__read === {times}"));
}

/// What the status says from now on: an incident with this impact.
fn say(help: &Host, impact: &str) {
    let incidents = match impact {
        "" => json!([]),
        _ => json!([{ "id": "cards", "name": "Cards fail", "impact": impact, "components": [], "shortlink": "" }]),
    };
    let summary = json!({ "incidents": incidents, "scheduled_maintenances": [] }).to_string();
    help.spoil("api/v2/summary.json", Fault::Other("application/json", summary.into_bytes()));
}

#[test]
fn another_site_shows_what_is_broken_and_keeps_nothing() {
    let Some(window) = Window::open("the banner works from another origin") else { return };
    let help = help();
    let other = other_site(&help, "");
    window.requests();
    stop_clock(&window);
    window.visit(&other.at(""));
    let (major, minor) = (format!("Major problem: {TITLE}"), "Minor problem: The shop is slow");
    wait_until_said(&window, &[&major, minor]);
    let place = window.run(
        "const place = document.body.firstElementChild;
         const region = place.shadowRoot.querySelector('[role=region]');
         const link = region.querySelector('a');
         return [place.hasAttribute('data-status-banner'), region.getAttribute('aria-label'), link.href,
           place.shadowRoot.querySelectorAll('img, script, style').length];",
    );
    assert_eq!(place, json!([true, "Service status", "https://help.example.com/status/incidents/cards/", 0]));
    assert_eq!(window.run("return window.__ran"), json!([]), "a title runs nothing");

    // Closed is closed, as long as the page stays.
    window.run(&format!("{BARS}[0].querySelector('button').click()"));
    wait_until_said(&window, &[minor]);
    set_clock(&window, "2026-11-20T12:10:00Z");
    wait_until_read(&window, 2);
    assert_eq!(said(&window), json!([minor]));

    assert_eq!(window.run(LEFT_BEHIND), json!([0, 0, 0, 0]));
    assert_eq!(window.cookies(), json!([]));
    assert_eq!(window.stopped(), [""; 0]);
    let asked = window.requests();
    let known = [other.at(""), help.at("status/banner.js"), help.at("api/v2/summary.json")];
    let strange: Vec<_> = asked.iter().filter(|address| address.starts_with("http")).collect();
    let strange: Vec<_> = strange.into_iter().filter(|address| !known.contains(address)).collect();
    assert!(strange.iter().all(|address| address.ends_with("/favicon.ico")), "{strange:?}");
}

#[test]
fn options_choose_components_and_how_bad_it_has_to_be() {
    let Some(window) = Window::open("the banner has options") else { return };
    let help = help();
    stop_clock(&window);
    let (major, minor) = (format!("Major problem: {TITLE}"), "Minor problem: The shop is slow".to_owned());
    for (options, expected) in [
        ("data-level=\"major\"", json!([major])),
        ("data-level=\"critical\"", json!([])),
        ("data-components=\"shop\"", json!([minor])),
        ("data-components=\"till, payments\"", json!([major])),
        ("data-components=\"till\"", json!([])),
        ("data-components=\"shop\" data-level=\"major\"", json!([])),
    ] {
        let other = other_site(&help, options);
        window.visit(&other.at(""));
        wait_until_read(&window, 1);
        assert_eq!(said(&window), expected, "{options}");
    }
}

#[test]
fn maintenance_is_shown_while_it_lasts_whenever_the_site_was_built() {
    let Some(window) = Window::open("the banner shows maintenance on time") else { return };
    let help = help();
    let other = other_site(&help, "data-components=\"shop\"");
    stop_clock(&window);
    window.visit(&other.at(""));
    let slow = "Minor problem: The shop is slow";
    let lamps = "Maintenance is under way: New lamps";
    wait_until_said(&window, &[slow]);
    for (time, expected) in [
        ("2026-11-20T12:59:59Z", &[slow][..]),
        ("2026-11-20T13:00:00Z", &[slow, lamps]),
        ("2026-11-20T13:59:59Z", &[slow, lamps]),
        ("2026-11-20T14:00:00Z", &[slow]),
    ] {
        set_clock(&window, time);
        wait_until_said(&window, expected);
    }
}

#[test]
fn whatever_is_wrong_with_the_status_the_page_is_left_alone() {
    let Some(window) = Window::open("the banner is silent when it fails") else { return };
    let help = help();
    stop_clock(&window);
    let nonsense = |text: &str| Fault::Other("application/json", text.as_bytes().to_vec());
    for fault in [
        Fault::Status(500),
        nonsense("<html>"),
        nonsense("null"),
        nonsense("{\"incidents\": [null], \"scheduled_maintenances\": [7]}"),
    ] {
        help.spoil("api/v2/summary.json", fault);
        let other = other_site(&help, "");
        window.visit(&other.at(""));
        wait_until_read(&window, 1);
        assert_eq!(window.text().trim(), "Shop");
        let errors = window.errors();
        assert!(errors.iter().all(|error| error.contains("Failed to load resource")), "{errors:?}");
    }
}

#[test]
fn what_was_read_last_stays_when_nothing_more_can_be_read() {
    let Some(window) = Window::open("the banner keeps what it read last") else { return };
    let help = help();
    let other = other_site(&help, "");
    stop_clock(&window);
    say(&help, "major");
    window.visit(&other.at(""));
    wait_until_said(&window, &["Major problem: Cards fail"]);
    let nonsense =
        Fault::Other("application/json", b"{\"incidents\": [null], \"scheduled_maintenances\": []}".to_vec());
    for (read, fault, time) in [(2, Fault::Status(500), "2026-11-20T12:10:00Z"), (3, nonsense, "2026-11-20T12:20:00Z")]
    {
        help.spoil("api/v2/summary.json", fault);
        set_clock(&window, time);
        wait_until_read(&window, read);
        assert_eq!(said(&window), json!(["Major problem: Cards fail"]));
    }
    say(&help, "");
    // A clock that was set back does not keep it from asking.
    set_clock(&window, "2026-11-20T09:00:00Z");
    wait_until_said(&window, &[]);
}

#[test]
fn what_was_closed_comes_back_when_it_becomes_worse_and_what_comes_later_is_told() {
    let Some(window) = Window::open("the banner tells what is new") else { return };
    let help = help();
    let other = other_site(&help, "");
    stop_clock(&window);
    say(&help, "");
    window.visit(&other.at(""));
    wait_until_read(&window, 1);
    let place = "document.querySelector('[data-status-banner]')";
    assert_eq!(window.run(&format!("return {place}")), Value::Null, "without need nothing is put into the page");

    say(&help, "minor");
    set_clock(&window, "2026-11-20T12:10:00Z");
    let told = format!("{place}?.shadowRoot.querySelector('[role=status]').textContent");
    window.wait_for(&format!("{told} === 'Minor problem: Cards fail'"));
    assert_eq!(window.run(&format!("return {place}.shadowRoot.querySelector('[role=region]').lang")), "en");

    window.run(&format!("{BARS}[0].querySelector('button').click()"));
    wait_until_said(&window, &[]);
    say(&help, "critical");
    set_clock(&window, "2026-11-20T12:20:00Z");
    window.wait_for(&format!("{told} === 'Critical problem: Cards fail'"));
    assert_eq!(said(&window), json!(["Critical problem: Cards fail"]));
}

#[test]
fn who_closes_a_bar_from_the_keyboard_is_not_lost() {
    let Some(window) = Window::open("closing a bar keeps the focus") else { return };
    let help = help();
    let other = other_site(&help, "");
    stop_clock(&window);
    window.visit(&other.at(""));
    let (major, minor) = (format!("Major problem: {TITLE}"), "Minor problem: The shop is slow");
    wait_until_said(&window, &[&major, minor]);
    window.run(
        "const link = document.createElement('a');
         link.id = 'here';
         link.href = '#';
         document.body.append(link);
         link.focus();",
    );
    let close = format!("const button = {BARS}[0].querySelector('button'); button.focus(); button.click();");
    window.run(&close);
    wait_until_said(&window, &[minor]);
    let focused = "document.querySelector('[data-status-banner]').shadowRoot.activeElement";
    let label = window.run(&format!("return {focused}.getAttribute('aria-label')"));
    assert_eq!(label, "Close: The shop is slow");
    window.run(&close);
    wait_until_said(&window, &[]);
    assert_eq!(window.run("return document.activeElement.id"), "here", "back where the visitor came from");
}
