//! What is promised: how soon an answer, how soon it works again, how much uptime.

use crate::time::Wait;
use crate::yaml::{Date, Fields, FromNode, Node, Placed, Reader};

/// How bad something can be.
#[derive(Clone, Debug)]
pub struct Severity {
    /// Its id, which targets name.
    pub id: Placed<String>,
    /// What it is called.
    pub name: String,
    /// When it applies.
    pub definition: Option<String>,
    /// Examples.
    pub examples: Vec<String>,
}

impl FromNode for Severity {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, reader)?;
        let id: Placed<String> = fields.require("id")?;
        let severity = Self {
            name: fields.get("name").map_or_else(|| id.value.clone(), |name| name.value),
            definition: fields.get("definition").map(|text| text.value),
            examples: fields.get_or_default("examples"),
            id,
        };
        fields.finish();
        Some(severity)
    }
}

/// An amount of money, as written.
#[derive(Clone, Debug)]
pub struct Price {
    /// How much.
    pub amount: String,
    /// ISO 4217.
    pub currency: String,
    /// For how long: `month`.
    pub per: Option<String>,
}

impl FromNode for Price {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, reader)?;
        let amount: Placed<String> = fields.require("amount")?;
        let price = Self {
            amount: amount.value,
            currency: fields.require("currency").map(|text| text.value).unwrap_or_default(),
            per: fields.get("per").map(|text| text.value),
        };
        fields.finish();
        Some(price)
    }
}

/// What customers buy.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Its id, which targets name.
    pub id: Placed<String>,
    /// What it is called.
    pub name: String,
    /// What it costs.
    pub price: Option<Price>,
}

impl FromNode for Plan {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, reader)?;
        let id: Placed<String> = fields.require("id")?;
        let plan = Self {
            name: fields.get("name").map_or_else(|| id.value.clone(), |name| name.value),
            price: fields.get("price").map(|price| price.value),
            id,
        };
        fields.finish();
        Some(plan)
    }
}

/// What holds for one plan and one severity.
#[derive(Clone, Debug)]
pub struct Target {
    /// The plan's id.
    pub plan: Option<Placed<String>>,
    /// The severity's id.
    pub severity: Option<Placed<String>>,
    /// How soon somebody answers.
    pub first_response: Option<Wait>,
    /// How often there is word.
    pub update_every: Option<Wait>,
    /// How soon it works again.
    pub restore: Option<Wait>,
    /// The calendar in which the times count.
    pub calendar: Option<Placed<String>>,
    /// The channels it holds for.
    pub channels: Vec<String>,
}

impl FromNode for Target {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, reader)?;
        let target = Self {
            plan: fields.require("plan"),
            severity: fields.require("severity"),
            first_response: fields.get("first_response").map(|wait| wait.value),
            update_every: fields.get("update_every").map(|wait| wait.value),
            restore: fields.get("restore").map(|wait| wait.value),
            calendar: fields.get("calendar"),
            channels: fields.get_or_default("channels"),
        };
        fields.finish();
        Some(target)
    }
}

/// A promised uptime.
#[derive(Clone, Debug)]
pub struct SlaUptime {
    /// The component's id.
    pub component: Option<Placed<String>>,
    /// Percent of the window.
    pub percent: Option<Placed<f64>>,
    /// The window: `month`.
    pub window: Option<String>,
}

impl FromNode for SlaUptime {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, reader)?;
        let uptime = Self {
            component: fields.require("component"),
            percent: fields.require("percent"),
            window: fields.get("window").map(|text| text.value),
        };
        fields.finish();
        Some(uptime)
    }
}

/// The fields of an SLA.
#[derive(Clone, Debug, Default)]
pub struct Sla {
    /// Which edition it is.
    pub version: Option<String>,
    /// From when it holds.
    pub effective: Option<Placed<Date>>,
    /// How bad things can be.
    pub severities: Vec<Severity>,
    /// What customers buy.
    pub plans: Vec<Plan>,
    /// What is promised.
    pub targets: Vec<Target>,
    /// Promised uptime.
    pub uptime: Vec<SlaUptime>,
    /// What is credited when a promise is broken; its form is still open.
    pub credits: Option<Node>,
    /// What is not covered.
    pub exclusions: Vec<String>,
    /// How to claim.
    pub claim: Option<String>,
}

impl Sla {
    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            version: fields.get("version").map(|text| text.value),
            effective: fields.require("effective"),
            severities: fields.get_or_default("severities"),
            plans: fields.get_or_default("plans"),
            targets: fields.get_or_default("targets"),
            uptime: fields.get_or_default("uptime"),
            credits: fields.node("credits").cloned(),
            exclusions: fields.get_or_default("exclusions"),
            claim: fields.get("claim").map(|text| text.value),
        }
    }
}
