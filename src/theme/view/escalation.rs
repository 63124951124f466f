//! What the page of ladders sees.

use serde::Serialize;

use super::Frame;

/// One rung of an escalation ladder.
#[derive(Clone, Debug, Serialize)]
pub struct StepRow {
    /// Who takes over; empty where that is internal.
    pub who: String,
    /// How to reach them; empty where that is internal.
    pub contact: String,
    /// In which case; may be empty.
    pub when: String,
    /// After how long, as written: "30 minutes"; may be empty.
    pub after: String,
    /// What the customer is told; may be empty.
    pub customer_told: String,
    /// By when the customer is told; may be empty.
    pub told_by: String,
}

/// A ladder.
#[derive(Clone, Debug, Serialize)]
pub struct LadderSection {
    /// Its title.
    pub title: String,
    /// Its summary; may be empty.
    pub summary: String,
    /// Its rungs.
    pub steps: Vec<StepRow>,
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
