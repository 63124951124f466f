//! What is found for the queries that people really type: misspelt, half finished, in other words, about nothing.

#![allow(clippy::unwrap_used)]

use firstline_search::build::{self, About};
use firstline_search::{Document, Heading, Passage, Question, Reader, Results};

fn article(url: &str, title: &str, body: &str) -> Document {
    Document {
        url: url.into(),
        kind: "article".into(),
        title: title.into(),
        body: body.into(),
        facets: vec![("kind".into(), "article".into())],
        ..Document::default()
    }
}

fn reader_of(language: &str, documents: &[Document]) -> Reader {
    let group = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
    let synonyms = vec![group(&["refund", "money back"]), group(&["login", "sign in", "log on"])];
    let about = About { language: language.into(), synonyms };
    Reader::open(&build::index(&about, documents.len(), &|number| documents[number].clone()).unwrap()).unwrap()
}

fn reader(documents: &[Document]) -> Reader {
    reader_of("en", documents)
}

fn urls(results: &Results) -> Vec<&str> {
    results.hits.iter().map(|hit| hit.url.as_str()).collect()
}

fn found(reader: &Reader, query: &str) -> Vec<String> {
    urls(&reader.search(query, 10).unwrap()).into_iter().map(str::to_owned).collect()
}

fn first(reader: &Reader, query: &str) -> String {
    found(reader, query).into_iter().next().unwrap_or_default()
}

/// The query as it was understood, with brackets around words that were put in the place of others.
fn understood(reader: &Reader, query: &str) -> String {
    let pieces = reader.search(query, 10).unwrap().repaired;
    pieces.iter().map(|piece| if piece.marked { format!("[{}]", piece.text) } else { piece.text.clone() }).collect()
}

fn shop() -> Vec<Document> {
    let mut documents = vec![
        article("printer/", "Set up the receipt printer", "Connect the printer and print a test receipt."),
        article("password/", "Reset your password", "We send a link to your address."),
        article("rules/", "Rules for a password", "A password has twelve letters. Reset it when it leaks."),
        article("refund/", "Refund a sale", "Find the sale and choose the card."),
        article("signin/", "Sign in to the till", "Type the number of your badge."),
        article("monitor/", "Mount the monitor", "The monitor stands beside the till. The monitor has two cables."),
        article("accommodation/", "Accommodation for engineers", "Accommodation is paid by us."),
        article("email/", "Change your e-mail address", "We write to the new one."),
        article("wifi/", "Connect to Wi-Fi", "Choose the network."),
        article("over/", "Start over", "Begin again, over and over."),
        article("status/", "Is it down", "See the status page."),
    ];
    documents[2].id = Some("KB-1042".into());
    documents[3].pins = vec!["How do I give the money back?".into()];
    documents
}

#[test]
fn one_error_is_repaired_and_said() {
    let reader = reader(&shop());
    for (query, url, shown) in [
        ("pritner ", "printer/", "[printer] "),
        ("prnter ", "printer/", "[printer] "),
        ("primter ", "printer/", "[printer] "),
        ("printter ", "printer/", "[printer] "),
        ("reset pasword ", "password/", "reset [password] "),
        ("moniter cables", "monitor/", "[monitor] cables"),
        ("acommodatoin ", "accommodation/", "[accommodation] "),
        ("refnud a sale", "refund/", "[refund] a sale"),
    ] {
        assert_eq!((first(&reader, query).as_str(), understood(&reader, query).as_str()), (url, shown), "{query}");
    }
}

#[test]
fn known_and_short_words_are_left_alone() {
    let reader = reader(&shop());
    assert_eq!(understood(&reader, "printer "), "");
    assert_eq!(found(&reader, "til "), [""; 0], "three letters are like too many words");
    assert_eq!(found(&reader, "hover "), [""; 0], "hover is not over");
    assert_eq!(found(&reader, "xyzzyx "), [""; 0]);
    assert_eq!(understood(&reader, "pr1nter "), "", "a word with digits is a code");
}

#[test]
fn a_word_is_followed_letter_by_letter() {
    let reader = reader(&shop());
    for (whole, url, from) in
        [("printer", "printer/", 2), ("monitor", "monitor/", 3), ("accommodation", "accommodation/", 2)]
    {
        for end in from..=whole.len() {
            assert!(found(&reader, &whole[..end]).contains(&url.to_owned()), "{}", &whole[..end]);
        }
    }
    assert_eq!(first(&reader, "accomod"), "accommodation/", "a beginning with an error");
    assert_eq!(first(&reader, "reset pasw"), "password/");
}

#[test]
fn two_words_written_as_one_are_taken_apart() {
    let reader = reader(&shop());
    assert_eq!(
        (first(&reader, "resetpassword ").as_str(), understood(&reader, "resetpassword ").as_str()),
        ("password/", "[reset] [password] ")
    );
}

