//! `firstline new`: one file of a kind, with every field explained where it stands. It never touches a file that is there.

use std::collections::BTreeMap;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::diag::did_you_mean;
use crate::host::clock;
use crate::kinds::{self, Kind, TOPIC_FILE};
use crate::site::slug::{fold, humanise, slug};
use crate::site::{OWN_PLACES, Site};
use crate::time::Moment;
use crate::yaml::Choice;
use crate::yaml::scalar::inline;

use super::timings::Timings;
use super::{AudienceName, Failure, Outcome, ProjectOptions, project, report, starter};

/// What `new` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What sort of page
    #[arg(value_parser = kind_parser())]
    kind: Kind,
    /// Its title, as customers will read it
    title: String,
    /// The topic to write it in: the name of its folder
    #[arg(long)]
    topic: Option<String>,
    /// A short id that can be read out and linked to, such as KB-1042
    #[arg(long)]
    id: Option<String>,
}

/// Writes the file and prints its path.
///
/// # Errors
/// When there is no project, the topic is unknown, the file or its address exists already, or the system refuses.
pub fn run(args: &Args, options: &ProjectOptions) -> Result<Outcome, Failure> {
    let (project, build) = project::build(&everything(options), &mut Timings::start())?;
    let site = build.plan.site();
    let now = clock::now().map_err(Failure::new)?;
    let today = starter::day_of(now, &site.config.time_zone)?;
    let page = Page::plan(args, site, today)?;
    refuse_taken_id(args.id.as_deref(), site)?;
    refuse_taken_address(&page, site)?;
    let path = page.path();
    if project.root.join(&path).symlink_metadata().is_ok() {
        return Err(Failure::new(format!("{path} exists already\nhelp: edit it, or choose another title")));
    }
    starter::create(&project.root, &path, &page.text(site, now, today)?)?;
    report::out(&format!("{path}\n"))?;
    if is_draft(page.kind) {
        let how =
            "It is a draft: see it with `firstline serve --drafts`, and remove its line `draft: true` to publish it.\n";
        report::out(how)?;
    }
    Ok(Outcome::Clean)
}

fn kind_parser() -> impl TypedValueParser<Value = Kind> {
    let words = Kind::WORDS.iter().map(|(word, _)| *word);
    PossibleValuesParser::new(words).try_map(|written| {
        let found = Kind::WORDS.iter().find(|(word, _)| *word == written).map(|(_, kind)| *kind);
        found.ok_or_else(|| format!("no kind is called {written}"))
    })
}

/// A look at the whole project: an id or address is taken even by a draft or an internal page.
pub(super) fn everything(options: &ProjectOptions) -> ProjectOptions {
    ProjectOptions { audience: AudienceName::Internal, drafts: true, ..options.clone() }
}

/// The page to be written: what it is, and where it lies below its kind's folder.
struct Page<'a> {
    kind: Kind,
    title: String,
    id: Option<&'a str>,
    /// The folders of topics it lies in, as they are called on disk; empty where it lies in none.
    folder: String,
    /// The file's name without its extension.
    stem: String,
}

impl<'a> Page<'a> {
    fn plan(args: &'a Args, site: &Site, today: Date) -> Result<Self, Failure> {
        let title = one_line(&args.title);
        let id = args.id.as_deref();
        let name = file_name(&title, id)?;
        let shelf = shelf(args, site)?;
        let below = if shelf.is_empty() { name.clone() } else { format!("{shelf}/{name}") };
        let (folder, stem) = match args.kind {
            Kind::Topic => (below, TOPIC_FILE.trim_end_matches(".md").to_owned()),
            Kind::Incident | Kind::Maintenance => (shelf, format!("{today}-{name}")),
            _ => (shelf, name),
        };
        Ok(Self { kind: args.kind, title, id, folder, stem })
    }

    /// Where it will lie in the project.
    fn path(&self) -> String {
        let folder = [kinds::CONTENT, folder_of(self.kind), &self.folder];
        let parts = folder.into_iter().filter(|part| !part.is_empty());
        parts.chain([format!("{}.md", self.stem).as_str()]).collect::<Vec<_>>().join("/")
    }

    /// Where it will be published; nothing for what shares a page with others.
    fn address(&self) -> Option<String> {
        let folders: String =
            self.folder.split('/').filter(|part| !part.is_empty()).map(|part| slug(part) + "/").collect();
        let stem = &self.stem;
        let number = self.id.map_or_else(|| stem.clone(), slug);
        Some(match self.kind {
            Kind::Topic => folders,
            Kind::Article | Kind::Page => format!("{folders}{stem}/"),
            Kind::Channel => format!("contact/{stem}/"),
            Kind::Incident => format!("status/incidents/{number}/"),
            Kind::Maintenance => format!("status/maintenance/{number}/"),
            Kind::Sla => format!("sla/{stem}/"),
            Kind::Ladder => return None,
        })
    }

