//! From what was found to the texts of new files, beside what the project has already. Nothing that is there changes,
//! but for components that are added at the end of their file.
//!
//! Every text is read back before it counts, by the same code that will read the file: what Firstline would not
//! understand is left behind and named.

mod there;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use jiff::tz::TimeZone;

use crate::diag::Severity;
use crate::entry::{self, Lens};
use crate::kinds::{Audience, ComponentState, Front, read_components};
use crate::site::slug::slug;
use crate::source::{SitePath, Snapshot, SourceText};
use crate::time::Moment;
use crate::yaml::scalar::{inline, prose, quoted};
use crate::yaml::{self, Choice, Node, Value};

use super::{Catalogue, Found, Head, IncidentRecord, Left, MaintenanceRecord, NewComponent, Said};
use there::differs;

/// Where components are declared.
pub const COMPONENTS: &str = "content/status/components.yaml";
/// Longest name of a file, in bytes, without its extension.
const LONGEST_NAME: usize = 80;

/// What is to be written.
#[derive(Debug, Default)]
pub struct Files {
    /// New incidents and maintenance: paths and texts.
    pub new: BTreeMap<SitePath, String>,
    /// The whole text of the file of components, where some are added.
    pub components: Option<String>,
    /// What is added to it.
    pub added: Vec<NewComponent>,
    /// Files that are there already, word for word.
    pub same: Vec<SitePath>,
    /// How many files are there already and say something else.
    pub other: usize,
    /// How many incidents and maintenance were left out as a whole.
    pub left_out: usize,
    /// What a person should look at.
    pub left: Vec<Left>,
}

/// Turns what was found into files, beside those of `snapshot`. Days are those of `zone`.
#[must_use]
pub fn files(found: Found, catalogue: &Catalogue, snapshot: &Snapshot, zone: &TimeZone) -> Files {
    let mut files = Files { left: found.left, left_out: found.left_out, ..Files::default() };
    let mut incidents = found.incidents;
    incidents.sort_by_key(|incident| (incident.started, incident.head.title.clone(), incident.head.place.clone()));
    let mut maintenance = found.maintenance;
    maintenance.sort_by_key(|work| (work.starts, work.head.title.clone(), work.head.place.clone()));
    let incidents = incidents.iter().map(|it| ("incidents", &it.head, it.started, incident(it)));
    let maintenance = maintenance.iter().map(|it| ("maintenance", &it.head, it.starts, self::maintenance(it)));
    let mut names = BTreeSet::new();
    for (folder, head, start, text) in incidents.chain(maintenance) {
        let name = free_name(folder, &name(head, start, zone), &mut names);
        let Some(path) = SitePath::new(&format!("content/status/{folder}/{name}.md")) else {
            files.leave_out(head, "no name for a file can be made of its title".to_owned());
            continue;
        };
        files.put(path, text, head, (snapshot, zone));
    }
    files.add_components(catalogue, snapshot);
    files
}

impl Files {
    fn put(&mut self, path: SitePath, text: String, head: &Head, (snapshot, zone): (&Snapshot, &TimeZone)) {
        if snapshot.get(&path).is_some() || snapshot.rejected().iter().any(|rejected| rejected.path == path.as_str()) {
            if snapshot.read(&path).is_ok_and(|bytes| *bytes == *text.as_bytes()) {
                self.same.push(path);
            } else {
                self.left.push(Left::new(&head.place, differs(&path, &text, (snapshot, zone))));
                self.other += 1;
            }
            return;
        }
        match front_of(&path, &text, zone) {
            Err(why) => self.leave_out(head, why),
            Ok(front) => {
                if matches!(front, Front::Maintenance(work) if !work.was_announced()) {
                    self.left.push(Left::new(&head.place, UNANNOUNCED));
                }
                self.new.insert(path, text);
            }
        }
    }

    fn leave_out(&mut self, head: &Head, why: String) {
        self.left.push(Left::new(&head.place, why));
        self.left_out += 1;
    }

    fn add_components(&mut self, catalogue: &Catalogue, snapshot: &Snapshot) {
        if catalogue.added().is_empty() {
            return;
        }
        let Some(path) = SitePath::new(COMPONENTS) else { return };
        let existing = match snapshot.get(&path) {
            None => Ok(None),
            Some(_) => snapshot.read(&path).map(Some),
        };
        let old = existing
            .ok()
            .and_then(|bytes| bytes.map_or(Some(String::new()), |bytes| String::from_utf8(bytes.to_vec()).ok()));
        match old.and_then(|old| with_components(&old, catalogue.added(), &path)) {
            Some(text) => (self.components, self.added) = (Some(text), catalogue.added().to_vec()),
            None => {
                let ids: Vec<&str> = catalogue.added().iter().map(|component| component.id.as_str()).collect();
                let why = format!("nothing can be added at its end; add these components by hand: {}", ids.join(", "));
                self.left.push(Left::new(COMPONENTS, why));
            }
        }
    }
}

