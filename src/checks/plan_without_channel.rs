//! # plan-without-channel
//!
//! The SLA has a plan, there are channels of support, and on none of them does anybody answer those who have the plan: all
//! are for other plans, forums, or marked `two_way: false`. Who bought it, or has it for nothing, reaches nobody. The
//! contact page then shows them every channel and says that none is theirs.
//!
//! Open a channel to the plan. One without `plans` is open to everyone:
//!
//! ```yaml
//! channel: email
//! plans: [free, premium]
//! ```
//!
//! Where a plan is meant to be without support, say so: `checks: {plan-without-channel: off}`. Only versions that hold now
//! or will are looked at.

use crate::diag::Code;
use crate::kinds::{Channel, Plan, Purpose};
use crate::site::Site;

use super::{Raised, Report};

pub(super) const NOBODY: Code = Code("plan-without-channel");

pub(super) const CODES: &[Code] = &[NOBODY];

const HELP: &str = "open a channel of support to it: name it in `plans` of one, or take `plans` away there";

pub(super) fn run(site: &Site, report: &mut Report) {
    let answering: Vec<&Channel> =
        site.channels().map(|(.., channel)| channel).filter(|channel| is_answered(channel)).collect();
    // Where nobody answers anybody, that is another finding.
    if answering.is_empty() {
        return;
    }
    for (page, sla) in site.binding_slas() {
        let alone = sla.plans.iter().filter(|plan| !answering.iter().any(|channel| channel.is_for_plan(&plan.id)));
        alone.for_each(|plan| report.add(&page.entry.path, raise(plan)));
    }
}

fn is_answered(channel: &Channel) -> bool {
    channel.purpose == Purpose::Support && channel.answers()
}

fn raise(plan: &Plan) -> Raised {
    let message = format!("no channel of support answers those who have {}", plan.name);
    Raised::weighable(NOBODY, &plan.id.span, message).help(HELP)
}
