//! The project's files: which there are, and their bytes.
//!
//! Every byte of a project is read by [`read`]: regular files below the root only, no symbolic link in any part of
//! their path, and no more than a limit.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use crate::config;
use crate::kinds::{CONTENT, MEASURED};
use crate::source::{
    ContentHash, Contents, MAX_ASSET_BYTES, MAX_FOLDER_DEPTH, MAX_TEXT_BYTES, Rejected, Rejection, SitePath, Snapshot,
    SourceFile,
};

use super::HostError;

/// Bytes of source files kept in memory between reading and rendering; beyond, files are read again.
///
/// A hundred megabytes hold the 10,000 articles of a large company, and bound what a larger site costs.
const KEPT_BYTES: u64 = 100 * 1024 * 1024;

/// The folder at or above `start` that holds the settings.
#[must_use]
pub fn find_root(start: &Path) -> Option<PathBuf> {
    start.ancestors().find(|folder| folder.join(config::FILE).symlink_metadata().is_ok()).map(Path::to_owned)
}

/// All files of the project at `root`, as they are now.
///
/// # Errors
/// When the root itself can't be opened.
pub fn snapshot(root: &Path) -> Result<Snapshot, HostError> {
    let root = root.canonicalize().map_err(|error| HostError::new("open the project at", root, error))?;
    let mut found = Found::default();
    found.single(&root, config::FILE);
    found.single(&root, MEASURED);
    let walk = WalkDir::new(root.join(CONTENT)).follow_links(false).follow_root_links(false);
    let walk = walk.max_depth(MAX_FOLDER_DEPTH + 1).into_iter();
    for entry in walk.filter_entry(|entry| entry.depth() == 0 || !is_private(entry.file_name())) {
        match entry {
            Ok(entry) => found.take(&root, &entry),
            Err(error) => found.unreadable(&root, &error),
        }
    }
    let kept = AtomicU64::new(0);
    let read: Vec<_> = found.files.into_par_iter().map(|path| fingerprint(&root, path, &kept)).collect();
    let mut files = BTreeMap::new();
    let mut bytes = BTreeMap::new();
    for result in read {
        match result {
            Ok((path, file, kept)) => {
                if let Some(kept) = kept {
                    bytes.insert(path.clone(), kept);
                }
                files.insert(path, file);
            }
            Err(rejected) => found.rejected.push(rejected),
        }
    }
    Ok(Snapshot::new(files, found.rejected, Arc::new(OnDisk { root, kept: bytes })))
}

#[derive(Default)]
struct Found {
    files: Vec<SitePath>,
    rejected: Vec<Rejected>,
}

impl Found {
    /// A file outside the content that has a place of its own.
    fn single(&mut self, root: &Path, file: &str) {
        match root.join(file).symlink_metadata() {
            Ok(metadata) if metadata.is_file() => self.files.extend(SitePath::new(file)),
            Ok(metadata) if metadata.is_symlink() => self.reject(file, Rejection::SymbolicLink),
            Ok(_) => self.reject(file, Rejection::NotAFile),
            Err(_) => {}
        }
    }

    fn take(&mut self, root: &Path, entry: &DirEntry) {
        let relative = entry.path().strip_prefix(root).unwrap_or(entry.path());
        let shown = relative.display().to_string();
        let kind = entry.file_type();
        if kind.is_symlink() {
            self.reject(&shown, Rejection::SymbolicLink);
        } else if entry.depth() > MAX_FOLDER_DEPTH {
            self.reject(&shown, Rejection::TooDeep);
        } else if kind.is_dir() {
            if entry.depth() > 0 && entry.path().extension() == Some(OsStr::new("md")) {
                self.reject(&shown, Rejection::FolderNamedLikePage);
            }
        } else if !kind.is_file() {
            self.reject(&shown, Rejection::NotAFile);
        } else {
            match site_path(relative) {
                Some(path) => self.files.push(path),
                None => self.reject(&shown, Rejection::UnusableName),
            }
        }
    }

    fn unreadable(&mut self, root: &Path, error: &walkdir::Error) {
        let path = error.path().unwrap_or(root);
        // A project without content is an empty one.
        if error.depth() == 0 && error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound) {
            return;
        }
        let why = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
        let relative = path.strip_prefix(root).unwrap_or(path).display().to_string();
        self.reject(&relative, Rejection::Unreadable(why));
    }

    fn reject(&mut self, path: &str, reason: Rejection) {
        self.rejected.push(Rejected { path: path.to_owned(), reason });
    }
}

