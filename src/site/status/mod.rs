//! How the service stands and stood: what is open, what is worked on, and the history of each component.
//!
//! All of it is a pure function of the content and the moment the site is built for. What lies ahead (a window of
//! maintenance that begins tonight) is part of it, so that a page can tell the truth at a time when nobody builds it.

mod addresses;
mod changes;
mod days;
mod mentions;
mod phases;
mod repeats;
mod spells;
mod uptime;

use std::collections::BTreeMap;

use crate::kinds::{Component, ComponentState, Front, Incident, Kind, Maintenance, Stage};
use crate::time::Moment;
use crate::yaml::Placed;

use super::{Page, PageId, Site};

pub use addresses::COMPONENTS;
pub use days::{DAYS, Day};
pub use phases::Phase;
pub use spells::Spell;
pub use uptime::Uptime;

/// How far ahead maintenance is told on every page, in seconds: by then a status page is built again, or says that it
/// is old.
const AHEAD: i64 = 35 * 24 * 60 * 60;

/// What is known of the service. Kept by [`Site`], which gives it out by page and component.
#[derive(Debug, Default)]
pub(super) struct Status {
    /// Open incidents, the worst first, then the newest.
    open: Vec<PageId>,
    /// Every incident, newest first.
    incidents: Vec<PageId>,
    /// Every maintenance, by its start.
    maintenance: Vec<PageId>,
    /// What each component went through, in the order of the components, each by its beginning.
    spells: Vec<Vec<Spell>>,
    /// When the oldest thing that is written down began.
    oldest: Option<Moment>,
    /// Where each component has its page, in the order of the components.
    addresses: Vec<String>,
    /// The incidents and maintenance that name each component, in the order of the components.
    mentions: Vec<Vec<PageId>>,
    /// When something about the service was last written down.
    changed: Option<Moment>,
    /// The incidents that repeat others, or that others repeat.
    repeats: BTreeMap<PageId, repeats::Relatives>,
    /// The last beginning of a window that pages are prepared for; nothing where none is planned.
    prepared_until: Option<Moment>,
}

impl Status {
    pub(super) fn of(site: &Site) -> Self {
        let mut incidents: Vec<(PageId, &Incident)> = site.own_pages().filter_map(as_incident).collect();
        let started = |incident: &Incident| incident.started.as_ref().map(|at| at.value);
        incidents.sort_by(|(a_id, a), (b_id, b)| started(b).cmp(&started(a)).then(a_id.cmp(b_id)));
        let mut open: Vec<_> = incidents.iter().filter(|(_, incident)| incident.is_open()).collect();
        open.sort_by_key(|(_, incident)| std::cmp::Reverse(incident.impact()));
        let mut maintenance: Vec<(PageId, &Maintenance)> = site.own_pages().filter_map(as_maintenance).collect();
        let starts = |maintenance: &Maintenance| maintenance.starts.as_ref().map(|at| at.value);
        maintenance.sort_by(|(a_id, a), (b_id, b)| starts(a).cmp(&starts(b)).then(a_id.cmp(b_id)));
        let begun = incidents.iter().filter_map(|(_, incident)| started(incident));
        let begun = begun.chain(maintenance.iter().filter_map(|(_, maintenance)| starts(maintenance)));
        let spells = spells::of(&site.components, &incidents, &maintenance);
        Self {
            open: open.into_iter().map(|(id, _)| *id).collect(),
            oldest: begun.min().filter(|at| *at <= site.now),
            prepared_until: phases::prepared_until(&spells, site.now),
            spells,
            addresses: addresses::of(&site.components),
            mentions: mentions::of(&site.components, &incidents, &maintenance),
            changed: changes::latest(&incidents, &maintenance),
            repeats: repeats::of(site, &incidents),
            incidents: incidents.into_iter().map(|(id, _)| id).collect(),
            maintenance: maintenance.into_iter().map(|(id, _)| id).collect(),
        }
    }
}

fn as_incident((id, page): (PageId, &Page)) -> Option<(PageId, &Incident)> {
    match &page.entry.front {
        Front::Incident(incident) => Some((id, incident)),
        _ => None,
    }
}

fn as_maintenance((id, page): (PageId, &Page)) -> Option<(PageId, &Maintenance)> {
    match &page.entry.front {
        Front::Maintenance(maintenance) => Some((id, maintenance)),
        _ => None,
    }
}

impl Site {
    /// Every incident, newest first.
    pub fn incidents(&self) -> impl DoubleEndedIterator<Item = (PageId, &Incident)> {
        self.status.incidents.iter().filter_map(|id| as_incident((*id, self.page(*id))))
    }

    /// The incident with this id, or whose file has this name without `.md`.
    #[must_use]
    pub fn incident_named(&self, name: &str) -> Option<PageId> {
        let is_incident = |id: &PageId| self.page(*id).entry.kind == Kind::Incident;
        let file = format!("{name}.md");
        // An article may have the same id or the same file name: it does not stand in the way.
        let by_id = self.page_by_id(name).filter(is_incident);
        let by_name = || self.by_name.get(&file).copied().filter(is_incident);
        let incidents = || self.own_pages().filter_map(as_incident).map(|(id, _)| id);
        by_id.or_else(by_name).or_else(|| incidents().find(|id| self.page(*id).entry.path.file_name() == file))
    }

