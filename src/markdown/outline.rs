//! What a body contains, found in one pass and without writing HTML.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use crate::diag::{Code, Diagnostic, Place};
use crate::source::SourceText;

use super::body::Body;
use super::claims::{Claim, Prose, linked, may_claim};
use super::events::{Step, steps};
use super::html::{self, Piece, pieces};
use super::limits::{Excess, What};
use super::plain::{is_inline, plain_text};
use super::quotes::Quoted;
use super::slug::{HeadingText, Slugs, may_stay};
use super::{Heading, Image, Link, Outline, Quote};

/// Longest lead, in characters.
const LEAD_CHARACTERS: usize = 200;

/// Reads a body for its headings, links, images and first words. `source` is the file that the body was cut from.
///
/// Findings: `nested-too-deeply`, `too-many-headings` and `too-much-html`, for a body that will be shown as plain text.
/// Its outline is empty but for the number of its words, because as plain text it has no headings and no links.
#[must_use]
pub fn outline(source: &SourceText, body: &Body, findings: &mut Vec<Diagnostic>) -> Outline {
    let mut collector = Collector::new(body);
    let mut steps = steps(body);
    while let Some(step) = steps.next() {
        match step {
            Ok((Step::Event(event), range)) => {
                if let Event::Start(Tag::Link { id, .. }) = &event
                    && let Some(definition) = steps.definition(id)
                {
                    collector.note_quotes(&definition);
                }
                collector.event(event, range);
            }
            Ok((Step::Edge(_), _)) => {}
            Err(excess) => {
                findings.push(finding(source, body, excess));
                return Outline { words: body.text().split_whitespace().count(), ..Outline::default() };
            }
        }
    }
    collector.finish()
}

fn finding(source: &SourceText, body: &Body, excess: Excess) -> Diagnostic {
    let place = Place::span(source, body.source_span(excess.at..excess.at + 1));
    let (code, message) = match excess.what {
        What::Depth => ("nested-too-deeply", "lists, quotes or elements are nested more than 100 levels deep here"),
        What::Headings => ("too-many-headings", "there are more than 10,000 headings"),
        What::Html => ("too-much-html", "there is more raw HTML, or more of it left open, than can be made safe"),
    };
    Diagnostic::error(Code(code), place, message).help("the page is shown as plain text; break it up or simplify it")
}

struct Collector<'a> {
    body: &'a Body,
    outline: Outline,
    slugs: Slugs,
    heading: HeadingText,
    in_heading: bool,
    in_code: bool,
    in_word: bool,
    /// Images that are open, by their index: one may stand in another's description.
    images: Vec<usize>,
    depth: usize,
    lead: Lead,
    /// Its prose, where that may claim something.
    prose: Option<Prose>,
    /// Quotations that are open.
    quotations: usize,
    /// Facts that are quoted, by where.
    quoted: BTreeMap<usize, &'a Quoted>,
}

/// The search for the first paragraph that stands in the text itself, not in a list or a quote.
enum Lead {
    Sought,
    Reading(String),
    Found(String),
}

impl<'a> Collector<'a> {
    fn new(body: &'a Body) -> Self {
        Self {
            body,
            outline: Outline::default(),
            slugs: Slugs::default(),
            heading: HeadingText::default(),
            in_heading: false,
            in_code: false,
            in_word: false,
            images: Vec::new(),
            depth: 0,
            lead: Lead::Sought,
            prose: may_claim(body.text()).then(Prose::default),
            quotations: 0,
            quoted: BTreeMap::new(),
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if self.in_heading {
            self.heading.add(&event);
        }
        self.quotes(&event, &range);
        self.prose(&event, &range);
        match event {
            Event::Start(element) => self.start(element, range),
            Event::End(element) => self.end(element),
            Event::Text(text) | Event::Code(text) => self.text(&text),
            Event::SoftBreak | Event::HardBreak => self.text(" "),
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html, range),
            _ => {}
        }
    }

