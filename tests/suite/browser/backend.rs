//! A server that answers searches: it is asked as its makers have published, its texts are shown as texts, and when it
//! does not answer as it should, the index in the browser does.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use firstline::output::export::quickwit;
use serde_json::{Value, json};

use crate::project::{Project, Tree, render};

use super::host::{Host, Policy};
use super::published_api::{Tokenizers, complaints};
use super::window::Window;

/// Longest that a customer waits when the server does not answer: its three seconds, and the index.
const FOUR_SECONDS: Duration = Duration::from_secs(4);

const RESULTS: &str = "[...document.querySelectorAll('.search-hit .search-title')].map((title) => title.textContent)";

/// How the server behaves.
#[derive(Clone, Debug)]
enum Behaviour {
    /// It answers with this status and body.
    Answers(u16, String),
    /// It takes the request and says nothing.
    Hangs,
}

/// A `_search` endpoint on a port of its own, until it is dropped.
struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    fields: Tokenizers,
    behaviour: Mutex<Behaviour>,
    changed: Condvar,
    bodies: Mutex<Vec<Value>>,
    complaints: Mutex<Vec<String>>,
    closed: AtomicBool,
}

impl Server {
    fn start(behaviour: Behaviour) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = listener.local_addr().expect("a listener has an address");
        let shared = Arc::new(Shared {
            fields: exported_fields(),
            behaviour: Mutex::new(behaviour),
            changed: Condvar::new(),
            bodies: Mutex::default(),
            complaints: Mutex::default(),
            closed: AtomicBool::new(false),
        });
        let serving = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().take_while(|_| !serving.closed.load(Ordering::Relaxed)) {
                let shared = Arc::clone(&serving);
                // Who hangs up has waited long enough.
                std::thread::spawn(move || stream.and_then(|stream| shared.serve(stream)));
            }
        });
        Self { address, shared }
    }

    fn url(&self) -> String {
        format!("http://{}/api/v1/_elastic/help/_search", self.address)
    }

    /// What it was asked since this was last called.
    fn asked(&self) -> Vec<Value> {
        std::mem::take(&mut *self.shared.bodies.lock().unwrap())
    }

    /// What was wrong with any request so far.
    fn complaints(&self) -> Vec<String> {
        self.shared.complaints.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.closed.store(true, Ordering::Relaxed);
        *self.shared.behaviour.lock().unwrap() = Behaviour::Answers(503, String::new());
        self.shared.changed.notify_all();
        // The listener looks up once more and sees that it is closed.
        let _ = TcpStream::connect(self.address);
    }
}

impl Shared {
    fn serve(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let mut reader = BufReader::new(stream.try_clone()?);
        let mut head = Vec::new();
        let mut line = String::new();
        while reader.read_line(&mut line)? > 0 && line != "\r\n" {
            head.push(std::mem::take(&mut line).trim_end().to_owned());
        }
        let header = |name: &str| {
            let headers = head.iter().skip(1).filter_map(|line| line.split_once(':'));
            let mut named = headers.filter(|(key, _)| key.eq_ignore_ascii_case(name));
            named.next().map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
        };
        // Browsers open connections in advance.
        let Some(request) = head.first() else { return Ok(()) };
        let mut request = request.split(' ');
        let (method, target) = (request.next().unwrap_or_default(), request.next().unwrap_or_default());
        let mut body = vec![0; header("content-length").parse().unwrap_or(0)];
        reader.read_exact(&mut body)?;
        // As the proxy answers that the documentation puts before such a server.
        let allowed = format!(
            "Access-Control-Allow-Origin: {}\r\nAccess-Control-Allow-Methods: POST\r\n\
             Access-Control-Allow-Headers: content-type\r\n",
            header("origin")
        );
        let (status, body) = match method {
            "OPTIONS" => (200, String::new()),
            _ => self.answer(method, target, &header, &String::from_utf8_lossy(&body)),
        };
        let head = format!(
            "HTTP/1.1 {status} x\r\n{allowed}Content-Type: application/json\r\nContent-Length: {}\r\n\
             Connection: close\r\n\r\n",
            body.len()
        );
        stream.write_all((head + &body).as_bytes())
    }

    /// Checks a request and answers it, which may take until the test ends.
    fn answer(&self, method: &str, target: &str, header: &dyn Fn(&str) -> String, body: &str) -> (u16, String) {
        let mut wrong = complaints(target, body, &self.fields);
        for (what, found, expected) in [
            ("method", method, "POST"),
            ("type", &header("content-type"), "application/json"),
            ("cookie", &header("cookie"), ""),
            ("authorization", &header("authorization"), ""),
            ("referer", &header("referer"), ""),
        ] {
            if found != expected {
                wrong.push(format!("the {what} is {found:?}"));
            }
        }
        self.complaints.lock().unwrap().extend(wrong);
        self.bodies.lock().unwrap().push(serde_json::from_str(body).unwrap_or_default());
        let mut behaviour = self.behaviour.lock().unwrap();
        while matches!(*behaviour, Behaviour::Hangs) {
            behaviour = self.changed.wait(behaviour).unwrap();
        }
        match &*behaviour {
            Behaviour::Answers(status, body) => (*status, body.clone()),
            Behaviour::Hangs => unreachable!("it waits until it no longer hangs"),
        }
    }
}

