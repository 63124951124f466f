//! How well promises were kept: what was measured of the targets of an SLA, and the uptime that the incidents leave.
//!
//! Only what has ended is judged, and by the version of the SLA that was in force when it began; the first version also
//! judges the rest of the month, quarter or year in which it began itself, and so does the first that promises an uptime
//! over such a time. An uptime is then still a part of the whole, and allows for as much. Parts of a hundred are
//! compared as whole numbers, so that nothing is kept or missed by rounding.

use jiff::civil::Date;

use crate::kinds::{Credit, CreditNote, MEASURED, Measure, Measured, Sla, SlaUptime, Target, Window};
use crate::source::SitePath;
use crate::time::{Moment, Month, Wait};
use crate::yaml::Placed;

use super::{Page, Site, Uptime};

/// Most windows of uptime that are looked back at: ten years of months.
const MOST_WINDOWS: i32 = 120;

/// Days after a month in which its figures and credit notes may still be missing.
const GRACE: i64 = 10 * 24 * 60 * 60;

/// A part of a hundred, in millionths of a percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Goal(u32);

impl Goal {
    const WHOLE: u32 = 100_000_000;

    /// The goal of so many percent.
    #[must_use]
    pub fn of(percent: f64) -> Self {
        // A float that is too large or no number at all stops at the ends.
        Self(((percent * 1_000_000.0).round() as u32).min(Self::WHOLE))
    }

    /// In thousandths of a percent, rounded down.
    #[must_use]
    pub fn thousandths(self) -> u32 {
        self.0 / 1_000
    }

    /// Whether it is nothing less than all.
    #[must_use]
    pub fn is_whole(self) -> bool {
        self.0 == Self::WHOLE
    }

    /// Whether so many of so many reach it.
    #[must_use]
    pub fn is_met(self, kept: u32, cases: u32) -> bool {
        u64::from(kept) * u64::from(Self::WHOLE) >= u64::from(self.0) * u64::from(cases)
    }

    /// Whether an uptime reaches it.
    #[must_use]
    pub fn is_reached(self, uptime: Uptime) -> bool {
        let total = i128::from(uptime.total) * 100;
        (total - i128::from(uptime.down)) * i128::from(Self::WHOLE) >= total * i128::from(self.0)
    }

    /// What it leaves of so many seconds, in hundredths of a second, rounded down.
    #[must_use]
    pub fn leaves(self, seconds: i64) -> i64 {
        let left = i128::from(seconds) * 100 * i128::from(Self::WHOLE - self.0) / i128::from(Self::WHOLE);
        i64::try_from(left).unwrap_or(i64::MAX)
    }

    /// For people: `99.9 %`.
    #[must_use]
    pub fn written(self) -> String {
        let text = format!("{}.{:06}", self.0 / 1_000_000, self.0 % 1_000_000);
        format!("{} %", text.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// How often something was kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// How many cases there were.
    pub cases: u32,
    /// In how many of them it was kept.
    pub kept: u32,
}

/// A month of a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptMonth {
    /// The month.
    pub month: Month,
    /// In how many of a hundred cases it was promised then; nothing where it was not promised.
    pub goal: Option<Goal>,
    /// What was measured, if anything was.
    pub figures: Option<Figures>,
}

impl KeptMonth {
    /// Whether the goal was met; nothing where there was no goal, no figure or no case.
    #[must_use]
    pub fn is_met(&self) -> Option<bool> {
        let figures = self.figures.filter(|figures| figures.cases > 0)?;
        Some(self.goal?.is_met(figures.kept, figures.cases))
    }
}

/// One thing that a target promises, and how it was kept.
#[derive(Clone, Debug)]
pub struct KeptTarget<'a> {
    /// The target.
    pub target: &'a Target,
    /// What of it.
    pub measure: Measure,
    /// The months asked for, oldest first.
    pub months: Vec<KeptMonth>,
    /// The last of them in which another time was promised, and which.
    pub before: Option<(Month, &'a Wait)>,
}

impl KeptTarget<'_> {
    /// The months that have a goal.
    pub fn promised(&self) -> impl DoubleEndedIterator<Item = &KeptMonth> {
        self.months.iter().filter(|month| month.goal.is_some())
    }

    /// The months in which the goal was missed, oldest first.
    pub fn missed(&self) -> impl DoubleEndedIterator<Item = &KeptMonth> {
        self.months.iter().filter(|month| month.is_met() == Some(false))
    }

    /// The same of the last so many months.
    #[must_use]
    pub fn last(&self, months: usize) -> Self {
        let surplus = self.months.len().saturating_sub(months);
        Self { months: self.months[surplus..].to_vec(), ..self.clone() }
    }

