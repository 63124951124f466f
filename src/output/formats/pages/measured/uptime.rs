//! Promised uptime: what the incidents leave of it, window by window.

use std::collections::BTreeSet;

use crate::kinds::{Sla, SlaUptime, Window};
use crate::site::{Goal, KeptWindow, Page, PageId, ended_windows};
use crate::theme::view::{Chart, Link, MeasuredUptime, MissedPromise, UptimeMiss, UptimeWindowRow};
use crate::time::Month;
use crate::yaml::Choice;

use super::chart::{Labels, Point, chart};
use super::{Press, filled, short};

/// Where the scale of a chart may begin, in thousandths of a percent.
const BEGINS: &[u32] = &[99_500, 99_000, 98_000, 95_000, 90_000, 80_000, 50_000];

/// How many windows a chart shows, and how many of them the words speak of.
fn shown(window: Window) -> (usize, usize) {
    match window {
        Window::Month => (24, 12),
        Window::Quarter => (8, 4),
        Window::Year => (4, 4),
    }
}

/// A promised uptime with the windows that its page shows, oldest first.
pub(super) struct Promised<'a> {
    at: usize,
    promise: &'a SlaUptime,
    pub(super) windows: Vec<KeptWindow<'a>>,
}

/// Every uptime that a version promises and of which a window has ended. The version in force has the windows with it
/// that earlier versions judged.
pub(super) fn promised<'a>(press: &'a Press, (page, sla): (&'a Page, &'a Sla)) -> Vec<Promised<'a>> {
    let site = &press.site;
    let current = site.sla_in_force().is_some_and(|(in_force, _)| in_force.url == page.url);
    let all = sla.uptime.iter().enumerate().map(|(at, promise)| {
        let mut windows = if current { site.kept_uptime(promise) } else { site.windows_of((page, sla), promise) };
        let surplus = windows.len().saturating_sub(shown(promise.window).0);
        Promised { at, promise, windows: windows.split_off(surplus) }
    });
    all.filter(|promised| !promised.windows.is_empty()).collect()
}

impl Promised<'_> {
    /// What is shown of it.
    pub(super) fn told(&self, press: &Press) -> Option<MeasuredUptime> {
        let (promise, windows) = (self.promise, &self.windows);
        let (id, last) = (promise.component.as_ref()?, windows.last()?);
        let name = press.site.component_name(&id.value).to_owned();
        let words = words(press, promise.window, windows);
        let percent = promise.percent.as_ref().map(|percent| Goal::of(percent.value).written()).unwrap_or_default();
        let place = press.site.component_at(&id.value);
        Some(MeasuredUptime {
            id: uptime_id(self.at),
            goal: goal(press, promise.window, &percent),
            url: place.map(|place| press.site.component_url(place)).unwrap_or_default(),
            chart: self.chart(press, words.clone(), last.last),
            words,
            caption: filled(press, "kept_uptime_caption", &[("name", &name)]),
            rows: windows.iter().rev().map(|window| row(press, window)).collect(),
            misses: windows.iter().rev().filter(|window| !window.is_met()).map(|window| miss(press, window)).collect(),
            name,
        })
    }

    fn chart(&self, press: &Press, words: String, last: Month) -> Option<Chart> {
        let drawn = points(self.promise.window, &self.windows, last);
        let labels = Labels {
            first: drawn.first().map(|(month, _)| short(*month)).unwrap_or_default(),
            last: short(last),
            words,
            cut: press.theme.string("kept_scale"),
            begins: BEGINS,
        };
        let points: Vec<Point> = drawn.into_iter().map(|(_, point)| point).collect();
        chart(&points, labels)
    }

    /// Where it was missed in the last window.
    pub(super) fn missed(&self, press: &Press) -> Option<MissedPromise> {
        let (id, window) = (self.promise.component.as_ref()?, self.windows.last()?);
        let (uptime, goal) = (window.uptime.written(), window.goal.written());
        let values = [("name", press.site.component_name(&id.value)), ("uptime", &uptime), ("goal", &goal)];
        let title = filled(press, "kept_uptime_missed_line", &values);
        Some(MissedPromise { id: uptime_id(self.at), plan: String::new(), title })
    }
}

/// "99.9 % of a month"; where the bars are no months, what they are.
fn goal(press: &Press, window: Window, percent: &str) -> String {
    let promised = format!("{percent} {}", press.theme.string(&format!("sla_of_{}", window.word())));
    match window {
        Window::Month => promised,
        Window::Quarter => filled(press, "kept_uptime_bar_quarter", &[("promised", &promised)]),
        Window::Year => filled(press, "kept_uptime_bar_year", &[("promised", &promised)]),
    }
}