#[test]
fn hyphens_and_spaces_make_no_difference() {
    let reader = reader(&shop());
    for query in ["email", "e-mail", "e mail", "E-Mail address"] {
        assert_eq!(first(&reader, query), "email/", "{query}");
    }
    for query in ["wifi", "wi-fi", "wi fi", "WiFi network"] {
        assert_eq!(first(&reader, query), "wifi/", "{query}");
    }
}

#[test]
fn other_words_for_the_same_thing_find_it_after_repair_too() {
    let reader = reader(&shop());
    assert_eq!(first(&reader, "money back"), "refund/");
    assert_eq!(first(&reader, "login"), "signin/");
    assert_eq!(first(&reader, "log on "), "signin/");
    assert_eq!(understood(&reader, "login"), "", "a synonym is no error");
    let documents = [article("a/", "Logins", "Logins."), article("b/", "Signing in", "Sign in here.")];
    let reader = self::reader(&documents);
    assert_eq!(found(&reader, "signing in "), ["b/", "a/"], "the word itself comes first");
    assert_eq!(found(&reader, "loginn "), ["a/", "b/"]);
}

#[test]
fn a_word_in_the_title_outweighs_ten_in_the_body() {
    let often = "refund ".repeat(10) + &"other words of the same length here ".repeat(10);
    let once = "other words of the same length here ".repeat(12);
    let documents = [article("body/", "About cards", &often), article("title/", "Refund a card", &once)];
    assert_eq!(found(&reader(&documents), "refund "), ["title/", "body/"]);
}

#[test]
fn all_words_beat_half_of_them_often() {
    // A hundred words each.
    let filler = |count: usize| "something else entirely stands here ".repeat(count);
    let mut documents = vec![
        article("half/", "Notes", &format!("{}{}", "invoice ".repeat(30), filler(14))),
        article("all/", "Notes", &format!("An invoice with the scanner. {}", filler(19))),
    ];
    documents.extend((0..20).map(|number| article(&format!("{number}/"), "Notes", &filler(20))));
    assert_eq!(found(&reader(&documents), "invoice scanner"), ["all/", "half/"]);
}

#[test]
fn words_side_by_side_in_a_title_come_first() {
    let documents = [
        article("apart/", "Card rules and gift wrap", "Wrap it."),
        article("together/", "Sell a gift card today now", "Wrap it."),
    ];
    assert_eq!(found(&reader(&documents), "gift card"), ["together/", "apart/"]);
}

#[test]
fn stop_words_never_empty_a_query() {
    let reader = reader(&shop());
    assert_eq!(first(&reader, "is it"), "status/");
    assert!(!found(&reader, "to the").is_empty());
}

#[test]
fn pins_come_first_and_only_for_their_question() {
    let reader = reader(&shop());
    for query in ["how do i give the money back", "give money back?", "Give back the money"] {
        assert_eq!(first(&reader, query), "refund/", "{query}");
    }
    let mut documents = shop();
    documents[0].pins = vec!["password".into()];
    let reader = self::reader(&documents);
    assert_eq!(first(&reader, "passwords"), "printer/");
    assert_eq!(first(&reader, "reset password"), "password/");
}

#[test]
fn an_id_leads_straight_to_its_article() {
    let reader = reader(&shop());
    for query in ["KB-1042", "kb 1042", "kb1042", " KB_1042 "] {
        let results = reader.search(query, 10).unwrap();
        assert_eq!((results.hits[0].url.as_str(), results.hits[0].asked_for), ("rules/", true), "{query}");
    }
    assert!(!reader.search("password", 10).unwrap().hits[0].asked_for);
}

#[test]
fn accents_may_be_left_out_and_count_if_they_are_typed() {
    let documents = [
        article("resume/", "Resume a sale", "You can resume later."),
        article("cv/", "Send us your résumé", "Your résumé helps."),
    ];
    let reader = reader(&documents);
    assert_eq!(found(&reader, "résumé").first().unwrap(), "cv/");
    assert_eq!(found(&reader, "resume ").len(), 2);
}

fn faceted() -> Vec<Document> {
    let with = |url: &str, topic: &str, product: &str| {
        let mut document = article(url, "Refund a sale", "Refund it.");
        document.facets.push(("topic".into(), topic.into()));
        document.facets.push(("product".into(), product.into()));
        document
    };
    vec![
        with("a/", "Billing", "Till"),
        with("b/", "Billing", "Web"),
        with("c/", "Sales", "Till"),
        article("d/", "Other", "Else."),
    ]
}

fn narrowed(filters: &[(&str, &str)]) -> Results {
    let filters = filters.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    let question = Question { filters, facets: true, ..Question::new("refund", 10) };
    reader(&faceted()).ask(&question).unwrap()
}