/// Names that editors and systems use for themselves.
fn is_private(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.') || name.ends_with('~')
}

fn site_path(relative: &Path) -> Option<SitePath> {
    let parts: Option<Vec<&str>> = relative.iter().map(OsStr::to_str).collect();
    SitePath::new(&parts?.join("/"))
}

/// Most bytes that the file at `path` may have.
fn limit(path: &SitePath) -> u64 {
    match path.extension().as_str() {
        "md" | "yaml" | "yml" => MAX_TEXT_BYTES,
        _ if path.as_str() == MEASURED => MAX_TEXT_BYTES,
        _ => MAX_ASSET_BYTES,
    }
}

type Fingerprinted = (SitePath, SourceFile, Option<Arc<[u8]>>);

fn fingerprint(root: &Path, path: SitePath, kept: &AtomicU64) -> Result<Fingerprinted, Rejected> {
    let bytes = read(root, &path).map_err(|reason| Rejected { path: path.to_string(), reason })?;
    let len = bytes.len() as u64;
    let file = SourceFile { hash: ContentHash::of(&bytes), len };
    let is_text = limit(&path) == MAX_TEXT_BYTES;
    let keep = is_text && kept.fetch_add(len, Ordering::Relaxed) + len <= KEPT_BYTES;
    Ok((path, file, keep.then(|| Arc::from(bytes))))
}

struct OnDisk {
    root: PathBuf,
    kept: BTreeMap<SitePath, Arc<[u8]>>,
}

impl Contents for OnDisk {
    fn read(&self, path: &SitePath) -> Result<Arc<[u8]>, String> {
        if let Some(bytes) = self.kept.get(path) {
            return Ok(Arc::clone(bytes));
        }
        read(&self.root, path).map(Arc::from).map_err(|reason| reason.to_string())
    }
}

