//! Promises against figures: what the page of an SLA says is counted again from the file, its charts are measured, and
//! uptime is counted second by second.

use std::collections::BTreeMap;
use std::path::Path;

use firstline::kinds::{Front, Measure};
use firstline::site::{Goal, Site};
use firstline::time::{Moment, Month};
use firstline::yaml::Choice;
use jiff::tz::TimeZone;

use crate::html;
use crate::program::firstline;
use crate::project::{HOUSE, Project};

const FIGURES: &str = "data/promises.csv";

/// A line of the file, by month, plan, severity and target.
type Line = [String; 4];

/// The file as another reader reads it: cases and kept.
fn counted(project: &Project) -> BTreeMap<Line, (u32, u32)> {
    let text = &project.files[FIGURES];
    let mut reader = csv::Reader::from_reader(text.as_slice());
    assert_eq!(reader.headers().unwrap(), vec!["month", "plan", "severity", "target", "cases", "kept"]);
    let lines = reader.records().map(Result::unwrap).map(|record| {
        let number = |at: usize| record[at].parse().unwrap();
        ([0, 1, 2, 3].map(|at| record[at].to_owned()), (number(4), number(5)))
    });
    lines.collect()
}

/// A row of a table behind a chart.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    month: String,
    cases: String,
    kept: String,
    percent: String,
    verdict: String,
}

/// What is shown of one promise.
struct Shown {
    page: String,
}

impl Shown {
    /// Every promise of a page whose ids begin so, in order.
    fn all(page: &str, id: &str) -> Vec<Self> {
        let marked = format!("<div class=\"kept-one\" id=\"{id}");
        let parts = page.split("<div class=\"kept-one\"").skip(1).map(|part| format!("<div class=\"kept-one\"{part}"));
        parts.filter(|part| part.starts_with(&marked)).map(|page| Self { page }).collect()
    }

    fn text(&self) -> String {
        html::read(&self.page).text
    }

    /// The rows of its table, without the first.
    fn rows(&self) -> Vec<Row> {
        let rows = self.page.split("<tr>").skip(2);
        rows.map(|row| {
            let cells: Vec<String> = row.split("<td>").map(|cell| html::read(cell).text).collect();
            let cell = |at: usize| cells.get(at).cloned().unwrap_or_default();
            Row { month: cell(0), cases: cell(1), kept: cell(2), percent: cell(3), verdict: last_word(&cell(4)) }
        })
        .collect()
    }

    /// The drawing with this class, as pairs of the left end and the height of each bar, from the bottom.
    fn bars(&self, class: &str) -> Vec<(f64, f64)> {
        self.path(class).split('M').skip(1).map(bar).collect()
    }

    fn path(&self, class: &str) -> String {
        let page = html::read(&self.page);
        let path = page.elements.iter().find(|element| element.attribute("class") == Some(class));
        path.and_then(|path| path.attribute("d")).unwrap_or_default().to_owned()
    }

    /// Where its scale begins, in percent.
    fn begins(&self) -> f64 {
        let label = self.page.split("y=\"78\"").nth(1).unwrap();
        let label = html::read(&format!("<p{}", label.split("</text>").next().unwrap())).text;
        label.trim_end_matches(" %").parse().unwrap()
    }
}

/// "reached", whatever closes after it.
fn last_word(cell: &str) -> String {
    ["not measured", "no case", "reached", "missed"]
        .into_iter()
        .find(|word| cell.starts_with(word))
        .unwrap_or(cell)
        .to_owned()
}

/// `69 74V10h14V74z`: a bar with a flat bottom at 74 and no other form.
fn bar(path: &str) -> (f64, f64) {
    let (place, rest) = path.split_once('V').unwrap();
    let (left, bottom) = place.split_once(' ').unwrap();
    let (top, rest) = rest.split_once('h').unwrap();
    assert!(rest.ends_with(&format!("V{bottom}z")), "{path}");
    let number = |text: &str| text.parse::<f64>().unwrap();
    assert_eq!(number(bottom), 74.0);
    (number(left), 74.0 - number(top))
}

