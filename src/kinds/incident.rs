//! Something that broke: what, since when, until when, and what was said about it.

use crate::time::Moment;
use crate::yaml::{Choice, Date, Fields, FromNode, Node, Placed, Reader, Value};

use super::ComponentState;

/// How much an incident mattered to customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Impact {
    /// Not at all.
    None,
    /// A nuisance.
    Minor,
    /// Work was held up.
    Major,
    /// Work stopped.
    Critical,
}

impl Choice for Impact {
    const WORDS: &'static [(&'static str, Self)] =
        &[("none", Self::None), ("minor", Self::Minor), ("major", Self::Major), ("critical", Self::Critical)];
}

/// How far the company is with an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Progress {
    /// Looking for the cause.
    Investigating,
    /// The cause is known.
    Identified,
    /// Mended, and watched.
    Monitoring,
    /// Over.
    Resolved,
}

impl Choice for Progress {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("investigating", Self::Investigating),
        ("identified", Self::Identified),
        ("monitoring", Self::Monitoring),
        ("resolved", Self::Resolved),
    ];
}

/// One thing that was said while it lasted.
#[derive(Clone, Debug)]
pub struct IncidentUpdate {
    /// When.
    pub at: Option<Placed<Moment>>,
    /// How far things were.
    pub state: Option<Progress>,
    /// What was said, in Markdown.
    pub body: Option<Placed<String>>,
    /// When the next word was promised.
    pub next_update_by: Option<Placed<Moment>>,
}

impl FromNode for IncidentUpdate {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, reader)?;
        let update = Self {
            at: fields.require("at"),
            state: fields.require("state").map(|state| state.value),
            body: fields.get("body"),
            next_update_by: fields.get("next_update_by"),
        };
        fields.finish();
        Some(update)
    }
}

/// Something done so that it does not happen again.
#[derive(Clone, Debug)]
pub struct Prevention {
    /// What.
    pub what: String,
    /// The team that does it; never shown to the public.
    pub owner: Option<String>,
    /// By when.
    pub due: Option<Placed<Date>>,
    /// Since when it is done.
    pub done: Option<Placed<Date>>,
}

impl FromNode for Prevention {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, reader)?;
        let prevention = Self {
            what: fields.get_or_default("what"),
            owner: fields.get("owner").map(|owner| owner.value),
            due: fields.get("due"),
            done: fields.get("done"),
        };
        fields.finish();
        Some(prevention)
    }
}

/// The fields of an incident.
#[derive(Clone, Debug, Default)]
pub struct Incident {
    /// When it began.
    pub started: Option<Placed<Moment>>,
    /// When somebody noticed.
    pub detected: Option<Placed<Moment>>,
    /// When it was over.
    pub resolved: Option<Placed<Moment>>,
    /// How much it mattered.
    pub impact: Option<Impact>,
    /// Which components it hit, and how.
    pub components: Vec<(Placed<String>, ComponentState)>,
    /// What was said, in the order written.
    pub updates: Vec<IncidentUpdate>,
    /// What to do meanwhile.
    pub workaround: Option<String>,
    /// Why it happened.
    pub cause: Option<String>,
    /// What is done against the next time.
    pub prevention: Vec<Prevention>,
    /// An apology.
    pub apology: Option<String>,
    /// What is offered.
    pub compensation: Option<String>,
}

impl Incident {
    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            started: fields.require("started"),
            detected: fields.get("detected"),
            resolved: fields.get("resolved"),
            impact: fields.require("impact").map(|impact| impact.value),
            components: read_components(fields),
            updates: fields.get_or_default("updates"),
            workaround: fields.get("workaround").map(|text| text.value),
            cause: fields.get("cause").map(|text| text.value),
            prevention: fields.get_or_default("prevention"),
            apology: fields.get("apology").map(|text| text.value),
            compensation: fields.get("compensation").map(|text| text.value),
        }
    }

    /// The best state that the service as a whole can have while this goes on.
    #[must_use]
    pub fn least_state(&self) -> ComponentState {
        match self.impact {
            Some(Impact::None) => ComponentState::Operational,
            Some(Impact::Minor) | None => ComponentState::DegradedPerformance,
            Some(Impact::Major) => ComponentState::PartialOutage,
            Some(Impact::Critical) => ComponentState::MajorOutage,
        }
    }

    /// Whether it still goes on.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.resolved.is_none() && self.updates.last().and_then(|update| update.state) != Some(Progress::Resolved)
    }
}

/// `components: {payments: partial_outage}`
fn read_components(fields: &mut Fields<'_, '_>) -> Vec<(Placed<String>, ComponentState)> {
    let Some(node) = fields.node("components") else { return Vec::new() };
    let Value::Map(entries) = &node.value else {
        let help = Some("write `payments: partial_outage`, a line for each component".to_owned());
        fields.reader().unexpected(&node.span, "expected components with their states", help);
        return Vec::new();
    };
    let states = entries.iter().filter_map(|(id, state)| {
        let state = ComponentState::from_node(state, fields.reader())?;
        Some((id.clone(), state))
    });
    states.collect()
}
