//! What the pages of channels see.

use serde::Serialize;

use super::{Alert, FormView, Frame, Link, Made, Time};

/// A way to reach the company.
#[derive(Clone, Debug, Serialize)]
pub struct ChannelCard {
    /// What it is called in addresses: the name of its file.
    pub name: String,
    /// Its title: "Call us".
    pub title: String,
    /// Its own page.
    pub url: String,
    /// `phone`, `email`, `form`, `chat`, `social`, `post`, `callback`, `community`, `security`.
    pub channel: String,
    /// `support`, `sales`, `billing`, `complaints`, `security`, `press`.
    pub purpose: String,
    /// What it is for, in a sentence; may be empty.
    pub summary: String,
    /// Number, mail or web address, as people read it; may be empty.
    pub address: String,
    /// `tel:`, `mailto:` or `https:`; empty where there is nothing to follow, and for a form, which is on its own page.
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
    pub plans: Vec<PlanName>,
    /// The ids of those plans as a list in JSON; empty where there are none.
    pub plan_ids: String,
    /// What it is kept free for: "Only for Critical: You cannot sell."; empty where it is for everything.
    pub only_for: String,
    /// When to expect an answer, as written: "2 business hours"; may be empty.
    pub reply_within: String,
    /// Whether customers can write but not be answered, or the other way round.
    pub one_way: bool,
    /// Whether customers have to sign in; nothing where it is not said.
    pub login: Option<bool>,
    /// Where to turn when nobody is there.
    pub fallback: Option<Link>,
    /// Whether who can't wait is better off there.
    pub fallback_is_quicker: bool,
    /// Whether somebody is always there.
    pub always: bool,
    /// What a caller may press at first; empty where a person answers at once.
    pub menu: Vec<MenuLine>,
    /// Whether every key leads to a person in the end.
    pub menu_of_people: bool,
    /// What to have at hand.
    pub have_at_hand: Vec<String>,
    /// When the company last tried it.
    pub tested: Option<Time>,
    /// What the visitor's clock reckons with; nothing where no hours are known, or nobody of the company answers.
    pub opening: Option<Opening>,
    /// What makes it the best way at some moment; nothing for one that never is.
    pub best: Option<Best>,
    /// Whether it is shown only where a visitor's plan rules others out.
    pub held_back: bool,
    /// Whether what the page is about names it, so that it gives way to none that is not named.
    pub named: bool,
}

/// A plan, for people and for scripts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlanName {
    /// Its id.
    pub id: String,
    /// What customers call it.
    pub name: String,
}

/// A key that a caller may press.
#[derive(Clone, Debug, Serialize)]
pub struct MenuLine {
    /// The key.
    pub press: String,
    /// What it is for.
    pub purpose: String,
    /// `person`, `recording`, `menu`, `back` to the first menu, or `other`, a menu that stands elsewhere in the tree.
    pub leads_to: &'static str,
    /// What the recording says, or what the other menu is for; may be empty.
    pub words: String,
    /// What may be pressed next.
    pub items: Vec<MenuLine>,
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
    /// Whether an answer is to be had only while somebody is there.
    pub live: bool,
    /// Whether "open" says something about it: a letter can be posted at any time.
    pub told: bool,
}

/// What makes a channel the best way at some moment: by when somebody answers.
#[derive(Clone, Debug, Serialize)]
pub struct Best {
    /// The name of the calendar in the file of hours; empty where its time runs day and night.
    pub calendar: String,
    /// What is said where it is the best, with `{time}`.
    pub answer: String,
    /// Days until an answer, by the calendar.
    pub days: u32,
    /// Minutes after those; nothing where no answer is promised by any time.
    pub minutes: Option<i64>,
    /// Whether it is a way only while somebody is there.
    pub live: bool,
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
    /// The plans to choose from; empty where every channel is for all of them.
    pub plans: Vec<PlanName>,
    /// The company's address card, relative to the root; empty where there is none.
    pub card: String,
    /// The calendar of days on which support keeps other hours, relative to the root; empty where there is none.
    pub closed_days: String,
    /// The channels for machines, as JSON-LD that may stand in a script element; empty where there are none.
    pub json_ld: String,
}

/// `channel.html`
#[derive(Clone, Debug, Serialize)]
pub struct ChannelView {
    /// Around the page.
    pub frame: Frame,
    /// The channel.
    pub channel: ChannelCard,
    /// What is filled in, where the channel is a form.
    pub form: Option<FormView>,
    /// More about it; may be empty.
    pub html: String,
    /// The channel for machines, as JSON-LD that may stand in a script element.
    pub json_ld: String,
}
