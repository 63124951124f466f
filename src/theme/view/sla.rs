//! What the page of an SLA sees.

use serde::Serialize;

use super::{Frame, Link, Time};

/// A promised length of time.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Promised {
    /// As written: "2 hours"; empty where nothing is promised.
    pub time: String,
    /// What it comes to at worst by the clock on the wall: "114 hours"; empty where that is the same, or not known.
    pub worst: String,
}

/// A row of an SLA's table.
#[derive(Clone, Debug, Serialize)]
pub struct TargetRow {
    /// The plan's id.
    pub plan: String,
    /// The severity's id.
    pub severity: String,
    /// The severity's name.
    pub name: String,
    /// How soon a person answers.
    pub first_response: Promised,
    /// How often there is word.
    pub update_every: Promised,
    /// When it works again.
    pub restore: Promised,
    /// In how many of a hundred cases all of that is promised: "95"; empty where it is in all.
    pub percent: String,
    /// The hours in which it counts, a line each; empty where none are named.
    pub hours: Vec<String>,
    /// Channels it holds for; the address is empty where there is no page of that channel.
    pub channels: Vec<Link>,
}

/// What a severity means.
#[derive(Clone, Debug, Serialize)]
pub struct SeverityRow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its definition; may be empty.
    pub definition: String,
    /// Examples.
    pub examples: Vec<String>,
}

/// A plan and what is promised to those who have it.
#[derive(Clone, Debug, Serialize)]
pub struct PlanRows {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// "£49 per month"; may be empty.
    pub price: String,
    /// Languages by name; empty where nothing is said.
    pub languages: Vec<String>,
    /// What is promised, by severity.
    pub targets: Vec<TargetRow>,
}

/// What promises mean that count in the same hours.
#[derive(Clone, Debug, Serialize)]
pub struct HoursMeaning {
    /// The hours, a line each.
    pub hours: Vec<String>,
    /// The time zone of the hours; empty where they are round the clock.
    pub zone: String,
    /// Whether somebody is there day and night.
    pub always: bool,
    /// What is promised in these hours, the shortest first.
    pub lines: Vec<MeaningLine>,
    /// The day up to which it was reckoned, where that is less than a year.
    pub known_until: Option<Time>,
}

/// What a length of time can mean.
#[derive(Clone, Debug, Serialize)]
pub struct MeaningLine {
    /// As promised: "2 hours".
    pub time: String,
    /// At worst; nothing where it means what it says because somebody is always there, else where nobody can know.
    pub worst: Option<RealWait>,
}

/// The longest wait by the clock on the wall.
#[derive(Clone, Debug, Serialize)]
pub struct RealWait {
    /// "114 hours"
    pub length: String,
    /// "Thursday 24 December 2026, 17:00"
    pub from: String,
    /// "Tuesday 29 December 2026, 11:00"
    pub until: String,
    /// The days in it that are shorter than usual: "Christmas Day, Boxing Day"; may be empty.
    pub because: String,
}

/// A promised uptime.
#[derive(Clone, Debug, Serialize)]
pub struct UptimeRow {
    /// The component's id.
    pub id: String,
    /// The component's name.
    pub component: String,
    /// The component's own page; empty where it has none.
    pub url: String,
    /// "99.9 %"
    pub percent: String,
    /// "month", "quarter" or "year".
    pub window: String,
    /// How long it may be down in that time: "43 minutes"; empty where that is not known.
    pub leaves: String,
    /// Names of the plans it is promised to; empty where that is all of them.
    pub plans: Vec<String>,
}

/// What is paid back.
#[derive(Clone, Debug, Serialize)]
pub struct CreditRow {
    /// Below which uptime: "99.9 %".
    pub below: String,
    /// Names of the components it is about; empty where that is all that have an uptime promised.
    pub services: Vec<String>,
    /// What: "10 % of the month's price".
    pub credit: String,
}

/// Something that is not part of the service.
#[derive(Clone, Debug, Serialize)]
pub struct OutOfScopeRow {
    /// What.
    pub what: String,
    /// What a customer can do instead; may be empty.
    pub instead: String,
}

/// A version among the others.
#[derive(Clone, Debug, Serialize)]
pub struct VersionRow {
    /// Its title.
    pub title: String,
    /// Its own page.
    pub url: String,
    /// "2026-1"; may be empty.
    pub version: String,
    /// From when it holds.
    pub effective: Option<Time>,
    /// The last day on which it holds, where another follows.
    pub until: Option<Time>,
    /// `now`, `ahead` or `over`.
    pub state: &'static str,
    /// Whether it is the one on this page.
    pub here: bool,
}

/// What differs from the version before.
#[derive(Clone, Debug, Serialize)]
pub struct Changes {
    /// The version before.
    pub before: VersionRow,
    /// What differs, by part of the promises.
    pub groups: Vec<ChangeGroup>,
}

/// What differs in one part of the promises.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeGroup {
    /// The key of its heading in the words of the theme.
    pub heading: &'static str,
    /// What differs.
    pub changes: Vec<ChangeRow>,
}

/// One thing that differs.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeRow {
    /// Whose it is: "Premium, Critical"; may be empty.
    pub subject: String,
    /// The key of what has changed in the words of the theme; empty where it is all of it.
    pub aspect: &'static str,
    /// What was said; may be empty.
    pub before: String,
    /// What is said now; may be empty.
    pub after: String,
    /// `added`, `removed`, `renamed` or `changed`.
    pub kind: &'static str,
    /// `better`, `worse`, or empty where that depends.
    pub verdict: &'static str,
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
    /// This version.
    pub this: VersionRow,
    /// The version in force, where that is another.
    pub in_force: Option<VersionRow>,
    /// The next version that is announced, where this one is in force.
    pub next: Option<VersionRow>,
    /// What severities mean.
    pub severities: Vec<SeverityRow>,
    /// Plans, and what is promised to each.
    pub plans: Vec<PlanRows>,
    /// Whether anything is promised to any of them.
    pub has_targets: bool,
    /// What the promises mean in real time, by the hours that they count in.
    pub meanings: Vec<HoursMeaning>,
    /// Promised uptime.
    pub uptime: Vec<UptimeRow>,
    /// What is credited when it is missed.
    pub credits: Vec<CreditRow>,
    /// What is not covered, a line each.
    pub exclusions: Vec<String>,
    /// How to claim; may be empty.
    pub claim: String,
    /// What is not part of the service.
    pub out_of_scope: Vec<OutOfScopeRow>,
    /// How it was kept, where that is known.
    pub measured: Option<super::Measured>,
    /// The rest in words; may be empty.
    pub html: String,
    /// What differs from the version before; nothing where this is the first.
    pub changes: Option<Changes>,
    /// Every version, newest first.
    pub versions: Vec<VersionRow>,
}
