//! What templates see: one struct per template, and nothing else.
//!
//! A view is the whole input of a page, so two equal views make two equal pages. Every `url` is relative to the
//! site's root, without a leading slash (`till/open-the-day/`; the home page is the empty string): a template writes
//! `{{ frame.root }}{{ link.url }}`. Fields named `html` are safe to print as they are; all others are text.

mod contact;
mod escalation;
mod form;
mod measured;
mod sla;
mod status;

use serde::Serialize;

pub use contact::*;
pub use escalation::*;
pub use form::*;
pub use measured::*;
pub use sla::*;
pub use status::*;

/// What every page has around its content.
#[derive(Clone, Debug, Serialize)]
pub struct Frame {
    /// Language of the page, as a BCP 47 tag.
    pub lang: String,
    /// The way from this page to the site's root: `./`, `../../`; an absolute path on the 404 page.
    pub root: String,
    /// This page's own address relative to the root.
    pub url: String,
    /// The page's address in full, for `<link rel="canonical">`.
    pub canonical: String,
    /// The search page in the language of this page, relative to the root.
    pub search_page: String,
    /// The versions of this page by language, itself included; empty where it is the only one.
    pub versions: Vec<Version>,
    /// Title of this page alone.
    pub title: String,
    /// One or two sentences for search engines and previews; may be empty.
    pub description: String,
    /// Name of the help centre.
    pub site_title: String,
    /// What the help centre is about; may be empty.
    pub site_description: String,
    /// The site's main places, in order.
    pub nav: Vec<NavLink>,
    /// The way from home to this page, this page not included; empty on the home page.
    pub breadcrumb: Vec<Link>,
    /// What customers are told on every page: open incidents, the worst first, then maintenance that runs or will run.
    /// Each is shown within its time. What the page itself is about is left out.
    pub alerts: Vec<Alert>,
    /// How many more there are, each number at its time.
    pub alerts_more: Vec<CountAt>,
    /// The moment at which the visitor's clock starts on a site that must not age, as RFC 3339; empty where the clock is
    /// right.
    pub clock_starts: String,
    /// Where the theme's own files lie.
    pub assets: Assets,
    /// The server that is asked before the index in the browser; empty where there is none.
    pub search_backend: String,
    /// Who is told what was searched for; empty where that is nobody.
    pub search_beacon: String,
    /// The Content-Security-Policy of every page.
    pub csp: String,
    /// Whether search engines may list the page.
    pub indexed: bool,
    /// Firstline's version.
    pub generator: String,
}

/// Addresses of the theme's files, relative to the root, with their fingerprints in their names.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Assets {
    /// The style sheet.
    pub style: String,
    /// The script of the search box.
    pub search: String,
    /// The worker that searches.
    pub search_worker: String,
    /// The search engine itself.
    pub search_wasm: String,
    /// The folder of the index for the page's language, with a slash at its end.
    pub search_index: String,
    /// What the search knows of the words of the page's language; empty where there is nothing to know.
    pub search_stem: String,
    /// The part of the worker that asks a server.
    pub search_backend: String,
    /// The script that shows what is timed at its time.
    pub status: String,
    /// The script that says whether somebody is there now.
    pub hours: String,
    /// The script that finds the best way to a person for the visitor's plan.
    pub contact: String,
    /// The script that narrows promises down to one plan.
    pub plans: String,
    /// The script of the contact form; empty where there is no form.
    pub form: String,
    /// The script that notes what was read in this visit; empty where there is no form.
    pub visit: String,
    /// The icon in the browser's tab.
    pub icon: String,
}

/// A page in one of several languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Version {
    /// The language, as a BCP 47 tag; `x-default` for readers of any other.
    pub lang: String,
    /// Its address in full.
    pub address: String,
}

/// A named address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// What it is called.
    pub title: String,
    /// Where it leads, relative to the root.
    pub url: String,
}

/// A place in the main navigation.
#[derive(Clone, Debug, Serialize)]
pub struct NavLink {
    /// Which one: `home`, `status`, `sla`, `contact`, `a-z`, `search`, `escalation`.
    pub name: &'static str,
    /// Where it leads, relative to the root.
    pub url: String,
    /// Whether this page is there.
    pub current: bool,
}

/// A moment, for machines and for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Time {
    /// RFC 3339 in the site's own offset, for `<time datetime>`: `2026-07-01T09:00:00+01:00`; a plain date has no time.
    pub iso: String,
    /// In the site's time zone, with UTC where that differs: `1 July 2026, 09:00 BST (08:00 UTC)`; a plain date has no
    /// time.
    pub text: String,
}

