//! A small help centre, indexed and searched: what is found first, what damage does, what odd queries do.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use firstline_search::build::{self, About};
use firstline_search::language::Language;
use firstline_search::pack::{CHECKSUM, OPENING, PartName};
use firstline_search::{Answer, Document, Engine, File, Files, Heading, Passage, Question, Reader, Results, Trouble};
use miniz_oxide::inflate::decompress_to_vec;

fn article(url: &str, title: &str, body: &str) -> Document {
    Document {
        url: url.into(),
        kind: "article".into(),
        title: title.into(),
        summary: body.into(),
        body: body.into(),
        ..Document::default()
    }
}

fn help_centre() -> Vec<Document> {
    let mut documents = vec![
        article(
            "billing/refunds/",
            "Get your money back",
            "Refunds arrive within five days. A refund goes to the card you paid with.",
        ),
        article(
            "billing/invoices/",
            "Find an invoice",
            "Invoices are listed under billing. We cannot refund an invoice twice.",
        ),
        article(
            "orders/track/",
            "Track a delivery",
            "Your parcel is on the way. Deliveries are scanned at each depot.",
        ),
        article(
            "till/restart/",
            "Restart the till",
            "Hold the power button. The till restarts on its own after an update.",
        ),
        article(
            "till/printer/",
            "Printer out of paper",
            "Open the lid and put in a new roll. The printer restarts by itself.",
        ),
        article("account/password/", "Reset your password", "We send a link. Passwords expire after a year."),
    ];
    documents[0].aliases = vec!["reimbursement".into()];
    documents[0].question = Some("How do I return something I bought?".into());
    documents[0].breadcrumb = vec!["Billing".into(), "Payments".into()];
    documents[2].tags = vec!["courier".into()];
    documents[3].headings = vec![Heading { anchor: "frozen".into(), text: "If the screen is frozen".into(), at: 0 }];
    documents[5].id = Some("KB-1042".into());
    for number in 0..60 {
        documents.push(article(
            &format!("more/{number}/"),
            &format!("Note {number}"),
            "Nothing here is about anything. Save often, sign in, update.",
        ));
    }
    documents
}

fn about() -> About {
    let group = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
    About {
        language: "en".into(),
        synonyms: vec![group(&["log in", "sign in", "logon"]), group(&["till", "cash desk"])],
    }
}

fn files() -> Files {
    let documents = help_centre();
    build::index(&about(), documents.len(), &|number| documents[number].clone()).unwrap()
}

fn first(reader: &Reader, query: &str) -> String {
    let results = reader.search(query, 10).unwrap();
    results.hits.first().map(|hit| hit.url.clone()).unwrap_or_default()
}

#[test]
fn the_right_article_comes_first() {
    let reader = Reader::open(&files()).unwrap();
    for (query, url) in [
        ("refund", "billing/refunds/"),
        ("refunded", "billing/refunds/"),
        ("REIMBURSEMENTS", "billing/refunds/"),
        ("how to return what I bought", "billing/refunds/"),
        ("invoice", "billing/invoices/"),
        ("courier", "orders/track/"),
        ("frozen screen", "till/restart/"),
        ("restart", "till/restart/"),
        ("restarting the printer", "till/printer/"),
        ("passw", "account/password/"),
        ("KB-1042", "account/password/"),
    ] {
        assert_eq!(first(&reader, query), url, "{query}");
    }
}

#[test]
fn a_result_shows_what_was_stored() {
    let reader = Reader::open(&files()).unwrap();
    let results = reader.search("refund", 1).unwrap();
    assert_eq!((results.query.as_str(), results.total, results.hits.len()), ("refund", 2, 1));
    let hit = &results.hits[0];
    assert_eq!((hit.title.as_str(), hit.kind.as_str()), ("Get your money back", "article"));
    assert_eq!(hit.breadcrumb, ["Billing", "Payments"]);
    let marked: Vec<&str> = hit.excerpt.iter().filter(|piece| piece.marked).map(|piece| piece.text.as_str()).collect();
    assert_eq!(marked, ["Refunds", "refund"]);
}

#[test]
fn a_whole_word_is_not_part_of_another() {
    let documents = [article("over/", "Start over", "Over."), article("hover/", "Hover", "Hover.")];
    let files = build::index(&about(), 2, &|number| documents[number].clone()).unwrap();
    let results = Reader::open(&files).unwrap().search("hover", 10).unwrap();
    assert_eq!(results.hits.len(), 1);
}

#[test]
fn equal_documents_keep_their_order_and_all_are_counted() {
    let reader = Reader::open(&files()).unwrap();
    let results = reader.search("anything", 5).unwrap();
    assert_eq!(results.total, 60);
    assert_eq!(results.hits[0].url, "more/0/");
    assert!(results.hits.is_sorted_by(|a, b| a.score >= b.score));
}