fn uptime_id(at: usize) -> String {
    format!("kept-uptime-{}", at + 1)
}

fn words(press: &Press, window: Window, windows: &[KeptWindow<'_>]) -> String {
    let last = &windows[windows.len().saturating_sub(shown(window).1)..];
    let kept = last.iter().filter(|window| window.is_met()).count();
    let key = format!("kept_uptime_{}", window.word());
    let key = if last.len() == 1 { format!("{key}_one") } else { key };
    let counted = filled(press, &key, &[("kept", &kept.to_string()), ("n", &last.len().to_string())]);
    let Some(worst) =
        last.iter().min_by_key(|window| window.uptime.thousandths()).filter(|worst| worst.uptime.down > 0)
    else {
        return filled(press, "kept_uptime_whole", &[("counted", &counted)]);
    };
    let (uptime, when) = (worst.uptime.written(), name(press, worst));
    filled(press, "kept_uptime_worst", &[("counted", &counted), ("uptime", &uptime), ("when", &when)])
}

/// A place for every window that the chart shows, with the first month of each; those without a figure are gaps.
fn points(window: Window, windows: &[KeptWindow<'_>], last: Month) -> Vec<(Month, Point)> {
    let mut places: Vec<(Month, Month)> = ended_windows(window, last).take(shown(window).0).collect();
    places.reverse();
    let point = |(first, _): (Month, Month)| {
        let kept = windows.iter().find(|window| window.first == first);
        let point = Point {
            value: kept.and_then(|kept| u32::try_from(kept.uptime.thousandths()).ok()),
            goal: kept.map(|kept| kept.goal.thousandths()),
            met: kept.is_some_and(KeptWindow::is_met),
            year: first.first().month() == 1,
        };
        (first, point)
    };
    places.into_iter().map(point).collect()
}

/// "October 2026", "July 2026 to September 2026"
fn name(press: &Press, window: &KeptWindow<'_>) -> String {
    let (first, last) = (window.first.written(), window.last.written());
    if first == last { first } else { filled(press, "kept_span", &[("first", &first), ("last", &last)]) }
}

fn row(press: &Press, window: &KeptWindow<'_>) -> UptimeWindowRow {
    let (down, allowed) = window.minutes();
    let minutes = [("down", down.to_string()), ("allowed", allowed.to_string())];
    let minutes: Vec<(&str, &str)> = minutes.iter().map(|(gap, value)| (*gap, value.as_str())).collect();
    UptimeWindowRow {
        window: name(press, window),
        uptime: window.uptime.written(),
        minutes: filled(press, "kept_uptime_minutes", &minutes),
        met: window.is_met(),
    }
}

fn miss(press: &Press, window: &KeptWindow<'_>) -> UptimeMiss {
    let (down, allowed) = window.minutes();
    let (when, uptime) = (name(press, window), window.uptime.written());
    let (down, allowed) = (down.to_string(), allowed.to_string());
    let values = [("when", when.as_str()), ("uptime", &uptime), ("down", &down), ("allowed", &allowed)];
    let owed = window.credit.is_none() && window.due().is_some();
    UptimeMiss {
        words: filled(press, "kept_uptime_miss", &values),
        pages: causes(press, window),
        credit: match window.credit {
            Some(note) => filled(press, "kept_credit", &[("given", &note.given)]),
            None if owed => press.theme.string("kept_credit_owed").to_owned(),
            None => press.theme.string("kept_credit_none").to_owned(),
        },
        owed,
    }
}

/// What the component went through in a window that counted as down, oldest first.
fn causes(press: &Press, window: &KeptWindow<'_>) -> Vec<Link> {
    let site = &press.site;
    let (from, until) = window.span;
    let counts = site.spells(window.place).iter().filter(|spell| {
        spell.from < until
            && spell.until.is_none_or(|end| end > from)
            && site.config.status.uptime.of(spell.counts_as) > 0
    });
    let mut known = BTreeSet::new();
    let pages: Vec<PageId> = counts.map(|spell| spell.page).filter(|page| known.insert(*page)).collect();
    pages
        .into_iter()
        .map(|id| site.page(id))
        .map(|page| Link { title: page.title.clone(), url: page.url.clone() })
        .collect()
}
