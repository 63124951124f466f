//! One file of the content, read: decoded, cut in two, stripped of what the audience must not see, and typed.
//!
//! [`open`] is the only way from a path to its text, for loading and for rendering alike. So what is internal is gone
//! before anything is parsed, and no later stage has to remember to hide it.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::diag::{self, Code, Diagnostic, Place};
use crate::kinds::{self, Audience, Basics, Facts, Front, Kind};
use crate::markdown::{self, Claim, Document, Image, Link, Outline, Quote, Staff};
use crate::source::{ContentHash, ReadError, SitePath, Snapshot, SourceText, Undecodable};
use crate::time::Moment;
use crate::yaml::{self, Node, Placed, Reader, Value};

/// The finding for a file whose bytes are not UTF-8.
pub const NOT_UTF8: Code = Code("not-utf8");
/// The finding for a file that stands in a folder without a meaning.
pub const UNKNOWN_FOLDER: Code = Code("unknown-folder");
/// The finding for thousands of the same sign in a row.
pub const LONG_RUN: Code = Code("long-run");
/// Signs in a row that make a finding; the longest rule in a real article has a few hundred.
const LONG: usize = 5_000;
/// The finding for a staff block in text whose lines YAML has joined.
pub const FOLDED_BLOCK: Code = Code("folded-block");

/// Longest front matter that is read, in bytes; the longest real one seen has 6 kB.
const MAX_FRONT: usize = 256 * 1024;

/// Who is looking, and how times are to be read: all that loading depends on besides the file itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// Who the site is for.
    pub audience: Audience,
    /// The zone of times without an offset.
    pub zone: TimeZone,
    /// What texts and front matter may quote.
    pub facts: Arc<Facts>,
}

impl Lens {
    /// One through which no facts are known.
    #[must_use]
    pub fn new(audience: Audience, zone: TimeZone) -> Self {
        Self { audience, zone, facts: Arc::default() }
    }

    /// Whether it shows the same but for the facts.
    #[must_use]
    pub fn differs_in_facts_alone(&self, other: &Self) -> bool {
        self.audience == other.audience && self.zone == other.zone
    }

    /// Whether staff blocks stay.
    #[must_use]
    pub fn staff(&self) -> Staff {
        match self.audience {
            Audience::Public => Staff::Drop,
            Audience::Internal => Staff::Show,
        }
    }
}

/// A page of the content.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where it lies.
    pub path: SitePath,
    /// Fingerprint of the file.
    pub hash: ContentHash,
    /// What sort of page it is.
    pub kind: Kind,
    /// The fields that every page has.
    pub basics: Basics,
    /// The fields of its kind.
    pub front: Front,
    /// What its body holds.
    pub outline: Outline,
    /// Names of facts that it quotes where this audience does not see them.
    pub out_of_sight: BTreeSet<String>,
}

impl Entry {
    /// What was known of the page at `now`: of an incident or maintenance that goes on later, what is still to come is
    /// cut off. Nothing where it had not begun.
    #[must_use]
    pub fn as_of(self: Arc<Self>, now: Moment) -> Option<Arc<Self>> {
        let ahead = match &self.front {
            Front::Incident(incident) => !incident.ahead_of(now).is_empty(),
            Front::Maintenance(maintenance) => !maintenance.ahead_of(now).is_empty(),
            _ => false,
        };
        if !ahead {
            return Some(self);
        }
        let front = match self.front.clone() {
            Front::Incident(incident) => Front::Incident(incident.as_of(now)?),
            Front::Maintenance(maintenance) => Front::Maintenance(maintenance.as_of(now)?),
            front => front,
        };
        // What only a later update shows or links to is not known either.
        let kept: BTreeSet<usize> = front.fragments().into_iter().map(|text| text.span.start).collect();
        let written = self.front.fragments();
        let cut: BTreeSet<usize> =
            written.into_iter().map(|text| text.span.start).filter(|start| !kept.contains(start)).collect();
        let mut known = Self { front, ..Self::clone(&self) };
        known.outline.links.retain(|link| !cut.contains(&link.span.start));
        known.outline.images.retain(|image| !cut.contains(&image.span.start));
        known.outline.quotes.retain(|quote| !cut.contains(&quote.span.start));
        known.outline.claims.retain(|claim| !cut.contains(&claim.span.start));
        Some(Arc::new(known))
    }
}

