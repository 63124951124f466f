//! Plans by the names that customers know: those of the SLA in force, else what the channels themselves say.

use std::collections::BTreeSet;

use serde_json::json;

use crate::kinds::{Channel, Plan};
use crate::site::Site;
use crate::site::slug::humanise;
use crate::theme::view::PlanName;

/// Every plan that there is, in the order of the SLA; those that only channels name come in the order of their ids.
fn all(site: &Site) -> Vec<PlanName> {
    let promised: Vec<PlanName> = of_sla(site).iter().map(|plan| named(site, &plan.id)).collect();
    if !promised.is_empty() {
        return promised;
    }
    let ids: BTreeSet<&str> =
        site.channels().flat_map(|(.., channel)| &channel.plans).map(|plan| plan.value.as_str()).collect();
    ids.into_iter().map(|id| named(site, id)).collect()
}

fn of_sla(site: &Site) -> &[Plan] {
    site.sla_in_force().map(|(_, sla)| sla.plans.as_slice()).unwrap_or_default()
}

fn named(site: &Site, id: &str) -> PlanName {
    PlanName { id: id.to_owned(), name: name(site, id) }
}

/// What customers call a plan.
pub(super) fn name(site: &Site, id: &str) -> String {
    let plan = of_sla(site).iter().find(|plan| plan.id.value == id);
    plan.map_or_else(|| humanise(id), |plan| plan.name.clone())
}

/// The plans that a channel is for; empty where it is for everyone, be it that it lists every plan of the SLA.
pub(super) fn of(site: &Site, channel: &Channel) -> Vec<PlanName> {
    let promised = of_sla(site);
    let lists_all = !promised.is_empty() && promised.iter().all(|plan| channel.is_for_plan(&plan.id));
    if channel.plans.is_empty() || lists_all {
        return Vec::new();
    }
    let all = all(site);
    let known = all.into_iter().filter(|plan| channel.is_for_plan(&plan.id));
    let is_unknown = |id: &&str| !promised.is_empty() && promised.iter().all(|plan| plan.id.value != **id);
    let others = channel.plans.iter().map(|plan| plan.value.as_str()).filter(is_unknown);
    known.chain(others.map(|id| named(site, id))).collect()
}

/// The plans to choose from; none where every channel is for all of them.
pub(crate) fn to_choose_from(site: &Site) -> Vec<PlanName> {
    let is_for_some = |channel: &Channel| !of(site, channel).is_empty();
    if site.channels().any(|(.., channel)| is_for_some(channel)) { all(site) } else { Vec::new() }
}

/// The ids of plans for a script, as JSON, because an id may hold whatever would part them; empty where there are none.
pub(super) fn ids(plans: &[PlanName]) -> String {
    let ids: Vec<&str> = plans.iter().map(|plan| plan.id.as_str()).collect();
    if ids.is_empty() { String::new() } else { json!(ids).to_string() }
}
