//! Which incident or maintenance is meant: by its id, its file, or any part of its name that no other has.

use crate::diag::{Diagnostic, did_you_mean};
use crate::kinds::{CONTENT, Kind, locate, name_and_language};
use crate::site::slug::fold;
use crate::site::{Page, PageId, Site};
use crate::source::{SitePath, Snapshot};
use crate::yaml::Choice;

use super::super::{Failure, unread};
use super::{Desk, ahead};

/// Most that a message lists.
const MAX_LISTED: usize = 10;

/// What may be meant: everything of a kind, and what of it still goes on. A draft, which nobody outside sees, is meant only
/// where it is named.
#[derive(Debug)]
pub struct Candidates<'s> {
    kind: Kind,
    site: &'s Site,
    snapshot: &'s Snapshot,
    all: Vec<PageId>,
    /// Those that go on, or are to come.
    open: Vec<PageId>,
    /// Those of which the same would be true if they were published.
    drafts: Vec<PageId>,
    /// What is wrong with files that can't be read.
    unread: Vec<&'s Diagnostic>,
}

impl<'s> Candidates<'s> {
    /// The pages of a kind, of which `is_open` go on.
    #[must_use]
    pub fn of(kind: Kind, desk: &'s Desk<'_>, is_open: impl Fn(&Page) -> bool) -> Self {
        let (site, snapshot) = (desk.site(), desk.snapshot());
        let all: Vec<PageId> = site.of_kind(kind).map(|(id, _)| id).collect();
        let going_on = all.iter().copied().filter(|id| is_open(site.page(*id)));
        let (open, drafts) = going_on.partition(|id| site.page(*id).entry.basics.is_live(site.now));
        Self { kind, site, snapshot, all, open, drafts, unread: unread::reports(kind, &desk.build) }
    }

    /// The one that `asked` names; without a name, the only one that goes on.
    ///
    /// # Errors
    /// When there is none, or several, with those that may be meant; or when its file has something dated after now.
    pub fn find(&self, asked: Option<&str>) -> Result<PageId, Failure> {
        let found = match asked {
            Some(asked) => self.named(&Asked::of(asked))?,
            None => self.only()?,
        };
        ahead::refuse(&self.site.page(found).entry.path, self.site, self.snapshot)?;
        Ok(found)
    }

    fn named(&self, asked: &Asked<'_>) -> Result<PageId, Failure> {
        if asked.name.is_empty() {
            let message = format!("`{}` names no {}", asked.typed, self.kind.word());
            return Err(Failure::new(format!("{message}\nhelp: {}", self.open_ones())));
        }
        match (self.exact(asked).as_slice(), self.by_part(asked).as_slice()) {
            ([one], _) if self.twins(asked).next().is_none() => Ok(*one),
            ([], [one]) => {
                self.refuse_unread(|path| fold(path).contains(&asked.name))?;
                self.refuse_ahead(|path| fold(path.stem()).contains(&asked.name))?;
                Ok(*one)
            }
            ([], []) => Err(self.unknown(asked)),
            ([], several) | (several, _) => Err(self.ambiguous(asked, several)),
        }
    }

    /// Those that are called exactly so. A path or an address counts as a whole: its last part may be the name of another.
    fn exact(&self, asked: &Asked<'_>) -> Vec<PageId> {
        let those = |is_meant: &dyn Fn(&Page) -> bool| -> Vec<PageId> {
            self.all.iter().copied().filter(|id| is_meant(self.site.page(*id))).collect()
        };
        let Some(path) = &asked.path else {
            return those(&|page| names(page).any(|name| fold(name) == asked.name));
        };
        let here = those(&|page| page.entry.path.as_str() == path);
        if here.is_empty() { those(&|page| lies_at(page, path)) } else { here }
    }

