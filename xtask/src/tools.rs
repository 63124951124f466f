//! The programs that tests need beside Rust, and how each is installed on a fresh Debian machine.
//!
//! A plain `cargo build` needs none of them. What the system has is used; what it lacks comes from the system's packages
//! or, with a pinned version, into the folder cargo builds into, where it is in nobody's way.

use std::fs;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::shell::{answer, cargo, on_path, root, run, target};

/// The compile target of the search runtime.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";
/// Also in `xtask/tools/package.json`. Another version makes other bytes of the same runtime.
const BINARYEN: &str = "132";
const CARGO_DENY: &str = "0.20.2";

/// A program, or something else that has to be on the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tool {
    /// Chromium with its driver, for tests of what happens in the browser.
    Browser,
    /// Node.js with npm, which wasm-opt runs on.
    Node,
    /// The standard library for WebAssembly.
    WasmTarget,
    /// The optimiser that gives the search runtime its size.
    WasmOpt,
    /// The judge of what is in Cargo.lock.
    CargoDeny,
}

impl Tool {
    /// All of them, each after what it needs.
    pub(crate) const ALL: [Tool; 5] = [Tool::Browser, Tool::Node, Tool::WasmTarget, Tool::WasmOpt, Tool::CargoDeny];

    /// What it is called in messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Tool::Browser => "Chromium and chromedriver",
            Tool::Node => "Node.js and npm",
            Tool::WasmTarget => "the WebAssembly target",
            Tool::WasmOpt => "wasm-opt",
            Tool::CargoDeny => "cargo-deny",
        }
    }

    fn is_present(self) -> bool {
        match self {
            Tool::Browser => {
                let browsers = ["chromium", "chromium-browser", "google-chrome"];
                browsers.iter().any(|name| on_path(name).is_some()) && on_path("chromedriver").is_some()
            }
            Tool::Node => on_path("node").is_some() && on_path("npm").is_some(),
            Tool::WasmTarget => has_wasm_target(),
            Tool::WasmOpt => wasm_opt_file().is_ok_and(|file| {
                let version = answer(Command::new("node").arg(file).arg("--version"));
                version.is_some_and(|version| version.contains(&format!("version {BINARYEN} ")))
            }),
            Tool::CargoDeny => cargo_deny().is_ok(),
        }
    }

    fn install(self) -> Result<()> {
        match self {
            // Without a single font Chromium does not start.
            Tool::Browser => apt(&["chromium", "chromium-driver", "fonts-liberation"]),
            Tool::Node => apt(&["nodejs", "npm"]),
            Tool::WasmTarget => run(Command::new("rustup").args(["target", "add", WASM_TARGET]).current_dir(root())),
            Tool::WasmOpt => install_wasm_opt(),
            Tool::CargoDeny => install_cargo_deny(),
        }
    }

    /// Installs the tool unless it is there already.
    pub(crate) fn provide(self) -> Result<()> {
        if self.is_present() {
            println!("{}: present", self.name());
            return Ok(());
        }
        println!("{}: missing, installing", self.name());
        self.install().with_context(|| format!("installing {}", self.name()))?;
        if !self.is_present() {
            bail!("{} is still missing after it was installed", self.name());
        }
        Ok(())
    }
}

/// wasm-opt as a script for `node`, of the pinned version. Installed by `Tool::WasmOpt`.
pub(crate) fn wasm_opt_file() -> Result<PathBuf> {
    Ok(npm_folder()?.join("node_modules/binaryen/bin/wasm-opt"))
}

/// A command that runs cargo-deny: ours, or the one on the machine if it is not older.
pub(crate) fn cargo_deny() -> Result<Command> {
    let ours = tools_folder()?.join("bin/cargo-deny");
    for program in [ours, PathBuf::from("cargo-deny")] {
        let version = answer(Command::new(&program).arg("--version"));
        if version.is_some_and(|version| is_recent(&version)) {
            let mut command = Command::new(program);
            command.current_dir(root());
            return Ok(command);
        }
    }
    bail!("cargo-deny {CARGO_DENY} or newer is not installed")
}

/// Whether `cargo-deny 0.20.2` is the pinned version or a later one.
fn is_recent(version: &str) -> bool {
    let numbers = |text: &str| -> Vec<u32> { text.split('.').map_while(|part| part.parse().ok()).collect() };
    let found = version.rsplit(' ').next().unwrap_or_default();
    numbers(found) >= numbers(CARGO_DENY)
}

/// rustc knows where the target's standard library would be; rustup is only one way for it to get there.
fn has_wasm_target() -> bool {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "target-libdir", "--target", WASM_TARGET]).current_dir(root());
    answer(&mut rustc).is_some_and(|folder| PathBuf::from(folder).is_dir())
}

/// Installs packages of the system, with sudo where that is needed. It asks for a password only if somebody can answer.
fn apt(packages: &[&str]) -> Result<()> {
    if on_path("apt-get").is_none() {
        bail!("this system has no apt-get: install {} in its own way", packages.join(" and "));
    }
    run(as_root(&["apt-get", "update", "-q"])?.current_dir(root()))?;
    let install = ["apt-get", "install", "-q", "-y", "--no-install-recommends"];
    run(as_root(&[&install, packages].concat())?.current_dir(root()))
}

fn as_root(words: &[&str]) -> Result<Command> {
    let mut command = if answer(Command::new("id").arg("-u")).as_deref() == Some("0") {
        Command::new("env")
    } else if on_path("sudo").is_some() {
        let mut sudo = Command::new("sudo");
        if !std::io::stdin().is_terminal() {
            sudo.arg("--non-interactive");
        }
        sudo.arg("env");
        sudo
    } else {
        bail!("{} needs root, and there is no sudo", words.join(" "));
    };
    command.arg("DEBIAN_FRONTEND=noninteractive").args(words);
    Ok(command)
}

/// `npm ci` checks the package against the hash in our lock file.
fn install_wasm_opt() -> Result<()> {
    let folder = npm_folder()?;
    fs::create_dir_all(&folder).with_context(|| format!("creating {}", folder.display()))?;
    for name in ["package.json", "package-lock.json"] {
        let pinned = root().join("xtask/tools").join(name);
        fs::copy(&pinned, folder.join(name)).with_context(|| format!("copying {}", pinned.display()))?;
    }
    run(Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(folder))
}

/// Without optimisation: it compiles in a third of the time and judges a lock file in seconds all the same.
fn install_cargo_deny() -> Result<()> {
    let folder = tools_folder()?;
    let objects = folder.join("build");
    let mut install = cargo();
    install.args(["install", "--locked", "--debug", &format!("cargo-deny@{CARGO_DENY}")]);
    install.arg("--root").arg(&folder).arg("--target-dir").arg(&objects);
    run(install.current_dir(root()))?;
    fs::remove_dir_all(&objects).with_context(|| format!("clearing {}", objects.display()))
}

fn npm_folder() -> Result<PathBuf> {
    Ok(tools_folder()?.join("npm"))
}

fn tools_folder() -> Result<PathBuf> {
    Ok(target()?.join("tools"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(is_recent(&format!("cargo-deny {CARGO_DENY}")));
        assert!(is_recent("cargo-deny 0.100.0"));
        assert!(!is_recent("cargo-deny 0.9.12"));
        assert!(!is_recent(""));
    }

    #[test]
    fn the_pin_and_the_lock_file_agree() {
        let lock = fs::read_to_string(root().join("xtask/tools/package-lock.json")).unwrap();
        assert!(lock.contains(&format!("\"version\": \"{BINARYEN}.0.0\"")));
        assert!(lock.contains("\"integrity\": \"sha512-"));
    }
}
