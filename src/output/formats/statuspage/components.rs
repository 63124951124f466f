//! Components and their groups as the API has them: a group is a component that lists others.

use std::collections::BTreeMap;

use crate::site::Site;
use crate::time::Moment;
use crate::yaml::Choice;

use super::{id_of, page_id, shapes, written};

/// All of them, made once for a file.
pub(super) struct Components {
    /// Groups, each before what is in it, in the order of the page.
    all: Vec<shapes::Component>,
    places: BTreeMap<String, usize>,
}

impl Components {
    pub(super) fn of(site: &Site) -> Self {
        let mut all = Vec::new();
        let mut position = 0;
        for (name, members) in site.component_groups() {
            if name.is_empty() {
                all.extend(members.iter().zip(position + 1..).map(|(place, at)| component(site, *place, at, None)));
                position += members.len();
            } else {
                position += 1;
                let id = id_of(&format!("group/{name}"));
                all.push(group(site, (name, &id), &members, position));
                let member = |(place, at): (&usize, usize)| component(site, *place, at, Some(id.clone()));
                all.extend(members.iter().zip(1..).map(member));
            }
        }
        let is_single = |(_, component): &(usize, &shapes::Component)| !component.group;
        let singles = all.iter().enumerate().rev().filter(is_single);
        let places = singles.map(|(place, component)| (component.id.clone(), place)).collect();
        Self { all, places }
    }

    pub(super) fn all(&self) -> &[shapes::Component] {
        &self.all
    }

    /// The one with this id.
    pub(super) fn named(&self, id: &str) -> Option<&shapes::Component> {
        self.places.get(id).map(|place| &self.all[*place])
    }
}

fn component(site: &Site, place: usize, position: usize, group_id: Option<String>) -> shapes::Component {
    let component = &site.components[place];
    shapes::Component {
        id: component.id.value.clone(),
        name: component.name.clone(),
        status: site.component_state(place).word(),
        created_at: written(site.component_recorded(place)),
        updated_at: written(site.component_changed(place)),
        position,
        description: component.description.clone(),
        showcase: component.uptime,
        start_date: component.since.as_ref().map(|since| since.value.to_string()),
        group_id,
        page_id: page_id(site),
        group: false,
        only_show_if_degraded: false,
        components: None,
    }
}

/// A group stands as the worst in it.
fn group(site: &Site, (name, id): (&str, &str), members: &[usize], position: usize) -> shapes::Component {
    let state = members.iter().map(|place| site.component_state(*place)).max().unwrap_or_default();
    let created = members.iter().map(|place| site.component_recorded(*place)).min();
    let changed = members.iter().map(|place| site.component_changed(*place)).max();
    shapes::Component {
        id: id.to_owned(),
        name: name.to_owned(),
        status: state.word(),
        created_at: written(created.unwrap_or(Moment::EPOCH)),
        updated_at: written(changed.unwrap_or(Moment::EPOCH)),
        position,
        description: None,
        showcase: false,
        start_date: None,
        group_id: None,
        page_id: page_id(site),
        group: true,
        only_show_if_degraded: false,
        components: Some(members.iter().map(|place| site.components[*place].id.value.clone()).collect()),
    }
}
