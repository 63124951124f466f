//! Blocks between `:::name` and `:::` lines, found on lines alone, before any Markdown is parsed.
//!
//! Staff blocks leave here. Code fences, comments, quotes and lists mean nothing to this scanner, so none of them can
//! hide the beginning of a staff block; where it can't be sure, it drops too much rather than too little. The way to
//! write about staff blocks without making one is a backslash (`\:::staff`) or `&#58;::staff` before the name.

use std::ops::Range;

use crate::diag::{Code, Diagnostic, Place, did_you_mean, nearest};

use super::Staff;
use super::body::{Body, Edge};
use super::document::next_line;
use super::extensions::{self, Block};

/// Where findings go, and how a stretch of the text becomes a place.
pub(super) struct Report<'a> {
    pub(super) place: &'a dyn Fn(Range<usize>) -> Place,
    pub(super) findings: &'a mut Vec<Diagnostic>,
}

/// The body of `text` from `start` on.
pub(super) fn cut(text: &str, start: usize, staff: Staff, report: &mut Report<'_>) -> Body {
    let rest = &text[start..];
    if !rest.contains(['\r', '\0']) && !may_have_blocks(rest) {
        let mut body = Body::with_capacity(rest.len());
        body.push(rest, start);
        return body.finish();
    }
    let mut cutter = Cutter::new(text, staff, report);
    let mut at = start;
    while let Some((line, next)) = next_line(text, at) {
        cutter.line(line, next);
        at = next;
    }
    cutter.finish()
}

/// Whether `line`, a single one, begins a block that is for staff only, by a near miss of its name too.
#[must_use]
pub fn opens_staff(line: &str) -> bool {
    matches!(classify(line), Line::Open(name, _) if is_for_staff(&name))
}

fn may_have_blocks(text: &str) -> bool {
    text.contains(":::") || text.contains(WIDE_COLON)
}

/// The colon that keyboards for Chinese and Japanese type.
const WIDE_COLON: char = '：';

#[derive(Debug, PartialEq, Eq)]
enum Line {
    Text,
    /// A block's name, and how many colons stand before it.
    Open(String, usize),
    /// `:::name ... :::`, as other programs have it: begins nothing.
    Whole(String),
    /// How many colons it has. It ends no block that began with more.
    Close(usize),
}

struct OpenBlock {
    span: Range<usize>,
    colons: usize,
    block: Option<&'static Block>,
}

/// Findings of one file after which no more are made: a file with more is not being corrected one by one.
const MAX_FINDINGS: usize = 100;

/// Longest name that is told apart, in characters.
const MAX_NAME: usize = 40;

struct Cutter<'a, 'r> {
    text: &'a str,
    staff: Staff,
    report: &'a mut Report<'r>,
    body: Body,
    open: Vec<OpenBlock>,
    /// How many blocks were open when the one began that this audience must not see.
    hidden_from: Option<usize>,
    /// A block was left out that this audience must not see.
    hid_something: bool,
    fence: Option<(char, usize)>,
    reported: usize,
}

impl<'a, 'r> Cutter<'a, 'r> {
    fn new(text: &'a str, staff: Staff, report: &'a mut Report<'r>) -> Self {
        let body = Body::with_capacity(text.len());
        Self {
            text,
            staff,
            report,
            body,
            open: Vec::new(),
            hidden_from: None,
            hid_something: false,
            fence: None,
            reported: 0,
        }
    }
}

impl Cutter<'_, '_> {
    fn line(&mut self, line: Range<usize>, next: usize) {
        let kind = classify(&self.text[line.clone()]);
        match (kind, self.hidden_from) {
            (Line::Text | Line::Whole(_), Some(_)) => {}
            (Line::Whole(name), None) => {
                self.report_unknown(&name, None, line.clone());
                self.copy(line, next);
            }
            (Line::Text, None) => self.text_line(line, next),
            (Line::Open(_, colons), Some(_)) => self.open.push(OpenBlock { span: line, colons, block: None }),
            (Line::Open(name, colons), None) => self.open_line((&name, colons), line, next),
            (Line::Close(colons), hidden) if self.open.last().is_some_and(|open| open.colons > colons) => {
                if hidden.is_none() {
                    self.copy(line, next);
                }
            }
            (Line::Close(_), Some(depth)) => self.close_hidden(depth, &line),
            (Line::Close(_), None) => self.close_line(line, next),
        }
    }