/// "97.5 %" of a row, as a number.
fn number(percent: &str) -> f64 {
    percent.trim_end_matches(" %").parse().unwrap()
}

/// Every thing that the version in force promises, as the file names it, in the order of the page: by plan.
fn promised(site: &Site) -> Vec<[String; 3]> {
    let (_, sla) = site.sla_in_force().unwrap();
    let value = |id: &Option<firstline::yaml::Placed<String>>| id.as_ref().unwrap().value.clone();
    let mut all = Vec::new();
    for plan in &sla.plans {
        for target in sla.targets.iter().filter(|target| value(&target.plan) == plan.id.value) {
            let measures = Measure::ALL.into_iter().filter(|measure| target.promised(*measure).is_some());
            all.extend(
                measures.map(|measure| [plan.id.value.clone(), value(&target.severity), measure.word().to_owned()]),
            );
        }
    }
    all
}

/// The last so many months before November 2026, latest first, as the file and as the page write them.
fn months(count: i32) -> Vec<(String, String)> {
    let last = Month::parse("2026-10").unwrap();
    (0..count).map(|back| last.plus(-back)).map(|month| (month.to_string(), month.written())).collect()
}

fn demo() -> Project {
    Project::in_folder(Path::new(HOUSE))
}

#[test]
fn the_demo_tells_what_its_file_says() {
    let project = demo();
    let counted = counted(&project);
    let build = project.build();
    let page = String::from_utf8(build.plan.render("sla/index.html").unwrap()).unwrap();
    let shown = Shown::all(&page, "kept-");
    let promised = promised(build.plan.site());
    let mut rows = 0;
    for (promise, shown) in promised.iter().zip(&shown) {
        let [plan, severity, measure] = promise;
        let of = |month: &str| counted.get(&[month.to_owned(), plan.clone(), severity.clone(), measure.clone()]);
        let table = shown.rows();
        for row in &table {
            let (month, _) = months(24).into_iter().find(|(_, name)| *name == row.month).unwrap();
            let (cases, kept) = of(&month).unwrap_or_else(|| panic!("{promise:?} {month}"));
            assert_eq!((&row.cases, &row.kept), (&cases.to_string(), &kept.to_string()), "{promise:?} {month}");
            if *cases > 0 {
                let tenths = u64::from(*kept) * 1000 / u64::from(*cases);
                assert!((number(&row.percent) * 10.0 - tenths as f64).abs() < 0.01, "{promise:?} {row:?}");
                assert_eq!(row.percent == "100 %", cases == kept);
            }
            rows += 1;
        }
        let last: Vec<_> = months(12).into_iter().filter_map(|(month, _)| of(&month)).collect();
        let (cases, kept) = last.iter().fold((0, 0), |(cases, kept), (c, k)| (cases + c, kept + k));
        let text = shown.text();
        let said = if kept == cases { format!("all {cases} cases") } else { format!("{kept} of {cases} cases") };
        assert!(text.contains(&said), "{promise:?}: {said}\n{text}");
    }
    assert_eq!((promised.len(), rows), (26, counted.len() - gone(build.plan.site(), &counted)));
}

/// How many lines are of promises that no version makes any more.
fn gone(site: &Site, counted: &BTreeMap<Line, (u32, u32)>) -> usize {
    let now = promised(site);
    counted
        .keys()
        .filter(|[_, plan, severity, measure]| !now.contains(&[plan, severity, measure].map(Clone::clone)))
        .count()
}

