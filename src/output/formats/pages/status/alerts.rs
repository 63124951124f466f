//! What is told away from the status pages: on every page, on the answers concerned, and on the contact page.

use crate::kinds::{Impact, Incident, Maintenance};
use crate::site::Page;
use crate::theme::view::Alert;
use crate::yaml::{Choice, Placed};

use super::{Press, URL, clock, incident, rows};

/// Most lines on top of a page at a time; the rest is counted.
const LINES: usize = 3;

/// Something that customers may have to know, and where.
#[derive(Debug)]
pub(crate) struct Known {
    alert: Alert,
    reach: Reach,
    /// Ids of the components concerned.
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
    let marks = incident::marks(press, incident);
    let alert = Alert {
        kind: "incident",
        title: page.title.clone(),
        url: page.url.clone(),
        tone: incident.impact().word().to_owned(),
        state: incident.progress().word().to_owned(),
        when: clock::when(&press.site, (None, None)),
        components: marks.into_iter().map(|mark| mark.name).collect(),
        workaround: incident.workaround.clone().unwrap_or_default(),
        next_update: incident::next_update(press, incident),
        ends: None,
    };
    let updates = incident.updates.iter().flat_map(|update| &update.components);
    let ids = incident.components.iter().chain(updates).map(|(id, _)| id.value.clone());
    Known { alert, reach, components: ids.collect() }
}

fn of_maintenance(press: &Press, page: &Page, maintenance: &Maintenance) -> Option<Known> {
    let alert = Alert {
        kind: "maintenance",
        title: page.title.clone(),
        url: page.url.clone(),
        tone: "under_maintenance".to_owned(),
        state: String::new(),
        when: clock::runs(&press.site, maintenance)?,
        components: rows::names(press, maintenance.components.iter()),
        workaround: String::new(),
        next_update: None,
        ends: maintenance.ends.as_ref().map(|at| press.time(at.value)),
    };
    let components = maintenance.components.iter().map(|id| id.value.clone()).collect();
    Some(Known { alert, reach: Reach::Everywhere, components })
}

/// What stands on top of the page at `url`, and how many more there are. A page need not be told of itself, nor the
/// overview of what it is about.
pub(crate) fn on_page(press: &Press, url: &str) -> (Vec<Alert>, usize) {
    if url == URL {
        return (Vec::new(), 0);
    }
    let told = |known: &&Known| known.alert.url != url && (url.is_empty() || known.reach == Reach::Everywhere);
    let (now, later): (Vec<_>, Vec<_>) = press.known().iter().filter(told).partition(|known| known.alert.when.now);
    let more = now.len().saturating_sub(LINES);
    let shown = now.into_iter().take(LINES).chain(later.into_iter().take(LINES));
    (shown.map(|known| known.alert.clone()).collect(), more)
}

/// All of it, for those who are about to report it.
pub(crate) fn all(press: &Press) -> Vec<Alert> {
    press.known().iter().map(|known| known.alert.clone()).collect()
}

/// What concerns any of these components.
pub(crate) fn of_components(press: &Press, ids: &[Placed<String>]) -> Vec<Alert> {
    let concerns = |known: &&Known| ids.iter().any(|id| known.components.contains(&id.value));
    press.known().iter().filter(concerns).map(|known| known.alert.clone()).collect()
}
