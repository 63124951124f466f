//! What changes when a help centre is large: common words are left out, and beginnings fit too many words.

#![allow(clippy::unwrap_used)]

use std::sync::OnceLock;

use firstline_search::build::{self, About};
use firstline_search::{Document, Files, Reader};

/// Enough that a word in nearly all of them has longer postings than are fetched beside another word.
const DOCUMENTS: usize = 10_000;

fn document(number: usize) -> Document {
    let text = |title: &str, body: String| Document {
        url: format!("{number}/"),
        kind: "article".into(),
        title: title.into(),
        body,
        ..Document::default()
    };
    let rest = (0..60).map(|at| format!(" w{}", (number * 7_919 + at * at * 31) % 20_000)).collect::<String>();
    match number {
        1 => text("Printer xylophone", format!("The printer has a xylophone.{rest}")),
        2 => text("Something else", format!("Two printers and a xylophone.{rest}")),
        3 => text("Replace the paper notebook", format!("Take the old one out of the printer.{rest}")),
        4 => text("Notes about nothing", format!("Printer notes.{rest}")),
        _ => text(&format!("Note {number}"), format!("The printer prints. no{number} na{}{rest}", number % 7)),
    }
}

fn files(edited: bool) -> Files {
    let document = |number: usize| {
        let mut document = document(number);
        if edited && number == 7_000 {
            document.body.push_str(" Please wait for two minutes, and then try the xylophone again.");
        }
        document
    };
    build::index(&About { language: "en".into(), ..About::default() }, DOCUMENTS, &document).unwrap()
}

fn reader() -> &'static Reader {
    static READER: OnceLock<Reader> = OnceLock::new();
    READER.get_or_init(|| Reader::open(&files(false)).unwrap())
}

fn found(query: &str) -> Vec<String> {
    reader().search(query, 10).unwrap().hits.into_iter().map(|hit| hit.url).collect()
}

#[test]
fn a_common_word_is_left_out_with_all_its_forms() {
    assert_eq!(found("printer xylophone"), ["1/", "2/"]);
    assert_eq!(found("printers xylophone"), ["1/", "2/"]);
}

#[test]
fn a_common_word_is_looked_up_if_nothing_has_the_others() {
    for query in ["printer xqzwv", "printer 999999", "printer"] {
        assert_eq!(found(query).len(), 10, "{query}");
    }
}

#[test]
fn an_answer_is_not_lost_while_a_word_is_typed() {
    let whole = "replace paper notebook";
    for end in "replace p".len()..=whole.len() {
        assert_eq!(found(&whole[..end]).first().map(String::as_str), Some("3/"), "{}", &whole[..end]);
    }
}

#[test]
fn one_edited_article_changes_few_parts() {
    let names = |files: Files| files.0.into_iter().map(|file| (file.name, file.bytes)).collect::<Vec<_>>();
    let before = names(files(false));
    let changed = names(files(true)).iter().filter(|file| before.binary_search(file).is_err()).count();
    assert!((3..=25).contains(&changed), "{changed} of {}", before.len());
}