#[test]
fn every_bar_is_as_high_as_its_figure_and_stands_in_its_month() {
    let build = demo().build();
    let page = String::from_utf8(build.plan.render("sla/index.html").unwrap()).unwrap();
    let (mut bars, mut missed) = (0, 0);
    for shown in Shown::all(&page, "kept-") {
        let table = shown.rows();
        let with_time = table.first().is_some_and(|row| !row.month.is_empty() && row.verdict.len() > 2);
        if !with_time || shown.page.contains("kept-uptime-") {
            continue;
        }
        let begins = shown.begins();
        let slot = |month: &str| 23 - months(24).iter().position(|(_, name)| name == month).unwrap();
        for (class, verdict) in [("kept-met", "reached"), ("kept-missed", "missed")] {
            let drawn = shown.bars(class);
            let told: Vec<&Row> = table.iter().rev().filter(|row| row.verdict == verdict).collect();
            assert_eq!(drawn.len(), told.len(), "a bar for each month with a case, and for no other");
            for ((left, height), row) in drawn.iter().zip(told) {
                let place = 46.0 + 10.0 * slot(&row.month) as f64;
                assert!(*left >= place && left + 7.0 <= place + 10.0, "{left} {row:?}");
                let share = begins + height / 64.0 * (100.0 - begins);
                // The table rounds down to a tenth, the drawing to a tenth of a length.
                let slack = 0.11 + 0.2 / 64.0 * (100.0 - begins);
                assert!((share - number(&row.percent)).abs() < slack, "{share} {row:?}");
                bars += 1;
            }
        }
        let of_chart = table.iter().filter(|row| row.verdict == "missed").count();
        assert_eq!(shown.path("kept-marks").matches('M').count(), of_chart, "a cross below each that was missed");
        missed += of_chart;
        assert!(begins == 0.0 || shown.page.contains(&format!("The scale begins at {begins} %, not at 0.")));
        assert_eq!(shown.path("kept-axis").contains('l'), begins > 0.0, "a cut axis is broken");
    }
    assert!(bars > 450 && missed > 10, "{bars} {missed}");
}

const SETTINGS: &str =
    "title: Help\nbase_url: https://help.example.com\ntime_zone: Europe/London\nas_of: 2026-11-20T12:00:00Z\n";

/// An SLA that promises one thing in so many of a hundred cases from a day on.
fn sla(effective: &str, wait: &str, percent: &str) -> String {
    format!(
        "---\ntitle: Promises\neffective: {effective}\nplans: [{{id: all, name: All}}]\nseverities: [{{id: s1, name: \
         Critical}}]\ntargets: [{{plan: all, severity: s1, first_response: {wait}, percent: {percent}}}]\n---\n"
    )
}

fn with_figures(lines: &[&str]) -> Project {
    let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
    Project::new()
        .with("firstline.yaml", SETTINGS)
        .with("content/sla/now.md", sla("2026-06-15", "1h", "99"))
        .with("content/sla/before.md", sla("2026-03-01", "4h", "90"))
        .with(FIGURES, format!("month,plan,severity,target,cases,kept\n{lines}"))
}

fn page(project: &Project, path: &str) -> String {
    String::from_utf8(project.build().plan.render(path).unwrap()).unwrap()
}

const MONTHS: [&str; 6] = [
    "2026-05,all,s1,first_response,100,95",
    "2026-06,all,s1,first_response,100,95",
    "2026-07,all,s1,first_response,100,95",
    "2026-08,all,s1,first_response,0,0",
    "2026-09,all,s1,first_response,10000,9999",
    "2026-10,all,s1,first_response,3,3",
];

