//! Work that was planned, as far as cState can tell.
//!
//! Here work counts as announced if an entry from before its beginning says so, and as an outage if the first entry came
//! later. cState records no time of an announcement, and none is made up: where an issue calls itself planned, and all that
//! was said came later, its entries become its text, times and all. Work without entries counts as announced.

use crate::import::Said;
use crate::kinds::Stage;
use crate::time::Moment;
use crate::yaml::Choice;

/// What the report says of such work.
pub(super) const REMARK: &str = "it is called planned, and nothing says when it was announced; it counts as announced, and \
                                 what was said stands in its text";

/// Words by which an issue says that it was planned.
const WORDS: &[&str] = &["planned", "scheduled"];
/// Words that turn them round.
const DENIALS: &[&str] = &["not", "non", "un", "never"];

/// Whether the title has such a word, or an entry begins with one.
pub(super) fn is_planned(title: &str, updates: &[Said<Stage>]) -> bool {
    let title = words(title);
    let is_denied = title.iter().any(|word| DENIALS.contains(&word.as_str()));
    let is_titled = title.iter().any(|word| WORDS.contains(&word.as_str())) && !is_denied;
    let begins = |said: &Said<Stage>| words(&said.body).first().is_some_and(|word| WORDS.contains(&word.as_str()));
    is_titled || updates.iter().any(begins)
}

/// Whether there are entries, and none from before the beginning.
pub(super) fn is_untold_before(starts: Moment, updates: &[Said<Stage>]) -> bool {
    updates.first().is_some_and(|first| first.at >= starts)
}

/// Adds the entries to a text: time and stage of each, and its words.
pub(super) fn tell_in(text: &mut String, updates: &[Said<Stage>]) {
    for said in updates {
        let gap = if text.is_empty() { "" } else { "\n\n" };
        let stage = said.state.word().replace('_', " ");
        text.push_str(&format!("{gap}**{}, {stage}**\n\n{}", said.at, said.body));
    }
    text.truncate(text.trim_end().len());
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(at: i64, body: &str) -> Said<Stage> {
        let at = Moment::from_unix(at).unwrap();
        Said { at, state: Stage::InProgress, body: body.to_owned(), components: Vec::new(), back: false }
    }

    #[test]
    fn only_what_calls_itself_planned_is() {
        for (title, is) in [
            ("Planned maintenance", true),
            ("Scheduled Maintenance: pier", true),
            ("Maintenance", false),
            ("Unplanned maintenance", false),
            ("Un-scheduled maintenance", false),
            ("Maintenance (not planned)", false),
            ("Emergency maintenance", false),
        ] {
            assert_eq!(is_planned(title, &[said(0, "We planned nothing.")]), is, "{title}");
        }
        assert!(is_planned("Maintenance", &[said(0, "*Scheduled* - Next week.")]));
    }

    #[test]
    fn an_entry_from_before_is_an_announcement() {
        let starts = Moment::from_unix(100).unwrap();
        assert!(!is_untold_before(starts, &[said(99, "a"), said(100, "b")]));
        assert!(is_untold_before(starts, &[said(100, "b")]));
        assert!(!is_untold_before(starts, &[]));
    }

    #[test]
    fn times_and_words_stay() {
        let mut text = "Why.".to_owned();
        tell_in(&mut text, &[said(0, "- one\n- two"), said(60, "")]);
        let expected = "Why.\n\n**1970-01-01T00:00:00Z, in progress**\n\n- one\n- two\n\n\
                        **1970-01-01T00:01:00Z, in progress**";
        assert_eq!(text, expected);
    }
}
