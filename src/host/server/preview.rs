//! What the server knows while it runs: the edition shown, and how to make the next one.

use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use tokio::sync::{Mutex, OwnedMutexGuard, watch};
use tokio::task::spawn_blocking;

use super::edition::Edition;
use super::workshop::{Made, Need, Workshop};
use super::{News, Tell};

/// Why the site is built again.
pub(super) enum Cause {
    /// Something may have changed.
    Change,
    /// A request could not read a file of this edition.
    Stale(Arc<Edition>),
}

/// The site being previewed.
pub(super) struct Preview {
    /// Differs between two runs of the server, so that a browser notices a restart.
    run: u64,
    shown: watch::Sender<Arc<Edition>>,
    workshop: Arc<Mutex<Workshop>>,
    /// Hears what happens.
    pub(super) tell: Tell,
}

impl Preview {
    /// Builds the site for the first time.
    ///
    /// # Errors
    /// Why it can't be built, in words.
    pub(super) fn open(mut workshop: Workshop, tell: Tell) -> Result<Self, String> {
        let started = Instant::now();
        let Some(Made { build, snapshot, .. }) = workshop.make(Need::Always)? else {
            unreachable!("a site that is needed in any case is made or fails")
        };
        tell(News::Built { took: started.elapsed(), snapshot: &snapshot, findings: &build.findings });
        let (shown, _) = watch::channel(Arc::new(Edition::first(build)));
        Ok(Self { run: moment(), shown, workshop: Arc::new(Mutex::new(workshop)), tell })
    }

    /// What is shown now.
    pub(super) fn edition(&self) -> Arc<Edition> {
        Arc::clone(&self.shown.borrow())
    }

    /// What is shown now and every later edition, of which a slow listener gets the newest.
    pub(super) fn editions(&self) -> watch::Receiver<Arc<Edition>> {
        self.shown.subscribe()
    }

    /// The name of an edition, unlike that of any other whose pages may differ.
    pub(super) fn name(&self, edition: &Edition) -> String {
        format!("{:x}-{}", self.run, edition.number())
    }

    /// Builds the site again and shows it, unless nothing changed. One build at a time.
    pub(super) async fn renew(&self, cause: Cause) {
        let workshop = Arc::clone(&self.workshop).lock_owned().await;
        let need = match &cause {
            Cause::Change => Need::IfChanged,
            Cause::Stale(edition) if Arc::ptr_eq(edition, &self.edition()) => Need::Always,
            // While this request waited, somebody else's made a new edition.
            Cause::Stale(_) => return,
        };
        let started = Instant::now();
        // The workshop stays locked until the new edition is shown, so that a later one can't be overtaken.
        let Ok((_workshop, made)) = spawn_blocking(move || make(workshop, need)).await else {
            return self.fail("the site could not be built because of a mistake in Firstline; see the terminal");
        };
        match made {
            Ok(Some(made)) => self.show(made, started),
            Ok(None) => self.recover(),
            Err(why) => self.fail(&why),
        }
    }

    fn show(&self, made: Made, started: Instant) {
        let edition = self.edition().next(made.build, made.is_news);
        let news = News::Built { took: started.elapsed(), snapshot: &made.snapshot, findings: &edition.findings };
        (self.tell)(news);
        self.shown.send_replace(Arc::new(edition));
    }

    fn fail(&self, why: &str) {
        (self.tell)(News::Failed { why });
        let edition = self.edition().troubled(Some(why.to_owned()));
        self.shown.send_replace(Arc::new(edition));
    }

    fn recover(&self) {
        let edition = self.edition();
        if edition.trouble.is_some() {
            self.shown.send_replace(Arc::new(edition.troubled(None)));
        }
    }
}

type Attempt = (OwnedMutexGuard<Workshop>, Result<Option<Made>, String>);

fn make(mut workshop: OwnedMutexGuard<Workshop>, need: Need) -> Attempt {
    let made = workshop.make(need);
    (workshop, made)
}

/// Now, in nanoseconds, as far as they fit.
fn moment() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or_default()
}