#[test]
fn a_month_is_judged_by_the_version_in_which_it_began() {
    let project = with_figures(&MONTHS);
    let page = page(&project, "sla/index.html");
    let shown = &Shown::all(&page, "kept-")[0];
    let told: Vec<(String, String, String)> =
        shown.rows().into_iter().map(|row| (row.month, row.percent, row.verdict)).collect();
    let expected = [
        ("October 2026", "100 %", "reached"),
        ("September 2026", "99.9 %", "reached"),
        ("August 2026", "–", "no case"),
        ("July 2026", "95 %", "missed"),
        ("June 2026", "95 %", "reached"),
        ("May 2026", "95 %", "reached"),
        ("April 2026", "–", "not measured"),
        ("March 2026", "–", "not measured"),
    ];
    assert_eq!(told, expected.map(|(month, percent, verdict)| (month.into(), percent.into(), verdict.into())));
    let text = shown.text();
    assert!(text.contains("since March 2026; missed its goal in July 2026. Until June 2026 it was 4 hours."), "{text}");
    // From March to June the line is at 90 % of a scale that begins at 80 %, and then at 99 %.
    assert_eq!(shown.path("kept-goal"), "M206 42H246V13.2H286");
}

#[test]
fn a_promise_of_this_month_is_new_and_an_old_one_goes_on() {
    let front =
        sla("2026-11-10", "1h", "99").replace("percent: 99}", "percent: 99}, {plan: all, severity: s1, restore: 8h}");
    let project = with_figures(&MONTHS).with("content/sla/newest.md", front);
    let page = page(&project, "sla/index.html");
    let [answer, restore] = &Shown::all(&page, "kept-")[..] else { panic!("two promises") };
    assert!(answer.text().contains("October 2026: 3 of 3"), "{}", answer.text());
    assert!(restore.text().contains("no month of it has ended yet"), "{}", restore.text());
    assert!(!restore.page.contains("<svg"));
}

#[test]
fn a_version_that_has_ended_shows_the_months_that_it_judged_and_one_ahead_shows_none() {
    let project = with_figures(&MONTHS).with("content/sla/ahead.md", sla("2027-01-01", "1h", "100"));
    let before = page(&project, "sla/before/index.html");
    let text = Shown::all(&before, "kept-")[0].text();
    assert!(text.contains("Kept in 190 of 200 cases (95 %) from March 2026 to June 2026"), "{text}");
    assert!(!before.contains("July 2026"));
    assert!(!page(&project, "sla/ahead/index.html").contains("kept-"));
    assert!(page(&project, "sla/now/index.html").contains("July 2026"));
}

#[test]
fn the_order_of_the_lines_changes_nothing() {
    let mut lines = MONTHS.to_vec();
    let first = with_figures(&lines).site();
    lines.reverse();
    assert_eq!(with_figures(&lines).site(), first);
    lines.rotate_left(2);
    assert_eq!(with_figures(&lines).site(), first);
}

#[test]
fn nothing_of_a_chart_needs_a_style_or_a_script() {
    let page = page(&demo(), "sla/index.html");
    let section = page.split("<section class=\"section kept\"").nth(1).unwrap().split("</section>").next().unwrap();
    let mut ids = Vec::new();
    let parsed = html::read(section);
    for element in &parsed.elements {
        for (name, _) in element.attributes() {
            assert!(!name.starts_with("on") && name != "style", "{element:?}");
        }
        ids.extend(element.attribute("id").map(str::to_owned));
        if element.attribute("role") == Some("img") {
            let named = element.attribute("aria-labelledby").unwrap();
            assert!(named.split(' ').all(|id| section.contains(&format!("id=\"{id}\""))), "{named}");
        }
    }
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "every id is there once");
}

