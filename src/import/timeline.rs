//! From what another system recorded of an incident to a timeline that holds together: in order, each entry with a second
//! of its own, going forward unless it says otherwise, and with an end that agrees with its last entry.
//!
//! Every change that a reader could notice is told in the notes.

use crate::kinds::{ComponentState, Progress, Stage};
use crate::time::Moment;

use super::Said;

/// One thing that was said, as the other system has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Raw<S> {
    /// When, where that is known.
    pub(super) at: Option<Moment>,
    /// How far things were; nothing where it goes on as before.
    pub(super) state: Option<S>,
    /// What was said, in Markdown.
    pub(super) body: String,
    /// How components stand from here on.
    pub(super) components: Vec<(String, ComponentState)>,
}

/// States that follow each other.
pub(super) trait Step: Copy + Ord {
    /// Where a timeline begins that does not say so.
    const FIRST: Self;
    /// Whether a timeline may go back to an earlier state when it says so.
    const MAY_GO_BACK: bool;
}

impl Step for Progress {
    const FIRST: Self = Self::Investigating;
    const MAY_GO_BACK: bool = true;
}

impl Step for Stage {
    const FIRST: Self = Self::Scheduled;
    const MAY_GO_BACK: bool = false;
}

/// A timeline in order.
pub(super) struct Settled<S> {
    /// What was said, oldest first.
    pub(super) updates: Vec<Said<S>>,
    /// What had to be changed for that, in words.
    pub(super) notes: Vec<String>,
}

/// Puts a timeline in order. `raw` is in the order in which it was said, as far as the source tells; an entry without a
/// time comes after the one before it, the first at `start`.
pub(super) fn settle<S: Step>(raw: Vec<Raw<S>>, start: Moment) -> Settled<S> {
    let mut notes = Vec::new();
    let undated = raw.iter().filter(|raw| raw.at.is_none()).count();
    if undated > 0 {
        notes.push(format!("{} no time that can be read; each stands right after the one before it", have(undated)));
    }
    let mut last = start;
    let mut dated: Vec<(Moment, Raw<S>)> = Vec::with_capacity(raw.len());
    for raw in raw {
        last = raw.at.unwrap_or(last);
        dated.push((last, raw));
    }
    dated.sort_by_key(|(at, _)| *at);
    let mut updates: Vec<Said<S>> = Vec::with_capacity(dated.len());
    for (at, raw) in dated {
        let said = next(updates.last(), at, raw, &mut notes);
        updates.push(said);
    }
    Settled { updates, notes }
}

fn have(count: usize) -> String {
    if count == 1 { "one update has".to_owned() } else { format!("{count} updates have") }
}

fn next<S: Step>(before: Option<&Said<S>>, at: Moment, raw: Raw<S>, notes: &mut Vec<String>) -> Said<S> {
    let earliest = before.map_or(at, |before| before.at.plus(1));
    if at < earliest && raw.at.is_some() {
        notes.push(format!("the update of {at} is dated {earliest}, since each needs a second of its own"));
    }
    let was = before.map_or(S::FIRST, |before| before.state);
    let state = raw.state.unwrap_or(was);
    let back = before.is_some() && state < was;
    let can_go_back = S::MAY_GO_BACK && !raw.body.is_empty();
    if back && !can_go_back {
        notes.push(format!("the update of {at} goes back to an earlier state, which is left out"));
    }
    let (state, back) = if back && !can_go_back { (was, false) } else { (state, back) };
    Said { at: at.max(earliest), state, body: raw.body, components: raw.components, back }
}

/// When an incident was over, as the other system has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// It still goes on.
    Open,
    /// It is over since then, or since nobody knows when.
    Over(Option<Moment>),
}

/// Beginning and end of an incident, made to agree with its timeline.
pub(super) struct Bounds {
    /// When it began.
    pub(super) started: Moment,
    /// When it was over.
    pub(super) resolved: Option<Moment>,
}

