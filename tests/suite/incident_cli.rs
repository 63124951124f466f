//! Writing in a hurry, end to end: what `firstline incident` and `firstline maintenance` write, print and refuse.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use firstline::kinds::{Front, Incident};
use firstline::source::SitePath;
use tempfile::TempDir;

use crate::program::{Ran, firstline};
use crate::project::{Project, Tree, read_tree};

pub(crate) const SETTINGS: &str =
    "title: Help\nbase_url: https://help.example.com\ntime_zone: Europe/London\nas_of: 2026-07-01T12:00:00Z\n";
const COMPONENTS: &str = "- {id: payments, name: Card payments, aliases: [cards]}\n- {id: shop, name: Online shop}\n";
const OPEN: &str = "content/status/incidents/2026-07-01-cards-fail.md";
const WORK: &str = "content/status/maintenance/2026-07-03-new-lines.md";

/// An incident that somebody writes by hand, with everything that a program could spoil.
pub(crate) const BY_HAND: &str = "---\n# Please keep this comment.\ntitle: \"Cards fail\"   # short!\nsummary: 'One in three'\n\
    started: 2026-07-01 12:40\nimpact: minor # for now\ncomponents: {payments: partial_outage}\nupdates:   # newest last\n\
    - at: 2026-07-01 12:45 # in a hurry\n  state: investigating\n  body: |\n    We look.\n\n    # It is not you\n\n\
    # What follows is for later.\n#cause:\n---\nThe write-up.\n";

pub(crate) fn project(files: &[(&str, &str)]) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    let base = Project::new().with("firstline.yaml", SETTINGS).with("content/status/components.yaml", COMPONENTS);
    files.iter().fold(base, |project, (path, text)| project.with(path, *text)).write_to(home.path());
    home
}

pub(crate) fn run(home: &TempDir, arguments: &[&str]) -> Ran {
    firstline(home.path(), arguments)
}

/// Runs a command that has to end well, and gives what it printed.
pub(crate) fn done(home: &TempDir, arguments: &[&str]) -> String {
    let ran = run(home, arguments);
    assert_eq!(ran.code, 0, "{arguments:?}: {}{}", ran.stdout, ran.stderr);
    ran.stdout
}

/// Runs a command that has to end with `code` and to leave every file as it was, and gives what it said.
pub(crate) fn refused(home: &TempDir, code: i32, arguments: &[&str]) -> String {
    let before = read_tree(home.path());
    let ran = run(home, arguments);
    assert_eq!(ran.code, code, "{arguments:?}: {}{}", ran.stdout, ran.stderr);
    assert_eq!(read_tree(home.path()), before, "{arguments:?} changed something");
    assert!(code == 1 || ran.stderr.contains("help: "), "{arguments:?} says what to do: {}", ran.stderr);
    ran.stderr
}

pub(crate) fn text(home: &TempDir, path: &str) -> String {
    String::from_utf8(read_tree(home.path()).remove(path).unwrap_or_else(|| panic!("{path} is there"))).unwrap()
}

fn incident(home: &Path, path: &str) -> Incident {
    let build = Project::in_folder(home).build();
    let site = build.plan.site();
    let id = site.page_at(&SitePath::new(path).unwrap()).unwrap();
    let Front::Incident(incident) = &site.page(id).entry.front else { panic!("{path} is an incident") };
    incident.clone()
}

/// The lines that were added to a file, after a proof that nothing else changed.
fn added(before: &str, after: &str) -> String {
    let mut old = before.split_inclusive('\n').peekable();
    let new = after.split_inclusive('\n').filter(|line| old.next_if_eq(line).is_none()).collect();
    assert_eq!(old.next(), None, "a line is gone from\n{after}");
    new
}