    /// Those that have it in their names: of those that go on, else of drafts that do, else of all.
    fn by_part(&self, asked: &Asked<'_>) -> Vec<PageId> {
        let has_part = |id: &PageId| {
            let page = self.site.page(*id);
            names(page).chain([page.title.as_str()]).any(|name| fold(name).contains(&asked.name))
        };
        let those = |ids: &[PageId]| -> Vec<PageId> { ids.iter().copied().filter(has_part).collect() };
        let mut wider = [&self.open, &self.drafts, &self.all].into_iter().map(|ids| those(ids));
        wider.find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// Files of the name asked for that the site leaves out, as where an internal page has the address of a public one.
    fn twins(&self, asked: &Asked<'_>) -> impl Iterator<Item = &'s SitePath> {
        let is_name = asked.path.is_none();
        left_out(self.kind, self.site, self.snapshot).filter(move |path| is_name && asked.is_file(path))
    }

    fn ambiguous(&self, asked: &Asked<'_>, several: &[PageId]) -> Failure {
        let twins: Vec<&SitePath> = self.twins(asked).collect();
        let message = format!("`{}` may mean {} of them", asked.typed, several.len() + twins.len());
        let twins: String = twins.into_iter().map(|path| format!("\n  {path}")).collect();
        Failure::new(format!("{message}\nhelp: name one:\n{}{twins}", self.listed(several)))
    }

    /// The only one that goes on. One that its file dates after now goes on too, whatever the clocks say.
    fn only(&self) -> Result<PageId, Failure> {
        self.refuse_unread(|_| true)?;
        self.refuse_ahead(|_| true)?;
        let what = self.kind.word();
        match self.open.as_slice() {
            [only] => self.named(&Asked::of(name_of(self.site.page(*only)))),
            [] if !self.drafts.is_empty() => {
                let drafts = self.listed(&self.drafts);
                Err(Failure::new(format!("no {what} goes on but drafts\nhelp: name one if you mean it:\n{drafts}")))
            }
            [] if self.kind == Kind::Incident => {
                let help = "begin one with `firstline incident open TITLE`, or name one that is over";
                Err(Failure::new(format!("no incident is open\nhelp: {help}")))
            }
            [] => Err(Failure::new(
                "no maintenance runs or is planned\nhelp: plan some with `firstline maintenance schedule TITLE`, or name \
                 some that is over",
            )),
            several => {
                let message = format!("say which {what} is meant: {} go on", several.len());
                Err(Failure::new(format!("{message}\nhelp: name one:\n{}", self.listed(several))))
            }
        }
    }

    /// Refuses to go on where one that may be meant is not seen, because its file dates it after now.
    fn refuse_ahead(&self, may_be_meant: impl Fn(&SitePath) -> bool) -> Result<(), Failure> {
        let mut hidden = left_out(self.kind, self.site, self.snapshot).filter(|path| may_be_meant(path));
        hidden.try_for_each(|path| ahead::refuse(path, self.site, self.snapshot)).map_err(|why| {
            let help = format!("or name another {} by its file", self.kind.word());
            Failure::new(format!("{why}; {help}"))
        })
    }

    /// Refuses to go on where one that may be meant can't be read: it would be told a second time.
    fn refuse_unread(&self, may_be_meant: impl Fn(&str) -> bool) -> Result<(), Failure> {
        let Some(error) = self.unread.iter().find(|error| may_be_meant(&error.place.path)) else { return Ok(()) };
        let (path, line, why) = (&error.place.path, error.place.line, &error.message);
        let remedy = error.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
        let what = self.kind.word();
        Err(Failure::new(format!(
            "{path}, line {line}: {why}\nhelp: mend that first{remedy}, because it may be the {what} that is meant; or name \
             another by its file"
        )))
    }

    fn unknown(&self, asked: &Asked<'_>) -> Failure {
        let is_asked = |path: &str| SitePath::new(path).is_some_and(|path| asked.is_file(&path));
        if let Err(why) = self.refuse_unread(is_asked) {
            return why;
        }
        let unseen = left_out(self.kind, self.site, self.snapshot).find(|path| asked.is_file(path));
        if let Some(path) = unseen {
            let message = format!("{path} is left out of the site\nhelp: `firstline check` says why; mend that first");
            return ahead::refuse(path, self.site, self.snapshot).err().unwrap_or_else(|| Failure::new(message));
        }
        if let Err(why) = self.refuse_unread(|_| true) {
            return why;
        }
        let pages = self.all.iter().map(|id| self.site.page(*id));
        let known: Vec<&str> = pages.flat_map(|page| names(page).chain([page.title.as_str()])).collect();
        let near = did_you_mean(asked.typed, known).map(|near| format!("{near} ")).unwrap_or_default();
        let message = format!("no {} is called `{}`", self.kind.word(), asked.typed);
        Failure::new(format!("{message}\nhelp: {near}{}", self.open_ones()))
    }

    fn open_ones(&self) -> String {
        match self.open.as_slice() {
            [] => "none goes on".to_owned(),
            open => format!("these go on:\n{}", self.listed(open)),
        }
    }

    fn listed(&self, ids: &[PageId]) -> String {
        let line = |id: &PageId| {
            let page = self.site.page(*id);
            format!("  {}  {}", self.called(&page.entry.path), page.title)
        };
        let mut lines: Vec<String> = ids.iter().take(MAX_LISTED).map(line).collect();
        if ids.len() > MAX_LISTED {
            lines.push(format!("  and {} more", ids.len() - MAX_LISTED));
        }
        lines.join("\n")
    }

    /// What the page at `path` is called on the command line: the name of its file, or its path where another page goes by
    /// that name.
    #[must_use]
    pub fn called(&self, path: &SitePath) -> String {
        let name = name_and_language(path).0;
        let others = self.all.iter().map(|id| self.site.page(*id)).filter(|page| page.entry.path != *path);
        let is_other = |other: &&SitePath| *other != path && fold(other.stem()) == fold(name);
        let is_taken = others.flat_map(names).any(|other| fold(other) == fold(name))
            || left_out(self.kind, self.site, self.snapshot).any(|other| is_other(&other));
        if is_taken { path.to_string() } else { name.to_owned() }
    }

    /// The same for a page that goes on; nothing where it need not be said.
    #[must_use]
    pub fn name_to_type(&self, path: &SitePath) -> Option<String> {
        let called = self.called(path);
        let is_it = |id: &PageId| self.site.page(*id).entry.path == *path;
        let is_meant_unsaid = self.open.iter().all(is_it) && !self.drafts.iter().any(is_it);
        (!is_meant_unsaid || called == path.as_str()).then_some(called)
    }
}

/// Whether a path was asked for that the site does not show.
#[must_use]
pub fn is_hidden(asked: &str, site: &Site, snapshot: &Snapshot) -> bool {
    let asked = Asked::of(asked);
    let mut hidden = [Kind::Incident, Kind::Maintenance].into_iter().flat_map(|kind| left_out(kind, site, snapshot));
    asked.path.is_some() && hidden.any(|path| asked.is_file(path))
}

/// The files of a kind that the site leaves out: what they say has not come yet, they can't be read, or others have their
/// address.
fn left_out<'s>(kind: Kind, site: &'s Site, snapshot: &'s Snapshot) -> impl Iterator<Item = &'s SitePath> {
    let is_of_kind = move |path: &SitePath| locate(path).is_some_and(|location| location.kind == Some(kind));
    let is_page = |path: &SitePath| path.below(CONTENT).is_some() && path.extension() == "md";
    let paths = snapshot.files().map(|(path, _)| path);
    paths.filter(move |path| is_page(path) && is_of_kind(path) && site.page_at(path).is_none())
}

/// What was asked for.
struct Asked<'a> {
    typed: &'a str,
    /// A path or an address without what a browser puts behind it; nothing for a bare name.
    path: Option<String>,
    /// The name as it is compared; of an address, all of it.
    name: String,
}

impl<'a> Asked<'a> {
    fn of(typed: &'a str) -> Self {
        let plain = typed.trim().replace('\\', "/");
        if !plain.contains('/') {
            return Self { typed, path: None, name: fold(plain.trim_end_matches(".md")) };
        }
        let address = plain.split(['?', '#']).next().unwrap_or_default();
        let path = address.trim_end_matches("index.html").trim_end_matches('/').trim_start_matches("./");
        Self { typed, path: Some(path.to_owned()), name: fold(path) }
    }

