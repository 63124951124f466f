//! Which components there are, and which of another system's stand for which.

use crate::kinds::Component;
use crate::site::slug::slug;

/// A component that this project does not have yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewComponent {
    /// Its id here; empty in what is asked for, where any will do.
    pub id: String,
    /// What customers call it.
    pub name: String,
    /// The heading it stands under.
    pub group: Option<String>,
    /// What it does for the customer.
    pub description: Option<String>,
    /// The day from which it is recorded, as `2024-11-01`.
    pub since: Option<String>,
}

/// The project's components and those that an import adds.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    known: Vec<Known>,
    added: Vec<NewComponent>,
}

#[derive(Clone, Debug)]
struct Known {
    id: String,
    name: String,
    group: Option<String>,
    /// The other system's own id of it; nothing as long as nobody asked.
    code: Option<String>,
}

impl Catalogue {
    /// The components that the project has.
    #[must_use]
    pub fn new(components: &[Component]) -> Self {
        let known = components.iter().map(|component| Known {
            id: component.id.value.clone(),
            name: component.name.clone(),
            group: component.group.clone(),
            code: None,
        });
        Self { known: known.collect(), added: Vec::new() }
    }

    /// What has to be added to the project's components.
    #[must_use]
    pub fn added(&self) -> &[NewComponent] {
        &self.added
    }

    /// Whether a component of this name is known, whatever its code.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.known.iter().any(|known| same(&known.name, name) || known.id == name)
    }

    /// The id of a component that has a name only: names tell components apart.
    pub(super) fn id_of(&mut self, name: &str) -> String {
        match self.known.iter().find(|known| same(&known.name, name)) {
            Some(known) => known.id.clone(),
            None => self.id_for(name, NewComponent { name: name.to_owned(), ..NewComponent::default() }),
        }
    }

    /// The id of a component that the other system knows by `code`: the one that is wanted, if nothing else has it.
    /// Components with the same name and different codes stay apart.
    pub(super) fn id_for(&mut self, code: &str, wanted: NewComponent) -> String {
        if let Some(known) = self.known.iter().find(|known| known.code.as_deref() == Some(code)) {
            return known.id.clone();
        }
        let by_id = self.known.iter().position(|known| known.code.is_none() && known.id == wanted.id);
        let place = by_id.or_else(|| self.known.iter().position(|known| known.is(&wanted)));
        if let Some(known) = place.and_then(|place| self.known.get_mut(place)) {
            known.code = Some(code.to_owned());
            return known.id.clone();
        }
        let id = self.free_id(&wanted);
        let (name, group) = (wanted.name.clone(), wanted.group.clone());
        self.known.push(Known { id: id.clone(), name, group, code: Some(code.to_owned()) });
        self.added.push(NewComponent { id: id.clone(), ..wanted });
        id
    }

    fn free_id(&self, wanted: &NewComponent) -> String {
        let name = Some(slug(&wanted.name)).filter(|name| !name.is_empty()).unwrap_or_else(|| "component".to_owned());
        let grouped = wanted.group.as_deref().map(|group| slug(&format!("{group} {}", wanted.name)));
        let numbered = (2..).map(|number| format!("{name}-{number}"));
        let chosen = Some(wanted.id.clone()).filter(|id| !id.is_empty());
        let mut ids = chosen.into_iter().chain([name.clone()]).chain(grouped).chain(numbered);
        ids.find(|id| self.known.iter().all(|known| known.id != *id)).unwrap_or(name)
    }
}

impl Known {
    /// Whether it may stand for what the other system has: it does not stand for something else yet, is called the same,
    /// and not under another heading.
    fn is(&self, wanted: &NewComponent) -> bool {
        let same_group = match (&self.group, &wanted.group) {
            (Some(ours), Some(theirs)) => same(ours, theirs),
            _ => true,
        };
        self.code.is_none() && (same(&self.name, &wanted.name) || self.id == slug(&wanted.name)) && same_group
    }
}

fn same(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(name: &str, group: &str) -> NewComponent {
        NewComponent { name: name.to_owned(), group: Some(group.to_owned()), ..NewComponent::default() }
    }

    #[test]
    fn components_of_the_same_name_stay_apart() {
        let mut catalogue = Catalogue::default();
        assert_eq!(catalogue.id_for("c1", wanted("API", "Europe")), "api");
        assert_eq!(catalogue.id_for("c2", wanted("API", "Asia")), "asia-api");
        assert_eq!(catalogue.id_for("c1", wanted("API (old name)", "Europe")), "api");
        assert_eq!(catalogue.id_of("Web site"), "web-site");
        assert_eq!(catalogue.id_of("web site"), "web-site");
        assert_eq!(catalogue.id_of("✂"), "component");
        assert_eq!(catalogue.added().len(), 4);
    }

    #[test]
    fn an_id_that_is_wanted_stays_where_it_is_free() {
        let mut catalogue = Catalogue::default();
        let wanted = |id: &str, name: &str| NewComponent { id: id.to_owned(), ..wanted(name, "Shops") };
        assert_eq!(catalogue.id_for("payments", wanted("payments", "Card payments")), "payments");
        assert_eq!(catalogue.id_for("cards", wanted("cards", "Card payments")), "cards");
        assert_eq!(catalogue.id_of("Till app"), "till-app");
        assert_eq!(catalogue.id_for("c9", wanted("till-app", "Tills")), "tills", "the name's own code is the name");
    }

    #[test]
    fn a_second_import_finds_what_the_first_one_added() {
        let mut catalogue = Catalogue::default();
        let known = |id: &str, name: &str, group: &str| Known {
            id: id.to_owned(),
            name: name.to_owned(),
            group: Some(group.to_owned()),
            code: None,
        };
        catalogue.known = vec![known("api", "API", "Europe"), known("asia-api", "API", "Asia")];
        assert_eq!(catalogue.id_for("c2", wanted("API", "Asia")), "asia-api");
        assert_eq!(catalogue.id_for("c1", wanted("API", "Europe")), "api");
        assert_eq!(catalogue.added(), []);
    }
}