    /// All cases of the months that have a goal, and in how many of them it was kept.
    #[must_use]
    pub fn total(&self) -> Figures {
        let figures = self.promised().filter_map(|month| month.figures);
        figures.fold(Figures::default(), |sum, month| Figures {
            cases: sum.cases.saturating_add(month.cases),
            kept: sum.kept.saturating_add(month.kept),
        })
    }
}

/// A month, quarter or year of a promised uptime.
#[derive(Clone, Debug)]
pub struct KeptWindow<'a> {
    /// Its first month.
    pub first: Month,
    /// Its last.
    pub last: Month,
    /// Its component's place in [`Site::components`].
    pub place: usize,
    /// Its component's id.
    pub component: &'a str,
    /// The part of it in which an outage counts.
    pub span: (Moment, Moment),
    /// The version that judges it.
    pub sla: &'a Sla,
    /// What was promised.
    pub goal: Goal,
    /// What came of it, as a part of the whole window.
    pub uptime: Uptime,
    /// What was published as paid back for it.
    pub credit: Option<&'a CreditNote>,
}

impl<'a> KeptWindow<'a> {
    /// Whether the promise was kept.
    #[must_use]
    pub fn is_met(&self) -> bool {
        self.goal.is_reached(self.uptime)
    }

    /// Whole minutes that counted as down, and whole minutes that were allowed. They are rounded so that the first are
    /// more than the second where the promise was missed, and not where it was kept.
    #[must_use]
    pub fn minutes(&self) -> (i64, i64) {
        let allowed = self.goal.leaves(self.uptime.total);
        let allowed = if self.is_met() { (allowed + 5_999) / 6_000 } else { allowed / 6_000 };
        (self.uptime.minutes_down(), allowed)
    }

    /// What its version says is paid back for such an uptime of this component: of all limits it fell below, the lowest.
    #[must_use]
    pub fn due(&self) -> Option<&'a Credit> {
        let is_below = |limit: f64| !Goal::of(limit).is_reached(self.uptime);
        let fell = |credit: &&Credit| credit.is_for(self.component) && is_below(credit.below.value);
        self.sla.credits.iter().filter(fell).min_by_key(|credit| Goal::of(credit.below.value))
    }
}

impl Site {
    /// Every line of figures that could be read, of months that have ended and of others.
    #[must_use]
    pub fn figures(&self) -> &[Measured] {
        &self.all_measured
    }

    /// The file that the figures stand in.
    #[must_use]
    pub fn figures_file(&self) -> Option<SitePath> {
        SitePath::new(MEASURED)
    }

    /// The version of the SLA that a stretch of time is judged by.
    #[must_use]
    pub fn judged_by(&self, (from, until): (Moment, Moment)) -> Option<(&Page, &Sla)> {
        self.sla_at(from).or_else(|| self.sla_at(until.plus(-1)))
    }

    /// The version of the SLA that a month is judged by.
    #[must_use]
    pub fn sla_of(&self, month: Month) -> Option<(&Page, &Sla)> {
        self.judged_by(month.span(&self.config.time_zone)?)
    }

    /// Whether so much time has passed since the end of a month that its figures and credit notes are due.
    #[must_use]
    pub fn is_due(&self, month: Month) -> bool {
        month.span(&self.config.time_zone).is_some_and(|(_, end)| end.plus(GRACE) <= self.now)
    }

    /// The last `most` closed months for the version in force, and for one before it the last that it judged; oldest
    /// first.
    #[must_use]
    pub fn judged_months(&self, page: &Page, most: i32) -> Vec<Month> {
        let last = self.last_closed_month();
        if self.sla_in_force().is_some_and(|(current, _)| current.url == page.url) {
            return (0..most).rev().map(|back| last.plus(-back)).collect();
        }
        let last = self.ended_with(page).map_or(last, |ended| ended.min(last));
        let is_judged = |month: &Month| self.sla_of(*month).is_some_and(|(judge, _)| judge.url == page.url);
        let mut months: Vec<Month> = (0..=most).map(|back| last.plus(-back)).filter(is_judged).collect();
        months.truncate(usize::try_from(most).unwrap_or_default());
        months.reverse();
        months
    }

    /// The month in which the version after this one began.
    fn ended_with(&self, page: &Page) -> Option<Month> {
        let versions = self.slas();
        let at = versions.iter().position(|(version, _)| version.url == page.url)?;
        let next = versions.get(at.checked_sub(1)?)?;
        next.1.effective.as_ref().map(|date| Month::of(date.value))
    }