    fn text_line(&mut self, line: Range<usize>, next: usize) {
        self.track_fence(line.clone());
        self.copy(line, next);
    }

    fn open_line(&mut self, (name, colons): (&str, usize), line: Range<usize>, next: usize) {
        let (block, exact) = extension(name).map_or((None, false), |(block, exact)| (Some(block), exact));
        if !exact {
            self.report_unknown(name, block, line.clone());
        }
        match block {
            None => self.copy(line.clone(), next),
            Some(block) if block.staff_only && self.staff == Staff::Drop => {
                self.hidden_from = Some(self.open.len());
                self.hid_something = true;
            }
            Some(block) => self.mark(line.clone(), next, Edge::Open(block)),
        }
        self.open.push(OpenBlock { span: line, colons, block });
    }

    fn close_hidden(&mut self, depth: usize, line: &Range<usize>) {
        self.open.pop();
        if self.open.len() == depth {
            self.hidden_from = None;
            self.body.push("\n", line.start);
        }
    }

    fn close_line(&mut self, line: Range<usize>, next: usize) {
        match self.open.pop() {
            Some(OpenBlock { block: Some(_), .. }) => self.mark(line, next, Edge::Close),
            Some(_) => self.copy(line, next),
            None => {
                self.report_stray(line.clone());
                self.copy(line, next);
            }
        }
    }

    /// Copies a line, with `\n` for its end and U+FFFD for zero bytes.
    fn copy(&mut self, line: Range<usize>, next: usize) {
        let mut at = line.start;
        for piece in self.text[line.clone()].split_inclusive('\0') {
            let plain = piece.trim_end_matches('\0');
            self.body.push(plain, at);
            if plain.len() < piece.len() {
                self.body.push("\u{fffd}", at + plain.len());
            }
            at += piece.len();
        }
        if next > line.end {
            self.body.push("\n", line.end);
        }
    }

    /// Puts a paragraph of its own where a block begins or ends, inside the same quotes and list items.
    fn mark(&mut self, line: Range<usize>, next: usize, edge: Edge) {
        let content = &self.text[line.clone()];
        let prefix = &content[..content.len() - container_prefix(content).len()];
        let quotes: String = prefix.chars().map(|c| if matches!(c, '>' | '\t') { c } else { ' ' }).collect();
        let begins_item = prefix.contains(['-', '*', '+', '.', ')']);
        if !begins_item {
            self.body.push(&quotes, line.start);
            self.body.push("\n", line.start);
        }
        self.body.push(prefix, line.start);
        self.body.mark(edge);
        self.body.push(":::", line.start + prefix.len());
        self.body.push("\n", line.end);
        self.body.push(&quotes, line.end);
        self.body.push("\n", next.saturating_sub(1).max(line.end));
    }

    fn finish(mut self) -> Body {
        for open in std::mem::take(&mut self.open) {
            if open.block.is_some() {
                self.report_unclosed(open.span);
            }
        }
        if self.hidden_from.is_some() {
            self.body.push("\n", self.text.len());
        }
        self.body.finish()
    }

    /// Follows code fences, so that `:::` in sample code is not reported. It decides over nothing else.
    fn track_fence(&mut self, line: Range<usize>) {
        let content = container_prefix(&self.text[line]);
        let Some(mark) = content.chars().next().filter(|c| matches!(c, '`' | '~')) else { return };
        let length = content.chars().take_while(|c| *c == mark).count();
        match self.fence {
            None if length >= 3 => self.fence = Some((mark, length)),
            Some((open, least)) if open == mark && length >= least && content.trim_end().len() == length => {
                self.fence = None;
            }
            _ => {}
        }
    }

