//! What stands in the dictionaries beside words. Each kind of key begins with a character that no word has, and so has
//! shelves of its own, before those of the words.

/// A facet: name and value follow.
pub(crate) const FACET: char = '\u{1}';
/// A group of synonyms: its number follows. Its postings are those of all its words.
pub(crate) const GROUP: char = '\u{2}';
/// A word, for repairing others. It has no postings, and how many documents have it is rounded.
pub(crate) const SPELLING: char = '\u{3}';
/// As [`SPELLING`], written from its end to its beginning.
pub(crate) const BACKWARDS: char = '\u{4}';

/// The key of a value of a facet.
#[cfg(feature = "build")]
pub(crate) fn facet(name: &str, value: &str) -> String {
    format!("{FACET}{name}{FACET}{value}")
}

/// Name and value of a facet's key.
pub(crate) fn facet_of(key: &str) -> Option<(&str, &str)> {
    key.strip_prefix(FACET)?.split_once(FACET)
}

/// The key of a group of synonyms.
pub(crate) fn group(number: u32) -> String {
    let mut key = String::from(GROUP);
    key.push_str(&number.to_string());
    key
}