/// The bytes of the regular file at `path` below `root`. The only place where a project's bytes are read.
fn read(root: &Path, path: &SitePath) -> Result<Vec<u8>, Rejection> {
    let refused = |error: io::Error| Rejection::Unreadable(error.to_string());
    let file = open_inside(root, path)?;
    let metadata = file.metadata().map_err(refused)?;
    if !metadata.is_file() {
        return Err(Rejection::NotAFile);
    }
    let limit = limit(path);
    if metadata.len() > limit {
        return Err(Rejection::TooLarge { len: metadata.len(), limit });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    file.take(limit + 1).read_to_end(&mut bytes).map_err(refused)?;
    let len = bytes.len() as u64;
    if len > limit { Err(Rejection::TooLarge { len, limit }) } else { Ok(bytes) }
}

/// Opens a file part by part, each without following a link, and without waiting for whoever may sit behind a pipe.
#[cfg(unix)]
fn open_inside(root: &Path, path: &SitePath) -> Result<File, Rejection> {
    use rustix::fs::{Mode, OFlags, open, openat};
    use rustix::io::Errno;

    let refused = |error: Errno| match error {
        // What a part that is a link answers, opened as a folder or as a file.
        Errno::LOOP | Errno::MLINK | Errno::NOTDIR => Rejection::SymbolicLink,
        error => Rejection::Unreadable(io::Error::from(error).to_string()),
    };
    let folder_flags = OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let file_flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let mut folder = open(root, OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty()).map_err(refused)?;
    for part in path.folder().split('/').filter(|part| !part.is_empty()) {
        folder = openat(&folder, part, folder_flags, Mode::empty()).map_err(refused)?;
    }
    openat(&folder, path.file_name(), file_flags, Mode::empty()).map(File::from).map_err(refused)
}

/// Opens a file after looking at each part of its path.
#[cfg(not(unix))]
fn open_inside(root: &Path, path: &SitePath) -> Result<File, Rejection> {
    let mut at = root.to_owned();
    for part in path.parts() {
        at.push(part);
        let metadata = at.symlink_metadata().map_err(|error| Rejection::Unreadable(error.to_string()))?;
        if metadata.is_symlink() {
            return Err(Rejection::SymbolicLink);
        }
    }
    File::open(&at).map_err(|error| Rejection::Unreadable(error.to_string()))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        folder
    }

    fn reason(snapshot: &Snapshot, path: &str) -> Option<Rejection> {
        snapshot.rejected().iter().find(|rejected| rejected.path == path).map(|rejected| rejected.reason.clone())
    }

    #[test]
    fn links_pipes_and_odd_folders_are_named_and_not_read() {
        let folder = project(&[
            ("firstline.yaml", "title: A"),
            ("content/pages/a.md", "a"),
            ("content/pages/folder.md/inside.md", "b"),
            ("content/.git/config", "c"),
            ("secret/x.md", "s"),
        ]);
        let pages = folder.path().join("content/pages");
        symlink(folder.path().join("secret/x.md"), pages.join("link.md")).unwrap();
        symlink(folder.path().join("secret"), pages.join("linked")).unwrap();
        symlink("loop", pages.join("loop")).unwrap();
        let fifo = std::process::Command::new("mkfifo").arg(pages.join("pipe.md")).status().unwrap();
        assert!(fifo.success());
        let snapshot = snapshot(folder.path()).unwrap();
        let paths: Vec<_> = snapshot.files().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["content/pages/a.md", "content/pages/folder.md/inside.md", "firstline.yaml"]);
        for link in ["link.md", "linked", "loop"] {
            assert_eq!(reason(&snapshot, &format!("content/pages/{link}")), Some(Rejection::SymbolicLink));
        }
        assert_eq!(reason(&snapshot, "content/pages/pipe.md"), Some(Rejection::NotAFile));
        assert_eq!(reason(&snapshot, "content/pages/folder.md"), Some(Rejection::FolderNamedLikePage));
    }

    #[test]
    fn no_part_of_a_path_may_be_a_link_even_when_it_became_one_later() {
        let folder = project(&[("content/pages/a.md", "a"), ("outside/a.md", "secret")]);
        let path = SitePath::new("content/pages/a.md").unwrap();
        assert!(read(folder.path(), &path).is_ok());
        std::fs::rename(folder.path().join("content/pages"), folder.path().join("old")).unwrap();
        symlink(folder.path().join("outside"), folder.path().join("content/pages")).unwrap();
        assert_eq!(read(folder.path(), &path), Err(Rejection::SymbolicLink));
    }

    #[test]
    fn figures_are_read_from_a_folder_of_the_project_and_from_no_other() {
        let folder = project(&[("firstline.yaml", "title: A"), ("elsewhere/promises.csv", "month\n")]);
        let data = folder.path().join("data");
        let listed = || snapshot(folder.path()).unwrap().files().any(|(path, _)| path.as_str() == MEASURED);
        symlink("elsewhere", &data).unwrap();
        assert_eq!(reason(&snapshot(folder.path()).unwrap(), MEASURED), Some(Rejection::SymbolicLink));
        assert!(!listed());
        std::fs::remove_file(&data).unwrap();
        std::fs::rename(folder.path().join("elsewhere"), &data).unwrap();
        assert!(listed());
        std::fs::remove_file(data.join("promises.csv")).unwrap();
        symlink("../firstline.yaml", data.join("promises.csv")).unwrap();
        assert_eq!(reason(&snapshot(folder.path()).unwrap(), MEASURED), Some(Rejection::SymbolicLink));
        std::fs::remove_file(data.join("promises.csv")).unwrap();
        File::create(data.join("promises.csv")).unwrap().set_len(MAX_TEXT_BYTES + 1).unwrap();
        let expected = Rejection::TooLarge { len: MAX_TEXT_BYTES + 1, limit: MAX_TEXT_BYTES };
        assert_eq!(reason(&snapshot(folder.path()).unwrap(), MEASURED), Some(expected));
    }

    #[test]
    fn a_file_over_the_limit_is_not_read() {
        let folder = project(&[("content/pages/big.md", "")]);
        let file = File::options().write(true).open(folder.path().join("content/pages/big.md")).unwrap();
        file.set_len(50 * 1024 * 1024).unwrap();
        let snapshot = snapshot(folder.path()).unwrap();
        let expected = Rejection::TooLarge { len: 50 * 1024 * 1024, limit: MAX_TEXT_BYTES };
        assert_eq!(reason(&snapshot, "content/pages/big.md"), Some(expected));
    }
}
