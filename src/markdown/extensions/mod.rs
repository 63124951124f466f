//! Blocks that are not CommonMark: one file each, one row here.
//!
//! A block stands between a line `:::name` and a line `:::`; what is between is Markdown. Tables, alerts, footnotes and
//! tasks are the parser's and need no row: their files say only how they are shown.

pub(super) mod alerts;
pub(super) mod footnotes;
mod staff;
pub(super) mod tables;
pub(super) mod tasks;

use super::Words;

/// A kind of block between `:::name` and `:::`.
#[derive(Debug)]
pub(super) struct Block {
    /// The name after the colons, in lower case.
    pub(super) name: &'static str,
    /// The public's output is made as if the block were not there.
    pub(super) staff_only: bool,
    /// Writes what stands before the block's content.
    pub(super) open: fn(&Words, &mut String),
    /// What stands after it.
    pub(super) close: &'static str,
}

/// Every block, by name.
pub(super) const BLOCKS: &[Block] = &[staff::BLOCK];
