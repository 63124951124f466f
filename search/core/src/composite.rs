//! The ends of tantivy's files that hold many fields. They say where each field begins, which the table of parts says
//! as well and in fewer bytes; so they are not sent but written again.
//!
//! The form is tantivy's: the number of fields, for each the distance from the one before, its number and a zero, and
//! last the length of all that.

use crate::schema::shelf;

/// What follows the fields of a file, given how long they are.
pub(crate) fn footer(lengths: impl ExactSizeIterator<Item = u32>) -> Vec<u8> {
    let mut out = Vec::new();
    number(&mut out, lengths.len() as u32);
    let mut before = 0;
    for (position, length) in lengths.enumerate() {
        number(&mut out, before);
        out.extend(shelf(position).field_id().to_le_bytes());
        number(&mut out, 0);
        before = length;
    }
    out.extend((out.len() as u32).to_le_bytes());
    out
}

/// Seven bits in each byte, the lowest first; here the eighth says that none follow.
fn number(out: &mut Vec<u8>, mut number: u32) {
    while number > 127 {
        out.push((number & 127) as u8);
        number >>= 7;
    }
    out.push(number as u8 | 128);
}
