//! What is typed to be published, and under which name.

use std::io::{IsTerminal, Read};

use crate::yaml::edit::{Field, FrontMatter, Unclear, Written, lines};

use super::super::new::one_line;
use super::super::{Failure, ProjectOptions, report};

/// What is to be said, whatever it is about.
#[derive(Clone, Debug, clap::Args)]
pub struct Saying {
    /// What everyone will read (Markdown): what customers notice, what works, what you do; `-` reads it from standard input
    #[arg(short, long, value_name = "TEXT")]
    pub message: String,
    /// The sentence that stands for all of it in lists, as it is from now on
    #[arg(long, value_name = "TEXT")]
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
    /// What is to be said: as typed, or from standard input for `-`.
    ///
    /// # Errors
    /// When there is nothing in it.
    pub fn text(&self, options: &ProjectOptions) -> Result<String, Failure> {
        let text = if self.message == "-" { tidied(&typed_in(options)?) } else { tidied(&self.message) };
        if text.is_empty() {
            return Err(Failure::new("there is nothing to publish\nhelp: say what customers notice, with -m \"…\""));
        }
        Ok(text)
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
    pub fn summarise(&self, sheet: &mut FrontMatter, order: &[&str]) -> Result<(), Unclear> {
        self.summary_field().map_or(Ok(()), |(key, summary)| sheet.set(key, &summary, order))
    }
}

fn typed_in(options: &ProjectOptions) -> Result<String, Failure> {
    if std::io::stdin().is_terminal() {
        report::say(options, "type what everyone will read, and end it with Ctrl+D on a line of its own");
    }
    let mut text = String::new();
    let read = std::io::stdin().read_to_string(&mut text);
    read.map_err(|error| Failure::new(format!("could not read from standard input: {error}")))?;
    Ok(text)
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
    fn a_name_can_be_pasted_into_a_shell() {
        for (word, written) in
            [("2026-11-20-cards", "2026-11-20-cards"), ("it's", r"'it'\''s'"), ("a b", "'a b'"), ("", "''")]
        {
            assert_eq!(typed(word), written);
        }
    }
}
