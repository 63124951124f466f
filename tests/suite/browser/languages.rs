//! Each language has its own search in the browser: a page asks the index of its own language, knows that language's
//! words, and finds what the terminal finds.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::languages::{project, reader};
use crate::project::{Tree, theme};

use super::host::{Fault, Host, Policy};
use super::window::Window;

const HITS: &str = "[...document.querySelectorAll('.search-hit a, a.search-hit')].map((link) => link.href)";

/// Asks a worker, started as the page starts it, one query after the other.
const ASK_ALL: &str = "
    const [queries] = arguments;
    const form = document.querySelector('form[data-search]');
    const address = (name) => form.dataset[name] && new URL(form.dataset[name], document.baseURI).href;
    const policy = trustedTypes.createPolicy('languages', { createScriptURL: (url) => url });
    const worker = new Worker(policy.createScriptURL(address('worker')));
    worker.postMessage({ kind: 'open', wasm: address('wasm'), stem: address('stem'), index: address('index') });
    const answers = [];
    for (const [number, query] of queries.entries()) {
      const answer = new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => data.number === number && /answer|failed/.test(data.kind) && resolve(data);
        worker.onerror = reject;
      });
      worker.postMessage({ kind: 'ask', number, query, limit: 10 });
      answers.push(await answer);
    }
    worker.terminate();
    return answers;";

/// The stem of every word, as the module at an address gives it; with `!` in front if it is a stop word.
const STEMS: &str = "
    const [address, words] = arguments;
    const { instance } = await WebAssembly.instantiateStreaming(fetch(address));
    const { memory, buffer, stem, is_stop_word } = instance.exports;
    return words.map((word) => {
      const bytes = new TextEncoder().encode(word);
      new Uint8Array(memory.buffer, buffer(), bytes.length).set(bytes);
      const mark = is_stop_word(bytes.length) ? '!' : '';
      const length = stem(bytes.length);
      return mark + new TextDecoder().decode(new Uint8Array(memory.buffer, buffer(), length));
    });";

/// Words of all the languages, and what is no word of any.
const WORDS: &str = "\
    الكتاب بالكتاب أذربيجان والمستخدمين فاتورة استرداد betaling betalingerne adgangskoden hvordan gebühren überweisungen \
    gebuehr großes λογαριασμός λογαριασμού πληρωμές όταν ενεργοποίηση hoping happiness organization the refunded agreed \
    cancelación facturando reembolsándoselo maksuissa laskuttaminen préférées journaux continuellement opérations \
    rendelések fizetéseinkről cancellandogliela pagamenti gewerkt aangemaakt wijzigingen faktureringen operações \
    inicializações facturile rambursării возвратов оплачивающихся återbetalningarna fakturorna கட்டணங்கள் \
    கணக்குகளிலிருந்து hesaplarımızdan kitabı siparişlerinizin 31க்குள் 00000001000000000000 東京 駅 ünïcödé x é 🙂 \
    aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ssssssssssssssssssssssssssssssssssssssss ééééééééééééééééééééééééééé";

fn host() -> (Arc<Tree>, Host) {
    let tree = Arc::new(project().site());
    let host = Host::start(&tree, "/", Policy::Both);
    (tree, host)
}

#[test]
fn a_page_searches_in_its_own_language() {
    let Some(window) = Window::open("a page searches in its own language") else { return };
    let (_, host) = host();
    for (page, query, found) in [
        ("fr/billing/receipts/", "rembourse", "fr/billing/refunds/"),
        ("billing/receipts/", "refunding", "billing/refunds/"),
        ("ja/billing/receipts/", "設定", "ja/billing/refunds/"),
    ] {
        window.visit(&host.at(page));
        window.press(&format!("/{query}"));
        let hits = window.wait_for(&format!("({HITS}).length && {HITS}"));
        assert_eq!(hits.as_array().and_then(|hits| hits.first()), Some(&json!(host.at(found))), "{page}: {query}");
    }
}

#[test]
fn every_language_finds_what_the_terminal_finds() {
    let Some(window) = Window::open("every language finds what the terminal finds") else { return };
    let (tree, host) = host();
    for (language, page, queries) in [
        (
            "fr",
            "fr/search/",
            &["rembourser", "REMBOURSÉS", "l’argent", "café", "cafe", "journaux", "prefere", "de la carte"][..],
        ),
        ("ja", "ja/search/", &["返金", "駅", "東京駅", "iPhone15の設定", "ｉｐｈｏｎｅ", "印刷", "カード", "ー"]),
        ("en", "search/", &["refunds", "printing", "receipt paper", "the", "remboursement"]),
    ] {
        window.visit(&host.at(page));
        let answers = window.run_with(ASK_ALL, &json!([queries]));
        let native = reader(&tree, language);
        for (number, query) in queries.iter().enumerate() {
            let results = native.search(query, 10).expect("the index is whole");
            let expected: Value = serde_json::from_str(&results.to_json()).expect("results are JSON");
            assert_eq!(answers[number]["results"], expected, "{language}: {query}");
            assert!(!results.hits.is_empty(), "{language}: {query} finds nothing, so it shows nothing");
        }
    }
}

#[test]
fn every_module_knows_the_words_of_its_language_as_the_generator_does() {
    let Some(window) = Window::open("every module knows the words of its language as the generator does") else {
        return;
    };
    let words: Vec<&str> = WORDS.split_whitespace().chain([""]).collect();
    let theme = theme();
    let modules = theme.assets().iter().filter(|asset| asset.name.starts_with("stem-"));
    let mut tree = project().site();
    tree.extend(modules.map(|asset| (asset.name.clone(), asset.bytes.clone())));
    let host = Host::start(&Arc::new(tree), "/", Policy::Both);
    window.visit(&host.at("search/"));
    for language in firstline_stemmer::ALL {
        let address = host.at(&format!("stem-{}.wasm", language.tag));
        let stems = window.run_with(STEMS, &json!([address, words]));
        let mark = |word: &str| if language.is_stop_word(word) { "!" } else { "" };
        let native: Vec<String> = words.iter().map(|word| format!("{}{}", mark(word), language.stem(word))).collect();
        assert_eq!(stems, json!(native), "{}", language.tag);
    }
}

#[test]
fn without_the_words_of_its_language_nothing_is_searched() {
    let Some(window) = Window::open("without the words of its language nothing is searched") else { return };
    let (tree, host) = host();
    let stemmer = host.file("assets/stem-fr-", ".wasm");
    let faults = [
        Fault::Status(404),
        Fault::Other("text/html", b"<!doctype html>".to_vec()),
        Fault::Other("application/wasm", tree[&stemmer][..2_000].to_vec()),
        // The runtime is a module too, but another.
        Fault::Other("application/wasm", tree[&host.file("assets/search-", ".wasm")].clone()),
    ];
    for fault in faults {
        let what = format!("{fault:?}");
        host.spoil(&stemmer, fault);
        window.visit(&host.at("fr/search/"));
        let answers = window.run_with(ASK_ALL, &json!([["rembourser"]]));
        assert_eq!(answers[0]["kind"], "failed", "{what}");
    }
}
