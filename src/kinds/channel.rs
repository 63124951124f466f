//! A way to reach the company.

use crate::time::Wait;
use crate::yaml::{Choice, Date, Fields, FromNode, Node, Placed, Reader};

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

/// What using a channel costs.
#[derive(Clone, Debug)]
pub struct Cost {
    /// The tariff's name: `free`, `basic-rate`.
    pub kind: Option<String>,
    /// In the writer's words.
    pub note: Option<String>,
}

impl FromNode for Cost {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, reader)?;
        let cost =
            Self { kind: fields.get("kind").map(|kind| kind.value), note: fields.get("note").map(|note| note.value) };
        fields.finish();
        Some(cost)
    }
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
    pub languages: Vec<String>,
    /// Plans it is for; empty means everyone.
    pub plans: Vec<String>,
    /// When to expect an answer.
    pub reply_within: Option<Wait>,
    /// Whether the customer can answer.
    pub two_way: Option<bool>,
    /// Whether the customer has to sign in.
    pub login_required: Option<bool>,
    /// Where to turn when it is closed.
    pub fallback: Option<String>,
    /// What a caller hears, from the first question on.
    pub phone_menu: Option<Node>,
    /// When somebody last tried it.
    pub last_tested: Option<Placed<Date>>,
    /// How often somebody has to.
    pub test_every: Option<Wait>,
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
            reply_within: fields.get("reply_within").map(|wait| wait.value),
            two_way: fields.get("two_way").map(|two_way| two_way.value),
            login_required: fields.get("login_required").map(|login| login.value),
            fallback: fields.get::<Fallback>("fallback").and_then(|fallback| fallback.value.0),
            phone_menu: fields.node("phone_menu").cloned(),
            last_tested: fields.get("last_tested"),
            test_every: fields.get("test_every").map(|wait| wait.value),
        }
    }
}

/// `fallback: {channel: email}`
struct Fallback(Option<String>);

impl FromNode for Fallback {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, reader)?;
        let channel = fields.get("channel").map(|channel| channel.value);
        fields.finish();
        Some(Self(channel))
    }
}