/// What the report says of maintenance that nobody was told of beforehand.
const UNANNOUNCED: &str = "nothing says that it was announced before it began, so it counts as a partial outage of its \
                           components; if it was, add a `scheduled` update with the time";

/// The fields of a text as Firstline would read them in the file at `path`, or what it would not understand.
fn front_of(path: &SitePath, text: &str, zone: &TimeZone) -> Result<Front, String> {
    let snapshot = Snapshot::in_memory([(path.clone(), text.as_bytes().to_vec())]);
    let unread = || "it was left out as a whole: its file could not be read back".to_owned();
    let loaded = entry::load(&snapshot, path, &lens(zone)).map_err(|_| unread())?;
    if let Some(problem) = loaded.findings.into_iter().find(|finding| finding.severity == Severity::Error) {
        let (line, why) = (problem.place.line, problem.message);
        return Err(format!("it was left out as a whole: line {line} of its file would not be understood: {why}"));
    }
    loaded.entry.map(|entry| entry.front.clone()).ok_or_else(unread)
}

/// Everything is read, whoever it is for.
fn lens(zone: &TimeZone) -> Lens {
    Lens::new(Audience::Internal, zone.clone())
}

/// The name of the file: the day and the title, or the name that it had.
fn name(head: &Head, start: Moment, zone: &TimeZone) -> String {
    let day = start.date(zone).to_string();
    let given = head.name.as_deref().map(slug).filter(|name| !name.is_empty());
    match given {
        Some(given) if begins_with_day(&given) => shortened(&given),
        given => shortened(&format!("{day}-{}", given.unwrap_or_else(|| slug(&head.title)))),
    }
}

/// Whether a name is that of a day: `2018-04-13-gates-stuck`.
pub(super) fn begins_with_day(name: &str) -> bool {
    name.get(..10).is_some_and(|day| day.parse::<jiff::civil::Date>().is_ok())
}

/// A name that is short enough, cut between words where it has some.
fn shortened(name: &str) -> String {
    let mut end = name.len().min(LONGEST_NAME);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    let head = &name[..end];
    let cut = if end < name.len() { head.rfind('-').filter(|at| *at > 10).unwrap_or(end) } else { end };
    head[..cut].trim_matches('-').to_owned()
}

/// A name that no other record of this import has.
fn free_name(folder: &str, name: &str, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    let free = names.find(|name| taken.insert(format!("{folder}/{name}")));
    free.unwrap_or_else(|| name.to_owned())
}

fn incident(incident: &IncidentRecord) -> String {
    let mut out = opening(&incident.head);
    line(&mut out, "", "started", &incident.started.rfc3339());
    if let Some(resolved) = incident.resolved {
        line(&mut out, "", "resolved", &resolved.rfc3339());
    }
    line(&mut out, "", "impact", incident.impact.word());
    states(&mut out, "", &incident.components);
    if !incident.updates.is_empty() {
        out.push_str("updates:\n");
    }
    let mut standing: BTreeMap<&str, ComponentState> = BTreeMap::new();
    standing.extend(incident.components.iter().map(|(id, state)| (id.as_str(), *state)));
    for said in &incident.updates {
        update(&mut out, said);
        let changed = |(id, state): &&(String, ComponentState)| standing.get(id.as_str()) != Some(state);
        let changes: Vec<(String, ComponentState)> = said.components.iter().filter(changed).cloned().collect();
        states(&mut out, "    ", &changes);
        standing.extend(said.components.iter().map(|(id, state)| (id.as_str(), *state)));
    }
    closing(out, &incident.head)
}

fn maintenance(maintenance: &MaintenanceRecord) -> String {
    let mut out = opening(&maintenance.head);
    line(&mut out, "", "starts", &maintenance.starts.rfc3339());
    line(&mut out, "", "ends", &maintenance.ends.rfc3339());
    if maintenance.updates.is_empty() {
        line(&mut out, "", "state", maintenance.state.word());
    }
    if !maintenance.components.is_empty() {
        let ids: Vec<String> = maintenance.components.iter().map(|id| quoted(id)).collect();
        line(&mut out, "", "components", &format!("[{}]", ids.join(", ")));
    }
    if !maintenance.updates.is_empty() {
        out.push_str("updates:\n");
    }
    maintenance.updates.iter().for_each(|said| update(&mut out, said));
    closing(out, &maintenance.head)
}

