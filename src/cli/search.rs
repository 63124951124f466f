//! `firstline search`: what a reader of the site would find, and why.

mod why;

use std::path::{Path, PathBuf};

use firstline_search::explain::Explanation;
use firstline_search::{Hit, Passage, Piece};
use serde::Serialize;

use crate::kinds::CONTENT;
use crate::output::SiteSearch;
use crate::site::Site;

use super::timings::Timings;
use super::{Failure, Format, Outcome, ProjectOptions, project, report};

use why::{QueryWord, Why};

/// What `search` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What a reader would type
    #[arg(required_unless_present = "queries")]
    query: Vec<String>,
    /// How many results to show
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// Say why each result stands where it does
    #[arg(long)]
    explain: bool,
    /// Ask every line of a file, and print one JSON object for each
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    queries: Option<PathBuf>,
    /// Search the pages in this language instead of the site's own
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
}

/// Builds the index and searches it.
///
/// # Errors
/// When there is no project, or the index can't be made.
pub fn run(args: &Args, options: &ProjectOptions) -> Result<Outcome, Failure> {
    let mut timings = Timings::start();
    let (_, build) = project::build(options, &mut timings)?;
    let site = build.plan.site();
    let search = build.plan.search_in(language(site, args.language.as_deref())?)?;
    timings.ended("index");
    match &args.queries {
        Some(file) => answer_all(file, args, site, &search)?,
        None => {
            let found = found(&args.query.join(" "), args, &search)?;
            let report = Report::of(&found, site);
            let json = args.json || options.format == Format::Json;
            report::out(&if json { format!("{}\n", serde_json::to_string_pretty(&report)?) } else { list(&report) })?;
        }
    }
    timings.ended("search");
    if options.timings {
        timings.print();
    }
    Ok(Outcome::Clean)
}

/// The language to search in: the one asked for, in any case, else the site's own.
pub(super) fn language<'a>(site: &'a Site, asked: Option<&str>) -> Result<&'a str, Failure> {
    let Some(asked) = asked else { return Ok(site.own_language()) };
    let known = site.languages().find(|language| language.eq_ignore_ascii_case(asked));
    known.map(|language| &**language).ok_or_else(|| {
        let all: Vec<&str> = site.languages().map(|language| &**language).collect();
        Failure::new(format!("there are no pages in `{asked}`\nhelp: the site has pages in {}", all.join(", ")))
    })
}

fn answer_all(file: &Path, args: &Args, site: &Site, search: &SiteSearch<'_>) -> Result<(), Failure> {
    let queries = std::fs::read_to_string(file)
        .map_err(|error| Failure::new(format!("could not read {}: {error}", file.display())))?;
    for query in queries.lines().filter(|line| !line.trim().is_empty()) {
        let found = found(query, args, search)?;
        report::out(&format!("{}\n", serde_json::to_string(&Report::of(&found, site))?))?;
    }
    Ok(())
}

/// The answer to a query; it has reasons only if somebody wants them.
fn found(query: &str, args: &Args, search: &SiteSearch<'_>) -> Result<Explanation, Failure> {
    if args.explain {
        return Ok(search.explain(query, args.limit)?);
    }
    let (results, passages) = search.ask(query, args.limit)?;
    Ok(Explanation { results, passages, ..Explanation::default() })
}

#[derive(Serialize)]
struct Report<'a> {
    query: &'a str,
    /// The query that was answered, where words of it are in no page.
    #[serde(skip_serializing_if = "Option::is_none")]
    understood: Option<String>,
    total: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    words: Vec<QueryWord<'a>>,
    results: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    rank: usize,
    score: f32,
    title: &'a str,
    url: String,
    path: String,
    /// The heading of the section that the excerpt is from, and the fragment that leads there; empty for the beginning.
    section: &'a str,
    anchor: &'a str,
    excerpt: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<Why<'a>>,
}

impl<'a> Report<'a> {
    fn of(found: &'a Explanation, site: &Site) -> Self {
        let results = &found.results;
        let places = results.hits.iter().zip(&found.passages);
        let mut rows: Vec<Row<'a>> =
            (1..).zip(places).map(|(rank, (hit, passage))| row(site, rank, hit, passage.as_ref())).collect();
        for (row, reasons) in rows.iter_mut().zip(&found.reasons) {
            row.why = Some(Why::of(reasons, &found.words));
        }
        Self {
            query: &results.query,
            understood: (!results.repaired.is_empty()).then(|| text(&results.repaired)),
            total: results.total,
            words: found.words.iter().map(QueryWord::of).collect(),
            results: rows,
        }
    }
}

fn row<'a>(site: &Site, rank: usize, hit: &'a Hit, passage: Option<&'a Passage>) -> Row<'a> {
    Row {
        rank,
        score: hit.score,
        title: &hit.title,
        url: format!("{}{}", site.config.base_path(), hit.url),
        path: path_of(site, &hit.url),
        section: passage.map_or("", |passage| &passage.heading),
        anchor: passage.map_or("", |passage| &passage.anchor),
        excerpt: text(passage.map_or(&hit.excerpt, |passage| &passage.excerpt)),
        why: None,
    }
}

/// The file of the page at an address, below `content/`.
pub(super) fn path_of(site: &Site, url: &str) -> String {
    let page = site.page_by_url(url).map(|id| &site.page(id).entry.path);
    page.map(|path| path.below(CONTENT).unwrap_or(path.as_str()).to_owned()).unwrap_or_default()
}

fn text(pieces: &[Piece]) -> String {
    pieces.iter().map(|piece| piece.text.as_str()).collect()
}

fn list(report: &Report<'_>) -> String {
    let mut text = why::words(&report.words);
    if report.results.is_empty() {
        text.push_str(&format!("nothing found for “{}”\n", report.query));
        return text;
    }
    if let Some(understood) = &report.understood {
        text.push_str(&format!("showing results for “{understood}”\n\n"));
    }
    text.extend(report.results.iter().map(entry));
    text.push_str(&format!("\n{} of {} results\n", report.results.len(), report.total));
    text
}

fn entry(row: &Row<'_>) -> String {
    let anchor = if row.anchor.is_empty() { String::new() } else { format!("#{}", row.anchor) };
    let address = format!("{}{anchor}", row.url);
    let file = format!("content/{}", row.path);
    // Both on one line, where that is not too long for a terminal.
    let fits = address.chars().count() + file.chars().count() + 6 <= why::WIDTH;
    let between = if fits { "  " } else { "\n    " };
    let mut text = format!("{:>2}. {}  {:.2}\n    {address}{between}{file}\n", row.rank, row.title, row.score);
    let section = if row.section.is_empty() { String::new() } else { format!("{}: ", row.section) };
    text.push_str(&why::wrapped(&format!("{section}{}", row.excerpt), 4));
    text.extend(row.why.iter().map(Why::text));
    text
}
