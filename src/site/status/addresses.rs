//! Where each component has its page and its files: a folder of its own, whatever its id looks like.

use std::collections::BTreeSet;

use crate::kinds::Component;
use crate::source::ContentHash;

use super::super::slug::{fold, slug};

/// Where the folders of all components lie.
pub const COMPONENTS: &str = "status/components/";

/// What a folder is called where the id has no letter or digit.
const NAMELESS: &str = "component";

/// Digits of the fingerprint that follows the address of an odd id.
const DIGITS: usize = 8;

/// The address of each component, in their order; no two are the same, and none is empty.
///
/// An id that is an address already is its own. Any other is followed by its fingerprint, whatever else there is: so
/// no address changes when a component is added, taken out or moved.
pub(super) fn of<'a>(components: &'a [Component]) -> Vec<String> {
    let plain = components.iter().map(|component| component.id.as_str()).filter(|id| is_plain(id));
    let mut taken: BTreeSet<String> = plain.map(str::to_owned).collect();
    let mut kept = BTreeSet::new();
    let address = |component: &'a Component| {
        let id = component.id.as_str();
        let is_own = is_plain(id) && kept.insert(id);
        let name = if is_own { id.to_owned() } else { free(id, &mut taken) };
        format!("{COMPONENTS}{name}/")
    };
    components.iter().map(address).collect()
}

/// Whether an id is an address, and one that no other plain id can be taken for.
fn is_plain(id: &str) -> bool {
    slug(id) == id && fold(id) == id && !id.is_empty()
}

/// A name for an odd id; taken from now on. Only an id that is there twice, which a check reports, gets a number.
fn free(id: &str, taken: &mut BTreeSet<String>) -> String {
    let slug = slug(id);
    let slug = if slug.is_empty() { NAMELESS } else { &slug };
    let name = format!("{slug}-{}", ContentHash::of(id.as_bytes()).short(DIGITS));
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    let mut names = std::iter::once(name.clone()).chain(numbered);
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

    /// The address of an odd id, without its folder.
    fn odd(slug: &str, id: &str) -> String {
        format!("{slug}-{}", ContentHash::of(id.as_bytes()).short(DIGITS))
    }

    #[test]
    fn every_component_has_an_address_of_its_own() {
        let plain = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        for (ids, expected) in [
            (&["payments", "till-app"][..], plain(&["payments", "till-app"])),
            (
                &["Payments", "payments", "PAYMENTS"],
                vec![odd("payments", "Payments"), "payments".to_owned(), odd("payments", "PAYMENTS")],
            ),
            (&["..", "", "a/../b"], vec![odd("component", ".."), odd("component", ""), odd("a-b", "a/../b")]),
            (&["x", "x", "x"], vec!["x".to_owned(), odd("x", "x"), odd("x", "x") + "-2"]),
            (&["straße", "strasse"], plain(&["straße", "strasse"])),
            (&["ﬁx", "fix"], vec![odd("ﬁx", "ﬁx"), "fix".to_owned()]),
        ] {
            let expected: Vec<String> = expected.iter().map(|name| format!("{COMPONENTS}{name}/")).collect();
            assert_eq!(addresses(ids), expected, "{ids:?}");
        }
    }

    #[test]
    fn no_address_depends_on_the_other_components_or_their_order() {
        let ids = ["Payments", "payments", "PAYMENTS", "..", "!", "ﬁx", "fix"];
        let mut backwards = ids;
        backwards.reverse();
        let mut turned = addresses(&backwards);
        turned.reverse();
        assert_eq!(addresses(&ids), turned);
        for (id, address) in ids.iter().zip(turned) {
            assert_eq!(addresses(&[id]), [address]);
        }
    }
}
