//! Promises and what was published, through the program: exit codes, `--published`, and manual pages.

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
    std::fs::write(home.path().join("firstline.yaml"), settings + "checks: {update-overdue: warning}\n").unwrap();
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
    std::fs::rename(home.path().join("public/status/record.json"), home.path().join("live.json")).unwrap();
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

#[test]
fn a_record_that_says_nothing_about_this_site_is_not_compared_and_that_is_told() {
    let home = project();
    assert_eq!(run(&home, &["build", "--as-of", "2026-11-20T13:30:00Z"]).code, 0);
    std::fs::remove_file(home.path().join(FILE)).unwrap();
    let earlier = run(&home, &["check", "--as-of", "2026-11-20T13:29:59Z"]);
    assert_eq!(earlier.code, 0, "the past is told as it was");
    assert!(earlier.stderr.contains("so nothing is compared with it"), "{}", earlier.stderr);
    std::fs::write(home.path().join("public/status/record.json"), "{").unwrap();
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
