//! The body of a cState issue, cut into what was said when.
//!
//! People write one paragraph or more for each update, mostly the newest first, begin it with a word in emphasis
//! (`*Investigating* - …`) and end it with `{{< track "2018-04-13 16:50:00" >}}`. None of that is required, so a paragraph
//! without either belongs to the update above it, and what stands before the first update is the write-up.

use jiff::tz::TimeZone;

use crate::import::moments;
use crate::kinds::Progress;
use crate::time::Moment;

/// A body, cut.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Entries {
    /// Paragraphs of no update.
    pub(super) write_up: String,
    /// The updates as they stand there.
    pub(super) entries: Vec<Entry>,
    /// Times and shortcodes that can't be read.
    pub(super) notes: Vec<String>,
}

/// An update.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) at: Option<Moment>,
    pub(super) state: Option<Progress>,
    pub(super) text: String,
}

/// Words of a label that the state says already, or that say nothing.
const STATES: &[(&str, Option<Progress>)] = &[
    ("investigating", Some(Progress::Investigating)),
    ("identified", Some(Progress::Identified)),
    ("monitoring", Some(Progress::Monitoring)),
    ("resolved", Some(Progress::Resolved)),
    ("update", None),
];

/// Labels of a write-up: `Post-mortem`, `Root cause`.
const WRITE_UPS: &[&str] = &["postmortem", "rootcause", "rootcauseanalysis", "rca", "incidentreport", "summary"];

/// Cuts a body. Times without an offset are in `zone`.
pub(super) fn cut(body: &str, zone: &TimeZone) -> Entries {
    let mut cutter = Cutter { zone, found: Entries::default(), now: Within::Nothing };
    for paragraph in paragraphs(body) {
        cutter.take(&paragraph);
    }
    cutter.found
}

enum Within {
    /// Above the first update, or behind a line across.
    Nothing,
    WriteUp,
    Update,
}

struct Cutter<'a> {
    zone: &'a TimeZone,
    found: Entries,
    now: Within,
}

impl Cutter<'_> {
    fn take(&mut self, paragraph: &str) {
        if is_line_across(paragraph) {
            self.now = Within::Nothing;
            return;
        }
        let (text, tracked) = self.without_track(paragraph);
        let label = label(&text);
        if label.as_ref().is_some_and(|label| label.is_write_up()) {
            self.now = Within::WriteUp;
        } else if label.is_some() || (tracked.is_some() && !self.awaits_time()) {
            self.found.entries.push(Entry::default());
            self.now = Within::Update;
        }
        match (&self.now, self.found.entries.last_mut()) {
            (Within::Update, Some(entry)) => {
                if let Some(label) = label {
                    entry.state = label.state();
                    add(&mut entry.text, label.text(&text));
                } else {
                    add(&mut entry.text, &text);
                }
                entry.at = entry.at.or(tracked.flatten());
            }
            _ => add(&mut self.found.write_up, &text),
        }
    }

    /// Whether the update above has a label and no time yet: its time may come with a later paragraph.
    fn awaits_time(&self) -> bool {
        matches!(self.now, Within::Update) && self.found.entries.last().is_some_and(|entry| entry.at.is_none())
    }

    /// The paragraph without its shortcode, and its time: nothing where it has none, an empty one where that can't be read.
    fn without_track(&mut self, paragraph: &str) -> (String, Option<Option<Moment>>) {
        let mut text = String::with_capacity(paragraph.len());
        let mut rest = paragraph;
        let mut tracked = None;
        while let Some(code) = shortcode(rest) {
            text.push_str(&rest[..code.start]);
            match code.inner.split_once(char::is_whitespace) {
                Some(("track", argument)) if !is_fenced(paragraph) => {
                    let argument = argument.trim().trim_matches(['"', '`', '\'']);
                    let at = moments::read(argument, self.zone);
                    if at.is_none() {
                        self.found.notes.push(format!("the time `{argument}` can't be read"));
                    }
                    tracked = Some(tracked.flatten().or(at));
                }
                _ if is_fenced(paragraph) => text.push_str(&rest[code.start..code.end]),
                _ => {
                    self.found.notes.push(format!("the shortcode `{}` is shown as it is written", code.inner));
                    text.push_str(&format!("`{}`", rest[code.start..code.end].replace('`', "'")));
                }
            }
            rest = &rest[code.end..];
        }
        text.push_str(rest);
        (text.trim_end().to_owned(), tracked)
    }
}

fn add(text: &mut String, paragraph: &str) {
    if paragraph.trim().is_empty() {
        return;
    }
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(paragraph);
}

/// Stretches between empty lines; a block of code is one, whatever stands in it.
fn paragraphs(body: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut fence: Option<char> = None;
    for line in body.lines() {
        let mark = ['`', '~'].into_iter().find(|mark| line.trim_start().starts_with(&mark.to_string().repeat(3)));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            _ => {}
        }
        let Some(last) = found.last_mut() else { continue };
        if line.trim().is_empty() && fence.is_none() {
            found.push(String::new());
        } else {
            if !last.is_empty() {
                last.push('\n');
            }
            last.push_str(line);
        }
    }
    found.retain(|paragraph| !paragraph.trim().is_empty());
    found
}

fn is_fenced(paragraph: &str) -> bool {
    paragraph.trim_start().starts_with("```") || paragraph.trim_start().starts_with("~~~")
}

/// `---`, which cState's writers put between updates and the write-up.
fn is_line_across(paragraph: &str) -> bool {
    let signs: String = paragraph.split_whitespace().collect();
    signs.len() >= 3 && ['-', '*', '_'].iter().any(|sign| signs.chars().all(|c| c == *sign))
}

