//! Narrowing results down: by topic, kind, product and whatever else documents say of themselves.
//!
//! Values of the same facet are alternatives, different facets must all hold. The count beside a value is what choosing
//! it would show, so the choices within its own facet do not count.

use std::io;
use std::sync::Arc;

use tantivy::SegmentReader;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::TermInfo;

use crate::keys::{FACET, facet_of};
use crate::ordered;
use crate::pack::Table;
use crate::plan::beginning_with;
use crate::results::Facet;
use crate::schema::{RECORD, shelf};

/// A value of a facet, and where its documents are.
struct Value {
    name: String,
    value: String,
    reader: Arc<InvertedIndexReader>,
    entry: TermInfo,
}

/// All facets of an index.
pub(crate) struct Facets {
    values: Vec<Value>,
    documents: usize,
}

impl Facets {
    /// Reads all values. An error may be a shelf that is not present yet; all are touched all the same.
    pub(crate) fn read(segment: &SegmentReader, table: &Table) -> tantivy::Result<Self> {
        let mut facets = Self { values: Vec::new(), documents: table.documents as usize };
        let mut outcome = Ok(());
        for number in beginning_with(&FACET.to_string(), &table.shelves) {
            outcome = outcome.and(facets.read_on(number, segment));
        }
        outcome.map(|()| facets)
    }

    fn read_on(&mut self, number: usize, segment: &SegmentReader) -> tantivy::Result<()> {
        let reader = segment.inverted_index(shelf(number))?;
        let mut entries = reader.terms().range().ge(FACET.to_string()).into_stream()?;
        while let Some((key, entry)) = entries.next() {
            let Some((name, value)) = std::str::from_utf8(key).ok().and_then(facet_of) else { break };
            let (name, value) = (name.to_owned(), value.to_owned());
            self.values.push(Value { name, value, reader: Arc::clone(&reader), entry: entry.clone() });
        }
        Ok(())
    }

    /// For each chosen facet, which documents have one of its chosen values.
    pub(crate) fn chosen(&self, filters: &[(String, String)]) -> io::Result<Chosen> {
        let mut chosen = Chosen::default();
        for (name, value) in filters {
            if !self.values.iter().any(|of| of.name == *name) {
                // Nothing has it, whatever else is chosen.
                return Ok(Chosen { facets: vec![(String::new(), vec![false; self.documents])] });
            }
            let known = chosen.facets.iter().position(|(chosen, _)| chosen == name);
            let at = known.unwrap_or_else(|| {
                chosen.facets.push((name.clone(), vec![false; self.documents]));
                chosen.facets.len() - 1
            });
            for of in self.values.iter().filter(|of| of.name == *name && of.value == *value) {
                of.each(|document| chosen.facets[at].1[document] = true)?;
            }
        }
        Ok(chosen)
    }

    /// How many of the `found` documents each value has.
    pub(crate) fn counts(&self, found: &[bool], chosen: &Chosen) -> io::Result<Vec<Facet>> {
        let mut facets: Vec<Facet> = Vec::new();
        for of in &self.values {
            let mut count = 0;
            of.each(|document| count += usize::from(found[document] && chosen.allows(document, Some(&of.name))))?;
            if facets.last().is_none_or(|facet| facet.name != of.name) {
                facets.push(Facet { name: of.name.clone(), values: Vec::new() });
            }
            if count > 0
                && let Some(facet) = facets.last_mut()
            {
                // The most frequent first; equal ones stay in the order of the alphabet.
                ordered::insert(&mut facet.values, (of.value.clone(), count), |a, b| a.1 > b.1);
            }
        }
        facets.retain(|facet| !facet.values.is_empty());
        Ok(facets)
    }
}

impl Value {
    fn each(&self, mut document: impl FnMut(usize)) -> io::Result<()> {
        let mut postings = self.reader.read_block_postings_from_terminfo(&self.entry, RECORD)?;
        while postings.block_len() > 0 {
            postings.docs().iter().for_each(|&number| document(number as usize));
            postings.advance();
        }
        Ok(())
    }
}

/// What the customer narrowed the results down to.
#[derive(Default)]
pub(crate) struct Chosen {
    facets: Vec<(String, Vec<bool>)>,
}

impl Chosen {
    /// Whether a document has a chosen value of every chosen facet, but for one that does not count.
    pub(crate) fn allows(&self, document: usize, but: Option<&str>) -> bool {
        self.facets.iter().all(|(name, having)| but == Some(name) || having[document])
    }
}
