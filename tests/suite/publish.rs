//! Law: publishing is all or nothing. Whatever goes wrong, whoever looks sees the old site or the new one, whole.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use firstline::engine::{Engine, Inputs};
use firstline::host::publish::{check_target, publish};
use firstline::output::Plan;
use firstline::source::{Contents, SitePath, Snapshot};
use tempfile::TempDir;

use crate::project::{Project, Tree, difference_of, read_tree};

fn project(word: &str) -> Project {
    Project::new().with("content/pages/a.md", format!("---\ntitle: A\n---\n{word}\n"))
}

fn plan(word: &str) -> Plan {
    project(word).build().plan
}

/// A folder to publish in, with a site in it.
fn published(word: &str) -> (TempDir, PathBuf, Tree) {
    let home = tempfile::tempdir().unwrap();
    let target = home.path().join("public");
    publish(&plan(word), &target, 0, &|_| {}).unwrap();
    let tree = read_tree(&target);
    (home, target, tree)
}

/// What lies in a folder, by name.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn publish_error(plan: &Plan, target: &Path) -> String {
    publish(plan, target, 0, &|_| {}).expect_err("publishing is refused").to_string()
}

#[test]
fn a_new_site_takes_the_place_of_the_old_one_whole() {
    let (home, target, old) = published("first");
    let written = publish(&plan("second"), &target, 0, &|_| {}).unwrap();
    let new = read_tree(&target);
    assert_eq!(difference_of(&new, &project("second").site()), None);
    assert!(difference_of(&old, &new).is_some());
    assert_eq!((written.files, written.bytes), (new.len(), new.values().map(|bytes| bytes.len() as u64).sum()));
    assert_eq!(names(home.path()), ["public"], "nothing is left beside the site");
}

#[test]
fn a_folder_that_firstline_did_not_make_is_never_touched() {
    let home = tempfile::tempdir().unwrap();
    let target = home.path().join("public");
    let refused = |what: &str| {
        let before = read_tree(home.path());
        let error = publish_error(&plan("x"), &target);
        assert!(error.contains("public"), "{what}: {error}");
        assert_eq!(difference_of(&before, &read_tree(home.path())), None, "{what}");
        error
    };
    std::fs::create_dir(&target).unwrap();
    std::fs::write(target.join("thesis.txt"), "ten years of work").unwrap();
    assert!(refused("a folder with files").contains("Firstline did not make what lies there"));
    for imposter in ["{}", "{\"generator\": \"other\"}", "not json", "[\"firstline\"]"] {
        std::fs::write(target.join("build.json"), imposter).unwrap();
        refused(imposter);
    }
    std::fs::remove_dir_all(&target).unwrap();
    std::fs::write(&target, "a file").unwrap();
    assert!(refused("a file").contains("it is not a folder"));
    assert_eq!(std::fs::read_to_string(&target).unwrap(), "a file");
}

#[test]
#[cfg(unix)]
fn a_link_is_not_followed_to_another_folder() {
    let (home, elsewhere, old) = published("first");
    let link = home.path().join("link");
    std::os::unix::fs::symlink(&elsewhere, &link).unwrap();
    assert!(publish_error(&plan("second"), &link).contains("it is not a folder"));
    assert_eq!(difference_of(&old, &read_tree(&elsewhere)), None);
}

#[test]
fn an_empty_folder_may_be_filled() {
    let home = tempfile::tempdir().unwrap();
    publish(&plan("x"), home.path().join("public").as_path(), 0, &|_| {}).unwrap();
    std::fs::create_dir(home.path().join("empty")).unwrap();
    publish(&plan("x"), home.path().join("empty").as_path(), 0, &|_| {}).unwrap();
    let (one, other) = (read_tree(&home.path().join("public")), read_tree(&home.path().join("empty")));
    assert_eq!(difference_of(&one, &other), None);
}

/// The bytes of a project, until somebody edits it.
struct Edited {
    files: Vec<(String, Arc<[u8]>)>,
    edited: Arc<AtomicBool>,
}

