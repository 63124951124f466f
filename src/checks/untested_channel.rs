//! # untested-channel
//!
//! Nobody has tried a channel for longer than its `test_every` allows, or ever, or `last_tested` names a day that has not
//! come. Numbers are given up, mailboxes fill and forms break without a word; the customer finds out first.
//!
//! Call the number, write the mail, send the form. Then write down the day:
//!
//! ```yaml
//! last_tested: 2026-11-20
//! test_every: 3 months
//! ```
//!
//! # changed-since-test
//!
//! The address, the usual hours or the phone menu of a channel is another than when it was last tried, so that nobody knows
//! whether the new one works. Try it, and write the day into `last_tested`.
//!
//! This compares with `record.json` of the last published site, which keeps what was tried on the day that `last_tested`
//! names. The finding stays until there is another day or the old value, however often you build. Holidays and the words of
//! a menu do not count.

use jiff::tz::TimeZone;

use crate::diag::Code;
use crate::kinds::{Channel, Front};
use crate::site::{Site, Untried};
use crate::time::{Moment, written_date};

use super::{Raised, Report};

pub(super) const UNTESTED: Code = Code("untested-channel");
pub(super) const CHANGED: Code = Code("changed-since-test");

pub(super) const CODES: &[Code] = &[UNTESTED, CHANGED];

/// How far the clock of any place is ahead of UTC at most, in seconds.
const AHEAD: i64 = 14 * 60 * 60;

const HELP: &str = "try it as a customer would, and write the day into `last_tested`";

pub(super) fn run(site: &Site, report: &mut Report) {
    for (_, page, channel) in site.channels() {
        untested(site, channel).into_iter().for_each(|raised| report.add(&page.entry.path, raised));
    }
    for untried in site.changed_since_test() {
        let page = site.page(untried.page);
        let Front::Channel(channel) = &page.entry.front else { continue };
        changed(channel, &untried).into_iter().for_each(|raised| report.add(&page.entry.path, raised));
    }
}

fn untested(site: &Site, channel: &Channel) -> Option<Raised> {
    let zone = &site.config.time_zone;
    let Some(tested) = &channel.last_tested else {
        let every = channel.test_every.as_ref()?;
        let message = format!("it has to be tried every {}, and nobody has", every.value);
        return Some(Raised::weighable(UNTESTED, &every.span, message).help(HELP));
    };
    // Whoever tried it may live where that day has come.
    if tested.value > site.now.plus(AHEAD).date(&TimeZone::UTC) {
        let message = "this day has not come, so nobody can have tried it then";
        return Some(Raised::weighable(UNTESTED, &tested.span, message).help(HELP));
    }
    let every = channel.test_every.as_ref()?;
    let due = every.after(Moment::start_of(tested.value, zone)?, zone)?.date(zone);
    let message = format!("it had to be tried again by {}", written_date(due));
    (due < site.now.date(zone)).then(|| Raised::weighable(UNTESTED, &tested.span, message).help(HELP))
}

fn changed(channel: &Channel, untried: &Untried) -> Option<Raised> {
    let tested = channel.last_tested.as_ref()?;
    let (what, day) = (untried.what.join(", "), written_date(tested.value));
    let message = format!("this is not what was tried on {day} any more: {what}");
    Some(Raised::weighable(CHANGED, &tested.span, message).help(HELP))
}
