//! `status/withdrawn.yaml`: incidents and maintenance that were published and taken back, with the reason for everyone
//! to read.

use jiff::tz::TimeZone;

use crate::diag::Diagnostic;
use crate::source::SourceText;
use crate::time::Moment;
use crate::yaml::{Fields, FromNode, Node, Placed, Reader};

use super::audience::{Audience, without_hidden};

/// Something that was published and taken back.
#[derive(Clone, Debug)]
pub struct Withdrawn {
    /// The name of its file, without extension.
    pub page: Placed<String>,
    /// When it was taken back.
    pub at: Placed<Moment>,
    /// Why, for everyone to read.
    pub reason: String,
}

impl FromNode for Withdrawn {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, reader)?;
        let (page, at) = (fields.require("page"), fields.require("at"));
        let reason: Option<Placed<String>> = fields.require("reason");
        let _ = fields.node("audience");
        fields.finish();
        Some(Self { page: page?, at: at?, reason: reason?.value })
    }
}

/// Reads the file: a list. What an entry says of its audience holds for it as for a page.
pub fn read_withdrawn(
    node: &Node,
    source: &SourceText,
    (zone, audience): (&TimeZone, Audience),
    findings: &mut Vec<Diagnostic>,
) -> Vec<Withdrawn> {
    let visible = without_hidden(node, source, audience, findings);
    FromNode::from_node(&visible, &mut Reader { source, zone, findings }).unwrap_or_default()
}
