//! A cState site: its settings with the systems, and an issue in each file of `content/issues/`.
//!
//! cState has one kind of issue. One that is called maintenance and has an end becomes maintenance here (how it counts is
//! decided in [`planned`]); every other one is an incident. How bad it was is a guess by its severity, and errs on the side of the customer: `down` is a critical
//! incident and a major outage of what it names, `disrupted` a major one and a partial outage, `notice` none at all.

mod entries;
mod planned;

use jiff::tz::TimeZone;
use url::Url;

use crate::kinds::{ComponentState, Impact, Progress, Stage};
use crate::markdown::{self, Staff};
use crate::source::SourceText;
use crate::time::Moment;
use crate::yaml::{self, Node, Value};

use super::markdown::{one_line, safe};
use super::timeline::{End, Raw, bound, settle};
use super::write::begins_with_day;
use super::{Catalogue, Found, Head, IncidentRecord, MaintenanceRecord, NewComponent, moments};
use entries::Entries;

/// The files of a cState site.
#[derive(Debug, Default)]
pub struct Site {
    /// `config.yml`.
    pub settings: Option<SourceText>,
    /// The issues, by their paths.
    pub issues: Vec<SourceText>,
}

/// What holds for every issue.
struct Settings {
    zone: TimeZone,
    base: Option<Url>,
}

/// Turns a site into incidents and maintenance; systems become components of `catalogue`.
#[must_use]
pub fn read(site: &Site, catalogue: &mut Catalogue) -> Found {
    let mut found = Found::default();
    let settings = read_settings(site.settings.as_ref(), catalogue, &mut found);
    for issue in &site.issues {
        match Issue::read(issue) {
            Ok(issue) => issue.turn(&settings, catalogue, &mut found),
            Err(reason) => {
                found.leave(issue.path().as_str(), reason);
                found.left_out += 1;
            }
        }
    }
    found
}

fn read_settings(source: Option<&SourceText>, catalogue: &mut Catalogue, found: &mut Found) -> Settings {
    let mut settings = Settings { zone: TimeZone::UTC, base: None };
    let Some(source) = source else { return settings };
    let place = source.path().as_str();
    let root = match yaml::parse(source, 0..source.text().len(), &mut Vec::new()) {
        Ok(root) => root,
        Err(finding) => {
            found.leave(
                place,
                format!("line {}: {}; systems are taken from the issues", finding.place.line, finding.message),
            );
            return settings;
        }
    };
    if let Some(zone) = text(&root, "timeZone") {
        match TimeZone::get(&zone) {
            Ok(zone) => settings.zone = zone,
            Err(_) => found.leave(place, format!("`{zone}` is no time zone; times without an offset are read as UTC")),
        }
    }
    settings.base = text(&root, "baseURL").or_else(|| text(&root, "baseUrl")).and_then(|url| Url::parse(&url).ok());
    let params = child(&root, "params");
    let systems = params.and_then(|params| child(params, "systems")).map(items).unwrap_or_default();
    for system in systems {
        match text(system, "name").filter(|name| !name.is_empty()) {
            Some(name) => add_system(system, &name, catalogue),
            None => found.leave(place, "a system has no name"),
        }
    }
    settings
}

fn add_system(system: &Node, name: &str, catalogue: &mut Catalogue) {
    let description = text(system, "description").map(|text| one_line(&text)).filter(|text| !text.is_empty());
    let group = text(system, "category").filter(|category| category != "Uncategorized" && !category.is_empty());
    let name = one_line(name);
    if !catalogue.knows(&name) {
        let code = name.to_lowercase();
        catalogue.id_for(&code, NewComponent { name, group, description, ..NewComponent::default() });
    }
}

/// An issue as written.
struct Issue<'a> {
    source: &'a SourceText,
    front: Node,
    body: String,
}

/// Keys of an issue that have a meaning for us, or none for anybody outside cState.
const KNOWN: &[&str] = &[
    "title",
    "date",
    "resolved",
    "resolvedWhen",
    "severity",
    "affected",
    "section",
    "informational",
    "draft",
    "pin",
    "lastmod",
    "layout",
    "type",
    "enableComments",
];

impl<'a> Issue<'a> {
    fn read(source: &'a SourceText) -> Result<Self, String> {
        let text = source.text().trim_start_matches('\u{feff}').trim_start();
        if text.starts_with("+++") || text.starts_with('{') {
            return Err("its front matter is not YAML; convert it with `hugo convert toYAML`".to_owned());
        }
        let document = markdown::split(source, Staff::Show, &mut Vec::new());
        let Some(span) = document.front else { return Err("it has no front matter".to_owned()) };
        let behind = &source.text()[span.end..];
        let body = behind.split_once('\n').map_or("", |(_, body)| body).replace("\r\n", "\n");
        let front = yaml::parse(source, span, &mut Vec::new())
            .map_err(|finding| format!("line {}: {}", finding.place.line, finding.message))?;
        Ok(Self { source, front, body })
    }

