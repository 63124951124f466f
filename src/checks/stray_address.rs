//! # stray-address
//!
//! A text names an e-mail address or a phone number of the company that no channel has and no fact holds. If it is a slip of
//! the finger, customers write to nobody, or call a stranger. If it is right, nobody will think of this page on the day it
//! changes.
//!
//! It is an error where the address or number is a letter or two away from one that is declared:
//!
//! ```md
//! Call +44 20 7964 0000.           (the channel has +44 20 7946 0000)
//! ```
//!
//! Where only the last two digits of a number are others, it is a warning, since it may be another line of yours. So is
//! anything else: for addresses at the company's own domain, and for numbers on the pages of channels, promises
//! and escalation. Numbers in other articles are left alone, since they may be anybody's, and so is `no-reply`.
//!
//! A channel whose number lacks the digits of its country is a warning where a text has the same number with them.
//!
//! Correct it. Where it is right, give it a channel in `content/contact/`, or a name in `content/facts.yaml`, and quote it:
//!
//! ```yaml
//! # content/facts.yaml
//! privacy-mail: privacy@shop.example
//! ```
//!
//! ```md
//! Write to {{fact:privacy-mail}}.
//! ```

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Code;
use crate::kinds::{ChannelType, Kind};
use crate::markdown::{Claim, Said, beginnings, claims_in, national_digits};
use crate::site::{Page, Site};
use crate::source::SitePath;
use crate::yaml::Placed;

use super::{Raised, Report};

pub(super) const STRAY: Code = Code("stray-address");

pub(super) const CODES: &[Code] = &[STRAY];

/// Mailboxes that nobody reads, and says so.
const UNREAD: &[&str] = &["no-reply", "noreply", "do-not-reply", "donotreply"];

/// Names that stand for anybody's in an example.
const ANYBODY: &[&str] =
    &["you", "your.name", "yourname", "someone", "somebody", "user", "username", "name", "example"];

pub(super) fn run(site: &Site, report: &mut Report) {
    let known = Known::of(site);
    if known.mails.is_empty() && known.phones.is_empty() && known.nationals.is_empty() {
        return;
    }
    for page in site.pages() {
        let mut told = BTreeSet::new();
        for claim in page.entry.outline.claims.iter().filter(|claim| !claim.quoted) {
            if let Some(raised) = stray(&known, page, claim)
                && told.insert(written(claim))
            {
                report.add(&page.entry.path, raised);
            }
        }
    }
    let claims = site.pages().iter().flat_map(|page| &page.entry.outline.claims);
    for (path, raised) in known.without_country(claims) {
        report.add(path, raised);
    }
}

fn stray(known: &Known, page: &Page, claim: &Claim) -> Option<Raised> {
    let (near, is_ours) = match &claim.said {
        Said::Mail(mail) if !known.mails.contains(mail) => (known.mail_like(mail), known.is_ours(mail)),
        Said::Phone(digits) if !known.has_phone(digits, &claim.text) => {
            (known.phone_like(digits), is_about_contact(page))
        }
        Said::Mail(_) | Said::Phone(_) | Said::Within(_) | Said::Always => return None,
    };
    let text = written(claim);
    if let Some(near) = near {
        return Some(nearly(text, claim, &near));
    }
    let message = format!("no channel has `{text}`, and no fact holds it");
    is_ours.then(|| Raised::warning(STRAY, &claim.span, message).help(DECLARE))
}

/// What to say of an address that is nearly a declared one.
fn nearly(text: &str, claim: &Claim, near: &Like) -> Raised {
    let like = &near.address;
    let slip = || format!("`{text}` is no address of ours, and nearly one");
    let beside = || format!("no channel has `{text}`; it differs from `{like}` only in its last two digits");
    let raised = match near.distance {
        Distance::Slip => Raised::weighable(STRAY, &claim.span, slip()),
        Distance::Neighbour => Raised::warning(STRAY, &claim.span, beside()),
    };
    raised.help(format!("did you mean `{like}`? If it is right, {DECLARE}"))
}

/// What makes an address known.
const DECLARE: &str =
    "give it a channel in content/contact/, or a name in content/facts.yaml, and quote it as {{fact:name}}";

/// The address, in whichever way it is linked.
fn written(claim: &Claim) -> &str {
    let text = claim.text.as_str();
    text.strip_prefix("mailto:").or_else(|| text.strip_prefix("tel:")).unwrap_or(text)
}

fn is_about_contact(page: &Page) -> bool {
    matches!(page.entry.kind, Kind::Channel | Kind::Sla | Kind::Ladder)
}

/// A declared address that another one is like.
struct Like {
    address: String,
    distance: Distance,
}

/// How far two addresses are from each other.
enum Distance {
    /// A slip of the finger.
    Slip,
    /// Perhaps another line of the same block of numbers, as companies have them.
    Neighbour,
}

/// The number of a channel that is written without its country.
struct National<'s> {
    digits: String,
    path: &'s SitePath,
    address: &'s Placed<String>,
}

impl National<'_> {
    /// Whether these digits are the same number with a country's before it.
    fn is(&self, digits: &str) -> bool {
        digits.strip_suffix(self.digits.as_str()).is_some_and(|country| (1..=3).contains(&country.len()))
    }
}

