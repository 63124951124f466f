//! One tantivy segment out of shelves and texts, and its files on the host.
//!
//! tantivy writes the segment to memory, whole, with its own footers and checksums; any tantivy could open it there.
//! Then it is cut: a shelf's dictionary and postings become one part, a block of stored documents becomes one part, and
//! what tantivy wrote around them goes into the table.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::Write;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use miniz_oxide::deflate::compress_to_vec;
use rayon::prelude::*;
use tantivy::columnar::ColumnarWriter;
use tantivy::directory::{CompositeWrite, FileHandle, FileSlice, OwnedBytes, RamDirectory, TerminatingWrite};
use tantivy::fieldnorm::FieldNormsSerializer;
use tantivy::index::{Segment, SegmentComponent, SegmentId};
use tantivy::store::{Compressor, StoreReader, StoreWriter};
use tantivy::{Directory, HasLen, Index, IndexSettings, TantivyDocument};

use super::batch::{Lexicon, Part, Run};
use super::shelves::Shelf;
use crate::directory::FILES;
use crate::pack::{self, Block, File, Files, OPENING, PartName, Table, checksum};
use crate::{keys, schema};

/// Bytes of stored documents that are fetched together. The results of one query lie in as many blocks as there are
/// results, so a block is not much larger than what it takes for compression to work.
const BLOCK: usize = 2_500;
/// Effort of compression, out of ten.
const EFFORT: u8 = 3;

/// The files of an index.
pub(super) fn files(lexicon: &Lexicon, runs: Vec<Run>, shelves: &[Shelf]) -> tantivy::Result<Files> {
    let schema = schema::with_shelves(shelves.len());
    let memory = RamDirectory::create();
    let index = Index::create(memory.clone(), schema, IndexSettings::default())?;
    let documents = runs.iter().map(|run| run.cards.len()).sum::<usize>() as u32;
    // Any fixed name will do, because it is in none of the files.
    let id =
        SegmentId::from_uuid_string(&"0".repeat(32)).map_err(|error| std::io::Error::other(format!("{error:?}")))?;
    let segment = index.segment(index.new_segment_meta(id, documents));
    write_words(&segment, shelves)?;
    write_cards(&segment, &runs)?;
    write_empty(&segment)?;
    let groups = groups(&runs);
    let mut pins: Vec<(String, u32)> = runs.iter().flat_map(|run| run.pins.iter().cloned()).collect();
    pins.sort_unstable();
    pins.dedup();
    let known = Table {
        language: lexicon.language.tag().to_owned(),
        documents,
        synonyms: lexicon.synonyms.in_table(&groups),
        pins,
        ..Table::default()
    };
    let passages = runs.into_iter().flat_map(|run| run.passages).collect();
    Ok(cut(known, shelves, passages, &segment, &memory)?)
}

/// The groups of synonyms that any document has something of.
fn groups(runs: &[Run]) -> BTreeSet<u32> {
    let keys = runs.iter().flat_map(|run| run.entries.iter().map(|entry| run.word(entry)));
    keys.filter_map(|key| key.strip_prefix(keys::GROUP)?.parse().ok()).collect()
}

/// Dictionaries and postings, a field for each shelf. The field has no positions, but tantivy wants it in the file.
fn write_words(segment: &Segment, shelves: &[Shelf]) -> tantivy::Result<()> {
    let open = |component| segment.open_write(component).map(CompositeWrite::wrap);
    let mut terms = open(SegmentComponent::Terms)?;
    let mut postings = open(SegmentComponent::Postings)?;
    let mut positions = open(SegmentComponent::Positions)?;
    for (number, shelf) in shelves.iter().enumerate() {
        let field = schema::shelf(number);
        terms.for_field(field).write_all(&shelf.terms)?;
        postings.for_field(field).write_all(&shelf.postings)?;
        positions.for_field(field);
    }
    terms.close()?;
    postings.close()?;
    positions.close()?;
    Ok(())
}

fn write_cards(segment: &Segment, runs: &[Run]) -> tantivy::Result<()> {
    let schema = segment.schema();
    // Parts are compressed as a whole.
    let mut store = StoreWriter::new(segment.open_write(SegmentComponent::Store)?, Compressor::None, BLOCK, false)?;
    for card in runs.iter().flat_map(|run| &run.cards) {
        store.store(&TantivyDocument::from(card), &schema)?;
    }
    store.close()?;
    Ok(())
}

/// The files that a segment must have and that ours leaves empty.
fn write_empty(segment: &Segment) -> tantivy::Result<()> {
    let mut columns = segment.open_write(SegmentComponent::FastFields)?;
    ColumnarWriter::default().serialize(segment.meta().max_doc(), None, &mut columns)?;
    columns.terminate()?;
    FieldNormsSerializer::from_write(segment.open_write(SegmentComponent::FieldNorms)?)?.close()?;
    Ok(())
}

