//! An answer to a question that customers have.

use crate::yaml::{Choice, Fields, Placed};

/// What sort of answer it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArticleType {
    /// A question with a short answer.
    Faq,
    /// Steps to a goal.
    Howto,
    /// From a symptom to its cause and cure.
    Troubleshooting,
    /// Something that is broken and known to be.
    KnownIssue,
    /// A rule of the company.
    Policy,
    /// Facts to look up.
    Reference,
}

impl Choice for ArticleType {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("faq", Self::Faq),
        ("howto", Self::Howto),
        ("troubleshooting", Self::Troubleshooting),
        ("known-issue", Self::KnownIssue),
        ("policy", Self::Policy),
        ("reference", Self::Reference),
    ];
}

/// How much a reader has to know already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Nothing.
    Novice,
    /// What daily use teaches.
    Regular,
    /// How it works inside.
    Expert,
}

impl Choice for Level {
    const WORDS: &'static [(&'static str, Self)] =
        &[("novice", Self::Novice), ("regular", Self::Regular), ("expert", Self::Expert)];
}

/// The fields of an article.
#[derive(Clone, Debug, Default)]
pub struct Article {
    /// What sort of answer it is.
    pub kind: Option<ArticleType>,
    /// The customer's question in one sentence.
    pub question: Option<String>,
    /// Products it is about.
    pub products: Vec<String>,
    /// Plans it is about; empty means all.
    pub plans: Vec<String>,
    /// How much a reader has to know.
    pub level: Option<Level>,
    /// Ids or paths of what has to be done first.
    pub before: Vec<Placed<String>>,
    /// Ids of the components it depends on.
    pub components: Vec<Placed<String>>,
}

impl Article {
    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            kind: fields.get("type").map(|kind| kind.value),
            question: fields.get("question").map(|question| question.value),
            products: fields.get_or_default("products"),
            plans: fields.get_or_default("plans"),
            level: fields.get("level").map(|level| level.value),
            before: fields.get_or_default("before"),
            components: fields.get_or_default("components"),
        }
    }
}
