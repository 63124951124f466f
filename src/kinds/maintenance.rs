//! Something that will be worked on, announced beforehand.

use crate::time::Moment;
use crate::yaml::{Choice, Fields, FromNode, Node, Placed, Reader};

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

/// One thing that was said about it.
#[derive(Clone, Debug)]
pub struct MaintenanceUpdate {
    /// When.
    pub at: Option<Placed<Moment>>,
    /// How far it was.
    pub state: Option<Stage>,
    /// What was said, in Markdown.
    pub body: Option<Placed<String>>,
}

impl FromNode for MaintenanceUpdate {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, reader)?;
        let update = Self {
            at: fields.require("at"),
            state: fields.get("state").map(|state| state.value),
            body: fields.get("body"),
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
    /// How far it is.
    pub state: Option<Stage>,
    /// Ids of the components concerned.
    pub components: Vec<Placed<String>>,
    /// What was said, in the order written.
    pub updates: Vec<MaintenanceUpdate>,
}

impl Maintenance {
    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            starts: fields.require("starts"),
            ends: fields.require("ends"),
            state: fields.get("state").map(|state| state.value),
            components: fields.get_or_default("components"),
            updates: fields.get_or_default("updates"),
        }
    }

    /// How far it is at `now`: what is only announced begins and ends on time.
    #[must_use]
    pub fn stage_at(&self, now: Moment) -> Stage {
        let passed = |at: &Option<Placed<Moment>>| at.as_ref().is_some_and(|at| at.value <= now);
        match self.state {
            Some(Stage::Scheduled) | None if passed(&self.ends) => Stage::Completed,
            Some(Stage::Scheduled) | None if passed(&self.starts) => Stage::InProgress,
            Some(stage) => stage,
            None => Stage::Scheduled,
        }
    }
}
