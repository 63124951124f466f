//! Where in a document the answer stands: its sections, and the sentence of them that says most about a query.
//!
//! The texts of each document are a part of their own, fetched for the results that are looked at only.

#[cfg(feature = "build")]
use crate::Document;
use crate::excerpt::excerpt;
use crate::language::Language;
use crate::pack::Input;
#[cfg(feature = "build")]
use crate::pack::write_bytes;
use crate::plan::Plan;
use crate::results::Passage;

/// How much text of a document is kept for its passages, in bytes.
#[cfg(feature = "build")]
const MOST_TEXT: usize = 12_000;
/// Longest passage, in characters.
const LONGEST: usize = 200;
/// What a row of a table or a label counts beside a sentence.
const NO_SENTENCE: f32 = 0.7;
/// What a word in the heading of a section counts beside one in the passage itself.
const HEADING: f32 = 0.5;

/// A section of a document; the first has no heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Section {
    pub(crate) anchor: String,
    pub(crate) heading: String,
    pub(crate) text: String,
}

/// The sections of a document as bytes.
#[cfg(feature = "build")]
pub(crate) fn write(document: &Document) -> Vec<u8> {
    let mut out = Vec::new();
    let mut room = MOST_TEXT;
    let starts = std::iter::once(("", "", 0))
        .chain(document.headings.iter().map(|heading| (heading.anchor.as_str(), heading.text.as_str(), heading.at)));
    let ends = document.headings.iter().map(|heading| heading.at).chain([document.body.len()]);
    for ((anchor, heading, start), end) in starts.zip(ends) {
        let text = document.body.get(start..end).unwrap_or_default().trim();
        let text = beginning(text, room);
        room -= text.len();
        [anchor, heading, text].into_iter().for_each(|field| write_bytes(&mut out, field.as_bytes()));
    }
    out
}

/// As much of a text as fits into so many bytes.
#[cfg(feature = "build")]
fn beginning(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn read(bytes: &[u8]) -> Option<Vec<Section>> {
    let mut input = Input(bytes);
    let mut sections = Vec::new();
    while !input.0.is_empty() {
        sections.push(Section { anchor: input.text()?, heading: input.text()?, text: input.text()? });
    }
    Some(sections)
}

/// The passage of a document that says most about a query; `None` if nothing in it is about the query.
pub(crate) fn best(bytes: &[u8], plan: &Plan, language: &Language) -> Option<Passage> {
    let mut best: Option<(f32, usize, String)> = None;
    let sections = read(bytes)?;
    for (number, section) in sections.iter().enumerate() {
        let under = HEADING * worth(&section.heading, plan, language);
        for sentence in sentences(&section.text) {
            let mut worth = under + worth(sentence, plan, language);
            if !sentence.ends_with(['.', '!', '?', ':', '。', '！', '？']) {
                worth *= NO_SENTENCE;
            }
            if worth > best.as_ref().map_or(0.0, |best| best.0) {
                best = Some((worth, number, sentence.to_owned()));
            }
        }
        if section.text.is_empty() && under > best.as_ref().map_or(0.0, |best| best.0) {
            best = Some((under, number, String::new()));
        }
    }
    let (_, number, sentence) = best?;
    let section = &sections[number];
    let text = lengthened(&section.text, &sentence);
    Some(Passage {
        anchor: section.anchor.clone(),
        heading: section.heading.clone(),
        excerpt: excerpt(&shortened(text, plan, language), plan, language),
    })
}

/// What the different words of the query in a text are worth together.
fn worth(text: &str, plan: &Plan, language: &Language) -> f32 {
    let mut held = vec![false; plan.words.len()];
    language.words(text, |word, _| {
        let stem = language.stem(word);
        for (wanted, held) in plan.words.iter().zip(&mut held) {
            *held |= wanted.is(word, &stem);
        }
    });
    plan.words.iter().zip(held).filter(|(_, held)| *held).map(|(wanted, _)| wanted.weight).sum()
}

/// The sentences of a text, and its lines.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| {
        let mut rest = line;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let end = sentence_end(rest);
            let (sentence, following) = rest.split_at(end);
            rest = following;
            Some(sentence.trim())
        })
    })
}

/// Where the first sentence of a line ends: after a mark and the space behind it, or after a wide mark.
fn sentence_end(line: &str) -> usize {
    let mut before = ' ';
    for (at, character) in line.char_indices() {
        if character == ' ' && matches!(before, '.' | '!' | '?') {
            return at + 1;
        }
        if matches!(character, '。' | '！' | '？') {
            return at + character.len_utf8();
        }
        before = character;
    }
    line.len()
}

/// The sentence and what follows it on its line, since a short sentence says more with the next one.
fn lengthened<'a>(text: &'a str, sentence: &str) -> &'a str {
    let Some(start) = text.find(sentence) else { return "" };
    text[start..].lines().next().unwrap_or_default()
}

/// As much of a text as a result shows, with the first word of the query in it.
fn shortened(text: &str, plan: &Plan, language: &Language) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let mut first = None;
    language.words(text, |word, place| {
        if first.is_none() && plan.asks_for(word, language) {
            first = Some(place.start);
        }
    });
    let lead = text[..first.unwrap_or(0)].chars().count();
    let skipped = if lead > LONGEST / 2 { lead - LONGEST / 4 } else { 0 };
    let mut shown: String = text.chars().skip(skipped).take(LONGEST).collect();
    let cut = text.chars().count() > skipped + LONGEST;
    if cut && let Some((end, _)) = shown.char_indices().rfind(|(_, character)| *character == ' ') {
        shown.truncate(end);
    }
    if skipped > 0
        && let Some((start, _)) = shown.char_indices().find(|(_, character)| *character == ' ')
    {
        shown.replace_range(..=start, "… ");
    }
    if cut {
        shown.push_str(" …");
    }
    shown
}