impl Contents for Edited {
    fn read(&self, path: &SitePath) -> Result<Arc<[u8]>, String> {
        if self.edited.load(Ordering::SeqCst) && path.extension() == "md" {
            return Ok(Arc::from(&b"changed"[..]));
        }
        let file = self.files.iter().find(|(known, _)| known == path.as_str());
        file.map(|(_, bytes)| Arc::clone(bytes)).ok_or_else(|| "no such file".to_owned())
    }
}

#[test]
fn a_file_that_can_not_be_made_leaves_the_old_site() {
    let (home, target, old) = published("first");
    let project = project("second");
    let inputs = project.inputs();
    let edited = Arc::new(AtomicBool::new(false));
    let files = project.files.iter().map(|(path, bytes)| (path.clone(), Arc::from(bytes.as_slice()))).collect();
    let sources = inputs.snapshot.files().map(|(path, file)| (path.clone(), file.clone())).collect();
    let contents = Arc::new(Edited { files, edited: Arc::clone(&edited) });
    let snapshot = Snapshot::new(sources, Vec::new(), contents);
    let plan = Engine::default().build(&Inputs { snapshot, ..inputs }).unwrap().plan;
    edited.store(true, Ordering::SeqCst);
    let error = publish_error(&plan, &target);
    assert!(error.contains("content/pages/a.md changed while the site was being built; build again"), "{error}");
    assert_eq!(difference_of(&old, &read_tree(&target)), None);
    assert_eq!(names(home.path()), ["public"], "nothing half made is left");
}

#[test]
fn two_builds_do_not_write_at_once() {
    let (home, target, old) = published("first");
    let lock = std::fs::File::create(home.path().join(".public.firstline-lock")).unwrap();
    lock.lock().unwrap();
    assert!(publish_error(&plan("second"), &target).contains("another build is writing there"));
    assert_eq!(difference_of(&old, &read_tree(&target)), None);
    drop(lock);
    publish(&plan("second"), &target, 0, &|_| {}).unwrap();
    assert!(difference_of(&old, &read_tree(&target)).is_some());
}

#[test]
fn what_a_crash_left_is_cleared_away() {
    let (home, target, _) = published("first");
    let left = home.path().join(".public.firstline-staging/search");
    std::fs::create_dir_all(&left).unwrap();
    std::fs::write(left.join("half.bin"), "half a file").unwrap();
    std::fs::write(home.path().join(".public.firstline-lock"), "").unwrap();
    publish(&plan("second"), &target, 0, &|_| {}).unwrap();
    assert_eq!(difference_of(&read_tree(&target), &project("second").site()), None);
    assert_eq!(names(home.path()), ["public"]);
}

/// While sites are exchanged, a reader always finds one.
#[test]
#[cfg(target_os = "linux")]
fn at_every_instant_there_is_a_whole_site() {
    let (_home, target, _) = published("one");
    let plans = [plan("two"), plan("one")];
    let done = AtomicBool::new(false);
    let looks = std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut looks = 0;
            while !done.load(Ordering::SeqCst) {
                for file in ["build.json", "index.html", "a/index.html"] {
                    let found = std::fs::read(target.join(file));
                    assert!(found.is_ok_and(|bytes| bytes.len() > 20), "{file} is there and whole");
                }
                looks += 1;
            }
            looks
        });
        for plan in plans.iter().cycle().take(12) {
            publish(plan, &target, 0, &|_| {}).unwrap();
        }
        done.store(true, Ordering::SeqCst);
        reader.join().unwrap()
    });
    assert!(looks > 0);
}

#[test]
fn a_site_is_not_published_into_its_own_sources() {
    let home = tempfile::tempdir().unwrap();
    let root = home.path().join("project");
    project("x").write_to(&root);
    let refused = |target: &Path| check_target(&root, target).is_err();
    assert!(refused(&root));
    assert!(refused(home.path()));
    assert!(refused(&root.join("content")));
    assert!(refused(&root.join("content/public")));
    assert!(refused(&root.join("content/articles/new/deep")));
    assert!(refused(&root.join("other/../content/x")));
    assert!(!refused(&root.join("public")));
    assert!(!refused(&root.join("content-of-the-site")));
    assert!(!refused(&home.path().join("elsewhere")));
}
