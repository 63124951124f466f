//! How a case is written: prose, files in fences, and what is expected of them. `tests/cases/README.md` explains it.

use firstline::diag::{Diagnostic, Severity};

/// A case, part by part; written out again it gives the same text.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) parts: Vec<Part>,
}

/// A piece of a case.
#[derive(Debug)]
pub(super) enum Part {
    /// Lines for people.
    Prose(Vec<String>),
    /// A fenced block.
    Block(Block),
}

/// A fenced block.
#[derive(Debug)]
pub(super) struct Block {
    fence: String,
    /// The line after the fence: a language, what the block is about, and how it is meant.
    pub(super) info: String,
    pub(super) lines: Vec<String>,
}

/// What a block is, told by its first words.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Meaning<'a> {
    /// A file of the project, with the findings in it.
    Source { path: &'a str, escapes: bool },
    /// A file as it was when the site was last published.
    Before { path: &'a str },
    /// A file of the site.
    Output { path: &'a str, how: How },
    /// What the user asks for.
    Settings,
    /// Findings in files that are not shown.
    Findings,
    /// Every file of the site that not every site has.
    Tree,
}

/// How an output file is compared with its block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// Byte for byte.
    Exactly,
    /// The lines are in it, in this order.
    Contains,
    /// None of the lines is in it.
    Lacks,
    /// The lines are in the text that people read, in this order.
    Says,
    /// There is no such file.
    Absent,
}

impl Case {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut prose = Vec::new();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            let ticks = line.len() - line.trim_start_matches('`').len();
            if ticks < 3 {
                prose.push(line.to_owned());
                continue;
            }
            let (fence, info) = line.split_at(ticks);
            let mut inside = Vec::new();
            loop {
                match lines.next() {
                    Some(end) if end == fence => break,
                    Some(line) => inside.push(line.to_owned()),
                    None => return Err(format!("the block `{info}` does not end")),
                }
            }
            parts.push(Part::Prose(std::mem::take(&mut prose)));
            parts.push(Part::Block(Block { fence: fence.to_owned(), info: info.to_owned(), lines: inside }));
        }
        parts.push(Part::Prose(prose));
        Ok(Self { parts })
    }

    pub(super) fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.parts.iter().filter_map(|part| match part {
            Part::Block(block) => Some(block),
            Part::Prose(_) => None,
        })
    }

    /// The case as text.
    pub(super) fn written(&self) -> String {
        let mut text = String::new();
        let mut line = |line: &str| {
            text.push_str(line);
            text.push('\n');
        };
        for part in &self.parts {
            match part {
                Part::Prose(lines) => lines.iter().for_each(|prose| line(prose)),
                Part::Block(block) => {
                    line(&format!("{}{}", block.fence, block.info));
                    block.lines.iter().for_each(|inside| line(inside));
                    line(&block.fence);
                }
            }
        }
        text
    }
}

impl Block {
    pub(super) fn meaning(&self) -> Result<Meaning<'_>, String> {
        let words: Vec<&str> = self.info.split_whitespace().collect();
        match words.as_slice() {
            ["settings"] => Ok(Meaning::Settings),
            ["findings"] => Ok(Meaning::Findings),
            ["tree"] => Ok(Meaning::Tree),
            [_, path, flags @ ..] => match (path.strip_prefix("public/"), flags) {
                (None, []) => Ok(Meaning::Source { path, escapes: false }),
                (None, ["escapes"]) => Ok(Meaning::Source { path, escapes: true }),
                (None, ["before"]) => Ok(Meaning::Before { path }),
                (Some(path), []) => Ok(Meaning::Output { path, how: How::Exactly }),
                (Some(path), ["contains"]) => Ok(Meaning::Output { path, how: How::Contains }),
                (Some(path), ["lacks"]) => Ok(Meaning::Output { path, how: How::Lacks }),
                (Some(path), ["says"]) => Ok(Meaning::Output { path, how: How::Says }),
                (Some(path), ["absent"]) => Ok(Meaning::Output { path, how: How::Absent }),
                _ => Err(format!("`{}` ends in a word without a meaning", self.info)),
            },
            _ => Err(format!("the block `{}` needs a path", self.info)),
        }
    }
}

