//! `contact/contact.vcf`: numbers, mailboxes and pages of the company for people's address books, as vCard 4.0
//! (RFC 6350). It says nothing of when it was made, so that the same channels are the same card.

use crate::kinds::{Channel, ChannelType, ClockOf, Kind, Reach};
use crate::site::{Page, Site};

use super::super::{Press, RenderError};
use super::feed::address;
use super::ics::{add_folded, escaped};
use super::pages::{channels_in_order, language_tags};

/// Where it lies.
pub(crate) const PATH: &str = "contact/contact.vcf";

/// Whether the site has it: where there are channels.
pub(crate) fn applies(site: &Site) -> bool {
    site.has(Kind::Channel)
}

pub(super) fn make(press: &Press) -> Result<Vec<u8>, RenderError> {
    let title = escaped(&press.site.config.title);
    let channels = channels_in_order(&press.site);
    let mut lines = vec!["BEGIN:VCARD".to_owned(), "VERSION:4.0".to_owned(), "KIND:org".to_owned()];
    lines.push(format!("FN:{title}"));
    lines.push(format!("ORG:{title}"));
    lines.push(format!("UID:{}", address(press, "contact/")));
    for (number, (page, channel)) in channels.iter().enumerate() {
        lines.extend(way(press, (page, channel), number + 1));
    }
    lines.push(format!("URL:{}", address(press, "contact/")));
    lines.extend(zone(press, &channels).map(|zone| format!("TZ:{}", escaped(&zone))));
    let languages = language_tags(channels.iter().map(|(_, channel)| *channel));
    lines.extend(languages.into_iter().map(|tag| format!("LANG:{tag}")));
    lines.push(format!("NOTE:{}", escaped(&note(press))));
    lines.push("END:VCARD".to_owned());
    let mut card = String::new();
    lines.iter().for_each(|line| add_folded(&mut card, line));
    Ok(card.into_bytes())
}

/// A way with its name beside it, which address books show as its label.
fn way(press: &Press, (page, channel): (&Page, &Channel), number: usize) -> Vec<String> {
    let reach = match channel.reach() {
        Some(_) if channel.channel == Some(ChannelType::Form) => Some(Reach::Open(address(press, &page.url))),
        reach => reach,
    };
    let Some(reach) = reach else { return Vec::new() };
    let property = match &reach {
        Reach::Call(_) => format!("TEL;VALUE=uri;TYPE=voice:{}", reach.uri()),
        Reach::Write(mailbox) => format!("EMAIL:{}", escaped(mailbox)),
        Reach::Open(page) => format!("URL:{page}"),
    };
    vec![format!("way{number}.{property}"), format!("way{number}.X-ABLABEL:{}", escaped(&page.title))]
}

/// The zone of the first channel whose hours go by the clock of a place.
fn zone(press: &Press, channels: &[(&Page, &Channel)]) -> Option<String> {
    let calendars = channels.iter().filter_map(|(_, channel)| channel.calendar.as_ref());
    let mut known = calendars.filter_map(|name| press.site.calendar_named(name));
    known.find(|calendar| matches!(calendar.clock, ClockOf::Place(_))).map(|calendar| calendar.zone_name.clone())
}

/// A line for each channel that has hours or a reply: "Call us: Monday to Friday 09:00–17:00 (Europe/London)".
fn note(press: &Press) -> String {
    let lines = press.channels().iter().filter(|card| !card.hours.is_empty()).map(|card| {
        let zone = if card.time_zone.is_empty() { String::new() } else { format!(" ({})", card.time_zone) };
        format!("{}: {}{zone}", card.title, card.hours.join("; "))
    });
    lines.collect::<Vec<_>>().join("\n")
}
