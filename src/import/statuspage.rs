//! An export of Statuspage: what its API answers for incidents, scheduled maintenance and components, as one JSON file.
//!
//! Such a file is a list of incidents, or an object with one or more of the lists `incidents`, `scheduled_maintenances` and
//! `components`, as both versions of the API have them. What is scheduled is maintenance wherever it stands.

mod fields;
mod untold;

use serde_json::Value;
use url::Url;

use crate::kinds::{ComponentState, Impact, Progress, Stage};
use crate::site::slug::slug;
use crate::time::Moment;
use crate::yaml::Choice;

use super::markdown::{one_line, safe};
use super::timeline::{End, Raw, Step, bound, settle};
use super::{Catalogue, Found, Head, IncidentRecord, Left, MaintenanceRecord, NewComponent};
use fields::{Object, objects, shortened, sort};

/// Turns an export into incidents and maintenance; its components become components of `catalogue`.
///
/// # Errors
/// When `text` is not JSON, or is JSON of another sort: what and where, in words.
pub fn read(text: &str, catalogue: &mut Catalogue) -> Result<Found, String> {
    let root: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
        format!("line {}, column {}: this is not JSON that can be read: {error}", error.line(), error.column())
    })?;
    let mut export = Export { catalogue, base: None, groups: Vec::new(), found: Found::default() };
    match &root {
        Value::Array(items) => {
            let events = objects(items, "", &mut export.found.left);
            export.events(&events, items.len());
        }
        Value::Object(_) => export.whole(&root)?,
        other => {
            return Err(format!("expected a list of incidents, or an object that holds one; found {}", sort(other)));
        }
    }
    Ok(export.found)
}

/// Lists that hold what we read.
const LISTS: &[&str] = &["incidents", "scheduled_maintenances"];

struct Export<'a> {
    catalogue: &'a mut Catalogue,
    /// Where the page was published.
    base: Option<Url>,
    /// Groups of components: id and name.
    groups: Vec<(String, String)>,
    found: Found,
}

