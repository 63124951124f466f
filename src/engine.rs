//! The only place that knows the order of the stages: from a snapshot of the sources to the plan of the site.
//!
//! [`Engine::build`] is a pure function of its inputs. What it keeps between calls are memos: a file whose bytes and
//! circumstances are the same is not read a second time, and the result is the same as if it had been.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use url::Url;

use crate::checks;
use crate::config::{self, Config};
use crate::diag::{self, Code, Diagnostic, Place};
use crate::entry::{self, Entry, Lens, Loaded};
use crate::kinds::{
    self, Audience, Calendar, Component, CreditNote, ExpectedSearch, Facts, Measured, SEARCHES, Synonyms, Withdrawn,
};
use crate::markdown::Quote;
use crate::output::{self, Plan, RenderError, SiteSearch};
use crate::site::{self, Asset, Parts, Record, Resolved, Site, is_publishable};
use crate::source::{ContentHash, ReadError, SitePath, Snapshot, SourceText};
use crate::theme::Theme;
use crate::time::Moment;
use crate::yaml::{self, Node};

/// What a user asks for on top of what the project's files say.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Who the site is for.
    pub audience: Audience,
    /// Whether drafts, and pages whose time has not come or has passed, are shown.
    pub drafts: bool,
    /// The address to publish at, instead of the one in the settings.
    pub base_url: Option<Url>,
    /// What "now" is, whatever the settings say.
    pub as_of: Option<Moment>,
}

/// Everything a build depends on.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// The project's files.
    pub snapshot: Snapshot,
    /// What the user asks for.
    pub settings: Settings,
    /// How pages look.
    pub theme: Arc<Theme>,
    /// What "now" is when nobody says otherwise.
    pub now: Moment,
    /// What the last published site said, where that is known.
    pub published: Option<Arc<Record>>,
}

/// What a build gives: the plan of every file, and what was found on the way.
#[derive(Debug)]
pub struct Build {
    /// Every file of the site, ready to be rendered.
    pub plan: Plan,
    /// Findings, sorted by place.
    pub findings: Vec<Diagnostic>,
    /// Searches that have to find something, from `searches.yaml`.
    pub searches: Vec<ExpectedSearch>,
}

impl Build {
    /// The findings about searches that do not find what they have to. They take the index, which costs as much as the
    /// rest of a check; a site without such searches pays nothing.
    ///
    /// # Errors
    /// When the index can't be made.
    pub fn missed_searches(&self, snapshot: &Snapshot) -> Result<Vec<Diagnostic>, RenderError> {
        let mut open: BTreeMap<String, SiteSearch<'_>> = BTreeMap::new();
        checks::missed_searches(self.plan.site(), &self.searches, snapshot, &mut |query, language| {
            if !open.contains_key(language) {
                open.insert(language.to_owned(), self.plan.search_in(language)?);
            }
            open[language].found(query, MOST_LOOKED_AT)
        })
    }
}

/// As far as the list of results is read for a page that should be at its top.
const MOST_LOOKED_AT: usize = 100;

/// Builds sites, and remembers what it read.
#[derive(Debug, Default)]
pub struct Engine {
    lens: Option<Lens>,
    loaded: BTreeMap<SitePath, (ContentHash, Arc<Loaded>)>,
}

/// A stage of a build that has ended, for whoever times it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The settings are read.
    Settings,
    /// Every page is read.
    Content,
    /// The model is complete.
    Model,
    /// Every check has run.
    Checks,
    /// Every file is planned.
    Plan,
}

const COMPONENTS: &[&str] = &["content/status/components.yaml", "content/internal/status/components.yaml"];
const FACTS: &[&str] = &["content/facts.yaml", "content/internal/facts.yaml"];
const WITHDRAWN: &[&str] = &["content/status/withdrawn.yaml", "content/internal/status/withdrawn.yaml"];
const CREDITS: &[&str] = &["content/sla/credits.yaml", "content/internal/sla/credits.yaml"];
const SYNONYMS: &[&str] = &["content/synonyms.yaml", "content/internal/synonyms.yaml"];
const CALENDARS: &[&str] = &["content/contact/calendars.yaml", "content/internal/contact/calendars.yaml"];

/// The finding for a project without settings.
const MISSING_SETTINGS: Code = Code("missing-settings");

