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

use crate::diag::{Code, did_you_mean};
use crate::markdown::Quote;
use crate::site::Site;

use super::{Raised, Report};

const UNKNOWN: Code = Code("unknown-fact");

pub(super) const CODES: &[Code] = &[UNKNOWN];

pub(super) fn run(site: &Site, report: &mut Report) {
    for (path, quote) in site.quotes().filter(|(_, quote)| site.facts.get(&quote.name).is_none()) {
        report.add(path, unknown(site, quote));
    }
}

fn unknown(site: &Site, quote: &Quote) -> Raised {
    let known = || site.facts.iter().map(|fact| fact.name.as_str());
    let all = || match known().take(10).collect::<Vec<_>>().join(", ") {
        none if none.is_empty() => "add it to content/facts.yaml, which has none yet".to_owned(),
        all => format!("facts here: {all}"),
    };
    let help = did_you_mean(&quote.name, known()).unwrap_or_else(all);
    Raised::error(UNKNOWN, &quote.span, format!("there is no fact `{}`", quote.name)).help(help)
}
