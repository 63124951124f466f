//! `- [x]`: tasks in lists. A sign with a name rather than a disabled form control: nothing can be ticked on a page,
//! and a control without a label is a riddle to a screen reader.

use crate::markdown::Words;
use crate::markdown::escape::push_attribute;

/// Writes the sign of a task.
pub(in crate::markdown) fn sign(done: bool, words: &Words, out: &mut String) {
    let (sign, name) = if done { ("☑", &words.done) } else { ("☐", &words.to_do) };
    out.push_str("<span class=\"task\" role=\"img\" aria-label=\"");
    push_attribute(name, out);
    out.push_str("\">");
    out.push_str(sign);
    out.push_str("</span> ");
}