    fn place(&self) -> &str {
        self.source.path().as_str()
    }

    /// Adds it to what was found.
    fn turn(&self, settings: &Settings, catalogue: &mut Catalogue, found: &mut Found) {
        let Some(date) = self.moment("date", settings, found) else {
            return found.leave_out(self.place(), "it has no `date` that can be read");
        };
        let mut entries = entries::cut(&self.body, &settings.zone);
        entries.notes.drain(..).for_each(|note| found.leave(self.place(), note));
        let ends = self.moment("resolvedWhen", settings, found);
        let affected = self.affected(catalogue, found);
        let mut head = self.head(date, settings, found);
        self.tell_unknown(found);
        match ends.filter(|ends| self.is_maintenance() && *ends > date) {
            Some(ends) => {
                let raws = self.raws(entries, settings, &mut head, found);
                let span = (date, ends);
                self.maintenance((head, span, affected), raws, found);
            }
            None => {
                let said_at = self.says_all_at_once(&mut entries, date);
                let raws = self.raws(entries, settings, &mut head, found);
                let end = self.end(ends, said_at, date, found);
                self.incident((head, date, affected), (raws, end), found);
            }
        }
    }

    /// A text without updates is the update itself, as long as nobody could write it up yet. Gives its time where
    /// it is one.
    fn says_all_at_once(&self, entries: &mut Entries, date: Moment) -> Option<Moment> {
        let is_news = self.flag("informational") || !self.flag("resolved");
        if !entries.entries.is_empty() || !is_news || entries.write_up.is_empty() {
            return None;
        }
        let text = std::mem::take(&mut entries.write_up);
        entries.entries.push(entries::Entry { at: Some(date), state: None, text });
        Some(date)
    }

    fn incident(
        &self,
        (head, date, affected): (Head, Moment, Vec<String>),
        (raws, end): (Vec<Raw<Progress>>, End),
        found: &mut Found,
    ) {
        let mut settled = settle(raws, date);
        let bounds = bound(&mut settled, date, end);
        settled.notes.drain(..).for_each(|note| found.leave(self.place(), note));
        let (impact, state) = self.severity(found);
        found.incidents.push(IncidentRecord {
            head,
            started: bounds.started,
            resolved: bounds.resolved,
            impact,
            components: affected.into_iter().map(|id| (id, state)).collect(),
            updates: settled.updates,
        });
    }

    fn maintenance(
        &self,
        (mut head, (starts, ends), components): (Head, (Moment, Moment), Vec<String>),
        raws: Vec<Raw<Progress>>,
        found: &mut Found,
    ) {
        let stage = |raw: Raw<Progress>| Raw {
            at: raw.at,
            state: raw
                .state
                .map(|state| if state == Progress::Resolved { Stage::Completed } else { Stage::InProgress }),
            body: raw.body,
            components: Vec::new(),
        };
        let settled = settle(raws.into_iter().map(stage).collect(), starts);
        settled.notes.into_iter().for_each(|note| found.leave(self.place(), note));
        let state = if self.flag("resolved") { Stage::Completed } else { Stage::Scheduled };
        let mut updates = settled.updates;
        for said in updates.iter_mut().filter(|said| said.state == Stage::Scheduled && said.at >= starts) {
            said.state = Stage::InProgress;
        }
        if planned::is_planned(&head.title, &updates) && planned::is_untold_before(starts, &updates) {
            planned::tell_in(&mut head.body, &updates);
            updates.clear();
            found.leave(self.place(), planned::REMARK);
        }
        found.leave(self.place(), "it is called maintenance, so it was written as maintenance and not as an incident");
        found.maintenance.push(MaintenanceRecord { head, starts, ends, state, components, updates });
    }

    fn head(&self, date: Moment, settings: &Settings, found: &mut Found) -> Head {
        let stem = self.source.path().stem();
        let title = text(&self.front, "title").map(|title| one_line(&title)).filter(|title| !title.is_empty());
        if title.is_none() {
            found.leave(self.place(), "it has no title; it is called after its file");
        }
        Head {
            place: self.place().to_owned(),
            title: title.unwrap_or_else(|| stem.to_owned()),
            name: Some(if begins_with_day(stem) {
                stem.to_owned()
            } else {
                format!("{}-{stem}", date.date(&settings.zone))
            }),
            old_path: Some(format!("/issues/{}/", stem.to_lowercase())),
            remarks: Vec::new(),
            draft: self.flag("draft"),
            body: String::new(),
        }
    }

