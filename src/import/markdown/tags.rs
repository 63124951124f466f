//! HTML as people paste it into status pages, as Markdown.
//!
//! A text with paragraphs, lists or tables in HTML is HTML as a whole: its white space means nothing and its asterisks are
//! asterisks. Any other text is Markdown in which a few tags may stand.

/// Elements whose tags go and whose words stay.
const PLAIN: &[&str] = &[
    "span", "u", "font", "small", "time", "abbr", "sub", "sup", "center", "var", "label", "html", "body", "header",
    "footer", "main", "ins", "mark", "cite", "q", "dl", "thead", "tbody", "tfoot", "figure",
];
/// Elements whose content is not for reading.
const UNREAD: &[&str] = &["script", "style", "head", "template", "noscript"];
/// Elements that show something from elsewhere.
const EMBEDDED: &[&str] = &["iframe", "video", "audio", "object", "embed", "source", "form", "input", "button", "svg"];
/// Elements that begin and end a paragraph.
const BLOCKS: &[&str] =
    &["p", "div", "section", "article", "tr", "dt", "dd", "table", "figcaption", "caption", "address"];
/// Those by which a text without fences of Markdown is known as HTML as a whole.
const TELLING: &[&str] = &["<p>", "<p ", "<div", "<ul", "<ol", "<table", "<section", "<article", "<html", "<body"];
/// Bytes in which the end of a tag or of code in a line is looked for, so that a text full of beginnings takes no longer
/// than another.
const FARTHEST: usize = 4 * 1024;
/// Elements deeper than this are left out, and their words stay.
const DEEPEST: usize = 50;

/// The text as Markdown, and what a person should know about it.
pub(super) fn to_markdown(text: &str) -> (String, Vec<String>) {
    let lower = text.to_ascii_lowercase();
    let is_html = !text.contains("```") && TELLING.iter().any(|tag| lower.contains(tag));
    let mut writer = Writer { out: String::with_capacity(text.len()), open: Vec::new(), notes: Vec::new(), is_html };
    writer.read(text);
    while !writer.open.is_empty() {
        writer.close_last();
    }
    (without_gaps(&writer.out), writer.notes)
}

/// An element that has begun.
struct Open {
    name: String,
    /// Where its content begins in the output.
    start: usize,
    href: Option<String>,
    /// Items so far, of a numbered list.
    items: usize,
}

struct Writer {
    out: String,
    open: Vec<Open>,
    notes: Vec<String>,
    is_html: bool,
}

/// A tag as written.
struct Tag<'a> {
    name: String,
    closing: bool,
    attributes: &'a str,
    /// Where the text behind it begins.
    end: usize,
}

