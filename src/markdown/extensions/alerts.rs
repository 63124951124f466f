//! `> [!NOTE]` and its four relatives: quotes that are asides with a title.

use pulldown_cmark::BlockQuoteKind;

use crate::markdown::Words;
use crate::markdown::escape::push_text;

/// Writes what stands before an alert's content.
pub(in crate::markdown) fn open(kind: BlockQuoteKind, words: &Words, out: &mut String) {
    let (name, title) = match kind {
        BlockQuoteKind::Note => ("note", &words.note),
        BlockQuoteKind::Tip => ("tip", &words.tip),
        BlockQuoteKind::Important => ("important", &words.important),
        BlockQuoteKind::Warning => ("warning", &words.warning),
        BlockQuoteKind::Caution => ("caution", &words.caution),
    };
    out.push_str("<aside class=\"alert alert-");
    out.push_str(name);
    out.push_str("\" role=\"note\"><p class=\"alert-title\">");
    push_text(title, out);
    out.push_str("</p>\n");
}

/// What stands after it.
pub(in crate::markdown) const CLOSE: &str = "</aside>\n";
