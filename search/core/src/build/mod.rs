//! Writing an index: from documents to the files on the host.
//!
//! Documents are analysed in batches, on all threads, and dropped at once: what stays of them is a sorted run of words
//! with their occurrences (`batch`) and the text that results show. The runs are merged letter by letter, again on all
//! threads, into shelves of tantivy dictionaries and postings (`shelves`). The shelves and the stored texts are put
//! together to one tantivy segment, which is cut into the files of [`crate::pack`] (`segment`).
//!
//! tantivy's own writers make every byte of the segment, but its indexing of documents is not used: it fills one segment
//! on one thread only, and knows no weights of fields. The files depend on nothing but the documents: not on the
//! number of threads, nor on the size of batches.

mod batch;
mod segment;
mod shelves;
mod synonyms;

use std::fmt;

use rayon::prelude::*;

use crate::Document;
use crate::language::Language;
use crate::pack::Files;
use batch::{Lexicon, Run};
use synonyms::Synonyms;

/// Documents analysed together. More save memory, fewer keep more threads busy.
const BATCH: usize = 256;

/// tantivy could not write the segment.
#[derive(Debug)]
pub struct BuildError(tantivy::TantivyError);

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the search index could not be written: {}", self.0)
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

impl From<tantivy::TantivyError> for BuildError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self(error)
    }
}

impl From<std::io::Error> for BuildError {
    fn from(error: std::io::Error) -> Self {
        Self(error.into())
    }
}

/// What is known of all documents of an index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Tag of their language.
    pub language: String,
    /// Groups of words and short phrases that stand for each other.
    pub synonyms: Vec<Vec<String>>,
}

/// Builds the index of `count` documents in one language.
///
/// `document` is called once for each number below `count`, from several threads and in no fixed order; a document is
/// dropped before the next one is asked for by the same thread. Results with equal scores keep the order of the numbers.
///
/// # Errors
/// If tantivy cannot write the segment; it is written to memory, so that would be an error of this crate.
pub fn index(about: &About, count: usize, document: &(dyn Fn(usize) -> Document + Sync)) -> Result<Files, BuildError> {
    let language = Language::of(&about.language);
    let lexicon = Lexicon { synonyms: Synonyms::new(&about.synonyms, &language), language };
    let runs: Vec<Run> = (0..count.div_ceil(BATCH))
        .into_par_iter()
        .map(|batch| {
            let first = batch * BATCH;
            batch::run(first..count.min(first + BATCH), &lexicon, document, &segment::packed)
        })
        .collect();
    let shelves = shelves::shelves(&runs, count, &lexicon.language)?;
    Ok(segment::files(&lexicon, runs, &shelves)?)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use miniz_oxide::inflate::decompress_to_vec;
    use tantivy::collector::Count;
    use tantivy::directory::RamDirectory;
    use tantivy::query::TermQuery;
    use tantivy::schema::Value;
    use tantivy::{Directory, Index, IndexSettings, TantivyDocument, Term};

    use super::*;
    use crate::directory::FILES;
    use crate::pack::{CHECKSUM, File, OPENING, Table};
    use crate::{Heading, Reader, schema};

    fn document(number: usize) -> Document {
        let topic = ["refunds", "deliveries", "passwords"][number % 3];
        Document {
            url: format!("{topic}/{number}/"),
            kind: "article".into(),
            title: format!("How {topic} work, part {number}"),
            summary: format!("All about {topic}."),
            headings: vec![Heading { anchor: "a".into(), text: "Before you start".into(), at: 0 }],
            body: format!("{topic} word{} word{} common", number % 17, number * number % 101).repeat(1 + number % 5),
            ..Document::default()
        }
    }

    fn in_threads(threads: usize, count: usize) -> Files {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| index(&About { language: "en".into(), ..About::default() }, count, &document)).unwrap()
    }

    #[test]
    fn the_files_do_not_depend_on_threads() {
        let one = in_threads(1, 1_000);
        assert_eq!(one, in_threads(4, 1_000));
        assert!(one.0.is_sorted_by(|a, b| a.name < b.name));
    }

    #[test]
    fn no_document_and_one_document_make_an_index() {
        assert_eq!(Reader::open(&in_threads(1, 0)).unwrap().search("refund", 10).unwrap().total, 0);
        let one = Reader::open(&in_threads(1, 1)).unwrap();
        assert_eq!(one.search("refund", 10).unwrap().hits[0].url, "refunds/0/");
        assert_eq!(one.search("password", 10).unwrap().total, 0);
    }

    /// The files of the segment, put together again from the files on the host.
    fn segment_files(files: &Files) -> (Table, BTreeMap<&'static str, Vec<u8>>) {
        let packed =
            |file: &File| if file.name == OPENING { file.bytes[CHECKSUM..].to_vec() } else { file.bytes.clone() };
        let contents: BTreeMap<_, _> =
            files.0.iter().map(|file| (file.name.clone(), decompress_to_vec(&packed(file)))).collect();
        let table = Table::read(contents[OPENING].as_ref().unwrap()).unwrap();
        let mut segment: BTreeMap<&'static str, Vec<u8>> =
            FILES.into_iter().map(|extension| (extension, Vec::new())).collect();
        for shelf in &table.shelves {
            let content = contents[&shelf.name.file()].as_ref().unwrap();
            let (terms, postings) = content.split_at(shelf.terms as usize);
            segment.get_mut("term").unwrap().extend(terms);
            segment.get_mut("idx").unwrap().extend(postings);
        }
        for block in &table.blocks {
            segment.get_mut("store").unwrap().extend(contents[&block.name.file()].as_ref().unwrap());
        }
        for (extension, tail) in FILES.into_iter().zip(&table.tails) {
            segment.get_mut(extension).unwrap().extend([&table.footer(extension)[..], tail].concat());
        }
        (table, segment)
    }

    #[test]
    fn any_tantivy_opens_the_segment() {
        let (table, files) = segment_files(&in_threads(2, 600));
        let memory = RamDirectory::create();
        let index =
            Index::create(memory.clone(), schema::with_shelves(table.shelves.len()), IndexSettings::default()).unwrap();
        let segment = index.new_segment();
        for (extension, content) in files {
            let path = format!("{}.{extension}", segment.id().uuid_string());
            memory.atomic_write(Path::new(&path), &content).unwrap();
        }
        let mut meta = index.load_metas().unwrap();
        meta.segments.push(index.new_segment_meta(segment.id(), table.documents));
        memory.atomic_write(Path::new("meta.json"), &serde_json::to_vec(&meta).unwrap()).unwrap();

        let index = Index::open(memory).unwrap();
        for extension in FILES {
            let path = format!("{}.{extension}", segment.id().uuid_string());
            assert!(index.directory().validate_checksum(Path::new(&path)).unwrap(), "{extension}");
        }
        let searcher = index.reader().unwrap().searcher();
        let having = |word: &str| {
            let counts = (0..table.shelves.len()).map(|number| {
                let term = Term::from_field_text(schema::shelf(number), word);
                searcher.search(&TermQuery::new(term, schema::RECORD), &Count).unwrap()
            });
            counts.sum::<usize>()
        };
        assert_eq!((having("refunds"), having("start"), having("absent")), (200, 600, 0));
        let stored: TantivyDocument = searcher.doc(tantivy::DocAddress::new(0, 599)).unwrap();
        assert_eq!(stored.get_first(schema::URL).unwrap().as_str(), Some("passwords/599/"));
    }
}
