//! The files on the host: one that opens the index, and many parts.
//!
//! - `index.bin`, the only file with a fixed name, opens the index: the SHA-256 of a [`Table`], then the table: which
//!   parts there are, and the ends of tantivy's files. One request, and everything else is known.
//! - `NAME.bin` is a part: one shelf of words with its postings, one block of stored documents, or the passages of one
//!   document.
//!
//! Everything is compressed (raw deflate; of `index.bin` all but the SHA-256). Parts are named after the SHA-256 of
//! what is in them, so they never change under their name. Names in the table are cut to 64 bits: that a damaged file
//! passes for the right one has a chance of 1 in 10^19, and whoever can replace files on the host at will can replace
//! the table as well.
//!
//! This module neither compresses nor fetches.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::{FORMAT, composite};

/// Files of an index, sorted by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files(pub Vec<File>);

/// One file of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Name relative to the folder of the index.
    pub name: String,
    /// What is in it, as it lies on the host.
    pub bytes: Vec<u8>,
}

/// Name of the file that opens the index.
pub const OPENING: &str = "index.bin";

/// How many bytes of the SHA-256 stand before the compressed table.
pub const CHECKSUM: usize = 32;

/// The first bytes of the SHA-256 of a part's content.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartName(pub [u8; 8]);

impl PartName {
    /// The name that belongs to this content.
    #[must_use]
    pub fn of(content: &[u8]) -> Self {
        let mut name = [0; 8];
        name.copy_from_slice(&Sha256::digest(content)[..8]);
        Self(name)
    }

    /// The name that is written so.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 16).then(|| u64::from_str_radix(text, 16).ok()).flatten().map(|name| Self(name.to_be_bytes()))
    }

    /// The file it lies in.
    #[must_use]
    pub fn file(self) -> String {
        format!("{self}.bin")
    }
}

impl fmt::Display for PartName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl fmt::Debug for PartName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Small letters, two for each byte.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [DIGITS[usize::from(byte >> 4)] as char, DIGITS[usize::from(byte & 15)] as char])
        .collect()
}

/// The SHA-256 of a table, as it stands before it.
#[must_use]
pub fn checksum(table: &[u8]) -> [u8; CHECKSUM] {
    Sha256::digest(table).into()
}

/// What opens an index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Tag of the language.
    pub language: String,
    /// How many documents there are.
    pub documents: u32,
    /// All shelves, in the order of the alphabet.
    pub shelves: Vec<Shelf>,
    /// All blocks of stored documents, in order.
    pub blocks: Vec<Block>,
    /// What has synonyms, as stems with a space between them, sorted, each with the number of its group.
    pub synonyms: Vec<(String, u32)>,
    /// The keys of pinned questions (see [`crate::plan::key`]), sorted, each with the document that answers it.
    pub pins: Vec<(String, u32)>,
    /// For each of tantivy's files, in the order of [`crate::directory::FILES`], what follows its parts and its
    /// [footer](Table::footer).
    pub tails: Vec<Vec<u8>>,
}

/// A part with neighbouring words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelf {
    /// Its first word. The last is before the first of the next shelf.
    pub first: String,
    /// Whether it holds one word only, which more than 40 % of the documents have.
    pub common: bool,
    /// Whether it holds one word only, because that has long postings.
    pub alone: bool,
    /// Bytes of the term dictionary, which comes first.
    pub terms: u32,
    /// Bytes of the postings.
    pub postings: u32,
    /// Name of the part.
    pub name: PartName,
}

/// A part with stored documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Bytes.
    pub length: u32,
    /// Name of the part.
    pub name: PartName,
}

const MAGIC: &[u8] = b"firstline";

impl Table {
    /// What follows the parts of one of tantivy's files and is not sent, because the table says it as well.
    #[must_use]
    pub fn footer(&self, extension: &str) -> Vec<u8> {
        match extension {
            "term" => composite::footer(self.shelves.iter().map(|shelf| shelf.terms)),
            "idx" => composite::footer(self.shelves.iter().map(|shelf| shelf.postings)),
            "pos" => composite::footer(self.shelves.iter().map(|_| 0)),
            _ => Vec::new(),
        }
    }

    /// The table as bytes. Equal numbers stand together, because that compresses best.
    #[cfg(feature = "build")]
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        write_number(&mut out, FORMAT);
        write_bytes(&mut out, self.language.as_bytes());
        write_number(&mut out, self.documents);
        write_number(&mut out, self.shelves.len() as u32);
        let mut last = "";
        for shelf in &self.shelves {
            let shared = shared_bytes(last, &shelf.first);
            write_number(&mut out, shared as u32);
            write_bytes(&mut out, &shelf.first.as_bytes()[shared..]);
            last = &shelf.first;
        }
        for shelf in &self.shelves {
            write_number(&mut out, shelf.terms << 2 | u32::from(shelf.alone) << 1 | u32::from(shelf.common));
        }
        self.shelves.iter().for_each(|shelf| write_number(&mut out, shelf.postings));
        self.shelves.iter().for_each(|shelf| out.extend(shelf.name.0));
        write_number(&mut out, self.blocks.len() as u32);
        self.blocks.iter().for_each(|block| write_number(&mut out, block.length));
        self.blocks.iter().for_each(|block| out.extend(block.name.0));
        write_texts(&mut out, &self.synonyms);
        write_texts(&mut out, &self.pins);
        write_number(&mut out, self.tails.len() as u32);
        self.tails.iter().for_each(|tail| write_bytes(&mut out, tail));
        out
    }

    /// Reads what [`Table::write`] wrote; `None` if this is anything else, or of another format.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut input = Input(bytes.strip_prefix(MAGIC)?);
        if input.number()? != FORMAT {
            return None;
        }
        let language = input.text()?;
        let documents = input.number()?;
        let shelves = input.shelves()?;
        let blocks = input.blocks()?;
        let synonyms = input.texts()?;
        let pins = input.texts()?;
        let tails = (0..input.number()?).map(|_| input.bytes().map(<[u8]>::to_vec)).collect::<Option<_>>()?;
        input.0.is_empty().then_some(Self { language, documents, shelves, blocks, synonyms, pins, tails })
    }
}

