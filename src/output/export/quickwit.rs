//! What a Quickwit server needs to search the site: the documents, one JSON object a line, and how to index them.
//!
//! The documents are those of the browser's index, with the same texts. How words are made of them is told to Quickwit
//! as closely as it can be told; what it has no word for (accents, compounds, typing errors, synonyms) is left out.

use rayon::prelude::*;
use serde::Serialize;

use crate::site::Page;

use super::super::formats::search_document::document;
use super::super::{Plan, Press, RenderError};

/// The name of the index, unless somebody chooses another.
pub const INDEX: &str = "help-centre";

/// How the configuration begins, by which it is known as Firstline's.
pub const MARK: &str = "# How Quickwit is to index documents.ndjson. Written by `firstline export quickwit`";

/// Documents made at a time, so that memory does not grow with the site.
const BATCH: usize = 1000;

const CONFIGURATION: &str = include_str!("quickwit.yaml");

/// The configuration of an index with this name, as YAML.
#[must_use]
pub fn configuration(plan: &Plan, index: &str) -> String {
    let words = tokenizer(&plan.site().config.language);
    CONFIGURATION.replace("tokenizer: WORDS", &format!("tokenizer: {words}")).replace("INDEX", index)
}

/// Every document as a line of JSON, in the order of the pages' paths.
///
/// A line is an error when its source can't be read again.
pub fn documents(plan: &Plan) -> impl Iterator<Item = Result<String, RenderError>> {
    let press = plan.press();
    let batches = press.site.pages().chunks(BATCH);
    batches.flat_map(|pages| pages.par_iter().map(|page| line(press, page)).collect::<Vec<_>>())
}

/// Which of Quickwit's ways to split a text into words is nearest to ours. It knows the endings of English only.
fn tokenizer(language: &str) -> &'static str {
    let primary = language.split('-').next().unwrap_or_default().to_ascii_lowercase();
    match primary.as_str() {
        "en" => "en_stem",
        "zh" | "ja" | "ko" => "chinese_compatible",
        _ => "default",
    }
}

#[derive(Serialize)]
struct Record<'a> {
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    kind: &'a str,
    language: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<&'a str>,
    summary: &'a str,
    breadcrumb: &'a [String],
    aliases: &'a [String],
    tags: &'a [String],
    headings: Vec<&'a str>,
    body: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<&'a str>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    sort: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<&'a str>,
    products: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated: Option<String>,
}

fn line(press: &Press, page: &Page) -> Result<String, RenderError> {
    let document = document(press, page)?;
    let facets = |name: &'static str| {
        let named = document.facets.iter().filter(move |(known, _)| known == name);
        named.map(|(_, value)| value.as_str())
    };
    let headings = document.headings.iter().map(|heading| heading.text.as_str());
    let record = Record {
        url: &document.url,
        id: document.id.as_deref(),
        kind: &document.kind,
        language: &page.language,
        title: &document.title,
        question: document.question.as_deref(),
        summary: &document.summary,
        breadcrumb: &document.breadcrumb,
        aliases: &document.aliases,
        tags: &document.tags,
        headings: headings.filter(|text| !text.is_empty()).collect(),
        body: &document.body,
        topic: facets("topic").next(),
        sort: facets("type").next(),
        level: facets("level").next(),
        products: facets("product").collect(),
        // A day is taken for its first moment: Quickwit knows moments only.
        updated: page.entry.basics.updated.as_ref().map(|date| format!("{}T00:00:00Z", date.value)),
    };
    let mut line = serde_json::to_string(&record).unwrap_or_else(|_| unreachable!("texts and lists of texts are JSON"));
    line.push('\n');
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_configuration_begins_with_the_mark() {
        assert!(CONFIGURATION.starts_with(MARK));
    }

    #[test]
    fn words_are_split_as_the_language_asks() {
        assert_eq!(tokenizer("en-GB"), "en_stem");
        assert_eq!(tokenizer("zh-Hant"), "chinese_compatible");
        assert_eq!(tokenizer("de"), "default");
    }
}
