//! Reads the repository itself: layers, doors, forgotten files, the number of dependencies, words that mean "later".

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use firstline::checks::{self, CHECKS};

use crate::project::HOUSE;

/// The modules of `src/`, in reading order. A module uses only those above it.
const LAYERS: &[&str] = &[
    "source", "diag", "yaml", "time", "config", "markdown", "kinds", "entry", "site", "checks", "theme", "output",
    "engine", "reports", "import", "host", "cli",
];

/// Where the world may be touched.
const DOORS: &[&str] = &["host", "cli"];

/// What touches it.
const WORLD: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::process::exit",
    "std::process::Command",
    "std::thread::sleep",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "TimeZone::system",
    "File::open",
    "println!",
    "print!",
    "eprint!",
    "dbg!",
    "rustix::",
    "walkdir::",
];

/// Most packages that Cargo.lock may name. Raise it in the change that needs more, and say there what for. A dozen of
/// them are what tests read numbers, mailboxes and address cards with.
const MOST_PACKAGES: usize = 365;

/// A file of Rust, without its comments.
struct Code {
    /// Its path below `src/`.
    path: String,
    text: String,
}

fn files_below(folder: &str, extensions: &[&str]) -> Vec<PathBuf> {
    let walk = walkdir::WalkDir::new(Path::new(HOUSE).join(folder)).follow_root_links(true).sort_by_file_name();
    let is_ours =
        |entry: &walkdir::DirEntry| !matches!(entry.file_name().to_str(), Some("target" | "node_modules" | "dist"));
    let paths = walk.into_iter().filter_entry(is_ours).filter_map(Result::ok).map(walkdir::DirEntry::into_path);
    let wanted = |path: &PathBuf| path.extension().is_some_and(|found| extensions.iter().any(|known| *known == found));
    paths.filter(wanted).collect()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn sources() -> Vec<Code> {
    let root = Path::new(HOUSE).join("src");
    let without_comments = |text: &str| {
        let code = text.lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line });
        code.collect::<Vec<_>>().join("\n")
    };
    let read = |path: PathBuf| {
        let below = path.strip_prefix(&root).expect("it lies in src").to_str().expect("UTF-8").replace('\\', "/");
        Code { path: below, text: without_comments(&read(&path)) }
    };
    let sources: Vec<Code> = files_below("src", &["rs"]).into_iter().map(read).collect();
    assert!(sources.len() > 50, "the sources are found");
    sources
}

impl Code {
    /// The top module it belongs to; nothing for `lib.rs` and `main.rs`.
    fn layer(&self) -> Option<&'static str> {
        let first = self.path.split('/').next()?;
        let name = first.strip_suffix(".rs").unwrap_or(first);
        LAYERS.iter().copied().find(|layer| *layer == name)
    }

    /// The modules of this crate that it names.
    fn uses(&self) -> BTreeSet<&str> {
        let name = |rest: &'_ str| rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let after = self.text.match_indices("crate::").map(|(at, word)| &self.text[at + word.len()..]);
        after.map(|rest| &rest[..name(rest)]).collect()
    }
}

