//! What is shown of how promises were kept.

use serde::Serialize;

use super::{Link, Method};

/// A chart of months, or of quarters or years. Its lengths are of a drawing of 288 by 104.
#[derive(Clone, Debug, Serialize)]
pub struct Chart {
    /// Where its scale begins: "80 %".
    pub begins: String,
    /// Whether that is more than nothing.
    pub cut: bool,
    /// Bars that reach the goal, as a path.
    pub met: String,
    /// Bars that do not.
    pub missed: String,
    /// A cross below each of those.
    pub marks: String,
    /// The goal.
    pub goal: String,
    /// Where years begin.
    pub years: String,
    /// The first month: "Nov 2024".
    pub first: String,
    /// The last.
    pub last: String,
    /// What it shows, in a sentence or two.
    pub words: String,
}

/// A row of the table behind a chart of cases.
#[derive(Clone, Debug, Serialize)]
pub struct MeasuredRow {
    /// "October 2026"
    pub month: String,
    /// How many cases; empty where nothing was measured.
    pub cases: String,
    /// In how many it was kept; empty where nothing was measured.
    pub kept: String,
    /// "97.5 %"; empty where there was no case.
    pub percent: String,
    /// "met", "missed", "none" where there was no case, "unknown" where nothing was measured.
    pub verdict: &'static str,
}

/// A promise about time, and how it was kept.
#[derive(Clone, Debug, Serialize)]
pub struct MeasuredPromise {
    /// Its id on the page.
    pub id: String,
    /// "Critical: first answer within 15 minutes"
    pub title: String,
    /// "Promised in 95 % of cases"
    pub goal: String,
    /// "Kept in 497 of 500 cases in the last 12 months; missed its goal in March 2026."
    pub words: String,
    /// What an earlier version promised in its place, where that is shown too: "Until December 2025 it was 12 hours.";
    /// may be empty.
    pub before: String,
    /// The last month by itself; empty for a version that has ended.
    pub last: String,
    /// Its chart; nothing where nothing was measured.
    pub chart: Option<Chart>,
    /// What the table is headed with.
    pub caption: String,
    /// The table behind the chart, latest first.
    pub rows: Vec<MeasuredRow>,
}

/// The promises to those who have a plan.
#[derive(Clone, Debug, Serialize)]
pub struct MeasuredPlan {
    /// The plan's id.
    pub id: String,
    /// The plan's name.
    pub name: String,
    /// "7 of 8 kept in October 2026"; empty where that can't be said.
    pub summary: String,
    /// Whether it is unfolded: where something was missed in the last month.
    pub open: bool,
    /// Its promises, in the order of the SLA.
    pub promises: Vec<MeasuredPromise>,
}

/// A row of the table behind a chart of uptime.
#[derive(Clone, Debug, Serialize)]
pub struct UptimeWindowRow {
    /// "October 2026", "July to September 2026", "2026"
    pub window: String,
    /// "99.905 %"
    pub uptime: String,
    /// "43 of 44": minutes down, and allowed.
    pub minutes: String,
    /// Whether the promise was kept.
    pub met: bool,
}

/// A window in which a promised uptime was missed.
#[derive(Clone, Debug, Serialize)]
pub struct UptimeMiss {
    /// "March 2026: 76 minutes down, 44 allowed"
    pub words: String,
    /// The incidents and the maintenance that did it.
    pub pages: Vec<Link>,
    /// What was paid back, or that nothing is published yet, or that nothing is due.
    pub credit: String,
    /// Whether a credit is due and none is published.
    pub owed: bool,
}

/// A promised uptime, and how it was kept.
#[derive(Clone, Debug, Serialize)]
pub struct MeasuredUptime {
    /// Its id on the page.
    pub id: String,
    /// The component's name.
    pub name: String,
    /// "99.9 % a month"
    pub goal: String,
    /// The address of the component's page; empty where it has none.
    pub url: String,
    /// How it was kept, in a sentence.
    pub words: String,
    /// Its chart; nothing where no window has ended.
    pub chart: Option<Chart>,
    /// What the table is headed with.
    pub caption: String,
    /// The table behind the chart, latest first.
    pub rows: Vec<UptimeWindowRow>,
    /// Where it was missed, latest first.
    pub misses: Vec<UptimeMiss>,
}

/// A promise that was missed in the last month.
#[derive(Clone, Debug, Serialize)]
pub struct MissedPromise {
    /// The id of its place on the page.
    pub id: String,
    /// The id of the plan; empty for an uptime.
    pub plan: String,
    /// "Premium, Critical: first answer within 15 minutes (40 of 41 cases)"
    pub title: String,
}

/// How the promises of a version were kept.
#[derive(Clone, Debug, Serialize)]
pub struct Measured {
    /// "In October 2026 we kept 11 of 12 promises."; empty where no promise could be judged in that month.
    pub summary: String,
    /// What was missed in it.
    pub missed: Vec<MissedPromise>,
    /// What can't be said of it: "2 had no case."; may be empty.
    pub silent: String,
    /// Promises about time, by plan; empty where nothing was measured.
    pub plans: Vec<MeasuredPlan>,
    /// Promised uptime.
    pub uptime: Vec<MeasuredUptime>,
    /// "4 of 5 kept in October 2026"; empty where that can't be said.
    pub uptime_summary: String,
    /// Whether it is unfolded: where one was missed in the last month.
    pub uptime_open: bool,
    /// How uptime is worked out; nothing where none is promised.
    pub method: Option<Method>,
}
