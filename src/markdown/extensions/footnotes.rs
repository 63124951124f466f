//! Footnotes: numbered as they first appear, collected below the text, with a way back.
//!
//! A note leads back to its first mention only; a body can mention one note a hundred thousand times.

use std::collections::HashMap;
use std::fmt::Write;

use crate::markdown::Words;
use crate::markdown::escape::push_attribute;

/// The footnotes of a body while it is being written.
#[derive(Default)]
pub(in crate::markdown) struct Footnotes {
    numbers: HashMap<String, usize>,
    notes: Vec<Note>,
    /// Notes being written: their number, and the text around them meanwhile.
    open: Vec<(usize, String)>,
}

#[derive(Default)]
struct Note {
    html: Option<String>,
    mentioned: bool,
}

impl Footnotes {
    /// Writes a mention of the note `label`.
    pub(in crate::markdown) fn mention(&mut self, label: &str, out: &mut String) {
        let number = self.number(label);
        out.push_str("<sup class=\"footnote-ref\"><a href=\"#fn-");
        let _ = write!(out, "{number}\"");
        if let Some(note) = self.notes.get_mut(number - 1)
            && !std::mem::replace(&mut note.mentioned, true)
        {
            let _ = write!(out, " id=\"fnref-{number}\"");
        }
        let _ = write!(out, ">{number}</a></sup>");
    }

    /// Begins the note `label`: what is written from now on is its text.
    pub(in crate::markdown) fn open(&mut self, label: &str, out: &mut String) {
        let number = self.number(label);
        self.open.push((number, std::mem::take(out)));
    }

    /// Ends the note; writing goes on where it began. Of two notes with one label the first counts.
    pub(in crate::markdown) fn close(&mut self, out: &mut String) {
        let Some((number, outer)) = self.open.pop() else { return };
        let html = std::mem::replace(out, outer);
        if let Some(note) = self.notes.get_mut(number - 1) {
            note.html.get_or_insert(html);
        }
    }

    /// Writes the section of notes, where there are any.
    pub(in crate::markdown) fn finish(self, words: &Words, out: &mut String) {
        if self.notes.iter().all(|note| note.html.is_none()) {
            return;
        }
        out.push_str("<section class=\"footnotes\" aria-label=\"");
        push_attribute(&words.footnotes, out);
        out.push_str("\"><ol>\n");
        for (index, note) in self.notes.iter().enumerate() {
            note.write(index + 1, words, out);
        }
        out.push_str("</ol></section>\n");
    }

    fn number(&mut self, label: &str) -> usize {
        // Labels are the same in upper and lower case; the parser hands them over as written.
        let next = self.notes.len() + 1;
        let number = *self.numbers.entry(label.to_lowercase()).or_insert(next);
        if number == next {
            self.notes.push(Note::default());
        }
        number
    }
}

impl Note {
    fn write(&self, number: usize, words: &Words, out: &mut String) {
        let _ = write!(out, "<li id=\"fn-{number}\">");
        let html = self.html.as_deref().unwrap_or_default();
        let (text, end) = html.strip_suffix("</p>\n").map_or((html, ""), |text| (text, "</p>\n"));
        out.push_str(text);
        if self.mentioned {
            let _ = write!(out, " <a class=\"footnote-back\" href=\"#fnref-{number}\" aria-label=\"");
            push_attribute(&words.back_to_text, out);
            let _ = write!(out, " {number}\">↩</a>");
        }
        out.push_str(end);
        out.push_str("</li>\n");
    }
}
