//! Files of the project written: each whole or not at all, and never over what somebody else has written.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::source::ContentHash;

use super::HostError;

/// Writes a file that was not there, with the folders it needs.
///
/// # Errors
/// When something lies there already, a folder on the way is a symbolic link (what lies behind one is never read, and
/// may be outside the project), or the system refuses.
pub fn create(root: &Path, path: &str, bytes: &[u8]) -> Result<(), HostError> {
    let target = new_target(root, path)?;
    let aside = Aside::write(&target, bytes)?;
    aside.sync(&target)?;
    aside.become_new(&target)?;
    sync_folder(&target)
}

/// Writes many files that were not there, as [`create`] does one. The disk is waited for once and not for each: 5,000
/// files take a second or two instead of half a minute. `written` is called for each file.
///
/// # Errors
/// As of [`create`]. Files that stand there by then are whole.
pub fn create_all(root: &Path, files: &[(&str, &[u8])], written: impl Fn()) -> Result<(), HostError> {
    let mut asides = Vec::with_capacity(files.len());
    for (path, bytes) in files {
        let target = new_target(root, path)?;
        asides.push((Aside::write(&target, bytes)?, target));
        written();
    }
    sync_all(root, &asides)?;
    let mut folders = BTreeMap::new();
    for (aside, target) in asides {
        aside.become_new(&target)?;
        folders.insert(target.parent().map(Path::to_owned), target);
    }
    folders.values().try_for_each(|target| sync_folder(target))
}

/// Where a new file shall stand, with the folders it needs.
fn new_target(root: &Path, path: &str) -> Result<PathBuf, HostError> {
    let target = root.join(path);
    refuse_links(root, &target)?;
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(|error| HostError::new("make the folder", folder, error))?;
    }
    Ok(target)
}

/// Puts `bytes` in the place of the file at `path`, if that is still the one with the fingerprint `old`.
///
/// # Errors
/// When the file is gone or has changed, lies behind a symbolic link, or the system refuses.
pub fn replace(root: &Path, path: &str, old: ContentHash, bytes: &[u8]) -> Result<(), HostError> {
    let target = root.join(path);
    let refused = |error| HostError::new("write", &target, error);
    refuse_links(root, &target)?;
    let metadata = target.symlink_metadata().map_err(refused)?;
    if !metadata.is_file() {
        return Err(HostError::because("write", &target, "it is not an ordinary file"));
    }
    let aside = Aside::write(&target, bytes)?;
    aside.sync(&target)?;
    fs::set_permissions(&aside.0, metadata.permissions()).map_err(refused)?;
    if ContentHash::of(&fs::read(&target).map_err(refused)?) != old {
        return Err(HostError::because("write", &target, "somebody has changed it in the meantime; try again"));
    }
    fs::rename(&aside.0, &target).map_err(refused)?;
    sync_folder(&target)
}

fn refuse_links(root: &Path, target: &Path) -> Result<(), HostError> {
    let inside = |folder: &&Path| folder.starts_with(root) && *folder != root;
    let mut folders = target.ancestors().skip(1).take_while(inside);
    let Some(link) = folders.find(|folder| folder.is_symlink()) else { return Ok(()) };
    let why = format!("{} is a symbolic link, and what lies behind one is not read", link.display());
    Err(HostError::because("write", target, why))
}

/// A file beside its future place, gone when this is. Its name begins with a dot, so that no build reads it.
struct Aside(PathBuf);

impl Aside {
    fn write(target: &Path, bytes: &[u8]) -> Result<Self, HostError> {
        let name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let aside = Self(target.with_file_name(format!(".{name}.{}.firstline-new", std::process::id())));
        let mut file = File::create(&aside.0).map_err(|error| HostError::new("write", target, error))?;
        file.write_all(bytes).map_err(|error| HostError::new("write", target, error))?;
        Ok(aside)
    }

    /// Waits until its bytes are on the disk, so that no power cut leaves a name without them.
    fn sync(&self, target: &Path) -> Result<(), HostError> {
        // Some systems sync only what is open for writing.
        let synced = File::options().append(true).open(&self.0).and_then(|file| file.sync_all());
        synced.map_err(|error| HostError::new("make durable", target, error))
    }

