//! `firstline report waiting`: what promised times come to by the clock on the wall.

use jiff::tz::TimeZone;

use crate::cli::timings::Timings;
use crate::cli::{Failure, Format, Outcome, ProjectOptions, project, report};
use crate::kinds::Sla;
use crate::reports::waiting::{LongestWait, Promise, Reply, Waiting, on_the_wall, waiting};
use crate::site::{Page, Site, in_hours};

/// What `report waiting` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Look at this version of the promises instead of the one in force
    #[arg(long, value_name = "VERSION")]
    version: Option<String>,
}

pub(super) fn run(args: &Args, options: &ProjectOptions) -> Result<Outcome, Failure> {
    let mut timings = Timings::start();
    let (_, build) = project::build(options, &mut timings)?;
    let site = build.plan.site();
    let (page, sla) = version(site, args.version.as_deref())?;
    let waiting = waiting(site, page, sla);
    timings.ended("reckon");
    let text = match options.format {
        Format::Json => format!("{}\n", serde_json::to_string_pretty(&waiting)?),
        Format::Csv => table(&waiting)?,
        Format::Human => text(&waiting, &site.config.time_zone),
    };
    report::out(&text)?;
    if options.timings {
        timings.print();
    }
    Ok(Outcome::Clean)
}

/// The version that is asked for; the one in force where none is, else the first that will be.
fn version<'a>(site: &'a Site, asked: Option<&str>) -> Result<(&'a Page, &'a Sla), Failure> {
    let all = site.slas();
    let name = |page: &'a Page, sla: &'a Sla| {
        sla.version.as_ref().map_or_else(|| page.entry.path.stem(), |version| version.value.as_str())
    };
    let Some(asked) = asked else {
        let first = site.sla_in_force().or_else(|| all.last().copied());
        return first.ok_or_else(|| Failure::new("no promises are written down: content/sla has no file"));
    };
    let found = all.iter().find(|(page, sla)| name(page, sla) == asked);
    found.copied().ok_or_else(|| {
        let known: Vec<&str> = all.iter().map(|(page, sla)| name(page, sla)).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        Failure::new(format!("there is no version `{asked}` of the promises; known are: {known}"))
    })
}

/// The columns of the table; a channel's line has no plan, a promise's no channel.
const COLUMNS: [&str; 11] = [
    "plan",
    "severity",
    "measure",
    "channel",
    "promised",
    "calendar",
    "minutes",
    "begins",
    "ends",
    "holidays",
    "reckoned_until",
];

fn table(waiting: &Waiting) -> Result<String, Failure> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |error: &dyn std::fmt::Display| Failure::new(format!("could not write the table: {error}"));
    let about = |promise: &Promise| [promise.plan.clone(), promise.severity.clone(), promise.measure.to_owned()];
    let promises = waiting.promises.iter().map(|promise| (about(promise), String::new(), &promise.wait));
    let replies = waiting.channels.iter().map(|reply| (Default::default(), reply.channel.clone(), &reply.wait));
    writer.write_record(COLUMNS).map_err(|error| failed(&error))?;
    for (about, channel, wait) in promises.chain(replies) {
        let row = about.into_iter().chain([channel]).chain(cells(wait));
        writer.write_record(row).map_err(|error| failed(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(&error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn cells(wait: &LongestWait) -> [String; 7] {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        wait.promised.clone(),
        text(&wait.calendar),
        wait.minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
        text(&wait.begins),
        text(&wait.ends),
        wait.holidays.join("; "),
        text(&wait.reckoned_until),
    ]
}

fn text(waiting: &Waiting, zone: &TimeZone) -> String {
    let Waiting { version, from, until, time_zone, promises, channels, .. } = waiting;
    let [from, until] = [from, until].map(|moment| on_the_wall(moment, zone));
    let mut text = format!(
        "Promises {version}: the longest wait of anybody who begins to wait from {from} to {until}\n\
         Times are those of {time_zone}.\n"
    );
    let promised = promises
        .iter()
        .map(|promise| (format!("{}, {}, {}", promise.plan, promise.severity, said(promise)), &promise.wait));
    text.push_str(&lines("\nBy plan and severity\n", &promised.collect::<Vec<_>>(), zone));
    let replies = channels.iter().map(|Reply { channel, wait }| (channel.clone(), wait));
    text.push_str(&lines("\nBy channel\n", &replies.collect::<Vec<_>>(), zone));
    text
}

fn said(promise: &Promise) -> String {
    promise.measure.replace('_', " ")
}

/// A heading, and a line for each promise in columns; nothing where nothing is promised.
fn lines(heading: &str, promises: &[(String, &LongestWait)], zone: &TimeZone) -> String {
    if promises.is_empty() {
        return String::new();
    }
    let rows: Vec<[String; 4]> = promises
        .iter()
        .map(|(about, wait)| [about.clone(), wait.promised.clone(), longest(wait), span(wait, zone)])
        .collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let [first, second, third] = [0, 1, 2].map(width);
    let line = |[about, promised, longest, span]: &[String; 4]| {
        let line = format!("  {about:first$}  {promised:second$}  {longest:third$}  {span}");
        format!("{}\n", line.trim_end())
    };
    std::iter::once(heading.to_owned()).chain(rows.iter().map(line)).collect()
}

fn longest(wait: &LongestWait) -> String {
    match wait.minutes {
        Some(minutes) => in_hours(minutes * 60),
        None if wait.calendar.is_none() => "no hours named".to_owned(),
        None => "not known".to_owned(),
    }
}

/// From when to when the wait is, what is closed in it, and up to when it was looked at.
fn span(wait: &LongestWait, zone: &TimeZone) -> String {
    let (Some(begins), Some(ends)) = (&wait.begins, &wait.ends) else { return String::new() };
    let mut span = format!("{} to {}", on_the_wall(begins, zone), on_the_wall(ends, zone));
    if !wait.holidays.is_empty() {
        span.push_str(&format!(" ({})", wait.holidays.join(", ")));
    }
    if let Some(until) = &wait.reckoned_until {
        span.push_str(&format!("; reckoned up to {}", on_the_wall(until, zone)));
    }
    span
}
