//! What holds for a time: the moments between which something is shown, for the page as it is made and for the script
//! that goes on from there.

use crate::kinds::{ComponentState, Maintenance, Stage};
use crate::site::{Phase, Site};
use crate::theme::view::{Made, Promise, StateAt, When};
use crate::time::Moment;
use crate::yaml::Choice;

use super::Press;

/// A stretch of time without a change: its first second, and the one after its last.
type Stretch = (Option<Moment>, Option<Moment>);

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
pub(super) fn made(press: &Press) -> Made {
    let site = &press.site;
    let old = site.config.status.old_after.after(site.now, &site.config.time_zone);
    Made { at: press.time(site.now), old: when(site, (old.or(Some(site.now)), None)) }
}

/// How something stands in each of the phases, without those in which it does not change.
pub(super) fn states(site: &Site, phases: &[Phase], state_in: impl Fn(&Phase) -> ComponentState) -> Vec<StateAt> {
    let steps = phases.iter().map(|phase| ((phase.from, phase.until), state_in(phase)));
    let merged = merged(steps).into_iter();
    merged.map(|(stretch, state)| StateAt { state: state.word().to_owned(), when: when(site, stretch) }).collect()
}

/// How far maintenance is, from now on.
pub(super) fn stages(site: &Site, maintenance: &Maintenance) -> Vec<StateAt> {
    let steps = steps(site, maintenance).into_iter();
    steps.map(|(stretch, stage)| StateAt { state: stage.word().to_owned(), when: when(site, stretch) }).collect()
}

/// When maintenance is under way; nothing where it no longer will be.
pub(super) fn runs(site: &Site, maintenance: &Maintenance) -> Option<When> {
    let steps = steps(site, maintenance);
    let (stretch, _) = steps.iter().find(|(_, stage)| is_under_way(*stage))?;
    Some(when(site, *stretch))
}

/// Whether the work goes on.
pub(super) fn is_under_way(stage: Stage) -> bool {
    matches!(stage, Stage::InProgress | Stage::Verifying)
}

fn steps(site: &Site, maintenance: &Maintenance) -> Vec<(Stretch, Stage)> {
    let planned = [&maintenance.starts, &maintenance.ends].into_iter().flatten().map(|at| at.value);
    let mut changes: Vec<Moment> = planned.filter(|at| site.now < *at).collect();
    changes.sort_unstable();
    changes.dedup();
    let begins = std::iter::once(None).chain(changes.iter().copied().map(Some));
    let ends = changes.iter().copied().map(Some).chain(std::iter::once(None));
    merged(begins.zip(ends).map(|stretch| (stretch, maintenance.stage_at(stretch.0.unwrap_or(site.now)))))
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
