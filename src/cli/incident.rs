//! `firstline incident`: an outage told in seconds. Each command writes a new file or adds to one, and prints what everyone
//! will read and when the next word is due.

use jiff::ToSpan;

use crate::kinds::{ComponentState, Impact, Incident, Kind, Progress};
use crate::site::{Page, PageId};
use crate::source::SourceText;
use crate::time::Moment;
use crate::yaml::Choice;
use crate::yaml::edit::{Field, Unclear, Written, lines};

use super::hurry::find::Candidates;
use super::hurry::sheet::Sheet;
use super::hurry::times::{Style, Typed, in_words};
use super::hurry::words::{Hit, choice, hits};
use super::hurry::{Desk, Draft, Naming, PUBLISH, Proposal, Saying, by_hand, incident_of, tidied, typed, words, write};
use super::{Failure, Outcome, ProjectOptions, starter};

/// The folder of incidents.
const FOLDER: &str = "content/status/incidents";

/// The keys of an incident, in the order in which a file has them.
const ORDER: &[&str] = &[
    "title",
    "summary",
    "id",
    "tags",
    "related",
    "owner",
    "started",
    "detected",
    "resolved",
    "impact",
    "components",
    "updates",
    "workaround",
    "cause",
    "root_cause",
    "repeats",
    "prevention",
    "apology",
    "compensation",
    "corrections",
];

/// What is to be done.
#[derive(Debug, clap::Subcommand)]
pub enum Action {
    /// Tell that something is broken
    #[command(visible_alias = "new", after_help = OPEN_EXAMPLE)]
    Open(Open),
    /// Say how far things are, and when the next word comes
    #[command(after_help = UPDATE_EXAMPLE)]
    Update(Update),
    /// Tell that it is over
    #[command(visible_alias = "close", after_help = RESOLVE_EXAMPLE)]
    Resolve(Resolve),
}

const OPEN_EXAMPLE: &str = "Example:\n  firstline incident open \"Card payments fail\" -c payments=partial -n 30m \\\n    \
                            -m \"One payment in three fails. Cash works.\"";
const UPDATE_EXAMPLE: &str =
    "Example:\n  firstline incident update --state identified --next-update 45m -m \"A cable is cut.\"";
const RESOLVE_EXAMPLE: &str = "Example:\n  firstline incident resolve -m \"Cards work again.\"";

/// What is told when something breaks.
#[derive(Debug, clap::Args)]
pub struct Open {
    /// What is broken, as customers would say it
    title: String,
    /// When the next word comes: 30m, 14:30, or a date and time
    #[arg(short, long, value_name = "WHEN", alias = "next", value_parser = Typed::parse)]
    next_update: Option<Typed>,
    /// How much it matters: none, minor, major or critical [default: by the worst component]
    #[arg(short, long, value_name = "IMPACT", value_parser = choice::<Impact>)]
    impact: Option<Impact>,
    /// What is hit and how, as id=state; repeat it for each component
    #[arg(short, long = "component", value_name = "ID=STATE", alias = "components", value_delimiter = ',', value_parser = Hit::parse)]
    components: Vec<Hit>,
    /// How far you are
    #[arg(short, long, value_name = "STATE", alias = "status", default_value = "investigating", value_parser = choice::<Progress>)]
    state: Progress,
    /// What customers can do meanwhile
    #[arg(short, long, value_name = "TEXT", allow_hyphen_values = true, value_parser = words)]
    workaround: Option<String>,
    /// When it began: 20m (ago), 13:45, or a date and time [default: now]
    #[arg(long, value_name = "WHEN", value_parser = Typed::parse)]
    started: Option<Typed>,
    #[command(flatten)]
    naming: Naming,
    #[command(flatten)]
    saying: Saying,
}

/// What is told while it lasts.
#[derive(Debug, clap::Args)]
pub struct Update {
    /// Which incident: its id, its file, or a part of its name [default: the only open one]
    incident: Option<String>,
    /// When the next word comes: 45m, 14:30, or a date and time
    #[arg(short, long, value_name = "WHEN", alias = "next", value_parser = Typed::parse)]
    next_update: Option<Typed>,
    /// How far you are: investigating, identified, monitoring or resolved [default: as before]
    #[arg(short, long, value_name = "STATE", alias = "status", value_parser = choice::<Progress>)]
    state: Option<Progress>,
    /// How a component stands from now on, as id=state; repeat it for each
    #[arg(short, long = "component", value_name = "ID=STATE", alias = "components", value_delimiter = ',', value_parser = Hit::parse)]
    components: Vec<Hit>,
    /// How much it matters after all
    #[arg(short, long, value_name = "IMPACT", value_parser = choice::<Impact>)]
    impact: Option<Impact>,
    /// What customers can do meanwhile
    #[arg(short, long, value_name = "TEXT", allow_hyphen_values = true, value_parser = words)]
    workaround: Option<String>,
    /// It goes back to an earlier state, or was not over after all; the text says why
    #[arg(long)]
    back: bool,
    #[command(flatten)]
    saying: Saying,
}

