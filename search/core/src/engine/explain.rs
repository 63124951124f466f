//! Why each result stands where it does, for the people who write the articles.
//!
//! Nothing is scored here a second time: the plan is carried out once more with the functions that answer a question,
//! for all words together and for each alone, and the differences are read off. Where the words stand is not in the
//! index; for that the caller hands in the documents of the results, and they are analysed as they were for the index.
//! Browsers have none of this.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::DocId;

use crate::Document;
use crate::analysis::plain;
use crate::closeness::closeness;
use crate::keys;
use crate::language::Language;
use crate::plan::{self, Plan, Wanted};
use crate::results::{Passage, Results};
use crate::score::{Scores, look_up_all, relation};

use super::{Answer, BEST, Engine, Found, PINNED, Trouble, same_id};

pub use crate::score::Relation;

/// Longest synonym, in words.
const LONGEST_SYNONYM: usize = 3;

/// An answer with its reasons.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explanation {
    /// The answer itself.
    pub results: Results,
    /// The best passage of each result.
    pub passages: Vec<Option<Passage>>,
    /// How the words of the query were taken, in their order.
    pub words: Vec<Word>,
    /// Why each result stands where it does.
    pub reasons: Vec<Reasons>,
}

/// How a word of the query was taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// As it was typed.
    pub typed: String,
    /// As it was looked up.
    pub word: String,
    /// What was made of it.
    pub taken: Taken,
    /// Whether longer words that begin with it answer it too, because it stands at the end of the query.
    pub unfinished: bool,
    /// What it weighs: the rarer a word is, the more.
    pub weight: f32,
}

/// What was made of a word of the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It was looked up as it is.
    AsTyped,
    /// No document has it, and what was looked up instead is in some.
    Repaired,
    /// It says little beside other words, and so it weighs little.
    StopWord,
    /// Nearly every document has it, so it was not looked up beside other words.
    LeftOut,
    /// No document has it, nor anything like it.
    Unknown,
}

/// Why a result stands where it does.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reasons {
    /// What each word of the query adds, in their order.
    pub words: Vec<Share>,
    /// How much of the query the document holds, by what the words weigh: 0 to 1.
    pub held: f32,
    /// What the sum is multiplied with because of that.
    pub coverage: f32,
    /// What it is multiplied with for how near title and summary are to the query.
    pub closeness: f32,
    /// Whether the page is pinned to this query.
    pub pinned: bool,
    /// Whether the query is its id.
    pub asked_for: bool,
}

/// What a word of the query adds to the score of a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Share {
    /// Its part of the score, before anything is multiplied.
    pub points: f32,
    /// Where the document has it, the most important places first.
    pub places: Vec<Place>,
}

/// A word of a document that answers a word of the query.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Where it stands.
    pub field: Field,
    /// How it answers the query.
    pub relation: Relation,
    /// The word, or the words of a synonym, as they are indexed.
    pub word: String,
    /// How often it stands there.
    pub times: usize,
}

/// A field of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Its title.
    Title,
    /// Its id.
    Id,
    /// The question it answers.
    Question,
    /// Customers' own words for it.
    Alias,
    /// Its summary.
    Summary,
    /// Its keywords.
    Tag,
    /// Headings inside it.
    Heading,
    /// Its text.
    Body,
}

impl Field {
    /// The field in one word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Id => "id",
            Self::Question => "question",
            Self::Alias => "alias",
            Self::Summary => "summary",
            Self::Tag => "tag",
            Self::Heading => "heading",
            Self::Body => "body",
        }
    }
}

impl Reasons {
    /// The score that all of this makes.
    #[must_use]
    pub fn score(&self) -> f32 {
        let sum: f32 = self.words.iter().map(|share| share.points).sum();
        let lifted = |lifted: bool| if lifted { PINNED } else { 0.0 };
        (sum * self.coverage + lifted(self.pinned)) * self.closeness + lifted(self.asked_for)
    }

    /// Whether a word of the query stands in one of these fields.
    #[must_use]
    pub fn stands_in(&self, fields: &[Field]) -> bool {
        self.words.iter().flat_map(|share| &share.places).any(|place| fields.contains(&place.field))
    }
}

