//! A page that was opened before a publish still searches after it, and nothing that was withdrawn stays.

use std::collections::BTreeSet;
use std::path::Path;

use firstline::host::publish::publish;
use firstline::kinds::Audience;
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

fn parts(project: &Project) -> BTreeSet<String> {
    let part = |path: &String| Path::new(path).extension().is_some_and(|extension| extension == "bin");
    project.site().into_keys().filter(|path| part(path) && !path.ends_with("index.bin")).collect()
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
