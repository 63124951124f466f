//! Law: after any edits, an engine that has built before gives what one gives that never has.

use firstline::engine::Engine;
use firstline::kinds::Audience;
use firstline::time::Moment;
use proptest::prelude::*;

use crate::generate;
use crate::project::{Project, difference_of, render};

/// Something that happens between two builds.
#[derive(Clone, Debug)]
enum Edit {
    /// A page is written, new or over an old one.
    Write(&'static str, String),
    /// A file goes away.
    Delete(usize),
    /// A file gets the path of another, or a new one.
    Rename(usize, &'static str),
    /// A line of front matter comes or goes.
    Toggle(usize, &'static str),
    /// The settings file changes.
    Configure(String),
    /// A fact changes, or goes.
    Tell(Option<&'static str>),
    /// A picture changes, or begins to run something.
    Draw(&'static str),
    /// The user asks for something else.
    Ask(Audience, bool),
    /// Time passes.
    Wait(i64),
}

fn edit() -> impl Strategy<Value = Edit> {
    let line = prop::sample::select(vec!["draft: true", "audience: internal", "audience: publik", "id: KB-1"]);
    let drawing = prop::sample::select(vec![
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
        "<svg><script/></svg>",
        "not a drawing",
    ]);
    prop_oneof![
        4 => generate::placed_page().prop_map(|(path, text)| Edit::Write(path, text)),
        2 => any::<usize>().prop_map(Edit::Delete),
        2 => (any::<usize>(), prop::sample::select(generate::PATHS)).prop_map(|(from, to)| Edit::Rename(from, to)),
        3 => (any::<usize>(), line).prop_map(|(file, line)| Edit::Toggle(file, line)),
        1 => generate::settings_file().prop_map(Edit::Configure),
        2 => prop::option::weighted(0.8, prop::sample::select(generate::FACTS)).prop_map(Edit::Tell),
        1 => drawing.prop_map(Edit::Draw),
        1 => (prop::sample::select(vec![Audience::Public, Audience::Internal]), any::<bool>())
            .prop_map(|(audience, drafts)| Edit::Ask(audience, drafts)),
        1 => (-1..=1_i64).prop_map(Edit::Wait),
    ]
}

impl Edit {
    fn apply(self, project: &mut Project) {
        match self {
            Self::Write(path, text) => project.put(path, text),
            Self::Delete(at) => {
                let path = page_at(project, at);
                path.map(|path| project.files.remove(&path));
            }
            Self::Rename(at, to) => {
                let bytes = page_at(project, at).and_then(|path| project.files.remove(&path));
                bytes.into_iter().for_each(|bytes| project.put(to, bytes));
            }
            Self::Toggle(at, line) => toggle(project, at, line),
            Self::Configure(text) => project.put("firstline.yaml", text),
            Self::Tell(Some(text)) => project.put("content/facts.yaml", text),
            Self::Tell(None) => drop(project.files.remove("content/facts.yaml")),
            Self::Draw(text) => project.put("content/articles/till/picture.svg", text),
            Self::Ask(audience, drafts) => (project.settings.audience, project.settings.drafts) = (audience, drafts),
            Self::Wait(seconds) => project.settings.as_of = Moment::from_unix(1_795_176_000 + seconds),
        }
    }
}

fn page_at(project: &Project, at: usize) -> Option<String> {
    let pages: Vec<&String> = project.files.keys().filter(|path| path.ends_with(".md")).collect();
    (!pages.is_empty()).then(|| pages[at % pages.len()].clone())
}

/// Puts a line into the front matter, or takes it out where it is.
fn toggle(project: &mut Project, at: usize, line: &str) {
    let Some(path) = page_at(project, at) else { return };
    let text = String::from_utf8(project.files[&path].clone()).unwrap();
    let with = text.replacen("---\n", &format!("---\n{line}\n"), 1);
    let without = text.replacen(&format!("{line}\n"), "", 1);
    project.put(&path, if text.contains(line) { without } else { with });
}

#[test]
fn a_warm_build_is_a_cold_build() {
    let story = (generate::project(), prop::collection::vec(edit(), 1..8));
    generate::law(16, story, |(mut project, edits)| {
        let mut warm = Engine::default();
        warm.build(&project.inputs()).unwrap();
        for edit in edits {
            let told = format!("{edit:?}");
            edit.apply(&mut project);
            let kept = warm.build(&project.inputs()).unwrap();
            let fresh = project.build();
            prop_assert_eq!(&kept.findings, &fresh.findings, "findings after {}", told);
            prop_assert_eq!(difference_of(&render(&fresh), &render(&kept)), None, "files after {}", told);
        }
        Ok(())
    });
}

#[test]
fn a_fact_that_changes_is_another_on_every_page() {
    let quoting = "---\ntitle: For {{fact:reply}}\n---\nIn {{fact:reply}}.\n";
    let update = "updates:\n  - {at: 2026-11-20T10:10:00Z, state: investigating, body: \"In {{fact:reply}}.\"}\n";
    let incident = format!("---\ntitle: Down\nstarted: 2026-11-20T10:00:00Z\nimpact: minor\n{update}---\n");
    let channel = "---\ntitle: Mail\nchannel: email\naddress: a@example.com\nreply_within: \"{{fact:reply}}\"\n---\n";
    let project = Project::new()
        .with("content/facts.yaml", "reply: 24h\nto: a.md\n")
        .with("content/pages/a.md", quoting)
        .with("content/articles/till/plain.md", "---\ntitle: Plain\n---\nNothing is quoted.\n")
        .with("content/pages/to.md", "---\ntitle: To\n---\nSee [there][p].\n\n[p]: {{fact:to}}\n")
        .with("content/contact/mail.md", channel)
        .with("content/status/components.yaml", "- {id: till, name: \"Till {{fact:reply}}\"}\n")
        .with("content/status/incidents/down.md", incident.as_str());
    let mut warm = Engine::default();
    let before = render(&warm.build(&project.inputs()).unwrap());
    let changed = project.with("content/facts.yaml", "reply: 36h\nto: nosuch.md\n");
    let build = warm.build(&changed.inputs()).unwrap();
    assert!(build.findings.iter().any(|finding| finding.code.0 == "broken-link"), "{:?}", build.findings);
    let after = render(&build);
    assert_eq!(difference_of(&changed.site(), &after), None);
    for page in ["a/index.html", "status/incidents/down/index.html", "status/index.html", "status/feed.xml"] {
        let says = |tree: &crate::project::Tree, word| String::from_utf8_lossy(&tree[page]).contains(word);
        assert!(says(&before, "24h") && says(&after, "36h") && !says(&after, "24h"), "{page}");
    }
}

#[test]
fn a_plan_keeps_its_own_sources() {
    let project = Project::new().with("content/pages/a.md", "---\ntitle: A\n---\nbefore\n");
    let mut engine = Engine::default();
    let old = engine.build(&project.inputs()).unwrap();
    let changed = project.with("content/pages/a.md", "---\ntitle: A\n---\nafter\n");
    let new = engine.build(&changed.inputs()).unwrap();
    let text =
        |build: &firstline::engine::Build| String::from_utf8(build.plan.render("a/index.html").unwrap()).unwrap();
    assert!(text(&old).contains("before") && text(&new).contains("after"));
}