fn counts<'a>(results: &'a Results, name: &str) -> Vec<(&'a str, usize)> {
    let facet = results.facets.iter().find(|facet| facet.name == name).unwrap();
    facet.values.iter().map(|(value, count)| (value.as_str(), *count)).collect()
}

#[test]
fn results_are_counted_and_narrowed_by_facets() {
    let all = narrowed(&[]);
    assert_eq!(counts(&all, "topic"), [("Billing", 2), ("Sales", 1)]);
    assert_eq!(counts(&all, "product"), [("Till", 2), ("Web", 1)]);
    assert_eq!(counts(&all, "kind"), [("article", 3)]);

    let billing = narrowed(&[("topic", "Billing")]);
    assert_eq!((urls(&billing), billing.total), (vec!["a/", "b/"], 2));
    assert_eq!(counts(&billing, "topic"), [("Billing", 2), ("Sales", 1)], "what choosing another would show");
    assert_eq!(counts(&billing, "product"), [("Till", 1), ("Web", 1)]);

    assert_eq!(urls(&narrowed(&[("topic", "Billing"), ("topic", "Sales")])).len(), 3);
    assert_eq!(urls(&narrowed(&[("topic", "Billing"), ("product", "Till")])), ["a/"]);
    assert!(narrowed(&[("topic", "Nothing")]).hits.is_empty());
    assert!(narrowed(&[("nothing", "Billing")]).hits.is_empty());
}

fn passage(query: &str) -> Option<Passage> {
    let body =
        "Refunds are easy.\nA refund takes five days. Banks are slow.\nCard refunds arrive sooner than others.\n";
    let mut document = article("a/", "Money", body);
    let at = |text: &str| body.find(text).unwrap();
    document.headings = vec![
        Heading { anchor: "how-long".into(), text: "How long it takes".into(), at: at("A refund") },
        Heading { anchor: "cards".into(), text: "Cards".into(), at: at("Card") },
    ];
    let (_, passages) = reader(&[document]).ask_with_passages(&Question::new(query, 10)).unwrap();
    passages.into_iter().next().flatten()
}

#[test]
fn the_passage_that_says_most_is_shown_with_its_section() {
    let text = |passage: &Passage| passage.excerpt.iter().map(|piece| piece.text.as_str()).collect::<String>();
    let days = passage("refund days").unwrap();
    assert_eq!((days.anchor.as_str(), text(&days).as_str()), ("how-long", "A refund takes five days. Banks are slow."));
    let cards = passage("card refund").unwrap();
    assert_eq!((cards.anchor.as_str(), cards.heading.as_str()), ("cards", "Cards"));
    let marked: Vec<&str> =
        cards.excerpt.iter().filter(|piece| piece.marked).map(|piece| piece.text.as_str()).collect();
    assert_eq!(marked, ["Card", "refunds"]);
    assert_eq!(passage("easy").unwrap().anchor, "");
    assert_eq!(passage("money"), None, "only the title is about it");
}

#[test]
fn long_and_strange_queries_are_answered() {
    let reader = reader(&shop());
    let long = format!("{} printer", "what ".repeat(40));
    assert!(long.len() <= 256 && first(&reader, &long) == "printer/");
    for query in [
        "printer AND NOT (",
        "\"reset password\"",
        "title:printer",
        "printer\u{0}\u{202e}",
        "pr*nt?r",
        "p".repeat(5_000).as_str(),
    ] {
        reader.search(query, 10).unwrap();
    }
    assert_eq!(first(&reader, "\"reset password\""), "password/");
}

/// Queries made of words of the shop, cut, mangled and mixed with anything; the same ones in every run.
fn strange(number: u64) -> String {
    let mut state = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut draw = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let words = [
        "printer",
        "reset",
        "password",
        "wi-fi",
        "KB-1042",
        "é",
        "日本語",
        "\u{0}",
        "🙂",
        "the",
        "refund",
        "เครื่อง",
        "ß",
        "''",
        "1042",
    ];
    let mut query = String::new();
    for _ in 0..=draw(6) {
        let mut letters: Vec<char> = words[draw(words.len())].chars().collect();
        match draw(5) {
            0 => letters.truncate(draw(letters.len() + 1)),
            1 => letters.insert(draw(letters.len() + 1), char::from_u32(draw(0xD7FF) as u32).unwrap()),
            2 => letters.reverse(),
            _ => {}
        }
        query.extend(letters);
        query.push_str([" ", "", "-", "  ", "\n"][draw(5)]);
    }
    query
}

#[test]
fn ten_thousand_strange_queries_are_answered() {
    let reader = reader(&shop());
    let answered = (0..10_000).filter(|&number| !found(&reader, &strange(number)).is_empty()).count();
    assert!(answered > 5_000, "{answered}");
}
