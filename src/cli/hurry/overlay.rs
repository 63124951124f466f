//! The project as it would be with one file changed: what a change is tried on before it is written.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::source::{ContentHash, Contents, SitePath, Snapshot, SourceFile};

/// `base` with the file at `path` new or changed.
#[must_use]
pub fn with_file(base: &Snapshot, path: &SitePath, bytes: &[u8]) -> Snapshot {
    let mut files: BTreeMap<SitePath, SourceFile> =
        base.files().map(|(path, file)| (path.clone(), file.clone())).collect();
    files.insert(path.clone(), SourceFile { hash: ContentHash::of(bytes), len: bytes.len() as u64 });
    let contents = Overlay { base: base.clone(), path: path.clone(), bytes: Arc::from(bytes) };
    Snapshot::new(files, base.rejected().to_vec(), Arc::new(contents))
}

struct Overlay {
    base: Snapshot,
    path: SitePath,
    bytes: Arc<[u8]>,
}

impl Contents for Overlay {
    fn read(&self, path: &SitePath) -> Result<Arc<[u8]>, String> {
        if *path == self.path {
            return Ok(Arc::clone(&self.bytes));
        }
        self.base.read(path).map_err(|error| error.to_string())
    }
}
