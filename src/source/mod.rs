//! Text with an address: the files of a project as one sorted, immutable value.
//!
//! A [`Snapshot`] names every file that a build may read, with the fingerprint of its bytes. It says nothing about
//! what the bytes mean, and it opens nothing itself: where bytes come from is a [`Contents`], so that tests live in
//! memory and the disk stays behind one door ([`crate::host::disk`]).

mod path;
mod text;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

pub use path::SitePath;
pub use text::{SourceText, Undecodable};

/// The fingerprint of a file's bytes (BLAKE3, 32 bytes).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ContentHash([u8; 32]);

impl ContentHash {
    /// The fingerprint of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// The first `digits` hexadecimal digits, for file names.
    #[must_use]
    pub fn short(&self, digits: usize) -> String {
        let mut hex = self.to_string();
        hex.truncate(digits);
        hex
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentHash({})", self.short(12))
    }
}

/// One regular file of the project.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Fingerprint of the bytes.
    pub hash: ContentHash,
    /// Length in bytes.
    pub len: u64,
}

/// Something in the project folder that is not read, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Where it lies, as shown to the writer; not always valid as a [`SitePath`].
    pub path: String,
    /// Why it is left out.
    pub reason: Rejection,
}

/// Why an entry of the project folder is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// A symbolic link, to a file or to a folder.
    SymbolicLink,
    /// A FIFO, socket or device.
    NotAFile,
    /// A folder whose name ends in `.md`.
    FolderNamedLikePage,
    /// More bytes than this kind of file may have.
    TooLarge {
        /// Length found, in bytes.
        len: u64,
        /// Length allowed, in bytes.
        limit: u64,
    },
    /// Folders nested deeper than the limit.
    TooDeep,
    /// A name that is not UTF-8, or has control characters.
    UnusableName,
    /// The system refused, in its own words.
    Unreadable(String),
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SymbolicLink => f.write_str("it is a symbolic link"),
            Self::NotAFile => f.write_str("it is neither a file nor a folder"),
            Self::FolderNamedLikePage => f.write_str("it is a folder, though its name ends like a page's"),
            Self::TooLarge { len, limit } => write!(f, "its {len} bytes are more than the {limit} it may have"),
            Self::TooDeep => write!(f, "it lies deeper than {MAX_FOLDER_DEPTH} folders"),
            Self::UnusableName => f.write_str("its name is not UTF-8, or has a backslash or a control character"),
            Self::Unreadable(why) => f.write_str(why),
        }
    }
}

/// Largest Markdown or YAML file that is read, in bytes.
///
/// The longest real support article seen has 300 kB; sanitising is quadratic in the worst case, so the cap comes first.
pub const MAX_TEXT_BYTES: u64 = 2 * 1024 * 1024;

/// Largest image or other file that is copied, in bytes.
pub const MAX_ASSET_BYTES: u64 = 64 * 1024 * 1024;

/// Separators that spreadsheets and other programs write between the columns of a table.
pub const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// Deepest folder below the project's root.
pub const MAX_FOLDER_DEPTH: usize = 32;

/// Where the bytes of a snapshot come from.
pub trait Contents: Send + Sync {
    /// The bytes at `path`. Fails when they can't be had, never waits for anything but the disk.
    ///
    /// # Errors
    /// The system's refusal, in words.
    fn read(&self, path: &SitePath) -> Result<Arc<[u8]>, String>;
}

/// Bytes that could not be had a second time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// No such file in the snapshot.
    Missing(SitePath),
    /// The bytes are no longer those that were fingerprinted.
    Changed(SitePath),
    /// The system refused.
    Refused(SitePath, String),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(path) => write!(f, "{path} is not among the project's files"),
            Self::Changed(path) => write!(f, "{path} changed while the site was being built; build again"),
            Self::Refused(path, why) => write!(f, "could not read {path}: {why}"),
        }
    }
}

impl std::error::Error for ReadError {}

/// Every file a build may read, by path, at one moment.
#[derive(Clone)]
pub struct Snapshot {
    files: BTreeMap<SitePath, SourceFile>,
    rejected: Vec<Rejected>,
    contents: Arc<dyn Contents>,
}

impl Snapshot {
    /// A snapshot of `files` whose bytes come from `contents`.
    #[must_use]
    pub fn new(
        files: BTreeMap<SitePath, SourceFile>,
        mut rejected: Vec<Rejected>,
        contents: Arc<dyn Contents>,
    ) -> Self {
        rejected.sort_by(|a, b| a.path.cmp(&b.path));
        Self { files, rejected, contents }
    }

    /// A snapshot that lives in memory: for tests and for sites made by programs.
    #[must_use]
    pub fn in_memory(files: impl IntoIterator<Item = (SitePath, Vec<u8>)>) -> Self {
        let bytes: BTreeMap<SitePath, Arc<[u8]>> =
            files.into_iter().map(|(path, bytes)| (path, Arc::from(bytes))).collect();
        let files = bytes
            .iter()
            .map(|(path, bytes)| {
                let file = SourceFile { hash: ContentHash::of(bytes), len: bytes.len() as u64 };
                (path.clone(), file)
            })
            .collect();
        Self::new(files, Vec::new(), Arc::new(InMemory(bytes)))
    }

    /// The files, sorted by path.
    pub fn files(&self) -> impl Iterator<Item = (&SitePath, &SourceFile)> {
        self.files.iter()
    }

    /// The file at `path`, if there is one.
    #[must_use]
    pub fn get(&self, path: &SitePath) -> Option<&SourceFile> {
        self.files.get(path)
    }

    /// What lies in the project folder and is not read, sorted by path.
    #[must_use]
    pub fn rejected(&self) -> &[Rejected] {
        &self.rejected
    }

    /// The bytes at `path`: exactly those that were fingerprinted.
    ///
    /// # Errors
    /// When the file is gone, has changed since the snapshot, or can't be read.
    pub fn read(&self, path: &SitePath) -> Result<Arc<[u8]>, ReadError> {
        let file = self.files.get(path).ok_or_else(|| ReadError::Missing(path.clone()))?;
        let bytes = self.contents.read(path).map_err(|why| ReadError::Refused(path.clone(), why))?;
        if bytes.len() as u64 == file.len && ContentHash::of(&bytes) == file.hash {
            Ok(bytes)
        } else {
            Err(ReadError::Changed(path.clone()))
        }
    }
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot").field("files", &self.files).field("rejected", &self.rejected).finish_non_exhaustive()
    }
}

struct InMemory(BTreeMap<SitePath, Arc<[u8]>>);

impl Contents for InMemory {
    fn read(&self, path: &SitePath) -> Result<Arc<[u8]>, String> {
        self.0.get(path).cloned().ok_or_else(|| "no such file".to_owned())
    }
}
