//! A page that was opened before a publish still searches after it, and nothing that was withdrawn stays.

use std::collections::BTreeSet;

use firstline::host::publish::publish;
use firstline::kinds::Audience;
use firstline_search::reader::named_parts;
use tempfile::TempDir;

use crate::project::{Project, read_tree};

fn project(word: &str) -> Project {
    let article = |title: &str, word: &str| format!("---\ntitle: {title}\n---\nIt is about {word}.\n");
    Project::new()
        .with("content/articles/a.md", article("First", word))
        .with("content/articles/b.md", article("Second", "something else"))
}

struct Host {
    _home: TempDir,
    target: std::path::PathBuf,
}

impl Host {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("public");
        Self { _home: home, target }
    }

    fn publish(&self, project: &Project, releases: u8) {
        publish(&project.build().plan, &self.target, releases, &|_| {}).unwrap();
    }

    /// Everything at the target but the record of what is kept.
    fn paths(&self) -> BTreeSet<String> {
        read_tree(&self.target).into_keys().filter(|path| !path.starts_with('.')).collect()
    }

    fn has(&self, paths: &BTreeSet<String>) -> bool {
        paths.iter().all(|path| self.target.join(path).exists())
    }
}

/// The parts of a project's index that its table names.
fn parts(project: &Project) -> BTreeSet<String> {
    let names = named_parts(&project.site()["search/en/index.bin"]).unwrap();
    names.into_iter().map(|name| format!("search/en/{name}")).collect()
}

#[test]
fn old_parts_stay_for_as_many_releases_as_wanted() {
    let host = Host::new();
    let first = parts(&project("one"));
    host.publish(&project("one"), 2);
    for word in ["two", "three"] {
        host.publish(&project(word), 2);
        assert!(host.has(&first), "after {word}");
        assert!(host.has(&project(word).site().into_keys().collect()));
    }
    host.publish(&project("four"), 2);
    assert!(!host.has(&first));
    assert!(host.has(&parts(&project("two"))));
}

#[test]
fn what_comes_back_is_new_again() {
    let host = Host::new();
    for word in ["one", "two", "one", "two", "three"] {
        host.publish(&project(word), 1);
    }
    assert!(host.has(&parts(&project("two"))) && !host.has(&parts(&project("one"))));
}

#[test]
fn nothing_stays_when_nothing_shall_or_a_page_is_withdrawn() {
    let none = Host::new();
    none.publish(&project("one"), 3);
    none.publish(&project("two"), 0);
    assert_eq!(none.paths(), project("two").site().into_keys().collect());

    let withdrawn = Host::new();
    withdrawn.publish(&project("one").with("content/articles/secret.md", "---\ntitle: Secret\n---\nDon't.\n"), 3);
    withdrawn.publish(&project("two"), 3);
    assert_eq!(withdrawn.paths(), project("two").site().into_keys().collect());
}

#[test]
fn a_build_that_changes_nothing_is_no_release() {
    let host = Host::new();
    for word in ["one", "two", "two", "two", "two"] {
        host.publish(&project(word), 1);
    }
    assert!(host.has(&parts(&project("one"))));
}

#[test]
fn neither_texts_of_articles_nor_files_of_writers_stay() {
    let host = Host::new();
    let picture = || std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/home.png")).unwrap();
    let linked = project("one")
        .with("content/articles/assets/plan.png", picture())
        .with("content/articles/c.md", "---\ntitle: Third\n---\n![Plan](assets/plan.png)\n");
    host.publish(&linked, 3);
    let picture_shown = host.paths().iter().any(|path| path.ends_with("plan.png"));
    let new = project("two").with("content/articles/c.md", "---\ntitle: Third\n---\nNo plan.\n");
    host.publish(&new, 3);
    assert!(picture_shown && !host.paths().iter().any(|path| path.ends_with("plan.png")));
    let named = parts(&linked);
    let stayed: BTreeSet<String> = host.paths().difference(&new.site().into_keys().collect()).cloned().collect();
    assert!(!stayed.is_empty() && stayed.is_subset(&named), "{stayed:?}");
}

#[test]
fn nothing_of_an_internal_site_stays_in_a_public_one() {
    let host = Host::new();
    let mut internal = project("one");
    internal.settings.audience = Audience::Internal;
    host.publish(&internal, 3);
    host.publish(&project("two"), 3);
    assert_eq!(host.paths(), project("two").site().into_keys().collect());
}

#[test]
fn only_files_named_after_their_content_stay() {
    let host = Host::new();
    host.publish(&project("one"), 3);
    host.publish(&project("two"), 3);
    let new: BTreeSet<String> = project("two").site().into_keys().collect();
    let kept: BTreeSet<String> = host.paths().difference(&new).cloned().collect();
    assert_eq!(kept, parts(&project("one")).difference(&new).cloned().collect());
}
