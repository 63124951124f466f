//! What the texts of a site, and the log of its searches, say about its search: for writers, never for readers.
//!
//! A report proposes; it changes nothing.

pub mod log;
pub mod misses;
pub mod synonyms;
