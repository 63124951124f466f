//! What people search for in the demo and the documentation is found, and what `firstline` says about searches.

use std::path::Path;

use serde_json::Value;

use crate::program::firstline;
use crate::project::{HOUSE, Project};

/// A shop with a few articles, on disk.
fn shop() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let article =
        |title: &str, aliases: &str, body: &str| format!("---\ntitle: {title}\naliases: [{aliases}]\n---\n{body}\n");
    Project::new()
        .with(
            "content/articles/till/open.md",
            article(
                "Open the till",
                "open the register",
                "Turn the key.\n\n## With a badge\n\nHold the badge to the till.\n",
            ),
        )
        .with(
            "content/articles/till/refund.md",
            article("Refund a sale", "undo a sale", "Find the sale. The point of sale (POS) gives the money.\n"),
        )
        .with("content/articles/till/drawer.md", article("The drawer", "", "It opens by itself on Tuesdays.\n"))
        .with("content/articles/till/holidays.md", article("Holidays", "\"day off: when\"", "We are away.\n"))
        .write_to(home.path());
    home
}

fn json(home: &Path, arguments: &[&str]) -> Value {
    let ran = firstline(home, arguments);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{arguments:?}");
    ran.json()
}

/// The first words of a text, for lines that end in figures.
fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).collect()
}

#[test]
fn what_people_search_for_is_found() {
    for folder in ["", "docs"] {
        let project = Project::in_folder(&Path::new(HOUSE).join(folder));
        let build = project.build();
        assert!(build.searches.len() >= 10, "{folder} has searches that have to find something");
        let missed = build.missed_searches(&project.inputs().snapshot).unwrap();
        let missed: Vec<String> = missed
            .iter()
            .map(|finding| format!("{}:{} {}", finding.place.path, finding.place.line, finding.message))
            .collect();
        assert_eq!(missed, Vec::<String>::new());
    }
}

#[test]
fn check_asks_what_has_to_be_found() {
    let home = shop();
    std::fs::write(home.path().join("content/searches.yaml"), "- query: tuesday\n  finds: articles/till/open.md\n")
        .unwrap();
    let ran = firstline(home.path(), &["check", "--strict"]);
    assert_eq!(ran.code, 1);
    let expected = "\
warning[missed-search]: searching for `tuesday`: “Open the till” is not found; first is “The drawer”
 --> content/searches.yaml:1:10
";
    assert!(ran.stderr.starts_with(expected), "{}", ran.stderr);
    assert!(ran.stderr.contains("`firstline search \"tuesday\" --explain` shows the reasons"), "{}", ran.stderr);
}

#[test]
fn a_search_shows_the_best_passage_and_where_it_stands() {
    let home = shop();
    let report = json(home.path(), &["search", "badge", "--json"]);
    let first = &report["results"][0];
    assert_eq!((&first["anchor"], &first["section"]), (&"with-a-badge".into(), &"With a badge".into()));
    assert_eq!(first["excerpt"], "Hold the badge to the till.");
    assert!(report.get("understood").is_none() && first.get("why").is_none());
    let text = firstline(home.path(), &["search", "badge"]).stdout;
    assert!(text.contains("/till/open/#with-a-badge"), "{text}");
    assert!(text.contains("\n    With a badge: Hold the badge to the till.\n"), "{text}");
}

#[test]
fn a_search_that_was_repaired_says_so() {
    let home = shop();
    assert_eq!(json(home.path(), &["search", "refnud", "--json"])["understood"], "refund");
    let text = firstline(home.path(), &["search", "refnud"]).stdout;
    assert!(text.starts_with("showing results for “refund”\n\n 1. Refund a sale"), "{text}");
}

#[test]
fn the_reasons_of_a_search() {
    let home = shop();
    let text = firstline(home.path(), &["search", "how to refnud sales", "--explain"]).stdout;
    let all = lines(&text);
    assert!(all[0].starts_with("how") && all[0].ends_with("says little beside other words"), "{text}");
    assert!(all[2].starts_with("refnud") && all[2].ends_with("in no page, taken as “refund”"), "{text}");
    let reason = |word: &str| all.iter().find(|line| line.starts_with(word) && line.contains("title")).copied();
    assert!(reason("refund ").is_some_and(|line| line.ends_with("  title")), "{text}");
    assert!(
        reason("sales")
            .is_some_and(|line| line.contains("title (“sale”), alias (“sale”), summary ×2 (“sale”), body ×2 (“sale”)")),
        "{text}"
    );
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");

    let report = json(home.path(), &["search", "how to refnud sales", "--explain", "--json"]);
    assert_eq!((&report["words"][2]["typed"], &report["words"][2]["taken"]), (&"refnud".into(), &"repaired".into()));
    let first = &report["results"][0];
    let figure = |value: &Value| value.as_f64().unwrap();
    let sum: f64 = first["why"]["words"].as_array().unwrap().iter().map(|word| figure(&word["points"])).sum();
    let score = sum * figure(&first["why"]["coverage"]) * figure(&first["why"]["closeness"]);
    assert!((score - figure(&first["score"])).abs() < 0.001 * score, "{first}");
    let place = &first["why"]["words"][2]["places"][0];
    assert_eq!((&place["field"], &place["as"], &place["times"]), (&"title".into(), &"exact".into(), &1.into()));
}

