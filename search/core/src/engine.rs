//! The search: opened with a table, fed with parts, asked with questions.
//!
//! It never waits. A question whose parts are not all present is answered with the names of those that are missing;
//! the caller fetches them, supplies them and asks again. The first round names all words' shelves, the second the
//! stored documents of the best results; words that no document has need a round or two between. Everything supplied is
//! checked against its SHA-256, and an answer depends on nothing that was asked before.

#[cfg(feature = "build")]
pub mod explain;

use std::fmt;
use std::sync::Arc;

use tantivy::index::SegmentId;
use tantivy::store::StoreReader;
use tantivy::{Index, IndexSettings, SegmentReader};

use crate::card::Card;
use crate::closeness::{closeness, is_whole};
use crate::directory::{PartDirectory, Parts};
use crate::excerpt::excerpt;
use crate::facets::Facets;
use crate::language::Language;
use crate::ordered;
use crate::pack::{CHECKSUM, PartName, Table, checksum, hex};
use crate::passages;
use crate::plan::{self, Plan};
use crate::results::{Hit, Passage, Piece, Results};
use crate::schema;
use crate::score::{Forms, Scores, look_up_all};
use crate::spell::{self, Repair};

/// Most results that one answer holds.
const MOST_HITS: usize = 100;
/// How many of the best results are put in order by their titles. Their texts are always fetched, so that an answer
/// does not depend on how many results are asked for.
const BEST: usize = 10;
/// What a pinned answer and one whose id was asked for score: more than any other.
const PINNED: f32 = 1.0e4;
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

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// Any text.
    pub query: String,
    /// Most results wanted.
    pub limit: usize,
    /// Facets to narrow down to, as name and value.
    pub filters: Vec<(String, String)>,
    /// Whether to count the values of all facets.
    pub facets: bool,
}

impl Question {
    /// A query without anything else.
    #[must_use]
    pub fn new(query: &str, limit: usize) -> Self {
        Self { query: query.to_owned(), limit, ..Self::default() }
    }
}

/// What a question leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer<T = Results> {
    /// The results.
    Found(T),
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
    last: Last,
}

/// What was answered last.
#[derive(Default)]
struct Last {
    plan: Plan,
    /// Names of the parts with the passages of its results.
    passages: Vec<Option<PartName>>,
}

/// What was found, before its texts are read.
struct Found {
    plan: Plan,
    scores: Scores,
    repaired: bool,
}

