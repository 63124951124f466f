//! # unused-fact
//!
//! Nothing quotes this fact. Either the pages that tell it have the number written out, and would not follow when it
//! changes, or nobody tells it any more.
//!
//! Quote it as `{{fact:name}}`, or remove it. Where only staff see what quotes it, the message says so: it stands in a
//! field that the public never sees (`owner`, `experts`, `who` and `contact` of a ladder), or in an update that is
//! internal. Move it to `content/internal/facts.yaml`, and so a fact that only internal pages quote: those are not
//! read for the public, so nothing can be said of them.

use std::collections::BTreeSet;

use crate::diag::Code;
use crate::kinds::{Audience, Fact};
use crate::site::Site;

use super::{Raised, Report};

pub(super) const UNUSED: Code = Code("unused-fact");

pub(super) const CODES: &[Code] = &[UNUSED];

pub(super) fn run(site: &Site, report: &mut Report) {
    let quoted: BTreeSet<&str> = site.quotes().map(|(_, quote)| quote.name.as_str()).collect();
    let for_staff: BTreeSet<&str> = site.quoted_for_staff().collect();
    for fact in site.facts.iter().filter(|fact| !quoted.contains(fact.name.as_str())) {
        let is_for_staff = for_staff.contains(fact.name.as_str());
        report.add(&fact.path, if is_for_staff { staff_only(fact) } else { unused(site, fact) });
    }
}

fn staff_only(fact: &Fact) -> Raised {
    let message = format!("only what staff see quotes `{}`", fact.name.value);
    Raised::weighable(UNUSED, &fact.name.span, message).help("move it to content/internal/facts.yaml")
}

fn unused(site: &Site, fact: &Fact) -> Raised {
    let name = &fact.name.value;
    let mut help = format!("quote it as {{{{fact:{name}}}}}, or remove it");
    if site.audience == Audience::Public {
        help.push_str("; if internal pages quote it, move it to content/internal/facts.yaml");
    }
    Raised::weighable(UNUSED, &fact.name.span, format!("nothing quotes `{name}`")).help(help)
}
