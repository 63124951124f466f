//! Where a link leads: to a file, an id, an address of the site, a file beside it, or outside.

use crate::diag::{did_you_mean, nearest};
use crate::source::SitePath;

use super::slug::slug;
use super::urls::topic_folder_url;
use super::{OWN_PLACES, PageId, Site, asset_url};
use crate::kinds::{CONTENT, Kind};

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// To an address of the site, relative to its root, with its fragment (`till/open/#close`).
    Here(String),
    /// To a file that is published beside the pages.
    Asset(SitePath),
    /// To another site, a mail address or a phone.
    Outside,
    /// Nowhere.
    Broken(Broken),
}

/// Why a link leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// No such file, id or address.
    NoTarget,
    /// The page is there, but no such heading; with the page's address.
    NoAnchor(String),
    /// It would leave the project's folder.
    LeavesRoot,
    /// Its scheme is none of those that pages may use: browsers run some of the others.
    Scheme,
}

impl Site {
    /// Where `destination`, written in the file at `from`, leads.
    #[must_use]
    pub fn resolve(&self, from: &SitePath, destination: &str) -> Resolved {
        let destination = destination.trim();
        match scheme(destination) {
            Some("http" | "https" | "mailto" | "tel") => return Resolved::Outside,
            Some(_) if self.page_by_id(split_fragment(destination).0).is_none() => {
                return Resolved::Broken(Broken::Scheme);
            }
            _ => {}
        }
        if destination.starts_with("//") {
            return Resolved::Outside;
        }
        let (target, fragment) = split_fragment(destination);
        let target = target.split('?').next().unwrap_or_default();
        let target = percent_decode(target);
        match self.find(from, &target) {
            Ok(Found::Page(page)) => self.with_fragment(page, fragment),
            // What has no text of the writers' has no heading that a link could rely on.
            Ok(Found::Own(url)) if fragment.is_some_and(|fragment| !fragment.is_empty()) => {
                Resolved::Broken(Broken::NoAnchor(url))
            }
            Ok(Found::Own(url)) => Resolved::Here(url),
            Ok(Found::Asset(path)) => Resolved::Asset(path),
            Err(why) => Resolved::Broken(why),
        }
    }

    fn find(&self, from: &SitePath, target: &str) -> Result<Found, Broken> {
        if target.is_empty() {
            return self.page_at(from).map(Found::Page).ok_or(Broken::NoTarget);
        }
        if let Some(page) = self.page_by_id(target) {
            return Ok(Found::Page(page));
        }
        if let Some(found) = target.strip_prefix('/').and_then(|url| self.own_address(url)) {
            return Ok(found);
        }
        let path = from.resolve(target, CONTENT).ok_or(Broken::LeavesRoot)?;
        self.at_path(&path).or_else(|| self.beside(from, target)).ok_or(Broken::NoTarget)
    }

    /// What lies at a path of the project: a page's file, or one that can be published.
    fn at_path(&self, path: &SitePath) -> Option<Found> {
        if let Some(page) = self.page_at(path) {
            return Some(Found::Page(page));
        }
        if self.files.contains(path) {
            return Some(Found::Asset(path.clone()));
        }
        let with_extension = |end: &str| SitePath::new(&format!("{path}{end}")).and_then(|path| self.page_at(&path));
        if let Some(page) = with_extension(".md").or_else(|| with_extension("/_topic.md")) {
            return Some(Found::Page(page));
        }
        let url = topic_folder_url(path)?;
        self.topics.iter().any(|topic| topic.url == url).then_some(Found::Own(url))
    }

    /// What a relative address leads to when it is read the way a browser will.
    fn beside(&self, from: &SitePath, target: &str) -> Option<Found> {
        let url = &self.page(self.page_at(from)?).url;
        let here = SitePath::new(&format!("site/{url}_"))?;
        let address = here.resolve(target, "site")?;
        self.own_address(address.as_str().strip_prefix("site")?.trim_start_matches('/'))
    }

    /// A page by its address, with or without the slash at its end.
    fn own_address(&self, url: &str) -> Option<Found> {
        let url = url.trim_end_matches("index.html");
        let slashed = if url.is_empty() || url.ends_with('/') { url.to_owned() } else { format!("{url}/") };
        if let Some(page) = self.page_by_url(&slashed) {
            return Some(Found::Page(page));
        }
        if self.topics.iter().any(|topic| topic.url == slashed) {
            return Some(Found::Own(slashed));
        }
        self.has_own_place(&slashed).then_some(Found::Own(slashed))
    }

