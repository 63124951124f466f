//! Raw HTML as writers put it in Markdown, cut into tags and text.
//!
//! Good enough to find links and images, to count, and to take text out. Nothing is safe because of this scanner: that
//! is [`super::sanitise`]'s work, on a real HTML parser.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Parser};

/// A part of raw HTML.
#[derive(Debug)]
pub(super) enum Piece<'a> {
    /// Text, entities and all.
    Text(&'a str),
    /// A start or an end tag.
    Tag(Tag<'a>),
    /// A comment, a declaration, or the inside of a script or style sheet.
    Hidden,
}

/// A start or an end tag.
#[derive(Debug)]
pub(super) struct Tag<'a> {
    html: &'a str,
    name: Range<usize>,
    /// Whether it is an end tag.
    pub(super) closing: bool,
    /// The whole tag in the HTML it was found in.
    pub(super) span: Range<usize>,
}

/// An attribute of a tag.
#[derive(Debug)]
pub(super) struct Attribute<'a> {
    /// Its name, as written.
    pub(super) name: &'a str,
    /// Its value as written, without quotes.
    value: &'a str,
    /// Name and value, in the HTML that the tag was found in.
    pub(super) span: Range<usize>,
}

/// Cuts `html` into its parts.
pub(super) fn pieces(html: &str) -> Pieces<'_> {
    Pieces { html, at: 0, until: None }
}

/// The parts of raw HTML, in order.
pub(super) struct Pieces<'a> {
    html: &'a str,
    at: usize,
    /// The element whose inside is not HTML, until its end tag.
    until: Option<&'static str>,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        if let Some(name) = self.until.take() {
            let end = end_of_raw_text(self.html, self.at, name);
            if end > self.at {
                self.at = end;
                return Some(Piece::Hidden);
            }
        }
        let rest = self.html.get(self.at..).filter(|rest| !rest.is_empty())?;
        let text = markup_start(rest);
        if text > 0 {
            self.at += text;
            return Some(Piece::Text(&rest[..text]));
        }
        Some(self.markup())
    }
}

impl<'a> Pieces<'a> {
    fn markup(&mut self) -> Piece<'a> {
        let (html, start) = (self.html, self.at);
        let rest = &html[start..];
        if rest.starts_with("<!--") {
            self.at = rest.get(4..).and_then(|inside| inside.find("-->")).map_or(html.len(), |end| start + 4 + end + 3);
            return Piece::Hidden;
        }
        let closing = rest.starts_with("</");
        let name_start = start + if closing { 2 } else { 1 };
        if !html[name_start..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            self.at = rest.find('>').map_or(html.len(), |end| start + end + 1);
            return Piece::Hidden;
        }
        let name_end = find_byte(html, name_start, |byte| matches!(byte, b'/' | b'>') || byte.is_ascii_whitespace());
        let Some(end) = end_of_tag(html, name_end) else {
            self.at = html.len();
            return Piece::Hidden;
        };
        self.at = end;
        let tag = Tag { html, name: name_start..name_end, closing, span: start..end };
        if !closing {
            self.until = ["script", "style"].into_iter().find(|name| tag.is_one_of(&[name]));
        }
        Piece::Tag(tag)
    }
}

impl<'a> Tag<'a> {
    /// The element's name, as written.
    pub(super) fn name(&self) -> &'a str {
        &self.html[self.name.clone()]
    }

    /// Whether the element is one of these, in lower case.
    pub(super) fn is_one_of(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.name().eq_ignore_ascii_case(name))
    }

    /// A number for the element's name; FNV-1a of it in lower case.
    pub(super) fn fingerprint(&self) -> u64 {
        self.name().bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
        })
    }

    /// Its attributes, in order.
    pub(super) fn attributes(&self) -> Attributes<'a> {
        Attributes { html: self.html, at: self.name.end, end: self.span.end - 1 }
    }

    /// The attribute called `name`: the first of them, as in browsers.
    pub(super) fn attribute(&self, name: &str) -> Option<Attribute<'a>> {
        self.attributes().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
    }
}

impl<'a> Attribute<'a> {
    /// Its value, entities decoded.
    pub(super) fn value(&self) -> Cow<'a, str> {
        decode(self.value)
    }
}

/// The attributes of a tag, in order.
pub(super) struct Attributes<'a> {
    html: &'a str,
    at: usize,
    end: usize,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = Attribute<'a>;

    fn next(&mut self) -> Option<Attribute<'a>> {
        let html = &self.html[..self.end];
        let start = find_byte(html, self.at, |byte| !byte.is_ascii_whitespace() && byte != b'/');
        if start >= self.end {
            return None;
        }
        // A name may begin with anything, `=` included.
        let after_first = start + html[start..].chars().next().map_or(1, char::len_utf8);
        let name_end = find_byte(html, after_first, |byte| matches!(byte, b'/' | b'=') || byte.is_ascii_whitespace());
        let equals = find_byte(html, name_end, |byte| !byte.is_ascii_whitespace());
        let (value, end) = match html[equals..].strip_prefix('=') {
            Some(_) => attribute_value(html, equals + 1),
            None => (name_end..name_end, name_end),
        };
        self.at = end;
        Some(Attribute { name: &html[start..name_end], value: &html[value], span: start..end })
    }
}

