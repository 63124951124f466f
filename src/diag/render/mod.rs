//! Findings as text: one file for each format.

pub mod human;
pub mod json;
