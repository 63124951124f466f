//! One file of the project written: whole or not at all, and never over what somebody else has written.

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
    let target = root.join(path);
    refuse_links(root, &target)?;
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(|error| HostError::new("make the folder", folder, error))?;
    }
    let aside = Aside::write(&target, bytes)?;
    let refused = |error| HostError::new("write", &target, error);
    match fs::hard_link(&aside.0, &target) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(refused(error)),
        // Some file systems have no hard links. There, two that create the same file in the same instant are not noticed.
        Err(_) if target.symlink_metadata().is_err() => fs::rename(&aside.0, &target).map_err(refused)?,
        Err(error) => return Err(refused(error)),
        Ok(()) => {}
    }
    sync_folder(&target)
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
        let written = file.write_all(bytes).and_then(|()| file.sync_all());
        written.map_err(|error| HostError::new("write", target, error))?;
        Ok(aside)
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        // After a rename there is nothing left to remove.
        let _ = fs::remove_file(&self.0);
    }
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
