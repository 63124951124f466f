//! A body as HTML.
//!
//! Everything printed here is escaped, and every address passes [`sanitise::is_safe`] or [`sanitise::is_own`], so a body
//! without raw HTML is safe as it is written. Raw HTML is passed on with its links and images resolved, and the whole is
//! then sanitised. There are no `style` attributes and no scripts, and nothing is loaded from elsewhere.

use std::fmt::Write;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Tag, TagEnd};

use super::body::{Body, Edge};
use super::escape::{push_attribute, push_text, push_url};
use super::events::{Step, has_title, steps};
use super::extensions::footnotes::Footnotes;
use super::extensions::tables::{self, Tables};
use super::extensions::{Block, alerts, tasks};
use super::html::{self, Piece, pieces};
use super::outline::destination;
use super::slug::{HeadingText, Slugs};
use super::{Picture, Resolver, Target, Trust, Words, autolink, highlight, sanitise};

/// The HTML of a body. Ids of headings are those of [`super::outline()`].
///
/// A body over the limits of `limits` is shown as it was written, in `<pre class="plain">`.
#[must_use]
pub fn render(body: &Body, resolver: &dyn Resolver, trust: Trust) -> String {
    let mut writer = Writer::new(body, resolver, trust);
    for step in steps(body) {
        match step {
            Ok((Step::Event(event), range)) => writer.event(event, range),
            Ok((Step::Edge(edge), _)) => writer.edge(edge),
            Err(_) => return as_written(body),
        }
    }
    writer.finish()
}

fn as_written(body: &Body) -> String {
    let mut out = String::with_capacity(body.text().len() + 64);
    out.push_str("<pre class=\"plain\" tabindex=\"0\">");
    push_text(body.text(), &mut out);
    out.push_str("</pre>\n");
    out
}

struct Writer<'a> {
    resolver: &'a dyn Resolver,
    words: &'a Words,
    trust: Trust,
    out: String,
    /// Text that is not written yet, because the parser may go on with it: an URL comes in pieces.
    run: String,
    run_end: usize,
    /// Where in it a backslash stood. What follows one goes on, so it does not begin a word.
    gaps: Vec<usize>,
    /// 1 where headings are shown one level lower.
    shift: u8,
    slugs: Slugs,
    heading: HeadingText,
    heading_start: Option<usize>,
    tables: Tables,
    footnotes: Footnotes,
    code: Option<Code>,
    highlighted: highlight::Spent,
    image: Option<Picturing>,
    /// For each open link, whether it is written.
    links: Vec<bool>,
    /// Inside `<a>` in raw HTML.
    in_raw_link: bool,
    /// Plain inline elements of raw HTML that are open.
    inline: Vec<&'static str>,
    blocks: Vec<OpenBlock>,
    /// Quotes, items and notes around the current place.
    depth: usize,
    /// Raw HTML was written that only the sanitiser makes safe.
    has_html: bool,
}

struct Code {
    language: String,
    text: String,
}

/// An image whose description is being read.
struct Picturing {
    destination: String,
    title: String,
    alt: String,
    /// Images within the description.
    depth: usize,
}

struct OpenBlock {
    depth: usize,
    block: &'static Block,
}

