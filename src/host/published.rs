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

/// The record of the site in `folder`, if it has one. One that is damaged counts as none: it goes with the site that is
/// about to be replaced, and must not keep it from being replaced.
///
/// # Errors
/// When it is there and the system does not give it.
pub fn find(folder: &Path) -> Result<Option<Record>, HostError> {
    let file = folder.join(FILE);
    match fs::read(&file) {
        Ok(bytes) => Ok(Record::parse(&bytes)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(HostError::new("read what was published", &file, error)),
    }
}
