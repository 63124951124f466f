//! # dated-ahead
//!
//! Something is told that has not happened yet: an update, the beginning or the end of an incident lies after now.
//! Nobody can know it, so it is left out until its time has come. Mostly a time was written without its offset, or with
//! that of another season.
//!
//! Write the time with its offset (`2026-07-01T09:00:00+01:00`, or `Z` for UTC), or as local time in the site's zone.
//! Promises (`next_update_by`) and plans (`starts`, `ends`) lie ahead by their nature and are not meant.

use std::sync::Arc;

use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::entry::Entry;
use crate::kinds::Front;
use crate::source::Snapshot;
use crate::time::Moment;

use super::{Raised, Report};

pub(super) const AHEAD: Code = Code("dated-ahead");

/// The findings about what is told too early. It looks at pages as written, before that is cut off.
#[must_use]
pub fn dated_ahead(entries: &[Arc<Entry>], now: Moment, config: &Config, snapshot: &Snapshot) -> Vec<Diagnostic> {
    let mut report = Report::default();
    for entry in entries {
        let ahead = match &entry.front {
            Front::Incident(incident) => incident.ahead_of(now),
            Front::Maintenance(maintenance) => maintenance.ahead_of(now),
            _ => continue,
        };
        for at in ahead {
            let message = format!("this is after now, {}, so it is not shown yet", now.rfc3339_in(&config.time_zone));
            let help = "check the time and its offset; what has happened is told, what is to come is promised";
            report.add(&entry.path, Raised::weighable(AHEAD, &at.span, message).help(help));
        }
    }
    report.into_diagnostics(&config.checks, snapshot)
}
