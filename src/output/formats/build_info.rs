//! `build.json`: what this site is, for whoever finds it. It also marks the folder as one that Firstline made.

use serde::Serialize;

use crate::kinds::Kind;
use crate::yaml::Choice;

use super::super::{Press, RenderError};

/// The program's name in `build.json`, by which a folder is known as its own.
pub(crate) const GENERATOR: &str = "firstline";

#[derive(Serialize)]
struct BuildInfo<'a> {
    generator: &'a str,
    version: &'a str,
    as_of: String,
    audience: &'a str,
    pages: usize,
    articles: usize,
}

pub(super) fn make(press: &Press) -> Result<Vec<u8>, RenderError> {
    let info = BuildInfo {
        generator: GENERATOR,
        version: env!("CARGO_PKG_VERSION"),
        as_of: press.site.now.rfc3339(),
        audience: press.site.audience.word(),
        pages: press.pages,
        articles: press.site.of_kind(Kind::Article).count(),
    };
    let mut json = serde_json::to_vec_pretty(&info).unwrap_or_default();
    json.push(b'\n');
    Ok(json)
}
