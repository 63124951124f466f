//! Uptime and days, at their borders: months and summer time in the site's zone, overlaps, weights, and the second that
//! makes the difference.

use firstline::kinds::ComponentState;
use firstline::site::{Day, Site, Uptime};
use firstline::time::Moment;
use jiff::tz::TimeZone;

use crate::project::Project;

const COMPONENTS: &str = "- {id: till, name: Till, since: 2020-01-01}\n- {id: shop, name: Shop, since: 2020-01-01}\n";

/// A project in London with these settings besides, at noon of 1 August 2026.
fn project(settings: &str) -> Project {
    let plain =
        "title: Help\nbase_url: https://help.example.com\ntime_zone: Europe/London\nas_of: 2026-08-01T11:00:00Z\n";
    Project::new()
        .with("firstline.yaml", format!("{plain}{settings}"))
        .with("content/status/components.yaml", COMPONENTS)
}

/// The same with an incident of the till, from and until in local time.
fn incident(project: Project, name: &str, [from, until]: [&str; 2], state: &str) -> Project {
    let path = format!("content/status/incidents/{name}.md");
    let front = format!(
        "title: {name}\nstarted: {from}\nresolved: {until}\nimpact: minor\ncomponents: {{till: {state}}}\n\
         updates: [{{at: {until}, state: resolved, body: Over.}}]\n"
    );
    project.with(&path, format!("---\n{front}---\n"))
}

fn london(text: &str) -> Moment {
    Moment::parse(text, &TimeZone::get("Europe/London").unwrap()).unwrap()
}

/// The uptime of the till between two local times.
fn uptime(project: &Project, [from, until]: [&str; 2]) -> Uptime {
    project.build().plan.site().uptime(0, london(from), london(until)).unwrap()
}

/// Seconds that counted as down, of all.
fn seconds(project: &Project, between: [&str; 2]) -> (i64, i64) {
    let uptime = uptime(project, between);
    assert_eq!(uptime.down % 100, 0, "whole seconds");
    (uptime.down / 100, uptime.total)
}

const JUNE: [&str; 2] = ["2026-06-01T00:00:00", "2026-07-01T00:00:00"];
const DAY: i64 = 24 * 60 * 60;

#[test]
fn forty_three_minutes_keep_a_promise_of_three_nines_in_june_and_forty_four_break_it() {
    let down = |until| incident(project(""), "a", ["2026-06-10T10:00:00", until], "major_outage");
    assert_eq!(uptime(&down("2026-06-10T10:43:00"), JUNE).written(), "99.9 %");
    assert_eq!(uptime(&down("2026-06-10T10:43:12"), JUNE).thousandths(), 99_900, "the last second of the allowance");
    assert_eq!(uptime(&down("2026-06-10T10:43:13"), JUNE).thousandths(), 99_899, "the second after it");
    assert_eq!(uptime(&down("2026-06-10T10:44:00"), JUNE).written(), "99.898 %");
}

#[test]
fn an_incident_across_midnight_counts_in_each_month_by_the_clock_on_the_wall() {
    let project = incident(project(""), "a", ["2026-06-30T23:50:00", "2026-07-01T00:20:00"], "major_outage");
    assert_eq!(seconds(&project, JUNE), (10 * 60, 30 * DAY));
    assert_eq!(seconds(&project, ["2026-07-01T00:00:00", "2026-08-01T00:00:00"]), (20 * 60, 31 * DAY));
}

#[test]
fn the_night_that_loses_an_hour_has_one_less_and_the_one_that_gains_it_one_more() {
    // 29 March 2026 and 26 October 2025 are days on which the clocks change in London.
    let spring = incident(project(""), "a", ["2026-03-29T00:30:00", "2026-03-29T02:30:00"], "major_outage");
    assert_eq!(seconds(&spring, ["2026-03-29T00:00:00", "2026-03-30T00:00:00"]), (60 * 60, 23 * 60 * 60));
    let autumn = incident(project(""), "a", ["2025-10-26T00:30:00", "2025-10-26T02:30:00"], "major_outage");
    assert_eq!(seconds(&autumn, ["2025-10-26T00:00:00", "2025-10-27T00:00:00"]), (3 * 60 * 60, 25 * 60 * 60));
}

