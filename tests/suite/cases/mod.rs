//! The literate cases of `tests/cases/`: one test for each folder, and a failure that names the file.
//!
//! `BLESS=1 cargo test cases` writes what is found into the cases; read the difference before you commit it.
//! `CASE=part-of-a-path cargo test cases` runs only some.

mod notation;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use firstline::config::parse_base_url;
use firstline::diag::Diagnostic;
use firstline::engine::{Build, Settings};
use firstline::kinds::Audience;
use firstline::site::Record;
use firstline::source::{SitePath, SourceText};
use firstline::time::Moment;
use jiff::tz::TimeZone;

use crate::project::{HOUSE, Project, Tree, render};
use crate::{difference, html, links};
use notation::{Block, Caret, Case, Expected, How, Meaning, Part, Sheet};

#[test]
fn cases_about_files() {
    run("files");
}

#[test]
fn cases_about_front_matter() {
    run("front-matter");
}

#[test]
fn cases_about_the_form() {
    run("form");
}

#[test]
fn cases_about_kinds() {
    run("kinds");
}

#[test]
fn cases_about_links() {
    run("links");
}

#[test]
fn cases_about_addresses() {
    run("addresses");
}

#[test]
fn cases_about_languages() {
    run("languages");
}

#[test]
fn cases_about_measured_promises() {
    run("measured");
}

#[test]
fn cases_about_pages() {
    run("pages");
}

#[test]
fn cases_about_promises() {
    run("promises");
}

#[test]
fn cases_about_promises_and_people() {
    run("promises-checks");
}

#[test]
fn cases_about_search() {
    run("search");
}

#[test]
fn cases_about_settings() {
    run("settings");
}

#[test]
fn cases_about_status() {
    run("status");
}

#[test]
fn cases_about_status_pages() {
    run("status-pages");
}

#[test]
fn cases_about_audiences() {
    run("audiences");
}

#[test]
fn cases_about_contact() {
    run("contact");
}

#[test]
fn cases_about_facts() {
    run("facts");
}

#[test]
fn cases_about_prose() {
    run("prose");
}

/// The folders that have a test above.
const FOLDERS: &[&str] = &[
    "addresses",
    "audiences",
    "contact",
    "facts",
    "files",
    "form",
    "front-matter",
    "kinds",
    "languages",
    "links",
    "measured",
    "pages",
    "promises",
    "promises-checks",
    "prose",
    "search",
    "settings",
    "status",
    "status-pages",
];

/// Every case, by path below `tests/cases/`.
fn all() -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(Path::new(HOUSE).join("tests/cases")).follow_root_links(true).sort_by_file_name();
    let files = files
        .into_iter()
        .map(|entry| entry.expect("the cases can be listed"))
        .filter(|entry| entry.file_type().is_file());
    files.map(|entry| entry.into_path()).collect()
}

#[test]
fn every_case_is_in_a_folder_that_has_a_test() {
    for path in all() {
        let folder = path.parent().and_then(Path::file_name).and_then(|name| name.to_str()).unwrap_or_default();
        let is_case = FOLDERS.contains(&folder) && path.extension().is_some_and(|extension| extension == "md");
        let is_readme = path.ends_with("tests/cases/README.md");
        assert!(is_case || is_readme, "no test reads {}", path.display());
    }
}

fn run(folder: &str) {
    let bless = std::env::var_os("BLESS").is_some();
    let only = std::env::var("CASE").unwrap_or_default();
    let mut failures = String::new();
    let mut number = 0;
    for path in all().into_iter().filter(|path| path.parent().is_some_and(|parent| parent.ends_with(folder))) {
        let shown = path.strip_prefix(HOUSE).unwrap_or(&path).display().to_string();
        if !shown.contains(&only) {
            continue;
        }
        number += 1;
        let text = std::fs::read_to_string(&path).unwrap();
        if let Err(why) = check(&text, bless.then_some(&path)) {
            let _ = writeln!(failures, "\n{shown}\n{why}");
        }
    }
    assert!(number > 0 || !only.is_empty(), "there are cases about {folder}");
    assert!(failures.is_empty(), "{failures}\nBLESS=1 writes what was found into the cases.\n");
}

