//! What is promised: how soon an answer, how soon it works again, how much uptime.

use crate::time::Wait;
use crate::yaml::{Choice, Date, Fields, FromNode, Node, Placed, Reader};

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
    /// Languages in which those who have it are helped, as tags; empty where nothing is said.
    pub languages: Vec<Placed<String>>,
}

impl FromNode for Plan {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, reader)?;
        let id: Placed<String> = fields.require("id")?;
        let plan = Self {
            name: fields.get("name").map_or_else(|| id.value.clone(), |name| name.value),
            price: fields.get("price").map(|price| price.value),
            languages: fields.get_or_default("languages"),
            id,
        };
        fields.finish();
        Some(plan)
    }
}

/// What a target measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// How soon a person answers.
    FirstResponse,
    /// How often there is word.
    UpdateEvery,
    /// How soon it works again.
    Restore,
}

impl Measure {
    /// All of them, in the order in which a customer meets them.
    pub const ALL: [Self; 3] = [Self::FirstResponse, Self::UpdateEvery, Self::Restore];
}

impl Choice for Measure {
    const WORDS: &'static [(&'static str, Self)] =
        &[("first_response", Self::FirstResponse), ("update_every", Self::UpdateEvery), ("restore", Self::Restore)];
}

/// What holds for one plan and one severity.
#[derive(Clone, Debug)]
pub struct Target {
    /// The plan's id.
    pub plan: Option<Placed<String>>,
    /// The severity's id.
    pub severity: Option<Placed<String>>,
    /// How soon somebody answers.
    pub first_response: Option<Placed<Wait>>,
    /// How often there is word.
    pub update_every: Option<Placed<Wait>>,
    /// How soon it works again.
    pub restore: Option<Placed<Wait>>,
    /// In how many of a hundred cases all of that is promised; in all, where nothing is said.
    pub percent: Option<Placed<f64>>,
    /// The calendar in which the times count.
    pub calendar: Option<Placed<String>>,
    /// The channels it holds for, by the names of their files or their types.
    pub channels: Vec<Placed<String>>,
}

impl Target {
    /// What is promised of one thing.
    #[must_use]
    pub fn promised(&self, measure: Measure) -> Option<&Placed<Wait>> {
        match measure {
            Measure::FirstResponse => self.first_response.as_ref(),
            Measure::UpdateEvery => self.update_every.as_ref(),
            Measure::Restore => self.restore.as_ref(),
        }
    }

    /// In how many of a hundred cases it is promised.
    #[must_use]
    pub fn goal(&self) -> f64 {
        self.percent.as_ref().map_or(100.0, |percent| percent.value)
    }

    /// Whether it is the one for a plan and a severity.
    #[must_use]
    pub fn is_for(&self, plan: &str, severity: &str) -> bool {
        let is = |id: &Option<Placed<String>>, other: &str| id.as_ref().is_some_and(|id| id.value == other);
        is(&self.plan, plan) && is(&self.severity, severity)
    }
}

impl FromNode for Target {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, reader)?;
        let target = Self {
            plan: fields.require("plan"),
            severity: fields.require("severity"),
            first_response: fields.get("first_response"),
            update_every: fields.get("update_every"),
            restore: fields.get("restore"),
            percent: read_percent(&mut fields),
            calendar: fields.get("calendar"),
            channels: fields.get_or_default("channels"),
        };
        fields.finish();
        Some(target)
    }
}

/// `percent`, more than 0 and at most 100.
fn read_percent(fields: &mut Fields<'_, '_>) -> Option<Placed<f64>> {
    let percent: Placed<f64> = fields.get("percent")?;
    if percent.value > 0.0 && percent.value <= 100.0 {
        return Some(percent);
    }
    fields.reader().unexpected(&percent.span, "a part of a hundred is more than 0 and at most 100", None);
    None
}

/// A promised uptime.
#[derive(Clone, Debug)]
pub struct SlaUptime {
    /// The component's id.
    pub component: Option<Placed<String>>,
    /// Percent of the window.
    pub percent: Option<Placed<f64>>,
    /// Over what it is reckoned.
    pub window: Window,
    /// Plans it holds for; empty where it holds for all.
    pub plans: Vec<Placed<String>>,
}

/// The stretch of time over which an uptime is reckoned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Window {
    /// A calendar month.
    #[default]
    Month,
    /// Three of them: from January, April, July or October.
    Quarter,
    /// A calendar year.
    Year,
}

impl Choice for Window {
    const WORDS: &'static [(&'static str, Self)] =
        &[("month", Self::Month), ("quarter", Self::Quarter), ("year", Self::Year)];
}

impl FromNode for SlaUptime {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, reader)?;
        let uptime = Self {
            component: fields.require("component"),
            percent: if fields.is_given("percent") { read_percent(&mut fields) } else { fields.require("percent") },
            window: fields.get_or_default("window"),
            plans: fields.get_or_default("plans"),
        };
        fields.finish();
        Some(uptime)
    }
}

/// What is paid back when an uptime falls below a limit.
#[derive(Clone, Debug)]
pub struct Credit {
    /// The limit, in percent of the window.
    pub below: Placed<f64>,
    /// The ids of the components whose uptime it is about; empty where it is about all that have one promised.
    pub components: Vec<Placed<String>>,
    /// What is paid back, in words.
    pub credit: String,
}

impl Credit {
    /// Whether it is about the uptime of this component.
    #[must_use]
    pub fn is_for(&self, component: &str) -> bool {
        self.components.is_empty() || self.components.iter().any(|for_it| for_it.value == component)
    }
}

impl FromNode for Credit {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, reader)?;
        let (below, credit): (_, Option<Placed<String>>) = (fields.require("below"), fields.require("credit"));
        let components = fields.get_or_default("components");
        fields.finish();
        Some(Self { below: below?, components, credit: credit?.value })
    }
}

/// Something that is not done for anybody.
#[derive(Clone, Debug)]
pub struct OutOfScope {
    /// What.
    pub what: String,
    /// What the customer can do instead.
    pub instead: Option<String>,
}

impl FromNode for OutOfScope {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, reader)?;
        let what: Option<Placed<String>> = fields.require("what");
        let instead = fields.get("instead").map(|text| text.value);
        fields.finish();
        Some(Self { what: what?.value, instead })
    }
}

/// The fields of an SLA.
#[derive(Clone, Debug, Default)]
pub struct Sla {
    /// Which edition it is.
    pub version: Option<Placed<String>>,
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
    /// What is credited when an uptime is missed.
    pub credits: Vec<Credit>,
    /// What does not count as missed.
    pub exclusions: Vec<String>,
    /// How to claim.
    pub claim: Option<String>,
    /// What is not part of the service, and what to do instead.
    pub out_of_scope: Vec<OutOfScope>,
}

impl Sla {
    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            version: fields.get("version"),
            effective: fields.require("effective"),
            severities: fields.get_or_default("severities"),
            plans: fields.get_or_default("plans"),
            targets: fields.get_or_default("targets"),
            uptime: fields.get_or_default("uptime"),
            credits: fields.get_or_default("credits"),
            exclusions: fields.get_or_default("exclusions"),
            claim: fields.get("claim").map(|text| text.value),
            out_of_scope: fields.get_or_default("out_of_scope"),
        }
    }

    /// The plan with this id.
    #[must_use]
    pub fn plan(&self, id: &str) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.id.value == id)
    }

    /// The severity with this id.
    #[must_use]
    pub fn severity(&self, id: &str) -> Option<&Severity> {
        self.severities.iter().find(|severity| severity.id.value == id)
    }
}
