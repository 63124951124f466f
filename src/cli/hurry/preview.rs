//! What everyone will read, in plain words: for whoever has to be sure of it before it is published.

use serde_json::json;

use crate::diag::Place;
use crate::engine::Build;
use crate::kinds::{Audience, ComponentState, Front, Impact, Incident, Maintenance, Progress, Stage};
use crate::markdown::{self, Staff};
use crate::site::{Page, Site};
use crate::time::Moment;
use crate::yaml::{Choice, Placed};

use super::times::{day_and_clock, in_words};
use super::{Draft, Saying};

/// Columns of a terminal that text is wrapped to.
const WIDTH: usize = 80;

/// What will be read, where, and when the next word is due. `readers` are all who see it.
pub(super) fn text(build: &Build, draft: &Draft, readers: Audience) -> String {
    let site = build.plan.site();
    let Some(page) = site.page_at(&draft.path).map(|id| site.page(id)) else {
        return "It is not shown yet: its time has not come.\n".to_owned();
    };
    let (head, place) = match readers {
        Audience::Public => ("Everyone will read:", "Once the site is built and published, at:"),
        Audience::Internal => {
            ("It is a draft or internal, so nobody outside sees it. It says:", "For those who may see it, at:")
        }
    };
    let said = match &page.entry.front {
        Front::Incident(incident) => incident_text(page, incident, site),
        Front::Maintenance(maintenance) => maintenance_text(page, maintenance, site),
        _ => String::new(),
    };
    let addresses: String = addresses(build, page).iter().map(|address| format!("  {address}\n")).collect();
    let everywhere = match readers {
        Audience::Public => everywhere(page),
        Audience::Internal => "",
    };
    format!("{head}\n\n{said}\n{place}\n{addresses}{everywhere}{}", translations(page, site))
}

/// The same for programs.
pub(super) fn json(build: &Build, draft: &Draft, saying: &Saying) -> serde_json::Value {
    let site = build.plan.site();
    let page = site.page_at(&draft.path).map(|id| site.page(id));
    let due = page.and_then(|page| match &page.entry.front {
        Front::Incident(incident) => promised(incident),
        _ => None,
    });
    json!({
        "path": draft.path.as_str(),
        "written": !saying.dry_run,
        "addresses": page.map(|page| addresses(build, page)).unwrap_or_default(),
        "next_update_by": due.map(Moment::rfc3339),
    })
}

fn incident_text(page: &Page, incident: &Incident, site: &Site) -> String {
    let zone = &site.config.time_zone;
    let progress = humanised(incident.progress().word());
    let started = incident.started.as_ref().map(|at| format!(", began {}", day_and_clock(at.value, site.now, zone)));
    let ended = incident.ended().map(|at| format!(", over {}", day_and_clock(at, site.now, zone)));
    let impact = humanised(incident.impact().word());
    let mut text = format!(
        "  {}\n  {progress}. Impact: {}{}{}\n",
        page.title,
        impact.to_lowercase(),
        started.unwrap_or_default(),
        ended.unwrap_or_default()
    );
    let states = incident.hit();
    if incident.is_open() && !states.is_empty() {
        let named =
            |(id, state): &(&Placed<String>, ComponentState)| format!("{}: {}", name_of(id, site), plain(state.word()));
        text.push_str(&wrapped(&states.iter().map(named).collect::<Vec<_>>().join(", ")));
    }
    let last = incident.updates.last();
    text.push_str(&body_text(page, site, last.and_then(|update| update.body.as_ref())));
    if let Some(workaround) = incident.workaround.as_ref().filter(|_| incident.is_open()) {
        // Pages show it as it is written, on one line, and not as Markdown.
        let words: Vec<&str> = workaround.split_whitespace().collect();
        text.push_str(&format!("\n{}", wrapped(&format!("Meanwhile: {}", words.join(" ")))));
    }
    let due = match promised(incident) {
        Some(due) => format!("Next update due {}", in_words(due, site.now, zone)),
        None if incident.is_open() => "No next update is promised.".to_owned(),
        None => "No further update is due.".to_owned(),
    };
    format!("{text}\n  {due}\n")
}

