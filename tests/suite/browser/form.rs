//! The contact form: filled in from the keyboard, sent once, kept when it cannot be sent, and a plain form without scripts.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Instant;

use serde_json::{Value, json};
use url::form_urlencoded;

use super::clock::{move_clock, set_clock, site};
use super::host::{Fault, Host};
use super::unscripted::shows;
use super::window::{DEADLINE, Window, key, strings};

const TAB: &str = "\u{e004}";

/// How the server that takes the form behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Behaviour {
    /// It answers with this status, and lets other sites' pages read that.
    Answers(u16),
    /// It takes the message and lets nobody read the answer.
    Secretive,
    /// It takes the message and says nothing.
    Hangs,
}

/// A server that takes forms, on a port of its own, until it is dropped.
struct Endpoint {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    behaviour: Mutex<Behaviour>,
    changed: Condvar,
    taken: Mutex<Vec<Vec<(String, String)>>>,
    closed: AtomicBool,
}

impl Endpoint {
    fn start(behaviour: Behaviour) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = listener.local_addr().expect("a listener has an address");
        let shared = Arc::new(Shared {
            behaviour: Mutex::new(behaviour),
            changed: Condvar::new(),
            taken: Mutex::default(),
            closed: AtomicBool::new(false),
        });
        let serving = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().take_while(|_| !serving.closed.load(Ordering::Relaxed)) {
                let shared = Arc::clone(&serving);
                // A visitor who hangs up has lost patience.
                std::thread::spawn(move || stream.and_then(|stream| shared.serve(stream)));
            }
        });
        Self { address, shared }
    }

    fn url(&self) -> String {
        format!("http://{}/help", self.address)
    }

    fn behave(&self, behaviour: Behaviour) {
        *self.shared.behaviour.lock().unwrap() = behaviour;
        self.shared.changed.notify_all();
    }

    /// The messages taken since this was last called: the fields of each, as they came.
    fn taken(&self) -> Vec<Vec<(String, String)>> {
        std::mem::take(&mut *self.shared.taken.lock().unwrap())
    }

    /// The one message that has come, as soon as it has.
    fn the_message(&self) -> BTreeMap<String, String> {
        let end = Instant::now() + DEADLINE;
        loop {
            let mut taken = self.taken();
            if let Some(message) = taken.pop() {
                assert_eq!(taken.len(), 0, "one message came");
                return message.into_iter().collect();
            }
            assert!(Instant::now() < end, "no message came");
            std::thread::yield_now();
        }
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        self.shared.closed.store(true, Ordering::Relaxed);
        self.behave(Behaviour::Secretive);
        // The listener looks up once more and sees that it is closed.
        let _ = TcpStream::connect(self.address);
    }
}

impl Shared {
    fn serve(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let mut reader = BufReader::new(stream.try_clone()?);
        let mut head = String::new();
        while reader.read_line(&mut head)? > 0 && !head.ends_with("\r\n\r\n") {}
        if !head.starts_with("POST /help ") {
            return Ok(());
        }
        let lower = head.to_lowercase();
        assert!(lower.contains("content-type: application/x-www-form-urlencoded"), "{head}");
        let length = lower.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        let mut body = vec![0; length.unwrap_or(0)];
        reader.read_exact(&mut body)?;
        self.taken.lock().unwrap().push(form_urlencoded::parse(&body).into_owned().collect());
        let (status, allowed) = match self.answer() {
            Behaviour::Answers(status) => (status, "Access-Control-Allow-Origin: *\r\n"),
            Behaviour::Secretive | Behaviour::Hangs => (200, ""),
        };
        let head = format!("HTTP/1.1 {status} x\r\n{allowed}Content-Type: text/plain\r\nContent-Length: 6\r\n");
        stream.write_all((head + "Connection: close\r\n\r\nthanks").as_bytes())
    }

    /// How it behaves now; does not return while it hangs.
    fn answer(&self) -> Behaviour {
        let mut behaviour = self.behaviour.lock().unwrap();
        while *behaviour == Behaviour::Hangs {
            behaviour = self.changed.wait(behaviour).unwrap();
        }
        *behaviour
    }
}

const CALENDARS: &str = "
support:
  time_zone: Europe/London
  hours: {mon-fri: ['09:00-17:00']}
";

const TILL: &str = "---
title: Till
ask:
  - {question: Which till is it?, hint: Its number is on its back.}
  - {question: Since when?, choices: [Today, Longer]}
---
";