/// What is told when it is over.
#[derive(Debug, clap::Args)]
pub struct Resolve {
    /// Which incident: its id, its file, or a part of its name [default: the only open one]
    incident: Option<String>,
    /// When it was over for customers: 10m (ago), 13:45, or a date and time [default: now]
    #[arg(long, value_name = "WHEN", value_parser = Typed::parse)]
    at: Option<Typed>,
    #[command(flatten)]
    saying: Saying,
}

/// Writes what is to be said.
///
/// # Errors
/// When it is not clear what is meant, a promise is missing, or the system refuses.
pub fn run(action: &Action, options: &ProjectOptions) -> Result<Outcome, Failure> {
    match action {
        Action::Open(args) => write(&args.saying, None, options, |desk, message| open(args, message, desk)),
        Action::Update(args) => {
            write(&args.saying, args.incident.as_deref(), options, |desk, message| update(args, message, desk))
        }
        Action::Resolve(args) => {
            write(&args.saying, args.incident.as_deref(), options, |desk, message| resolve(args, message, desk))
        }
    }
}

fn open(args: &Open, message: String, desk: &Desk<'_>) -> Result<Proposal, Failure> {
    let (now, zone) = (desk.now(), desk.zone());
    if args.state == Progress::Resolved {
        let help = "open it with another state, then tell its end with `firstline incident resolve --at`";
        return Err(Failure::new(format!("an incident does not begin with its end\nhelp: {help}")));
    }
    let due = promise(args.next_update.as_ref(), desk)?;
    let started = args.started.as_ref().map_or(Ok(now), |typed| typed.before(now, zone))?;
    let path = desk.place(FOLDER, &args.title, started, &args.naming)?;
    let first = Told { at: now, state: args.state, message, due: Some(due), components: Vec::new(), back: Back::No };
    let text = new_file(args, &first, started, desk)?;
    let name = candidates(desk).name_to_type(&path);
    Ok(Proposal { draft: Draft { path, text, before: None }, next: until(name.as_deref(), due, desk) })
}

/// The whole file of a new incident.
fn new_file(args: &Open, first: &Told, started: Moment, desk: &Desk<'_>) -> Result<String, Failure> {
    let hit = hits(&args.components, args.impact.map(state_of), &desk.site().components)?;
    let impact = ("impact", Written::Word(impact_of(args)?.word().to_owned()));
    let components = (!hit.is_empty()).then_some(("components", Written::Map(hit)));
    let updates = ("updates", Written::Items(vec![first.fields(Style::Utc, desk)]));
    let workaround = match &args.workaround {
        Some(text) => lines(&[("workaround", Written::Text(tidied(text)))], 0),
        None => "#workaround: Take payments by PIN.           # what customers can do meanwhile\n".to_owned(),
    };
    let what: Vec<Field> = [Some(impact), components, Some(updates)].into_iter().flatten().collect();
    let values = [
        ("title", args.naming.head(&args.title, &args.saying)),
        ("started", lines(&[("started", Written::Word(started.rfc3339()))], 0)),
        ("now", desk.now().rfc3339()),
        ("what", lines(&what, 0)),
        ("workaround", workaround),
        ("due", desk.now().date(desk.zone()).checked_add(14.days())?.to_string()),
    ];
    Ok(starter::fill(include_str!("hurry/incident.md"), &values))
}

fn update(args: &Update, message: String, desk: &Desk<'_>) -> Result<Proposal, Failure> {
    let known = candidates(desk);
    let id = known.find(args.incident.as_deref())?;
    let (page, incident) = looked_at(desk, id)?;
    let state = args.state.unwrap_or_else(|| said_last(incident).min(Progress::Monitoring));
    let mut told = Told {
        at: desk.now(),
        state,
        message,
        due: None,
        components: hits(&args.components, None, &desk.site().components)?,
        back: if args.back { Back::Yes } else { Back::No },
    };
    if state == Progress::Resolved {
        refuse_more_to_come(args)?;
        let over = incident.ended().filter(|_| !incident.is_open()).unwrap_or(desk.now());
        return end(desk, id, &Ending { told, over, args: Some(args), saying: &args.saying });
    }
    refuse_back(page, incident, state, args, desk)?;
    let due = promise(args.next_update.as_ref(), desk)?;
    told.due = Some(due);
    let (mut sheet, source) = desk.sheet(id)?;
    let changed = sheet.append("updates", &told.fields(style_of(incident, &source), desk), ORDER);
    // What was over and has come back is not over.
    let changed = changed.and_then(|()| sheet.remove("resolved")).and_then(|()| args.change(&mut sheet));
    changed.and_then(|()| args.saying.summarise(&mut sheet, ORDER)).map_err(|why| by_hand(page, &why))?;
    let name = known.name_to_type(&page.entry.path);
    Ok(Proposal { draft: desk.changed(id, &sheet), next: until(name.as_deref(), due, desk) })
}

