//! Which address each file gets, and what happens when two want the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::entry::Entry;
use crate::kinds::{self, Kind};
use crate::source::SitePath;

use super::languages::{Languages, SEARCH};
use super::slug::{fold, slug};

/// Addresses of pages that Firstline makes itself, and folders of its own files. No page of the content may lie there.
pub const OWN_PLACES: &[&str] =
    &["", "404.html", "a-z/", "api/", "assets/", "contact/", "escalation/", "search/", "sla/", "status/"];

/// Folders that are Firstline's own with all that is in them.
const OWN_FOLDERS: &[&str] = &["a-z/", "api/", "assets/", "search/", "status/components/", "status/history/"];

/// A file that is left out because its address is taken, or because it has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The file left out.
    pub path: SitePath,
    /// The address it would have had; empty where its name gives none.
    pub url: String,
    /// Who has the address: another file, or nothing where it is Firstline's own.
    pub taken_by: Option<SitePath>,
}

/// An entry with its address.
pub(super) struct Addressed {
    pub(super) entry: Arc<Entry>,
    pub(super) url: String,
    /// What its language's addresses begin with: `fr/`, nothing for the site's own.
    pub(super) root: String,
}

/// Gives every entry its address, sorted by path; the first of two that would share one keeps it.
pub(super) fn assign(mut entries: Vec<Arc<Entry>>, languages: &Languages) -> (Vec<Addressed>, Vec<Conflict>) {
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    let mut owners = Owners::new(&entries, languages);
    let mut addressed = Vec::with_capacity(entries.len());
    let mut conflicts = Vec::new();
    for entry in entries {
        match owners.claim(&entry) {
            Ok(url) => addressed.push(Addressed { root: languages.root_of(&entry), entry, url }),
            Err(conflict) => conflicts.push(conflict),
        }
    }
    (addressed, conflicts)
}

/// Who has which address, folded; nobody's are Firstline's own.
struct Owners<'a> {
    languages: &'a Languages,
    pages: BTreeMap<String, Option<SitePath>>,
    /// Folders of answers, with the first file in each: they have a page, described by `_topic.md` or not.
    topics: BTreeMap<String, SitePath>,
}

impl<'a> Owners<'a> {
    fn new(entries: &[Arc<Entry>], languages: &'a Languages) -> Self {
        let own = OWN_PLACES.iter().map(|place| (*place).to_owned());
        let searches = languages.others().map(|language| languages.root(language) + SEARCH);
        let pages = own.chain(searches).map(|place| (place, None)).collect();
        let mut topics = BTreeMap::new();
        for entry in entries {
            for folder in topic_folders(entry) {
                topics.entry(fold(&(languages.root_of(entry) + &folder))).or_insert_with(|| entry.path.clone());
            }
        }
        Self { languages, pages, topics }
    }

    /// The address of an entry, which is its own from now on.
    fn claim(&mut self, entry: &Entry) -> Result<String, Conflict> {
        let conflict = |url: String, taken_by| Conflict { path: entry.path.clone(), url, taken_by };
        let url = url_of(entry).ok_or_else(|| conflict(String::new(), None))?;
        if entry.kind == Kind::Ladder {
            // All ladders share one page, which is Firstline's own.
            return Ok(url);
        }
        // What is taken at the root of the site is taken at the root of each language.
        let own_place = topic_folders(entry).into_iter().find(|folder| OWN_PLACES.contains(&folder.as_str()));
        if let Some(folder) = own_place {
            return Err(conflict(folder, None));
        }
        let is_reserved = |folder: &&&str| url.starts_with(**folder);
        if let Some(folder) = OWN_FOLDERS.iter().find(is_reserved).filter(|_| entry.kind == Kind::Page) {
            return Err(conflict((*folder).to_owned(), None));
        }
        let url = self.languages.root_of(entry) + &url;
        let folded = fold(&url);
        if let Some(first) = self.topics.get(&folded).filter(|_| entry.kind != Kind::Topic) {
            return Err(conflict(url, Some(first.clone())));
        }
        if let Some(owner) = self.pages.get(&folded) {
            return Err(conflict(url, owner.clone()));
        }
        self.pages.insert(folded, Some(entry.path.clone()));
        Ok(url)
    }
}

/// The addresses of the folders of answers that an entry lies in, innermost first, without the root of its language.
fn topic_folders(entry: &Entry) -> Vec<String> {
    let url = match entry.kind {
        Kind::Article => url_of(entry),
        // The entry describes a folder, so a file in that folder stands for it.
        Kind::Topic => url_of(entry).map(|url| url + "x/"),
        _ => None,
    };
    let parent = |url: &String| {
        let (parent, _) = url.trim_end_matches('/').rsplit_once('/')?;
        Some(format!("{parent}/"))
    };
    std::iter::successors(url.as_ref().and_then(parent), parent).collect()
}

/// The address of the topic that a folder of answers is.
pub(super) fn topic_folder_url(folder: &SitePath) -> Option<String> {
    slugs(kinds::below_content(folder)?.strip_prefix("articles/")?)
}

/// The address of an entry without the root of its language; nothing where a part of its path has no letter or digit.
fn url_of(entry: &Entry) -> Option<String> {
    let rest = kinds::locate(&entry.path)?.rest;
    let (folder, _) = rest.rsplit_once('/').unwrap_or(("", rest));
    let folders = slugs(folder)?;
    let own = slug(kinds::name_and_language(&entry.path).0);
    let named = || (!own.is_empty()).then(|| own.clone());
    match entry.kind {
        Kind::Topic => Some(folders),
        Kind::Article | Kind::Page => Some(format!("{folders}{}/", named()?)),
        Kind::Channel => Some(format!("contact/{folders}{}/", named()?)),
        Kind::Sla => Some(format!("sla/{folders}{}/", named()?)),
        Kind::Incident => Some(format!("status/incidents/{}/", status_id(entry).or_else(named)?)),
        Kind::Maintenance => Some(format!("status/maintenance/{}/", status_id(entry).or_else(named)?)),
        Kind::Ladder => Some("escalation/".to_owned()),
    }
}

fn status_id(entry: &Entry) -> Option<String> {
    let id = entry.basics.id.as_ref().map(|id| slug(&id.value))?;
    (!id.is_empty()).then_some(id)
}

/// `Till/Cash drawer` is `till/cash-drawer/`; the empty folder is the empty address.
fn slugs(folder: &str) -> Option<String> {
    let mut url = String::new();
    for part in folder.split('/').filter(|part| !part.is_empty()) {
        let part = slug(part);
        if part.is_empty() {
            return None;
        }
        url.push_str(&part);
        url.push('/');
    }
    Some(url)
}
