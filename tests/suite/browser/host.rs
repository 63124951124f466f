//! A static host for tests: it serves a site from memory, under any prefix, as hosts do that read `_headers`. It notes what
//! it is asked for, and can be told to do it badly.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};

use crate::project::Tree;

/// Which Content-Security-Policy reaches the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Policy {
    /// That of `_headers` and that of the pages, as on a good host.
    Both,
    /// That of the pages alone, as on hosts without headers.
    InPages,
    /// None: whatever holds now is not the policy.
    Neither,
}

/// What goes wrong with a file.
#[derive(Clone, Debug)]
pub(super) enum Fault {
    /// It cannot be had, with this status.
    Status(u16),
    /// Something else comes in its place, as this type.
    Other(&'static str, Vec<u8>),
    /// Something else comes the first time it is asked for, as this type.
    OtherAtFirst(&'static str, Vec<u8>),
    /// Nothing comes until the host is healed.
    Held,
}

/// A host, on a port of its own, until it is dropped.
pub(super) struct Host {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    tree: Arc<Tree>,
    /// With a slash at both ends.
    prefix: String,
    policy: Policy,
    faults: Mutex<BTreeMap<String, Fault>>,
    healed: Condvar,
    requests: Mutex<Vec<String>>,
    posted: Mutex<Vec<Posted>>,
    closed: AtomicBool,
}

/// What somebody has sent.
#[derive(Clone, Debug)]
pub(super) struct Posted {
    pub(super) path: String,
    /// The headers as they came, a line each.
    pub(super) head: String,
    pub(super) body: String,
}

struct Answer {
    status: u16,
    kind: &'static str,
    extra: Vec<String>,
    body: Vec<u8>,
}

impl Host {
    /// Serves `tree` below `prefix`.
    pub(super) fn start(tree: &Arc<Tree>, prefix: &str, policy: Policy) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = listener.local_addr().expect("a listener has an address");
        let shared = Arc::new(Shared {
            tree: Arc::clone(tree),
            prefix: prefix.to_owned(),
            policy,
            faults: Mutex::default(),
            healed: Condvar::new(),
            requests: Mutex::default(),
            posted: Mutex::default(),
            closed: AtomicBool::new(false),
        });
        let serving = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().take_while(|_| !serving.closed.load(Ordering::Relaxed)) {
                let shared = Arc::clone(&serving);
                // A visitor who hangs up is the visitor's business.
                std::thread::spawn(move || stream.and_then(|stream| shared.serve(stream)));
            }
        });
        Self { address, shared }
    }

    /// The address of a path of the site.
    pub(super) fn at(&self, path: &str) -> String {
        format!("http://{}{}{path}", self.address, self.shared.prefix)
    }

    /// Does `fault` with a path of the site from now on.
    pub(super) fn spoil(&self, path: &str, fault: Fault) {
        assert!(self.shared.tree.contains_key(path), "the site has a file {path}");
        self.shared.faults.lock().unwrap().insert(path.to_owned(), fault);
    }

    /// Serves everything well again.
    pub(super) fn heal(&self) {
        self.shared.faults.lock().unwrap().clear();
        self.shared.healed.notify_all();
    }

    /// The paths asked for since this was last called.
    pub(super) fn requests(&self) -> Vec<String> {
        std::mem::take(&mut *self.shared.requests.lock().unwrap())
    }

    /// What was sent since this was last called.
    pub(super) fn posted(&self) -> Vec<Posted> {
        std::mem::take(&mut *self.shared.posted.lock().unwrap())
    }

    /// The one file of the site whose path begins and ends so.
    pub(super) fn file(&self, start: &str, end: &str) -> String {
        let mut found = self.shared.tree.keys().filter(|path| path.starts_with(start) && path.ends_with(end));
        found.next().unwrap_or_else(|| panic!("the site has a file {start}…{end}")).clone()
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.shared.closed.store(true, Ordering::Relaxed);
        self.heal();
        // The listener looks up once more and sees that it is closed.
        let _ = TcpStream::connect(self.address);
    }
}

