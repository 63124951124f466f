//! The page of maintenance, and its card in lists.

use crate::kinds::{Maintenance, MaintenanceUpdate, Stage};
use crate::output::Shown;
use crate::site::Page;
use crate::theme::view::{MaintenanceCard, MaintenanceView, UpdateRow};

use crate::yaml::Choice;

use super::incident::{corrections, update_html, update_ids};
use super::{Around, Press, RenderError, clock, html, rows, subscribe, text};

/// The page of one maintenance.
pub(crate) fn maintenance(press: &Press, page: &Page, maintenance: &Maintenance) -> Result<Vec<u8>, RenderError> {
    let view = MaintenanceView {
        frame: press.frame(Around::page(press, page, Some("status"))),
        maintenance: card(press, page, maintenance),
        updates: updates(press, page, maintenance),
        corrections: corrections(press, &maintenance.corrections),
        html: press.body_html(page, &page.url)?,
        channels: press.first_channels(),
        made: clock::made(press),
        subscribe: subscribe(press),
    };
    html(press, "maintenance.html", &view)
}

/// What runs, then what is planned, by its start.
pub(super) fn near(press: &Press) -> Vec<MaintenanceCard> {
    let now = press.site.now;
    let is_ahead = |stage: Stage| !matches!(stage, Stage::Completed | Stage::Cancelled);
    let all = press.site.maintenance();
    let mut near: Vec<_> = all.filter(|(_, maintenance)| is_ahead(maintenance.stage_at(now))).collect();
    near.sort_by_key(|(_, maintenance)| !clock::is_under_way(maintenance.stage_at(now)));
    near.into_iter().map(|(id, maintenance)| card(press, press.site.page(id), maintenance)).collect()
}

fn card(press: &Press, page: &Page, maintenance: &Maintenance) -> MaintenanceCard {
    let site = &press.site;
    let ends = maintenance.ends.as_ref().map(|at| at.value);
    // What is only announced ends on time, so only begun work can be late.
    let begun = clock::is_under_way(maintenance.announced());
    MaintenanceCard {
        title: page.title.clone(),
        url: page.url.clone(),
        summary: text(page.entry.basics.summary.as_ref()),
        states: clock::stages(site, maintenance),
        starts: maintenance.starts.as_ref().map(|at| press.time(at.value)),
        ends: ends.map(|at| press.time(at)),
        window: rows::lasted(maintenance.starts.as_ref(), ends),
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
