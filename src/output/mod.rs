//! The plan of a build: which files the site has, and what makes each. Nothing is rendered until somebody asks.
//!
//! A build asks for every file and streams them to disk; the preview server asks for the one that somebody opened.
//! Both get the same bytes, because a [`Job`] depends on the site, the theme and the sources alone.

pub mod export;
mod formats;
mod press;
mod search;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use firstline_search::Files;

use crate::entry::Lens;
use crate::kinds::Kind;
use crate::site::{COMPONENTS, PageId, Site, TopicId, asset_url};
use crate::source::{ReadError, SitePath, Snapshot};
use crate::theme::{CONTACT, FORM, HOURS, PLANS, SEARCH_BACKEND, STATUS, Theme, ThemeAsset, ThemeError, VISIT};

pub(crate) use formats::GENERATOR;
#[cfg(feature = "serve")]
pub(crate) use formats::headers::policy;
pub use press::{Press, Shown};
pub use search::SiteSearch;

/// What makes one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Job {
    /// A page of the content.
    Page(PageId),
    /// A topic's page.
    Topic(TopicId),
    /// A page or file that Firstline makes of the whole site; its row in [`formats::WHOLE_SITE`].
    Whole(usize),
    /// The search page of a language that is not the site's own.
    Search(Arc<str>),
    /// The titles that are searched when nothing else can be, in a language.
    Titles(Arc<str>),
    /// One letter of the A-Z.
    Letter(String),
    /// The page of a component, by its place.
    Component(usize),
    /// A file beside the page of the component at a place; its row in [`formats::BESIDE_COMPONENT`].
    BesideComponent(usize, usize),
    /// A year or a month of the archive.
    Archive(formats::pages::Span),
    /// One part of a sitemap too long for a single file, from 1.
    SitemapPart(usize),
    /// A file of the theme, by its place in the theme's list.
    ThemeAsset(usize),
    /// A file of the content, copied.
    Copy(SitePath),
}

/// Why a file could not be made.
#[derive(Clone, Debug)]
pub enum RenderError {
    /// A source could not be read again.
    Read(ReadError),
    /// The theme does not fit the view.
    Theme(Arc<ThemeError>),
    /// The search index could not be built, in words.
    Search(String),
    /// The site has no such file.
    NoSuchFile,
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(error) => error.fmt(f),
            Self::Theme(error) => write!(f, "the theme does not fit: {error}"),
            Self::Search(why) => write!(f, "the search index could not be built: {why}"),
            Self::NoSuchFile => f.write_str("the site has no such file"),
        }
    }
}

impl std::error::Error for RenderError {}

impl From<ReadError> for RenderError {
    fn from(error: ReadError) -> Self {
        Self::Read(error)
    }
}

impl From<ThemeError> for RenderError {
    fn from(error: ThemeError) -> Self {
        Self::Theme(Arc::new(error))
    }
}

/// Whether a file of this path is one that Firstline makes itself, such as `robots.txt`.
#[must_use]
pub fn is_own_file(path: &str) -> bool {
    formats::WHOLE_SITE.iter().any(|format| format.path == path) || path.starts_with(COMPONENTS)
}

/// Every file of the site, by its path in the output folder, and what makes it.
#[derive(Debug)]
pub struct Plan {
    press: Press,
    jobs: BTreeMap<String, Job>,
    indexes: Vec<Index>,
}

/// The search index of a language.
#[derive(Debug)]
struct Index {
    language: Arc<str>,
    folder: String,
    files: OnceLock<Result<Files, RenderError>>,
}

impl Index {
    fn of(language: &Arc<str>) -> Self {
        let folder = formats::search_index::folder(language);
        Self { language: Arc::clone(language), folder, files: OnceLock::new() }
    }

    /// Its files, built when first asked for, then kept.
    fn files(&self, press: &Press) -> Result<&Files, RenderError> {
        let files = self.files.get_or_init(|| formats::search_index::build(press, &self.language));
        files.as_ref().map_err(Clone::clone)
    }
}

