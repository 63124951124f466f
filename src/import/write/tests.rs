//! What is written reads back as it was.

use proptest::prelude::*;

use super::*;
use crate::import::markdown;
use crate::kinds::{Front, Impact, Progress};

fn value(text: &str) -> String {
    let source = SourceText::new(SitePath::new("a.yaml").unwrap(), text);
    let node =
        yaml::parse(&source, 0..text.len(), &mut Vec::new()).unwrap_or_else(|finding| panic!("{finding:?}: {text}"));
    let Value::Map(entries) = node.value else { panic!("a mapping: {text}") };
    match entries.into_iter().next().expect("one key").1.value {
        Value::Scalar(text) => text,
        Value::Null => String::new(),
        other => panic!("{other:?}"),
    }
}

/// Texts full of what means something in YAML.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[ -~]{0,12}",
        "\\PC{0,6}",
        prop::sample::select(vec![
            "\n", "\n\n", ": ", " #", "- ", "---", "|", ">-", "\t", "  ", "'", "\"", "\\", "{{", "…", ":::staff",
            "null", "\u{a0}", "\u{85}", "\u{2028}"
        ])
        .prop_map(str::to_owned),
        "[a-z ]{80,160}",
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_reads_back(text in texts()) {
        prop_assert_eq!(value(&format!("key: {}\n", prose(&text, 0))), text.clone());
        prop_assert_eq!(value(&format!("key: {}\n", inline(&text))), text.clone());
        prop_assert_eq!(value(&format!("? {}\n: b\n", quoted(&text))), "b");
    }

    #[test]
    fn any_incident_is_understood(title in texts(), bodies in prop::collection::vec(texts(), 0..4), write_up in texts()) {
        let at = |index: usize| Moment::from_unix(1_700_000_000 + i64::try_from(index).unwrap()).unwrap();
        let safe = |text: &str| markdown::safe(text, None).text;
        let said = |(index, body): (usize, &String)| Said {
            at: at(index),
            state: Progress::Identified,
            body: safe(body),
            components: vec![("a b".to_owned(), ComponentState::MajorOutage)],
            back: false,
        };
        let record = IncidentRecord {
            head: Head { title: markdown::one_line(&title), body: safe(&write_up), ..Head::default() },
            started: at(0),
            resolved: None,
            impact: Impact::Major,
            components: vec![("a b".to_owned(), ComponentState::PartialOutage)],
            updates: bodies.iter().enumerate().map(said).collect(),
        };
        let text = incident(&record);
        let path = SitePath::new("content/status/incidents/a.md").unwrap();
        prop_assert!(front_of(&path, &text, &TimeZone::UTC).is_ok());
        let snapshot = Snapshot::in_memory([(path.clone(), text.clone().into_bytes())]);
        let lens = Lens::new(Audience::Public, TimeZone::UTC);
        let entry = entry::load(&snapshot, &path, &lens).unwrap().entry.unwrap();
        let Front::Incident(read) = &entry.front else { panic!("an incident") };
        let bodies: Vec<String> = read.updates.iter().map(|update| update.body.as_ref().map(|body| body.value.clone()).unwrap_or_default()).collect();
        let written: Vec<String> = record.updates.iter().map(|said| said.body.trim().to_owned()).collect();
        prop_assert_eq!(bodies, written);
        prop_assert_eq!(entry.basics.title.as_ref().map(|title| title.value.clone()).unwrap_or_default(), record.head.title);
    }
}

fn component(id: &str) -> NewComponent {
    NewComponent { id: id.to_owned(), name: format!("{id}: it"), ..NewComponent::default() }
}

#[test]
fn components_are_added_at_the_end_and_nothing_else_changes() {
    let path = SitePath::new(COMPONENTS).unwrap();
    let add = |old: &str| with_components(old, &[component("b")], &path);
    assert_eq!(add("").as_deref(), Some("components:\n  - id: b\n    name: \"b: it\"\n"));
    for old in [
        "# Ours\ncomponents:\n  - id: a  # first\n    name: A\n",
        "components:\n- id: a\n  name: A",
        "- id: a\n  name: A\n\n# the end\n",
        "components:\n    - {id: a, name: A}\n",
    ] {
        let new = add(old).unwrap_or_else(|| panic!("{old}"));
        assert!(new.starts_with(old), "{new}");
        assert_eq!(components_of(&new, &path).unwrap().len(), 2);
    }
    for closed in ["components: [{id: a, name: A}]\n", "[{id: a, name: A}]", "components: &x []\n", ": :\n- ["] {
        assert_eq!(add(closed), None, "{closed}");
    }
}

#[test]
fn names_are_short_and_apart() {
    let day = Moment::from_unix(1_523_577_600).unwrap();
    let head = |title: &str, name: Option<&str>| Head {
        title: title.to_owned(),
        name: name.map(str::to_owned),
        ..Head::default()
    };
    let name_of = |head: &Head| name(head, day, &TimeZone::UTC);
    assert_eq!(name_of(&head("Card payments: down!", None)), "2018-04-13-card-payments-down");
    assert_eq!(name_of(&head("x", Some("2017-01-02-Old_name"))), "2017-01-02-old_name");
    assert_eq!(name_of(&head("x", Some("i-testing"))), "2018-04-13-i-testing");
    assert_eq!(name_of(&head("✂", None)), "2018-04-13");
    assert!(name_of(&head(&"long words ".repeat(50), None)).len() <= LONGEST_NAME);
    assert!(name_of(&head(&"é".repeat(500), None)).len() <= LONGEST_NAME);
    let mut taken = BTreeSet::new();
    assert_eq!([free_name("i", "a", &mut taken), free_name("i", "a", &mut taken)], ["a", "a-2"]);
}
