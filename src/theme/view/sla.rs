//! What the page of an SLA sees.

use serde::Serialize;

use super::{Frame, Link, Time};

/// A row of an SLA's table.
#[derive(Clone, Debug, Serialize)]
pub struct TargetRow {
    /// The plan's name.
    pub plan: String,
    /// The severity's name.
    pub severity: String,
    /// First response, as written: "15 minutes"; may be empty.
    pub first_response: String,
    /// How often there is word; may be empty.
    pub update_every: String,
    /// When it works again; may be empty.
    pub restore: String,
    /// The hours it counts: the calendar's name; may be empty.
    pub calendar: String,
    /// Channels it holds for.
    pub channels: Vec<String>,
}

/// What a severity means.
#[derive(Clone, Debug, Serialize)]
pub struct SeverityRow {
    /// Its name.
    pub name: String,
    /// Its definition; may be empty.
    pub definition: String,
    /// Examples.
    pub examples: Vec<String>,
}

/// A plan and its price.
#[derive(Clone, Debug, Serialize)]
pub struct PlanRow {
    /// Its name.
    pub name: String,
    /// "£49 per month"; may be empty.
    pub price: String,
}

/// A promised uptime.
#[derive(Clone, Debug, Serialize)]
pub struct UptimeRow {
    /// The component's name.
    pub component: String,
    /// "99.9 %"
    pub percent: String,
    /// "month"; may be empty.
    pub window: String,
}

/// `sla.html`
#[derive(Clone, Debug, Serialize)]
pub struct SlaView {
    /// Around the page.
    pub frame: Frame,
    /// Its title.
    pub title: String,
    /// Its summary; may be empty.
    pub summary: String,
    /// "2026-1"; may be empty.
    pub version: String,
    /// From when it holds.
    pub effective: Option<Time>,
    /// Whether it is the one that holds now.
    pub current: bool,
    /// What severities mean.
    pub severities: Vec<SeverityRow>,
    /// Plans and prices.
    pub plans: Vec<PlanRow>,
    /// What is promised.
    pub targets: Vec<TargetRow>,
    /// Promised uptime.
    pub uptime: Vec<UptimeRow>,
    /// What is credited when a promise is broken, a line each.
    pub credits: Vec<String>,
    /// What is not covered, a line each.
    pub exclusions: Vec<String>,
    /// How to claim; may be empty.
    pub claim: String,
    /// The rest in words; may be empty.
    pub html: String,
    /// Other versions.
    pub versions: Vec<Link>,
}
