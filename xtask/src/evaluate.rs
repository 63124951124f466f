//! `cargo xtask evaluate`: how well questions of people are answered, in the figures that search engines are compared by.
//!
//! The questions stand in a file of one JSON object a line: `id`, `query`, `kind` (what is hard about it), `corpus` and
//! `relevant`, the articles that answer it, by their paths below `content/articles/`. Each corpus is a Firstline project.
//! They are asked of the program itself, `firstline search`, in its release build: what is measured is what a reader gets.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::shell::{cargo, root, run, target};

/// As far as a list of results is looked at.
const DEEP: usize = 10;
/// The folder that the paths of relevant articles begin in.
const ARTICLES: &str = "articles/";

/// The options of the command.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Which project is which corpus of the questions.
    #[arg(required = true, value_name = "CORPUS=DIR", value_parser = parse_corpus)]
    corpora: Vec<(String, PathBuf)>,
    /// The questions, one JSON object a line.
    #[arg(long, value_name = "FILE")]
    queries: PathBuf,
    /// Where the run is written: question, rank and article in each line.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// A Firstline that is built already, instead of this one.
    #[arg(long, value_name = "PROGRAM")]
    firstline: Option<PathBuf>,
}

fn parse_corpus(text: &str) -> Result<(String, PathBuf), String> {
    let (name, folder) = text.split_once('=').ok_or("write a corpus as NAME=DIR")?;
    Ok((name.to_owned(), PathBuf::from(folder)))
}

/// A question and its answers.
#[derive(Deserialize)]
struct Question {
    id: String,
    query: String,
    kind: String,
    corpus: String,
    relevant: BTreeSet<String>,
}

/// What `firstline search --queries` prints for each.
#[derive(Deserialize)]
struct Answer {
    query: String,
    results: Vec<Found>,
}

#[derive(Deserialize)]
struct Found {
    path: String,
}

/// Asks everything and prints the figures.
pub(crate) fn evaluate(options: &Options) -> Result<()> {
    let questions = read(&options.queries)?;
    let program = match &options.firstline {
        Some(program) => program.clone(),
        None => build()?,
    };
    let mut lines = String::new();
    let mut scores = Vec::new();
    for (corpus, folder) in &options.corpora {
        let asked: Vec<&Question> = questions.iter().filter(|question| question.corpus == *corpus).collect();
        if asked.is_empty() {
            bail!("no question in {} is about the corpus `{corpus}`", options.queries.display());
        }
        for (question, found) in asked.iter().zip(ask(&program, folder, &asked)?) {
            for (rank, path) in (1..).zip(&found) {
                writeln!(lines, "{}\t{rank}\t{path}", question.id)?;
            }
            scores.push((question.kind.as_str(), Score::of(question, &found)));
        }
    }
    if let Some(out) = &options.out {
        fs::write(out, lines).with_context(|| format!("writing {}", out.display()))?;
    }
    print!("{}", table(&scores)?);
    Ok(())
}

fn read(file: &Path) -> Result<Vec<Question>> {
    let text = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            serde_json::from_str(line).with_context(|| format!("reading line {number} of {}", file.display()))
        })
        .collect()
}

fn build() -> Result<PathBuf> {
    run(cargo().args(["build", "--release", "--locked", "--bin", "firstline"]).current_dir(root()))?;
    Ok(target()?.join("release/firstline"))
}

