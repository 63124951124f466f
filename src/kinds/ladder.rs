//! What happens when the first line can't help: who takes over, when, and what the customer hears.

use crate::time::Wait;
use crate::yaml::{Fields, FromNode, Node, Placed, Reader};

/// One rung.
#[derive(Clone, Debug)]
pub struct Step {
    /// What happens, for everyone to read.
    pub what: Option<String>,
    /// Who takes over; for the company's own people.
    pub who: Option<String>,
    /// In which case.
    pub when: Option<String>,
    /// How long after the beginning it is taken at the latest.
    pub after: Option<Placed<Wait>>,
    /// How to reach them; for the company's own people.
    pub contact: Option<String>,
    /// What the customer is told.
    pub customer_told: Option<String>,
    /// By when, in words.
    pub told_by: Option<String>,
    /// How long after the step the customer is told at the latest.
    pub told_within: Option<Placed<Wait>>,
    /// Another company that has the case in this step, for everyone to read.
    pub third_party: Option<Placed<String>>,
    /// The calendar in which its times count, where that is not the ladder's.
    pub calendar: Option<Placed<String>>,
    /// The ladder that goes on from here, by the name of its file.
    pub continues: Option<Placed<String>>,
}

impl FromNode for Step {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, reader)?;
        let mut text = |key| fields.get(key).map(|text: Placed<String>| text.value);
        let (what, who, when, contact) = (text("what"), text("who"), text("when"), text("contact"));
        let (customer_told, told_by) = (text("customer_told"), text("told_by"));
        let step = Self {
            what,
            who,
            when,
            after: fields.get("after"),
            contact,
            customer_told,
            told_by,
            told_within: fields.get("told_within"),
            third_party: fields.get("third_party"),
            calendar: fields.get("calendar"),
            continues: fields.get("continues"),
        };
        fields.finish();
        Some(step)
    }
}

/// The fields of a ladder.
#[derive(Clone, Debug, Default)]
pub struct Ladder {
    /// Ids of the severities whose targets it serves; empty where it serves none.
    pub severities: Vec<Placed<String>>,
    /// Ids of the plans whose targets it serves; empty where it serves those of all plans.
    pub plans: Vec<Placed<String>>,
    /// The calendar in which its times count, where that is not the one of the targets it serves.
    pub calendar: Option<Placed<String>>,
    /// Its rungs, lowest first.
    pub steps: Vec<Step>,
}

impl Ladder {
    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            severities: fields.get_or_default("severities"),
            plans: fields.get_or_default("plans"),
            calendar: fields.get("calendar"),
            steps: fields.get_or_default("steps"),
        }
    }

    /// Whether it is there for a plan and a severity.
    #[must_use]
    pub fn serves(&self, plan: &str, severity: &str) -> bool {
        let names = |ids: &[Placed<String>], id: &str| ids.iter().any(|named| named.value == id);
        names(&self.severities, severity) && (self.plans.is_empty() || names(&self.plans, plan))
    }
}