/// Makes beginning, end and timeline agree. An end that no update tells becomes an update without words.
pub(super) fn bound(settled: &mut Settled<Progress>, started: Moment, end: End) -> Bounds {
    let (updates, notes) = (&mut settled.updates, &mut settled.notes);
    let first = updates.first().map_or(started, |update| update.at);
    if first < started {
        notes.push(format!("it is dated from its first update, {first}, which came before its own date, {started}"));
    }
    let started = started.min(first);
    let last = updates.last().map(|update| (update.at, update.state));
    let over = match (end, last) {
        (End::Open, Some((at, Progress::Resolved))) => {
            notes.push(
                "it is marked as open, and its last update says that it is resolved; it counts as resolved".to_owned(),
            );
            at
        }
        (End::Open, _) => return Bounds { started, resolved: None },
        (End::Over(Some(at)), _) => at,
        (End::Over(None), last) => {
            let at = last.map_or(started, |(at, _)| at);
            notes.push(format!(
                "it does not say when it was resolved; it counts as resolved with its last update, {at}"
            ));
            at
        }
    };
    let resolved = close(updates, over.max(started));
    if over < started {
        notes.push(format!("it was resolved at {over}, before it began; it counts as over at once"));
    }
    Bounds { started, resolved: Some(resolved) }
}

/// Seconds by which an end may be later than the update that tells it: two clocks, or one that was rounded.
const SLACK: i64 = 60;

/// Ends a timeline at `over`, with its last update or with one that has no words.
fn close(updates: &mut Vec<Said<Progress>>, over: Moment) -> Moment {
    match updates.last_mut() {
        Some(last) if last.at.plus(SLACK) >= over && last.state == Progress::Resolved => over.min(last.at),
        Some(last) if last.at >= over => {
            (last.state, last.back) = (Progress::Resolved, false);
            over
        }
        _ => {
            let (body, components) = (String::new(), Vec::new());
            updates.push(Said { at: over, state: Progress::Resolved, body, components, back: false });
            over
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Moment {
        Moment::from_unix(seconds).unwrap()
    }

    fn raw<S>(seconds: Option<i64>, state: Option<S>) -> Raw<S> {
        Raw { at: seconds.map(at), state, body: "words".to_owned(), components: Vec::new() }
    }

    fn shape(settled: &Settled<Progress>) -> Vec<(i64, Progress, bool)> {
        settled.updates.iter().map(|said| (said.at.unix(), said.state, said.back)).collect()
    }

    #[test]
    fn updates_are_in_order_with_a_second_each() {
        use Progress::{Identified, Investigating, Monitoring};
        let settled = settle(
            vec![
                raw(Some(20), Some(Monitoring)),
                raw(Some(10), None),
                raw(Some(20), Some(Identified)),
                raw(None, None),
            ],
            at(5),
        );
        let expected =
            [(10, Investigating, false), (20, Monitoring, false), (21, Identified, true), (22, Identified, false)];
        assert_eq!(shape(&settled), expected);
        assert_eq!(settled.notes.len(), 2, "{:?}", settled.notes);
    }

    #[test]
    fn the_end_agrees_with_the_last_update() {
        use Progress::{Investigating, Resolved};
        let ends = |updates: Vec<Raw<Progress>>, end| {
            let mut settled = settle(updates, at(5));
            let bounds = bound(&mut settled, at(5), end);
            (bounds.resolved.map(Moment::unix), shape(&settled), settled.notes.len())
        };
        let open = || vec![raw(Some(10), None)];
        let told = || vec![raw(Some(10), Some(Resolved))];
        assert_eq!(ends(open(), End::Open), (None, vec![(10, Investigating, false)], 0));
        assert_eq!(ends(told(), End::Open), (Some(10), vec![(10, Resolved, false)], 1));
        assert_eq!(ends(told(), End::Over(Some(at(70)))), (Some(10), vec![(10, Resolved, false)], 0));
        assert_eq!(ends(told(), End::Over(Some(at(8)))), (Some(8), vec![(10, Resolved, false)], 0));
        assert_eq!(ends(open(), End::Over(Some(at(10)))), (Some(10), vec![(10, Resolved, false)], 0));
        let late = vec![(10, Resolved, false), (71, Resolved, false)];
        assert_eq!(ends(told(), End::Over(Some(at(71)))), (Some(71), late, 0));
        assert_eq!(ends(vec![], End::Over(None)), (Some(5), vec![(5, Resolved, false)], 1));
        assert_eq!(ends(vec![], End::Over(Some(at(1)))), (Some(5), vec![(5, Resolved, false)], 1));
    }

    #[test]
    fn maintenance_does_not_begin_again() {
        let settled = settle(vec![raw(Some(1), Some(Stage::Completed)), raw(Some(2), Some(Stage::InProgress))], at(0));
        assert_eq!(settled.updates[1].state, Stage::Completed);
        assert_eq!(settled.notes.len(), 1);
    }
}
