//! The complete, immutable model: every page with its address, topics, and where every link leads.
//!
//! Built once from the entries of [`crate::entry`]; what it does not hold, nobody later can publish. It neither reads
//! bodies nor writes anything.

mod assets;
mod calendars;
mod forms;
mod kept;
mod languages;
mod links;
mod navigation;
mod promises;
mod quoted;
mod record;
mod sla_changes;
pub mod slug;
mod status;
mod synonyms;
mod urls;
mod waits;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::config::{Backend, Beacon, Config};
use crate::entry::Entry;
use crate::kinds::{
    Audience, Calendar, Component, CreditNote, Facts, Front, Kind, Measured, Synonyms, Withdrawn, name_and_language,
};
use crate::markdown::Quote;
use crate::source::SitePath;
use crate::time::Moment;

use languages::Languages;
use status::Status;
use urls::Addressed;

pub use assets::{Asset, AssetError, asset_url, is_publishable, read_asset};
pub use forms::Destination;
pub use kept::{Figures, Goal, KeptMonth, KeptTarget, KeptWindow, ended_windows};
pub use links::{Broken, Resolved};
pub use navigation::{Topic, TopicId};
pub use record::{
    Difference, GoneSla, PageRecord, Record, RecordedUpdate, SlaChange, Statements, Tested, ToldFact, Untried,
};
pub use sla_changes::{Aspect, Change, Said, Subject, Verdict, changes};
pub use status::{COMPONENTS, DAYS, Day, Phase, Spell, Uptime};
pub use urls::{Conflict, OWN_PLACES};
pub use waits::{Reckoned, Waits, Worst, in_hours};

/// A page of the site, by its number in [`Site::pages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageId(u32);

/// A page with its address.
#[derive(Clone, Debug)]
pub struct Page {
    /// What its file says.
    pub entry: Arc<Entry>,
    /// Its address relative to the site's root: `till/open-the-day/`.
    pub url: String,
    /// Its title; from the front matter, else the first heading, else the file's name.
    pub title: String,
    /// The folder of answers it lies in.
    pub topic: Option<TopicId>,
    /// Its language, as a BCP 47 tag.
    pub language: Arc<str>,
}

impl Page {
    /// What ids of its text begin with. Ladders share one page, so each has a prefix of its own.
    #[must_use]
    pub fn id_prefix(&self) -> String {
        match self.entry.kind {
            Kind::Ladder => format!("{}-", slug::slug(self.entry.path.stem())),
            _ => String::new(),
        }
    }
}

/// Everything that is known about the site.
#[derive(Debug)]
pub struct Site {
    /// The settings.
    pub config: Config,
    /// Who it is for.
    pub audience: Audience,
    /// Whether drafts are shown, so that nobody but writers may see it.
    pub drafts: bool,
    /// The moment it is built for.
    pub now: Moment,
    /// What the last published site said, where that is known.
    pub published: Option<Arc<Record>>,
    /// The parts of the service.
    pub components: Vec<Component>,
    /// Opening hours.
    pub calendars: Vec<Calendar>,
    /// Incidents and maintenance that were taken back, latest first.
    pub withdrawn: Vec<Withdrawn>,
    /// What was paid back, as it was published.
    pub credit_notes: Vec<CreditNote>,
    /// What is quoted in many places.
    pub facts: Arc<Facts>,
    /// What the files that are no pages quote.
    pub quoted_in_data: Vec<(SitePath, Vec<Quote>)>,
    all_measured: Vec<Measured>,
    languages: Languages,
    synonyms: Synonyms,
    pages: Vec<Page>,
    topics: Vec<Topic>,
    conflicts: Vec<Conflict>,
    kinds: BTreeSet<Kind>,
    by_path: BTreeMap<SitePath, PageId>,
    by_url: BTreeMap<String, PageId>,
    by_id: BTreeMap<String, PageId>,
    by_name: BTreeMap<String, PageId>,
    files: BTreeSet<SitePath>,
    assets: BTreeMap<SitePath, Asset>,
    status: Status,
}

/// What a site is made from.
#[derive(Debug)]
pub struct Parts {
    /// The settings.
    pub config: Config,
    /// Who it is for.
    pub audience: Audience,
    /// Whether drafts are shown.
    pub drafts: bool,
    /// The moment it is built for.
    pub now: Moment,
    /// What the last published site said, where that is known.
    pub published: Option<Arc<Record>>,
    /// The pages, in any order.
    pub entries: Vec<Arc<Entry>>,
    /// Files that can be published beside the pages: images and the like.
    pub files: BTreeSet<SitePath>,
    /// The parts of the service.
    pub components: Vec<Component>,
    /// Opening hours.
    pub calendars: Vec<Calendar>,
    /// Incidents and maintenance that were taken back.
    pub withdrawn: Vec<Withdrawn>,
    /// What was paid back, as it was published.
    pub credit_notes: Vec<CreditNote>,
    /// What is quoted in many places.
    pub facts: Arc<Facts>,
    /// What the files that are no pages quote.
    pub quoted_in_data: Vec<(SitePath, Vec<Quote>)>,
    /// How often promises were kept, by month.
    pub measured: Vec<Measured>,
    /// What the site adds to the general synonyms.
    pub synonyms: Synonyms,
}