    /// The updates, oldest first, and the write-up in `head`.
    fn raws(&self, entries: Entries, settings: &Settings, head: &mut Head, found: &mut Found) -> Vec<Raw<Progress>> {
        let mut readable = |text: &str| {
            let safe = safe(text, settings.base.as_ref());
            safe.notes.into_iter().for_each(|note| found.leave(self.place(), note));
            safe.text
        };
        head.body = readable(&entries.write_up);
        let mut entries = entries.entries;
        if is_newest_first(&entries) {
            entries.reverse();
        }
        let raw = |entry: entries::Entry| Raw {
            at: entry.at,
            state: entry.state,
            body: readable(&entry.text),
            components: Vec::new(),
        };
        entries.into_iter().map(raw).collect()
    }

    fn end(&self, resolved_when: Option<Moment>, said_at: Option<Moment>, date: Moment, found: &mut Found) -> End {
        if self.flag("resolved") {
            return End::Over(resolved_when.or(said_at));
        }
        if self.flag("informational") {
            if resolved_when.is_none() {
                found.leave(self.place(), "it is an announcement without an end; it counts as over at its own time");
            }
            return End::Over(resolved_when.or(Some(date)));
        }
        if resolved_when.is_some() {
            found.leave(self.place(), "it has `resolvedWhen` and is not `resolved`; it counts as open");
        }
        End::Open
    }

    fn severity(&self, found: &mut Found) -> (Impact, ComponentState) {
        let severity = text(&self.front, "severity").unwrap_or_default().to_lowercase();
        match severity.as_str() {
            "down" => (Impact::Critical, ComponentState::MajorOutage),
            "disrupted" => (Impact::Major, ComponentState::PartialOutage),
            "notice" => (Impact::None, ComponentState::Operational),
            _ if self.flag("informational") => (Impact::None, ComponentState::Operational),
            other => {
                let why = if other.is_empty() { "no severity".to_owned() } else { format!("the severity `{other}`") };
                found.leave(self.place(), format!("it has {why}; it counts as minor"));
                (Impact::Minor, ComponentState::DegradedPerformance)
            }
        }
    }

    /// Whether it was work that was planned. Nothing but its title says so.
    fn is_maintenance(&self) -> bool {
        let title = text(&self.front, "title").unwrap_or_default().to_lowercase();
        title.split(|c: char| !c.is_alphanumeric()).any(|word| word == "maintenance")
    }

    fn affected(&self, catalogue: &mut Catalogue, found: &mut Found) -> Vec<String> {
        let names: Vec<String> = match child(&self.front, "affected") {
            Some(Node { value: Value::Scalar(name), .. }) => vec![name.clone()],
            Some(list) => items(list).iter().filter_map(scalar).collect(),
            None => Vec::new(),
        };
        let mut ids = Vec::new();
        for name in names.iter().map(|name| one_line(name)).filter(|name| !name.is_empty()) {
            if !catalogue.knows(&name) {
                found.leave(self.place(), format!("the system `{name}` is not in the settings; it was added"));
            }
            let id = catalogue.id_of(&name);
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }

    fn tell_unknown(&self, found: &mut Found) {
        let Value::Map(entries) = &self.front.value else { return };
        for (key, value) in
            entries.iter().filter(|(key, value)| !KNOWN.contains(&key.value.as_str()) && value.value != Value::Null)
        {
            let shown = scalar(value).map(|text| format!(": {}", one_line(&text))).unwrap_or_default();
            found.leave(self.place(), format!("`{}`{shown} has no place here", key.value));
        }
    }

    fn moment(&self, key: &str, settings: &Settings, found: &mut Found) -> Option<Moment> {
        let text = text(&self.front, key)?;
        let moment = moments::read(&text, &settings.zone);
        if moment.is_none() {
            found.leave(self.place(), format!("`{key}: {}` is no time that can be read", one_line(&text)));
        }
        moment
    }

    fn flag(&self, key: &str) -> bool {
        text(&self.front, key).is_some_and(|text| text.eq_ignore_ascii_case("true"))
    }
}

/// cState's own examples have the newest update on top; a file whose times say otherwise is read as it stands.
fn is_newest_first(entries: &[entries::Entry]) -> bool {
    let mut times = entries.iter().filter_map(|entry| entry.at);
    let first = times.next();
    first.zip(times.next_back()).is_none_or(|(first, last)| first >= last)
}

fn child<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    let Value::Map(entries) = &node.value else { return None };
    entries.iter().find(|(name, _)| name.value == key).map(|(_, node)| node)
}

fn items(node: &Node) -> &[Node] {
    match &node.value {
        Value::List(items) => items,
        _ => &[],
    }
}

fn scalar(node: &Node) -> Option<String> {
    match &node.value {
        Value::Scalar(text) => Some(text.trim().to_owned()),
        _ => None,
    }
}

fn text(node: &Node, key: &str) -> Option<String> {
    child(node, key).and_then(scalar)
}
