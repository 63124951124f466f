//! Something that will be worked on, announced beforehand.

use std::ops::Range;

use crate::time::Moment;
use crate::yaml::{Choice, Fields, FromNode, Node, Placed, Reader};

use super::Correction;

/// How far maintenance is. The order is that of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Announced.
    Scheduled,
    /// Begun.
    InProgress,
    /// Done, and watched.
    Verifying,
    /// Over.
    Completed,
    /// Called off.
    Cancelled,
}

impl Choice for Stage {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("scheduled", Self::Scheduled),
        ("in_progress", Self::InProgress),
        ("verifying", Self::Verifying),
        ("completed", Self::Completed),
        ("cancelled", Self::Cancelled),
    ];
}

impl Stage {
    /// Whether the work goes on.
    #[must_use]
    pub fn runs(self) -> bool {
        matches!(self, Self::InProgress | Self::Verifying)
    }

    /// Whether nothing more is to come.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(self, Self::Completed | Self::Cancelled)
    }
}

/// One thing that was said about it.
#[derive(Clone, Debug)]
pub struct MaintenanceUpdate {
    /// When.
    pub at: Option<Placed<Moment>>,
    /// How far it was.
    pub state: Option<Placed<Stage>>,
    /// What was said, in Markdown.
    pub body: Option<Placed<String>>,
    /// The new beginning, where the plan changed.
    pub starts: Option<Placed<Moment>>,
    /// The new end, where the plan changed.
    pub ends: Option<Placed<Moment>>,
    /// Its bytes in the file.
    pub span: Range<usize>,
}

impl FromNode for MaintenanceUpdate {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, reader)?;
        let update = Self {
            at: fields.require("at"),
            state: fields.get("state"),
            body: fields.get("body"),
            starts: fields.get("starts"),
            ends: fields.get("ends"),
            span: node.span.clone(),
        };
        fields.finish();
        Some(update)
    }
}

/// The fields of maintenance.
#[derive(Clone, Debug, Default)]
pub struct Maintenance {
    /// When it begins.
    pub starts: Option<Placed<Moment>>,
    /// When it ends.
    pub ends: Option<Placed<Moment>>,
    /// How far it is, where the updates do not say.
    pub state: Option<Placed<Stage>>,
    /// Ids of the components concerned.
    pub components: Vec<Placed<String>>,
    /// What was said, in the order written.
    pub updates: Vec<MaintenanceUpdate>,
    /// What was put right after it had been published.
    pub corrections: Vec<Correction>,
}

impl Maintenance {
    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            starts: fields.require("starts"),
            ends: fields.require("ends"),
            state: fields.get("state"),
            components: fields.get_or_default("components"),
            updates: fields.get_or_default("updates"),
            corrections: fields.get_or_default("corrections"),
        }
    }

    /// Times of updates that lie after `now`.
    #[must_use]
    pub fn ahead_of(&self, now: Moment) -> Vec<&Placed<Moment>> {
        let corrected = self.corrections.iter().filter_map(|correction| correction.at.as_ref());
        let updated = self.updates.iter().filter_map(|update| update.at.as_ref());
        updated.chain(corrected).filter(|at| at.value > now).collect()
    }

    /// What was known at `now`: later updates are cut off, and the plan is the one that was known. Nothing where nobody
    /// had been told of it.
    #[must_use]
    pub fn as_of(mut self, now: Moment) -> Option<Self> {
        let written = self.updates.len();
        self.updates.retain(|update| update.at.as_ref().is_none_or(|at| at.value <= now));
        self.corrections.retain(|correction| correction.at.as_ref().is_none_or(|at| at.value <= now));
        if self.updates.len() == written {
            return Some(self);
        }
        let plan = |of: fn(&MaintenanceUpdate) -> Option<Placed<Moment>>| self.updates.iter().rev().find_map(of);
        let (starts, ends) = (plan(|update| update.starts.clone()), plan(|update| update.ends.clone()));
        self.starts = starts.or(self.starts);
        self.ends = ends.or(self.ends);
        // What the file says of its state is what its last update made of it.
        self.state = None;
        (!self.updates.is_empty()).then_some(self)
    }

    /// What was announced last: by the updates, else by the field.
    #[must_use]
    pub fn announced(&self) -> Stage {
        let said = self.updates.iter().rev().find_map(|update| update.state.as_ref());
        said.or(self.state.as_ref()).map_or(Stage::Scheduled, |state| state.value)
    }

    /// How far it is at `now`: what is only announced begins and ends on time, what was begun goes on until somebody says
    /// that it is over.
    #[must_use]
    pub fn stage_at(&self, now: Moment) -> Stage {
        let passed = |at: &Option<Placed<Moment>>| at.as_ref().is_some_and(|at| at.value <= now);
        match self.announced() {
            Stage::Scheduled if passed(&self.ends) => Stage::Completed,
            Stage::Scheduled if passed(&self.starts) => Stage::InProgress,
            stage => stage,
        }
    }

    /// When the work began: when an update said so, else as planned. Nothing for work that was called off before.
    #[must_use]
    pub fn began(&self) -> Option<Moment> {
        let said = self.said(Stage::runs);
        let planned = self.starts.as_ref().map(|at| at.value);
        let called_off = self.said(|stage| stage == Stage::Cancelled);
        let took_place = |planned: &Moment| match called_off {
            Some(off) => *planned < off,
            None => self.announced() != Stage::Cancelled,
        };
        said.or(planned.filter(took_place))
    }

    /// When the work was over: when an update said so, else as planned. Nothing while begun work goes on.
    #[must_use]
    pub fn ended(&self) -> Option<Moment> {
        let said = self.said(Stage::is_over);
        let planned = self.ends.as_ref().map(|at| at.value);
        said.or(planned.filter(|_| !self.announced().runs()))
    }

    /// Whether customers were told before it began. Work without any update counts as told of: nothing says otherwise.
    #[must_use]
    pub fn was_announced(&self) -> bool {
        let first = self.updates.first().and_then(|update| update.at.as_ref()).map(|at| at.value);
        first.is_none_or(|first| self.began().is_none_or(|began| first < began))
    }

    /// How often the plan changed after it was announced: moved, or called off. What is called off has changed at least
    /// once, whoever was told of it before, and however it is said.
    #[must_use]
    pub fn revisions(&self) -> usize {
        let changes = |(place, update): &(usize, &MaintenanceUpdate)| {
            let is_off = update.state.as_ref().is_some_and(|state| state.value == Stage::Cancelled);
            is_off || (*place > 0 && (update.starts.is_some() || update.ends.is_some()))
        };
        let least = usize::from(self.announced() == Stage::Cancelled);
        self.updates.iter().enumerate().filter(changes).count().max(least)
    }

    fn said(&self, wanted: impl Fn(Stage) -> bool) -> Option<Moment> {
        let update = self.updates.iter().find(|update| update.state.as_ref().is_some_and(|state| wanted(state.value)));
        update.and_then(|update| update.at.as_ref()).map(|at| at.value)
    }
}
