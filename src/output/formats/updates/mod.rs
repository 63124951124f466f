//! What was said about incidents and maintenance, an entry for each update, for those who follow the service.
//!
//! An entry is made of its update and of those before it, so nothing that is said later changes it: its id is made of the
//! page's own name and the update's time, it was changed when it was published, and the words in it that are not the
//! writer's are Firstline's own, which no theme can reword. Plans of maintenance are those that its updates tell.
//!
//! It does change when what it was made of is edited, and keeps its id and its times then, so that readers which have
//! it keep what they have. That is: the page's title; the text of the update; the components that stand at the page's
//! beginning rather than in an update; an update put in or taken out before it, since its link counts them; the site's
//! address or zone; and the address of something that its text links to. The check `history-rewritten` reports a
//! changed text, an update put in or taken out, and changed components at the beginning: of an incident once it is over
//! (while it goes on, without a new update), of maintenance without a new update.

mod atom;
mod json_feed;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::{CONTROLS, utf8_percent_encode};
use quick_xml::escape::escape;
use url::Url;

use crate::kinds::{Front, Incident, Maintenance};
use crate::markdown;
use crate::site::{Page, PageId};
use crate::time::Moment;
use crate::yaml::{Choice, Placed};

use super::super::{Press, RenderError, Shown};
use super::feed::address;

/// Most entries in a feed: what is fetched every few minutes has to stay small, and readers keep what they have seen. So
/// a feed may lose its oldest entries; the archive has them all.
const MOST: usize = 100;

/// An update as feeds show it.
struct Entry {
    /// A tag URI (RFC 4151), for ever.
    id: String,
    title: String,
    /// Where the update stands on its page, in full.
    url: String,
    /// When it was published.
    at: Moment,
    html: String,
    /// Ids of the components that were named by then.
    components: Vec<String>,
}

/// A feed, whatever its format.
struct Feed {
    title: String,
    /// The page that it follows, in full; the feed lies in the same folder.
    home: String,
    /// When it last changed, where it has no entry.
    quiet_since: Moment,
    entries: Vec<Entry>,
}

/// The feed of all updates as Atom: `status/feed.xml`.
pub(super) fn atom(press: &Press) -> Result<Vec<u8>, RenderError> {
    Ok(atom::write(press, &Feed::of_all(press)))
}

/// The same as JSON Feed.
pub(super) fn json(press: &Press) -> Result<Vec<u8>, RenderError> {
    Ok(json_feed::write(press, &Feed::of_all(press)))
}

/// The updates on the component at `place`, as Atom.
pub(super) fn component_atom(press: &Press, place: usize) -> Result<Vec<u8>, RenderError> {
    Ok(atom::write(press, &Feed::of_component(press, place)))
}

/// The same as JSON Feed.
pub(super) fn component_json(press: &Press, place: usize) -> Result<Vec<u8>, RenderError> {
    Ok(json_feed::write(press, &Feed::of_component(press, place)))
}

impl Feed {
    fn of_all(press: &Press) -> Self {
        let site = &press.site;
        let pages = site.incidents().map(|(id, _)| id).chain(site.maintenance().map(|(id, _)| id));
        let updates = pages.flat_map(|id| updates(press, id)).collect();
        Self::new(press, (press.theme.string("status_title"), "status/"), site.last_changed(), updates)
    }

    fn of_component(press: &Press, place: usize) -> Self {
        let site = &press.site;
        let component = &site.components[place];
        // What was said before a component was named for the first time is not about it: naming it is one new entry.
        let concerns = |update: &Update<'_>| Some(update.number) >= first_naming(update.page, &component.id);
        let pages = site.mentions(place).iter();
        let updates = pages.flat_map(|id| updates(press, *id)).filter(concerns).collect();
        let quiet_since = site.recorded_since(place).unwrap_or(Moment::EPOCH);
        Self::new(press, (&component.name, &site.component_url(place)), quiet_since, updates)
    }

    fn new(press: &Press, (name, url): (&str, &str), quiet_since: Moment, mut updates: Vec<Update<'_>>) -> Self {
        updates.sort_by_key(|update| (Reverse(update.at), &update.page.url, Reverse(update.number)));
        updates.truncate(MOST);
        Self {
            title: format!("{name} – {}", press.site.config.title),
            home: address(press, url),
            quiet_since,
            entries: updates.iter().map(|update| update.entry(press)).collect(),
        }
    }

    /// When something was last said.
    fn updated(&self) -> Moment {
        self.entries.first().map_or(self.quiet_since, |entry| entry.at)
    }
}

/// One thing that was said.
struct Update<'a> {
    page: &'a Page,
    /// Its place on its page, from 1.
    number: usize,
    at: Moment,
    /// How many earlier ones on its page have the same time.
    twins: usize,
    state: &'static str,
    body: Option<&'a Placed<String>>,
    /// What is dated in it, with words for that, in the order shown.
    dates: Vec<(&'static str, Moment)>,
}

/// Before the time of a promise. These words stand in what was published, so they are not the theme's.
const NEXT_UPDATE: &str = "Next update by";
/// Before the times of a plan.
const STARTS: &str = "Starts:";
const ENDS: &str = "Ends:";

/// What was said on a page, in the order written. What has no time that can be read is left out.
fn updates(press: &Press, page: PageId) -> Vec<Update<'_>> {
    let page = press.site.page(page);
    let mut updates = match &page.entry.front {
        Front::Incident(incident) => of_incident(page, incident),
        Front::Maintenance(maintenance) => of_maintenance(page, maintenance),
        _ => Vec::new(),
    };
    let twins = twins(updates.iter().map(|update| Some(update.at)));
    updates.iter_mut().zip(twins).for_each(|(update, twins)| update.twins = twins);
    updates
}

