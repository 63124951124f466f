//! `api/v2/`: the JSON files of Statuspage's public API, so that what is written for those pages reads this one.
//!
//! Its fields and words are theirs (`status.atlassian.com/api/v2/summary.json` is an example that anybody can fetch).
//! Every time comes from what is written down, so that a file changes only when something is said, with two exceptions
//! that are right: maintenance begins and ends on time.

mod components;
mod reports;
mod shapes;

use serde::Serialize;

use crate::kinds::{ComponentState, Stage};
use crate::site::Site;
use crate::source::ContentHash;
use crate::time::Moment;

use super::super::{Press, RenderError};
use super::feed::address;

use components::Components;
use shapes::{PageInfo, Report, Status};

/// Most reports in a list, as theirs: the newest.
const MOST: usize = 50;

/// Digits of an id, as theirs have: enough that no two are the same by chance.
const DIGITS: usize = 12;

/// A file: the page that it is about, then what it has to say.
#[derive(Serialize)]
struct File<'a, T> {
    page: PageInfo<'a>,
    #[serde(flatten)]
    said: T,
}

#[derive(Serialize)]
struct Incidents<'a> {
    incidents: Vec<Report<'a>>,
}

#[derive(Serialize)]
struct Maintenances<'a> {
    scheduled_maintenances: Vec<Report<'a>>,
}

#[derive(Serialize)]
struct ComponentList<'a> {
    components: &'a [shapes::Component],
}

#[derive(Serialize)]
struct StatusOnly<'a> {
    status: Status<'a>,
}

#[derive(Serialize)]
struct Summary<'a> {
    components: &'a [shapes::Component],
    incidents: Vec<Report<'a>>,
    scheduled_maintenances: Vec<Report<'a>>,
    status: Status<'a>,
}

/// Everything at once: components, open incidents, maintenance that runs or is to come.
pub(super) fn summary(press: &Press) -> Result<Vec<u8>, RenderError> {
    let components = Components::of(&press.site);
    let said = Summary {
        components: components.all(),
        incidents: reports::open(press, &components),
        scheduled_maintenances: reports::maintenance(press, &components, |stage| !stage.is_over()),
        status: status_of(press),
    };
    Ok(file(press, said))
}

/// The service as a whole.
pub(super) fn status(press: &Press) -> Result<Vec<u8>, RenderError> {
    Ok(file(press, StatusOnly { status: status_of(press) }))
}

/// Each component.
pub(super) fn components(press: &Press) -> Result<Vec<u8>, RenderError> {
    Ok(file(press, ComponentList { components: Components::of(&press.site).all() }))
}

/// The latest incidents.
pub(super) fn incidents(press: &Press) -> Result<Vec<u8>, RenderError> {
    let components = Components::of(&press.site);
    Ok(file(press, Incidents { incidents: reports::latest(press, &components) }))
}

/// Incidents that go on.
pub(super) fn unresolved(press: &Press) -> Result<Vec<u8>, RenderError> {
    let components = Components::of(&press.site);
    Ok(file(press, Incidents { incidents: reports::open(press, &components) }))
}

/// The latest maintenance.
pub(super) fn scheduled(press: &Press) -> Result<Vec<u8>, RenderError> {
    let components = Components::of(&press.site);
    Ok(file(press, Maintenances { scheduled_maintenances: reports::latest_maintenance(press, &components) }))
}

/// Maintenance to come.
pub(super) fn upcoming(press: &Press) -> Result<Vec<u8>, RenderError> {
    maintenance(press, |stage| stage == Stage::Scheduled)
}

/// Maintenance that runs.
pub(super) fn active(press: &Press) -> Result<Vec<u8>, RenderError> {
    maintenance(press, Stage::runs)
}

fn maintenance(press: &Press, wanted: fn(Stage) -> bool) -> Result<Vec<u8>, RenderError> {
    let components = Components::of(&press.site);
    Ok(file(press, Maintenances { scheduled_maintenances: reports::maintenance(press, &components, wanted) }))
}

fn file(press: &Press, said: impl Serialize) -> Vec<u8> {
    let config = &press.site.config;
    let page = PageInfo {
        id: page_id(&press.site),
        name: &config.title,
        url: address(press, "status/"),
        time_zone: config.time_zone.iana_name().unwrap_or("Etc/UTC"),
        updated_at: written(press.site.last_changed()),
    };
    super::json(&File { page, said })
}

fn status_of(press: &Press) -> Status<'_> {
    let state = press.site.overall();
    let indicator = match state {
        ComponentState::Operational => "none",
        ComponentState::UnderMaintenance => "maintenance",
        ComponentState::DegradedPerformance => "minor",
        ComponentState::PartialOutage => "major",
        ComponentState::MajorOutage => "critical",
    };
    Status { indicator, description: super::overall(press, state) }
}

fn page_id(site: &Site) -> String {
    id_of(site.config.base_url.as_str())
}

/// A short id of something that has a name for ever.
fn id_of(name: &str) -> String {
    ContentHash::of(name.as_bytes()).short(DIGITS)
}

/// `2026-11-20T13:20:00.000Z`: in milliseconds, as theirs are.
fn written(moment: Moment) -> String {
    let whole = Moment::from_unix(moment.unix()).unwrap_or(moment).rfc3339();
    format!("{}.000Z", whole.trim_end_matches('Z'))
}
