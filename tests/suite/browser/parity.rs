//! Law: search in the browser finds what search in the terminal finds: the same pages in the same order, with the same
//! score to the last bit, the same counts and the same excerpts.

use std::collections::BTreeSet;

use firstline_search::Reader;
use firstline_search::engine::Question;
use serde_json::{Value, json};

use crate::project::Tree;

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
    const [questions] = arguments;
    const form = document.querySelector('form[data-search]');
    const address = (name) => new URL(form.dataset[name], document.baseURI).href;
    const policy = trustedTypes.createPolicy('parity', { createScriptURL: (url) => url });
    const worker = new Worker(policy.createScriptURL(address('worker')));
    worker.postMessage({ kind: 'open', wasm: address('wasm'), stem: address('stem'), index: address('index') });
    const answers = [];
    for (const [number, question] of questions.entries()) {
      const answer = new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = reject;
      });
      worker.postMessage({ kind: 'ask', number, limit: 10, ...question });
      answers.push(await answer);
    }
    worker.terminate();
    return answers;";

/// How many questions are made up beside those above.
const GENERATED: usize = 1200;

/// Asks the browser and the terminal the same, and tells for how many questions something was found.
fn compared(window: &Window, native: &Reader, questions: &[Question]) -> usize {
    let as_json = |question: &Question| json!({ "query": question.query, "filters": question.filters, "facets": question.facets });
    let answers = window.run_with(ASK_ALL, &json!([questions.iter().map(as_json).collect::<Vec<_>>()]));
    let mut found = 0;
    for (number, question) in questions.iter().enumerate() {
        let answer = &answers[number];
        assert_eq!(answer["kind"], "answer", "{question:?}: {answer}");
        let results = native.ask(question).expect("the index is whole");
        let expected: Value = serde_json::from_str(&results.to_json()).expect("results are JSON");
        assert_eq!(answer["results"], expected, "{question:?}");
        found += usize::from(!results.hits.is_empty());
    }
    found
}

#[test]
fn the_browser_finds_what_the_terminal_finds() {
    let Some(window) = Window::open("search in the browser finds what search in the terminal finds") else { return };
    let host = demo_host("/");
    let native = reader(&demo("/"));
    window.visit(&host.at("search/"));
    let plain = QUERIES.map(|query| Question::new(query, 10));
    let found = compared(&window, &native, &plain);
    assert!(found >= 40, "only {found} of the queries find anything, so they show too little");
    let generated = Generator::new(&demo("/")).questions(GENERATED);
    let found = compared(&window, &native, &generated);
    assert!(found * 2 > GENERATED, "only {found} of the made-up queries find anything, so they show too little");
}

/// Makes up questions as customers type them, from the words of the demo: the same ones in every run.
struct Generator {
    words: Vec<String>,
    state: u64,
}

impl Generator {
    fn new(tree: &Tree) -> Self {
        let pages = tree.iter().filter(|(path, _)| path.ends_with("index.html"));
        let text: String = pages.map(|(_, page)| String::from_utf8_lossy(page)).collect();
        let words: BTreeSet<&str> = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 1).collect();
        Self { words: words.into_iter().map(str::to_owned).collect(), state: 20_261_120 }
    }

    fn questions(&mut self, count: usize) -> Vec<Question> {
        (0..count).map(|_| self.question()).collect()
    }

    /// A number below `end` (a linear congruential generator, with Knuth's factors).
    fn below(&mut self, end: usize) -> usize {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 33) as usize % end
    }

    fn question(&mut self) -> Question {
        let count = 1 + self.below(5);
        let words: Vec<String> = (0..count).map(|_| self.word()).collect();
        let separator = [" ", " ", " ", "-", "  ", ", "][self.below(6)];
        let mut question = Question::new(&words.join(separator), 10);
        if self.below(4) == 0 {
            question.facets = true;
            let filters = [("type", "howto"), ("type", "faq"), ("kind", "article"), ("topic", "Till"), ("no", "such")];
            let filters = filters.into_iter().take(self.below(3)).map(|(name, value)| (name.into(), value.into()));
            question.filters = filters.collect();
        }
        question
    }

    /// A word, as it is or as somebody types it.
    fn word(&mut self) -> String {
        let at = self.below(self.words.len());
        let mut letters: Vec<char> = self.words[at].chars().collect();
        let place = self.below(letters.len());
        match self.below(10) {
            0 => drop(letters.remove(place)),
            1 => letters.insert(place, letters[place]),
            2 => letters.swap(place, place.saturating_sub(1)),
            3 => letters[place] = char::from(b'a' + self.below(26) as u8),
            4 => letters.truncate(place + 1),
            5 => letters[place] = ['é', 'ß', '\u{301}', 'я', '返', '🙂', '\u{202e}', 'İ'][self.below(8)],
            6 => letters = letters.iter().flat_map(|letter| letter.to_uppercase()).collect(),
            _ => {}
        }
        letters.into_iter().collect()
    }
}
