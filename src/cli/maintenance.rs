//! `firstline maintenance`: work on the service, announced, moved and told. Each command writes a new file or adds to one,
//! and prints what everyone will read.

use crate::kinds::{Kind, Maintenance, Stage};
use crate::site::{Page, PageId};
use crate::source::SourceText;
use crate::time::Moment;
use crate::yaml::edit::{Field, Unclear, Written, lines};
use crate::yaml::{Choice, Placed};

use super::hurry::find::Candidates;
use super::hurry::sheet::Sheet;
use super::hurry::times::{Style, Typed, in_words};
use super::hurry::words::{choice, component};
use super::hurry::{Desk, Draft, Naming, PUBLISH, Proposal, Saying, by_hand, maintenance_of, typed, write};
use super::{Failure, Outcome, ProjectOptions, starter};

/// The folder of maintenance.
const FOLDER: &str = "content/status/maintenance";

/// The keys of maintenance, in the order in which a file has them.
const ORDER: &[&str] = &[
    "title",
    "summary",
    "id",
    "tags",
    "related",
    "owner",
    "starts",
    "ends",
    "state",
    "components",
    "updates",
    "corrections",
];

/// What is to be done.
#[derive(Debug, clap::Subcommand)]
pub enum Action {
    /// Announce work
    #[command(visible_alias = "new", after_help = SCHEDULE_EXAMPLE)]
    Schedule(Schedule),
    /// Say how far it is
    #[command(after_help = UPDATE_EXAMPLE)]
    Update(Update),
    /// Change the plan, and say so
    #[command(after_help = MOVE_EXAMPLE)]
    Move(Move),
    /// Call it off
    #[command(after_help = CANCEL_EXAMPLE)]
    Cancel(Cancel),
}

const SCHEDULE_EXAMPLE: &str = "Example:\n  firstline maintenance schedule \"Till sync upgrade\" -c till-app \\\n    \
                                --starts \"2026-11-24 02:30\" --ends 04:00 -m \"Tills sell as if offline.\"";
const UPDATE_EXAMPLE: &str = "Example:\n  firstline maintenance update --state completed -m \"Done.\"";
const MOVE_EXAMPLE: &str =
    "Example:\n  firstline maintenance move till-sync --starts \"2027-01-12 02:30\" -m \"Put off.\"";
const CANCEL_EXAMPLE: &str = "Example:\n  firstline maintenance cancel till-sync -m \"Not needed after all.\"";

/// What is announced.
#[derive(Debug, clap::Args)]
pub struct Schedule {
    /// What is done, as customers would say it
    title: String,
    /// When it begins: a date and time, 22:00, or 2h from now
    #[arg(long, value_name = "WHEN", alias = "start", value_parser = Typed::parse)]
    starts: Typed,
    /// When it ends at the latest: a date and time, 04:00, or 2h after it begins
    #[arg(long, value_name = "WHEN", alias = "end", value_parser = Typed::parse)]
    ends: Typed,
    /// What is worked on, by id; repeat it for each component
    #[arg(short, long = "component", value_name = "ID", alias = "components", value_delimiter = ',')]
    components: Vec<String>,
    /// It has begun already: --starts lies in the past
    #[arg(long)]
    begun: bool,
    #[command(flatten)]
    naming: Naming,
    #[command(flatten)]
    saying: Saying,
}

/// What is told before and while it is done.
#[derive(Debug, clap::Args)]
pub struct Update {
    /// Which maintenance: its id, its file, or a part of its name [default: the only one that is not over]
    maintenance: Option<String>,
    /// How far it is: scheduled, in_progress, verifying, completed or cancelled [default: as it is]
    #[arg(short, long, value_name = "STATE", alias = "status", value_parser = choice::<Stage>)]
    state: Option<Stage>,
    #[command(flatten)]
    saying: Saying,
}

/// How the plan changes.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("plan").args(["starts", "ends"]).required(true).multiple(true))]
pub struct Move {
    /// Which maintenance: its id, its file, or a part of its name [default: the only one that is not over]
    maintenance: Option<String>,
    /// When it begins now [default: as planned]
    #[arg(long, value_name = "WHEN", alias = "start", value_parser = Typed::parse)]
    starts: Option<Typed>,
    /// When it ends now [default: as long after its beginning as planned]
    #[arg(long, value_name = "WHEN", alias = "end", value_parser = Typed::parse)]
    ends: Option<Typed>,
    /// It has begun already: --starts lies in the past
    #[arg(long, requires = "starts")]
    begun: bool,
    #[command(flatten)]
    saying: Saying,
}

/// What is told when it will not be done.
#[derive(Debug, clap::Args)]
pub struct Cancel {
    /// Which maintenance: its id, its file, or a part of its name [default: the only one that is not over]
    maintenance: Option<String>,
    #[command(flatten)]
    saying: Saying,
}

