//! The program itself: started with arguments, watched until it ends.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

/// Longest that any test waits for the program; one that runs longer hangs.
const PATIENCE: Duration = Duration::from_secs(120);

/// How often the program's memory is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(2);

/// What became of a run.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) wall: Duration,
    /// Most memory it held, in bytes, where the system says so.
    pub(crate) peak: Option<u64>,
}

impl Ran {
    /// Standard output as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }
}

/// `firstline` with arguments, in `folder`, and nothing in its surroundings that it might read.
pub(crate) fn firstline(folder: &Path, arguments: &[&str]) -> Ran {
    firstline_with(folder, arguments, &[])
}

/// The same, with variables of the environment.
pub(crate) fn firstline_with(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_firstline"));
    command.args(arguments).current_dir(folder).env_remove("SOURCE_DATE_EPOCH").env_remove("CLICOLOR_FORCE");
    command.envs(variables.iter().copied());
    watch(command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()))
}

fn watch(command: &mut Command) -> Ran {
    let start = Instant::now();
    let mut child = command.spawn().expect("the program starts");
    let status = format!("/proc/{}/status", child.id());
    let (ended, end) = mpsc::channel();
    let read = |mut pipe: Box<dyn Read + Send>| {
        let ended = ended.clone();
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            let _ = pipe.read_to_end(&mut bytes);
            drop(ended);
            String::from_utf8(bytes).expect("the program prints UTF-8")
        })
    };
    let stdout = read(Box::new(child.stdout.take().expect("standard output is piped")));
    let stderr = read(Box::new(child.stderr.take().expect("standard error is piped")));
    drop(ended);
    let mut peak = None;
    // Nobody sends; the channel closes when both pipes have.
    while let Err(RecvTimeoutError::Timeout) = end.recv_timeout(LOOK_EVERY) as Result<(), _> {
        peak = peak.max(peak_of(&status));
        if start.elapsed() > PATIENCE {
            child.kill().expect("a program that hangs can be ended");
            panic!("{command:?} ran longer than {PATIENCE:?}");
        }
    }
    let code = child.wait().expect("the program ends").code().expect("the program ends by itself");
    let (stdout, stderr) = (stdout.join().expect("read"), stderr.join().expect("read"));
    Ran { code, stdout, stderr, wall: start.elapsed(), peak }
}

/// The high-water mark of a running program's memory, in bytes; Linux tells it.
fn peak_of(status: &str) -> Option<u64> {
    let text = std::fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
}
