//! What the contact form sees.

use serde::Serialize;

/// A form that a customer fills in.
#[derive(Clone, Debug, Serialize)]
pub struct FormView {
    /// Where it is sent: `https:`, or `mailto:` with the subject; empty where that is nowhere.
    pub action: String,
    /// Whether it is sent as a mail.
    pub is_mail: bool,
    /// The mail address for what can't be sent otherwise; may be empty.
    pub mail: String,
    /// What it may be about, in the order of the site.
    pub topics: Vec<FormTopic>,
    /// What to ask, by topic.
    pub asks: Vec<FormAsk>,
    /// When an answer comes, for the visitor's clock; nothing where that is not known.
    pub reply: Option<FormReply>,
    /// Where to turn when it can't wait.
    pub fallback: Option<FormChannel>,
    /// Every other channel for the same purpose.
    pub others: Vec<FormChannel>,
}

/// A topic to choose.
#[derive(Clone, Debug, Serialize)]
pub struct FormTopic {
    /// What is sent: its address without slashes around it, such as `till/cash`.
    pub value: String,
    /// Its title, with those of the topics above it.
    pub title: String,
}

/// The questions of a topic, which those below it have too.
#[derive(Clone, Debug, Serialize)]
pub struct FormAsk {
    /// The topic, as it is sent.
    pub topic: String,
    /// Its title.
    pub title: String,
    /// The questions, in order.
    pub questions: Vec<FormQuestion>,
}

/// A question.
#[derive(Clone, Debug, Serialize)]
pub struct FormQuestion {
    /// The id of its field on the page.
    pub id: String,
    /// What its answer is sent as.
    pub name: String,
    /// The question.
    pub text: String,
    /// Where to find the answer; may be empty.
    pub hint: String,
    /// Answers to choose from; empty where any may be written.
    pub choices: Vec<String>,
    /// Whether those are few enough to be seen at once.
    pub is_short: bool,
}

/// What the visitor's clock needs to say when an answer comes.
#[derive(Clone, Debug, Serialize)]
pub struct FormReply {
    /// The name of the calendar in the file of hours.
    pub calendar: String,
    /// Business days until then.
    pub days: u32,
    /// Business minutes after those.
    pub minutes: i64,
}

/// Another way to reach the company.
#[derive(Clone, Debug, Serialize)]
pub struct FormChannel {
    /// Its title.
    pub title: String,
    /// Its page.
    pub url: String,
    /// Number or address, where people read it; may be empty.
    pub address: String,
}