/// Compares a case with what is found; writes what is found where `bless` names a file.
fn check(text: &str, bless: Option<&PathBuf>) -> Result<(), String> {
    let mut case = Case::parse(text)?;
    let mut problems = Vec::new();
    let mut project = sources(&case)?;
    project.published = published(&case, &project)?.map(Arc::new);
    let mut built: Option<(Build, Tree)> = None;
    let mut builds = 0;
    for part in 0..case.parts.len() {
        let Part::Block(block) = &case.parts[part] else { continue };
        if block.meaning()? == Meaning::Settings {
            if builds == 0 && built.is_some() {
                return Err("the first settings have to stand before what is expected of them".to_owned());
            }
            project.settings = settings(block)?;
            built = None;
        } else if matches!(block.meaning()?, Meaning::Output { .. } | Meaning::Tree) {
            let (_, tree) = built.get_or_insert_with(|| build(&project, &mut problems));
            builds += 1;
            if let Some(lines) = compare(block, tree, &mut problems)? {
                let Part::Block(block) = &mut case.parts[part] else { continue };
                block.lines = lines;
            }
        }
    }
    project.settings = first_settings(&case)?;
    let (first, _) = build(&project, &mut problems);
    let mut findings = first.findings.clone();
    findings.extend(first.missed_searches(&project.inputs().snapshot).map_err(|error| error.to_string())?);
    mark_findings(&mut case, &findings, &project, &mut problems)?;
    let written = case.written();
    match bless {
        Some(path) if written != text => std::fs::write(path, &written).map_err(|error| error.to_string())?,
        None if written != text => problems.insert(0, difference::lines(text, &written)),
        _ => {}
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

fn build(project: &Project, problems: &mut Vec<String>) -> (Build, Tree) {
    let build = project.build();
    let tree = render(&build);
    let base = &build.plan.site().config.base_url;
    problems.extend(links::broken(&tree, base).into_iter().map(|broken| format!("    {broken}")));
    (build, tree)
}

/// The project that a case shows. One without settings of its own has plain ones.
fn sources(case: &Case) -> Result<Project, String> {
    let mut project = Project::new();
    for block in case.blocks() {
        if let Meaning::Source { path, escapes } = block.meaning()? {
            if SitePath::new(&unquoted(path)).is_none() {
                return Err(format!("{path} is not a path of a project"));
            }
            project.put(&unquoted(path), Sheet::read(block, escapes).bytes);
        }
    }
    if first_block(case, "settings").is_some_and(|block| block.lines.iter().any(|line| line == "no firstline.yaml")) {
        project.files.remove("firstline.yaml");
    }
    Ok(project)
}

/// What the last published site said of incidents, where a case shows files as they were then.
fn published(case: &Case, now: &Project) -> Result<Option<Record>, String> {
    let mut before = Project { files: now.files.clone(), ..Project::new() };
    let mut known = false;
    for block in case.blocks() {
        if let Meaning::Before { path } = block.meaning()? {
            before.put(&unquoted(path), Sheet::read(block, false).bytes);
            known = true;
        }
    }
    Ok(known.then(|| before.build().plan.site().record()))
}

/// A path as it is; `%20` stands for a space and `%u0308` for a character that can't be seen.
fn unquoted(path: &str) -> String {
    let mut parts = path.split("%u");
    let mut text = parts.next().unwrap_or_default().replace("%20", " ");
    for part in parts {
        let (code, rest) = part.split_at(4);
        text.extend(u32::from_str_radix(code, 16).ok().and_then(char::from_u32));
        text.push_str(&rest.replace("%20", " "));
    }
    text
}

fn first_block<'a>(case: &'a Case, info: &str) -> Option<&'a Block> {
    case.blocks().find(|block| block.info == info)
}

fn first_settings(case: &Case) -> Result<Settings, String> {
    first_block(case, "settings").map_or_else(|| Ok(Settings::default()), settings)
}

/// Reads `audience: internal`, `drafts: true`, `as_of: TIME`, `base_url: URL`.
fn settings(block: &Block) -> Result<Settings, String> {
    let mut settings = Settings::default();
    for line in block.lines.iter().filter(|line| *line != "no firstline.yaml") {
        let (key, value) = line.split_once(": ").ok_or_else(|| format!("`{line}` is no setting"))?;
        match (key, value) {
            ("audience", "internal") => settings.audience = Audience::Internal,
            ("drafts", "true") => settings.drafts = true,
            ("as_of", time) => settings.as_of = Some(Moment::parse(time, &TimeZone::UTC).ok_or("as_of is no time")?),
            ("base_url", url) => settings.base_url = Some(parse_base_url(url)?),
            _ => return Err(format!("`{line}` is no setting")),
        }
    }
    Ok(settings)
}

/// Compares an output block with the site; gives the lines it should have where those can be written out.
fn compare(block: &Block, tree: &Tree, problems: &mut Vec<String>) -> Result<Option<Vec<String>>, String> {
    let (path, how) = match block.meaning()? {
        Meaning::Tree => return Ok(Some(listing(tree))),
        Meaning::Output { path, how } => (unquoted(path), how),
        _ => return Ok(None),
    };
    let Some(bytes) = tree.get(&path) else {
        if how != How::Absent {
            problems.push(format!("    there is no public/{path}"));
        }
        return Ok(None);
    };
    let text = String::from_utf8_lossy(bytes).into_owned();
    let mut complain = |why: &str, line: &str| problems.push(format!("    public/{path} {why}: {line}"));
    match how {
        How::Exactly => return Ok(Some(text.lines().map(str::to_owned).collect())),
        How::Absent => problems.push(format!("    there is a public/{path}")),
        How::Lacks => {
            let hits = block.lines.iter().filter(|line| !line.is_empty() && text.contains(line.trim()));
            hits.for_each(|line| complain("contains", line));
        }
        How::Contains => in_order(&block.lines, &text).iter().for_each(|line| complain("lacks", line)),
        How::Says => {
            let words = html::read(&text).text;
            let missing = in_order(&block.lines, &words);
            missing.iter().for_each(|line| complain("does not say, at its place", line));
            if !missing.is_empty() {
                complain("says", &words);
            }
        }
    }
    Ok(None)
}

