//! One tantivy segment out of shelves and texts, and its files on the host.
//!
//! tantivy writes the segment to memory, whole, with its own footers and checksums; any tantivy could open it there.
//! Then it is cut: a shelf's dictionary and postings become one part, a block of stored documents becomes one part, and
//! what tantivy wrote around them becomes the hot bundle.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Write;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use miniz_oxide::deflate::compress_to_vec;
use rayon::prelude::*;
use serde_json::json;
use tantivy::columnar::ColumnarWriter;
use tantivy::directory::{CompositeWrite, FileHandle, FileSlice, OwnedBytes, RamDirectory, TerminatingWrite};
use tantivy::fieldnorm::FieldNormsSerializer;
use tantivy::index::{Segment, SegmentComponent, SegmentId};
use tantivy::store::{Compressor, StoreReader, StoreWriter};
use tantivy::{Directory, HasLen, Index, IndexSettings, TantivyDocument};

use super::batch::Run;
use super::shelves::Shelf;
use crate::directory::FILES;
use crate::pack::{self, Block, File, Files, MANIFEST, PartName, Table, fingerprint};
use crate::schema;

/// Bytes of stored documents that are fetched together. The results of one query lie in as many blocks as there are
/// results, so a block is not much larger than what it takes for compression to work.
const BLOCK: usize = 2_500;
/// Effort of compression, out of ten.
const EFFORT: u8 = 7;

/// The files of an index.
pub(super) fn files(language: &str, runs: &[Run], shelves: &[Shelf]) -> tantivy::Result<Files> {
    let schema = schema::with_shelves(shelves.len());
    let memory = RamDirectory::create();
    let index = Index::create(memory.clone(), schema, IndexSettings::default())?;
    let documents = runs.iter().map(|run| run.cards.len()).sum::<usize>() as u32;
    // Any fixed name will do, because it is in none of the files.
    let id =
        SegmentId::from_uuid_string(&"0".repeat(32)).map_err(|error| std::io::Error::other(format!("{error:?}")))?;
    let segment = index.segment(index.new_segment_meta(id, documents));
    write_words(&segment, shelves)?;
    write_cards(&segment, runs)?;
    write_empty(&segment)?;
    Ok(cut(language, documents, shelves, &segment, &memory)?)
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

/// Cuts the segment into files.
fn cut(
    language: &str,
    documents: u32,
    shelves: &[Shelf],
    segment: &Segment,
    memory: &RamDirectory,
) -> std::io::Result<Files> {
    let component = |extension: &str| read(segment, extension, memory);
    let store = component("store")?;
    let blocks = blocks(segment, documents)?;
    let words = shelves.par_iter().map(|shelf| part(&[&shelf.terms[..], &shelf.postings].concat()));
    let cards = blocks.par_iter().map(|block| part(&store[block.clone()]));
    let parts: Vec<(PartName, File)> = words.chain(cards).collect();
    let (names_of_words, names_of_blocks) = parts.split_at(shelves.len());
    let tails = FILES.iter().map(|extension| {
        let all = component(extension)?;
        let start = match *extension {
            "term" => shelves.iter().map(|shelf| shelf.terms.len()).sum(),
            "idx" => shelves.iter().map(|shelf| shelf.postings.len()).sum(),
            "store" => blocks.last().map_or(0, |block| block.end),
            _ => 0,
        };
        Ok(all[start..].to_vec())
    });
    let table = Table {
        language: language.to_owned(),
        documents,
        shelves: shelves.iter().zip(names_of_words).map(|(shelf, (name, _))| in_table(shelf, *name)).collect(),
        blocks: blocks
            .iter()
            .zip(names_of_blocks)
            .map(|(block, (name, _))| Block { length: block.len() as u32, name: *name })
            .collect(),
        tails: tails.collect::<std::io::Result<_>>()?,
    };
    let mut files: BTreeMap<String, Vec<u8>> = parts.into_iter().map(|(_, file)| (file.name, file.bytes)).collect();
    add_opening(&table, &mut files);
    Ok(Files(files.into_iter().map(|(name, bytes)| File { name, bytes }).collect()))
}

fn in_table(shelf: &Shelf, name: PartName) -> pack::Shelf {
    pack::Shelf {
        first: shelf.first.clone(),
        common: shelf.common,
        terms: shelf.terms.len() as u32,
        postings: shelf.postings.len() as u32,
        name,
    }
}

fn part(content: &[u8]) -> (PartName, File) {
    let name = PartName::of(content);
    (name, File { name: name.file(), bytes: compress_to_vec(content, EFFORT) })
}

/// Adds the hot bundle and the manifest that names it.
fn add_opening(table: &Table, files: &mut BTreeMap<String, Vec<u8>>) {
    let hot = table.write();
    let name = format!("hot-{}", PartName::of(&hot).file());
    let manifest = json!({
        "version": crate::FORMAT,
        "documents": table.documents,
        "hot": {"file": name, "sha256": fingerprint(&hot)},
    });
    files.insert(name, compress_to_vec(&hot, EFFORT));
    files.insert(MANIFEST.to_owned(), format!("{manifest}\n").into_bytes());
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
