//! What holds for a time: the moments between which something is shown, for the page as it is made and for the script
//! that goes on from there.

use crate::kinds::{Maintenance, Stage};
use crate::site::{Phase, Site};
use crate::theme::view::{CountAt, Made, Promise, StateAt, When};
use crate::time::Moment;
use crate::yaml::Choice;

use super::Press;

/// A stretch of time without a change: its first second, and the one after its last.
pub(super) type Stretch = (Option<Moment>, Option<Moment>);

/// When something is shown that holds from one moment until shortly before another.
pub(super) fn when(site: &Site, (from, until): Stretch) -> When {
    let written = |at: Moment| at.rfc3339_in(&site.config.time_zone);
    let begins = from.filter(|from| site.now < *from);
    let is_over = until.is_some_and(|until| until <= site.now);
    When {
        from: begins.map(written).unwrap_or_default(),
        until: until.map(written).unwrap_or_default(),
        now: begins.is_none() && !is_over,
    }
}

/// What is shown after a moment: at the moment itself a promise is still kept.
pub(super) fn after(site: &Site, moment: Moment) -> When {
    when(site, (Some(moment.plus(1)), None))
}

/// A promise to be kept by a moment.
pub(super) fn promise(press: &Press, by: Moment) -> Promise {
    let site = &press.site;
    Promise { by: press.time(by), open: when(site, (None, Some(by.plus(1)))), late: after(site, by) }
}

/// When the page is made, and from when it is old.
pub(in super::super) fn made(press: &Press) -> Made {
    let site = &press.site;
    let old = site.config.status.old_after.after(site.now, &site.config.time_zone);
    Made { at: press.time(site.now), old: when(site, (old.or(Some(site.now)), None)) }
}

/// How something stands in each of its phases.
pub(super) fn states(site: &Site, phases: &[Phase]) -> Vec<StateAt> {
    let state =
        |phase: &Phase| StateAt { state: phase.state.word().to_owned(), when: when(site, (phase.from, phase.until)) };
    phases.iter().map(state).collect()
}

/// How far maintenance is, from now on.
pub(super) fn stages(site: &Site, maintenance: &Maintenance) -> Vec<StateAt> {
    let steps = steps(site, maintenance).into_iter();
    steps.map(|(stretch, stage)| StateAt { state: stage.word().to_owned(), when: when(site, stretch) }).collect()
}

/// When maintenance is under way; nothing where it no longer will be.
pub(super) fn runs(site: &Site, maintenance: &Maintenance) -> Option<Stretch> {
    steps(site, maintenance).into_iter().find(|(_, stage)| stage.runs()).map(|(stretch, _)| stretch)
}

/// How many of these stretches hold at a time, while any do: the next `most` numbers.
pub(super) fn counts(site: &Site, stretches: &[Stretch], most: usize) -> Vec<CountAt> {
    let holds = |at: Moment| {
        let holds =
            |(from, until): &&Stretch| from.is_none_or(|from| from <= at) && until.is_none_or(|until| at < until);
        stretches.iter().filter(holds).count()
    };
    let changes = stretches.iter().flat_map(|(from, until)| from.iter().chain(until)).copied();
    let counted = merged(segments(site.now, changes).map(|stretch| (stretch, holds(stretch.0.unwrap_or(site.now)))));
    let counted = counted.into_iter().filter(|(_, count)| *count > 0).take(most);
    counted.map(|(stretch, count)| CountAt { count, when: when(site, stretch) }).collect()
}

fn steps(site: &Site, maintenance: &Maintenance) -> Vec<(Stretch, Stage)> {
    let planned = [&maintenance.starts, &maintenance.ends].into_iter().flatten().map(|at| at.value);
    let segments = segments(site.now, planned);
    merged(segments.map(|stretch| (stretch, maintenance.stage_at(stretch.0.unwrap_or(site.now)))))
}

/// The time from now on, cut where something changes.
fn segments(now: Moment, changes: impl Iterator<Item = Moment>) -> impl Iterator<Item = Stretch> {
    let mut changes: Vec<Moment> = changes.filter(|at| now < *at).collect();
    changes.sort_unstable();
    changes.dedup();
    let begins = std::iter::once(None).chain(changes.clone().into_iter().map(Some));
    begins.zip(changes.into_iter().map(Some).chain(std::iter::once(None)))
}

/// Stretches that follow each other, those in the same state joined.
fn merged<S: PartialEq>(steps: impl Iterator<Item = (Stretch, S)>) -> Vec<(Stretch, S)> {
    let mut merged: Vec<(Stretch, S)> = Vec::new();
    for ((from, until), state) in steps {
        match merged.last_mut() {
            Some(((_, end), last)) if *last == state => *end = until,
            _ => merged.push(((from, until), state)),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_in_the_same_state_are_one() {
        let at = |second: i64| Moment::from_unix(second);
        let steps = [((None, at(1)), 'a'), ((at(1), at(2)), 'a'), ((at(2), at(3)), 'b'), ((at(3), None), 'a')];
        let expected = vec![((None, at(2)), 'a'), ((at(2), at(3)), 'b'), ((at(3), None), 'a')];
        assert_eq!(merged(steps.into_iter()), expected);
    }
}