    /// How often each thing that a version promises was kept in some months.
    #[must_use]
    pub fn kept_targets<'a>(&'a self, sla: &'a Sla, months: &[Month]) -> Vec<KeptTarget<'a>> {
        let judged: Vec<(Month, Option<&Sla>)> =
            months.iter().map(|month| (*month, self.sla_of(*month).map(|(_, sla)| sla))).collect();
        let promised = sla.targets.iter().flat_map(|target| {
            Measure::ALL.into_iter().filter(|measure| target.promised(*measure).is_some()).map(move |one| (target, one))
        });
        let kept = promised.map(|(target, measure)| {
            let lines: Vec<&Measured> = self.measured().filter(|line| is_of(line, target, measure)).collect();
            let month = |(month, judge): &(Month, Option<&Sla>)| KeptMonth {
                month: *month,
                goal: judge.and_then(|judge| goal_in(judge, target, measure)),
                figures: figures_of(&lines, *month),
            };
            let before =
                judged.iter().rev().find_map(|(month, judge)| Some((*month, other_wait((*judge)?, target, measure)?)));
            KeptTarget { target, measure, months: judged.iter().map(month).collect(), before }
        });
        kept.collect()
    }

    /// Every window of a promised uptime that has ended, through all versions that promised the same of the same
    /// component, oldest first.
    #[must_use]
    pub fn kept_uptime(&self, uptime: &SlaUptime) -> Vec<KeptWindow<'_>> {
        let versions = self.slas().into_iter().rev();
        let same = versions.filter_map(|(page, sla)| Some((page, sla, same_promise(sla, uptime)?)));
        same.flat_map(|(page, sla, uptime)| self.windows_of((page, sla), uptime)).collect()
    }

    /// The windows of a promised uptime that have ended and that its own version judges, oldest first. There are none
    /// where the component is unknown, or nothing of it was recorded.
    #[must_use]
    pub fn windows_of<'a>(&'a self, (page, sla): (&'a Page, &'a Sla), uptime: &SlaUptime) -> Vec<KeptWindow<'a>> {
        let component = uptime.component.as_ref().map(|id| id.value.as_str()).unwrap_or_default();
        let (Some(place), Some(percent)) = (self.component_at(component), &uptime.percent) else { return Vec::new() };
        let goal = Goal::of(percent.value);
        let judge = |(first, last): (Month, Month)| {
            let zone = &self.config.time_zone;
            let whole = (first.span(zone)?.0, last.span(zone)?.1);
            let is_judged = self.uptime_judge(uptime, whole).is_some_and(|judge| judge.url == page.url);
            if whole.1 > self.now || !is_judged {
                return None;
            }
            let span = self.judged_span(place, sla, whole)?;
            // A promise of so much of a month allows for the same, on whichever of its days it began.
            let uptime = Uptime { total: whole.1.unix() - whole.0.unix(), ..self.uptime_in(place, span)? };
            let credit = self.credit_for(component, last);
            let component = self.components[place].id.as_str();
            Some(KeptWindow { first, last, place, component, span, sla, goal, uptime, credit })
        };
        let mut windows: Vec<KeptWindow<'_>> =
            ended_windows(uptime.window, self.last_closed_month()).filter_map(judge).collect();
        windows.reverse();
        windows
    }

    /// The version that judges a window of an uptime: the one in force when the window began, where that promises the
    /// uptime; else the first to begin within it that does.
    fn uptime_judge(&self, uptime: &SlaUptime, (from, until): (Moment, Moment)) -> Option<&Page> {
        let mut versions = self.slas();
        let begun_before = versions.iter().position(|(_, sla)| self.has_begun(sla, from));
        versions.truncate(begun_before.map_or(versions.len(), |place| place + 1));
        let begun = versions.into_iter().rev().filter(|(_, sla)| self.has_begun(sla, until.plus(-1)));
        let mut judges = begun.filter(|(_, sla)| same_promise(sla, uptime).is_some());
        judges.next().map(|(page, _)| page)
    }

    /// The part of a window in which an outage counts: from the day on which the version began, and on which the
    /// component did, where that is written. A window before the first trouble on file is not judged, for nobody
    /// knows whether anything was written down then.
    fn judged_span(&self, place: usize, sla: &Sla, (from, until): (Moment, Moment)) -> Option<(Moment, Moment)> {
        let start = |date: &Placed<Date>| Moment::start_of(date.value, &self.config.time_zone);
        let since = self.components.get(place)?.since.as_ref().and_then(start);
        let begins = [sla.effective.as_ref().and_then(start), since].into_iter().flatten();
        let is_recorded = self.recorded_since(place)? < until;
        let from = begins.fold(from, Moment::max);
        (is_recorded && from < until).then_some((from, until))
    }

    fn credit_for(&self, component: &str, month: Month) -> Option<&CreditNote> {
        self.credit_notes.iter().find(|note| note.month.value == month && note.component.value == component)
    }
}

