//! `firstline report promises`: how often promises were kept.

use crate::cli::timings::Timings;
use crate::cli::{Failure, Format, Outcome, ProjectOptions, project, report};
use crate::reports::promises::{Cases, Promises, Target, Uptime, promises, written};

/// What `report promises` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How many months to look back at
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u16).range(1..=120))]
    months: u16,
}

pub(super) fn run(args: &Args, options: &ProjectOptions) -> Result<Outcome, Failure> {
    let mut timings = Timings::start();
    let (_, build) = project::build(options, &mut timings)?;
    let site = build.plan.site();
    let in_force = site.sla_in_force();
    let in_force =
        in_force.ok_or_else(|| Failure::new("no promises are in force: content/sla has none that has begun"))?;
    let promises = promises(site, in_force, args.months);
    timings.ended("reckon");
    let text = match options.format {
        Format::Json => format!("{}\n", serde_json::to_string_pretty(&promises)?),
        Format::Csv => table(&promises)?,
        Format::Human => text(&promises),
    };
    report::out(&text)?;
    if options.timings {
        timings.print();
    }
    Ok(Outcome::Clean)
}

/// The columns of the table. A target's line has no component, an uptime's no severity, cases or percent.
const COLUMNS: [&str; 15] = [
    "plan",
    "severity",
    "measure",
    "component",
    "window",
    "goal",
    "measured",
    "cases",
    "kept",
    "percent",
    "worst",
    "missed",
    "last_cases",
    "last_kept",
    "credits",
];

fn table(promises: &Promises) -> Result<String, Failure> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |error: &dyn std::fmt::Display| Failure::new(format!("could not write the table: {error}"));
    writer.write_record(COLUMNS).map_err(|error| failed(&error))?;
    for row in promises.targets.iter().map(target_cells).chain(promises.uptime.iter().map(uptime_cells)) {
        writer.write_record(row).map_err(|error| failed(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(&error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn target_cells(target: &Target) -> [String; COLUMNS.len()] {
    let none = String::new;
    let last = |count: fn(Cases) -> u32| target.last.map(|last| count(last).to_string()).unwrap_or_default();
    [
        target.plan.clone(),
        target.severity.clone(),
        target.measure.to_owned(),
        none(),
        none(),
        target.goal.to_string(),
        target.months.to_string(),
        target.cases.to_string(),
        target.kept.to_string(),
        target.percent.map(|percent| percent.to_string()).unwrap_or_default(),
        none(),
        target.missed.join(" "),
        last(|last| last.cases),
        last(|last| last.kept),
        none(),
    ]
}

fn uptime_cells(uptime: &Uptime) -> [String; COLUMNS.len()] {
    let none = String::new;
    let missed: Vec<&str> = uptime.missed.iter().map(|missed| missed.month.as_str()).collect();
    [
        uptime.plans.join(" "),
        none(),
        "uptime".to_owned(),
        uptime.component.clone(),
        uptime.window.to_owned(),
        uptime.goal.to_string(),
        uptime.windows.to_string(),
        none(),
        none(),
        none(),
        uptime.worst.map(|worst| worst.to_string()).unwrap_or_default(),
        missed.join(" "),
        none(),
        none(),
        credits(uptime).to_string(),
    ]
}

/// How many of the missed windows have a published credit.
fn credits(uptime: &Uptime) -> usize {
    uptime.missed.iter().filter(|missed| missed.credit.is_some()).count()
}

fn text(promises: &Promises) -> String {
    let Promises { version, first, last, targets, uptime } = promises;
    let mut text = format!("Promises {version}: how they were kept from {first} to {last}\n");
    let head = ["", "kept", "share", "goal", "last month", "missed in"].map(str::to_owned);
    text.push_str(&aligned(
        "By plan and severity",
        std::iter::once(head).chain(targets.iter().map(target_row)).collect(),
    ));
    let head = ["", "ended", "lowest", "goal", "credits", "missed in"].map(str::to_owned);
    text.push_str(&aligned("Uptime", std::iter::once(head).chain(uptime.iter().map(uptime_row)).collect()));
    text
}

fn target_row(target: &Target) -> [String; 6] {
    let Target { plan, severity, measure, .. } = target;
    let of = |kept: u32, cases: u32| if cases == 0 { "no case".to_owned() } else { format!("{kept} of {cases}") };
    let kept = if target.months == 0 { "not measured".to_owned() } else { of(target.kept, target.cases) };
    [
        format!("{plan}, {severity}, {}", measure.replace('_', " ")),
        kept,
        target.percent.map(written).unwrap_or_default(),
        written(target.goal),
        target.last.map_or_else(|| "not measured".to_owned(), |last| of(last.kept, last.cases)),
        target.missed.join(", "),
    ]
}

fn uptime_row(uptime: &Uptime) -> [String; 6] {
    let missed: Vec<String> = uptime
        .missed
        .iter()
        .map(|missed| {
            let owed = if missed.credit.is_none() && missed.due.is_some() { ", no credit published" } else { "" };
            format!("{} ({} of {} minutes down{owed})", missed.month, missed.minutes_down, missed.minutes_allowed)
        })
        .collect();
    [
        format!("{}, by {}", uptime.component, uptime.window),
        uptime.windows.to_string(),
        uptime.worst.map(written).unwrap_or_default(),
        written(uptime.goal),
        if uptime.missed.is_empty() {
            String::new()
        } else {
            format!("{} of {}", credits(uptime), uptime.missed.len())
        },
        missed.join(", "),
    ]
}

/// A heading with rows in columns, the first of which names them; nothing where there are no others.
fn aligned(heading: &str, rows: Vec<[String; 6]>) -> String {
    if rows.len() < 2 {
        return String::new();
    }
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let [about, kept, share, goal, last] = [0, 1, 2, 3, 4].map(width);
    let line = |[a, b, c, d, e, f]: &[String; 6]| {
        let line = format!("  {a:about$}  {b:>kept$}  {c:>share$}  {d:>goal$}  {e:>last$}  {f}");
        format!("{}\n", line.trim_end())
    };
    std::iter::once(format!("\n{heading}\n")).chain(rows.iter().map(line)).collect()
}