impl Update {
    /// Changes what is no longer so.
    fn change(&self, sheet: &mut Sheet) -> Result<(), Unclear> {
        if let Some(impact) = self.impact {
            sheet.set("impact", &Written::Word(impact.word().to_owned()), ORDER)?;
        }
        match &self.workaround {
            Some(workaround) => sheet.set("workaround", &Written::Text(tidied(workaround)), ORDER),
            None => Ok(()),
        }
    }
}

/// Refuses an end that goes on.
fn refuse_more_to_come(args: &Update) -> Result<(), Failure> {
    let odd = if args.next_update.is_some() {
        "what is over promises no next word\nhelp: leave out --next-update, or name another --state"
    } else if args.back {
        "an end goes back to nothing\nhelp: leave out --back, or name the --state that it goes back to"
    } else {
        return Ok(());
    };
    Err(Failure::new(odd))
}

fn resolve(args: &Resolve, message: String, desk: &Desk<'_>) -> Result<Proposal, Failure> {
    let id = candidates(desk).find(args.incident.as_deref())?;
    let (page, incident) = looked_at(desk, id)?;
    if let Some(over) = incident.ended().filter(|_| !incident.is_open()) {
        let when = in_words(over, desk.now(), desk.zone());
        return Err(Failure::new(format!(
            "{} was over {when}\nhelp: to add a word to that, `firstline incident update {} --state resolved`; if it was too \
             early, add an update with --back; if it broke again, open a new one",
            page.title,
            typed(&candidates(desk).called(&page.entry.path))
        )));
    }
    let over = args.at.as_ref().map_or(Ok(desk.now()), |typed| typed.before(desk.now(), desk.zone()))?;
    let (at, state) = (desk.now(), Progress::Resolved);
    let told = Told { at, state, message, due: None, components: Vec::new(), back: Back::No };
    end(desk, id, &Ending { told, over, args: None, saying: &args.saying })
}

/// What is said at the end or after it, and when that was.
struct Ending<'a> {
    told: Told,
    over: Moment,
    /// What changes besides.
    args: Option<&'a Update>,
    saying: &'a Saying,
}

fn end(desk: &Desk<'_>, id: PageId, ending: &Ending<'_>) -> Result<Proposal, Failure> {
    let (page, incident) = looked_at(desk, id)?;
    let (mut sheet, source) = desk.sheet(id)?;
    let style = style_of(incident, &source);
    let over = Written::Word(style.write(ending.over, desk.zone()));
    let mut changed = sheet.append("updates", &ending.told.fields(style, desk), ORDER);
    // Whatever is added after the end, the end stays where it was.
    if incident.resolved.is_none() {
        changed = changed.and_then(|()| sheet.set("resolved", &over, ORDER));
    }
    changed = changed.and_then(|()| ending.args.map_or(Ok(()), |args| args.change(&mut sheet)));
    changed.and_then(|()| ending.saying.summarise(&mut sheet, ORDER)).map_err(|why| by_hand(page, &why))?;
    Ok(Proposal { draft: desk.changed(id, &sheet), next: vec![PUBLISH.to_owned()] })
}

fn looked_at<'d>(desk: &'d Desk<'_>, id: PageId) -> Result<(&'d Page, &'d Incident), Failure> {
    let page = desk.site().page(id);
    let incident = incident_of(page);
    incident.map(|incident| (page, incident)).ok_or_else(|| Failure::new(format!("{} is no incident", page.entry.path)))
}

/// An update that was typed.
struct Told {
    at: Moment,
    state: Progress,
    message: String,
    due: Option<Moment>,
    components: Vec<(String, String)>,
    back: Back,
}

/// Whether an update goes back to an earlier state.
enum Back {
    Yes,
    No,
}