#[test]
fn an_outage_is_told_with_one_line() {
    let home = project(&[]);
    let said = done(
        &home,
        &[
            "incident",
            "open",
            "Cards fail",
            "-c",
            "cards=partial",
            "-n",
            "30m",
            "-m",
            "One in three fails: \"code 91\".",
        ],
    );
    assert_eq!(
        said,
        "content/status/incidents/2026-07-01-cards-fail.md is new\n\nEveryone will read:\n\n  Cards fail\n  Investigating. \
         Impact: major, began at 13:00 BST (12:00 UTC)\n  Card payments: partial outage\n\n  One in three fails: “code 91”.\n\n  \
         Next update due at 13:30 BST (12:30 UTC), in 30 minutes\n\nOnce the site is built and published, at:\n  \
         https://help.example.com/status/incidents/2026-07-01-cards-fail/\n  https://help.example.com/status/\n  \
         https://help.example.com/status/components/payments/\n  https://help.example.com/status/feed.xml\n  \
         https://help.example.com/status/feed.json\n  https://help.example.com/api/v2/summary.json\n  and in a banner on every \
         page\n\nNext:\n  firstline build    (and publish it as you always do)\n  firstline incident update --next-update 30m \
         -m \"…\"    (at 13:30 BST (12:30 UTC), in 30 minutes)\n  firstline incident resolve -m \"…\"    (when it is over)\n"
            .replace(['“', '”'], "\"")
    );
    let written = text(&home, OPEN);
    let used: Vec<&str> = written.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(
        used.join("\n"),
        "---\ntitle: Cards fail\nstarted: 2026-07-01T12:00:00Z\nimpact: major\ncomponents:\n  payments: partial_outage\n\
         updates:\n  - at: 2026-07-01T12:00:00Z\n    state: investigating\n    body: 'One in three fails: \"code 91\".'\n    \
         next_update_by: 2026-07-01T12:30:00Z\n---"
    );
    assert_eq!(run(&home, &["check", "--strict"]).code, 0);
    let all: Vec<&str> =
        written.lines().map(|line| line.strip_prefix('#').filter(|l| !l.starts_with(" A")).unwrap_or(line)).collect();
    std::fs::write(home.path().join(OPEN), all.join("\n") + "\n").unwrap();
    let found = run(&home, &["check", "--format", "json"]).stdout;
    assert!(!found.contains("unknown-key") && !found.contains("unexpected-value"), "every field in it is one: {found}");
}

#[test]
fn only_new_lines_differ_in_a_file_written_by_hand() {
    let path = "content/status/incidents/cards.md";
    for newline in ["\n", "\r\n"] {
        let before = BY_HAND.replace('\n', newline);
        let home = project(&[(path, &before)]);
        done(&home, &["incident", "update", "-n", "14:00", "-s", "identified", "-m", "A cable.\n- it is cut"]);
        let update = "- at: 2026-07-01 13:00\n  state: identified\n  body: |-\n    A cable.\n    - it is cut\n  \
                      next_update_by: 2026-07-01 14:00\n";
        assert_eq!(added(&before, &text(&home, path)), update.replace('\n', newline));
        let before = text(&home, path);
        let said = done(&home, &["incident", "resolve", "cards", "-m", "Mended.", "--as-of", "2026-07-01T12:50:00Z"]);
        assert!(said.contains("No further update is due.") && said.contains("One in three"), "{said}");
        let end = "resolved: 2026-07-01 13:50\n- at: 2026-07-01 13:50\n  state: resolved\n  body: Mended.\n";
        assert_eq!(added(&before, &text(&home, path)), end.replace('\n', newline));
        assert_eq!(run(&home, &["check", "--as-of", "2026-07-01T12:50:00Z"]).code, 0);
    }
}

#[test]
fn impact_components_workaround_and_summary_follow_what_is_known() {
    let path = "content/status/incidents/cards.md";
    let home = project(&[(path, BY_HAND)]);
    done(
        &home,
        &[
            "incident",
            "update",
            "cards.md",
            "--next-update",
            "2026-07-01 15:00",
            "-m",
            "Worse.",
            "--impact",
            "major",
            "--component",
            "payments=major,Online shop=degraded",
            "--workaround",
            "Cash.",
            "--summary",
            "Cards: none work",
        ],
    );
    let written = text(&home, path);
    for line in [
        "summary: 'Cards: none work'\n",
        "impact: major # for now\n",
        "  components:\n    payments: major_outage\n    shop: degraded_performance\n",
        "workaround: Cash.\n",
        "# Please keep this comment.\n",
    ] {
        assert!(written.contains(line), "{line} is in {written}");
    }
}

#[test]
fn what_was_over_too_early_comes_back_with_a_word() {
    let path = "content/status/incidents/cards.md";
    let home = project(&[(path, BY_HAND)]);
    done(&home, &["incident", "resolve", "-m", "Over.", "--at", "5m"]);
    assert!(text(&home, path).contains("resolved: 2026-07-01 12:55\n"));
    let later = ["--as-of", "2026-07-01T12:10:00Z"];
    let said = refused(&home, 2, &[&["incident", "update", "cards", "-n", "30m", "-m", "No."], &later[..]].concat());
    assert!(said.contains("was over at 12:55 BST (11:55 UTC), 15 minutes ago") && said.contains("--back"), "{said}");
    done(
        &home,
        &[&["incident", "update", "cards", "-n", "30m", "-m", "It is back.", "--back", "-s", "inv"], &later[..]]
            .concat(),
    );
    let written = text(&home, path);
    assert!(!written.contains("resolved:") && written.contains("  back: true\n"), "{written}");
    assert_eq!(run(&home, &[&["check"], &later[..]].concat()).code, 0);
}

