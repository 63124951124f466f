//! `firstline serve`: the site in a browser on this machine, built again as its files are saved.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::diag::Diagnostic;
use crate::engine::{Engine, Inputs};
use crate::host::clock;
use crate::host::server::{self, Mode, News, Options};
use crate::source::Snapshot;

use super::{Failure, Outcome, ProjectOptions, project, report};

/// What `serve` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The port; 0 for any that is free [default: the first free one from 4000]
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Look at the files every second, for disks that don't tell about changes
    #[arg(long)]
    poll: bool,
}

/// Shows the site until Ctrl-C.
///
/// # Errors
/// When there is no project, or no port for it.
pub fn run(args: &Args, options: &ProjectOptions) -> Result<Outcome, Failure> {
    let project::Project { root, inputs } = project::open(options)?;
    let terminal = Terminal { options: options.clone(), last: Mutex::default() };
    server::run(Options {
        root,
        port: args.port,
        mode: if args.poll { Mode::Poll } else { Mode::Told },
        build: builder(inputs),
        tell: Arc::new(move |news| terminal.hear(&news)),
    })?;
    Ok(Outcome::Clean)
}

/// Makes a site of each snapshot, with one engine, so that only what changed is read anew.
fn builder(first: Inputs) -> server::BuildSite {
    let mut engine = Engine::default();
    let mut inputs = first;
    Box::new(move |snapshot| {
        inputs.snapshot = snapshot;
        // A clock that can't be read now could be read at the start; the site then stands at that moment.
        inputs.now = clock::now().unwrap_or(inputs.now);
        engine.build(&inputs)
    })
}

/// Says on the terminal what happens.
struct Terminal {
    options: ProjectOptions,
    /// What was found last, so that it is not printed again after every save.
    last: Mutex<Option<Vec<Diagnostic>>>,
}

impl Terminal {
    fn hear(&self, news: &News<'_>) {
        match news {
            // Wanted even by those who want quiet: without it nobody knows where to look.
            News::Serving { address } => tell(report::out(&format!("{address}\n"))),
            News::Built { took, snapshot, findings } => self.built(*took, snapshot, findings),
            News::Failed { why } => report::err(&format!("{}\n", report::failure(&Failure::new(*why)))),
            News::Polling { why } => {
                report::say(
                    &self.options,
                    &format!("looking at the files every second, because the system does not tell: {why}"),
                );
            }
        }
    }

    fn built(&self, took: Duration, snapshot: &Snapshot, findings: &[Diagnostic]) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let built = if last.is_none() { "built" } else { "rebuilt" };
        report::say(&self.options, &format!("{built} in {} ms, {}", took.as_millis(), count(findings.len())));
        if last.as_deref() != Some(findings) {
            announce(findings, &self.options, snapshot);
            *last = Some(findings.to_vec());
        }
    }
}

fn count(findings: usize) -> String {
    match findings {
        1 => "1 finding".to_owned(),
        many => format!("{many} findings"),
    }
}

fn announce(findings: &[Diagnostic], options: &ProjectOptions, snapshot: &Snapshot) {
    tell(report::findings(findings, options, snapshot).map(|_| ()));
}

/// The server goes on even where its messages can't be printed.
fn tell(printed: Result<(), Failure>) {
    if let Err(failure) = printed {
        report::err(&format!("{}\n", report::failure(&failure)));
    }
}
