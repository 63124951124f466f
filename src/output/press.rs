//! What every format needs to make a file: the site, the theme, the sources, and the few things worth making once.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use jiff::civil;

use crate::diag::Place;
use crate::entry::{self, Lens, OpenError};
use crate::markdown::{self, Body, Picture, Resolver, Target, Trust};
use crate::site::{Page, PageId, Resolved, Site, asset_url};
use crate::source::{ReadError, SitePath, Snapshot};
use crate::theme::Theme;
use crate::theme::view::{ChannelCard, Frame, PlanName, Time};
use crate::time::{Moment, written_date};
use crate::yaml::Placed;

use super::RenderError;
use super::formats::pages::{Around, Known, by_letter, channel_cards, frame, known_now, plans_to_choose_from};

/// Makes files from the site.
#[derive(Debug)]
pub struct Press {
    /// The model.
    pub site: Arc<Site>,
    /// How pages look.
    pub theme: Arc<Theme>,
    /// How many pages the site has.
    pub pages: usize,
    snapshot: Snapshot,
    lens: Lens,
    channels: OnceLock<Vec<ChannelCard>>,
    plans: OnceLock<Vec<PlanName>>,
    letters: OnceLock<BTreeMap<String, Vec<PageId>>>,
    known: OnceLock<Vec<Known>>,
    has_form: OnceLock<bool>,
}

impl Press {
    /// A press for `site`, which has `pages` pages.
    pub(super) fn new(site: Arc<Site>, theme: Arc<Theme>, snapshot: Snapshot, lens: Lens, pages: usize) -> Self {
        let (channels, letters, known) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        let (plans, has_form) = (OnceLock::new(), OnceLock::new());
        Self { site, theme, pages, snapshot, lens, channels, plans, letters, known, has_form }
    }

    /// What stands around a page.
    #[must_use]
    pub(crate) fn frame(&self, around: Around) -> Frame {
        frame(self, around)
    }

    /// The bytes of a source file.
    ///
    /// # Errors
    /// When they can't be had again.
    pub fn bytes(&self, path: &SitePath) -> Result<Vec<u8>, RenderError> {
        Ok(self.snapshot.read(path)?.to_vec())
    }

    /// The body of a page, as it may be seen by the audience.
    fn open(&self, page: &Page) -> Result<entry::Opened, RenderError> {
        let path = &page.entry.path;
        entry::open(&self.snapshot, path, &self.lens, &mut Vec::new()).map_err(|error| match error {
            OpenError::Read(error) => RenderError::Read(error),
            // It was text when the snapshot was taken, and the snapshot gives the same bytes or an error.
            OpenError::Decode(_) => RenderError::Read(ReadError::Changed(path.clone())),
        })
    }

    /// The body of a page as HTML, with links as they are seen from the address `shown_at`.
    ///
    /// # Errors
    /// When its file can't be read again.
    pub fn body_html(&self, page: &Page, shown_at: &str) -> Result<String, RenderError> {
        let opened = self.open(page)?;
        Ok(self.html(&opened.document.body, Shown { page, at: shown_at, ids: &page.id_prefix() }))
    }

    /// The body of a page as plain text, and where in it the sections of its headings begin, for the search index.
    ///
    /// # Errors
    /// When its file can't be read again.
    pub fn body_sections(&self, page: &Page) -> Result<(String, Vec<usize>), RenderError> {
        Ok(markdown::plain_sections(&self.open(page)?.document.body))
    }

    /// A piece of Markdown from a page's front matter as HTML.
    #[must_use]
    pub fn fragment_html(&self, text: Option<&Placed<String>>, shown: Shown<'_>) -> String {
        let Some(text) = text else { return String::new() };
        let place = Place::file(&shown.page.entry.path);
        self.html(&self.fragment(text, &place), shown)
    }

    /// A piece of Markdown from a page's front matter as plain text, for the search index.
    #[must_use]
    pub fn fragment_text(&self, page: &Page, text: &Placed<String>) -> String {
        let place = Place::file(&page.entry.path);
        markdown::plain_text(&self.fragment(text, &place))
    }

