//! What a shaking hand gets wrong when it tells an outage, and what is said about it: nothing wrong is written, and nothing
//! that was typed is lost.

use std::io::Write;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::incident_cli::{BY_HAND, SETTINGS, done, project, refused, run, text};
use crate::project::read_tree;

const CARDS: &str = "content/status/incidents/2026-07-01-cards.md";
const SHOP: &str = "content/status/incidents/2026-07-01-shop.md";

/// An incident that was told and is over.
const OVER: &str = "---\ntitle: Cards failed\nstarted: 2026-07-01 10:00\nresolved: 2026-07-01 11:00\nimpact: minor\nupdates:\n\
    - {at: 2026-07-01 10:05, state: investigating, body: We look.}\n- at: 2026-07-01 11:05\n  state: resolved\n  body: Over.\n---\n";

/// Runs a command with `said` on standard input, and gives its exit code with all it printed.
fn say(home: &TempDir, arguments: &[&str], said: &[u8]) -> (Option<i32>, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_firstline"))
        .args(arguments)
        .current_dir(home.path())
        .env_remove("SOURCE_DATE_EPOCH")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that is refused before it reads has closed the pipe.
    let _ = child.stdin.take().unwrap().write_all(said);
    let output = child.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
}

#[test]
fn a_pasted_address_ends_the_incident_that_it_shows_and_no_other() {
    let home = project(&[(CARDS, BY_HAND), (SHOP, OVER)]);
    for over in [
        "https://help.example.com/status/incidents/2026-07-01-shop/",
        "https://help.example.com/status/incidents/2026-07-01-shop/index.html",
        "https://help.example.com/status/incidents/2026-07-01-shop/?from=mail#updates",
        "/status/incidents/2026-07-01-shop/",
        "./content/status/incidents/2026-07-01-shop.md",
        "content\\status\\incidents\\2026-07-01-shop.md",
    ] {
        let said = refused(&home, 2, &["incident", "resolve", over, "-m", "Over."]);
        assert!(said.contains("Cards failed was over"), "{over}: {said}");
    }
    for none in ["", " ", "/", "https://help.example.com/", "https://help.example.com/status/incidents/gone/", "#"] {
        let said = refused(&home, 2, &["incident", "resolve", none, "-m", "Over."]);
        assert!(said.contains("names no incident") || said.contains("no incident is called"), "{none}: {said}");
        assert!(said.contains("2026-07-01-cards  Cards fail"), "{none}: {said}");
    }
    let elsewhere = "content/internal/status/incidents/2026-07-01-cards.md";
    assert!(refused(&home, 2, &["incident", "resolve", elsewhere, "-m", "Over."]).contains("no incident is called"));
    done(
        &home,
        &["incident", "resolve", "https://help.example.com/status/incidents/2026-07-01-cards/#u1", "-m", "Over."],
    );
    assert!(text(&home, CARDS).contains("resolved:"));
}

#[test]
fn a_name_that_two_files_have_is_told_by_its_path() {
    let inside = "content/internal/status/incidents/2026-07-01-cards.md";
    let home = project(&[(CARDS, BY_HAND), (inside, BY_HAND)]);
    let update = |name: &'static str| ["incident", "update", name, "-n", "1h", "-m", "More."];
    refused(&home, 2, &["incident", "resolve", "-m", "Over."]);
    let said = refused(&home, 2, &update("2026-07-01-cards"));
    assert!(said.contains("may mean 2 of them"), "{said}");
    assert!(said.contains(&format!("  {CARDS}\n")) && said.contains(&format!("  {inside}  ")), "{said}");
    let before = text(&home, inside);
    let said = done(&home, &update(CARDS));
    assert!(said.contains(&format!("firstline incident resolve {CARDS} -m")), "{said}");
    assert_eq!(text(&home, inside), before);
    done(&home, &update(inside));
    assert_ne!(text(&home, inside), before);
}

#[test]
fn what_was_wrong_in_the_file_before_is_said_and_stands_in_nobodys_way() {
    let odd = BY_HAND.replace("    We look.\n", "    We look. See [this](nowhere.md).\n");
    let home = project(&[(CARDS, &odd)]);
    assert_eq!(run(&home, &["check"]).code, 1);
    let ran = run(&home, &["incident", "update", "-n", "1h", "-m", "Still looking."]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("an error that was there before still stands"), "{}", ran.stderr);
    let later = ["--as-of", "2026-07-01T12:10:00Z"];
    let again = ["incident", "update", "-n", "1h", "-m", "As [said](nowhere.md)."];
    let said = refused(&home, 1, &[&again[..], &later[..]].concat());
    assert_eq!(said.matches("error[broken-link]").count(), 1, "the same mistake once more is new: {said}");
}

