//! `status/components.yaml`: the parts of the service that can break on their own.

use crate::diag::Diagnostic;
use crate::source::{SitePath, SourceText};
use crate::yaml::{Choice, Date, Fields, FromNode, Node, Placed, Reader};

use super::audience::{Audience, without_hidden};

/// How a component stands. The order is from well to worst.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum ComponentState {
    /// It works.
    #[default]
    Operational,
    /// It is being worked on, as announced.
    UnderMaintenance,
    /// It works, slowly or not always.
    DegradedPerformance,
    /// It fails for some.
    PartialOutage,
    /// It fails for all.
    MajorOutage,
}

impl Choice for ComponentState {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("operational", Self::Operational),
        ("under_maintenance", Self::UnderMaintenance),
        ("degraded_performance", Self::DegradedPerformance),
        ("partial_outage", Self::PartialOutage),
        ("major_outage", Self::MajorOutage),
    ];
}

/// A part of the service.
#[derive(Clone, Debug)]
pub struct Component {
    /// Its id, which incidents name.
    pub id: Placed<String>,
    /// What customers call it.
    pub name: String,
    /// The heading it stands under.
    pub group: Option<String>,
    /// What it does for the customer.
    pub description: Option<String>,
    /// Ids of the components it needs.
    pub depends_on: Vec<Placed<String>>,
    /// Whether its uptime is shown.
    pub uptime: bool,
    /// Since when its troubles are recorded; before, nothing is known.
    pub since: Option<Placed<Date>>,
    /// Customers' own words for it.
    pub aliases: Vec<String>,
    /// The file that declares it.
    pub path: SitePath,
}

impl FromNode for Component {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let path = reader.source.path().clone();
        let mut fields = Fields::of(node, reader)?;
        let id: Option<Placed<String>> = fields.require("id").filter(|id: &Placed<String>| !id.value.is_empty());
        let _ = fields.node("audience");
        let component = id.map(|id| Self {
            name: fields.get("name").map_or_else(|| id.value.clone(), |name| name.value),
            group: fields.get("group").map(|group| group.value),
            description: fields.get("description").map(|description| description.value),
            depends_on: fields.get_or_default("depends_on"),
            uptime: fields.get("uptime").is_none_or(|uptime| uptime.value),
            since: fields.get("since"),
            aliases: fields.get_or_default("aliases"),
            path,
            id,
        });
        if component.is_some() {
            fields.finish();
        }
        component
    }
}

/// Reads the file: a list of components, or the same list under the key `components`. What an entry says of its audience
/// holds for it as for a page.
pub fn read_components(
    node: &Node,
    source: &SourceText,
    audience: Audience,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Component> {
    let visible = without_hidden(node, source, audience, findings);
    let node = &visible;
    let mut reader = Reader { source, zone: &jiff::tz::TimeZone::UTC, findings };
    if matches!(node.value, crate::yaml::Value::List(_)) {
        return FromNode::from_node(node, &mut reader).unwrap_or_default();
    }
    let Some(mut fields) = Fields::of(node, &mut reader) else { return Vec::new() };
    let components = fields.get_or_default("components");
    fields.finish();
    components
}
