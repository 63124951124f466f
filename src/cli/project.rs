//! From options to a built plan: what every command that reads a project begins with.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::engine::{Build, Engine, Inputs};
use crate::host::{clock, disk, published};
use crate::site::Record;
use crate::theme::Theme;

use super::timings::Timings;
use super::{Failure, ProjectOptions, report};

/// The search engine that runs in the browser, as built from `search/runtime`.
const SEARCH_WASM: &[u8] = include_bytes!("../../search/runtime/dist/search.wasm");

/// What that engine knows of the words of a language, one file each, as built from `search/stemmer`. A site publishes those
/// of its own languages.
const STEMMERS: [(&str, &[u8]); 18] = [
    ("stem-ar.wasm", include_bytes!("../../search/runtime/dist/stem-ar.wasm")),
    ("stem-da.wasm", include_bytes!("../../search/runtime/dist/stem-da.wasm")),
    ("stem-de.wasm", include_bytes!("../../search/runtime/dist/stem-de.wasm")),
    ("stem-el.wasm", include_bytes!("../../search/runtime/dist/stem-el.wasm")),
    ("stem-en.wasm", include_bytes!("../../search/runtime/dist/stem-en.wasm")),
    ("stem-es.wasm", include_bytes!("../../search/runtime/dist/stem-es.wasm")),
    ("stem-fi.wasm", include_bytes!("../../search/runtime/dist/stem-fi.wasm")),
    ("stem-fr.wasm", include_bytes!("../../search/runtime/dist/stem-fr.wasm")),
    ("stem-hu.wasm", include_bytes!("../../search/runtime/dist/stem-hu.wasm")),
    ("stem-it.wasm", include_bytes!("../../search/runtime/dist/stem-it.wasm")),
    ("stem-nl.wasm", include_bytes!("../../search/runtime/dist/stem-nl.wasm")),
    ("stem-no.wasm", include_bytes!("../../search/runtime/dist/stem-no.wasm")),
    ("stem-pt.wasm", include_bytes!("../../search/runtime/dist/stem-pt.wasm")),
    ("stem-ro.wasm", include_bytes!("../../search/runtime/dist/stem-ro.wasm")),
    ("stem-ru.wasm", include_bytes!("../../search/runtime/dist/stem-ru.wasm")),
    ("stem-sv.wasm", include_bytes!("../../search/runtime/dist/stem-sv.wasm")),
    ("stem-ta.wasm", include_bytes!("../../search/runtime/dist/stem-ta.wasm")),
    ("stem-tr.wasm", include_bytes!("../../search/runtime/dist/stem-tr.wasm")),
];

/// A project on disk, with everything a build of it needs.
#[derive(Debug)]
pub struct Project {
    /// The folder that holds the settings.
    pub root: PathBuf,
    /// What the last look at the disk found.
    pub inputs: Inputs,
}

/// The theme that comes with Firstline, its search engine included.
///
/// # Errors
/// When the theme's files do not fit together.
pub fn theme() -> Result<Arc<Theme>, Failure> {
    let mut theme = Theme::embedded()?;
    theme.add_asset("search.wasm", SEARCH_WASM.to_vec());
    for (name, bytes) in STEMMERS {
        theme.add_asset(name, bytes.to_vec());
    }
    Ok(Arc::new(theme))
}

/// Finds the project and reads its files. A folder without settings is no project.
///
/// # Errors
/// When there is none, or it can't be read.
pub fn open(options: &ProjectOptions) -> Result<Project, Failure> {
    let root = match &options.root {
        Some(root) => root.clone(),
        None => found_root()?,
    };
    let snapshot = disk::snapshot(&root)?;
    if snapshot.get(&crate::config::path()).is_none() {
        let is_rejected = snapshot.rejected().iter().any(|rejected| rejected.path == crate::config::FILE);
        let why = if is_rejected { "firstline.yaml there can't be read" } else { "there is no firstline.yaml" };
        return Err(no_project(&root.display().to_string(), why));
    }
    let now = clock::now().map_err(Failure::new)?;
    let inputs = Inputs { snapshot, settings: options.settings(), theme: theme()?, now, published: None };
    Ok(Project { root, inputs })
}

/// Opens a project and builds its plan.
///
/// # Errors
/// When there is no project, or a file changes while it is read.
pub fn build(options: &ProjectOptions, timings: &mut Timings) -> Result<(Project, Build), Failure> {
    built(open(options)?, timings)
}

/// The same, with what was published before in mind: as `--published` says, else as the site in `target` does.
///
/// # Errors
/// As [`build`], and when the file named with `--published` can't be read.
pub fn build_after(
    options: &ProjectOptions,
    target: Option<&Path>,
    timings: &mut Timings,
) -> Result<(Project, Build), Failure> {
    let mut project = open(options)?;
    let record = match &options.published {
        Some(file) => Some(published::read(file)?),
        None => {
            let folder = target.map_or_else(|| project.root.join("public"), Path::to_owned);
            // What is about to be replaced must not keep itself from being replaced.
            published::find(&folder).unwrap_or_else(|error| {
                report::say(options, &format!("{error}, so nothing is compared with it"));
                None
            })
        }
    };
    project.inputs.published = record.map(Arc::new);
    let (project, build) = built(project, timings)?;
    let is_apart = |published: &Arc<Record>| !published.is_comparable(build.plan.site());
    if project.inputs.published.as_ref().is_some_and(is_apart) {
        report::say(
            options,
            "what was published is for other readers or of a later time, so nothing is compared with it",
        );
    }
    Ok((project, build))
}

fn built(project: Project, timings: &mut Timings) -> Result<(Project, Build), Failure> {
    timings.ended("read the files");
    let build = Engine::default().build_watched(&project.inputs, &mut |stage| timings.ended_stage(stage))?;
    Ok((project, build))
}

fn found_root() -> Result<PathBuf, Failure> {
    let here =
        std::env::current_dir().map_err(|error| Failure::new(format!("could not tell the current folder: {error}")))?;
    disk::find_root(&here).ok_or_else(|| {
        no_project(&here.display().to_string(), "there is no firstline.yaml here or in any folder above")
    })
}

fn no_project(place: &str, why: &str) -> Failure {
    Failure::new(format!(
        "no project at {place}: {why}\nhelp: run `firstline init` for one to start from, or name its folder with --root"
    ))
}
