//! `firstline serve`, asked over plain sockets as a browser would ask it.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How long anything may take on a machine that is busy with other tests.
const DEADLINE: Duration = Duration::from_secs(30);

const SETTINGS: &str = "title: Shop Help\nbase_url: https://help.example.com\nlanguage: en\n";
const ARTICLE: &str = "---\ntitle: Open the till\n---\nTurn the key.\n";

fn project(settings: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "firstline.yaml", settings);
    write(folder.path(), "content/articles/till/_topic.md", "---\ntitle: Till\n---\n");
    write(folder.path(), "content/articles/till/open.md", ARTICLE);
    write(folder.path(), "content/articles/till/close.md", "---\ntitle: Close the till\n---\nTurn it back.\n");
    folder
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn firstline(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_firstline"));
    command.current_dir(root).args(arguments).env_remove("SOURCE_DATE_EPOCH");
    command
}

/// A running preview; ended when dropped.
struct Server {
    child: Child,
    address: SocketAddr,
    /// What was printed: `http://127.0.0.1:4000/help/`.
    printed: String,
}

impl Server {
    fn start(root: &Path, arguments: &[&str]) -> Self {
        let mut command = firstline(root, &["serve", "--quiet", "--port", "0"]);
        let mut child = command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut printed = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut printed).unwrap();
        let printed = printed.trim().to_owned();
        let address = printed.strip_prefix("http://").and_then(|rest| rest.split('/').next()).unwrap();
        Self { child, address: address.parse().unwrap(), printed }
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &self.address.to_string())
    }

    fn ask(&self, method: &str, path: &str, host: &str) -> Answer {
        let mut stream = self.connect();
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        Answer::read(&bytes)
    }

    fn events(&self) -> Events {
        let mut stream = self.connect();
        let host = self.address;
        write!(stream, "GET /__firstline/events HTTP/1.1\r\nHost: {host}\r\n\r\n").unwrap();
        Events(BufReader::new(stream))
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        stream
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn read(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|part| part == b"\r\n\r\n").expect("an answer has a head");
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Self { status, head, body: bytes[end + 4..].to_vec() }
    }

    fn header(&self, name: &str) -> Option<&str> {
        let mut fields = self.head.lines().filter_map(|line| line.split_once(": "));
        fields.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// The stream of editions.
struct Events(BufReader<TcpStream>);

impl Events {
    /// The next message for which `wanted` holds; fails when it does not come in time.
    fn wait(&mut self, wanted: impl Fn(&serde_json::Value) -> bool) -> serde_json::Value {
        let end = Instant::now() + DEADLINE;
        let mut line = String::new();
        while Instant::now() < end {
            line.clear();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "the stream ended");
            let Some(data) = line.strip_prefix("data: ") else { continue };
            let message = serde_json::from_str(data).unwrap();
            if wanted(&message) {
                return message;
            }
        }
        panic!("no such message");
    }

    /// The edition that is shown now, told at once.
    fn now(&mut self) -> serde_json::Value {
        self.wait(|_| true)
    }

    /// The next edition after `last`.
    fn after(&mut self, last: &serde_json::Value) -> serde_json::Value {
        self.wait(|message| message["edition"] != last["edition"])
    }
}

