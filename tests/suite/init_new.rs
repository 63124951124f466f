//! What `init` and `new` write is what every writer begins with: it has to pass the checks as it stands, explain every
//! field there is, and never cost anybody a file.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const KINDS: &[&str] = &["article", "topic", "page", "channel", "incident", "maintenance", "sla", "ladder"];

fn firstline(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_firstline")).args(args).current_dir(folder).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Runs a command that has to end well, and gives what it printed.
fn run(folder: &Path, args: &[&str]) -> String {
    let output = firstline(folder, args);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}{}", stdout(&output), stderr(&output));
    stdout(&output)
}

/// Runs a command that can't do what is asked, and gives what it said.
fn refused(folder: &Path, args: &[&str]) -> String {
    let output = firstline(folder, args);
    assert_eq!(output.status.code(), Some(2), "{args:?}: {}", stdout(&output));
    stderr(&output)
}

fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["init"]);
    folder
}

/// Everything that `check` finds, drafts and internal pages included, as `(code, path, message, help)`.
fn findings(folder: &Path) -> Vec<(String, String, String, String)> {
    findings_at(folder, None)
}

/// The same at a moment, in seconds since 1970, where that is not now.
fn findings_at(folder: &Path, seconds: Option<&str>) -> Vec<(String, String, String, String)> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_firstline"));
    command.args(["check", "--format", "json", "--drafts", "--audience", "internal"]).current_dir(folder);
    let output = command.envs(seconds.map(|seconds| ("SOURCE_DATE_EPOCH", seconds))).output().unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    let found = report["findings"].as_array().unwrap().iter();
    found.map(|one| (text(one, "code"), text(one, "path"), text(one, "message"), text(one, "help"))).collect()
}

/// Writes a file of a kind and gives its path.
fn new(folder: &Path, args: &[&str]) -> PathBuf {
    let printed = run(folder, &[&["new"], args].concat());
    folder.join(printed.lines().next().unwrap())
}

fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let bytes = fs::read(&path).unwrap();
            found.push((path, bytes));
        }
    }
    found.sort();
    found
}

#[test]
fn the_help_centre_to_start_from_has_nothing_to_find_and_builds() {
    let folder = project();
    assert_eq!(findings(folder.path()), []);
    run(folder.path(), &["check", "--strict"]);
    assert!(files(folder.path()).iter().all(|(_, bytes)| !String::from_utf8_lossy(bytes).contains("{{")));
    run(folder.path(), &["build"]);
    for page in [
        "index.html",
        "getting-started/cannot-sign-in/index.html",
        "status/index.html",
        "sla/index.html",
        "contact/index.html",
    ] {
        assert!(folder.path().join("public").join(page).is_file(), "{page}");
    }
}

#[test]
fn the_help_centre_to_start_from_is_young_in_any_year() {
    for (seconds, incident) in [("951782400", "2000-02-20"), ("1798675200", "2026-12-22"), ("4102444800", "2099-12-23")]
    {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_firstline"));
        let output =
            command.args(["init", "."]).current_dir(&folder).env("SOURCE_DATE_EPOCH", seconds).output().unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
        let path = format!("content/status/incidents/{incident}-sign-in-codes-late.md");
        assert!(folder.path().join(&path).is_file(), "{path}");
        assert_eq!(findings_at(folder.path(), Some(seconds)), []);
    }
}

#[test]
fn init_writes_into_a_folder_that_is_in_use_but_over_nothing() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("README.md"), "mine").unwrap();
    fs::write(folder.path().join(".gitignore"), "mine too").unwrap();
    let said = run(folder.path(), &["init"]);
    assert!(said.contains("add a line /public"), "{said}");
    assert_eq!(fs::read_to_string(folder.path().join("README.md")).unwrap(), "mine");
    assert_eq!(fs::read_to_string(folder.path().join(".gitignore")).unwrap(), "mine too");
    let before = files(folder.path());
    let said = refused(folder.path(), &["init"]);
    assert!(said.contains("firstline.yaml") && said.contains("help: "), "{said}");
    assert_eq!(files(folder.path()), before);
}

#[test]
fn init_refuses_a_folder_with_content_and_makes_the_folder_it_is_given() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("content")).unwrap();
    assert!(refused(folder.path(), &["init"]).contains("content"));
    assert_eq!(files(folder.path()), []);
    let said = run(folder.path(), &["init", "docs/help centre"]);
    assert!(said.contains("firstline serve"), "{said}");
    assert_eq!(findings(&folder.path().join("docs/help centre")), []);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_symbolic_link() {
    let folder = project();
    let elsewhere = tempfile::tempdir().unwrap();
    std::fs::remove_dir_all(folder.path().join("content/escalation")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("content/escalation")).unwrap();
    assert!(refused(folder.path(), &["new", "ladder", "Escalation"]).contains("symbolic link"));
    assert_eq!(files(elsewhere.path()), []);
    let other = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink("nowhere", other.path().join("firstline.yaml")).unwrap();
    refused(other.path(), &["init"]);
}

#[test]
fn a_new_file_of_any_kind_has_nothing_to_find() {
    let folder = project();
    for kind in KINDS {
        let title = format!("A new {kind}");
        let mut args = vec![*kind, &title];
        if *kind == "article" {
            args.extend(["--topic", "getting-started"]);
        }
        let path = new(folder.path(), &args);
        assert!(path.is_file(), "{path:?}");
        let before = fs::read(&path).unwrap();
        let said = refused(folder.path(), &[&["new"], args.as_slice()].concat());
        assert!(said.contains("already") && said.contains("help: "), "{said}");
        assert_eq!(fs::read(&path).unwrap(), before);
    }
    assert_eq!(findings(folder.path()), []);
    run(folder.path(), &["build", "--drafts"]);
}