impl Engine {
    /// Builds the site of `inputs`.
    ///
    /// # Errors
    /// When a file changed or vanished after the snapshot was taken; build again with a new one.
    pub fn build(&mut self, inputs: &Inputs) -> Result<Build, ReadError> {
        self.build_watched(inputs, &mut |_| {})
    }

    /// The same, and `ended` hears of each stage as it ends.
    ///
    /// # Errors
    /// As [`build`](Self::build).
    pub fn build_watched(&mut self, inputs: &Inputs, ended: &mut dyn FnMut(Stage)) -> Result<Build, ReadError> {
        let snapshot = &inputs.snapshot;
        let mut findings: Vec<Diagnostic> = snapshot.rejected().iter().map(checks::rejected).collect();
        let config = configure(inputs, &mut findings)?;
        let now = inputs.settings.as_of.or(config.as_of).unwrap_or(inputs.now);
        let mut lens = Lens::new(inputs.settings.audience, config.time_zone.clone());
        let facts = Arc::new(facts(snapshot, &lens, &mut findings)?);
        lens.facts = Arc::clone(&facts);
        ended(Stage::Settings);
        let loaded = self.load(snapshot, &lens)?;
        ended(Stage::Content);
        findings.extend(loaded.iter().flat_map(|loaded| loaded.findings.iter().cloned()));
        let live = |entry: &Entry| inputs.settings.drafts || entry.basics.is_live(now);
        let written = loaded.iter().filter_map(|loaded| loaded.entry.clone()).filter(|entry| live(entry));
        let written: Vec<Arc<Entry>> = written.collect();
        findings.extend(checks::dated_ahead(&written, now, &config, snapshot));
        let entries = written.into_iter().filter_map(|entry| entry.as_of(now)).collect();
        let mut site = Site::new(Parts {
            audience: lens.audience,
            drafts: inputs.settings.drafts,
            published: inputs.published.clone(),
            now,
            entries,
            files: visible_files(snapshot, lens.audience),
            components: components(snapshot, &lens, &mut findings)?,
            calendars: calendars(snapshot, &lens, &mut findings)?,
            withdrawn: withdrawn(snapshot, &lens, now, &mut findings)?,
            facts,
            quoted_in_data: quoted_in_data(snapshot, &lens)?,
            credit_notes: credit_notes(snapshot, &lens, &mut findings)?,
            measured: measured(snapshot, &mut findings)?,
            synonyms: synonyms(snapshot, &lens, &mut findings)?,
            config,
        });
        site.publish_assets(assets(&site, snapshot, &mut findings)?);
        ended(Stage::Model);
        let searches = searches(snapshot, &lens, &mut findings)?;
        findings.extend(checks::run(&site, snapshot));
        findings.extend(checks::lost_searches(&site, &searches, snapshot));
        diag::sort(&mut findings);
        ended(Stage::Checks);
        let plan = Plan::new(Arc::new(site), Arc::clone(&inputs.theme), snapshot.clone(), lens);
        ended(Stage::Plan);
        Ok(Build { plan, findings, searches })
    }

    /// Every page of the content, read anew only where its bytes or the lens changed.
    fn load(&mut self, snapshot: &Snapshot, lens: &Lens) -> Result<Vec<Arc<Loaded>>, ReadError> {
        match &self.lens {
            Some(known) if known == lens => {}
            Some(known) if known.differs_in_facts_alone(lens) => self.loaded.retain(|_, (_, loaded)| !loaded.quotes()),
            _ => self.loaded.clear(),
        }
        self.lens = Some(lens.clone());
        let pages: Vec<(&SitePath, ContentHash)> = snapshot
            .files()
            .filter(|(path, _)| is_page(path) && is_visible(path, lens.audience))
            .map(|(path, file)| (path, file.hash))
            .collect();
        let loaded: Vec<Arc<Loaded>> = pages
            .par_iter()
            .map(|(path, hash)| match self.loaded.get(*path) {
                Some((known, loaded)) if known == hash => Ok(Arc::clone(loaded)),
                _ => entry::load(snapshot, path, lens).map(Arc::new),
            })
            .collect::<Result<_, _>>()?;
        let remembered = pages.into_iter().zip(&loaded);
        self.loaded = remembered.map(|((path, hash), loaded)| (path.clone(), (hash, Arc::clone(loaded)))).collect();
        Ok(loaded)
    }
}

