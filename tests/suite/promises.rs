//! Promises and what was published, through the program: exit codes, `--published`, and manual pages.

use proptest::prelude::*;
use tempfile::TempDir;

use crate::program::{Ran, firstline};
use crate::project::Project;

/// An incident that promised word by 13:50, and what else its file says.
fn incident(more: &str) -> String {
    format!(
        "---\ntitle: Card payments failing\nstarted: 2026-11-20T13:12:00Z\nimpact: major\ncomponents: {{payments: \
         partial_outage}}\nupdates:\n  - at: 2026-11-20T13:20:00Z\n    state: investigating\n    body: We look.\n    \
         next_update_by: 2026-11-20T13:50:00Z\n{more}---\n"
    )
}

const FILE: &str = "content/status/incidents/cards.md";

fn project() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    Project::new()
        .with("content/status/components.yaml", "- {id: payments, name: Card payments}\n")
        .with(FILE, incident(""))
        .write_to(home.path());
    home
}

fn run(home: &TempDir, arguments: &[&str]) -> Ran {
    firstline(home.path(), arguments)
}

fn codes(ran: &Ran) -> Vec<String> {
    let findings = ran.json()["findings"].as_array().unwrap().clone();
    findings.iter().map(|finding| finding["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_broken_promise_is_published_and_told_by_the_exit_code() {
    let home = project();
    let at = |command: &str, time: &str| run(&home, &[command, "--as-of", time]).code;
    for (time, build, check) in
        [("2026-11-20T13:49:59Z", 0, 0), ("2026-11-20T13:50:00Z", 0, 0), ("2026-11-20T13:50:01Z", 3, 1)]
    {
        assert_eq!((at("build", time), at("check", time)), (build, check), "{time}");
    }
    let info = std::fs::read_to_string(home.path().join("public/build.json")).unwrap();
    assert!(info.contains("2026-11-20T13:50:01Z"), "the site with the broken promise is the one that is published");
}

#[test]
fn other_errors_weigh_more_than_a_broken_promise_and_settings_weigh_it_less() {
    let home = project();
    let late = ["build", "--as-of", "2026-11-20T13:50:01Z"];
    std::fs::create_dir_all(home.path().join("content/pages")).unwrap();
    std::fs::write(home.path().join("content/pages/a.md"), "---\ntitle: A\n---\n[x](nowhere.md)\n").unwrap();
    assert_eq!(run(&home, &late).code, 1);
    std::fs::remove_file(home.path().join("content/pages/a.md")).unwrap();
    let settings = std::fs::read_to_string(home.path().join("firstline.yaml")).unwrap();
    std::fs::write(
        home.path().join("firstline.yaml"),
        settings.replace("single-way-in: off", "update-overdue: warning"),
    )
    .unwrap();
    assert_eq!(run(&home, &late).code, 0);
    assert_eq!(run(&home, &[&late[..], &["--strict"]].concat()).code, 3);
}

#[test]
fn what_was_published_is_compared_with_the_folder_or_with_the_file_that_is_named() {
    let home = project();
    let as_of = ["--as-of", "2026-11-20T13:30:00Z", "--format", "json"];
    let check = |more: &[&str]| run(&home, &[&["check"], &as_of[..], more].concat());
    assert_eq!(run(&home, &["build", "--as-of", "2026-11-20T13:30:00Z"]).code, 0);
    assert_eq!(codes(&check(&[])), Vec::<String>::new(), "nothing has changed");

    let text = incident("").replace("We look.", "We knew it.");
    std::fs::write(home.path().join(FILE), text).unwrap();
    assert_eq!(codes(&check(&[])), ["history-rewritten"]);
    std::fs::rename(home.path().join("public/record.json"), home.path().join("live.json")).unwrap();
    assert_eq!(codes(&check(&[])), Vec::<String>::new(), "nobody knows what was published");
    assert_eq!(codes(&check(&["--published", "live.json"])), ["history-rewritten"]);

    let note = "corrections: [{at: 2026-11-20T13:25:00Z, note: We knew more than we said.}]\n";
    let text = incident(note).replace("We look.", "We knew it.");
    std::fs::write(home.path().join(FILE), text).unwrap();
    assert_eq!(codes(&check(&["--published", "live.json"])), Vec::<String>::new());
    std::fs::remove_file(home.path().join(FILE)).unwrap();
    assert_eq!(codes(&check(&["--published", "live.json"])), ["incident-removed"]);

    let ran = check(&["--published", "nowhere.json"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("could not read what was published nowhere.json"), "{}", ran.stderr);
    std::fs::write(home.path().join("torn.json"), "{").unwrap();
    assert!(check(&["--published", "torn.json"]).stderr.contains("it is no record.json"));
}

#[test]
fn building_twice_does_not_settle_what_was_rewritten() {
    let home = project();
    let build = || run(&home, &["build", "--as-of", "2026-11-20T13:30:00Z", "--format", "json"]);
    assert_eq!(build().code, 0);
    let text = incident("").replace("We look.", "We knew it.");
    std::fs::write(home.path().join(FILE), &text).unwrap();
    for turn in 1..=3 {
        let ran = build();
        assert_eq!((ran.code, codes(&ran)), (1, vec!["history-rewritten".to_owned()]), "build number {turn}");
    }
    std::fs::write(home.path().join(FILE), incident("")).unwrap();
    assert_eq!(build().code, 0, "the old text settles it");
}

const SLA: &str = "---\ntitle: Promises\nversion: 2026-1\neffective: 2026-01-01\ntargets: [{plan: gold, severity: s1, \
                   first_response: 1h}]\n---\n";

const MAILBOX: &str =
    "---\ntitle: Write to us\nchannel: email\naddress: old@example.com\nlast_tested: 2026-11-01\n---\n";

/// A project with one file more, built once.
fn published_with(path: &str, text: &str) -> TempDir {
    let home = project();
    write(&home, path, text);
    assert_eq!(run(&home, &["build", "--as-of", "2026-11-20T13:30:00Z"]).code, 0);
    home
}

fn write(home: &TempDir, path: &str, text: &str) {
    let file = home.path().join(path);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, text).unwrap();
}

/// The findings of a build that is published, but for those that only tell what is not measured.
fn built(home: &TempDir) -> Vec<String> {
    let ran = run(home, &["build", "--as-of", "2026-11-20T13:30:00Z", "--format", "json"]);
    codes(&ran).into_iter().filter(|code| code != "nothing-measured").collect()
}

#[test]
fn a_promise_in_force_is_not_changed_by_building_twice_but_by_a_version_of_its_own() {
    let home = published_with("content/sla/a.md", SLA);
    let changed = SLA.replace("1h", "2h");
    write(&home, "content/sla/a.md", &changed);
    for turn in 1..=3 {
        assert_eq!(built(&home), ["sla-changed"], "build number {turn}");
    }
    write(&home, "content/sla/b.md", &changed.replace("2026-1\n", "2026-2\n").replace("2026-01-01", "2026-11-20"));
    assert_eq!(built(&home), ["sla-changed"], "the old version still says something else");
    write(&home, "content/sla/a.md", SLA);
    assert_eq!(built(&home), [""; 0], "each says what it said");
    std::fs::remove_file(home.path().join("content/sla/a.md")).unwrap();
    assert_eq!(built(&home), [""; 0]);
    write(&home, "content/sla/a.md", &changed);
    assert_eq!(built(&home), ["sla-changed"], "what was away for a while is not forgotten");
}

#[test]
fn a_promise_that_has_not_begun_may_be_changed_until_it_does() {
    let ahead = SLA.replace("2026-01-01", "2026-11-21");
    let home = published_with("content/sla/a.md", &ahead);
    write(&home, "content/sla/a.md", &ahead.replace("1h", "2h"));
    assert_eq!(built(&home), [""; 0]);
    let at = ["--as-of", "2026-11-21T00:00:00Z", "--format", "json"];
    assert!(!run(&home, &[&["build"], &at[..]].concat()).stdout.contains("sla-changed"), "now it holds");
    write(&home, "content/sla/a.md", &ahead);
    assert!(run(&home, &[&["check"], &at[..]].concat()).stdout.contains("sla-changed"));
}

#[test]
fn an_address_that_was_changed_is_untried_until_somebody_tries_it() {
    let home = published_with("content/contact/mail.md", MAILBOX);
    let changed = MAILBOX.replace("old@", "new@");
    write(&home, "content/contact/mail.md", &changed);
    for turn in 1..=3 {
        assert_eq!(built(&home), ["changed-since-test"], "build number {turn}");
    }
    write(&home, "content/contact/mail.md", &changed.replace("2026-11-01", "2026-11-19"));
    assert_eq!(built(&home), [""; 0], "it was tried");
    write(&home, "content/contact/mail.md", &MAILBOX.replace("2026-11-01", "2026-11-19"));
    assert_eq!(built(&home), ["changed-since-test"], "but not the old one, on that day");
}

#[test]
fn the_record_of_an_earlier_version_of_firstline_is_read_where_it_lay() {
    let home = published_with("content/sla/a.md", SLA);
    let new = home.path().join("public/record.json");
    let record = std::fs::read_to_string(&new).unwrap();
    let mut old: serde_json::Value = serde_json::from_str(&record).unwrap();
    for later in ["channels", "slas", "facts"] {
        assert!(old.as_object_mut().unwrap().remove(later).is_some(), "{later}");
    }
    std::fs::remove_file(&new).unwrap();
    std::fs::write(home.path().join("public/status/record.json"), old.to_string()).unwrap();
    std::fs::write(home.path().join(FILE), incident("").replace("We look.", "We knew it.")).unwrap();
    write(&home, "content/sla/a.md", &SLA.replace("1h", "2h"));
    assert_eq!(built(&home), ["history-rewritten"], "of the SLA it knew nothing");
    assert!(new.exists() && !home.path().join("public/status/record.json").exists());
}

#[test]
fn every_site_has_a_record_and_it_tells_nothing_that_the_pages_do_not() {
    let home = tempfile::tempdir().unwrap();
    Project::new()
        .with("content/facts.yaml", "told: 24h\nsaid: {value: 1h, text: one hour}\nuntold: zanzibar\nhidden: {value: zanzibar, audience: internal}\n")
        .with("content/pages/a.md", "---\ntitle: A\n---\nWithin {{fact:told}}, {{fact:said}}.\n")
        .with("content/searches.yaml", "- {query: \"{{fact:untold}}\", finds: pages/a.md}\n")
        .with("content/internal/sla/a.md", SLA.replace("gold", "zanzibar"))
        .with("content/internal/contact/mail.md", MAILBOX.replace("old@example.com", "zanzibar@example.com"))
        .write_to(home.path());
    run(&home, &["build"]);
    let record = std::fs::read_to_string(home.path().join("public/record.json")).unwrap();
    let facts = r#""facts":{"said":{"value":"1h","text":"one hour"},"told":"24h"}"#;
    assert!(record.contains(facts), "{record}");
    assert!(!record.contains("zanzibar") && !record.contains("mail"), "{record}");
}

#[test]
fn a_record_that_says_nothing_about_this_site_is_not_compared_and_that_is_told() {
    let home = project();
    assert_eq!(run(&home, &["build", "--as-of", "2026-11-20T13:30:00Z"]).code, 0);
    std::fs::remove_file(home.path().join(FILE)).unwrap();
    let earlier = run(&home, &["check", "--as-of", "2026-11-20T13:29:59Z"]);
    assert_eq!(earlier.code, 0, "the past is told as it was");
    assert!(earlier.stderr.contains("so nothing is compared with it"), "{}", earlier.stderr);
    std::fs::write(home.path().join("public/record.json"), "{").unwrap();
    let torn = run(&home, &["check", "--as-of", "2026-11-20T13:30:00Z"]);
    assert!(torn.code == 0 && torn.stderr.contains("it is no record.json, so nothing is compared"), "{}", torn.stderr);
}

#[test]
fn drafts_were_not_published() {
    let home = project();
    let at = ["--as-of", "2026-11-20T13:30:00Z"];
    std::fs::write(home.path().join(FILE), incident("draft: true\n")).unwrap();
    assert_eq!(run(&home, &[&["build", "--drafts"], &at[..]].concat()).code, 0);
    assert_eq!(codes(&run(&home, &[&["check", "--format", "json"], &at[..]].concat())), Vec::<String>::new());
}

#[test]
fn what_only_staff_saw_was_not_published() {
    let home = project();
    let at = ["--as-of", "2026-11-20T13:30:00Z"];
    assert_eq!(run(&home, &[&["build", "--audience", "internal"], &at[..]].concat()).code, 0);
    std::fs::remove_file(home.path().join(FILE)).unwrap();
    let ran = run(&home, &[&["check", "--format", "json"], &at[..]].concat());
    assert_eq!(codes(&ran), Vec::<String>::new());
}

#[test]
fn a_finding_is_explained_by_its_name() {
    let home = tempfile::tempdir().unwrap();
    let ran = run(&home, &["explain", "update-overdue"]);
    assert_eq!(ran.code, 0, "and no project is needed");
    assert!(ran.stdout.starts_with("update-overdue\n\nThe last update of an open incident promised"), "{}", ran.stdout);
    assert!(ran.stdout.contains("\n    checks:\n      update-overdue: off\n"), "{}", ran.stdout);
    assert!(!run(&home, &["explain", "broken-link"]).stdout.contains("checks:"), "what can't be weighed");
    let wrong = run(&home, &["explain", "update-overdeu"]);
    assert_eq!((wrong.code, wrong.stdout.as_str()), (2, ""));
    assert!(wrong.stderr.contains("did you mean `update-overdue`?"), "{}", wrong.stderr);
    let all = run(&home, &["explain"]).stdout;
    assert!(all.lines().is_sorted() && all.lines().any(|line| line == "not-utf8"), "{all}");
}

#[test]
fn while_an_incident_can_not_be_read_nothing_is_published() {
    let home = project();
    let build = || run(&home, &["build", "--as-of", "2026-11-20T13:30:00Z"]);
    assert_eq!(build().code, 0);
    let page = || std::fs::read_to_string(home.path().join("public/index.html")).unwrap();
    assert!(page().contains("Card payments failing"));
    for slip in ["title: \"Card payments failing", "title: Cards: failing", "\ttitle: Card payments failing"] {
        let text = incident("").replace("title: Card payments failing", slip);
        std::fs::write(home.path().join(FILE), text).unwrap();
        let ran = build();
        assert_eq!(ran.code, 1, "{slip}");
        assert!(
            ran.stderr.contains("nothing was published: without content/status/incidents/cards.md"),
            "{}",
            ran.stderr
        );
        assert!(page().contains("Card payments failing"), "the last site stays, and says what is down");
    }
    std::fs::write(home.path().join(FILE), incident("audience: internal\n")).unwrap();
    assert_eq!(build().code, 1, "it was public before, and is gone");
    assert!(!page().contains("Card payments failing"), "what is internal on purpose keeps nothing back");
}

/// Hours of Monday to Friday and of Saturday, in quarters of an hour since midnight.
type Hours = [(u32, u32); 2];

fn hours() -> impl Strategy<Value = Hours> {
    let stretch = || (0..90_u32, 1..60_u32).prop_map(|(from, long)| (from, (from + long).min(95)));
    [stretch(), stretch()]
}

fn calendar(name: &str, hours: Hours) -> String {
    let clock = |quarter: u32| format!("{:02}:{:02}", quarter / 4, quarter % 4 * 15);
    let [week, saturday] = hours.map(|(from, until)| format!("{}-{}", clock(from), clock(until)));
    format!("{name}: {{time_zone: UTC, hours: {{mon-fri: [\"{week}\"], sat: [\"{saturday}\"]}}}}\n")
}

/// Whether somebody is there in a quarter of an hour of the week, which begins with Monday.
fn is_open(hours: Hours, quarter: u32) -> bool {
    let (day, quarter) = (quarter / 96, quarter % 96);
    let within = |(from, until): (u32, u32)| from <= quarter && quarter < until;
    match day {
        0..=4 => within(hours[0]),
        5 => within(hours[1]),
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Counted quarter by quarter, from a Monday on on which nobody is there yet.
    #[test]
    fn a_promise_is_without_a_channel_exactly_when_it_counts_and_all_are_closed(
        counts in hours(),
        phone in hours(),
        chat in hours(),
    ) {
        let target = "title: Promises\neffective: 2026-01-01\ntargets: [{plan: a, severity: b, first_response: 1h, \
                      calendar: counts, channels: [phone, chat]}]\n";
        let channel = |kind: &str| format!("---\ntitle: By {kind}\nchannel: {kind}\ncalendar: {kind}\n---\n");
        let calendars = calendar("counts", counts) + &calendar("phone", phone) + &calendar("chat", chat);
        let project = Project::new()
            .with("firstline.yaml", "title: Help\nbase_url: https://example.com\nas_of: 2026-11-15T23:59:59Z\n")
            .with("content/contact/calendars.yaml", calendars)
            .with("content/contact/phone.md", channel("phone"))
            .with("content/contact/chat.md", channel("chat"))
            .with("content/sla/a.md", format!("---\n{target}---\n"));
        let gap = (0..7 * 96).find(|at| is_open(counts, *at) && !is_open(phone, *at) && !is_open(chat, *at));
        let begins = gap.map(|at| {
            let days = ["Monday 16", "Tuesday 17", "Wednesday 18", "Thursday 19", "Friday 20", "Saturday 21"];
            let (hour, minute) = (at % 96 / 4, at % 4 * 15);
            format!("{} November 2026, {hour:02}:{minute:02}", days[usize::try_from(at / 96).unwrap()])
        });
        let build = project.build();
        let found = build.findings.iter().find(|finding| finding.code.0 == "promise-without-channel");
        let found = found.map(|finding| finding.message.split('–').next().unwrap().to_owned());
        prop_assert_eq!(found, begins);
    }
}
