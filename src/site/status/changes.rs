//! When something was last said or changed, by what is written down and never by the clock: files made of it stay as they
//! are while nothing happens.

use crate::kinds::{Correction, Incident, Maintenance};
use crate::time::Moment;
use crate::yaml::Placed;

use super::{PageId, Site};

impl Incident {
    /// When it was published: with its first update, else when it began.
    #[must_use]
    pub fn published(&self) -> Option<Moment> {
        self.updates.iter().find_map(|update| value(&update.at)).or_else(|| value(&self.started))
    }

    /// When something was last said about it.
    #[must_use]
    pub fn changed(&self) -> Option<Moment> {
        let said = self.updates.iter().filter_map(|update| value(&update.at));
        said.chain(corrected(&self.corrections)).chain(value(&self.resolved)).max().or_else(|| value(&self.started))
    }
}

impl Maintenance {
    /// When it was announced: with its first update, else when it begins.
    #[must_use]
    pub fn published(&self) -> Option<Moment> {
        self.updates.iter().find_map(|update| value(&update.at)).or_else(|| value(&self.starts))
    }

    /// When something was last said about it.
    #[must_use]
    pub fn changed(&self) -> Option<Moment> {
        let said = self.updates.iter().filter_map(|update| value(&update.at));
        said.chain(corrected(&self.corrections)).max().or_else(|| value(&self.starts))
    }
}

fn value(at: &Option<Placed<Moment>>) -> Option<Moment> {
    at.as_ref().map(|at| at.value)
}

fn corrected(corrections: &[Correction]) -> impl Iterator<Item = Moment> {
    corrections.iter().filter_map(|correction| value(&correction.at))
}

/// When something was last said about any of them.
pub(super) fn latest(incidents: &[(PageId, &Incident)], maintenance: &[(PageId, &Maintenance)]) -> Option<Moment> {
    let incidents = incidents.iter().filter_map(|(_, incident)| incident.changed());
    incidents.chain(maintenance.iter().filter_map(|(_, maintenance)| maintenance.changed())).max()
}

impl Site {
    /// When something was last said about the service. Where nothing ever was: since when a component's troubles are
    /// recorded; and where nobody says that either, the beginning of all clocks, which at least never changes.
    #[must_use]
    pub fn last_changed(&self) -> Moment {
        let recorded = || (0..self.components.len()).filter_map(|place| self.recorded_since(place)).max();
        self.status.changed.or_else(recorded).unwrap_or(Moment::EPOCH)
    }

    /// When the component at `place` last changed its state, up to now; else since when its troubles are recorded.
    #[must_use]
    pub fn component_changed(&self, place: usize) -> Moment {
        let bounds = self.spells(place).iter().flat_map(|spell| std::iter::once(spell.from).chain(spell.until));
        let changed = bounds.filter(|at| *at <= self.now).max();
        changed.or_else(|| self.recorded_since(place)).unwrap_or(Moment::EPOCH)
    }
}