impl<'a> Writer<'a> {
    fn new(body: &Body, resolver: &'a dyn Resolver, trust: Trust) -> Self {
        Self {
            resolver,
            words: resolver.words(),
            trust,
            out: String::with_capacity(body.text().len() * 5 / 4 + 64),
            run: String::new(),
            run_end: 0,
            gaps: Vec::new(),
            shift: u8::from(has_title(body)),
            slugs: Slugs::default(),
            heading: HeadingText::default(),
            heading_start: None,
            tables: Tables::default(),
            footnotes: Footnotes::default(),
            code: None,
            highlighted: highlight::Spent::default(),
            image: None,
            links: Vec::new(),
            in_raw_link: false,
            inline: Vec::new(),
            blocks: Vec::new(),
            depth: 0,
            has_html: false,
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if self.heading_start.is_some() {
            self.heading.add(&event);
        }
        if self.image.is_some() {
            return self.describe(&event);
        }
        if let Event::Text(text) = &event {
            return self.text(text, range);
        }
        if matches!(event, Event::End(TagEnd::Heading(_))) {
            self.cut_heading_id();
        }
        self.flush();
        match event {
            Event::Start(element) => self.start(element),
            Event::End(element) => self.end(element),
            Event::Code(code) => {
                self.out.push_str("<code>");
                push_text(&code, &mut self.out);
                self.out.push_str("</code>");
            }
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => self.block("<hr>\n"),
            Event::Html(html) => self.html_block(&html),
            Event::InlineHtml(html) => self.inline_html(&html),
            Event::FootnoteReference(label) => self.footnotes.mention(&label, &mut self.out),
            Event::TaskListMarker(done) => tasks::sign(done, self.words, &mut self.out),
            // Mathematics is not enabled; its source would be the honest thing to show.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::Text(text) => push_text(&text, &mut self.out),
        }
    }

    /// Writes a tag that stands between blocks, so nothing inline reaches across it.
    fn block(&mut self, tag: &str) {
        self.close_inline();
        self.out.push_str(tag);
    }

    fn start(&mut self, element: Tag<'_>) {
        match element {
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Link { link_type, dest_url, title, .. } => self.open_link(&destination(link_type, dest_url), &title),
            Tag::Image { dest_url, title, .. } => self.open_image(dest_url, title),
            block => {
                self.close_inline();
                self.start_block(block);
            }
        }
    }

    fn start_block(&mut self, element: Tag<'_>) {
        match element {
            Tag::Paragraph => self.out.push_str("<p>"),
            Tag::Heading { .. } => {
                self.heading.clear();
                self.heading_start = Some(self.out.len());
            }
            Tag::BlockQuote(kind) => {
                self.depth += 1;
                match kind {
                    Some(kind) => alerts::open(kind, self.words, &mut self.out),
                    None => self.out.push_str("<blockquote>\n"),
                }
            }
            Tag::CodeBlock(kind) => self.code = Some(Code { language: language(&kind), text: String::new() }),
            Tag::List(first) => self.open_list(first),
            Tag::Item => {
                self.depth += 1;
                self.out.push_str("<li>");
            }
            Tag::FootnoteDefinition(label) => {
                self.depth += 1;
                self.footnotes.open(&label, &mut self.out);
            }
            Tag::Table(alignments) => self.tables.open(alignments, self.words, &mut self.out),
            Tag::TableHead => self.tables.open_head(&mut self.out),
            Tag::TableRow => self.tables.open_row(&mut self.out),
            Tag::TableCell => self.tables.open_cell(&mut self.out),
            _ => {}
        }
    }

    fn end(&mut self, element: TagEnd) {
        match element {
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.push_str("</del>"),
            TagEnd::Link => self.close_link(),
            TagEnd::Heading(level) => self.close_heading(level),
            block => {
                self.close_inline();
                self.end_block(block);
            }
        }
    }

    fn end_block(&mut self, element: TagEnd) {
        match element {
            TagEnd::Paragraph => self.out.push_str("</p>\n"),
            TagEnd::BlockQuote(kind) => {
                self.leave();
                self.out.push_str(if kind.is_some() { alerts::CLOSE } else { "</blockquote>\n" });
            }
            TagEnd::CodeBlock => self.close_code(),
            TagEnd::List(ordered) => self.out.push_str(if ordered { "</ol>\n" } else { "</ul>\n" }),
            TagEnd::Item => {
                self.leave();
                self.out.push_str("</li>\n");
            }
            TagEnd::FootnoteDefinition => {
                self.leave();
                self.footnotes.close(&mut self.out);
            }
            TagEnd::Table => self.out.push_str(tables::CLOSE),
            TagEnd::TableHead => self.tables.close_head(&mut self.out),
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => self.tables.close_cell(&mut self.out),
            _ => {}
        }
    }

    fn finish(mut self) -> String {
        self.flush();
        self.close_inline();
        self.close_blocks(0);
        self.footnotes.finish(self.words, &mut self.out);
        if self.has_html && self.trust == Trust::Sanitise { sanitise::clean(&self.out) } else { self.out }
    }
}

/// Text and links.
impl Writer<'_> {
    fn text(&mut self, text: &str, range: Range<usize>) {
        if let Some(code) = &mut self.code {
            return code.text.push_str(text);
        }
        // A gap is a backslash, which is there to keep things apart.
        if !self.run.is_empty() && range.start != self.run_end {
            self.gaps.push(self.run.len());
        }
        self.run.push_str(text);
        self.run_end = range.end;
    }

