//! What the status page has to say at each time until it is built again, as far as that is known today.

use crate::kinds::ComponentState;
use crate::time::Moment;

use super::{AHEAD, Site};

/// Most changes that a page is prepared for.
const MOST: usize = 12;

/// A stretch of time during which nothing is known to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phase {
    /// Its first second; nothing for the one in which the site is built.
    pub from: Option<Moment>,
    /// The second after its last; nothing for the last one.
    pub until: Option<Moment>,
    /// How the service as a whole stands in it.
    pub overall: ComponentState,
    /// How each component stands in it, in their order.
    pub components: Vec<ComponentState>,
}

impl Site {
    /// The stretches from now on: the first holds now, and each planned beginning or end of maintenance begins another.
    #[must_use]
    pub fn phases(&self) -> Vec<Phase> {
        let horizon = self.now.plus(AHEAD);
        let all = (0..self.components.len()).flat_map(|place| self.spells(place));
        let changes = all.flat_map(|spell| std::iter::once(spell.from).chain(spell.until));
        let mut changes: Vec<Moment> = changes.filter(|at| self.now < *at && *at <= horizon).collect();
        changes.sort_unstable();
        changes.dedup();
        changes.truncate(MOST);
        let begins = std::iter::once(None).chain(changes.iter().copied().map(Some));
        let ends = changes.iter().copied().map(Some).chain(std::iter::once(None));
        let phase = |(from, until): (Option<Moment>, Option<Moment>)| {
            let at = from.unwrap_or(self.now);
            let components = (0..self.components.len()).map(|place| self.component_state_at(place, at)).collect();
            Phase { from, until, overall: self.overall_at(at), components }
        };
        begins.zip(ends).map(phase).collect()
    }
}
