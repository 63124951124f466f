//! # plan-without-channel
//!
//! The SLA has a plan, there are channels of support, and on none of them does anybody answer those who have the plan: all
//! are for other plans, forums, kept free for some `severities`, or marked `two_way: false`. Who bought it, or has it for
//! nothing, has a question and reaches nobody. The contact page then shows them every channel and says so.
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
        let raised = sla.plans.iter().filter_map(|plan| alone(plan, &answering));
        raised.for_each(|raised| report.add(&page.entry.path, raised));
    }
}

fn is_answered(channel: &Channel) -> bool {
    channel.purpose == Purpose::Support && channel.answers()
}

/// What is kept free for the worst is no way to ask something.
fn alone(plan: &Plan, answering: &[&Channel]) -> Option<Raised> {
    let mut theirs = answering.iter().filter(|channel| channel.is_for_plan(&plan.id)).peekable();
    let who = match theirs.peek() {
        None => "no channel of support answers",
        Some(_) => "only what is kept free for some severities answers",
    };
    let message = format!("{who} those who have {}", plan.name);
    let has_way = theirs.any(|channel| channel.severities.is_empty());
    (!has_way).then(|| Raised::weighable(NOBODY, &plan.id.span, message).help(HELP))
}