/// A help centre whose form is sent to `address`.
fn help(address: &str) -> Host {
    let form = format!(
        "---\ntitle: Write to us\nchannel: form\naddress: \"{address}\"\ncalendar: support\nreply_within: 2 business hours\n\
         fallback: {{channel: phone}}\n---\n"
    );
    site(&[
        ("content/contact/calendars.yaml", CALENDARS),
        ("content/contact/form.md", &form),
        ("content/contact/email.md", "---\ntitle: Mail us\nchannel: email\naddress: help@example.com\n---\n"),
        ("content/articles/till/_topic.md", TILL),
        ("content/articles/till/cash/_topic.md", "---\ntitle: Cash\nask: [Which currency?]\n---\n"),
        ("content/articles/till/cash/count.md", "---\ntitle: Count the cash\n---\nOne, two, three.\n"),
        ("content/articles/payments/_topic.md", "---\ntitle: Payments\nask: [Which reader?]\n---\n"),
        ("content/articles/payments/declined.md", "---\ntitle: A card was declined\n---\nAsk the bank.\n"),
        ("content/articles/payments/refund.md", "---\ntitle: Refund a card\n---\nChoose the sale, then Refund.\n"),
    ])
}

const FORM: &str = "contact/form/";

/// The name or the words of what has the focus.
const FOCUS: &str = "
    const { name, ariaLabel, textContent, tagName, type } = document.activeElement;
    return tagName === 'BUTTON' || tagName === 'SUMMARY' ? (ariaLabel || textContent).trim() : `${name}${type === 'radio' ? '*' : ''}`;";

fn focus(window: &Window) -> String {
    window.run(FOCUS).as_str().unwrap_or_default().to_owned()
}

/// Presses the key that leads on, and says where to.
fn tab(window: &Window) -> String {
    window.press(TAB);
    focus(window)
}

fn turn_to(window: &Window, id: &str) {
    window.run_with("document.getElementById(arguments[0]).focus()", &json!([id]));
}

fn write(window: &Window, id: &str, text: &str) {
    turn_to(window, id);
    window.press(text);
}

/// Writes a message and presses the button.
fn send(window: &Window, text: &str) {
    write(window, "fl-form-message", text);
    press_send(window);
}

fn press_send(window: &Window) {
    window.run("document.querySelector('[data-send]').click()");
}

fn is_shown(window: &Window, panel: &str) -> Value {
    window.wait_for(&format!("document.querySelector('[data-{panel}]').checkVisibility()"))
}

fn value(window: &Window, id: &str) -> Value {
    window.run_with("return document.getElementById(arguments[0]).value", &json!([id]))
}

fn reference(window: &Window) -> String {
    let shown = "return [...document.querySelectorAll('[data-reference]')].find((place) => place.checkVisibility()).textContent";
    window.run(shown).as_str().unwrap_or_default().to_owned()
}

/// What a mail would say that the page has composed: its address, subject and text.
fn mail(window: &Window) -> [String; 3] {
    let shown = "return [...document.querySelectorAll('[data-compose]')].find((link) => link.checkVisibility()).href";
    let mail = url::Url::parse(window.run(shown).as_str().unwrap_or_default()).expect("it is an address");
    // A plus is a plus in a mail.
    let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    let (subject, body) = mail.query().and_then(|query| query.split_once("&body=")).expect("it has a text");
    [mail.path().to_owned(), decoded(subject.trim_start_matches("subject=")), decoded(body)]
}

