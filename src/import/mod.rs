//! Moving in: what another status page recorded, turned into files of this project.
//!
//! [`cstate`] reads the folder of a cState site, [`statuspage`] an export of Statuspage. Both give a [`Found`]: incidents
//! and maintenance in our words, and a [`Left`] for everything that has no place here, so that nothing is lost in silence.
//! [`write`](mod@write) turns that into files beside the ones that are there.
//!
//! Nothing here reads or writes a disk, and no text that an export can hold stops an import: what can't be understood is
//! named, and the rest is carried over.

mod catalogue;
pub mod cstate;
mod markdown;
mod moments;
pub mod statuspage;
mod timeline;
pub mod write;

use crate::kinds::{ComponentState, Impact, Progress, Stage};
use crate::time::Moment;

pub use catalogue::{Catalogue, NewComponent};

/// Everything that was found in another status page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// What broke.
    pub incidents: Vec<IncidentRecord>,
    /// What was worked on.
    pub maintenance: Vec<MaintenanceRecord>,
    /// What could not be carried over, or had to be guessed.
    pub left: Vec<Left>,
    /// How many incidents and maintenance in it were left out as a whole.
    pub left_out: usize,
}

impl Found {
    fn leave(&mut self, place: &str, reason: impl Into<String>) {
        self.left.push(Left::new(place, reason));
    }

    /// The same, of an incident or maintenance of which nothing is written.
    fn leave_out(&mut self, place: &str, reason: &str) {
        self.leave(place, format!("it was left out as a whole: {reason}"));
        self.left_out += 1;
    }
}

/// Something that a person should look at: where it stands in the source, and why it did not come along as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The file, or the way to the value: `incidents[3].created_at`.
    pub place: String,
    /// Why, in a sentence without its full stop.
    pub reason: String,
}

impl Left {
    fn new(place: &str, reason: impl Into<String>) -> Self {
        Self { place: place.to_owned(), reason: reason.into() }
    }
}

/// What incidents and maintenance have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// Where it stands in the source.
    pub place: String,
    /// Its title.
    pub title: String,
    /// The name that its file shall have, where the source has one.
    pub name: Option<String>,
    /// The address it had.
    pub old_path: Option<String>,
    /// Remarks for whoever edits the file, a line each.
    pub remarks: Vec<String>,
    /// Whether it was not published yet.
    pub draft: bool,
    /// The write-up, in Markdown.
    pub body: String,
}

/// One thing that was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said<S> {
    /// When.
    pub at: Moment,
    /// How far things were.
    pub state: S,
    /// What was said, in Markdown.
    pub body: String,
    /// How components stand from here on.
    pub components: Vec<(String, ComponentState)>,
    /// Whether it goes back to an earlier state.
    pub back: bool,
}

/// An incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentRecord {
    /// What it is called, and its write-up.
    pub head: Head,
    /// When it began.
    pub started: Moment,
    /// When it was over.
    pub resolved: Option<Moment>,
    /// How much it mattered.
    pub impact: Impact,
    /// How components stood from its start.
    pub components: Vec<(String, ComponentState)>,
    /// What was said, oldest first.
    pub updates: Vec<Said<Progress>>,
}

/// Maintenance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaintenanceRecord {
    /// What it is called, and its write-up.
    pub head: Head,
    /// When it begins.
    pub starts: Moment,
    /// When it ends.
    pub ends: Moment,
    /// How far it is, where no update says so.
    pub state: Stage,
    /// Ids of the components concerned.
    pub components: Vec<String>,
    /// What was said, oldest first.
    pub updates: Vec<Said<Stage>>,
}
