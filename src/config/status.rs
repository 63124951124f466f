//! The section `status` of `firstline.yaml`: when silence is too long, and how uptime is worked out.

use crate::time::Wait;
use crate::yaml::{Fields, FromNode, Node, Placed, Reader};

/// What counts as too long or too often, and as down.
#[derive(Clone, Debug)]
pub struct StatusRules {
    /// An open incident without word for longer than this is a finding.
    pub quiet_after: Wait,
    /// For so long after a major incident its write-up may be missing.
    pub write_up_within: Wait,
    /// A status page older than this says how old it is.
    pub old_after: Wait,
    /// Incidents that lie further apart than this do not repeat each other.
    pub repeated_within: Wait,
    /// So many incidents with the same cause or on the same component are a pattern.
    pub repeated: usize,
    /// How uptime is worked out.
    pub uptime: Weights,
}

/// How much of a stretch of time counts as down, in percent, by how a component stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weights {
    /// Slow, or not always.
    pub degraded_performance: u8,
    /// Failing for some.
    pub partial_outage: u8,
    /// Failing for all.
    pub major_outage: u8,
    /// Worked on, as announced beforehand.
    pub under_maintenance: u8,
}

impl Default for Weights {
    fn default() -> Self {
        Self { degraded_performance: 0, partial_outage: 50, major_outage: 100, under_maintenance: 0 }
    }
}

impl Default for StatusRules {
    fn default() -> Self {
        let (hours, days) = (Wait::hours, |days| Wait::hours(24 * days));
        Self {
            quiet_after: hours(24),
            write_up_within: days(5),
            old_after: hours(24),
            repeated_within: days(365),
            repeated: 3,
            uptime: Weights::default(),
        }
    }
}

impl FromNode for StatusRules {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let default = Self::default();
        let mut fields = Fields::of(node, reader)?;
        let rules = Self {
            quiet_after: wait(&mut fields, "quiet_after", default.quiet_after),
            write_up_within: wait(&mut fields, "write_up_within", default.write_up_within),
            old_after: wait(&mut fields, "old_after", default.old_after),
            repeated_within: wait(&mut fields, "repeated_within", default.repeated_within),
            repeated: read_repeated(&mut fields).unwrap_or(default.repeated),
            uptime: fields.get_or_default("uptime"),
        };
        fields.finish();
        Some(rules)
    }
}

fn wait(fields: &mut Fields<'_, '_>, key: &'static str, default: Wait) -> Wait {
    let Some(wait) = fields.get::<Wait>(key) else { return default };
    if wait.is_zero() {
        let help = "write a length of time such as 24h; to do without the finding, write `off` under `checks`";
        fields.reader().unexpected(&wait.span, "no time at all is always over", Some(help.to_owned()));
        return default;
    }
    wait.value
}

fn read_repeated(fields: &mut Fields<'_, '_>) -> Option<usize> {
    let written: Placed<i64> = fields.get("repeated")?;
    let number = usize::try_from(written.value).ok().filter(|number| *number >= 2);
    if number.is_none() {
        let help = Some("write 2 or more".to_owned());
        fields.reader().unexpected(&written.span, "one incident alone repeats nothing", help);
    }
    number
}

impl FromNode for Weights {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let default = Self::default();
        let mut fields = Fields::of(node, reader)?;
        let weights = Self {
            degraded_performance: percent(&mut fields, "degraded_performance", default.degraded_performance),
            partial_outage: percent(&mut fields, "partial_outage", default.partial_outage),
            major_outage: percent(&mut fields, "major_outage", default.major_outage),
            under_maintenance: percent(&mut fields, "under_maintenance", default.under_maintenance),
        };
        fields.finish();
        Some(weights)
    }
}

fn percent(fields: &mut Fields<'_, '_>, key: &'static str, default: u8) -> u8 {
    let Some(written) = fields.get::<i64>(key) else { return default };
    u8::try_from(written.value).ok().filter(|percent| *percent <= 100).unwrap_or_else(|| {
        let help = Some("write how much of such time counts as down, from 0 to 100".to_owned());
        fields.reader().unexpected(&written.span, "expected a number of percent", help);
        default
    })
}
