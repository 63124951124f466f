//! Calendars of maintenance and of duties, read as a calendar program reads them.

use std::collections::BTreeMap;

use firstline::kinds::Audience;
use firstline::source::ContentHash;
use icalendar::{Calendar, CalendarComponent, Component, Event, EventLike, EventStatus};

use crate::feeds::{as_of, file, shop};
use crate::project::{Project, render};

const PUBLIC: &str = "status/maintenance.ics";
const DUTIES: &str = "status/deadlines.ics";

/// The events of a file that keeps to the letter of RFC 5545.
fn events(text: &str) -> Vec<Event> {
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    for line in text.split_terminator("\r\n") {
        assert!(line.len() <= 75, "a line of {} bytes: {line}", line.len());
        assert!(!line.contains(['\r', '\n']), "a line ends otherwise: {line:?}");
    }
    let calendar: Calendar = text.parse().unwrap_or_else(|error| panic!("{error}: {text}"));
    for (name, value) in [("METHOD", "PUBLISH"), ("VERSION", "2.0")] {
        assert_eq!(calendar.property_value(name), Some(value));
    }
    assert!(!calendar.components.is_empty(), "the standard wants something in it");
    let event = |component: &CalendarComponent| match component {
        CalendarComponent::Event(event) => event.clone(),
        other => panic!("{other:?} is no event"),
    };
    let is_zone = |component: &&CalendarComponent| matches!(component, CalendarComponent::Other(_));
    calendar.components.iter().filter(|component| !is_zone(component)).map(event).collect()
}

fn property(event: &Event, name: &str) -> String {
    event.property_value(name).unwrap_or_else(|| panic!("no {name} in {event:?}")).to_owned()
}

fn only(project: &Project, path: &str) -> Event {
    let mut events = events(&file(project, path));
    assert_eq!(events.len(), 1, "{events:?}");
    events.remove(0)
}

#[test]
fn a_move_and_a_cancellation_are_revisions_of_one_event() {
    let project = shop();
    let told = [
        ("2026-11-10T09:00:00Z", "0", EventStatus::Confirmed, "20261120T020000Z", "20261110T090000Z"),
        ("2026-11-14T12:00:00Z", "0", EventStatus::Confirmed, "20261120T020000Z", "20261110T090000Z"),
        ("2026-11-15T09:00:00Z", "1", EventStatus::Confirmed, "20261121T020000Z", "20261115T090000Z"),
        ("2026-11-18T09:00:00Z", "2", EventStatus::Cancelled, "20261121T020000Z", "20261118T090000Z"),
        ("2027-11-18T09:00:00Z", "2", EventStatus::Cancelled, "20261121T020000Z", "20261118T090000Z"),
    ];
    for (time, sequence, status, starts, changed) in told {
        let event = only(&as_of(&project, time), PUBLIC);
        assert_eq!(property(&event, "UID"), "maintenance/move@help.example.com");
        assert_eq!(property(&event, "SEQUENCE"), sequence, "{time}");
        assert_eq!(event.get_status(), Some(status), "{time}");
        assert_eq!(property(&event, "DTSTART"), starts, "{time}");
        assert_eq!(property(&event, "DTEND"), starts.replace("T02", "T03"), "{time}");
        for name in ["DTSTAMP", "LAST-MODIFIED"] {
            assert_eq!(property(&event, name), changed, "{time}: {name}");
        }
        assert_eq!(property(&event, "TRANSP"), "TRANSPARENT");
    }
}

#[test]
fn an_event_says_what_customers_need() {
    let event = only(&as_of(&shop(), "2026-11-10T09:00:00Z"), PUBLIC);
    assert_eq!(event.get_summary(), Some("The shop moves"));
    let said = "The shop is closed for an hour.\n\nOn Friday night; bring tea, coffee; and \"cake\".";
    assert_eq!(event.get_description(), Some(said));
    assert_eq!(event.get_url(), Some("https://help.example.com/status/maintenance/move/"));
    assert_eq!(event.get_categories(), Some(vec!["Online shop".to_owned()]));
    assert!(!file(&shop(), PUBLIC).contains("web-team"), "owners are for staff");
}

