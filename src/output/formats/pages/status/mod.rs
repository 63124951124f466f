//! The status pages: the overview here, and beside it the pages of incidents, maintenance, components and the archive.
//!
//! What the model knows of the time ahead stands in the pages too: see [`clock`].

mod alerts;
mod archive;
mod clock;
mod component;
mod days;
mod incident;
mod maintenance;
mod rows;

use crate::kinds::{ComponentState, Impact, Kind};
use crate::output::formats::{deadlines, feed};
use crate::site::Site;
use crate::theme::view::{ComponentGroup, IncidentCard, Method, StatusSummary, StatusView, Subscribe, WeightRow};
use crate::yaml::Choice;

use super::super::super::{Press, RenderError};
use super::{Around, contact, html, text};

pub(crate) use alerts::Known;
pub(crate) use alerts::known_now;
pub(super) use alerts::{all as alerts, of_components, on_page};
pub(crate) use archive::{Span, archive, has_archive, spans, whole_archive};
pub(super) use clock::made;
pub(crate) use component::component;
pub(super) use incident::incident;
pub(super) use maintenance::maintenance;

/// The address of the overview.
const URL: &str = "status/";

/// Beyond so many components each is said in brief: 200 of them in full would be half a megabyte.
const BRIEF: usize = 40;

/// Most unusual days that the overview tells of in full; beyond, the pages of the components do.
const DAYS_TOLD: usize = 120;

/// How the service stands as a whole, for the home page, which leaves out what nobody feels.
pub(super) fn summary(press: &Press) -> StatusSummary {
    let open = press.site.open_incidents().filter(|(_, incident)| incident.impact() != Impact::None);
    let open = open.map(|(id, incident)| incident::card(press, press.site.page(id), incident, "")).collect();
    summary_with(press, open)
}

fn summary_with(press: &Press, open: Vec<IncidentCard>) -> StatusSummary {
    let (maintenance, more) = maintenance::near(press);
    StatusSummary {
        states: clock::states(&press.site, &press.site.overall_phases()),
        open,
        maintenance,
        maintenance_more: if more { archive_url(&press.site) } else { String::new() },
        made: clock::made(press),
    }
}

/// The overview.
pub(crate) fn status(press: &Press) -> Result<Vec<u8>, RenderError> {
    let site = &press.site;
    let open = site.open_incidents();
    let open = open.map(|(id, incident)| incident::card_in_full(press, site.page(id), incident)).collect();
    let view = StatusView {
        frame: press.frame(Around::own(press, "status", URL)),
        status: summary_with(press, open),
        groups: groups(press),
        brief: site.components.len() > BRIEF,
        recent: rows::recent(press),
        archive: archive_url(site),
        method: method(press, None),
        subscribe: subscribe(press),
    };
    html(press, "status.html", &view)
}

/// Components under their headings, both in the order of the file.
fn groups(press: &Press) -> Vec<ComponentGroup> {
    let site = &press.site;
    let days = site.days();
    let mut rows: Vec<_> = (0..site.components.len()).map(|place| component::row(press, place, &days)).collect();
    if rows.iter().map(|row| row.days.unusual.len()).sum::<usize>() > DAYS_TOLD {
        rows.iter_mut().for_each(|row| row.days.unusual.clear());
    }
    let mut rows: Vec<_> = rows.into_iter().map(Some).collect();
    let groups = site.component_groups();
    let group = |(name, places): (&str, Vec<usize>)| ComponentGroup {
        name: name.to_owned(),
        states: clock::states(site, &site.worst_phases(&places)),
        components: places.iter().filter_map(|place| rows.get_mut(*place)?.take()).collect(),
    };
    groups.into_iter().map(group).collect()
}

/// How the figures are worked out: of one component, else of all.
pub(super) fn method(press: &Press, place: Option<usize>) -> Method {
    use ComponentState::{DegradedPerformance, MajorOutage, PartialOutage, UnderMaintenance};
    let config = &press.site.config;
    let weight =
        |state: ComponentState| WeightRow { state: state.word().to_owned(), percent: config.status.uptime.of(state) };
    let since = place.and_then(|place| press.site.recorded_since(place));
    Method {
        weights: [MajorOutage, PartialOutage, DegradedPerformance, UnderMaintenance].map(weight).to_vec(),
        zone: config.time_zone.iana_name().unwrap_or("UTC").to_owned(),
        since: since.map(|since| press.date(since.date(&config.time_zone))),
    }
}

/// The archive, where there is one.
fn archive_url(site: &Site) -> String {
    if has_archive(site) { archive::URL.to_owned() } else { String::new() }
}

/// The calendar of duties, on sites for the company's own people.
fn deadlines_url(site: &Site) -> String {
    if deadlines::applies(site) { format!("{URL}deadlines.ics") } else { String::new() }
}

/// Where to follow the whole status.
fn subscribe(press: &Press) -> Subscribe {
    let banner = feed::address(press, &format!("{URL}banner.js"));
    Subscribe { banner_address: banner, ..subscribe_at(press, URL) }
}

/// Where to follow what lies at `url`: the overview or a component.
fn subscribe_at(press: &Press, url: &str) -> Subscribe {
    let has_calendar = press.site.has(Kind::Maintenance);
    Subscribe {
        atom: format!("{url}feed.xml"),
        json: format!("{url}feed.json"),
        calendar: if has_calendar { format!("{URL}maintenance.ics") } else { String::new() },
        deadlines: deadlines_url(&press.site),
        badge: format!("{url}badge.svg"),
        badge_address: feed::address(press, &format!("{url}badge.svg")),
        page_address: feed::address(press, url),
        banner_address: String::new(),
    }
}
