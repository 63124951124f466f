//! # unknown-fact
//!
//! A text or a value quotes a fact that `content/facts.yaml` does not have. Readers see the quote as it was written, with
//! its braces, where a number should stand.
//!
//! Correct the name, or add the fact:
//!
//! ```yaml
//! mail-reply: {value: 24h, text: 24 hours}
//! ```
//!
//! A page for everyone can't quote a fact that is internal: to the public site there is no such fact. To show braces as
//! they are, write a backslash before them: `\{{fact:name}}`.

use std::collections::BTreeMap;

use crate::diag::{Code, did_you_mean};
use crate::markdown::Quote;
use crate::site::Site;

use super::{Raised, Report};

const UNKNOWN: Code = Code("unknown-fact");

pub(super) const CODES: &[Code] = &[UNKNOWN];

/// Most names for which a like one is sought. A thousand names that nobody knows are not a thousand slips.
const MOST_SOUGHT: usize = 1_000;

pub(super) fn run(site: &Site, report: &mut Report) {
    let mut helps: BTreeMap<&str, String> = BTreeMap::new();
    for (path, quote) in site.quotes().filter(|(_, quote)| site.facts.get(&quote.name).is_none()) {
        let is_sought = helps.len() < MOST_SOUGHT;
        let help = helps.entry(&quote.name).or_insert_with(|| if is_sought { help(site, quote) } else { known(site) });
        let message = format!("there is no fact `{}`", quote.name);
        report.add(path, Raised::error(UNKNOWN, &quote.span, message).help(help.as_str()));
    }
}

fn help(site: &Site, quote: &Quote) -> String {
    did_you_mean(&quote.name, site.facts.iter().map(|fact| fact.name.as_str())).unwrap_or_else(|| known(site))
}

fn known(site: &Site) -> String {
    match site.facts.iter().take(10).map(|fact| fact.name.as_str()).collect::<Vec<_>>().join(", ") {
        none if none.is_empty() => "add it to content/facts.yaml, which has none yet".to_owned(),
        all => format!("facts here: {all}"),
    }
}
