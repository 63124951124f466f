//! When at least one of several channels is open. For checks; it is none itself.

use crate::kinds::Channel;
use crate::site::Site;
use crate::time::{Moment, Openings};

/// The time that is looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub from: Moment,
    pub until: Moment,
}

impl Span {
    /// The year from now on.
    pub(super) fn coming_year(site: &Site) -> Self {
        const YEAR: i64 = 365 * 24 * 60 * 60;
        Self { from: site.now, until: site.now.plus(YEAR) }
    }
}

/// When somebody can be reached.
#[derive(Clone, Debug)]
pub(super) struct Coverage {
    /// From when to when, in order and apart from each other.
    open: Vec<Span>,
    /// From when nothing is known any more.
    pub until: Moment,
}

impl Coverage {
    /// That of channels together. Nothing where one of them names no hours, or hours that nobody wrote down: then nobody
    /// can say when it is closed.
    pub(super) fn of(site: &Site, channels: &[&Channel], span: Span) -> Option<Self> {
        let openings = |channel: &&Channel| {
            let calendar = site.calendar_named(channel.calendar.as_ref()?)?;
            Some(calendar.openings(&site.config.time_zone, span.from, span.until))
        };
        let all: Option<Vec<Openings>> = channels.iter().map(openings).collect();
        Some(Self::together(&all?, span))
    }

    pub(super) fn together(all: &[Openings], span: Span) -> Self {
        let until = all.iter().map(Openings::until).min().unwrap_or(span.until);
        let stretches = all.iter().flat_map(Openings::stretches);
        Self::of_spans(stretches.map(|it| Span { from: it.from, until: it.until }).collect(), until)
    }

    /// From stretches in any order, of which some may lie in others.
    fn of_spans(mut open: Vec<Span>, until: Moment) -> Self {
        open.sort_by_key(|span| (span.from, span.until));
        let mut merged: Vec<Span> = Vec::with_capacity(open.len());
        for next in open {
            match merged.last_mut() {
                Some(last) if next.from <= last.until => last.until = last.until.max(next.until),
                _ => merged.push(next),
            }
        }
        Self { open: merged, until }
    }

    /// Day and night.
    pub(super) fn whole(span: Span) -> Self {
        Self { open: vec![span], until: span.until }
    }

    /// The next moment at which somebody can be reached; the end of what is known, where none is known.
    pub(super) fn opens_after(&self, at: Moment) -> Moment {
        let next = self.open.get(self.open.partition_point(|span| span.until <= at));
        next.map_or(self.until, |span| span.from.max(at))
    }

    /// For how many seconds somebody can be reached before a moment.
    pub(super) fn seconds_until(&self, end: Moment) -> i64 {
        let before = self.open.iter().filter(|span| span.from < end);
        before.map(|span| span.until.min(end).unix() - span.from.unix()).sum()
    }

    /// The stretches of `self` in which nobody of `others` can be reached, as far as both are known.
    pub(super) fn without(&self, others: &Self) -> Vec<Span> {
        let end = self.until.min(others.until);
        let mut gaps = Vec::new();
        for span in self.open.iter().filter(|span| span.from < end) {
            let until = span.until.min(end);
            let mut from = span.from;
            let first = others.open.partition_point(|open| open.until <= from);
            for open in others.open[first..].iter().take_while(|open| open.from < until) {
                if from < open.from {
                    gaps.push(Span { from, until: open.from });
                }
                from = from.max(open.until);
            }
            if from < until {
                gaps.push(Span { from, until });
            }
        }
        gaps
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const END: i64 = 60;

    fn at(second: i64) -> Moment {
        Moment::from_unix(second).unwrap()
    }

    fn spans() -> impl Strategy<Value = Vec<Span>> {
        let span = (0..END - 1, 1..20_i64);
        let span = span.prop_map(|(from, long)| Span { from: at(from), until: at((from + long).min(END)) });
        proptest::collection::vec(span, 0..6)
    }

    fn is_in(spans: &[Span], second: i64) -> bool {
        spans.iter().any(|span| span.from <= at(second) && at(second) < span.until)
    }

    proptest! {
        #[test]
        fn gaps_are_the_seconds_that_only_the_first_covers(first in spans(), second in spans()) {
            let of = |spans: &[Span]| Coverage::of_spans(spans.to_vec(), at(END));
            let gaps = of(&first).without(&of(&second));
            for now in 0..END {
                prop_assert_eq!(is_in(&gaps, now), is_in(&first, now) && !is_in(&second, now), "at {}", now);
            }
            let counted = (0..END).filter(|now| is_in(&first, *now)).count();
            prop_assert_eq!(of(&first).seconds_until(at(END)), i64::try_from(counted).unwrap());
            for now in 0..END {
                let next = (now..END).find(|later| is_in(&second, *later)).unwrap_or(END);
                prop_assert_eq!(of(&second).opens_after(at(now)), at(next));
            }
        }
    }
}
