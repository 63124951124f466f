//! Five years of a status page: components in groups, incidents of every impact, maintenance.
//!
//! Most incidents are small and short and hit one component; a few are long, large, and hit several. The last days have
//! one of each that goes on, so that the pages have something to say.

use std::fmt::Write;

use jiff::Timestamp;

use super::File;
use super::dice::Dice;

/// The moment of the corpus, 2026-11-20T09:00:00Z.
const NOW: i64 = 1_795_165_200;
const DAY: u64 = 24 * 60 * 60;
/// How far back incidents reach.
const YEARS: u64 = 5;
/// Components under one heading.
const IN_GROUP: u64 = 10;
/// One maintenance for so many incidents.
const PER_MAINTENANCE: u64 = 10;

const PURPOSE: u64 = 77;
const STATES: [&str; 4] = ["degraded_performance", "degraded_performance", "partial_outage", "major_outage"];
const IMPACTS: [&str; 8] = ["none", "minor", "minor", "minor", "minor", "major", "major", "critical"];
const PARTS: [&str; 10] =
    ["API", "Dashboard", "Sign-in", "Exports", "Webhooks", "Uploads", "Search", "Mail", "Payments", "Reports"];

/// Every file of a status page with so many incidents and components.
pub(super) fn files(incidents: u64, components: u64, seed: u64) -> impl Iterator<Item = File> {
    let components = components.max(1);
    let work = incidents / PER_MAINTENANCE;
    let incidents = (0..incidents).map(move |number| incident(number, incidents, components, seed));
    let work = (0..work).map(move |number| maintenance(number, work, components, seed));
    std::iter::once(component_file(components)).chain(incidents).chain(work)
}

fn component_file(components: u64) -> File {
    let mut text = String::new();
    for number in 0..components {
        let part = PARTS[(number % IN_GROUP) as usize];
        let group = number / IN_GROUP + 1;
        let _ = writeln!(
            text,
            "- {{id: c{number}, name: {part} {group}, group: Region {group}, description: {part} for customers in \
             region {group}., since: 2021-11-01}}"
        );
    }
    File { path: "content/status/components.yaml".to_owned(), text }
}

/// Moments are spread over the years; the last one is today.
fn start(number: u64, of: u64, dice: &mut Dice) -> i64 {
    let step = YEARS * 365 * DAY / of.max(1);
    let ago = (of - 1 - number) * step + dice.below(step.max(2) / 2) + 3600;
    NOW - i64::try_from(ago).unwrap_or_default()
}

fn time(seconds: i64) -> String {
    Timestamp::from_second(seconds).map(|at| at.to_string()).unwrap_or_default()
}

fn incident(number: u64, of: u64, components: u64, seed: u64) -> File {
    let mut dice = Dice::new(seed, PURPOSE, number);
    let started = start(number, of, &mut dice);
    let impact = dice.pick(&IMPACTS);
    let minutes = 10 + dice.below(50) + if dice.chance(10) { dice.below(600) } else { 0 };
    let is_open = number + 1 == of;
    let mut text = format!(
        "---\ntitle: \"{} trouble number {number}\"\nstarted: {}\nimpact: {impact}\ncomponents:\n{}",
        dice.pick(&PARTS),
        time(started),
        hit(components, &mut dice)
    );
    let quarter = |part: u64| started + i64::try_from(minutes * 60 * part / 4).unwrap_or_default();
    text += &first_word(quarter(1), if is_open { NOW + 1800 } else { quarter(2) }, &mut dice);
    if !is_open {
        text += &what_followed([quarter(2), quarter(3), quarter(4)], minutes);
        if ["major", "critical"].contains(&impact) {
            text += &write_up(number, minutes);
        }
    }
    text.push_str("---\n");
    File { path: format!("content/status/incidents/i{number:05}.md"), text }
}

/// Components and how they stand: mostly one, now and then some in a row.
fn hit(components: u64, dice: &mut Dice) -> String {
    let first = dice.below(components);
    let count = 1 + u64::from(dice.chance(20)) * dice.below(4);
    let lines = (0..count).map(|hit| format!("  c{}: {}\n", (first + hit) % components, dice.pick(&STATES)));
    lines.collect()
}

fn first_word(at: i64, next: i64, dice: &mut Dice) -> String {
    format!(
        "updates:\n  - at: {}\n    state: investigating\n    body: We see errors and are looking into them. About {} % of \
         requests fail.\n    next_update_by: {}\n",
        time(at),
        dice.between(1, 90),
        time(next)
    )
}

/// What was said when the cause was known, when it was mended, and when it was over.
fn what_followed(at: [i64; 3], minutes: u64) -> String {
    let [known, mended, over] = at.map(time);
    format!(
        "  - at: {known}\n    state: identified\n    body: The cause is found, and being mended.\n    next_update_by: \
         {mended}\n  - at: {mended}\n    state: monitoring\n    body: It works again. We are watching.\n  - at: {over}\n    \
         state: resolved\n    body: It was over after {minutes} minutes.\nresolved: {over}\n"
    )
}

fn write_up(number: u64, minutes: u64) -> String {
    format!(
        "cause: A change of number {number} was not tried out under load.\nprevention:\n  - {{what: Try changes like \
         number {number} out under load, owner: operations, due: 2031-01-01}}\napology: You could not work for {minutes} \
         minutes because of our change number {number}. We are sorry.\ncompensation: Credits of {minutes} minutes for \
         every customer who was hit.\n"
    )
}

fn maintenance(number: u64, of: u64, components: u64, seed: u64) -> File {
    let mut dice = Dice::new(seed, PURPOSE + 1, number);
    let starts = start(number, of, &mut dice) + if number + 2 >= of { 7 * 24 * 3600 } else { 0 };
    let text = format!(
        "---\ntitle: Work number {number}\nstarts: {}\nends: {}\ncomponents: [c{}]\nupdates:\n  - at: {}\n    state: \
         scheduled\n    body: There may be breaks of a minute.\n---\n",
        time(starts),
        time(starts + 3600),
        dice.below(components),
        time(starts - 14 * 24 * 3600),
    );
    File { path: format!("content/status/maintenance/m{number:05}.md"), text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_options_give_the_same_files_and_one_incident_goes_on() {
        let all = |seed| files(50, 20, seed).map(|file| file.text).collect::<String>();
        assert_eq!(all(1), all(1));
        assert_ne!(all(1), all(2));
        let open = files(50, 20, 1).filter(|file| file.path.contains("incidents") && !file.text.contains("resolved:"));
        assert_eq!(open.map(|file| file.path).collect::<Vec<_>>(), ["content/status/incidents/i00049.md"]);
        assert!(time(NOW).starts_with("2026-11-20T09:00:00"));
    }
}