/// The beginning of a paragraph that says what it is.
struct Label {
    /// In small letters, without signs: `postmortem`.
    word: String,
    /// Where the text behind it begins.
    end: usize,
}

impl Label {
    fn state(&self) -> Option<Progress> {
        STATES.iter().find(|(word, _)| *word == self.word).and_then(|(_, state)| *state)
    }

    fn is_known(&self) -> bool {
        STATES.iter().any(|(word, _)| *word == self.word)
    }

    fn is_write_up(&self) -> bool {
        WRITE_UPS.contains(&self.word.as_str())
    }

    /// The paragraph without the label where the update's state says it.
    fn text<'t>(&self, paragraph: &'t str) -> &'t str {
        if self.is_known() { paragraph[self.end..].trim_start() } else { paragraph }
    }
}

/// Longest label, in characters.
const LONGEST: usize = 40;

/// The label of a paragraph: emphasised words with a dash or colon behind them, or a known word that stands alone.
fn label(paragraph: &str) -> Option<Label> {
    let text = paragraph.trim_start();
    let signs = text.bytes().take_while(|byte| matches!(byte, b'*' | b'_' | b'#')).count();
    let inner = text[signs..].trim_start_matches(' ');
    let sign = text.bytes().next().filter(|_| signs > 0);
    let (words, behind) = match sign {
        Some(b'#') => inner.split_once('\n').unwrap_or((inner, "")),
        Some(sign) => inner.split_once(char::from(sign))?,
        None => inner.split_once([':', '-', '–', '—'])?,
    };
    let behind = behind.trim_start_matches(['*', '_']).trim_start_matches(' ');
    let word: String = words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let after = behind.trim_start_matches(['-', '–', '—', ':']);
    let is_marked =
        after.len() < behind.len() || words.trim_end().ends_with(':') || behind.is_empty() || behind.starts_with('\n');
    let label = Label { word, end: paragraph.len() - after.trim_start().len() };
    let fits = !label.word.is_empty() && words.chars().count() <= LONGEST;
    let counts = match sign {
        None | Some(b'#') => label.is_known() || label.is_write_up(),
        Some(_) => is_marked,
    };
    (fits && counts).then_some(label)
}

/// A shortcode of Hugo: `{{< track "…" >}}` or `{{% track "…" %}}`.
struct Shortcode<'a> {
    start: usize,
    end: usize,
    inner: &'a str,
}

fn shortcode(text: &str) -> Option<Shortcode<'_>> {
    let find = |open: &str, close: &str| {
        let start = text.find(open)?;
        let length = text[start..].find(close)?;
        let inner = text[start + open.len()..start + length].trim();
        Some(Shortcode { start, end: start + length + close.len(), inner })
    };
    [find("{{<", ">}}"), find("{{%", "%}}")].into_iter().flatten().min_by_key(|code| code.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(body: &str) -> (String, Vec<(String, Option<Progress>, String)>) {
        let found = cut(body, &TimeZone::UTC);
        let entries = found.entries.into_iter().map(|entry| {
            let at = entry.at.map(Moment::rfc3339).unwrap_or_default();
            (at.get(11..16).unwrap_or_default().to_owned(), entry.state, entry.text)
        });
        (found.write_up, entries.collect())
    }

    fn entry(at: &str, state: Option<Progress>, text: &str) -> (String, Option<Progress>, String) {
        (at.to_owned(), state, text.to_owned())
    }

    #[test]
    fn labels_and_times_make_updates() {
        let body = "*Resolved* - Done. {{< track \"2018-04-13 17:30:00\" >}}\n\n\
                    **Update**: Half of it\n\nworks. {{< track \"2018-04-13 17:00:00\" >}}\n\n\
                    *Just began* - We shut it down. {{< track `2018-04-13 16:00:00` >}}";
        let expected = vec![
            entry("17:30", Some(Progress::Resolved), "Done."),
            entry("17:00", None, "Half of it\n\nworks."),
            entry("16:00", None, "*Just began* - We shut it down."),
        ];
        assert_eq!(shape(body), (String::new(), expected));
    }

    #[test]
    fn a_write_up_ends_at_the_line_across() {
        let body = "*Post-mortem*\n\nA disk was full.\n\nAnd more.\n\n---\n\nInvestigating: We look. {{< track \"2018-04-13\" >}}\n\nPatience.";
        let expected = vec![entry("00:00", Some(Progress::Investigating), "We look.\n\nPatience.")];
        assert_eq!(shape(body), ("*Post-mortem*\n\nA disk was full.\n\nAnd more.".to_owned(), expected));
    }

    #[test]
    fn a_paragraph_without_either_is_the_write_up() {
        assert_eq!(
            shape("We had *trouble* - sorry.\n\nIt is over."),
            ("We had *trouble* - sorry.\n\nIt is over.".to_owned(), vec![])
        );
        assert_eq!(shape("```\n{{< track \"x\" >}}\n\n*Resolved* -\n```").1, vec![]);
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let found = cut("*Resolved* - a {{< track \"soon\" >}} {{< youtube x >}} {{< open", &TimeZone::UTC);
        assert_eq!(found.notes.len(), 2);
        assert_eq!(found.entries[0].at, None);
        assert_eq!(found.entries[0].text, "a  `{{< youtube x >}}` {{< open");
        for odd in ["*", "**", "*a", "#", "é*", "* - ", "{{<>}}", "{{< track >}}", "__ -", "-"] {
            let _ = cut(odd, &TimeZone::UTC);
        }
    }
}
