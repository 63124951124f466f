//! Law: every internal link of every published file leads to a file of the site, with its anchor, under any prefix; no
//! page asks another host for anything, nor has a script or style in itself; and any disk and host can hold the files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use firstline::config::parse_base_url;
use proptest::prelude::*;
use url::Url;

use crate::generate::{self, Kept};
use crate::html::{self, Element, Html};
use crate::project::{HOUSE, Project, Tree};

/// Everything that is wrong with the links of a site that is published at `base`, a line each.
pub(crate) fn broken(tree: &Tree, base: &Url) -> Vec<String> {
    let is_page = |path: &&String| path.ends_with(".html");
    let read = |path: &String| (path.clone(), html::read(&String::from_utf8_lossy(&tree[path])));
    let pages: BTreeMap<String, Html> = tree.keys().filter(is_page).map(read).collect();
    let anchors = pages.iter().map(|(path, page)| (path.as_str(), anchors(page))).collect();
    let site = Site { base, tree, anchors };
    let mut broken = clashes(tree);
    for (path, page) in &pages {
        site.look_at_page(path, page, &mut broken);
    }
    site.look_at_lists(&mut broken);
    broken
}

/// Files that one folder can't hold: one that is a folder as well, or two whose names differ in case alone.
fn clashes(tree: &Tree) -> Vec<String> {
    let mut clashes = Vec::new();
    let mut seen = BTreeSet::new();
    for path in tree.keys() {
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        let files = folders.filter(|folder| tree.contains_key(*folder));
        clashes.extend(files.map(|file| format!("public/{path}: {file} is a file and can't be a folder")));
        if !seen.insert(path.to_lowercase()) {
            clashes.push(format!("public/{path}: another file differs in case alone"));
        }
    }
    clashes
}

struct Site<'a> {
    base: &'a Url,
    tree: &'a Tree,
    /// The places in each page that can be linked to.
    anchors: BTreeMap<&'a str, BTreeSet<String>>,
}

fn anchors(page: &Html) -> BTreeSet<String> {
    let ids = page.elements.iter().filter_map(|element| element.attribute("id"));
    let names =
        page.elements.iter().filter(|element| element.name == "a").filter_map(|element| element.attribute("name"));
    ids.chain(names).map(str::to_owned).collect()
}

