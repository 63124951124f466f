//! Notices that the project's files may have changed, and says no more than that.
//!
//! What changed is found by taking a new snapshot, so there is no matrix of event kinds here and no event can be
//! misread. A change outside the settings, the content and the measured figures says nothing.

use std::path::{Path, PathBuf};

use notify::{Config, Event, RecommendedWatcher, RecursiveMode, Watcher};

use crate::config;
use crate::kinds::{CONTENT, MEASURED};

/// Watches a project for as long as it lives.
#[derive(Debug)]
pub struct Watch {
    watcher: RecommendedWatcher,
    concerned: Concerned,
}

/// What of a project is watched.
#[derive(Clone, Debug)]
struct Concerned {
    settings: PathBuf,
    content: PathBuf,
    figures: PathBuf,
}

impl Concerned {
    fn of(root: &Path) -> Self {
        Self { settings: root.join(config::FILE), content: root.join(CONTENT), figures: root.join(MEASURED) }
    }

    /// Whether something that happened to `path` concerns us. The folder of the figures does, because it may have come,
    /// gone or been exchanged with them.
    fn has(&self, path: &Path) -> bool {
        path == self.settings
            || path == self.figures
            || Some(path) == self.figures.parent()
            || path.starts_with(&self.content)
    }
}

/// Watches the project at `root` and calls `changed` whenever its settings, content or figures may have changed, for
/// every step of a change anew.
///
/// # Errors
/// When the system refuses, most often because its limit of watched folders is reached.
pub fn watch(root: &Path, changed: impl Fn() + Send + 'static) -> notify::Result<Watch> {
    let root = root.canonicalize()?;
    let concerned = Concerned::of(&root);
    let heard = concerned.clone();
    let tell = move |event: notify::Result<Event>| {
        if concerns(&event, &heard) {
            changed();
        }
    };
    let watcher = RecommendedWatcher::new(tell, Config::default().with_follow_symlinks(false))?;
    let mut watch = Watch { watcher, concerned };
    // The root by itself, not what lies below it: a target or dependency folder can hold a million files.
    watch.watcher.watch(&root, RecursiveMode::NonRecursive)?;
    watch.renew()?;
    Ok(watch)
}

impl Watch {
    /// Watches the content and the figures anew: each may be in a new folder under the old name, which the system tells
    /// nothing about.
    ///
    /// # Errors
    /// As for [`watch`]. A project without content or figures is watched for the day it gets some.
    pub fn renew(&mut self) -> notify::Result<()> {
        let Concerned { content, figures, .. } = &self.concerned;
        let folders =
            [(Some(content.as_path()), RecursiveMode::Recursive), (figures.parent(), RecursiveMode::NonRecursive)];
        for (folder, mode) in folders {
            // What a link leads to is not read, so nothing that happens there is a change.
            let Some(folder) = folder.filter(|folder| !folder.is_symlink()) else { continue };
            let watched = self.watcher.watch(folder, mode);
            if folder.is_dir() {
                watched?;
            }
        }
        Ok(())
    }
}

/// Whether something happened to what is watched. A refusal counts: what it hides may have changed.
fn concerns(event: &notify::Result<Event>, concerned: &Concerned) -> bool {
    let Ok(event) = event else { return true };
    // Taking a snapshot opens every file. Were that a change, one would follow the other for ever.
    if event.kind.is_access() {
        return false;
    }
    event.need_rescan() || event.paths.iter().any(|path| concerned.has(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, Flag};

    fn project() -> Concerned {
        Concerned::of(Path::new("/p"))
    }

    fn event(kind: EventKind, path: &str) -> notify::Result<Event> {
        Ok(Event::new(kind).add_path(PathBuf::from(path)))
    }

    #[test]
    fn only_settings_content_and_figures_concern_us() {
        let created = EventKind::Create(CreateKind::Any);
        for path in
            ["/p/firstline.yaml", "/p/content", "/p/content/a.md", "/p/content/x/y", "/p/data", "/p/data/promises.csv"]
        {
            assert!(concerns(&event(created, path), &project()), "{path}");
        }
        for path in [
            "/p",
            "/p/public/index.html",
            "/p/contents/a.md",
            "/p/firstline.yaml.swp",
            "/p/data/promises.csv~",
            "/p/data/raw",
        ] {
            assert!(!concerns(&event(created, path), &project()), "{path}");
        }
    }

    #[test]
    fn our_own_reading_is_no_change_and_what_was_missed_may_be() {
        let read = EventKind::Access(AccessKind::Open(AccessMode::Any));
        assert!(!concerns(&event(read, "/p/content/a.md"), &project()));
        let missed = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert!(concerns(&Ok(missed), &project()));
        assert!(concerns(&Err(notify::Error::generic("x")), &project()));
    }
}
