//! Law: the same input gives the same bytes and the same findings, whatever the machine, the folder or the threads.

use std::path::Path;

use firstline::engine::{Engine, Inputs};
use firstline::host::{disk, publish};
use proptest::prelude::*;

use crate::generate;
use crate::project::{HOUSE, Project, Tree, difference_of, read_tree, render, theme};

/// Builds on so many threads.
fn on_threads(number: usize, project: &Project) -> (Tree, Vec<firstline::diag::Diagnostic>) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(number).build().unwrap();
    pool.install(|| {
        let build = project.build();
        (render(&build), build.findings)
    })
}

/// Publishes the project from a folder of its own, as `firstline build` does.
fn through_disk(project: &Project, folder: &str) -> Tree {
    let home = tempfile::tempdir().unwrap();
    let root = home.path().join(folder);
    project.write_to(&root);
    let snapshot = disk::snapshot(&root).unwrap();
    let inputs = Inputs { snapshot, ..project.inputs() };
    let build = Engine::default().build(&inputs).unwrap();
    let target = root.join("public");
    publish::publish(&build.plan, &target, 0, &|_| {}).unwrap();
    read_tree(&target)
}

#[test]
fn threads_change_nothing() {
    generate::law(8, generate::project(), |project| {
        let (first, findings) = on_threads(1, &project);
        for number in [1, 2, 5] {
            let (again, same_findings) = on_threads(number, &project);
            prop_assert_eq!(difference_of(&first, &again), None, "{} threads", number);
            prop_assert_eq!(&findings, &same_findings, "{} threads", number);
        }
        Ok(())
    });
}

#[test]
fn the_demo_is_the_same_on_any_number_of_threads() {
    let mut project = Project::in_folder(Path::new(HOUSE));
    project.settings.as_of = Some(firstline::time::Moment::from_unix(1_700_000_000).unwrap());
    let (first, _) = on_threads(1, &project);
    let (again, _) = on_threads(5, &project);
    assert_eq!(difference_of(&first, &again), None);
}

#[test]
fn the_folder_changes_nothing() {
    generate::law(4, generate::project(), |project| {
        let in_memory = project.site();
        for folder in ["a", "deep/down/under some thing/über"] {
            prop_assert_eq!(difference_of(&in_memory, &through_disk(&project, folder)), None, "in {}", folder);
        }
        Ok(())
    });
}

#[test]
fn the_order_of_files_changes_nothing() {
    let pages = prop::collection::vec(generate::placed_page(), 2..6);
    generate::law(8, pages, |pages| {
        let build = |pages: Vec<&(&'static str, String)>| {
            let files = pages
                .into_iter()
                .map(|(path, text)| (firstline::source::SitePath::new(path).unwrap(), text.clone().into_bytes()));
            let snapshot = firstline::source::Snapshot::in_memory(files);
            let inputs = Inputs { snapshot, theme: theme(), ..Project::new().inputs() };
            render(&Engine::default().build(&inputs).unwrap())
        };
        let unique: std::collections::BTreeMap<_, _> = pages.iter().map(|page| (page.0, page)).collect();
        let forwards = build(unique.values().copied().collect());
        let backwards = build(unique.values().rev().copied().collect());
        prop_assert_eq!(difference_of(&forwards, &backwards), None);
        Ok(())
    });
}