impl Site<'_> {
    fn look_at_page(&self, path: &str, page: &Html, broken: &mut Vec<String>) {
        let mut complain = |why: String| broken.push(format!("public/{path}: {why}"));
        if !page.inline_code.trim().is_empty() {
            complain(format!("has code in itself: {}", page.inline_code.trim()));
        }
        for address in self.addresses_of(path) {
            if !self.leads_to_people(&address, page) {
                complain(format!("at {address} it does not link to the contact page"));
            }
        }
        let mut ids = BTreeSet::new();
        for element in &page.elements {
            if let Some(id) = element.attribute("id").filter(|id| !ids.insert(*id)) {
                complain(format!("has the id `{id}` twice"));
            }
            for (name, value) in element.attributes() {
                if name == "style" || name.starts_with("on") {
                    complain(format!("has code in itself: {name}=\"{value}\""));
                }
            }
            for address in self.addresses_of(path) {
                let links = links(element).into_iter().chain(own_address(element));
                links.filter_map(|link| self.why_broken(path, &address, link).err()).for_each(&mut complain);
            }
        }
    }

    /// Whether a page, seen at `here`, has a link to the contact page: help never hides the people.
    fn leads_to_people(&self, here: &Url, page: &Html) -> bool {
        let contact = self.base.join("contact/").expect("it is an address");
        let links = page.elements.iter().filter(|element| element.name == "a");
        let mut addresses = links.filter_map(|link| here.join(link.attribute("href")?).ok());
        addresses.any(|address| address == contact)
    }

    /// Where a page may be seen: hosts show the 404 page at any address.
    fn addresses_of(&self, path: &str) -> Vec<Url> {
        let address = |path: &str| self.base.join(path).unwrap_or_else(|error| panic!("{path}: {error}"));
        match path {
            "404.html" => vec![address("404.html"), address("no/such/page")],
            path => vec![address(&encoded(path.strip_suffix("index.html").unwrap_or(path)))],
        }
    }

    /// Follows a link of the file at `path`, seen at `here`.
    fn why_broken(&self, path: &str, here: &Url, link: Link<'_>) -> Result<(), String> {
        if let Some(fragment) = link.address.strip_prefix('#') {
            return self.has_anchor(path, fragment, link);
        }
        let Ok(there) = here.join(link.address) else { return Err(format!("`{}` is no address", link.address)) };
        if there.origin() != self.base.origin() {
            let harmless = matches!(there.scheme(), "http" | "https" | "mailto" | "tel");
            return match link.loads {
                Loads::Now => Err(format!("loads `{}` from another host", link.address)),
                Loads::OnClick if harmless => Ok(()),
                Loads::OnClick => Err(format!("`{}` may run something", link.address)),
            };
        }
        let Some(rest) = there.path().strip_prefix(self.base.path()) else {
            return Err(format!("`{}` leaves the site's prefix", link.address));
        };
        let rest = decoded(rest);
        let file = if rest.is_empty() || rest.ends_with('/') { format!("{rest}index.html") } else { rest };
        if !self.tree.contains_key(&file) {
            return Err(format!("`{}` leads to {file}, which is not there", link.address));
        }
        self.has_anchor(&file, there.fragment().unwrap_or_default(), link)
    }

    fn has_anchor(&self, file: &str, fragment: &str, link: Link<'_>) -> Result<(), String> {
        let fragment = decoded(fragment);
        let known = self.anchors.get(file).is_some_and(|anchors| anchors.contains(&fragment));
        if fragment.is_empty() || known {
            return Ok(());
        }
        Err(format!("`{}` leads to {file}, which has no #{fragment}", link.address))
    }

    /// Sitemaps and feeds name pages too.
    fn look_at_lists(&self, broken: &mut Vec<String>) {
        for (path, bytes) in self.tree.iter().filter(|(path, _)| path.ends_with(".xml")) {
            for address in addresses_in_xml(&String::from_utf8_lossy(bytes)) {
                let link = Link { address: &address, loads: Loads::OnClick };
                if let Err(why) = self.why_broken(path, self.base, link) {
                    broken.push(format!("public/{path}: {why}"));
                }
            }
        }
    }
}

#[derive(Clone, Copy)]
struct Link<'a> {
    address: &'a str,
    loads: Loads,
}

/// When a browser asks for what a link names.
#[derive(Clone, Copy)]
enum Loads {
    Now,
    OnClick,
}

fn links(element: &Element) -> Vec<Link<'_>> {
    let loads = |name: &str| match (element.name.as_str(), name) {
        ("a" | "area" | "form", _) => Loads::OnClick,
        ("link", _) if element.attribute("rel") == Some("canonical") => Loads::OnClick,
        _ => Loads::Now,
    };
    let named = ["href", "src", "action", "formaction", "poster", "data", "background", "cite", "xlink:href"];
    let single = named.iter().filter_map(|name| Some(Link { address: element.attribute(name)?, loads: loads(name) }));
    let sources = element.attribute("srcset").into_iter().flat_map(|set| set.split(','));
    let sources = sources.filter_map(|source| source.split_whitespace().next());
    single.chain(sources.map(|address| Link { address, loads: Loads::Now })).collect()
}

/// The address that a page gives as its own to previews.
fn own_address(element: &Element) -> Option<Link<'_>> {
    let named = element.attribute("property") == Some("og:url");
    let address = element.attribute("content").filter(|_| named)?;
    Some(Link { address, loads: Loads::OnClick })
}