#[test]
fn a_module_uses_only_those_above_it() {
    let mut wrong = Vec::new();
    for code in sources() {
        let Some(layer) = code.layer() else {
            assert!(matches!(code.path.as_str(), "lib.rs" | "main.rs"), "src/{} belongs to no layer", code.path);
            continue;
        };
        let height = |name: &str| LAYERS.iter().position(|layer| *layer == name);
        for used in code.uses() {
            match height(used) {
                Some(used_height) if Some(used_height) <= height(layer) => {}
                Some(_) => wrong.push(format!("src/{} uses {used}, which stands below {layer}", code.path)),
                None => wrong.push(format!("src/{} uses crate::{used}; name a module, one on each line", code.path)),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_layers_are_the_modules_of_the_crate() {
    let library = read(&Path::new(HOUSE).join("src/lib.rs"));
    let named = library.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    assert_eq!(named.collect::<BTreeSet<_>>(), LAYERS.iter().copied().collect());
}

#[test]
fn the_world_is_touched_at_its_doors_alone() {
    let mut wrong = Vec::new();
    for code in sources().iter().filter(|code| !code.layer().is_some_and(|layer| DOORS.contains(&layer))) {
        for (number, line) in (1..).zip(code.text.lines()) {
            if let Some(word) = WORLD.iter().find(|word| line.contains(**word)) {
                wrong.push(format!("src/{}:{number} has {word}; only {} may", code.path, DOORS.join(" and ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_is_a_module_of_another() {
    let sources = sources();
    let text_of = |path: &str| sources.iter().find(|code| code.path == path).map(|code| code.text.as_str());
    for code in sources.iter().filter(|code| !matches!(code.path.as_str(), "lib.rs" | "main.rs")) {
        let module = code.path.strip_suffix("/mod.rs").or_else(|| code.path.strip_suffix(".rs")).unwrap_or(&code.path);
        let (folder, name) = module.rsplit_once('/').unwrap_or(("", module));
        let above = match folder {
            "" => text_of("lib.rs"),
            folder => text_of(&format!("{folder}/mod.rs")).or_else(|| text_of(&format!("{folder}.rs"))),
        };
        let named = above.is_some_and(|text| text.contains(&format!("mod {name};")));
        assert!(named, "no `mod` names src/{}", code.path);
    }
}

#[test]
fn every_file_of_rust_says_what_it_is() {
    for folder in ["src", "search", "xtask", "tests", "benches"] {
        for path in files_below(folder, &["rs"]) {
            assert!(read(&path).starts_with("//! "), "{} begins with no `//!` line", path.display());
        }
    }
}

#[test]
fn nothing_is_put_off() {
    let later = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
        concat!("#[ig", "nore"),
    ];
    for folder in ["src", "search", "xtask", "tests", "benches", "themes", "docs", ".github", ".ci"] {
        for path in files_below(folder, &["rs", "html", "js", "css", "md", "toml", "yaml", "yml", "py", "sh"]) {
            let text = read(&path);
            for word in later {
                assert!(!text.contains(word), "{} has {word}", path.display());
            }
        }
    }
}

#[test]
fn dependencies_are_counted() {
    let lock = read(&Path::new(HOUSE).join("Cargo.lock"));
    let packages = lock.lines().filter(|line| *line == "[[package]]").count();
    assert!(packages > 100, "Cargo.lock is read");
    assert!(packages <= MOST_PACKAGES, "Cargo.lock names {packages} packages, and {MOST_PACKAGES} is the most");
}

#[test]
fn the_theme_needs_no_exception_from_the_policy() {
    for path in files_below("themes", &["html"]) {
        let template = read(&path);
        let page = crate::html::read(&template);
        assert_eq!(page.inline_code.trim(), "", "{} has code in itself", path.display());
        for element in &page.elements {
            for (name, value) in element.attributes() {
                let runs = name == "style" || name.starts_with("on");
                let elsewhere = name == "src" && value.contains("//");
                assert!(!runs && !elsewhere, "{} has {name}=\"{value}\"", path.display());
            }
        }
    }
    let forbidden = ["document.cookie", "innerHTML", "eval(", "new Function", "@import", "url(http", "url(//"];
    for path in files_below("themes", &["js", "css"]) {
        let text = read(&path);
        for word in forbidden {
            assert!(!text.contains(word), "{} has {word}", path.display());
        }
    }
}

/// Every finding's name in the sources: `Code("…")`, and the first lines of the checks.
fn codes() -> BTreeSet<String> {
    let mut codes: BTreeSet<String> =
        CHECKS.iter().flat_map(|check| check.codes).map(|code| code.0.to_owned()).collect();
    for path in files_below("src", &["rs"]) {
        let text = read(&path);
        let product = text.split("#[cfg(test)]").next().unwrap_or_default();
        let named = product.split("Code(\"").skip(1).filter_map(|rest| rest.split_once('"'));
        let is_code = |name: &&str| name.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c.is_ascii_digit());
        codes.extend(named.map(|(name, _)| name).filter(is_code).map(str::to_owned));
        let title = text.lines().next().and_then(|line| line.strip_prefix("//! # "));
        codes.extend(title.into_iter().flat_map(|title| title.split(", ")).map(str::to_owned));
    }
    codes
}

#[test]
fn every_finding_is_shown_by_a_case() {
    let mut shown: String = files_below("tests/cases", &["md"]).iter().map(|path| read(path)).collect();
    shown.push_str(&read(&Path::new(HOUSE).join("tests/suite/hostile.rs")));
    let is_shown = |code: &&String| shown.contains(code.as_str());
    let missing: Vec<String> = codes().iter().filter(|code| !is_shown(code)).cloned().collect();
    assert!(codes().len() > 30, "the findings' names are found");
    assert_eq!(missing, Vec::<String>::new(), "findings that no case shows");
}

#[test]
fn every_finding_has_a_manual_page_and_a_line_in_the_docs() {
    let docs = read(&Path::new(HOUSE).join("docs/content/articles/reference/findings.md"));
    for code in codes() {
        let page = checks::manual(&code).unwrap_or_else(|| panic!("{code} has no manual page"));
        assert!(page.len() > 40, "the page of {code} says next to nothing: {page}");
        assert!(page.matches("```").count().is_multiple_of(2), "the page of {code} ends within sample code: {page}");
        assert!(docs.contains(&format!("`{code}`")), "{code} is not in the list of findings");
    }
    let sources: String = sources().into_iter().map(|code| code.text).collect();
    let is_raised = |code: &String| sources.contains(&format!("\"{code}\""));
    let unknown: Vec<String> = checks::explained().into_iter().filter(|code| !is_raised(code)).collect();
    assert_eq!(unknown, Vec::<String>::new(), "manual pages of findings that nothing reports");
}