#[test]
fn local_times_are_written_in_utc_on_both_sides_of_the_clock_change() {
    let text = |day: &str| {
        format!(
            "---\ntitle: Ünïcödé 店店店店店店店店店店店店店店店店店店店店店店店店\nstarts: {day}T09:00:00\nends: {day}T10:00:00\n---\n"
        )
    };
    let mut project = Project::new()
        .with("content/status/maintenance/a.md", text("2026-03-28"))
        .with("content/status/maintenance/b.md", text("2026-03-29"));
    let settings = String::from_utf8_lossy(&project.files["firstline.yaml"]).into_owned();
    project.put("firstline.yaml", settings + "time_zone: Europe/London\n");
    let events = events(&file(&project, PUBLIC));
    let starts: Vec<_> = events.iter().map(|event| property(event, "DTSTART")).collect();
    assert_eq!(starts, ["20260328T090000Z", "20260329T080000Z"]);
    assert!(events[0].get_summary().unwrap().starts_with("Ünïcödé 店店"), "{:?}", events[0].get_summary());
    // Nothing was said of either, so what is known of their time is that of the oldest.
    for event in &events {
        assert_eq!(property(event, "DTSTAMP"), "20260328T090000Z");
    }
}

#[test]
fn no_event_was_changed_in_the_future() {
    let work = "---\ntitle: New lamps\nstarts: 2026-11-30T02:00:00Z\nends: 2026-11-30T03:00:00Z\n---\n";
    let unheard = Project::new().with("content/status/maintenance/lamps.md", work);
    let recorded = unheard.clone().with("content/status/components.yaml", "- {id: till, since: 2026-01-01}\n");
    for (project, changed) in [(unheard, "19700101T000000Z"), (recorded, "20260101T000000Z")] {
        for name in ["DTSTAMP", "LAST-MODIFIED"] {
            assert_eq!(property(&only(&project, PUBLIC), name), changed);
        }
    }
}

#[test]
fn what_is_called_off_at_once_is_a_revision_too() {
    let head = "---\ntitle: New lamps\nstarts: 2026-11-30T02:00:00Z\nends: 2026-11-30T03:00:00Z\n";
    for (how, sequence) in [
        ("", "0"),
        ("updates: [{at: 2026-11-10T09:00:00Z, state: scheduled}]\n", "0"),
        ("state: cancelled\n", "1"),
        ("updates: [{at: 2026-11-10T09:00:00Z, state: cancelled}]\n", "1"),
        ("state: cancelled\nupdates: [{at: 2026-11-10T09:00:00Z, body: No.}]\n", "1"),
    ] {
        let project = Project::new().with("content/status/maintenance/lamps.md", format!("{head}{how}---\n"));
        let event = only(&project, PUBLIC);
        assert_eq!(property(&event, "SEQUENCE"), sequence, "{how}");
        let is_off = event.get_status() == Some(EventStatus::Cancelled);
        assert_eq!(is_off, sequence == "1", "{how}");
    }
}

#[test]
fn a_calendar_without_events_is_still_one() {
    let mut project = Project::new().with("content/status/components.yaml", "- {id: till}\n");
    project.settings.audience = Audience::Internal;
    for path in [PUBLIC, DUTIES] {
        assert_eq!(events(&file(&project, path)), [], "{path}");
    }
    assert!(!file(&shop(), PUBLIC).contains("VTIMEZONE"), "nothing needs it where there is an event");
}

const OPEN: &str = "---
title: Card payments failing
owner: incident-desk
started: 2026-11-20T11:00:00Z
impact: major
components: {payments: partial_outage}
updates:
  - {at: 2026-11-20T11:05:00Z, state: investigating, body: We look., next_update_by: 2026-11-20T11:35:00Z}
  - {at: 2026-11-20T11:30:00Z, state: identified, body: Found., next_update_by: 2026-11-20T12:15:00Z}
prevention:
  - {what: A second line, owner: network, due: 2026-12-31}
  - {what: An alarm, owner: network, due: 2026-12-24, done: 2026-11-20}
  - {what: A thought}
---
";

/// The shop on a busy day.
fn busy() -> Project {
    let mut project = shop().with("content/status/incidents/open.md", OPEN).with(
        "content/status/maintenance/night.md",
        "---\ntitle: New lamps\nowner: lamps\nstarts: 2026-11-20T11:00:00Z\nends: 2026-11-20T13:00:00Z\n---\n",
    );
    project.settings.audience = Audience::Internal;
    project
}

