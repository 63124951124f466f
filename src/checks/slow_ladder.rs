//! # slow-ladder
//!
//! An escalation ladder takes longer than the SLA that it serves:
//!
//! - a step is taken only when the promised `restore` has passed already;
//! - after a step the customer hears later (`told_within`) than `update_every` promises;
//! - the customer hears for the first time after the promised `first_response`.
//!
//! Whoever follows the ladder to the letter breaks the promise. Times that count in the same hours are compared as they
//! are, others by the longest real wait of the coming year: three hours of a partner who works on weekdays are a weekend,
//! whatever is promised round the clock. Where the longest wait for a step is longer than that for the promise, whoever begins
//! to wait then is let down for sure.
//!
//! Take the step earlier, tell sooner, or promise what the ladder can keep. What comes when a promise is broken already,
//! such as a formal complaint, belongs on a ladder of its own without `severities`; the last step `continues` on it.
//!
//! # ladder-loop
//!
//! Ladders continue on each other in a circle, so that whoever climbs them gets back to where they began. Let the last one
//! end with somebody who decides.
//!
//! # third-party-without-hours
//!
//! A step leaves the case with another company and does not say in which hours that one works. The customer, and whoever is
//! on duty, take it for your own hours and wait in vain. Write the partner's hours into `content/contact/calendars.yaml` and
//! name them in the step:
//!
//! ```yaml
//! - {what: Our bank looks into it, third_party: Example Bank, calendar: bank-hours, after: 2h}
//! ```

use std::collections::BTreeSet;

use crate::diag::Code;
use crate::kinds::{Ladder, Measure, Step, Target};
use crate::site::{Page, Site};
use crate::time::Wait;
use crate::yaml::{Choice, Placed};

use super::worst::{Compared, Promised};
use super::{Raised, Report};

pub(super) const SLOW: Code = Code("slow-ladder");
pub(super) const LOOP: Code = Code("ladder-loop");
pub(super) const HOURS: Code = Code("third-party-without-hours");

pub(super) const CODES: &[Code] = &[SLOW, LOOP, HOURS];

pub(super) fn run(site: &Site, report: &mut Report) {
    let mut compared = Compared::over_the_coming_year(site);
    for (_, page, ladder) in site.ladders() {
        let slow = slow(site, ladder, &mut compared);
        let third = ladder.steps.iter().filter_map(without_hours);
        let raised = slow.into_iter().chain(looping(site, page, ladder)).chain(third);
        raised.for_each(|raised| report.add(&page.entry.path, raised));
    }
}

/// What is slow: of each step and each thing that is promised the first target that it breaks.
fn slow(site: &Site, ladder: &Ladder, compared: &mut Compared<'_>) -> Vec<Raised> {
    let mut found = Vec::new();
    let mut told: BTreeSet<(usize, Measure)> = BTreeSet::new();
    let slas = site.binding_slas();
    let targets = slas.iter().flat_map(|(_, sla)| &sla.targets).filter(|target| serves(ladder, target));
    for target in targets {
        for measure in Measure::ALL {
            let Some(promised) = target.promised(measure) else { continue };
            let rung = Rung { ladder, target, measure, promised };
            let slow = rung.too_slow(compared).filter(|(at, _)| told.insert((*at, measure)));
            found.extend(slow.map(|(_, raised)| raised));
        }
    }
    found
}

fn serves(ladder: &Ladder, target: &Target) -> bool {
    let ids = target.plan.as_ref().zip(target.severity.as_ref());
    ids.is_some_and(|(plan, severity)| ladder.serves(plan, severity))
}

/// A ladder beside one thing that it has to keep.
struct Rung<'a> {
    ladder: &'a Ladder,
    target: &'a Target,
    measure: Measure,
    promised: &'a Placed<Wait>,
}