#[cfg(feature = "build")]
fn shared_bytes(a: &str, b: &str) -> usize {
    let mut shared = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    while !b.is_char_boundary(shared) {
        shared -= 1;
    }
    shared
}

#[cfg(feature = "build")]
fn write_texts(out: &mut Vec<u8>, texts: &[(String, u32)]) {
    write_number(out, texts.len() as u32);
    for (text, number) in texts {
        write_bytes(out, text.as_bytes());
        write_number(out, *number);
    }
}

#[cfg(feature = "build")]
pub(crate) fn write_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    write_number(out, bytes.len() as u32);
    out.extend_from_slice(bytes);
}

/// Seven bits in each byte, the lowest first; the eighth says that more follow.
#[cfg(feature = "build")]
pub(crate) fn write_number(out: &mut Vec<u8>, mut number: u32) {
    while number > 127 {
        out.push(number as u8 | 128);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Bytes being read.
pub(crate) struct Input<'a>(pub(crate) &'a [u8]);

impl<'a> Input<'a> {
    pub(crate) fn number(&mut self) -> Option<u32> {
        let mut number = 0_u32;
        for shift in (0..32).step_by(7) {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u32::from(byte & 127) << shift;
            if byte < 128 {
                return Some(number);
            }
        }
        None
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    pub(crate) fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        self.take(length as usize)
    }

    pub(crate) fn text(&mut self) -> Option<String> {
        String::from_utf8(self.bytes()?.to_vec()).ok()
    }

    fn texts(&mut self) -> Option<Vec<(String, u32)>> {
        (0..self.number()?).map(|_| Some((self.text()?, self.number()?))).collect()
    }

    fn name(&mut self) -> Option<PartName> {
        self.take(8)?.try_into().ok().map(PartName)
    }

    fn shelves(&mut self) -> Option<Vec<Shelf>> {
        let count = self.number()?;
        let mut shelves: Vec<Shelf> = Vec::new();
        for _ in 0..count {
            let shared = self.number()? as usize;
            let before = shelves.last().map_or("", |shelf| &shelf.first).get(..shared)?;
            let first = [before, &self.text()?].concat();
            shelves.push(Shelf { first, common: false, alone: false, terms: 0, postings: 0, name: PartName([0; 8]) });
        }
        for shelf in &mut shelves {
            let number = self.number()?;
            (shelf.terms, shelf.alone, shelf.common) = (number >> 2, number & 2 > 0, number & 1 > 0);
        }
        for shelf in &mut shelves {
            shelf.postings = self.number()?;
        }
        for shelf in &mut shelves {
            shelf.name = self.name()?;
        }
        Some(shelves)
    }

    fn blocks(&mut self) -> Option<Vec<Block>> {
        let count = self.number()?;
        let mut blocks = Vec::new();
        for _ in 0..count {
            blocks.push(Block { length: self.number()?, name: PartName([0; 8]) });
        }
        for block in &mut blocks {
            block.name = self.name()?;
        }
        Some(blocks)
    }
}

#[cfg(all(test, feature = "build"))]
mod tests {
    use super::*;

    fn table() -> Table {
        let shelf = |first: &str, common| Shelf {
            first: first.into(),
            common,
            alone: common,
            terms: 300,
            postings: 70_000,
            name: PartName::of(first.as_bytes()),
        };
        Table {
            language: "en".into(),
            documents: 1_000,
            shelves: vec![shelf("a", false), shelf("été", true), shelf("étude", false)],
            blocks: vec![Block { length: 4_096, name: PartName::of(b"block") }],
            synonyms: vec![("log in".into(), 3), ("login".into(), 3)],
            pins: vec![("refund".into(), 7)],
            tails: vec![vec![1, 2, 3], vec![]],
        }
    }

    #[test]
    fn a_table_comes_back() {
        assert_eq!(Table::read(&table().write()), Some(table()));
    }

    #[test]
    fn a_cut_or_longer_table_is_refused() {
        let bytes = table().write();
        for length in 0..bytes.len() {
            assert_eq!(Table::read(&bytes[..length]), None, "{length}");
        }
        assert_eq!(Table::read(&[&bytes[..], &[0]].concat()), None);
    }
}
