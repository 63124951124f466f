//! The typed content: what the front matter of each kind of page says, with the place of every value.
//!
//! A kind knows its own keys and nothing of other pages: whether an id exists or a link leads anywhere is decided in
//! [`crate::site`] and [`crate::checks`]. To add a kind, write its file here and a row in [`read`].

mod article;
mod audience;
mod basics;
mod calendar;
mod channel;
mod component;
mod credit_note;
mod facts;
mod incident;
mod ladder;
mod maintenance;
mod measured;
mod searches;
mod sla;
mod synonyms;
mod topic;
mod translation;
mod withdrawn;

use crate::source::SitePath;
use crate::yaml::{Choice, Fields, Node, Placed, Reader};

pub use article::{Article, ArticleType, Level};
pub use audience::{Audience, UNREADABLE_AUDIENCE, audience_of};
pub use basics::Basics;
pub use calendar::{Calendar, ClockOf, Exception, WeekLine, read_calendars};
pub use channel::{Channel, ChannelType, Cost, MenuEnd, MenuItem, Purpose, Reach, Tariff};
pub use component::{Component, ComponentState, read_components};
pub use credit_note::{CreditNote, read_credit_notes};
pub use facts::{Fact, Facts, quoted_out_of_sight};
pub use incident::{Correction, Impact, Incident, IncidentUpdate, Prevention, Progress};
pub use ladder::{Ladder, Step};
pub use maintenance::{Maintenance, MaintenanceUpdate, Stage};
pub use measured::{MEASURED, Measured, per_mille, read_measured};
pub use searches::{ExpectedSearch, SEARCHES, read_searches};
pub use sla::{Credit, Measure, OutOfScope, Plan, Price, Severity, Sla, SlaUptime, Target, Window};
pub use synonyms::{Synonyms, read_synonyms};
pub use topic::{Question, Topic};
pub use translation::name_and_language;
pub use withdrawn::{Withdrawn, read_withdrawn};

/// The folder of measured figures.
pub const DATA: &str = "data";
/// The folder that holds all content.
pub const CONTENT: &str = "content";
/// The folder in it whose files are internal, whatever they say.
const INTERNAL: &str = "internal";
/// The file that describes a topic's folder.
pub const TOPIC_FILE: &str = "_topic.md";
/// Its name without extension, and without language.
const TOPIC_NAME: &str = "_topic";

/// What sort of page a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An answer.
    Article,
    /// The introduction of a folder of answers.
    Topic,
    /// Anything else: about, privacy, terms.
    Page,
    /// A way to reach the company.
    Channel,
    /// Something that broke.
    Incident,
    /// Something that will be worked on.
    Maintenance,
    /// What is promised.
    Sla,
    /// Who takes over when the first line can't help.
    Ladder,
}

impl Choice for Kind {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("article", Self::Article),
        ("topic", Self::Topic),
        ("page", Self::Page),
        ("channel", Self::Channel),
        ("incident", Self::Incident),
        ("maintenance", Self::Maintenance),
        ("sla", Self::Sla),
        ("ladder", Self::Ladder),
    ];
}

/// The folder of each kind, below `content/` or `content/internal/`.
const FOLDERS: &[(&str, Kind)] = &[
    ("articles", Kind::Article),
    ("contact", Kind::Channel),
    ("escalation", Kind::Ladder),
    ("pages", Kind::Page),
    ("sla", Kind::Sla),
    ("status/incidents", Kind::Incident),
    ("status/maintenance", Kind::Maintenance),
];

/// The fields of one page that only its kind has.
#[derive(Clone, Debug)]
pub enum Front {
    /// Of an article.
    Article(Article),
    /// Of a topic.
    Topic(Topic),
    /// A page has none.
    Page,
    /// Of a channel.
    Channel(Channel),
    /// Of an incident.
    Incident(Incident),
    /// Of maintenance.
    Maintenance(Maintenance),
    /// Of an SLA.
    Sla(Sla),
    /// Of a ladder.
    Ladder(Ladder),
}