/// Writes what is to be said.
///
/// # Errors
/// When it is not clear what is meant, or the system refuses.
pub fn run(action: &Action, options: &ProjectOptions) -> Result<Outcome, Failure> {
    match action {
        Action::Schedule(args) => write(&args.saying, None, options, |desk, message| schedule(args, message, desk)),
        Action::Update(args) => {
            write(&args.saying, args.maintenance.as_deref(), options, |desk, message| update(args, message, desk))
        }
        Action::Move(args) => {
            write(&args.saying, args.maintenance.as_deref(), options, |desk, message| move_plan(args, message, desk))
        }
        Action::Cancel(args) => {
            write(&args.saying, args.maintenance.as_deref(), options, |desk, message| cancel(args, message, desk))
        }
    }
}

fn schedule(args: &Schedule, message: String, desk: &Desk<'_>) -> Result<Proposal, Failure> {
    let state = if args.begun { Stage::InProgress } else { Stage::Scheduled };
    let starts = start(&args.starts, state, desk)?;
    let plan = Plan { starts, ends: args.ends.planned(starts, desk.zone())? };
    plan.refuse_over(desk)?;
    let mut components = Vec::new();
    for typed in &args.components {
        components.push(component(typed, &desk.site().components)?);
    }
    let path = desk.place(FOLDER, &args.title, starts, &args.naming)?;
    let next = afterwards(&candidates(desk).called(&path), &plan, state, desk);
    // The first update carries the plan too, so that it is still known when the work was moved.
    let told = Told { state, message, plan: Some(plan) };
    let updates = vec![told.fields(Style::Utc, desk)];
    let worked_on = match components.is_empty() {
        true => "#components: []                              # what is worked on, by id (status/components.yaml)\n"
            .to_owned(),
        false => lines(&[("components", Written::List(components))], 0),
    };
    let values = [
        ("title", args.naming.head(&args.title, &args.saying)),
        ("plan", lines(&plan.fields(Style::Utc, desk), 0) + &worked_on),
        ("updates", lines(&[("updates", Written::Items(updates))], 0)),
    ];
    let text = starter::fill(include_str!("hurry/maintenance.md"), &values);
    Ok(Proposal { draft: Draft { path, text, before: None }, next })
}

/// When work begins that was announced as `state`. A beginning in the past is mostly last year's date.
fn start(typed: &Typed, state: Stage, desk: &Desk<'_>) -> Result<Moment, Failure> {
    if state != Stage::Scheduled {
        return typed.before(desk.now(), desk.zone());
    }
    let starts = typed.planned(desk.now(), desk.zone())?;
    if starts >= desk.now() {
        return Ok(starts);
    }
    let when = in_words(starts, desk.now(), desk.zone());
    let help = "look at the date; if the work has begun already, add --begun";
    Err(Failure::new(format!("it would have begun {when}\nhelp: {help}")))
}

fn update(args: &Update, message: String, desk: &Desk<'_>) -> Result<Proposal, Failure> {
    let id = candidates(desk).find(args.maintenance.as_deref())?;
    let (page, maintenance) = looked_at(desk, id)?;
    let stage = maintenance.stage_at(desk.now());
    let is_unsaid = stage == Stage::Completed && maintenance.announced() != stage;
    if args.state.is_none() && is_unsaid {
        let help = "say how it stands: --state completed, or in_progress if it goes on";
        return Err(Failure::new(format!(
            "the window of {} is over, and nobody has said so\nhelp: {help}",
            page.title
        )));
    }
    let told = Told { state: args.state.unwrap_or(stage), message, plan: None };
    tell(desk, id, &told, &args.saying)
}

fn move_plan(args: &Move, message: String, desk: &Desk<'_>) -> Result<Proposal, Failure> {
    let id = candidates(desk).find(args.maintenance.as_deref())?;
    let (page, maintenance) = looked_at(desk, id)?;
    let (Some(was_starts), Some(was_ends)) = (moment(&maintenance.starts), moment(&maintenance.ends)) else {
        let help = "write `starts` and `ends` into the file";
        return Err(Failure::new(format!("{} has no plan to move\nhelp: {help}", page.entry.path)));
    };
    let state = if args.begun { Stage::InProgress.max(maintenance.announced()) } else { maintenance.announced() };
    let wanted = if args.begun { Stage::InProgress } else { Stage::Scheduled };
    let starts = args.starts.as_ref().map_or(Ok(was_starts), |typed| start(typed, wanted, desk))?;
    let length = was_ends.unix() - was_starts.unix();
    let ends = args.ends.as_ref().map_or(Ok(starts.plus(length)), |typed| typed.planned(starts, desk.zone()))?;
    let plan = Plan { starts, ends };
    plan.refuse_over(desk)?;
    tell(desk, id, &Told { state, message, plan: Some(plan) }, &args.saying)
}

fn cancel(args: &Cancel, message: String, desk: &Desk<'_>) -> Result<Proposal, Failure> {
    let id = candidates(desk).find(args.maintenance.as_deref())?;
    tell(desk, id, &Told { state: Stage::Cancelled, message, plan: None }, &args.saying)
}

