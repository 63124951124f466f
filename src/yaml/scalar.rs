//! Text as YAML that reads as exactly that text, in the plainest form that does: a writer will edit it by hand.

use std::fmt::Write;

/// Longest line of prose that is written in one piece, in characters without its indentation.
const LONG_LINE: usize = 100;

/// Text on one line, for titles, names and keys: as it is where every reader of YAML takes that for text, else in quotes.
#[must_use]
pub fn inline(text: &str) -> String {
    let mild = |c: char| c.is_alphanumeric() || " -_.?!()/'’".contains(c);
    if begins_like_text(text) && text.chars().all(mild) && !text.ends_with(' ') {
        return text.to_owned();
    }
    quoted(text)
}

/// Prose as the value of a key whose own line is indented by `indent` spaces: on one line where it is short, folded where it
/// is long, in a literal block where it has several lines.
#[must_use]
pub fn prose(text: &str, indent: usize) -> String {
    if is_literal(text) {
        let lines = text.split('\n');
        return block("|-", lines.map(str::to_owned), indent);
    }
    if is_plain(text) && !is_long(text) {
        return text.to_owned();
    }
    if is_long(text) && is_foldable(text) {
        return block(">-", folded(text).into_iter(), indent);
    }
    quoted(text)
}

/// Text in quotes: double ones, single ones where it has double ones itself, escapes where it has what can't be seen.
#[must_use]
pub fn quoted(text: &str) -> String {
    if !text.chars().all(is_printable) {
        return escaped(text);
    }
    if !text.contains(['"', '\\']) { format!("\"{text}\"") } else { format!("'{}'", text.replace('\'', "''")) }
}

fn block(header: &str, lines: impl Iterator<Item = String>, indent: usize) -> String {
    let mut written = header.to_owned();
    let margin = " ".repeat(indent + 2);
    for line in lines {
        written.push('\n');
        if !line.is_empty() {
            written.push_str(&margin);
            written.push_str(&line);
        }
    }
    written
}

/// Several lines that a literal block holds as they are.
fn is_literal(text: &str) -> bool {
    let stands = |line: &str| line.is_empty() || !line.trim().is_empty();
    let begins = text.chars().next().is_some_and(|c| !c.is_whitespace());
    let ends = text.chars().last().is_some_and(|c| !c.is_whitespace());
    text.contains('\n') && begins && ends && text.split('\n').all(|line| stands(line) && line.chars().all(is_printable))
}

/// One line that YAML reads as it stands, where no bracket around it gives commas a meaning.
fn is_plain(text: &str) -> bool {
    let has_meaning = text.contains(": ") || text.contains(" #") || text.ends_with([':', ' ']);
    begins_like_text(text) && !has_meaning && text.chars().all(is_printable)
}

fn begins_like_text(text: &str) -> bool {
    text.starts_with(char::is_alphabetic) && !is_reserved(text)
}

fn is_long(text: &str) -> bool {
    text.chars().count() > LONG_LINE
}

/// Whether lines may be broken at single spaces and come back as they were. A block for staff begins a line, so text with
/// such a sign keeps its lines.
fn is_foldable(text: &str) -> bool {
    let spaced = text.contains("  ") || text.starts_with(' ') || text.ends_with(' ');
    !spaced && !text.contains(":::") && text.chars().all(is_printable)
}

/// The words of a line on several lines.
fn folded(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > LONG_LINE {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines
}

/// Characters that stand in YAML as themselves and that every reader keeps.
fn is_printable(c: char) -> bool {
    let is_break = matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}');
    let is_mark = matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}');
    !c.is_control() && !is_break && !is_mark
}

fn escaped(text: &str) -> String {
    let mut written = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => written.extend(['\\', c]),
            '\n' => written.push_str("\\n"),
            '\t' => written.push_str("\\t"),
            '\r' => written.push_str("\\r"),
            c if is_printable(c) => written.push(c),
            c => {
                // Writing to a string can't fail.
                let _ = write!(written, "\\u{:04X}", u32::from(c));
            }
        }
    }
    written.push('"');
    written
}

/// Words that mean something else than themselves to some reader of YAML.
fn is_reserved(text: &str) -> bool {
    let words = ["true", "false", "yes", "no", "on", "off", "y", "n", "null"];
    words.iter().any(|word| text.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_quoted_where_yaml_would_take_it_for_something_else() {
        for (text, written) in [
            ("Refund a sale", "Refund a sale"),
            ("Why can't I sign in?", "Why can't I sign in?"),
            ("Größe ändern", "Größe ändern"),
            ("a: b", r#""a: b""#),
            ("a #b", r#""a #b""#),
            ("\"quoted\"", r#"'"quoted"'"#),
            ("It's \"down\"", r#"'It''s "down"'"#),
            ("No", r#""No""#),
            ("2026", r#""2026""#),
            ("- a", r#""- a""#),
            ("👍 done", r#""👍 done""#),
            ("a\tb\u{85}", r#""a\tb\u0085""#),
            ("", r#""""#),
        ] {
            assert_eq!(inline(text), written, "{text}");
        }
    }

    #[test]
    fn prose_keeps_the_plainest_form_that_says_the_same() {
        assert_eq!(prose("Cards fail, cash works.", 4), "Cards fail, cash works.");
        assert_eq!(prose("Note: cash works.", 4), "\"Note: cash works.\"");
        assert_eq!(prose("One.\n\n- two: #2", 4), "|-\n      One.\n\n      - two: #2");
        let long = "About one payment in eight fails. ".repeat(5);
        let written = prose(long.trim(), 4);
        assert!(written.starts_with(">-\n      About one"), "{written}");
        assert!(written.lines().all(|line| line.chars().count() <= LONG_LINE + 6), "{written}");
    }
}