    /// Writes the text that was held back, with its bare URLs linked.
    fn flush(&mut self) {
        if self.run.is_empty() {
            return;
        }
        let (mut run, mut gaps) = (std::mem::take(&mut self.run), std::mem::take(&mut self.gaps));
        let mut start = 0;
        for end in gaps.drain(..).chain([run.len()]) {
            self.write_text(&run[start..end], start > 0);
            start = end;
        }
        run.clear();
        (self.run, self.gaps) = (run, gaps);
    }

    /// Writes text between two backslashes. Where it goes on after one, no link begins with it.
    fn write_text(&mut self, run: &str, goes_on: bool) {
        let mut at = 0;
        if self.links.is_empty() && !self.in_raw_link {
            while let Some(link) = autolink::find(run, at) {
                push_text(&run[at..link.span.start], &mut self.out);
                at = link.span.end;
                let text = &run[link.span.clone()];
                let written = link.span.start > 0 || !goes_on;
                if written {
                    self.open_link(&[link.prefix, text].concat(), "");
                }
                push_text(text, &mut self.out);
                if written {
                    self.close_link();
                }
            }
        }
        push_text(&run[at..], &mut self.out);
    }

    fn open_link(&mut self, destination: &str, title: &str) {
        let written = push_href(&self.resolver.link(destination), "<a ", &mut self.out);
        self.links.push(written);
        if written {
            push_title(title, &mut self.out);
            self.out.push('>');
        }
    }

    fn close_link(&mut self) {
        if self.links.pop() == Some(true) {
            self.out.push_str("</a>");
        }
    }
}

/// Images.
impl Writer<'_> {
    fn open_image(&mut self, destination: CowStr<'_>, title: CowStr<'_>) {
        let (destination, title) = (destination.into_string(), title.into_string());
        self.image = Some(Picturing { destination, title, alt: String::new(), depth: 0 });
    }

    /// Reads an event within an image's description.
    fn describe(&mut self, event: &Event<'_>) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Text(text) | Event::Code(text) => image.alt.push_str(text),
            Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
            Event::Start(Tag::Image { .. }) => image.depth += 1,
            Event::End(TagEnd::Image) if image.depth > 0 => image.depth -= 1,
            Event::End(TagEnd::Image) => self.close_image(),
            _ => {}
        }
    }

    fn close_image(&mut self) {
        let Some(image) = self.image.take() else { return };
        match self.picture(&image.destination) {
            None => push_text(&image.alt, &mut self.out),
            Some(picture) => {
                self.out.push_str("<img ");
                push_picture(&picture, true, &mut self.out);
                self.out.push_str(" alt=\"");
                push_attribute(&image.alt, &mut self.out);
                self.out.push('"');
                push_title(&image.title, &mut self.out);
                self.out.push('>');
            }
        }
    }

    /// The image at `destination`, where the site has it.
    fn picture(&self, destination: &str) -> Option<Picture> {
        self.resolver.image(destination).filter(|picture| sanitise::is_own(&picture.src))
    }
}

