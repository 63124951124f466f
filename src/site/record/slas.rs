//! Versions of the SLA as they were when they were first published in force. From then on a version says what it says:
//! a claim is judged by it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::kinds::{Measure, Plan, Price, Severity, Sla, SlaUptime, Target};
use crate::time::Wait;
use crate::yaml::{Choice, Placed};

use super::super::{Page, Site};
use super::fingerprint;

/// What the hours of a calendar are called among the things that a version states.
const HOURS: &str = "the hours of ";

/// The fingerprint of each thing that a version states, by what it is.
pub type Statements = BTreeMap<String, String>;

/// A version of the SLA that says something else than when it was first published in force.
#[derive(Clone, Debug)]
pub struct SlaChange<'a> {
    /// Its page.
    pub page: &'a Page,
    /// What it says.
    pub sla: &'a Sla,
    /// What is stated otherwise, or not any more.
    pub what: Vec<String>,
}

impl SlaChange<'_> {
    /// Whether something else than the hours of calendars was changed.
    #[must_use]
    pub fn is_of_words(&self) -> bool {
        self.what.iter().any(|what| !what.starts_with(HOURS))
    }

    /// Whether the hours of a calendar were changed.
    #[must_use]
    pub fn is_of_hours(&self) -> bool {
        self.what.iter().any(|what| what.starts_with(HOURS))
    }
}

impl Site {
    /// Versions of the SLA that were changed while they were in force or afterwards, newest first.
    #[must_use]
    pub fn changed_slas(&self) -> Vec<SlaChange<'_>> {
        let Some(published) = self.comparable() else { return Vec::new() };
        let in_force = self.sla_in_force().map(|(page, _)| &page.url);
        let changed = |(page, sla): (_, _)| {
            let page: &Page = page;
            let (before, now) = (published.slas.get(&name(page, sla))?, self.statements(sla));
            let names = before.keys().chain(now.keys().filter(|what| !before.contains_key(*what)));
            // Nobody's clock runs any more in the hours of a version that was replaced.
            let counts = |what: &&String| in_force == Some(&page.url) || !what.starts_with(HOURS);
            let what: Vec<String> =
                names.filter(|what| before.get(*what) != now.get(*what)).filter(counts).cloned().collect();
            (!what.is_empty()).then_some(SlaChange { page, sla, what })
        };
        self.slas().into_iter().filter_map(changed).collect()
    }

    /// The versions that have begun, each as it was first published; with those that are not here any more, should they
    /// come back.
    pub(super) fn slas_to_record(&self) -> BTreeMap<String, Statements> {
        let begun = self.slas().into_iter().filter(|(_, sla)| self.has_begun(sla, self.now));
        let mut recorded: BTreeMap<String, Statements> =
            begun.map(|(page, sla)| (name(page, sla), self.statements(sla))).collect();
        recorded.extend(self.comparable().into_iter().flat_map(|published| published.slas.clone()));
        recorded
    }

    /// The day on which each of them began.
    pub(super) fn sla_days_to_record(&self) -> BTreeMap<String, String> {
        let begun = self.slas().into_iter().filter(|(_, sla)| self.has_begun(sla, self.now));
        let mut days: BTreeMap<String, String> =
            begun.filter_map(|(page, sla)| Some((name(page, sla), begins(sla)?.to_string()))).collect();
        days.extend(self.comparable().into_iter().flat_map(|published| published.sla_days.clone()));
        days
    }

    /// What a version states, and the usual week in which each of its promises counts.
    pub(super) fn statements(&self, sla: &Sla) -> Statements {
        let calendars = sla.targets.iter().filter_map(|target| self.calendar_named(target.calendar.as_ref()?));
        let hours = calendars.map(|calendar| {
            (format!("{HOURS}`{}`", calendar.name.value), fingerprint(&[&super::channels::hours(calendar)]))
        });
        statements(sla).into_iter().chain(hours).collect()
    }
}

/// The day from which a version holds.
pub(super) fn begins(sla: &Sla) -> Option<Date> {
    sla.effective.as_ref().map(|date| date.value)
}

