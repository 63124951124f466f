//! What stands around a page: navigation, the way back, addresses of the theme's files.

use std::sync::Arc;

use crate::kinds::{Audience, Kind};
use crate::site::{Page, TopicId};
use crate::theme;
use crate::theme::view::{Assets, Frame, Link, NavLink, Version};
use crate::time::Moment;

use super::super::super::Press;
use super::super::super::press::root_of;
use super::super::{feed, headers, search_index};
use super::{status, summary_of};

/// What a frame is made from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Around {
    /// The page's address.
    pub url: String,
    /// Its title.
    pub title: String,
    /// What it is about; may be empty.
    pub description: String,
    /// The way to it from home, home and the page itself left out.
    pub trail: Vec<Link>,
    /// The place in the main navigation that it is.
    pub current: Option<&'static str>,
    /// Its language, where that is not the site's own.
    pub language: Option<Arc<str>>,
}

impl Around {
    /// Around a page of the content.
    #[must_use]
    pub(crate) fn page(press: &Press, page: &Page, current: Option<&'static str>) -> Self {
        Self {
            url: page.url.clone(),
            title: page.title.clone(),
            description: summary_of(page),
            trail: trail(press, page),
            current,
            language: Some(Arc::clone(&page.language)),
        }
    }

    /// Around a page that Firstline makes of the whole site.
    #[must_use]
    pub(crate) fn own(press: &Press, name: &'static str, url: &str) -> Self {
        Self {
            url: url.to_owned(),
            title: press.theme.string(&nav_key(name)).to_owned(),
            current: Some(name),
            ..Self::default()
        }
    }
}

/// Makes the frame.
#[must_use]
pub(crate) fn frame(press: &Press, around: Around) -> Frame {
    let config = &press.site.config;
    let home = Link { title: press.theme.string("nav_home").to_owned(), url: String::new() };
    let breadcrumb = match around.url.as_str() {
        "" => Vec::new(),
        _ => std::iter::once(home).chain(around.trail).collect(),
    };
    let language = around.language.as_ref().unwrap_or_else(|| press.site.own_language());
    let (alerts, alerts_more) = status::on_page(press, &around.url);
    let csp = headers::page_policy(&press.site, &around.url);
    Frame {
        lang: language.to_string(),
        search_page: press.site.search_page(language),
        versions: versions(press, &around.url, language),
        root: root_of(&around.url),
        canonical: feed::address(press, &around.url),
        nav: navigation(press, around.current, language),
        breadcrumb,
        url: around.url,
        title: around.title,
        description: around.description,
        site_title: config.title.clone(),
        site_description: config.description.clone(),
        alerts,
        alerts_more,
        clock_starts: clock_starts(press),
        assets: assets(press, language),
        search_backend: press.site.search_backend().map(|backend| backend.url().to_owned()).unwrap_or_default(),
        search_beacon: press.site.search_beacon().map(|beacon| beacon.url().to_owned()).unwrap_or_default(),
        csp,
        indexed: press.site.audience == Audience::Public,
        generator: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

/// Where the visitor's clock starts: only a site whose settings say what "now" is must not age in front of visitors.
fn clock_starts(press: &Press) -> String {
    let site = &press.site;
    site.config.as_of.filter(|as_of| *as_of == site.now).map(Moment::rfc3339).unwrap_or_default()
}

/// The frame of the 404 page. Hosts show it at any depth, so its addresses start at the root of the host.
#[must_use]
pub(super) fn not_found_frame(press: &Press) -> Frame {
    let title = press.theme.string("not_found_title").to_owned();
    let around = Around { url: "404.html".to_owned(), title, ..Around::default() };
    let mut frame = frame(press, around);
    frame.root = press.site.config.base_path().to_owned();
    frame.breadcrumb = Vec::new();
    frame.indexed = false;
    frame
}

/// The page in the languages that have it, and where readers of others are sent.
fn versions(press: &Press, url: &str, language: &str) -> Vec<Version> {
    let versions = press.site.versions(url, language);
    if versions.len() < 2 {
        return Vec::new();
    }
    let version = |lang: &str, url: &str| Version { lang: lang.to_owned(), address: feed::address(press, url) };
    let own = versions.iter().find(|(language, _)| *language == press.site.own_language());
    let default = own.map(|(_, url)| version("x-default", url));
    versions.iter().map(|(language, url)| version(language, url)).chain(default).collect()
}

fn navigation(press: &Press, current: Option<&'static str>, language: &str) -> Vec<NavLink> {
    let site = &press.site;
    let search_page = site.search_page(language);
    let places: &[(&'static str, &str, bool)] = &[
        ("home", "", true),
        ("status", "status/", site.has_status()),
        ("sla", "sla/", site.has(Kind::Sla)),
        ("escalation", "escalation/", site.has(Kind::Ladder)),
        ("a-z", "a-z/", true),
        ("search", &search_page, true),
        ("contact", "contact/", true),
    ];
    let shown = places.iter().filter(|(.., shown)| *shown);
    shown.map(|(name, url, _)| NavLink { name, url: (*url).to_owned(), current: current == Some(*name) }).collect()
}

fn assets(press: &Press, language: &str) -> Assets {
    let url = |name: &str| press.theme.asset_url(name);
    let form = |name: &str| if press.has_form() { url(name) } else { String::new() };
    Assets {
        style: url("site.css"),
        search: url("search.js"),
        search_worker: url("search-worker.js"),
        search_wasm: url("search.wasm"),
        search_index: search_index::folder(language),
        search_stem: search_index::stemmer(language).map(|name| url(&name)).unwrap_or_default(),
        search_backend: url(theme::SEARCH_BACKEND),
        status: url(theme::STATUS),
        hours: url(theme::HOURS),
        contact: url(theme::CONTACT),
        plans: url(theme::PLANS),
        form: form(theme::FORM),
        visit: form(theme::VISIT),
        icon: url("icon.svg"),
    }
}

/// The way from home to a page, both left out.
#[must_use]
pub(crate) fn trail(press: &Press, page: &Page) -> Vec<Link> {
    match page.entry.kind {
        Kind::Article => topic_trail(press, page.topic),
        Kind::Topic => topic_trail(press, page.topic.and_then(|topic| press.site.topic(topic).parent)),
        Kind::Channel => vec![own_link(press, "contact", "contact/")],
        Kind::Incident | Kind::Maintenance => vec![own_link(press, "status", "status/")],
        Kind::Sla => vec![own_link(press, "sla", "sla/")],
        Kind::Page | Kind::Ladder => Vec::new(),
    }
}

/// The topics down to `topic`, itself included.
pub(super) fn topic_trail(press: &Press, topic: Option<TopicId>) -> Vec<Link> {
    let topics = topic.map(|topic| press.site.trail(topic)).unwrap_or_default();
    let link = |id: &TopicId| {
        let topic = press.site.topic(*id);
        Link { title: topic.title.clone(), url: topic.url.clone() }
    };
    topics.iter().map(link).collect()
}

fn own_link(press: &Press, name: &str, url: &str) -> Link {
    Link { title: press.theme.string(&nav_key(name)).to_owned(), url: url.to_owned() }
}

/// The key of a place's name in the theme's strings.
fn nav_key(name: &str) -> String {
    format!("nav_{name}")
}
