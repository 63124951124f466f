//! The table of what is promised, by plan and severity.

use crate::kinds::{Calendar, Plan, Sla, Target};
use crate::site::Waits;
use crate::theme::view::{Link, PlanRows, Promised, TargetRow};
use crate::time::Wait;
use crate::yaml::Placed;

use super::super::super::super::Press;
use super::super::{hours, waits};
use super::price_in_words;

/// Every plan with its promises; `reckoned` are the longest waits, for a version that still counts.
pub(super) fn by_plan(press: &Press, sla: &Sla, mut reckoned: Option<&mut Waits<'_>>) -> Vec<PlanRows> {
    let mut plans: Vec<PlanRows> = sla.plans.iter().map(|plan| plan_rows(press, plan)).collect();
    for target in &sla.targets {
        let id = target.plan.as_ref().map(|id| id.value.clone()).unwrap_or_default();
        let row = target_row(press, sla, target, reckoned.as_deref_mut());
        match plans.iter_mut().find(|plan| plan.id == id) {
            Some(plan) => plan.targets.push(row),
            // Nobody said what this plan is; the promise stands under the name that it has.
            None => plans.push(PlanRows {
                name: id.clone(),
                id,
                price: String::new(),
                languages: Vec::new(),
                targets: vec![row],
            }),
        }
    }
    plans
}

fn plan_rows(press: &Press, plan: &Plan) -> PlanRows {
    PlanRows {
        id: plan.id.value.clone(),
        name: plan.name.clone(),
        price: plan.price.as_ref().map(|price| price_in_words(&press.theme, price)).unwrap_or_default(),
        languages: plan.languages.iter().map(|tag| language(press, &tag.value)).collect(),
        targets: Vec::new(),
    }
}

/// A language by its name; by its tag where the theme has no name for it.
pub(super) fn language(press: &Press, tag: &str) -> String {
    press.theme.find(&format!("language_{}", tag.to_lowercase())).unwrap_or(tag).to_owned()
}

fn target_row(press: &Press, sla: &Sla, target: &Target, mut reckoned: Option<&mut Waits<'_>>) -> TargetRow {
    let severity = target.severity.as_ref().map(|id| id.value.clone()).unwrap_or_default();
    let calendar = target.calendar.as_ref().and_then(|name| press.site.calendar_named(&name.value));
    let mut cell = |wait: &Option<Placed<Wait>>| {
        let wait = wait.as_ref().map(|wait| &wait.value);
        match reckoned.as_deref_mut() {
            Some(reckoned) => waits::promised(reckoned, calendar, wait),
            None => Promised { time: wait.map(ToString::to_string).unwrap_or_default(), worst: String::new() },
        }
    };
    TargetRow {
        plan: target.plan.as_ref().map(|id| id.value.clone()).unwrap_or_default(),
        name: sla.severity(&severity).map_or_else(|| severity.clone(), |severity| severity.name.clone()),
        severity,
        first_response: cell(&target.first_response),
        update_every: cell(&target.update_every),
        restore: cell(&target.restore),
        percent: target.percent.as_ref().filter(|percent| percent.value < 100.0).map(share).unwrap_or_default(),
        hours: calendar.map(|calendar| counted_in(press, calendar)).unwrap_or_default(),
        channels: target.channels.iter().map(|name| channel_link(press, &name.value)).collect(),
    }
}

fn share(percent: &Placed<f64>) -> String {
    percent.value.to_string()
}

/// The hours of a calendar in words.
pub(in super::super) fn counted_in(press: &Press, calendar: &Calendar) -> Vec<String> {
    if calendar.is_always() {
        return vec![press.theme.string("sla_always").to_owned()];
    }
    hours::week(&press.theme, calendar)
}

/// What customers call the channel of this name, and its page; else the name of its kind.
pub(super) fn channel_link(press: &Press, name: &str) -> Link {
    if let Some((_, page, _)) = press.site.channel_named(name) {
        return Link { title: page.title.clone(), url: page.url.clone() };
    }
    let kind = press.theme.find(&format!("channel_{name}"));
    Link { title: kind.map_or_else(|| name.replace('-', " "), str::to_owned), url: String::new() }
}