/// An article in a list.
#[derive(Clone, Debug, Serialize)]
pub struct ArticleCard {
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Its summary; may be empty.
    pub summary: String,
    /// `faq`, `howto`, `troubleshooting`, `known-issue`, `policy`, `reference`; may be empty.
    pub kind: String,
}

/// A topic on the home page and in lists.
#[derive(Clone, Debug, Serialize)]
pub struct TopicCard {
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Its summary; may be empty.
    pub summary: String,
    /// The name of its icon; may be empty.
    pub icon: String,
    /// How many articles it has, those of folders below it included.
    pub articles: usize,
}

/// A heading in a page's list of contents.
#[derive(Clone, Debug, Serialize)]
pub struct ContentsEntry {
    /// 2 or 3.
    pub level: u8,
    /// The heading's id.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// `home.html`
#[derive(Clone, Debug, Serialize)]
pub struct HomeView {
    /// Around the page.
    pub frame: Frame,
    /// How the service stands.
    pub status: StatusSummary,
    /// Whether the site has components, and so a status page.
    pub has_status: bool,
    /// All topics, in order.
    pub topics: Vec<TopicCard>,
    /// Answers most people look for, chosen by the writers or else the latest.
    pub wanted: Vec<ArticleCard>,
    /// The first support channels.
    pub channels: Vec<ChannelCard>,
}

/// `topic.html`
#[derive(Clone, Debug, Serialize)]
pub struct TopicView {
    /// Around the page.
    pub frame: Frame,
    /// The topic.
    pub topic: TopicCard,
    /// Its introduction; may be empty.
    pub html: String,
    /// Topics in folders below it.
    pub subtopics: Vec<TopicCard>,
    /// Its articles, in order.
    pub articles: Vec<ArticleCard>,
}

/// `article.html`
#[derive(Clone, Debug, Serialize)]
pub struct ArticleView {
    /// Around the page.
    pub frame: Frame,
    /// Its title.
    pub title: String,
    /// The customer's question; may be empty.
    pub question: String,
    /// The answer in short; may be empty.
    pub summary: String,
    /// The text.
    pub html: String,
    /// Its headings; empty where there are fewer than three.
    pub contents: Vec<ContentsEntry>,
    /// `KB-1042`; may be empty.
    pub id: String,
    /// `faq`, `howto`, ...; may be empty.
    pub kind: String,
    /// `novice`, `regular`, `expert`; may be empty.
    pub level: String,
    /// Products it is about.
    pub products: Vec<String>,
    /// Plans it is about; empty means all.
    pub plans: Vec<String>,
    /// When its content last changed.
    pub updated: Option<Time>,
    /// When a person last checked it.
    pub reviewed: Option<Time>,
    /// What is wrong now, or will be, with the components that it is about.
    pub notices: Vec<Alert>,
    /// When the page was made, for the notices.
    pub made: Made,
    /// What to have done before.
    pub before: Vec<ArticleCard>,
    /// What to read next.
    pub related: Vec<ArticleCard>,
    /// The article before it in its topic.
    pub previous: Option<Link>,
    /// The article after it in its topic.
    pub next: Option<Link>,
    /// The first support channels.
    pub channels: Vec<ChannelCard>,
}

/// `page.html`
#[derive(Clone, Debug, Serialize)]
pub struct PageView {
    /// Around the page.
    pub frame: Frame,
    /// Its title.
    pub title: String,
    /// Its summary; may be empty.
    pub summary: String,
    /// The text.
    pub html: String,
    /// Its headings; empty where there are fewer than three.
    pub contents: Vec<ContentsEntry>,
    /// When its content last changed.
    pub updated: Option<Time>,
}

/// The titles under one letter.
#[derive(Clone, Debug, Serialize)]
pub struct Letter {
    /// The letter: "A", or "#" for everything else.
    pub letter: String,
    /// The page it is on, with its anchor.
    pub url: String,
    /// How many titles it has.
    pub count: usize,
    /// The titles; empty where the letter has a page of its own.
    pub entries: Vec<Link>,
}

/// `a-z.html`
#[derive(Clone, Debug, Serialize)]
pub struct AzView {
    /// Around the page.
    pub frame: Frame,
    /// All letters that have titles.
    pub letters: Vec<Letter>,
    /// The letter this page is about; empty on the overview.
    pub letter: String,
}

/// `search.html`
#[derive(Clone, Debug, Serialize)]
pub struct SearchView {
    /// Around the page.
    pub frame: Frame,
    /// All topics, for those without JavaScript.
    pub topics: Vec<TopicCard>,
}

/// `404.html`
#[derive(Clone, Debug, Serialize)]
pub struct NotFoundView {
    /// Around the page.
    pub frame: Frame,
    /// All topics.
    pub topics: Vec<TopicCard>,
}