    /// Incidents that go on, the worst first, then the newest.
    pub fn open_incidents(&self) -> impl DoubleEndedIterator<Item = (PageId, &Incident)> {
        self.status.open.iter().filter_map(|id| as_incident((*id, self.page(*id))))
    }

    /// Every maintenance, by its start.
    pub fn maintenance(&self) -> impl DoubleEndedIterator<Item = (PageId, &Maintenance)> {
        self.status.maintenance.iter().filter_map(|id| as_maintenance((*id, self.page(*id))))
    }

    /// Maintenance that runs, or begins in the next weeks, by its start.
    pub fn maintenance_near(&self) -> impl Iterator<Item = (PageId, &Maintenance)> {
        let horizon = self.now.plus(AHEAD);
        self.maintenance().filter(move |(_, maintenance)| match maintenance.stage_at(self.now) {
            Stage::InProgress | Stage::Verifying => true,
            Stage::Scheduled => maintenance.starts.as_ref().is_some_and(|at| at.value <= horizon),
            Stage::Completed | Stage::Cancelled => false,
        })
    }

    /// The place of a component in [`Site::components`].
    #[must_use]
    pub fn component_at(&self, id: &str) -> Option<usize> {
        self.components.iter().position(|component| component.id.value == id)
    }

    /// What customers call the component with this id; an id that names none stands as written.
    #[must_use]
    pub fn component_name<'a>(&'a self, id: &'a str) -> &'a str {
        self.component_at(id).map_or(id, |place| &self.components[place].name)
    }

    /// The address of the component at `place`: `status/components/payments/`. No two share one.
    #[must_use]
    pub fn component_url(&self, place: usize) -> String {
        self.status.addresses.get(place).cloned().unwrap_or_default()
    }

    /// The incidents that name the component at `place`, newest first, then its maintenance, by its start.
    #[must_use]
    pub fn mentions(&self, place: usize) -> &[PageId] {
        self.status.mentions.get(place).map_or(&[], Vec::as_slice)
    }

    /// What the component at `place` went through and will, by beginnings; stretches may overlap.
    #[must_use]
    pub fn spells(&self, place: usize) -> &[Spell] {
        self.status.spells.get(place).map_or(&[], Vec::as_slice)
    }

    /// How the component at `place` stands now.
    #[must_use]
    pub fn component_state(&self, place: usize) -> ComponentState {
        self.component_state_at(place, self.now)
    }

    /// How it stands, stood or will stand at a moment: the worst that anything then says.
    #[must_use]
    pub fn component_state_at(&self, place: usize, at: Moment) -> ComponentState {
        let holds = self.spells(place).iter().filter(|spell| spell.holds_at(at));
        holds.map(|spell| spell.state).max().unwrap_or_default()
    }

    /// How the service as a whole stands now. The rule, which the status page publishes: as its worst component; and an
    /// incident that names no component counts by its impact.
    #[must_use]
    pub fn overall(&self) -> ComponentState {
        let components = (0..self.components.len()).map(|place| self.component_state(place));
        components.max().unwrap_or_default().max(self.nameless_state())
    }

    /// The best state that open incidents leave which name no component, or none that there is: they are no less true.
    fn nameless_state(&self) -> ComponentState {
        let is_known = |(id, _): &(&Placed<String>, ComponentState)| self.component_at(&id.value).is_some();
        let tells = |incident: &Incident| incident.started.is_some() || !incident.updates.is_empty();
        let open =
            self.open_incidents().filter(|(_, incident)| !tells(incident) || !incident.hit().iter().any(is_known));
        open.map(|(_, incident)| incident.least_state()).max().unwrap_or_default()
    }

    /// Since when the troubles of the component at `place` are recorded: as it says itself, else since the oldest thing
    /// that is written down. Nothing where neither is known.
    #[must_use]
    pub fn recorded_since(&self, place: usize) -> Option<Moment> {
        let said = self.components.get(place)?.since.as_ref();
        let said = said.and_then(|since| Moment::start_of(since.value, &self.config.time_zone));
        said.or(self.status.oldest)
    }

    /// The components that the one at `place` needs.
    #[must_use]
    pub fn needs(&self, place: usize) -> Vec<usize> {
        let needed = self.components.get(place).map(|component| component.depends_on.as_slice()).unwrap_or_default();
        needed.iter().filter_map(|id| self.component_at(&id.value)).collect()
    }

    /// Components under their headings, both in the order of the file; those without one stand together.
    #[must_use]
    pub fn component_groups(&self) -> Vec<(&str, Vec<usize>)> {
        let mut groups: Vec<(&str, Vec<usize>)> = Vec::new();
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        for (place, component) in self.components.iter().enumerate() {
            let name = group_of(component);
            let at = *places.entry(name).or_insert_with(|| {
                groups.push((name, Vec::new()));
                groups.len() - 1
            });
            groups[at].1.push(place);
        }
        groups
    }
}

fn group_of(component: &Component) -> &str {
    component.group.as_deref().unwrap_or_default()
}