fn configure(inputs: &Inputs, findings: &mut Vec<Diagnostic>) -> Result<Config, ReadError> {
    let path = config::path();
    let mut config = match read_text(&inputs.snapshot, &path, findings)? {
        Some(source) => Config::read(&source, findings),
        None => {
            let place = Place::file(&path);
            let finding = Diagnostic::error(MISSING_SETTINGS, place, "the project has no settings that can be read");
            findings.push(finding.help("run `firstline init` for a small complete project to start from"));
            Config::default()
        }
    };
    if let Some(base_url) = &inputs.settings.base_url {
        config.base_url = base_url.clone();
    }
    Ok(config)
}

fn is_page(path: &SitePath) -> bool {
    path.below(kinds::CONTENT).is_some() && path.extension() == "md"
}

/// Whether a file may be looked at for this audience: what lies in `content/internal/` is not even opened for others.
fn is_visible(path: &SitePath, audience: Audience) -> bool {
    audience == Audience::Internal || !kinds::is_internal(path)
}

/// Files that pages may refer to: everything in the content but pages, settings and what is internal.
fn visible_files(snapshot: &Snapshot, audience: Audience) -> BTreeSet<SitePath> {
    let files = snapshot.files().map(|(path, _)| path);
    let offered = files.filter(|path| {
        path.below(kinds::CONTENT).is_some()
            && !matches!(path.extension().as_str(), "md" | "yaml" | "yml")
            && is_visible(path, audience)
    });
    offered.cloned().collect()
}

fn components(snapshot: &Snapshot, lens: &Lens, findings: &mut Vec<Diagnostic>) -> Result<Vec<Component>, ReadError> {
    let data = data(COMPONENTS, snapshot, lens, findings)?;
    Ok(data.iter().flat_map(|(source, node)| kinds::read_components(node, source, lens.audience, findings)).collect())
}

fn calendars(snapshot: &Snapshot, lens: &Lens, findings: &mut Vec<Diagnostic>) -> Result<Vec<Calendar>, ReadError> {
    let data = data(CALENDARS, snapshot, lens, findings)?;
    Ok(data.iter().flat_map(|(source, node)| kinds::read_calendars(node, source, &lens.zone, findings)).collect())
}

/// Latest first; what is dated after `now` is not known yet.
fn withdrawn(
    snapshot: &Snapshot,
    lens: &Lens,
    now: Moment,
    findings: &mut Vec<Diagnostic>,
) -> Result<Vec<Withdrawn>, ReadError> {
    let data = data(WITHDRAWN, snapshot, lens, findings)?;
    let read = data
        .iter()
        .flat_map(|(source, node)| kinds::read_withdrawn(node, source, (&lens.zone, lens.audience), findings));
    let mut withdrawn: Vec<_> = read.filter(|withdrawn| withdrawn.at.value <= now).collect();
    withdrawn.sort_by(|a, b| b.at.value.cmp(&a.at.value).then_with(|| a.page.value.cmp(&b.page.value)));
    Ok(withdrawn)
}

fn credit_notes(
    snapshot: &Snapshot,
    lens: &Lens,
    findings: &mut Vec<Diagnostic>,
) -> Result<Vec<CreditNote>, ReadError> {
    let data = data(CREDITS, snapshot, lens, findings)?;
    Ok(data.iter().flat_map(|(source, node)| kinds::read_credit_notes(node, source, lens.audience, findings)).collect())
}

fn facts(snapshot: &Snapshot, lens: &Lens, findings: &mut Vec<Diagnostic>) -> Result<Facts, ReadError> {
    let data = data(FACTS, snapshot, lens, findings)?;
    let mut facts = Facts::default();
    data.iter().for_each(|(source, node)| facts.read(node, source, lens.audience, findings));
    Ok(facts)
}

/// What the files that are no pages quote.
fn quoted_in_data(snapshot: &Snapshot, lens: &Lens) -> Result<Vec<(SitePath, Vec<Quote>)>, ReadError> {
    let blind = Lens::new(lens.audience, lens.zone.clone());
    let files = [COMPONENTS, WITHDRAWN, CREDITS, SYNONYMS, SEARCHES, CALENDARS].concat();
    let data = data(&files, snapshot, &blind, &mut Vec::new())?;
    let quotes = data.into_iter().map(|(source, mut node)| {
        let mut quotes = Vec::new();
        lens.facts.fill(&mut node, lens.audience, &mut quotes);
        (source.path().clone(), quotes)
    });
    Ok(quotes.filter(|(_, quotes)| !quotes.is_empty()).collect())
}