    fn report_unknown(&mut self, name: &str, taken_for: Option<&Block>, line: Range<usize>) {
        let place = (self.report.place)(line);
        let finding = match taken_for {
            Some(block) => {
                let message =
                    format!("there is no block `{name}`; it is taken for `{}`, so that nothing leaks", block.name);
                Diagnostic::error(Code("unknown-block"), place, message).help(format!("write `:::{}`", block.name))
            }
            None if self.fence.is_some() => return,
            None => Diagnostic::warning(Code("unknown-block"), place, format!("there is no block `{name}`"))
                .help_if(did_you_mean(name, extensions::BLOCKS.iter().map(|block| block.name))),
        };
        self.report(finding);
    }

    fn report_stray(&mut self, line: Range<usize>) {
        if self.hid_something {
            // Most likely the end of a staff block that a `:::` within it ended too early, as one in sample code does.
            self.body.doubt();
            let message = "a staff block before this line may have ended too early, so the text is left out";
            let finding = Diagnostic::error(Code("stray-block-end"), (self.report.place)(line), message);
            let help = "begin the staff block with more colons than any line within it has: `::::staff` … `::::`";
            self.report(finding.help(help));
        } else if self.fence.is_none() {
            let message = "no block is open that this line could end";
            let finding = Diagnostic::warning(Code("stray-block-end"), (self.report.place)(line), message);
            self.report(finding.help("remove it, or write a backslash before it to show it as text"));
        }
    }

    fn report_unclosed(&mut self, line: Range<usize>) {
        let message = "the block begins here and does not end; it reaches to the end of the file";
        let finding = Diagnostic::error(Code("unclosed-block"), (self.report.place)(line), message);
        self.report(finding.help("end it with a line `:::`"));
    }

    fn report(&mut self, finding: Diagnostic) {
        self.reported += 1;
        if self.reported <= MAX_FINDINGS {
            self.report.findings.push(finding);
        }
    }
}

/// The block called `name`, and whether that is exactly its name. A name that is nearly that of a block for staff is
/// taken for it: a slip of the finger must not publish what was meant for staff.
fn extension(name: &str) -> Option<(&'static Block, bool)> {
    if let Some(block) = extensions::BLOCKS.iter().find(|block| block.name == name) {
        return Some((block, true));
    }
    let near = |block: &&Block| name.starts_with(block.name) || nearest(name, [block.name]).is_some();
    extensions::BLOCKS.iter().filter(|block| block.staff_only).find(near).map(|block| (block, false))
}

/// What a line is to this scanner. Unusual line separators within it count as line ends: an editor may show them so.
fn classify(line: &str) -> Line {
    if !may_have_blocks(line) {
        return Line::Text;
    }
    let mut pieces = line.split(['\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']).map(classify_piece);
    let first = pieces.next().unwrap_or(Line::Text);
    pieces.fold(first, |found, piece| match (&found, &piece) {
        // What is for staff wins over anything else that stands on the line.
        (Line::Open(name, _), _) if is_for_staff(name) => found,
        (_, Line::Open(..)) => piece,
        _ => found,
    })
}

fn classify_piece(line: &str) -> Line {
    let content = container_prefix(line);
    let rest = content.trim_start_matches([':', WIDE_COLON]);
    let colons = content[..content.len() - rest.len()].chars().count();
    if colons < 3 {
        return Line::Text;
    }
    let rest: String = rest.chars().filter(|c| !has_no_width(*c)).collect();
    let rest = rest.trim_start().trim_start_matches(['{', '.', '#', '[', '"', '\'']).trim_start();
    let name: String =
        rest.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).take(MAX_NAME).collect();
    match (name.is_empty(), rest.trim().is_empty()) {
        (true, true) => Line::Close(colons),
        (true, false) => Line::Text,
        (false, false) if is_whole(rest) && !is_for_staff(&name.to_lowercase()) => Line::Whole(name.to_lowercase()),
        (false, _) => Line::Open(name.to_lowercase(), colons),
    }
}

/// Whether a block's first line is also its last. For staff blocks it never is: better too much is hidden.
fn is_whole(rest: &str) -> bool {
    rest.trim_end().ends_with(":::")
}

fn is_for_staff(name: &str) -> bool {
    extension(name).is_some_and(|(block, _)| block.staff_only)
}

