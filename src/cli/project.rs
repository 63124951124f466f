//! From options to a built plan: what every command that reads a project begins with.

use std::path::PathBuf;
use std::sync::Arc;

use crate::engine::{Build, Engine, Inputs};
use crate::host::{clock, disk};
use crate::theme::Theme;

use super::timings::Timings;
use super::{Failure, ProjectOptions};

/// The search engine that runs in the browser, as built from `search/runtime`.
const SEARCH_WASM: &[u8] = include_bytes!("../../search/runtime/dist/search.wasm");

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
    let inputs = Inputs { snapshot, settings: options.settings(), theme: theme()?, now };
    Ok(Project { root, inputs })
}

/// Opens a project and builds its plan.
///
/// # Errors
/// When there is no project, or a file changes while it is read.
pub fn build(options: &ProjectOptions, timings: &mut Timings) -> Result<(Project, Build), Failure> {
    let project = open(options)?;
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
