//! Files of earlier releases that stay for a while, so that a page opened before a publish can still search after it.
//!
//! What is named after its content never changes, so an old file is in nobody's way: the parts that the table of an index
//! names (words and what results show), and the scripts and the search engine that old pages ask for. Passages are not
//! kept: they are the texts of articles, and a search does without. Nothing at all is kept if a page has been withdrawn
//! since, or if the release before was for another audience.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use firstline_search::pack::OPENING;
use firstline_search::reader::named_parts;
use walkdir::WalkDir;

use crate::kinds::Audience;
use crate::yaml::Choice;

use super::HostError;

/// How many releases an old file stays for, unless somebody says otherwise.
pub const RELEASES: u8 = 3;
/// What was kept at the last build, for the next one. It is not for visitors.
const RECORD: &str = ".firstline-kept";
/// Where the theme's scripts and the search engine lie.
const ASSETS: &str = "assets";
/// Where the indexes lie, a folder for each language.
const INDEXES: &str = "search";

/// Puts files of the release at `target` beside the new ones in `staging`, those that are not yet `releases` old.
///
/// # Errors
/// When a file can't be read or written.
pub(super) fn keep(target: &Path, staging: &Path, audience: Audience, releases: u8) -> Result<(), HostError> {
    if releases == 0 || !is_for(target, audience) || !is_all_there(target, staging)? {
        return Ok(());
    }
    let ages = ages(target);
    let gone = |path: &String| !staging.join(path).exists();
    let replaced: Vec<String> = named_after_content(target)?.into_iter().filter(gone).collect();
    // A build that changes nothing is no release.
    let step = u8::from(replaced.iter().any(|path| !ages.contains_key(path)));
    let still = ages.iter().filter(|(path, _)| gone(path) && target.join(path).is_file());
    let still = still.map(|(path, age)| (path.clone(), age.saturating_add(step)));
    let new = replaced.into_iter().filter(|path| !ages.contains_key(path)).map(|path| (path, 1));
    let mut record = String::new();
    for (path, age) in still.chain(new).filter(|(_, age)| *age <= releases) {
        let file = staging.join(&path);
        link(&target.join(&path), &file).map_err(|error| HostError::new("keep", &file, error))?;
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

/// How many releases each old file has been kept for. Whatever else may stand in the record, only such files are kept.
fn ages(target: &Path) -> BTreeMap<String, u8> {
    let record = fs::read_to_string(target.join(RECORD)).unwrap_or_default();
    let line = |line: &str| {
        let (age, path) = line.split_once(' ')?;
        (is_asset(path) || is_part(path)).then_some(())?;
        Some((path.to_owned(), age.parse().ok()?))
    };
    record.lines().filter_map(line).collect()
}

/// The files of the release at `target` that never change under their name, without those it kept itself.
fn named_after_content(target: &Path) -> Result<Vec<String>, HostError> {
    let mut found = Vec::new();
    for path in files(&target.join(ASSETS))? {
        found.extend(path.to_str().map(|path| format!("{ASSETS}/{path}")).filter(|path| is_asset(path)));
    }
    for path in files(&target.join(INDEXES))? {
        if path.file_name().is_some_and(|name| name == OPENING)
            && let Some(folder) = path.parent().and_then(Path::to_str)
        {
            let opening = target.join(INDEXES).join(&path);
            let bytes = fs::read(&opening).map_err(|error| HostError::new("read", &opening, error))?;
            let parts = named_parts(&bytes).unwrap_or_default();
            found.extend(parts.into_iter().map(|part| format!("{INDEXES}/{folder}/{part}")));
        }
    }
    found.retain(|path| target.join(path).is_file());
    found.sort();
    Ok(found)
}

/// Whether a path is that of a script, a style sheet or a program of the theme: `assets/search-1a2b3c4d5e.js`.
fn is_asset(path: &str) -> bool {
    let name = path.strip_prefix("assets/").and_then(|name| name.rsplit_once('.'));
    name.is_some_and(|(stem, extension)| {
        let fingerprint = stem.rsplit_once('-').map(|(_, fingerprint)| fingerprint);
        ["css", "js", "wasm"].contains(&extension) && fingerprint.is_some_and(|text| is_hex(text, 10))
    })
}

/// Whether a path is that of a part: `search/en/0123456789abcdef.bin`.
fn is_part(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    let name = |name: &str| name.strip_suffix(".bin").is_some_and(|name| is_hex(name, 16));
    matches!(parts[..], [INDEXES, folder, part] if !folder.starts_with('.') && name(part))
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_hexdigit())
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