/// What remains of a line after indentation, quote marks and list markers.
fn container_prefix(line: &str) -> &str {
    let mut rest = line;
    loop {
        let trimmed = rest.trim_start_matches(|c: char| c == '>' || is_invisible(c));
        let next = after_list_marker(trimmed).unwrap_or(trimmed);
        if next.len() == rest.len() {
            return rest;
        }
        rest = next;
    }
}

fn after_list_marker(line: &str) -> Option<&str> {
    let rest = match line.strip_prefix(['-', '*', '+']) {
        Some(rest) => rest,
        None => {
            let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
            rest.strip_prefix(['.', ')']).filter(|_| rest.len() < line.len())?
        }
    };
    rest.starts_with([' ', '\t']).then_some(rest)
}

/// White space and what can't be seen at all.
pub(super) fn is_invisible(c: char) -> bool {
    c.is_whitespace() || has_no_width(c)
}

/// Control characters, marks of direction, variants and joints: an editor shows nothing where they stand.
fn has_no_width(c: char) -> bool {
    let mark = matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fffd}');
    mark || (c.is_control() && !c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut_with(text: &str, staff: Staff) -> (String, Vec<&'static str>) {
        let mut findings = Vec::new();
        let place = |_| Place::file("a.md");
        let body = cut(text, 0, staff, &mut Report { place: &place, findings: &mut findings });
        (body.text().to_owned(), findings.iter().map(|finding| finding.code.0).collect())
    }

    fn public(text: &str) -> (String, Vec<&'static str>) {
        cut_with(text, Staff::Drop)
    }

    #[test]
    fn staff_blocks_leave_one_blank_line() {
        assert_eq!(public("a\n:::staff\nsecret\n:::\nb\n"), ("a\n\nb\n".into(), vec![]));
        assert_eq!(public("a\n:::staff\n:::note\nsecret\n:::\nsecret\n:::\nb").0, "a\n\nb");
        assert_eq!(public("a\n> - ::: Staff {title=x}\n>   secret\n> :::\nb").0, "a\n\nb");
        assert_eq!(public("```\n:::staff\nsecret\n:::\n```\n").0, "```\n\n```\n");
        assert_eq!(public("<!--\n:::staff\n-->secret\n:::\n").0, "<!--\n\n");
    }

    #[test]
    fn staff_blocks_are_known_however_they_are_written() {
        for line in [
            ":::staff",
            "::::staff",
            "   \t:::  STAFF  ",
            ":::{staff}",
            ":::{.staff}",
            ":::staff secret",
            "> :::staff",
            "1. :::staff",
            "- * :::staff",
            "\u{feff}:::staff",
            "\u{200b}:::staff",
            "：：：staff",
            ":::st\u{ad}aff",
            "\0:::staff",
            "a\u{2028}:::staff",
            ":::staff-only",
            ":::staf",
            ":::Stafff",
            ":::sfaff",
            "\u{c}:::staff",
        ] {
            assert_eq!(public(&format!("a\n{line}\nsecret\n::::::\nb")).0, "a\n\nb", "{line:?}");
            assert_eq!(public(&format!("a\r{line}\rsecret\r::::::\rb")).0, "a\n\nb", "{line:?}");
        }
        for line in ["\\:::staff", "&#58;::staff", "::staff", "a :::staff", ":::step", "`:::staff`"] {
            assert!(public(&format!("a\n{line}\nsecret\n:::\nb")).0.contains("secret"), "{line:?}");
        }
    }

    #[test]
    fn lines_that_open_a_staff_block_are_known_on_their_own() {
        for line in
            [":::staff", "> - ::: Staff {x}\r\n", ":::staff-only", ":::sfaff", "：：：staff", "\u{200b}:::st\u{ad}aff"]
        {
            assert!(opens_staff(line), "{line:?}");
        }
        for line in ["", ":::", ":::note", ":::step", "\\:::staff", "::staff", "a :::staff", "staff"] {
            assert!(!opens_staff(line), "{line:?}");
        }
    }

    #[test]
    fn an_unclosed_staff_block_hides_the_rest() {
        assert_eq!(public("a\n:::staff\nsecret\n:::note\n:::\nsecret"), ("a\n\n".into(), vec!["unclosed-block"]));
        assert_eq!(cut_with("a\n:::staff\nb", Staff::Show).1, ["unclosed-block"]);
    }

    #[test]
    fn other_blocks_are_reported_and_left() {
        assert_eq!(
            public(":::note\na\n:::\n:::\n"),
            (":::note\na\n:::\n:::\n".into(), vec!["unknown-block", "stray-block-end"])
        );
        assert_eq!(public("```\n:::note\n:::\n:::\n```\n").1, Vec::<&str>::new(), "sample code");
        assert_eq!(public(":::stuff\na\n:::").1, ["unknown-block"]);
        assert_eq!(public(&":::x\n".repeat(1_000)).1.len(), MAX_FINDINGS);
    }

    #[test]
    fn one_line_blocks_of_other_programs_begin_nothing() {
        assert_eq!(public(":::no-loc text=\"a\":::\n"), (":::no-loc text=\"a\":::\n".into(), vec!["unknown-block"]));
        assert_eq!(public(":::staff\n:::image x:::\nsecret\n:::\nb"), ("\nb".into(), vec![]));
        assert_eq!(public(":::staff secret:::\nsecret\n"), ("\n".into(), vec!["unclosed-block"]));
    }

    #[test]
    fn staff_see_blocks_as_paragraphs_of_their_own() {
        assert_eq!(cut_with("a\n> :::staff\n> b\n> :::\n", Staff::Show).0, "a\n> \n> :::\n> \n> b\n> \n> :::\n> \n");
        assert_eq!(cut_with("- :::staff\n  b\n  :::\n", Staff::Show).0, "- :::\n  \n  b\n  \n  :::\n  \n");
    }

    /// Lines that a staff block may hold: everything but the line that would end it.
    fn lines() -> impl Strategy<Value = String> {
        let odd = prop::sample::select(vec![
            "```",
            "~~~~",
            "<!--",
            "-->",
            "---",
            "...",
            "[a]: b",
            "[^1]: c",
            "<script>",
            "</aside>",
            "> - x",
            "    code",
            "| a |",
            "# h",
            "\u{2028}",
            "\0",
            "\u{feff}",
            "<![CDATA[",
            "::",
            ": ::",
            "\\:::",
            ":::note\nx\n:::",
            ":::staff\ny\n:::",
            "",
        ]);
        let line = prop_oneof![odd.prop_map(str::to_owned), "[^\\r\\n:：]{0,40}"];
        prop::collection::vec(line, 0..8).prop_map(|lines| lines.concat_lines())
    }

    trait ConcatLines {
        fn concat_lines(&self) -> String;
    }

    impl ConcatLines for Vec<String> {
        fn concat_lines(&self) -> String {
            self.iter().map(|line| format!("{line}\n")).collect()
        }
    }

    proptest! {
        #[test]
        fn the_public_text_does_not_depend_on_what_staff_wrote(
            before in lines(), after in lines(), one in lines(), other in lines(),
            opening in prop::sample::select(vec![":::staff", "  > ::: Staff", "- :::STAFF x"]), closed: bool,
        ) {
            let closing = if closed { "> :::\n" } else { "" };
            let page = |staff: &str| format!("{before}{opening}\n{staff}{closing}{after}");
            let front = |staff: &str| format!("---\ntitle: x\n{}", page(staff));
            prop_assert_eq!(public(&page(&one)).0, public(&page(&other)).0);
            prop_assert_eq!(public(&page(&one).replace('\n', "\r\n")).0, public(&page(&other)).0);
            let hidden = public(&front(&["secret", &one].concat())).0;
            prop_assert!(!hidden.contains("secret"));
        }

        #[test]
        fn places_stay_true_whatever_is_cut(text in "([ab>:\\- \r\n\0é]|:::staff\n|:::\n|\r\n){0,60}") {
            for staff in [Staff::Drop, Staff::Show] {
                let place = |_| Place::file("a.md");
                let body = cut(&text, 0, staff, &mut Report { place: &place, findings: &mut Vec::new() });
                for (at, c) in body.text().char_indices().filter(|(_, c)| matches!(c, 'a' | 'b' | 'é')) {
                    let found = text.get(body.source_span(at..at + c.len_utf8()));
                    prop_assert_eq!(found.and_then(|found| found.chars().next()), Some(c));
                }
            }
        }
    }
}
