//! Files of earlier releases that stay for a while, so that a page opened before a publish can still search after it.
//!
//! What is named after its content never changes, so an old file is in nobody's way: the parts of search indexes, and the
//! scripts and the search engine that old pages ask for. They stay for a few releases. They still hold the old texts, so
//! nothing at all is kept if a page has been withdrawn since, or if the release before was for another audience.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::kinds::Audience;
use crate::yaml::Choice;

use super::HostError;

/// How many releases an old file stays for, unless somebody says otherwise.
pub const RELEASES: u8 = 3;
/// What was kept at the last build, for the next one. It is not for visitors.
const RECORD: &str = ".firstline-kept";
/// Where files lie whose names come from their content.
const FOLDERS: [&str; 2] = ["assets", "search"];

/// Puts files of the release at `target` beside the new ones in `staging`, those that are not yet `releases` old.
///
/// # Errors
/// When a file can't be read or written.
pub(super) fn keep(target: &Path, staging: &Path, audience: Audience, releases: u8) -> Result<(), HostError> {
    if releases == 0 || !is_for(target, audience) || !is_all_there(target, staging)? {
        return Ok(());
    }
    let ages = ages(target);
    let mut record = String::new();
    for path in named_after_content(target)? {
        let age = ages.get(&path).map_or(1, |age| age.saturating_add(1));
        let new = staging.join(&path);
        if age > releases || new.exists() {
            continue;
        }
        link(&target.join(&path), &new).map_err(|error| HostError::new("keep", &new, error))?;
        record.push_str(&format!("{age} {path}\n"));
    }
    if !record.is_empty() {
        let file = staging.join(RECORD);
        fs::write(&file, record).map_err(|error| HostError::new("write", &file, error))?;
    }
    Ok(())
}

/// Whether the release at `target` was made for this audience.
fn is_for(target: &Path, audience: Audience) -> bool {
    let info = fs::read(target.join("build.json")).ok();
    let info = info.and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok());
    info.is_some_and(|info| info["audience"] == audience.word())
}

/// Whether every page of the old release is in the new one.
fn is_all_there(target: &Path, staging: &Path) -> Result<bool, HostError> {
    let pages = files(target)?.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "html"));
    Ok(pages.map(|path| staging.join(path)).all(|page| page.exists()))
}

/// How many releases each old file has been kept for.
fn ages(target: &Path) -> BTreeMap<String, u8> {
    let record = fs::read_to_string(target.join(RECORD)).unwrap_or_default();
    let line = |line: &str| {
        let (age, path) = line.split_once(' ')?;
        Some((path.to_owned(), age.parse().ok()?))
    };
    record.lines().filter_map(line).collect()
}

/// The files at `target` that never change under their name, in order.
fn named_after_content(target: &Path) -> Result<Vec<String>, HostError> {
    let mut found = Vec::new();
    for folder in FOLDERS {
        let files = files(&target.join(folder))?;
        let paths = files.iter().filter_map(|path| Some(format!("{folder}/{}", path.to_str()?.replace('\\', "/"))));
        found.extend(paths.filter(|path| folder == "assets" || is_part(path)));
    }
    found.sort();
    Ok(found)
}

/// Whether a path is that of a part: sixteen letters or digits and `.bin`.
fn is_part(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".bin").is_some_and(|name| name.len() == 16 && name.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// All regular files in a folder, relative to it; none if there is no such folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>, HostError> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for entry in WalkDir::new(folder) {
        let entry = entry.map_err(|error| HostError::because("read", folder, error.to_string()))?;
        if entry.file_type().is_file() {
            files.extend(entry.path().strip_prefix(folder).map(Path::to_owned));
        }
    }
    Ok(files)
}

/// The same file under another name, or a copy where the file system can't do that.
fn link(old: &Path, new: &Path) -> io::Result<()> {
    if let Some(folder) = new.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::hard_link(old, new).or_else(|_| fs::copy(old, new).map(drop))
}
