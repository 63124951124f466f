//! What a file dates after now: what a colleague wrote whose clock is fast. The model leaves that out until its time has
//! come, so to add to such a file would be to write past what is not seen.

use std::sync::Arc;

use crate::entry::{self, Lens};
use crate::kinds::{Audience, Front};
use crate::site::Site;
use crate::source::{SitePath, Snapshot, SourceText};

use super::super::Failure;
use super::times::{day_and_clock, in_words};

/// Refuses a file in which something is dated after now, naming the line.
///
/// # Errors
/// When there is such a line, or the file can't be had.
pub(super) fn refuse(path: &SitePath, site: &Site, snapshot: &Snapshot) -> Result<(), Failure> {
    let zone = &site.config.time_zone;
    let lens = Lens { facts: Arc::clone(&site.facts), ..Lens::new(Audience::Internal, zone.clone()) };
    let Some(entry) = entry::load(snapshot, path, &lens)?.entry else { return Ok(()) };
    let ahead = match &entry.front {
        Front::Incident(incident) => incident.ahead_of(site.now),
        Front::Maintenance(maintenance) => maintenance.ahead_of(site.now),
        _ => Vec::new(),
    };
    let Some(first) = ahead.into_iter().min_by_key(|at| at.span.start) else { return Ok(()) };
    let source = SourceText::decode(path.clone(), &snapshot.read(path)?);
    let line = source.map_or(1, |source| source.line_column(first.span.start).0);
    let (when, now) = (in_words(first.value, site.now, zone), day_and_clock(site.now, site.now, zone));
    Err(Failure::new(format!(
        "{path}, line {line}: this is dated {when}, and now it is {}\nhelp: a clock is wrong, where that was written or here: \
         correct that line, or wait until its time has come",
        now.trim_start_matches("at ")
    )))
}
