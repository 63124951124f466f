//! Where each component has its page and its files: a folder of its own, whatever its id looks like.

use std::collections::BTreeSet;

use crate::kinds::Component;

use super::super::slug::{fold, slug};

/// Where the folders of all components lie.
pub const COMPONENTS: &str = "status/components/";

/// What a folder is called where the id has no letter or digit.
const NAMELESS: &str = "component";

/// The address of each component, in their order; no two are the same, and none is empty.
///
/// Ids that are addresses already keep theirs, whoever comes first: they don't change when an odd one is added.
pub(super) fn of(components: &[Component]) -> Vec<String> {
    let plain = |component: &&Component| slug(&component.id.value) == component.id.value;
    let mut taken: BTreeSet<String> = components.iter().filter(plain).map(|component| fold(&component.id)).collect();
    let mut kept = BTreeSet::new();
    let address = |component: &Component| {
        let is_first = plain(&component) && kept.insert(fold(&component.id));
        let name = if is_first { component.id.value.clone() } else { free(&component.id, &mut taken) };
        format!("{COMPONENTS}{name}/")
    };
    components.iter().map(address).collect()
}

/// A name for an id that nobody has yet; taken from now on.
fn free(id: &str, taken: &mut BTreeSet<String>) -> String {
    let slug = slug(id);
    let slug = if slug.is_empty() { NAMELESS.to_owned() } else { slug };
    let numbered = (2..).map(|number| format!("{slug}-{number}"));
    let mut names = std::iter::once(slug.clone()).chain(numbered);
    let found = names.find(|name| taken.insert(fold(name)));
    found.unwrap_or_else(|| unreachable!("there are more numbers than components"))
}

#[cfg(test)]
mod tests {
    use crate::source::SitePath;
    use crate::yaml::Placed;

    use super::*;

    fn addresses(ids: &[&str]) -> Vec<String> {
        let component = |id: &&str| Component {
            id: Placed { value: (*id).to_owned(), span: 0..0 },
            name: (*id).to_owned(),
            group: None,
            description: None,
            depends_on: Vec::new(),
            uptime: true,
            since: None,
            aliases: Vec::new(),
            path: SitePath::new("content/status/components.yaml").unwrap(),
        };
        of(&ids.iter().map(component).collect::<Vec<_>>())
    }

    #[test]
    fn every_component_has_an_address_of_its_own() {
        for (ids, expected) in [
            (&["payments", "till-app"][..], &["payments", "till-app"][..]),
            (&["Payments", "payments", "PAYMENTS"], &["payments-2", "payments", "payments-3"]),
            (&["..", "!", "a/../b"], &["component", "component-2", "a-b"]),
            (&["A", "a", "a-2"], &["a-3", "a", "a-2"]),
            (&["x", "x"], &["x", "x-2"]),
            (&["straße", "strasse"], &["straße", "strasse"]),
        ] {
            let expected: Vec<String> = expected.iter().map(|name| format!("{COMPONENTS}{name}/")).collect();
            assert_eq!(addresses(ids), expected, "{ids:?}");
        }
    }
}