    fn fragment(&self, text: &str, place: &Place) -> Body {
        let body = markdown::fragment(text, place, self.lens.staff(), &mut Vec::new());
        body.quoting(&|name| self.lens.facts.quotable(name))
    }

    fn html(&self, body: &Body, shown: Shown<'_>) -> String {
        let html = markdown::render(body, &PageResolver { site: &self.site, shown }, self.trust());
        if shown.ids.is_empty() { html } else { markdown::prefix_ids(&html, shown.ids) }
    }

    fn trust(&self) -> Trust {
        if self.site.config.trusted_html { Trust::Trusted } else { Trust::Sanitise }
    }

    /// A moment for a view.
    #[must_use]
    pub fn time(&self, moment: Moment) -> Time {
        let zone = &self.site.config.time_zone;
        Time { iso: moment.rfc3339_in(zone), text: moment.written(zone) }
    }

    /// A day for a view.
    #[must_use]
    pub fn date(&self, date: civil::Date) -> Time {
        Time { iso: date.to_string(), text: written_date(date) }
    }

    /// Titles by letter, for the A-Z.
    #[must_use]
    pub fn letters(&self) -> &BTreeMap<String, Vec<PageId>> {
        self.letters.get_or_init(|| by_letter(&self.site))
    }

    /// What customers are told of incidents and maintenance, whatever page they are on.
    #[must_use]
    pub(crate) fn known(&self) -> &[Known] {
        self.known.get_or_init(|| known_now(self))
    }

    /// Whether customers can fill in a form that is sent somewhere.
    #[must_use]
    pub(crate) fn has_form(&self) -> bool {
        *self.has_form.get_or_init(|| self.site.forms().next().is_some())
    }

    /// Every channel, in the order of the contact page.
    #[must_use]
    pub fn channels(&self) -> &[ChannelCard] {
        self.channels.get_or_init(|| channel_cards(self))
    }

    /// The plans that visitors may choose from; none where every channel is for all of them.
    #[must_use]
    pub fn plans(&self) -> &[PlanName] {
        self.plans.get_or_init(|| plans_to_choose_from(&self.site))
    }

    /// The day that it is for the company.
    #[must_use]
    pub fn today(&self) -> civil::Date {
        self.site.now.date(&self.site.config.time_zone)
    }
}

/// The way from the page at `url` to the site's root: `../../`, or `./` from the home page.
#[must_use]
pub(super) fn root_of(url: &str) -> String {
    match url.matches('/').count() {
        0 => "./".to_owned(),
        depth => "../".repeat(depth),
    }
}

/// Where a text is shown.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The page whose file it stands in, from which its links start.
    pub page: &'a Page,
    /// The address of the page that shows it.
    pub at: &'a str,
    /// What its ids begin with; empty where it has the page to itself.
    pub ids: &'a str,
}

struct PageResolver<'a> {
    site: &'a Site,
    shown: Shown<'a>,
}

impl Resolver for PageResolver<'_> {
    fn link(&self, destination: &str) -> Target {
        let resolved = self.site.resolve(&self.shown.page.entry.path, destination);
        match &resolved {
            Resolved::Outside => Target::External(destination.trim().to_owned()),
            Resolved::Asset(path) if !self.site.assets().contains_key(path) => Target::Broken,
            _ => match self.site.address(&resolved) {
                Some(url) => Target::Href(self.relative(&url)),
                None => Target::Broken,
            },
        }
    }

    fn image(&self, destination: &str) -> Option<Picture> {
        let Resolved::Asset(path) = self.site.resolve(&self.shown.page.entry.path, destination) else { return None };
        let asset = self.site.assets().get(&path)?;
        Some(Picture { src: self.relative(&asset_url(&path)), width: asset.width, height: asset.height })
    }
}

impl PageResolver<'_> {
    /// An address of the site as seen from where the text is shown; a place on that same page is its fragment alone.
    fn relative(&self, url: &str) -> String {
        match url.strip_prefix(self.shown.at) {
            // With a prefix of its own, a bare fragment would be taken for one of the text's own.
            Some(fragment) if fragment.starts_with('#') && self.shown.ids.is_empty() => fragment.to_owned(),
            _ => format!("{}{url}", root_of(self.shown.at)),
        }
    }
}
