//! Which incident or maintenance is meant: by its id, its file, or any part of its name that no other has.

use crate::diag::did_you_mean;
use crate::kinds::{CONTENT, Kind, name_and_language};
use crate::site::slug::fold;
use crate::site::{Page, PageId, Site};
use crate::source::{SitePath, Snapshot};
use crate::yaml::Choice;

use super::super::Failure;

/// Most that a message lists.
const MAX_LISTED: usize = 10;

/// What may be meant: everything of a kind, and what of it still goes on.
#[derive(Debug)]
pub struct Candidates<'s> {
    kind: Kind,
    site: &'s Site,
    all: Vec<PageId>,
    /// Those that go on, or are to come.
    open: Vec<PageId>,
}

impl<'s> Candidates<'s> {
    /// The pages of a kind, of which `is_open` go on.
    #[must_use]
    pub fn of(kind: Kind, site: &'s Site, is_open: impl Fn(&Page) -> bool) -> Self {
        let all: Vec<PageId> = site.of_kind(kind).map(|(id, _)| id).collect();
        let open = all.iter().copied().filter(|id| is_open(site.page(*id))).collect();
        Self { kind, site, all, open }
    }

    /// How many go on.
    #[must_use]
    pub fn open_count(&self) -> usize {
        self.open.len()
    }

    /// The one that `asked` names; without a name, the only one that goes on.
    ///
    /// # Errors
    /// When there is none, or several, with those that may be meant.
    pub fn find(&self, asked: Option<&str>, snapshot: &Snapshot) -> Result<PageId, Failure> {
        let Some(asked) = asked else { return self.only() };
        let wanted = fold(asked.trim().rsplit('/').next().unwrap_or_default().trim_end_matches(".md"));
        let named = |id: &PageId| names(self.site.page(*id)).any(|name| fold(name) == wanted);
        if let Some(found) = self.all.iter().find(|id| named(id)) {
            return Ok(*found);
        }
        let has_part = |id: &&PageId| {
            let page = self.site.page(**id);
            names(page).chain([page.title.as_str()]).any(|name| fold(name).contains(&wanted))
        };
        let open: Vec<PageId> = self.open.iter().filter(has_part).copied().collect();
        let all: Vec<PageId> = self.all.iter().filter(has_part).copied().collect();
        match (open.as_slice(), all.as_slice()) {
            _ if wanted.is_empty() => self.only(),
            ([one], _) | ([], [one]) => Ok(*one),
            ([], []) => Err(self.unknown(asked, &wanted, snapshot)),
            ([], several) | (several, _) => {
                let message = format!("`{asked}` may mean {} of them", several.len());
                Err(Failure::new(format!("{message}\nhelp: name one:\n{}", self.listed(several))))
            }
        }
    }

    fn only(&self) -> Result<PageId, Failure> {
        let what = self.kind.word();
        match self.open.as_slice() {
            [only] => Ok(*only),
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

    fn unknown(&self, asked: &str, wanted: &str, snapshot: &Snapshot) -> Failure {
        let what = self.kind.word();
        let unread = snapshot.files().map(|(path, _)| path).find(|path| is_file_of(path, self.kind, wanted));
        if let Some(path) = unread {
            return Failure::new(format!("{path} can't be read\nhelp: `firstline check` says why; mend that first"));
        }
        let pages = self.all.iter().map(|id| self.site.page(*id));
        let known: Vec<&str> = pages.flat_map(|page| names(page).chain([page.title.as_str()])).collect();
        let near = did_you_mean(asked, known).map(|near| format!("{near} ")).unwrap_or_default();
        let open = match self.open.as_slice() {
            [] => "none goes on".to_owned(),
            open => format!("these go on:\n{}", self.listed(open)),
        };
        Failure::new(format!("no {what} is called `{asked}`\nhelp: {near}{open}"))
    }

    fn listed(&self, ids: &[PageId]) -> String {
        let line = |id: &PageId| {
            let page = self.site.page(*id);
            format!("  {}  {}", name_of(page), page.title)
        };
        let mut lines: Vec<String> = ids.iter().take(MAX_LISTED).map(line).collect();
        if ids.len() > MAX_LISTED {
            lines.push(format!("  and {} more", ids.len() - MAX_LISTED));
        }
        lines.join("\n")
    }
}

/// What a page is called on the command line: the name of its file.
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

fn is_file_of(path: &SitePath, kind: Kind, wanted: &str) -> bool {
    let is_of_kind = crate::kinds::locate(path).is_some_and(|location| location.kind == Some(kind));
    is_of_kind && path.below(CONTENT).is_some() && path.extension() == "md" && fold(path.stem()) == wanted
}
