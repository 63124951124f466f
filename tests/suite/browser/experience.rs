//! What customers see while they type: results that stay, the passage that answers, the word that was meant, the answer
//! whose id they know, and where to go on when nothing is found.

use firstline_search::language::Language;
use serde_json::json;

use super::window::{Window, key, strings};
use super::{demo, demo_host, reader};

const INPUT: &str = "document.querySelector('form[data-search] input')";
const RESULTS: &str = "document.querySelectorAll('.search-hit').length";
const STATUS: &str = "document.querySelector('.search-status').innerText";

/// What people ask, beside the titles of the demo.
const QUESTIONS: [&str; 14] = [
    "refund a customer",
    "card declined",
    "why is my payout late",
    "receipt printer not printing",
    "change bank account",
    "click and collect",
    "sell while the internet is down",
    "gift card balance",
    "close my account",
    "split the bill",
    "import products from csv",
    "vat rates",
    "barcode scanner",
    "two step sign in",
];

/// Types a question letter by letter, and notes the results for each beginning. A list that is shown, replaced and not
/// there in between would leave a record of being empty.
const TYPE_LETTERS: &str = "
    const [question] = arguments;
    const input = document.querySelector('form[data-search] input');
    const list = document.querySelector('.search-results');
    const shown = [];
    let told, empty = 0, any = false;
    const observer = new MutationObserver(() => {
      empty += any && (list.hidden || list.children.length === 0) ? 1 : 0;
      any ||= list.children.length > 0;
      told?.();
    });
    observer.observe(list, { childList: true, attributes: true });
    input.focus();
    for (let end = 1; end <= question.length; end += 1) {
      const answered = new Promise((done) => { told = done; });
      input.value = question.slice(0, end);
      input.dispatchEvent(new Event('input', { bubbles: true }));
      await Promise.race([answered, new Promise((done) => setTimeout(done, 3000))]);
      shown.push([...list.querySelectorAll('.search-hit')].map((link) => new URL(link.href).pathname));
    }
    observer.disconnect();
    input.value = '';
    input.dispatchEvent(new Event('input', { bubbles: true }));
    return { shown, empty };";

#[test]
fn the_right_answer_is_never_shown_and_lost_again() {
    let Some(window) = Window::open("typing never loses the right answer") else { return };
    let host = demo_host("/");
    let native = reader(&demo("/"));
    window.visit(&host.at(""));
    let titles = window.run("return (await (await fetch('search/en/titles.json')).json()).map(([title]) => title)");
    let titles = strings(&titles).into_iter().step_by(4);
    let mut lost = Vec::new();
    for question in QUESTIONS.map(str::to_owned).into_iter().chain(titles) {
        let typed = window.run_with(TYPE_LETTERS, &json!([question]));
        assert_eq!(typed["empty"], 0, "{question}: no empty list between two answers");
        let right = native.search(&question, 1).expect("the index is whole").hits;
        let Some(right) = right.first().map(|hit| format!("/{}", hit.url)) else { continue };
        let shown: Vec<Vec<String>> = typed["shown"].as_array().expect("a list of lists").iter().map(strings).collect();
        assert_eq!(shown.last().and_then(|last| last.first()), Some(&right), "{question}");
        let is_first = |at: &usize| shown[*at].first() == Some(&right);
        let first = (telling(&question)..shown.len()).find(is_first).expect("the last shows it");
        let letters = |count: usize| question.chars().take(count).collect::<String>();
        let is_gone = |at: &usize| !shown[*at].contains(&right) && !letters(at + 1).ends_with(WORD_ON_THE_WAY);
        let gone = (first..shown.len()).find(is_gone).map(|at| at - first);
        lost.extend(
            gone.map(|gone| format!("first for {:?}, gone for {:?}", letters(first + 1), letters(first + gone + 1))),
        );
    }
    assert_eq!(lost, [""; 0]);
}

/// A word of its own on the way to a longer one: whoever stops at "About Till" means the till, and not Tillwright.
const WORD_ON_THE_WAY: &str = " Till";

/// From which letter on a question says what it is about: the third of its first word that says anything. What the
/// beginnings of "when" or "how do I" find is not found because of the question.
fn telling(question: &str) -> usize {
    let language = Language::of("en");
    let mut place = 0;
    for word in question.split(' ') {
        if !language.is_stop_word(&word.to_lowercase()) {
            return place + word.len().min(3) - 1;
        }
        place += word.len() + 1;
    }
    0
}

