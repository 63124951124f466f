//! `.well-known/security.txt` (RFC 9116): where those who found a weakness can report it. It speaks for channels with that
//! purpose or type, and holds until these have to be tested again.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::kinds::{Audience, Channel, ChannelType, Purpose, Reach};
use crate::site::{Page, Site};
use crate::time::Moment;

use super::super::{Press, RenderError};
use super::feed::address;
use super::pages::{channels_in_order, language_tags};

/// Where it lies.
pub(crate) const PATH: &str = ".well-known/security.txt";

/// Days for which it holds where nobody says when the channel is tested again; the standard advises less than a year.
const LONGEST: i32 = 364;

/// Days for which it holds where the test is overdue: a site that is built goes on to be true, one that is not soon says
/// so itself.
const SHORTEST: i32 = 7;

/// Whether the site has it: staff need none.
pub(crate) fn applies(site: &Site) -> bool {
    site.audience == Audience::Public && site.channels().any(|(.., channel)| is_for_it(channel))
}

fn is_for_it(channel: &Channel) -> bool {
    channel.purpose == Purpose::Security || channel.channel == Some(ChannelType::Security)
}

pub(super) fn make(press: &Press) -> Result<Vec<u8>, RenderError> {
    let channels = channels_in_order(&press.site);
    let channels: Vec<(&Page, &Channel)> = channels.into_iter().filter(|(_, channel)| is_for_it(channel)).collect();
    let mut text = String::new();
    let mut field = |name: &str, value: &str| text.push_str(&format!("{name}: {value}\n"));
    for (page, channel) in &channels {
        field("Contact", &contact(press, page, channel));
    }
    field("Expires", &expires(press, &channels));
    let languages = language_tags(channels.iter().map(|(_, channel)| *channel));
    if !languages.is_empty() {
        field("Preferred-Languages", &languages.join(", "));
    }
    field("Canonical", &address(press, PATH));
    for (page, _) in &channels {
        field("Policy", &address(press, &page.url));
    }
    Ok(text.into_bytes())
}

/// Its address where that can be followed, else its page.
fn contact(press: &Press, page: &Page, channel: &Channel) -> String {
    match channel.reach() {
        Some(Reach::Open(address)) if address.starts_with("https://") && !is_form(channel) => address,
        Some(reach @ (Reach::Call(_) | Reach::Write(_))) if !is_form(channel) => reach.uri(),
        _ => address(press, &page.url),
    }
}

fn is_form(channel: &Channel) -> bool {
    channel.channel == Some(ChannelType::Form)
}

/// The first day on which one of them has to be tested again, within what is sensible.
fn expires(press: &Press, channels: &[(&Page, &Channel)]) -> String {
    let today = press.site.now.date(&TimeZone::UTC);
    let ahead = |days: i32| today.saturating_add(days.days());
    let due = channels.iter().filter_map(|(_, channel)| due(channel)).min().unwrap_or_else(|| ahead(LONGEST));
    let day = if due <= today { ahead(SHORTEST) } else { due.min(ahead(LONGEST)) };
    format!("{day}T00:00:00Z")
}

fn due(channel: &Channel) -> Option<Date> {
    let tested = Moment::start_of(channel.last_tested.as_ref()?.value, &TimeZone::UTC)?;
    let due = channel.test_every.as_ref()?.value.after(tested, &TimeZone::UTC)?;
    Some(due.date(&TimeZone::UTC))
}