/// Takes the `#` away from every field: a comment has a space behind it, a field a letter or a deeper indent.
fn with_every_field(text: &str) -> String {
    let used = text.lines().map(|line| match line.strip_prefix('#') {
        Some(field) if field.starts_with("  ") || !field.starts_with([' ', '#']) => field,
        _ => line,
    });
    used.collect::<Vec<_>>().join("\n")
}

/// Examples name pages that nobody has, and what has just begun has no end; all else about them has to fit.
fn about_form(found: Vec<(String, String, String, String)>) -> Vec<(String, String, String, String)> {
    let is_form = |code: &str| !code.starts_with("broken-") && code != "resolved-disagrees";
    found.into_iter().filter(|(code, ..)| is_form(code)).collect()
}

#[test]
fn every_field_is_explained_and_every_example_fits() {
    for kind in KINDS {
        let folder = project();
        let mut args = vec![*kind, "All fields", "--id", "KB-9000"];
        if *kind == "article" {
            args.extend(["--topic", "getting-started"]);
        }
        let path = new(folder.path(), &args);
        let text = with_every_field(&fs::read_to_string(&path).unwrap());
        fs::write(&path, &text).unwrap();
        assert_eq!(about_form(findings(folder.path())), [], "{kind}");
        // A key that has no meaning makes the checks list those that have.
        fs::write(&path, text.replacen("---\n", "---\nqqqqqqqqqqqqqqqqqqqqqqqq: 1\n", 1)).unwrap();
        let found = findings(folder.path());
        let (.., help) = found.iter().find(|(code, ..)| code == "unknown-key").unwrap();
        let known = help.strip_prefix("known keys here: ").unwrap();
        for key in known.split(", ") {
            assert!(text.contains(&format!("\n{key}:")), "{kind} does not explain `{key}`");
        }
    }
}

#[test]
fn hostile_titles_give_yaml_that_says_the_same() {
    let folder = project();
    let titles = [
        "He said \"no\": it's 100% #1",
        "Line one\nLine two\r\n\tand three",
        "Émojis 🎉 and \u{2028} separators \u{85} too",
        "- a list: [x, {y}]",
        "{{today}} & <script>alert(1)</script>",
        "true",
        "2026-11-20",
        "../../../outside",
        "|\u{202e} >folded\u{1} \u{7f}\u{feff}",
        "!tag &anchor *alias @at `tick` %percent ~ null",
    ];
    for title in titles {
        let path = new(folder.path(), &["page", "--", title]);
        assert!(path.starts_with(folder.path().join("content/pages")), "{path:?}");
    }
    let long = "word ".repeat(300);
    new(folder.path(), &["page", &long]);
    // The title with a tag in it is noted as one; the characters that can't be seen are gone.
    let codes: Vec<String> = findings(folder.path()).into_iter().map(|(code, ..)| code).collect();
    assert_eq!(codes, ["odd-title"]);
    run(folder.path(), &["build", "--drafts"]);
    for (address, end) in
        [("he-said-no-it-s-100-1", "#1</h1>"), ("true", ">true</h1>"), ("2026-11-20", ">2026-11-20</h1>")]
    {
        let html = fs::read_to_string(folder.path().join("public").join(address).join("index.html")).unwrap();
        assert!(html.contains(end), "{address}: the title is whole");
    }
    for nameless in ["---", "🎉", "", " "] {
        assert!(refused(folder.path(), &["new", "page", "--", nameless]).contains("help: "), "{nameless:?}");
    }
}

#[test]
fn an_article_goes_to_a_topic_that_exists() {
    let folder = project();
    let here = folder.path();
    let said = refused(here, &["new", "article", "A"]);
    assert!(said.contains("topics here: account-and-billing, getting-started"), "{said}");
    let said = refused(here, &["new", "article", "A", "--topic", "geting-started"]);
    assert!(said.contains("did you mean `getting-started`?"), "{said}");
    refused(here, &["new", "page", "A", "--topic", "getting-started"]);
    let path = new(here, &["article", "A", "--topic", "Getting Started", "--id", "KB-200"]);
    assert!(path.ends_with("content/articles/getting-started/a.md"), "{path:?}");
    assert!(fs::read_to_string(path).unwrap().contains("\nid: KB-200 "));
    let said = refused(here, &["new", "article", "B", "--topic", "getting-started", "--id", "kb-200"]);
    assert!(said.contains("KB-201 is free"), "{said}");
    let nested = new(here, &["topic", "Teams", "--topic", "getting-started"]);
    assert!(nested.ends_with("content/articles/getting-started/teams/_topic.md"), "{nested:?}");
    new(here, &["article", "C", "--topic", "getting-started/teams"]);
    assert_eq!(findings(here), []);
}

#[test]
fn the_first_article_and_the_only_topic_need_no_option() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    fs::write(here.join("firstline.yaml"), "title: A\nbase_url: https://a.example\n").unwrap();
    assert!(new(here, &["article", "First"]).ends_with("content/articles/first.md"));
    new(here, &["topic", "Till"]);
    assert!(new(here, &["article", "Second"]).ends_with("content/articles/till/second.md"));
    assert_eq!(findings(here), []);
}

#[test]
fn no_page_takes_an_address_that_is_taken() {
    let folder = project();
    for (kind, title) in [("page", "Status"), ("page", "Search"), ("topic", "Contact"), ("page", "Getting started")] {
        let said = refused(folder.path(), &["new", kind, title]);
        assert!(said.contains("address") && said.contains("help: "), "{said}");
    }
}