    /// Notes the facts that an event quotes. A link has its text and its address in its range, and either may quote.
    fn quotes(&mut self, event: &Event<'_>, range: &Range<usize>) {
        let may_quote = match event {
            Event::Text(_) => !self.in_code,
            Event::Html(_) | Event::Start(Tag::Link { .. }) => true,
            _ => false,
        };
        if !may_quote {
            return;
        }
        self.note_quotes(range);
    }

    /// Notes the facts that a stretch quotes. It may have been read before: a definition by every link that names it.
    fn note_quotes(&mut self, range: &Range<usize>) {
        for quoted in self.body.quoted_in(range) {
            self.quoted.entry(quoted.span.start).or_insert(quoted);
        }
    }

    /// Reads on in the prose. What is code, a picture or quoted from somebody else is none of ours.
    fn prose(&mut self, event: &Event<'_>, range: &Range<usize>) {
        let Some(prose) = &mut self.prose else { return };
        match event {
            Event::Start(Tag::BlockQuote(None)) => self.quotations += 1,
            Event::End(TagEnd::BlockQuote(None)) => self.quotations = self.quotations.saturating_sub(1),
            _ if self.in_code || self.quotations > 0 || !self.images.is_empty() => {}
            Event::Text(text) => self.body.read_prose(text, range, prose),
            Event::SoftBreak => prose.push(" ", range.start),
            Event::Code(_) => prose.gap(),
            Event::HardBreak | Event::Html(_) | Event::End(TagEnd::TableCell) => prose.end(),
            Event::End(element) if !is_inline(element) => prose.end(),
            _ => {}
        }
    }

    fn start(&mut self, element: Tag<'_>, range: Range<usize>) {
        self.depth += 1;
        self.in_word &= is_inline(&element.to_end());
        match element {
            Tag::Heading { level, .. } => {
                self.in_heading = true;
                self.heading.clear();
                self.outline.headings.push(Heading { level: level as u8, id: String::new(), text: String::new() });
            }
            Tag::CodeBlock(_) => self.in_code = true,
            Tag::Paragraph if self.depth == 1 && matches!(self.lead, Lead::Sought) => {
                self.lead = Lead::Reading(String::new());
            }
            Tag::Link { link_type, dest_url, .. } => {
                let quoted = !self.body.quoted_in(&range).is_empty();
                let link = Link { destination: destination(link_type, dest_url), span: self.body.source_span(range) };
                if let Some(said) = linked(&link.destination).filter(|_| self.quotations == 0) {
                    let (text, span) = (link.destination.clone(), link.span.clone());
                    self.outline.claims.push(Claim { said, text, quoted, span, sentence: None });
                }
                self.outline.links.push(link);
            }
            Tag::Image { dest_url, .. } => {
                self.images.push(self.outline.images.len());
                let (destination, span) = (dest_url.into_string(), self.body.source_span(range));
                self.outline.images.push(Image { destination, alt: String::new(), span });
            }
            _ => {}
        }
    }

    fn end(&mut self, element: TagEnd) {
        self.depth = self.depth.saturating_sub(1);
        match element {
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::CodeBlock => self.in_code = false,
            TagEnd::Image => {
                self.images.pop();
            }
            TagEnd::Paragraph if self.depth == 0 => self.end_lead(),
            _ => {}
        }
    }

    fn end_heading(&mut self) {
        self.in_heading = false;
        if let Some(heading) = self.outline.headings.last_mut() {
            heading.id = self.slugs.give(&self.heading);
            self.heading.text().clone_into(&mut heading.text);
        }
    }

    fn end_lead(&mut self) {
        if let Lead::Reading(text) = &mut self.lead {
            let text = std::mem::take(text);
            self.lead = if text.trim().is_empty() { Lead::Sought } else { Lead::Found(text) };
        }
    }

    fn text(&mut self, text: &str) {
        if !self.in_code {
            self.count_words(text);
        }
        self.describe(text);
    }

