//! What happens when the first line can't help: who takes over, when, and what the customer hears.

use crate::time::Wait;
use crate::yaml::{Fields, FromNode, Node, Reader};

/// One rung.
#[derive(Clone, Debug)]
pub struct Step {
    /// Who takes over.
    pub who: Option<String>,
    /// In which case.
    pub when: Option<String>,
    /// After how long.
    pub after: Option<Wait>,
    /// How to reach them; for the company's own people.
    pub contact: Option<String>,
    /// What the customer is told.
    pub customer_told: Option<String>,
    /// By when the customer is told.
    pub told_by: Option<String>,
}

impl FromNode for Step {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, reader)?;
        let step = Self {
            who: fields.get("who").map(|text| text.value),
            when: fields.get("when").map(|text| text.value),
            after: fields.get("after").map(|wait| wait.value),
            contact: fields.get("contact").map(|text| text.value),
            customer_told: fields.get("customer_told").map(|text| text.value),
            told_by: fields.get("told_by").map(|text| text.value),
        };
        fields.finish();
        Some(step)
    }
}

/// The fields of a ladder.
#[derive(Clone, Debug, Default)]
pub struct Ladder {
    /// Its rungs, lowest first.
    pub steps: Vec<Step>,
}

impl Ladder {
    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self { steps: fields.get_or_default("steps") }
    }
}
