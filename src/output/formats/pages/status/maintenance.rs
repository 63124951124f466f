//! The page of maintenance, and its card in lists.

use crate::kinds::{Maintenance, MaintenanceUpdate, Stage};
use crate::output::Shown;
use crate::site::Page;
use crate::theme::view::{MaintenanceCard, MaintenanceView, UpdateRow};

use crate::yaml::Choice;

use super::incident::{corrections, update_html, update_ids};
use super::{Around, Press, RenderError, clock, contact, html, rows, subscribe, text};

/// So much of what is planned is shown at once.
const PLANNED: usize = 5;

/// The page of one maintenance.
pub(crate) fn maintenance(press: &Press, page: &Page, maintenance: &Maintenance) -> Result<Vec<u8>, RenderError> {
    let view = MaintenanceView {
        frame: press.frame(Around::page(press, page, Some("status"))),
        maintenance: card(press, page, maintenance),
        updates: updates(press, page, maintenance),
        corrections: corrections(press, &maintenance.corrections),
        html: press.body_html(page, &page.url)?,
        channels: contact::from_page(press, page),
        made: clock::made(press),
        subscribe: subscribe(press),
    };
    html(press, "maintenance.html", &view)
}

/// What runs, then the next that is planned, by its start, and whether there is more.
pub(super) fn near(press: &Press) -> (Vec<MaintenanceCard>, bool) {
    let site = &press.site;
    let runs = |maintenance: &Maintenance| maintenance.stage_at(site.now).runs();
    let (running, planned): (Vec<_>, Vec<_>) = site.maintenance_near().partition(|(_, maintenance)| runs(maintenance));
    let near = running.iter().chain(planned.iter().take(PLANNED));
    let shown = near.map(|(id, maintenance)| card(press, site.page(*id), maintenance)).collect();
    let ahead = site.maintenance().filter(|(_, maintenance)| !maintenance.stage_at(site.now).is_over()).count();
    (shown, ahead > running.len() + planned.len().min(PLANNED))
}

fn card(press: &Press, page: &Page, maintenance: &Maintenance) -> MaintenanceCard {
    let site = &press.site;
    let starts = maintenance.starts.as_ref().map(|at| at.value);
    let ends = maintenance.ends.as_ref().map(|at| at.value);
    let is_done = maintenance.stage_at(site.now) == Stage::Completed;
    // What is only announced ends on time, so only begun work can be late.
    let begun = maintenance.announced().runs();
    MaintenanceCard {
        title: page.title.clone(),
        url: page.url.clone(),
        summary: text(page.entry.basics.summary.as_ref()),
        states: clock::stages(site, maintenance),
        starts: starts.map(|at| press.time(at)),
        ends: ends.map(|at| press.time(at)),
        ended: maintenance.ended().filter(|at| is_done && Some(*at) != ends).map(|at| press.time(at)),
        window: rows::lasted(starts, ends),
        overrun: ends.filter(|_| begun).map(|ends| clock::after(site, ends)),
        components: maintenance.components.iter().map(|id| rows::mark(press, id, "")).collect(),
    }
}

fn updates(press: &Press, page: &Page, maintenance: &Maintenance) -> Vec<UpdateRow> {
    let row = |(place, update): (usize, &MaintenanceUpdate)| {
        let ids = update_ids(page, place + 1, &page.url);
        // The first plan is no change of plan.
        let moved = |at: &Option<crate::yaml::Placed<crate::time::Moment>>| {
            at.as_ref().filter(|_| place > 0).map(|at| press.time(at.value))
        };
        UpdateRow {
            number: place + 1,
            at: update.at.as_ref().map(|at| press.time(at.value)),
            state: update.state.as_ref().map_or("", |state| state.value.word()).to_owned(),
            back: false,
            html: update_html(press, update.body.as_ref(), Shown { page, at: &page.url, ids: &ids }),
            next_update_by: None,
            components: Vec::new(),
            starts: moved(&update.starts),
            ends: moved(&update.ends),
        }
    };
    maintenance.updates.iter().enumerate().rev().map(row).collect()
}
