//! The search in the browser: [`firstline_search`] behind a few exports that JavaScript can call.
//!
//! Text and bytes cross the border in one place, a buffer that JavaScript writes to before a call and reads from after
//! it. [`Session`] is all there is to know about a search and is safe code; the modules `exports` and `language` do
//! nothing but hand bytes over, and with the same of `firstline-stemmer` they are the only places in Firstline with
//! `unsafe`. Fetching and decompressing are JavaScript's.
//!
//! A panic ends the instance (the browser calls it a trap). The worker then starts a new one.

use firstline_search::engine::Question;
use firstline_search::language::Language;
use firstline_search::pack::PartName;
use firstline_search::results::passages_to_json;
use firstline_search::{Answer, Engine, FORMAT, Results, Trouble};

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
pub struct Session {
    language: fn(&str) -> Language,
    engine: Option<Engine>,
}

impl Session {
    /// No index yet. `language` gives the language of a tag.
    #[must_use]
    pub const fn new(language: fn(&str) -> Language) -> Self {
        Self { language, engine: None }
    }

    /// Opens an index. `input` is the SHA-256 of its table, then the table.
    pub fn open(&mut self, input: &[u8]) -> Outcome {
        let opened =
            input.split_first_chunk().and_then(|(sha256, table)| Engine::open(table, sha256, self.language).ok());
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

    /// Asks a question and leaves what comes back in `output`.
    pub fn ask(&mut self, question: &Question, output: &mut Vec<u8>) -> Outcome {
        let answer = self.engine.as_mut().map(|engine| engine.ask(question));
        hand_out(answer, Results::to_json, output)
    }

    /// The best passages of the first results of the last answer, in `output`.
    pub fn passages(&mut self, limit: usize, output: &mut Vec<u8>) -> Outcome {
        let answer = self.engine.as_mut().map(|engine| engine.passages(limit));
        hand_out(answer, |passages| passages_to_json(passages), output)
    }
}

/// A question as it crosses the border: the query in the first `length` bytes of `input`, then the names and values to
/// narrow down to, each with a NUL before it.
#[must_use]
pub fn read_question(input: &[u8], length: usize, limit: usize) -> Question {
    let (query, filters) = input.split_at_checked(length).unwrap_or((input, &[]));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let words: Vec<String> = filters.split(|byte| *byte == 0).skip(1).map(text).collect();
    let pairs = words.chunks_exact(2).map(|pair| (pair[0].clone(), pair[1].clone()));
    Question { query: text(query), limit, filters: pairs.collect(), facets: false }
}

/// Writes an answer, or what is missing for it.
fn hand_out<T>(
    answer: Option<Result<Answer<T>, Trouble>>,
    json: impl FnOnce(&T) -> String,
    output: &mut Vec<u8>,
) -> Outcome {
    match answer {
        Some(Ok(Answer::Found(found))) => {
            *output = json(&found).into_bytes();
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

/// The layout of index files that this runtime reads.
#[must_use]
pub fn format() -> u32 {
    FORMAT
}

#[cfg(target_family = "wasm")]
mod exports;
#[cfg(target_family = "wasm")]
mod language;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_taken_for_an_index() {
        let mut session = Session::new(Language::without_tables);
        let mut output = Vec::new();
        assert_eq!(session.open(b""), Outcome::Refused);
        assert_eq!(session.open(&[0; 100]), Outcome::Refused);
        assert_eq!(session.supply(b"0123456789abcdefcontent"), Outcome::Refused);
        assert_eq!(session.ask(&read_question(b"\xFF", 1, 10), &mut output), Outcome::Refused);
        assert_eq!(session.passages(5, &mut output), Outcome::Refused);
        assert!(output.is_empty());
    }

    #[test]
    fn a_question_is_a_query_and_what_to_narrow_down_to() {
        let question = read_question("caf\u{e9}\0topic\0Till & more\0topic\0Orders".as_bytes(), 5, 10);
        let filters = [("topic", "Till & more"), ("topic", "Orders")].map(|(name, value)| (name.into(), value.into()));
        assert_eq!(question, Question { filters: filters.to_vec(), ..Question::new("caf\u{e9}", 10) });
        assert_eq!(read_question(b"a\0b", 3, 10), Question::new("a\0b", 10), "a query may hold anything");
        assert_eq!(read_question(b"a\0name", 1, 10), Question::new("a", 10), "a name without a value is nothing");
        assert_eq!(read_question(b"a", 9, 10), Question::new("a", 10));
    }
}