impl Plan {
    /// Plans every file of `site`.
    #[must_use]
    pub fn new(site: Arc<Site>, theme: Arc<Theme>, snapshot: Snapshot, lens: Lens) -> Self {
        let mut jobs = BTreeMap::new();
        for (id, page) in site.numbered_pages().filter(|(_, page)| formats::pages::has_own_page(page)) {
            jobs.insert(format!("{}index.html", page.url), Job::Page(id));
        }
        for (id, topic) in site.numbered_topics() {
            jobs.insert(format!("{}index.html", topic.url), Job::Topic(id));
        }
        for path in site.assets().keys() {
            jobs.entry(asset_url(path)).or_insert_with(|| Job::Copy(path.clone()));
        }
        for (row, format) in formats::WHOLE_SITE.iter().enumerate().filter(|(_, format)| (format.applies)(&site)) {
            jobs.insert(format.path.to_owned(), Job::Whole(row));
        }
        let shows_hours = formats::opening_hours::applies(&site);
        let asks_server = site.search_backend().is_some();
        let has_form = site.forms().next().is_some();
        let is_used = |asset: &ThemeAsset| {
            let is_wanted = match asset.name.as_str() {
                SEARCH_BACKEND => asks_server,
                STATUS => site.has_status(),
                HOURS => shows_hours,
                CONTACT => site.has(Kind::Channel),
                PLANS => site.has(Kind::Sla),
                FORM | VISIT => has_form,
                // It has an address of its own, without a fingerprint.
                formats::banner::ASSET => false,
                _ => true,
            };
            is_wanted && formats::search_index::is_used(&asset.name, &site)
        };
        for (at, asset) in theme.assets().iter().enumerate().filter(|(_, asset)| is_used(asset)) {
            jobs.insert(asset.url.clone(), Job::ThemeAsset(at));
        }
        for language in site.languages().filter(|language| *language != site.own_language()) {
            jobs.insert(format!("{}index.html", site.search_page(language)), Job::Search(Arc::clone(language)));
        }
        for language in site.languages() {
            jobs.insert(formats::titles::path(language), Job::Titles(Arc::clone(language)));
        }
        for letter in formats::pages::letters_with_pages(&site) {
            jobs.insert(format!("{}index.html", formats::pages::letter_url(&letter)), Job::Letter(letter));
        }
        for (place, _) in site.components.iter().enumerate() {
            jobs.insert(format!("{}index.html", site.component_url(place)), Job::Component(place));
            for (row, file) in formats::BESIDE_COMPONENT.iter().enumerate() {
                jobs.insert(format!("{}{}", site.component_url(place), file.name), Job::BesideComponent(place, row));
            }
        }
        for span in formats::pages::spans(&site) {
            jobs.insert(format!("{}index.html", span.url()), Job::Archive(span));
        }
        for part in 1..=formats::sitemap::parts(&site) {
            jobs.insert(formats::sitemap::part_path(part), Job::SitemapPart(part));
        }
        let pages = jobs.keys().filter(|path| path.ends_with("index.html")).count();
        let indexes = site.languages().map(Index::of).collect();
        let press = Press::new(site, theme, snapshot, lens, pages);
        Self { press, jobs, indexes }
    }

    /// The site it is a plan of.
    #[must_use]
    pub fn site(&self) -> &Arc<Site> {
        &self.press.site
    }

    /// What its files are made with.
    pub(crate) fn press(&self) -> &Press {
        &self.press
    }

    /// Every file but those of the search index, by path.
    #[must_use]
    pub fn jobs(&self) -> &BTreeMap<String, Job> {
        &self.jobs
    }

    /// The folders of the search indexes, with a slash at their ends: `search/en/`.
    pub fn search_folders(&self) -> impl Iterator<Item = &str> {
        self.indexes.iter().map(|index| index.folder.as_str())
    }

    /// The files of the search index in `folder`, relative to that. Built when first asked for, then kept.
    ///
    /// # Errors
    /// When there is no such index, a source can't be read again, or the index can't be made.
    pub fn search_files(&self, folder: &str) -> Result<&Files, RenderError> {
        let index = self.indexes.iter().find(|index| index.folder == folder).ok_or(RenderError::NoSuchFile)?;
        index.files(&self.press)
    }

    /// The files of the search index for a language of the site.
    ///
    /// # Errors
    /// As [`search_files`](Self::search_files).
    pub fn search_files_in(&self, language: &str) -> Result<&Files, RenderError> {
        self.search_files(&formats::search_index::folder(language))
    }

    /// The bytes of the file at `path`, search index included.
    ///
    /// # Errors
    /// When there is no such file, or it can't be made.
    pub fn render(&self, path: &str) -> Result<Vec<u8>, RenderError> {
        if let Some(job) = self.jobs.get(path) {
            return formats::make(job, &self.press);
        }
        let within = |index: &&Index| path.starts_with(&index.folder);
        let index = self.indexes.iter().find(within).ok_or(RenderError::NoSuchFile)?;
        let files = index.files(&self.press)?;
        let file = files.0.iter().find(|file| path[index.folder.len()..] == file.name);
        Ok(file.ok_or(RenderError::NoSuchFile)?.bytes.clone())
    }

    /// The path of every file, those of the search index included, sorted.
    ///
    /// # Errors
    /// When the search index can't be made.
    pub fn paths(&self) -> Result<Vec<String>, RenderError> {
        let mut paths: Vec<String> = self.jobs.keys().cloned().collect();
        for index in &self.indexes {
            paths.extend(index.files(&self.press)?.0.iter().map(|file| format!("{}{}", index.folder, file.name)));
        }
        paths.sort();
        Ok(paths)
    }
}