#[test]
fn only_the_newest_question_is_answered() {
    let Some(window) = Window::open("only the newest question is answered") else { return };
    let host = demo_host("/help/");
    window.visit(&host.at(""));
    let type_quickly = "
        const input = document.querySelector('form[data-search] input');
        const list = document.querySelector('.search-results');
        const shown = [];
        new MutationObserver(() => shown.push(list.innerText)).observe(list, { childList: true });
        input.focus();
        for (const text of ['p', 'payo', 'payout', 'allergens', 'refund']) {
          input.value = text;
          input.dispatchEvent(new Event('input', { bubbles: true }));
          await new Promise((next) => setTimeout(next));
        }
        while (shown.length === 0) await new Promise((next) => setTimeout(next, 10));
        return shown;";
    let shown = strings(&window.run(type_quickly));
    assert!(shown.iter().all(|list| list.contains("My customer hasn't received their refund")), "{shown:?}");
}

#[test]
fn the_passage_that_answers_comes_when_the_typing_pauses() {
    let Some(window) = Window::open("the best passage is shown and linked") else { return };
    let host = demo_host("/help/");
    for width in [390, 1280] {
        window.resize(width, 800);
        window.visit(&host.at(""));
        window.press("/");
        window.run(&format!("{INPUT}.value = 'refund policy'; {INPUT}.dispatchEvent(new Event('input'))"));
        window.wait_for(&format!("{RESULTS} > 0"));
        let heights = "return [...document.querySelectorAll('.search-result')].map((item) => item.getBoundingClientRect().height)";
        let before = window.run(heights);
        let sections = "[...document.querySelectorAll('.search-hit')].filter((link) => link.hash)";
        assert_eq!(window.run(&format!("return {sections}.length")), 0, "not while somebody types");
        window.wait_for(&format!("{sections}.length > 0"));
        assert_eq!(window.run(heights), before, "nothing moves when the passages come");
        let (results, passages) = reader(&demo("/help/"))
            .ask_with_passages(&firstline_search::engine::Question::new("refund policy", 10))
            .expect("the index is whole");
        let native = results.hits.iter().zip(&passages).take(5).map(|(hit, passage)| {
            let anchor = passage.as_ref().map(|passage| passage.anchor.clone()).filter(|anchor| !anchor.is_empty());
            host.at(&hit.url) + &anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default()
        });
        let shown =
            strings(&window.run("return [...document.querySelectorAll('.search-hit')].map((link) => link.href)"));
        assert_eq!(shown[..5], native.collect::<Vec<_>>());
    }
    let linked = window.run(
        "const link = [...document.querySelectorAll('.search-hit')].find((link) => link.hash);
         return [link.href, link.querySelector('.search-section').innerText.replace('›', '').trim(),
           link.querySelectorAll('.search-excerpt mark').length > 0]",
    );
    assert_eq!(linked[2], true, "the words of the question are marked");
    window.run("[...document.querySelectorAll('.search-hit')].find((link) => link.hash).click()");
    let address = window.wait_until_left(&host.at(""));
    assert_eq!(linked[0], address);
    let heading = window.run("return document.getElementById(decodeURIComponent(location.hash.slice(1))).innerText");
    let heading = heading.as_str().expect("the section has a heading").trim_end_matches(['#', ' ', '\n']);
    assert_eq!(linked[1], heading, "the link leads to the section that it names");
}

#[test]
fn what_was_meant_is_said() {
    let Some(window) = Window::open("a repaired question is explained") else { return };
    let host = demo_host("/help/");
    window.visit(&host.at(""));
    window.press("/refnud polcy");
    let said = window.wait_for(&format!("document.querySelector('.search-repaired') && {STATUS}"));
    let said = said.as_str().expect("a text").to_owned();
    assert!(said.starts_with("Showing results for refund policy."), "{said}");
    let changed = "return [...document.querySelectorAll('.search-repaired mark')].map((word) => word.innerText)";
    assert_eq!(strings(&window.run(changed)), ["refund", "policy"]);
    let heard = "document.querySelector('form [role=status]').textContent";
    window
        .wait_for(&format!("{heard}.startsWith('Showing results for refund policy.') && {heard}.endsWith('results')"));
    window.press(&key::BACKSPACE.repeat(12));
    window.press("refund");
    window.wait_for(&format!("{STATUS}.match(/^[0-9]+ results$/)"));
}