impl Site {
    /// Gives every page its address and its place. Pages that would take another's address are left out and named in
    /// [`conflicts`](Self::conflicts).
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let languages = Languages::of(&parts.entries, &parts.config.language);
        let (addressed, conflicts) = urls::assign(parts.entries, &languages);
        let (topics, topic_of) = navigation::topics(&addressed);
        let page = |(Addressed { entry, url, .. }, topic)| Page {
            title: title_of(&entry),
            language: languages.of_entry(&entry),
            entry,
            url,
            topic,
        };
        let pages: Vec<Page> = addressed.into_iter().zip(topic_of).map(page).collect();
        let number = || pages.iter().enumerate().map(|(at, page)| (page_id(at), page));
        let is_own = |page: &Page| page.language == *languages.own();
        let kinds = pages.iter().filter(|page| is_own(page)).map(|page| page.entry.kind).collect();
        let by_path = number().map(|(id, page)| (page.entry.path.clone(), id)).collect();
        let by_url = number().map(|(id, page)| (page.url.clone(), id)).collect();
        let mut by_id = BTreeMap::new();
        let mut by_name = BTreeMap::new();
        // An id means the page that was written first, and its translations only where that is missing.
        for (id, page) in number().filter(|(_, page)| is_own(page)).chain(number().filter(|(_, page)| !is_own(page))) {
            by_name.entry(page.entry.path.file_name().to_owned()).or_insert(id);
            if let Some(name) = &page.entry.basics.id {
                by_id.entry(name.value.to_lowercase()).or_insert(id);
            }
        }
        let mut site = Self {
            config: parts.config,
            audience: parts.audience,
            drafts: parts.drafts,
            published: parts.published,
            now: parts.now,
            components: parts.components,
            calendars: parts.calendars,
            withdrawn: parts.withdrawn,
            credit_notes: parts.credit_notes,
            facts: parts.facts,
            quoted_in_data: parts.quoted_in_data,
            all_measured: parts.measured,
            synonyms: parts.synonyms,
            languages,
            pages,
            topics,
            conflicts,
            kinds,
            by_path,
            by_url,
            by_id,
            by_name,
            files: parts.files,
            assets: BTreeMap::new(),
            status: Status::default(),
        };
        site.finish_topics();
        site.status = Status::of(&site);
        site
    }

    /// Every page, sorted by the path of its file.
    #[must_use]
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// Every page with its id.
    pub fn numbered_pages(&self) -> impl Iterator<Item = (PageId, &Page)> {
        self.pages.iter().enumerate().map(|(at, page)| (page_id(at), page))
    }

    /// Every page in the language that the site is written in, with its id.
    pub fn own_pages(&self) -> impl Iterator<Item = (PageId, &Page)> {
        self.numbered_pages().filter(|(_, page)| self.is_own_language(page))
    }

    /// The pages of one kind in the language that the site is written in, in order.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = (PageId, &Page)> {
        self.own_pages().filter(move |(_, page)| page.entry.kind == kind)
    }

    /// One page.
    #[must_use]
    pub fn page(&self, id: PageId) -> &Page {
        &self.pages[id.0 as usize]
    }

    /// The page whose file lies at `path`.
    #[must_use]
    pub fn page_at(&self, path: &SitePath) -> Option<PageId> {
        self.by_path.get(path).copied()
    }

    /// The page with this id, in any case: `kb-1042` finds `KB-1042`.
    #[must_use]
    pub fn page_by_id(&self, id: &str) -> Option<PageId> {
        self.by_id.get(&id.to_lowercase()).copied()
    }

    /// The page at this address, which has no leading slash.
    #[must_use]
    pub fn page_by_url(&self, url: &str) -> Option<PageId> {
        self.by_url.get(url).copied()
    }

    /// Files left out because another has their address.
    #[must_use]
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }

    /// Files published beside the pages, by the path of their source.
    #[must_use]
    pub fn assets(&self) -> &BTreeMap<SitePath, Asset> {
        &self.assets
    }

    /// Says which files are published beside the pages.
    pub fn publish_assets(&mut self, assets: BTreeMap<SitePath, Asset>) {
        self.assets = assets;
    }

    /// The server that answers searches before the index in the browser does. A site for the company's own people has
    /// none: a server that the public asks knows nothing of what is internal.
    #[must_use]
    pub fn search_backend(&self) -> Option<&Backend> {
        self.config.search.backend.as_ref().filter(|_| self.audience == Audience::Public)
    }

    /// Who is told what people searched for. What staff look for in a site of their own is told to nobody.
    #[must_use]
    pub fn search_beacon(&self) -> Option<&Beacon> {
        self.config.search.beacon.as_ref().filter(|_| self.audience == Audience::Public)
    }

    /// Whether the site has anything to say about its status.
    #[must_use]
    pub fn has_status(&self) -> bool {
        !self.components.is_empty() || self.has(Kind::Incident) || self.has(Kind::Maintenance)
    }

    /// Whether the site has a page of this kind in the language that it is written in.
    #[must_use]
    pub fn has(&self, kind: Kind) -> bool {
        self.kinds.contains(&kind)
    }
}

fn page_id(at: usize) -> PageId {
    PageId(u32::try_from(at).unwrap_or(u32::MAX))
}

fn title_of(entry: &Entry) -> String {
    if let Some(title) = &entry.basics.title {
        return title.value.clone();
    }
    if let Some(heading) = entry.outline.headings.first().filter(|heading| !heading.text.trim().is_empty()) {
        return heading.text.trim().to_owned();
    }
    let name = match entry.front {
        Front::Topic(_) => entry.path.folder().rsplit('/').next().unwrap_or_default(),
        _ => name_and_language(&entry.path).0,
    };
    slug::humanise(name)
}