impl Writer {
    fn read(&mut self, text: &str) {
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            at += match rest.as_bytes()[0] {
                b'`' | b'~' if !self.is_html => self.code(rest),
                b'<' => self.angle(rest),
                _ => self.words(rest),
            };
        }
    }

    /// Text up to the next sign that may be more than itself.
    fn words(&mut self, rest: &str) -> usize {
        let signs: &[char] = if self.is_html { &['<'] } else { &['<', '`', '~'] };
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let end = rest[first..].find(signs).map_or(rest.len(), |at| first + at);
        let text = &rest[..end];
        if self.is_html {
            self.plain(text)
        } else {
            self.out.push_str(text)
        }
        end
    }

    /// Text of an HTML document: white space is one space, and no sign is markup.
    fn plain(&mut self, text: &str) {
        for c in text.chars() {
            let at_line_start = self.out.is_empty() || self.out.ends_with('\n');
            if c.is_whitespace() && c != '\u{a0}' {
                if !at_line_start && !self.out.ends_with(' ') {
                    self.out.push(' ');
                }
                continue;
            }
            let is_mark = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<')
                || (at_line_start && matches!(c, '#' | '+' | '-' | '>' | '=' | '|' | '~'))
                || (matches!(c, '.' | ')') && self.line_is_number());
            if is_mark {
                self.out.push('\\');
            }
            self.out.push(c);
        }
    }

    /// Whether the line so far is a number, so that a full stop would make it an item of a list.
    fn line_is_number(&self) -> bool {
        let digits = self.out.bytes().rev().take(10).take_while(u8::is_ascii_digit).count();
        let before = self.out.len() - digits;
        (1..10).contains(&digits) && (before == 0 || self.out.as_bytes()[before - 1] == b'\n')
    }

    /// Code in Markdown, copied as it is: nothing in it is a tag.
    fn code(&mut self, rest: &str) -> usize {
        let sign = rest.as_bytes()[0];
        let run = rest.bytes().take_while(|byte| *byte == sign).count();
        let (fence, behind) = rest.split_at(run);
        let line = self.out.trim_end_matches([' ', '\t']);
        let end = if run >= 3 && (line.is_empty() || line.ends_with('\n')) {
            end_of_fence(behind, fence)
        } else if sign == b'`' {
            end_of_span(behind, run)
        } else {
            None
        };
        let end = run + end.unwrap_or(0);
        self.out.push_str(&rest[..end]);
        end
    }

    /// `<`: a tag that is known, a comment, an address, or a sign like any other.
    fn angle(&mut self, rest: &str) -> usize {
        if rest.starts_with("<!--") {
            return rest.find("-->").map_or(rest.len(), |at| at + 3);
        }
        if let Some(end) = end_of_address(rest).filter(|_| !self.is_html) {
            self.out.push_str(&rest[..end]);
            return end;
        }
        match tag(rest) {
            Some(tag) if self.take(&tag, rest).is_some() => self.skip(&tag, rest),
            _ => {
                let is_sign = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
                self.out.push_str(if is_sign || self.is_html { "\\<" } else { "<" });
                1
            }
        }
    }

    /// Where reading goes on behind a tag: behind its element, where that is not for reading.
    fn skip(&self, tag: &Tag<'_>, rest: &str) -> usize {
        if tag.closing || !(UNREAD.contains(&tag.name.as_str()) || tag.name == "pre") {
            return tag.end;
        }
        let close = format!("</{}", tag.name);
        let Some(at) = find_ignoring_case(&rest[tag.end..], &close) else { return rest.len() };
        let behind = tag.end + at;
        rest[behind..].find('>').map_or(rest.len(), |end| behind + end + 1)
    }

    /// Writes what a tag stands for; nothing where it is unknown.
    fn take(&mut self, tag: &Tag<'_>, rest: &str) -> Option<()> {
        let name = tag.name.as_str();
        match name {
            "br" => self.line_break(&rest[tag.end..]),
            "hr" => self.out.push_str("\n\n***\n\n"),
            "img" if !tag.closing => self.picture(tag),
            "pre" if !tag.closing => self.preformatted(tag, rest),
            "pre" => {}
            "th" | "td" if tag.closing => self.out.push_str(" | "),
            "th" | "td" => {}
            "li" if !tag.closing => self.item(),
            "li" => {}
            "strong" | "b" | "em" | "i" | "del" | "s" | "strike" | "code" | "tt" | "kbd" | "a" | "blockquote"
            | "ul" | "ol" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.element(tag),
            _ if BLOCKS.contains(&name) => self.out.push_str("\n\n"),
            _ if PLAIN.contains(&name) => {}
            _ if UNREAD.contains(&name) => self.note(tag, "its content was not for reading and is left out"),
            _ if EMBEDDED.contains(&name) => self.note(tag, "what it showed is left out"),
            _ => return None,
        }
        Some(())
    }

    fn note(&mut self, tag: &Tag<'_>, why: &str) {
        if !tag.closing {
            let source = attribute(tag.attributes, "src").map(|src| format!(" of {src}")).unwrap_or_default();
            self.notes.push(format!("there was <{}>{source}: {why}", tag.name));
        }
    }

    fn line_break(&mut self, behind: &str) {
        let kept = self.out.trim_end_matches(' ').len();
        self.out.truncate(kept);
        let next = behind.trim_start();
        let begins_break = next.get(..3).is_some_and(|tag| tag.eq_ignore_ascii_case("<br"));
        let ends = next.is_empty() || behind.starts_with("\n\n") || next.starts_with("</") || begins_break;
        if ends || self.out.is_empty() || self.out.ends_with('\n') {
            self.out.push_str("\n\n");
        } else {
            self.out.push_str(if behind.starts_with('\n') { "\\" } else { "\\\n" });
        }
    }

    fn picture(&mut self, tag: &Tag<'_>) {
        let source = attribute(tag.attributes, "src").unwrap_or_default();
        let alt = attribute(tag.attributes, "alt").unwrap_or_default().replace(['[', ']'], "");
        self.out.push_str(&format!("![{alt}](<{}>)", source.replace(['<', '>', '\n'], "")));
    }

    fn preformatted(&mut self, tag: &Tag<'_>, rest: &str) {
        let inner = &rest[tag.end..];
        let end = find_ignoring_case(inner, "</pre").unwrap_or(inner.len());
        let text = decoded(&without_tags(&inner[..end]));
        let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        self.out.push_str(&format!("\n\n{fence}\n{}\n{fence}\n\n", text.trim_matches('\n')));
    }

    fn item(&mut self) {
        let lists = || self.open.iter().filter(|open| matches!(open.name.as_str(), "ul" | "ol"));
        let indent = "   ".repeat(lists().count().saturating_sub(1));
        let list = self.open.iter_mut().rev().find(|open| matches!(open.name.as_str(), "ul" | "ol"));
        let mark = match list {
            Some(list) if list.name == "ol" => {
                list.items += 1;
                format!("{}.", list.items)
            }
            _ => "-".to_owned(),
        };
        let gap = if self.out.is_empty() || self.out.ends_with('\n') { "" } else { "\n" };
        self.out.push_str(&format!("{gap}{indent}{mark} "));
    }

    /// The beginning or the end of an element that marks its content.
    fn element(&mut self, tag: &Tag<'_>) {
        if tag.closing {
            if self.open.iter().any(|open| open.name == tag.name) {
                while self.open.last().is_some_and(|open| open.name != tag.name) {
                    self.close_last();
                }
                self.close_last();
            }
            return;
        }
        if self.open.len() >= DEEPEST {
            return;
        }
        match tag.name.as_str() {
            "blockquote" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.out.push_str("\n\n"),
            "ul" | "ol" if self.open.iter().all(|open| !matches!(open.name.as_str(), "ul" | "ol")) => {
                self.out.push_str("\n\n")
            }
            _ => {}
        }
        let href = attribute(tag.attributes, "href");
        self.open.push(Open { name: tag.name.clone(), start: self.out.len(), href, items: 0 });
    }

    fn close_last(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let start = open.start.min(self.out.len());
        let inner = self.out.split_off(start);
        let words = inner.trim();
        let (before, after) = (&inner[..inner.len() - inner.trim_start().len()], &inner[inner.trim_end().len()..]);
        let marked = match open.name.as_str() {
            _ if words.is_empty() => inner.clone(),
            "strong" | "b" => format!("{before}**{words}**{after}"),
            "em" | "i" => format!("{before}*{words}*{after}"),
            "del" | "s" | "strike" => format!("{before}~~{words}~~{after}"),
            "code" | "tt" | "kbd" => format!("{before}{}{after}", code_span(words)),
            "a" => match &open.href {
                Some(href) => format!("{before}[{words}](<{}>){after}", href.replace(['<', '>', '\n'], "")),
                None => inner.clone(),
            },
            "blockquote" => {
                let lines: Vec<String> = without_gaps(words).lines().map(|line| format!("> {line}")).collect();
                format!("{}\n\n", lines.join("\n"))
            }
            "ul" | "ol" => format!("{}\n\n", inner.trim_end()),
            heading => {
                let level = heading.bytes().last().map_or(3, |digit| usize::from(digit.saturating_sub(b'0')));
                format!("{} {}\n\n", "#".repeat(level), words.replace('\n', " "))
            }
        };
        self.out.push_str(&marked);
    }
}

