//! What `firstline export quickwit` writes: the public documents and nothing else, in a form that Quickwit takes.

use std::collections::{BTreeMap, BTreeSet};

use firstline::output::export::quickwit;
use serde_json::{Map, Value};

use crate::program::firstline;
use crate::project::{HOUSE, Project, read_tree};

/// A word that stands nowhere but in internal content.
const SECRET: &str = "zanzibar";

/// Ways to split a text that Quickwit has without being taught any.
/// Source: <https://quickwit.io/docs/configuration/index-config#description-of-available-tokenizers>.
const TOKENIZERS: &[&str] = &["raw", "default", "en_stem", "chinese_compatible"];

/// What may be said about a field of text, on the same page.
const TEXT_KEYS: &[&str] = &["name", "type", "stored", "indexed", "tokenizer", "record", "fieldnorms", "fast"];

/// What may be said about a field of moments, on the same page.
const MOMENT_KEYS: &[&str] = &["name", "type", "input_formats", "output_format", "stored", "indexed", "fast"];

fn demo() -> Project {
    Project::in_folder(HOUSE.as_ref())
}

fn documents(project: &Project) -> Vec<String> {
    quickwit::documents(&project.build().plan).collect::<Result<_, _>>().unwrap()
}

fn configuration(project: &Project) -> Value {
    serde_yaml::from_str(&quickwit::configuration(&project.build().plan, quickwit::INDEX)).unwrap()
}

/// The fields of the configuration, by name.
fn fields(configuration: &Value) -> BTreeMap<String, Map<String, Value>> {
    let fields = configuration["doc_mapping"]["field_mappings"].as_array().expect("fields are listed");
    let named = fields.iter().map(|field| {
        let field = field.as_object().expect("a field has properties");
        (field["name"].as_str().expect("a field has a name").to_owned(), field.clone())
    });
    named.collect()
}

#[test]
fn every_public_page_is_one_line() {
    let build = demo().build();
    let lines: Vec<String> = quickwit::documents(&build.plan).collect::<Result<_, _>>().unwrap();
    let urls = lines.iter().map(|line| {
        assert_eq!(line.find('\n'), Some(line.len() - 1), "a document is one line");
        let document: Value = serde_json::from_str(line).unwrap();
        document["url"].as_str().expect("a document has an address").to_owned()
    });
    let urls: Vec<String> = urls.collect();
    let pages: Vec<String> = build.plan.site().pages().iter().map(|page| page.url.clone()).collect();
    assert_eq!(urls, pages);
    assert!(urls.len() > 60, "the demo is read");
}

#[test]
fn a_document_has_the_texts_of_its_page() {
    let page = "---\ntitle: Refund a sale\nid: KB-7\nquestion: How?\nsummary: Press <Refund>.\naliases: [money back]\n\
                tags: [till]\nproducts: [Till 2]\ntype: howto\nlevel: novice\nupdated: 2026-11-02\n---\n\
                Turn the key.\n\n## By card\n\nWait for the card.\n";
    let project = Project::new()
        .with("content/articles/till/_topic.md", "---\ntitle: The till\n---\n")
        .with("content/articles/till/refund.md", page);
    let lines = documents(&project);
    let mut exported = lines.iter().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let document = exported.find(|document| document["url"] == "till/refund/").expect("it is exported");
    let expected = serde_json::json!({
        "url": "till/refund/", "id": "KB-7", "kind": "article", "language": "en", "title": "Refund a sale",
        "question": "How?", "summary": "Press <Refund>.", "breadcrumb": ["The till"], "aliases": ["money back"],
        "tags": ["till"], "headings": ["By card"], "topic": "The till", "type": "howto", "level": "novice",
        "products": ["Till 2"], "updated": "2026-11-02T00:00:00Z", "body": document["body"],
    });
    assert_eq!(document, expected);
    let body = document["body"].as_str().expect("a body is text");
    assert!(body.contains("Turn the key.") && body.contains("Wait for the card."), "{body}");
}

#[test]
fn what_is_internal_is_not_exported() {
    let public = Project::new().with("content/articles/till/open.md", "---\ntitle: Open\n---\nTurn the key.\n");
    let both = public
        .clone()
        .with("content/articles/till/open.md", "---\ntitle: Open\n---\nTurn the key.\n\n:::staff\nzanzibar\n:::\n")
        .with("content/internal/articles/till/plan.md", "---\ntitle: zanzibar\n---\nzanzibar\n")
        .with("content/articles/till/own.md", "---\ntitle: zanzibar\naudience: internal\n---\nzanzibar\n")
        .with("content/articles/till/draft.md", "---\ntitle: zanzibar\ndraft: true\n---\nzanzibar\n");
    assert_eq!(documents(&public), documents(&both));
    assert!(!documents(&both).concat().contains(SECRET));
}