#[test]
fn work_in_the_past_is_a_slip_unless_it_has_begun() {
    let home = project(&[]);
    let plan = |starts: &'static str, ends: &'static str| {
        ["maintenance", "schedule", "New lines", "--starts", starts, "--ends", ends, "-m", "Cards pause."]
    };
    let said = refused(&home, 2, &plan("2025-07-03 22:00", "2025-07-04 02:00"));
    assert!(said.contains("would have begun on 3 July 2025") && said.contains("--begun"), "{said}");
    let said = refused(&home, 2, &[&plan("2026-07-01 10:00", "2026-07-01 11:00")[..], &["--begun"]].concat());
    assert!(said.contains("would have been over"), "{said}");
    assert!(
        refused(&home, 2, &[&plan("2026-07-01 14:00", "15:00")[..], &["--begun"]].concat()).contains("not come yet")
    );
    done(&home, &[&plan("12:30", "15:00")[..], &["--begun"]].concat());
    let written = text(&home, "content/status/maintenance/2026-07-01-new-lines.md");
    assert!(written.contains("starts: 2026-07-01T11:30:00Z\n") && written.contains("state: in_progress"), "{written}");
    let later = ["--as-of", "2026-07-01T12:10:00Z"];
    for slip in [["--starts", "2025-07-05 22:00"], ["--ends", "2026-07-01 12:30"]] {
        refused(&home, 2, &[&["maintenance", "move", "-m", "Later."], &slip[..], &later[..]].concat());
    }
    let moved = ["maintenance", "move", "--starts", "12:40", "--begun", "-m", "It began later."];
    done(&home, &[&moved[..], &later[..]].concat());
    assert_eq!(run(&home, &["check", "--as-of", "2026-07-01T12:11:00Z"]).code, 0);
}

#[test]
fn the_first_plan_is_still_known_when_work_was_moved() {
    let home = project(&[]);
    let plan = ["--starts", "2026-07-03 22:00", "--ends", "2026-07-04 02:00"];
    done(&home, &[&["maintenance", "schedule", "New lines", "-m", "Cards pause."], &plan[..]].concat());
    let later = ["--as-of", "2026-07-01T12:10:00Z"];
    let moved = ["maintenance", "move", "--starts", "2026-07-05 22:00", "-m", "Later."];
    done(&home, &[&moved[..], &later[..]].concat());
    let page = |now: &str| {
        done(&home, &["build", "--as-of", now]);
        text(&home, "public/status/maintenance/2026-07-03-new-lines/index.html")
    };
    assert!(page("2026-07-01T12:05:00Z").contains("2026-07-03T22:00:00+01:00"), "as it was known then");
    let now = page("2026-07-01T12:10:00Z");
    assert!(now.contains("2026-07-05T22:00:00+01:00") && !now.contains("2026-07-04T02:00:00"));
}

#[test]
fn in_the_night_of_the_long_hour_the_promise_is_the_next_one() {
    let home = project(&[(CARDS, &BY_HAND.replace("2026-07-01", "2026-10-25").replace("12:4", "00:0"))]);
    // 01:30 in London, for the first time.
    let now = ["--as-of", "2026-10-25T00:30:00Z"];
    let said = done(&home, &[&["incident", "update", "-n", "01:20", "-m", "x", "--dry-run"], &now[..]].concat());
    assert!(said.contains("due at 01:20 GMT, in 50 minutes"), "{said}");
    done(&home, &[&["incident", "resolve", "--at", "01:20", "-m", "Over."], &now[..]].concat());
    assert!(text(&home, CARDS).contains("resolved: 2026-10-25 01:20\n"), "the first one is what the file's form means");
}