/// What a version goes by: its own name for itself, else its address.
pub(super) fn name(page: &Page, sla: &Sla) -> String {
    sla.version.as_ref().map_or_else(|| page.url.clone(), |version| version.value.clone())
}

fn statements(sla: &Sla) -> Statements {
    let effective = sla.effective.as_ref().map(|date| ("the day it begins".to_owned(), date.value.to_string()));
    let severities = sla.severities.iter().map(|it| (format!("the severity `{}`", it.id.value), severity(it)));
    let plans = sla.plans.iter().map(|it| (format!("the plan `{}`", it.id.value), plan(it)));
    let targets = sla.targets.iter().map(|it| (target_name(it), target(it)));
    let uptimes = sla.uptime.iter().map(|it| (uptime_name(it), uptime(it)));
    let credit = |it: &crate::kinds::Credit| {
        let whose = if it.components.is_empty() { String::new() } else { format!("{}\0", sorted(&it.components)) };
        format!("{whose}{} {}", it.below.value, it.credit)
    };
    let outside = |it: &crate::kinds::OutOfScope| format!("{} {:?}", it.what, it.instead);
    let lists = [
        ("the credits", sla.credits.iter().map(credit).collect::<Vec<_>>().join("\0")),
        ("the exclusions", sla.exclusions.join("\0")),
        ("how to claim", sla.claim.clone().unwrap_or_default()),
        ("what is out of scope", sla.out_of_scope.iter().map(outside).collect::<Vec<_>>().join("\0")),
    ];
    let lists = lists.into_iter().filter(|(_, text)| !text.is_empty()).map(|(what, text)| (what.to_owned(), text));
    let mut all: BTreeMap<String, String> = BTreeMap::new();
    for (what, text) in effective.into_iter().chain(severities).chain(plans).chain(targets).chain(uptimes).chain(lists)
    {
        // Two statements may go by the same name: an uptime for each of two plans.
        let said = all.entry(what).or_default();
        said.push_str(&text);
        said.push('\0');
    }
    all.into_iter().map(|(what, text)| (what, fingerprint(&[&text]))).collect()
}

fn severity(severity: &Severity) -> String {
    let definition = severity.definition.as_deref().unwrap_or_default();
    [&severity.name, definition, &severity.examples.join("\0")].join("\0")
}

fn plan(plan: &Plan) -> String {
    let Price { amount, currency, per } = plan.price.clone().unwrap_or_else(nothing);
    [plan.name.clone(), amount, currency, per.unwrap_or_default(), sorted(&plan.languages)].join("\0")
}

fn nothing() -> Price {
    Price { amount: String::new(), currency: String::new(), per: None }
}

fn target_name(target: &Target) -> String {
    let (plan, severity) = (word(target.plan.as_ref()), word(target.severity.as_ref()));
    format!("the target of `{plan}` and `{severity}`")
}

fn target(target: &Target) -> String {
    let promised = |measure: Measure| target.promised(measure).map(|wait: &Placed<Wait>| wait.value.to_string());
    let mut said: Vec<String> = Measure::ALL.into_iter().map(|measure| promised(measure).unwrap_or_default()).collect();
    said.extend([target.goal().to_string(), word(target.calendar.as_ref()).to_owned(), sorted(&target.channels)]);
    said.join("\0")
}

fn uptime_name(uptime: &SlaUptime) -> String {
    format!("the uptime of `{}`", word(uptime.component.as_ref()))
}

fn uptime(uptime: &SlaUptime) -> String {
    let percent = uptime.percent.as_ref().map(|percent| percent.value.to_string());
    [percent.unwrap_or_default(), uptime.window.word().to_owned(), sorted(&uptime.plans)].join("\0")
}

fn word(word: Option<&Placed<String>>) -> &str {
    word.map_or("", |word| word.value.as_str())
}

fn sorted(words: &[Placed<String>]) -> String {
    let mut words: Vec<&str> = words.iter().map(|word| word.value.as_str()).collect();
    words.sort_unstable();
    words.join(" ")
}
