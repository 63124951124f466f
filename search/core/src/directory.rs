//! tantivy's files while most of their bytes are still on the host.
//!
//! A file is a row of parts and a tail. The tail (tantivy's own footers and tables) comes with the table, a part
//! is present or not. Reading from a part that is not present fails, and the part is noted: a miss is an answer, and
//! whoever asked fetches what was noted and asks again. Nothing waits here and nothing can be written.

use std::fmt;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::directory::error::{DeleteError, OpenReadError, OpenWriteError};
use tantivy::directory::{FileHandle, OwnedBytes, WatchCallback, WatchHandle, WritePtr};
use tantivy::{Directory, HasLen};

use crate::pack::{PartName, Table};

/// Extensions of tantivy's files, in the order in which the table keeps their tails.
pub const FILES: [&str; 6] = ["term", "idx", "store", "pos", "fast", "fieldnorm"];

/// The parts that are present, and those that were missed.
#[derive(Default)]
pub(crate) struct Parts {
    present: Mutex<Vec<(PartName, OwnedBytes)>>,
    missed: Mutex<Vec<PartName>>,
}

impl Parts {
    pub(crate) fn add(&self, name: PartName, content: Vec<u8>) {
        let mut present = lock(&self.present);
        let place = place_of(name, &present);
        if present.get(place).is_none_or(|(other, _)| *other != name) {
            present.insert(place, (name, OwnedBytes::new(content)));
        }
    }

    /// The missed parts, which are forgotten with this.
    pub(crate) fn take_missed(&self) -> Vec<PartName> {
        std::mem::take(&mut *lock(&self.missed))
    }

    pub(crate) fn anything_missed(&self) -> bool {
        !lock(&self.missed).is_empty()
    }

    /// The whole content of a part.
    pub(crate) fn content(&self, name: PartName) -> Option<OwnedBytes> {
        let present = lock(&self.present);
        let found = present.get(place_of(name, &present)).filter(|(other, _)| *other == name);
        if found.is_none() {
            let mut missed = lock(&self.missed);
            if !missed.contains(&name) {
                missed.push(name);
            }
        }
        found.map(|(_, content)| content.clone())
    }

    fn read(&self, name: PartName, range: Range<usize>) -> io::Result<OwnedBytes> {
        let content = self.content(name).ok_or(io::ErrorKind::NotFound)?;
        Ok(content.slice(range))
    }
}

/// Where a part stands among those that are present, or would stand.
fn place_of(name: PartName, present: &[(PartName, OwnedBytes)]) -> usize {
    present.partition_point(|(other, _)| *other < name)
}

/// A thread that panicked left the lists whole, because each change is one insertion.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A piece of one of tantivy's files.
#[derive(Clone, Copy)]
struct Span {
    /// Where it begins in the file.
    start: usize,
    /// Where it begins in its part.
    within: usize,
    part: PartName,
}

/// One of tantivy's files.
struct PartedFile {
    spans: Vec<Span>,
    /// Where the tail begins.
    end: usize,
    tail: OwnedBytes,
    parts: Arc<Parts>,
}

impl fmt::Debug for PartedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PartedFile")
    }
}

impl HasLen for PartedFile {
    fn len(&self) -> usize {
        self.end + self.tail.len()
    }
}

impl FileHandle for PartedFile {
    /// tantivy reads within one dictionary, one posting list or one block, and none of these lies in two parts.
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.is_empty() {
            return Ok(OwnedBytes::empty());
        }
        if range.start >= self.end {
            return Ok(self.tail.slice(range.start - self.end..range.end - self.end));
        }
        let following = self.spans.partition_point(|span| span.start <= range.start);
        let end = self.spans.get(following).map_or(self.end, |span| span.start);
        let Some(span) = following.checked_sub(1).map(|index| self.spans[index]).filter(|_| range.end <= end) else {
            return Err(io::ErrorKind::InvalidInput.into());
        };
        let offset = span.within + range.start - span.start;
        self.parts.read(span.part, offset..offset + range.len())
    }
}

/// All of tantivy's files of one index.
#[derive(Clone)]
pub(crate) struct PartDirectory(Arc<[Arc<PartedFile>]>);

impl fmt::Debug for PartDirectory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PartDirectory")
    }
}

impl PartDirectory {
    /// The files that this table describes; `None` if it lacks one.
    pub(crate) fn new(table: &Table, parts: &Arc<Parts>) -> Option<Self> {
        let terms = spans(table.shelves.iter().map(|shelf| (shelf.name, 0, shelf.terms)));
        let postings = spans(table.shelves.iter().map(|shelf| (shelf.name, shelf.terms, shelf.postings)));
        let store = spans(table.blocks.iter().map(|block| (block.name, 0, block.length)));
        let mut rows = [terms, postings, store].into_iter();
        let mut files = Vec::with_capacity(FILES.len());
        for (index, extension) in FILES.into_iter().enumerate() {
            let (spans, end) = rows.next().unwrap_or_default();
            let tail = OwnedBytes::new([table.footer(extension), table.tails.get(index)?.clone()].concat());
            files.push(Arc::new(PartedFile { spans, end, tail, parts: Arc::clone(parts) }));
        }
        Some(Self(files.into()))
    }
}

/// Puts pieces of parts (part, where in it, how long) one after the other.
fn spans(pieces: impl Iterator<Item = (PartName, u32, u32)>) -> (Vec<Span>, usize) {
    let mut end = 0;
    let spans = pieces
        .map(|(part, within, length)| {
            let start = end;
            end += length as usize;
            Span { start, within: within as usize, part }
        })
        .collect();
    (spans, end)
}

impl Directory for PartDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        match FILES.iter().position(|known| *known == extension) {
            Some(index) => Ok(Arc::clone(&self.0[index]) as Arc<dyn FileHandle>),
            None => Err(OpenReadError::FileDoesNotExist(path.to_owned())),
        }
    }

    fn exists(&self, _: &Path) -> Result<bool, OpenReadError> {
        Ok(false)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        Err(OpenReadError::FileDoesNotExist(path.to_owned()))
    }

    /// tantivy writes down the schema when an index is opened by it. Ours is code, so nothing has to be kept.
    fn atomic_write(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        Err(DeleteError::FileDoesNotExist(path.to_owned()))
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::FileAlreadyExists(PathBuf::from(path)))
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}