#[test]
fn every_field_of_every_document_is_configured() {
    let project = demo();
    let fields = fields(&configuration(&project));
    let mut used = BTreeSet::new();
    for line in documents(&project) {
        let document: Map<String, Value> = serde_json::from_str(&line).unwrap();
        for (name, value) in &document {
            let field = fields.get(name).unwrap_or_else(|| panic!("{name} is not configured"));
            let fits = match field["type"].as_str() {
                Some("text") => value.is_string(),
                Some("array<text>") => value.as_array().is_some_and(|list| list.iter().all(Value::is_string)),
                Some("datetime") => value.as_str().is_some_and(|text| text.parse::<jiff::Timestamp>().is_ok()),
                _ => false,
            };
            assert!(fits, "{name} is not as configured in {line}");
        }
        used.extend(document.into_iter().map(|(name, _)| name));
    }
    let unused: Vec<&String> = fields.keys().filter(|name| !used.contains(*name)).collect();
    assert_eq!(unused, Vec::<&String>::new(), "fields that no document of the demo has");
}

#[test]
fn the_configuration_says_what_quickwit_understands() {
    let configuration = configuration(&demo());
    let keys: Vec<&String> = configuration.as_object().expect("a mapping").keys().collect();
    assert_eq!(keys, ["doc_mapping", "index_id", "search_settings", "version"]);
    assert_eq!(configuration["index_id"], quickwit::INDEX);
    let fields = fields(&configuration);
    for (name, field) in &fields {
        let known = if field["type"] == "datetime" { MOMENT_KEYS } else { TEXT_KEYS };
        let unknown: Vec<&String> = field.keys().filter(|key| !known.contains(&key.as_str())).collect();
        assert_eq!(unknown, Vec::<&String>::new(), "{name}");
        if let Some(tokenizer) = field.get("tokenizer") {
            assert!(TOKENIZERS.contains(&tokenizer.as_str().expect("a word")), "{name}");
        }
    }
    let searched = configuration["search_settings"]["default_search_fields"].as_array().expect("a list");
    for name in searched {
        let field = &fields[name.as_str().expect("a name")];
        assert_eq!(field["fieldnorms"], true, "{name} is ranked by its length, which has to be known");
        assert_ne!(field["tokenizer"], "raw", "{name} is searched by its words");
    }
    assert_eq!(fields["title"]["tokenizer"], "en_stem");
    let german = Project::new().with("firstline.yaml", "title: Hilfe\nbase_url: https://example.com\nlanguage: de\n");
    let german = self::configuration(&german);
    assert_eq!(self::fields(&german)["title"]["tokenizer"], "default");
}

#[test]
fn the_same_content_gives_the_same_bytes() {
    let home = tempfile::tempdir().unwrap();
    demo().write_to(home.path());
    let export = |out: &str| {
        let ran = firstline(home.path(), &["export", "quickwit", "--out", out]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        read_tree(&home.path().join(out))
    };
    let first = export("one");
    assert_eq!(first.keys().collect::<Vec<_>>(), ["documents.ndjson", "index.yaml"]);
    assert_eq!(first, export("other/two"));
    assert_eq!(first, export("one"), "an export may be written over an export");
    let text = String::from_utf8(first["documents.ndjson"].clone()).unwrap();
    assert_eq!(text.lines().map(|line| format!("{line}\n")).collect::<Vec<_>>(), documents(&demo()));
}

#[test]
fn an_export_is_not_written_over_anything_else() {
    let home = tempfile::tempdir().unwrap();
    Project::new().with("content/pages/a.md", "---\ntitle: A\n---\nx\n").write_to(home.path());
    let run = |arguments: &[&str]| firstline(home.path(), arguments);
    for out in [".", "..", "content", "content/quickwit"] {
        let ran = run(&["export", "quickwit", "--out", out]);
        assert_eq!(ran.code, 2, "{out}");
        assert!(ran.stderr.contains("the project's own sources lie there"), "{}", ran.stderr);
    }
    assert_eq!(run(&["build"]).code, 0);
    let onto_site = run(&["export", "quickwit", "--out", "public"]);
    assert_eq!(onto_site.code, 2);
    assert!(onto_site.stderr.contains("Firstline did not make what lies there"), "{}", onto_site.stderr);
    assert!(home.path().join("public/index.html").exists());

    assert_eq!(run(&["export", "quickwit", "--index", "help_2"]).code, 0);
    let configuration = std::fs::read_to_string(home.path().join("quickwit/index.yaml")).unwrap();
    assert!(configuration.contains("\nindex_id: help_2\n"), "{configuration}");
    let onto_export = run(&["build", "--out", "quickwit"]);
    assert_eq!(onto_export.code, 2, "a site is not written over an export either");
    std::fs::write(home.path().join("quickwit/notes.txt"), "mine").unwrap();
    assert_eq!(run(&["export", "quickwit"]).code, 2, "somebody's notes would be lost");
    assert!(home.path().join("quickwit/notes.txt").exists());
}

#[test]
fn what_an_export_can_not_be() {
    let home = tempfile::tempdir().unwrap();
    Project::new().write_to(home.path());
    let internal = firstline(home.path(), &["export", "quickwit", "--audience", "internal"]);
    assert_eq!(internal.code, 2);
    assert_eq!(
        internal.stderr,
        "error: an export is for a server that the public asks; leave `--audience internal` out\n"
    );
    for name in ["ab", "1st", "has space", "a/b", "INDEX: {}"] {
        let ran = firstline(home.path(), &["export", "quickwit", "--index", name]);
        assert_eq!(ran.code, 2, "{name}");
    }
    assert!(!home.path().join("quickwit").exists());
}
