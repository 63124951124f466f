//! # channel-without-address
//!
//! A channel has no `address`, and its page says nothing either: customers read that there is a chat, and not where. Write
//! down the number, the mailbox or the web address.
//!
//! ```yaml
//! channel: chat
//! address: https://chat.example.com/
//! ```
//!
//! Where the way in is no address, such as a button in your app, say so in the text of the page. For a form there is
//! `form-without-address`; a letter needs a postal address.
//!
//! # unfollowable-address
//!
//! The `address` of a channel is no number that can be called, no mailbox and no web address. It is shown as plain text:
//! nobody can press it, and machines are told nothing of it.
//!
//! | Write | Not |
//! |---|---|
//! | `+44 20 7946 0000`, `+44 20 7946 0000 ext. 12 (at night)` | `1-800-FLOWERS`, `+44 20 7946 0001 / 0002` |
//! | `help@example.com` | `help at example.com` |
//! | `https://chat.example.com/` | `chat.example.com`, an address with a remark behind it |
//!
//! A number has three to fifteen digits and no slash in it. A second number is a channel of its own, and remarks belong
//! into `summary` or the text. What is a postal address is for `channel: post`.

use std::ops::Range;

use url::Url;

use crate::diag::Code;
use crate::kinds::{Channel, ChannelType};
use crate::site::{Page, Site};
use crate::yaml::Placed;

use super::{Raised, Report};

pub(super) const NONE: Code = Code("channel-without-address");
pub(super) const UNFOLLOWABLE: Code = Code("unfollowable-address");

pub(super) const CODES: &[Code] = &[NONE, UNFOLLOWABLE];

pub(super) fn run(site: &Site, report: &mut Report) {
    for (_, page, channel) in site.channels() {
        let Some(way) = way(channel) else { continue };
        let raised = match &channel.address {
            None => nowhere(page),
            Some(address) => channel.reach().is_none().then(|| unfollowable(address, way)),
        };
        raised.into_iter().for_each(|raised| report.add(&page.entry.path, raised));
    }
}

/// What people do with an address.
#[derive(Clone, Copy)]
enum Way {
    Call,
    Write,
    Open,
}

/// How a channel is used; nothing for paper, and for forms, which have findings of their own.
fn way(channel: &Channel) -> Option<Way> {
    match channel.channel? {
        ChannelType::Phone => Some(Way::Call),
        ChannelType::Email => Some(Way::Write),
        ChannelType::Chat
        | ChannelType::Social
        | ChannelType::Callback
        | ChannelType::Community
        | ChannelType::Security => Some(Way::Open),
        ChannelType::Form | ChannelType::Post => None,
    }
}

/// A page with a text may say in its own words where to go.
fn nowhere(page: &Page) -> Option<Raised> {
    let message = format!("nothing says where “{}” is reached", page.title);
    let raised = Raised::weighable(NONE, &Range::default(), message);
    let raised = raised.help("add `address`, or say in the text of the page where to go");
    (page.entry.outline.words == 0).then_some(Raised { span: None, ..raised })
}

fn unfollowable(address: &Placed<String>, way: Way) -> Raised {
    let text = &address.value;
    let (message, help) = match way {
        Way::Call => ("can't be called", "write one number in digits, such as +44 20 7946 0000".to_owned()),
        Way::Write => ("can't be written to", "write a mailbox, such as help@example.com".to_owned()),
        Way::Open => ("can't be opened", "write an address that begins with https://, or a mailbox".to_owned()),
    };
    let help = meant(text).map_or(help, |address| format!("write `{address}`"));
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Raised::weighable(UNFOLLOWABLE, &address.span, format!("`{text}` {message}")).help(help)
}

/// What was meant by an address with too much or too little before it: `mailto:help@example.com`, `chat.example.com`.
fn meant(text: &str) -> Option<String> {
    let plain = ["mailto:", "tel:"].iter().find_map(|scheme| text.strip_prefix(scheme));
    plain.map(str::to_owned).or_else(|| with_scheme(text))
}

fn with_scheme(text: &str) -> Option<String> {
    let host = text.split('/').next().unwrap_or_default();
    let name = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let is_host = host.contains('.') && host.split('.').all(name) && host.contains(|c: char| c.is_ascii_alphabetic());
    let page = format!("https://{text}");
    (is_host && !text.contains(char::is_whitespace) && Url::parse(&page).is_ok()).then_some(page)
}