#[test]
fn an_id_leads_straight_to_its_answer() {
    let Some(window) = Window::open("an id leads to its answer") else { return };
    let host = demo_host("/help/");
    let answer = host.at("payments/card-declined/");
    window.visit(&host.at(""));
    window.press("/kb 1201");
    let first = "document.querySelector('.search-hit')";
    window.wait_for(&format!("{first}?.querySelector('.search-exact')?.checkVisibility()"));
    window.press(key::ENTER);
    assert_eq!(window.wait_until_left(&host.at("")).split('#').next(), Some(answer.as_str()));

    let page = host.at("search/?q=KB-1201");
    window.visit(&page);
    window.wait_for("document.querySelector('.search-exact')");
    assert_eq!(window.address(), page, "a link to a search shows the search");
    window.run(&format!("{INPUT}.focus()"));
    window.press(key::ENTER);
    assert_eq!(window.wait_until_left(&page).split('#').next(), Some(answer.as_str()));
}

#[test]
fn the_question_goes_along_into_the_mail() {
    let Some(window) = Window::open("the question becomes the subject of a mail") else { return };
    let host = demo_host("/help/");
    let mails = "return [...document.querySelectorAll('main a[href^=\"mailto:\"]')].map((link) => link.href)";
    window.visit(&host.at("contact/"));
    let plain = strings(&window.run(mails));
    window.visit(&host.at("contact/?q=till%20%26%20drawer"));
    let carried: Vec<String> = plain.iter().map(|mail| format!("{mail}?subject=till%20%26%20drawer")).collect();
    assert!(!plain.is_empty());
    assert_eq!(strings(&window.run(mails)), carried);
}

#[test]
fn whoever_finds_nothing_is_led_on() {
    let Some(window) = Window::open("whoever finds nothing is led on") else { return };
    let host = demo_host("/help/");
    let nothing = "document.querySelector('.search-ways')?.checkVisibility()";
    let links = "return [...document.querySelectorAll('.search-more a')].map((link) => link.href)";

    window.visit(&host.at("till/"));
    window.press("/zzqreceipt & zzqco");
    window.wait_for(nothing);
    assert_eq!(window.run(&format!("return {STATUS}")), "Nothing found for “zzqreceipt & zzqco”.");
    let shown = strings(&window.run(links));
    for expected in ["status/incidents/2026-11-20-card-payments/", "a-z/", "contact/?q=zzqreceipt%20%26%20zzqco"] {
        assert!(shown.contains(&host.at(expected)), "{expected}: {shown:?}");
    }
    window.press(key::DOWN);
    assert_eq!(window.run("return document.activeElement.href"), json!(shown[0]), "arrows lead through the links");
    window.press(&[key::DOWN, key::UP, key::ESCAPE].concat());
    assert_eq!(window.run(&format!("return document.activeElement === {INPUT}")), true);

    window.visit(&host.at("search/?q=printerzzq"));
    window.wait_for(nothing);
    assert!(window.text().contains("Topics"), "the topics are below");
    let tries = "return [...document.querySelectorAll('.search-group .search-again')].map((link) => link.href)";
    let tries = strings(&window.run(tries));
    assert!((1..=3).contains(&tries.len()), "{tries:?}");
    for address in tries {
        window.visit(&address);
        window.wait_for(&format!("{RESULTS} > 0"));
        assert!(!window.text().contains("8 answers"), "the topics make room for the results");
    }
    assert_eq!(window.errors(), [""; 0]);
}

#[test]
fn a_warm_search_takes_few_rounds() {
    let Some(window) = Window::open("what the search needs is fetched together") else { return };
    let host = demo_host("/help/");
    window.visit(&host.at(""));
    host.requests();
    window.press("/");
    let ready =
        "performance.getEntriesByType('resource').filter(({ name }) => /index.bin|[.]wasm$/.test(name)).length === 3";
    window.wait_for(ready);
    let mut fetched: Vec<String> = host.requests();
    fetched.sort();
    let names: Vec<&str> = fetched.iter().map(|path| path.split('-').next().unwrap_or_default()).collect();
    assert_eq!(
        names,
        ["/help/assets/search", "/help/assets/search", "/help/assets/stem", "/help/search/en/index.bin"],
        "worker, runtime, words and index, once each, when somebody turns to the box"
    );
    window.press("refund");
    window.wait_for(&format!("{RESULTS} === 10"));
}
