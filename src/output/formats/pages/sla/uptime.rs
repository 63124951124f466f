//! Promised uptime, and what is credited when it is missed.

use crate::kinds::{Credit, Sla, SlaUptime, Window};
use crate::theme::view::{CreditRow, UptimeRow};
use crate::time::written_wait;
use crate::yaml::Choice;

use super::super::super::super::Press;

const DAY: f64 = 24.0 * 60.0 * 60.0;

pub(super) fn rows(press: &Press, sla: &Sla) -> Vec<UptimeRow> {
    sla.uptime.iter().map(|uptime| row(press, sla, uptime)).collect()
}

fn row(press: &Press, sla: &Sla, uptime: &SlaUptime) -> UptimeRow {
    let id = uptime.component.as_ref().map(|id| id.value.clone()).unwrap_or_default();
    let place = press.site.components.iter().position(|component| component.id.value == id);
    let plan = |id: &str| sla.plan(id).map_or_else(|| id.to_owned(), |plan| plan.name.clone());
    UptimeRow {
        component: place.map_or_else(|| id.clone(), |place| press.site.components[place].name.clone()),
        url: place.map(|place| press.site.component_url(place)).unwrap_or_default(),
        id,
        percent: uptime.percent.as_ref().map(|percent| in_percent(percent.value)).unwrap_or_default(),
        window: uptime.window.word().to_owned(),
        leaves: uptime.percent.as_ref().map(|percent| leaves(percent.value, uptime.window)).unwrap_or_default(),
        plans: uptime.plans.iter().map(|id| plan(&id.value)).collect(),
    }
}

/// "99.9 %"
pub(super) fn in_percent(percent: f64) -> String {
    format!("{percent} %")
}

/// How long something may be down that works for so many percent of a window; no less than whole minutes of it.
fn leaves(percent: f64, window: Window) -> String {
    let seconds = (100.0 - percent) / 100.0 * days(window) * DAY;
    // A hundredth of a second makes up for what percents lose as binary fractions.
    written_wait((seconds + 0.01) as i64)
}

/// The length of a window as customers reckon with it. The words beside it say so: "of a month of 30 days".
fn days(window: Window) -> f64 {
    match window {
        Window::Month => 30.0,
        Window::Quarter => 90.0,
        Window::Year => 365.0,
    }
}

pub(super) fn credits(press: &Press, sla: &Sla) -> Vec<CreditRow> {
    let services = |credit: &Credit| {
        let ids = credit.components.iter().map(|id| press.site.component_name(&id.value).to_owned());
        ids.collect()
    };
    let row = |credit: &Credit| CreditRow {
        below: in_percent(credit.below.value),
        services: services(credit),
        credit: credit.credit.clone(),
    };
    sla.credits.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_uptime_leaves_is_told_in_whole_minutes() {
        for (percent, window, words) in [
            (99.9, Window::Month, "43 minutes"),
            (99.5, Window::Month, "3 hours 36 minutes"),
            (99.99, Window::Month, "4 minutes"),
            (99.95, Window::Year, "4 hours 22 minutes"),
            (99.9, Window::Quarter, "2 hours 9 minutes"),
            (100.0, Window::Year, "0 seconds"),
            (90.0, Window::Month, "3 days"),
        ] {
            assert_eq!(leaves(percent, window), words, "{percent} of a {window:?}");
        }
    }
}
