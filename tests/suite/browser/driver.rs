//! chromedriver, spoken to as the WebDriver standard says: JSON over HTTP, one request at a time.
//!
//! A client from a registry would bring twenty packages and an asynchronous runtime for what is a hundred lines here.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

/// Longest that one command may take; a browser that needs longer hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running chromedriver, on a port of its own. It ends with this value, and its browser with it.
pub(super) struct Driver {
    process: Child,
    port: u16,
    /// Where the session's commands go, once there is a session.
    session: String,
}

impl Driver {
    /// Starts chromedriver and waits until it listens. What it and its browser leave behind lies in `folder`.
    pub(super) fn start(folder: &Path) -> Self {
        let mut command = Command::new("chromedriver");
        command.arg("--port=0").env("TMPDIR", folder).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let process = command.spawn().expect("chromedriver starts");
        let mut driver = Self { process, port: 0, session: String::new() };
        let mut lines = BufReader::new(driver.process.stdout.take().expect("its output is piped")).lines();
        let port = lines.by_ref().map_while(Result::ok).find_map(|line| port_in(&line));
        driver.port = port.expect("chromedriver says which port it has");
        // Whoever stops reading stops the one who writes.
        std::thread::spawn(move || lines.for_each(drop));
        driver
    }

    /// Opens a browser window.
    pub(super) fn open_session(&mut self, capabilities: &Value) {
        let opened = self.request("POST", "/session", capabilities).unwrap_or_else(|why| panic!("no browser: {why}"));
        let id = opened["sessionId"].as_str().expect("a session has an id");
        self.session = format!("/session/{id}");
    }

    /// Sends a command to the session. An error is what chromedriver says about it.
    pub(super) fn post(&self, command: &str, arguments: &Value) -> Result<Value, String> {
        self.request("POST", &format!("{}/{command}", self.session), arguments)
    }

    /// Asks the session for something.
    pub(super) fn get(&self, what: &str) -> Value {
        let answer = self.request("GET", &format!("{}/{what}", self.session), &Value::Null);
        answer.unwrap_or_else(|why| panic!("{what}: {why}"))
    }

    fn request(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let answer = self.exchange(method, path, &body).map_err(|error| format!("chromedriver is gone: {error}"))?;
        let answer: Value = serde_json::from_slice(&answer).map_err(|error| format!("no JSON: {error}"))?;
        match &answer["value"] {
            Value::Object(value) if value.contains_key("error") => {
                Err(format!("{} {}", value["error"], value["message"]))
            }
            value => Ok(value.clone()),
        }
    }

    fn exchange(&self, method: &str, path: &str, body: &str) -> std::io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let (port, length) = (self.port, body.len());
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
        );
        stream.write_all((head + body).as_bytes())?;
        read_body(&mut BufReader::new(stream))
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            // The browser ends with its session. If chromedriver no longer answers, there is nobody left to ask.
            let _ = self.request("DELETE", &self.session, &Value::Null);
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn port_in(line: &str) -> Option<u16> {
    line.split_once("started successfully on port ")?.1.trim_end_matches('.').parse().ok()
}

fn read_body(answer: &mut impl BufRead) -> std::io::Result<Vec<u8>> {
    let mut length = 0;
    let mut line = String::new();
    while answer.read_line(&mut line)? > 0 && line != "\r\n" {
        let lower = line.to_ascii_lowercase();
        if let Some(value) = lower.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        line.clear();
    }
    let mut body = vec![0; length];
    answer.read_exact(&mut body)?;
    Ok(body)
}

/// Where a program lies that can be started by its name.
pub(super) fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}