fn code_span(words: &str) -> String {
    let text = decoded(&words.replace('\\', ""));
    let fence = "`".repeat(text.split(|c| c != '`').map(str::len).max().unwrap_or(0) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Where a block of code ends whose fence has just begun.
fn end_of_fence(behind: &str, fence: &str) -> Option<usize> {
    let mut at = behind.find('\n')? + 1;
    while let Some(line) = behind[at..].split_inclusive('\n').next() {
        at += line.len();
        let line = line.trim();
        if line.starts_with(fence) && line.chars().all(|c| fence.starts_with(c)) {
            return Some(at);
        }
    }
    Some(behind.len())
}

/// Where code in a line ends that began with `run` backticks; it does not go beyond its paragraph.
fn end_of_span(behind: &str, run: usize) -> Option<usize> {
    let near = head(behind);
    let paragraph = &near[..near.find("\n\n").unwrap_or(near.len())];
    let mut at = 0;
    while let Some(found) = paragraph[at..].find('`') {
        let length = paragraph[at + found..].bytes().take_while(|byte| *byte == b'`').count();
        at += found + length;
        if length == run {
            return Some(at);
        }
    }
    None
}

/// The beginning of a text, as far as anything is looked for.
fn head(text: &str) -> &str {
    let mut end = text.len().min(FARTHEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// `<https://example.com>` or `<help@example.com>`.
fn end_of_address(rest: &str) -> Option<usize> {
    if !rest[1..].starts_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let end = 1 + head(&rest[1..]).find(['>', '<', ' ', '\n'])?;
    let inner = rest.get(1..end).filter(|_| rest[end..].starts_with('>'))?;
    let is_url = inner.starts_with("https://") || inner.starts_with("http://") || inner.starts_with("mailto:");
    let is_mail = inner.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    (is_url || is_mail).then_some(end + 1)
}

/// The tag that `rest` begins with.
fn tag(rest: &str) -> Option<Tag<'_>> {
    let (closing, inner) = match rest.strip_prefix("</") {
        Some(inner) => (true, inner),
        None => (false, rest.strip_prefix('<')?),
    };
    let name_end = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
    let (name, attributes) = inner.split_at(name_end);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let length = end_of_attributes(attributes)?;
    let end = rest.len() - attributes.len() + length + 1;
    Some(Tag { name: name.to_ascii_lowercase(), closing, attributes: &attributes[..length], end })
}

/// Where the `>` of a tag is, outside of quotes. A tag begins with white space behind its name, or ends there.
fn end_of_attributes(attributes: &str) -> Option<usize> {
    if !attributes.starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/')) {
        return None;
    }
    let mut quote = None;
    for (at, byte) in attributes.bytes().enumerate().take(FARTHEST) {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

fn attribute(attributes: &str, wanted: &str) -> Option<String> {
    let at = find_ignoring_case(attributes, &format!("{wanted}="))?;
    let value = &attributes[at + wanted.len() + 1..];
    let text = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next()?,
        _ => value.split(|c: char| c.is_whitespace() || c == '>').next()?,
    };
    Some(decoded(text))
}

fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    let wanted = wanted.as_bytes();
    text.as_bytes().windows(wanted.len()).position(|window| window.eq_ignore_ascii_case(wanted))
}

fn without_tags(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(found) = text[at..].find('<') {
        kept.push_str(&text[at..at + found]);
        let rest = &text[at + found..];
        let length = tag(rest).map_or(1, |tag| tag.end);
        kept.push_str(if length == 1 { "<" } else { "" });
        at += found + length;
    }
    kept.push_str(&text[at..]);
    kept
}

/// The four signs that HTML can't write as themselves.
fn decoded(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

/// No more than one empty line in a row, and no spaces at the end of lines.
fn without_gaps(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines() {
        let line = line.trim_end();
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        to_markdown(text).0
    }

    #[test]
    fn html_becomes_markdown() {
        for (html, markdown) in [
            ("<p>One <b>two </b>three</p><p>Four</p>", "One **two** three\n\nFour"),
            ("One<br />two<br><br>three", "One\\\ntwo\n\nthree"),
            ("<ul><li>a</li><li>b <i>c</i></li></ul>d", "- a\n- b *c*\n\nd"),
            ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "1. a\n   - b\n\n2. c"),
            ("See <a href=\"https://a.example/?b&amp;c\">there</a>.", "See [there](<https://a.example/?b&c>)."),
            ("<h2>Cause</h2>A disk.", "## Cause\n\nA disk."),
            (
                "<p>2 * 3 * 4, a_b_c, # no [link]</p><p># 1</p><p>1. x</p>",
                "2 \\* 3 \\* 4, a\\_b\\_c, # no \\[link\\]\n\n\\# 1\n\n1\\. x",
            ),
            ("<pre>a &lt;b\n  c</pre>", "```\na <b\n  c\n```"),
            ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
            ("<var data-var='date'>5</var> &lt;script&gt;", "5 &lt;script&gt;"),
            ("<code>a `b`</code>", "`` a `b` ``"),
        ] {
            assert_eq!(read(html), markdown, "{html}");
        }
    }

    #[test]
    fn markdown_stays_and_what_only_looks_like_a_tag_is_shown() {
        for (text, expected) in [
            ("**Bold** and `<b>`, a < b", "**Bold** and `<b>`, a < b"),
            ("Errors in <service> and </x>", "Errors in \\<service> and \\</x>"),
            ("<https://a.example> <a@b.example>", "<https://a.example> <a@b.example>"),
            ("```\n<p>\n```\n<b>x</b>", "```\n<p>\n```\n**x**"),
            ("a <!-- hidden --> b", "a  b"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn scripts_are_left_out_and_told() {
        let (text, notes) = to_markdown("a <script>alert('<b>')</script>b<iframe src=\"https://x.example\"></iframe>");
        assert_eq!(text, "a b");
        assert_eq!(notes.len(), 2, "{notes:?}");
    }

    #[test]
    fn odd_html_ends() {
        for odd in ["<", "</", "<p", "<a href='", "<b><i></b>", "</b>", "<pre>", "<script>", "<!--", "`", "```", "<é>"]
        {
            let _ = read(odd);
        }
        let deep = format!("{}x{}", "<b>".repeat(100_000), "</b>".repeat(100_000));
        assert!(read(&deep).contains('x'));
    }
}
