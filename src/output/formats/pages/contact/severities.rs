//! What a channel is kept free for, in the words of the SLA in force.

use crate::kinds::{Channel, Severity};
use crate::site::Site;

use super::super::super::super::Press;

/// "Only for Critical: You cannot sell."; empty where the channel is for everything.
pub(super) fn only_for(press: &Press, channel: &Channel) -> String {
    if channel.severities.is_empty() {
        return String::new();
    }
    let known: Vec<&Severity> = channel.severities.iter().filter_map(|id| of_sla(&press.site, &id.value)).collect();
    let all_say_when = known.len() == channel.severities.len() && known.iter().all(|it| it.definition.is_some());
    let what = if all_say_when {
        known.into_iter().map(sentence).collect::<Vec<_>>().join(" ")
    } else {
        let ids = channel.severities.iter().map(|id| id.value.as_str());
        format!("{}.", ids.map(|id| name(&press.site, id)).collect::<Vec<_>>().join(", "))
    };
    press.theme.string("only_for").replace("{what}", &what)
}

fn of_sla<'a>(site: &'a Site, id: &str) -> Option<&'a Severity> {
    site.sla_in_force().and_then(|(_, sla)| sla.severity(id))
}

fn name<'a>(site: &'a Site, id: &'a str) -> &'a str {
    of_sla(site, id).map_or(id, |severity| severity.name.as_str())
}

/// "Critical: You cannot sell."
fn sentence(severity: &Severity) -> String {
    let when = severity.definition.as_deref().unwrap_or_default().trim_end();
    let end = if when.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{}: {when}{end}", severity.name)
}