/// Blocks.
impl Writer<'_> {
    /// Takes the id that the writer gave a heading out of its text. It does so before the text is written: a URL may stand
    /// right before the id, and would be linked with it.
    fn cut_heading_id(&mut self) {
        if let Some(id) = self.heading.custom_id()
            && let Some(text) = self.run.trim_end().strip_suffix(&format!("{{#{id}}}"))
        {
            let end = text.trim_end().len();
            self.run.truncate(end);
            self.gaps.retain(|gap| *gap < end);
        }
    }

    fn close_heading(&mut self, level: HeadingLevel) {
        let Some(start) = self.heading_start.take() else { return };
        if self.heading.custom_id().is_some() {
            // The id may have had a line to itself.
            self.out.truncate(self.out.trim_end().len().max(start));
        }
        self.close_inline();
        let id = self.slugs.give(&self.heading);
        let level = (level as u8 + self.shift).min(6);
        self.out.insert_str(start, &format!("<h{level} id=\"{id}\">"));
        let _ = write!(self.out, "<a class=\"anchor\" href=\"#{id}\" aria-label=\"");
        push_attribute(&self.words.link_to_section, &mut self.out);
        let _ = writeln!(self.out, "\">#</a></h{level}>");
    }

    fn open_list(&mut self, first: Option<u64>) {
        match first {
            None => self.out.push_str("<ul>\n"),
            Some(1) => self.out.push_str("<ol>\n"),
            Some(first) => {
                let _ = writeln!(self.out, "<ol start=\"{first}\">");
            }
        }
    }

    /// Writes a code block. It can be focused: it may scroll, and must then do so from the keyboard too.
    fn close_code(&mut self) {
        let Some(Code { language, text }) = self.code.take() else { return };
        self.out.push_str("<pre tabindex=\"0\"><code");
        if !language.is_empty() {
            self.out.push_str(" class=\"language-");
            push_attribute(&language, &mut self.out);
            self.out.push('"');
        }
        self.out.push('>');
        highlight::push_code(&text, &language, &mut self.highlighted, &mut self.out);
        self.out.push_str("</code></pre>\n");
    }

    fn edge(&mut self, edge: Edge) {
        self.flush();
        self.close_inline();
        match edge {
            Edge::Open(block) => {
                (block.open)(self.words, &mut self.out);
                self.blocks.push(OpenBlock { depth: self.depth, block });
            }
            Edge::Close if self.blocks.last().is_some_and(|open| open.depth == self.depth) => self.close_block(),
            // It ends a block outside the quote or item it stands in: that one ends with its own container.
            Edge::Close => {}
        }
    }

    fn close_block(&mut self) {
        if let Some(open) = self.blocks.pop() {
            self.out.push_str(open.block.close);
        }
    }

    /// Ends the blocks that began at `depth` or deeper.
    fn close_blocks(&mut self, depth: usize) {
        while self.blocks.last().is_some_and(|open| open.depth >= depth) {
            self.close_block();
        }
    }

    /// Leaves a quote, an item or a note, and with it the blocks that began there.
    fn leave(&mut self) {
        self.close_blocks(self.depth);
        self.depth = self.depth.saturating_sub(1);
    }
}

