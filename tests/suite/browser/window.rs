//! A browser window: what a person does in it, and what can be seen there.

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::driver::{Driver, on_path};

/// Longest that anything on a page may take to happen.
pub(super) const DEADLINE: Duration = Duration::from_secs(20);

/// Runs before anything of a page: remembers what the page's policy stops, and every dialog that a script opens.
const WITNESS: &str = "
    window.__stopped = [];
    window.__ran = [];
    document.addEventListener('securitypolicyviolation', (event) => {
      window.__stopped.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
    for (const dialog of ['alert', 'confirm', 'prompt', 'print']) {
      window[dialog] = (...said) => { window.top.__ran.push(said.join()); };
    }";

/// The keys that have no letter, as WebDriver writes them.
pub(super) mod key {
    pub(in super::super) const ENTER: &str = "\u{e007}";
    pub(in super::super) const ESCAPE: &str = "\u{e00c}";
    pub(in super::super) const UP: &str = "\u{e013}";
    pub(in super::super) const DOWN: &str = "\u{e015}";
    pub(in super::super) const BACKSPACE: &str = "\u{e003}";
}

/// What the visitor's system prefers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    Light,
    Dark,
}

/// One window of a real Chromium, with an empty profile that goes when it goes.
pub(super) struct Window {
    // Dropped in this order: the browser still writes to its profile.
    driver: Driver,
    _profile: TempDir,
}

impl Window {
    /// Opens a window; none where Chromium or its driver is missing, which is said, and is a failure in CI.
    pub(super) fn open(test: &str) -> Option<Self> {
        let browser = ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| on_path(name));
        let Some(browser) = browser.filter(|_| on_path("chromedriver").is_some()) else {
            assert!(!in_ci(), "{test} needs chromedriver and Chromium, and CI must not leave it out");
            // The test harness swallows what is printed the usual way when a test passes.
            let _ = writeln!(std::io::stderr(), "NOT RUN: {test}: there is no chromedriver with a Chromium");
            return None;
        };
        let profile = TempDir::new().expect("a folder for the browser's profile");
        let mut driver = Driver::start(profile.path());
        driver.open_session(&capabilities(&browser, profile.path()));
        let window = Self { driver, _profile: profile };
        window.command("timeouts", &json!({ "script": 50_000, "pageLoad": 30_000 }));
        window.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": WITNESS }));
        Some(window)
    }

    fn command(&self, command: &str, arguments: &Value) -> Value {
        self.driver.post(command, arguments).unwrap_or_else(|why| panic!("{command}: {why}"))
    }

    /// A command of the Chrome DevTools Protocol.
    pub(super) fn devtools(&self, command: &str, arguments: &Value) -> Value {
        self.command("goog/cdp/execute", &json!({ "cmd": command, "params": arguments }))
    }

    /// Opens an address and waits until the page is loaded.
    pub(super) fn visit(&self, address: &str) {
        self.command("url", &json!({ "url": address }));
    }

    /// Where the window is now.
    pub(super) fn address(&self) -> String {
        self.driver.get("url").as_str().expect("an address is text").to_owned()
    }

    /// What the body of a function returns when it is run on the page.
    pub(super) fn run(&self, body: &str) -> Value {
        self.run_with(body, &json!([]))
    }

    /// The same, with values that it finds in `arguments`. It may be asynchronous.
    pub(super) fn run_with(&self, body: &str, arguments: &Value) -> Value {
        let script = format!("return (async function () {{ {body} }}).apply(null, arguments)");
        self.command("execute/sync", &json!({ "script": script, "args": arguments }))
    }

    /// Waits until an expression is true on the page, and gives its value.
    pub(super) fn wait_for(&self, expression: &str) -> Value {
        let ended = self.wait_within(expression, DEADLINE);
        ended.unwrap_or_else(|| panic!("at {} it never came true: {expression}\n{}", self.address(), self.text()))
    }

    /// The value of an expression as soon as it is true; nothing when that takes too long.
    pub(super) fn wait_within(&self, expression: &str, most: Duration) -> Option<Value> {
        let body = format!(
            "const end = performance.now() + {};
             for (;;) {{
               const value = {expression};
               if (value || performance.now() > end) return value || null;
               await new Promise((next) => setTimeout(next, 10));
             }}",
            most.as_millis()
        );
        Some(self.run(&body)).filter(|value| !value.is_null())
    }

    /// Waits until the window is at another address than `from` and its page is loaded; gives the address.
    pub(super) fn wait_until_left(&self, from: &str) -> String {
        let end = Instant::now() + DEADLINE;
        loop {
            let address = self.address();
            if address != from && self.run("return document.readyState === 'complete'") == json!(true) {
                return address;
            }
            assert!(Instant::now() < end, "the window stays at {from}");
        }
    }

    /// Waits until the window is at an address. It asks nothing of the page, so that it may be one without scripts.
    pub(super) fn wait_until_at(&self, address: &str) {
        let end = Instant::now() + DEADLINE;
        while self.address() != address {
            assert!(Instant::now() < end, "the window is at {} instead of {address}", self.address());
        }
    }

    /// Presses keys, one after the other, wherever the focus is.
    pub(super) fn press(&self, keys: &str) {
        let strokes: Vec<Value> = keys
            .chars()
            .flat_map(|key| ["keyDown", "keyUp"].map(|what| json!({ "type": what, "value": key.to_string() })))
            .collect();
        self.command("actions", &json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": strokes }] }));
    }

    /// The text that can be seen.
    pub(super) fn text(&self) -> String {
        self.run("return document.body.innerText").as_str().unwrap_or_default().to_owned()
    }

    /// What the page's policy has stopped so far.
    pub(super) fn stopped(&self) -> Vec<String> {
        strings(&self.run("return window.__stopped"))
    }

    /// Errors that the browser has noted since it was last asked.
    pub(super) fn errors(&self) -> Vec<String> {
        let entries = self.command("se/log", &json!({ "type": "browser" }));
        let entries = entries.as_array().expect("a log is a list");
        let severe = entries.iter().filter(|entry| entry["level"] == "SEVERE");
        severe.map(|entry| entry["message"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// The addresses that the window has asked for since this was last called.
    pub(super) fn requests(&self) -> Vec<String> {
        let entries = self.command("se/log", &json!({ "type": "performance" }));
        let entries = entries.as_array().expect("a log is a list");
        let messages =
            entries.iter().filter_map(|entry| serde_json::from_str::<Value>(entry["message"].as_str()?).ok());
        let sent = messages.filter(|message| message["message"]["method"] == "Network.requestWillBeSent");
        sent.filter_map(|message| Some(message["message"]["params"]["request"]["url"].as_str()?.to_owned())).collect()
    }

    /// Cookies of the page.
    pub(super) fn cookies(&self) -> Value {
        self.driver.get("cookie")
    }

    /// Makes the window a screen of so many pixels.
    pub(super) fn resize(&self, width: u32, height: u32) {
        let screen = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 700 });
        self.devtools("Emulation.setDeviceMetricsOverride", &screen);
    }

    /// Chooses light or dark.
    pub(super) fn prefer(&self, scheme: Scheme) {
        let value = match scheme {
            Scheme::Light => "light",
            Scheme::Dark => "dark",
        };
        let features = json!([{ "name": "prefers-color-scheme", "value": value }]);
        self.devtools("Emulation.setEmulatedMedia", &json!({ "features": features }));
    }

    /// Writes what is seen, the whole page, to a PNG file.
    pub(super) fn photograph(&self, file: &Path) {
        // A scrollbar would take a part of the width, and without measures the picture may end where the page once did.
        self.devtools("Emulation.setScrollbarsHidden", &json!({ "hidden": true }));
        let size = "const { scrollWidth, scrollHeight } = document.documentElement;
            return { x: 0, y: 0, scale: 1, width: scrollWidth, height: scrollHeight };";
        let whole = json!({ "captureBeyondViewport": true, "clip": self.run(size) });
        let shot = self.devtools("Page.captureScreenshot", &whole);
        let png = from_base64(shot["data"].as_str().expect("a picture is text in base64"));
        std::fs::write(file, png).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    }
}

fn capabilities(browser: &Path, profile: &Path) -> Value {
    // Containers run as root, where Chromium's sandbox cannot, and have little shared memory.
    let profile = format!("--user-data-dir={}", profile.display());
    let arguments = ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", &profile];
    json!({ "capabilities": { "alwaysMatch": {
        "goog:chromeOptions": { "binary": browser, "args": arguments },
        "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
    } } })
}

/// As every CI service sets it.
fn in_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false"))
}

/// A list of texts, as a page returns it.
pub(super) fn strings(value: &Value) -> Vec<String> {
    let list = value.as_array().unwrap_or_else(|| panic!("{value} is a list"));
    list.iter().map(|text| text.as_str().unwrap_or_else(|| panic!("{text} is text")).to_owned()).collect()
}

fn from_base64(text: &str) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = text.bytes().filter_map(|byte| DIGITS.iter().position(|digit| *digit == byte));
    let (mut bits, mut held, mut bytes) = (0_usize, 0, Vec::new());
    for digit in digits {
        bits = (bits << 6 | digit) & 0xFFFF;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held & 0xFF) as u8);
        }
    }
    bytes
}

#[test]
fn pictures_are_decoded() {
    assert_eq!(from_base64("aGVscA=="), b"help");
    assert_eq!(from_base64("/+8A"), [0xFF, 0xEF, 0]);
}
