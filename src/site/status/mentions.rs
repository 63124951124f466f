//! Which incidents and maintenance name a component, however it stood then.

use std::collections::BTreeMap;

use crate::kinds::{Component, Incident, Maintenance};

use super::PageId;

/// For each component, in their order: the incidents that name it, newest first, then its maintenance, by its start.
pub(super) fn of(
    components: &[Component],
    incidents: &[(PageId, &Incident)],
    maintenance: &[(PageId, &Maintenance)],
) -> Vec<Vec<PageId>> {
    let mut mentions: Vec<Vec<PageId>> = vec![Vec::new(); components.len()];
    let places: BTreeMap<&str, usize> =
        components.iter().enumerate().rev().map(|(place, component)| (component.id.as_str(), place)).collect();
    let mut mention = |page: PageId, id: &str| {
        let Some(pages) = places.get(id).and_then(|place| mentions.get_mut(*place)) else { return };
        if pages.last() != Some(&page) {
            pages.push(page);
        }
    };
    for (page, incident) in incidents {
        incident.hit().into_iter().for_each(|(id, _)| mention(*page, id));
    }
    for (page, maintenance) in maintenance {
        maintenance.components.iter().for_each(|id| mention(*page, id));
    }
    mentions
}