/// An expected finding: carets under what it points to, its severity unless it is an error, its code, and words of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Caret {
    /// The line it points to, counted from 1; 0 for the file as a whole.
    pub(super) line: usize,
    /// The first column, counted from 1.
    pub(super) column: usize,
    pub(super) length: usize,
    pub(super) expected: Expected,
}

/// What a finding is, without its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Expected {
    severity: Severity,
    code: String,
    /// Words of the message or of the help; may be empty.
    words: String,
}

impl Expected {
    /// Reads `warning unknown-key: did you mean`; an error has no word before its code.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (head, words) = text.split_once(':').unwrap_or((text, ""));
        let (severity, code) = match head.split_once(' ') {
            Some(("warning", code)) => (Severity::Warning, code),
            Some(("note", code)) => (Severity::Note, code),
            Some(_) => return None,
            None => (Severity::Error, head),
        };
        let is_code =
            !code.is_empty() && code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        is_code.then(|| Self { severity, code: code.to_owned(), words: words.trim().to_owned() })
    }

    /// A finding as it would be written by somebody who blesses it.
    pub(super) fn of(finding: &Diagnostic) -> Self {
        let meant = finding.help.as_ref().filter(|help| help.starts_with("did you mean"));
        let words = meant.unwrap_or(&finding.message).clone();
        Self { severity: finding.severity, code: finding.code.0.to_owned(), words }
    }

    pub(super) fn fits(&self, finding: &Diagnostic) -> bool {
        let told = [Some(&finding.message), finding.help.as_ref()];
        self.code == finding.code.0
            && self.severity == finding.severity
            && told.into_iter().flatten().any(|text| text.contains(&self.words))
    }

    pub(super) fn written(&self) -> String {
        let severity = match self.severity {
            Severity::Error => "",
            Severity::Warning => "warning ",
            Severity::Note => "note ",
        };
        let words = if self.words.is_empty() { String::new() } else { format!(": {}", self.words) };
        format!("{severity}{}{words}", self.code)
    }
}

impl Caret {
    /// Reads a line of carets that stands under line number `line`.
    pub(super) fn parse(text: &str, line: usize) -> Option<Self> {
        let carets = text.trim_start_matches(' ');
        let rest = carets.trim_start_matches('^');
        let length = carets.len() - rest.len();
        let expected = Expected::parse(rest.strip_prefix(' ')?)?;
        (length > 0).then(|| Self { line, column: 1 + text.len() - carets.len(), length, expected })
    }

    pub(super) fn written(&self) -> String {
        format!("{}{} {}", " ".repeat(self.column - 1), "^".repeat(self.length), self.expected.written())
    }
}

/// A source file as its block shows it: lines, and carets between them.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) bytes: Vec<u8>,
    /// The lines as shown.
    pub(super) lines: Vec<String>,
    pub(super) carets: Vec<Caret>,
    /// For each byte, and the end, the line and column where it is shown.
    shown: Vec<(usize, usize)>,
}

impl Sheet {
    pub(super) fn read(block: &Block, escapes: bool) -> Self {
        let mut sheet = Self::default();
        for line in &block.lines {
            if let Some(caret) = Caret::parse(line, sheet.lines.len()) {
                sheet.carets.push(caret);
                continue;
            }
            sheet.lines.push(line.clone());
            sheet.add(line, escapes);
        }
        sheet.shown.push((sheet.lines.len().max(1), 1));
        if sheet.bytes.is_empty() {
            sheet.shown = vec![(1, 1)];
        }
        sheet
    }