/// For each update of a page, by their times: how many earlier ones have the same. No check lets that be, but an id that
/// is there twice is worse than an odd one.
pub(super) fn twins(times: impl Iterator<Item = Option<Moment>>) -> Vec<usize> {
    let mut seen: BTreeMap<Option<Moment>, usize> = BTreeMap::new();
    let count = |at| {
        let count = seen.entry(at).or_default();
        *count += 1;
        *count - 1
    };
    times.map(count).collect()
}

fn of_incident<'a>(page: &'a Page, incident: &'a Incident) -> Vec<Update<'a>> {
    let updates = incident.updates.iter().enumerate().filter_map(|(place, update)| {
        let dates = value(&update.next_update_by).map(|by| (NEXT_UPDATE, by));
        let told = Update::new(page, place, value(&update.at)?, update.body.as_ref());
        Some(Update { dates: dates.into_iter().collect(), ..told.at_state(update.state.as_ref()) })
    });
    updates.collect()
}

/// A plan that changed is told as a whole, as far as it was told by then.
fn of_maintenance<'a>(page: &'a Page, maintenance: &'a Maintenance) -> Vec<Update<'a>> {
    let (mut starts, mut ends) = (None, None);
    let updates = maintenance.updates.iter().enumerate().filter_map(|(place, update)| {
        let is_planned = update.starts.is_some() || update.ends.is_some();
        starts = value(&update.starts).or(starts);
        ends = value(&update.ends).or(ends);
        let plan = starts.map(|at| (STARTS, at)).into_iter().chain(ends.map(|at| (ENDS, at)));
        let told = Update::new(page, place, value(&update.at)?, update.body.as_ref());
        Some(Update { dates: plan.filter(|_| is_planned).collect(), ..told.at_state(update.state.as_ref()) })
    });
    updates.collect()
}

fn value(at: &Option<Placed<Moment>>) -> Option<Moment> {
    at.as_ref().map(|at| at.value)
}

impl<'a> Update<'a> {
    fn new(page: &'a Page, place: usize, at: Moment, body: Option<&'a Placed<String>>) -> Self {
        Self { page, number: place + 1, at, twins: 0, state: "", body, dates: Vec::new() }
    }

    fn at_state(self, state: Option<&Placed<impl Choice>>) -> Self {
        Self { state: state.map_or("", |state| state.value.word()), ..self }
    }

    fn entry(&self, press: &Press) -> Entry {
        let state = self.state.replace('_', " ");
        let page = address(press, &self.page.url);
        let title = &self.page.title;
        Entry {
            id: self.id(press),
            title: if state.is_empty() { title.clone() } else { format!("{title}: {state}") },
            html: self.html(press, &page, if state.is_empty() { title } else { &state }),
            url: format!("{page}#fl-update-{}", self.number),
            at: self.at,
            components: named_until(self.page, self.number).into_iter().map(str::to_owned).collect(),
        }
    }

    /// `tag:help.example.com,2026-11-20:incidents/card-payments/2026-11-20T13:20:00Z`. The day is that of the update: the
    /// beginning of what it tells of may be corrected or moved.
    fn id(&self, press: &Press) -> String {
        let host = press.site.config.base_url.host_str().unwrap_or_default();
        let at = self.at.rfc3339();
        let day = at.get(..10).unwrap_or(&at);
        let name = self.page.url.trim_start_matches("status/").trim_end_matches('/');
        let name = utf8_percent_encode(name, CONTROLS);
        let twin = if self.twins == 0 { String::new() } else { format!("/{}", self.twins + 1) };
        format!("tag:{host},{day}:{name}/{at}{twin}")
    }

    /// What it says; `summary` where it has no words of its own.
    fn html(&self, press: &Press, page: &str, summary: &str) -> String {
        let ids = format!("fl-update-{}-", self.number);
        let html = press.fragment_html(self.body, Shown { page: self.page, at: &self.page.url, ids: &ids });
        let mut html = Url::parse(page).map_or_else(|_| html.clone(), |page| markdown::full_addresses(&html, &page));
        if html.trim().is_empty() {
            html = format!("<p>{}</p>\n", escape(summary));
        }
        let date = |(label, at): &(&str, Moment)| {
            let time = press.time(*at);
            format!("<p>{label} <time datetime=\"{}\">{}</time></p>\n", escape(&time.iso), escape(&time.text))
        };
        html.extend(self.dates.iter().map(date));
        html
    }
}

/// The place, from 1, of the first update on a page by which it names a component.
fn first_naming(page: &Page, id: &str) -> Option<usize> {
    match &page.entry.front {
        Front::Incident(incident) if names(&incident.components, id) => Some(1),
        Front::Incident(incident) => {
            incident.updates.iter().position(|update| names(&update.components, id)).map(|place| place + 1)
        }
        Front::Maintenance(maintenance) => maintenance.components.iter().any(|named| named.value == id).then_some(1),
        _ => None,
    }
}

fn names<T>(components: &[(Placed<String>, T)], id: &str) -> bool {
    components.iter().any(|(named, _)| named.value == id)
}

/// The components that a page names up to the update at a place counted from 1, in the order of their naming.
fn named_until(page: &Page, number: usize) -> Vec<&str> {
    let named: Vec<&str> = match &page.entry.front {
        Front::Incident(incident) => {
            let later = incident.updates.iter().take(number).flat_map(|update| &update.components);
            incident.components.iter().chain(later).map(|(id, _)| id.as_str()).collect()
        }
        Front::Maintenance(maintenance) => maintenance.components.iter().map(|id| id.as_str()).collect(),
        _ => Vec::new(),
    };
    let mut seen = BTreeSet::new();
    named.into_iter().filter(|id| seen.insert(*id)).collect()
}
