//! # fact-changed
//!
//! A fact is another than when the site was last published: its value, or the text that pages show for it. That is no
//! mistake: it is a list of every page that the change touches, to be read once more before it goes out. A sentence
//! that was right around "24 hours" may be wrong around "12 hours", and a promise that becomes shorter has to be one
//! that can be kept.
//!
//! The note goes away with the next publication. What was published is read from `record.json` of the site that
//! is in the output folder, or of the one that `--published` names.

use crate::diag::Code;
use crate::kinds::Fact;
use crate::site::{Site, ToldFact};

use super::{Raised, Report};

pub(super) const CHANGED: Code = Code("fact-changed");

pub(super) const CODES: &[Code] = &[CHANGED];

/// Most pages that are named; a fact on every page is named for the first, and counted.
const NAMED: usize = 20;

pub(super) fn run(site: &Site, report: &mut Report) {
    for fact in site.facts.iter() {
        let before = site.published_fact(&fact.name.value);
        if let Some(what) = before.and_then(|before| change(fact, before)) {
            report.add(&fact.path, changed(site, fact, &what));
        }
    }
}

/// What a fact was and is: its value, or its text where that alone is another.
fn change(fact: &Fact, before: &ToldFact) -> Option<String> {
    let said = |verbs: [&str; 2], texts: [&str; 2]| {
        let ([was, is], [before, now]) = (verbs, texts);
        format!("{was} {before} when the site was last published and {is} {now} now")
    };
    if before.value() != fact.value {
        return Some(said(["was", "is"], [before.value(), &fact.value]));
    }
    let quoted = |text: &str| format!("“{text}”");
    let texts = [quoted(before.text()), quoted(fact.text())];
    (before.text() != fact.text()).then(|| said(["read", "reads"], [&texts[0], &texts[1]]))
}

fn changed(site: &Site, fact: &Fact, what: &str) -> Raised {
    let (name, files) = (&fact.name.value, site.files_quoting(&fact.name.value));
    let message = format!("`{name}` {what}");
    let mut named: Vec<&str> = files.iter().take(NAMED).map(|path| path.as_str()).collect();
    let more = format!("{} more", files.len().saturating_sub(NAMED));
    if files.len() > NAMED {
        named.push(&more);
    }
    let help = match files.len() {
        0 => "nothing quotes it".to_owned(),
        1 => format!("quoted in {}", named.join("")),
        count => format!("quoted in {count} files: {}", named.join(", ")),
    };
    Raised::weighable(CHANGED, &fact.name.span, message).help(help)
}
