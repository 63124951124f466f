//! # single-way-in
//!
//! There are fewer than two different ways on which support answers: no channel at all, or all of the same type. When that
//! one is down, closed or not for somebody (who can't hear, can't write, has no data), there is no other. A forum counts as
//! none, for nobody has to answer there, nor does what is marked `two_way: false`.
//!
//! Add a way of another type: a mailbox beside the phone is enough. A form beside a mailbox counts as well: who has no
//! mail program at hand can still write. Where there is really only one, say so: `checks: {single-way-in: off}`. A site
//! that has only been begun is not looked at: one with neither channels nor an SLA, and with fewer than ten articles.
//!
//! # login-everywhere
//!
//! Every support channel asks the customer to sign in first. Who can't sign in, which is what most people write about,
//! reaches nobody. Open at least one channel to everyone, and set its `login_required: false`.
//!
//! # one-way-support
//!
//! A channel for support says `two_way: false`: customers can be told something there but can't ask, or ask and are not
//! answered. Let somebody answer, or give it another purpose; news belong in the status feeds.
//!
//! # no-reply-address
//!
//! A channel gives an address whose own name says that nobody reads it, such as `no-reply@example.com`. Give the address of
//! a mailbox that somebody reads, and send automatic mails from it too: people answer them.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use crate::config;
use crate::diag::Code;
use crate::kinds::{Channel, Kind, Purpose};
use crate::site::{Page, Site};
use crate::source::SitePath;
use crate::yaml::Choice;

use super::{Raised, Report};

pub(super) const SINGLE: Code = Code("single-way-in");
pub(super) const LOGIN: Code = Code("login-everywhere");
pub(super) const ONE_WAY: Code = Code("one-way-support");
pub(super) const NO_REPLY: Code = Code("no-reply-address");

pub(super) const CODES: &[Code] = &[SINGLE, LOGIN, ONE_WAY, NO_REPLY];

/// What the names of mailboxes that nobody reads have in them, without the signs between their words.
const UNREAD: &[&str] = &["noreply", "donotreply", "dontreply", "noresponse", "nepasrepondre", "keineantwort"];

/// With so many articles a site is in use, and its readers need a person.
const IN_USE: usize = 10;

pub(super) fn run(site: &Site, report: &mut Report) {
    for (_, page, channel) in site.channels() {
        let raised = [one_way(channel), no_reply(channel)];
        raised.into_iter().flatten().for_each(|raised| report.add(&page.entry.path, raised));
    }
    let support: Vec<(&Page, &Channel)> = support(site).collect();
    single_way(site, &support, report);
    login_everywhere(&support, report);
}

fn support(site: &Site) -> impl Iterator<Item = (&Page, &Channel)> {
    let support = site.channels().filter(|(.., channel)| channel.purpose == Purpose::Support);
    support.map(|(_, page, channel)| (page, channel))
}

fn single_way(site: &Site, support: &[(&Page, &Channel)], report: &mut Report) {
    let answering = support.iter().filter(|(_, channel)| channel.answers());
    let types: BTreeSet<_> = answering.clone().filter_map(|(_, channel)| channel.channel).collect();
    let Some(path) = whose(site, answering.copied().next()).filter(|_| types.len() < 2) else { return };
    let message = match types.first() {
        None => "there is no way on which support answers".to_owned(),
        Some(only) => format!("support answers only by {}", only.word()),
    };
    let raised =
        Raised::weighable(SINGLE, &Range::default(), message).help("add one of another type to content/contact/");
    report.add(&path, Raised { span: None, ..raised });
}

/// The file that is told: the only way in, else a channel that is none, else the SLA that promises answers, else the
/// settings of a site in use.
fn whose<'a>(site: &'a Site, way: Option<(&'a Page, &Channel)>) -> Option<Cow<'a, SitePath>> {
    let any = || site.channels().next().map(|(_, page, _)| page);
    let sla = || site.slas().first().map(|(page, _)| *page);
    let page = way.map(|(page, _)| page).or_else(any).or_else(sla);
    let settings = || is_in_use(site).then(|| Cow::Owned(config::path()));
    page.map(|page| Cow::Borrowed(&page.entry.path)).or_else(settings)
}

fn is_in_use(site: &Site) -> bool {
    site.of_kind(Kind::Article).nth(IN_USE - 1).is_some()
}

fn login_everywhere(support: &[(&Page, &Channel)], report: &mut Report) {
    let login = |channel: &Channel| channel.login_required.clone().filter(|needed| needed.value);
    let all: Option<Vec<_>> = support.iter().map(|(page, channel)| Some((page, login(channel)?))).collect();
    let Some((page, needed)) = all.as_ref().and_then(|all| all.first()) else { return };
    let message = "every support channel needs a login, so whoever can't sign in reaches nobody";
    let raised = Raised::weighable(LOGIN, &needed.span, message).help("open one channel to everyone");
    report.add(&page.entry.path, raised);
}

fn one_way(channel: &Channel) -> Option<Raised> {
    let is_support = channel.purpose == Purpose::Support;
    let two_way = channel.two_way.as_ref().filter(|two_way| is_support && !two_way.value)?;
    let message = "this channel is for support, and nobody answers there";
    Some(Raised::weighable(ONE_WAY, &two_way.span, message).help("let somebody answer, or give it another `purpose`"))
}

fn no_reply(channel: &Channel) -> Option<Raised> {
    let address = channel.address.as_ref()?;
    let (name, _) = address.trim_start_matches("mailto:").split_once('@')?;
    let letters: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    UNREAD.iter().any(|unread| letters.contains(unread)).then(|| {
        let message = format!("`{}` says that nobody reads it", address.value);
        Raised::weighable(NO_REPLY, &address.span, message).help("give the address of a mailbox that somebody reads")
    })
}