/// What became of a file.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The page; nothing where it is not for this audience, or can't be read.
    pub entry: Option<Arc<Entry>>,
    /// What was found.
    pub findings: Vec<Diagnostic>,
}

impl Loaded {
    /// Whether facts have a part in it.
    #[must_use]
    pub fn quotes(&self) -> bool {
        self.entry.as_ref().is_some_and(|entry| !entry.outline.quotes.is_empty())
    }
}

/// A file's text, decoded and cut.
#[derive(Debug)]
pub struct Opened {
    /// The text.
    pub source: SourceText,
    /// Its parts, without staff blocks where the audience is public.
    pub document: Document,
}

/// Why a file could not be opened.
#[derive(Debug)]
pub enum OpenError {
    /// Its bytes could not be had.
    Read(ReadError),
    /// Its bytes are not text.
    Decode(Undecodable),
}

impl From<ReadError> for OpenError {
    fn from(error: ReadError) -> Self {
        Self::Read(error)
    }
}

/// Opens the file at `path` as it is seen through `lens`.
///
/// # Errors
/// When the bytes can't be had, or are not text.
pub fn open(
    snapshot: &Snapshot,
    path: &SitePath,
    lens: &Lens,
    findings: &mut Vec<Diagnostic>,
) -> Result<Opened, OpenError> {
    let bytes = snapshot.read(path)?;
    let source = SourceText::decode(path.clone(), &bytes).map_err(OpenError::Decode)?;
    let mut document = markdown::split(&source, lens.staff(), findings);
    document.body = document.body.quoting(&|name| lens.facts.quotable(name));
    Ok(Opened { source, document })
}

/// Reads the file at `path` through `lens`.
///
/// # Errors
/// When its bytes can't be had. What is wrong with them is a finding.
pub fn load(snapshot: &Snapshot, path: &SitePath, lens: &Lens) -> Result<Loaded, ReadError> {
    let mut findings = Vec::new();
    let entry = match open(snapshot, path, lens, &mut findings) {
        Ok(opened) => read(snapshot, &opened, lens, &mut findings),
        Err(OpenError::Read(error)) => return Err(error),
        Err(OpenError::Decode(why)) => {
            findings.push(undecodable(path, &why));
            None
        }
    };
    diag::limit(&mut findings);
    Ok(Loaded { entry: entry.map(Arc::new), findings })
}

/// The finding for bytes that are not text.
#[must_use]
pub fn undecodable(path: &SitePath, why: &Undecodable) -> Diagnostic {
    let mut place = Place::file(path);
    let message = match why {
        Undecodable::Utf16 => "this file is written in UTF-16, so it is left out",
        Undecodable::NotUtf8 { line, column } => {
            (place.line, place.column) = (*line, *column);
            "this byte is not UTF-8, so the file is left out"
        }
    };
    Diagnostic::error(NOT_UTF8, place, message).help("save the file as UTF-8")
}

fn read(snapshot: &Snapshot, opened: &Opened, lens: &Lens, findings: &mut Vec<Diagnostic>) -> Option<Entry> {
    let (source, document) = (&opened.source, &opened.document);
    let path = source.path();
    let location = kinds::locate(path)?;
    let mut front = front_matter(source, document, findings)?;
    cut_staff(&mut front, source, lens.staff(), findings);
    let audience = kinds::audience_of(path, &front, source, findings);
    if audience > lens.audience {
        // What is wrong inside a page that this audience must not see is nobody's business here; that its audience
        // can't be read is.
        findings.retain(|finding| finding.code == kinds::UNREADABLE_AUDIENCE);
        return None;
    }
    if document.body.is_doubtful() {
        return None;
    }
    let by_folder = location.kind.unwrap_or_else(|| {
        findings.push(unknown_folder(path));
        Kind::Page
    });
    if let Some(run) = long_run(document.body.text()) {
        let place = Place::span(source, document.body.source_span(run.clone()));
        let message = format!("the same sign {} times in a row; it is shown as it stands", run.len());
        findings.push(Diagnostic::note(LONG_RUN, place, message));
    }
    let mut quotes = Vec::new();
    let out_of_sight = kinds::quoted_out_of_sight(&front, lens.audience);
    lens.facts.fill_front(&mut front, lens.audience, &mut quotes);
    let mut reader = Reader { source, zone: &lens.zone, findings };
    let (kind, basics, front) = kinds::read(&front, by_folder, &mut reader);
    let mut outline = markdown::outline(source, &document.body, findings);
    if let Some(summary) = &basics.summary {
        let quoted = quotes.iter().any(|quote| quote.span == summary.span);
        let claims = markdown::claims_in(summary, &summary.span).into_iter();
        outline.claims.extend(claims.map(|claim| Claim { quoted, ..claim }));
    }
    outline.quotes.extend(quotes);
    for fragment in front.fragments() {
        add_fragment(&mut outline, fragment, &mut Told { source, lens, findings });
    }
    let hash = snapshot.get(path)?.hash;
    Some(Entry { path: path.clone(), hash, kind, basics, front, outline, out_of_sight })
}

