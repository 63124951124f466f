//! All or nothing: the site is written beside its place, made durable, and put there in one step.
//!
//! Whoever looks sees the old site or the new one, whole. A folder that Firstline did not make is never replaced.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::output::{GENERATOR, Plan};

use super::{HostError, kept};

/// What a publish did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Files written.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
}

/// A publish in progress, told to whoever waits.
pub type Progress<'a> = &'a (dyn Fn(usize) + Sync);

/// Writes every file of `plan` and puts the result at `target`, with files of the last `releases` releases that old
/// pages ask for. `progress` hears how many files are written so far.
///
/// # Errors
/// When the target is not Firstline's to replace, another build is writing there, a file can't be made, or the system
/// refuses. The old site then stays as it was.
pub fn publish(plan: &Plan, target: &Path, releases: u8, progress: Progress<'_>) -> Result<Published, HostError> {
    replace(target, is_site, |staging| {
        let published = stage(plan, staging, progress)?;
        kept::keep(target, staging, plan.site().audience, releases)?;
        Ok(published)
    })
}

/// Puts a folder that `fill` fills at `target`, in place of one that `is_ours`, of an empty one, or of none.
///
/// # Errors
/// As [`publish`], and those of `fill`.
pub(super) fn replace<T>(
    target: &Path,
    is_ours: fn(&Path) -> bool,
    fill: impl FnOnce(&Path) -> Result<T, HostError>,
) -> Result<T, HostError> {
    let place = Place::at(target, is_ours)?;
    let _lock = place.lock()?;
    place.recover()?;
    place.check()?;
    remove_folder(&place.staging)?;
    let staged = Staged(&place.staging);
    fs::create_dir(staged.0).map_err(|error| HostError::new("make the folder", staged.0, error))?;
    let filled = fill(staged.0)?;
    sync_all(staged.0).map_err(|error| HostError::new("make durable", staged.0, error))?;
    place.exchange()?;
    Ok(filled)
}

/// The staging folder, gone when this is: it holds half of what is new or all of what was old, and neither is wanted.
struct Staged<'a>(&'a Path);

impl Drop for Staged<'_> {
    fn drop(&mut self) {
        // What can't be removed now is removed by the next build.
        let _ = remove_folder(self.0);
    }
}

/// Refuses a target that would swallow the project's own sources.
///
/// # Errors
/// When the target is the project's folder, lies above it, or lies in its content.
pub fn check_target(root: &Path, target: &Path) -> Result<(), HostError> {
    let (root, target) = (resolve(root), resolve(target));
    let content = root.join(crate::kinds::CONTENT);
    if root.starts_with(&target) || target.starts_with(&content) {
        let why = "the project's own sources lie there; choose another folder with --out";
        return Err(HostError::because("publish into", &target, why));
    }
    Ok(())
}

/// Where a path leads, links and `..` worked out, even where its last parts do not exist yet.
fn resolve(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut resolved = PathBuf::new();
    for part in absolute.components() {
        match part {
            std::path::Component::ParentDir => {
                resolved.pop();
            }
            part => resolved.push(part),
        }
        resolved = resolved.canonicalize().unwrap_or(resolved);
    }
    resolved
}

/// Files that people keep in a published folder and that a new site would take away.
const FOREIGN: &[&str] = &[".git", ".htaccess", ".nojekyll", "CNAME"];

struct Place {
    target: PathBuf,
    is_ours: fn(&Path) -> bool,
    staging: PathBuf,
    /// Where the old site waits while folders are exchanged in two steps.
    aside: PathBuf,
    lock: PathBuf,
}

impl Place {
    fn at(target: &Path, is_ours: fn(&Path) -> bool) -> Result<Self, HostError> {
        let refuse = |why: &str| HostError::because("publish into", target, why);
        let name = target.file_name().ok_or_else(|| refuse("it has no name"))?.to_string_lossy().into_owned();
        let parent = match target.parent() {
            Some(parent) if parent != Path::new("") => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        fs::create_dir_all(&parent).map_err(|error| HostError::new("make the folder", &parent, error))?;
        Ok(Self {
            target: parent.join(&name),
            is_ours,
            staging: parent.join(format!(".{name}.firstline-staging")),
            aside: parent.join(format!(".{name}.firstline-old")),
            lock: parent.join(format!(".{name}.firstline-lock")),
        })
    }

    /// Brings back the old site where a build ended between two steps.
    fn recover(&self) -> Result<(), HostError> {
        if self.aside.symlink_metadata().is_err() {
            return Ok(());
        }
        if self.target.symlink_metadata().is_ok() {
            return remove_folder(&self.aside);
        }
        fs::rename(&self.aside, &self.target).map_err(|error| HostError::new("bring back", &self.target, error))
    }

    /// Whether the target may be replaced: it is absent, empty, or of the sort that Firstline made.
    fn check(&self) -> Result<(), HostError> {
        let metadata = match self.target.symlink_metadata() {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(HostError::new("look at", &self.target, error)),
        };
        let refuse = |why: &str| Err(HostError::because("publish into", &self.target, why));
        if !metadata.is_dir() {
            return refuse("it is not a folder");
        }
        if let Some(foreign) = FOREIGN.iter().find(|name| self.target.join(name).symlink_metadata().is_ok()) {
            let why = "which Firstline did not make and would remove; choose another folder with --out";
            return refuse(&format!("it holds {foreign}, {why}"));
        }
        let mut entries =
            fs::read_dir(&self.target).map_err(|error| HostError::new("look into", &self.target, error))?;
        if entries.next().is_none() || (self.is_ours)(&self.target) {
            return Ok(());
        }
        refuse("Firstline did not make what lies there; empty it, or choose another folder with --out")
    }

    fn lock(&self) -> Result<Lock, HostError> {
        loop {
            let file = File::create(&self.lock).map_err(|error| HostError::new("make the file", &self.lock, error))?;
            if file.try_lock().is_err() {
                return Err(HostError::because("publish into", &self.target, "another build is writing there"));
            }
            // The last holder may have removed the file between our opening and locking it; then the lock is of no use.
            if is_same_file(&file, &self.lock) {
                return Ok(Lock { _file: file, path: self.lock.clone() });
            }
        }
    }

    /// Puts the staged site in its place; the old one, if any, is then at the staging place.
    fn exchange(&self) -> Result<(), HostError> {
        let failed = |error: io::Error| HostError::new("put the site in its place at", &self.target, error);
        if self.target.symlink_metadata().is_err() {
            fs::rename(&self.staging, &self.target).map_err(failed)?;
        } else {
            swap(self).map_err(failed)?;
        }
        self.target.parent().map_or(Ok(()), sync_folder).map_err(failed)
    }
}

/// The right to write, given back when dropped.
struct Lock {
    _file: File,
    path: PathBuf,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A lock file left behind is harmless: the next build locks it again.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(unix)]
fn is_same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let number = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    matches!((file.metadata().map(number), path.metadata().map(number)), (Ok(a), Ok(b)) if a == b)
}