/// Raw HTML.
impl Writer<'_> {
    fn html_block(&mut self, html: &str) {
        self.close_inline();
        if self.trust == Trust::Sanitise && pieces(html).all(|piece| is_nothing(&piece)) {
            return;
        }
        self.raw_html(html);
    }

    fn inline_html(&mut self, html: &str) {
        if self.trust == Trust::Sanitise
            && let Some(piece) = pieces(html).next()
            && (is_nothing(&piece) || self.plain_inline(&piece))
        {
            return;
        }
        self.raw_html(html);
    }

    /// Writes an element without attributes that can do no harm. What is opened is closed with its block, so that it
    /// needs no sanitiser: most bodies with raw HTML have only `<br>` and `<kbd>`.
    fn plain_inline(&mut self, piece: &Piece<'_>) -> bool {
        let Piece::Tag(tag) = piece else { return false };
        if tag.is_one_of(&["br", "wbr"]) && tag.attributes().next().is_none() {
            self.out.push_str(if tag.is_one_of(&["br"]) { "<br>" } else { "<wbr>" });
            return true;
        }
        let Some(name) = PLAIN_INLINE.iter().find(|name| tag.is_one_of(&[name])) else { return false };
        if tag.closing {
            return self.close_plain_inline(name);
        }
        let plain = tag.attributes().next().is_none();
        if plain {
            self.inline.push(name);
            let _ = write!(self.out, "<{name}>");
        }
        plain
    }

    /// Ends an inline element and those inside it. One that is not open may have been opened with attributes.
    fn close_plain_inline(&mut self, name: &str) -> bool {
        let Some(index) = self.inline.iter().rposition(|open| *open == name) else { return !self.has_html };
        for open in self.inline.drain(index..).rev() {
            let _ = write!(self.out, "</{open}>");
        }
        true
    }

    fn close_inline(&mut self) {
        self.in_raw_link = false;
        for open in self.inline.drain(..).rev() {
            let _ = write!(self.out, "</{open}>");
        }
    }

    /// Writes raw HTML with its links and images resolved.
    fn raw_html(&mut self, html: &str) {
        self.has_html = true;
        let mut written = 0;
        for piece in pieces(html) {
            let Piece::Tag(tag) = piece else { continue };
            if tag.is_one_of(&["a"]) {
                self.in_raw_link = !tag.closing;
            }
            if tag.closing || tag.span.start < written {
                continue;
            }
            if tag.is_one_of(&["a", "area"]) {
                written = self.raw_link(html, written, &tag);
            } else if tag.is_one_of(&["img"]) {
                written = self.raw_image(html, written, &tag);
            }
        }
        self.out.push_str(&html[written..]);
    }

    /// Writes up to the `href` of a raw link, and that in its resolved form. How much of `html` is written then.
    fn raw_link(&mut self, html: &str, written: usize, tag: &html::Tag<'_>) -> usize {
        let Some(href) = tag.attribute("href") else { return written };
        self.out.push_str(&html[written..href.span.start]);
        push_href(&self.resolver.link(&href.value()), "", &mut self.out);
        href.span.end
    }

    /// Writes a raw image with its resolved `src`, or its description where there is none. How much is written then.
    fn raw_image(&mut self, html: &str, written: usize, tag: &html::Tag<'_>) -> usize {
        let Some(src) = tag.attribute("src") else { return written };
        let Some(picture) = self.picture(&src.value()) else {
            self.out.push_str(&html[written..tag.span.start]);
            if let Some(alt) = tag.attribute("alt") {
                push_text(&alt.value(), &mut self.out);
            }
            return tag.span.end;
        };
        let sized = tag.attribute("width").or_else(|| tag.attribute("height")).is_some();
        self.out.push_str(&html[written..src.span.start]);
        push_picture(&picture, !sized, &mut self.out);
        src.span.end
    }
}

/// Inline elements that mean the same everywhere and, without attributes, can do nothing.
const PLAIN_INLINE: &[&str] = &[
    "b", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "strong", "sub",
    "sup", "u", "var",
];

/// Whether sanitising leaves nothing of it: a comment, or white space.
fn is_nothing(piece: &Piece<'_>) -> bool {
    match piece {
        Piece::Hidden => true,
        Piece::Text(text) => text.trim().is_empty(),
        Piece::Tag(_) => false,
    }
}

/// Writes `before` and a link's `href` attribute, unless it leads nowhere or to what runs. Whether it was written.
fn push_href(target: &Target, before: &str, out: &mut String) -> bool {
    let (url, rel) = match target {
        Target::Href(url) => (url, ""),
        Target::External(url) => (url, " rel=\"noopener\""),
        Target::Broken => return false,
    };
    let safe = sanitise::is_safe(url);
    if safe {
        out.push_str(before);
        out.push_str("href=\"");
        push_url(url, out);
        out.push('"');
        out.push_str(rel);
    }
    safe
}

fn push_title(title: &str, out: &mut String) {
    if !title.is_empty() {
        out.push_str(" title=\"");
        push_attribute(title, out);
        out.push('"');
    }
}

/// Writes where an image lies, and how large it is, so that nothing moves when it arrives.
fn push_picture(picture: &Picture, with_size: bool, out: &mut String) {
    out.push_str("src=\"");
    push_url(&picture.src, out);
    out.push('"');
    for (name, pixels) in [("width", picture.width), ("height", picture.height)] {
        if let Some(pixels) = pixels.filter(|_| with_size) {
            let _ = write!(out, " {name}=\"{pixels}\"");
        }
    }
    out.push_str(" loading=\"lazy\" decoding=\"async\"");
}

/// The first word of a code block's info string.
fn language(kind: &CodeBlockKind<'_>) -> String {
    match kind {
        CodeBlockKind::Indented => String::new(),
        CodeBlockKind::Fenced(info) => info.split_whitespace().next().unwrap_or_default().to_owned(),
    }
}

#[cfg(test)]
mod tests;