#[test]
fn a_promise_is_not_forgotten_and_lies_ahead() {
    let home = project(&[("content/status/incidents/cards.md", BY_HAND)]);
    for command in
        [&["incident", "open", "Shop down", "-i", "major", "-m", "x"][..], &["incident", "update", "-m", "x"]]
    {
        assert!(refused(&home, 2, command).contains("--next-update 30m"));
    }
    for past in ["12:30", "2026-07-01T11:59:00Z", "2025-07-01 13:30"] {
        let said = refused(&home, 2, &["incident", "update", "-m", "x", "-n", past]);
        assert!(said.contains("does not come after 13:00 BST (12:00 UTC)"), "{said}");
    }
    let ahead = refused(
        &home,
        2,
        &["incident", "open", "Shop down", "-i", "major", "-m", "x", "-n", "1h", "--started", "13:30"],
    );
    assert!(ahead.contains("has not come yet"), "{ahead}");
    assert!(refused(&home, 2, &["incident", "open", "Shop down", "-m", "x", "-n", "1h"]).contains("--impact"));
    assert!(refused(&home, 2, &["incident", "update", "-m", " ", "-n", "1h"]).contains("nothing to publish"));
    let back = refused(&home, 2, &["incident", "update", "-m", "x", "-n", "1h", "--back"]);
    assert!(back.contains("does not go back"), "{back}");
    done(&home, &["incident", "update", "-m", "x", "-n", "1h", "-s", "monitoring"]);
    let back = refused(&home, 2, &["incident", "update", "-m", "x", "-n", "1h", "-s", "identified"]);
    assert!(back.contains("add --back"), "{back}");
}

#[test]
fn names_may_be_short_and_mistyped_ones_are_answered() {
    let other = BY_HAND.replace("\"Cards fail\"", "Shop slow\nid: INC-7");
    let home = project(&[
        ("content/status/incidents/2026-07-01-cards.md", BY_HAND),
        ("content/status/incidents/2026-07-01-shop.md", &other),
    ]);
    let update = |name: &'static str| ["incident", "update", name, "-n", "1h", "--dry-run", "-m", "x"];
    for name in ["cards", "inc-7", "SHOP", "slow", "content/status/incidents/2026-07-01-shop.md", "2026-07-01-cards"] {
        done(&home, &update(name));
    }
    let listed = "  2026-07-01-cards  Cards fail\n  2026-07-01-shop  Shop slow\n";
    for several in [&update("2026")[..], &["incident", "resolve", "-m", "x"], &update("nonsense")] {
        let said = refused(&home, 2, several);
        assert!(said.contains(listed), "{said}");
    }
    assert!(refused(&home, 2, &update("2026-07-01-carsd")).contains("did you mean `2026-07-01-cards`?"));
    let said = refused(&home, 2, &["incident", "open", "Shop down", "-c", "shpo=major", "-n", "1h", "-m", "x"]);
    assert!(said.contains("did you mean `shop`?") && said.contains("payments, shop"), "{said}");
    assert!(refused(&home, 2, &["maintenance", "cancel", "-m", "x"]).contains("firstline maintenance schedule"));
}

#[test]
fn what_the_checks_refuse_is_not_written() {
    let home = project(&[("content/status/incidents/cards.md", BY_HAND)]);
    done(&home, &["incident", "update", "-n", "1h", "-m", "Once."]);
    let said = refused(&home, 1, &["incident", "update", "-n", "1h", "-m", "Twice in the same second."]);
    assert!(said.contains("error[update-order]") && said.contains("nothing was written"), "{said}");
    let said =
        refused(&home, 1, &["incident", "resolve", "-m", "See [this](nowhere.md).", "--as-of", "2026-07-01T12:10:00Z"]);
    assert!(said.contains("error[broken-link]"), "{said}");
    let json = run(&home, &["incident", "update", "-n", "1h", "-m", "Twice.", "--format", "json"]);
    assert!(json.code == 1 && json.stdout.contains("\"update-order\""), "{}", json.stdout);
}

#[test]
fn what_was_wrong_before_and_what_is_late_stand_in_nobodys_way() {
    let late = BY_HAND.replace("state: investigating", "state: investigating\n  next_update_by: 2026-07-01 12:50");
    let home = project(&[
        ("content/status/incidents/cards.md", &late),
        ("content/status/incidents/shop.md", &late),
        ("content/articles/till/open.md", "---\ntitle: Open\n---\nSee [nothing](nowhere.md).\n"),
    ]);
    assert_eq!(run(&home, &["check"]).code, 1);
    done(&home, &["incident", "update", "cards", "-n", "1h", "-m", "Sorry, this is late."]);
}

