//! A project in memory, and the whole site that Firstline makes of it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use firstline::engine::{Build, Engine, Inputs, Settings};
use firstline::host::disk;
use firstline::site::Record;
use firstline::source::{SitePath, Snapshot};
use firstline::theme::Theme;
use firstline::time::Moment;

use crate::difference;

/// The repository.
pub(crate) const HOUSE: &str = env!("CARGO_MANIFEST_DIR");

/// Every file of a site with its bytes.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// The settings of a project that has nothing to say about them. Most have one channel at most, and are about something
/// else.
pub(crate) const PLAIN_SETTINGS: &str = "title: Example Help\nbase_url: https://help.example.com\nas_of: 2026-11-20T12:00:00Z\nchecks: {single-way-in: off, channel-without-address: off}\n";

/// Files by path, and what the user asks for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Project {
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    pub(crate) settings: Settings,
    /// What the last published site said about incidents.
    pub(crate) published: Option<Arc<Record>>,
}

impl Project {
    /// A project with settings and no content.
    pub(crate) fn new() -> Self {
        let mut project = Self::default();
        project.put("firstline.yaml", PLAIN_SETTINGS);
        project
    }

    /// The project in a folder of the repository.
    pub(crate) fn in_folder(folder: &Path) -> Self {
        let snapshot = disk::snapshot(folder).unwrap();
        assert_eq!(snapshot.rejected(), [], "{} has only ordinary files", folder.display());
        let files = snapshot.files().map(|(path, _)| (path.to_string(), snapshot.read(path).unwrap().to_vec()));
        Self { files: files.collect(), ..Self::default() }
    }

    /// The same project with one more file.
    pub(crate) fn with(mut self, path: &str, text: impl Into<Vec<u8>>) -> Self {
        self.put(path, text);
        self
    }

    pub(crate) fn put(&mut self, path: &str, text: impl Into<Vec<u8>>) {
        self.files.insert(path.to_owned(), text.into());
    }

    /// What a build of it depends on.
    pub(crate) fn inputs(&self) -> Inputs {
        let file = |(path, bytes): (&String, &Vec<u8>)| {
            let site_path = SitePath::new(path).unwrap_or_else(|| panic!("{path:?} is a plain path"));
            (site_path, bytes.clone())
        };
        Inputs {
            snapshot: Snapshot::in_memory(self.files.iter().map(file)),
            settings: self.settings.clone(),
            theme: theme(),
            now: Moment::from_unix(0).unwrap(),
            published: self.published.clone(),
        }
    }

    /// Builds it with an engine that has never built before.
    pub(crate) fn build(&self) -> Build {
        Engine::default().build(&self.inputs()).unwrap()
    }

    /// Every file of its site.
    pub(crate) fn site(&self) -> Tree {
        render(&self.build())
    }

    /// Writes its files below `folder`.
    pub(crate) fn write_to(&self, folder: &Path) {
        for (path, bytes) in &self.files {
            let file = folder.join(path);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, bytes).unwrap();
        }
    }
}

/// The theme inside the program; read once, since every test needs it.
pub(crate) fn theme() -> Arc<Theme> {
    static THEME: OnceLock<Arc<Theme>> = OnceLock::new();
    Arc::clone(THEME.get_or_init(|| firstline::cli::project::theme().expect("the embedded theme fits together")))
}

/// Renders every file of a build, those of the search index included.
pub(crate) fn render(build: &Build) -> Tree {
    let paths = build.plan.paths().unwrap();
    let file = |path: String| {
        let bytes = build.plan.render(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        (path, bytes)
    };
    paths.into_iter().map(file).collect()
}

/// Every file below a folder with its bytes.
pub(crate) fn read_tree(folder: &Path) -> Tree {
    let files =
        walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let read = files.map(|entry| {
        let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
        (path, std::fs::read(entry.path()).unwrap())
    });
    read.collect()
}

/// What tells two sites apart, for people; nothing where they are the same.
pub(crate) fn difference_of(left: &Tree, right: &Tree) -> Option<String> {
    let mut told = Vec::new();
    for (path, bytes) in left {
        match right.get(path) {
            None => told.push(format!("{path} is only in the first")),
            Some(other) if other != bytes => {
                let (left, right) = (String::from_utf8_lossy(bytes), String::from_utf8_lossy(other));
                told.push(format!("{path} differs:\n{}", difference::lines(&left, &right)));
            }
            Some(_) => {}
        }
    }
    let only_right = right.keys().filter(|path| !left.contains_key(*path));
    told.extend(only_right.map(|path| format!("{path} is only in the second")));
    (!told.is_empty()).then(|| told.join("\n"))
}