    /// Whether it names the file at `path`, which the site does not show.
    fn is_file(&self, path: &SitePath) -> bool {
        match &self.path {
            Some(asked) => ends_in(path.as_str(), asked) || ends_in(asked, path.as_str()),
            None => fold(path.stem()) == self.name,
        }
    }
}

/// Whether `path` names a page's file or its address, from wherever it was copied.
fn lies_at(page: &Page, path: &str) -> bool {
    let url = page.url.trim_end_matches('/');
    let file = page.entry.path.as_str();
    [file, file.trim_end_matches(".md"), url].into_iter().any(|place| ends_in(place, path) || ends_in(path, place))
}

/// Whether the last folders and the name of `whole` are `end`.
fn ends_in(whole: &str, end: &str) -> bool {
    let before = whole.strip_suffix(end);
    !end.is_empty() && before.is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

/// The name of a page's file.
#[must_use]
pub fn name_of(page: &Page) -> &str {
    name_and_language(&page.entry.path).0
}

/// Every exact name of a page: of its file, of its address, and its id.
fn names(page: &Page) -> impl Iterator<Item = &str> {
    let id = page.entry.basics.id.as_ref().map(|id| id.value.as_str());
    let address = page.url.trim_end_matches('/').rsplit('/').next();
    [Some(name_of(page)), address, id].into_iter().flatten()
}
