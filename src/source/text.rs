//! A file's text, decoded, with a way from byte offsets to lines and columns.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::SitePath;

/// The text of one file. Offsets count bytes from the file's first, a byte-order mark included.
#[derive(Debug)]
pub struct SourceText {
    path: SitePath,
    text: Arc<str>,
    line_starts: OnceLock<Vec<usize>>,
    /// Characters before every [`STRIDE`]th byte, so that columns on a line of two megabytes are not counted from its start.
    counts: OnceLock<Vec<usize>>,
}

/// Bytes between two counted places.
const STRIDE: usize = 256;

/// Why bytes are not text that Firstline reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undecodable {
    /// A UTF-16 byte-order mark, or so many zero bytes that it can be nothing else.
    Utf16,
    /// A byte that is not UTF-8, at this line and column (both from 1).
    NotUtf8 {
        /// Line of the first bad byte.
        line: usize,
        /// Column of the first bad byte, in characters.
        column: usize,
    },
}

impl SourceText {
    /// Text that is already decoded.
    #[must_use]
    pub fn new(path: SitePath, text: impl Into<Arc<str>>) -> Self {
        Self { path, text: text.into(), line_starts: OnceLock::new(), counts: OnceLock::new() }
    }

    /// Decodes the bytes of a file as UTF-8.
    ///
    /// # Errors
    /// When they are UTF-16, or not UTF-8: the place of the first bad byte.
    pub fn decode(path: SitePath, bytes: &[u8]) -> Result<Self, Undecodable> {
        if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
            return Err(Undecodable::Utf16);
        }
        match std::str::from_utf8(bytes) {
            Ok(text) if looks_like_utf16(bytes) => {
                debug_assert!(text.contains('\0'), "only zero bytes make UTF-8 look like UTF-16");
                Err(Undecodable::Utf16)
            }
            Ok(text) => Ok(Self::new(path, text)),
            Err(error) => {
                let (good, _) = bytes.split_at(error.valid_up_to());
                let last_line = good.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
                let line = 1 + good.iter().filter(|byte| **byte == b'\n').count();
                let column = 1 + String::from_utf8_lossy(last_line).chars().count();
                Err(Undecodable::NotUtf8 { line, column })
            }
        }
    }

    /// Where the file lies.
    #[must_use]
    pub fn path(&self) -> &SitePath {
        &self.path
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Line and column, both from 1 and the column in characters, of a byte offset.
    #[must_use]
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let starts = self.line_starts.get_or_init(|| {
            let breaks = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect()
        });
        let line = starts.partition_point(|start| *start <= offset);
        let start = starts[line - 1];
        let has_mark = line == 1 && offset > 0 && self.text.starts_with('\u{feff}');
        (line, self.characters_before(offset) - self.characters_before(start) - usize::from(has_mark) + 1)
    }

    /// Characters that begin before the byte at `offset`.
    fn characters_before(&self, offset: usize) -> usize {
        let begins = |byte: &u8| !matches!(byte, 0x80..=0xBF);
        let bytes = self.text.as_bytes();
        let counts = self.counts.get_or_init(|| {
            let mut total = 0;
            let strides = bytes.chunks(STRIDE).map(|stride| {
                let before = total;
                total += stride.iter().filter(|byte| begins(byte)).count();
                before
            });
            strides.collect()
        });
        let stride = offset / STRIDE;
        let Some(before) = counts.get(stride) else { return bytes.iter().filter(|byte| begins(byte)).count() };
        before + bytes[stride * STRIDE..offset].iter().filter(|byte| begins(byte)).count()
    }

    /// The text between two offsets; empty where they do not fit.
    #[must_use]
    pub fn slice(&self, span: Range<usize>) -> &str {
        self.text.get(span).unwrap_or_default()
    }
}

/// UTF-16 without a mark is, for Western text, every second byte zero.
fn looks_like_utf16(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(512)];
    let zeros = head.iter().filter(|byte| **byte == 0).count();
    head.len() >= 4 && zeros * 5 >= head.len() * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path() -> SitePath {
        SitePath::new("a.md").unwrap()
    }

    #[test]
    fn places_count_characters_not_bytes() {
        let text = SourceText::new(path(), "é\nüx");
        assert_eq!(text.line_column(0), (1, 1));
        assert_eq!(text.line_column(3), (2, 1));
        assert_eq!(text.line_column(5), (2, 2));
        assert_eq!(text.line_column(99), (2, 3));
        let marked = SourceText::new(path(), "\u{feff}ab\ncd");
        assert_eq!((marked.line_column(4), marked.line_column(7)), ((1, 2), (2, 2)));
        let long = SourceText::new(path(), format!("x\n{}", "é".repeat(1000)));
        assert_eq!(long.line_column(2 + 2 * 700), (2, 701));
        assert_eq!(long.line_column(2 + 2 * 1000), (2, 1001));
    }

    #[test]
    fn bad_bytes_have_a_place() {
        let error = SourceText::decode(path(), b"one\ntw\xFFo").unwrap_err();
        assert_eq!(error, Undecodable::NotUtf8 { line: 2, column: 3 });
        assert_eq!(SourceText::decode(path(), b"\xFF\xFEa\0").unwrap_err(), Undecodable::Utf16);
        assert_eq!(SourceText::decode(path(), b"a\0b\0c\0").unwrap_err(), Undecodable::Utf16);
    }
}
