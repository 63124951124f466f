//! `record.json`: what was published, for the next build to compare with.
//!
//! What was once said in public is not changed without a word: neither the history of an outage, nor a promise that is in
//! force. Most of it is kept as fingerprints.

mod channels;
mod facts;
mod gone;
mod incidents;
mod slas;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::source::ContentHash;
use crate::time::Moment;
use crate::yaml::Choice;

use super::Site;

pub use channels::{Tested, Untried};
pub use facts::ToldFact;
pub use gone::GoneSla;
pub use incidents::{Difference, PageRecord, RecordedUpdate};
pub use slas::{SlaChange, Statements};

/// Digits of a fingerprint: enough that no rewriting goes unseen by chance.
const DIGITS: usize = 16;

/// Who a site with drafts is for: nobody but its writers. Nothing of it was published.
const DRAFTS: &str = "drafts";

/// What a site says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Who the site is for: what only staff saw was not published.
    pub audience: String,
    /// The moment it was built for.
    pub as_of: String,
    /// Each incident and maintenance, by its address.
    pub pages: BTreeMap<String, PageRecord>,
    /// Each channel that somebody has tried, by its address.
    #[serde(default)]
    pub channels: BTreeMap<String, Tested>,
    /// Each version of the SLA that has begun, as it was when it was first published in force.
    #[serde(default)]
    pub slas: BTreeMap<String, Statements>,
    /// The day on which each of them began, where it says so.
    #[serde(default)]
    pub sla_days: BTreeMap<String, String>,
    /// Each fact that is quoted, by its name.
    #[serde(default)]
    pub facts: BTreeMap<String, ToldFact>,
}

impl Record {
    /// Reads one. Whatever else may stand in the file, it is only compared with.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }

    /// As a file.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let mut json = serde_json::to_vec(self).unwrap_or_else(|_| unreachable!("texts are JSON"));
        json.push(b'\n');
        json
    }

    /// Whether it can be compared with this site: one for the same people, and not one of a later time.
    #[must_use]
    pub fn is_comparable(&self, site: &Site) -> bool {
        let published = Moment::parse(&self.as_of, &jiff::tz::TimeZone::UTC);
        self.audience == audience(site) && self.audience != DRAFTS && published.is_some_and(|at| at <= site.now)
    }
}

fn audience(site: &Site) -> &'static str {
    if site.drafts { DRAFTS } else { site.audience.word() }
}

impl Site {
    /// What this site says, and what was said before and is told otherwise now.
    #[must_use]
    pub fn record(&self) -> Record {
        Record {
            audience: audience(self).to_owned(),
            as_of: self.now.rfc3339(),
            pages: self.pages_to_record(),
            channels: self.channels_to_record(),
            slas: self.slas_to_record(),
            sla_days: self.sla_days_to_record(),
            facts: self.facts_to_record(),
        }
    }

    /// What was published last, where it can be compared with.
    fn comparable(&self) -> Option<&Record> {
        self.published.as_deref().filter(|published| published.is_comparable(self))
    }
}

fn fingerprint(parts: &[&str]) -> String {
    ContentHash::of(parts.join("\0").as_bytes()).short(DIGITS)
}