/// A site with a promised uptime over each window, an outage across the end of two of them and work that was not announced.
fn uptime_site() -> Project {
    let front = "---\ntitle: Promises\neffective: 2026-02-10\nuptime:\n  - {component: till, percent: 99.9, window: \
                 month}\n  - {component: till, percent: 99.95, window: quarter}\n  - {component: shop, percent: 99, \
                 window: month}\ncredits: [{below: 99.9, credit: a tenth}, {below: 99, credit: all}]\n---\n";
    let incident = |title: &str, from: &str, until: &str, state: &str| {
        format!(
            "---\ntitle: {title}\nstarted: {from}\nresolved: {until}\nimpact: minor\ncomponents: {{till: {state}}}\n\
             updates: [{{at: {until}, state: resolved, body: Over.}}]\n---\n"
        )
    };
    let work = "---\ntitle: Work\nstarts: 2026-05-03T02:00:00Z\nends: 2026-05-03T02:20:00Z\ncomponents: [till]\n\
                updates: [{at: 2026-05-03T02:00:00Z, state: scheduled, body: We work.}]\n---\n";
    Project::new()
        .with("firstline.yaml", SETTINGS.replace("2026-11-20", "2026-08-20"))
        .with(
            "content/status/components.yaml",
            "- {id: till, name: Till, since: 2026-02-05}\n- {id: shop, name: Shop, since: 2026-07-15}\n",
        )
        .with("content/sla/now.md", front)
        .with(
            "content/status/incidents/a.md",
            incident("Night", "2026-03-31T22:50:00Z", "2026-03-31T23:20:00Z", "major_outage"),
        )
        .with(
            "content/status/incidents/b.md",
            incident("Half", "2026-03-31T23:00:00Z", "2026-04-01T01:00:00Z", "partial_outage"),
        )
        .with("content/status/maintenance/w.md", work)
}

/// Hundredths of seconds that the till counted as down, looked at second by second.
fn looked_at(from: &str, until: &str) -> (i64, i64) {
    let at = |text: &str| Moment::parse(text, &TimeZone::UTC).unwrap().unix();
    let spells = [
        (at("2026-03-31T22:50:00Z"), at("2026-03-31T23:20:00Z"), 100),
        (at("2026-03-31T23:00:00Z"), at("2026-04-01T01:00:00Z"), 50),
        // Work of which nobody was told before it began counts as an outage for some.
        (at("2026-05-03T02:00:00Z"), at("2026-05-03T02:20:00Z"), 50),
    ];
    let heaviest = |second: i64| {
        spells.iter().filter(|(from, until, _)| *from <= second && second < *until).map(|spell| spell.2).max()
    };
    let (from, until) = (at(from), at(until));
    ((from..until).map(|second| heaviest(second).unwrap_or(0)).sum(), until - from)
}