    /// Takes its place, if nothing is there.
    fn become_new(self, target: &Path) -> Result<(), HostError> {
        let refused = |error| HostError::new("write", target, error);
        match fs::hard_link(&self.0, target) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(refused(error)),
            // Some file systems have no hard links. There, two that create the same file in the same instant are not
            // noticed.
            Err(_) if target.symlink_metadata().is_err() => fs::rename(&self.0, target).map_err(refused),
            Err(error) => Err(refused(error)),
            Ok(()) => Ok(()),
        }
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        // After a rename there is nothing left to remove.
        let _ = fs::remove_file(&self.0);
    }
}

/// Waits until the bytes of all are on the disk: Linux can be asked for that at once.
#[cfg(target_os = "linux")]
fn sync_all(root: &Path, asides: &[(Aside, PathBuf)]) -> Result<(), HostError> {
    if asides.is_empty() {
        return Ok(());
    }
    let refused = |error: std::io::Error| HostError::new("make durable", root, error);
    let folder = File::open(root).map_err(refused)?;
    rustix::fs::syncfs(&folder).map_err(|error| refused(error.into()))
}

#[cfg(not(target_os = "linux"))]
fn sync_all(_: &Path, asides: &[(Aside, PathBuf)]) -> Result<(), HostError> {
    asides.iter().try_for_each(|(aside, target)| aside.sync(target))
}

/// Makes the new name last through a power cut.
#[cfg(unix)]
fn sync_folder(target: &Path) -> Result<(), HostError> {
    let Some(folder) = target.parent() else { return Ok(()) };
    let folder = if folder == Path::new("") { Path::new(".") } else { folder };
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(|error| HostError::new("make durable", target, error))
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> Result<(), HostError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_once_and_replaced_only_by_who_has_seen_it() {
        let root = tempfile::tempdir().unwrap();
        let read = || fs::read(root.path().join("content/a.md")).unwrap();
        create(root.path(), "content/a.md", b"one").unwrap();
        assert!(create(root.path(), "content/a.md", b"two").is_err());
        assert_eq!(read(), b"one");
        assert!(replace(root.path(), "content/a.md", ContentHash::of(b"other"), b"three").is_err());
        assert_eq!(read(), b"one");
        replace(root.path(), "content/a.md", ContentHash::of(b"one"), b"four").unwrap();
        assert_eq!(read(), b"four");
        assert_eq!(fs::read_dir(root.path().join("content")).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn many_files_are_written_beside_what_is_there() {
        let root = tempfile::tempdir().unwrap();
        let count = std::cell::Cell::new(0);
        let all: &[(&str, &[u8])] = &[("content/a.md", b"one"), ("content/deep/b.md", b"two"), ("content/c.md", b"")];
        create_all(root.path(), all, || count.set(count.get() + 1)).unwrap();
        let read = |path: &str| fs::read(root.path().join(path)).unwrap();
        assert_eq!(
            (read("content/a.md"), read("content/deep/b.md"), count.get()),
            (b"one".to_vec(), b"two".to_vec(), 3)
        );
        assert!(create_all(root.path(), &[("content/d.md", b"new"), ("content/a.md", b"other")], || ()).is_err());
        assert_eq!(read("content/a.md"), b"one");
        let mut names: Vec<_> =
            fs::read_dir(root.path().join("content")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["a.md", "c.md", "d.md", "deep"], "nothing is left beside them");
    }

    #[cfg(unix)]
    #[test]
    fn rights_stay_and_links_are_not_followed() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let root = tempfile::tempdir().unwrap();
        create(root.path(), "content/a.md", b"one").unwrap();
        let path = root.path().join("content/a.md");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        replace(root.path(), "content/a.md", ContentHash::of(b"one"), b"two").unwrap();
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o640);
        symlink(root.path().join("content"), root.path().join("linked")).unwrap();
        assert!(replace(root.path(), "linked/a.md", ContentHash::of(b"two"), b"three").is_err());
        assert!(create(root.path(), "linked/b.md", b"b").is_err());
    }
}
