//! The index of a help centre, and the one way to search it.
//!
//! The generator builds an index with [`build::index`] (feature `build`), writes the [`Files`] it returns to the static
//! host, and never touches them again. Whoever searches, the customer's browser or `firstline search`, opens the same
//! files with the same [`Engine`] and gets the same results, bit by bit:
//!
//! 1. [`analysis`] turns text into words, for documents and for queries.
//! 2. [`build`] inverts the documents into one tantivy segment and [`pack`] cuts it into small parts named after
//!    their content.
//! 3. [`directory`] lets tantivy read that segment while most of its parts are still on the host: a read that lacks
//!    a part fails and notes which.
//! 4. [`plan`] says which words a query asks for, `spell` what was meant by a word that no document has, [`score`]
//!    which documents answer it, `closeness` which of the best come first, `facets` how to narrow them down, and
//!    [`excerpt`] and `passages` what to show of them. [`Engine::ask`] returns either results or the parts it needs first.
//!
//! This crate does no input or output: bytes are handed in. It does not know pages, themes or the site's model, and the
//! synonyms it uses are given to it.

#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod analysis;
#[cfg(feature = "build")]
pub mod build;
mod card;
mod closeness;
mod composite;
pub mod directory;
mod document;
pub mod engine;
pub mod excerpt;
mod facets;
mod impact;
mod keys;
pub mod language;
mod ordered;
pub mod pack;
mod passages;
pub mod plan;
#[cfg(feature = "build")]
pub mod reader;
pub mod results;
mod schema;
pub mod score;
mod spell;

pub use document::{Document, Heading};
#[cfg(feature = "build")]
pub use engine::explain;
pub use engine::{Answer, Engine, Question, Trouble};
pub use pack::{File, Files};
#[cfg(feature = "build")]
pub use reader::{Reader, Traffic};
pub use results::{Facet, Hit, Passage, Piece, Results};

/// Layout of the files on the host. A reader refuses any other, so that a page from before an update never
/// misreads an index from after it.
pub const FORMAT: u32 = 2;
