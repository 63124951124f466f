//! Tables: in a frame that scrolls by itself, so that a wide one does not push a phone's whole page aside. The frame can
//! be focused, or it could not be scrolled from the keyboard.

use std::fmt::Write;

use pulldown_cmark::Alignment;

use crate::markdown::Words;
use crate::markdown::escape::push_attribute;

/// The state of writing tables. They do not nest.
#[derive(Default)]
pub(in crate::markdown) struct Tables {
    count: usize,
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
}

impl Tables {
    pub(in crate::markdown) fn open(&mut self, alignments: Vec<Alignment>, words: &Words, out: &mut String) {
        self.count += 1;
        self.alignments = alignments;
        out.push_str("<div class=\"table-wrap\" tabindex=\"0\" role=\"region\" aria-label=\"");
        push_attribute(&words.table, out);
        let _ = write!(out, " {}", self.count);
        out.push_str("\"><table>");
    }

    pub(in crate::markdown) fn open_head(&mut self, out: &mut String) {
        self.in_head = true;
        self.column = 0;
        out.push_str("<thead><tr>");
    }

    pub(in crate::markdown) fn close_head(&mut self, out: &mut String) {
        self.in_head = false;
        out.push_str("</tr></thead><tbody>\n");
    }

    pub(in crate::markdown) fn open_row(&mut self, out: &mut String) {
        self.column = 0;
        out.push_str("<tr>");
    }

    /// Alignment is a class: a strict content policy forbids style attributes.
    pub(in crate::markdown) fn open_cell(&self, out: &mut String) {
        out.push_str(if self.in_head { "<th" } else { "<td" });
        out.push_str(match self.alignments.get(self.column) {
            Some(Alignment::Left) => " class=\"align-left\">",
            Some(Alignment::Center) => " class=\"align-center\">",
            Some(Alignment::Right) => " class=\"align-right\">",
            Some(Alignment::None) | None => ">",
        });
    }

    pub(in crate::markdown) fn close_cell(&mut self, out: &mut String) {
        self.column += 1;
        out.push_str(if self.in_head { "</th>" } else { "</td>" });
    }
}

/// What stands after a table.
pub(in crate::markdown) const CLOSE: &str = "</tbody></table></div>\n";
