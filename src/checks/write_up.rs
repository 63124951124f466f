//! # missing-cause
//!
//! A major or critical incident is over and its `cause` is not told. (For `status.write_up_within`, five days unless set,
//! this and the next three are notes: nobody writes it up in the hour in which it was mended.) Customers who were hit want to know that somebody
//! understood it. Say it in plain words, without naming a person.
//!
//! # missing-prevention
//!
//! A major or critical incident is over and nothing is promised against the next time. Add at least one item to
//! `prevention`, with the team that does it (`owner`) and the day by which (`due`); an item without a day can't be kept.
//!
//! # missing-apology
//!
//! A major or critical incident is over and nobody said sorry; or the words are those of another incident, or of
//! everybody: "we apologise for any inconvenience". Say in your own words what it was like for the people it hit.
//!
//! # missing-compensation
//!
//! A major or critical incident is over and nothing is said about what customers get for it. That nothing is given is a
//! decision too, and has a reason: `compensation: None. It lasted four minutes at night, and no sale was lost.`

use std::collections::BTreeMap;

use crate::diag::Code;
use crate::kinds::{Impact, Incident};
use crate::site::{PageId, Site};
use crate::yaml::Placed;

use super::{Raised, Report};

pub(super) const CAUSE: Code = Code("missing-cause");
pub(super) const PREVENTION: Code = Code("missing-prevention");
pub(super) const APOLOGY: Code = Code("missing-apology");
pub(super) const COMPENSATION: Code = Code("missing-compensation");

pub(super) const CODES: &[Code] = &[CAUSE, PREVENTION, APOLOGY, COMPENSATION];

/// Fewer words than this beside "none" are no reason.
const FEWEST_WORDS: usize = 3;

/// Words that everybody says. An apology of these alone is not one's own.
const STOCK: &[&str] = &[
    "any inconvenience this may have caused",
    "any inconvenience caused",
    "for any inconvenience",
    "for the inconvenience",
    "for the inconvenience caused",
];

/// Fewer words than this around a stock phrase are not one's own either.
const OWN_WORDS: usize = 15;

pub(super) fn run(site: &Site, report: &mut Report) {
    let apologies = apologies(site);
    let is_due = |incident: &Incident| !incident.is_open() && incident.impact() >= Impact::Major;
    for (id, incident) in site.incidents().filter(|(_, incident)| is_due(incident)) {
        let impact = incident.impact.as_ref().map(|impact| impact.span.clone()).unwrap_or_default();
        let raised = [
            is_empty(incident.cause.as_ref()).then(|| {
                Raised::weighable(CAUSE, &impact, "this incident is over, and its cause is not told")
                    .help("add `cause:` and say in plain words why it happened")
            }),
            incident.prevention.iter().all(|item| words(&item.what).is_empty()).then(|| {
                Raised::weighable(
                    PREVENTION,
                    &impact,
                    "this incident is over, and nothing is done against the next time",
                )
                .help("add `prevention:` with what will be done, by which team (`owner`) and day (`due`)")
            }),
            apology(site, (id, incident), &apologies, &impact),
            compensation(incident, &impact),
        ];
        let undated = incident.prevention.iter().filter(|item| item.due.is_none() && item.done.is_none()).map(|item| {
            Raised::weighable(PREVENTION, &item.span, "this is promised without a day")
                .help("add `due:` with the day by which, or `done:` with the day on which it was done")
        });
        let raised = raised.into_iter().flatten().chain(undated);
        // The people who mended it write it up in the days after, not in that hour.
        let has_time = has_time(site, incident);
        raised
            .map(|raised| if has_time { raised.early() } else { raised })
            .for_each(|raised| report.add(&site.page(id).entry.path, raised));
    }
}

/// Whether it ended so lately that the write-up is not due yet.
fn has_time(site: &Site, incident: &Incident) -> bool {
    let due = |ended| site.config.status.write_up_within.after(ended, &site.config.time_zone);
    incident.ended().and_then(due).is_some_and(|due| site.now <= due)
}

fn is_empty(text: Option<&Placed<String>>) -> bool {
    text.is_none_or(|text| words(text).is_empty())
}

/// The oldest incident with each apology.
fn apologies(site: &Site) -> BTreeMap<String, PageId> {
    let mut apologies = BTreeMap::new();
    for (id, incident) in site.incidents().rev() {
        if let Some(apology) = &incident.apology {
            apologies.entry(words(apology)).or_insert(id);
        }
    }
    apologies
}

fn apology(
    site: &Site,
    (id, incident): (PageId, &Incident),
    all: &BTreeMap<String, PageId>,
    impact: &std::ops::Range<usize>,
) -> Option<Raised> {
    let help = "say in your own words what it was like for the people it hit, and that you are sorry";
    let Some(apology) = incident.apology.as_ref().filter(|text| !words(text).is_empty()) else {
        return Some(Raised::weighable(APOLOGY, impact, "this incident is over, and nobody said sorry").help(help));
    };
    let words = words(apology);
    if let Some(first) = all.get(&words).filter(|first| **first != id) {
        let message = format!("this apology is word for word that of {}", site.page(*first).entry.path);
        return Some(Raised::weighable(APOLOGY, &apology.span, message).help(help));
    }
    let is_stock = STOCK.iter().any(|stock| words.contains(stock)) && words.split(' ').count() < OWN_WORDS;
    is_stock.then(|| Raised::weighable(APOLOGY, &apology.span, "these are the words that everybody says").help(help))
}

fn compensation(incident: &Incident, impact: &std::ops::Range<usize>) -> Option<Raised> {
    let help = "say what customers get and how, or `None.` with the reason";
    let Some(compensation) = incident.compensation.as_ref().filter(|text| !words(text).is_empty()) else {
        let message = "this incident is over, and what customers get for it is not decided";
        return Some(Raised::weighable(COMPENSATION, impact, message).help(help));
    };
    let words = words(compensation);
    let is_none =
        ["none", "no", "nothing", "n a", "na"].iter().any(|no| words == *no || words.starts_with(&format!("{no} ")));
    (is_none && words.split(' ').count() <= FEWEST_WORDS)
        .then(|| Raised::weighable(COMPENSATION, &compensation.span, "a decision for nothing has a reason").help(help))
}

/// The words of a text in small letters, with a space between them.
fn words(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}
