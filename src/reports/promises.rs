//! How often promises were kept, for whoever answers for them: each target by its measured cases, each promised uptime by
//! the incidents.
//!
//! The page of the SLA tells customers the same, from the same figures; only what has ended counts.

use serde::Serialize;

use crate::kinds::{Sla, SlaUptime, per_mille};
use crate::site::{Goal, KeptMonth, KeptTarget, KeptWindow, Page, Site};
use crate::time::Month;
use crate::yaml::{Choice, Placed};

/// How everything that a version promises was kept.
#[derive(Clone, Debug, Serialize)]
pub struct Promises {
    /// The version of the promises; its file's name where it has none.
    pub version: String,
    /// The first month that is looked at: `2025-11`.
    pub first: String,
    /// The last: the last one that has ended.
    pub last: String,
    /// Promises about time, in the order of the file.
    pub targets: Vec<Target>,
    /// Promised uptime.
    pub uptime: Vec<Uptime>,
}

/// One promise about time.
#[derive(Clone, Debug, Serialize)]
pub struct Target {
    /// The plan's id.
    pub plan: String,
    /// The severity's id.
    pub severity: String,
    /// `first_response`, `update_every` or `restore`.
    pub measure: &'static str,
    /// In how many of a hundred cases it is promised now.
    pub goal: f64,
    /// How many months were measured.
    pub months: usize,
    /// How many cases there were in them.
    pub cases: u32,
    /// In how many it was kept.
    pub kept: u32,
    /// The same in percent, rounded down to a tenth; nothing where there was no case.
    pub percent: Option<f64>,
    /// The months that missed the goal of their time.
    pub missed: Vec<String>,
    /// The last month; nothing where it was not measured.
    pub last: Option<Cases>,
}

/// The cases of a month.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Cases {
    /// How many there were.
    pub cases: u32,
    /// In how many the promise was kept.
    pub kept: u32,
}

/// One promised uptime.
#[derive(Clone, Debug, Serialize)]
pub struct Uptime {
    /// The component's id.
    pub component: String,
    /// The plans it is promised to; none where it is all.
    pub plans: Vec<String>,
    /// `month`, `quarter` or `year`.
    pub window: &'static str,
    /// What is promised now, in percent.
    pub goal: f64,
    /// How many windows have ended within the months looked at.
    pub windows: usize,
    /// The lowest uptime of them, in percent, rounded down to a thousandth.
    pub worst: Option<f64>,
    /// The last month of the window that had it.
    pub worst_in: Option<String>,
    /// The windows that missed the promise of their time.
    pub missed: Vec<Missed>,
}

/// A window that missed its promise.
#[derive(Clone, Debug, Serialize)]
pub struct Missed {
    /// Its last month.
    pub month: String,
    /// Its uptime in percent, rounded down to a thousandth.
    pub uptime: f64,
    /// Minutes that counted as down.
    pub minutes_down: i64,
    /// Minutes that were allowed.
    pub minutes_allowed: i64,
    /// What the version of that time says is paid back; nothing where it says nothing.
    pub due: Option<String>,
    /// What was published as paid back.
    pub credit: Option<String>,
}

/// How a version was kept in the last `months` months that have ended.
#[must_use]
pub fn promises(site: &Site, (page, sla): (&Page, &Sla), months: u16) -> Promises {
    let last = site.last_closed_month();
    let looked_at: Vec<Month> = (0..i32::from(months)).rev().map(|back| last.plus(-back)).collect();
    let first = looked_at.first().copied().unwrap_or(last);
    let version = sla.version.as_ref().map_or_else(|| page.entry.path.stem(), |version| &version.value);
    Promises {
        version: version.to_owned(),
        first: first.to_string(),
        last: last.to_string(),
        targets: site.kept_targets(sla, &looked_at).iter().map(target).collect(),
        uptime: sla.uptime.iter().map(|promise| uptime(site, promise, first)).collect(),
    }
}

fn target(kept: &KeptTarget<'_>) -> Target {
    let id = |id: &Option<Placed<String>>| id.as_ref().map(|id| id.value.clone()).unwrap_or_default();
    let total = kept.total();
    let last = kept.months.last().and_then(|month| month.figures);
    let is_measured = |month: &&KeptMonth| month.figures.is_some();
    Target {
        plan: id(&kept.target.plan),
        severity: id(&kept.target.severity),
        measure: kept.measure.word(),
        goal: kept.target.goal(),
        months: kept.promised().filter(is_measured).count(),
        cases: total.cases,
        kept: total.kept,
        percent: per_mille(total.kept, total.cases).map(|part| f64::from(part) / 10.0),
        missed: kept.missed().map(|month| month.month.to_string()).collect(),
        last: last.map(|figures| Cases { cases: figures.cases, kept: figures.kept }),
    }
}

fn uptime(site: &Site, promise: &SlaUptime, first: Month) -> Uptime {
    let windows = site.kept_uptime(promise);
    let windows: Vec<&KeptWindow<'_>> = windows.iter().filter(|window| window.last >= first).collect();
    let worst = windows.iter().min_by_key(|window| window.uptime.thousandths());
    Uptime {
        component: promise.component.as_ref().map(|id| id.value.clone()).unwrap_or_default(),
        plans: promise.plans.iter().map(|id| id.value.clone()).collect(),
        window: promise.window.word(),
        goal: promise.percent.as_ref().map(|percent| percent.value).unwrap_or_default(),
        windows: windows.len(),
        worst: worst.map(|window| in_percent(window)),
        worst_in: worst.map(|window| window.last.to_string()),
        missed: windows.iter().filter(|window| !window.is_met()).map(|window| missed(window)).collect(),
    }
}

fn missed(window: &KeptWindow<'_>) -> Missed {
    let (minutes_down, minutes_allowed) = window.minutes();
    Missed {
        month: window.last.to_string(),
        uptime: in_percent(window),
        minutes_down,
        minutes_allowed,
        due: window.due().map(|credit| credit.credit.clone()),
        credit: window.credit.map(|note| note.given.clone()),
    }
}

fn in_percent(window: &KeptWindow<'_>) -> f64 {
    window.uptime.thousandths() as f64 / 1000.0
}

/// A part of a hundred as it is told: `99.9 %`.
#[must_use]
pub fn written(percent: f64) -> String {
    Goal::of(percent).written()
}
