//! The files of another status page, read as they are: no symbolic links in its folder, nothing above a limit, nothing
//! changed. What the command line names may be a link.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use walkdir::WalkDir;

use crate::import::{Left, cstate};
use crate::source::{MAX_ASSET_BYTES, MAX_FOLDER_DEPTH, MAX_TEXT_BYTES, SitePath, SourceText, Undecodable};

use super::HostError;

/// Names that the settings of a cState site may have, as Hugo has them; the first that is there counts.
const SETTINGS: &[&str] = &["config.yml", "config.yaml", "hugo.yml", "hugo.yaml"];
/// The same in a language that is not read here.
const OTHER_SETTINGS: &[&str] = &["config.toml", "hugo.toml", "config.json", "hugo.json"];
/// What is said of a file that is not one.
const LINK: &str = "it is a link or no ordinary file, so it was not read";
/// Where its issues lie.
const ISSUES: &str = "content/issues";

/// A cState site, and what of it can't be read.
///
/// # Errors
/// When there is no such site, or the folder can't be opened.
pub fn cstate(folder: &Path) -> Result<(cstate::Site, Vec<Left>), HostError> {
    refuse_other(folder)?;
    let mut site = cstate::Site::default();
    let mut left = Vec::new();
    let take = |path: &str, left: &mut Vec<Left>| match text(folder, path) {
        Ok(source) => Some(source),
        Err(reason) => {
            left.push(Left { place: path.to_owned(), reason });
            None
        }
    };
    let is_there = |name: &&&str| folder.join(name).symlink_metadata().is_ok();
    match SETTINGS.iter().find(is_there) {
        Some(name) => site.settings = take(name, &mut left),
        None => left.push(without_settings(OTHER_SETTINGS.iter().find(is_there).copied())),
    }
    for path in files(folder)? {
        match &path {
            Ok(path) if is_issue(path) => site.issues.extend(take(path, &mut left)),
            Ok(path) if is_section(path) => {}
            Ok(path) => left.push(Left { place: path.clone(), reason: format!("only pages in {ISSUES} are read") }),
            Err(unreadable) => left.push(unreadable.clone()),
        }
    }
    Ok((site, left))
}

/// Refuses a folder without issues, and one whose issues lie behind a link.
fn refuse_other(folder: &Path) -> Result<(), HostError> {
    let refused = |why: String| Err(HostError::because("import from", folder, why));
    if !folder.join(ISSUES).is_dir() {
        return refused(format!(
            "there is no {ISSUES} in it; name the folder that holds the settings of the cState site"
        ));
    }
    match ["content", ISSUES].into_iter().find(|path| folder.join(path).is_symlink()) {
        Some(link) => refused(format!("{link} is a symbolic link, and what lies behind one is not read")),
        None => Ok(()),
    }
}

fn without_settings(other: Option<&str>) -> Left {
    let (place, reason) = match other {
        Some(other) => (other, "only settings in YAML are read; systems are taken from the issues"),
        None => (SETTINGS[0], "it is not there; systems are taken from the issues"),
    };
    Left { place: place.to_owned(), reason: reason.to_owned() }
}

fn is_issue(path: &str) -> bool {
    let below = path.strip_prefix(ISSUES).is_some_and(|rest| rest.starts_with('/'));
    below
        && Path::new(path).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"))
        && !is_section(path)
}

/// Files that Hugo needs and that say nothing.
fn is_section(path: &str) -> bool {
    matches!(path.rsplit('/').next(), Some("_index.md" | ".gitkeep" | ".DS_Store"))
}

/// Everything in the site's content, sorted; for what can't be read, why.
fn files(folder: &Path) -> Result<Vec<Result<String, Left>>, HostError> {
    let walk = WalkDir::new(folder.join("content")).follow_links(false).sort_by_file_name().max_depth(MAX_FOLDER_DEPTH);
    let mut files = Vec::new();
    for entry in walk {
        let entry = entry.map_err(|error| HostError::because("read", folder, error.to_string()))?;
        if entry.file_type().is_dir() {
            continue;
        }
        let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let shown = relative.to_string_lossy().replace('\\', "/");
        let is_file = entry.file_type().is_file();
        let reason = LINK.to_owned();
        files.push(if is_file { Ok(shown) } else { Err(Left { place: shown, reason }) });
    }
    Ok(files)
}

fn text(folder: &Path, path: &str) -> Result<SourceText, String> {
    let site_path = SitePath::new(path).ok_or("its name has characters that can't be read here")?;
    let file = folder.join(path);
    if file.is_symlink() {
        return Err(LINK.to_owned());
    }
    let bytes = bytes(&file, MAX_TEXT_BYTES)?;
    SourceText::decode(site_path, &bytes).map_err(|why| match why {
        Undecodable::Utf16 => "it is written in UTF-16; save it as UTF-8".to_owned(),
        Undecodable::NotUtf8 { line, column } => format!("line {line}, column {column}: this byte is not UTF-8"),
    })
}

/// The text of an export.
///
/// # Errors
/// When it can't be read, is too large, or is not text.
pub fn export(file: &Path) -> Result<String, HostError> {
    let refused = |why: String| HostError::because("import", file, why);
    let bytes = bytes(file, MAX_ASSET_BYTES).map_err(refused)?;
    String::from_utf8(bytes)
        .map_err(|error| refused(format!("byte {} is not UTF-8", error.utf8_error().valid_up_to() + 1)))
}

fn bytes(path: &Path, limit: u64) -> Result<Vec<u8>, String> {
    let metadata = fs::metadata(path).map_err(|error| error.to_string())?;
    if !metadata.is_file() {
        return Err("it is not a file".to_owned());
    }
    let too_large = || format!("it is larger than {} MB", limit / 1024 / 1024);
    if metadata.len() > limit {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| error.to_string())?;
    let read = file.take(limit + 1).read_to_end(&mut bytes);
    let length = read.map_err(|error| error.to_string())?;
    if length as u64 > limit { Err(too_large()) } else { Ok(bytes) }
}
