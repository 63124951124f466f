//! Makes the site again from what lies on the disk now.

use std::path::PathBuf;

use crate::engine::Build;
use crate::source::{ReadError, Snapshot};

use super::super::disk;
use super::BuildSite;

/// How often a build begins anew because files change under it.
const ATTEMPTS: usize = 4;

/// Whether a site is wanted even of files that are as they were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// Only of changed files.
    IfChanged,
    /// In any case: the last one lost a file under its hands.
    Always,
}

/// A site with the files it was made of.
pub(super) struct Made {
    pub(super) build: Build,
    pub(super) snapshot: Snapshot,
    /// Whether the files differ from those before.
    pub(super) is_news: bool,
}

/// Takes snapshots and makes sites of them.
pub(super) struct Workshop {
    root: PathBuf,
    build: BuildSite,
    last: Option<Snapshot>,
}

impl Workshop {
    pub(super) fn new(root: PathBuf, build: BuildSite) -> Self {
        Self { root, build, last: None }
    }

    /// The site as it is now; nothing where it is not needed.
    ///
    /// # Errors
    /// Why it can't be made, in words.
    pub(super) fn make(&mut self, need: Need) -> Result<Option<Made>, String> {
        let mut last_error = None;
        for _ in 0..ATTEMPTS {
            match self.attempt(need)? {
                Ok(made) => return Ok(made),
                Err(error) => last_error = Some(error),
            }
        }
        Err(last_error.map_or_else(String::new, |error| error.to_string()))
    }

    fn attempt(&mut self, need: Need) -> Result<Result<Option<Made>, ReadError>, String> {
        let snapshot = disk::snapshot(&self.root).map_err(|error| error.to_string())?;
        let is_news = !self.last.as_ref().is_some_and(|last| is_same(last, &snapshot));
        if !is_news && need == Need::IfChanged {
            return Ok(Ok(None));
        }
        let made = (self.build)(snapshot.clone()).map(|build| {
            self.last = Some(snapshot.clone());
            Some(Made { build, snapshot, is_news })
        });
        Ok(made)
    }
}

/// Whether two snapshots name the same files with the same bytes, and leave out the same.
fn is_same(one: &Snapshot, other: &Snapshot) -> bool {
    let one_files = one.files().map(|(path, file)| (path, file.hash));
    let other_files = other.files().map(|(path, file)| (path, file.hash));
    one_files.eq(other_files) && one.rejected() == other.rejected()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SitePath;

    fn snapshot(files: &[(&str, &str)]) -> Snapshot {
        Snapshot::in_memory(files.iter().map(|(path, text)| (SitePath::new(path).unwrap(), text.as_bytes().to_vec())))
    }

    #[test]
    fn snapshots_are_the_same_by_path_and_bytes() {
        let one = snapshot(&[("a", "1"), ("b", "2")]);
        assert!(is_same(&one, &snapshot(&[("b", "2"), ("a", "1")])));
        for other in [&[("a", "1")][..], &[("a", "1"), ("b", "3")], &[("a", "1"), ("c", "2")], &[]] {
            assert!(!is_same(&one, &snapshot(other)), "{other:?}");
        }
    }
}