impl Engine {
    /// Opens an index with its table, whose SHA-256 stands before it on the host. `language` gives the language of a
    /// tag.
    ///
    /// # Errors
    /// If the table is damaged or of another format.
    pub fn open(table: &[u8], sha256: &[u8; CHECKSUM], language: fn(&str) -> Language) -> Result<Self, Trouble> {
        if checksum(table) != *sha256 {
            return Err(Trouble::Damaged);
        }
        let table = Table::read(table).ok_or(Trouble::OtherFormat)?;
        let parts = Arc::new(Parts::default());
        let directory = PartDirectory::new(&table, &parts).ok_or(Trouble::OtherFormat)?;
        let index = Index::create(directory, schema::with_shelves(table.shelves.len()), IndexSettings::default())?;
        // Named after its content, like everything else.
        let id = SegmentId::from_uuid_string(&hex(&sha256[..16])).map_err(|_| Trouble::Damaged)?;
        let segment = SegmentReader::open(&index.segment(index.new_segment_meta(id, table.documents)))?;
        let store = segment.get_store_reader(KEPT_BLOCKS)?;
        Ok(Self { language: language(&table.language), table, parts, segment, store, last: Last::default() })
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

    /// Answers a question, or says what is missing for that. Any text is a query.
    ///
    /// # Errors
    /// Only if the index was damaged before it was packed.
    pub fn ask(&mut self, question: &Question) -> Result<Answer, Trouble> {
        match self.answer(question) {
            Err(_) if self.parts.anything_missed() => Ok(Answer::Missing(self.parts.take_missed())),
            Err(trouble) => Err(trouble),
            Ok((results, last)) => {
                self.last = last;
                Ok(Answer::Found(results))
            }
        }
    }

    /// The best passages of the first results of the last answer, one for each, or what is missing for that.
    ///
    /// # Errors
    /// As [`Engine::ask`].
    pub fn passages(&mut self, limit: usize) -> Result<Answer<Vec<Option<Passage>>>, Trouble> {
        let wanted = self.last.passages.iter().take(limit);
        let texts: Vec<_> = wanted.map(|name| name.map(|name| self.parts.content(name))).collect();
        if self.parts.anything_missed() {
            return Ok(Answer::Missing(self.parts.take_missed()));
        }
        let passage = |text| passages::best(text, &self.last.plan, &self.language);
        Ok(Answer::Found(texts.iter().map(|text| text.as_ref()?.as_deref().and_then(passage)).collect()))
    }

    fn answer(&self, question: &Question) -> Result<(Results, Last), Trouble> {
        let limit = question.limit.min(MOST_HITS);
        let facets = question.facets || !question.filters.is_empty();
        let facets = facets.then(|| Facets::read(&self.segment, &self.table));
        let Found { plan, mut scores, repaired } = self.find(&question.query)?;
        let mut counted = Vec::new();
        if let Some(facets) = facets.transpose()? {
            let chosen = facets.chosen(&question.filters)?;
            if question.facets {
                counted = facets.counts(&scores.found(), &chosen)?;
            }
            scores.keep(|document| chosen.allows(document, None));
        }
        let (hits, passages) = self.hits(&question.query, limit, &scores, &plan)?;
        let results = Results {
            query: question.query.clone(),
            total: scores.total(),
            repaired: if repaired { understood(&question.query, &plan) } else { Vec::new() },
            facets: counted,
            hits,
        };
        Ok((results, Last { plan, passages }))
    }

    /// Scores all documents, with other words for those that no document has.
    fn find(&self, query: &str) -> Result<Found, Trouble> {
        let plan = Plan::new(query, &self.language, &self.table);
        let common = plan.leaves_common_words_out();
        let found = self.find_by(plan)?;
        let mut found = if common && found.scores.is_empty() {
            // Nothing has the other words: then the common ones are the question.
            self.find_by(Plan::with(query, true, &self.language, &self.table))?
        } else {
            found
        };
        let key = found.plan.key();
        for (_, document) in self.table.pins.iter().filter(|(pinned, _)| !key.is_empty() && *pinned == key) {
            found.scores.raise(*document, PINNED);
        }
        Ok(found)
    }

    fn find_by(&self, mut plan: Plan) -> Result<Found, Trouble> {
        let mut forms = look_up_all(&plan, &self.segment, &self.language)?;
        let repairs = self.repairs(&plan, &forms)?;
        let repaired = !repairs.is_empty();
        for (number, repair) in repairs.into_iter().rev() {
            let open = plan.words[number].open;
            match &repair {
                Repair::Word { word, open } => plan.replace(number, &[(word, *open)], &self.language, &self.table),
                Repair::Split(first, second) => {
                    plan.replace(number, &[(first, false), (second, open)], &self.language, &self.table);
                }
            }
        }
        if repaired {
            forms = look_up_all(&plan, &self.segment, &self.language)?;
        }
        let mut scores = Scores::new(self.table.documents);
        for forms in &forms {
            scores.add(forms)?;
        }
        scores.weigh_by_coverage();
        scores.leave_the_rest();
        Ok(Found { plan, scores, repaired })
    }

    /// For each word that no document has, by its number, what was probably meant.
    fn repairs(&self, plan: &Plan, forms: &[Forms]) -> Result<Vec<(usize, Repair)>, Trouble> {
        let unknown = plan.words.iter().zip(forms).enumerate().filter(|(_, (_, forms))| forms.is_empty());
        let found: Vec<_> = unknown
            .filter(|(_, (wanted, _))| !wanted.left_out)
            .map(|(number, (wanted, _))| {
                spell::repair(wanted, &self.segment, &self.table, &self.language).map(|repair| (number, repair))
            })
            .collect();
        let mut repairs = Vec::new();
        for found in found {
            let (number, repair) = found?;
            repairs.extend(repair.map(|repair| (number, repair)));
        }
        Ok(repairs)
    }

    /// The best results in order, with the names of the parts that hold their passages.
    fn hits(
        &self,
        query: &str,
        limit: usize,
        scores: &Scores,
        plan: &Plan,
    ) -> Result<(Vec<Hit>, Vec<Option<PartName>>), Trouble> {
        let best = scores.best(limit.max(BEST));
        // All are read before any failure counts, so that one round fetches the blocks of all.
        let cards: Vec<_> = best.iter().map(|&(document, _)| self.store.get::<Card>(document)).collect();
        let mut hits = Vec::with_capacity(best.len());
        for (place, ((_, score), card)) in best.into_iter().zip(cards).enumerate() {
            let card = card?;
            let near = if place < BEST { closeness(&card.title, &card.summary, plan, &self.language) } else { 1.0 };
            let asked_for = !card.id.is_empty() && same_id(&card.id, query);
            // A page whose title is the whole question is the answer as a whole.
            let whole = asked_for || is_whole(&card.title, plan, &self.language);
            let passages = PartName::parse(&card.passages).filter(|_| !whole);
            let score = score * near + if asked_for { PINNED } else { 0.0 };
            let hit = (self.hit(score, asked_for, card, plan), passages);
            if place < BEST {
                ordered::insert(&mut hits, hit, |a, b| a.0.score > b.0.score);
            } else {
                hits.push(hit);
            }
        }
        hits.truncate(limit);
        Ok(hits.into_iter().unzip())
    }

    fn hit(&self, score: f32, asked_for: bool, card: Card, plan: &Plan) -> Hit {
        Hit {
            score,
            asked_for,
            excerpt: excerpt(&card.summary, plan, &self.language),
            title: card.title,
            url: card.url,
            breadcrumb: card.breadcrumb,
            kind: card.kind,
        }
    }
}

/// Whether a query is the id of a document, however its parts are joined: `kb 1042` for `KB-1042`.
fn same_id(id: &str, query: &str) -> bool {
    let plain = |text: &str| {
        let letters = text.chars().filter(|letter| letter.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect::<String>()
    };
    plain(id) == plain(query)
}

/// The query with other words for those that no document has, which are marked.
fn understood(query: &str, plan: &Plan) -> Vec<Piece> {
    let words: Vec<&plan::Wanted> = plan.words.iter().filter(|wanted| !wanted.instead.is_empty()).collect();
    let mut pieces = Vec::new();
    let mut end = 0;
    for wanted in words {
        let between = if wanted.place.start < end { " " } else { &query[end..wanted.place.start] };
        if !between.is_empty() {
            pieces.push(Piece { text: between.to_owned(), marked: false });
        }
        pieces.push(Piece { text: wanted.instead.clone(), marked: true });
        end = wanted.place.end;
    }
    if end < query.len() {
        pieces.push(Piece { text: query[end..].to_owned(), marked: false });
    }
    pieces
}