#[test]
fn what_a_fast_clock_dated_after_now_is_not_written_past() {
    let ahead = OVER.replace("11:00", "13:10").replace("11:05", "13:12");
    let home = project(&[(CARDS, &ahead)]);
    for command in [&["resolve"][..], &["resolve", "cards"], &["update", "-n", "1h"], &["update", "-n", "1h", "--back"]]
    {
        let said = refused(&home, 2, &[&["incident"], command, &["-m", "x"]].concat());
        assert!(
            said.contains(&format!("{CARDS}, line 4: this is dated at 13:10 BST (12:10 UTC), in 10 minutes")),
            "{said}"
        );
    }
    let begun = BY_HAND.replace("12:4", "13:1");
    let home = project(&[(CARDS, &begun), (SHOP, BY_HAND)]);
    for command in [&["update", "cards"][..], &["update"]] {
        let said = refused(&home, 2, &[&["incident"], command, &["-m", "x", "-n", "1h"]].concat());
        assert!(said.contains(&format!("{CARDS}, line 5: ")), "it is not the other that is meant: {said}");
    }
    done(&home, &["incident", "update", "2026-07-01-shop", "-m", "x", "-n", "1h"]);
    let work = "---\ntitle: New lines\nstarts: 2026-07-01 12:00\nends: 2026-07-01 15:00\nupdates:\n- {at: 2026-07-01 13:01, state: in_progress, body: x}\n---\n";
    let home = project(&[("content/status/maintenance/lines.md", work)]);
    let said = refused(&home, 2, &["maintenance", "update", "-m", "x", "-s", "completed"]);
    assert!(said.contains("lines.md, line 6: "), "{said}");
}

#[test]
fn nobody_types_in_vain() {
    let home = project(&[(CARDS, BY_HAND)]);
    let before = read_tree(home.path());
    let (code, said) = say(&home, &["incident", "update", "-m", "-"], b"Long words.\nMore of them.");
    assert!(code == Some(2) && said.contains("--next-update 30m") && !said.contains("Long words"), "{said}");
    for bad in ["See [this](nowhere.md).\nMore.", ":::staff\nSecret.\n:::", "Odd.\n:::staff\nno end"] {
        let (code, said) = say(&home, &["incident", "update", "-n", "1h", "-m", "-"], bad.as_bytes());
        assert!(code > Some(0) && said.contains("this is what you said:\n\n") && said.contains(bad), "{said}");
    }
    let (code, said) = say(&home, &["incident", "update", "-n", "1h", "-m", "-"], b"Stra\xdfe");
    assert!(code == Some(2) && said.contains("not UTF-8") && said.contains("Stra\u{fffd}e"), "{said}");
    assert_eq!(read_tree(home.path()), before);
}

