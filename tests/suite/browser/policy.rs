//! Every page works under a policy that allows next to nothing: no inline code, no other host, no cookie.

use serde_json::json;

use crate::html;

use super::host::{Host, Policy};
use super::window::Window;
use super::{PAGES, demo, demo_host};

/// The promise, word for word.
const PROMISED: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
                        font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
                        require-trusted-types-for 'script'";

/// Where the demo's form is sent.
const FORMS: &str = "https://forms.tillwright.example";

/// The promise where somebody may send a form to its server.
fn promised_with_form() -> String {
    let with_connections = PROMISED.replace("connect-src 'self'", &format!("connect-src 'self' {FORMS}"));
    with_connections.replace("form-action 'self'", &format!("form-action 'self' {FORMS}"))
}

/// What a page has left behind in the browser, but for the list of articles that were read in this visit.
pub(super) const LEFT_BEHIND: &str = "
    const databases = await indexedDB.databases();
    const kept = Object.keys(sessionStorage).filter((key) => key !== 'firstline-read');
    return [document.cookie.length, localStorage.length, kept.length, databases.length];";

#[test]
fn pages_hold_no_code_and_name_the_policy() {
    let tree = demo("/help/");
    let with_form = promised_with_form();
    for (path, bytes) in tree.iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = html::read(std::str::from_utf8(bytes).expect("a page is UTF-8"));
        assert_eq!(page.errors, [""; 0], "{path} is read without guessing");
        assert_eq!(page.inline_code.trim(), "", "{path} has code in itself");
        let handlers = page.elements.iter().flat_map(|element| element.attributes());
        let handlers: Vec<_> = handlers.filter(|(name, _)| name.starts_with("on") || *name == "style").collect();
        assert_eq!(handlers, [("", ""); 0], "{path} has code in itself");
        let is_policy = |element: &&html::Element| element.attribute("http-equiv") == Some("Content-Security-Policy");
        let policies: Vec<_> =
            page.elements.iter().filter(is_policy).map(|element| element.attribute("content")).collect();
        let promised = if path == "contact/form/index.html" { &with_form } else { PROMISED };
        assert_eq!(policies, [Some(promised)], "{path}");
    }
    let headers = String::from_utf8_lossy(&tree["_headers"]);
    let header = format!("Content-Security-Policy: {with_form}; frame-ancestors 'none'");
    assert!(headers.lines().any(|line| line.trim() == header), "{headers}");
}

#[test]
fn every_page_works_under_its_policy() {
    let Some(window) = Window::open("every page works under its policy") else { return };
    let tree = demo("/help/");
    let host = Host::start(&tree, "/help/", Policy::Both);
    window.requests();
    for path in tree.keys().filter(|path| path.ends_with(".html")) {
        let address = path.strip_suffix("index.html").unwrap_or(path);
        window.visit(&host.at(address));
        assert_eq!(window.stopped(), [""; 0], "{address}");
        assert_eq!(window.run(LEFT_BEHIND), json!([0, 0, 0, 0]), "{address}");
        assert_eq!(window.run("return getComputedStyle(document.body).margin"), "0px", "{address} has its style");
    }
    assert_eq!(window.errors(), [""; 0]);
    assert_eq!(window.cookies(), json!([]));
    let requests = window.requests();
    assert!(requests.len() > tree.keys().filter(|path| path.ends_with(".html")).count(), "requests are seen");
    let strange: Vec<_> = requests.iter().filter(|address| !address.starts_with(&host.at(""))).collect();
    assert_eq!(strange, [""; 0], "nothing is asked of anybody else");
}

#[test]
fn search_works_under_the_policy_with_and_without_headers() {
    let Some(window) = Window::open("search works under the policy") else { return };
    for policy in [Policy::Both, Policy::InPages] {
        let host = Host::start(&demo("/help/"), "/help/", policy);
        for (name, address) in PAGES {
            window.visit(&host.at(address));
            window.press("/refund");
            window.wait_for("document.querySelector('.search-hit')");
            assert_eq!(window.stopped(), [""; 0], "{name}, {policy:?}");
            assert_eq!(window.run(LEFT_BEHIND), json!([0, 0, 0, 0]), "{name}, {policy:?}");
        }
        let errors = window.errors();
        let own: Vec<_> = errors.iter().filter(|error| !error.contains("no/such/page")).collect();
        assert_eq!(own, [""; 0], "{policy:?}");
        let requests = window.requests();
        let strange: Vec<_> = requests.iter().filter(|address| address.starts_with("http")).collect();
        let strange: Vec<_> = strange.into_iter().filter(|address| !address.starts_with(&host.at(""))).collect();
        assert_eq!(strange, [""; 0], "{policy:?}");
        assert_eq!(window.cookies(), json!([]));
    }
}

#[test]
fn the_policy_is_really_in_force() {
    let Some(window) = Window::open("the policy is in force") else { return };
    let host = demo_host("/help/");
    window.visit(&host.at(""));
    let attempts = "
        const attempts = {
          style: () => { document.body.setAttribute('style', 'margin: 9px'); },
          script: () => { const code = document.createElement('script'); code.textContent = 'window.__inline = 1'; document.body.append(code); },
          html: () => { document.body.innerHTML = 'x'; },
          address: () => { new Worker('data:text/javascript,'); },
          elsewhere: () => fetch('https://elsewhere.example/'),
        };
        const stopped = [];
        for (const [name, attempt] of Object.entries(attempts)) {
          try { await attempt(); } catch { stopped.push(name); }
        }
        return [stopped, window.__inline ?? null, getComputedStyle(document.body).margin];";
    assert_eq!(window.run(attempts), json!([["script", "html", "address", "elsewhere"], null, "0px"]));
    assert!(window.stopped().len() >= 3, "{:?}", window.stopped());
}
