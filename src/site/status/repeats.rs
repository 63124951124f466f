//! Which incidents repeat which, as they say themselves.

use std::collections::BTreeMap;

use crate::kinds::Incident;

use super::{PageId, Site};

/// The incidents that one repeats, and those that repeat it, both newest first.
#[derive(Debug, Default)]
pub(super) struct Relatives {
    earlier: Vec<PageId>,
    later: Vec<PageId>,
}

/// The relatives of each incident that has any. The incidents come newest first.
pub(super) fn of(site: &Site, incidents: &[(PageId, &Incident)]) -> BTreeMap<PageId, Relatives> {
    let order: BTreeMap<PageId, usize> = incidents.iter().enumerate().map(|(at, (id, _))| (*id, at)).collect();
    let mut relatives: BTreeMap<PageId, Relatives> = BTreeMap::new();
    for (id, incident) in incidents {
        let named = incident.repeats.iter().filter_map(|name| site.incident_named(&name.value));
        let mut earlier: Vec<PageId> = named.filter(|other| other != id && order.contains_key(other)).collect();
        earlier.sort_unstable_by_key(|other| order.get(other));
        earlier.dedup();
        for other in &earlier {
            relatives.entry(*other).or_default().later.push(*id);
        }
        if !earlier.is_empty() {
            relatives.entry(*id).or_default().earlier = earlier;
        }
    }
    relatives
}

impl Site {
    /// The incidents that this one says it repeats, newest first.
    #[must_use]
    pub fn repeats(&self, incident: PageId) -> &[PageId] {
        self.status.repeats.get(&incident).map_or(&[], |relatives| relatives.earlier.as_slice())
    }

    /// The incidents that say that they repeat this one, newest first.
    #[must_use]
    pub fn repeated_by(&self, incident: PageId) -> &[PageId] {
        self.status.repeats.get(&incident).map_or(&[], |relatives| relatives.later.as_slice())
    }
}