#[test]
fn what_overlaps_counts_once_and_the_worst_counts() {
    let with = |states: [&str; 2]| {
        let one = incident(project(""), "a", ["2026-06-10T10:00:00", "2026-06-10T11:00:00"], states[0]);
        incident(one, "b", ["2026-06-10T10:30:00", "2026-06-10T12:00:00"], states[1])
    };
    assert_eq!(seconds(&with(["major_outage", "major_outage"]), JUNE).0, 2 * 60 * 60);
    // Half an hour of outage for some counts half; from 10:30 to 11:00 the outage for all counts alone.
    assert_eq!(seconds(&with(["partial_outage", "major_outage"]), JUNE).0, 15 * 60 + 90 * 60);
    assert_eq!(seconds(&with(["degraded_performance", "partial_outage"]), JUNE).0, 45 * 60);
}

#[test]
fn the_settings_weigh_states_and_announced_maintenance() {
    let work = |first: &str| {
        let update = format!("{{at: {first}, state: scheduled, body: We work.}}");
        format!(
            "---\ntitle: W\nstarts: 2026-06-10T02:00:00\nends: 2026-06-10T03:00:00\ncomponents: [till]\nupdates: [{update}]\n---\n"
        )
    };
    let with = |settings: &str, first: &str| project(settings).with("content/status/maintenance/w.md", work(first));
    let counted = "status: {uptime: {under_maintenance: 100}}\n";
    let before = "2026-06-10T01:59:59";
    assert_eq!(seconds(&with("", before), JUNE).0, 0);
    assert_eq!(seconds(&with(counted, before), JUNE).0, 60 * 60);
    // Told at the second in which it began, it was not announced: it counts as an outage for some.
    assert_eq!(seconds(&with("", "2026-06-10T02:00:00"), JUNE).0, 30 * 60);
    let mild = "status: {uptime: {degraded_performance: 10, partial_outage: 30}}\n";
    let slow = incident(project(mild), "a", ["2026-06-10T10:00:00", "2026-06-10T11:00:00"], "degraded_performance");
    assert_eq!(seconds(&slow, JUNE).0, 6 * 60);
}

#[test]
fn what_comes_after_the_announced_end_was_not_announced() {
    let front = "title: W\nstarts: 2026-06-10T02:00:00\nends: 2026-06-10T03:00:00\ncomponents: [till]\nupdates:\n\
                 - {at: 2026-06-01T10:00:00, state: scheduled, body: We work.}\n\
                 - {at: 2026-06-10T02:00:00, state: in_progress, body: We began.}\n\
                 - {at: 2026-06-10T05:00:00, state: completed, body: Done at last.}\n";
    let project = project("").with("content/status/maintenance/w.md", format!("---\n{front}---\n"));
    assert_eq!(seconds(&project, JUNE).0, 60 * 60, "two hours, as an outage for some");
    let build = project.build();
    let state = build.plan.site().component_state_at(0, london("2026-06-10T04:00:00"));
    assert_eq!(state, ComponentState::UnderMaintenance, "which is still what it was");
}

#[test]
fn components_change_during_an_incident_and_others_are_not_touched() {
    let front = "title: A\nstarted: 2026-06-10T10:00:00\nresolved: 2026-06-10T12:00:00\nimpact: major\n\
                 components: {till: major_outage}\nupdates:\n\
                 - {at: 2026-06-10T10:30:00, state: identified, body: Better., components: {till: degraded_performance, shop: partial_outage}}\n\
                 - {at: 2026-06-10T11:00:00, state: identified, body: Shop well., components: {shop: operational}}\n\
                 - {at: 2026-06-10T12:00:00, state: resolved, body: Over.}\n";
    let project = project("").with("content/status/incidents/a.md", format!("---\n{front}---\n"));
    let build = project.build();
    let site = build.plan.site();
    let down = |place| site.uptime(place, london(JUNE[0]), london(JUNE[1])).unwrap().down / 100;
    assert_eq!((down(0), down(1)), (30 * 60, 15 * 60));
    let state = |place, at| site.component_state_at(place, london(at));
    assert_eq!(state(0, "2026-06-10T09:59:59"), ComponentState::Operational);
    assert_eq!(state(0, "2026-06-10T10:00:00"), ComponentState::MajorOutage);
    assert_eq!(state(0, "2026-06-10T10:30:00"), ComponentState::DegradedPerformance);
    assert_eq!(state(0, "2026-06-10T12:00:00"), ComponentState::Operational);
    assert_eq!(state(1, "2026-06-10T11:00:00"), ComponentState::Operational);
}

