//! `sla/credits.yaml`: what was paid back for which month, for everyone to read.

use jiff::tz::TimeZone;

use crate::diag::Diagnostic;
use crate::source::{SitePath, SourceText};
use crate::time::Month;
use crate::yaml::{Fields, FromNode, Node, Placed, Reader, Value};

use super::audience::{Audience, without_hidden};

/// What was paid back because a component was down for too long.
#[derive(Clone, Debug)]
pub struct CreditNote {
    /// The last month of the time it is for.
    pub month: Placed<Month>,
    /// The component's id.
    pub component: Placed<String>,
    /// What was paid back, to whom and how.
    pub given: String,
    /// The file that says so.
    pub path: SitePath,
}

impl FromNode for Month {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let month = match &node.value {
            Value::Scalar(text) => Self::parse(text),
            _ => None,
        };
        if month.is_none() {
            reader.unexpected(&node.span, "expected a month, such as 2026-10", None);
        }
        month
    }
}

impl FromNode for CreditNote {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let path = reader.source.path().clone();
        let mut fields = Fields::of(node, reader)?;
        let (month, component) = (fields.require("month"), fields.require("component"));
        let given: Option<Placed<String>> = fields.require("given");
        let _ = fields.node("audience");
        fields.finish();
        Some(Self { month: month?, component: component?, given: given?.value, path })
    }
}

/// Reads the file: a list. What an entry says of its audience holds for it as for a page.
pub fn read_credit_notes(
    node: &Node,
    source: &SourceText,
    audience: Audience,
    findings: &mut Vec<Diagnostic>,
) -> Vec<CreditNote> {
    let visible = without_hidden(node, source, audience, findings);
    FromNode::from_node(&visible, &mut Reader { source, zone: &TimeZone::UTC, findings }).unwrap_or_default()
}