    /// Counts the words that begin in `text`. Markup does not end a word, so it may go on from the text before.
    fn count_words(&mut self, text: &str) {
        for byte in text.bytes() {
            let letter = !byte.is_ascii_whitespace();
            self.outline.words += usize::from(letter && !self.in_word);
            self.in_word = letter;
        }
    }

    /// Adds to whatever is being described: an image, or the page in its lead.
    fn describe(&mut self, text: &str) {
        if let Some(image) = self.images.first().and_then(|index| self.outline.images.get_mut(*index)) {
            image.alt.push_str(text);
        } else if let Lead::Reading(lead) = &mut self.lead
            && lead.len() < LEAD_CHARACTERS * 5
        {
            lead.push_str(text);
        }
    }

    fn html(&mut self, html: &str, range: Range<usize>) {
        for piece in pieces(html) {
            match piece {
                Piece::Tag(tag) if !tag.closing => self.tag(&tag, html, &range),
                _ => {}
            }
        }
    }

    fn tag(&mut self, tag: &html::Tag<'_>, html: &str, range: &Range<usize>) {
        let names = if tag.is_one_of(&["a"]) { ["id", "name"] } else { ["id", "id"] };
        let anchor = names.iter().find_map(|name| tag.attribute(name)).map(|id| id.value().into_owned());
        self.outline.anchors.extend(anchor.filter(|id| may_stay(id)));
        let value = |name| tag.attribute(name).map(|attribute| attribute.value().into_owned());
        if let Some(destination) = value("href").filter(|_| tag.is_one_of(&["a"])) {
            self.outline.links.push(Link { destination, span: self.tag_span(tag, html, range) });
        }
        if let Some(destination) = value("src").filter(|_| tag.is_one_of(&["img"])) {
            let (alt, span) = (value("alt").unwrap_or_default(), self.tag_span(tag, html, range));
            self.outline.images.push(Image { destination, alt, span });
        }
    }

    /// The place of a tag; of its whole block where quote marks stand between the block's lines.
    fn tag_span(&self, tag: &html::Tag<'_>, html: &str, range: &Range<usize>) -> Range<usize> {
        let whole = self.body.text().get(range.clone()).is_some_and(|block| block.starts_with(html.trim_end()));
        let span = range.start + tag.span.start..range.start + tag.span.end;
        self.body.source_span(if whole { span } else { range.clone() })
    }

    fn finish(mut self) -> Outline {
        let lead = match std::mem::replace(&mut self.lead, Lead::Sought) {
            Lead::Found(text) => text,
            // Nothing but lists, tables or raw HTML.
            Lead::Sought | Lead::Reading(_) => plain_text(self.body).lines().next().unwrap_or_default().to_owned(),
        };
        self.outline.lead = shorten(&lead);
        let quote =
            |quoted: &Quoted| Quote { name: quoted.name.clone(), span: self.body.source_span(quoted.span.clone()) };
        self.outline.quotes = self.quoted.values().copied().map(quote).collect();
        if let Some(prose) = self.prose.take() {
            self.outline.claims.extend(prose.into_claims(self.body));
        }
        if self.outline.headings.iter().any(|heading| heading.level == 1) {
            self.outline.headings.iter_mut().for_each(|heading| heading.level = (heading.level + 1).min(6));
        }
        self.outline
    }
}

/// Where a link leads; the parser leaves `mailto:` to its users.
pub(super) fn destination(link_type: LinkType, url: CowStr<'_>) -> String {
    match link_type {
        LinkType::Email => format!("mailto:{url}"),
        _ => url.into_string(),
    }
}

