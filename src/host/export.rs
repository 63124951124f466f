//! Documents for a search server, written as a site is: beside their place, made durable, put there in one step.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use crate::output::export::quickwit;
use crate::output::{Plan, RenderError};

use super::HostError;
use super::publish::replace;

const DOCUMENTS: &str = "documents.ndjson";
const CONFIGURATION: &str = "index.yaml";

/// What an export did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Documents written.
    pub documents: usize,
    /// Their bytes.
    pub bytes: u64,
}

/// Writes the documents and the configuration of a Quickwit index of this name into a folder at `target`.
///
/// # Errors
/// When the target is not Firstline's to replace, another command is writing there, a source can't be read again, or
/// the system refuses. What was there then stays as it was.
pub fn quickwit(plan: &Plan, index: &str, target: &Path) -> Result<Exported, HostError> {
    replace(target, is_export, |staging| {
        let file = staging.join(CONFIGURATION);
        let written = fs::write(&file, quickwit::configuration(plan, index));
        written.map_err(|error| HostError::new("write", &file, error))?;
        write_documents(quickwit::documents(plan), &staging.join(DOCUMENTS))
    })
}

fn write_documents(
    documents: impl Iterator<Item = Result<String, RenderError>>,
    file: &Path,
) -> Result<Exported, HostError> {
    let failed = |error| HostError::new("write", file, error);
    let mut exported = Exported::default();
    let mut writer = BufWriter::new(File::create_new(file).map_err(failed)?);
    for document in documents {
        let line = document.map_err(|error| HostError::because("write", file, error.to_string()))?;
        writer.write_all(line.as_bytes()).map_err(failed)?;
        exported.documents += 1;
        exported.bytes += line.len() as u64;
    }
    writer.flush().map_err(failed)?;
    Ok(exported)
}

/// Whether a folder holds an earlier export and nothing else.
fn is_export(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return false };
    let is_known = |name: &str| matches!(name, DOCUMENTS | CONFIGURATION);
    let mut names = entries.map(|entry| entry.map(|entry| entry.file_name()));
    let all_known = names.all(|name| name.is_ok_and(|name| name.to_str().is_some_and(is_known)));
    let configuration = fs::read_to_string(folder.join(CONFIGURATION)).unwrap_or_default();
    all_known && configuration.starts_with(quickwit::MARK)
}
