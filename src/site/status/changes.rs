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
    /// When it was announced: with its first update. Its beginning says nothing about that, and often lies ahead.
    #[must_use]
    pub fn published(&self) -> Option<Moment> {
        self.updates.iter().find_map(|update| value(&update.at))
    }

    /// When something was last said about it.
    #[must_use]
    pub fn changed(&self) -> Option<Moment> {
        let said = self.updates.iter().filter_map(|update| value(&update.at));
        said.chain(corrected(&self.corrections)).max()
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
    /// When something was last said about the service; where nothing ever was, when the youngest records begin.
    #[must_use]
    pub fn last_changed(&self) -> Moment {
        let recorded = || (0..self.components.len()).map(|place| self.component_recorded(place)).max();
        self.status.changed.or_else(recorded).unwrap_or(Moment::EPOCH)
    }

    /// When the records begin, for what is written down without saying when. Where nobody knows, the beginning of all
    /// clocks: it never changes, and it does not lie ahead.
    #[must_use]
    pub fn records_begin(&self) -> Moment {
        let components = (0..self.components.len()).filter_map(|place| self.recorded_since(place));
        let known = components.chain(self.status.oldest).filter(|at| *at <= self.now);
        known.min().unwrap_or(Moment::EPOCH)
    }

    /// Since when the troubles of the component at `place` are recorded, as [`records_begin`](Self::records_begin) says
    /// it where that is unknown or lies ahead.
    #[must_use]
    pub fn component_recorded(&self, place: usize) -> Moment {
        let since = self.recorded_since(place).filter(|at| *at <= self.now);
        since.unwrap_or_else(|| self.records_begin())
    }

    /// When the component at `place` last changed its state, up to now; else since when its troubles are recorded.
    #[must_use]
    pub fn component_changed(&self, place: usize) -> Moment {
        let bounds = self.spells(place).iter().flat_map(|spell| std::iter::once(spell.from).chain(spell.until));
        let changed = bounds.filter(|at| *at <= self.now).max();
        changed.unwrap_or_else(|| self.component_recorded(place))
    }
}