#[test]
fn a_window_of_uptime_is_what_looking_at_every_second_counts() {
    let build = uptime_site().build();
    let site = build.plan.site();
    let (page, sla) = site.sla_in_force().unwrap();
    let told = |at: usize| -> Vec<(String, i64, i64, bool)> {
        let windows = site.windows_of((page, sla), &sla.uptime[at]);
        windows
            .iter()
            .map(|window| (window.last.to_string(), window.uptime.down, window.uptime.total, window.is_met()))
            .collect()
    };
    // London is an hour ahead from 29 March on, so March ends at 23:00 UTC. The version begins on 10 February, and
    // is still judged by the whole of that month and quarter.
    let bounds = [
        ("2026-02", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"),
        ("2026-03", "2026-03-01T00:00:00Z", "2026-03-31T23:00:00Z"),
        ("2026-04", "2026-03-31T23:00:00Z", "2026-04-30T23:00:00Z"),
        ("2026-05", "2026-04-30T23:00:00Z", "2026-05-31T23:00:00Z"),
        ("2026-06", "2026-05-31T23:00:00Z", "2026-06-30T23:00:00Z"),
        ("2026-07", "2026-06-30T23:00:00Z", "2026-07-31T23:00:00Z"),
    ];
    let expected: Vec<_> = bounds
        .iter()
        .map(|(month, from, until)| {
            let (down, total) = looked_at(from, until);
            ((*month).to_owned(), down, total, down * 1000 <= total * 100)
        })
        .collect();
    assert_eq!(told(0), expected);
    assert_eq!(expected.iter().map(|window| window.3).collect::<Vec<_>>(), [true, true, false, true, true, true]);
    let quarters = told(1);
    let (down, total) = looked_at("2026-01-01T00:00:00Z", "2026-03-31T23:00:00Z");
    assert_eq!(quarters[0], ("2026-03".to_owned(), down, total, down * 2000 <= total * 100));
    assert_eq!(quarters.iter().map(|window| window.0.as_str()).collect::<Vec<_>>(), ["2026-03", "2026-06"]);
    assert_eq!(told(2).len(), 1, "the shop is recorded since July");
}

#[test]
fn the_sla_and_the_status_page_give_the_same_uptime() {
    for project in [demo(), uptime_site()] {
        let build = project.build();
        let site = build.plan.site();
        let sla = String::from_utf8(build.plan.render("sla/index.html").unwrap()).unwrap();
        let mut compared = 0;
        for shown in Shown::all(&sla, "kept-uptime-") {
            let rows: Vec<(String, String)> = shown.rows().into_iter().map(|row| (row.month, row.cases)).collect();
            let link = shown.page.split("<h4><a href=\"../").nth(1).unwrap().split('"').next().unwrap();
            let status = String::from_utf8(build.plan.render(&format!("{link}index.html")).unwrap()).unwrap();
            let months = status.split("<table class=\"months\">").nth(1).unwrap();
            let there: BTreeMap<String, String> = months
                .split("<tr>")
                .skip(2)
                .map(|row| {
                    let mut cells = row.split("<td>").map(|cell| html::read(cell).text);
                    let name = cells.next().unwrap().replace(" recorded in part", "").replace(" so far", "");
                    (name, cells.next().unwrap())
                })
                .collect();
            for (month, uptime) in rows {
                if let Some(same) = there.get(&month) {
                    assert_eq!(*same, uptime, "{link} {month}");
                    compared += 1;
                }
            }
        }
        assert!(compared >= 6, "{compared}");
        assert!(site.sla_in_force().is_some());
    }
}

#[test]
fn a_goal_of_uptime_is_no_float() {
    let site = uptime_site().build();
    let (_, sla) = site.plan.site().sla_in_force().unwrap();
    let goals: Vec<String> =
        sla.uptime.iter().map(|uptime| Goal::of(uptime.percent.as_ref().unwrap().value).written()).collect();
    assert_eq!(goals, ["99.9 %", "99.95 %", "99 %"]);
}

/// Two targets and an uptime, with a month that was missed and no credit for it.
fn reported() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let front = "---\ntitle: Promises\nversion: \"7\"\neffective: 2026-01-01\nplans: [{id: pro, name: Pro}]\nseverities: \
                 [{id: s1, name: Critical}]\ntargets: [{plan: pro, severity: s1, first_response: 1h, restore: 8h, \
                 percent: 90}]\nuptime: [{component: till, percent: 99.9, window: month, plans: [pro]}]\ncredits: \
                 [{below: 99.9, credit: a tenth}]\n---\n";
    let incident = "---\ntitle: Till\nstarted: 2026-09-10T10:00:00Z\nresolved: 2026-09-10T11:00:00Z\nimpact: \
                    minor\ncomponents: {till: major_outage}\nupdates: [{at: 2026-09-10T11:00:00Z, state: resolved, body: \
                    Over.}]\n---\n";
    Project::new()
        .with("firstline.yaml", SETTINGS)
        .with("content/status/components.yaml", "- {id: till, name: Till, since: 2026-01-01}\n")
        .with("content/status/incidents/a.md", incident)
        .with("content/sla/now.md", front)
        .with(
            FIGURES,
            "month,plan,severity,target,cases,kept\n2026-07,pro,s1,first_response,9,1\n2026-09,pro,s1,first_response,40,35\n\
             2026-10,pro,s1,first_response,8,8\n2026-09,pro,s1,restore,12,12\n",
        )
        .write_to(home.path());
    home
}

fn report(home: &Path, more: &[&str]) -> String {
    let arguments: Vec<&str> = ["report", "promises", "--months", "3"].iter().chain(more).copied().collect();
    let ran = firstline(home, &arguments);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{arguments:?}");
    ran.stdout
}

