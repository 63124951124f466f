//! One state of the site being previewed. It never changes: a rebuild makes another.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use axum::body::Bytes;

use crate::config;
use crate::diag::{Code, Diagnostic};
use crate::engine::Build;
use crate::entry;
use crate::output::{Job, Plan, policy};
use crate::source::SitePath;
use crate::yaml;

/// Findings after which a file is left out though its writer did not mean it to be.
const UNREADABLE: &[Code] =
    &[yaml::UNREADABLE, entry::NOT_UTF8, Code("unclosed-front-matter"), Code("missing-settings")];

/// Pages that are kept for the time when their file can't be read. A writer looks at a few.
const PAGES_KEPT: usize = 32;

/// What the server shows now.
pub(super) struct Edition {
    /// Changes whenever a page may have.
    number: u64,
    plan: Arc<Plan>,
    /// What was found, sorted by place.
    pub(super) findings: Vec<Diagnostic>,
    /// Why the last attempt to build the site failed, if it did.
    pub(super) trouble: Option<String>,
    kept: Mutex<Vec<Kept>>,
}

/// A page as it was when it was last shown.
#[derive(Clone)]
struct Kept {
    path: String,
    source: SitePath,
    html: Bytes,
}

impl Edition {
    /// The first edition.
    pub(super) fn first(build: Build) -> Self {
        Self { number: 1, plan: Arc::new(build.plan), findings: build.findings, trouble: None, kept: Mutex::default() }
    }

    /// The edition after this one. `is_news` says whether the files differ.
    ///
    /// A page whose file can't be read any more keeps its last good state; so does the whole site when that happens
    /// to its settings, for nobody wants to see it without name and address.
    pub(super) fn next(&self, build: Build, is_news: bool) -> Self {
        let unreadable = unreadable(&build.findings);
        let settings_lost = unreadable.contains(config::FILE);
        let plan = if settings_lost { Arc::clone(&self.plan) } else { Arc::new(build.plan) };
        let mut kept = self.kept();
        kept.retain(|page| plan.jobs().contains_key(&page.path) || unreadable.contains(page.source.as_str()));
        let number = self.number + u64::from(is_news && !settings_lost);
        Self { number, plan, findings: build.findings, trouble: None, kept: Mutex::new(kept) }
    }

    /// The same pages, and the news that there could be no others.
    pub(super) fn troubled(&self, trouble: Option<String>) -> Self {
        let (plan, findings) = (Arc::clone(&self.plan), self.findings.clone());
        Self { number: self.number, plan, findings, trouble, kept: Mutex::new(self.kept()) }
    }

    pub(super) fn number(&self) -> u64 {
        self.number
    }

    pub(super) fn plan(&self) -> &Arc<Plan> {
        &self.plan
    }

    /// The Content-Security-Policy that its host sends with every page.
    pub(super) fn policy(&self) -> String {
        policy(self.plan.site())
    }

    /// Where the site lies on its host: `/` or `/help/`.
    pub(super) fn base_path(&self) -> &str {
        self.plan.site().config.base_path()
    }

    /// The file that the page at `path` is made of, if it is made of one.
    pub(super) fn source(&self, path: &str) -> Option<SitePath> {
        match self.plan.jobs().get(path) {
            Some(Job::Page(id)) => Some(self.plan.site().page(*id).entry.path.clone()),
            Some(_) => None,
            None => self.find_kept(path).map(|page| page.source),
        }
    }

    /// Keeps a page that was just made of a file for the time when its file can't be read.
    pub(super) fn keep(&self, path: &str, html: &Bytes) {
        let Some(source) = self.source(path) else { return };
        let Ok(mut kept) = self.kept.lock() else { return };
        kept.retain(|page| page.path != path);
        kept.push(Kept { path: path.to_owned(), source, html: html.clone() });
        let surplus = kept.len().saturating_sub(PAGES_KEPT);
        kept.drain(..surplus);
    }

    /// The page at `path` as it was last shown.
    pub(super) fn last_shown(&self, path: &str) -> Option<Bytes> {
        self.find_kept(path).map(|page| page.html)
    }

    /// Whether there is something to show at `path`.
    pub(super) fn has(&self, path: &str) -> bool {
        // What the index consists of is known once it is built; until then everything in its folder may be a part. It
        // has no pages.
        let in_index =
            || self.plan.search_folders().any(|folder| path.starts_with(folder)) && !path.ends_with("/index.html");
        self.plan.jobs().contains_key(path) || self.find_kept(path).is_some() || in_index()
    }

    fn find_kept(&self, path: &str) -> Option<Kept> {
        self.kept.lock().ok()?.iter().find(|page| page.path == path).cloned()
    }

    fn kept(&self) -> Vec<Kept> {
        self.kept.lock().map(|kept| kept.clone()).unwrap_or_default()
    }
}

fn unreadable(findings: &[Diagnostic]) -> BTreeSet<&str> {
    findings.iter().filter(|finding| UNREADABLE.contains(&finding.code)).map(|finding| &*finding.place.path).collect()
}