/// The lines that `text` does not have in their order.
fn in_order<'a>(lines: &'a [String], text: &str) -> Vec<&'a str> {
    let mut rest = text;
    let mut missing = Vec::new();
    for line in lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()) {
        match rest.find(line) {
            Some(at) => rest = &rest[at + line.len()..],
            None => missing.push(line),
        }
    }
    missing
}

/// Files that every site has.
const ALWAYS: &[&str] = &[
    "404.html",
    "_headers",
    "a-z/index.html",
    "build.json",
    "contact/index.html",
    "feed.xml",
    "index.html",
    "record.json",
    "robots.txt",
    "search/index.html",
    "sitemap.xml",
];

/// Files that every site with a status has, beside those below `api/`.
const WITH_STATUS: &[&str] =
    &["status/badge.svg", "status/banner.js", "status/feed.json", "status/feed.xml", "status/maintenance.ics"];

fn listing(tree: &Tree) -> Vec<String> {
    let own = |path: &&String| {
        let made = ["api/", "assets/", "search/"].iter().any(|folder| path.starts_with(folder));
        !made && !ALWAYS.contains(&path.as_str()) && !WITH_STATUS.contains(&path.as_str())
    };
    tree.keys().filter(own).cloned().collect()
}

/// Writes the findings into the case: under the text they point to, or into the block `findings`.
fn mark_findings(
    case: &mut Case,
    findings: &[Diagnostic],
    project: &Project,
    problems: &mut Vec<String>,
) -> Result<(), String> {
    check_places(findings, project, problems);
    let mut shown = BTreeSet::new();
    for part in &mut case.parts {
        let Part::Block(block) = part else { continue };
        let Meaning::Source { path, escapes } = block.meaning()? else { continue };
        let path = unquoted(path);
        let sheet = Sheet::read(block, escapes);
        let here = findings.iter().filter(|finding| finding.place.path == path);
        let mut carets: Vec<Caret> = here.map(|finding| expected_at(finding, &sheet)).collect();
        carets.sort_by_key(|caret| (caret.line, caret.column, caret.length));
        block.lines = sheet.written(&carets);
        shown.insert(path);
    }
    let elsewhere: Vec<&Diagnostic> = findings.iter().filter(|finding| !shown.contains(&finding.place.path)).collect();
    let list = case.parts.iter_mut().find_map(|part| match part {
        Part::Block(block) if block.info == "findings" => Some(block),
        _ => None,
    });
    match list {
        Some(block) => block.lines = listed(&elsewhere, &block.lines),
        None => problems.extend(listed(&elsewhere, &[]).iter().map(|line| format!("    found besides: {line}"))),
    }
    Ok(())
}

/// The caret of a finding, in the words of the case where those fit.
fn expected_at(finding: &Diagnostic, sheet: &Sheet) -> Caret {
    let caret = sheet.caret(finding, Expected::of(finding));
    let place = |caret: &Caret| (caret.line, caret.column, caret.length);
    let known = sheet.carets.iter().find(|known| place(known) == place(&caret) && known.expected.fits(finding));
    known.cloned().unwrap_or(caret)
}

/// Findings as lines of `path:line:column code`, in the words of the case where those fit.
fn listed(findings: &[&Diagnostic], written: &[String]) -> Vec<String> {
    let line = |finding: &&Diagnostic| {
        let place = format!("{}:{}:{} ", finding.place.path, finding.place.line, finding.place.column);
        let fits = |line: &&String| {
            let expected = line.strip_prefix(&place).and_then(Expected::parse);
            expected.is_some_and(|expected| expected.fits(finding))
        };
        let known = written.iter().find(fits).cloned();
        known.unwrap_or_else(|| format!("{place}{}", Expected::of(finding).written()))
    };
    findings.iter().map(line).collect()
}

/// Line and column say the same as the bytes do.
fn check_places(findings: &[Diagnostic], project: &Project, problems: &mut Vec<String>) {
    for finding in findings.iter().filter(|finding| finding.place.span.end > 0) {
        let place = &finding.place;
        let text = project.files.get(&place.path).and_then(|bytes| String::from_utf8(bytes.clone()).ok());
        let Some(before) = text.as_deref().and_then(|text| text.get(..place.span.start)) else {
            problems.push(format!("    {} points outside {}", finding.code.0, place.path));
            continue;
        };
        let line = 1 + before.matches('\n').count();
        let last = before.rsplit('\n').next().unwrap_or_default();
        let column = 1 + last.chars().filter(|c| *c != '\u{feff}').count();
        if (line, column) != (place.line, place.column) {
            let said = format!("{}:{}", place.line, place.column);
            problems.push(format!("    {} is at {line}:{column} and says {said}", finding.code.0));
        }
        let source = SitePath::new(&place.path).zip(text.clone()).map(|(path, text)| SourceText::new(path, text));
        debug_assert!(source.is_some(), "a file of the project has a plain path");
    }
}
