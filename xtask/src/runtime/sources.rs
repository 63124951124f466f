//! What the search runtime and the languages are made of: files, and lines of shared files, each with its SHA-256.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// Files and folders that go into them whole.
const WHOLE: [&str; 10] = [
    "rust-toolchain.toml",
    "search/core/Cargo.toml",
    "search/core/src",
    "search/runtime/Cargo.toml",
    "search/runtime/src",
    "search/stemmer/Cargo.toml",
    "search/stemmer/src",
    "search/stemmer/stop_words",
    "xtask/src/runtime.rs",
    "xtask/src/runtime/prune.rs",
];

/// The list, sorted, in the form that `sha256sum` writes and checks; what is part of a file comes as a comment.
pub(super) fn list(root: &Path) -> Result<String> {
    let mut files = BTreeMap::new();
    for path in WHOLE {
        add(root, path, &mut files)?;
    }
    let mut list = String::new();
    for (path, content) in files {
        let _ = writeln!(list, "{}  {path}", sha256(&content));
    }
    let profile = profile(&read(root, "Cargo.toml")?);
    let _ = writeln!(list, "# {}  the profiles in Cargo.toml", sha256(profile.as_bytes()));
    for package in packages(&read(root, "Cargo.lock")?) {
        let _ = writeln!(list, "# {package}");
    }
    Ok(list)
}

fn add(root: &Path, path: &str, files: &mut BTreeMap<String, Vec<u8>>) -> Result<()> {
    let place = root.join(path);
    if !place.is_dir() {
        let content = fs::read(&place).with_context(|| format!("reading {}", place.display()))?;
        files.insert(path.to_owned(), content);
        return Ok(());
    }
    for entry in fs::read_dir(&place).with_context(|| format!("listing {}", place.display()))? {
        let name = entry.with_context(|| format!("listing {}", place.display()))?.file_name();
        add(root, &format!("{path}/{}", name.to_string_lossy()), files)?;
    }
    Ok(())
}

fn read(root: &Path, path: &str) -> Result<String> {
    fs::read_to_string(root.join(path)).with_context(|| format!("reading {path}"))
}

fn sha256(content: &[u8]) -> String {
    Sha256::digest(content).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The tables of a manifest that say how the runtime is compiled.
fn profile(manifest: &str) -> String {
    let mut kept = String::new();
    let mut inside = false;
    for line in manifest.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        if line.starts_with('[') {
            inside = line.starts_with("[profile.release") || line.starts_with("[profile.runtime");
        }
        if inside {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// Name, version and checksum of every package in the lock file that they could use.
fn packages(lock: &str) -> Vec<String> {
    let blocks: Vec<&str> = lock.split("[[package]]\n").skip(1).collect();
    let mut reached = BTreeSet::new();
    let mut waiting = vec!["firstline-runtime".to_owned(), "firstline-stemmer".to_owned()];
    while let Some(wanted) = waiting.pop() {
        let (name, version) = wanted.split_once(' ').unwrap_or((&wanted, ""));
        let matching =
            |block: &&&str| value(block, "name") == name && (version.is_empty() || value(block, "version") == version);
        if let Some(block) = blocks.iter().find(matching)
            && reached.insert((value(block, "name"), value(block, "version"), value(block, "checksum")))
        {
            waiting.extend(dependencies(block));
        }
    }
    reached
        .into_iter()
        .map(|(name, version, checksum)| [name, version, checksum].join(" ").trim_end().to_owned())
        .collect()
}

fn value<'a>(block: &'a str, key: &str) -> &'a str {
    let line = block.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""));
    line.and_then(|rest| rest.strip_suffix('"')).unwrap_or_default()
}

fn dependencies(block: &str) -> impl Iterator<Item = String> {
    block.lines().filter_map(|line| line.strip_prefix(" \"")?.strip_suffix("\",")).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_packages_that_are_reached_are_listed() {
        let lock = "version = 4\n\n[[package]]\nname = \"firstline-runtime\"\nversion = \"0.1.0\"\ndependencies = [\n \"b 2.0.0\",\n]\n\n\
            [[package]]\nname = \"b\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"b\"\nversion = \"2.0.0\"\nchecksum = \"abc\"\n";
        assert_eq!(packages(lock), ["b 2.0.0 abc", "firstline-runtime 0.1.0"]);
    }

    #[test]
    fn only_profiles_of_the_runtime_count() {
        assert_eq!(
            profile("[a]\nb = 1\n\n# why\n[profile.runtime]\nlto = true\n[profile.dev]\n"),
            "[profile.runtime]\nlto = true\n"
        );
    }
}
