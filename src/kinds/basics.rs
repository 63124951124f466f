//! The fields that every kind of page has.

use crate::time::{Moment, Wait};
use crate::yaml::{Date, Fields, Placed};

/// What any page may say about itself.
#[derive(Clone, Debug, Default)]
pub struct Basics {
    /// Its title.
    pub title: Option<Placed<String>>,
    /// The answer in one or two sentences.
    pub summary: Option<Placed<String>>,
    /// A short, stable name that can be read out: `KB-1042`.
    pub id: Option<Placed<String>>,
    /// Customers' own words for it.
    pub aliases: Vec<String>,
    /// Searches that this page shall answer first.
    pub answers_query: Vec<Placed<String>>,
    /// Free labels.
    pub tags: Vec<String>,
    /// Ids or paths of pages to read next.
    pub related: Vec<Placed<String>>,
    /// The team that keeps it true.
    pub owner: Option<String>,
    /// When a person last checked it.
    pub reviewed: Option<Placed<Date>>,
    /// How often that has to happen.
    pub review_every: Option<Placed<Wait>>,
    /// When its content last changed.
    pub updated: Option<Placed<Date>>,
    /// Not to be published yet.
    pub draft: bool,
    /// Not to be published before.
    pub publish_at: Option<Placed<Moment>>,
    /// Not to be published from then on.
    pub expires: Option<Placed<Moment>>,
    /// Addresses it used to have.
    pub old_paths: Vec<Placed<String>>,
    /// Something above that decides over publishing can't be read, so the page waits until it can.
    pub held: bool,
}

impl Basics {
    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Self {
        let draft = fields.get("draft");
        let publish_at = fields.get("publish_at");
        let expires = fields.get("expires");
        let held = ["draft", "publish_at", "expires"].into_iter().filter(|key| fields.is_unclear(key)).count() > 0
            || (draft.is_none() && fields.is_given("draft"))
            || (publish_at.is_none() && fields.is_given("publish_at"))
            || (expires.is_none() && fields.is_given("expires"));
        Self {
            title: fields.get("title").filter(|title: &Placed<String>| !title.value.is_empty()),
            summary: fields.get("summary"),
            id: fields.get("id").filter(|id: &Placed<String>| !id.value.is_empty()),
            aliases: fields.get_or_default("aliases"),
            answers_query: fields.get_or_default("answers_query"),
            tags: fields.get_or_default("tags"),
            related: fields.get_or_default("related"),
            owner: fields.get("owner").map(|owner| owner.value),
            reviewed: fields.get("reviewed"),
            review_every: fields.get("review_every"),
            updated: fields.get("updated"),
            draft: draft.is_some_and(|draft| draft.value),
            publish_at,
            expires,
            held,
            old_paths: fields.get_or_default("old_paths"),
        }
    }

    /// Whether it may be seen at `now`: neither a draft, nor too early, nor expired, nor unclear about any of these.
    #[must_use]
    pub fn is_live(&self, now: Moment) -> bool {
        let begun = self.publish_at.as_ref().is_none_or(|at| at.value <= now);
        let ended = self.expires.as_ref().is_some_and(|at| at.value <= now);
        !self.draft && !self.held && begun && !ended
    }
}
