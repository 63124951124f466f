//! # odd-title, odd-name
//!
//! Something is shown otherwise than it was written:
//!
//! - `odd-title`: a title has characters that can't be seen or that turn the direction of writing (a warning), or HTML (a
//!   note). Both are published as they are, and may make the title read otherwise than it was meant;
//! - `odd-name`: the name of a file has signs that addresses don't carry; the finding says which address it has.

use crate::diag::{Code, Severity};
use crate::site::{Page, Site};

use super::{Raised, Report};

const ODD_TITLE: Code = Code("odd-title");
const ODD_NAME: Code = Code("odd-name");

pub(super) const CODES: &[Code] = &[ODD_TITLE, ODD_NAME];

pub(super) fn run(site: &Site, report: &mut Report) {
    for page in site.pages() {
        let path = &page.entry.path;
        if let Some(raised) = odd_title(page) {
            report.add(path, raised);
        }
        if path.stem().contains(|c| is_sign(c) || is_unseen(c)) {
            let message = format!("the address of this page is /{}, without the signs in the file's name", page.url);
            let help = Some("name files with letters, digits and hyphens".to_owned());
            report.add(
                path,
                Raised { code: ODD_NAME, severity: Severity::Note, span: None, message, help, is_early: false },
            );
        }
    }
}

fn odd_title(page: &Page) -> Option<Raised> {
    let title = page.entry.basics.title.as_ref()?;
    let (severity, message, help) = if let Some(odd) = title.chars().find(|c| is_unseen(*c)) {
        let message = format!("this title has the character U+{:04X}, which can't be seen", u32::from(odd));
        (Severity::Warning, message, "write the title anew, by hand")
    } else if has_tag(title) {
        let message = "a title is plain text: its HTML is shown as written".to_owned();
        (Severity::Note, message, "leave the tags away")
    } else {
        return None;
    };
    let span = Some(title.span.clone());
    Some(Raised { code: ODD_TITLE, severity, span, message, help: Some(help.to_owned()), is_early: false })
}

/// Whether a text looks as if it had been meant as HTML.
fn has_tag(text: &str) -> bool {
    let begins = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') && rest.contains('>');
    text.split('<').skip(1).any(begins)
}

/// Control characters, and those that turn the direction of what follows.
fn is_unseen(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What a file's name may have and an address can't.
fn is_sign(c: char) -> bool {
    c.is_ascii_punctuation() && !matches!(c, '-' | '_' | '.')
}