#[test]
fn a_form_that_is_too_odd_is_named_with_its_line() {
    let flow = "---\ntitle: A\nstarted: 2026-07-01 12:40\nimpact: minor\nupdates: [{at: 2026-07-01 12:45, state: investigating}]\n---\n";
    let home =
        project(&[("content/status/incidents/a.md", flow), ("content/status/incidents/b.md", "---\ntitle: [\n---\n")]);
    let said = refused(&home, 2, &["incident", "update", "a", "-n", "1h", "-m", "x"]);
    assert!(said.contains("a.md, line 5: `updates` stands between brackets"), "{said}");
    let said = refused(&home, 2, &["incident", "update", "b", "-n", "1h", "-m", "x"]);
    assert!(said.contains("b.md, line 2: ") && said.contains("mend that first"), "{said}");
}

#[test]
fn no_file_is_written_over_and_a_dry_run_writes_none() {
    let home = project(&[]);
    let open = ["incident", "open", "Cards fail", "-i", "minor", "-n", "1h", "-m", "x"];
    let before = read_tree(home.path());
    let said = done(&home, &[&open[..], &["--dry-run"]].concat());
    assert!(said.contains("would be new; nothing was written") && said.contains("Next update due"), "{said}");
    assert_eq!(read_tree(home.path()), before);
    done(&home, &open);
    assert!(refused(&home, 2, &open).contains("exists already"));
    let said = done(&home, &[&open[..], &["--slug", "cards-2", "--id", "INC-8", "--format", "json"]].concat());
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(said["path"], "content/status/incidents/cards-2.md");
    assert_eq!(said["addresses"][0], "https://help.example.com/status/incidents/inc-8/");
    assert_eq!(said["next_update_by"], "2026-07-01T13:00:00Z");
    assert!(refused(&home, 2, &[&open[..], &["--slug", "c", "--id", "inc-8"]].concat()).contains("the id belongs to"));
    let home = project(&[]);
    assert_eq!(done(&home, &[&open[..], &["-q"]].concat()), format!("{OPEN}\n"));
    let names: Vec<String> = read_tree(home.path()).into_keys().filter(|path| path.contains("incidents")).collect();
    assert_eq!(names, [OPEN], "nothing is left beside it");
}