/// The fields of the index that an export describes, with how each is searched.
fn exported_fields() -> Tokenizers {
    let configuration = quickwit::configuration(&Project::new().build().plan, quickwit::INDEX);
    let configuration: Value = serde_yaml::from_str(&configuration).expect("the configuration is YAML");
    let fields = configuration["doc_mapping"]["field_mappings"].as_array().expect("fields are listed");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    fields.iter().map(|field| (text(&field["name"]), text(&field["tokenizer"]))).collect()
}

/// An answer in the form of Elasticsearch, with these documents.
fn found(total: &Value, documents: &[Value]) -> Behaviour {
    let hit = |source: &Value| json!({ "_index": "help", "_id": "", "_score": null, "_source": source, "sort": [1.5] });
    let hits: Vec<Value> = documents.iter().map(hit).collect();
    let answer = json!({ "took": 3, "timed_out": false, "hits": { "total": total, "max_score": null, "hits": hits } });
    Behaviour::Answers(200, answer.to_string())
}

fn document(url: &str, title: &str) -> Value {
    json!({ "url": url, "title": title, "kind": "article", "breadcrumb": ["Till"], "summary": "Keys turn the till." })
}

/// A small site, with a server or without.
fn site(server: Option<&str>) -> Arc<Tree> {
    let mut settings = crate::project::PLAIN_SETTINGS.to_owned();
    if let Some(url) = server {
        settings += &format!("search:\n  backend: {url}\n");
    }
    let project = Project::new()
        .with("firstline.yaml", settings)
        .with("content/articles/till/open.md", "---\ntitle: Open the till\n---\nTurn the key.\n")
        .with("content/articles/till/close.md", "---\ntitle: Close the till\n---\nTake the key.\n")
        .with("content/articles/till/close.fr.md", "---\ntitle: Fermer la caisse\n---\nPrenez la clé.\n");
    let build = project.build();
    assert_eq!(build.findings, [], "the settings are understood");
    Arc::new(render(&build))
}

fn host(server: &Server, policy: Policy) -> Host {
    Host::start(&site(Some(&server.url())), "/help/", policy)
}

#[test]
fn a_site_without_a_server_has_nothing_of_it() {
    let tree = site(None);
    assert!(!tree.keys().any(|path| path.contains("backend")));
    assert!(!String::from_utf8_lossy(&tree["index.html"]).contains("backend"));
    assert!(site(Some("https://search.example.com/help/_search")).keys().any(|path| path.contains("search-backend-")));
}

#[test]
fn results_come_from_the_server() {
    let Some(window) = Window::open("results come from a server") else { return };
    let documents = [document("till/open/", "Open <b>the</b> &amp; till"), document("elsewhere/", "From afar")];
    let server = Server::start(found(&json!({ "value": 40, "relation": "eq" }), &documents));
    for policy in [Policy::Both, Policy::InPages] {
        let host = host(&server, policy);
        window.visit(&host.at(""));
        window.run("document.cookie = 'secret=1'");
        window.press("/till key");
        let titles = window.wait_for(&format!("{RESULTS}.length === 2 && {RESULTS}"));
        assert_eq!(titles, json!(["Open <b>the</b> &amp; till", "From afar"]), "{policy:?}");
        let link = "const link = document.querySelector('.search-hit');
            const marks = [...link.querySelectorAll('mark')].map((mark) => mark.textContent);
            return [link.href, marks, document.querySelector('.search-status').textContent];";
        assert_eq!(window.run(link), json!([host.at("till/open/"), ["till"], "40 results"]), "{policy:?}");
        assert_eq!(window.stopped(), [""; 0], "{policy:?}");
        let fetched: Vec<String> = host.requests();
        let index: Vec<&String> =
            fetched.iter().filter(|path| path.contains("/search/") || path.ends_with(".wasm")).collect();
        assert_eq!(index, Vec::<&String>::new(), "nobody needs the index in the browser");
    }
    assert_eq!(server.complaints(), [""; 0]);
    let asked = server.asked();
    assert_eq!(asked.last().map(|body| &body["size"]), Some(&json!(10)));
    assert!(asked.last().is_some_and(|body| body["query"].to_string().contains("\"query\":\"key\"")));
    let language = json!([{ "term": { "language": { "value": "en" } } }]);
    assert_eq!(asked.last().map(|body| &body["query"]["bool"]["filter"]), Some(&language));
}

