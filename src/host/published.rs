//! What the last published site said, read from its `record.json`.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::site::Record;

use super::HostError;

/// Where it lies in a site, and where it lay in one that an earlier version of Firstline published.
const FILES: [&str; 2] = ["record.json", "status/record.json"];

/// The record in `file`.
///
/// # Errors
/// When it can't be read, or is none.
pub fn read(file: &Path) -> Result<Record, HostError> {
    let bytes = fs::read(file).map_err(|error| HostError::new("read what was published", file, error))?;
    Record::parse(&bytes).ok_or_else(|| HostError::because("read what was published", file, "it is no record.json"))
}

/// The record of the site in `folder`, if it has one.
///
/// # Errors
/// As [`read`].
pub fn find(folder: &Path) -> Result<Option<Record>, HostError> {
    let is_missing = |kind: ErrorKind| matches!(kind, ErrorKind::NotFound | ErrorKind::NotADirectory);
    let mut files = FILES.iter().map(|file| folder.join(file));
    let found = files.find(|file| !fs::symlink_metadata(file).is_err_and(|error| is_missing(error.kind())));
    found.map(|file| read(&file)).transpose()
}
