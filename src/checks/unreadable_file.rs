//! # symbolic-link, not-a-file, folder-named-like-a-page, file-too-large, folders-too-deep, unusable-name, unreadable-file
//!
//! Something in the project's folder is not read: only regular files that lie in it are, of a sensible size. A symbolic
//! link could lead out of the folder, a pipe could wait for ever.

use crate::diag::{Code, Diagnostic, Place};
use crate::source::{Rejected, Rejection};

/// The finding for something that is not read.
#[must_use]
pub fn rejected(rejected: &Rejected) -> Diagnostic {
    let place = Place::file(&rejected.path);
    let error = |code, message: String, help: &str| Diagnostic::error(Code(code), place.clone(), message).help(help);
    match &rejected.reason {
        Rejection::SymbolicLink => {
            error("symbolic-link", "this is a symbolic link, so it is not read".to_owned(), "put the file itself here")
        }
        Rejection::NotAFile => error(
            "not-a-file",
            "this is neither a file nor a folder, so it is not read".to_owned(),
            "remove it from the project's folder",
        ),
        Rejection::FolderNamedLikePage => Diagnostic::warning(
            Code("folder-named-like-a-page"),
            place,
            "this is a folder, though its name ends like a page's",
        )
        .help("rename it, or make it a file"),
        Rejection::TooLarge { len, limit } => error(
            "file-too-large",
            format!("{} are more than the {} this kind of file may have", bytes(*len), bytes(*limit)),
            "split it, or keep it outside the content folder",
        ),
        Rejection::TooDeep => error(
            "folders-too-deep",
            format!("folders deeper than {} levels are not read", crate::source::MAX_FOLDER_DEPTH),
            "move it further up",
        ),
        Rejection::UnusableName => error(
            "unusable-name",
            "this name is not UTF-8, or has a backslash or a control character, so it is not read".to_owned(),
            "rename it",
        ),
        Rejection::Unreadable(why) => {
            error("unreadable-file", format!("the system does not let this be read: {why}"), "check its permissions")
        }
    }
}

/// A size for people: `50 MB`.
fn bytes(len: u64) -> String {
    match len {
        0..1_000 => format!("{len} bytes"),
        1_000..1_000_000 => format!("{} kB", len / 1_000),
        _ => format!("{} MB", len / 1_000_000),
    }
}