    /// What it says. Examples name what the project has, so that they can be used as they stand.
    fn text(&self, site: &Site, now: Moment, today: Date) -> Result<String, Failure> {
        let component = site.components.first().map_or("app", |component| component.id.value.as_str());
        let calendar = site.calendars.first().map_or("support-hours", |calendar| calendar.name.value.as_str());
        let plans = site.sla_in_force().map(|(_, sla)| sla.plans.as_slice()).unwrap_or_default();
        let plan = plans.last().map_or("premium", |plan| plan.id.value.as_str());
        let begun: jiff::Timestamp = now.rfc3339().parse()?;
        let mut values = vec![
            ("title", inline(&self.title)),
            ("kind", self.kind.word().to_owned()),
            ("id", self.id_line(site)),
            ("draft", draft_line(self.kind)),
            ("component", inline(component)),
            ("calendar", inline(calendar)),
            ("plan", inline(plan)),
            ("now", now.rfc3339()),
            ("soon", begun.checked_add(30.minutes())?.to_string()),
            ("today", today.to_string()),
            ("tomorrow", today.checked_add(1.day())?.to_string()),
            ("year", today.year().to_string()),
            ("next_year", (today.year() + 1).to_string()),
        ];
        values.push(("basics", starter::fill(starter::BASICS, &values)));
        Ok(aligned(&starter::fill(starter::of_kind(self.kind), &values)))
    }

    fn id_line(&self, site: &Site) -> String {
        let (mark, id) = match self.id {
            Some(id) => ("", inline(id)),
            None => ("#", inline(&next_id(site))),
        };
        format!("{mark}id: {id}  # short and for ever; it can be read out, and links by it never break")
    }
}

/// What holds for everyone is published at once: a topic has nothing to finish, an outage can't wait.
fn is_draft(kind: Kind) -> bool {
    !matches!(kind, Kind::Topic | Kind::Incident)
}

fn draft_line(kind: Kind) -> String {
    let field = if is_draft(kind) { "draft: true" } else { "#draft: true" };
    format!("{field}  # not published while this line is here")
}

/// The same text with its explanations below each other, since what stands before them differs in length. No title is
/// mistaken for one: it has no two spaces in a row.
fn aligned(text: &str) -> String {
    let line = |line: &str| match line.split_once("  # ") {
        Some((field, explanation)) => format!("{:<44} # {}\n", field.trim_end(), explanation.trim_start()),
        None => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

/// The folder of a kind, below the content.
fn folder_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Article | Kind::Topic => "articles",
        Kind::Page => "pages",
        Kind::Channel => "contact",
        Kind::Incident => "status/incidents",
        Kind::Maintenance => "status/maintenance",
        Kind::Sla => "sla",
        Kind::Ladder => "escalation",
    }
}

