//! One project with everything that can be wrong with a file. Each odd file gets a finding with a place; nothing hangs,
//! nothing panics, and the rest of the site is built.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use firstline::engine::{Engine, Inputs};
use firstline::source::{Contents, Rejected, Rejection, SitePath, Snapshot};

use crate::program::{Ran, firstline};
use crate::project::Project;

/// What is found in a file, and where.
struct Odd {
    path: &'static str,
    bytes: Vec<u8>,
    found: &'static [(&'static str, u64, u64)],
}

fn odd(path: &'static str, bytes: impl Into<Vec<u8>>, found: &'static [(&'static str, u64, u64)]) -> Odd {
    Odd { path, bytes: bytes.into(), found }
}

fn titled(body: &str) -> String {
    format!("---\ntitle: Odd\n---\n{body}")
}

/// A YAML document that would grow to a thousand million words.
fn bomb() -> String {
    let mut text = "---\na: &a [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (last, name) in ('a'..='h').zip('b'..='i') {
        let many = vec![format!("*{last}"); 10].join(", ");
        text.push_str(&format!("{name}: &{name} [{many}]\n"));
    }
    text + "---\n"
}

fn utf16(text: &str) -> Vec<u8> {
    [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

fn odd_files() -> Vec<Odd> {
    vec![
        odd("mark.md", "\u{feff}---\ntitle: Mark\n---\nx\n", &[("byte-order-mark", 1, 1)]),
        odd("windows.md", "---\r\ntitle: Windows\r\n---\r\nx\r\n", &[("windows-line-endings", 1, 4)]),
        odd("latin1.md", b"---\ntitle: Latin\n---\nna\xEFve\n".to_vec(), &[("not-utf8", 4, 3)]),
        odd("utf16.md", utf16("---\ntitle: Wide\n---\nx\n"), &[("not-utf8", 1, 1)]),
        odd("zero.md", titled("a\0b\n"), &[("control-character", 4, 2)]),
        odd("tabs.md", "---\ntitle: Tabs\nrelated:\n\t- x\n---\nx\n", &[("unreadable-yaml", 4, 1)]),
        odd("bare.md", "Just text.\n", &[("missing-title", 1, 1)]),
        odd("empty.md", "", &[("missing-title", 1, 1)]),
        odd("unclosed.md", "---\ntitle: Unclosed\n", &[("unclosed-front-matter", 1, 1)]),
        odd("brackets.md", titled(&"[".repeat(100_000)), &[("long-run", 4, 1)]),
        odd("images.md", titled(&"![".repeat(100_000)), &[]),
        odd("emphasis.md", titled(&"*a_ ".repeat(100_000)), &[]),
        odd("ticks.md", titled(&(1..1500).map(|length| "`".repeat(length) + " ").collect::<String>()), &[]),
        odd("quotes.md", titled(&(">".repeat(50_000) + " deep\n")), &[("nested-too-deeply", 4, 1)]),
        odd("lists.md", titled(&("- ".repeat(50_000) + "deep\n")), &[("nested-too-deeply", 4, 1)]),
        odd("elements.md", titled(&("<b>".repeat(100_000) + "\n")), &[("too-much-html", 4, 1)]),
        odd("attributes.md", titled(&format!("<p {}>\n", "a=1 ".repeat(100_000))), &[("too-much-html", 4, 1)]),
        odd("entities.md", titled(&"&amp;&#x41;&nope;".repeat(50_000)), &[]),
        odd("headings.md", titled(&"# a\n".repeat(50_000)), &[("too-many-headings", 10_004, 1)]),
        odd("rows.md", titled(&format!("|a|\n|-|\n{}", "|b|\n".repeat(50_000))), &[]),
        odd("definitions.md", titled(&"[a]: b\n".repeat(50_000)), &[]),
        odd("footnotes.md", titled(&"[^a]: b [^a]\n\n".repeat(20_000)), &[]),
        odd("fences.md", titled(&":::staff\n".repeat(50_000)), &[("unclosed-block", 4, 1)]),
        odd("bomb.md", bomb(), &[("unreadable-yaml", 2, 7)]),
        odd("deep.md", format!("---\na: {}\n---\n", "[".repeat(10_000)), &[("unreadable-yaml", 2, 259)]),
        odd("twice.md", "---\ntitle: Once\ntitle: Twice\n---\nx\n", &[("duplicate-key", 3, 1)]),
        odd(
            "keys.md",
            format!("---\n{}---\n", (0..5000).map(|n| format!("k{n}: 1\n")).collect::<String>()),
            &[("too-many-findings", 1, 1)],
        ),
        odd("title.md", "---\ntitle: \"</title><script>alert(1)</script>\"\n---\nx\n", &[("odd-title", 2, 8)]),
        odd("same.md", titled("the second\n"), &[("duplicate-url", 1, 1)]),
        odd("u\u{308}ber.md", titled("the first\n"), &[]),
        odd("\u{fc}ber.md", titled("the second\n"), &[("duplicate-url", 1, 1)]),
        odd("Same.md", titled("the first\n"), &[]),
        odd("---.md", titled("no name\n"), &[("unusable-name", 1, 1)]),
        odd("<script>alert(1)<.md", titled("x\n"), &[("odd-name", 1, 1)]),
        odd("%2e%2e%2fetc.md", titled("x\n"), &[("odd-name", 1, 1)]),
        odd("\u{202e}dm.live.md", titled("x\n"), &[("odd-name", 1, 1)]),
    ]
}

/// Writes the project, with what only a disk can hold.
fn hostile_project(root: &Path) -> Vec<Odd> {
    let files = odd_files();
    let mut project = Project::new();
    project.put("content/articles/till/open.md", "---\ntitle: Open the till\n---\nTurn the key.\n");
    for file in &files {
        project.put(&format!("content/pages/{}", file.path), file.bytes.clone());
    }
    project.write_to(root);
    let pages = root.join("content/pages");
    std::fs::create_dir(pages.join("folder.md")).unwrap();
    std::fs::File::create(pages.join("huge.md")).unwrap().set_len(50 * 1024 * 1024).unwrap();
    std::fs::create_dir_all(pages.join(vec!["d"; 40].join("/"))).unwrap();
    std::fs::write(pages.join(vec!["d"; 40].join("/")).join("deep.md"), titled("x\n")).unwrap();
    on_unix(&pages);
    files
}

#[cfg(unix)]
fn on_unix(pages: &Path) {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    symlink("loop.md", pages.join("loop.md")).unwrap();
    symlink("..", pages.join("up")).unwrap();
    symlink("/etc/passwd", pages.join("passwd.md")).unwrap();
    symlink("/dev/zero", pages.join("zero-device.md")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(pages.join("pipe.md")).status().expect("mkfifo runs");
    assert!(made.success());
    std::fs::write(pages.join(std::ffi::OsStr::from_bytes(b"bad\xFFname.md")), "x").unwrap();
    std::fs::write(pages.join("line\nbreak.md"), "x").unwrap();
}

/// What only a disk can hold, and what is found there.
const ON_DISK: &[(&str, &str)] =
    &[("content/pages/folder.md", "folder-named-like-a-page"), ("content/pages/huge.md", "file-too-large")];
#[cfg(unix)]
const ON_UNIX: &[(&str, &str)] = &[
    ("content/pages/loop.md", "symbolic-link"),
    ("content/pages/up", "symbolic-link"),
    ("content/pages/passwd.md", "symbolic-link"),
    ("content/pages/zero-device.md", "symbolic-link"),
    ("content/pages/pipe.md", "not-a-file"),
    ("content/pages/bad\u{fffd}name.md", "unusable-name"),
    ("content/pages/line\nbreak.md", "unusable-name"),
];
#[cfg(not(unix))]
const ON_UNIX: &[(&str, &str)] = &[];

type Places = BTreeMap<String, Vec<(String, u64, u64)>>;

fn places(ran: &Ran) -> Places {
    let mut places = Places::new();
    for finding in ran.json()["findings"].as_array().unwrap() {
        let text = |key: &str| finding[key].as_str().unwrap().to_owned();
        let number = |key: &str| finding[key].as_u64().unwrap();
        assert!(number("line") > 0 && number("column") > 0, "{finding}");
        places.entry(text("path")).or_default().push((text("code"), number("line"), number("column")));
    }
    places
}

/// What any one of these files may cost, of time in a build that is optimised.
const ALONE: Duration = Duration::from_secs(2);

/// What all of them together may cost.
const TOGETHER: Duration = Duration::from_secs(10);

/// Most memory, in megabytes.
const MEMORY: u64 = 512;

fn assert_bounded(what: &str, ran: &Ran, limit: Duration) {
    let megabytes = ran.peak.map(|bytes| bytes / 1_000_000);
    println!("{what}: {:.2} s, {megabytes:?} MB at most", ran.wall.as_secs_f64());
    assert!(megabytes.is_none_or(|peak| peak < MEMORY), "{what} took {megabytes:?} MB");
    if !cfg!(debug_assertions) {
        assert!(ran.wall < limit, "{what} took {:?}", ran.wall);
    }
}

#[test]
fn every_odd_file_has_a_finding_and_the_rest_is_built() {
    let home = tempfile::tempdir().unwrap();
    let files = hostile_project(home.path());
    let checked = firstline(home.path(), &["check", "--format", "json"]);
    assert_eq!((checked.code, checked.stderr.as_str()), (1, ""));
    let places = places(&checked);
    let mut wrong = Vec::new();
    for file in &files {
        let path = format!("content/pages/{}", file.path);
        let found = places.get(&path).map(Vec::as_slice).unwrap_or_default();
        let here = |(code, line, column): &(&str, u64, u64)| found.contains(&((*code).to_owned(), *line, *column));
        if !file.found.iter().all(here) || (file.found.is_empty() && !found.is_empty()) {
            wrong.push(format!("{path}: expected {:?}, found {:?}", file.found, &found[..found.len().min(5)]));
        }
    }
    for (path, code) in ON_DISK.iter().chain(ON_UNIX) {
        let found = places.get(*path).map(Vec::as_slice).unwrap_or_default();
        if found != [((*code).to_owned(), 1, 1)] {
            wrong.push(format!("{path}: expected {code}, found {found:?}"));
        }
    }
    let is_deep = |path: &&String| path.contains("/d/d/d/");
    let deep: Vec<_> = places.iter().filter(|(path, _)| is_deep(path)).flat_map(|(_, found)| found).collect();
    if deep.len() != 1 || deep[0].0 != "folders-too-deep" {
        wrong.push(format!("the deep folder: {deep:?}"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_bounded("check", &checked, TOGETHER);

    let built = firstline(home.path(), &["build"]);
    assert_eq!(built.code, 1, "{}", built.stderr);
    assert_bounded("build", &built, TOGETHER);
    let site = crate::project::read_tree(&home.path().join("public"));
    assert!(String::from_utf8_lossy(&site["till/open/index.html"]).contains("Turn the key."));
    for page in ["brackets", "quotes", "elements", "twice", "windows", "mark", "zero", "bare", "empty", "same", "über"]
    {
        assert!(site.contains_key(&format!("{page}/index.html")), "{page} is published");
    }
    for page in ["latin1", "utf16", "tabs", "unclosed", "bomb", "deep", "huge", "passwd", "pipe"] {
        assert!(!site.contains_key(&format!("{page}/index.html")), "{page} is left out");
    }
    let base = firstline::config::parse_base_url("https://help.example.com/").unwrap();
    let broken = crate::links::broken(&site, &base);
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// Only a disk that fails can show this one, so it is handed in.
#[test]
fn what_the_system_refuses_has_a_finding() {
    let inputs = Project::new().with("content/pages/a.md", titled("x\n")).inputs();
    let files = inputs.snapshot.files().map(|(path, file)| (path.clone(), file.clone())).collect();
    let refused =
        Rejected { path: "content/pages/b.md".to_owned(), reason: Rejection::Unreadable("I/O error".to_owned()) };
    let snapshot = Snapshot::new(files, vec![refused], Arc::new(Whole(inputs.snapshot.clone())));
    let build = Engine::default().build(&Inputs { snapshot, ..inputs }).unwrap();
    let found: Vec<_> = build.findings.iter().map(|finding| (finding.code.0, finding.place.path.as_str())).collect();
    assert_eq!(found, [("unreadable-file", "content/pages/b.md")]);
    assert!(build.findings[0].message.contains("I/O error"));
    assert!(build.plan.render("a/index.html").is_ok());
}

/// The bytes of another snapshot.
struct Whole(Snapshot);

impl Contents for Whole {
    fn read(&self, path: &SitePath) -> Result<Arc<[u8]>, String> {
        self.0.read(path).map_err(|error| error.to_string())
    }
}

/// Every odd file alone keeps to the bounds; which one breaks them is then plain to see.
#[test]
fn no_odd_file_takes_long() {
    for file in odd_files() {
        let home = tempfile::tempdir().unwrap();
        let project = Project::new().with("content/pages/odd.md", file.bytes);
        project.write_to(home.path());
        let ran = firstline(home.path(), &["build", "--quiet"]);
        assert!(matches!(ran.code, 0 | 1), "{}: {}", file.path, ran.stderr);
        assert_bounded(file.path, &ran, ALONE);
    }
}