#[test]
fn the_report_for_people_stands_in_columns() {
    let home = reported();
    let expected = "\
Promises 7: how they were kept from 2026-08 to 2026-10

By plan and severity
                               kept   share  goal    last month  missed in
  pro, s1, first response  43 of 48  89.5 %  90 %        8 of 8  2026-09
  pro, s1, restore         12 of 12   100 %  90 %  not measured

Uptime
                  ended    lowest    goal  credits  missed in
  till, by month      3  99.861 %  99.9 %   0 of 1  2026-09 (60 of 43 minutes down, no credit published)
";
    assert_eq!(report(home.path(), &[]), expected);
}

#[test]
fn the_report_as_a_table_has_a_line_for_each_promise() {
    let home = reported();
    let expected = "\
plan,severity,measure,component,window,goal,measured,cases,kept,percent,worst,missed,last_cases,last_kept,credits
pro,s1,first_response,,,90,2,48,43,89.5,,2026-09,8,8,
pro,s1,restore,,,90,1,12,12,100,,,,,
pro,,uptime,till,month,99.9,3,,,,99.861,2026-09,,,0
";
    assert_eq!(report(home.path(), &["--format", "csv"]), expected);
}

#[test]
fn the_report_for_programs_says_all() {
    let home = reported();
    let json: serde_json::Value = serde_json::from_str(&report(home.path(), &["--format", "json"])).unwrap();
    let expected = serde_json::json!({
        "version": "7",
        "first": "2026-08",
        "last": "2026-10",
        "targets": [
            {
                "plan": "pro", "severity": "s1", "measure": "first_response", "goal": 90.0, "months": 2, "cases": 48,
                "kept": 43, "percent": 89.5, "missed": ["2026-09"], "last": {"cases": 8, "kept": 8}
            },
            {
                "plan": "pro", "severity": "s1", "measure": "restore", "goal": 90.0, "months": 1, "cases": 12,
                "kept": 12, "percent": 100.0, "missed": [], "last": null
            }
        ],
        "uptime": [{
            "component": "till", "plans": ["pro"], "window": "month", "goal": 99.9, "windows": 3, "worst": 99.861,
            "worst_in": "2026-09",
            "missed": [{
                "month": "2026-09", "uptime": 99.861, "minutes_down": 60, "minutes_allowed": 43, "due": "a tenth",
                "credit": null
            }]
        }]
    });
    assert_eq!(json, expected);
}

#[test]
fn without_promises_there_is_no_report() {
    let home = tempfile::tempdir().unwrap();
    Project::new().write_to(home.path());
    let ran = firstline(home.path(), &["report", "promises"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("no promises are in force: content/sla has none that has begun"), "{}", ran.stderr);
}

#[test]
fn the_demo_misses_honestly_and_owes_nothing() {
    let build = demo().build();
    let site = build.plan.site();
    let missed: Vec<String> = site
        .slas()
        .into_iter()
        .flat_map(|(page, sla)| sla.uptime.iter().flat_map(move |uptime| site.windows_of((page, sla), uptime)))
        .filter(|window| !window.is_met())
        .map(|window| format!("{} {}", window.last, window.credit.map_or("", |note| note.component.as_str())))
        .collect();
    assert_eq!(missed, ["2026-02 till-app", "2026-06 payments", "2026-04 online-shop", "2026-09 payouts"]);
    let is_sla = |front: &Front| matches!(front, Front::Sla(_));
    assert!(site.pages().iter().any(|page| is_sla(&page.entry.front)));
    let months: std::collections::BTreeSet<Month> = site.measured().map(|line| line.month).collect();
    assert_eq!((months.len(), months.first().unwrap().to_string()), (24, "2024-11".to_owned()), "two years");
    assert!(
        site.kept_targets(site.sla_in_force().unwrap().1, &[site.last_closed_month()])
            .iter()
            .any(|kept| kept.missed().count() == 1)
    );
}