impl Told {
    fn fields(&self, style: Style, desk: &Desk<'_>) -> Vec<Field> {
        let time = |at: Moment| Written::Word(style.write(at, desk.zone()));
        let mut fields = vec![
            ("at", time(self.at)),
            ("state", Written::Word(self.state.word().to_owned())),
            ("body", Written::Text(self.message.clone())),
        ];
        fields.extend(self.due.map(|due| ("next_update_by", time(due))));
        if !self.components.is_empty() {
            fields.push(("components", Written::Map(self.components.clone())));
        }
        match self.back {
            Back::Yes => fields.push(("back", Written::Word("true".to_owned()))),
            Back::No => {}
        }
        fields
    }
}

fn candidates<'s>(desk: &'s Desk<'_>) -> Candidates<'s> {
    Candidates::of(Kind::Incident, desk, |page| incident_of(page).is_some_and(Incident::is_open))
}

/// When the next word is promised. An outage without that leaves customers looking every minute, so it is not left out.
fn promise(typed: Option<&Typed>, desk: &Desk<'_>) -> Result<Moment, Failure> {
    let Some(typed) = typed else {
        let help = "add --next-update 30m (or 14:30); it promises word, not a solution";
        return Err(Failure::new(format!("nobody would know when they hear more\nhelp: {help}")));
    };
    typed.after(desk.now(), desk.zone())
}

/// The state that was announced last.
fn said_last(incident: &Incident) -> Progress {
    let last = incident.updates.last().and_then(|update| update.state.as_ref());
    last.map_or(Progress::Investigating, |state| state.value)
}

/// Refuses what goes back without saying so, and what says so without going back.
fn refuse_back(
    page: &Page,
    incident: &Incident,
    state: Progress,
    args: &Update,
    desk: &Desk<'_>,
) -> Result<(), Failure> {
    let last = said_last(incident);
    let over = incident.ended().filter(|_| !incident.is_open());
    let goes_back = state < last || over.is_some();
    match (over, goes_back, args.back) {
        (Some(over), true, false) => {
            let when = in_words(over, desk.now(), desk.zone());
            let help = "to add a word to that, say --state resolved; if it is not over after all, add --back and say in \
                        the text what turned out to be different";
            Err(Failure::new(format!("{} was over {when}\nhelp: {help}", page.title)))
        }
        (None, true, false) => {
            let words = format!("the last update said {}, so {} goes back", last.word(), state.word());
            let help = "if that is so, add --back and say in the text what turned out to be different";
            Err(Failure::new(format!("{words}\nhelp: {help}")))
        }
        (_, false, true) => {
            let words =
                format!("the last update said {}, and {} does not go back from there", last.word(), state.word());
            Err(Failure::new(format!("{words}\nhelp: leave out --back, or name an earlier --state")))
        }
        (_, true, true) | (_, false, false) => Ok(()),
    }
}

/// How much a new incident matters: as typed, else by the worst component.
fn impact_of(args: &Open) -> Result<Impact, Failure> {
    let worst = args.components.iter().filter_map(Hit::state).max();
    let by_components = worst.map(|state| match state {
        ComponentState::Operational | ComponentState::UnderMaintenance => Impact::None,
        ComponentState::DegradedPerformance => Impact::Minor,
        ComponentState::PartialOutage => Impact::Major,
        ComponentState::MajorOutage => Impact::Critical,
    });
    args.impact.or(by_components).ok_or_else(|| {
        Failure::new(
            "nobody said how much it matters\nhelp: add --impact minor, major or critical; or --component ID=STATE",
        )
    })
}

/// How a component stands that an incident of this impact hits.
fn state_of(impact: Impact) -> ComponentState {
    match impact {
        Impact::None => ComponentState::Operational,
        Impact::Minor => ComponentState::DegradedPerformance,
        Impact::Major => ComponentState::PartialOutage,
        Impact::Critical => ComponentState::MajorOutage,
    }
}

/// How the file writes its times.
fn style_of(incident: &Incident, source: &SourceText) -> Style {
    let last = incident.updates.iter().rev().find_map(|update| update.at.as_ref());
    let sample = last.or(incident.started.as_ref());
    sample.map_or(Style::Utc, |at| Style::of(source.slice(at.span.clone()).trim_matches(['"', '\''])))
}

/// What to type until the promised time. The name is left out where it need not be said.
fn until(name: Option<&str>, due: Moment, desk: &Desk<'_>) -> Vec<String> {
    let name = name.map(|name| format!(" {}", typed(name))).unwrap_or_default();
    let by = in_words(due, desk.now(), desk.zone());
    vec![
        PUBLISH.to_owned(),
        format!("firstline incident update{name} --next-update 30m -m \"…\"    ({by})"),
        format!("firstline incident resolve{name} -m \"…\"    (when it is over)"),
    ]
}
