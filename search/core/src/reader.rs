//! The whole index in memory, searched exactly as the browser searches it on the host.
//!
//! It hands parts over only when the engine misses them, and counts what a browser would have to fetch. So the native
//! search cannot come to know anything that the browser's does not.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use miniz_oxide::inflate::decompress_to_vec_with_limit;

use crate::engine::{Answer, Engine, Trouble};
use crate::pack::{Files, MANIFEST, PartName};
use crate::results::Results;

/// No part is larger: it would hold the postings of one word for a hundred million documents.
const LARGEST: usize = 1 << 28;

/// An index in memory.
pub struct Reader {
    files: BTreeMap<String, Vec<u8>>,
    engine: Mutex<Engine>,
}

/// What a browser would have fetched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Round trips that had to wait for the one before.
    pub rounds: usize,
    /// Files.
    pub files: usize,
    /// Bytes of these files.
    pub bytes: usize,
}

impl Reader {
    /// Opens an index that was just built or read from a folder.
    ///
    /// # Errors
    /// If the manifest or the hot bundle is missing, damaged or of another version.
    pub fn open(files: &Files) -> Result<Self, Trouble> {
        let files: BTreeMap<_, _> = files.0.iter().map(|file| (file.name.clone(), file.bytes.clone())).collect();
        let engine = Mutex::new(open_engine(&files)?);
        Ok(Self { files, engine })
    }

    /// Answers a query with at most `limit` results.
    ///
    /// # Errors
    /// If a part that the query needs is missing or damaged.
    pub fn search(&self, query: &str, limit: usize) -> Result<Results, Trouble> {
        let mut engine = self.engine.lock().unwrap_or_else(PoisonError::into_inner);
        converse(&mut engine, &self.files, query, limit).map(|(results, _)| results)
    }

    /// Answers a query as the first of a visit, and says what that took: hot bundle and manifest included, the code
    /// that runs it not.
    ///
    /// # Errors
    /// As [`Reader::search`].
    pub fn search_from_nothing(&self, query: &str, limit: usize) -> Result<(Results, Traffic), Trouble> {
        let mut engine = open_engine(&self.files)?;
        let (results, mut traffic) = converse(&mut engine, &self.files, query, limit)?;
        let opening = self.files.iter().filter(|(name, _)| *name == MANIFEST || name.starts_with("hot-"));
        traffic.rounds += 2;
        for (_, bytes) in opening {
            traffic.files += 1;
            traffic.bytes += bytes.len();
        }
        Ok((results, traffic))
    }
}

fn open_engine(files: &BTreeMap<String, Vec<u8>>) -> Result<Engine, Trouble> {
    let manifest = files.get(MANIFEST).ok_or(Trouble::Damaged)?;
    let manifest: serde_json::Value = serde_json::from_slice(manifest).map_err(|_| Trouble::Damaged)?;
    if manifest["version"] != crate::FORMAT {
        return Err(Trouble::OtherFormat);
    }
    let entry = |key: &str| manifest["hot"][key].as_str().ok_or(Trouble::Damaged);
    Engine::open(&content(files, entry("file")?)?, entry("sha256")?)
}

/// Asks, supplies what is missing, and asks again until there is an answer.
fn converse(
    engine: &mut Engine,
    files: &BTreeMap<String, Vec<u8>>,
    query: &str,
    limit: usize,
) -> Result<(Results, Traffic), Trouble> {
    let mut traffic = Traffic::default();
    loop {
        match engine.ask(query, limit)? {
            Answer::Found(results) => return Ok((results, traffic)),
            Answer::Missing(names) => {
                traffic.rounds += 1;
                for name in names {
                    traffic.files += 1;
                    traffic.bytes += supply(engine, files, name)?;
                }
            }
        }
    }
}

fn supply(engine: &mut Engine, files: &BTreeMap<String, Vec<u8>>, name: PartName) -> Result<usize, Trouble> {
    engine.supply(name, content(files, &name.file())?)?;
    Ok(files[&name.file()].len())
}

fn content(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Result<Vec<u8>, Trouble> {
    let file = files.get(name).ok_or(Trouble::Damaged)?;
    decompress_to_vec_with_limit(file, LARGEST).map_err(|_| Trouble::Damaged)
}