#[test]
fn staff_have_every_duty_in_a_calendar() {
    let text = file(&busy(), DUTIES);
    let events = events(&text);
    let told: Vec<_> = events
        .iter()
        .map(|event| [property(event, "UID"), property(event, "DTSTART"), event.get_summary().unwrap().to_owned()])
        .collect();
    let expected = [
        ["incidents/open/next-update", "20261120T121500Z", "Update due: Card payments failing"],
        ["maintenance/night/end", "20261120T130000Z", "Must be over: New lamps"],
        [&format!("incidents/open/prevention-{}", mark("A second line")), "20261231", "Due: A second line"],
    ];
    let expected = expected.map(|[uid, at, what]| [format!("{uid}@help.example.com"), at.to_owned(), what.to_owned()]);
    assert_eq!(told, expected);
    assert_eq!(property(&events[0], "SEQUENCE"), "1");
    assert_eq!(property(&events[0], "DTSTAMP"), "20261120T113000Z");
    assert_eq!(
        property(&events[1], "DTSTAMP"),
        "20260101T000000Z",
        "nothing was said of it, so when the records begin"
    );
    let owners: Vec<_> = events.iter().map(|event| event.get_description().unwrap().lines().next().unwrap()).collect();
    assert_eq!(owners, ["Owner: incident-desk", "Owner: lamps", "Owner: network"]);
    let alarms: Vec<_> = events.iter().map(|event| event.components().len()).collect();
    assert_eq!(alarms, [1, 1, 0]);
    assert!(text.contains("BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT10M\r\n"), "{text}");
    assert!(text.contains("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n"), "{text}");
}

/// What tells an item from others.
fn mark(what: &str) -> String {
    ContentHash::of(what.as_bytes()).short(8)
}

/// The ids and revisions of what is to be done after the incident.
fn items(prevention: &str) -> BTreeMap<String, u64> {
    let list = OPEN.split_once("prevention:").unwrap().0;
    let text = format!("{list}{prevention}---\n");
    let events = events(&file(&busy().with("content/status/incidents/open.md", text), DUTIES));
    let items = events.iter().filter(|event| property(event, "UID").contains("/prevention-"));
    items.map(|event| (property(event, "UID"), property(event, "SEQUENCE").parse().unwrap())).collect()
}

#[test]
fn an_item_is_the_same_wherever_it_stands_and_a_moved_day_is_a_revision() {
    let (line, alarm) = ("  - {what: A second line, due: 2026-12-31}\n", "  - {what: An alarm, due: 2026-12-24}\n");
    let first = items(&format!("prevention:\n{line}{alarm}"));
    assert_eq!(first, items(&format!("prevention:\n{alarm}{line}")));
    let only = |prevention: &str| {
        let items = items(prevention);
        assert_eq!(items.len(), 1, "{items:?}");
        items.into_iter().next().unwrap()
    };
    let (uid, revision) = only(&format!("prevention:\n{line}"));
    assert_eq!(first[&uid], revision, "what else there is to do changes nothing");
    let later = only(&format!("prevention:\n{}", line.replace("12-31", "12-30")));
    assert_eq!(later, (uid.clone(), revision - 1), "a revision for each day");
    let (moved, sooner) = only(&format!(
        "corrections: [{{at: 2026-11-20T11:40:00Z, note: Sooner.}}]\nprevention:\n{}",
        line.replace("2026-12-31", "2026-11-30")
    ));
    assert_eq!(moved, uid);
    assert!(sooner > revision, "an earlier day is a later plan: {sooner}");
    let twice = items(&format!("prevention:\n{line}{line}"));
    assert_eq!(twice.keys().collect::<Vec<_>>(), [&uid.replace('@', "-2@"), &uid], "no id is there twice");
}

#[test]
fn an_item_is_done_on_its_day_and_not_before() {
    for (done, left) in [("2026-11-20", 0), ("2026-11-21", 1), ("2027-01-01", 1)] {
        let item = format!("prevention: [{{what: An alarm, due: 2026-12-24, done: {done}}}]\n");
        assert_eq!(items(&item).len(), left, "{done}");
    }
}

#[test]
fn the_public_has_no_calendar_of_duties() {
    let mut project = busy();
    assert!(render(&project.build()).contains_key(DUTIES));
    project.settings.audience = Audience::Public;
    let site = render(&project.build());
    assert!(!site.contains_key(DUTIES));
    for (path, bytes) in &site {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("incident-desk") && !text.contains("web-team"), "{path} names an owner");
    }
}
