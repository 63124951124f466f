//! The files at `api/v2/`, read as a program reads them that was written for Statuspage: every field is there, every word
//! is one that it knows, every time has milliseconds.

use std::collections::BTreeSet;

use firstline::config::parse_base_url;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

use crate::feeds::{as_of, file, shop};
use crate::project::Project;

/// A value that may be `null` but has to be there.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    Option::deserialize(deserializer)
}

/// A time as Statuspage writes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Time(String);

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let is_whole = text.len() == 24 && text.ends_with('Z') && text.as_bytes()[19] == b'.';
        let is_time = text.parse::<jiff::Timestamp>().is_ok();
        if is_whole && is_time { Ok(Self(text)) } else { Err(serde::de::Error::custom(format!("{text} is no time"))) }
    }
}

#[derive(Debug, Deserialize)]
struct Page {
    id: String,
    name: String,
    url: String,
    time_zone: String,
    updated_at: Time,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum ComponentStatus {
    Operational,
    UnderMaintenance,
    DegradedPerformance,
    PartialOutage,
    MajorOutage,
}

#[derive(Debug, Deserialize)]
struct Component {
    id: String,
    name: String,
    status: ComponentStatus,
    created_at: Time,
    updated_at: Time,
    position: u32,
    #[serde(deserialize_with = "given")]
    description: Option<String>,
    showcase: bool,
    #[serde(deserialize_with = "given")]
    start_date: Option<String>,
    #[serde(deserialize_with = "given")]
    group_id: Option<String>,
    page_id: String,
    group: bool,
    only_show_if_degraded: bool,
    components: Option<Vec<String>>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum ReportStatus {
    Investigating,
    Identified,
    Monitoring,
    Resolved,
    Scheduled,
    InProgress,
    Verifying,
    Completed,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Impact {
    None,
    Minor,
    Major,
    Critical,
    Maintenance,
}

#[derive(Debug, Deserialize)]
struct Affected {
    code: String,
    name: String,
    old_status: ComponentStatus,
    new_status: ComponentStatus,
}

#[derive(Debug, Deserialize)]
struct Update {
    id: String,
    status: ReportStatus,
    body: String,
    incident_id: String,
    created_at: Time,
    updated_at: Time,
    display_at: Time,
    #[serde(deserialize_with = "given")]
    affected_components: Option<Vec<Affected>>,
    deliver_notifications: bool,
    #[serde(deserialize_with = "given")]
    custom_tweet: Option<String>,
    #[serde(deserialize_with = "given")]
    tweet_id: Option<u64>,
}

#[derive(Debug, Deserialize)]
struct Incident {
    id: String,
    name: String,
    status: ReportStatus,
    created_at: Time,
    updated_at: Time,
    #[serde(deserialize_with = "given")]
    monitoring_at: Option<Time>,
    #[serde(deserialize_with = "given")]
    resolved_at: Option<Time>,
    impact: Impact,
    shortlink: String,
    started_at: Time,
    page_id: String,
    incident_updates: Vec<Update>,
    components: Vec<Component>,
    #[serde(deserialize_with = "given")]
    reminder_intervals: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Maintenance {
    #[serde(flatten)]
    incident: Incident,
    scheduled_for: Time,
    scheduled_until: Time,
}

#[derive(Debug, Deserialize)]
struct Status {
    indicator: String,
    description: String,
}

#[derive(Debug, Deserialize)]
struct Summary {
    page: Page,
    components: Vec<Component>,
    incidents: Vec<Incident>,
    scheduled_maintenances: Vec<Maintenance>,
    status: Status,
}

#[derive(Debug, Deserialize)]
struct Incidents {
    page: Page,
    incidents: Vec<Incident>,
}

#[derive(Debug, Deserialize)]
struct Maintenances {
    page: Page,
    scheduled_maintenances: Vec<Maintenance>,
}

#[derive(Debug, Deserialize)]
struct Components {
    page: Page,
    components: Vec<Component>,
}

#[derive(Debug, Deserialize)]
struct StatusOnly {
    page: Page,
    status: Status,
}

fn read<T: DeserializeOwned>(project: &Project, name: &str) -> T {
    let text = file(project, &format!("api/v2/{name}.json"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}: {text}"))
}

fn names(incidents: &[Incident]) -> Vec<&str> {
    incidents.iter().map(|incident| incident.name.as_str()).collect()
}

/// The shop with maintenance that is to come, runs, and was called off.
fn project() -> Project {
    let work = |title: &str, day: &str| {
        format!(
            "---\ntitle: {title}\nstarts: {day}T11:00:00Z\nends: {day}T13:00:00Z\ncomponents: [shop]\nupdates:\n  \
             - {{at: 2026-11-01T09:00:00Z, body: '{title}, as *announced*.'}}\n---\n"
        )
    };
    shop()
        .with("content/status/maintenance/today.md", work("Today", "2026-11-20"))
        .with("content/status/maintenance/later.md", work("Later", "2026-11-30"))
        .with("content/status/maintenance/past.md", work("Past", "2026-11-10"))
}

#[test]
fn every_file_is_complete_and_they_agree() {
    let during = as_of(&project(), "2026-11-20T00:30:00Z");
    let summary: Summary = read(&during, "summary");
    let components: Components = read(&during, "components");
    let status: StatusOnly = read(&during, "status");
    let open: Incidents = read(&during, "incidents/unresolved");
    let all: Incidents = read(&during, "incidents");
    assert_eq!((names(&summary.incidents), names(&open.incidents)), (vec![CARDS], vec![CARDS]));
    assert_eq!(names(&all.incidents), [CARDS]);
    assert_eq!(summary.components.len(), components.components.len());
    assert_eq!((summary.status.indicator.as_str(), status.status.indicator.as_str()), ("major", "major"));
    assert_eq!(status.status.description, "Some services are partly down");
    let pages = [summary.page, components.page, status.page, open.page, all.page];
    for page in &pages {
        assert_eq!((&page.id, &page.updated_at), (&pages[0].id, &Time("2026-11-20T00:20:00.000Z".to_owned())));
        assert_eq!((page.name.as_str(), page.time_zone.as_str()), ("Example Help", "UTC"));
        assert_eq!(page.url, "https://help.example.com/status/");
    }
}

const CARDS: &str = "Card payments <failing>";

#[test]
fn components_stand_in_groups() {
    let summary: Summary = read(&as_of(&project(), "2026-11-20T00:30:00Z"), "summary");
    let told: Vec<_> = summary
        .components
        .iter()
        .map(|component| (component.name.as_str(), component.status, component.position, component.group))
        .collect();
    let expected = [
        ("Selling", ComponentStatus::PartialOutage, 1, true),
        ("Card payments", ComponentStatus::PartialOutage, 1, false),
        ("Till app", ComponentStatus::DegradedPerformance, 2, false),
        ("Online shop", ComponentStatus::Operational, 2, false),
    ];
    assert_eq!(told, expected);
    let [group, payments, till, shop] = summary.components.as_slice() else { panic!("four") };
    assert_eq!(group.components, Some(vec!["payments".to_owned(), "till".to_owned()]));
    assert_eq!(
        (&payments.group_id, &till.group_id, &shop.group_id),
        (&Some(group.id.clone()), &Some(group.id.clone()), &None)
    );
    assert_eq!(shop.description.as_deref(), Some("Where customers buy."));
    assert_eq!(payments.start_date, Some("2026-01-01".to_owned()));
    assert_eq!(payments.created_at, Time("2026-01-01T00:00:00.000Z".to_owned()));
    assert_eq!(payments.updated_at, Time("2026-11-19T23:50:00.000Z".to_owned()));
    assert!(payments.showcase && !payments.only_show_if_degraded && payments.components.is_none());
    assert_eq!(payments.page_id, summary.page.id);
}

#[test]
fn an_incident_tells_its_story() {
    let all: Incidents = read(&project(), "incidents");
    let [cards] = all.incidents.as_slice() else { panic!("one incident") };
    assert_eq!((cards.status, cards.impact), (ReportStatus::Resolved, Impact::Major));
    let time = |text: &str| Time(format!("2026-11-{text}:00.000Z"));
    assert_eq!((&cards.started_at, &cards.created_at), (&time("19T23:50"), &time("19T23:55")));
    assert_eq!((&cards.updated_at, &cards.resolved_at), (&time("20T01:40"), &Some(time("20T01:40"))));
    assert_eq!(cards.monitoring_at, Some(time("20T01:00")));
    assert_eq!(cards.shortlink, "https://help.example.com/status/incidents/cards/");
    assert_eq!(cards.page_id, all.page.id);
    assert_eq!(cards.reminder_intervals, None);
    let objects: Vec<_> = cards.components.iter().map(|component| component.id.as_str()).collect();
    assert_eq!(objects, ["payments", "till"]);
    let updates = &cards.incident_updates;
    let states: Vec<_> = updates.iter().map(|update| update.status).collect();
    use ReportStatus::{Identified, Investigating, Monitoring, Resolved};
    assert_eq!(states, [Resolved, Monitoring, Identified, Investigating], "newest first");
    let first = &updates[3];
    assert!(first.body.starts_with("We look. A refund works, see Visa."), "{}", first.body);
    assert_eq!(
        (&first.created_at, &first.updated_at, &first.display_at),
        (&time("19T23:55"), &time("19T23:55"), &time("19T23:55"))
    );
    assert!(updates.iter().all(|update| update.incident_id == cards.id && update.deliver_notifications));
    assert!(updates.iter().all(|update| update.custom_tweet.is_none() && update.tweet_id.is_none()));
    let ids: BTreeSet<_> = updates.iter().map(|update| &update.id).chain([&cards.id]).collect();
    assert_eq!(ids.len(), 5);
    use ComponentStatus::{DegradedPerformance, Operational, PartialOutage};
    let changes = |update: &Update| {
        let affected = update.affected_components.as_ref().expect("some are affected");
        affected.iter().map(|it| (it.code.clone(), it.name.clone(), it.old_status, it.new_status)).collect::<Vec<_>>()
    };
    let change = |code: &str, name: &str, old, new| (code.to_owned(), name.to_owned(), old, new);
    assert_eq!(changes(first), [change("payments", "Card payments", Operational, PartialOutage)]);
    assert_eq!(changes(&updates[2])[1], change("till", "Till app", Operational, DegradedPerformance));
    assert_eq!(changes(&updates[1])[0], change("payments", "Card payments", PartialOutage, PartialOutage));
    assert_eq!(changes(&updates[0])[1], change("till", "Till app", DegradedPerformance, Operational));
}

#[test]
fn maintenance_begins_and_ends_on_time_and_what_is_called_off_is_over() {
    let names = |time: &str, list: &str| {
        let read: Maintenances = read(&as_of(&project(), time), list);
        assert!(read.page.updated_at <= Time(format!("{}.000Z", time.trim_end_matches('Z'))), "from data");
        read.scheduled_maintenances.into_iter().map(|work| work.incident.name).collect::<Vec<_>>()
    };
    let (active, upcoming) = ("scheduled-maintenances/active", "scheduled-maintenances/upcoming");
    for (time, runs, to_come) in [
        ("2026-11-20T10:59:59Z", &[][..], &["Today", "Later"][..]),
        ("2026-11-20T11:00:00Z", &["Today"], &["Later"]),
        ("2026-11-20T12:59:59Z", &["Today"], &["Later"]),
        ("2026-11-20T13:00:00Z", &[], &["Later"]),
    ] {
        assert_eq!((names(time, active), names(time, upcoming)), (strings(runs), strings(to_come)), "{time}");
        let summary: Summary = read(&as_of(&project(), time), "summary");
        let told: Vec<_> = summary.scheduled_maintenances.iter().map(|work| work.incident.name.as_str()).collect();
        assert_eq!(told, [runs, to_come].concat(), "{time}");
        let indicator = if runs.is_empty() { "none" } else { "maintenance" };
        assert_eq!(summary.status.indicator, indicator, "{time}");
    }
    let all: Maintenances = read(&project(), "scheduled-maintenances");
    let told: Vec<_> =
        all.scheduled_maintenances.iter().map(|work| (work.incident.name.as_str(), work.incident.status)).collect();
    use ReportStatus::{Completed, InProgress, Scheduled};
    let expected = [("Later", Scheduled), ("The shop moves", Completed), ("Today", InProgress), ("Past", Completed)];
    assert_eq!(told, expected);
    let moved = &all.scheduled_maintenances[1];
    assert_eq!(moved.incident.impact, Impact::Maintenance);
    let plan = (&moved.scheduled_for, &moved.scheduled_until);
    assert_eq!(plan, (&Time("2026-11-21T02:00:00.000Z".to_owned()), &Time("2026-11-21T03:00:00.000Z".to_owned())));
    assert_eq!(moved.incident.resolved_at, Some(Time("2026-11-18T09:00:00.000Z".to_owned())));
    assert_eq!(moved.incident.incident_updates[0].status, Completed, "Statuspage has no other word");
    assert_eq!(all.scheduled_maintenances[0].incident.incident_updates[0].body, "Later, as announced.");
}

#[test]
fn no_time_lies_ahead_but_those_of_plans() {
    let head = "starts: 2026-11-30T02:00:00Z\nends: 2026-11-30T03:00:00Z\ncomponents: [shop]\n";
    let components = "- {id: shop, since: 2026-01-01}\n- {id: till, since: 2027-01-01}\n";
    for state in ["scheduled", "cancelled", "completed"] {
        let text = format!("---\ntitle: Lamps\n{head}state: {state}\n---\n");
        let project = Project::new()
            .with("content/status/components.yaml", components)
            .with("content/status/maintenance/lamps.md", text);
        let all: Maintenances = read(&project, "scheduled-maintenances");
        let began = Time("2026-01-01T00:00:00.000Z".to_owned());
        assert_eq!(all.page.updated_at, began);
        let [work] = all.scheduled_maintenances.as_slice() else { panic!("one") };
        assert_eq!(work.scheduled_for, Time("2026-11-30T02:00:00.000Z".to_owned()));
        let lamps = &work.incident;
        assert_eq!([&lamps.created_at, &lamps.updated_at, &lamps.started_at], [&began; 3], "{state}");
        assert_eq!(lamps.resolved_at, (state != "scheduled").then(|| began.clone()), "{state}");
        let list: Components = read(&project, "components");
        for component in list.components {
            assert_eq!([&component.created_at, &component.updated_at], [&began; 2], "{state}: {}", component.id);
        }
    }
}

fn strings(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn nothing_comes_from_the_clock() {
    let files = |time: &str| {
        let build = as_of(&shop(), time).build();
        let paths = build.plan.jobs().keys().filter(|path| path.starts_with("api/v2/") || path.ends_with(".ics"));
        paths.map(|path| (path.clone(), build.plan.render(path).unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(files("2026-11-20T02:00:00Z").len(), 9);
    assert_eq!(files("2026-11-20T02:00:00Z"), files("2031-01-01T00:00:00Z"));
}

#[test]
fn lists_hold_the_newest_fifty() {
    let mut project = Project::new();
    for day in 0..60 {
        let at = format!("2026-{:02}-{:02}T01:00:00Z", 1 + day / 28, 1 + day % 28);
        let text = format!("---\ntitle: Day {day}\nstarted: {at}\nresolved: {at}\nimpact: minor\n---\n");
        project.put(&format!("content/status/incidents/day-{day}.md"), text);
    }
    let all: Incidents = read(&project, "incidents");
    assert_eq!((all.incidents.len(), all.incidents[0].name.as_str()), (50, "Day 59"));
    assert_eq!(all.incidents.iter().map(|incident| &incident.id).collect::<BTreeSet<_>>().len(), 50);
}

#[test]
fn addresses_hold_below_a_prefix_and_ids_stay() {
    let mut below = project();
    below.settings.base_url = Some(parse_base_url("https://example.com/help").unwrap());
    let (there, here): (Incidents, Incidents) = (read(&below, "incidents"), read(&project(), "incidents"));
    assert_eq!(there.incidents[0].shortlink, "https://example.com/help/status/incidents/cards/");
    assert_eq!(there.incidents[0].id, here.incidents[0].id);
}

#[test]
fn badges_say_the_state_in_words() {
    let during = as_of(&project(), "2026-11-20T00:30:00Z");
    for (path, words) in [
        ("status/badge.svg", "Status: Some services are partly down"),
        ("status/components/payments/badge.svg", "Card payments: Partly down"),
        ("status/components/shop/badge.svg", "Online shop: Working"),
    ] {
        let svg = file(&during, path);
        let mut reader = quick_xml::Reader::from_str(&svg);
        let mut elements = BTreeSet::new();
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{path}: {error}")) {
                quick_xml::events::Event::Eof => break,
                quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag) => {
                    elements.insert(tag.name().as_ref().to_owned());
                }
                _ => {}
            }
        }
        assert!(svg.contains(&format!("<title>{words}</title>")), "{svg}");
        assert!(svg.contains("role=\"img\"") && !svg.contains("href"), "{svg}");
        let known = ["g", "path", "rect", "svg", "text", "title"];
        assert!(elements.iter().all(|element| known.iter().any(|known| element == known)), "{elements:?}");
    }
}

#[test]
fn a_name_that_xml_cannot_hold_breaks_no_file() {
    let project =
        Project::new().with("content/status/components.yaml", "- {id: till, name: \"Till\\u0001 \\u0007app\"}\n");
    for path in ["status/components/till/badge.svg", "status/components/till/feed.xml"] {
        let text = file(&project, path);
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
        assert!(text.contains("Till app"), "{text:?}");
    }
}

#[test]
fn other_sites_may_read_what_is_public_and_nothing_else() {
    let headers = file(&project(), "_headers");
    let blocks: Vec<&str> =
        headers.split("\n\n").filter(|block| block.contains("Access-Control-Allow-Origin: *")).collect();
    let paths: Vec<&str> = blocks.iter().filter_map(|block| block.lines().next()).collect();
    assert_eq!(paths.len(), 9);
    assert!(paths.iter().all(|path| path.starts_with("/api/v2/") || path.starts_with("/status/")), "{paths:?}");
    assert!(blocks.iter().all(|block| block.contains("max-age=60")));
    let mut staff = project();
    staff.settings.audience = firstline::kinds::Audience::Internal;
    assert!(!file(&staff, "_headers").contains("Access-Control"));
    assert!(!file(&Project::new(), "_headers").contains("Access-Control"), "a site without status has none of these");
}
