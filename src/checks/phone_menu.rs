//! # no-person-in-menu
//!
//! A phone menu in which no key leads to a person, or only one that comes after more than three others. Who calls wants to
//! talk to somebody. What names neither a `recording` nor a `menu` nor `goes_to` leads to a person:
//!
//! ```yaml
//! phone_menu:
//!   - {press: 1, for: Opening hours, recording: Our hours and addresses}
//!   - {press: 0, for: A person}
//! ```
//!
//! # long-phone-menu
//!
//! A menu with more than five choices beside `0`, or with menus more than three deep. Nobody keeps more than that in mind
//! while listening, and whoever presses the wrong key begins anew. Keys that lead back (`goes_to`) do not count. Let people
//! ask for what is rare.
//!
//! # menu-loop
//!
//! A key leads back to a menu from which no person can be reached, so the caller goes round in circles until they hang up.
//! Add a key to that menu that leads to a person. To lead back is well where somebody can be reached from there.
//!
//! # unknown-menu
//!
//! `goes_to` names a menu that has no such `name` in this file. The first menu is called `top`.
//!
//! # duplicate-press
//!
//! The same key is given twice in one menu. Only one of them can be meant.

use std::collections::BTreeSet;

use crate::diag::{Code, did_you_mean};
use crate::kinds::{Channel, MenuEnd, MenuItem};
use crate::site::Site;
use crate::yaml::Placed;

use super::{Raised, Report};

pub(super) const NO_PERSON: Code = Code("no-person-in-menu");
pub(super) const LONG: Code = Code("long-phone-menu");
pub(super) const LOOP: Code = Code("menu-loop");
const UNKNOWN: Code = Code("unknown-menu");
const TWICE: Code = Code("duplicate-press");

pub(super) const CODES: &[Code] = &[NO_PERSON, LONG, LOOP, UNKNOWN, TWICE];

/// The name of the first menu.
const TOP: &str = "top";
/// The key that people try when they want a person.
const PERSON: &str = "0";
/// Most choices in a menu, beside that key.
const MOST: usize = 5;
/// Most keys that have to be pressed.
const DEEPEST: usize = 3;

pub(super) fn run(site: &Site, report: &mut Report) {
    for (_, page, channel) in site.channels().filter(|(.., channel)| !channel.phone_menu.is_empty()) {
        let menus = Menus::of(channel);
        let raised = menus.all.iter().flat_map(|menu| menus.wrong_with(menu));
        raised.chain(menus.no_person()).for_each(|raised| report.add(&page.entry.path, raised));
    }
}

/// One level of a phone menu.
struct Menu<'a> {
    name: Option<&'a str>,
    items: &'a [MenuItem],
    /// How many keys have been pressed when one of these is.
    depth: usize,
}

/// Every level of a phone menu, the first one first.
struct Menus<'a> {
    all: Vec<Menu<'a>>,
}

impl<'a> Menus<'a> {
    fn of(channel: &'a Channel) -> Self {
        let mut all = vec![Menu { name: Some(TOP), items: &channel.phone_menu, depth: 1 }];
        let mut at = 0;
        while let Some(menu) = all.get(at) {
            let depth = menu.depth + 1;
            let below = menu.items.iter().filter_map(|item| match &item.leads_to {
                MenuEnd::Menu { name, items } => Some(Menu { name: name.as_deref(), items, depth }),
                _ => None,
            });
            let below: Vec<Menu<'a>> = below.collect();
            all.extend(below);
            at += 1;
        }
        Self { all }
    }

    fn wrong_with(&self, menu: &Menu<'_>) -> Vec<Raised> {
        let astray = menu.items.iter().filter_map(|item| match &item.leads_to {
            MenuEnd::GoesTo(name) => self.astray(name),
            _ => None,
        });
        twice(menu).into_iter().chain(long(menu)).chain(astray).collect()
    }

    /// What is wrong with going to a menu.
    fn astray(&self, name: &Placed<String>) -> Option<Raised> {
        let Some(menu) = self.named(name) else {
            let names = || self.all.iter().filter_map(|menu| menu.name);
            let all = || format!("menus here: {}", names().collect::<Vec<_>>().join(", "));
            let help = did_you_mean(name, names()).unwrap_or_else(all);
            let message = format!("there is no menu `{}` in this file", name.value);
            return Some(Raised::error(UNKNOWN, &name.span, message).help(help));
        };
        let message = format!("this leads back to `{}`, from which no person can be reached", name.value);
        let raised = || Raised::weighable(LOOP, &name.span, message).help("add a key there that leads to a person");
        self.keys_to_person(menu).is_none().then(raised)
    }

    fn no_person(&self) -> Option<Raised> {
        let first = self.all.first()?;
        let press = &first.items.first()?.press;
        let message = match self.keys_to_person(first) {
            None => "no key of this menu leads to a person".to_owned(),
            Some(keys) if keys > DEEPEST => format!("it takes {keys} keys to reach a person"),
            Some(_) => return None,
        };
        Some(Raised::weighable(NO_PERSON, &press.span, message).help("let `0` lead to a person, in every menu"))
    }

    /// How many keys a caller presses at least, from a menu on, until somebody picks up.
    fn keys_to_person(&self, from: &Menu<'a>) -> Option<usize> {
        let mut heard: BTreeSet<*const MenuItem> = BTreeSet::new();
        let mut menus: Vec<&[MenuItem]> = vec![from.items];
        for keys in 1.. {
            menus.retain(|items| heard.insert(items.as_ptr()));
            if menus.is_empty() {
                return None;
            }
            let items = || menus.iter().flat_map(|items| items.iter());
            if items().any(|item| matches!(item.leads_to, MenuEnd::Person)) {
                return Some(keys);
            }
            menus = items().filter_map(|item| self.next(item)).collect();
        }
        None
    }

    /// What a caller hears after pressing a key.
    fn next(&self, item: &'a MenuItem) -> Option<&'a [MenuItem]> {
        match &item.leads_to {
            MenuEnd::Menu { items, .. } => Some(items),
            MenuEnd::GoesTo(name) => self.named(name).map(|menu| menu.items),
            MenuEnd::Person | MenuEnd::Recording(_) => None,
        }
    }

    fn named(&self, name: &str) -> Option<&Menu<'a>> {
        self.all.iter().find(|menu| menu.name == Some(name))
    }
}

fn twice(menu: &Menu<'_>) -> Vec<Raised> {
    let mut seen = BTreeSet::new();
    let again = menu.items.iter().map(|item| &item.press).filter(|press| !seen.insert(press.value.as_str()));
    let raise = |press: &Placed<String>| {
        let message = format!("`{}` stands twice in this menu", press.value);
        Raised::error(TWICE, &press.span, message).help("give each key once")
    };
    again.map(raise).collect()
}

fn long(menu: &Menu<'_>) -> Option<Raised> {
    let is_choice = |item: &&MenuItem| item.press.value != PERSON && !matches!(item.leads_to, MenuEnd::GoesTo(_));
    let choices: Vec<&MenuItem> = menu.items.iter().filter(is_choice).collect();
    let help = "let people ask for what is rare";
    if let Some(one_more) = choices.get(MOST) {
        let message = format!("this menu has {} choices; nobody keeps more than {MOST} in mind", choices.len());
        return Some(Raised::weighable(LONG, &one_more.press.span, message).help(help));
    }
    let message = format!("this menu is {} keys deep", menu.depth);
    let first = menu.items.first().filter(|_| menu.depth > DEEPEST)?;
    Some(Raised::weighable(LONG, &first.press.span, message).help(help))
}