/// Adds an update to a file, and changes what is no longer so.
fn tell(desk: &Desk<'_>, id: PageId, told: &Told, saying: &Saying) -> Result<Proposal, Failure> {
    let (page, maintenance) = looked_at(desk, id)?;
    if matches!(maintenance.announced(), Stage::Completed | Stage::Cancelled) {
        let word = maintenance.announced().word();
        let help = "announce new work with `firstline maintenance schedule`";
        return Err(Failure::new(format!("{} is {word} already\nhelp: {help}", page.title)));
    }
    let (mut sheet, source) = desk.sheet(id)?;
    let style = style_of(maintenance, &source);
    let changed = add(told, maintenance, &mut sheet, style, desk);
    changed.and_then(|()| saying.summarise(&mut sheet, ORDER)).map_err(|why| by_hand(page, &why))?;
    let planned = Plan {
        starts: moment(&maintenance.starts).unwrap_or(desk.now()),
        ends: moment(&maintenance.ends).unwrap_or(desk.now()),
    };
    let name = candidates(desk).called(&page.entry.path);
    let next = afterwards(&name, &told.plan.unwrap_or(planned), told.state, desk);
    Ok(Proposal { draft: desk.changed(id, &sheet), next })
}

fn add(
    told: &Told,
    maintenance: &Maintenance,
    sheet: &mut Sheet,
    style: Style,
    desk: &Desk<'_>,
) -> Result<(), Unclear> {
    sheet.append("updates", &told.fields(style, desk), ORDER)?;
    if maintenance.state.is_some() {
        sheet.set("state", &Written::Word(told.state.word().to_owned()), ORDER)?;
    }
    for (key, value) in told.plan.iter().flat_map(|plan| plan.fields(style, desk)) {
        sheet.set(key, &value, ORDER)?;
    }
    Ok(())
}

/// From when to when.
#[derive(Clone, Copy)]
struct Plan {
    starts: Moment,
    ends: Moment,
}

impl Plan {
    fn fields(&self, style: Style, desk: &Desk<'_>) -> Vec<Field> {
        let time = |at| Written::Word(style.write(at, desk.zone()));
        vec![("starts", time(self.starts)), ("ends", time(self.ends))]
    }

    /// Refuses a window that lies in the past: mostly a slip in the year.
    fn refuse_over(&self, desk: &Desk<'_>) -> Result<(), Failure> {
        if self.ends > desk.now() {
            return Ok(());
        }
        let when = in_words(self.ends, desk.now(), desk.zone());
        let help = "look at the date; what is to come ends after now";
        Err(Failure::new(format!("it would have been over {when}\nhelp: {help}")))
    }
}

/// An update that was typed.
struct Told {
    state: Stage,
    message: String,
    /// The first plan, or a new one.
    plan: Option<Plan>,
}

impl Told {
    fn fields(&self, style: Style, desk: &Desk<'_>) -> Vec<Field> {
        let mut fields = vec![
            ("at", Written::Word(style.write(desk.now(), desk.zone()))),
            ("state", Written::Word(self.state.word().to_owned())),
            ("body", Written::Text(self.message.clone())),
        ];
        fields.extend(self.plan.iter().flat_map(|plan| plan.fields(style, desk)));
        fields
    }
}

fn candidates<'s>(desk: &'s Desk<'_>) -> Candidates<'s> {
    let goes_on = |page: &Page| {
        let stage = maintenance_of(page).map(|maintenance| maintenance.stage_at(desk.now()));
        stage.is_some_and(|stage| !stage.is_over())
    };
    Candidates::of(Kind::Maintenance, desk, goes_on)
}

fn looked_at<'d>(desk: &'d Desk<'_>, id: PageId) -> Result<(&'d Page, &'d Maintenance), Failure> {
    let page = desk.site().page(id);
    let maintenance = maintenance_of(page);
    maintenance
        .map(|maintenance| (page, maintenance))
        .ok_or_else(|| Failure::new(format!("{} is no maintenance", page.entry.path)))
}

fn moment(at: &Option<Placed<Moment>>) -> Option<Moment> {
    at.as_ref().map(|at| at.value)
}

/// How the file writes its times.
fn style_of(maintenance: &Maintenance, source: &SourceText) -> Style {
    let last = maintenance.updates.iter().rev().find_map(|update| update.at.as_ref());
    let sample = last.or(maintenance.starts.as_ref());
    sample.map_or(Style::Utc, |at| Style::of(source.slice(at.span.clone()).trim_matches(['"', '\''])))
}

/// What to type next, and when.
fn afterwards(name: &str, plan: &Plan, stage: Stage, desk: &Desk<'_>) -> Vec<String> {
    let words = |at| in_words(at, desk.now(), desk.zone());
    let command =
        |state: Stage| format!("firstline maintenance update {} --state {} -m \"…\"", typed(name), state.word());
    let mut next = vec![PUBLISH.to_owned()];
    match stage {
        Stage::Scheduled => next.push(format!("{}    ({})", command(Stage::InProgress), words(plan.starts))),
        Stage::InProgress | Stage::Verifying => {
            next.push(format!("{}    ({})", command(Stage::Completed), words(plan.ends)));
        }
        Stage::Completed | Stage::Cancelled => {}
    }
    next
}
