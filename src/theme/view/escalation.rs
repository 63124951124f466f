//! What the page of ladders sees.

use serde::Serialize;

use super::{Frame, Promised, RealWait};

/// One rung of an escalation ladder.
#[derive(Clone, Debug, Serialize)]
pub struct StepRow {
    /// What happens; empty where nobody said so.
    pub what: String,
    /// Who takes over; empty where that is internal.
    pub who: String,
    /// How to reach them; empty where that is internal.
    pub contact: String,
    /// In which case; may be empty.
    pub when: String,
    /// After how long, counted from the beginning: "30 minutes"; may be empty.
    pub after: String,
    /// Whether it is taken at once.
    pub at_once: bool,
    /// What that time comes to at worst, where it is much longer than it sounds.
    pub after_worst: Option<RealWait>,
    /// What the customer is told; may be empty.
    pub customer_told: String,
    /// By when the customer is told, in words; may be empty.
    pub told_by: String,
    /// How long after the step the customer is told; may be empty.
    pub told_within: String,
    /// Another company that has the case in this step; may be empty.
    pub third_party: String,
    /// The hours in which its times count, where they are its own, a line each.
    pub hours: Vec<String>,
    /// The time zone of those hours; may be empty.
    pub zone: String,
    /// The ladder that goes on from here.
    pub continues: Option<LadderLink>,
}

/// Another ladder on the page.
#[derive(Clone, Debug, Serialize)]
pub struct LadderLink {
    /// Its title.
    pub title: String,
    /// The id of its heading.
    pub anchor: String,
}

/// A promise that a ladder is there to keep.
#[derive(Clone, Debug, Serialize)]
pub struct ServedRow {
    /// The plan's name.
    pub plan: String,
    /// The severity's name.
    pub severity: String,
    /// How soon a person answers.
    pub first_response: Promised,
    /// How often there is word.
    pub update_every: Promised,
    /// When it works again.
    pub restore: Promised,
}

/// A ladder.
#[derive(Clone, Debug, Serialize)]
pub struct LadderSection {
    /// Its title.
    pub title: String,
    /// The id of its heading.
    pub anchor: String,
    /// Its summary; may be empty.
    pub summary: String,
    /// The hours in which its times count, a line each; empty where none are named.
    pub hours: Vec<String>,
    /// The time zone of those hours; may be empty.
    pub zone: String,
    /// Its rungs.
    pub steps: Vec<StepRow>,
    /// The promises that it is there to keep.
    pub serves: Vec<ServedRow>,
    /// The rest in words; may be empty.
    pub html: String,
}

/// `escalation.html`
#[derive(Clone, Debug, Serialize)]
pub struct EscalationView {
    /// Around the page.
    pub frame: Frame,
    /// The ladders.
    pub ladders: Vec<LadderSection>,
}
