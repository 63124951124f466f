//! A way to reach the company.

mod cost;
mod menu;
mod reach;

use crate::time::Wait;
use crate::yaml::{Choice, Date, Fields, FromNode, Node, Placed, Reader};

pub use cost::{Cost, Tariff};
pub use menu::{MenuEnd, MenuItem};
pub use reach::Reach;

/// How a channel works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChannelType {
    /// A voice call.
    Phone,
    /// Mail.
    Email,
    /// A form on the web.
    Form,
    /// Written conversation.
    Chat,
    /// A social network.
    Social,
    /// Paper.
    Post,
    /// The company calls.
    Callback,
    /// Other customers answer.
    Community,
    /// A mailbox or page for those who found a weakness.
    Security,
}

impl Choice for ChannelType {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("phone", Self::Phone),
        ("email", Self::Email),
        ("form", Self::Form),
        ("chat", Self::Chat),
        ("social", Self::Social),
        ("post", Self::Post),
        ("callback", Self::Callback),
        ("community", Self::Community),
        ("security", Self::Security),
    ];
}

/// What a channel is for. The order is that of the contact page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// Help with what was bought.
    #[default]
    Support,
    /// Money owed or paid.
    Billing,
    /// Something went wrong between the customer and the company.
    Complaints,
    /// A weakness found.
    Security,
    /// Buying.
    Sales,
    /// Journalists.
    Press,
}

impl Choice for Purpose {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("support", Self::Support),
        ("sales", Self::Sales),
        ("billing", Self::Billing),
        ("complaints", Self::Complaints),
        ("security", Self::Security),
        ("press", Self::Press),
    ];
}

/// The fields of a channel.
#[derive(Clone, Debug, Default)]
pub struct Channel {
    /// How it works.
    pub channel: Option<ChannelType>,
    /// What it is for.
    pub purpose: Purpose,
    /// Number, mail or web address.
    pub address: Option<Placed<String>>,
    /// The calendar of its hours.
    pub calendar: Option<Placed<String>>,
    /// What it costs.
    pub cost: Option<Cost>,
    /// Languages spoken, as tags.
    pub languages: Vec<Placed<String>>,
    /// Plans it is for; empty means everyone.
    pub plans: Vec<Placed<String>>,
    /// Severities it is kept free for, by their ids in the SLA; empty means it is for everything.
    pub severities: Vec<Placed<String>>,
    /// When to expect an answer.
    pub reply_within: Option<Placed<Wait>>,
    /// Whether the customer can answer.
    pub two_way: Option<Placed<bool>>,
    /// Whether the customer has to sign in.
    pub login_required: Option<Placed<bool>>,
    /// The channel to turn to when it is closed, by the name of its file or by its type.
    pub fallback: Option<Placed<String>>,
    /// What a caller may press at first; empty where a person answers at once.
    pub phone_menu: Vec<MenuItem>,
    /// What to have at hand.
    pub have_at_hand: Vec<String>,
    /// When somebody last tried it.
    pub last_tested: Option<Placed<Date>>,
    /// How often somebody has to.
    pub test_every: Option<Placed<Wait>>,
}

impl Channel {
    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Self {
        Self {
            channel: fields.require("channel").map(|channel| channel.value),
            purpose: fields.get_or_default("purpose"),
            address: fields.get("address"),
            calendar: fields.get("calendar"),
            cost: fields.get("cost").map(|cost| cost.value),
            languages: fields.get_or_default("languages"),
            plans: fields.get_or_default("plans"),
            severities: fields.get_or_default("severities"),
            reply_within: fields.get("reply_within"),
            two_way: fields.get("two_way"),
            login_required: fields.get("login_required"),
            fallback: fields.get::<Fallback>("fallback").and_then(|fallback| fallback.value.0),
            phone_menu: fields.get_or_default("phone_menu"),
            have_at_hand: fields.get_or_default("have_at_hand"),
            last_tested: fields.get("last_tested"),
            test_every: fields.get("test_every"),
        }
    }

    /// What following its address does; nothing where there is nothing to follow.
    #[must_use]
    pub fn reach(&self) -> Option<Reach> {
        Reach::of(self.channel, &self.address.as_ref()?.value)
    }

    /// Whether somebody with the plan `plan` may use it.
    #[must_use]
    pub fn is_for_plan(&self, plan: &str) -> bool {
        self.plans.is_empty() || self.plans.iter().any(|for_it| for_it.value == plan)
    }

    /// Whether somebody may use it whose trouble is as bad as `severity`.
    #[must_use]
    pub fn is_for_severity(&self, severity: &str) -> bool {
        self.severities.is_empty() || self.severities.iter().any(|for_it| for_it.value == severity)
    }

    /// Whether it is one on which people may expect an answer from the company: neither marked as one-way nor a forum.
    #[must_use]
    pub fn answers(&self) -> bool {
        self.channel != Some(ChannelType::Community) && self.two_way.as_ref().is_none_or(|two_way| two_way.value)
    }
}

/// `fallback: {channel: email}`
struct Fallback(Option<Placed<String>>);

impl FromNode for Fallback {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, reader)?;
        let channel = fields.get("channel");
        fields.finish();
        Some(Self(channel))
    }
}
