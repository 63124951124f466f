//! What the pages of channels see.

use serde::Serialize;

use super::{Alert, Frame, Made};

/// A way to reach the company.
#[derive(Clone, Debug, Serialize)]
pub struct ChannelCard {
    /// Its title: "Call us".
    pub title: String,
    /// Its own page.
    pub url: String,
    /// `phone`, `email`, `form`, `chat`, `social`, `post`, `callback`, `community`.
    pub channel: String,
    /// `support`, `sales`, `billing`, `complaints`, `security`, `press`.
    pub purpose: String,
    /// What it is for, in a sentence; may be empty.
    pub summary: String,
    /// Number, mail or web address, as people read it; may be empty.
    pub address: String,
    /// `tel:`, `mailto:` or `https:`; empty where there is nothing to follow.
    pub href: String,
    /// Written hours, a line each: "Monday to Friday 09:00–12:30 and 13:30–18:00"; empty where none are declared.
    pub hours: Vec<String>,
    /// The time zone of the hours; empty where none are declared.
    pub time_zone: String,
    /// Holidays and other days that differ: "25 December 2026: closed (Christmas Day)".
    pub exceptions: Vec<String>,
    /// What it costs: "basic rate, as a call to a landline"; may be empty.
    pub cost: String,
    /// Languages by name: "English".
    pub languages: Vec<String>,
    /// Plans it is for; empty means everyone.
    pub plans: Vec<String>,
    /// When to expect an answer, as written: "2 business hours"; may be empty.
    pub reply_within: String,
    /// What the visitor's clock reckons with; nothing where no hours are known.
    pub opening: Option<Opening>,
}

/// What the visitor's clock needs to say whether somebody is there.
#[derive(Clone, Debug, Serialize)]
pub struct Opening {
    /// The name of the calendar in the file of hours.
    pub calendar: String,
    /// What is said of the time by which an answer comes, with `{time}`; empty where nothing is.
    pub answer: String,
    /// Business days until then.
    pub days: u32,
    /// Business minutes after those.
    pub minutes: i64,
}

/// Channels for one purpose.
#[derive(Clone, Debug, Serialize)]
pub struct ChannelGroup {
    /// `support`, `sales`, ...
    pub purpose: String,
    /// The channels, in order.
    pub channels: Vec<ChannelCard>,
}

/// `contact.html`
#[derive(Clone, Debug, Serialize)]
pub struct ContactView {
    /// Around the page.
    pub frame: Frame,
    /// What is known to be wrong, so that nobody has to report it.
    pub notices: Vec<Alert>,
    /// When the page was made, for the notices.
    pub made: Made,
    /// Channels by purpose, support first.
    pub groups: Vec<ChannelGroup>,
}

/// `channel.html`
#[derive(Clone, Debug, Serialize)]
pub struct ChannelView {
    /// Around the page.
    pub frame: Frame,
    /// The channel.
    pub channel: ChannelCard,
    /// More about it; may be empty.
    pub html: String,
}
