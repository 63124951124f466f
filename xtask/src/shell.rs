//! Starting other programs, in the open: every command is printed before it runs.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// The cargo that started this program, so that both are of one toolchain.
pub(crate) fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Prints the command, runs it and waits. An exit code other than 0 is an error.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    println!("$ {}", shown(command));
    let status = command.status().with_context(|| format!("starting {}", shown(command)))?;
    if !status.success() {
        bail!("{} ended with {status}", shown(command));
    }
    Ok(())
}

/// As `run`, but a program that takes longer than `limit` is ended. For what waits on the network.
pub(crate) fn run_within(command: &mut Command, limit: Duration) -> Result<()> {
    println!("$ {}", shown(command));
    let mut child = command.spawn().with_context(|| format!("starting {}", shown(command)))?;
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().with_context(|| format!("waiting for {}", shown(command)))? {
            return if status.success() { Ok(()) } else { bail!("{} ended with {status}", shown(command)) };
        }
        if start.elapsed() > limit {
            child.kill().with_context(|| format!("ending {}", shown(command)))?;
            child.wait().with_context(|| format!("waiting for the end of {}", shown(command)))?;
            bail!("{} took longer than {} s", shown(command), limit.as_secs());
        }
        thread::sleep(Duration::from_millis(50));
    }
}

/// What the program prints to its standard output, if it starts and succeeds.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Where a program of this name is found, as a shell would.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// The folder of the repository.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// The folder cargo builds into: this program lies in `TARGET/debug/`.
pub(crate) fn target() -> Result<PathBuf> {
    let program = env::current_exe().context("finding the folder that cargo builds into")?;
    match program.ancestors().nth(2) {
        Some(target) => Ok(target.to_owned()),
        None => bail!("{} does not lie in a folder that cargo builds into", program.display()),
    }
}

/// The command as one would type it, near enough to copy.
fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let name = |word: &OsStr| word.to_string_lossy().into_owned();
    let mut words: Vec<String> = words.map(name).collect();
    // Long addresses of programs say nothing.
    if let Some(program) = Path::new(&words[0]).file_name() {
        words[0] = program.to_string_lossy().into_owned();
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_program_is_an_error_that_names_it() {
        let error = run(Command::new("false").arg("alarm")).map_err(|error| error.to_string());
        assert_eq!(error.unwrap_err(), "false alarm ended with exit status: 1");
    }

    #[test]
    fn a_program_that_does_not_end_is_ended() {
        let error = run_within(Command::new("sleep").arg("60"), Duration::from_millis(60));
        assert_eq!(error.unwrap_err().to_string(), "sleep 60 took longer than 0 s");
    }

    #[test]
    fn an_unknown_program_is_an_error_that_says_so() {
        let error = run(&mut Command::new("no-such-program-anywhere"));
        assert_eq!(error.unwrap_err().to_string(), "starting no-such-program-anywhere");
        assert_eq!(on_path("no-such-program-anywhere"), None);
    }
}
