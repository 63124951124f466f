//! What happens in the browser, in a real one.
//!
//! - [`driver`] and [`window`] work a Chromium, [`host`] serves sites to it, and both are gone when a test ends.
//! - [`parity`]: search in the browser finds what search in the terminal finds.
//! - [`languages`]: a page searches in its own language.
//! - [`keyboard`]: the search box, the search page, and what screen readers are told.
//! - [`experience`]: what is shown while somebody types, and when nothing is found.
//! - [`facets`]: results narrowed down on the search page, and the way back.
//! - [`recent`]: the last searches, which stay on the device, and the beacon, which is off.
//! - [`policy`]: every page works under its Content-Security-Policy and asks nobody else for anything.
//! - [`unscripted`]: what a visitor has who has no JavaScript.
//! - [`status`]: where customers are told what is broken, and the status pages without JavaScript.
//! - [`clock`]: what is timed on a page changes on time, by the visitor's clock.
//! - [`hours`]: whether somebody is there, by the visitor's clock.
//! - [`contact`]: the best way to a person, for the visitor's plan and at the visitor's time.
//! - [`ways`]: plans and hours that no way fits, forced colours, and paper.
//! - [`kept_free`]: a line for the worst only, and ways that a topic names.
//! - [`form`]: the contact form, which is always sent or kept.
//! - [`faults`]: what a visitor sees when the search cannot be had.
//! - [`payloads`]: what writers may put into a page, and that none of it runs.
//! - [`layout`]: nothing is wider than the screen; screenshots for people to look at.
//! - [`banner`]: what other sites embed to show what is broken.
//! - [`backend`]: a server that answers searches, and the browser's own index when it does not.
//!
//! A test opens one window of its own. Where there is no `chromedriver` it says that it was not run.

mod backend;
mod banner;
mod clock;
mod contact;
mod driver;
mod experience;
mod facets;
mod faults;
mod form;
mod host;
mod hours;
mod kept_free;
mod keyboard;
mod languages;
mod layout;
mod measured;
mod parity;
mod payloads;
mod policy;
mod promises;
mod published_api;
mod recent;
mod status;
mod unscripted;
mod ways;
mod window;

use std::path::Path;
use std::sync::{Arc, OnceLock};

use firstline::config::parse_base_url;
use firstline_search::{Files, Reader};

use crate::project::{HOUSE, Project, Tree};

use host::{Host, Policy};

/// A demo help centre below a prefix.
fn demo_host(prefix: &'static str) -> Host {
    Host::start(&demo(prefix), prefix, Policy::Both)
}

/// The demo, built for a prefix, once for all tests.
fn demo(prefix: &str) -> Arc<Tree> {
    static AT_ROOT: OnceLock<Arc<Tree>> = OnceLock::new();
    static BELOW: OnceLock<Arc<Tree>> = OnceLock::new();
    let (kept, base) = match prefix {
        "/" => (&AT_ROOT, "https://help.example.com/"),
        "/help/" => (&BELOW, "https://example.com/help/"),
        other => panic!("no test serves the demo below {other}"),
    };
    let build = || {
        let mut project = Project::in_folder(Path::new(HOUSE));
        project.settings.base_url = Some(parse_base_url(base).expect("it is an address"));
        Arc::new(project.site())
    };
    Arc::clone(kept.get_or_init(build))
}

/// The native search over the index that a site publishes.
fn reader(tree: &Tree) -> Reader {
    let names = tree.iter().filter_map(|(path, bytes)| Some((path.strip_prefix("search/en/")?, bytes)));
    let files = names.map(|(name, bytes)| firstline_search::File { name: name.to_owned(), bytes: bytes.clone() });
    Reader::open(&Files(files.collect())).expect("the published index can be opened")
}

/// A page of each kind of the demo.
const PAGES: &[(&str, &str)] = &[
    ("home", ""),
    ("topic", "payments/"),
    ("article", "payments/card-declined/"),
    ("contact", "contact/"),
    ("status", "status/"),
    ("search", "search/?q=refund"),
    ("404", "no/such/page"),
    ("a-z", "a-z/"),
    ("channel", "contact/phone/"),
    ("form", "contact/form/"),
    ("escalation", "escalation/"),
    ("incident", "status/incidents/2026-11-20-card-payments/"),
    ("maintenance", "status/maintenance/2026-11-24-till-sync/"),
    ("component", "status/components/payments/"),
    ("history", "status/history/"),
    ("history-year", "status/history/2026/"),
    ("history-month", "status/history/2026/11/"),
    ("page", "privacy/"),
    ("sla", "sla/"),
];