/// Cuts the segment into files, and adds to what is known of the index where everything lies.
fn cut(
    known: Table,
    shelves: &[Shelf],
    passages: Vec<Part>,
    segment: &Segment,
    memory: &RamDirectory,
) -> std::io::Result<Files> {
    let component = |extension: &str| read(segment, extension, memory);
    let store = component("store")?;
    let blocks = blocks(segment, known.documents)?;
    let words = shelves.par_iter().map(|shelf| packed(&[&shelf.terms[..], &shelf.postings].concat()));
    let cards = blocks.par_iter().map(|block| packed(&store[block.clone()]));
    let parts: Vec<Part> = words.chain(cards).collect();
    let (names_of_words, names_of_blocks) = parts.split_at(shelves.len());
    let mut table = Table {
        shelves: shelves.iter().zip(names_of_words).map(|(shelf, (name, _))| in_table(shelf, *name)).collect(),
        blocks: blocks
            .iter()
            .zip(names_of_blocks)
            .map(|(block, (name, _))| Block { length: block.len() as u32, name: *name })
            .collect(),
        ..known
    };
    let tails = FILES.iter().map(|extension| {
        let all = component(extension)?;
        let start = match *extension {
            "term" => shelves.iter().map(|shelf| shelf.terms.len()).sum(),
            "idx" => shelves.iter().map(|shelf| shelf.postings.len()).sum(),
            "store" => blocks.last().map_or(0, |block| block.end),
            _ => 0,
        };
        let footer = table.footer(extension);
        let tail = all[start..].strip_prefix(&footer[..]);
        tail.map(<[u8]>::to_vec).ok_or_else(|| std::io::Error::other("tantivy's files end otherwise than expected"))
    });
    table.tails = tails.collect::<std::io::Result<_>>()?;
    let all = parts.into_iter().chain(passages).map(|(name, bytes)| (name.file(), bytes));
    let mut files: BTreeMap<String, Vec<u8>> = all.collect();
    files.insert(OPENING.to_owned(), opening(&table));
    Ok(Files(files.into_iter().map(|(name, bytes)| File { name, bytes }).collect()))
}

fn in_table(shelf: &Shelf, name: PartName) -> pack::Shelf {
    pack::Shelf {
        first: shelf.first.clone(),
        common: shelf.common,
        alone: shelf.alone,
        terms: shelf.terms.len() as u32,
        postings: shelf.postings.len() as u32,
        name,
    }
}

/// A part as it lies on the host.
pub(super) fn packed(content: &[u8]) -> Part {
    (PartName::of(content), compress_to_vec(content, EFFORT))
}

/// The file that opens the index.
fn opening(table: &Table) -> Vec<u8> {
    let table = table.write();
    let mut file = checksum(&table).to_vec();
    file.extend(compress_to_vec(&table, EFFORT));
    file
}

fn read(segment: &Segment, extension: &str, memory: &RamDirectory) -> std::io::Result<OwnedBytes> {
    let path = segment.relative_path(SegmentComponent::Custom(extension.to_owned()));
    let file = memory.open_read(Path::new(&path)).map_err(std::io::Error::other)?;
    file.read_bytes()
}

/// Where the blocks of stored documents lie. tantivy does not say, so it is watched while it reads all of them.
fn blocks(segment: &Segment, documents: u32) -> std::io::Result<Vec<Range<usize>>> {
    let file = segment.open_read(SegmentComponent::Store).map_err(std::io::Error::other)?;
    let watched = Arc::new(Watched { file, reads: Mutex::default() });
    let store = StoreReader::open(FileSlice::new(Arc::clone(&watched) as Arc<dyn FileHandle>), 1)?;
    watched.take();
    for document in 0..documents {
        store.get_document_bytes(document).map_err(std::io::Error::other)?;
    }
    Ok(watched.take())
}

/// A file that notes what is read from it.
struct Watched {
    file: FileSlice,
    reads: Mutex<Vec<Range<usize>>>,
}

impl Watched {
    fn take(&self) -> Vec<Range<usize>> {
        std::mem::take(&mut *self.reads.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl fmt::Debug for Watched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watched")
    }
}

impl HasLen for Watched {
    fn len(&self) -> usize {
        self.file.len()
    }
}

impl FileHandle for Watched {
    fn read_bytes(&self, range: Range<usize>) -> std::io::Result<OwnedBytes> {
        self.reads.lock().unwrap_or_else(PoisonError::into_inner).push(range.clone());
        self.file.read_bytes_slice(range)
    }
}
