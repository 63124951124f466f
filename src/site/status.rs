//! How the service stands: open incidents and running maintenance, and the state of each component.

use crate::kinds::{ComponentState, Front, Incident, Maintenance, Stage};

use super::{PageId, Site};

/// A component and its state now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComponentStatus<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its state.
    pub state: ComponentState,
}

impl Site {
    /// Every incident, newest first.
    #[must_use]
    pub fn incidents(&self) -> Vec<(PageId, &Incident)> {
        let mut incidents: Vec<_> = self
            .own_pages()
            .filter_map(|(id, page)| match &page.entry.front {
                Front::Incident(incident) => Some((id, incident)),
                _ => None,
            })
            .collect();
        let started = |incident: &Incident| incident.started.as_ref().map(|at| at.value);
        incidents.sort_by(|(a_id, a), (b_id, b)| started(b).cmp(&started(a)).then(a_id.cmp(b_id)));
        incidents
    }

    /// Every maintenance, by its start.
    #[must_use]
    pub fn maintenance(&self) -> Vec<(PageId, &Maintenance)> {
        let mut maintenance: Vec<_> = self
            .own_pages()
            .filter_map(|(id, page)| match &page.entry.front {
                Front::Maintenance(maintenance) => Some((id, maintenance)),
                _ => None,
            })
            .collect();
        let starts = |maintenance: &Maintenance| maintenance.starts.as_ref().map(|at| at.value);
        maintenance.sort_by(|(a_id, a), (b_id, b)| starts(a).cmp(&starts(b)).then(a_id.cmp(b_id)));
        maintenance
    }

    /// How every component stands: the worst that an open incident says, or maintenance that runs.
    #[must_use]
    pub fn component_states(&self) -> Vec<ComponentStatus<'_>> {
        let incidents = self.incidents();
        let maintenance = self.maintenance();
        let state_of = |id: &str| {
            let open = incidents.iter().filter(|(_, incident)| incident.is_open());
            let hit = open.flat_map(|(_, incident)| &incident.components).filter(|(hit, _)| hit.value == id);
            let worked_on = maintenance.iter().any(|(_, maintenance)| {
                let runs = matches!(maintenance.stage_at(self.now), Stage::InProgress | Stage::Verifying);
                runs && maintenance.components.iter().any(|hit| hit.value == id)
            });
            let base = if worked_on { ComponentState::UnderMaintenance } else { ComponentState::Operational };
            hit.map(|(_, state)| *state).fold(base, ComponentState::max)
        };
        self.components
            .iter()
            .map(|component| ComponentStatus { id: &component.id.value, state: state_of(&component.id.value) })
            .collect()
    }
}
