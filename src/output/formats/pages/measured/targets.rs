//! Promises about time: how often each was kept, month by month.

use crate::kinds::{Measure, Sla, per_mille};
use crate::site::{Figures, Goal, KeptMonth, KeptTarget};
use crate::theme::view::{MeasuredPlan, MeasuredPromise, MeasuredRow, MissedPromise};
use crate::time::Month;
use crate::yaml::Placed;

use super::chart::{Labels, Point, chart};
use super::tally::Tally;
use super::{Press, filled, listed, short};

/// Months that the words speak of.
const YEAR: usize = 12;

/// Most months that are named where a goal was missed.
const NAMED: usize = 3;

/// Where the scale of a chart may begin, in thousandths of a percent.
const BEGINS: &[u32] = &[90_000, 80_000, 50_000];

/// Of what it is told.
pub(super) struct Told<'a> {
    pub(super) press: &'a Press,
    pub(super) sla: &'a Sla,
    /// The last month, for the version in force; nothing for one that has ended.
    pub(super) month: Option<Month>,
}

impl Told<'_> {
    /// All promises of the version, by plan, in the order in which the plans come first.
    pub(super) fn by_plan(&self, kept: &[KeptTarget<'_>]) -> Vec<MeasuredPlan> {
        let mut plans: Vec<(&str, MeasuredPlan)> = Vec::new();
        for (at, one) in kept.iter().enumerate() {
            let id = value(one.target.plan.as_ref());
            let place = plans.iter().position(|(known, _)| *known == id).unwrap_or_else(|| {
                plans.push((id, self.plan_of(id, kept)));
                plans.len() - 1
            });
            plans[place].1.promises.push(self.promise(at, one));
        }
        plans.into_iter().map(|(_, plan)| plan).collect()
    }

    /// A plan that has no promises yet.
    fn plan_of(&self, id: &str, kept: &[KeptTarget<'_>]) -> MeasuredPlan {
        let of_plan = kept.iter().filter(|one| value(one.target.plan.as_ref()) == id);
        let tally: Tally = self.month.into_iter().flat_map(|_| of_plan.clone().map(Tally::of_target)).sum();
        MeasuredPlan {
            id: id.to_owned(),
            name: self.plan(id),
            summary: self.month.map(|month| tally.part(self.press, month)).unwrap_or_default(),
            open: tally.has_missed(),
            promises: Vec::new(),
        }
    }

    /// The promises that were missed in the last month.
    pub(super) fn missed(&self, kept: &[KeptTarget<'_>]) -> Vec<MissedPromise> {
        let missed = kept.iter().enumerate().filter(|(_, one)| Tally::of_target(one).has_missed());
        missed.filter(|_| self.month.is_some()).map(|(at, one)| self.miss(at, one)).collect()
    }

    fn miss(&self, at: usize, kept: &KeptTarget<'_>) -> MissedPromise {
        let figures = kept.months.last().and_then(|month| month.figures).unwrap_or_default();
        let plan = value(kept.target.plan.as_ref());
        let (name, what) = (self.plan(plan), self.title(kept));
        let (kept, cases) = (figures.kept.to_string(), figures.cases.to_string());
        let values = [("plan", name.as_str()), ("what", &what), ("kept", &kept), ("cases", &cases)];
        let title = filled(self.press, "kept_missed_line", &values);
        MissedPromise { id: id(at), plan: plan.to_owned(), title }
    }

    fn promise(&self, at: usize, kept: &KeptTarget<'_>) -> MeasuredPromise {
        let plan = self.plan(value(kept.target.plan.as_ref()));
        let title = self.title(kept);
        let words = self.words(kept);
        let points: Vec<Point> = kept.months.iter().map(point).collect();
        let named = filled(self.press, "kept_caption", &[("plan", &plan), ("what", &title)]);
        let labels = Labels {
            first: kept.months.first().map(|month| short(month.month)).unwrap_or_default(),
            last: kept.months.last().map(|month| short(month.month)).unwrap_or_default(),
            words: words.clone(),
            cut: self.press.theme.string("kept_scale"),
            begins: BEGINS,
        };
        MeasuredPromise {
            id: id(at),
            goal: self.goal(Goal::of(kept.target.goal())),
            words,
            last: if self.month.is_some() { self.last_month(kept) } else { String::new() },
            chart: chart(&points, labels),
            before: self.before(kept),
            caption: named,
            rows: kept.promised().rev().map(row).collect(),
            title,
        }
    }

    fn plan(&self, id: &str) -> String {
        self.sla.plan(id).map_or_else(|| id.to_owned(), |plan| plan.name.clone())
    }

    /// "Critical: first answer within 15 minutes"
    fn title(&self, kept: &KeptTarget<'_>) -> String {
        let id = value(kept.target.severity.as_ref());
        let severity = self.sla.severity(id).map_or(id, |severity| &severity.name);
        let time = kept.target.promised(kept.measure).map(|wait| wait.value.to_string()).unwrap_or_default();
        let key = match kept.measure {
            Measure::FirstResponse => "kept_first_response",
            Measure::UpdateEvery => "kept_update_every",
            Measure::Restore => "kept_restore",
        };
        filled(self.press, key, &[("severity", severity), ("time", &time)])
    }

    fn goal(&self, goal: Goal) -> String {
        if goal.is_whole() {
            return self.press.theme.string("kept_goal_all").to_owned();
        }
        filled(self.press, "kept_goal", &[("percent", &goal.written())])
    }

    /// How it was kept in the last months.
    fn words(&self, kept: &KeptTarget<'_>) -> String {
        let kept = if self.month.is_some() { kept.last(YEAR) } else { kept.clone() };
        if kept.promised().next().is_none() {
            return self.press.theme.string("kept_new").to_owned();
        }
        let period = self.period(&kept);
        let Figures { cases, kept: of_them } = kept.total();
        if !kept.promised().any(|month| month.figures.is_some()) {
            return filled(self.press, "kept_unmeasured", &[("period", &period)]);
        }
        let key = match cases {
            0 => "kept_none",
            1 if of_them == 1 => "kept_only",
            _ if of_them == cases => "kept_all",
            _ => "kept_some",
        };
        let percent = percent(of_them, cases);
        let (cases, of_them) = (cases.to_string(), of_them.to_string());
        let values = [("cases", cases.as_str()), ("kept", &of_them), ("percent", &percent), ("period", &period)];
        let words = filled(self.press, key, &values);
        if key == "kept_some" { format!("{words}{}", self.misses(&kept)) } else { words }
    }

    fn misses(&self, kept: &KeptTarget<'_>) -> String {
        let months: Vec<String> = kept.missed().map(|month| month.month.written()).collect();
        match months.last() {
            None => self.press.theme.string("kept_never_missed").to_owned(),
            Some(_) if months.len() <= NAMED => {
                filled(self.press, "kept_missed_in", &[("months", &listed(self.press, &months))])
            }
            Some(last) => filled(self.press, "kept_missed_often", &[("n", &months.len().to_string()), ("month", last)]),
        }
    }

    /// "in the last 12 months", or since when it is promised, or from when to when it was.
    fn period(&self, kept: &KeptTarget<'_>) -> String {
        let promised: Vec<&KeptMonth> = kept.promised().collect();
        let name = |month: Option<&&KeptMonth>| month.map(|month| month.month.written()).unwrap_or_default();
        if self.month.is_none() {
            let (first, last) = (name(promised.first()), name(promised.last()));
            return filled(self.press, "kept_from", &[("first", &first), ("last", &last)]);
        }
        if promised.len() == YEAR {
            return self.press.theme.string("kept_year").to_owned();
        }
        filled(self.press, "kept_since", &[("month", &name(promised.first()))])
    }

    fn before(&self, kept: &KeptTarget<'_>) -> String {
        let Some((month, wait)) = kept.before.filter(|_| self.month.is_some()) else { return String::new() };
        filled(self.press, "kept_before", &[("month", &month.written()), ("time", &wait.to_string())])
    }

    fn last_month(&self, kept: &KeptTarget<'_>) -> String {
        let Some(month) = kept.months.last().filter(|month| month.goal.is_some()) else { return String::new() };
        let name = month.month.written();
        let Some(figures) = month.figures else {
            return filled(self.press, "kept_month_unknown", &[("month", &name)]);
        };
        let key = if figures.cases == 0 { "kept_month_none" } else { "kept_month" };
        let (kept, cases) = (figures.kept.to_string(), figures.cases.to_string());
        let percent = percent(figures.kept, figures.cases);
        filled(self.press, key, &[("month", &name), ("kept", &kept), ("cases", &cases), ("percent", &percent)])
    }
}

fn id(at: usize) -> String {
    format!("kept-{}", at + 1)
}

fn value(id: Option<&Placed<String>>) -> &str {
    id.map(|id| id.value.as_str()).unwrap_or_default()
}

fn point(month: &KeptMonth) -> Point {
    let figures = month.figures.filter(|_| month.goal.is_some());
    Point {
        value: figures.and_then(|figures| thousandths(figures.kept, figures.cases)),
        goal: month.goal.map(Goal::thousandths),
        met: month.is_met() == Some(true),
        year: month.month.first().month() == 1,
    }
}

/// The part `kept` of `cases`, in thousandths of a percent, rounded down.
fn thousandths(kept: u32, cases: u32) -> Option<u32> {
    let part = (u64::from(kept) * 100_000).checked_div(u64::from(cases))?;
    u32::try_from(part).ok()
}

fn row(month: &KeptMonth) -> MeasuredRow {
    let count = |of: fn(Figures) -> u32| month.figures.map(|figures| of(figures).to_string()).unwrap_or_default();
    MeasuredRow {
        month: month.month.written(),
        cases: count(|figures| figures.cases),
        kept: count(|figures| figures.kept),
        percent: month.figures.map(|figures| percent(figures.kept, figures.cases)).unwrap_or_default(),
        verdict: match (month.is_met(), month.figures) {
            (Some(true), _) => "met",
            (Some(false), _) => "missed",
            (None, Some(_)) => "none",
            (None, None) => "unknown",
        },
    }
}

/// "99.4 %", rounded down, so that nothing but no miss at all is 100 %; empty where there was no case.
fn percent(kept: u32, cases: u32) -> String {
    let Some(per_mille) = per_mille(kept, cases) else { return String::new() };
    if per_mille % 10 == 0 {
        format!("{} %", per_mille / 10)
    } else {
        format!("{}.{} %", per_mille / 10, per_mille % 10)
    }
}
