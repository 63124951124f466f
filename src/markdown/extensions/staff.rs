//! `:::staff`: text for the company's own people. It never reaches the public; see [`crate::markdown::split`].

use crate::markdown::Words;
use crate::markdown::escape::push_text;

use super::Block;

pub(super) const BLOCK: Block = Block { name: "staff", staff_only: true, open, close: "</aside>\n" };

fn open(words: &Words, out: &mut String) {
    out.push_str("<aside class=\"staff\" role=\"note\"><p class=\"staff-title\">");
    push_text(&words.staff, out);
    out.push_str("</p>\n");
}
