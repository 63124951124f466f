//! Waits for the next change of the project's files.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{sleep, timeout};

use super::super::watch::{Watch, watch};
use super::{Mode, News, Tell};

/// How long the files must be at rest before the site is built again: editors save in several steps.
const AT_REST: Duration = Duration::from_millis(25);

/// How long a rebuild waits at most for files that are never at rest.
const PATIENCE: Duration = Duration::from_millis(500);

/// The pause between two looks at the files where the system doesn't tell.
const PAUSE: Duration = Duration::from_secs(1);

/// Tells when it is time to look at the project's files.
pub(super) enum Lookout {
    /// The system tells.
    Told {
        /// Hears of it.
        watch: Watch,
        /// Changes that nobody has looked at yet; many are as good as one.
        changes: Arc<Notify>,
    },
    /// The files themselves are looked at again and again, since nothing else can be relied on: the times of files on
    /// other machines' disks are those of other clocks, and often in whole seconds.
    Poll,
}

impl Lookout {
    /// Begins to watch the project at `root`.
    pub(super) fn open(root: &Path, mode: Mode, tell: &Tell) -> Self {
        if mode == Mode::Poll {
            return Self::Poll;
        }
        let changes = Arc::new(Notify::new());
        let heard = Arc::clone(&changes);
        match watch(root, move || heard.notify_one()) {
            Ok(watch) => Self::Told { watch, changes },
            Err(error) => Self::give_up(tell, &error),
        }
    }

    /// Returns once there may be a change, and the files are at rest.
    pub(super) async fn change(&mut self, tell: &Tell) {
        let Self::Told { watch, changes } = self else { return sleep(PAUSE).await };
        changes.notified().await;
        let _ = timeout(PATIENCE, rest(changes)).await;
        if let Err(error) = watch.renew() {
            *self = Self::give_up(tell, &error);
        }
    }

    fn give_up(tell: &Tell, error: &notify::Error) -> Self {
        tell(News::Polling { why: error.to_string() });
        Self::Poll
    }
}

async fn rest(changes: &Notify) {
    while timeout(AT_REST, changes.notified()).await.is_ok() {}
}
