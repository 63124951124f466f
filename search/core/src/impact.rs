//! How much a word says about a document, in one small number.
//!
//! BM25F first adds up a word's occurrences over the fields of a document, each weighted and divided by how long its
//! field is, and only then lets further occurrences count less. The sum does not depend on the query, so it is computed
//! when the index is built and stands in the postings where tantivy keeps the number of occurrences. A visitor then
//! needs neither a dictionary per field nor the lengths of all documents.
//!
//! The sum is kept in steps of an eighth of an octave, in integers: the same code on every machine.

/// Impacts are counted in units of 1/64 of one occurrence in a body of average length.
pub(crate) const UNIT: f32 = 64.0;

/// The code of an impact. Never zero, because the postings have no room for "occurs, but not at all".
#[cfg(feature = "build")]
pub(crate) fn encode(impact: u32) -> u32 {
    let impact = impact.max(1);
    if impact < 16 {
        return impact;
    }
    let octave = 31 - impact.leading_zeros();
    (octave - 2) * 8 + ((impact >> (octave - 3)) & 7)
}

/// The impact in the middle of those with this code.
pub(crate) fn decode(code: u32) -> f32 {
    if code < 16 {
        return code as f32;
    }
    let shift = (code / 8).min(24) - 1;
    let lower = (8 + code % 8) << shift;
    lower as f32 + ((1 << shift) - 1) as f32 / 2.0
}

/// A length rounded to an eighth of an octave, so that a few words more or less change nothing in the index.
#[cfg(feature = "build")]
pub(crate) fn rounded(length: u32) -> f32 {
    decode(encode(length))
}

#[cfg(all(test, feature = "build"))]
mod tests {
    use super::*;

    #[test]
    fn codes_rise_with_impacts_and_come_back_close() {
        let mut last = 0;
        for impact in 1..100_000 {
            let code = encode(impact);
            assert!(code == last || code == last + 1, "{impact}");
            last = code;
            let error = (decode(code) - impact as f32).abs() / impact as f32;
            assert!(error < 0.07, "{impact}: {error}");
        }
    }

    #[test]
    fn no_code_overflows() {
        assert!(decode(encode(u32::MAX)).is_finite());
        assert!(decode(u32::MAX).is_finite());
    }
}