/// `<loc>` of sitemaps, `href` of feeds.
fn addresses_in_xml(text: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut addresses = Vec::new();
    let mut in_loc = false;
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error} in {text}")) {
            quick_xml::events::Event::Eof => return addresses,
            quick_xml::events::Event::Start(tag) => in_loc = tag.name().as_ref() == "loc",
            quick_xml::events::Event::End(_) => in_loc = false,
            quick_xml::events::Event::Text(text) if in_loc => addresses.push(text.to_string()),
            quick_xml::events::Event::Empty(tag) => {
                let href = tag.try_get_attribute("href").unwrap();
                addresses.extend(href.map(|href| href.value.into_owned()));
            }
            _ => {}
        }
    }
}

/// A path as it stands in an address: `?`, `#` and `%` in names are not what they are in addresses.
fn encoded(path: &str) -> String {
    path.replace('%', "%25").replace('?', "%3F").replace('#', "%23")
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn assert_links_resolve(mut project: Project, what: &str) -> Kept {
    for prefix in ["https://help.example.com/", "https://firstline.invalid/a/help%20centre/"] {
        let base = parse_base_url(prefix).unwrap();
        project.settings.base_url = Some(base.clone());
        let broken = broken(&project.site(), &base);
        prop_assert!(broken.is_empty(), "{what} at {base}:\n{}", broken.join("\n"));
    }
    Ok(())
}

#[test]
fn links_of_the_demo_resolve() {
    let project = Project::in_folder(Path::new(HOUSE));
    assert_eq!(project.build().findings, [], "the demo has no findings");
    assert_links_resolve(project, "the demo").unwrap();
}

#[test]
fn links_of_the_documentation_resolve() {
    let project = Project::in_folder(&Path::new(HOUSE).join("docs"));
    assert_eq!(project.build().findings, [], "the documentation has no findings");
    assert_links_resolve(project, "docs/").unwrap();
}

#[test]
fn links_of_generated_sites_resolve() {
    generate::law(24, generate::project(), |project| {
        let internal = Project { settings: generate::for_staff(&project.settings), ..project.clone() };
        assert_links_resolve(project, "a public site")?;
        assert_links_resolve(internal, "an internal site")
    });
}

#[test]
fn a_broken_link_is_noticed() {
    let project = Project::new().with("content/pages/a.md", "---\ntitle: A\n---\n## B\n[b](#b)\n");
    let base = parse_base_url("https://help.example.com/x/").unwrap();
    let mut project = project;
    project.settings.base_url = Some(base.clone());
    let whole = project.site();
    assert_eq!(broken(&whole, &base), Vec::<String>::new());
    let damaged = |from: &str, to: &str| {
        let mut tree = whole.clone();
        let page = tree.get_mut("a/index.html").unwrap();
        let text = String::from_utf8(page.clone()).unwrap();
        assert!(text.contains(from), "the page has {from}");
        *page = text.replacen(from, to, 1).into_bytes();
        broken(&tree, &base).len()
    };
    assert_eq!(damaged("href=\"#b\"", "href=\"#c\""), 1);
    assert_eq!(damaged("href=\"#b\"", "href=\"../../\""), 1);
    assert_eq!(damaged("href=\"#b\"", "href=\"javascript:x\""), 1);
    assert_eq!(damaged("href=\"#b\"", "style=\"x\""), 1);
    assert_eq!(damaged("../contact/", "../search/"), 0, "the second link to the contact page is enough");
    assert_eq!(damaged("<main", "<img src=\"https://example.com/a.png\"><main"), 1);
    let mut tree = whole.clone();
    let page = tree.get_mut("a/index.html").unwrap();
    *page = String::from_utf8(page.clone()).unwrap().replace("../contact/", "../search/").into_bytes();
    let told = broken(&tree, &base);
    assert!(told.len() == 1 && told[0].ends_with("does not link to the contact page"), "{told:?}");
    let mut tree = whole.clone();
    tree.remove("contact/index.html");
    assert!(broken(&tree, &base).len() > 3);
}
