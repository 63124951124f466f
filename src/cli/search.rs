//! `firstline search`: what a reader of the site would find.

use firstline_search::{Hit, Reader, Results};
use serde::Serialize;

use crate::kinds::CONTENT;
use crate::site::Site;

use super::timings::Timings;
use super::{Failure, Format, Outcome, ProjectOptions, project, report};

/// What `search` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What a reader would type
    #[arg(required = true)]
    query: Vec<String>,
    /// How many results to show
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// Builds the index and searches it.
///
/// # Errors
/// When there is no project, or the index can't be made.
pub fn run(args: &Args, options: &ProjectOptions) -> Result<Outcome, Failure> {
    let mut timings = Timings::start();
    let (_, build) = project::build(options, &mut timings)?;
    let files = build.plan.search_files()?;
    timings.ended("index");
    let reader = Reader::open(files)?;
    let results = reader.search(&args.query.join(" "), args.limit)?;
    timings.ended("search");
    let site = build.plan.site();
    let rows: Vec<Row<'_>> = (1..).zip(&results.hits).map(|(rank, hit)| row(site, rank, hit)).collect();
    if args.json || options.format == Format::Json {
        print_json(&results, rows)?;
    } else {
        report::out(&list(&results, &rows))?;
    }
    if options.timings {
        timings.print();
    }
    Ok(Outcome::Clean)
}

#[derive(Serialize)]
struct Report<'a> {
    query: &'a str,
    total: usize,
    results: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    rank: usize,
    score: f32,
    title: &'a str,
    url: String,
    path: String,
    excerpt: String,
}

fn row<'a>(site: &Site, rank: usize, hit: &'a Hit) -> Row<'a> {
    let page = site.page_by_url(&hit.url).map(|id| &site.page(id).entry.path);
    let path = page.map(|path| path.below(CONTENT).unwrap_or(path.as_str()).to_owned());
    Row {
        rank,
        score: hit.score,
        title: &hit.title,
        url: format!("{}{}", site.config.base_path(), hit.url),
        path: path.unwrap_or_default(),
        excerpt: hit.excerpt.iter().map(|piece| piece.text.as_str()).collect(),
    }
}

fn print_json(results: &Results, rows: Vec<Row<'_>>) -> Result<(), Failure> {
    let json = Report { query: &results.query, total: results.total, results: rows };
    report::out(&format!("{}\n", serde_json::to_string_pretty(&json)?))
}

fn list(results: &Results, rows: &[Row<'_>]) -> String {
    if rows.is_empty() {
        return format!("nothing found for “{}”\n", results.query);
    }
    let entry = |row: &Row<'_>| {
        let head = format!("{:>2}. {}  {:.2}\n    {}  content/{}\n", row.rank, row.title, row.score, row.url, row.path);
        if row.excerpt.is_empty() { head } else { format!("{head}    {}\n", row.excerpt) }
    };
    let entries: String = rows.iter().map(entry).collect();
    format!("{entries}\n{} of {} results\n", rows.len(), results.total)
}