    fn add(&mut self, line: &str, escapes: bool) {
        let number = self.lines.len();
        let letters: Vec<char> = line.chars().collect();
        let mut at = 0;
        while at < letters.len() {
            let (bytes, width) = match escape(&letters[at..]).filter(|_| escapes) {
                Some(decoded) => decoded,
                None => (letters[at].to_string().into_bytes(), 1),
            };
            self.shown.extend(bytes.iter().map(|_| (number, at + 1)));
            self.bytes.extend(bytes);
            at += width;
        }
        // A backslash at the end takes the line break with it.
        if escapes && self.bytes.last() == Some(&b'\\') {
            self.bytes.pop();
            self.shown.pop();
        } else {
            self.bytes.push(b'\n');
            self.shown.push((number, letters.len() + 1));
        }
    }

    /// Where a finding in this file is shown.
    pub(super) fn caret(&self, finding: &Diagnostic, expected: Expected) -> Caret {
        let (place, span) = (&finding.place, finding.place.span);
        let whole = span.end == 0 && (place.line, place.column) == (1, 1);
        if whole {
            return Caret { line: 0, column: 1, length: 1, expected };
        }
        let last = self.shown.len() - 1;
        let (line, column) = match span.end {
            0 => (place.line, place.column),
            _ => self.shown[span.start.min(last)],
        };
        let (end_line, end_column) = self.shown[span.end.min(last)];
        let width = self.lines.get(line - 1).map_or(0, |text| text.chars().count());
        let end = if end_line > line { width + 1 } else { end_column };
        Caret { line, column, length: end.saturating_sub(column).max(1), expected }
    }

    /// The block's lines, with these carets.
    pub(super) fn written(&self, carets: &[Caret]) -> Vec<String> {
        let under = |line: usize| carets.iter().filter(move |caret| caret.line == line).map(Caret::written);
        let mut written: Vec<String> = under(0).collect();
        for (number, line) in (1..).zip(&self.lines) {
            written.push(line.clone());
            written.extend(under(number));
        }
        written
    }
}

/// The bytes that an escape at the start of `letters` stands for, and how many characters it has.
fn escape(letters: &[char]) -> Option<(Vec<u8>, usize)> {
    let ['\\', kind, rest @ ..] = letters else { return None };
    match kind {
        '0' => Some((vec![0], 2)),
        'r' => Some((vec![b'\r'], 2)),
        't' => Some((vec![b'\t'], 2)),
        'x' => {
            let hex: String = rest.iter().take(2).collect();
            Some((vec![u8::from_str_radix(&hex, 16).ok()?], 4))
        }
        'u' => {
            let end = rest.iter().position(|c| *c == '}')?;
            let hex: String = rest.get(1..end)?.iter().collect();
            let letter = char::from_u32(u32::from_str_radix(&hex, 16).ok()?)?;
            Some((letter.to_string().into_bytes(), end + 3))
        }
        _ => None,
    }
}

#[test]
fn a_case_is_written_as_it_was_read() {
    let text = "# A\n\n````md content/a.md\n```sh\n```\n  ^ warning x-y: z\n````\n\n```tree\n```\n";
    let case = Case::parse(text).unwrap();
    assert_eq!(case.written(), text);
    let block = case.blocks().next().unwrap();
    assert_eq!(block.meaning(), Ok(Meaning::Source { path: "content/a.md", escapes: false }));
    let sheet = Sheet::read(block, false);
    assert_eq!(sheet.bytes, b"```sh\n```\n");
    assert_eq!(sheet.written(&sheet.carets), block.lines);
}

#[test]
fn escapes_are_bytes_and_keep_their_columns() {
    let block = Block { fence: String::new(), info: String::new(), lines: vec![r"a\u{fc}\xffb\0\".to_owned()] };
    let sheet = Sheet::read(&block, true);
    assert_eq!(sheet.bytes, b"a\xc3\xbc\xffb\0");
    assert_eq!(sheet.shown[4], (1, 12));
}
