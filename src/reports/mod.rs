//! What the files of a site, and logs about it, say to those who write it, and never to its readers.
//!
//! A report proposes; it changes nothing.

pub mod coverage;
pub mod log;
pub mod misses;
pub mod promises;
pub mod synonyms;
pub mod waiting;