impl Front {
    /// The values that are Markdown, and so may have links and pictures.
    #[must_use]
    pub fn fragments(&self) -> Vec<&Placed<String>> {
        match self {
            Self::Incident(incident) => incident.updates.iter().filter_map(|update| update.body.as_ref()).collect(),
            Self::Maintenance(maintenance) => {
                maintenance.updates.iter().filter_map(|update| update.body.as_ref()).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// Where a file lies within the content: its kind by folder, and the way from that folder to the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location<'a> {
    /// The kind that the folder stands for, if it stands for one.
    pub kind: Option<Kind>,
    /// The path below that folder, or below `content/` where the folder stands for none.
    pub rest: &'a str,
}

/// Whether a file lies in `content/internal/`, in whatever case: a folder called `Internal` is meant as one, and on
/// some file systems is one.
#[must_use]
pub fn is_internal(path: &SitePath) -> bool {
    below_internal(path).is_some()
}

fn below_internal(path: &SitePath) -> Option<&str> {
    let (folder, rest) = path.below(CONTENT)?.split_once('/')?;
    folder.trim().eq_ignore_ascii_case(INTERNAL).then_some(rest)
}

/// The path of a file below `content/`, or below `content/internal/`; nothing where it lies in neither.
#[must_use]
pub fn below_content(path: &SitePath) -> Option<&str> {
    below_internal(path).or_else(|| path.below(CONTENT))
}

/// Where `path` lies; nothing where that is outside `content/`.
#[must_use]
pub fn locate(path: &SitePath) -> Option<Location<'_>> {
    let rest = below_content(path)?;
    let known = FOLDERS.iter().find_map(|(folder, kind)| {
        let below = rest.strip_prefix(folder)?.strip_prefix('/')?;
        Some((*kind, below))
    });
    Some(match known {
        Some((Kind::Article, rest)) if is_topic(path) => Location { kind: Some(Kind::Topic), rest },
        Some((kind, rest)) => Location { kind: Some(kind), rest },
        None => Location { kind: None, rest },
    })
}

fn is_topic(path: &SitePath) -> bool {
    path.extension() == "md" && name_and_language(path).0 == TOPIC_NAME
}

/// Reads a page's front matter: the basics and the fields of its kind.
///
/// `by_folder` is the kind when the front matter names none.
pub fn read(node: &Node, by_folder: Kind, reader: &mut Reader<'_>) -> (Kind, Basics, Front) {
    let Some(mut fields) = Fields::of(node, reader) else {
        return (by_folder, Basics::default(), empty(by_folder));
    };
    let kind = fields.get("kind").map_or(by_folder, |kind| kind.value);
    let _ = fields.node("audience");
    let basics = Basics::read(&mut fields);
    let front = match kind {
        Kind::Article => Front::Article(Article::read(&mut fields)),
        Kind::Topic => Front::Topic(Topic::read(&mut fields)),
        Kind::Page => Front::Page,
        Kind::Channel => Front::Channel(Channel::read(&mut fields)),
        Kind::Incident => Front::Incident(Incident::read(&mut fields)),
        Kind::Maintenance => Front::Maintenance(Maintenance::read(&mut fields)),
        Kind::Sla => Front::Sla(Sla::read(&mut fields)),
        Kind::Ladder => Front::Ladder(Ladder::read(&mut fields)),
    };
    fields.finish();
    (kind, basics, front)
}

/// A page of this kind with no fields at all.
fn empty(kind: Kind) -> Front {
    match kind {
        Kind::Article => Front::Article(Article::default()),
        Kind::Topic => Front::Topic(Topic::default()),
        Kind::Page => Front::Page,
        Kind::Channel => Front::Channel(Channel::default()),
        Kind::Incident => Front::Incident(Incident::default()),
        Kind::Maintenance => Front::Maintenance(Maintenance::default()),
        Kind::Sla => Front::Sla(Sla::default()),
        Kind::Ladder => Front::Ladder(Ladder::default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_of(path: &str) -> (Option<Kind>, String) {
        let path = SitePath::new(path).unwrap();
        let location = locate(&path).unwrap();
        (location.kind, location.rest.to_owned())
    }

    #[test]
    fn the_folder_says_the_kind_inside_and_outside_internal() {
        assert_eq!(kind_of("content/articles/till/open.md"), (Some(Kind::Article), "till/open.md".to_owned()));
        assert_eq!(kind_of("content/articles/till/_topic.md").0, Some(Kind::Topic));
        assert_eq!(kind_of("content/articles/till/_topic.fr.md").0, Some(Kind::Topic));
        assert_eq!(kind_of("content/internal/pages/pay.md"), (Some(Kind::Page), "pay.md".to_owned()));
        assert_eq!(kind_of("content/Internal/pages/pay.md"), (Some(Kind::Page), "pay.md".to_owned()));
        assert!(is_internal(&SitePath::new("content/INTERNAL/a.md").unwrap()));
        assert!(!is_internal(&SitePath::new("content/internals/a.md").unwrap()));
        assert_eq!(kind_of("content/status/incidents/a.md").0, Some(Kind::Incident));
        assert_eq!(kind_of("content/notes/a.md"), (None, "notes/a.md".to_owned()));
        assert_eq!(locate(&SitePath::new("contents/a.md").unwrap()), None);
    }
}