fn measured(snapshot: &Snapshot, findings: &mut Vec<Diagnostic>) -> Result<Vec<Measured>, ReadError> {
    let Some(path) = SitePath::new(kinds::MEASURED) else { return Ok(Vec::new()) };
    let source = read_text(snapshot, &path, findings)?;
    Ok(source.map(|source| kinds::read_measured(&source, findings)).unwrap_or_default())
}

fn synonyms(snapshot: &Snapshot, lens: &Lens, findings: &mut Vec<Diagnostic>) -> Result<Synonyms, ReadError> {
    let mut all = Synonyms::default();
    for (source, node) in data(SYNONYMS, snapshot, lens, findings)? {
        let read = kinds::read_synonyms(&node, &source, findings);
        all.without_general |= read.without_general;
        for (language, groups) in read.groups {
            all.groups.entry(language).or_default().extend(groups);
        }
    }
    Ok(all)
}

fn searches(
    snapshot: &Snapshot,
    lens: &Lens,
    findings: &mut Vec<Diagnostic>,
) -> Result<Vec<ExpectedSearch>, ReadError> {
    let data = data(SEARCHES, snapshot, lens, findings)?;
    Ok(data.iter().flat_map(|(source, node)| kinds::read_searches(node, source, findings)).collect())
}

/// The data files of `paths` that this audience may see, as trees without staff blocks.
fn data(
    paths: &[&str],
    snapshot: &Snapshot,
    lens: &Lens,
    findings: &mut Vec<Diagnostic>,
) -> Result<Vec<(SourceText, Node)>, ReadError> {
    let mut data = Vec::new();
    for path in paths.iter().filter_map(|path| SitePath::new(path)).filter(|path| is_visible(path, lens.audience)) {
        let Some(source) = read_text(snapshot, &path, findings)? else { continue };
        match yaml::parse(&source, 0..source.text().len(), findings) {
            Ok(mut node) => {
                entry::cut_staff(&mut node, &source, lens.staff(), findings);
                lens.facts.fill(&mut node, lens.audience, &mut Vec::new());
                data.push((source, node));
            }
            Err(finding) => findings.push(*finding),
        }
    }
    Ok(data)
}

/// The text at `path`, if there is such a file and it is text.
fn read_text(
    snapshot: &Snapshot,
    path: &SitePath,
    findings: &mut Vec<Diagnostic>,
) -> Result<Option<SourceText>, ReadError> {
    if snapshot.get(path).is_none() {
        return Ok(None);
    }
    let bytes = snapshot.read(path)?;
    let source = SourceText::decode(path.clone(), &bytes);
    Ok(source.map_err(|why| findings.push(entry::undecodable(path, &why))).ok())
}

/// The files that pages refer to and that may be published. Others stay where they are, so that a picture which only
/// an internal page shows is not published by accident.
fn assets(
    site: &Site,
    snapshot: &Snapshot,
    findings: &mut Vec<Diagnostic>,
) -> Result<BTreeMap<SitePath, Asset>, ReadError> {
    let referred: BTreeSet<SitePath> = site
        .pages()
        .par_iter()
        .flat_map_iter(|page| {
            let outline = &page.entry.outline;
            let links = outline.links.iter().map(|link| &link.destination);
            let images = outline.images.iter().map(|image| &image.destination);
            links.chain(images).filter_map(|destination| match site.resolve(&page.entry.path, destination) {
                Resolved::Asset(path) => Some(path),
                _ => None,
            })
        })
        .collect();
    let mut published = BTreeMap::new();
    let mut owners: BTreeMap<String, SitePath> = BTreeMap::new();
    for path in referred {
        let url = site::asset_url(&path);
        if site::slug::slug(path.stem()).is_empty() {
            findings.push(checks::nameless(&path));
            continue;
        }
        if output::is_own_file(&url) || owners.contains_key(&url) {
            findings.push(checks::taken(&path, &url, owners.get(&url)));
            continue;
        }
        let read = if is_publishable(&path) {
            site::read_asset(snapshot, &path).map_err(checks::Refused::Content)
        } else {
            Err(checks::Refused::Kind)
        };
        match read {
            Ok(asset) => {
                owners.insert(url, path.clone());
                published.insert(path, asset);
            }
            Err(checks::Refused::Content(site::AssetError::Read(error))) => return Err(error),
            Err(why) => {
                let bytes = snapshot.read(&path)?;
                findings.push(checks::refused(&path, &why, Some(&bytes)));
            }
        }
    }
    Ok(published)
}