/// Takes staff blocks out of texts in front matter or data, as [`open`] does for bodies.
pub fn cut_staff(node: &mut Node, source: &SourceText, staff: Staff, findings: &mut Vec<Diagnostic>) {
    if staff == Staff::Show {
        return;
    }
    node.change_texts(&mut |text, span| {
        let place = Place::span(source, span.clone());
        let opened = |text: &str| text.split(['\n', '\r']).filter(|line| markdown::opens_staff(line)).count();
        if opened(source.slice(span.clone())) > opened(text) {
            // YAML joined the lines, so nobody can tell where the block begins and ends.
            let finding = Diagnostic::error(
                FOLDED_BLOCK,
                place,
                "the lines of this text are joined, and one of them opens a staff block, so the text is left out",
            );
            findings.push(finding.help("write `|` before the text, so that its lines stay"));
            return String::new();
        }
        let body = markdown::fragment(text, &place, staff, findings);
        if body.is_doubtful() { String::new() } else { body.text().to_owned() }
    });
}

/// The front matter as a tree; nothing where it can't be read, since then nobody knows who may see the page.
fn front_matter(source: &SourceText, document: &Document, findings: &mut Vec<Diagnostic>) -> Option<Node> {
    if document.front_unclosed {
        return None;
    }
    let Some(span) = document.front.clone() else {
        return Some(Node { value: Value::Map(Vec::new()), span: 0..0 });
    };
    if span.len() > MAX_FRONT {
        findings.push(too_long(source, span));
        return None;
    }
    yaml::parse(source, span, findings).map_err(|finding| findings.push(*finding)).ok()
}

/// A file that is being read, who reads it, and what was found.
struct Told<'a> {
    source: &'a SourceText,
    lens: &'a Lens,
    findings: &'a mut Vec<Diagnostic>,
}

/// Adds the links, pictures and quotes of Markdown in front matter. They are placed at the value as a whole: how YAML
/// folded its lines is no longer known.
fn add_fragment(outline: &mut Outline, text: &Placed<String>, told: &mut Told<'_>) {
    let Told { source, lens, findings } = told;
    let place = Place::span(source, text.span.clone());
    let body = markdown::fragment(text, &place, Staff::Show, findings).quoting(&|name| lens.facts.quotable(name));
    let alone = SourceText::new(source.path().clone(), text.as_str());
    let mut within = Vec::new();
    let found = markdown::outline(&alone, &body, &mut within);
    findings.extend(within.into_iter().map(|finding| Diagnostic { place: place.clone(), ..finding }));
    let span = || text.span.clone();
    outline.links.extend(found.links.into_iter().map(|link| Link { span: span(), ..link }));
    outline.images.extend(found.images.into_iter().map(|image| Image { span: span(), ..image }));
    outline.claims.extend(found.claims.into_iter().map(|claim| claim.at(&text.span)));
    outline.quotes.extend(found.quotes.into_iter().map(|quote| Quote { span: span(), ..quote }));
}

/// The first run of one sign that nobody writes by intention.
fn long_run(text: &str) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let mut start = 0;
    for at in 1..=bytes.len() {
        if bytes.get(at) == bytes.get(start) {
            continue;
        }
        if at - start >= LONG && bytes[start].is_ascii_punctuation() {
            return Some(start..at);
        }
        start = at;
    }
    None
}

fn too_long(source: &SourceText, span: Range<usize>) -> Diagnostic {
    let place = Place::span(source, span.start..span.start);
    let message = format!("the front matter is longer than {} kB, so the file is left out", MAX_FRONT / 1024);
    Diagnostic::error(yaml::UNREADABLE, place, message)
}

fn unknown_folder(path: &SitePath) -> Diagnostic {
    Diagnostic::warning(UNKNOWN_FOLDER, Place::file(path), "this folder stands for no kind of page")
        .help("move the file to articles, pages, contact, status, sla or escalation; until then it is a plain page")
}