impl Export<'_> {
    fn whole(&mut self, root: &Value) -> Result<(), String> {
        let Some(root) = Object::of(root, String::new(), &mut self.found.left) else { return Ok(()) };
        if LISTS.iter().chain(&["components"]).all(|key| !root.has(key)) {
            return Err("expected one of the lists `incidents`, `scheduled_maintenances` and `components`; found none"
                .to_owned());
        }
        for key in root.others(&[
            "incidents",
            "scheduled_maintenances",
            "components",
            "page",
            "status",
            "component_groups",
            "meta",
        ]) {
            self.found.leave(key, "it has no place here");
        }
        if let Some(page) =
            root.value("page").and_then(|page| Object::of(page, "page".to_owned(), &mut self.found.left))
        {
            self.base = page.text("url", &mut self.found.left).and_then(|url| Url::parse(url).ok());
        }
        self.components(&root);
        for list in LISTS {
            let events = root.objects(list, &mut self.found.left);
            self.events(&events, root.value(list).and_then(Value::as_array).map_or(0, Vec::len));
        }
        Ok(())
    }

    fn components(&mut self, root: &Object<'_>) {
        let all = root.objects("components", &mut self.found.left);
        let groups = root.objects("component_groups", &mut self.found.left);
        for group in groups.iter().chain(all.iter().filter(|component| component.is_true("group"))) {
            let (id, name) = (group.text("id", &mut self.found.left), group.text("name", &mut self.found.left));
            self.groups.extend(id.zip(name).map(|(id, name)| (id.to_owned(), one_line(name))));
        }
        for component in all.iter().filter(|component| !component.is_true("group")) {
            if self.component(component).is_none() {
                self.found.leave(&component.place, "this component has no name");
            }
        }
    }

    /// The id here of a component as an export has it.
    fn component(&mut self, component: &Object<'_>) -> Option<String> {
        let left = &mut self.found.left;
        let name = one_line(component.text("name", left)?);
        let group_id = component.text("group_id", left);
        let group = self.groups.iter().find(|(id, _)| Some(id.as_str()) == group_id).map(|(_, name)| name.clone());
        let description = component.text("description", left).map(one_line);
        let since = component.text("start_date", left).filter(|date| date.parse::<jiff::civil::Date>().is_ok());
        let since = since.map(str::to_owned);
        let code = component.text("id", left).or_else(|| component.text("code", left));
        let id = code.filter(|code| is_readable(code)).unwrap_or_default().to_owned();
        let wanted = NewComponent { id, name: name.clone(), group, description, since };
        Some(match code {
            Some(code) => self.catalogue.id_for(code, wanted),
            None => self.catalogue.id_of(&name),
        })
    }

    /// Takes events from a list that is so `long`; what else is in it is named already.
    fn events(&mut self, events: &[Object<'_>], long: usize) {
        self.found.left_out += long.saturating_sub(events.len());
        for event in events {
            let is_planned =
                event.value("scheduled_for").is_some() || event.text("impact", &mut Vec::new()) == Some("maintenance");
            let taken = if is_planned { self.maintenance(event) } else { self.incident(event) };
            if taken.is_none() {
                self.found.leave_out(&event.place, "it does not say when it was");
            }
        }
    }

    fn incident(&mut self, event: &Object<'_>) -> Option<()> {
        let left = &mut self.found.left;
        let started = event.moment("started_at", left).or_else(|| event.moment("created_at", left))?;
        let state = event.text("status", left).map(str::to_owned);
        let resolved = event.moment("resolved_at", left);
        let is_over =
            matches!(state.as_deref(), Some("resolved" | "postmortem")) || (state.is_none() && resolved.is_some());
        let impact = self.impact(event);
        let mut head = self.head(event, started);
        let named = self.named(event);
        let mut told = self.updates::<Progress>(event, &mut head);
        if !is_over {
            let stands = untold::progress(event, state.as_deref().and_then(word), &told, &mut self.found.left);
            told.extend(stands);
        }
        let components = self.standing(event, (named, impact), &told);
        let mut settled = settle(told, started);
        let bounds = bound(&mut settled, started, if is_over { End::Over(resolved) } else { End::Open });
        settled.notes.drain(..).for_each(|note| self.found.leave(&event.place, note));
        let updates = settled.updates;
        self.found.incidents.push(IncidentRecord {
            head,
            started: bounds.started,
            resolved: bounds.resolved,
            impact,
            components,
            updates,
        });
        Some(())
    }

    fn maintenance(&mut self, event: &Object<'_>) -> Option<()> {
        let left = &mut self.found.left;
        let starts = event.moment("scheduled_for", left).or_else(|| event.moment("started_at", left));
        let starts = starts.or_else(|| event.moment("created_at", left))?;
        let until = event.moment("scheduled_until", left).or_else(|| event.moment("resolved_at", left));
        let ends = until.filter(|ends| *ends > starts);
        if ends.is_none() {
            left.push(Left::new(
                &event.place,
                "it does not say when it ends, or ends before it begins; it got an hour",
            ));
        }
        let said = event.text("status", left);
        let state = said.and_then(word::<Stage>).unwrap_or(Stage::Scheduled);
        let mut head = self.head(event, starts);
        let mut components = self.named(event);
        let told = self.updates::<Stage>(event, &mut head);
        components.extend(told.iter().flat_map(|raw| &raw.components).map(|(id, _)| id.clone()));
        let mut known = std::collections::BTreeSet::new();
        components.retain(|id| known.insert(id.clone()));
        let mut settled = settle(told, starts);
        settled.notes.drain(..).for_each(|note| self.found.leave(&event.place, note));
        // What components did is told by the stage; maintenance has no word for more.
        settled.updates.iter_mut().for_each(|said| said.components.clear());
        let ends = ends.unwrap_or_else(|| starts.plus(3600));
        let announced = untold::announcement(event, starts, &settled.updates, &mut self.found.left);
        let updates = announced.into_iter().chain(settled.updates).collect();
        self.found.maintenance.push(MaintenanceRecord { head, starts, ends, state, components, updates });
        Some(())
    }

    fn impact(&mut self, event: &Object<'_>) -> Impact {
        let left = &mut self.found.left;
        let said = event.text("impact_override", left).or_else(|| event.text("impact", left));
        let impact = said.and_then(word::<Impact>);
        impact.unwrap_or_else(|| {
            let why = said.map_or_else(|| "no impact".to_owned(), |said| format!("the impact `{}`", shortened(said)));
            left.push(Left::new(&event.place, format!("it has {why}; it counts as minor")));
            Impact::Minor
        })
    }

    fn head(&mut self, event: &Object<'_>, start: Moment) -> Head {
        let left = &mut self.found.left;
        let title = event.text("name", left).map(one_line).filter(|title| !title.is_empty());
        if title.is_none() {
            left.push(Left::new(&event.place, "it has no name; it is called after its time"));
        }
        let id = event.text("id", left);
        let link = event.text("shortlink", left).map(|link| format!("From {}", one_line(link)));
        if event.value("metadata").is_some_and(|metadata| metadata.as_object().is_none_or(|fields| !fields.is_empty()))
        {
            left.push(Left::new(&event.at("metadata"), "it has no place here"));
        }
        Head {
            place: event.place.clone(),
            title: title.unwrap_or_else(|| start.rfc3339()),
            name: None,
            old_path: id.filter(|id| id.chars().all(char::is_alphanumeric)).map(|id| format!("/incidents/{id}/")),
            remarks: link.into_iter().collect(),
            draft: false,
            body: self.write_up(event),
        }
    }

    /// The post-mortem, if it was published.
    fn write_up(&mut self, event: &Object<'_>) -> String {
        let Some(text) = event.text("postmortem_body", &mut self.found.left) else { return String::new() };
        if is_withheld(event) {
            self.found.leave(&event.at("postmortem_body"), WITHHELD);
            return String::new();
        }
        self.readable(text, &event.at("postmortem_body"))
    }

    fn readable(&mut self, text: &str, place: &str) -> String {
        let safe = safe(text, self.base.as_ref());
        safe.notes.into_iter().for_each(|note| self.found.leave(place, note));
        safe.text
    }

    /// What was said, oldest first. What was said as a post-mortem goes to the write-up.
    fn updates<S: Step + Choice>(&mut self, event: &Object<'_>, head: &mut Head) -> Vec<Raw<S>> {
        let mut raws = Vec::new();
        for update in event.objects("incident_updates", &mut self.found.left) {
            let body = update.text("body", &mut self.found.left).map(str::to_owned).unwrap_or_default();
            let body = self.readable(&body, &update.place);
            let said = update.text("status", &mut self.found.left);
            if update.text("custom_tweet", &mut self.found.left).is_some() {
                self.found.leave(&update.at("custom_tweet"), "what was posted elsewhere is not carried over");
            }
            if said == Some("postmortem") {
                if is_withheld(event) {
                    self.found.leave(&update.place, WITHHELD);
                } else {
                    add_write_up(head, &body);
                }
                continue;
            }
            let left = &mut self.found.left;
            let at = update.moment("display_at", left).or_else(|| update.moment("created_at", left));
            let state = said.and_then(word::<S>);
            if let Some(said) = said.filter(|_| state.is_none()) {
                left.push(Left::new(
                    &update.at("status"),
                    format!("`{}` is no state here; it keeps the one before", shortened(said)),
                ));
            }
            let components = self.changes(&update);
            raws.push(Raw { at, state, body, components });
        }
        // The newest stands on top.
        raws.reverse();
        raws
    }

    /// The components that an event names as a whole. They come first: its updates put the group before the name.
    fn named(&mut self, event: &Object<'_>) -> Vec<String> {
        let components = event.objects("components", &mut self.found.left);
        components.iter().filter_map(|component| self.component(component)).collect()
    }

    fn changes(&mut self, update: &Object<'_>) -> Vec<(String, ComponentState)> {
        let mut changes = Vec::new();
        for component in update.objects("affected_components", &mut self.found.left) {
            let stands = self.state_of(&component, "new_status");
            let id = self.component(&component);
            changes.extend(id.zip(stands));
        }
        changes
    }

    fn state_of(&mut self, component: &Object<'_>, key: &str) -> Option<ComponentState> {
        let said = component.text(key, &mut self.found.left)?;
        let state = word(said);
        if state.is_none() {
            self.found.leave(&component.at(key), format!("`{}` is no state of a component here", shortened(said)));
        }
        state
    }

    /// How components stood at the start: as the first update says, or well where a later one is the first to name them.
    /// An export that does not say it at all leaves it to the impact.
    fn standing(
        &mut self,
        event: &Object<'_>,
        (named, impact): (Vec<String>, Impact),
        told: &[Raw<Progress>],
    ) -> Vec<(String, ComponentState)> {
        let mut standing: Vec<(String, ComponentState)> = Vec::new();
        for (index, raw) in told.iter().enumerate() {
            for (id, state) in &raw.components {
                if standing.iter().all(|(known, _)| known != id) {
                    standing.push((id.clone(), if index == 0 { *state } else { ComponentState::Operational }));
                }
            }
        }
        let is_untold = |id: &String| standing.iter().all(|(known, _)| known != id);
        let guessed: Vec<String> = named.into_iter().filter(is_untold).collect();
        if !guessed.is_empty() {
            let why = format!("it does not say how {} stood; that is taken from its impact", guessed.join(", "));
            self.found.leave(&event.place, why);
        }
        let state = usual(impact);
        standing.extend(guessed.into_iter().map(|id| (id, state)));
        standing
    }
}