#[test]
fn pages_have_the_preview_script_and_built_files_do_not() {
    let folder = project(SETTINGS);
    let server = Server::start(folder.path(), &[]);
    let served = server.get("/till/open/");
    assert_eq!(served.status, 200);
    assert_eq!(served.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(served.text().contains("Turn the key."));
    assert!(served.text().contains("<script src=\"/__firstline/preview.js\""));
    assert!(served.text().contains("data-source=\"content/articles/till/open.md\""));
    assert_eq!(server.get("/__firstline/preview.js").header("content-type"), Some("text/javascript; charset=utf-8"));
    assert_eq!(server.get("/__firstline/preview.css").header("content-type"), Some("text/css; charset=utf-8"));

    assert!(firstline(folder.path(), &["build"]).output().unwrap().status.success());
    let built = fs::read_to_string(folder.path().join("public/till/open/index.html")).unwrap();
    assert!(built.contains("Turn the key."));
    assert!(!built.contains("__firstline"));
}

#[test]
fn every_answer_is_kept_to_this_machine_and_this_moment() {
    let folder = project(SETTINGS);
    let server = Server::start(folder.path(), &[]);
    for path in ["/", "/nowhere/", "/__firstline/preview.js", "/build.json"] {
        let answer = server.get(path);
        assert!(answer.header("content-security-policy").unwrap().contains("require-trusted-types-for 'script'"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
    let port = server.address.port();
    for host in ["evil.example", "localhost.evil.example", "127.0.0.1:1", "evil.example:80", ""] {
        assert_eq!(server.ask("GET", "/", host).status, 403, "{host}");
        assert_eq!(server.ask("GET", "/__firstline/events", host).status, 403, "{host}");
    }
    for host in ["localhost", "127.0.0.1", "[::1]", &format!("localhost:{port}"), &format!("[::1]:{port}")] {
        assert_eq!(server.ask("GET", "/", host).status, 200, "{host}");
    }
    assert_eq!(server.ask("GET", "http://evil.example/", "localhost").status, 403);
}

#[test]
fn only_reading_is_possible() {
    let folder = project(SETTINGS);
    let server = Server::start(folder.path(), &[]);
    let host = server.address.to_string();
    let head = server.ask("HEAD", "/till/open/", &host);
    assert_eq!((head.status, head.body.len()), (200, 0));
    let length: usize = head.header("content-length").unwrap().parse().unwrap();
    assert_eq!(length, server.get("/till/open/").body.len());
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        assert_eq!(server.ask(method, "/till/open/", &host).status, 405, "{method}");
    }
}

#[test]
fn no_path_leads_out_of_the_site() {
    let folder = project(SETTINGS);
    let server = Server::start(folder.path(), &[]);
    let odd = [
        "/../firstline.yaml",
        "/..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/%00",
        "/till/open/%00",
        "/%ff",
        "//etc/passwd",
        "/..%5c..%5cfirstline.yaml",
        "/firstline.yaml",
        "/content/articles/till/open.md",
        "/__firstline/../firstline.yaml",
    ];
    for path in odd {
        let answer = server.get(path);
        assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
        assert!(!answer.text().contains("base_url"), "{path}");
    }
}

#[test]
fn files_have_their_types() {
    let folder = project(SETTINGS);
    assert!(firstline(folder.path(), &["build"]).output().unwrap().status.success());
    let assets = fs::read_dir(folder.path().join("public/assets")).unwrap();
    let names: Vec<String> = assets.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let wasm = names.iter().find(|name| name.ends_with(".wasm")).expect("the site has its search engine");
    let server = Server::start(folder.path(), &[]);
    let kind = |path: &str| server.get(path).header("content-type").unwrap().to_owned();
    assert_eq!(kind(&format!("/assets/{wasm}")), "application/wasm");
    assert_eq!(kind("/build.json"), "application/json");
    assert_eq!(kind("/feed.xml"), "application/xml");
    assert_eq!(kind("/_headers"), "application/octet-stream");
    let titles = server.get("/search/en/titles.json");
    assert_eq!((titles.status, titles.header("content-type")), (200, Some("application/json")));
    let missing = server.get("/till/nowhere/");
    assert_eq!((missing.status, missing.header("content-type")), (404, Some("text/html; charset=utf-8")));
    assert!(missing.text().contains("__firstline/preview.js"));
}

#[test]
fn the_site_lies_below_the_path_of_its_address() {
    let folder = project("title: Shop Help\nbase_url: https://example.com/help/\nlanguage: en\n");
    let server = Server::start(folder.path(), &[]);
    assert!(server.printed.ends_with("/help/"), "{}", server.printed);
    assert_eq!(server.get("/help/till/open/").status, 200);
    assert_eq!(server.get("/till/open/").status, 404);
    assert_eq!(server.get("/").header("location"), Some("/help/"));
    assert_eq!(server.get("/help/till/open?q=1").header("location"), Some("/help/till/open/?q=1"));
}

#[test]
fn a_saved_edit_is_told_and_shown() {
    let folder = project(SETTINGS);
    let server = Server::start(folder.path(), &[]);
    let mut events = server.events();
    let first = events.now();
    write(folder.path(), "content/articles/till/open.md", "---\ntitle: Open the till\n---\nPress the button.\n");
    let second = events.after(&first);
    assert!(server.get("/till/open/").text().contains("Press the button."));

    // Saved again as it is, and files that are no part of the project: nobody is told.
    write(folder.path(), "content/articles/till/open.md", "---\ntitle: Open the till\n---\nPress the button.\n");
    write(folder.path(), "notes.txt", "x");
    write(folder.path(), "content/articles/till/new.md", "---\ntitle: New\n---\nx\n");
    let third = events.after(&second);
    let number =
        |message: &serde_json::Value| message["edition"].as_str().unwrap().rsplit('-').next().unwrap().to_owned();
    assert_eq!([number(&first), number(&second), number(&third)], ["1", "2", "3"]);
    assert_eq!(server.get("/till/new/").status, 200);
}

#[test]
fn a_deleted_page_and_a_draft_are_gone() {
    let folder = project(SETTINGS);
    let server = Server::start(folder.path(), &[]);
    let mut events = server.events();
    let first = events.now();
    assert_eq!(server.get("/till/open/").status, 200);
    assert_eq!(server.get("/till/close/").status, 200);
    fs::remove_file(folder.path().join("content/articles/till/open.md")).unwrap();
    let second = events.after(&first);
    assert_eq!(server.get("/till/open/").status, 404);
    write(folder.path(), "content/articles/till/close.md", "---\ntitle: Close the till\ndraft: true\n---\nx\n");
    events.after(&second);
    assert_eq!(server.get("/till/close/").status, 404);
}

#[test]
fn a_broken_edit_leaves_the_page_and_says_what_is_wrong() {
    let folder = project(SETTINGS);
    let server = Server::start(folder.path(), &[]);
    let mut events = server.events();
    let first = events.now();
    assert_eq!(first["errors"], 0);
    assert_eq!(server.get("/till/open/").status, 200);
    write(folder.path(), "content/articles/till/open.md", "---\ntitle: [Open\n---\nHalf typed.\n");
    let broken = events.after(&first);
    assert!(broken["errors"].as_u64().unwrap() > 0, "{broken}");
    assert_eq!(broken["findings"][0]["code"], "unreadable-yaml");
    assert_eq!(broken["findings"][0]["path"], "content/articles/till/open.md");
    let page = server.get("/till/open/");
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Turn the key."));
    write(folder.path(), "content/articles/till/open.md", ARTICLE);
    assert_eq!(events.after(&broken)["errors"], 0);
    assert_eq!(server.get("/till/open/").status, 200);
}

#[test]
fn broken_settings_leave_the_site_where_it_is() {
    let folder = project("title: Shop Help\nbase_url: https://example.com/help/\nlanguage: en\n");
    let server = Server::start(folder.path(), &[]);
    let mut events = server.events();
    events.now();
    write(folder.path(), "firstline.yaml", "title: [\n");
    events.wait(|message| message["errors"].as_u64() > Some(0));
    let page = server.get("/help/till/open/");
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Shop Help"));
}

#[test]
fn content_that_moves_away_and_comes_back_is_seen() {
    let folder = project(SETTINGS);
    let server = Server::start(folder.path(), &[]);
    let mut events = server.events();
    let first = events.now();
    fs::rename(folder.path().join("content"), folder.path().join("elsewhere")).unwrap();
    let second = events.after(&first);
    assert_eq!(server.get("/till/open/").status, 404);
    fs::rename(folder.path().join("elsewhere"), folder.path().join("content")).unwrap();
    let third = events.after(&second);
    assert_eq!(server.get("/till/open/").status, 200);
    write(folder.path(), "content/articles/till/open.md", "---\ntitle: Open the till\n---\nPress the button.\n");
    events.after(&third);
    assert!(server.get("/till/open/").text().contains("Press the button."));
}

#[test]
fn figures_that_come_change_and_go_are_seen() {
    const FIGURES: &str = "data/promises.csv";
    let sla = "---\ntitle: Promises\neffective: 2020-01-01\nplans: [{id: all, name: All}]\nseverities: [{id: s1, name: \
               Critical}]\ntargets: [{plan: all, severity: s1, first_response: 1h}]\n---\n";
    let lines = |kept| format!("month,plan,severity,target,cases,kept\n2026-01,all,s1,first_response,40,{kept}\n");
    let folder = project("title: Help\nbase_url: https://help.example.com/\nas_of: 2026-02-20T12:00:00Z\n");
    write(folder.path(), "content/sla/promises.md", sla);
    let server = Server::start(folder.path(), &[]);
    let mut events = server.events();
    let first = events.now();
    assert!(!server.get("/sla/").text().contains("kept-1"));
    write(folder.path(), FIGURES, &lines(40));
    let second = events.after(&first);
    assert!(server.get("/sla/").text().contains("40 of 40"));
    write(folder.path(), FIGURES, &lines(39));
    let third = events.after(&second);
    assert!(server.get("/sla/").text().contains("39 of 40"));
    fs::rename(folder.path().join("data"), folder.path().join("elsewhere")).unwrap();
    events.after(&third);
    assert!(!server.get("/sla/").text().contains("kept-1"));
}

#[test]
fn a_form_may_be_sent_from_the_preview_as_from_the_site() {
    let form = |address: &str| format!("---\ntitle: Write\nchannel: form\naddress: {address}\n---\n");
    let folder = project(SETTINGS);
    write(folder.path(), "content/contact/form.md", &form("https://forms.example.com/help"));
    let server = Server::start(folder.path(), &[]);
    let mut events = server.events();
    let first = events.now();
    let policy = |server: &Server| server.get("/contact/form/").header("content-security-policy").unwrap().to_owned();
    assert!(
        policy(&server)
            .contains("connect-src 'self' https://forms.example.com; form-action 'self' https://forms.example.com;")
    );
    write(folder.path(), "content/contact/form.md", &form("help@example.com"));
    events.after(&first);
    assert!(policy(&server).contains("connect-src 'self'; form-action 'self' mailto:;"));
}

#[test]
fn polling_sees_edits_too() {
    let folder = project(SETTINGS);
    let server = Server::start(folder.path(), &["--poll"]);
    let mut events = server.events();
    let first = events.now();
    write(folder.path(), "content/articles/till/open.md", "---\ntitle: Open the till\n---\nPress the button now.\n");
    events.after(&first);
    assert!(server.get("/till/open/").text().contains("Press the button now."));
}

#[test]
fn a_taken_port_is_said_with_a_remedy() {
    let folder = project(SETTINGS);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = firstline(folder.path(), &["serve", "--port", &port]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains(&format!("port {port} of 127.0.0.1 is taken")), "{said}");
    assert!(said.contains("--port 0"), "{said}");
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_cleanly_even_with_a_stream_open() {
    let folder = project(SETTINGS);
    let mut server = Server::start(folder.path(), &[]);
    let mut events = server.events();
    events.now();
    let interrupted = Command::new("kill").args(["-INT", &server.child.id().to_string()]).status().unwrap();
    assert!(interrupted.success());
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
}
