//! Notices that the project's files may have changed, and says no more than that.
//!
//! What changed is found by taking a new snapshot, so there is no matrix of event kinds here and no event can be
//! misread. A change outside the settings and the content says nothing.

use std::path::{Path, PathBuf};

use notify::{Config, Event, RecommendedWatcher, RecursiveMode, Watcher};

use crate::config;
use crate::kinds::CONTENT;

/// Watches a project for as long as it lives.
#[derive(Debug)]
pub struct Watch {
    watcher: RecommendedWatcher,
    content: PathBuf,
}

/// Watches the project at `root` and calls `changed` whenever its settings or content may have changed, for every step
/// of a change anew.
///
/// # Errors
/// When the system refuses, most often because its limit of watched folders is reached.
pub fn watch(root: &Path, changed: impl Fn() + Send + 'static) -> notify::Result<Watch> {
    let root = root.canonicalize()?;
    let (settings, content) = (root.join(config::FILE), root.join(CONTENT));
    let concerned = (settings, content.clone());
    let tell = move |event: notify::Result<Event>| {
        if concerns(&event, &concerned) {
            changed();
        }
    };
    let watcher = RecommendedWatcher::new(tell, Config::default().with_follow_symlinks(false))?;
    let mut watch = Watch { watcher, content };
    // The root by itself, not what lies below it: a target or dependency folder can hold a million files.
    watch.watcher.watch(&root, RecursiveMode::NonRecursive)?;
    watch.renew()?;
    Ok(watch)
}

impl Watch {
    /// Watches the content anew: it may be a new folder under the old name, which the system tells nothing about.
    ///
    /// # Errors
    /// As for [`watch`]. A project without content is watched for the day it gets some.
    pub fn renew(&mut self) -> notify::Result<()> {
        let watched = self.watcher.watch(&self.content, RecursiveMode::Recursive);
        if self.content.is_dir() { watched } else { Ok(()) }
    }
}

/// Whether something happened to the settings or the content. A refusal counts: what it hides may have changed.
fn concerns(event: &notify::Result<Event>, (settings, content): &(PathBuf, PathBuf)) -> bool {
    let Ok(event) = event else { return true };
    // Taking a snapshot opens every file. Were that a change, one would follow the other for ever.
    if event.kind.is_access() {
        return false;
    }
    event.need_rescan() || event.paths.iter().any(|path| path == settings || path.starts_with(content))
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, Flag};

    fn project() -> (PathBuf, PathBuf) {
        (PathBuf::from("/p/firstline.yaml"), PathBuf::from("/p/content"))
    }

    fn event(kind: EventKind, path: &str) -> notify::Result<Event> {
        Ok(Event::new(kind).add_path(PathBuf::from(path)))
    }

    #[test]
    fn only_settings_and_content_concern_us() {
        let created = EventKind::Create(CreateKind::Any);
        for path in ["/p/firstline.yaml", "/p/content", "/p/content/a.md", "/p/content/x/y"] {
            assert!(concerns(&event(created, path), &project()), "{path}");
        }
        for path in ["/p", "/p/public/index.html", "/p/contents/a.md", "/p/firstline.yaml.swp"] {
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
