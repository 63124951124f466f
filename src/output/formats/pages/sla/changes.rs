//! What differs between two versions, in words.

use crate::kinds::{Measure, Window};
use crate::site::{Aspect, Change, Said, Subject, Verdict};
use crate::theme::view::{ChangeGroup, ChangeRow};
use crate::yaml::Choice;

use super::super::super::super::Press;
use super::price_in_words;
use super::promises::{channel_link, counted_in, language};
use super::uptime::in_percent;

/// Changes by the part of the promises that they are about.
pub(super) fn groups(press: &Press, changes: &[Change<'_>]) -> Vec<ChangeGroup> {
    let mut groups: Vec<ChangeGroup> = Vec::new();
    for change in changes {
        let heading = heading(&change.subject);
        match groups.last_mut() {
            Some(group) if group.heading == heading => group.changes.push(row(press, change)),
            _ => groups.push(ChangeGroup { heading, changes: vec![row(press, change)] }),
        }
    }
    groups
}

fn heading(subject: &Subject<'_>) -> &'static str {
    match subject {
        Subject::Plan(_) => "plans",
        Subject::Severity(_) => "sla_part_severities",
        Subject::Target(..) => "sla_part_times",
        Subject::Uptime(..) => "uptime",
        Subject::Credit(..) => "credits",
        Subject::Exclusion => "exclusions",
        Subject::Claim => "claim",
        Subject::OutOfScope(_) => "sla_out_of_scope",
    }
}

fn row(press: &Press, change: &Change<'_>) -> ChangeRow {
    let is_renamed = change.aspect == Aspect::Name;
    ChangeRow {
        subject: if is_renamed { String::new() } else { subject(press, &change.subject) },
        aspect: aspect(change.aspect),
        before: change.before.as_ref().map(|said| words(press, said)).unwrap_or_default(),
        after: change.after.as_ref().map(|said| words(press, said)).unwrap_or_default(),
        kind: match (&change.before, &change.after) {
            (None, _) => "added",
            (_, None) => "removed",
            _ if is_renamed => "renamed",
            _ => "changed",
        },
        verdict: match change.verdict {
            Verdict::Better => "better",
            Verdict::Worse => "worse",
            Verdict::Open => "",
        },
    }
}

fn subject(press: &Press, subject: &Subject<'_>) -> String {
    match subject {
        Subject::Plan(name) | Subject::Severity(name) | Subject::OutOfScope(name) => (*name).to_owned(),
        Subject::Target(plan, severity) => format!("{plan}, {severity}"),
        Subject::Uptime(id, plans) => {
            let name = press.site.component_name(id);
            if plans.is_empty() { name.to_owned() } else { format!("{name} ({})", plans.join(", ")) }
        }
        Subject::Credit(limit, components) => {
            let below = press.theme.string("sla_below").replace("{percent}", &in_percent(*limit));
            let names = joined(components, |id| press.site.component_name(id).to_owned());
            if names.is_empty() { below } else { format!("{below} ({names})") }
        }
        Subject::Exclusion | Subject::Claim => String::new(),
    }
}

/// The key of what has changed in the words of the theme.
fn aspect(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Whole | Aspect::Name | Aspect::Percent => "",
        Aspect::Price => "sla_price",
        Aspect::Languages => "languages",
        Aspect::Definition => "sla_definition",
        Aspect::Examples => "sla_examples",
        Aspect::Time(Measure::FirstResponse) => "first_response",
        Aspect::Time(Measure::UpdateEvery) => "update_every",
        Aspect::Time(Measure::Restore) => "restore",
        Aspect::Goal => "sla_goal",
        Aspect::Calendar => "calendar",
        Aspect::Channels => "channels",
        Aspect::Window => "sla_window",
        Aspect::Instead => "sla_instead",
    }
}

fn words(press: &Press, said: &Said<'_>) -> String {
    match said {
        Said::Text(text) => (*text).to_owned(),
        Said::Texts(texts) => texts.join("; "),
        Said::Languages(tags) => joined(tags, |tag| language(press, tag)),
        Said::Channels(names) => joined(names, |name| channel_link(press, name).title),
        Said::Wait(wait) => wait.to_string(),
        Said::Calendar(name) => press
            .site
            .calendar_named(name)
            .map_or_else(|| name.replace('-', " "), |calendar| counted_in(press, calendar).join(", ")),
        Said::Percent(percent) => in_percent(*percent),
        Said::Price(price) => price_in_words(&press.theme, price),
        Said::Window(window) => window_of(press, *window),
        Said::There => String::new(),
    }
}

fn joined(names: &[&str], name: impl Fn(&str) -> String) -> String {
    names.iter().map(|each| name(each)).collect::<Vec<_>>().join(", ")
}

fn window_of(press: &Press, window: Window) -> String {
    press.theme.string(&format!("sla_window_{}", window.word())).to_owned()
}
