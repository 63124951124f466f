//! # form-without-address
//!
//! A form that can't be sent: it has no `address`, the channel that it falls back to is no mailbox, and there is no e-mail
//! channel with the same purpose. Give it an address: an `https` one takes the form, a mail address lets it write a mail.
//!
//! # dead-end-fallback
//!
//! The `fallback` of a channel leads nowhere:
//!
//! - to the channel itself;
//! - round in a circle in which at some time of the coming year nobody can be reached: the phone falls back to the chat, the
//!   chat to the phone, and both close at six. A circle with a mailbox or a form in it is none, for a message can be left
//!   there at any time. It is told once, of the first of its channels;
//! - to a channel that is not open to everybody who may use this one.
//!
//! Name a channel that is open to the same customers when this one is closed:
//!
//! ```yaml
//! fallback: {channel: email}
//! ```

use std::ops::Range;

use crate::diag::Code;
use crate::kinds::{Channel, ChannelType};
use crate::site::{Page, Site};
use crate::yaml::Placed;

use super::coverage::{Coverage, Span};
use super::promise_without_channel::takes_messages;
use super::{Raised, Report};

pub(super) const FORM: Code = Code("form-without-address");
pub(super) const FALLBACK: Code = Code("dead-end-fallback");

pub(super) const CODES: &[Code] = &[FORM, FALLBACK];

pub(super) fn run(site: &Site, report: &mut Report) {
    for (_, page, channel) in site.channels() {
        let raised = [unsendable(site, channel), dead_end(site, page, channel)];
        raised.into_iter().flatten().for_each(|raised| report.add(&page.entry.path, raised));
    }
}

fn unsendable(site: &Site, channel: &Channel) -> Option<Raised> {
    let is_form = channel.channel == Some(ChannelType::Form);
    let message = match &channel.address {
        None => "this form can't be sent: it has no address".to_owned(),
        Some(address) => format!("this form can't be sent to `{}`", address.value),
    };
    let raised = Raised::weighable(FORM, &Range::default(), message);
    let raised = raised.help("add `address`: of a server that takes it, or of a mailbox");
    let span = channel.address.as_ref().map(|address| address.span.clone());
    (is_form && site.destination(channel).is_none()).then_some(Raised { span, ..raised })
}

fn dead_end(site: &Site, page: &Page, channel: &Channel) -> Option<Raised> {
    let fallback = channel.fallback.as_ref()?;
    let (_, next_page, next) = site.channel_named(fallback)?;
    let raise = |message: String, help: &str| Some(Raised::weighable(FALLBACK, &fallback.span, message).help(help));
    if next_page.url == page.url {
        return raise("this channel falls back to itself".to_owned(), "name another channel");
    }
    if let Some(plan) = shut_out(site, channel, next) {
        let message = format!("“{}” is not open to {plan}, to whom this channel is", next_page.title);
        return raise(message, "name a channel that is open to all of them");
    }
    let round = round(site, page)?;
    let is_dead = is_told_here(&round, page)
        && !round.iter().any(|(_, channel)| takes_messages(channel))
        && is_closed_at_times(site, &round);
    let message = format!("“{}” leads back here, and at times none of them is open", next_page.title);
    if is_dead { raise(message, "name a channel on which a message can be left") } else { None }
}

/// Whether a page is the one on which its circle is told: the first by its address. A circle is one finding, and one
/// look at a year of hours.
fn is_told_here(round: &[(&Page, &Channel)], page: &Page) -> bool {
    round.iter().all(|(other, _)| page.url <= other.url)
}

/// Whom the fallback leaves outside, in words.
fn shut_out(site: &Site, channel: &Channel, next: &Channel) -> Option<String> {
    let left = |plan: &&Placed<String>| !next.is_for_plan(plan);
    match channel.plans.as_slice() {
        [] if next.plans.is_empty() => None,
        // Open to everybody is what a channel is that names all plans there are.
        [] => {
            let slas = site.binding_slas();
            let mut plans = slas.iter().flat_map(|(_, sla)| &sla.plans).map(|plan| &plan.id);
            let declared = slas.iter().any(|(_, sla)| !sla.plans.is_empty());
            if declared {
                plans.find(left).map(|plan| format!("`{}`", plan.value))
            } else {
                Some("everybody".to_owned())
            }
        }
        plans => plans.iter().find(left).map(|plan| format!("`{}`", plan.value)),
    }
}

/// The channels of the circle that falling back from a channel leads into; nothing where it ends before it comes back.
fn round<'a>(site: &'a Site, from: &Page) -> Option<Vec<(&'a Page, &'a Channel)>> {
    let (_, mut page, mut channel) = site.channels().find(|(_, page, _)| page.url == from.url)?;
    let mut round: Vec<(&Page, &Channel)> = Vec::new();
    // Longer than all channels no circle can be.
    for _ in site.channels() {
        round.push((page, channel));
        (_, page, channel) = site.channel_named(channel.fallback.as_ref()?)?;
        if page.url == from.url {
            return Some(round);
        }
    }
    None
}

fn is_closed_at_times(site: &Site, round: &[(&Page, &Channel)]) -> bool {
    let year = Span::coming_year(site);
    let channels: Vec<&Channel> = round.iter().map(|(_, channel)| *channel).collect();
    Coverage::of(site, &channels, year).is_some_and(|open| !Coverage::whole(year).without(&open).is_empty())
}
