//! Families of output files, one module each. A file made of the whole site has a row in [`WHOLE_SITE`].

mod badge;
pub(crate) mod banner;
mod build_info;
mod closed_days;
mod deadlines;
mod feed;
pub(crate) mod headers;
mod ics;
mod json_ld;
mod maintenance_calendar;
pub(crate) mod opening_hours;
pub(crate) mod pages;
mod robots;
pub(crate) mod search_document;
pub(crate) mod search_index;
mod security_txt;
pub(crate) mod sitemap;
mod statuspage;
pub(crate) mod titles;
mod updates;
mod vcard;
mod xml;

use serde::Serialize;

use crate::kinds::{ComponentState, Kind};
use crate::site::Site;

pub(crate) use build_info::GENERATOR;

use super::{Job, Press, RenderError};

/// A file that is made of the whole site.
pub(crate) struct WholeSite {
    /// Its path in the output folder.
    pub path: &'static str,
    /// Whether this site has it.
    pub applies: fn(&Site) -> bool,
    /// Makes it.
    pub make: fn(&Press) -> Result<Vec<u8>, RenderError>,
}

/// Files made of the whole site.
pub(crate) const WHOLE_SITE: &[WholeSite] = &[
    WholeSite { path: security_txt::PATH, applies: security_txt::applies, make: security_txt::make },
    WholeSite { path: "404.html", applies: always, make: pages::not_found },
    WholeSite { path: "_headers", applies: always, make: headers::make },
    WholeSite { path: "a-z/index.html", applies: always, make: pages::az },
    WholeSite { path: "api/v2/components.json", applies: Site::has_status, make: statuspage::components },
    WholeSite { path: "api/v2/incidents.json", applies: Site::has_status, make: statuspage::incidents },
    WholeSite { path: "api/v2/incidents/unresolved.json", applies: Site::has_status, make: statuspage::unresolved },
    WholeSite { path: "api/v2/scheduled-maintenances.json", applies: Site::has_status, make: statuspage::scheduled },
    WholeSite {
        path: "api/v2/scheduled-maintenances/active.json",
        applies: Site::has_status,
        make: statuspage::active,
    },
    WholeSite {
        path: "api/v2/scheduled-maintenances/upcoming.json",
        applies: Site::has_status,
        make: statuspage::upcoming,
    },
    WholeSite { path: "api/v2/status.json", applies: Site::has_status, make: statuspage::status },
    WholeSite { path: "api/v2/summary.json", applies: Site::has_status, make: statuspage::summary },
    WholeSite { path: "build.json", applies: always, make: build_info::make },
    WholeSite { path: closed_days::PATH, applies: closed_days::applies, make: closed_days::make },
    WholeSite { path: vcard::PATH, applies: vcard::applies, make: vcard::make },
    WholeSite { path: opening_hours::PATH, applies: opening_hours::applies, make: opening_hours::make },
    WholeSite { path: "contact/index.html", applies: always, make: pages::contact },
    WholeSite { path: "escalation/index.html", applies: |site| site.has(Kind::Ladder), make: pages::escalation },
    WholeSite { path: "feed.xml", applies: always, make: feed::make },
    WholeSite { path: "index.html", applies: always, make: pages::home },
    WholeSite { path: "record.json", applies: always, make: record },
    WholeSite { path: "robots.txt", applies: always, make: robots::make },
    WholeSite { path: "search/index.html", applies: always, make: pages::search },
    WholeSite { path: "sitemap.xml", applies: always, make: sitemap::make },
    WholeSite { path: "sla/index.html", applies: |site| site.has(Kind::Sla), make: pages::sla_in_force },
    WholeSite { path: "status/badge.svg", applies: Site::has_status, make: badge::make },
    WholeSite { path: "status/banner.js", applies: Site::has_status, make: banner::make },
    WholeSite { path: "status/deadlines.ics", applies: deadlines::applies, make: deadlines::make },
    WholeSite { path: "status/feed.json", applies: Site::has_status, make: updates::json },
    WholeSite { path: "status/feed.xml", applies: Site::has_status, make: updates::atom },
    WholeSite { path: "status/history/index.html", applies: pages::has_archive, make: pages::whole_archive },
    WholeSite { path: "status/index.html", applies: Site::has_status, make: pages::status },
    WholeSite { path: "status/maintenance.ics", applies: Site::has_status, make: maintenance_calendar::make },
];

/// A file beside the page of each component.
pub(crate) struct BesideComponent {
    /// Its name in the component's folder.
    pub name: &'static str,
    /// Makes it for the component at a place.
    make: fn(&Press, usize) -> Result<Vec<u8>, RenderError>,
}

/// Files beside the page of each component.
pub(crate) const BESIDE_COMPONENT: &[BesideComponent] = &[
    BesideComponent { name: "badge.svg", make: badge::component },
    BesideComponent { name: "feed.json", make: updates::component_json },
    BesideComponent { name: "feed.xml", make: updates::component_atom },
];

fn always(_: &Site) -> bool {
    true
}

/// The theme's words for how the whole service stands.
fn overall(press: &Press, state: ComponentState) -> &str {
    press.theme.string(match state {
        ComponentState::Operational => "overall_operational",
        ComponentState::UnderMaintenance => "overall_under_maintenance",
        ComponentState::DegradedPerformance => "overall_degraded_performance",
        ComponentState::PartialOutage => "overall_partial_outage",
        ComponentState::MajorOutage => "overall_major_outage",
    })
}

/// What was published, for the next build to compare with.
fn record(press: &Press) -> Result<Vec<u8>, RenderError> {
    Ok(press.site.record().to_json())
}

/// A value as a file: without spaces, as programs read it.
fn json(value: &impl Serialize) -> Vec<u8> {
    let mut json = serde_json::to_vec(value).unwrap_or_else(|_| unreachable!("texts are JSON"));
    json.push(b'\n');
    json
}

/// Makes the bytes of one file.
pub(super) fn make(job: &Job, press: &Press) -> Result<Vec<u8>, RenderError> {
    match job {
        Job::Page(id) => pages::page(press, *id),
        Job::Topic(id) => pages::topic(press, *id),
        Job::Whole(row) => (WHOLE_SITE[*row].make)(press),
        Job::Letter(letter) => pages::letter(press, letter),
        Job::Component(place) => pages::component(press, *place),
        Job::BesideComponent(place, row) => (BESIDE_COMPONENT[*row].make)(press, *place),
        Job::Archive(span) => pages::archive(press, *span),
        Job::Search(language) => pages::search_in(press, language),
        Job::Titles(language) => titles::make(press, language),
        Job::SitemapPart(part) => sitemap::make_part(press, *part),
        Job::ThemeAsset(at) => Ok(press.theme.assets()[*at].bytes.clone()),
        Job::Copy(path) => press.bytes(path),
    }
}
