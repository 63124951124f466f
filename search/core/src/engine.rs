//! The search: opened with a hot bundle, fed with parts, asked with queries.
//!
//! It never waits. A question whose parts are not all present is answered with the names of those that are missing;
//! the caller fetches them, supplies them and asks again. The first round names all words' shelves, the second the
//! stored documents of the best results. Everything supplied is checked against its SHA-256.

use std::fmt;
use std::sync::Arc;

use tantivy::index::SegmentId;
use tantivy::store::StoreReader;
use tantivy::{Index, IndexSettings, SegmentReader};

use crate::card::Card;
use crate::directory::{PartDirectory, Parts};
use crate::excerpt::excerpt;
use crate::language::Language;
use crate::pack::{PartName, Table, fingerprint};
use crate::plan::Plan;
use crate::results::{Hit, Results};
use crate::schema;
use crate::score::{Scores, look_up_all};

/// Most results that one answer holds.
const MOST_HITS: usize = 100;
/// Blocks of stored documents that are kept decoded: those of one list of results.
const KEPT_BLOCKS: usize = 16;

/// What was supplied is not what the index is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Its SHA-256 is another: damaged on the way, or another file.
    Damaged,
    /// The bytes are as they were written, but by another version.
    OtherFormat,
    /// tantivy cannot read them. What it says about that is not kept: the text would cost more than the search.
    Unreadable,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Damaged => f.write_str("the content is not what its name promises"),
            Self::OtherFormat => f.write_str("the index was written by another version"),
            Self::Unreadable => f.write_str("the index cannot be read"),
        }
    }
}

impl std::error::Error for Trouble {}

impl From<tantivy::TantivyError> for Trouble {
    fn from(_: tantivy::TantivyError) -> Self {
        Self::Unreadable
    }
}

impl From<std::io::Error> for Trouble {
    fn from(_: std::io::Error) -> Self {
        Self::Unreadable
    }
}

/// What a question leads to.
#[derive(Debug, PartialEq)]
pub enum Answer {
    /// The results.
    Found(Results),
    /// Supply these parts and ask again.
    Missing(Vec<PartName>),
}

/// An open index.
pub struct Engine {
    table: Table,
    language: Language,
    parts: Arc<Parts>,
    segment: SegmentReader,
    store: StoreReader,
}

impl Engine {
    /// Opens an index with the content of its hot bundle, whose SHA-256 stands in the manifest.
    ///
    /// # Errors
    /// If the bundle is damaged or of another format.
    pub fn open(hot: &[u8], sha256: &str) -> Result<Self, Trouble> {
        if fingerprint(hot) != sha256 {
            return Err(Trouble::Damaged);
        }
        let table = Table::read(hot).ok_or(Trouble::OtherFormat)?;
        let parts = Arc::new(Parts::default());
        let directory = PartDirectory::new(&table, &parts).ok_or(Trouble::OtherFormat)?;
        let index = Index::create(directory, schema::with_shelves(table.shelves.len()), IndexSettings::default())?;
        // Named after its content, like everything else.
        let id = SegmentId::from_uuid_string(&sha256[..32]).map_err(|_| Trouble::Damaged)?;
        let segment = SegmentReader::open(&index.segment(index.new_segment_meta(id, table.documents)))?;
        let store = segment.get_store_reader(KEPT_BLOCKS)?;
        Ok(Self { language: Language::of(&table.language), table, parts, segment, store })
    }

    /// How many documents there are.
    #[must_use]
    pub fn documents(&self) -> u32 {
        self.table.documents
    }

    /// Hands in the content of a part.
    ///
    /// # Errors
    /// If the content is not the one that the name stands for.
    pub fn supply(&mut self, name: PartName, content: Vec<u8>) -> Result<(), Trouble> {
        if PartName::of(&content) != name {
            return Err(Trouble::Damaged);
        }
        self.parts.add(name, content);
        Ok(())
    }

    /// Answers a query with at most `limit` results, or says what is missing for that. Any text is a query.
    ///
    /// # Errors
    /// Only if the index was damaged before it was packed.
    pub fn ask(&mut self, query: &str, limit: usize) -> Result<Answer, Trouble> {
        let found = self.find(query, limit.min(MOST_HITS));
        match found {
            Err(_) if self.parts.anything_missed() => Ok(Answer::Missing(self.parts.take_missed())),
            Err(trouble) => Err(trouble),
            Ok(results) => Ok(Answer::Found(results)),
        }
    }

    fn find(&self, query: &str, limit: usize) -> Result<Results, Trouble> {
        let plan = Plan::new(query, &self.language, &self.table);
        let mut scores = Scores::new(self.table.documents);
        for forms in look_up_all(&plan, &self.segment, &self.language)? {
            scores.add(&forms)?;
        }
        let best = scores.best(limit);
        // All are read before any failure counts, so that one round fetches the blocks of all.
        let cards: Vec<_> = best.iter().map(|&(document, _)| self.store.get::<Card>(document)).collect();
        let mut hits = Vec::with_capacity(best.len());
        for ((_, score), card) in best.into_iter().zip(cards) {
            hits.push(self.hit(score, card?, &plan));
        }
        Ok(Results { query: query.to_owned(), total: scores.total().max(hits.len()), hits })
    }

    fn hit(&self, score: f32, card: Card, plan: &Plan) -> Hit {
        Hit {
            score,
            excerpt: excerpt(&card.summary, plan, &self.language),
            title: card.title,
            url: card.url,
            breadcrumb: card.breadcrumb,
            kind: card.kind,
        }
    }
}