/// A title is one line, whatever was pasted.
pub(super) fn one_line(title: &str) -> String {
    let plain = title.replace(|c: char| c.is_control() || is_invisible(c), " ");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Characters that no reader sees and that YAML does not allow, or that turn text around.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// The name of the file: the title's words, else those of the id. It has no dot, because what stands after a dot is a
/// language, and does not begin with an underscore, because such a name is a topic's.
pub(super) fn file_name(title: &str, id: Option<&str>) -> Result<String, Failure> {
    refuse_odd_id(id)?;
    let name = |text: &str| Some(slug(&text.replace(['.', '_'], " "))).filter(|name| !name.is_empty());
    name(title).or_else(|| id.and_then(name)).ok_or_else(|| {
        Failure::new("the title has no letter or digit to name the file after\nhelp: add a word to it, or an --id")
    })
}

pub(super) fn refuse_odd_id(id: Option<&str>) -> Result<(), Failure> {
    let Some(odd) = id.filter(|id| !is_usable_id(id)) else { return Ok(()) };
    let help = "use letters, digits, hyphens and dots, as in KB-1042";
    Err(Failure::new(format!("`{}` can't be an id\nhelp: {help}", one_line(odd))))
}

fn is_usable_id(id: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || "-_.".contains(c);
    id.chars().all(fits) && id.chars().any(char::is_alphanumeric)
}

/// The folder of the topic that the page goes to; empty where it goes to none.
fn shelf(args: &Args, site: &Site) -> Result<String, Failure> {
    match (args.kind, &args.topic) {
        (Kind::Article | Kind::Topic, Some(topic)) => find_topic(topic, &topics(site)),
        (Kind::Article, None) => only_topic(&topics(site)),
        (_, None) => Ok(String::new()),
        (kind, Some(_)) => Err(Failure::new(format!(
            "only articles and topics lie in a topic\nhelp: leave out --topic for a {}",
            kind.word()
        ))),
    }
}

/// The folders of all public topics with their titles, the outer ones of nested topics included.
fn topics(site: &Site) -> BTreeMap<String, String> {
    let mut topics = BTreeMap::new();
    for page in site.pages().iter().filter(|page| !kinds::is_internal(&page.entry.path)) {
        let Some(location) = kinds::locate(&page.entry.path) else { continue };
        let (Some(Kind::Article | Kind::Topic), Some((folder, _))) = (location.kind, location.rest.rsplit_once('/'))
        else {
            continue;
        };
        for (end, _) in folder.match_indices('/') {
            let outer = &folder[..end];
            topics.entry(outer.to_owned()).or_insert_with(|| humanise(outer));
        }
        let title = page.topic.map_or_else(|| humanise(folder), |id| site.topic(id).title.clone());
        topics.insert(folder.to_owned(), title);
    }
    topics
}

/// A topic by its folder or title, in any case.
fn find_topic(wanted: &str, topics: &BTreeMap<String, String>) -> Result<String, Failure> {
    let wanted = wanted.trim_matches('/');
    let same = |(folder, title): &(&String, &String)| fold(folder) == fold(wanted) || fold(title) == fold(wanted);
    if let Some((folder, _)) = topics.iter().find(same) {
        return Ok(folder.clone());
    }
    let near = did_you_mean(wanted, topics.keys().chain(topics.values()).map(String::as_str));
    let near = near.map(|near| format!("{near} ")).unwrap_or_default();
    Err(Failure::new(format!(
        "there is no topic `{wanted}`\nhelp: {near}{}; `firstline new topic TITLE` makes one",
        listed(topics)
    )))
}

fn only_topic(topics: &BTreeMap<String, String>) -> Result<String, Failure> {
    let mut folders = topics.keys();
    match (folders.next(), folders.next()) {
        (Some(_), Some(_)) => {
            Err(Failure::new(format!("say which topic the article goes to\nhelp: add --topic; {}", listed(topics))))
        }
        (Some(only), None) => Ok(only.clone()),
        (None, _) => Ok(String::new()),
    }
}

/// Most topics that a message lists.
const MAX_LISTED: usize = 20;

fn listed(topics: &BTreeMap<String, String>) -> String {
    if topics.is_empty() {
        return "there are no topics yet".to_owned();
    }
    let names = topics.keys().take(MAX_LISTED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = topics.len().saturating_sub(MAX_LISTED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("topics here: {names}{more}")
}

pub(super) fn refuse_taken_id(id: Option<&str>, site: &Site) -> Result<(), Failure> {
    let Some(owner) = id.and_then(|id| site.page_by_id(id)) else { return Ok(()) };
    let path = &site.page(owner).entry.path;
    Err(Failure::new(format!("the id belongs to {path} already\nhelp: {} is free", next_id(site))))
}

fn refuse_taken_address(page: &Page<'_>, site: &Site) -> Result<(), Failure> {
    let Some(address) = page.address() else { return Ok(()) };
    let taken = |other: &str| fold(other) == fold(&address);
    let owner = if OWN_PLACES.iter().any(|place| taken(place)) {
        "is one of Firstline's own pages".to_owned()
    } else if let Some(other) = site.pages().iter().find(|other| taken(&other.url)) {
        format!("belongs to {} already", other.entry.path)
    } else if page.kind != Kind::Topic && site.topics().iter().any(|topic| taken(&topic.url)) {
        "belongs to a topic already".to_owned()
    } else {
        return Ok(());
    };
    Err(Failure::new(format!("the address /{address} {owner}\nhelp: choose another title")))
}

/// The id after the highest, among those that begin as most do: after `KB-1041` comes `KB-1042`.
fn next_id(site: &Site) -> String {
    let mut series: BTreeMap<&str, (usize, u64)> = BTreeMap::new();
    for page in site.pages() {
        let id = page.entry.basics.id.as_ref().and_then(|id| id.value.rsplit_once('-'));
        let Some((begin, Ok(number))) = id.map(|(begin, number)| (begin, number.parse::<u64>())) else { continue };
        let (uses, highest) = series.entry(begin).or_default();
        *uses += 1;
        *highest = number.max(*highest);
    }
    let most_used = series.into_iter().max_by_key(|(_, (uses, _))| *uses);
    most_used
        .map_or_else(|| "KB-1001".to_owned(), |(begin, (_, highest))| format!("{begin}-{}", highest.saturating_add(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_is_safe_whatever_the_title() {
        let name = |title| file_name(&one_line(title), None).ok();
        assert_eq!(name("Refund a sale"), Some("refund-a-sale".to_owned()));
        assert_eq!(name("_topic"), Some("topic".to_owned()));
        assert_eq!(name("Prices in v2.de"), Some("prices-in-v2-de".to_owned()));
        assert_eq!(name("../../etc/passwd"), Some("etc-passwd".to_owned()));
        assert_eq!(name("🎉"), None);
        assert_eq!(file_name("🎉", Some("KB-1042")).ok(), Some("kb-1042".to_owned()));
        assert!(file_name("A", Some("KB 1")).is_err());
    }

    #[test]
    fn a_topic_is_found_by_folder_or_title_and_else_suggested() {
        let topics = BTreeMap::from([("billing".to_owned(), "Account and billing".to_owned())]);
        assert_eq!(find_topic("Billing/", &topics).ok(), Some("billing".to_owned()));
        assert_eq!(find_topic("account and Billing", &topics).ok(), Some("billing".to_owned()));
        let failure = find_topic("biling", &topics).unwrap_err().to_string();
        assert!(failure.contains("did you mean `billing`?") && failure.contains("topics here: billing"), "{failure}");
    }
}