impl Shared {
    fn serve(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let mut reader = BufReader::new(stream.try_clone()?);
        let mut head = String::new();
        while reader.read_line(&mut head)? > 0 && !head.ends_with("\r\n\r\n") {}
        // Browsers open connections in advance.
        let Some(request) = head.lines().next() else { return Ok(()) };
        let target = request.split(' ').nth(1).unwrap_or_default();
        let target = target.split('?').next().unwrap_or_default();
        if request.starts_with("POST ") {
            let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: ")?.parse().ok());
            let mut body = vec![0; length.unwrap_or(0)];
            reader.read_exact(&mut body)?;
            let body = String::from_utf8_lossy(&body).into_owned();
            self.posted.lock().unwrap().push(Posted { path: target.to_owned(), head: head.clone(), body });
        }
        let answer = self.answer(target);
        let mut head = format!(
            "HTTP/1.1 {} x\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n",
            answer.status,
            answer.kind,
            answer.body.len()
        );
        for line in answer.extra {
            head += &format!("{line}\r\n");
        }
        stream.write_all((head + "\r\n").as_bytes())?;
        stream.write_all(&answer.body)
    }

    fn answer(&self, target: &str) -> Answer {
        let path = percent_encoding::percent_decode_str(target).decode_utf8_lossy().into_owned();
        self.requests.lock().unwrap().push(path.clone());
        let Some(below) = path.strip_prefix(&self.prefix) else { return self.page(404, "404.html", "") };
        let file = match below {
            "" => "index.html".to_owned(),
            below if below.ends_with('/') => format!("{below}index.html"),
            below => below.to_owned(),
        };
        match self.fault(&file) {
            Some(Fault::Status(status)) => self.page(status, "404.html", below),
            // Hosts send the headers of a path whatever they find there, so an error may be cached like the file.
            Some(Fault::Other(kind, body)) => Answer { status: 200, kind, extra: self.headers(below), body },
            Some(Fault::OtherAtFirst(kind, body)) => {
                Answer { status: 200, kind, extra: vec!["Cache-Control: no-store".to_owned()], body }
            }
            Some(Fault::Held) | None if self.tree.contains_key(&file) => self.page(200, &file, below),
            Some(Fault::Held) | None => self.page(404, "404.html", below),
        }
    }

    /// What is wrong with a file now; does not return while it is held.
    fn fault(&self, file: &str) -> Option<Fault> {
        let mut faults = self.faults.lock().unwrap();
        while matches!(faults.get(file), Some(Fault::Held)) {
            faults = self.healed.wait(faults).unwrap();
        }
        match faults.get(file) {
            Some(Fault::OtherAtFirst(..)) => faults.remove(file),
            fault => fault.cloned(),
        }
    }

    fn page(&self, status: u16, file: &str, below: &str) -> Answer {
        let bytes = &self.tree[file];
        let kind = kind_of(file);
        let body = match self.policy {
            Policy::Neither if kind.starts_with("text/html") => without_policy(bytes),
            _ => bytes.clone(),
        };
        Answer { status, kind, extra: self.headers(below), body }
    }

    /// The headers that `_headers` asks for at this path: a block begins with a pattern, and its lines are indented.
    fn headers(&self, below: &str) -> Vec<String> {
        let text = String::from_utf8_lossy(&self.tree["_headers"]);
        let path = format!("/{below}");
        let mut applies = false;
        let mut headers = Vec::new();
        for line in text.lines() {
            if let Some(header) = line.strip_prefix("  ") {
                let wanted = self.policy == Policy::Both || !header.starts_with("Content-Security-Policy");
                headers.extend((applies && wanted).then(|| header.to_owned()));
            } else {
                applies = match line.strip_suffix('*') {
                    Some(start) => path.starts_with(start),
                    None => path == line,
                };
            }
        }
        headers
    }
}

/// A page without the element that holds its policy.
fn without_policy(page: &[u8]) -> Vec<u8> {
    let page = String::from_utf8_lossy(page);
    let element = "<meta http-equiv=\"Content-Security-Policy\"";
    let (before, after) = page.split_once(element).expect("every page has its policy");
    let (_, after) = after.split_once('>').expect("an element ends");
    format!("{before}{after}").into_bytes()
}

fn kind_of(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "xml" => "application/xml",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
