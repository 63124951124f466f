//! What is typed to be published, and under which name.

use std::io::{IsTerminal, Read};

use crate::diag::Place;
use crate::markdown::{self, Staff};
use crate::yaml::edit::{Field, Unclear, Written, lines};

use super::super::new::one_line;
use super::super::{Failure, ProjectOptions, report};
use super::sheet::Sheet;

/// What is to be said, whatever it is about.
#[derive(Clone, Debug, clap::Args)]
pub struct Saying {
    /// What everyone will read (Markdown): what customers notice, what works, what you do; `-` reads it from standard input
    #[arg(short, long, value_name = "TEXT", allow_hyphen_values = true, value_parser = words)]
    pub message: String,
    /// The sentence that stands for all of it in lists, as it is from now on
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, value_parser = words)]
    pub summary: Option<String>,
    /// Show what would be written and published, and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// The name of a new file, for those who care.
#[derive(Clone, Debug, clap::Args)]
pub struct Naming {
    /// A short id for the address, that can be read out and links to it
    #[arg(long)]
    pub id: Option<String>,
    /// The name of the file, without `.md` [default: the day and the title's words]
    #[arg(long, value_name = "NAME")]
    pub slug: Option<String>,
}

impl Naming {
    /// The first lines of a new file.
    #[must_use]
    pub fn head(&self, title: &str, saying: &Saying) -> String {
        let title = ("title", Written::Text(one_line(title)));
        let id = self.id.as_ref().map(|id| ("id", Written::Text(id.clone())));
        let fields: Vec<Field> = [Some(title), saying.summary_field(), id].into_iter().flatten().collect();
        let example = "#summary: Cards fail for a third of shops.   # what customers notice, in one sentence\n";
        lines(&fields, 0) + if saying.summary.is_none() { example } else { "" }
    }
}

impl Saying {
    /// What is to be said, where it was typed with the command; nothing where it comes from standard input.
    ///
    /// # Errors
    /// When nobody outside could read anything in it.
    pub fn typed(&self) -> Result<Option<String>, Failure> {
        if self.message == "-" { Ok(None) } else { heard(&self.message).map(Some) }
    }

    /// The summary as a field, where one was typed.
    #[must_use]
    pub fn summary_field(&self) -> Option<Field> {
        self.summary.as_ref().map(|summary| ("summary", Written::Text(one_line(summary))))
    }

    /// Changes the summary of a file, where one was typed.
    ///
    /// # Errors
    /// When it is written in a form that can't be changed for certain.
    pub fn summarise(&self, sheet: &mut Sheet, order: &[&str]) -> Result<(), Unclear> {
        self.summary_field().map_or(Ok(()), |(key, summary)| sheet.set(key, &summary, order))
    }
}

/// All that standard input has.
///
/// # Errors
/// When it can't be read, or is not text.
pub(super) fn typed_in(options: &ProjectOptions) -> Result<String, Failure> {
    if std::io::stdin().is_terminal() {
        report::say(options, "type what everyone will read, and end it with Ctrl+D on a line of its own");
    }
    let mut bytes = Vec::new();
    let read = std::io::stdin().read_to_end(&mut bytes);
    read.map_err(|error| Failure::new(format!("could not read from standard input: {error}")))?;
    String::from_utf8(bytes).map_err(|error| {
        give_back(&String::from_utf8_lossy(error.as_bytes()));
        Failure::new("what came from standard input is not UTF-8\nhelp: save it as UTF-8, or type it")
    })
}

/// Prints what was typed and not published, so that nobody has to think of it twice.
pub(super) fn give_back(text: &str) {
    report::err(&format!("\nthis is what you said:\n\n{}\n\n", text.trim_end()));
}

/// What is to be said as it will be written.
///
/// # Errors
/// When nobody outside could read anything in it.
pub(super) fn heard(text: &str) -> Result<String, Failure> {
    let text = tidied(text);
    if text.is_empty() {
        return Err(Failure::new("there is nothing to publish\nhelp: say what customers notice, with -m \"…\""));
    }
    let public = markdown::fragment(&text, &Place::file("-m"), Staff::Drop, &mut Vec::new());
    let (words, headings) = markdown::plain_sections(&public);
    if words.trim().is_empty() && headings.is_empty() {
        let help = "add a sentence that everyone may read, outside of what is hidden or for staff";
        return Err(Failure::new(format!("customers would read nothing of it\nhelp: {help}")));
    }
    Ok(text)
}

/// Text for an option. It may begin with a hyphen, as a list does, but an option in its place was meant as one.
pub fn words(typed: &str) -> Result<String, String> {
    let is_word = !typed.contains(char::is_whitespace);
    let is_option =
        typed.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c == '-' || c.is_alphabetic()));
    if is_word && is_option {
        return Err("that is an option; the text has to stand right behind this one, in quotes".to_owned());
    }
    Ok(typed.to_owned())
}

/// Text without what nobody sees: control characters, line ends of other systems, white space around it.
#[must_use]
pub fn tidied(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
    let visible =
        |c: &char| *c == '\n' || *c == '\t' || !(c.is_control() || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}'));
    let lines: String = text.chars().filter(visible).collect();
    lines.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// A word as it has to be typed in a shell.
#[must_use]
pub fn typed(word: &str) -> String {
    let is_plain = word.chars().all(|c| c.is_alphanumeric() || "-_./".contains(c));
    if is_plain && !word.is_empty() { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_not_published() {
        assert_eq!(tidied(" \r\nOne\u{7} \r\n\ttwo\u{2028}three\u{feff}\n\n"), "One\n\ttwo\nthree");
        assert_eq!(tidied("\u{0}\n \n"), "");
    }

    #[test]
    fn what_only_staff_would_read_is_not_said() {
        assert!(heard(":::staff\nThe switch in rack 4.\n:::").is_err());
        assert!(heard("<!-- later -->").is_err());
        assert_eq!(heard("We look.\n\n:::staff\nRack 4.\n:::").unwrap(), "We look.\n\n:::staff\nRack 4.\n:::");
        for text in ["# Down", "![Queue](queue.png)", "`E4`", "🔥"] {
            assert!(heard(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn a_list_is_text_and_an_option_is_none() {
        for text in ["- Cards fail", "-", "-5 % of cards", "--- see below", "Cards"] {
            assert_eq!(words(text).as_deref(), Ok(text));
        }
        for option in ["--dry-run", "-n", "-n30m", "--back"] {
            assert!(words(option).is_err(), "{option}");
        }
    }

    #[test]
    fn a_name_can_be_pasted_into_a_shell() {
        for (word, written) in
            [("2026-11-20-cards", "2026-11-20-cards"), ("it's", r"'it'\''s'"), ("a b", "'a b'"), ("", "''")]
        {
            assert_eq!(typed(word), written);
        }
    }
}