impl Rung<'_> {
    /// The first step that breaks the promise, by its number, and the finding.
    fn too_slow(&self, compared: &mut Compared<'_>) -> Option<(usize, Raised)> {
        let mut steps = self.ladder.steps.iter().enumerate();
        match self.measure {
            Measure::FirstResponse => {
                let (at, step) = steps.find(|(_, step)| step.told_within.is_some())?;
                let within = step.told_within.as_ref()?;
                let sum = step.after.as_ref().and_then(|after| after.value.followed_by(within));
                let told = self.breaks(step, sum.as_ref().unwrap_or(within), compared)?;
                Some((at, self.raise(within, "the customer hears for the first time later than", &told)))
            }
            Measure::UpdateEvery => steps.find_map(|(at, step)| {
                let within = step.told_within.as_ref()?;
                let told = self.breaks(step, within, compared)?;
                Some((at, self.raise(within, "after this step the customer hears later than", &told)))
            }),
            Measure::Restore => steps.find_map(|(at, step)| {
                let after = step.after.as_ref()?;
                let told = self.breaks(step, after, compared)?;
                Some((at, self.raise(after, "this step is taken later than", &told)))
            }),
        }
    }

    /// Both lengths, where a time of a step is longer than what is promised.
    fn breaks(&self, step: &Step, wait: &Wait, compared: &mut Compared<'_>) -> Option<String> {
        let promised = self.target.calendar.as_ref();
        let own = step.calendar.as_ref().or(self.ladder.calendar.as_ref()).or(promised);
        let name = |calendar: Option<&'_ Placed<String>>| calendar.map(|name| name.value.clone());
        let (own, promised) = (name(own), name(promised));
        let step = Promised { wait, calendar: own.as_deref() };
        compared.longer(step, Promised { wait: self.promised, calendar: promised.as_deref() })
    }

    fn raise(&self, at: &Placed<Wait>, what: &str, told: &str) -> Raised {
        let word = |word: &Option<Placed<String>>| word.as_ref().map_or_else(String::new, |word| word.value.clone());
        let (plan, severity) = (word(&self.target.plan), word(&self.target.severity));
        let message = format!("{what} `{}` of {plan} and {severity} promises: {told}", self.measure.word());
        let help = match self.measure {
            Measure::Restore => {
                "take it earlier; what comes when the promise is broken belongs on a ladder of its own, on which the last \
                 step `continues`"
            }
            Measure::FirstResponse | Measure::UpdateEvery => {
                "tell sooner, or promise in the SLA what the ladder can keep"
            }
        };
        Raised::weighable(SLOW, &at.span, message).help(help)
    }
}

/// The steps from which the ladder gets back to itself.
fn looping(site: &Site, page: &Page, ladder: &Ladder) -> Vec<Raised> {
    let own = page.entry.path.stem();
    let continues = ladder.steps.iter().filter_map(|step| step.continues.as_ref());
    let round = continues.filter(|next| leads_to(site, next, own));
    let raise = |next: &Placed<String>| {
        let message = match next.value == own {
            true => "this ladder continues on itself".to_owned(),
            false => format!("`{}` leads back to this ladder", next.value),
        };
        Raised::weighable(LOOP, &next.span, message).help("let the last ladder end with somebody who decides")
    };
    round.map(raise).collect()
}

/// Whether going on from one ladder leads to another.
fn leads_to(site: &Site, from: &str, to: &str) -> bool {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut next: Vec<&str> = vec![from];
    while let Some(name) = next.pop() {
        if name == to {
            return true;
        }
        let ladder = site.ladders().find(|(_, page, _)| page.entry.path.stem() == name);
        let steps = ladder.into_iter().flat_map(|(.., ladder)| &ladder.steps).filter(|_| !seen.contains(name));
        next.extend(steps.filter_map(|step| step.continues.as_ref()).map(|name| name.value.as_str()));
        seen.extend(ladder.map(|(_, page, _)| page.entry.path.stem()));
    }
    false
}

fn without_hours(step: &Step) -> Option<Raised> {
    let party = step.third_party.as_ref().filter(|_| step.calendar.is_none())?;
    let message = format!("nothing says in which hours {} works", party.value);
    Some(
        Raised::weighable(HOURS, &party.span, message)
            .help("add their hours to calendars.yaml, and name them in `calendar`"),
    )
}
