//! The reasons of every result add up to its score, and say in words what was found where.

#![allow(clippy::unwrap_used)]

use firstline_search::build::{self, About};
use firstline_search::explain::{Explanation, Field, Relation, Taken};
use firstline_search::{Document, Heading, Reader};

fn shop() -> Vec<Document> {
    let article = |url: &str, title: &str, summary: &str, body: &str| Document {
        url: url.into(),
        kind: "article".into(),
        title: title.into(),
        summary: summary.into(),
        body: body.into(),
        ..Document::default()
    };
    let mut documents = vec![
        article(
            "refund/",
            "Refund a sale",
            "Give money back.",
            "A refund takes a day. Refunds are final. Refunded twice?",
        ),
        article("signin/", "Sign in to the till", "With your badge.", "Type the number of your badge to sign in."),
        article("email/", "Change your e-mail", "", "We write to the new address, and refund nothing."),
        article("cafe/", "Café menus", "", "Prices for the café."),
    ];
    documents[0].id = Some("KB-7".into());
    documents[0].aliases = vec!["undo a sale".into()];
    documents[1].pins = vec!["how do I log on".into()];
    documents[1].headings = vec![Heading { anchor: "badge".into(), text: "A lost badge".into(), at: 0 }];
    let filler =
        |number: usize| article(&format!("{number}/"), &format!("Sale {number}"), "", "Another sale altogether.");
    documents.extend((0..20).map(filler));
    documents
}

fn explain(query: &str) -> Explanation {
    let documents = shop();
    let synonyms = [&["refund", "money back"][..], &["login", "sign in", "log on"]];
    let synonyms = synonyms.map(|group| group.iter().map(|&word| word.to_owned()).collect()).to_vec();
    let about = About { language: "en".into(), synonyms };
    let files = build::index(&about, documents.len(), &|number| documents[number].clone()).unwrap();
    let document = |url: &str| documents.iter().find(|document| document.url == url).cloned();
    Reader::open(&files).unwrap().explain(query, 30, &document).unwrap()
}

/// Where the first result has a word of the query: field, relation, word and number.
fn places(query: &str, word: usize) -> Vec<(Field, Relation, String, usize)> {
    let places = explain(query).reasons.swap_remove(0).words.swap_remove(word).places;
    places.into_iter().map(|place| (place.field, place.relation, place.word, place.times)).collect()
}

#[test]
fn reasons_add_up_to_the_score() {
    let queries = [
        "refund",
        "refund sale",
        "how to refund a sale",
        "refnud",
        "log on",
        "how do i log on",
        "KB-7",
        "caf",
        "e-mail",
        "money back",
        "another sale",
        "badge refund e mail",
        "zzzz sale",
        "the",
        "",
    ];
    for query in queries {
        let explanation = explain(query);
        assert_eq!(explanation.results.hits.len(), explanation.reasons.len(), "{query}");
        for (hit, reasons) in explanation.results.hits.iter().zip(&explanation.reasons) {
            let apart = (reasons.score() - hit.score).abs() / hit.score;
            assert!(apart < 1e-5, "{query}: {} is explained as {}: {reasons:?}", hit.score, reasons.score());
            let whole = (reasons.held - 1.0).abs() < 1e-5;
            assert!(reasons.coverage > 0.0 && whole == ((reasons.coverage - 1.0).abs() < 1e-5), "{query}: {reasons:?}");
            for share in &reasons.words {
                assert_eq!(share.points > 0.0, !share.places.is_empty(), "{query}: {}: {share:?}", hit.url);
            }
        }
    }
}

#[test]
fn words_are_told_where_they_stand() {
    use Relation::{Exact, OtherForm, Synonym};
    let found = |field, relation, word: &str, times| (field, relation, word.to_owned(), times);
    assert_eq!(
        places("refund", 0),
        [
            found(Field::Title, Exact, "refund", 1),
            found(Field::Summary, Synonym, "money back", 1),
            found(Field::Body, Exact, "refund", 1),
            found(Field::Body, OtherForm, "refunded", 1),
            found(Field::Body, OtherForm, "refunds", 1),
        ]
    );
    assert_eq!(places("caf", 0)[0], found(Field::Title, Relation::Continuation, "cafe", 1));
    assert_eq!(places("cafe ", 0)[0], found(Field::Title, Relation::OtherAccents, "cafe", 1));
    assert!(places("e mail", 1).contains(&found(Field::Title, Relation::Joined, "email", 1)));
    assert!(places("badge", 0).contains(&found(Field::Heading, Exact, "badge", 1)));
    assert!(places("KB-7", 0).contains(&found(Field::Id, Exact, "kb", 1)));
    assert!(places("log on", 0).contains(&found(Field::Title, Synonym, "sign in", 1)));
}

#[test]
fn words_are_told_how_they_were_taken() {
    let taken = |query: &str| {
        let words = explain(query).words.into_iter();
        words.map(|word| (word.typed, word.word, word.taken)).collect::<Vec<_>>()
    };
    let word = |typed: &str, word: &str, taken| (typed.to_owned(), word.to_owned(), taken);
    assert_eq!(
        taken("how to refnud Zzzz"),
        [
            word("how", "how", Taken::StopWord),
            word("to", "to", Taken::StopWord),
            word("refnud", "refund", Taken::Repaired),
            word("Zzzz", "zzzz", Taken::Unknown),
        ]
    );
    let explanation = explain("how refund");
    assert!(explanation.words[1].weight > explanation.words[0].weight && explanation.words[1].unfinished);
    assert!((explain("refund").reasons[0].held - 1.0).abs() < 1e-6);
}

#[test]
fn pins_and_ids_are_reasons() {
    let first = explain("how do i log on").reasons.swap_remove(0);
    assert!(first.pinned && !first.asked_for);
    let first = explain("kb 7").reasons.swap_remove(0);
    assert!(first.asked_for && first.stands_in(&[Field::Id]));
}
