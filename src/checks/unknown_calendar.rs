//! # unknown-calendar
//!
//! A channel, a target of an SLA, an escalation ladder or a step of one names a calendar that `content/contact/calendars.yaml` does not have. Nobody is told
//! when the channel is open, and nobody can tell when the promised time has passed.
//!
//! Correct the name, or add the calendar:
//!
//! ```yaml
//! support-hours:
//!   time_zone: Europe/London
//!   hours: {mon-fri: ["09:00-17:00"]}
//! ```

use crate::diag::{Code, did_you_mean};
use crate::kinds::Front;
use crate::site::{Page, Site};
use crate::yaml::Placed;

use super::{Raised, Report};

const UNKNOWN: Code = Code("unknown-calendar");

pub(super) const CODES: &[Code] = &[UNKNOWN];

pub(super) fn run(site: &Site, report: &mut Report) {
    for page in site.pages() {
        for name in named_by(page).into_iter().filter(|name| site.calendar_named(name).is_none()) {
            report.add(&page.entry.path, unknown(site, name));
        }
    }
}

fn named_by(page: &Page) -> Vec<&Placed<String>> {
    match &page.entry.front {
        Front::Channel(channel) => channel.calendar.iter().collect(),
        Front::Sla(sla) => sla.targets.iter().filter_map(|target| target.calendar.as_ref()).collect(),
        Front::Ladder(ladder) => {
            let steps = ladder.steps.iter().filter_map(|step| step.calendar.as_ref());
            ladder.calendar.iter().chain(steps).collect()
        }
        _ => Vec::new(),
    }
}

fn unknown(site: &Site, name: &Placed<String>) -> Raised {
    let known: Vec<&str> = site.calendars.iter().map(|calendar| calendar.name.as_str()).collect();
    let all = || match known.join(", ") {
        none if none.is_empty() => "add it to content/contact/calendars.yaml, which has none yet".to_owned(),
        all => format!("calendars here: {all}"),
    };
    let help = did_you_mean(name, known.iter().copied()).unwrap_or_else(all);
    Raised::error(UNKNOWN, &name.span, format!("there is no calendar `{}`", name.value)).help(help)
}