fn opening(head: &Head) -> String {
    let mut out = "---\n".to_owned();
    for remark in &head.remarks {
        let _ = writeln!(out, "# {remark}");
    }
    line(&mut out, "", "title", &inline(&head.title));
    if head.draft {
        line(&mut out, "", "draft", "true");
    }
    if let Some(old) = &head.old_path {
        line(&mut out, "", "old_paths", &format!("[{}]", quoted(old)));
    }
    out
}

fn closing(mut out: String, head: &Head) -> String {
    out.push_str("---\n");
    if !head.body.is_empty() {
        out.push_str(&head.body);
        out.push('\n');
    }
    out
}

fn update<S: Choice>(out: &mut String, said: &Said<S>) {
    line(out, "  - ", "at", &said.at.rfc3339());
    line(out, "    ", "state", said.state.word());
    if said.back {
        line(out, "    ", "back", "true");
    }
    if !said.body.is_empty() {
        line(out, "    ", "body", &prose(&said.body, 4));
    }
}

fn states(out: &mut String, indent: &str, components: &[(String, ComponentState)]) {
    if components.is_empty() {
        return;
    }
    let _ = writeln!(out, "{indent}components:");
    for (id, state) in components {
        line(out, &format!("{indent}  "), &inline(id), state.word());
    }
}

fn line(out: &mut String, indent: &str, key: &str, value: &str) {
    let _ = writeln!(out, "{indent}{key}: {value}");
}

/// The file of components with more at its end; nothing where they can't be put there.
fn with_components(old: &str, added: &[NewComponent], path: &SitePath) -> Option<String> {
    let before = components_of(old, path)?;
    let (mut text, indent) = match last_item(old, path) {
        Some(indent) => (old.to_owned(), indent),
        None if before.is_empty() => {
            (format!("{}components:\n", old.trim_end_matches("components:\n")), "  ".to_owned())
        }
        None => return None,
    };
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    added.iter().for_each(|component| declare(&mut text, component, &indent));
    let after = components_of(&text, path)?;
    let wanted =
        before.iter().cloned().chain(added.iter().map(|component| (component.id.clone(), component.name.clone())));
    (after == wanted.collect::<Vec<_>>()).then_some(text)
}

fn declare(text: &mut String, component: &NewComponent, indent: &str) {
    line(text, &format!("{indent}- "), "id", &inline(&component.id));
    let indent = format!("{indent}  ");
    line(text, &indent, "name", &inline(&component.name));
    if let Some(group) = &component.group {
        line(text, &indent, "group", &inline(group));
    }
    if let Some(description) = &component.description {
        line(text, &indent, "description", &prose(description, indent.len()));
    }
    if let Some(since) = &component.since {
        line(text, &indent, "since", since);
    }
}

/// Ids and names in a file of components; nothing where it can't be read.
fn components_of(text: &str, path: &SitePath) -> Option<Vec<(String, String)>> {
    let source = SourceText::new(path.clone(), text);
    let mut findings = Vec::new();
    let root = yaml::parse(&source, 0..text.len(), &mut findings).ok()?;
    let components = read_components(&root, &source, Audience::Internal, &mut findings);
    let is_read = findings.iter().all(|finding| finding.severity != Severity::Error);
    is_read.then(|| components.into_iter().map(|component| (component.id.value, component.name)).collect())
}

/// What stands before the dash of the last component, where the list of them is the last thing in the file and has a
/// line for each.
fn last_item(text: &str, path: &SitePath) -> Option<String> {
    let source = SourceText::new(path.clone(), text);
    let root = yaml::parse(&source, 0..text.len(), &mut Vec::new()).ok()?;
    let list = match &root.value {
        Value::List(items) => items,
        Value::Map(entries) => match &entries.last()?.1 {
            Node { value: Value::List(items), .. } if entries.last()?.0.value == "components" => items,
            _ => return None,
        },
        _ => return None,
    };
    let start = list.last()?.span.start;
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let dash = text[line..start].find('-').filter(|dash| text[line..line + dash].trim().is_empty())?;
    Some(text[line..line + dash].to_owned())
}

#[cfg(test)]
mod tests;
