//! What a request to `_search` may hold, as those who answer it have published.
//!
//! A request has to be understood by the pickiest, which is Quickwit: it refuses what it does not know. So these are
//! the tables of <https://quickwit.io/docs/reference/es_compatible_api>, sections "Supported Request Body parameters"
//! and "Query DSL", less what Elasticsearch has otherwise
//! (<https://www.elastic.co/guide/en/elasticsearch/reference/8.8/search-search.html> and its pages on `bool` and
//! `multi_match`). The two parameters of the address are Elasticsearch's; Quickwit takes them without saying so in its
//! tables (`SearchQueryParams` in its sources).

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// How a field is searched: by its words, or as it stands.
pub(super) type Tokenizers = BTreeMap<String, String>;

/// What is wrong with a request; nothing when it is as published.
pub(super) fn complaints(target: &str, body: &str, fields: &Tokenizers) -> Vec<String> {
    let mut wrong = Vec::new();
    let (path, parameters) = target.split_once('?').unwrap_or((target, ""));
    if path != "/api/v1/_elastic/help/_search" {
        wrong.push(format!("nobody answers at {path}"));
    }
    for (name, value) in url::form_urlencoded::parse(parameters.as_bytes()) {
        let fits = match name.as_ref() {
            "_source_includes" => value.split(',').all(|field| fields.contains_key(field)),
            "track_total_hits" => value == "true",
            _ => false,
        };
        if !fits {
            wrong.push(format!("{name}={value} is no parameter"));
        }
    }
    match serde_json::from_str(body) {
        Ok(Value::Object(body)) => search_body(&body, fields, &mut wrong),
        _ => wrong.push(format!("this is no JSON object: {body}")),
    }
    wrong
}

fn search_body(body: &Map<String, Value>, fields: &Tokenizers, wrong: &mut Vec<String>) {
    for (name, value) in body {
        let fits = match name.as_str() {
            "size" => value.as_u64().is_some_and(|size| (1..=10_000).contains(&size)),
            "from" => value.is_u64(),
            // Names of fields that are sorted by, `_score` among them.
            "sort" => value == &serde_json::json!(["_score"]),
            "query" => {
                query(value, fields, wrong);
                true
            }
            _ => false,
        };
        if !fits {
            wrong.push(format!("{name}: {value} is no parameter"));
        }
    }
}

/// A query is an object with one key, its type.
fn query(value: &Value, fields: &Tokenizers, wrong: &mut Vec<String>) {
    let only = value.as_object().filter(|query| query.len() == 1).and_then(|query| query.iter().next());
    match only {
        Some((kind, Value::Object(parameters))) if kind == "bool" => bool_query(parameters, fields, wrong),
        Some((kind, Value::Object(parameters))) if kind == "multi_match" => multi_match(parameters, fields, wrong),
        Some((kind, Value::Object(parameters))) if kind == "term" => term(parameters, fields, wrong),
        _ => wrong.push(format!("this is no query: {value}")),
    }
}

fn bool_query(parameters: &Map<String, Value>, fields: &Tokenizers, wrong: &mut Vec<String>) {
    for (name, value) in parameters {
        let fits = match (name.as_str(), value) {
            ("must" | "must_not" | "should" | "filter", Value::Array(parts)) => {
                parts.iter().for_each(|part| query(part, fields, wrong));
                // Lucene takes 1,024 clauses of a query.
                (1..=64).contains(&parts.len())
            }
            ("boost", value) => value.is_number(),
            // More than there are clauses finds nothing.
            ("minimum_should_match", value) => {
                let clauses = parameters.get("should").and_then(Value::as_array).map_or(0, Vec::len);
                value.as_u64().is_some_and(|least| (1..=clauses as u64).contains(&least))
            }
            _ => false,
        };
        if !fits {
            wrong.push(format!("bool has no {name}: {value}"));
        }
    }
}

fn multi_match(parameters: &Map<String, Value>, fields: &Tokenizers, wrong: &mut Vec<String>) {
    // Quickwit knows neither weights (`title^4`) nor patterns (`title*`), and nothing is found in a field as it stands.
    let is_searched =
        |field: &Value| field.as_str().and_then(|field| fields.get(field)).is_some_and(|how| how != "raw");
    for (name, value) in parameters {
        let fits = match name.as_str() {
            "query" => value.as_str().is_some_and(|query| !query.trim().is_empty()),
            "type" => matches!(value.as_str(), Some("most_fields" | "phrase" | "phrase_prefix" | "bool_prefix")),
            "fields" => value.as_array().is_some_and(|named| !named.is_empty() && named.iter().all(is_searched)),
            _ => false,
        };
        if !fits {
            wrong.push(format!("multi_match has no {name}: {value}"));
        }
    }
    if !(parameters.contains_key("query") && parameters.contains_key("fields")) {
        wrong.push("multi_match needs query and fields".to_owned());
    }
}

/// One field, with the value that it has as it stands.
fn term(parameters: &Map<String, Value>, fields: &Tokenizers, wrong: &mut Vec<String>) {
    for (name, value) in parameters {
        let is_whole = fields.get(name).is_some_and(|how| how == "raw");
        if !is_whole || parameters.len() != 1 || value.as_object().is_none_or(|value| !is_value(value)) {
            wrong.push(format!("term has no {name}: {value}"));
        }
    }
}

fn is_value(parameters: &Map<String, Value>) -> bool {
    parameters.len() == 1 && parameters.get("value").is_some_and(Value::is_string)
}

#[test]
fn what_is_not_published_is_refused() {
    let fields = [("title", "en_stem"), ("url", "raw")].map(|(name, how)| (name.to_owned(), how.to_owned()));
    let fields = Tokenizers::from(fields);
    let target = "/api/v1/_elastic/help/_search?_source_includes=url,title&track_total_hits=true";
    let good = r#"{"query": {"bool": {"must": [{"multi_match": {"query": "a", "fields": ["title"]}}],
        "filter": [{"term": {"url": {"value": "b"}}}]}}, "size": 10, "sort": ["_score"]}"#;
    assert_eq!(complaints(target, good, &fields), [""; 0]);
    assert_eq!(complaints(&target.replace("help", "x"), good, &fields).len(), 1);
    for (from, to) in [
        ("\"size\"", "\"highlight\""),
        ("\"title\"", "\"title^4\""),
        ("[\"title\"]", "[\"url\"]"),
        ("\"url\"", "\"title\""),
        ("\"title\"", "\"text\""),
        ("multi_match", "fuzzy"),
        ("\"query\": \"a\"", "\"query\": \"\""),
    ] {
        assert_eq!(complaints(target, &good.replace(from, to), &fields).len(), 1, "{from} as {to}");
    }
}