#[test]
fn any_text_is_a_query() {
    let reader = Reader::open(&files()).unwrap();
    let long = "refund ".repeat(1_500);
    for query in [
        "",
        " ",
        "🙂",
        "\0",
        "\u{FEFF}",
        "'",
        "the",
        "é",
        "…",
        "\"refund AND (",
        "refund\0invoice",
        &long,
        &"ä".repeat(10_000),
    ] {
        let results = reader.search(query, 10).unwrap();
        assert_eq!(results.query, query);
    }
    assert_eq!(first(&reader, &long), "billing/refunds/");
    assert_eq!(reader.search("refund", 0).unwrap().hits, []);
    assert!(reader.search("anything", usize::MAX).unwrap().hits.len() <= 100);
}

#[test]
fn only_what_a_query_needs_is_fetched_in_few_rounds() {
    let reader = Reader::open(&files()).unwrap();
    let (results, traffic) = reader.search_from_nothing("refund invoice", 10).unwrap();
    assert_eq!(results, reader.search("refund invoice", 10).unwrap());
    assert_eq!(traffic.rounds, 3, "table, words, texts");
    let all = files().0;
    assert!(traffic.files < all.len() / 2, "{traffic:?} of {}", all.len());
    assert!(traffic.bytes < all.iter().map(|file| file.bytes.len()).sum::<usize>() / 2, "{traffic:?}");
}

/// The table of an index and its SHA-256.
fn opening(files: &Files) -> (Vec<u8>, [u8; CHECKSUM]) {
    let file = files.0.iter().find(|file| file.name == OPENING).unwrap();
    let (sha256, table) = file.bytes.split_first_chunk().unwrap();
    (decompress_to_vec(table).unwrap(), *sha256)
}

#[test]
fn the_engine_says_what_it_misses_and_takes_nothing_else() {
    let files = files();
    let contents: BTreeMap<&str, &File> = files.0.iter().map(|file| (file.name.as_str(), file)).collect();
    let (table, sha256) = opening(&files);
    let mut engine = Engine::open(&table, &sha256, Language::of).unwrap();
    let mut rounds = 0;
    let results = loop {
        match engine.ask(&Question::new("password", 3)).unwrap() {
            Answer::Found(results) => break results,
            Answer::Missing(names) => {
                rounds += 1;
                for name in names {
                    let content = decompress_to_vec(&contents[name.file().as_str()].bytes).unwrap();
                    assert_eq!(engine.supply(PartName([7; 8]), content.clone()), Err(Trouble::Damaged));
                    engine.supply(name, content).unwrap();
                }
            }
        }
    };
    assert_eq!((rounds, results.hits[0].url.as_str()), (2, "account/password/"));
    assert_eq!(
        engine.ask(&Question::new("password", 3)).unwrap(),
        Answer::Found(results),
        "what is present is not asked for again"
    );
}

/// What a damaged index answers: nothing at all, or the truth.
fn outcome(files: &Files) -> Result<Vec<Answered>, Trouble> {
    let queries = ["refund", "invoice password", "restart till printre", "anything", "frozen delivery courier KB-1042"];
    let reader = Reader::open(files)?;
    let question = |query: &&str| Question { facets: true, ..Question::new(query, 100) };
    queries.iter().map(|query| reader.ask_with_passages(&question(query))).collect()
}

type Answered = (Results, Vec<Option<Passage>>);

#[test]
fn no_damage_to_any_file_gives_a_wrong_result() {
    let whole = files();
    let truth = outcome(&whole).unwrap();
    let mut detected = 0;
    for number in 0..1_500 {
        let mut damaged = whole.clone();
        let file = number % whole.0.len();
        damage(&mut damaged, file, number / whole.0.len() + number);
        match outcome(&damaged) {
            Err(_) => detected += 1,
            Ok(results) => assert_eq!(results, truth, "{number}: {}", whole.0[file].name),
        }
    }
    assert!(detected > 750, "most damage is to files that the queries need: {detected}");
}

/// Bits that flip, bytes that are missing, another file or a page of the host in its place, and no file at all.
fn damage(files: &mut Files, file: usize, how: usize) {
    let other = files.0[(file + 1) % files.0.len()].bytes.clone();
    let bytes = &mut files.0[file].bytes;
    let place = how.wrapping_mul(7_919) % bytes.len();
    match how % 6 {
        0 => bytes[place] ^= 1 << (how % 8),
        1 => bytes.truncate(place),
        2 => bytes.clear(),
        3 => *bytes = other,
        4 => *bytes = b"<!doctype html><title>Not found</title>".to_vec(),
        _ => drop(files.0.remove(file)),
    }
}

#[test]
fn a_small_edit_changes_few_parts() {
    let many = |edited: Option<usize>| {
        let document = move |number: usize| {
            let words: Vec<String> =
                (0..120).map(|at| format!("w{}", (number * 7919 + at * at * 31) % 3_000)).collect();
            let mut document = article(&format!("a/{number}/"), &format!("Title {number}"), &words.join(" "));
            if edited == Some(number) {
                document.body.push_str(" refund");
            }
            document
        };
        build::index(&about(), 2_000, &document).unwrap().0.into_iter().map(|file| file.name).collect::<Vec<_>>()
    };
    let (before, after) = (many(None), many(Some(1_234)));
    let changed = after.iter().filter(|name| !before.contains(name)).count();
    assert!(changed <= 4, "{changed} of {}", after.len());
}
