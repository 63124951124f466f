//! Law: search in the browser finds what search in the terminal finds: the same pages in the same order, with the same
//! score to the last bit, the same counts and the same excerpts.

use serde_json::{Value, json};

use super::window::Window;
use super::{demo, demo_host, reader};

/// What customers type, and what nobody should. Most of it finds something.
const QUERIES: [&str; 50] = [
    // One word, as it stands in the articles or bent.
    "refund",
    "refunds",
    "REFUNDING",
    "payout",
    "printer",
    "allergens",
    "phishing",
    "VAT",
    // Several words.
    "card declined",
    "receipt printer not printing",
    "change bank account",
    "click and collect",
    "two step sign in code",
    "import products from csv",
    "split the bill between guests",
    "gift card balance",
    // Questions.
    "how do I close my account?",
    "Why is my payout a day late?",
    "when will I get my money",
    "what do the lights on the reader mean",
    "can i sell while the internet is down",
    "who can approve a refund?",
    // Still being typed.
    "re",
    "refu",
    "card dec",
    "c",
    "how to pr",
    "bar code sca",
    // Ids, codes, numbers, addresses.
    "KB-1201",
    "kb 1201",
    "code 91",
    "+44 20",
    "2026-11-20",
    "help@tillwright.example",
    "http://localhost/?a=b&c=%20",
    // Customers' own words, from aliases.
    "insufficient funds",
    "do not honour",
    "z-report",
    // Other scripts, and characters that are looked at twice.
    "caf\u{e9}",
    "cafe\u{301}",
    "CAF\u{c9}",
    "ﬁnd a receipt",
    "Ｒｅｆｕｎｄ",
    "Straße größe",
    "返金 возврат استرداد",
    "card 💳 declined 👩‍👩‍👧",
    "re\u{ad}fund\u{200b} card\u{202e}",
    // Next to nothing.
    "the of and to",
    "?!… \u{a0}\t-",
    "a \"quoted\" (field:x) AND NOT title:* ~2 ^3 \\ /",
];

/// Asks a worker, started as the page starts it, one query after the other.
const ASK_ALL: &str = "
    const [queries] = arguments;
    const form = document.querySelector('form[data-search]');
    const address = (name) => new URL(form.dataset[name], document.baseURI).href;
    const policy = trustedTypes.createPolicy('parity', { createScriptURL: (url) => url });
    const worker = new Worker(policy.createScriptURL(address('worker')));
    worker.postMessage({ kind: 'open', wasm: address('wasm'), index: address('index') });
    const answers = [];
    for (const [number, query] of queries.entries()) {
      const answer = new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = reject;
      });
      worker.postMessage({ kind: 'ask', number, query, limit: 10 });
      answers.push(await answer);
    }
    worker.terminate();
    return answers;";

#[test]
fn the_browser_finds_what_the_terminal_finds() {
    let Some(window) = Window::open("search in the browser finds what search in the terminal finds") else { return };
    let host = demo_host("/");
    let native = reader(&demo("/"));
    window.visit(&host.at("search/"));
    let answers = window.run_with(ASK_ALL, &json!([QUERIES.as_slice()]));
    let mut found = 0;
    for (number, query) in QUERIES.iter().enumerate() {
        let answer = &answers[number];
        assert_eq!(answer["kind"], "answer", "{query:?}: {answer}");
        let results = native.search(query, 10).expect("the index is whole");
        let expected: Value = serde_json::from_str(&results.to_json()).expect("results are JSON");
        assert_eq!(answer["results"], expected, "{query:?}");
        found += usize::from(!results.hits.is_empty());
    }
    assert!(found >= 40, "only {found} of the queries find anything, so they show too little");
}