#[test]
fn whatever_is_typed_or_piped_is_what_is_published() {
    let home = project(&[]);
    let messages = [
        "Plain.",
        "It's \"down\": #1 of 3 'cards' \\ 100 % & <b>bold</b>",
        "- one\n- two: {x}\n\n> three\n    four",
        "null",
        "--- \nnot: front matter\n---\n",
        "Zażółć 日本語 🎉 \u{202e}turned",
        "Windows\r\nlines\r\n",
        &"About one payment in eight fails, and we do not know why yet. ".repeat(8),
    ];
    done(&home, &["incident", "open", "Cards fail", "-i", "minor", "-n", "1h", "-m", "First."]);
    for (number, message) in (1..).zip(messages) {
        let now = format!("2026-07-01T12:{number:02}:00Z");
        let mut child = Command::new(env!("CARGO_BIN_EXE_firstline"))
            .args(["incident", "update", "-n", "1h", "-m", "-", "--as-of", &now])
            .current_dir(home.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(message.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success(), "{message}");
    }
    let settings = SETTINGS.replace("12:00:00Z", "13:00:00Z");
    std::fs::write(home.path().join("firstline.yaml"), settings).unwrap();
    let said: Vec<String> =
        incident(home.path(), OPEN).updates.into_iter().skip(1).map(|update| update.body.unwrap().value).collect();
    let expected: Vec<String> = messages.iter().map(|text| text.replace("\r\n", "\n").replace("- \n", "-\n")).collect();
    assert_eq!(said, expected.iter().map(|text| text.trim()).collect::<Vec<_>>());
}

#[test]
fn work_is_announced_moved_told_and_called_off() {
    let home = project(&[]);
    let said = done(
        &home,
        &[
            "maintenance",
            "schedule",
            "New lines",
            "--starts",
            "2026-07-03 22:00",
            "--ends",
            "02:00",
            "-c",
            "Card payments",
            "-m",
            "Cards pause.",
        ],
    );
    assert!(said.contains("Begins on 3 July 2026 at 22:00 BST (21:00 UTC), in 2 days 9 hours\n"), "{said}");
    assert!(said.contains("Ends on 4 July 2026 at 02:00 BST (01:00 UTC), in 2 days 13 hours\n"), "{said}");
    let written = text(&home, WORK);
    let plan = "starts: 2026-07-03T21:00:00Z\nends: 2026-07-04T01:00:00Z\ncomponents: [payments]\nupdates:\n  - at: \
                2026-07-01T12:00:00Z\n    state: scheduled\n    body: Cards pause.\n    starts: \
                2026-07-03T21:00:00Z\n    ends: 2026-07-04T01:00:00Z\n";
    assert!(written.contains(plan), "{written}");
    let later = |minutes: u32| format!("2026-07-01T12:{minutes:02}:00Z");
    done(&home, &["maintenance", "move", "--starts", "2026-07-05 22:00", "-m", "Later.", "--as-of", &later(1)]);
    let moved = text(&home, WORK);
    assert!(
        moved.contains("\nstarts: 2026-07-05T21:00:00Z\nends: 2026-07-06T01:00:00Z\n"),
        "as long as before: {moved}"
    );
    assert!(
        moved.contains("    body: Later.\n    starts: 2026-07-05T21:00:00Z\n    ends: 2026-07-06T01:00:00Z\n"),
        "{moved}"
    );
    done(&home, &["maintenance", "update", "lines", "-s", "in progress", "-m", "Begun.", "--as-of", &later(2)]);
    done(&home, &["maintenance", "cancel", "-m", "It rains.", "--as-of", &later(3)]);
    assert_eq!(added(&moved, &text(&home, WORK)).matches("state:").count(), 2);
    assert_eq!(run(&home, &["check", "--as-of", &later(4)]).code, 0);
    let over = refused(&home, 2, &["maintenance", "update", "lines", "-m", "x", "--as-of", &later(5)]);
    assert!(over.contains("is cancelled already"), "{over}");
    let backwards =
        ["maintenance", "schedule", "B", "--starts", "2026-07-09 22:00", "--ends", "2026-07-09 21:00", "-m", "x"];
    assert!(refused(&home, 1, &backwards).contains("error[maintenance-window]"));
}

#[test]
fn work_that_runs_late_can_be_told_and_its_end_moved() {
    let running = "---\ntitle: New lines\nstarts: 2026-07-01T10:00:00+01:00\nends: 2026-07-01T12:00:00+01:00\nstate: in_progress\n\
                   updates:\n  - {at: 2026-07-01T10:00:00+01:00, state: in_progress, body: Begun.}\n---\n";
    let home = project(&[("content/status/maintenance/lines.md", running)]);
    done(&home, &["maintenance", "update", "-m", "Still at it."]);
    done(&home, &["maintenance", "move", "--ends", "15:00", "-m", "Until three.", "--as-of", "2026-07-01T12:01:00Z"]);
    done(&home, &["maintenance", "update", "-s", "completed", "-m", "Done.", "--as-of", "2026-07-01T12:02:00Z"]);
    let written = text(&home, "content/status/maintenance/lines.md");
    assert!(written.contains("ends: 2026-07-01T15:00:00+01:00\nstate: completed\n"), "{written}");
    assert!(
        written.contains("  - at: 2026-07-01T13:00:00+01:00\n    state: in_progress\n    body: Still at it.\n"),
        "{written}"
    );
}

#[test]
fn what_is_internal_or_a_draft_is_changed_and_said_not_to_be_public() {
    let draft = BY_HAND.replace("impact:", "draft: true\nimpact:");
    let staff = BY_HAND.replace("We look.", "We look.\n\n    :::staff\n    Secret.\n    :::");
    let home = project(&[
        ("content/status/incidents/draft.md", &draft),
        ("content/internal/status/incidents/inside.md", BY_HAND),
        ("content/status/incidents/open.md", &staff),
    ]);
    for name in ["draft", "inside"] {
        let said = done(&home, &["incident", "update", name, "-n", "1h", "-m", "More."]);
        assert!(said.contains("nobody outside sees it") && !said.contains("banner"), "{said}");
    }
    let said = done(&home, &["incident", "update", "open", "-n", "1h", "-m", "More.\n\n:::staff\nSecret.\n:::"]);
    assert!(said.contains("Everyone will read") && !said.contains("Secret"), "{said}");
}

#[test]
fn what_a_tree_holds_is_kept() {
    let home = project(&[("content/status/incidents/cards.md", BY_HAND)]);
    let without = |mut tree: Tree| {
        tree.remove("content/status/incidents/cards.md");
        tree
    };
    let before = without(read_tree(home.path()));
    done(&home, &["incident", "update", "-n", "1h", "-m", "x"]);
    assert_eq!(without(read_tree(home.path())), before);
}
