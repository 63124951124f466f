//! The page of an incident, and its card in lists.

use crate::kinds::{Audience, ComponentState, Correction, Incident, IncidentUpdate, Prevention};
use crate::output::Shown;
use crate::site::{Page, PageId};
use crate::theme::view::{ComponentMark, CorrectionRow, IncidentCard, IncidentView, PreventionRow, Promise, UpdateRow};
use crate::time::Moment;
use crate::yaml::{Choice, Placed};

use super::{Around, Press, RenderError, clock, contact, html, rows, subscribe, text};

/// The page of one incident.
pub(crate) fn incident(press: &Press, id: PageId, incident: &Incident) -> Result<Vec<u8>, RenderError> {
    let page = press.site.page(id);
    let rows = |pages: &[PageId]| pages.iter().map(|id| rows::row(press, *id)).collect();
    let view = IncidentView {
        frame: press.frame(Around::page(press, page, Some("status"))),
        incident: card(press, page, incident, &page.url),
        summary: text(page.entry.basics.summary.as_ref()),
        detected: incident.detected.as_ref().map(|at| press.time(at.value)),
        updates: updates(press, page, incident, &page.url),
        corrections: corrections(press, &incident.corrections),
        repeats: rows(press.site.repeats(id)),
        repeated: rows(press.site.repeated_by(id)),
        cause: text(incident.cause.as_ref()),
        prevention: incident.prevention.iter().map(|item| prevention(press, item)).collect(),
        apology: text(incident.apology.as_ref()),
        compensation: text(incident.compensation.as_ref()),
        html: press.body_html(page, &page.url)?,
        channels: contact::from_page(press, page),
        made: clock::made(press),
        subscribe: subscribe(press),
    };
    html(press, "incident.html", &view)
}

/// What is said in a list, for the page at `shown_at`.
pub(super) fn card(press: &Press, page: &Page, incident: &Incident, shown_at: &str) -> IncidentCard {
    let last = incident.updates.last();
    let number = incident.updates.len();
    IncidentCard {
        title: page.title.clone(),
        url: page.url.clone(),
        impact: incident.impact().word().to_owned(),
        state: incident.progress().word().to_owned(),
        started: incident.started.as_ref().map(|at| press.time(at.value)),
        resolved: incident.ended().map(|at| press.time(at)),
        lasted: rows::lasted(incident.started.as_ref().map(|at| at.value), incident.ended()),
        html: last.map(|update| said(press, page, number, update, shown_at)).unwrap_or_default(),
        updated: last.and_then(|update| update.at.as_ref()).map(|at| press.time(at.value)),
        next_update: next_update(press, incident),
        workaround: incident.workaround.clone().unwrap_or_default(),
        components: marks(press, incident),
        earlier: Vec::new(),
    }
}

/// The same with everything that was said, for the overview.
pub(super) fn card_in_full(press: &Press, page: &Page, incident: &Incident) -> IncidentCard {
    let earlier = updates(press, page, incident, super::URL).into_iter().skip(1).collect();
    IncidentCard { earlier, ..card(press, page, incident, super::URL) }
}

/// The next word that is promised; nothing once it is over.
pub(super) fn next_update(press: &Press, incident: &Incident) -> Option<Promise> {
    let last = incident.updates.last().filter(|_| incident.is_open())?;
    Some(clock::promise(press, last.next_update_by.as_ref()?.value))
}

/// The components concerned: as was last said of them while it goes on, at their worst when it is over.
fn marks(press: &Press, incident: &Incident) -> Vec<ComponentMark> {
    let said_of = |id: &str, last: ComponentState| if incident.is_open() { last } else { worst(incident, id) };
    let hit = incident.hit().into_iter();
    hit.map(|(id, last)| rows::mark(press, id, said_of(&id.value, last).word())).collect()
}

fn worst(incident: &Incident, component: &str) -> ComponentState {
    let said = std::iter::once(&incident.components).chain(incident.updates.iter().map(|update| &update.components));
    let of_it = said.flatten().filter(|(id, _)| id.value == component);
    of_it.map(|(_, state)| *state).max().unwrap_or_default()
}

fn updates(press: &Press, page: &Page, incident: &Incident, shown_at: &str) -> Vec<UpdateRow> {
    // The promise that still holds stands on top of the page, with what becomes of it.
    let holds = |place: usize| incident.is_open() && place + 1 == incident.updates.len();
    let row = |(place, update): (usize, &IncidentUpdate)| UpdateRow {
        number: place + 1,
        at: update.at.as_ref().map(|at| press.time(at.value)),
        state: update.state.as_ref().map_or("", |state| state.value.word()).to_owned(),
        back: update.back,
        html: said(press, page, place + 1, update, shown_at),
        next_update_by: update.next_update_by.as_ref().filter(|_| !holds(place)).map(|at| press.time(at.value)),
        components: update.components.iter().map(|(id, state)| rows::mark(press, id, state.word())).collect(),
        starts: None,
        ends: None,
    };
    incident.updates.iter().enumerate().rev().map(row).collect()
}

fn said(press: &Press, page: &Page, number: usize, update: &IncidentUpdate, shown_at: &str) -> String {
    update_html(press, update.body.as_ref(), Shown { page, at: shown_at, ids: &update_ids(page, number, shown_at) })
}

/// What ids in the text of an update begin with. On the page of what it is about, its number tells it apart; elsewhere
/// it stands among others.
pub(super) fn update_ids(page: &Page, number: usize, shown_at: &str) -> String {
    if shown_at == page.url {
        return format!("fl-update-{number}-");
    }
    format!("{}-{number}-", page.url.trim_end_matches('/').replace('/', "-"))
}

/// The text of an update.
pub(super) fn update_html(press: &Press, text: Option<&Placed<String>>, shown: Shown<'_>) -> String {
    press.fragment_html(text, shown)
}

/// What was put right.
pub(super) fn corrections(press: &Press, corrections: &[Correction]) -> Vec<CorrectionRow> {
    let row = |correction: &Correction| CorrectionRow {
        at: correction.at.as_ref().map(|at| press.time(at.value)),
        note: correction.note.clone(),
    };
    corrections.iter().map(row).collect()
}

fn prevention(press: &Press, item: &Prevention) -> PreventionRow {
    let is_shown = press.site.audience == Audience::Internal;
    let zone = &press.site.config.time_zone;
    let today = press.site.now.date(zone);
    let due = item.due.as_ref().map(|date| date.value);
    // A day that lies ahead is a plan, not a deed.
    let done = item.done.as_ref().map(|date| date.value).filter(|done| *done <= today);
    let over = due.filter(|_| done.is_none()).and_then(|due| Moment::start_of(due.tomorrow().ok()?, zone));
    PreventionRow {
        what: item.what.clone(),
        due: due.map(|date| press.date(date)),
        done: done.map(|date| press.date(date)),
        done_late: due.zip(done).is_some_and(|(due, done)| due < done),
        late: over.map(|over| clock::when(&press.site, (Some(over), None))),
        owner: item.owner.clone().filter(|_| is_shown).unwrap_or_default(),
    }
}
