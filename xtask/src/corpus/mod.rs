//! `cargo xtask corpus`: a help centre of any size, made of nothing but numbers.
//!
//! It is for benchmarks and for trying Firstline out at a size one does not have. The same options give the same bytes on
//! every machine. What matters for a generator and a search index is true to life: lengths, headings, lists, tables,
//! links that resolve, words of which a few are everywhere and most are rare, new names in every article. What the
//! articles say is not.

mod body;
mod dice;
mod heads;
mod names;
mod sentences;
mod status;
mod words;

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use heads::Catalogue;

/// The options of the command.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// How many articles to write.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    articles: u64,
    /// How many topics to divide them among [default: grows with the square root of N, as in real help centres].
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u64).range(1..=10_000))]
    topics: Option<u64>,
    /// How many incidents to write, over five years; maintenance comes with them.
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u64).range(..=1_000_000))]
    incidents: u64,
    /// How many components the incidents hit.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    components: u64,
    /// Another seed writes about another company.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// A new or empty folder.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Writes the project and says what it wrote.
pub(crate) fn run(options: &Options) -> Result<()> {
    let topics = options.topics.unwrap_or_else(|| usual_topics(options.articles));
    let corpus = Corpus::new(options.articles, topics, options.seed);
    refuse_used_folder(&options.out)?;
    let mut bytes = 0;
    let has_status = options.incidents > 0;
    let status = has_status.then(|| status::files(options.incidents, options.components, options.seed));
    for file in corpus.files().chain(status.into_iter().flatten()) {
        bytes += file.text.len() as u64;
        write(&options.out.join(&file.path), &file.text)?;
    }
    println!(
        "{} articles in {} topics, {}.{} MB, in {}",
        corpus.catalogue.articles,
        corpus.catalogue.topics.len(),
        bytes / 1_000_000,
        bytes / 100_000 % 10,
        options.out.display(),
    );
    Ok(())
}

/// Real help centres of 100, 1,000 and 10,000 articles have about 15, 45 and 150 topics.
fn usual_topics(articles: u64) -> u64 {
    (articles.isqrt() * 3 / 2).clamp(1, 500)
}

/// Files of somebody else in the folder would become part of the project.
fn refuse_used_folder(folder: &Path) -> Result<()> {
    let mut entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => {
            return Err(error).with_context(|| format!("looking into {}", folder.display()));
        }
    };
    if entries.next().is_some() {
        bail!("{} is not empty: name a folder that does not exist yet", folder.display());
    }
    Ok(())
}

/// Folders are made when a file does not find its own, so that each is asked for once and not a thousand times.
fn write(path: &Path, text: &str) -> Result<()> {
    let attempt = fs::write(path, text);
    if let (Err(error), Some(folder)) = (&attempt, path.parent())
        && error.kind() == ErrorKind::NotFound
    {
        fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
        return fs::write(path, text).with_context(|| format!("writing {}", path.display()));
    }
    attempt.with_context(|| format!("writing {}", path.display()))
}

/// A file of the project.
struct File {
    /// Relative to the project, with forward slashes.
    path: String,
    text: String,
}

struct Corpus {
    catalogue: Catalogue,
    seed: u64,
}

impl Corpus {
    fn new(articles: u64, topics: u64, seed: u64) -> Corpus {
        Corpus { catalogue: Catalogue::new(articles, topics, seed), seed }
    }

    /// Every file, one at a time.
    fn files(&self) -> impl Iterator<Item = File> + '_ {
        let topics = (0..self.catalogue.topics.len()).map(|index| self.topic(index));
        let articles = (0..self.catalogue.articles).map(|number| self.article(number));
        std::iter::once(settings()).chain(topics).chain(articles)
    }

    fn topic(&self, index: usize) -> File {
        let topic = &self.catalogue.topics[index];
        let objects = topic.area.objects.map(heads::plural);
        let text = format!(
            "---\ntitle: \"{}\"\nsummary: \"Answers about {}, {} and {}.\"\norder: {}\n---\n\n\
             Everything our team is asked about {}, with the answers.\n",
            topic.title(),
            objects[0],
            objects[1],
            objects[2],
            index + 1,
            topic.title(),
        );
        File { path: format!("content/articles/{}/_topic.md", topic.slug), text }
    }

    fn article(&self, number: u64) -> File {
        let head = self.catalogue.head(number);
        let topic = &self.catalogue.topics[head.topic];
        let text = body::article(&self.catalogue, number, self.seed);
        File { path: format!("content/articles/{}/{}.md", topic.slug, head.slug), text }
    }
}

/// The moment is fixed, so that what is built from a corpus does not change with the day either.
fn settings() -> File {
    let text = "title: Synthetic help\nbase_url: https://help.example.com\nlanguage: en\ntime_zone: UTC\n\
                as_of: 2026-11-20T09:00:00Z\n";
    File { path: "firstline.yaml".to_owned(), text: text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    fn files(articles: u64) -> BTreeMap<String, String> {
        Corpus::new(articles, usual_topics(articles), 1).files().map(|file| (file.path, file.text)).collect()
    }

    /// The targets of the links in `text`, the way the generator writes them.
    fn links(text: &str) -> impl Iterator<Item = &str> {
        text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target)
    }

    #[test]
    fn the_same_options_give_the_same_bytes_on_every_machine() {
        let all: String = files(50).into_iter().flat_map(|(path, text)| [path, text]).collect();
        let sum = all.bytes().fold(0_u64, |sum, byte| dice::scramble(sum ^ u64::from(byte)));
        assert_eq!(
            format!("{sum:016x}"),
            "6543d67cf941032c",
            "a change to the words changes this; another machine must not"
        );
    }

    #[test]
    fn every_link_leads_to_an_article_and_to_a_heading_that_it_has() {
        let files = files(400);
        let ids: BTreeMap<&str, &str> = files
            .values()
            .filter_map(|text| Some((text.split("\nid: ").nth(1)?.lines().next()?, text.as_str())))
            .collect();
        let mut count = 0;
        for (path, text) in &files {
            for target in links(text) {
                let found = resolve(path, target, &ids, &files);
                assert!(found, "{path}: {target}");
                count += 1;
            }
        }
        assert!(count > 800, "{count} links");
    }

    fn resolve(from: &str, target: &str, ids: &BTreeMap<&str, &str>, files: &BTreeMap<String, String>) -> bool {
        if let Some((id, anchor)) = target.split_once('#') {
            let headings = |text: &str| text.lines().any(|line| line.starts_with("## ") && heads::slug(line) == anchor);
            return ids.get(id).is_some_and(|text| headings(text));
        }
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        match target.strip_prefix("../") {
            Some(path) => files.contains_key(&format!("content/articles/{path}")),
            None if target.ends_with(".md") => files.contains_key(&format!("{folder}/{target}")),
            None => ids.contains_key(target),
        }
    }

    #[test]
    fn headings_of_an_article_differ() {
        for (path, text) in files(200) {
            let code = text.split("```").skip(1).step_by(2).map(str::len).sum::<usize>();
            assert!(code < text.len(), "{path}");
            let headings: Vec<String> = text.lines().filter(|line| line.starts_with("##")).map(heads::slug).collect();
            assert_eq!(headings.iter().collect::<BTreeSet<_>>().len(), headings.len(), "{path}: {headings:?}");
        }
    }

    #[test]
    fn a_used_folder_is_left_alone() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let refusal = refuse_used_folder(here).map_err(|error| error.to_string());
        assert!(refusal.is_err_and(|message| message.contains("is not empty")));
        assert!(refuse_used_folder(&here.join("no-such-folder")).is_ok());
    }
}