#[test]
fn many_searches_at_once() {
    let home = shop();
    std::fs::write(home.path().join("queries.txt"), "badge\n\nrefund\n").unwrap();
    let ran = firstline(home.path(), &["search", "--queries", "queries.txt"]);
    let answers: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), 2);
    assert_eq!(answers[1]["results"][0]["path"], "articles/till/refund.md");
    assert_eq!(firstline(home.path(), &["search"]).code, 2, "something has to be asked");
}

#[test]
fn searches_without_a_good_answer() {
    let home = shop();
    let log = "query,results,count\nrefund,1,9\ntuesdays,1,2\nTuesday,1,3\ndayoff when,0,1\nopen quickly terminal badger,0,4\nxyz,0,1\n";
    std::fs::write(home.path().join("log.csv"), log).unwrap();
    let report = json(home.path(), &["report", "misses", "log.csv", "--format", "json"]);
    assert_eq!(
        (&report["searches"], &report["different"], &report["without_answer"]),
        (&20.into(), &5.into(), &10.into())
    );
    let miss = |query: &str| {
        let misses = report["misses"].as_array().unwrap();
        misses.iter().find(|miss| miss["query"] == query).unwrap_or_else(|| panic!("{query} in {report}")).clone()
    };
    let tuesday = miss("Tuesday");
    assert_eq!((&tuesday["count"], &tuesday["lack"]), (&5.into(), &"only-mentioned".into()));
    assert_eq!(tuesday["nearest"][0]["path"], "articles/till/drawer.md");
    assert_eq!(tuesday["suggestion"]["aliases"], "aliases: [tuesday]");
    assert_eq!(miss("open quickly terminal badger")["lack"], "little-held");
    assert_eq!((&miss("xyz")["lack"], &miss("xyz")["suggestion"]), (&"nothing-found".into(), &Value::Null));
    assert_eq!(report["misses"][0]["query"], "Tuesday", "the most frequent comes first");

    let text = firstline(home.path(), &["report", "misses", "log.csv", "--limit", "1"]).stdout;
    assert!(text.starts_with("    5 ×  Tuesday  (the best result only mentions it)\n"), "{text}");
    assert!(text.contains("in content/articles/till/drawer.md:\n           aliases: [tuesday]\n"), "{text}");
    assert!(text.contains("10 of 20 searches (50 %) have no good answer: 3 of 5 different ones\n"), "{text}");
    assert!(text.contains("2 more are not shown"), "{text}");
}

#[test]
fn the_suggestion_helps() {
    let home = shop();
    let file = home.path().join("content/articles/till/drawer.md");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("aliases: []", "aliases: [tuesday]")).unwrap();
    std::fs::write(home.path().join("log.txt"), "tuesday\n").unwrap();
    let report = json(home.path(), &["report", "misses", "log.txt", "--format", "json"]);
    assert_eq!(report["misses"], serde_json::json!([]));
}

#[test]
fn synonyms_are_proposed_and_not_used() {
    let home = shop();
    let ran = firstline(home.path(), &["report", "synonyms", "--out", "review.yaml"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, "3 pairs to review: review.yaml\n"));
    let text = std::fs::read_to_string(home.path().join("review.yaml")).unwrap();
    assert!(text.contains("en:\n"), "{text}");
    assert!(
        text.contains("  - [POS, point of sale]\n      # “point of sale (POS)” (articles/till/refund.md)\n"),
        "{text}"
    );
    assert!(text.contains("  - [undo, refund]\n") || text.contains("  - [refund, undo]\n"), "{text}");
    assert_eq!(
        firstline(home.path(), &["report", "synonyms", "--out", "review.yaml"]).code,
        2,
        "nothing is written over"
    );
    // What was reviewed is a file of synonyms, and is used.
    assert_eq!(json(home.path(), &["search", "pos", "--json"])["results"].as_array().unwrap().len(), 1);
    std::fs::rename(home.path().join("review.yaml"), home.path().join("content/synonyms.yaml")).unwrap();
    assert_eq!(firstline(home.path(), &["check", "--strict"]).code, 0);
    let nothing = firstline(home.path(), &["report", "synonyms"]).stdout;
    assert!(nothing.ends_with("en:\n  []\n"), "{nothing}");
}
