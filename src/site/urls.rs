//! Which address each file gets, and what happens when two want the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::entry::Entry;
use crate::kinds::{self, Kind};
use crate::source::SitePath;

use super::slug::{fold, slug};

/// Addresses of pages that Firstline makes itself, and folders of its own files. No page of the content may lie there.
pub const OWN_PLACES: &[&str] =
    &["", "404.html", "a-z/", "api/", "assets/", "contact/", "escalation/", "search/", "sla/", "status/"];

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

/// Gives every entry its address, sorted by path; the first of two that would share one keeps it.
pub(super) fn assign(mut entries: Vec<Arc<Entry>>) -> (Vec<(Arc<Entry>, String)>, Vec<Conflict>) {
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    let mut owners: BTreeMap<String, Option<SitePath>> =
        OWN_PLACES.iter().map(|place| ((*place).to_owned(), None)).collect();
    let mut addressed = Vec::with_capacity(entries.len());
    let mut conflicts = Vec::new();
    for entry in entries {
        let Some(url) = url_of(&entry) else {
            conflicts.push(Conflict { path: entry.path.clone(), url: String::new(), taken_by: None });
            continue;
        };
        if entry.kind == Kind::Ladder {
            // All ladders share one page, which is Firstline's own.
            addressed.push((entry, url));
            continue;
        }
        match owners.entry(fold(&url)) {
            std::collections::btree_map::Entry::Vacant(free) => {
                free.insert(Some(entry.path.clone()));
                addressed.push((entry, url));
            }
            std::collections::btree_map::Entry::Occupied(taken) => {
                conflicts.push(Conflict { path: entry.path.clone(), url, taken_by: taken.get().clone() });
            }
        }
    }
    (addressed, conflicts)
}

/// The address of an entry; nothing where a part of its path has no letter or digit.
fn url_of(entry: &Entry) -> Option<String> {
    let rest = kinds::locate(&entry.path)?.rest;
    let (folder, _) = rest.rsplit_once('/').unwrap_or(("", rest));
    let folders = slugs(folder)?;
    let own = slug(entry.path.stem());
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
    let id = entry.common.id.as_ref().map(|id| slug(&id.value))?;
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
