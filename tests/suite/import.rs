//! Moving in from another status page: what is written, what is named as left behind, and that nothing there changes.

use std::path::Path;

use tempfile::TempDir;

use crate::program::{Ran, firstline};
use crate::project::{HOUSE, PLAIN_SETTINGS, Tree, difference_of, read_tree};

/// A project with settings, and files.
fn project(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("firstline.yaml"), PLAIN_SETTINGS).unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn source(name: &str) -> String {
    format!("{HOUSE}/tests/data/import/{name}")
}

fn import(folder: &TempDir, arguments: &[&str]) -> Ran {
    firstline(folder.path(), &[&["import"], arguments].concat())
}

fn text(folder: &TempDir, path: &str) -> String {
    let path = folder.path().join("content/status").join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn names(tree: &Tree) -> Vec<&str> {
    tree.keys().filter_map(|path| path.strip_prefix("content/status/")).collect()
}

/// What was imported has the right form: findings may ask for write-ups, none says that something can't be read.
fn assert_well_formed(folder: &TempDir) {
    let checked = firstline(folder.path(), &["check", "--format", "json"]);
    let findings = checked.json();
    let errors: Vec<_> =
        findings["findings"].as_array().unwrap().iter().filter(|finding| finding["severity"] == "error").collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let unknown = |code: &serde_json::Value| ["unknown-key", "dated-ahead"].iter().any(|odd| code == odd);
    let odd: Vec<_> = findings["findings"].as_array().unwrap().iter().filter(|it| unknown(&it["code"])).collect();
    assert!(odd.is_empty(), "{odd:#?}");
}

/// A second import of the same writes nothing.
fn assert_settled(folder: &TempDir, arguments: &[&str]) {
    let before = read_tree(folder.path());
    let again = import(folder, arguments);
    assert_eq!(difference_of(&before, &read_tree(folder.path())), None);
    assert!(again.stdout.starts_with("written: 0 incidents, 0 maintenance, 0 new components; "), "{}", again.stdout);
}

#[test]
fn a_cstate_site_moves_in() {
    let folder = project(&[]);
    let ran = import(&folder, &["cstate", &source("cstate")]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.stdout.contains("; 0 files were there already; 2 left out\n"), "{}", ran.stdout);
    let expected = [
        "components.yaml",
        "incidents/2018-04-13-gates-stuck.md",
        "incidents/2019-07-01-booking-slow.md",
        "incidents/2020-02-01-open.md",
        "incidents/2021-05-01-announcement.md",
        "maintenance/2020-06-13-pier-maintenance.md",
        "maintenance/2021-09-01-planned-maintenance.md",
    ];
    assert_eq!(names(&read_tree(folder.path())), expected);
    assert_eq!(
        text(&folder, "components.yaml"),
        "components:\n  - id: booking\n    name: Booking\n    description: Buying and changing *tickets*.\n\
         \x20 - id: timetable-api\n    name: Timetable API\n    group: On the water\n\
         \x20 - id: boarding-gates\n    name: Boarding gates\n    group: On the water\n\
         \x20 - id: loyalty-cards\n    name: Loyalty cards\n"
    );
    assert_well_formed(&folder);
    assert_settled(&folder, &["cstate", &source("cstate")]);
}

#[test]
fn every_word_of_a_cstate_issue_comes_along() {
    let folder = project(&[]);
    import(&folder, &["cstate", &source("cstate")]);
    let expected = "---
title: \"Boarding gates stuck & slow\"
old_paths: [\"/issues/2018-04-13-gates-stuck/\"]
started: 2018-04-13T14:54:00Z
resolved: 2018-04-13T16:30:00Z
impact: critical
components:
  boarding-gates: major_outage
  timetable-api: major_outage
updates:
  - at: 2018-04-13T14:54:00Z
    state: investigating
    body: Gates do not open in \\<Hall B> and `Hall <C>`.
  - at: 2018-04-13T15:10:00Z
    state: investigating
    body: |-
      **Just began** - Staff open the gates by hand
      and check tickets on paper.

      Please have them ready.
  - at: 2018-04-13T15:50:00Z
    state: monitoring
    body: The controller is back.
  - at: 2018-04-13T16:30:00Z
    state: resolved
    body: The gates open again; we keep watching.
---
*Post-mortem*

At about two o'clock a **controller** restarted by itself. See [the timetable](<https://status.kestrel.example/affected/timetable-api/>).

Nobody had told the gates.
";
    let written = text(&folder, "incidents/2018-04-13-gates-stuck.md");
    assert_eq!(written, expected);
    let slow = text(&folder, "incidents/2019-07-01-booking-slow.md");
    assert!(slow.contains("back: true\n    body: It is slow again, we were too quick."), "{slow}");
    let work = text(&folder, "maintenance/2020-06-13-pier-maintenance.md");
    assert!(work.contains("starts: 2020-06-13T01:00:00Z\nends: 2020-06-13T03:00:00Z\n"), "{work}");
    assert!(work.contains("state: in_progress\n    body: \"*Just began* - The first plank is out.\""), "{work}");
    let open = text(&folder, "incidents/2020-02-01-open.md");
    assert!(!open.contains("resolved:") && open.contains("body: Ink is late."), "{open}");
}

#[test]
fn what_stays_behind_is_named_with_its_file() {
    let folder = project(&[]);
    let ran = import(&folder, &["cstate", &source("cstate")]);
    for told in [
        "content/issues/2017-01-01-old.md: its front matter is not YAML",
        "content/issues/2019/2019-07-01-booking-slow.md: the time `lunch time` can't be read",
        "content/issues/2019/2019-07-01-booking-slow.md: the system `Loyalty cards` is not in the settings",
        "content/issues/2020-02-01-open.md: `automated`: true has no place here",
        "content/issues/2020-06-13-pier-maintenance.md: it is called maintenance",
        "content/issues/2020-06-13-pier-maintenance.md: nothing says that it was announced before it began",
        "content/issues/2021-09-01-planned-maintenance.md: it is called planned, and nothing says when it was announced",
        "content/issues/2022-01-01-no-date.md: it was left out as a whole",
        "content/issues/announcement.md: the shortcode `youtube abc` is shown as it is written",
        "content/pages/about.md: only pages in content/issues are read",
    ] {
        assert!(ran.stderr.contains(told), "{told}\n{}", ran.stderr);
    }
}

#[test]
fn a_statuspage_moves_in() {
    let folder = project(&[]);
    let ran = import(&folder, &["statuspage", &source("statuspage.json")]);
    assert_eq!(ran.code, 1, "{ran:?}");
    let total = "written: 2 incidents, 1 maintenance, 3 new components; 0 files were there already; 2 left out\n";
    assert!(ran.stdout.starts_with(total), "{}", ran.stdout);
    let expected = "---
# From https://stspg.example/vbrd8kx2m1
title: 'Tickets can''t be bought: \"Error 12\"'
old_paths: [\"/incidents/vbrd8kx2m1/\"]
started: 2022-01-20T12:20:00Z
resolved: 2022-01-20T14:05:42Z
impact: major
components:
  booking: major_outage
  wi-fi-on-board: operational
updates:
  - at: 2022-01-20T12:27:26Z
    state: investigating
    body: |-
      Line one\\
      line two
  - at: 2022-01-20T13:30:00Z
    state: identified
    body: A certificate.
    components:
      booking: partial_outage
      wi-fi-on-board: degraded_performance
  - at: 2022-01-20T13:30:01Z
    state: identified
    body: Still looking.
  - at: 2022-01-20T14:05:42Z
    state: resolved
    body: |-
      All **sales** are back.

      Thank you &amp; sorry.
    components:
      booking: operational
---
## What happened

A certificate ended. [More](<https://kestrel.statuspage.example/history>)
";
    assert_eq!(text(&folder, "incidents/2022-01-20-tickets-can-t-be-bought-error-12.md"), expected);
    let work = text(&folder, "maintenance/2022-04-10-new-engine.md");
    assert!(work.contains("components: [\"islands-booking\"]\n"), "{work}");
    assert!(work.contains("state: verifying\n    body: Trying it.\n"), "{work}");
    assert!(!text(&folder, "incidents/2022-03-01-slow-wi-fi.md").contains("Bob"), "drafts stay private");
    for told in [
        "incidents[0].metadata: it has no place here",
        "incidents[0].incident_updates[2].custom_tweet: ",
        "incidents[1].postmortem_body: it was never published",
        "incidents[2]: it was left out as a whole",
        "incidents[3]: expected an object, found text",
        "components[5]: this component has no name",
        "subscribers: it has no place here",
    ] {
        assert!(ran.stderr.contains(told), "{told}\n{}", ran.stderr);
    }
    assert_well_formed(&folder);
    assert_settled(&folder, &["statuspage", &source("statuspage.json")]);
}

#[test]
fn nothing_that_is_there_changes() {
    let ours = "# Ours\ncomponents:\n  - id: booking\n    name: Tickets\n    group: Channel\n";
    let mine = "---\ntitle: Mine\nstarted: 2022-01-20\nimpact: none\n---\n";
    let taken = "content/status/incidents/2022-03-01-slow-wi-fi.md";
    let folder = project(&[("content/status/components.yaml", ours), (taken, mine)]);
    let before = read_tree(folder.path());
    let dry = import(&folder, &["statuspage", &source("statuspage.json"), "--dry-run"]);
    assert_eq!(difference_of(&before, &read_tree(folder.path())), None, "a dry run writes nothing");
    assert!(
        dry.stdout.contains("content/status/maintenance/2022-04-10-new-engine.md\nwould write: "),
        "{}",
        dry.stdout
    );
    let ran = import(&folder, &["statuspage", &source("statuspage.json")]);
    assert!(ran.stderr.contains(&format!("{taken} is there already")), "{}", ran.stderr);
    assert!(ran.stdout.contains("; 1 file was there already (1 with another text); 2 left out\n"), "{}", ran.stdout);
    let after = read_tree(folder.path());
    assert_eq!(after[taken], mine.as_bytes());
    let components = text(&folder, "components.yaml");
    assert!(components.starts_with(ours), "{components}");
    assert!(
        components[ours.len()..].starts_with("  - id: islands-booking\n    name: Booking\n    group: Islands\n"),
        "{components}"
    );
    assert_settled(&folder, &["statuspage", &source("statuspage.json")]);
}

#[test]
fn an_import_that_is_whole_is_clean() {
    let folder = project(&[]);
    let export = r#"[{"id": "a", "name": "Down", "status": "resolved", "impact": "minor", "created_at": "2022-01-01T10:00:00Z",
        "resolved_at": "2022-01-01T11:00:00Z", "components": [{"id": "kctbh9vrtdwd", "name": "Booking", "group_id": "g"}], "incident_updates": [
        {"status": "resolved", "body": "Up.", "created_at": "2022-01-01T11:00:00Z", "affected_components":
            [{"code": "kctbh9vrtdwd", "name": "Channel - Booking", "old_status": "partial_outage", "new_status": "operational"}]},
        {"status": "investigating", "body": "Down.", "created_at": "2022-01-01T10:00:00Z", "affected_components":
            [{"code": "kctbh9vrtdwd", "name": "Channel - Booking", "old_status": "operational", "new_status": "partial_outage"}]}]}]"#;
    std::fs::write(folder.path().join("export.json"), export).unwrap();
    let ran = import(&folder, &["statuspage", "export.json"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{ran:?}");
    assert_eq!(text(&folder, "components.yaml"), "components:\n  - id: booking\n    name: Booking\n");
    assert!(text(&folder, "incidents/2022-01-01-down.md").contains("components:\n  booking: partial_outage\n"));
    assert_eq!(import(&folder, &["statuspage", "export.json"]).code, 0, "and so is the second");
}

/// Imports an export of Statuspage into a project of its own.
fn imported(export: &str) -> (TempDir, Ran) {
    let folder = project(&[]);
    std::fs::write(folder.path().join("export.json"), export).unwrap();
    let ran = import(&folder, &["statuspage", "export.json"]);
    (folder, ran)
}

/// What the page of a component says at a moment.
fn told_of(folder: &TempDir, component: &str, as_of: &str) -> String {
    let built = firstline(folder.path(), &["build", "--as-of", as_of]);
    assert!([0, 3].contains(&built.code), "{built:?}");
    let page = folder.path().join("public/status/components").join(component).join("index.html");
    std::fs::read_to_string(page).unwrap()
}

#[test]
fn planned_work_of_cstate_is_no_outage_and_no_announcement_is_made_up() {
    let folder = project(&[]);
    let ran = import(&folder, &["cstate", &source("cstate")]);
    let planned = "content/issues/2021-09-01-planned-maintenance.md: ";
    assert!(!ran.stderr.contains(&format!("{planned}nothing says that it was announced")), "{}", ran.stderr);
    let expected = "---
title: \"Planned maintenance: harbour crane\"
old_paths: [\"/issues/2021-09-01-planned-maintenance/\"]
starts: 2021-09-01T20:00:00Z
ends: 2021-09-01T22:00:00Z
state: completed
components: [\"boarding-gates\"]
---
**2021-09-01T20:00:00Z, in progress**

We grease it.

**2021-09-01T21:40:00Z, completed**

The crane lifts again.
";
    assert_eq!(text(&folder, "maintenance/2021-09-01-planned-maintenance.md"), expected);
    let planned = told_of(&folder, "boarding-gates", "2021-09-10T00:00:00Z");
    assert!(planned.contains("harbour crane") && planned.contains("100") && !planned.contains("99."), "{planned}");
}

#[test]
fn work_on_a_statuspage_is_announced_when_it_was_entered() {
    let export = |created: &str, more: &str| {
        format!(
            r#"{{"scheduled_maintenances": [{{"name": "Engine", "status": "completed", "created_at": "{created}",
            "scheduled_for": "2022-04-10T01:00:00Z", "scheduled_until": "2022-04-10T04:00:00Z",
            "components": [{{"id": "ferries", "name": "Ferries"}}], {more} "incident_updates": [
            {{"status": "completed", "body": "Done.", "display_at": "2022-04-10T03:00:00Z"}},
            {{"status": "in_progress", "body": "Begun.", "display_at": "2022-04-10T01:00:00Z"}}]}}]}}"#
        )
    };
    let work = |folder: &TempDir| text(folder, "maintenance/2022-04-10-engine.md");
    let (folder, ran) = imported(&export("2022-04-10T00:59:59Z", ""));
    let first = "updates:\n  - at: 2022-04-10T00:59:59Z\n    state: scheduled\n  - at: 2022-04-10T01:00:00Z\n";
    assert!(work(&folder).contains(first), "{}", work(&folder));
    assert!(ran.stderr.contains("it counts as announced when it was entered, 2022-04-10T00:59:59Z"), "{}", ran.stderr);
    assert_well_formed(&folder);
    // One hour, half of two, of the days since 10 April.
    let counts_as_down = |folder: &TempDir| told_of(folder, "ferries", "2022-04-20T00:00:00Z").contains("99.581");
    assert!(!counts_as_down(&folder));
    for (created, more) in [("2022-04-10T01:00:00Z", ""), ("2022-04-01T00:00:00Z", r#""backfilled": true,"#)] {
        let (folder, ran) = imported(&export(created, more));
        assert!(work(&folder).contains("updates:\n  - at: 2022-04-10T01:00:00Z\n"), "{}", work(&folder));
        assert!(ran.stderr.contains("so it counts as a partial outage"), "{}", ran.stderr);
        assert!(counts_as_down(&folder), "{created}");
    }
}

#[test]
fn a_post_mortem_that_was_not_published_stays_behind() {
    let export = |fields: &str| {
        format!(
            r#"[{{"name": "Down", "status": "postmortem", "impact": "minor", "created_at": "2022-01-01T10:00:00Z",
            "resolved_at": "2022-01-01T11:00:00Z", {fields} "incident_updates": [
            {{"status": "postmortem", "body": "A mistake of ours.", "display_at": "2022-01-03T11:00:00Z"}},
            {{"status": "resolved", "body": "Up.", "display_at": "2022-01-01T11:00:00Z"}}]}}]"#
        )
    };
    let body = r#""postmortem_body": "A mistake of ours.","#;
    let at = r#""postmortem_published_at": "2022-01-03T11:00:00Z","#;
    for (fields, is_published) in [
        (format!("{body}{at}"), true),
        (format!(r#"{body}{at}"postmortem_ignored": false,"#), true),
        (format!(r#"{body}{at}"postmortem_ignored": true,"#), false),
        (body.to_owned(), false),
        (format!(r#"{body}"postmortem_published_at": null,"#), false),
        (format!(r#"{body}"postmortem_published_at": "","#), false),
        (r#""postmortem_ignored": true,"#.to_owned(), false),
        // A public page shows the entry in which it was published, and nothing else.
        (String::new(), true),
    ] {
        let (folder, ran) = imported(&export(&fields));
        let written = text(&folder, "incidents/2022-01-01-down.md");
        assert_eq!(written.contains("mistake"), is_published, "{fields}\n{written}");
        assert_eq!(ran.stderr.contains("it was never published, so it is left out"), !is_published, "{}", ran.stderr);
    }
}

#[test]
fn an_open_incident_stands_where_it_stood() {
    let export = |status: &str, more: &str| {
        format!(
            r#"[{{"name": "Down", "status": "{status}", "impact": "minor", "created_at": "2022-01-01T10:00:00Z",
            "updated_at": "2022-01-01T10:30:00Z" {more}}}]"#
        )
    };
    let updates = |status: &str, more: &str| {
        let (folder, ran) = imported(&export(status, more));
        assert_well_formed(&folder);
        let written = text(&folder, "incidents/2022-01-01-down.md");
        let updates = written.split_once("impact: minor\n").unwrap().1.trim_end_matches("---\n");
        (updates.to_owned(), ran.stderr)
    };
    let one = |at: &str, state: &str| format!("updates:\n  - at: 2022-01-01T{at}Z\n    state: {state}\n");
    assert_eq!(updates("identified", "").0, one("10:30:00", "identified"));
    let monitored = r#", "monitoring_at": "2022-01-01T10:20:00Z", "incident_updates": []"#;
    assert_eq!(updates("monitoring", monitored).0, one("10:20:00", "monitoring"));
    assert_eq!(updates("investigating", "").0, "");
    let told = r#", "incident_updates": [{"status": "identified", "display_at": "2022-01-01T10:10:00Z"}]"#;
    assert_eq!(updates("identified", told), (one("10:10:00", "identified"), String::new()));
    let (kept, said) = updates("monitoring", told);
    assert_eq!(kept, one("10:10:00", "identified"));
    assert!(said.contains("it is `monitoring`, and the last update says `identified`"), "{said}");
}

#[test]
fn what_the_source_said_since_is_counted() {
    let export = |more: &str| {
        format!(
            r#"[{{"name": "Down", "status": "monitoring", "impact": "minor", "created_at": "2022-01-01T10:00:00Z",
            "incident_updates": [{more}{{"status": "monitoring", "body": "Slow.", "display_at": "2022-01-01T10:05:00Z"}}]}}]"#
        )
    };
    let (folder, _) = imported(&export(""));
    let before = read_tree(folder.path());
    let since = r#"{"status": "monitoring", "body": "Better.", "display_at": "2022-01-01T10:25:00Z"},"#;
    std::fs::write(folder.path().join("export.json"), export(since)).unwrap();
    let ran = import(&folder, &["statuspage", "export.json"]);
    let path = "content/status/incidents/2022-01-01-down.md";
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.stderr.contains(&format!("[0]: {path} is there already and has 1 of 2 updates")), "{}", ran.stderr);
    assert_eq!(read_tree(folder.path())[path], before[path]);
    std::fs::remove_file(folder.path().join(path)).unwrap();
    assert_eq!(import(&folder, &["statuspage", "export.json"]).code, 0, "as it says, deleted and imported again");
    assert!(text(&folder, "incidents/2022-01-01-down.md").contains("Better."));
}

#[test]
fn programs_are_told_as_json() {
    let folder = project(&[]);
    let ran = import(&folder, &["statuspage", &source("statuspage.json"), "--format", "json"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""), "{ran:?}");
    let told = ran.json();
    assert_eq!(told["files"].as_array().unwrap().len(), 3);
    assert_eq!(told["components"], serde_json::json!(["booking", "islands-booking", "wi-fi-on-board"]));
    let is_named =
        |finding: &serde_json::Value| finding["place"] == "subscribers" && finding["message"] == "it has no place here";
    assert!(told["findings"].as_array().unwrap().iter().any(is_named), "{told:#}");
    assert_eq!((&told["other"], &told["left_out"]), (&serde_json::json!(0), &serde_json::json!(2)));
    let again = import(&folder, &["statuspage", &source("statuspage.json"), "--format", "json"]).json();
    assert_eq!((&again["files"], again["same"].as_array().unwrap().len()), (&serde_json::json!([]), 3));
}

/// Links in the folder of another page may lead anywhere; what the command line names is meant.
#[cfg(unix)]
#[test]
fn links_in_the_folder_are_not_followed() {
    use std::os::unix::fs::symlink;
    let folder = project(&[("site/content/issues/a.md", "---\ntitle: A\ndate: 2020-01-01\n---\nx\n")]);
    let secret = folder.path().join("secret");
    std::fs::write(&secret, "params: {systems: [{name: Zanzibar}]}\n").unwrap();
    symlink(&secret, folder.path().join("site/config.yml")).unwrap();
    symlink(&secret, folder.path().join("site/content/issues/b.md")).unwrap();
    let ran = import(&folder, &["cstate", "site", "--dry-run"]);
    for name in ["config.yml", "content/issues/b.md"] {
        assert!(ran.stderr.contains(&format!("{name}: it is a link or no ordinary file")), "{}", ran.stderr);
    }
    assert!(!ran.stdout.contains("zanzibar"), "{}", ran.stdout);
    symlink(folder.path().join("site"), folder.path().join("meant")).unwrap();
    assert_eq!(import(&folder, &["cstate", "meant", "--dry-run"]).stdout, ran.stdout);
    std::fs::create_dir(folder.path().join("other")).unwrap();
    symlink(folder.path().join("site/content"), folder.path().join("other/content")).unwrap();
    let other = import(&folder, &["cstate", "other"]);
    assert!(other.code == 2 && other.stderr.contains("content is a symbolic link"), "{other:?}");
    symlink(source("statuspage.json"), folder.path().join("export.json")).unwrap();
    assert_eq!(import(&folder, &["statuspage", "export.json", "--dry-run"]).code, 1);
}

/// Runs an import of `bytes`, which must not write anything, and gives what was said.
fn refused(bytes: &[u8]) -> String {
    let folder = project(&[]);
    std::fs::write(folder.path().join("export.json"), bytes).unwrap();
    let before = read_tree(folder.path());
    let ran = import(&folder, &["statuspage", "export.json"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert_eq!(difference_of(&before, &read_tree(folder.path())), None);
    ran.stderr
}

#[test]
fn what_is_no_export_is_refused_with_its_place() {
    assert!(refused(b"{\"incidents\": [\n  {]").contains("export.json: line 2, column 4: "));
    assert!(refused(b"").contains("line 1, column 0"));
    assert!(refused(b"7").contains("found a number"));
    assert!(refused(b"{\"page\": {}}").contains("expected one of the lists"));
    assert!(refused(b"[\xFF]").contains("byte 2 is not UTF-8"));
    assert!(refused("[".repeat(200_000).as_bytes()).contains("recursion limit"));
    let folder = project(&[("empty/config.yml", "title: A\n")]);
    let none = import(&folder, &["cstate", "empty"]);
    assert!(none.code == 2 && none.stderr.contains("there is no content/issues in it"), "{none:?}");
    let missing = import(&folder, &["statuspage", "nowhere.json"]);
    assert!(missing.code == 2 && missing.stderr.contains("nowhere.json"), "{missing:?}");
    let outside = firstline(Path::new("/"), &["import", "statuspage", &source("statuspage.json")]);
    assert!(outside.code == 2 && outside.stderr.contains("no project"), "{outside:?}");
}

#[test]
fn odd_values_cost_no_more_than_themselves() {
    let folder = project(&[]);
    let odd = r#"{"incidents": [
        {"name": ":::staff", "status": "resolved", "impact": "awful", "created_at": "2022-01-01T10:00:00Z", "resolved_at": "2021-01-01T10:00:00Z",
         "components": [{"name": "---\n# x"}, 4], "incident_updates": [
            {"status": "shrugging", "body": ":::staff\nhidden?\n:::\n---\n<script>alert(1)</script><img src=x onerror=alert(1)>", "display_at": "soon"},
            {"status": ["resolved"], "body": {"a": 1}, "affected_components": "all"}, null]},
        {"name": ["a"], "status": "investigating", "impact": "none", "created_at": "2022-02-01T10:00:00Z", "incident_updates": []},
        {"name": "Over before it ends", "impact": "maintenance", "scheduled_for": "2022-02-02T10:00:00Z", "scheduled_until": "2022-02-02T10:00:00Z"},
        {"name": "Long", "status": "resolved", "impact": "none", "created_at": "9999-12-31T23:59:59Z"}]}"#;
    std::fs::write(folder.path().join("export.json"), odd).unwrap();
    let ran = import(&folder, &["statuspage", "export.json"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.stderr.contains("incidents[0].incident_updates[0].display_at: `soon` is no time"), "{}", ran.stderr);
    let checked = firstline(folder.path(), &["check", "--format", "json"]);
    let findings = checked.json();
    let errors: Vec<_> =
        findings["findings"].as_array().unwrap().iter().filter(|finding| finding["severity"] == "error").collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let written = text(&folder, "incidents/2022-01-01-staff.md");
    assert!(written.contains("\\:::staff") && !written.contains("alert"), "{written}");
}

#[test]
fn the_files_of_another_firstline_site_keep_their_ids() {
    let parts = "components:\n- {id: payments, name: Card payments}\n- {id: till-app, name: Tills, group: Shop}\n";
    let down = "---\ntitle: Cards fail\nstarted: 2022-01-01T10:00:00Z\nresolved: 2022-01-01T11:00:00Z\nimpact: minor\n\
                components: {payments: partial_outage, till-app: degraded_performance}\nupdates:\n- {at: 2022-01-01T10:00:00Z, \
                state: investigating, body: Down.}\n- {at: 2022-01-01T11:00:00Z, state: resolved, body: Up.}\n---\n";
    let old =
        project(&[("content/status/components.yaml", parts), ("content/status/incidents/2022-01-01-cards.md", down)]);
    assert_eq!(firstline(old.path(), &["build"]).code, 0);
    let list = |name: &str| {
        let file = std::fs::read_to_string(old.path().join("public/api/v2").join(name)).unwrap();
        serde_json::from_str::<serde_json::Value>(&file).unwrap()
    };
    let mut export = list("components.json");
    export["incidents"] = list("incidents.json")["incidents"].clone();
    let (new, ran) = imported(&export.to_string());
    assert!(ran.stdout.contains("added to content/status/components.yaml: payments, till-app\n"), "{ran:?}");
    let written = text(&new, "incidents/2022-01-01-cards-fail.md");
    let standing = "components:\n  payments: partial_outage\n  till-app: degraded_performance\n";
    assert!(written.contains(standing), "{written}");
    assert_well_formed(&new);
    assert_settled(&new, &["statuspage", "export.json"]);
}