/// `text` on one line, cut after a word where it is too long.
fn shorten(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    let Some((limit, _)) = text.char_indices().nth(LEAD_CHARACTERS) else { return text };
    let head = &text[..limit];
    let end = if text[limit..].starts_with(' ') { limit } else { head.rfind(' ').unwrap_or(limit) };
    let kept = head[..end].trim_end_matches([' ', ',', ';', ':', '.', '–', '-']);
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::{Staff, split};
    use crate::source::SitePath;

    fn read(text: &str) -> (SourceText, Outline, Vec<&'static str>) {
        let source = SourceText::new(SitePath::new("content/a.md").unwrap(), text);
        let mut findings = Vec::new();
        let body = split(&source, Staff::Drop, &mut findings).body;
        let outline = outline(&source, &body, &mut findings);
        let codes = findings.iter().map(|finding| finding.code.0).collect();
        (source, outline, codes)
    }

    #[test]
    fn headings_move_below_the_title_where_a_body_has_a_title_of_its_own() {
        let shown = |text| {
            let headings = read(text).1.headings;
            headings.into_iter().map(|h| format!("{} {} {}", h.level, h.id, h.text)).collect::<Vec<_>>()
        };
        assert_eq!(shown("## A `b` *c*\n### D {#d2}\n"), ["2 a-b-c A b c", "3 d2 D"]);
        assert_eq!(shown("## A\n\nB\n===\n###### C\n"), ["3 a A", "2 b B", "6 c C"]);
    }

    #[test]
    fn links_and_images_have_places_in_the_file() {
        let text = "---\ntitle: é\n---\r\nA [b](c.md \"t\") ![d *e*](f.png) <g@h.i> <http://j.k>\r\n\r\n<p>\r\n<a id=m href='n.md?a&amp;b'>o</a> <img src=p.png alt=q>\r\n</p>\r\n\r\n> <a\n> href=r>s</a>\n";
        let (source, outline, _) = read(text);
        let links: Vec<_> =
            outline.links.iter().map(|l| (l.destination.as_str(), source.slice(l.span.clone()))).collect();
        assert_eq!(
            links,
            [
                ("c.md", "[b](c.md \"t\")"),
                ("mailto:g@h.i", "<g@h.i>"),
                ("http://j.k", "<http://j.k>"),
                ("n.md?a&b", "<a id=m href='n.md?a&amp;b'>"),
                ("r", "<a\n> href=r>"),
            ]
        );
        let images: Vec<_> = outline
            .images
            .iter()
            .map(|i| (i.destination.as_str(), i.alt.as_str(), source.slice(i.span.clone())))
            .collect();
        assert_eq!(images, [("f.png", "d e", "![d *e*](f.png)"), ("p.png", "q", "<img src=p.png alt=q>")]);
        assert_eq!(outline.anchors, ["m"]);
    }

    #[test]
    fn the_lead_is_the_first_paragraph_of_the_text_itself() {
        assert_eq!(read("# T\n\n> quote\n\n![](x)\n\nFirst *one*\nof `two`.\n\nNext.").1.lead, "First one of two.");
        assert_eq!(read("- a\n- b").1.lead, "a");
        assert_eq!(read("<p>a &amp; b</p>").1.lead, "a & b");
        assert_eq!(read("").1.lead, "");
        let long = read(&"word, ".repeat(100)).1.lead;
        assert!(long.chars().count() <= 200 && long.ends_with("word…"), "{long}");
        assert_eq!(read(&"é".repeat(300)).1.lead.chars().count(), 201);
    }

    #[test]
    fn words_are_counted_outside_code() {
        assert_eq!(read("One two *three*four\nfive `six`\n\n```\nseven\n```\n").1.words, 5);
    }

    #[test]
    fn too_much_is_an_error_with_a_place() {
        let (_, outline, codes) = read(&("a\n\n".to_owned() + &"> ".repeat(50_000) + "b"));
        assert_eq!((codes, outline.words), (vec!["nested-too-deeply"], 50_002));
        assert_eq!(read(&"<div>".repeat(10_000)).2, ["nested-too-deeply"]);
        assert_eq!(read(&"<div>".repeat(100_000)).2, ["too-much-html"]);
        assert_eq!(read(&("<p>".to_owned() + &"&amp;".repeat(200_000))).2, ["too-much-html"]);
        assert_eq!(read(&"#\n".repeat(10_001)).2, ["too-many-headings"]);
        assert_eq!(read(&"*a _b ".repeat(1_000)).2, Vec::<&str>::new());
    }
}