/// What is declared, in channels and facts.
#[derive(Default)]
struct Known<'s> {
    mails: BTreeSet<String>,
    phones: BTreeSet<String>,
    nationals: Vec<National<'s>>,
    /// The company's own domains.
    domains: BTreeSet<String>,
}

impl<'s> Known<'s> {
    fn of(site: &'s Site) -> Self {
        let mut known = Self::default();
        for (_, page, channel) in site.channels() {
            let Some(address) = &channel.address else { continue };
            known.add(address);
            let digits = national_digits(address).filter(|_| channel.channel == Some(ChannelType::Phone));
            known.nationals.extend(digits.map(|digits| National { digits, path: &page.entry.path, address }));
        }
        known.domains = known.mails.iter().filter_map(|mail| Some(mail.split_once('@')?.1.to_owned())).collect();
        known.domains.extend(site.config.base_url.domain().and_then(domain_of));
        for fact in site.facts.iter() {
            known.add(&fact.value);
            known.add(fact.text());
        }
        known
    }

    fn add(&mut self, text: &str) {
        for claim in claims_in(text, &(0..0)) {
            match claim.said {
                Said::Mail(mail) => drop(self.mails.insert(mail)),
                Said::Phone(digits) => drop(self.phones.insert(digits)),
                Said::Within(_) | Said::Always => {}
            }
        }
    }

    /// Whether a number is declared: as it is, without its country, or with something after it that is no part of it.
    fn has_phone(&self, digits: &str, written: &str) -> bool {
        let has =
            |digits: &str| self.phones.contains(digits) || self.nationals.iter().any(|national| national.is(digits));
        has(digits) || beginnings(written).iter().any(|digits| has(digits))
    }

    /// What to say of numbers without a country that texts have with one.
    fn without_country<'c>(&self, claims: impl Iterator<Item = &'c Claim>) -> Vec<(&'s SitePath, Raised)> {
        let mut told: BTreeMap<&SitePath, Raised> = BTreeMap::new();
        for claim in claims {
            let Said::Phone(digits) = &claim.said else { continue };
            if let Some(national) = self.nationals.iter().find(|national| national.is(digits)) {
                told.entry(national.path).or_insert_with(|| without_country(national, claim));
            }
        }
        told.into_iter().collect()
    }

    fn is_ours(&self, mail: &str) -> bool {
        let Some((local, domain)) = mail.split_once('@') else { return false };
        let below =
            |own: &String| domain == own || domain.strip_suffix(own.as_str()).is_some_and(|rest| rest.ends_with('.'));
        !UNREAD.contains(&local) && !ANYBODY.contains(&local) && self.domains.iter().any(below)
    }

    /// The declared address that this one is a slip away from: in its name, or in one letter of its domain.
    fn mail_like(&self, mail: &str) -> Option<Like> {
        let (local, domain) = mail.split_once('@')?;
        let known = self.mails.iter().find(|known| {
            let Some((known_local, known_domain)) = known.split_once('@') else { return false };
            let allowed = (known_local.chars().count() / 4).clamp(1, 2);
            match (local == known_local, domain == known_domain) {
                (false, true) => strsim::osa_distance(local, known_local) <= allowed && local.len() > 2,
                (true, false) => strsim::osa_distance(domain, known_domain) == 1,
                _ => false,
            }
        });
        known.map(|known| Like { address: known.clone(), distance: Distance::Slip })
    }

    /// The declared number that this one is a slip away from: one or two digits are others, or two are swapped, or one is
    /// missing or too many. One that differs only at its end may well be another line.
    fn phone_like(&self, digits: &str) -> Option<Like> {
        let others = |known: &str| strsim::hamming(digits, known).is_ok_and(|others| others <= 2);
        let known = self.phones.iter().find(|known| others(known) || strsim::osa_distance(digits, known) == 1)?;
        let block = known.len() - LINE;
        let is_beside = digits.len() == known.len() && digits[..block] == known[..block];
        let distance = if is_beside { Distance::Neighbour } else { Distance::Slip };
        Some(Like { address: format!("+{known}"), distance })
    }
}

/// Digits at the end of a number in which the lines of one company differ.
const LINE: usize = 2;

fn without_country(national: &National<'_>, claim: &Claim) -> Raised {
    let message = format!("`{}` lacks the digits of its country, and a text has them", national.address.value);
    let help = format!("write it as `{}`: callers from abroad need that, and telephones can dial it", written(claim));
    Raised::warning(STRAY, &national.address.span, message).help(help)
}

/// The domain that the site's host belongs to: `shop.example` of `help.shop.example`. Of `shop.co.uk` it is the whole.
fn domain_of(host: &str) -> Option<String> {
    let labels: Vec<&str> = host.split('.').collect();
    let shared = matches!(labels.as_slice(), [_, second, last] if last.len() == 2 && second.len() <= 3);
    match labels.len() {
        0 | 1 => None,
        2 => Some(host.to_owned()),
        _ if shared => Some(host.to_owned()),
        _ => Some(labels[1..].join(".")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_domain_of_a_host_is_never_one_that_strangers_share() {
        for (host, domain) in [
            ("help.shop.example", Some("shop.example")),
            ("shop.example", Some("shop.example")),
            ("shop.co.uk", Some("shop.co.uk")),
            ("help.shop.co.uk", Some("shop.co.uk")),
            ("localhost", None),
        ] {
            assert_eq!(domain_of(host).as_deref(), domain, "{host}");
        }
    }
}
