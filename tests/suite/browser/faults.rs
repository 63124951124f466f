//! When the search cannot be had: the visitor is told within two seconds, titles are searched meanwhile, the A–Z is at
//! hand, and the search is back as soon as the host is well. A worker that dies or hangs is replaced without a word.

use std::time::Duration;

use serde_json::json;

use super::host::{Fault, Host};
use super::window::{Window, strings};
use super::{demo, demo_host};

/// Longest that a visitor is left without an answer or a way out.
const TWO_SECONDS: Duration = Duration::from_secs(2);

const PANEL: &str = "document.querySelector('.search-panel')";
const STATUS: &str = "document.querySelector('.search-panel .search-status').innerText.replaceAll('\\n', ' ')";
const TITLES: &str = "[...document.querySelectorAll('.search-title')].map((title) => title.innerText)";
const RESULTS: &str = "document.querySelectorAll('.search-hit').length";

const OPENING: &str = "search/en/index.bin";

/// What is said when only titles can be searched, and when not even those can.
const ONLY_TITLES: &str = "Search is not available right now, so only titles are searched.";
const NOTHING_AT_ALL: &str =
    "Search is not available right now. The topics and the A–Z list every answer. All answers from A to Z";

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
    Failure { what: "there is no index", cause: |host| host.spoil(OPENING, Fault::Status(500)) },
    Failure {
        what: "the index is another page",
        cause: |host| host.spoil(OPENING, Fault::Other("text/html", HTML.to_vec())),
    },
    Failure {
        what: "the index is altered",
        cause: |host| host.spoil(OPENING, Fault::Other("application/octet-stream", altered(OPENING))),
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

/// The files of the index beside the one that opens it.
fn parts() -> impl Iterator<Item = String> {
    let tree = demo("/help/");
    let is_part = |path: &&String| path.starts_with("search/en/") && path.ends_with(".bin") && *path != OPENING;
    tree.keys().filter(is_part).cloned().collect::<Vec<_>>().into_iter()
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
    assert_eq!(window.run("return document.querySelector('main .card-link').checkVisibility()"), true, "{what}");
}

/// Titles are searched, which is said, and nothing else is shown.
fn searches_titles(window: &Window, what: &str) {
    let said = window.wait_for(&format!("{STATUS}.startsWith('{ONLY_TITLES}') && {STATUS}"));
    assert_eq!(said, format!("{ONLY_TITLES} 2 results All answers from A to Z"), "{what}");
    let shown = strings(&window.run(&format!("return {TITLES}")));
    assert_eq!(shown, ["Refund a sale", "My customer hasn't received their refund"], "{what}");
    stays_usable(window, what);
}

#[test]
fn titles_are_searched_until_the_host_is_well_again() {
    let Some(window) = Window::open("titles are searched where the search cannot be had") else { return };
    for Failure { what, cause } in FAILURES {
        let host = demo_host("/help/");
        cause(&host);
        window.visit(&host.at(""));
        is_helped(&window, &host, what);
        searches_titles(&window, what);
        host.heal();
        window.press("s");
        window.wait_for(&format!("{RESULTS} === 10"));
        assert!(!window.text().contains("not available"), "{what}");
    }
}

#[test]
fn without_titles_there_is_the_way_out() {
    let Some(window) = Window::open("a search that cannot be had is explained") else { return };
    let faults = [Fault::Status(404), Fault::Other("text/html", HTML.to_vec()), Fault::Held];
    for fault in faults {
        let what = format!("{fault:?}");
        let host = demo_host("/help/");
        host.spoil(&runtime(&host), Fault::Status(404));
        host.spoil("search/en/titles.json", fault);
        window.visit(&host.at(""));
        is_helped(&window, &host, &what);
        window.wait_for(&format!("{STATUS} === '{NOTHING_AT_ALL}'"));
        assert_eq!(window.run(&format!("return {RESULTS}")), 0, "{what}");
        stays_usable(&window, &what);
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
        searches_titles(&window, &what);
    }
}

/// The files of the search that a question needs, in the order in which they are asked for, and those of its passages.
fn files_asked_for(window: &Window) -> (Vec<String>, Vec<String>) {
    let host = demo_host("/help/");
    let of_search = |path: String| path.strip_prefix("/help/").filter(|path| is_binary(path)).map(str::to_owned);
    window.visit(&host.at(""));
    window.press("/");
    window.run("const box = document.activeElement; box.value = 'refund'; box.dispatchEvent(new Event('input'));");
    window.wait_for(&format!("{RESULTS} === 10"));
    let for_results: Vec<String> = host.requests().into_iter().filter_map(of_search).collect();
    window.wait_for("document.querySelector('.search-section')");
    let for_passages: Vec<String> = host.requests().into_iter().filter_map(of_search).collect();
    (for_results, for_passages)
}

fn is_binary(path: &str) -> bool {
    path.ends_with(".wasm") || path.ends_with(".bin")
}

/// A file as it may come instead of itself. Nobody knows what a program does of which one bit is another.
fn spoilt(path: &str) -> Vec<Fault> {
    let raw = |bytes: Vec<u8>| Fault::Other("application/octet-stream", bytes);
    let whole = bytes(path);
    let other = parts().find(|other| other != path).expect("the index has several parts");
    let mut faults = vec![
        raw(whole[..whole.len() / 2].to_vec()),
        raw(bytes(&other)),
        Fault::Other("text/html", HTML.to_vec()),
        Fault::Status(404),
        Fault::Status(500),
    ];
    if path.ends_with(".bin") {
        faults.push(raw(altered(path)));
    }
    faults
}

#[test]
fn every_damage_to_any_file_is_noticed() {
    let Some(window) = Window::open("every damage to any file is noticed") else { return };
    let (for_results, for_passages) = files_asked_for(&window);
    let mut cases = 0;
    for path in for_results {
        for fault in spoilt(&path) {
            let what = format!("{path}: {fault:?}").chars().take(120).collect::<String>();
            let host = demo_host("/help/");
            host.spoil(&path, fault);
            window.visit(&host.at(""));
            is_helped(&window, &host, &what);
            searches_titles(&window, &what);
            cases += 1;
        }
    }
    assert!(cases >= 40, "{cases} cases");
    for path in for_passages {
        for fault in spoilt(&path) {
            let host = demo_host("/help/");
            host.spoil(&path, fault);
            window.visit(&host.at(""));
            window.press("/refund");
            window.wait_for(&format!("{RESULTS} === 10"));
            cases += 1;
        }
    }
    assert!(cases >= 60, "{cases} cases");
}

#[test]
fn a_slow_host_is_no_broken_one() {
    let Some(window) = Window::open("a slow host is waited for") else { return };
    let host = demo_host("/help/");
    host.spoil(OPENING, Fault::Held);
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
        const compile = WebAssembly.instantiate;
        WebAssembly.instantiate = async (...given) => {
          const { instance } = await compile(...given);
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
