//! The search in the browser: [`firstline_search`] behind a few exports that JavaScript can call.
//!
//! Text and bytes cross the border in one place, a buffer that JavaScript writes to before a call and reads from after
//! it. [`Session`] is all there is to know about a search and is safe code; the module `exports` is the only place in
//! Firstline with `unsafe`, and does nothing but hand the buffer over. Fetching and decompressing are JavaScript's.
//!
//! A panic ends the instance (the browser calls it a trap). The worker then starts a new one.

use firstline_search::pack::PartName;
use firstline_search::{Answer, Engine, FORMAT};

/// What a call came to. The numbers are known to `search-worker.js`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Outcome {
    /// Done; for a query, the results are in the buffer as JSON.
    Done = 0,
    /// The buffer holds the names of the files to supply first, one on each line.
    Missing = 1,
    /// The bytes are not what their name promises, or there is no open index.
    Refused = 2,
}

/// One visit: an index, once it is open.
#[derive(Default)]
pub struct Session {
    engine: Option<Engine>,
}

impl Session {
    /// No index yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { engine: None }
    }

    /// Opens an index. `input` is the SHA-256 of the hot bundle as 64 letters, then its content.
    pub fn open(&mut self, input: &[u8]) -> Outcome {
        let opened = input.split_at_checked(64).and_then(|(sha256, hot)| {
            let sha256 = std::str::from_utf8(sha256).ok()?;
            Engine::open(hot, sha256).ok()
        });
        let outcome = if opened.is_some() { Outcome::Done } else { Outcome::Refused };
        self.engine = opened;
        outcome
    }

    /// Hands in a part. `input` is its name as 16 letters, then its content.
    pub fn supply(&mut self, input: &[u8]) -> Outcome {
        let supplied = self.engine.as_mut().and_then(|engine| {
            let (name, content) = input.split_at_checked(16)?;
            let name = u64::from_str_radix(std::str::from_utf8(name).ok()?, 16).ok()?;
            engine.supply(PartName(name.to_be_bytes()), content.to_vec()).ok()
        });
        if supplied.is_some() { Outcome::Done } else { Outcome::Refused }
    }

    /// Asks a query and leaves what comes back in `output`.
    pub fn ask(&mut self, query: &[u8], limit: usize, output: &mut Vec<u8>) -> Outcome {
        let query = String::from_utf8_lossy(query);
        match self.engine.as_mut().map(|engine| engine.ask(&query, limit)) {
            Some(Ok(Answer::Found(results))) => {
                *output = results.to_json().into_bytes();
                Outcome::Done
            }
            Some(Ok(Answer::Missing(names))) => {
                let names: Vec<String> = names.into_iter().map(PartName::file).collect();
                *output = names.join("\n").into_bytes();
                Outcome::Missing
            }
            Some(Err(_)) | None => Outcome::Refused,
        }
    }
}

/// The layout of index files that this runtime reads.
#[must_use]
pub fn format() -> u32 {
    FORMAT
}

#[cfg(target_family = "wasm")]
mod exports;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_taken_for_an_index() {
        let mut session = Session::new();
        let mut output = Vec::new();
        assert_eq!(session.open(b""), Outcome::Refused);
        assert_eq!(session.open(&[0; 100]), Outcome::Refused);
        assert_eq!(session.supply(b"0123456789abcdefcontent"), Outcome::Refused);
        assert_eq!(session.ask(b"\xFF", 10, &mut output), Outcome::Refused);
        assert!(output.is_empty());
    }
}