#[test]
fn nothing_is_claimed_about_the_time_before_the_records_or_after_now() {
    let project = project("").with("content/status/components.yaml", "- {id: till, name: Till, since: 2026-07-31}\n");
    let build = project.build();
    let site = build.plan.site();
    let uptime = site.uptime(0, london(JUNE[0]), london("2026-09-01T00:00:00")).unwrap();
    assert_eq!(uptime.total, DAY + 12 * 60 * 60, "from the first recorded day to now, noon");
    assert_eq!(site.uptime(0, london(JUNE[0]), london(JUNE[1])), None);
    let unknown = site.unusual_days(0, &site.days());
    assert_eq!((unknown.len(), unknown.iter().all(|day| day.worst.is_none())), (88, true));
    // Without a date of its own, records begin with the oldest thing that is written down; with nothing, there are none.
    let silent = Project::new().with("content/status/components.yaml", "- {id: till, name: Till}\n").build();
    assert_eq!(silent.plan.site().recorded_since(0), None);
}

/// The days of the till with trouble.
fn troubled(site: &Site) -> Vec<Day> {
    let days = site.unusual_days(0, &site.days());
    days.into_iter().filter(|day| day.worst.is_some()).collect()
}

#[test]
fn a_day_tells_what_was_worst_and_how_long_each_thing_lasted() {
    let one = incident(project(""), "a", ["2026-07-30T23:00:00", "2026-07-31T01:00:00"], "partial_outage");
    let both = incident(one, "b", ["2026-07-31T00:30:00", "2026-07-31T00:40:00"], "major_outage");
    let build = both.build();
    let days = troubled(build.plan.site());
    let told: Vec<_> = days.iter().map(|day| (day.date.to_string(), day.seconds.clone(), day.pages.len())).collect();
    let (partial, major) = (ComponentState::PartialOutage, ComponentState::MajorOutage);
    assert_eq!(
        told,
        [
            ("2026-07-30".to_owned(), vec![(partial, 60 * 60)], 1),
            ("2026-07-31".to_owned(), vec![(major, 10 * 60), (partial, 50 * 60)], 2),
        ]
    );
}

#[test]
fn an_incident_that_ends_at_midnight_leaves_the_next_day_alone_and_one_that_goes_on_reaches_now() {
    let ended = incident(project(""), "a", ["2026-07-30T23:00:00", "2026-07-31T00:00:00"], "major_outage");
    assert_eq!(troubled(ended.build().plan.site()).len(), 1);
    let front = "title: A\nstarted: 2026-07-31T23:00:00\nimpact: major\ncomponents: {till: major_outage}\n";
    let open = project("").with("content/status/incidents/a.md", format!("---\n{front}---\n"));
    let days = troubled(open.build().plan.site());
    let told: Vec<i64> = days.iter().map(|day| day.seconds[0].1).collect();
    assert_eq!(told, [60 * 60, 12 * 60 * 60], "until now, and not to the end of the day");
}

#[test]
fn ninety_days_end_today_and_hold_both_changes_of_the_clock() {
    let build = project("").build();
    let days = build.plan.site().days();
    assert_eq!(
        (days.len(), days[0].0.to_string(), days[89].0.to_string()),
        (90, "2026-05-04".into(), "2026-08-01".into())
    );
    let spring = Project::new()
        .with(
            "firstline.yaml",
            "title: H\nbase_url: https://h.example\ntime_zone: Europe/London\nas_of: 2026-04-10T12:00:00Z\n",
        )
        .build();
    let lengths: Vec<i64> =
        spring.plan.site().days().iter().map(|(_, from, until)| until.unix() - from.unix()).collect();
    assert_eq!(lengths.iter().filter(|length| **length != DAY).collect::<Vec<_>>(), [&(23 * 60 * 60)]);
}