#[test]
fn the_form_is_filled_in_and_sent_from_the_keyboard_alone() {
    let Some(window) = Window::open("the form from the keyboard alone") else { return };
    let endpoint = Endpoint::start(Behaviour::Answers(200));
    let host = help(&endpoint.url());
    // Friday afternoon in London: two business hours end on Monday.
    set_clock(&window, "2026-11-20T16:00:00Z");
    window.devtools("Emulation.setTimezoneOverride", &json!({ "timezoneId": "Europe/London" }));
    window.visit(&host.at("till/open/"));
    window.visit(&host.at("payments/declined/"));
    window.visit(&host.at(FORM));
    let mut at = focus(&window);
    for _ in 0..30 {
        if at == "topic" {
            break;
        }
        at = tab(&window);
    }
    assert_eq!(at, "topic");
    window.press("Till");
    assert_eq!(value(&window, "fl-form-topic"), "till");
    assert_eq!(tab(&window), "subject");
    window.press("Locked");
    assert_eq!(tab(&window), "message");
    window.press("It will not open.\u{e007}Since nine.");
    assert_eq!(tab(&window), "Questions about Till");
    assert_eq!(tab(&window), "question (till): Which till is it?");
    window.press("3");
    assert_eq!(tab(&window), "question (till): Since when?*");
    window.press(key::UP);
    assert_eq!(tab(&window), "email");
    window.press("ada@example.com");
    assert_eq!(tab(&window), "name");
    assert_eq!(tab(&window), "Remove Open the till");
    window.press(key::ENTER);
    assert_eq!(focus(&window), "Remove A card was declined", "the focus stays in the list");
    assert_eq!(tab(&window), "Remove all");
    assert_eq!(tab(&window), "Send");
    window.press(key::ENTER);
    is_shown(&window, "sent");
    let message = endpoint.the_message();
    let read = format!("A card was declined {}", host.at("payments/declined/"));
    let expected = [
        ("email", "ada@example.com"),
        ("language", "en"),
        ("message", "It will not open.\nSince nine."),
        ("question (till): Since when?", "Longer"),
        ("question (till): Which till is it?", "3"),
        ("read", &read),
        ("subject", "Locked"),
        ("topic", "till"),
    ];
    let sent: Vec<(&str, String)> = message
        .iter()
        .filter(|(name, _)| *name != "reference")
        .map(|(name, text)| (name.as_str(), text.replace("\r\n", "\n")))
        .collect();
    assert_eq!(sent, expected.map(|(name, text)| (name, text.to_owned())));
    assert_eq!(message["reference"], reference(&window));
    after_sending(&window, &message["reference"]);
    assert_eq!(window.stopped(), [""; 0]);
    assert_eq!(window.errors(), [""; 0]);
}