/// How the words were taken, and the reasons of each result.
type Explained = (Vec<Word>, Vec<Reasons>);

impl Engine {
    /// Why the results of a query stand where they do; `document` gives the page at an address.
    ///
    /// # Errors
    /// As [`Engine::ask`].
    pub fn explain(
        &self,
        query: &str,
        limit: usize,
        document: &dyn Fn(&str) -> Option<Document>,
    ) -> Result<Answer<Explained>, Trouble> {
        match self.reasons(query, limit, document) {
            Err(_) if self.parts.anything_missed() => Ok(Answer::Missing(self.parts.take_missed())),
            outcome => outcome.map(Answer::Found),
        }
    }

    fn reasons(
        &self,
        query: &str,
        limit: usize,
        document: &dyn Fn(&str) -> Option<Document>,
    ) -> Result<Explained, Trouble> {
        let found = self.find(query)?;
        let Found { plan, scores, .. } = &found;
        let (hits, _) = self.hits(query, limit, scores, plan)?;
        let single = self.single(plan)?;
        let mut all = self.reasons_of_all(query, limit, &found, &single)?;
        let synonyms = Synonyms::of(plan, &self.table.synonyms);
        let reasons = hits.iter().map(|hit| {
            let mut reasons = all.remove(&hit.url).unwrap_or_default();
            if let Some(document) = document(&hit.url) {
                let places = places(&document, plan, &synonyms, &self.language);
                for (share, places) in reasons.words.iter_mut().zip(places).filter(|(share, _)| share.points > 0.0) {
                    share.places = places;
                }
            }
            reasons
        });
        let reasons = reasons.collect();
        Ok((words(query, plan, &single), reasons))
    }

    /// What each word of the query says about all documents by itself.
    fn single(&self, plan: &Plan) -> Result<Vec<Scores>, Trouble> {
        let alone = look_up_all(plan, &self.segment, &self.language)?.into_iter().map(|forms| {
            let mut scores = Scores::new(self.table.documents);
            scores.add(&forms).map(|()| scores)
        });
        Ok(alone.collect::<Result<_, _>>()?)
    }

    /// The reasons of the best results by their addresses, without the places.
    fn reasons_of_all(
        &self,
        query: &str,
        limit: usize,
        Found { plan, scores, .. }: &Found,
        single: &[Scores],
    ) -> Result<BTreeMap<String, Reasons>, Trouble> {
        let key = plan::key(query, &self.language);
        let mut all = BTreeMap::new();
        for (place, (document, _)) in scores.best(limit.max(BEST)).into_iter().enumerate() {
            let card = self.store.get::<crate::card::Card>(document)?;
            let near = if place < BEST { closeness(&card.title, &card.summary, plan, &self.language) } else { 1.0 };
            let reasons = Reasons {
                words: single.iter().map(|word| Share { points: word.of(document), places: Vec::new() }).collect(),
                held: held(document, single),
                coverage: scores.coverage(document),
                closeness: near,
                pinned: self.table.pins.contains(&(key.clone(), document)),
                asked_for: !card.id.is_empty() && same_id(&card.id, query),
            };
            all.insert(card.url, reasons);
        }
        Ok(all)
    }
}

/// How much of a query a document holds, by what the words weigh.
fn held(document: DocId, single: &[Scores]) -> f32 {
    let all: f32 = single.iter().map(Scores::all).sum();
    let held: f32 = single.iter().filter(|word| word.of(document) > 0.0).map(Scores::all).sum();
    if all > 0.0 { held / all } else { 0.0 }
}

fn words(query: &str, plan: &Plan, single: &[Scores]) -> Vec<Word> {
    let word = |(wanted, alone): (&Wanted, &Scores)| Word {
        typed: query.get(wanted.place.clone()).unwrap_or_default().to_owned(),
        word: plain(&wanted.word).to_owned(),
        taken: taken(wanted, alone),
        unfinished: wanted.open,
        weight: if wanted.shelves.is_empty() { 0.0 } else { alone.all() },
    };
    plan.words.iter().zip(single).map(word).collect()
}