/// Whether the id of a component is one that people chose, as in a site of Firstline: a slug. Statuspage's own codes are
/// slugs too, of twelve signs and without a hyphen (`kctbh9vrtdwd`); nobody could read those out.
fn is_readable(id: &str) -> bool {
    slug(id) == id && (id.chars().count() != CODE || id.contains('-'))
}

/// How long Statuspage's codes are.
const CODE: usize = 12;

/// Whether a post-mortem is a draft, or was decided against. An export that knows nothing of post-mortems but the entry
/// in which one was published is one of the public page.
fn is_withheld(event: &Object<'_>) -> bool {
    let is_published = event.moment("postmortem_published_at", &mut Vec::new()).is_some();
    let knows = ["postmortem_body", "postmortem_published_at"].iter().any(|key| event.has(key));
    event.is_true("postmortem_ignored") || (knows && !is_published)
}

/// What is said of a post-mortem that stays behind.
const WITHHELD: &str = "it was never published, so it is left out";

fn add_write_up(head: &mut Head, body: &str) {
    if body.is_empty() || head.body.contains(body) {
        return;
    }
    if !head.body.is_empty() {
        head.body.push_str("\n\n");
    }
    head.body.push_str(body);
}

/// What one of our own words stands for; Statuspage has the same ones.
fn word<T: Choice>(text: &str) -> Option<T> {
    T::WORDS.iter().find(|(word, _)| *word == text).map(|(_, value)| *value)
}

/// How a component stands in an incident of this impact, where nothing else is known.
fn usual(impact: Impact) -> ComponentState {
    match impact {
        Impact::None => ComponentState::Operational,
        Impact::Minor => ComponentState::DegradedPerformance,
        Impact::Major => ComponentState::PartialOutage,
        Impact::Critical => ComponentState::MajorOutage,
    }
}