#[test]
fn results_are_in_the_language_of_the_page() {
    let Some(window) = Window::open("a server is asked for results in the language of the page") else { return };
    let server = Server::start(found(&json!(1), &[document("fr/till/close/", "Fermer la caisse")]));
    let host = host(&server, Policy::Both);
    window.visit(&host.at("fr/till/close/"));
    window.press("/caisse");
    window.wait_for(&format!("{RESULTS}.length === 1"));
    let link = window.run("return document.querySelector('.search-hit').href");
    assert_eq!(link, json!(host.at("fr/till/close/")));
    let language = json!([{ "term": { "language": { "value": "fr" } } }]);
    let asked = server.asked();
    assert!(!asked.is_empty() && asked.iter().all(|body| body["query"]["bool"]["filter"] == language), "{asked:?}");
    assert_eq!(server.complaints(), [""; 0]);
}

#[test]
fn whatever_is_typed_is_asked_as_published() {
    let Some(window) = Window::open("a server is asked as its makers have published") else { return };
    let server = Server::start(found(&json!(1), &[document("till/open/", "Open the till")]));
    let host = host(&server, Policy::Both);
    let long = "word ".repeat(80);
    for query in ["till", "don't (AND) title:* ~2 ^3 \"x\\", "返金 refund", "{\"a\":1}", &long, "KB-1 cafe\u{301}"] {
        let query = percent_encoding::utf8_percent_encode(query, percent_encoding::NON_ALPHANUMERIC);
        window.visit(&host.at(&format!("search/?q={query}")));
        window.wait_for(&format!("{RESULTS}.length === 1"));
        assert_eq!(server.asked().len(), 1, "{query} is asked once");
    }
    assert_eq!(server.complaints(), [""; 0]);
}

#[test]
fn the_browser_answers_when_the_server_does_not() {
    let Some(window) = Window::open("the browser answers when the server does not") else { return };
    let far = |url: &str| found(&json!(1), &[document(url, "From afar")]);
    let html = "<!doctype html><title>Sign in to the network</title>";
    let failures = [
        Behaviour::Answers(500, "{}".to_owned()),
        Behaviour::Answers(400, json!({ "error": { "reason": "unknown field" } }).to_string()),
        Behaviour::Answers(200, html.to_owned()),
        Behaviour::Answers(200, json!({ "hits": [] }).to_string()),
        Behaviour::Answers(
            200,
            json!({ "hits": { "total": 1, "hits": [{ "_source": { "title": "x" } }] } }).to_string(),
        ),
        far("https://elsewhere.example/"),
        far("//elsewhere.example/"),
        far("javascript:alert(1)"),
        Behaviour::Hangs,
    ];
    for failure in failures {
        let server = Server::start(failure.clone());
        let host = host(&server, Policy::Both);
        window.visit(&host.at(""));
        window.press("/open");
        let titles = window.wait_within(&format!("{RESULTS}.length > 0 && {RESULTS}"), FOUR_SECONDS);
        assert_eq!(titles, Some(json!(["Open the till"])), "{failure:?}");
        assert_eq!(server.asked().len(), 1, "{failure:?}: what failed is not tried again at every key");
        assert_eq!(server.complaints(), [""; 0], "{failure:?}");
    }
}

#[test]
fn a_server_that_is_gone_is_no_loss() {
    let Some(window) = Window::open("a server that is gone is no loss") else { return };
    let server = Server::start(Behaviour::Hangs);
    let host = host(&server, Policy::Both);
    drop(server);
    window.visit(&host.at(""));
    window.press("/open");
    let titles = window.wait_within(&format!("{RESULTS}.length > 0 && {RESULTS}"), FOUR_SECONDS);
    assert_eq!(titles, Some(json!(["Open the till"])));
}

#[test]
fn a_server_that_finds_nothing_is_asked_again() {
    let Some(window) = Window::open("a server that finds nothing is asked again") else { return };
    let server = Server::start(found(&json!(0), &[]));
    let host = host(&server, Policy::Both);
    window.visit(&host.at("search/?q=close"));
    let titles = window.wait_for(&format!("{RESULTS}.length > 0 && {RESULTS}"));
    assert_eq!(titles, json!(["Close the till"]), "the index in the browser may know more");
    window.run("const box = document.querySelector('input[type=search]'); box.focus(); box.select();");
    window.press("open");
    window.wait_for(&format!("{RESULTS}[0] === 'Open the till'"));
    assert!(server.asked().len() > 1, "it did answer, and may know this one");
}

#[test]
fn pages_may_ask_this_server_alone() {
    let Some(window) = Window::open("pages may ask their search server alone") else { return };
    let server = Server::start(found(&json!(0), &[]));
    let other = Server::start(found(&json!(0), &[]));
    for policy in [Policy::Both, Policy::InPages] {
        let host = host(&server, policy);
        window.visit(&host.at(""));
        let ask = "
            const outcome = async (address) => {
              try { return (await fetch(address, { method: 'POST', body: '{}' })).status; } catch { return 'stopped'; }
            };
            return [await outcome(arguments[0]), await outcome(arguments[1])];";
        assert_eq!(window.run_with(ask, &json!([server.url(), other.url()])), json!([200, "stopped"]), "{policy:?}");
        let stopped = window.stopped();
        assert!(
            stopped.iter().all(|what| what.starts_with("connect-src") && what.contains(&other.url())),
            "{stopped:?}"
        );
    }
    assert_eq!(other.asked(), [Value::Null; 0]);
}
