//! A file that is there already and says something else than the import would.

use jiff::tz::TimeZone;

use crate::entry;
use crate::kinds::Front;
use crate::source::{SitePath, Snapshot};

use super::{front_of, lens};

/// How it differs from `text`. Who changed it, the people here or the source, nobody can tell; that the source has said
/// more since is what must not be missed.
pub(super) fn differs(path: &SitePath, text: &str, (snapshot, zone): (&Snapshot, &TimeZone)) -> String {
    let there = entry::load(snapshot, path, &lens(zone)).ok().and_then(|loaded| loaded.entry);
    let there = there.map(|entry| updates(&entry.front));
    let new = front_of(path, text, zone).ok().map(|front| updates(&front));
    match there.zip(new) {
        Some((there, new)) if new > there => format!(
            "{path} is there already and has {there} of {new} updates; to have them all, delete it and import again, or \
             add them by hand"
        ),
        _ => format!("{path} is there already and says something else; it stays as it is"),
    }
}

fn updates(front: &Front) -> usize {
    match front {
        Front::Incident(incident) => incident.updates.len(),
        Front::Maintenance(maintenance) => maintenance.updates.len(),
        _ => 0,
    }
}
