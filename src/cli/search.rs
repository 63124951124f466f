//! `firstline search`: what a reader of the site would find.

use firstline_search::{Hit, Reader, Results};
use serde::Serialize;

use crate::kinds::CONTENT;
use crate::site::Site;

use super::timings::Timings;
use super::{Failure, Outcome, ProjectOptions, project};

/// What `search` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What a reader would type
    query: String,
    /// How many results to show
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    options: ProjectOptions,
}

/// Builds the index and searches it.
///
/// # Errors
/// When there is no project, or the index can't be made.
pub fn run(args: &Args) -> Result<Outcome, Failure> {
    let mut timings = Timings::start();
    let (_, build) = project::build(&args.options, &mut timings)?;
    let files = build.plan.search_files()?;
    timings.ended("index");
    let reader = Reader::open(files)?;
    let results = reader.search(&args.query, args.limit)?;
    timings.ended("search");
    let site = build.plan.site();
    let rows: Vec<Row<'_>> = (1..).zip(&results.hits).map(|(rank, hit)| row(site, rank, hit)).collect();
    if args.json {
        print_json(&results, rows)?;
    } else {
        print_list(&results, &rows);
    }
    if args.options.timings {
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
    let report = Report { query: &results.query, total: results.total, results: rows };
    anstream::println!("{}", serde_json::to_string_pretty(&report)?);
    Ok(())
}

fn print_list(results: &Results, rows: &[Row<'_>]) {
    if rows.is_empty() {
        anstream::println!("nothing found for “{}”", results.query);
        return;
    }
    for row in rows {
        anstream::println!("{:>2}. {}  {:.2}\n    {}  content/{}", row.rank, row.title, row.score, row.url, row.path);
        if !row.excerpt.is_empty() {
            anstream::println!("    {}", row.excerpt);
        }
    }
    let shown = rows.len();
    anstream::println!("\n{shown} of {} results", results.total);
}
