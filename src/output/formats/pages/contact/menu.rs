//! What a caller hears, as a list that can be read before the call.

use crate::kinds::{MenuEnd, MenuItem};
use crate::theme::view::MenuLine;

/// The name of the first menu, for items that lead back to it.
const TOP: &str = "top";

/// The menu as lines, each with those below it.
pub(super) fn lines(menu: &[MenuItem]) -> Vec<MenuLine> {
    below(menu, menu)
}

fn below(items: &[MenuItem], whole: &[MenuItem]) -> Vec<MenuLine> {
    items.iter().map(|item| line(item, whole)).collect()
}

fn line(item: &MenuItem, whole: &[MenuItem]) -> MenuLine {
    let (leads_to, words, items) = match &item.leads_to {
        MenuEnd::Person => ("person", String::new(), Vec::new()),
        MenuEnd::Recording(text) => ("recording", text.clone(), Vec::new()),
        MenuEnd::Menu { items, .. } => ("menu", String::new(), below(items, whole)),
        MenuEnd::GoesTo(name) if name.value == TOP => ("back", String::new(), Vec::new()),
        MenuEnd::GoesTo(name) => ("other", purpose_of(name, whole).unwrap_or(name).to_owned(), Vec::new()),
    };
    MenuLine { press: item.press.value.clone(), purpose: item.purpose.clone(), leads_to, words, items }
}

/// What the menu of this name is for, as callers are told where they choose it.
fn purpose_of<'a>(name: &str, items: &'a [MenuItem]) -> Option<&'a str> {
    items.iter().find_map(|item| match &item.leads_to {
        MenuEnd::Menu { name: Some(known), .. } if known == name => Some(item.purpose.as_str()),
        MenuEnd::Menu { items, .. } => purpose_of(name, items),
        MenuEnd::Person | MenuEnd::Recording(_) | MenuEnd::GoesTo(_) => None,
    })
}

/// Whether no key leads to a recording, so that it need not be said of each where it leads.
pub(super) fn leads_to_people(items: &[MenuItem]) -> bool {
    items.iter().all(|item| match &item.leads_to {
        MenuEnd::Recording(_) => false,
        MenuEnd::Menu { items, .. } => leads_to_people(items),
        MenuEnd::Person | MenuEnd::GoesTo(_) => true,
    })
}
