//! # phone-without-hours
//!
//! A phone number without a `calendar`: nobody is told when somebody picks up, so people ring in vain, and the page can't
//! say that the line is closed now. Write the hours into `content/contact/calendars.yaml` and name them:
//!
//! ```yaml
//! calendar: support-hours
//! ```
//!
//! # phone-without-fallback
//!
//! A phone number on which customers are helped is not there day and night, and names no `fallback`. Whoever rings at night
//! is not told where else to turn.
//!
//! ```yaml
//! fallback: {channel: email}
//! ```
//!
//! Numbers for buyers and for the press need none.

use std::ops::Range;

use crate::diag::Code;
use crate::kinds::{Channel, ChannelType, Purpose};
use crate::site::Site;

use super::{Raised, Report};

pub(super) const HOURS: Code = Code("phone-without-hours");
pub(super) const FALLBACK: Code = Code("phone-without-fallback");

pub(super) const CODES: &[Code] = &[HOURS, FALLBACK];

pub(super) fn run(site: &Site, report: &mut Report) {
    for (_, page, phone) in site.channels().filter(|(.., channel)| channel.channel == Some(ChannelType::Phone)) {
        let raised = [without_hours(phone), without_fallback(site, phone)];
        raised.into_iter().flatten().for_each(|raised| report.add(&page.entry.path, raised));
    }
}

fn without_hours(phone: &Channel) -> Option<Raised> {
    let message = "nothing says when somebody answers this number";
    let raised = Raised::weighable(HOURS, &Range::default(), message).help("name its hours in `calendar`");
    phone.calendar.is_none().then(|| Raised { span: number(phone), ..raised })
}

fn without_fallback(site: &Site, phone: &Channel) -> Option<Raised> {
    let is_for_customers = !matches!(phone.purpose, Purpose::Sales | Purpose::Press);
    let calendar = phone.calendar.as_ref().and_then(|name| site.calendar_named(name));
    let is_always = calendar.is_some_and(crate::kinds::Calendar::is_always);
    let message = "nothing says where to turn while nobody answers this number";
    let raised =
        Raised::weighable(FALLBACK, &Range::default(), message).help("add `fallback: {channel: email}`, or another");
    (is_for_customers && !is_always && phone.fallback.is_none()).then(|| Raised { span: number(phone), ..raised })
}

/// Where the number stands.
fn number(phone: &Channel) -> Option<Range<usize>> {
    phone.address.as_ref().map(|address| address.span.clone())
}
