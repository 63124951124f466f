//! The command line, end to end: what is printed, and exit codes, literally.

use std::path::Path;

use tempfile::TempDir;

use crate::program::{Ran, firstline, firstline_with};
use crate::project::{PLAIN_SETTINGS, Project};

/// A project on disk with this page.
fn project(page: &str) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    Project::new().with("content/articles/till/open.md", page).write_to(home.path());
    home
}

const GOOD: &str = "---\ntitle: Open the till\n---\nTurn the key.\n";
const BROKEN: &str = "---\ntitle: Open the till\n---\nSee [closing](opne.md).\n";
const UNKNOWN: &str = "---\ntitle: Open the till\nsumary: Turn the key.\n---\nTurn the key.\n";

fn run(home: &TempDir, arguments: &[&str]) -> Ran {
    firstline(home.path(), arguments)
}

fn build_info(home: &Path) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(home.join("public/build.json")).unwrap()).unwrap()
}

fn keys(value: &serde_json::Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn exit_codes() {
    let (good, broken, unknown) = (project(GOOD), project(BROKEN), project(UNKNOWN));
    for command in ["check", "build"] {
        assert_eq!(run(&good, &[command]).code, 0, "{command}, nothing found");
        assert_eq!(run(&broken, &[command]).code, 1, "{command}, an error found");
        assert_eq!(run(&unknown, &[command]).code, 0, "{command}, a warning found");
        assert_eq!(run(&unknown, &[command, "--strict"]).code, 1, "{command}, a warning found, strictly");
        assert_eq!(run(&good, &[command, "--strict"]).code, 0, "{command}, nothing found, strictly");
        assert_eq!(run(&good, &[command, "--no-such-option"]).code, 2, "{command}, an option nobody knows");
    }
    assert!(broken.path().join("public/till/open/index.html").exists(), "a site with findings is published");
    assert_eq!(run(&good, &["search", "key"]).code, 0);
    assert_eq!(run(&good, &[]).code, 2);
    assert_eq!(run(&good, &["--version"]).code, 0);
}

#[test]
fn where_there_is_no_project() {
    let home = tempfile::tempdir().unwrap();
    for command in [&["check"][..], &["build"], &["search", "x"]] {
        let ran = firstline(home.path(), command);
        let place = home.path().canonicalize().unwrap();
        assert_eq!(ran.code, 2);
        assert_eq!(ran.stdout, "");
        let expected = format!(
            "error: no project at {}: there is no firstline.yaml here or in any folder above\nhelp: run \
             `firstline init` for one to start from, or name its folder with --root\n",
            place.display()
        );
        assert_eq!(ran.stderr, expected);
    }
    let named = firstline(home.path(), &["check", "--root", "nowhere"]);
    assert_eq!(named.code, 2);
    assert_eq!(named.stderr, "error: could not open the project at nowhere: No such file or directory (os error 2)\n");
}

#[test]
fn a_project_is_found_from_its_folders() {
    let home = project(GOOD);
    let inside = home.path().join("content/articles/till");
    assert_eq!(firstline(&inside, &["build"]).code, 0);
    assert!(home.path().join("public/index.html").exists());
}

#[test]
fn settings_that_can_not_be_read() {
    let home = project(GOOD);
    std::fs::write(home.path().join("firstline.yaml"), "title: [\n").unwrap();
    let ran = run(&home, &["check", "--format", "json"]);
    assert_eq!(ran.code, 1);
    let finding = &ran.json()["findings"][0];
    assert_eq!((finding["path"].as_str(), finding["code"].as_str()), (Some("firstline.yaml"), Some("unreadable-yaml")));

    std::fs::remove_file(home.path().join("firstline.yaml")).unwrap();
    std::fs::create_dir(home.path().join("firstline.yaml")).unwrap();
    let ran = run(&home, &["check"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("firstline.yaml there can't be read"), "{}", ran.stderr);
}

#[test]
fn a_site_is_not_written_over_sources_or_strangers() {
    let home = project(GOOD);
    for out in ["content", "content/public", ".", "..", "content/articles/../x"] {
        let ran = run(&home, &["build", "--out", out]);
        assert_eq!(ran.code, 2, "{out}");
        assert!(
            ran.stderr.contains("the project's own sources lie there; choose another folder with --out"),
            "{}",
            ran.stderr
        );
    }
    std::fs::create_dir(home.path().join("mine")).unwrap();
    std::fs::write(home.path().join("mine/thesis.txt"), "x").unwrap();
    let ran = run(&home, &["build", "--out", "mine"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("Firstline did not make what lies there"), "{}", ran.stderr);
    assert!(home.path().join("mine/thesis.txt").exists());
}

#[test]
fn options_that_do_not_exist() {
    let home = project(GOOD);
    let ran = run(&home, &["check", "--strikt"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.starts_with("error: unexpected argument '--strikt' found"), "{}", ran.stderr);
    assert!(ran.stderr.contains("--strict"), "{}", ran.stderr);
    for (option, value) in
        [("--audience", "everyone"), ("--as-of", "soon"), ("--base-url", "help"), ("--format", "xml")]
    {
        let ran = run(&home, &["check", option, value]);
        assert_eq!(ran.code, 2, "{option}");
        assert!(ran.stderr.contains(option), "{}", ran.stderr);
    }
}

#[test]
fn findings_for_people() {
    let ran = run(&project(BROKEN), &["check"]);
    assert_eq!(ran.stdout, "");
    let expected = "\
error[broken-link]: `opne.md` leads nowhere
 --> content/articles/till/open.md:4:5
  |
4 | See [closing](opne.md).
  |     ^^^^^^^^^^^^^^^^^^
  |
  = help: did you mean `open.md`?

1 error
";
    assert_eq!(ran.stderr, expected);
    assert_eq!(run(&project(GOOD), &["check"]).stderr, "nothing found in 1 page\n");
}

#[test]
fn findings_for_programs() {
    let ran = run(&project(BROKEN), &["check", "--format", "json"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    let report = ran.json();
    assert_eq!(keys(&report), ["findings", "version"]);
    assert_eq!(report["version"], env!("CARGO_PKG_VERSION"));
    let expected = serde_json::json!([{
        "code": "broken-link",
        "severity": "error",
        "path": "content/articles/till/open.md",
        "line": 4,
        "column": 5,
        "message": "`opne.md` leads nowhere",
        "help": "did you mean `open.md`?",
    }]);
    assert_eq!(report["findings"], expected);
    let nothing = run(&project(GOOD), &["check", "--format", "json"]);
    assert_eq!((nothing.code, nothing.json()["findings"].clone()), (0, serde_json::json!([])));
}

#[test]
fn quiet_prints_errors_alone() {
    let (good, broken, unknown) = (project(GOOD), project(BROKEN), project(UNKNOWN));
    for command in ["check", "build"] {
        let quiet = |home: &TempDir| run(home, &[command, "--quiet"]);
        assert_eq!((quiet(&good).stdout, quiet(&good).stderr), (String::new(), String::new()));
        assert_eq!((quiet(&unknown).stdout, quiet(&unknown).stderr), (String::new(), String::new()));
        assert!(quiet(&broken).stderr.starts_with("error[broken-link]"));
    }
    assert!(run(&unknown, &["check"]).stderr.starts_with("warning[unknown-key]: `sumary` has no meaning here"));
    assert!(run(&unknown, &["check", "-q", "--strict"]).stderr.starts_with("warning[unknown-key]"));
}

#[test]
fn notes_are_shown_to_those_who_ask() {
    let home = project("\u{feff}---\ntitle: A\n---\nx\n");
    assert_eq!(run(&home, &["check"]).stderr, "1 note (-v shows notes)\n");
    assert!(run(&home, &["check", "-v"]).stderr.starts_with("note[byte-order-mark]"));
    assert_eq!(run(&home, &["check", "--strict"]).code, 0);
}

#[test]
fn build_says_what_it_made() {
    let home = project(GOOD);
    let ran = run(&home, &["build", "--as-of", "2026-11-20T14:05:00Z"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
    let files = crate::project::read_tree(&home.path().join("public")).len();
    assert!(ran.stderr.starts_with(&format!("{files} files, ")), "{}", ran.stderr);
    assert!(ran.stderr.trim_end().ends_with("public"), "{}", ran.stderr);
    let info = build_info(home.path());
    assert_eq!(info["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(info["as_of"], "2026-11-20T14:05:00Z");
    assert_eq!(info["audience"], "public");
    assert_eq!(info["articles"], 1);
    let pages = crate::project::read_tree(&home.path().join("public"));
    assert_eq!(info["pages"], pages.keys().filter(|path| path.ends_with("index.html")).count());
}

/// `--as-of`, then `as_of` in the settings, then `SOURCE_DATE_EPOCH`, then the clock.
#[test]
fn what_now_is() {
    let home = project(GOOD);
    let epoch = [("SOURCE_DATE_EPOCH", "1000000000")];
    let as_of = |arguments: &[&str], variables: &[(&str, &str)]| {
        let ran = firstline_with(home.path(), &[&["build"], arguments].concat(), variables);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        build_info(home.path())["as_of"].as_str().unwrap().to_owned()
    };
    assert_eq!(as_of(&["--as-of", "2026-01-02T03:04:05Z"], &epoch), "2026-01-02T03:04:05Z");
    assert_eq!(as_of(&[], &epoch), "2026-11-20T12:00:00Z", "the settings come before the variable");
    let ageing = PLAIN_SETTINGS.replace("as_of: 2026-11-20T12:00:00Z\n", "");
    std::fs::write(home.path().join("firstline.yaml"), ageing).unwrap();
    assert_eq!(as_of(&[], &epoch), "2001-09-09T01:46:40Z");
    assert_eq!(as_of(&["--as-of", "2026-01-02T03:04:05Z"], &epoch), "2026-01-02T03:04:05Z");
    assert!(as_of(&[], &[]).as_str() > "2025", "the clock");
    let bad = firstline_with(home.path(), &["build"], &[("SOURCE_DATE_EPOCH", "yesterday")]);
    assert_eq!(
        (bad.code, bad.stderr.as_str()),
        (2, "error: SOURCE_DATE_EPOCH is not a number of seconds: yesterday\n")
    );
}

#[test]
fn audiences_and_drafts_on_the_command_line() {
    let home = project(GOOD);
    std::fs::create_dir_all(home.path().join("content/pages")).unwrap();
    std::fs::write(home.path().join("content/pages/draft.md"), "---\ntitle: D\ndraft: true\n---\nx\n").unwrap();
    std::fs::write(home.path().join("content/pages/staff.md"), "---\ntitle: S\naudience: internal\n---\nx\n").unwrap();
    let made = |arguments: &[&str]| {
        assert_eq!(run(&home, &[&["build"], arguments].concat()).code, 0);
        let made = |page: &str| home.path().join("public").join(page).exists();
        (made("draft"), made("staff"))
    };
    assert_eq!(made(&[]), (false, false));
    assert_eq!(made(&["--drafts"]), (true, false));
    assert_eq!(made(&["--audience", "internal"]), (false, true));
    assert_eq!(build_info(home.path())["audience"], "internal");
    assert_eq!(made(&["--audience", "public"]), (false, false));
}

#[test]
fn search_for_people_and_for_programs() {
    let home = project(GOOD);
    let ran = run(&home, &["search", "key", "--json"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let report = ran.json();
    assert_eq!(keys(&report), ["query", "results", "total"]);
    assert_eq!((&report["query"], &report["total"]), (&"key".into(), &1.into()));
    let hit = &report["results"][0];
    assert_eq!(keys(hit), ["anchor", "excerpt", "path", "rank", "score", "section", "title", "url"]);
    assert_eq!(hit["rank"], 1);
    assert!(hit["score"].as_f64().is_some_and(|score| score > 0.0));
    assert_eq!(hit["title"], "Open the till");
    assert_eq!(hit["url"], "/till/open/");
    assert_eq!(hit["path"], "articles/till/open.md");
    assert_eq!(hit["excerpt"], "Turn the key.");
    let under_prefix = run(&home, &["search", "key", "--json", "--base-url", "https://example.com/help"]);
    assert_eq!(under_prefix.json()["results"][0]["url"], "/help/till/open/");
    let nothing = run(&home, &["search", "zanzibar", "--json"]);
    assert_eq!((nothing.code, &nothing.json()["total"]), (0, &0.into()));
    assert_eq!(run(&home, &["search", "zanzibar"]).stdout, "nothing found for “zanzibar”\n");
    assert!(run(&home, &["search", "key"]).stdout.starts_with(" 1. Open the till"));
}

#[test]
fn help_reads_well() {
    let home = tempfile::tempdir().unwrap();
    let ran = firstline(home.path(), &["--help"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let preview = cfg!(feature = "serve").then_some("serve");
    let commands =
        ["init", "new", "build", "import", "check", "search", "explain", "incident", "maintenance", "report", "export"];
    for command in commands.into_iter().chain(preview) {
        assert!(ran.stdout.contains(&format!("\n  {command} ")), "{command} is missing in\n{}", ran.stdout);
    }
    let codes = "Exit codes: 0 clean, 1 findings, 2 could not run, 3 published but a dated promise is broken.";
    assert!(ran.stdout.contains(codes));
    assert!(ran.stdout.lines().all(|line| line.chars().count() <= 100));
}
