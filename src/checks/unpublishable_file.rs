//! # unsafe-file, broken-file, unpublishable-file
//!
//! A page refers to a file that is not published:
//!
//! - `unsafe-file`: an SVG that could run a script or load something from elsewhere when a reader opens it alone;
//! - `broken-file`: an SVG that is not XML, so that no browser would draw it;
//! - `unpublishable-file`: a kind of file that browsers run or that help centres don't offer, such as `.html`.

use crate::diag::{Code, Diagnostic, Place};
use crate::site::AssetError;
use crate::source::{SitePath, SourceText};

/// Why a file that a page refers to is not published.
#[derive(Debug)]
pub enum Refused {
    /// For what it is.
    Kind,
    /// For what is in it.
    Content(AssetError),
}

/// The finding for a file that a page refers to and that is not published. `bytes` are its content, where known.
#[must_use]
pub fn refused(path: &SitePath, why: &Refused, bytes: Option<&[u8]>) -> Diagnostic {
    let source = bytes.and_then(|bytes| SourceText::decode(path.clone(), bytes).ok());
    let place = |span: std::ops::Range<usize>| {
        source.as_ref().map_or_else(|| Place::file(path), |source| Place::span(source, span))
    };
    match why {
        Refused::Kind => Diagnostic::error(
            Code("unpublishable-file"),
            Place::file(path),
            "a page refers to this file, but files of this kind are not published",
        )
        .help("use an image, a PDF, a video or a ZIP file, or link to another site"),
        Refused::Content(AssetError::Active(span)) => Diagnostic::error(
            Code("unsafe-file"),
            place(span.clone()),
            "this drawing could run a script or load something from elsewhere, so it is not published",
        )
        .help("export it again as a plain SVG, without scripts, links and embedded pages"),
        Refused::Content(AssetError::NotXml(at)) => {
            Diagnostic::error(Code("broken-file"), place(*at..*at), "this is not an SVG that a browser could draw")
                .help("export it again")
        }
        Refused::Content(AssetError::Read(error)) => {
            Diagnostic::error(Code("unreadable-file"), Place::file(path), error.to_string())
        }
    }
}