    /// Whether Firstline makes a page of its own at this address on this site.
    fn has_own_place(&self, url: &str) -> bool {
        match url {
            "status/" => self.has_status(),
            "sla/" => self.has(Kind::Sla),
            "escalation/" => self.has(Kind::Ladder),
            "api/" | "assets/" | "404.html" => false,
            other => OWN_PLACES.contains(&other),
        }
    }

    fn with_fragment(&self, id: PageId, fragment: Option<&str>) -> Resolved {
        let page = self.page(id);
        let Some(fragment) = fragment.filter(|fragment| !fragment.is_empty()) else {
            return Resolved::Here(page.url.clone());
        };
        let wanted = percent_decode(fragment);
        if wanted.eq_ignore_ascii_case("top") || wanted == slug(&page.title) {
            return Resolved::Here(format!("{}#{TOP}", page.url));
        }
        let outline = &page.entry.outline;
        let headings = || outline.headings.iter().map(|heading| heading.id.as_str());
        if headings().chain(outline.anchors.iter().map(String::as_str)).any(|anchor| anchor == wanted) {
            return Resolved::Here(format!("{}#{}{fragment}", page.url, page.id_prefix()));
        }
        Resolved::Broken(Broken::NoAnchor(page.url.clone()))
    }

    /// What may have been meant by a link that is broken, as a remedy.
    #[must_use]
    pub fn suggest(&self, from: &SitePath, destination: &str, broken: &Broken) -> Option<String> {
        let (target, fragment) = split_fragment(destination.trim());
        match broken {
            Broken::NoTarget => self.suggest_target(from, target),
            Broken::NoAnchor(url) => {
                let headings = &self.page(self.page_by_url(url)?).entry.outline.headings;
                did_you_mean(fragment?, headings.iter().map(|heading| heading.id.as_str()))
            }
            Broken::LeavesRoot => None,
            Broken::Scheme => Some("links may start with https, http, mailto or tel".to_owned()),
        }
    }

    fn suggest_target(&self, from: &SitePath, target: &str) -> Option<String> {
        let looks_like_id = !target.contains(['/', '.']) && target.contains('-');
        if looks_like_id {
            let near = nearest(target, self.by_id.keys().map(String::as_str))?;
            // Ids are looked up in lower case; say them as they are written.
            let id = self.page(self.page_by_id(near)?).entry.basics.id.as_ref()?;
            return Some(format!("did you mean `{}`?", id.value));
        }
        let path = from.resolve(target, CONTENT)?;
        let folder = path.folder();
        let first = SitePath::new(folder)?;
        let in_folder = |other: &&SitePath| other.as_str().starts_with(folder);
        let pages = self.by_path.range(first.clone()..).map(|(path, _)| path).take_while(in_folder);
        let files = self.files.range(first..).take_while(in_folder);
        let neighbours = pages.chain(files).filter(|other| other.folder() == folder);
        if let Some(near) = nearest(path.file_name(), neighbours.map(SitePath::file_name)) {
            return Some(format!("did you mean `{near}`?"));
        }
        let namesake = self.by_name.get(path.file_name())?;
        let path = self.page(*namesake).entry.path.below(CONTENT)?;
        Some(format!("there is a file of that name: write `/{path}`"))
    }

    /// The address that a resolved link has, relative to the site's root.
    #[must_use]
    pub fn address(&self, resolved: &Resolved) -> Option<String> {
        match resolved {
            Resolved::Here(url) | Resolved::Broken(Broken::NoAnchor(url)) => Some(url.clone()),
            Resolved::Asset(path) => Some(asset_url(path)),
            Resolved::Outside | Resolved::Broken(_) => None,
        }
    }
}

/// The id of every page's content, for links to its top or to its title.
const TOP: &str = "fl-content";

enum Found {
    Page(PageId),
    Own(String),
    Asset(SitePath),
}

fn split_fragment(destination: &str) -> (&str, Option<&str>) {
    match destination.split_once('#') {
        Some((target, fragment)) => (target, Some(fragment)),
        None => (destination, None),
    }
}

/// The scheme in lower case letters only; anything odd before the first colon counts as one that is not known.
fn scheme(destination: &str) -> Option<&'static str> {
    let head = destination.split(['/', '?', '#']).next().unwrap_or_default();
    let (scheme, _) = head.split_once(':')?;
    let known = ["http", "https", "mailto", "tel"];
    Some(known.into_iter().find(|name| scheme.eq_ignore_ascii_case(name)).unwrap_or("unknown"))
}

fn percent_decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}
