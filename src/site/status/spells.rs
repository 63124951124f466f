//! Stretches of time in which a component stood otherwise than well, from incidents and maintenance.

use std::collections::BTreeMap;

use crate::kinds::{Component, ComponentState, Incident, Maintenance, Progress};
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
    /// What that counts as in its uptime: maintenance that nobody announced is an outage for some.
    pub counts_as: ComponentState,
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
        let said = of_maintenance(*page, maintenance);
        for id in &maintenance.components {
            places.get(id.as_str()).into_iter().for_each(|place| spells[*place].extend(&said));
        }
    }
    spells.iter_mut().for_each(|spells: &mut Vec<Spell>| spells.sort_unstable());
    spells
}

/// What an incident says of components: how they stood from its start, and from each update that says otherwise. While it
/// is said to be over they are well; where it then goes on, they stand as before unless that update says otherwise.
fn of_incident(page: PageId, incident: &Incident) -> Vec<(&str, Spell)> {
    let mut said: BTreeMap<&str, Vec<(Moment, ComponentState)>> = BTreeMap::new();
    // Where the beginning can't be read, it was not later than the first word about it.
    let first_word = incident.updates.first().and_then(|update| update.at.as_ref());
    if let Some(started) = incident.started.as_ref().or(first_word) {
        for (id, state) in &incident.components {
            said.entry(id.as_str()).or_default().push((started.value, *state));
        }
    }
    let mut before_the_end: BTreeMap<&str, ComponentState> = BTreeMap::new();
    for update in &incident.updates {
        let Some(at) = update.at.as_ref().map(|at| at.value) else { continue };
        if update.is(Progress::Resolved) {
            before_the_end = said.iter().filter_map(|(id, said)| Some((*id, said.last()?.1))).collect();
            said.values_mut().for_each(|said| said.push((at, ComponentState::Operational)));
        } else {
            for (id, state) in std::mem::take(&mut before_the_end) {
                said.entry(id).or_default().push((at, state));
            }
        }
        for (id, state) in &update.components {
            said.entry(id.as_str()).or_default().push((at, *state));
        }
    }
    let ended = incident.ended();
    let mut spells = Vec::new();
    for (id, said) in said {
        for (number, (from, state)) in said.iter().enumerate() {
            let until = said.get(number + 1).map(|(at, _)| *at).into_iter().chain(ended).min();
            let is_empty = until.is_some_and(|until| until <= *from);
            if *state != ComponentState::Operational && !is_empty {
                spells.push((id, Spell { from: *from, until, state: *state, counts_as: *state, page }));
            }
        }
    }
    spells
}

/// Maintenance as it was announced; and what nobody was told of beforehand, all of it or what came after its planned end.
fn of_maintenance(page: PageId, maintenance: &Maintenance) -> Vec<Spell> {
    let Some(from) = maintenance.began() else { return Vec::new() };
    let until = maintenance.ended();
    let planned = maintenance.ends.as_ref().map(|at| at.value).filter(|_| maintenance.was_announced()).unwrap_or(from);
    let announced_until = until.map_or(planned, |until| until.min(planned));
    let spell = |from: Moment, until: Option<Moment>, counts_as| {
        let state = ComponentState::UnderMaintenance;
        until.is_none_or(|until| from < until).then_some(Spell { from, until, state, counts_as, page })
    };
    let announced = spell(from, Some(announced_until), ComponentState::UnderMaintenance);
    let overran = spell(announced_until.max(from), until, ComponentState::PartialOutage);
    announced.into_iter().chain(overran).collect()
}
