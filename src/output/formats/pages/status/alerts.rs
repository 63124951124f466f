//! What is told away from the status pages: on every page, on the answers concerned, and on the contact page.

use crate::kinds::{ComponentState, Impact, Incident, Maintenance};
use crate::site::Page;
use crate::theme::view::{Alert, CountAt};
use crate::yaml::{Choice, Placed};

use super::clock::Stretch;
use super::{Press, URL, clock, incident, rows};

/// Most lines on top of a page at a time; the rest is counted.
const LINES: usize = 3;

/// Something that customers may have to know, and where.
#[derive(Debug)]
pub(crate) struct Known {
    alert: Alert,
    reach: Reach,
    /// When it is told.
    stretch: Stretch,
    /// Ids of the components that do not work as they should.
    components: Vec<String>,
}

/// On which pages something is told, beside those that name its components.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    Everywhere,
    Home,
}

/// Everything that is known now: open incidents, the worst first, then maintenance by its start.
pub(crate) fn known_now(press: &Press) -> Vec<Known> {
    let site = &press.site;
    let incidents = site.open_incidents().filter(|(_, incident)| incident.impact() != Impact::None);
    let incidents = incidents.map(|(id, incident)| of_incident(press, site.page(id), incident));
    let maintenance = site.maintenance_near();
    let maintenance = maintenance.filter_map(|(id, maintenance)| of_maintenance(press, site.page(id), maintenance));
    incidents.chain(maintenance).collect()
}

fn of_incident(press: &Press, page: &Page, incident: &Incident) -> Known {
    let reach = if incident.impact() == Impact::Minor { Reach::Home } else { Reach::Everywhere };
    let hit = incident.hit();
    let ids = || hit.iter().filter(|(_, state)| *state != ComponentState::Operational).map(|(id, _)| *id);
    let stretch = (None, None);
    let alert = Alert {
        kind: "incident",
        title: page.title.clone(),
        url: page.url.clone(),
        tone: incident.impact().word().to_owned(),
        when: clock::when(&press.site, stretch),
        components: rows::names(press, ids()),
        workaround: incident.workaround.clone().unwrap_or_default(),
        next_update: incident::next_update(press, incident),
        ends: None,
    };
    Known { alert, reach, stretch, components: ids().map(|id| id.value.clone()).collect() }
}

fn of_maintenance(press: &Press, page: &Page, maintenance: &Maintenance) -> Option<Known> {
    let stretch = clock::runs(&press.site, maintenance)?;
    let alert = Alert {
        kind: "maintenance",
        title: page.title.clone(),
        url: page.url.clone(),
        tone: "under_maintenance".to_owned(),
        when: clock::when(&press.site, stretch),
        components: rows::names(press, maintenance.components.iter()),
        workaround: String::new(),
        next_update: None,
        ends: maintenance.ends.as_ref().map(|at| press.time(at.value)),
    };
    let components = maintenance.components.iter().map(|id| id.value.clone()).collect();
    Some(Known { alert, reach: Reach::Everywhere, stretch, components })
}

/// What stands on top of the page at `url`, and how many more there are at which time. A page need not be told of itself,
/// nor the overview of what it is about.
pub(crate) fn on_page(press: &Press, url: &str) -> (Vec<Alert>, Vec<CountAt>) {
    if url == URL {
        return (Vec::new(), Vec::new());
    }
    let told = |known: &&Known| known.alert.url != url && (url.is_empty() || known.reach == Reach::Everywhere);
    let (now, later) = now_and_later(press, told);
    let lines = now.iter().take(LINES).chain(later.iter().take(LINES));
    let rest = now.iter().skip(LINES).chain(later.iter().skip(LINES));
    let rest: Vec<Stretch> = rest.map(|known| known.stretch).collect();
    (lines.map(|known| known.alert.clone()).collect(), clock::counts(&press.site, &rest, LINES))
}

/// What is the case now and what will be, of what somebody is to be told.
fn now_and_later(press: &Press, told: impl Fn(&&Known) -> bool) -> (Vec<&Known>, Vec<&Known>) {
    press.known().iter().filter(told).partition(|known| known.alert.when.now)
}

/// What is to be told in full: all that is the case now, and the next that will be.
fn in_full(press: &Press, told: impl Fn(&&Known) -> bool) -> Vec<Alert> {
    let (now, later) = now_and_later(press, told);
    now.into_iter().chain(later.into_iter().take(LINES)).map(|known| known.alert.clone()).collect()
}

/// All of it, for those who are about to report it.
pub(crate) fn all(press: &Press) -> Vec<Alert> {
    in_full(press, |_| true)
}

/// What concerns any of these components.
pub(crate) fn of_components(press: &Press, ids: &[Placed<String>]) -> Vec<Alert> {
    in_full(press, |known| ids.iter().any(|id| known.components.contains(&id.value)))
}
