//! What the last published site said about incidents, read from its `status/record.json`.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::site::Record;

use super::HostError;

/// Where it lies in a site.
const FILE: &str = "status/record.json";

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
    let file = folder.join(FILE);
    match fs::symlink_metadata(&file) {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        _ => read(&file).map(Some),
    }
}
