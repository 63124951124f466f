//! The whole index in memory, searched exactly as the browser searches it on the host.
//!
//! It hands parts over only when the engine misses them, and counts what a browser would have to fetch. So the native
//! search cannot come to know anything that the browser's does not.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use miniz_oxide::inflate::decompress_to_vec_with_limit;

use crate::Document;
use crate::engine::explain::Explanation;
use crate::engine::{Answer, Engine, Question, Trouble};
use crate::language::Language;
use crate::pack::{CHECKSUM, Files, OPENING, PartName, Table};
use crate::results::{Passage, Results};

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
    /// If the table is missing, damaged or of another version.
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
        self.ask(&Question::new(query, limit))
    }

    /// Answers a question.
    ///
    /// # Errors
    /// As [`Reader::search`].
    pub fn ask(&self, question: &Question) -> Result<Results, Trouble> {
        let mut engine = self.engine.lock().unwrap_or_else(PoisonError::into_inner);
        converse(&mut engine, &self.files, &mut Traffic::default(), |engine| engine.ask(question))
    }

    /// Answers a question, with the best passages of its results.
    ///
    /// # Errors
    /// As [`Reader::search`].
    pub fn ask_with_passages(&self, question: &Question) -> Result<(Results, Vec<Option<Passage>>), Trouble> {
        let mut engine = self.engine.lock().unwrap_or_else(PoisonError::into_inner);
        let mut traffic = Traffic::default();
        let results = converse(&mut engine, &self.files, &mut traffic, |engine| engine.ask(question))?;
        let passages = converse(&mut engine, &self.files, &mut traffic, |engine| engine.passages(results.hits.len()))?;
        Ok((results, passages))
    }

    /// Answers a query with its best passages, and says why each result stands where it does. `document` gives the page
    /// at an address; without it nobody can say where the words stand.
    ///
    /// # Errors
    /// As [`Reader::search`].
    pub fn explain(
        &self,
        query: &str,
        limit: usize,
        document: &dyn Fn(&str) -> Option<Document>,
    ) -> Result<Explanation, Trouble> {
        let (results, passages) = self.ask_with_passages(&Question::new(query, limit))?;
        let mut engine = self.engine.lock().unwrap_or_else(PoisonError::into_inner);
        let (words, reasons) = converse(&mut engine, &self.files, &mut Traffic::default(), |engine| {
            engine.explain(query, results.hits.len(), document)
        })?;
        Ok(Explanation { results, passages, words, reasons })
    }

    /// Answers a query as the first of a visit, and says what that took: the table included, the code that runs it not.
    ///
    /// # Errors
    /// As [`Reader::search`].
    pub fn search_from_nothing(&self, query: &str, limit: usize) -> Result<(Results, Traffic), Trouble> {
        let mut engine = open_engine(&self.files)?;
        let mut traffic = Traffic { rounds: 1, files: 1, bytes: self.files.get(OPENING).map_or(0, Vec::len) };
        let question = Question::new(query, limit);
        let results = converse(&mut engine, &self.files, &mut traffic, |engine| engine.ask(&question))?;
        Ok((results, traffic))
    }
}

/// Names of the parts that an index's opening file names: all but passages. `None` if it is none.
#[must_use]
pub fn named_parts(opening: &[u8]) -> Option<Vec<String>> {
    let (_, table) = opening.split_first_chunk::<CHECKSUM>()?;
    let table = Table::read(&unpacked(table).ok()?)?;
    let shelves = table.shelves.iter().map(|shelf| shelf.name);
    Some(shelves.chain(table.blocks.iter().map(|block| block.name)).map(PartName::file).collect())
}

fn open_engine(files: &BTreeMap<String, Vec<u8>>) -> Result<Engine, Trouble> {
    let opening = files.get(OPENING).ok_or(Trouble::Damaged)?;
    let (sha256, table) = opening.split_first_chunk::<CHECKSUM>().ok_or(Trouble::Damaged)?;
    Engine::open(&unpacked(table)?, sha256, Language::of)
}

/// Asks, supplies what is missing, and asks again until there is an answer.
fn converse<T>(
    engine: &mut Engine,
    files: &BTreeMap<String, Vec<u8>>,
    traffic: &mut Traffic,
    mut ask: impl FnMut(&mut Engine) -> Result<Answer<T>, Trouble>,
) -> Result<T, Trouble> {
    loop {
        match ask(engine)? {
            Answer::Found(found) => return Ok(found),
            Answer::Missing(names) => {
                traffic.rounds += 1;
                for name in names {
                    let file = files.get(&name.file()).ok_or(Trouble::Damaged)?;
                    traffic.files += 1;
                    traffic.bytes += file.len();
                    engine.supply(name, unpacked(file)?)?;
                }
            }
        }
    }
}

fn unpacked(file: &[u8]) -> Result<Vec<u8>, Trouble> {
    decompress_to_vec_with_limit(file, LARGEST).map_err(|_| Trouble::Damaged)
}
