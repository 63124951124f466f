//! # unknown-check
//!
//! `checks:` in `firstline.yaml` weighs a finding that does not exist, or one that every reader of the page would meet
//! and so cannot be weighed otherwise. As it stands, the line does nothing.
//!
//! Correct its name. `firstline explain` lists all findings; those about promises and honesty can be weighed.

use crate::config;
use crate::diag::{Code, did_you_mean};
use crate::site::Site;

use super::{Raised, Report, WEIGHED};

const UNKNOWN: Code = Code("unknown-check");

pub(super) const CODES: &[Code] = &[UNKNOWN];

pub(super) fn run(site: &Site, report: &mut Report) {
    let known = || WEIGHED.iter().map(|(code, _)| code.0);
    for (name, _) in site.config.checks.0.iter().filter(|(name, _)| !known().any(|code| code == name.value)) {
        let message = format!("`{}` is no finding that can be weighed otherwise", name.value);
        let all = || format!("those that can: {}", known().collect::<Vec<_>>().join(", "));
        let help = did_you_mean(&name.value, known()).unwrap_or_else(all);
        report.add(&config::path(), Raised::warning(UNKNOWN, &name.span, message).help(help));
    }
}
