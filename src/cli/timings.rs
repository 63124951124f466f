//! `--timings`: how long each stage took.

use std::time::Instant;

use crate::engine::Stage;

/// A stop watch that is read at the end of each stage.
#[derive(Debug)]
pub struct Timings {
    last: Instant,
    stages: Vec<(&'static str, f64)>,
}

impl Timings {
    /// Starts the watch.
    #[must_use]
    pub fn start() -> Self {
        Self { last: Instant::now(), stages: Vec::new() }
    }

    /// Notes that a stage has just ended.
    pub fn ended(&mut self, stage: &'static str) {
        let now = Instant::now();
        self.stages.push((stage, (now - self.last).as_secs_f64()));
        self.last = now;
    }

    /// Notes the end of one of the engine's stages.
    pub fn ended_stage(&mut self, stage: Stage) {
        self.ended(match stage {
            Stage::Settings => "settings",
            Stage::Content => "content",
            Stage::Model => "model",
            Stage::Checks => "checks",
            Stage::Plan => "plan",
        });
    }

    /// Seconds since the start.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.stages.iter().map(|(_, seconds)| seconds).sum()
    }

    /// Prints a line for each stage, to standard error.
    pub fn print(&self) {
        for (stage, seconds) in self.stages.iter().chain([&("total", self.total())]) {
            super::report::err(&format!("{:>9.1} ms  {stage}\n", seconds * 1000.0));
        }
    }
}
