//! # unused-fact
//!
//! Nothing quotes this fact. Either the pages that tell it have the number written out, and would not follow when it
//! changes, or nobody tells it any more.
//!
//! Quote it as `{{fact:name}}`, or remove it. A fact that only internal pages quote, or only fields that the public never
//! sees (`owner`, `experts`, `who` and `contact` of a ladder), belongs in `content/internal/facts.yaml`.

use std::collections::BTreeSet;

use crate::diag::Code;
use crate::kinds::{Audience, Fact};
use crate::site::Site;

use super::{Raised, Report};

pub(super) const UNUSED: Code = Code("unused-fact");

pub(super) const CODES: &[Code] = &[UNUSED];

pub(super) fn run(site: &Site, report: &mut Report) {
    let quoted: BTreeSet<&str> = site.quotes().map(|(_, quote)| quote.name.as_str()).collect();
    for fact in site.facts.iter().filter(|fact| !quoted.contains(fact.name.as_str())) {
        report.add(&fact.path, unused(site, fact));
    }
}

fn unused(site: &Site, fact: &Fact) -> Raised {
    let name = &fact.name.value;
    let mut help = format!("quote it as {{{{fact:{name}}}}}, or remove it");
    if site.audience == Audience::Public {
        help.push_str("; what only staff read belongs in content/internal/facts.yaml");
    }
    Raised::weighable(UNUSED, &fact.name.span, format!("nothing quotes `{name}`")).help(help)
}