/// The articles found for each question of a corpus, best first.
fn ask(program: &Path, folder: &Path, questions: &[&Question]) -> Result<Vec<Vec<String>>> {
    let file = target()?.join("evaluate-queries.txt");
    let queries: String = questions.iter().map(|question| format!("{}\n", question.query)).collect();
    fs::write(&file, queries).with_context(|| format!("writing {}", file.display()))?;
    let mut search = Command::new(program);
    search.arg("search").arg("--queries").arg(&file).args(["--limit", &DEEP.to_string()]).arg("--root").arg(folder);
    let output = search.output().with_context(|| format!("starting {}", program.display()))?;
    if !output.status.success() {
        bail!("searching {}: {}", folder.display(), String::from_utf8_lossy(&output.stderr).trim());
    }
    let printed = String::from_utf8(output.stdout).context("reading what was found")?;
    let answers: Vec<Answer> = printed.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let asked = questions.iter().map(|question| question.query.as_str());
    if !answers.iter().map(|answer| answer.query.as_str()).eq(asked) {
        bail!("{} answered other questions than it was asked", program.display());
    }
    let path = |found: Found| found.path.strip_prefix(ARTICLES).map_or(found.path.clone(), str::to_owned);
    Ok(answers.into_iter().map(|answer| answer.results.into_iter().map(path).collect()).collect())
}

/// How well one question, or several on average, are answered: shares of 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Score {
    /// One divided by the rank of the first relevant article.
    reciprocal_rank: f64,
    /// Whether a relevant article is among the first 1, 5 and 10: whoever asks needs one.
    recall: [f64; 3],
    /// Whether nothing was found at all.
    nothing: f64,
}

impl Score {
    fn of(question: &Question, found: &[String]) -> Self {
        let rank = found.iter().take(DEEP).position(|path| question.relevant.contains(path));
        let one = |holds: bool| f64::from(u8::from(holds));
        Self {
            reciprocal_rank: rank.map_or(0.0, |rank| 1.0 / (rank + 1) as f64),
            recall: [1, 5, 10].map(|depth| one(rank.is_some_and(|rank| rank < depth))),
            nothing: one(found.is_empty()),
        }
    }

    fn mean<'a>(scores: impl Iterator<Item = &'a Self>) -> Self {
        let mut sum = Self::default();
        let mut count = 0.0;
        for score in scores {
            sum.reciprocal_rank += score.reciprocal_rank;
            sum.recall.iter_mut().zip(score.recall).for_each(|(sum, recall)| *sum += recall);
            sum.nothing += score.nothing;
            count += 1.0;
        }
        Self {
            reciprocal_rank: sum.reciprocal_rank / count,
            recall: sum.recall.map(|recall| recall / count),
            nothing: sum.nothing / count,
        }
    }
}

fn table(scores: &[(&str, Score)]) -> Result<String> {
    let mut by_kind: BTreeMap<&str, Vec<&Score>> = BTreeMap::new();
    for (kind, score) in scores {
        by_kind.entry(kind).or_default().push(score);
    }
    let mut table = format!(
        "{:<12} {:>5}  {:>6}  {:>8}  {:>8}  {:>9}  {:>7}\n",
        "kind", "asked", "MRR@10", "recall@1", "recall@5", "recall@10", "nothing"
    );
    let mut line = |kind: &str, scores: &[&Score]| {
        let Score { reciprocal_rank, recall: [first, five, ten], nothing } = Score::mean(scores.iter().copied());
        let asked = scores.len();
        writeln!(
            table,
            "{kind:<12} {asked:>5}  {reciprocal_rank:>6.3}  {first:>8.3}  {five:>8.3}  {ten:>9.3}  {nothing:>7.3}"
        )
    };
    for (kind, scores) in &by_kind {
        line(kind, scores)?;
    }
    line("all", &scores.iter().map(|(_, score)| score).collect::<Vec<_>>())?;
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_those_of_the_first_ten() {
        let question = Question {
            id: "1".into(),
            query: "a".into(),
            kind: "keyword".into(),
            corpus: "x".into(),
            relevant: BTreeSet::from(["b.md".into(), "c.md".into()]),
        };
        let found = ["a.md", "b.md", "d.md"].map(str::to_owned);
        let score = Score::of(&question, &found);
        assert_eq!(score, Score { reciprocal_rank: 0.5, recall: [0.0, 1.0, 1.0], nothing: 0.0 });
        assert_eq!(Score::of(&question, &[]).nothing, 1.0);
    }
}
