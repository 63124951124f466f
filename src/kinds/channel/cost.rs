//! What using a channel costs the customer.

use crate::yaml::{Choice, Fields, FromNode, Node, Placed, Reader};

/// How a channel is charged for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tariff {
    /// Nothing.
    Free,
    /// What the customer's provider takes for a call to an ordinary number.
    BasicRate,
    /// An amount for each minute.
    PerMinute,
    /// An amount for each case.
    PerIncident,
    /// Nothing to those who have certain plans.
    Included,
    /// What the post takes.
    Postage,
}

impl Choice for Tariff {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("free", Self::Free),
        ("basic-rate", Self::BasicRate),
        ("per-minute", Self::PerMinute),
        ("per-incident", Self::PerIncident),
        ("included", Self::Included),
        ("postage", Self::Postage),
    ];
}

/// What using a channel costs.
#[derive(Clone, Debug)]
pub struct Cost {
    /// How it is charged for.
    pub kind: Option<Placed<Tariff>>,
    /// How much, as written; where it is charged by the minute or the case.
    pub amount: Option<String>,
    /// ISO 4217.
    pub currency: Option<String>,
    /// The plans it is included in.
    pub plans: Vec<Placed<String>>,
    /// In the writer's words.
    pub note: Option<String>,
}

impl FromNode for Cost {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, reader)?;
        let kind: Option<Placed<Tariff>> = fields.require("kind");
        let is_charged =
            kind.as_ref().is_some_and(|kind| matches!(kind.value, Tariff::PerMinute | Tariff::PerIncident));
        let mut money = |key| if is_charged { fields.require(key) } else { fields.get(key) };
        let (amount, currency) = (money("amount"), money("currency"));
        let cost = Self {
            kind,
            amount: amount.map(|text: Placed<String>| text.value),
            currency: currency.map(|text: Placed<String>| text.value),
            plans: fields.get_or_default("plans"),
            note: fields.get("note").map(|note| note.value),
        };
        fields.finish();
        Some(cost)
    }
}
