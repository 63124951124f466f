//! Stretches of time in which a component stood otherwise than well, from incidents and maintenance.

use std::collections::BTreeMap;

use crate::kinds::{Component, ComponentState, Incident, Maintenance};
use crate::time::Moment;

use super::PageId;

/// A stretch of time in which something was said about a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spell {
    /// Its first second.
    pub from: Moment,
    /// The second after its last; nothing while it goes on.
    pub until: Option<Moment>,
    /// How the component stood.
    pub state: ComponentState,
    /// The incident or maintenance that says so.
    pub page: PageId,
}

impl Spell {
    /// Whether it holds at a moment.
    #[must_use]
    pub fn holds_at(&self, at: Moment) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }
}

/// The spells of each component, in their order, each by its beginning.
pub(super) fn of(
    components: &[Component],
    incidents: &[(PageId, &Incident)],
    maintenance: &[(PageId, &Maintenance)],
) -> Vec<Vec<Spell>> {
    let mut spells = vec![Vec::new(); components.len()];
    let places: BTreeMap<&str, usize> =
        components.iter().enumerate().rev().map(|(place, component)| (component.id.as_str(), place)).collect();
    for (page, incident) in incidents {
        for (id, spell) in of_incident(*page, incident) {
            places.get(id).into_iter().for_each(|place| spells[*place].push(spell));
        }
    }
    for (page, maintenance) in maintenance {
        let Some(spell) = of_maintenance(*page, maintenance) else { continue };
        for id in &maintenance.components {
            places.get(id.as_str()).into_iter().for_each(|place| spells[*place].push(spell));
        }
    }
    spells.iter_mut().for_each(|spells: &mut Vec<Spell>| spells.sort_unstable());
    spells
}

/// What an incident says of components: how they stood from its start, and from each update that says otherwise.
fn of_incident(page: PageId, incident: &Incident) -> Vec<(&str, Spell)> {
    let mut said: BTreeMap<&str, Vec<(Moment, ComponentState)>> = BTreeMap::new();
    let updates = incident.updates.iter().map(|update| (&update.at, &update.components));
    for (at, components) in std::iter::once((&incident.started, &incident.components)).chain(updates) {
        let Some(at) = at else { continue };
        for (id, state) in components {
            said.entry(id.as_str()).or_default().push((at.value, *state));
        }
    }
    let ended = incident.ended();
    let mut spells = Vec::new();
    for (id, said) in said {
        for (number, (from, state)) in said.iter().enumerate() {
            let until = said.get(number + 1).map(|(at, _)| *at).into_iter().chain(ended).min();
            let is_empty = until.is_some_and(|until| until <= *from);
            if *state != ComponentState::Operational && !is_empty {
                spells.push((id, Spell { from: *from, until, state: *state, page }));
            }
        }
    }
    spells
}

/// Maintenance that nobody was told of beforehand counts as what it was for customers: an outage for some.
fn of_maintenance(page: PageId, maintenance: &Maintenance) -> Option<Spell> {
    let announced = maintenance.was_announced();
    let state = if announced { ComponentState::UnderMaintenance } else { ComponentState::PartialOutage };
    let (from, until) = (maintenance.began()?, maintenance.ended());
    until.is_none_or(|until| from < until).then_some(Spell { from, until, state, page })
}
