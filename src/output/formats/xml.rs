//! XML written through quick-xml into memory, where writing can't fail.

use std::borrow::Cow;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesStart, BytesText, Event};

/// An XML document that grows in memory.
pub(crate) struct Xml(Writer<Vec<u8>>);

impl Xml {
    /// A document with its declaration.
    pub(crate) fn new() -> Self {
        let mut xml = Self(Writer::new_with_indent(Vec::new(), b' ', 1));
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml
    }

    /// `<name key="value">`, what `inside` writes, `</name>`.
    pub(crate) fn element(&mut self, name: &str, attributes: &[(&str, &str)], inside: impl FnOnce(&mut Self)) {
        let start = tag(name, attributes);
        self.event(Event::Start(start.borrow()));
        inside(self);
        self.event(Event::End(start.to_end()));
    }

    /// `<name>text</name>`
    pub(crate) fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.element(name, attributes, |xml| xml.event(Event::Text(BytesText::new(&writable(text)))));
    }

    /// `<name key="value"/>`
    pub(crate) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.event(Event::Empty(tag(name, attributes)));
    }

    /// The bytes, with a line break at their end.
    pub(crate) fn finish(self) -> Vec<u8> {
        let mut bytes = self.0.into_inner();
        bytes.push(b'\n');
        bytes
    }

    fn event(&mut self, event: Event<'_>) {
        let written = self.0.write_event(event);
        debug_assert!(written.is_ok(), "memory takes every byte");
    }
}

fn tag<'a>(name: &'a str, attributes: &[(&str, &str)]) -> BytesStart<'a> {
    BytesStart::new(name).with_attributes(attributes.iter().map(|(key, value)| (*key, writable(value))))
}

/// A text without what XML has no way to write.
fn writable(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_xml) { Cow::Borrowed(text) } else { text.chars().filter(|c| is_xml(*c)).collect() }
}

/// Characters that XML 1.0 can hold at all.
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_left_out_of_texts_and_attributes() {
        let odd = "T\u{1}i\u{fffe}l\u{7}l <\"&\u{1f6d2}";
        let mut xml = Xml::new();
        xml.element("a", &[("b", odd)], |xml| {
            xml.empty("c", &[("d", odd)]);
            xml.text("e", &[("f", odd)], odd);
        });
        let text = String::from_utf8(xml.finish()).unwrap();
        assert!(text.chars().all(is_xml), "{text:?}");
        assert_eq!(text.matches("Till &lt;&quot;&amp;\u{1f6d2}").count(), 4, "{text:?}");
    }
}
