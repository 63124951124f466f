//! When the search cannot be had: the visitor is told within two seconds, has the A–Z at hand, and can search again as
//! soon as the host is well. A worker that dies or hangs is replaced without a word.

use std::time::Duration;

use serde_json::json;

use super::host::{Fault, Host};
use super::window::Window;
use super::{demo, demo_host};

/// Longest that a visitor is left without an answer or a way out.
const TWO_SECONDS: Duration = Duration::from_secs(2);

const PANEL: &str = "document.querySelector('.search-panel')";
const RESULTS: &str = "document.querySelectorAll('.search-hit').length";

const HTML: &[u8] = b"<!doctype html><title>Sign in to the network</title><p>Welcome to the hotel.";

/// A way in which a host can fail.
struct Failure {
    what: &'static str,
    cause: fn(&Host),
}

const FAILURES: &[Failure] = &[
    Failure { what: "there is no runtime", cause: |host| host.spoil(&runtime(host), Fault::Status(404)) },
    Failure {
        what: "the runtime is another page",
        cause: |host| host.spoil(&runtime(host), Fault::Other("text/html", HTML.to_vec())),
    },
    Failure {
        what: "the runtime is cut off",
        cause: |host| {
            host.spoil(&runtime(host), Fault::Other("application/wasm", bytes(&runtime(host))[..9000].to_vec()))
        },
    },
    Failure { what: "there is no index", cause: |host| host.spoil("search/en/index.json", Fault::Status(500)) },
    Failure {
        what: "the index is another page",
        cause: |host| host.spoil("search/en/index.json", Fault::Other("text/html", HTML.to_vec())),
    },
    Failure {
        what: "the hot bundle is altered",
        cause: |host| {
            let hot = host.file("search/en/hot-", ".bin");
            host.spoil(&hot, Fault::Other("application/octet-stream", altered(&hot)));
        },
    },
    Failure {
        what: "every part is altered",
        cause: |host| {
            parts().for_each(|part| host.spoil(&part, Fault::Other("application/octet-stream", altered(&part))))
        },
    },
    Failure {
        what: "every part is gone",
        cause: |host| parts().for_each(|part| host.spoil(&part, Fault::Status(404))),
    },
];

fn runtime(host: &Host) -> String {
    host.file("assets/search-", ".wasm")
}

fn worker(host: &Host) -> String {
    host.file("assets/search-worker-", ".js")
}

fn bytes(path: &str) -> Vec<u8> {
    demo("/help/")[path].clone()
}

/// A file with one bit turned over in its middle.
fn altered(path: &str) -> Vec<u8> {
    let mut bytes = bytes(path);
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    bytes
}

/// The files of the index beside its manifest.
fn parts() -> impl Iterator<Item = String> {
    let tree = demo("/help/");
    let parts: Vec<String> =
        tree.keys().filter(|path| path.starts_with("search/en/") && path.ends_with(".bin")).cloned().collect();
    parts.into_iter()
}

/// Types a query that cannot be answered now, and sees that the visitor is helped in time.
fn is_helped(window: &Window, host: &Host, what: &str) {
    window.press("/refund");
    let way_out =
        window.wait_within(&format!("{PANEL}.checkVisibility() && {PANEL}.querySelector('p a')?.href"), TWO_SECONDS);
    assert_eq!(way_out, Some(json!(host.at("a-z/"))), "{what}");
}

/// The page is as good as any: the box has its text and the focus, and other links are where they were.
fn stays_usable(window: &Window, what: &str) {
    let box_text = window.run("return document.activeElement.value");
    assert_eq!(box_text, "refund", "{what}");
    assert_eq!(window.run("return document.querySelector('main a').checkVisibility()"), true, "{what}");
    assert_eq!(window.run(&format!("return {RESULTS}")), 0, "{what}");
}

#[test]
fn the_visitor_is_told_and_can_search_when_the_host_is_well_again() {
    let Some(window) = Window::open("a search that cannot be had is explained") else { return };
    for Failure { what, cause } in FAILURES {
        let host = demo_host("/help/");
        cause(&host);
        window.visit(&host.at(""));
        is_helped(&window, &host, what);
        let message = window.wait_for(&format!("{PANEL}.innerText.includes('not available') && {PANEL}.innerText"));
        assert_eq!(
            message,
            "Search is not available right now. The topics and the A–Z list every answer. All answers from A to Z",
            "{what}"
        );
        stays_usable(&window, what);
        host.heal();
        window.press("s");
        window.wait_for(&format!("{RESULTS} === 10"));
        assert!(!window.text().contains("not available"), "{what}");
    }
}

#[test]
fn a_worker_that_cannot_start_is_explained() {
    let Some(window) = Window::open("a worker that cannot start is explained") else { return };
    for fault in [Fault::Status(404), Fault::Other("text/javascript", b"throw new Error('no');".to_vec())] {
        let host = demo_host("/help/");
        let what = format!("{fault:?}");
        host.spoil(&worker(&host), fault);
        window.visit(&host.at(""));
        is_helped(&window, &host, &what);
        window.wait_for(&format!("{PANEL}.innerText.includes('not available')"));
        stays_usable(&window, &what);
    }
}

#[test]
fn a_slow_host_is_no_broken_one() {
    let Some(window) = Window::open("a slow host is waited for") else { return };
    let host = demo_host("/help/");
    host.spoil("search/en/index.json", Fault::Held);
    window.visit(&host.at(""));
    is_helped(&window, &host, "nothing comes");
    let message = window.run(&format!("return {PANEL}.innerText"));
    assert_eq!(message, "This takes longer than usual. All answers from A to Z");
    host.heal();
    window.wait_for(&format!("{RESULTS} === 10"));
    assert_eq!(
        window.run(&format!("return {PANEL}.querySelectorAll('p a').length")),
        0,
        "nobody needs the way out now"
    );
}

/// Replaces the first worker only, and sees that the second answers without another key being pressed.
fn is_replaced(window: &Window, what: &str, script: Vec<u8>) -> Host {
    let host = demo_host("/help/");
    host.spoil(&worker(&host), Fault::OtherAtFirst("text/javascript", script));
    window.visit(&host.at(""));
    window.press("/refund");
    window.wait_for(&format!("{RESULTS} === 10"));
    let workers = host.requests().iter().filter(|path| path.contains("search-worker")).count();
    assert_eq!(workers, 2, "{what}: the first worker was replaced once");
    host
}

#[test]
fn a_worker_whose_runtime_traps_is_replaced() {
    let Some(window) = Window::open("a trapped worker is replaced") else { return };
    let trapping = "
        const compile = WebAssembly.instantiateStreaming;
        WebAssembly.instantiateStreaming = async (response) => {
          const { instance } = await compile(response);
          const ask = () => { throw new WebAssembly.RuntimeError('unreachable'); };
          return { instance: { exports: { ...instance.exports, ask } } };
        };";
    let tree = demo("/help/");
    let name = tree.keys().find(|path| path.contains("search-worker")).expect("the site has a worker");
    let real = String::from_utf8_lossy(&tree[name]).into_owned();
    is_replaced(&window, "a trap", (trapping.to_owned() + &real).into_bytes());
}

#[test]
fn a_worker_that_hangs_is_replaced() {
    let Some(window) = Window::open("a hanging worker is replaced") else { return };
    let hanging = "onmessage = ({ data }) => { while (data.kind === 'ask'); };";
    is_replaced(&window, "an endless loop", hanging.into());
}