fn taken(wanted: &Wanted, alone: &Scores) -> Taken {
    if !wanted.instead.is_empty() {
        Taken::Repaired
    } else if wanted.weight < 1.0 {
        Taken::StopWord
    } else if wanted.left_out {
        Taken::LeftOut
    } else if alone.best(1).is_empty() {
        Taken::Unknown
    } else {
        Taken::AsTyped
    }
}

/// For each word of a plan the rows of stems that stand for it.
struct Synonyms(Vec<BTreeSet<String>>);

impl Synonyms {
    fn of(plan: &Plan, known: &[(String, u32)]) -> Self {
        let of_word = |wanted: &Wanted| {
            let groups: Vec<&str> = wanted.also.iter().map(|also| also.key.as_str()).collect();
            let own = |stems: &str| stems.split(' ').any(|stem| stem == wanted.stem);
            let of_groups =
                known.iter().filter(|(stems, group)| groups.contains(&&*keys::group(*group)) && !own(stems));
            of_groups.map(|(stems, _)| stems.clone()).collect()
        };
        Self(plan.words.iter().map(of_word).collect())
    }
}

/// Where a document has the words of a plan, for each of them.
fn places(document: &Document, plan: &Plan, synonyms: &Synonyms, language: &Language) -> Vec<Vec<Place>> {
    let mut tally: Vec<BTreeMap<(Field, Relation, String), usize>> = vec![BTreeMap::new(); plan.words.len()];
    for (field, text) in fields(document) {
        read(text, language, |row, word| {
            for ((wanted, synonyms), tally) in plan.words.iter().zip(&synonyms.0).zip(&mut tally) {
                let found = match relation(word, wanted, language) {
                    Some(relation) => Some((relation, plain(word).to_owned())),
                    None if wanted.also.iter().any(|also| also.key == word) => {
                        Some((Relation::Joined, plain(word).to_owned()))
                    }
                    None => ending(row, synonyms).map(|words| (Relation::Synonym, words)),
                };
                if let Some((relation, word)) = found {
                    *tally.entry((field, relation, word)).or_default() += 1;
                }
            }
        });
    }
    let place = |((field, relation, word), times)| Place { field, relation, word, times };
    tally.into_iter().map(|tally| tally.into_iter().map(place).collect()).collect()
}

fn fields(document: &Document) -> Vec<(Field, &str)> {
    let mut fields = vec![(Field::Title, document.title.as_str()), (Field::Summary, &document.summary)];
    fields.extend(document.question.iter().map(|text| (Field::Question, text.as_str())));
    fields.extend(document.id.iter().map(|text| (Field::Id, text.as_str())));
    fields.extend(document.aliases.iter().map(|text| (Field::Alias, text.as_str())));
    fields.extend(document.tags.iter().map(|text| (Field::Tag, text.as_str())));
    fields.extend(document.headings.iter().map(|heading| (Field::Heading, heading.text.as_str())));
    fields.push((Field::Body, &document.body));
    fields
}

/// Calls `found` with every word of a text and the words up to it with their stems; after a hyphen also with the words
/// that it joins, in one.
fn read(text: &str, language: &Language, mut found: impl FnMut(&[(String, String)], &str)) {
    let mut row: Vec<(String, String)> = Vec::new();
    let mut joined = String::new();
    let mut end = 0;
    language.words(text, |word, place| {
        row.push((plain(word).to_owned(), language.stem(word).into_owned()));
        found(&row, word);
        if end > 0 && text.get(end..place.start) == Some("-") {
            joined.push_str(plain(word));
            found(&[], &joined);
        }
        joined.clear();
        joined.push_str(plain(word));
        end = place.end;
    });
}

/// The words with which a row ends, if their stems are one of these synonyms.
fn ending(row: &[(String, String)], synonyms: &BTreeSet<String>) -> Option<String> {
    if synonyms.is_empty() {
        return None;
    }
    let join = |words: &[(String, String)], pick: fn(&(String, String)) -> &str| {
        words.iter().map(pick).collect::<Vec<_>>().join(" ")
    };
    let lengths = 1..=row.len().min(LONGEST_SYNONYM);
    let ends = lengths.map(|length| &row[row.len() - length..]);
    let mut known = ends.filter(|end| synonyms.contains(&join(end, |(_, stem)| stem)));
    known.next().map(|end| join(end, |(word, _)| word))
}
