//! Builds what is committed under `search/runtime/dist/`, the same bytes on every machine: the search runtime, and one module
//! for each language that `search/stemmer` has.
//!
//! 1. cargo compiles the crate for WebAssembly with the profile `runtime`. No path of this machine gets into it.
//! 2. What can never run is taken out ([`prune`]): tantivy can write an index and describe every failure, and a reader in
//!    a browser does neither.
//! 3. wasm-opt shrinks what is left.
//!
//! `dist/SOURCES` lists what went in, one SHA-256 for each file, so that a plain `cargo test` on a machine without the
//! WebAssembly target notices a runtime that is older than its sources. CI builds it again and compares the bytes.

mod prune;
mod sources;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::shell::{cargo, root, run, target};
use crate::tools::{Tool, WASM_TARGET, wasm_opt_file};

/// What Rust's compiler may use. All of it is older than the other things the search needs of a browser.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
];

/// Builds the runtime. With `check`, compares it with the committed one instead of replacing that.
///
/// # Errors
/// If a tool is missing or fails, or if the committed runtime is another one.
pub(crate) fn build(check: bool) -> Result<()> {
    for tool in [Tool::Node, Tool::WasmTarget, Tool::WasmOpt] {
        tool.provide()?;
    }
    // So that the folders whose names `flags` takes out are there.
    run(cargo().args(["fetch", "--locked"]).current_dir(root()))?;
    let folder = target()?.join("search-runtime");
    for language in languages(&fs::read_to_string(root().join(STEMMER)).context("reading the languages")?) {
        let wasm = compile("firstline-stemmer", Some(&language), &folder)?;
        let wasm = prune::prune(&wasm, prune::NEVER_IN_LANGUAGE)?;
        finish(&format!("stem-{language}.wasm"), &shrink(&wasm, &folder)?, check)?;
    }
    let wasm = prune::forget_checksums(&compile("firstline-runtime", None, &folder)?)?;
    let wasm = prune::prune(&wasm, prune::NEVER_IN_SEARCH)?;
    finish("search.wasm", &shrink(&wasm, &folder)?, check)?;
    finish("SOURCES", sources::list(root())?.as_bytes(), check)
}

/// Writes a file, or compares it with the committed one.
fn finish(name: &str, bytes: &[u8], check: bool) -> Result<()> {
    let file = dist().join(name);
    if check {
        return compare(&file, bytes);
    }
    fs::write(&file, bytes).with_context(|| format!("writing {}", file.display()))?;
    println!("{}: {} bytes", file.display(), bytes.len());
    Ok(())
}

/// Where the languages are listed.
const STEMMER: &str = "search/stemmer/Cargo.toml";

fn dist() -> PathBuf {
    root().join("search/runtime/dist")
}

/// The languages, which are features of the crate: those that stand together in its feature `all`.
fn languages(manifest: &str) -> Vec<String> {
    let all = manifest.lines().find_map(|line| line.strip_prefix("all = ["));
    let names = all.and_then(|names| names.strip_suffix(']')).unwrap_or_default().split(", ");
    names.map(|name| name.trim_matches('"').to_owned()).filter(|name| !name.is_empty()).collect()
}

/// The module that a package compiles to, with one of its features if it has any.
fn compile(package: &str, feature: Option<&str>, folder: &Path) -> Result<Vec<u8>> {
    let mut command = cargo();
    command.args(["build", "--locked", "--package", package, "--profile", "runtime", "--target", WASM_TARGET]);
    command.args(feature.map(|feature| format!("--features={feature}")));
    command.arg("--target-dir").arg(folder).current_dir(root());
    // What the user has set would make other bytes.
    command.env_remove("RUSTFLAGS").env("CARGO_ENCODED_RUSTFLAGS", flags()?);
    run(&mut command)?;
    let file = folder.join(WASM_TARGET).join("runtime").join(package.replace('-', "_") + ".wasm");
    fs::read(&file).with_context(|| format!("reading {}", file.display()))
}

/// Flags of the compiler, separated as cargo wants them.
fn flags() -> Result<OsString> {
    let registry = cargo_home()?.join("registry/src");
    let mut flags = OsString::from("--cfg\x1fgetrandom_backend=\"custom\"\x1f--cfg\x1fsha2_backend_soft=\"compact\"");
    for folder in sources_of_crates(&registry)?.iter().map(PathBuf::as_path).chain([root()]) {
        flags.push("\x1f--remap-path-prefix=");
        flags.push(folder);
        flags.push("=");
    }
    Ok(flags)
}

/// The folders that cargo unpacks crates into, one for each registry: their names depend on where a machine gets its
/// crates from, and must not be in the result.
fn sources_of_crates(registry: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(registry).with_context(|| format!("looking into {}", registry.display()))?;
    let mut folders: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    folders.sort();
    Ok(folders)
}

fn cargo_home() -> Result<PathBuf> {
    if let Some(home) = std::env::var_os("CARGO_HOME") {
        return Ok(home.into());
    }
    let home = std::env::home_dir().context("finding the folder that cargo keeps crates in")?;
    Ok(home.join(".cargo"))
}

fn shrink(wasm: &[u8], folder: &Path) -> Result<Vec<u8>> {
    let (pruned, small) = (folder.join("pruned.wasm"), folder.join("small.wasm"));
    fs::write(&pruned, wasm).with_context(|| format!("writing {}", pruned.display()))?;
    let mut command = Command::new("node");
    command.arg(wasm_opt_file()?).args(["-Oz", "--strip-debug", "--strip-producers", "--strip-target-features"]);
    command.args(FEATURES).arg(&pruned).arg("-o").arg(&small);
    run(&mut command)?;
    fs::read(&small).with_context(|| format!("reading {}", small.display()))
}

fn compare(file: &Path, built: &[u8]) -> Result<()> {
    let committed = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    if committed != built {
        bail!("{} is not what its sources make: run `cargo xtask runtime` and commit", file.display());
    }
    println!("{}: as its sources make it", file.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_runtime_is_of_these_sources() {
        let committed = fs::read_to_string(dist().join("SOURCES")).unwrap();
        let now = sources::list(root()).unwrap();
        assert_eq!(committed, now, "run `cargo xtask runtime` and commit search/runtime/dist/");
    }

    #[test]
    fn every_language_is_built_and_no_other() {
        let manifest = fs::read_to_string(root().join(STEMMER)).unwrap();
        let mut listed: Vec<String> = languages(&manifest).iter().map(|tag| format!("stem-{tag}.wasm")).collect();
        assert_eq!(listed.len(), manifest.matches("frostem/").count());
        listed.sort();
        let files = fs::read_dir(dist()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut built: Vec<String> = files.filter(|name| name.starts_with("stem-")).collect();
        built.sort();
        assert_eq!(built, listed);
    }
}
