//! What the promises mean by the clock on the wall: once for each calendar and length of time.

use crate::kinds::{Calendar, Measure, Sla};
use crate::site::{Waits, Worst};
use crate::theme::view::{HoursMeaning, MeaningLine, Time};
use crate::time::Wait;

use super::super::super::super::Press;
use super::super::{hours, waits};
use super::promises::counted_in;

/// The calendars in which promises count, in the order in which they come, each with what is promised in it.
pub(super) fn by_hours(press: &Press, sla: &Sla, reckoned: &mut Waits<'_>) -> Vec<HoursMeaning> {
    let mut calendars: Vec<(&Calendar, Vec<&Wait>)> = Vec::new();
    for target in &sla.targets {
        let named = target.calendar.as_ref().and_then(|name| press.site.calendar_named(&name.value));
        let Some(calendar) = named else { continue };
        let promised = Measure::ALL.into_iter().filter_map(|measure| target.promised(measure)).map(|wait| &wait.value);
        // Weeks and months are no business time: they mean what they say.
        let promised = promised.filter(|wait| wait.in_business_time().is_some());
        match calendars.iter_mut().find(|(known, _)| known.name.value == calendar.name.value) {
            Some((_, waits)) => waits.extend(promised),
            None => calendars.push((calendar, promised.collect())),
        }
    }
    let meanings = calendars.into_iter().map(|(calendar, promised)| meaning(press, calendar, promised, reckoned));
    meanings.filter(|meaning| !meaning.lines.is_empty()).collect()
}

fn meaning(press: &Press, calendar: &Calendar, mut promised: Vec<&Wait>, reckoned: &mut Waits<'_>) -> HoursMeaning {
    promised.sort_by_key(|wait| wait.in_business_time().map(|time| (time.days, time.seconds)));
    promised.dedup_by_key(|wait| (wait.in_business_time(), wait.to_string()));
    let worst: Vec<Option<Worst>> = promised.iter().map(|wait| reckoned.worst(calendar, wait)).collect();
    let zone = calendar.zone(&press.site.config.time_zone);
    let always = calendar.is_always();
    let line = |(wait, worst): (&&Wait, &Option<Worst>)| MeaningLine {
        time: if always { wait.said_as_clock_time().to_string() } else { wait.said_as_business_time().to_string() },
        worst: worst.as_ref().and_then(Worst::reckoned).map(|reckoned| waits::real(reckoned, zone)),
    };
    HoursMeaning {
        hours: counted_in(press, calendar),
        zone: hours::zone(calendar),
        always,
        lines: promised.iter().zip(&worst).map(line).collect(),
        known_until: known_until(press, calendar, &worst),
    }
}

/// The last day that was looked at, where some wait may end after it.
fn known_until(press: &Press, calendar: &Calendar, worst: &[Option<Worst>]) -> Option<Time> {
    let is_cut = |worst: &Option<Worst>| match worst {
        None => true,
        Some(worst) => worst.reckoned().is_some_and(|reckoned| reckoned.until.is_some()),
    };
    let last = calendar.valid_until.as_ref().filter(|_| worst.iter().any(is_cut));
    last.map(|last| press.date(last.value))
}
