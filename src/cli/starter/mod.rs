//! Texts that writers begin with: a whole small help centre for `init`, and a file of each kind for `new`.
//!
//! They are kept as the files that they become. What depends on the day or on the project stands in them as `{{name}}`,
//! so that what is written is true on the day it is written.

use std::path::Path;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::host::{HostError, write};
use crate::kinds::Kind;
use crate::time::Moment;

use super::Failure;

/// Values for the `{{name}}` in a text.
pub(super) type Values<'a> = &'a [(&'a str, String)];

/// A text that becomes a file: its path in the project, and what it says. Both may hold `{{name}}`.
pub(super) type Text = (&'static str, &'static str);

/// The settings come last: they make a folder a project, so one that is only half written is not taken for one.
pub(super) const PROJECT: &[Text] = &[
    ("content/articles/getting-started/_topic.md", include_str!("project/content/articles/getting-started/_topic.md")),
    (
        "content/articles/getting-started/sign-in-the-first-time.md",
        include_str!("project/content/articles/getting-started/sign-in-the-first-time.md"),
    ),
    (
        "content/articles/getting-started/sign-in.svg",
        include_str!("project/content/articles/getting-started/sign-in.svg"),
    ),
    (
        "content/articles/getting-started/cannot-sign-in.md",
        include_str!("project/content/articles/getting-started/cannot-sign-in.md"),
    ),
    (
        "content/articles/account-and-billing/_topic.md",
        include_str!("project/content/articles/account-and-billing/_topic.md"),
    ),
    (
        "content/articles/account-and-billing/change-your-plan.md",
        include_str!("project/content/articles/account-and-billing/change-your-plan.md"),
    ),
    (
        "content/articles/account-and-billing/find-an-invoice.md",
        include_str!("project/content/articles/account-and-billing/find-an-invoice.md"),
    ),
    (
        "content/articles/account-and-billing/close-your-account.md",
        include_str!("project/content/articles/account-and-billing/close-your-account.md"),
    ),
    ("content/contact/calendars.yaml", include_str!("project/content/contact/calendars.yaml")),
    ("content/contact/phone.md", include_str!("project/content/contact/phone.md")),
    ("content/contact/email.md", include_str!("project/content/contact/email.md")),
    ("content/contact/form.md", include_str!("project/content/contact/form.md")),
    ("content/status/components.yaml", include_str!("project/content/status/components.yaml")),
    (
        "content/status/incidents/{{incident}}-sign-in-codes-late.md",
        include_str!("project/content/status/incidents/sign-in-codes-late.md"),
    ),
    ("content/sla/support-promises.md", include_str!("project/content/sla/support-promises.md")),
    ("content/escalation/first-line.md", include_str!("project/content/escalation/first-line.md")),
    ("content/pages/about.md", include_str!("project/content/pages/about.md")),
    ("firstline.yaml", include_str!("project/firstline.yaml")),
];

/// What keeps the built site out of version control. Its own name would hide files of this repository.
pub(super) const GITIGNORE: Text = (".gitignore", include_str!("project/gitignore"));

/// The lines that every kind's front matter has, which go to `{{options}}`.
pub(super) const BASICS: &str = include_str!("kinds/basics.yaml");

/// A new file of this kind.
pub(super) fn of_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Article => include_str!("kinds/article.md"),
        Kind::Topic => include_str!("kinds/topic.md"),
        Kind::Page => include_str!("kinds/page.md"),
        Kind::Channel => include_str!("kinds/channel.md"),
        Kind::Incident => include_str!("kinds/incident.md"),
        Kind::Maintenance => include_str!("kinds/maintenance.md"),
        Kind::Sla => include_str!("kinds/sla.md"),
        Kind::Ladder => include_str!("kinds/ladder.md"),
    }
}

/// Puts values in the place of each `{{name}}`, once: what looks like a name inside a value stays as it is.
///
/// # Panics
/// When the text asks for a value that nobody gave, which is a mistake in this folder.
pub(super) fn fill(text: &str, values: Values<'_>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, behind)) = after.split_once("}}") else { break };
        let value = values.iter().find(|(known, _)| *known == name);
        let (_, value) = value.unwrap_or_else(|| unreachable!("a text to begin with asks for `{name}`"));
        filled.push_str(before);
        filled.push_str(value);
        rest = behind;
    }
    filled.push_str(rest);
    filled
}

/// The day on which `now` falls in `zone`.
///
/// # Errors
/// When the calendar does not reach it.
pub(super) fn day_of(now: Moment, zone: &TimeZone) -> Result<Date, Failure> {
    let timestamp: jiff::Timestamp = now.rfc3339().parse()?;
    Ok(timestamp.to_zoned(zone.clone()).date())
}

/// Writes a file that was not there, with the folders it needs.
///
/// # Errors
/// When something lies there already, a folder on the way is a symbolic link (what lies behind one is never read, and
/// may be outside the project), or the system refuses.
pub(super) fn create(root: &Path, path: &str, text: &str) -> Result<(), HostError> {
    write::create(root, path, text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_not_filled_a_second_time() {
        let values = [("title", "{{day}} }} {{".to_owned()), ("day", "Monday".to_owned())];
        assert_eq!(fill("a {{title}} b {{day}} {c}}", &values), "a {{day}} }} {{ b Monday {c}}");
    }
}
