//! What a caller hears before a person does: a tree of things to press.

use crate::yaml::{Fields, FromNode, Node, Placed, Reader};

/// Something that a caller may press.
#[derive(Clone, Debug)]
pub struct MenuItem {
    /// The key.
    pub press: Placed<String>,
    /// What it is for.
    pub purpose: String,
    /// What it leads to.
    pub leads_to: MenuEnd,
}

/// What pressing a key leads to.
#[derive(Clone, Debug)]
pub enum MenuEnd {
    /// Somebody picks up. What names nothing else leads there.
    Person,
    /// A recording, in short; then the call is over.
    Recording(String),
    /// More to press. Other items may lead to it by its name.
    Menu {
        /// What it is called in this file, where anything has to name it.
        name: Option<String>,
        /// What may be pressed there.
        items: Vec<MenuItem>,
    },
    /// Another menu of this file, by its name; `top` is the first.
    GoesTo(Placed<String>),
}

impl FromNode for MenuItem {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, reader)?;
        let press = fields.require("press");
        let purpose = fields.require("for").map(|text: Placed<String>| text.value).unwrap_or_default();
        let leads_to = read_end(&mut fields);
        fields.finish();
        Some(Self { press: press?, purpose, leads_to })
    }
}

fn read_end(fields: &mut Fields<'_, '_>) -> MenuEnd {
    let name = fields.get("name").map(|name| name.value);
    let recording = fields.get("recording").map(|text| MenuEnd::Recording(text.value));
    let goes_to = fields.get("goes_to").map(MenuEnd::GoesTo);
    let items: Option<Placed<Vec<MenuItem>>> = fields.get("menu");
    let menu = items.map(|items| MenuEnd::Menu { name, items: items.value });
    recording.or(goes_to).or(menu).unwrap_or(MenuEnd::Person)
}
