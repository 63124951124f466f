//! The introduction of a folder of answers: `_topic.md`.

use crate::yaml::{Fields, Placed};

/// The fields of a topic.
#[derive(Clone, Debug, Default)]
pub struct Topic {
    /// The name of its icon.
    pub icon: Option<String>,
    /// Its place among its neighbours, lowest first; topics without one come last, by title.
    pub order: Option<Placed<i64>>,
    /// The people who know most about it.
    pub experts: Vec<String>,
}

impl Topic {
    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            icon: fields.get("icon").map(|icon| icon.value),
            order: fields.get("order"),
            experts: fields.get_or_default("experts"),
        }
    }
}