/// The value that begins after `=`, without its quotes, and where it ends with them.
fn attribute_value(html: &str, after_equals: usize) -> (Range<usize>, usize) {
    let start = find_byte(html, after_equals, |byte| !byte.is_ascii_whitespace());
    if let Some(quote @ (b'"' | b'\'')) = html.as_bytes().get(start).copied() {
        let end = find_byte(html, start + 1, |byte| byte == quote);
        return (start + 1..end, (end + 1).min(html.len()));
    }
    let end = find_byte(html, start, |byte| byte.is_ascii_whitespace());
    (start..end, end)
}

/// Where the tag ends whose name ends at `at`: after its `>`, or nowhere.
fn end_of_tag(html: &str, at: usize) -> Option<usize> {
    let (mut quote, mut after_equals) = (None, false);
    for (offset, byte) in html.as_bytes()[at..].iter().copied().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'>') => return Some(at + offset + 1),
            (None, b'"' | b'\'') if after_equals => quote = Some(byte),
            (None, _) => {}
        }
        after_equals = byte == b'=' || (after_equals && byte.is_ascii_whitespace());
    }
    None
}

/// Where markup begins in `text`: the first `<` that begins a tag, a comment or a declaration.
fn markup_start(text: &str) -> usize {
    let bytes = text.as_bytes();
    let begins = |at: usize| match bytes.get(at + 1) {
        Some(b'/') => bytes.get(at + 2).is_some_and(u8::is_ascii_alphabetic),
        Some(b'!' | b'?') => true,
        Some(byte) => byte.is_ascii_alphabetic(),
        None => false,
    };
    text.match_indices('<').map(|(at, _)| at).find(|at| begins(*at)).unwrap_or(text.len())
}

fn end_of_raw_text(html: &str, at: usize, name: &str) -> usize {
    let ends = |at: &usize| {
        html.as_bytes()
            .get(at + 2..at + 2 + name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
    };
    html[at..].match_indices("</").map(|(offset, _)| at + offset).find(ends).unwrap_or(html.len())
}

fn find_byte(html: &str, at: usize, wanted: impl Fn(u8) -> bool) -> usize {
    let rest = html.as_bytes().get(at..).unwrap_or_default();
    rest.iter().position(|byte| wanted(*byte)).map_or(html.len(), |offset| at + offset)
}

/// `text` with its entities decoded.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let entity = &rest[..entity_length(rest).unwrap_or(1)];
        push_entity(entity, &mut out);
        rest = &rest[entity.len()..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The length of the entity that `text` begins with. The longest name in HTML has 31 letters.
fn entity_length(text: &str) -> Option<usize> {
    let end = text.bytes().take(40).position(|byte| byte == b';')?;
    text[1..end].bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#').then_some(end + 1)
}

/// The Markdown parser knows all 2,000 names of HTML's entities, so it is asked.
fn push_entity(entity: &str, out: &mut String) {
    for event in Parser::new(entity) {
        if let Event::Text(text) = event {
            out.push_str(&text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(html: &str) -> Vec<String> {
        pieces(html)
            .map(|piece| match piece {
                Piece::Text(text) => format!("text {text}"),
                Piece::Tag(tag) if tag.closing => format!("end {}", tag.name()),
                Piece::Tag(tag) => {
                    let attributes = tag.attributes().map(|a| format!(" {}={}", a.name, a.value()));
                    format!("start {}{}", tag.name(), attributes.collect::<String>())
                }
                Piece::Hidden => "hidden".to_owned(),
            })
            .collect()
    }

    #[test]
    fn tags_text_and_what_is_neither() {
        assert_eq!(
            shown("<p class=x>a < b<br/><!-- <i> --></P ><script>'<b>'</SCRIPT>"),
            ["start p class=x", "text a < b", "start br", "hidden", "end P", "start script", "hidden", "end SCRIPT"]
        );
        assert_eq!(shown("<!doctype html><?php ?></ x>"), ["hidden", "hidden", "text </ x>"]);
    }

    #[test]
    fn attributes_are_read_as_browsers_do() {
        assert_eq!(
            shown("<a href = \"x?a&amp;b\" title='>' disabled b=c/d/e=\"f\"g>"),
            ["start a href=x?a&b title=> disabled= b=c/d/e=\"f\"g"]
        );
        assert_eq!(shown("<img src=\"a\"alt='b'/>"), ["start img src=a alt=b"]);
        assert_eq!(shown("<a =x y = >"), ["start a =x= y="]);
        assert_eq!(shown("<a href=\"é\" ü>"), ["start a href=é ü="]);
    }

    #[test]
    fn what_has_no_end_is_not_read_twice() {
        assert_eq!(shown("<a <a <a"), ["hidden"]);
        assert_eq!(shown("<a href=\"x>y"), ["hidden"]);
        assert_eq!(shown("<!-- x"), ["hidden"]);
        assert_eq!(shown("<style>a{}"), ["start style", "hidden"]);
        assert_eq!(shown("<"), ["text <"]);
    }

    #[test]
    fn entities_are_decoded_by_name_and_number() {
        assert_eq!(decode("&lt;&#58;&#x41;&nope;&amp;amp;&"), "<:A&nope;&amp;&");
        assert_eq!(decode("java&Tab;script&colon;"), "java\tscript:");
    }
}
