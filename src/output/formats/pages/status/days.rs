//! The last days of a component as bars, and in words.

use jiff::civil;

use crate::kinds::ComponentState;
use crate::site::{DAYS, Day};
use crate::theme::view::{Bars, DayRow, Days, LastedRow, Link, Run};
use crate::time::{Moment, written_wait};
use crate::yaml::Choice;

use super::Press;

/// What a day before the records is called.
const UNKNOWN: &str = "unknown";

/// The last days of the component at `place`. `days` are those of the site.
pub(super) fn of(press: &Press, place: usize, days: &[(civil::Date, Moment, Moment)]) -> Days {
    let site = &press.site;
    let unusual = site.unusual_days(place, days);
    let known = unusual.iter().filter(|day| day.worst.is_some());
    let troubled = known.clone().filter(|day| day.worst > Some(ComponentState::UnderMaintenance)).count();
    let recorded = days.len() + known.clone().count() - unusual.len();
    let shown = site.components[place].uptime;
    let first = days.first().filter(|_| shown).map(|(_, from, _)| *from);
    Days {
        count: days.len(),
        recorded,
        unknown: days.len() - recorded,
        troubled,
        bars: bars(&unusual, days.len()),
        unusual: known.rev().map(|day| row(press, day)).collect(),
        uptime: first.and_then(|from| site.uptime(place, from, site.now)).map(|up| up.written()).unwrap_or_default(),
    }
}

fn row(press: &Press, day: &Day) -> DayRow {
    let lasted = |(state, seconds): &(ComponentState, i64)| LastedRow {
        state: state.word().to_owned(),
        lasted: if *seconds == 0 { String::new() } else { written_wait(*seconds) },
    };
    let link = |id: &crate::site::PageId| {
        let page = press.site.page(*id);
        Link { title: page.title.clone(), url: page.url.clone() }
    };
    DayRow {
        date: press.date(day.date),
        states: day.seconds.iter().map(lasted).collect(),
        pages: day.pages.iter().map(link).collect(),
    }
}

/// Days by their state, the good ones first and the worst last, which so lie on top.
fn bars(unusual: &[Day], count: usize) -> Vec<Bars> {
    use ComponentState::{DegradedPerformance, MajorOutage, Operational, PartialOutage, UnderMaintenance};
    let mut states = [Operational.word(); DAYS];
    for day in unusual {
        if let Some(state) = states.get_mut(day.place) {
            *state = day.worst.map_or(UNKNOWN, Choice::word);
        }
    }
    let states = &states[..count.min(DAYS)];
    let known = [Operational, UnderMaintenance, DegradedPerformance, PartialOutage, MajorOutage].map(Choice::word);
    let bars =
        std::iter::once(UNKNOWN).chain(known).map(|state| Bars { state: state.to_owned(), runs: runs(states, state) });
    bars.filter(|bars| !bars.runs.is_empty()).collect()
}

/// Where a state stands without a gap.
fn runs(states: &[&str], wanted: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (place, _) in states.iter().enumerate().filter(|(_, state)| **state == wanted) {
        match runs.last_mut() {
            Some(run) if run.first + run.count == place => run.count += 1,
            _ => runs.push(Run { first: place, count: 1 }),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_one_state_are_joined_where_they_touch() {
        let run = |first, count| Run { first, count };
        let states = ["a", "a", "b", "a", "b"];
        assert_eq!(runs(&states, "a"), [run(0, 2), run(3, 1)]);
        assert_eq!(runs(&states, "b"), [run(2, 1), run(4, 1)]);
        assert_eq!(runs(&states, "c"), []);
    }
}