#[cfg(not(unix))]
fn is_same_file(_: &File, path: &Path) -> bool {
    path.exists()
}

fn is_site(folder: &Path) -> bool {
    let info = fs::read(folder.join("build.json")).ok();
    let info = info.and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok());
    info.is_some_and(|info| info["generator"] == GENERATOR)
}

/// Writes the whole site into `staging`.
fn stage(plan: &Plan, staging: &Path, progress: Progress<'_>) -> Result<Published, HostError> {
    let written = AtomicUsize::new(0);
    let tick = || progress(written.fetch_add(1, Ordering::Relaxed) + 1);
    let paths: Vec<&String> = plan.jobs().keys().collect();
    make_folders(staging, paths.iter().map(|path| path.as_str()))?;
    let (search, pages) = rayon::join(
        || {
            plan.search_folders()
                .map(|folder| stage_search(plan, folder, staging, &tick))
                .collect::<Result<Vec<_>, _>>()
        },
        || {
            let write_page = |path: &&String| {
                let bytes = plan.render(path).map_err(|error| cannot_make(path, &error))?;
                write(staging, path, &bytes, &tick)
            };
            paths.par_iter().map(write_page).sum::<Result<u64, HostError>>()
        },
    );
    let search = search?;
    let (files, bytes) = search.iter().fold((0, 0), |(files, bytes), index| (files + index.0, bytes + index.1));
    Ok(Published { files: paths.len() + files, bytes: pages? + bytes })
}

/// Writes the index in `folder` and tells how many files and bytes it has.
fn stage_search(
    plan: &Plan,
    folder: &str,
    staging: &Path,
    tick: &(dyn Fn() + Sync),
) -> Result<(usize, u64), HostError> {
    let files = plan.search_files(folder).map_err(|error| cannot_make(folder, &error))?;
    let paths: Vec<String> = files.0.iter().map(|file| format!("{folder}{}", file.name)).collect();
    make_folders(staging, paths.iter().map(String::as_str))?;
    let bytes = paths
        .par_iter()
        .zip(&files.0)
        .map(|(path, file)| write(staging, path, &file.bytes, tick))
        .sum::<Result<u64, HostError>>()?;
    Ok((paths.len(), bytes))
}

fn cannot_make(path: &str, error: &dyn std::error::Error) -> HostError {
    HostError::because("make", Path::new(path), error.to_string())
}

fn make_folders<'a>(staging: &Path, paths: impl Iterator<Item = &'a str>) -> Result<(), HostError> {
    let folders: BTreeSet<&str> = paths.filter_map(|path| path.rsplit_once('/')).map(|(folder, _)| folder).collect();
    folders.into_par_iter().try_for_each(|folder| {
        let folder = staging.join(folder);
        fs::create_dir_all(&folder).map_err(|error| HostError::new("make the folder", &folder, error))
    })
}

fn write(staging: &Path, path: &str, bytes: &[u8], tick: &(dyn Fn() + Sync)) -> Result<u64, HostError> {
    let file = staging.join(path);
    let result = File::create_new(&file).and_then(|mut file| file.write_all(bytes));
    result.map_err(|error| HostError::new("write", &file, error))?;
    tick();
    Ok(bytes.len() as u64)
}

fn remove_folder(folder: &Path) -> Result<(), HostError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(HostError::new("remove", folder, error)),
        _ => Ok(()),
    }
}

/// Exchanges two folders in one step; where the file system can't, in two, with an instant between them.
#[cfg(target_os = "linux")]
fn swap(place: &Place) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, &place.staging, CWD, &place.target, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(()),
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => swap_in_two(place),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(target_os = "linux"))]
fn swap(place: &Place) -> io::Result<()> {
    swap_in_two(place)
}

fn swap_in_two(place: &Place) -> io::Result<()> {
    fs::rename(&place.target, &place.aside)?;
    if let Err(error) = fs::rename(&place.staging, &place.target) {
        fs::rename(&place.aside, &place.target)?;
        return Err(error);
    }
    fs::rename(&place.aside, &place.staging)
}

#[cfg(target_os = "linux")]
fn sync_all(folder: &Path) -> io::Result<()> {
    // One call for the whole file system is far quicker than one for each of ten thousand files.
    Ok(rustix::fs::syncfs(File::open(folder)?)?)
}

#[cfg(not(target_os = "linux"))]
fn sync_all(folder: &Path) -> io::Result<()> {
    sync_folder(folder)
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    let folder = if folder == Path::new("") { Path::new(".") } else { folder };
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