fn maintenance_text(page: &Page, maintenance: &Maintenance, site: &Site) -> String {
    let zone = &site.config.time_zone;
    let stage = maintenance.stage_at(site.now);
    let words = |at: &Option<Placed<Moment>>| {
        at.as_ref().map_or_else(|| "at a time not known yet".to_owned(), |at| in_words(at.value, site.now, zone))
    };
    let mut text = format!("  {}\n  {}\n", page.title, humanised(stage.word()));
    let names: Vec<&str> = maintenance.components.iter().map(|id| name_of(&id.value, site)).collect();
    if !names.is_empty() {
        text.push_str(&wrapped(&format!("Worked on: {}", names.join(", "))));
    }
    text.push_str(&body_text(page, site, maintenance.updates.last().and_then(|update| update.body.as_ref())));
    match stage {
        Stage::Completed | Stage::Cancelled => text,
        Stage::Scheduled | Stage::InProgress | Stage::Verifying => {
            format!("{text}\n  Begins {}\n  Ends {}\n", words(&maintenance.starts), words(&maintenance.ends))
        }
    }
}

/// When the next word was promised.
fn promised(incident: &Incident) -> Option<Moment> {
    let last = incident.updates.last().filter(|_| incident.is_open())?;
    last.next_update_by.as_ref().map(|at| at.value)
}

fn body_text(page: &Page, site: &Site, body: Option<&Placed<String>>) -> String {
    body.map(|body| format!("\n{}", wrapped(&plain_text(page, &site.facts.said(body))))).unwrap_or_default()
}

/// Markdown as a reader sees it. What is for staff is gone already where the public looks.
fn plain_text(page: &Page, markdown: &str) -> String {
    let body = markdown::fragment(markdown, &Place::file(&page.entry.path), Staff::Show, &mut Vec::new());
    markdown::plain_text(&body)
}

/// The addresses at which it will be seen, of those that the site has.
fn addresses(build: &Build, page: &Page) -> Vec<String> {
    let site = build.plan.site();
    let hit: Vec<&str> = match &page.entry.front {
        Front::Incident(incident) => incident.hit().into_iter().map(|(id, _)| id.value.as_str()).collect(),
        Front::Maintenance(maintenance) => maintenance.components.iter().map(|id| id.value.as_str()).collect(),
        _ => Vec::new(),
    };
    let components = hit.into_iter().filter_map(|id| site.component_at(id)).map(|place| site.component_url(place));
    let mut urls = vec![page.url.clone(), "status/".to_owned()];
    urls.extend(components);
    urls.extend(["status/feed.xml", "status/feed.json", "api/v2/summary.json"].map(str::to_owned));
    if matches!(page.entry.front, Front::Maintenance(_)) {
        urls.push("status/maintenance.ics".to_owned());
    }
    let file = |url: &str| if url.ends_with('/') { format!("{url}index.html") } else { url.to_owned() };
    let there = urls.into_iter().filter(|url| build.plan.jobs().contains_key(&file(url)));
    there.map(|url| format!("{}{url}", site.config.base_url)).collect()
}

/// Where else it is told while it goes on.
fn everywhere(page: &Page) -> &'static str {
    match &page.entry.front {
        Front::Incident(incident) if incident.progress() != Progress::Resolved => match incident.impact() {
            Impact::Major | Impact::Critical => "  and in a banner on every page\n",
            Impact::Minor => "  and in a banner on the home page\n",
            Impact::None => "",
        },
        _ => "",
    }
}

/// Translations are pages of their own, and nobody has translated this yet.
fn translations(page: &Page, site: &Site) -> String {
    let name = super::find::name_of(page);
    let same = |other: &&Page| {
        let is_other = other.entry.path != page.entry.path;
        is_other && other.entry.path.folder() == page.entry.path.folder() && super::find::name_of(other) == name
    };
    let paths: Vec<&str> = site.pages().iter().filter(same).map(|other| other.entry.path.as_str()).collect();
    if paths.is_empty() { String::new() } else { format!("Its translations do not say so yet: {}\n", paths.join(", ")) }
}

fn name_of<'a>(id: &'a str, site: &'a Site) -> &'a str {
    site.component_at(id).map_or(id, |place| &site.components[place].name)
}

/// `partial_outage` is "partial outage".
fn plain(word: &str) -> String {
    word.replace('_', " ")
}

fn humanised(word: &str) -> String {
    crate::site::slug::humanise(word)
}

/// Text in lines of a terminal, two columns from its edge.
pub(super) fn wrapped(text: &str) -> String {
    let mut wrapped = String::new();
    for line in text.lines() {
        let mut column = 0;
        for word in line.split_whitespace() {
            let length = word.chars().count();
            if column == 0 {
                wrapped.push_str("  ");
                column = 2;
            } else if column + 1 + length > WIDTH {
                wrapped.push_str("\n  ");
                column = 2;
            } else {
                wrapped.push(' ');
                column += 1;
            }
            wrapped.push_str(word);
            column += length;
        }
        wrapped.push('\n');
    }
    wrapped
}