/// Windows that may have ended by the end of `month`, latest first.
pub fn ended_windows(window: Window, month: Month) -> impl Iterator<Item = (Month, Month)> {
    let months = match window {
        Window::Month => 1,
        Window::Quarter => 3,
        Window::Year => 12,
    };
    let over = (i32::from(month.first().month()) - 1) % months;
    (0..MOST_WINDOWS / months + 1).map(move |back| {
        let first = month.plus(-over - back * months);
        (first, first.plus(months - 1))
    })
}

fn is_of(line: &Measured, target: &Target, measure: Measure) -> bool {
    line.measure == measure && target.is_for(&line.plan.value, &line.severity.value)
}

/// What a version promises in the place of a target.
fn same_target<'a>(sla: &'a Sla, target: &Target, measure: Measure) -> Option<&'a Target> {
    let (plan, severity) = (target.plan.as_ref()?, target.severity.as_ref()?);
    let mut same = sla.targets.iter().filter(|other| other.is_for(&plan.value, &severity.value));
    same.find(|other| other.promised(measure).is_some())
}

/// In how many of a hundred cases a version promises the same thing that `target` does.
fn goal_in(sla: &Sla, target: &Target, measure: Measure) -> Option<Goal> {
    same_target(sla, target, measure).map(|same| Goal::of(same.goal()))
}

/// The time that a version promises in the place of a target, where it is another.
fn other_wait<'a>(sla: &'a Sla, target: &Target, measure: Measure) -> Option<&'a Wait> {
    let wait = &same_target(sla, target, measure)?.promised(measure)?.value;
    let now = target.promised(measure)?.value.to_string();
    (wait.to_string() != now).then_some(wait)
}

fn figures_of(lines: &[&Measured], month: Month) -> Option<Figures> {
    let line = lines.iter().find(|line| line.month == month)?;
    Some(Figures { cases: line.cases, kept: line.kept })
}

/// What a version promises of the same component over the same window: to the same plans, else the only such promise.
fn same_promise<'a>(sla: &'a Sla, uptime: &SlaUptime) -> Option<&'a SlaUptime> {
    let id = |uptime: &SlaUptime| uptime.component.as_ref().map(|id| id.value.clone());
    let plans = |uptime: &SlaUptime| uptime.plans.iter().map(|id| id.value.clone()).collect::<Vec<_>>();
    let alike = |other: &&SlaUptime| other.window == uptime.window && id(other) == id(uptime);
    let all: Vec<&SlaUptime> = sla.uptime.iter().filter(alike).collect();
    let exact = all.iter().copied().find(|other| plans(other) == plans(uptime));
    exact.or_else(|| all.first().copied().filter(|_| all.len() == 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goals_are_compared_without_rounding() {
        assert!(Goal::of(99.9).is_met(999, 1000) && !Goal::of(99.9).is_met(9_989, 10_000));
        assert!(Goal::of(95.0).is_met(19, 20) && !Goal::of(95.0).is_met(18, 19));
        assert!(Goal::of(100.0).is_met(3, 3) && !Goal::of(100.0).is_met(u32::MAX - 1, u32::MAX));
        assert!(Goal::of(33.333_333).is_met(1, 3) && Goal::of(0.000_001).is_met(0, 0));
        assert_eq!((Goal::of(99.95).written(), Goal::of(100.0).written()), ("99.95 %".into(), "100 %".into()));
    }

    #[test]
    fn an_uptime_reaches_its_goal_exactly_where_the_figure_on_the_status_page_does() {
        let month = 30 * 24 * 60 * 60;
        for seconds in [0, 1, 2_591, 2_592, 2_593, month] {
            let uptime = Uptime { total: month, down: seconds * 100 };
            assert_eq!(Goal::of(99.9).is_reached(uptime), uptime.thousandths() >= 99_900, "{seconds}");
        }
        assert_eq!(Goal::of(99.9).leaves(month), 2_592 * 100);
    }

    #[test]
    fn windows_begin_where_the_calendar_says() {
        let of = |window, month: &str| {
            let month = Month::parse(month).unwrap();
            let windows = ended_windows(window, month).take(2);
            windows.map(|(first, last)| format!("{first} {last}")).collect::<Vec<_>>()
        };
        assert_eq!(of(Window::Month, "2026-01"), ["2026-01 2026-01", "2025-12 2025-12"]);
        assert_eq!(of(Window::Quarter, "2026-02"), ["2026-01 2026-03", "2025-10 2025-12"]);
        assert_eq!(of(Window::Quarter, "2026-12"), ["2026-10 2026-12", "2026-07 2026-09"]);
        assert_eq!(of(Window::Year, "2026-12"), ["2026-01 2026-12", "2025-01 2025-12"]);
    }
}