#[cfg(unix)]
#[test]
fn now_and_the_file_are_those_of_when_the_words_are_there() {
    let home = project(&[(CARDS, BY_HAND)]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_firstline"))
        .args(["incident", "update", "-n", "1h", "-m", "-"])
        .current_dir(home.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // More than a pipe holds: once it is written, the command has tried all else and listens.
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(&[b'\n'; 200_000]).unwrap();
    stdin.write_all(b"Found.").unwrap();
    // While somebody types, a colleague writes and time goes on.
    done(&home, &["incident", "update", "-n", "30m", "-m", "We look further."]);
    let settings = SETTINGS.replace("12:00:00Z", "12:04:00Z");
    std::fs::write(home.path().join("firstline.yaml"), settings).unwrap();
    drop(stdin);
    assert!(child.wait().unwrap().success());
    let written = text(&home, CARDS);
    let both = "body: We look further.\n  next_update_by: 2026-07-01 13:30\n- at: 2026-07-01 13:04\n";
    assert!(written.contains(both) && written.contains("body: Found.\n"), "{written}");
}

#[test]
fn a_text_may_begin_with_a_hyphen_and_an_option_is_no_text() {
    let home = project(&[]);
    let open = [
        "incident",
        "open",
        "Cards fail",
        "-i",
        "minor",
        "-n",
        "1h",
        "-m",
        "- Cards fail",
        "-w",
        "- **Cash**\n- vouchers",
    ];
    let said = done(&home, &[&open[..], &["--summary", "-5 % of cards", "--slug", "cards"]].concat());
    assert!(said.contains("Meanwhile: - **Cash** - vouchers\n"), "as the page shows it: {said}");
    let written = text(&home, "content/status/incidents/cards.md");
    assert!(written.contains("body: \"- Cards fail\"\n"), "{written}");
    for slip in [&["-m", "--dry-run"][..], &["-m", "-n", "30m"]] {
        let ran = run(&home, &[&["incident", "resolve"], slip].concat());
        assert!(ran.code == 2 && ran.stderr.contains("that is an option"), "{}", ran.stderr);
    }
}

#[test]
fn words_for_staff_alone_and_promises_of_years_are_refused() {
    let home = project(&[(CARDS, BY_HAND)]);
    let said = refused(&home, 2, &["incident", "update", "-n", "1h", "-m", ":::staff\nRack 4.\n:::"]);
    assert!(said.contains("customers would read nothing of it"), "{said}");
    let said = refused(&home, 2, &["incident", "update", "-n", "30mo", "-m", "x"]);
    assert!(said.contains("`30mo` would be on 1 January 2029") && said.contains("30m is 30 minutes"), "{said}");
    for (odd, help) in [("3 business days", "business time is not counted"), ("2026-11-22", "\"2026-11-22 17:00\"")] {
        let ran = run(&home, &["incident", "update", "-n", odd, "-m", "x"]);
        assert!(ran.code == 2 && ran.stderr.contains(help), "{}", ran.stderr);
    }
    let open = ["incident", "open", "Shop down", "-i", "minor", "-n", "1h", "-m", "x", "--started"];
    assert!(refused(&home, 2, &[&open[..], &["20mo"]].concat()).contains("more than 31 days off"));
    done(&home, &[&open[..], &["2026-02-01 09:00"]].concat());
}

#[test]
fn a_title_of_signs_alone_needs_a_name_and_no_more() {
    let home = project(&[]);
    let open = ["incident", "open", "🔥🔥", "-i", "minor", "-n", "1h", "-m", "It burns."];
    assert!(refused(&home, 2, &open).contains("no letter or digit"));
    let odd_id = [&open[..], &["--slug", "fire", "--id", "A B"]].concat();
    assert!(refused(&home, 2, &odd_id).contains("can't be an id"));
    done(&home, &[&open[..], &["--slug", "fire"]].concat());
    assert_eq!(run(&home, &["check"]).code, 0);
}

#[test]
fn a_word_can_be_added_when_all_is_over() {
    let home = project(&[(CARDS, OVER)]);
    let said = refused(&home, 2, &["incident", "resolve", "cards", "-m", "x"]);
    assert!(said.contains("firstline incident update 2026-07-01-cards --state resolved"), "{said}");
    let follow_up = ["incident", "update", "cards", "-s", "resolved", "-m", "The write-up is there."];
    for odd in [&["-n", "1h"][..], &["--back"]] {
        refused(&home, 2, &[&follow_up[..], odd].concat());
    }
    done(&home, &[&follow_up[..], &["--impact", "major"]].concat());
    let written = text(&home, CARDS);
    assert!(written.contains("resolved: 2026-07-01 11:00\nimpact: major\n"), "{written}");
    assert!(
        written.ends_with("- at: 2026-07-01 13:00\n  state: resolved\n  body: The write-up is there.\n---\n"),
        "{written}"
    );
    assert_eq!(run(&home, &["check"]).code, 0);
    let home = project(&[(CARDS, &OVER.replace("resolved: 2026-07-01 11:00\n", ""))]);
    done(&home, &follow_up);
    assert!(text(&home, CARDS).contains("resolved: 2026-07-01 11:05\n"), "the end stays where it was");
}

#[test]
fn a_clock_that_is_held_is_named_where_two_updates_meet() {
    let home = project(&[(CARDS, BY_HAND)]);
    let update = ["incident", "update", "-n", "1h", "-m", "Once."];
    done(&home, &update);
    let said = refused(&home, 1, &update);
    assert!(
        said.contains("error[update-order]") && said.contains("`as_of` in firstline.yaml holds the clock"),
        "{said}"
    );
    let now = ["--as-of", "2026-07-01T12:00:00Z"];
    assert!(!refused(&home, 1, &[&update[..], &now[..]].concat()).contains("holds the clock"));
    done(&home, &[&update[..], &["--as-of", "2026-07-01T12:00:01Z"]].concat());
}

#[test]
fn an_incident_that_can_not_be_read_may_be_the_one_that_is_meant() {
    let torn = BY_HAND.replace("title: \"Cards fail\"", "title: \"Cards fail");
    let home = project(&[(CARDS, &torn), (SHOP, &OVER.replace("resolved: 2026-07-01 11:00\n", ""))]);
    for command in
        [&["update", "-n", "1h"][..], &["resolve"], &["update", "no such", "-n", "1h"], &["resolve", "cards"]]
    {
        let said = refused(&home, 2, &[&["incident"], command, &["-m", "x"]].concat());
        assert!(said.contains(&format!("{CARDS}, line ")) && said.contains("help: mend that first"), "{said}");
        assert!(!said.contains("open TITLE"), "{said}");
    }
    done(&home, &["incident", "update", "2026-07-01-shop", "-s", "resolved", "-m", "x"]);
    let work = "content/status/maintenance/lines.md";
    let home = project(&[(work, "---\ntitle: New lines\nstarts: [\n---\n")]);
    let said = refused(&home, 2, &["maintenance", "update", "-m", "x"]);
    assert!(said.contains(&format!("{work}, line ")), "{said}");
    assert!(refused(&home, 2, &["incident", "resolve", "-m", "x"]).contains("no incident is open"));
}

#[cfg(unix)]
#[test]
fn a_linked_incident_is_none_that_can_be_read() {
    use std::os::unix::fs::symlink;
    let home = project(&[("elsewhere/cards.md", BY_HAND), ("content/status/maintenance/none.txt", "")]);
    let folder = home.path().join("content/status/incidents");
    std::fs::create_dir(&folder).unwrap();
    symlink(home.path().join("elsewhere/cards.md"), home.path().join(CARDS)).unwrap();
    let update = ["incident", "update", "-n", "1h", "-m", "x"];
    assert!(refused(&home, 2, &update).contains(&format!("{CARDS}, line 1: this is a symbolic link")));
    assert!(run(&home, &["build"]).stderr.contains(&format!("nothing was published: without {CARDS}")));
    std::fs::remove_dir_all(&folder).unwrap();
    symlink(home.path().join("elsewhere"), &folder).unwrap();
    assert!(refused(&home, 2, &update).contains("content/status/incidents, line 1: this is a symbolic link"));
}

#[test]
fn a_draft_is_meant_only_where_it_is_named() {
    let draft = BY_HAND.replace("impact:", "draft: true\nimpact:");
    let home = project(&[(CARDS, BY_HAND), (SHOP, &draft)]);
    let update = ["incident", "update", "-n", "1h", "-m", "x"];
    let said = done(&home, &update);
    assert!(said.contains(&format!("{CARDS} is changed")) && said.contains("incident resolve -m"), "{said}");
    done(&home, &["incident", "resolve", "cards", "-m", "x", "--as-of", "2026-07-01T12:10:00Z"]);
    let said = refused(&home, 2, &[&update[..], &["--as-of", "2026-07-01T12:20:00Z"]].concat());
    assert!(
        said.contains("no incident goes on but drafts") && said.contains("  2026-07-01-shop  Cards fail"),
        "{said}"
    );
    let said = done(&home, &[&["incident", "update", "shop"], &update[2..]].concat());
    assert!(said.contains("incident resolve 2026-07-01-shop -m"), "{said}");
    assert!(text(&home, SHOP).contains("draft: true\n"));
}

#[test]
fn what_is_set_takes_the_place_of_its_example() {
    let uncommented = |home: &TempDir, path: &str| {
        let all = text(home, path);
        let field = |line: &str| line.strip_prefix('#').filter(|it| !it.starts_with(" A")).unwrap_or(line).to_owned();
        all.lines().map(field).collect::<Vec<_>>().join("\n") + "\n"
    };
    let assert_each_once = |home: &TempDir, path: &str| {
        for key in ["workaround:", "summary:", "resolved:"] {
            let count = uncommented(home, path).lines().filter(|line| line.starts_with(key)).count();
            assert!(count <= 1, "{key} {count} times in {}", text(home, path));
        }
    };
    let home = project(&[]);
    done(&home, &["incident", "open", "Shop", "-i", "minor", "-n", "1h", "-m", "x", "--slug", "2026-07-01-shop"]);
    let before = text(&home, SHOP);
    let later = ["--as-of", "2026-07-01T12:10:00Z"];
    let update = ["incident", "update", "-n", "1h", "-m", "y", "-w", "Pay in cash.", "--summary", "Slow."];
    done(&home, &[&update[..], &later[..]].concat());
    assert!(before.contains("#workaround: Take payments by PIN."));
    assert!(text(&home, SHOP).contains("\nsummary: Slow.\n#related"), "{}", text(&home, SHOP));
    assert!(text(&home, SHOP).contains("\nworkaround: Pay in cash.\n#cause"), "{}", text(&home, SHOP));
    assert_each_once(&home, SHOP);
    let made = run(&home, &["new", "incident", "Till slow"]).stdout;
    let path = made.lines().next().unwrap();
    let now = ["--as-of", "2099-01-01T12:00:00Z"];
    done(&home, &[&["incident", "resolve", "till-slow", "-m", "z", "--summary", "Fine."], &now[..]].concat());
    assert!(text(&home, path).contains("\nresolved: ") && !text(&home, path).contains("#resolved"));
    assert_each_once(&home, path);
}