fn after_sending(window: &Window, reference: &str) {
    let pieces: Vec<&str> = reference.split('-').collect();
    let is_plain = |piece: &&str| piece.len() == 4 && piece.chars().all(|c| "23456789CFHJKMQRWXY".contains(c));
    assert!(pieces.len() == 2 && pieces.iter().all(is_plain), "{reference} can be read out");
    assert_eq!(window.run("return document.activeElement.matches('[data-sent]')"), true, "the news has the focus");
    let text = window.text().replace(['\u{a0}', '\u{202f}'], " ");
    for said in ["Your message is with us", "Expect our answer by Monday", "If it cannot wait", "+44 20 7946 0000"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let summary = value(window, "fl-form-summary-sent");
    let summary = summary.as_str().unwrap_or_default();
    for line in [&format!("Reference: {reference}"), "Topic: Till", "Since when?: Longer", "- A card was declined"] {
        assert!(summary.contains(line), "{line}: {summary}");
    }
    assert_eq!(window.run("return sessionStorage.getItem(`firstline-form:${location.pathname}`)"), Value::Null);
}

#[test]
fn a_message_that_cannot_be_sent_is_kept_and_can_be_mailed() {
    let Some(window) = Window::open("a message that cannot be sent is kept") else { return };
    let nobody = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port").local_addr().expect("an address");
    for (behaviour, why) in [
        (Some(Behaviour::Answers(500)), "answered with an error"),
        (Some(Behaviour::Secretive), "could not be reached"),
        (Some(Behaviour::Hangs), "did not answer in time"),
        (None, "could not be reached"),
    ] {
        let endpoint = behaviour.map(Endpoint::start);
        let address = endpoint.as_ref().map_or(format!("http://{nobody}/help"), Endpoint::url);
        let host = help(&address);
        set_clock(&window, "2026-11-20T16:00:00Z");
        window.visit(&host.at("till/open/"));
        window.visit(&host.at(&format!("{FORM}?topic=till")));
        write(&window, "fl-form-subject", "Locked & shut");
        write(&window, "fl-ask-till-1", "No 3+4");
        write(&window, "fl-form-email", "ada@example.com");
        send(&window, "It will not open.");
        if behaviour == Some(Behaviour::Hangs) {
            endpoint.as_ref().expect("it hangs").the_message();
            move_clock(&window, "2026-11-20T16:00:14Z");
            assert_eq!(window.run("return document.querySelector('[data-failed]').hidden"), true, "there is time left");
            move_clock(&window, "2026-11-20T16:00:16Z");
        }
        is_shown(&window, "failed");
        assert!(window.text().contains(why), "{behaviour:?}: {}", window.text());
        let reference = reference(&window);
        let [to, subject, text] = mail(&window);
        assert_eq!(
            (to.as_str(), subject.as_str()),
            ("help@example.com", format!("[{reference}] Locked & shut").as_str())
        );
        let expected = format!(
            "Reference: {reference}\r\nTopic: Till\r\nSubject: Locked & shut\r\nWhat happened: It will not open.\r\n\
             Which till is it?: No 3+4\r\nE-mail: ada@example.com\r\nAlready read:\r\n- Open the till\r\n  {}",
            host.at("till/open/")
        );
        assert_eq!(text, expected, "{behaviour:?}");
        assert!(window.text().contains("Other ways to reach us") && window.text().contains("Mail us"));
        window.visit(&host.at(FORM));
        for (id, kept) in [
            ("fl-form-topic", "till"),
            ("fl-form-subject", "Locked & shut"),
            ("fl-form-message", "It will not open."),
            ("fl-ask-till-1", "No 3+4"),
            ("fl-form-email", "ada@example.com"),
        ] {
            assert_eq!(value(&window, id), kept, "{behaviour:?}: {id} is kept");
        }
        assert_eq!(window.stopped(), [""; 0], "{behaviour:?}");
    }
}

#[test]
fn a_message_is_sent_again_with_the_same_reference() {
    let Some(window) = Window::open("a message is sent again") else { return };
    let endpoint = Endpoint::start(Behaviour::Answers(503));
    let host = help(&endpoint.url());
    window.visit(&host.at(FORM));
    send(&window, "It will not open.");
    is_shown(&window, "failed");
    let first = endpoint.the_message();
    window.visit(&host.at(FORM));
    endpoint.behave(Behaviour::Answers(204));
    press_send(&window);
    is_shown(&window, "sent");
    assert_eq!(endpoint.the_message(), first);
    window.run("document.querySelector('[data-again]').click()");
    assert_eq!(value(&window, "fl-form-message"), "");
    endpoint.behave(Behaviour::Answers(500));
    send(&window, "And it rings.");
    is_shown(&window, "failed");
    let second = endpoint.the_message();
    assert_ne!(second["reference"], first["reference"]);
    endpoint.behave(Behaviour::Answers(200));
    window.run("document.querySelector('[data-retry]').click()");
    is_shown(&window, "sent");
    assert_eq!(endpoint.the_message(), second);
}

#[test]
fn a_double_click_sends_once() {
    let Some(window) = Window::open("a double click sends once") else { return };
    let endpoint = Endpoint::start(Behaviour::Hangs);
    let host = help(&endpoint.url());
    window.visit(&host.at(FORM));
    write(&window, "fl-form-message", "Help.");
    press_send(&window);
    press_send(&window);
    assert_eq!(window.run("return document.querySelector('[data-send]').disabled"), false);
    endpoint.the_message();
    endpoint.behave(Behaviour::Answers(200));
    is_shown(&window, "sent");
    assert_eq!(endpoint.taken().len(), 0);
}

#[test]
fn what_is_written_while_a_message_is_being_sent_is_another_message() {
    let Some(window) = Window::open("writing on while a message is being sent") else { return };
    let endpoint = Endpoint::start(Behaviour::Hangs);
    let host = help(&endpoint.url());
    window.visit(&host.at(&format!("{FORM}?topic=till")));
    send(&window, "It will not open.");
    let first = endpoint.the_message();
    write(&window, "fl-form-message", " And it rings.");
    choose(&window, "payments");
    endpoint.behave(Behaviour::Answers(200));
    is_shown(&window, "sent");
    assert_eq!(reference(&window), first["reference"]);
    let summary = value(&window, "fl-form-summary-sent");
    let summary = summary.as_str().unwrap_or_default();
    assert!(summary.contains("It will not open.") && !summary.contains("rings"), "{summary}");
    assert!(summary.contains("Topic: Till"), "{summary}");
    let text = window.text();
    assert!(text.contains("can be sent as another message") && !text.contains("Write another message"), "{text}");
    assert_eq!(value(&window, "fl-form-message"), "It will not open. And it rings.");
    window.visit(&host.at(FORM));
    assert_eq!(value(&window, "fl-form-message"), "It will not open. And it rings.", "it is kept");
    assert_eq!(value(&window, "fl-form-topic"), "payments");
    press_send(&window);
    is_shown(&window, "sent");
    let second = endpoint.the_message();
    assert_eq!((second["message"].as_str(), second["topic"].as_str()), ("It will not open. And it rings.", "payments"));
    assert_ne!(second["reference"], first["reference"]);
    assert_eq!(reference(&window), second["reference"]);
    assert!(window.text().contains("Write another message"));
    assert!(!window.text().contains("can be sent as another message"));
    assert_eq!(window.run("return document.querySelector('[data-form]').hidden"), true);
}

#[test]
fn each_message_is_told_of_what_it_lacks() {
    let Some(window) = Window::open("another message lacks something") else { return };
    let endpoint = Endpoint::start(Behaviour::Answers(200));
    let host = help(&endpoint.url());
    window.visit(&host.at(FORM));
    press_send(&window);
    press_send(&window);
    is_shown(&window, "sent");
    endpoint.the_message();
    window.run("document.querySelector('[data-again]').click()");
    press_send(&window);
    is_shown(&window, "trouble");
    assert_eq!(endpoint.taken().len(), 0);
}

#[test]
fn what_is_missing_is_said_and_stops_nobody() {
    let Some(window) = Window::open("what is missing stops nobody") else { return };
    let endpoint = Endpoint::start(Behaviour::Answers(200));
    let host = help(&endpoint.url());
    window.visit(&host.at(FORM));
    write(&window, "fl-form-email", "ada at example.com");
    press_send(&window);
    let focused = window.run("return document.activeElement.innerText");
    let focused = focused.as_str().unwrap_or_default();
    for said in
        ["You have not said what happened yet.", "does not look like an e-mail address", "press the button again"]
    {
        assert!(focused.contains(said), "{focused}");
    }
    let beside = "const field = document.getElementById(arguments[0]);
        return [field.ariaInvalid, document.getElementById(field.getAttribute('aria-describedby').split(' ')[0]).textContent];";
    let told = window.run_with(beside, &json!(["fl-form-message"]));
    assert_eq!(told, json!(["true", "You have not said what happened yet."]));
    write(&window, "fl-form-email", "!");
    assert_eq!(window.run("return document.getElementById('fl-form-email-error')"), Value::Null, "being mended");
    assert_eq!(endpoint.taken().len(), 0);
    press_send(&window);
    is_shown(&window, "sent");
    assert_eq!(endpoint.the_message()["email"], "ada at example.com!");
}

#[test]
fn without_javascript_every_field_is_posted() {
    let Some(window) = Window::open("the form without JavaScript") else { return };
    let endpoint = Endpoint::start(Behaviour::Answers(200));
    let host = help(&endpoint.url());
    window.devtools("Emulation.setScriptExecutionDisabled", &json!({ "value": true }));
    let shown = ["What happened?", "Questions about Till", "Questions about Payments", "Send"];
    shows(&window, &host.at(FORM), &shown);
    let text = super::unscripted::shown(&window);
    for hidden in ["We will see that you have read", "Your reference", "Answers that may help", "could not be sent"] {
        assert!(!text.contains(hidden), "{hidden} is for scripts: {text}");
    }
    let document = window.devtools("DOM.getDocument", &json!({}));
    for (id, typed) in
        [("fl-form-subject", "Locked"), ("fl-form-message", "It will not open."), ("fl-form-name", "Ada")]
    {
        let field = json!({ "nodeId": document["root"]["nodeId"], "selector": format!("#{id}") });
        let field = window.devtools("DOM.querySelector", &field);
        window.devtools("DOM.focus", &json!({ "nodeId": field["nodeId"] }));
        window.devtools("Input.insertText", &json!({ "text": typed }));
    }
    for what in ["keyDown", "keyUp"] {
        let enter = json!({ "type": what, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r" });
        window.devtools("Input.dispatchKeyEvent", &enter);
    }
    let expected = [
        ("email", ""),
        ("language", "en"),
        ("message", "It will not open."),
        ("name", "Ada"),
        ("question (payments): Which reader?", ""),
        ("question (till): Since when?", ""),
        ("question (till): Which till is it?", ""),
        ("question (till/cash): Which currency?", ""),
        ("subject", "Locked"),
        ("topic", ""),
    ];
    let message = endpoint.the_message();
    let message: Vec<(&str, &str)> = message.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert_eq!(message, expected);
    window.wait_until_at(&endpoint.url());
}

fn choose(window: &Window, topic: &str) {
    let choose = "const topic = document.getElementById('fl-form-topic');
        topic.value = arguments[0];
        topic.dispatchEvent(new Event('input', { bubbles: true }));";
    window.run_with(choose, &json!([topic]));
}

#[test]
fn a_topic_asks_what_those_above_it_ask() {
    let Some(window) = Window::open("topics ask") else { return };
    let endpoint = Endpoint::start(Behaviour::Answers(200));
    let host = help(&endpoint.url());
    let asked = "return [...document.querySelectorAll('[data-ask] [data-said]')].filter((field) => field.checkVisibility()).map(({ name }) => name)";
    for (topic, questions) in [
        ("till", &["question (till): Which till is it?", "question (till): Since when?"][..]),
        (
            "till/cash",
            &[
                "question (till): Which till is it?",
                "question (till): Since when?",
                "question (till/cash): Which currency?",
            ],
        ),
        ("payments", &["question (payments): Which reader?"]),
        ("something-else", &[]),
        ("", &[]),
    ] {
        window.visit(&host.at(FORM));
        choose(&window, topic);
        let mut shown = strings(&window.run(asked));
        shown.dedup();
        assert_eq!(shown, questions, "{topic:?}");
        window.run("sessionStorage.clear()");
    }
    choose(&window, "till");
    write(&window, "fl-ask-till-1", "3");
    choose(&window, "payments");
    write(&window, "fl-ask-payments-1", "The old one");
    send(&window, "It beeps.");
    is_shown(&window, "sent");
    let message = endpoint.the_message();
    let questions: Vec<_> = message.keys().filter(|name| name.starts_with("question ")).collect();
    assert_eq!(questions, ["question (payments): Which reader?"], "what another topic asked is not sent");
}

#[test]
fn two_topics_that_ask_the_same_have_an_answer_each() {
    let Some(window) = Window::open("two topics ask the same") else { return };
    let topic =
        |name: &str| format!("---\ntitle: {name}\nask: [{{question: Can you sell?, choices: ['Yes', 'No']}}]\n---\n");
    let endpoint = Endpoint::start(Behaviour::Answers(200));
    let form = format!("---\ntitle: Write to us\nchannel: form\naddress: \"{}\"\n---\n", endpoint.url());
    let host = site(&[
        ("content/contact/form.md", &form),
        ("content/articles/till/_topic.md", &topic("Till")),
        ("content/articles/payments/_topic.md", &topic("Payments")),
        ("content/articles/payments/refund.md", "---\ntitle: Refund a card\n---\nChoose the sale.\n"),
    ]);
    let chosen = "return [...document.querySelectorAll('[data-ask] :checked')].map(({ name, value }) => `${name} ${value}`).sort()";
    let answers = |payments: &str, till: &str| {
        [format!("question (payments): Can you sell? {payments}"), format!("question (till): Can you sell? {till}")]
    };
    let answer = "document.querySelector(`[data-ask=${arguments[0]}] [value=${arguments[1]}]`).click()";
    window.visit(&host.at(FORM));
    assert_eq!(strings(&window.run(chosen)), answers("", ""));
    for (topic, said, expected) in [("till", "Yes", answers("", "Yes")), ("payments", "No", answers("No", "Yes"))] {
        choose(&window, topic);
        window.run_with(answer, &json!([topic, said]));
        assert_eq!(strings(&window.run(chosen)), expected, "{topic}");
    }
    window.visit(&host.at(FORM));
    assert_eq!(strings(&window.run(chosen)), answers("No", "Yes"), "both are kept");
    send(&window, "It beeps.");
    let message = endpoint.the_message();
    let asked: Vec<_> = message.iter().filter(|(name, _)| name.starts_with("question ")).collect();
    assert_eq!(asked, [(&"question (payments): Can you sell?".to_owned(), &"No".to_owned())]);
}

#[test]
fn a_browser_of_some_years_ago_asks_what_the_topic_asks() {
    let Some(window) = Window::open("the form in an older browser") else { return };
    let endpoint = Endpoint::start(Behaviour::Answers(200));
    let host = help(&endpoint.url());
    window.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": "delete URL.canParse;" }));
    window.visit(&host.at(&format!("{FORM}?from=till/open/")));
    write(&window, "fl-ask-till-1", "3");
    send(&window, "It will not open.");
    is_shown(&window, "sent");
    assert_eq!(endpoint.the_message()["question (till): Which till is it?"], "3");
}

#[test]
fn questions_are_asked_even_where_something_else_fails() {
    let Some(window) = Window::open("the form after a failure") else { return };
    let host = help("https://forms.example.com/help");
    let broken = "history.replaceState = () => { throw new Error('broken'); };";
    window.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": broken }));
    window.visit(&host.at(&format!("{FORM}?from=till/open/")));
    let open = "return [...document.querySelectorAll('[data-ask]')].filter((ask) => ask.checkVisibility()).length";
    assert_eq!(window.run(open), 3, "every topic has its fold, as without a script");
    write(&window, "fl-form-message", "It will not open.");
    window.visit(&host.at(FORM));
    assert_eq!(value(&window, "fl-form-message"), "It will not open.", "what is typed is kept all the same");
}

#[test]
fn whoever_comes_from_an_article_brings_it_along() {
    let Some(window) = Window::open("the form knows where from") else { return };
    let host = help("https://forms.example.com/help");
    let listed = "return [...document.querySelectorAll('[data-read] li > span')].map((page) => page.textContent)";
    for (query, topic, pages) in [
        ("?from=till/cash/count/", "till/cash", &["till/cash/count"][..]),
        ("?topic=payments&from=till/open/", "payments", &["till/open"]),
        ("?topic=till/cash/", "till/cash", &[]),
        ("?from=https://elsewhere.example/x/", "", &[]),
        ("?from=//elsewhere.example/x/", "", &[]),
        ("?from=javascript:alert(1)", "", &[]),
        ("?topic=nothing&from=", "", &[]),
    ] {
        window.visit(&host.at(&format!("{FORM}{query}")));
        assert_eq!(value(&window, "fl-form-topic"), topic, "{query}");
        assert_eq!(strings(&window.run(listed)), pages, "{query}");
        window.run("sessionStorage.clear()");
    }
    for page in ["till/open/", "till/pay/", "till/cash/count/", "payments/declined/", "payments/refund/", "till/open/"]
    {
        window.visit(&host.at(page));
    }
    window.visit(&host.at(&format!("{FORM}?from=till/open/")));
    let five = ["Pay by card", "Count the cash", "A card was declined", "Refund a card", "Open the till"];
    assert_eq!(strings(&window.run(listed)), five, "each once, in the order of reading");
    window.run("document.querySelector('[data-remove-all]').click()");
    assert_eq!(window.run("return document.querySelector('[data-read]').checkVisibility()"), false);
    window.visit(&host.at(FORM));
    assert_eq!(strings(&window.run(listed)), [""; 0], "what was removed stays away");
}

/// Where the button is.
const BUTTON: &str =
    "const { x, y } = document.querySelector('[data-send]').getBoundingClientRect(); return [x, y + scrollY]";

#[test]
fn answers_are_suggested_and_are_never_in_the_way() {
    let Some(window) = Window::open("answers beside the form") else { return };
    let endpoint = Endpoint::start(Behaviour::Answers(200));
    let host = help(&endpoint.url());
    for width in [1280, 390] {
        window.resize(width, 800);
        window.visit(&host.at(FORM));
        let before = window.run(BUTTON);
        write(&window, "fl-form-message", "My customer says that the card was declined and wants a refund");
        window.wait_for("document.querySelectorAll('[data-answers] li').length === 3");
        assert_eq!(window.run(BUTTON), before, "the button stays where it is at {width}");
        assert_eq!(focus(&window), "message");
        let answers =
            "return [...document.querySelectorAll('[data-answers] a')].map(({ href, target }) => `${href} ${target}`)";
        let answers = strings(&window.run(answers));
        for page in ["payments/declined/", "payments/refund/"] {
            assert!(answers.contains(&format!("{} _blank", host.at(page))), "{answers:?}");
        }
        let told = "return document.querySelector('[data-answers] [role=status]').textContent";
        assert_eq!(window.run(told), "3 answers that may help are listed after the form.");
        window.press(" at once");
        // Looking something up and coming back loses nothing.
        window.visit(&host.at("payments/refund/"));
        window.run("history.back()");
        window.wait_for("document.getElementById('fl-form-message')?.value.endsWith('refund at once')");
        window.run("sessionStorage.clear()");
    }
    assert_eq!(window.stopped(), [""; 0]);
    assert_eq!(endpoint.taken().len(), 0, "nothing is sent before the customer sends");
}

#[test]
fn a_search_that_does_not_come_delays_nothing() {
    let Some(window) = Window::open("a search that does not come") else { return };
    let endpoint = Endpoint::start(Behaviour::Answers(200));
    for fault in [Fault::Held, Fault::Status(404)] {
        // A host of its own, so that nothing comes from the browser's cache.
        let host = help(&endpoint.url());
        host.spoil(&host.file("assets/search-", ".wasm"), fault);
        window.visit(&host.at(FORM));
        host.requests();
        write(&window, "fl-form-message", "My customer says that the card was declined");
        let end = Instant::now() + DEADLINE;
        while !host.requests().iter().any(|path| path.ends_with(".wasm")) {
            assert!(Instant::now() < end, "the search is asked for");
        }
        press_send(&window);
        is_shown(&window, "sent");
        endpoint.the_message();
    }
}

#[test]
fn nothing_is_kept_beyond_the_visit_or_told_before_sending() {
    let Some(window) = Window::open("the form keeps nothing beyond the visit") else { return };
    let endpoint = Endpoint::start(Behaviour::Answers(200));
    let host = help(&endpoint.url());
    window.visit(&host.at("till/open/"));
    window.visit(&host.at(FORM));
    window.requests();
    let kept = "return [localStorage.length, document.cookie.length, (await indexedDB.databases()).length, Object.keys(sessionStorage).sort()]";
    assert_eq!(window.run(kept), json!([0, 0, 0, ["firstline-read"]]), "before anything is typed");
    write(&window, "fl-form-message", "The card was declined.");
    window.wait_for("document.querySelector('[data-answers] li')");
    assert_eq!(window.run(kept), json!([0, 0, 0, ["firstline-form:/contact/form/", "firstline-read"]]));
    let asked = window.requests();
    let strange: Vec<_> = asked.iter().filter(|address| !address.starts_with(&host.at(""))).collect();
    assert_eq!(strange, [""; 0]);
    assert!(asked.iter().all(|address| !address.contains("declined")), "{asked:?}");
    assert_eq!((endpoint.taken().len(), host.posted().len()), (0, 0));
    press_send(&window);
    is_shown(&window, "sent");
    assert_eq!(window.run(kept), json!([0, 0, 0, ["firstline-read"]]), "after sending");
}

#[test]
fn a_form_by_mail_opens_the_mail_program() {
    let Some(window) = Window::open("a form by mail") else { return };
    let host = help("forms@example.com");
    window.visit(&host.at(FORM));
    // A browser without a mail program does nothing, but the policy is asked first.
    window.run("HTMLFormElement.prototype.submit.call(document.querySelector('[data-form]'))");
    send(&window, "It will not open.\u{e007}And it rings.");
    is_shown(&window, "sent");
    assert!(window.text().contains("Send it from your mail program"), "{}", window.text());
    let reference = reference(&window);
    let text = format!("Reference: {reference}\r\nWhat happened:\r\nIt will not open.\r\nAnd it rings.");
    assert_eq!(mail(&window), ["forms@example.com".to_owned(), format!("[{reference}] Example Help"), text]);
    assert_eq!(value(&window, "fl-form-message"), "It will not open.\nAnd it rings.", "nobody knows whether it went");
    assert_eq!(window.stopped(), [""; 0]);

    write(&window, "fl-form-message", &"\u{1F40C} slow".repeat(300));
    press_send(&window);
    let [_, _, text] = mail(&window);
    assert!(text.ends_with("[The end did not fit into this mail.]"), "{text}");
    assert!(window.text().contains("its end is missing in the mail"));
    let href = window.run("return document.querySelector('[data-compose]').href.length");
    assert!(href.as_u64().is_some_and(|length| length <= 1_900), "{href}");
    let summary = value(&window, "fl-form-summary-sent");
    assert_eq!(summary.as_str().map(|text| text.matches("slow").count()), Some(300), "the copy is whole");
}

#[test]
fn a_page_sends_to_its_own_server_and_to_no_other() {
    let Some(window) = Window::open("a page sends to its own server") else { return };
    let host = help("https://forms.example.com/help");
    window.visit(&host.at(FORM));
    for elsewhere in ["https://elsewhere.example/", "mailto:forms@example.com"] {
        let submit = "const form = document.querySelector('[data-form]');
            form.action = arguments[0];
            HTMLFormElement.prototype.submit.call(form);";
        window.run_with(submit, &json!([elsewhere]));
        let stopped = "window.__stopped.some((stopped) => stopped.startsWith('form-action'))";
        window.wait_for(stopped);
        window.run("window.__stopped.length = 0");
    }
    let fetched = "return fetch('https://elsewhere.example/', { method: 'POST' }).then(() => 'sent', () => 'stopped')";
    assert_eq!(window.run(fetched), "stopped");
    assert!(window.stopped().iter().any(|stopped| stopped.starts_with("connect-src")));
}

#[test]
fn a_refused_clipboard_leaves_the_text_selected() {
    let Some(window) = Window::open("the clipboard is refused") else { return };
    let endpoint = Endpoint::start(Behaviour::Answers(200));
    let host = help(&endpoint.url());
    let refuse = "navigator.clipboard.writeText = (text) => (window.__refuse ? Promise.reject() : ((window.__copied = text), Promise.resolve()))";
    window.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": refuse }));
    window.visit(&host.at(FORM));
    send(&window, "Help.");
    is_shown(&window, "sent");
    let copy = "document.querySelector('[data-sent] [data-copy]').click()";
    window.run(copy);
    window.wait_for("document.querySelector('[data-sent] [role=status]').textContent === 'Copied'");
    assert_eq!(window.run("return window.__copied"), value(&window, "fl-form-summary-sent"));
    window.run("window.__refuse = true");
    window.run(copy);
    window.wait_for("document.querySelector('[data-sent] [role=status]').textContent.includes('copy it yourself')");
    let selected = "const { value, selectionStart, selectionEnd } = document.activeElement; return selectionEnd - selectionStart === value.length";
    assert_eq!(window.run(selected), true);
}
