//! Something that broke: what, since when, until when, and what was said about it.

use std::ops::Range;

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
    pub state: Option<Placed<Progress>>,
    /// What was said, in Markdown.
    pub body: Option<Placed<String>>,
    /// When the next word was promised.
    pub next_update_by: Option<Placed<Moment>>,
    /// How components stand from here on, where that changed.
    pub components: Vec<(Placed<String>, ComponentState)>,
    /// Whether it says that things went back to an earlier state.
    pub back: bool,
    /// Its bytes in the file.
    pub span: Range<usize>,
}

impl FromNode for IncidentUpdate {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, reader)?;
        let update = Self {
            at: fields.require("at"),
            state: fields.require("state"),
            body: fields.get("body"),
            next_update_by: read_deadline(&mut fields),
            components: read_components(&mut fields),
            back: fields.get_or_default("back"),
            span: node.span.clone(),
        };
        fields.finish();
        Some(update)
    }
}

/// The promised time. A day alone is no promise that a clock can hold: it would have passed at its first second.
fn read_deadline(fields: &mut Fields<'_, '_>) -> Option<Placed<Moment>> {
    let promised: Placed<Moment> = fields.get("next_update_by")?;
    let node = fields.node("next_update_by")?;
    let is_day =
        matches!(&node.value, Value::Scalar(text) if text.trim().parse::<Date>().is_ok() && !text.contains(':'));
    if is_day {
        let help = Some("write the time too, such as 2026-11-20T13:50:00Z".to_owned());
        fields.reader().unexpected(&promised.span, "a day alone does not say by when", help);
        return None;
    }
    Some(promised)
}

impl IncidentUpdate {
    /// Whether it announces this state.
    #[must_use]
    pub fn is(&self, progress: Progress) -> bool {
        self.state.as_ref().is_some_and(|state| state.value == progress)
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
    /// Its bytes in the file.
    pub span: Range<usize>,
}

impl FromNode for Prevention {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, reader)?;
        let prevention = Self {
            what: fields.get_or_default("what"),
            owner: fields.get("owner").map(|owner| owner.value),
            due: fields.get("due"),
            done: fields.get("done"),
            span: node.span.clone(),
        };
        fields.finish();
        Some(prevention)
    }
}

/// Something that was published and had to be put right.
#[derive(Clone, Debug)]
pub struct Correction {
    /// When.
    pub at: Option<Placed<Moment>>,
    /// What was changed and why, for everyone to read.
    pub note: String,
}

impl FromNode for Correction {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, reader)?;
        let note: Option<Placed<String>> = fields.require("note");
        if let Some(empty) = note.as_ref().filter(|note| note.is_empty()) {
            let help = Some("say what was changed and why".to_owned());
            fields.reader().unexpected(&empty.span, "a correction says nothing", help);
        }
        let correction = Self { at: fields.require("at"), note: note.map(|note| note.value).unwrap_or_default() };
        fields.finish();
        Some(correction)
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
    pub impact: Option<Placed<Impact>>,
    /// Which components it hit, and how, from its start.
    pub components: Vec<(Placed<String>, ComponentState)>,
    /// What was said, in the order written.
    pub updates: Vec<IncidentUpdate>,
    /// What to do meanwhile.
    pub workaround: Option<String>,
    /// Why it happened.
    pub cause: Option<Placed<String>>,
    /// A short name that incidents with the same cause share: `expired-certificate`.
    pub root_cause: Option<Placed<String>>,
    /// Earlier incidents that it repeats, by the names of their files or their ids.
    pub repeats: Vec<Placed<String>>,
    /// What is done against the next time.
    pub prevention: Vec<Prevention>,
    /// An apology.
    pub apology: Option<Placed<String>>,
    /// What is offered, or why nothing is.
    pub compensation: Option<Placed<String>>,
    /// What was put right after it had been published.
    pub corrections: Vec<Correction>,
}

impl Incident {
    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            started: fields.require("started"),
            detected: fields.get("detected"),
            resolved: fields.get("resolved"),
            impact: fields.require("impact"),
            components: read_components(fields),
            updates: fields.get_or_default("updates"),
            workaround: fields.get("workaround").map(|text| text.value),
            cause: fields.get("cause"),
            root_cause: fields.get("root_cause"),
            repeats: fields.get_or_default("repeats"),
            prevention: fields.get_or_default("prevention"),
            apology: fields.get("apology"),
            compensation: fields.get("compensation"),
            corrections: fields.get_or_default("corrections"),
        }
    }

    /// Times that lie after `now`, and so tell what nobody can know yet. Promises are not among them.
    #[must_use]
    pub fn ahead_of(&self, now: Moment) -> Vec<&Placed<Moment>> {
        let told = [&self.started, &self.detected, &self.resolved].into_iter().flatten();
        let corrected = self.corrections.iter().filter_map(|correction| correction.at.as_ref());
        let updated = self.updates.iter().filter_map(|update| update.at.as_ref());
        told.chain(updated).chain(corrected).filter(|at| at.value > now).collect()
    }

    /// What was known at `now`: what is [ahead](Self::ahead_of) is cut off. Nothing where it had not begun.
    #[must_use]
    pub fn as_of(mut self, now: Moment) -> Option<Self> {
        let is_past = |at: &Placed<Moment>| at.value <= now;
        if self.started.as_ref().is_some_and(|at| !is_past(at)) {
            return None;
        }
        self.updates.retain(|update| update.at.as_ref().is_none_or(is_past));
        self.detected = self.detected.filter(is_past);
        self.resolved = self.resolved.filter(is_past);
        self.corrections.retain(|correction| correction.at.as_ref().is_none_or(is_past));
        Some(self)
    }

    /// Every component that it names, in the order of the first mention, with what was said of it last.
    #[must_use]
    pub fn hit(&self) -> Vec<(&Placed<String>, ComponentState)> {
        let mut hit: Vec<(&Placed<String>, ComponentState)> = Vec::new();
        let later = self.updates.iter().flat_map(|update| &update.components);
        for (id, state) in self.components.iter().chain(later) {
            match hit.iter_mut().find(|(known, _)| known.value == id.value) {
                Some((_, last)) => *last = *state,
                None => hit.push((id, *state)),
            }
        }
        hit
    }

    /// When it was over: as the incident says, else when its last update said so.
    #[must_use]
    pub fn ended(&self) -> Option<Moment> {
        let said = |update: &IncidentUpdate| Some(update.at.as_ref()?.value).filter(|_| update.is(Progress::Resolved));
        self.resolved.as_ref().map(|at| at.value).or_else(|| self.updates.last().and_then(said))
    }

    /// The state that was announced last.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let last = self.updates.last().and_then(|update| update.state.as_ref()).map(|state| state.value);
        if self.is_open() { last.unwrap_or(Progress::Investigating) } else { Progress::Resolved }
    }

    /// How much it matters; where that is unreadable, something in the middle.
    #[must_use]
    pub fn impact(&self) -> Impact {
        self.impact.as_ref().map_or(Impact::Minor, |impact| impact.value)
    }

    /// The best state that the service as a whole can have while this goes on.
    #[must_use]
    pub fn least_state(&self) -> ComponentState {
        match self.impact() {
            Impact::None => ComponentState::Operational,
            Impact::Minor => ComponentState::DegradedPerformance,
            Impact::Major => ComponentState::PartialOutage,
            Impact::Critical => ComponentState::MajorOutage,
        }
    }

    /// Whether it still goes on.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.resolved.is_none() && !self.updates.last().is_some_and(|update| update.is(Progress::Resolved))
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
