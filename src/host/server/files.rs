//! From the path of a request to a file of the site.
//!
//! A path is a key of the plan, so nothing that a request says reaches the disk.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use tokio::task::spawn_blocking;

use crate::output::RenderError;

use super::edition::Edition;
use super::inject::{escape, inject};
use super::preview::{Cause, Preview};

/// Where a path leads.
#[derive(Debug, PartialEq, Eq)]
enum Target {
    /// To this file of the site.
    File(String),
    /// To the same path at another place: with a slash at its end, or below the site's own path.
    Elsewhere(String),
    /// Nowhere.
    Nothing,
    /// It is no path at all.
    Malformed,
}

/// Answers a request for a file of the site.
pub(super) async fn answer(State(preview): State<Arc<Preview>>, uri: Uri) -> Response {
    let edition = preview.edition();
    let found = match target(&uri, edition.base_path(), &|path| edition.has(path)) {
        Target::File(path) => file(&preview, Arc::clone(&edition), &path, StatusCode::OK).await,
        Target::Elsewhere(location) => Some((StatusCode::TEMPORARY_REDIRECT, [(LOCATION, location)]).into_response()),
        Target::Nothing => None,
        Target::Malformed => Some((StatusCode::BAD_REQUEST, "This address can't be read.\n").into_response()),
    };
    match found {
        Some(response) => response,
        None => not_found(&preview, edition).await,
    }
}

async fn not_found(preview: &Preview, edition: Arc<Edition>) -> Response {
    let page = file(preview, edition, "404.html", StatusCode::NOT_FOUND).await;
    page.unwrap_or_else(|| (StatusCode::NOT_FOUND, "There is no such file.\n").into_response())
}

/// Where the path of `uri` leads on a site at `base`, of which `has` knows the files.
fn target(uri: &Uri, base: &str, has: &dyn Fn(&str) -> bool) -> Target {
    let raw = uri.path();
    let elsewhere = |path: &str| {
        let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        Target::Elsewhere(format!("{path}{query}"))
    };
    let Some(below) = raw.strip_prefix(base) else {
        return if raw == "/" || format!("{raw}/") == base { elsewhere(base) } else { Target::Nothing };
    };
    let Some(path) = decode(below) else { return Target::Malformed };
    if path.is_empty() || path.ends_with('/') {
        let index = format!("{path}index.html");
        return if has(&index) { Target::File(index) } else { Target::Nothing };
    }
    if has(&format!("{path}/index.html")) {
        return elsewhere(&format!("{raw}/"));
    }
    if has(&path) { Target::File(path) } else { Target::Nothing }
}

/// `text` without percent-encoding; nothing where it is not UTF-8 or has control characters.
fn decode(text: &str) -> Option<String> {
    let decoded = percent_encoding::percent_decode_str(text).decode_utf8().ok()?;
    (!decoded.contains(char::is_control)).then(|| decoded.into_owned())
}

/// Why a file could not be made.
enum Unmade {
    /// The site has none of this name.
    NoSuchFile,
    /// A source is not what it was when this edition was built.
    Stale(String),
    /// Anything else, in words.
    Broken(String),
}

impl From<RenderError> for Unmade {
    fn from(error: RenderError) -> Self {
        match error {
            RenderError::NoSuchFile => Self::NoSuchFile,
            RenderError::Read(error) => Self::Stale(error.to_string()),
            error @ (RenderError::Theme(_) | RenderError::Search(_)) => Self::Broken(error.to_string()),
        }
    }
}

/// The answer with the file at `path`; nothing where there is none.
async fn file(preview: &Preview, edition: Arc<Edition>, path: &str, status: StatusCode) -> Option<Response> {
    let (edition, made) = make(preview, edition, path).await;
    match made {
        Ok(bytes) => Some(send(preview, &edition, status, (path, bytes))),
        Err(Unmade::NoSuchFile) => None,
        Err(Unmade::Stale(why) | Unmade::Broken(why)) => Some(failed(preview, &edition, &why)),
    }
}

/// The bytes of a file, and the edition they are of: a new one where a source could not be read again.
async fn make(preview: &Preview, edition: Arc<Edition>, path: &str) -> (Arc<Edition>, Result<Bytes, Unmade>) {
    let (edition, made) = match render(&edition, path).await {
        Err(Unmade::Stale(_)) => {
            preview.renew(Cause::Stale(edition)).await;
            let edition = preview.edition();
            let made = render(&edition, path).await;
            (edition, made)
        }
        made => (edition, made),
    };
    let made = made.or_else(|error| edition.last_shown(path).ok_or(error));
    (edition, made)
}

async fn render(edition: &Edition, path: &str) -> Result<Bytes, Unmade> {
    let (plan, key) = (Arc::clone(edition.plan()), path.to_owned());
    // A page takes a millisecond and the search index seconds: others don't wait for it.
    let Ok(made) = spawn_blocking(move || plan.render(&key)).await else {
        return Err(Unmade::Broken("Firstline made a mistake; what it says is in the terminal".to_owned()));
    };
    let bytes = Bytes::from(made?);
    edition.keep(path, &bytes);
    Ok(bytes)
}

fn send(preview: &Preview, edition: &Edition, status: StatusCode, (path, bytes): (&str, Bytes)) -> Response {
    let kind = content_type(path);
    let body = if kind.starts_with("text/html") { page(preview, edition, path, &bytes) } else { bytes };
    (status, [(CONTENT_TYPE, kind)], body).into_response()
}

fn page(preview: &Preview, edition: &Edition, path: &str, html: &[u8]) -> Bytes {
    inject(html, &preview.name(edition), edition.source(path).as_ref()).into()
}

/// A page in place of one that can't be made. It loads itself again when the site has changed.
fn failed(preview: &Preview, edition: &Edition, why: &str) -> Response {
    let why = escape(why);
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Not made</title>\n</head>\n\
         <body>\n<h1>This page could not be made</h1>\n<p>{why}</p>\n</body>\n</html>\n"
    );
    let bytes = Bytes::from(html);
    send(preview, edition, StatusCode::INTERNAL_SERVER_ERROR, ("500.html", bytes))
}

/// What a browser is to take a file for.
fn content_type(path: &str) -> &'static str {
    let extension =
        path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, extension)| extension);
    match extension {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "vtt" => "text/vtt; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "vcf" => "text/vcard; charset=utf-8",
        "json" => "application/json",
        "xml" => "application/xml",
        "wasm" => "application/wasm",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "apng" => "image/apng",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "mp3" => "audio/mpeg",
        "ogg" => "audio/ogg",
        "wav" => "audio/wav",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leads(uri: &str, base: &str) -> Target {
        let files = ["index.html", "till/index.html", "till/été/index.html", "feed.xml", "_headers"];
        target(&uri.parse().unwrap(), base, &|path| files.contains(&path))
    }

    fn file(path: &str) -> Target {
        Target::File(path.to_owned())
    }

    fn elsewhere(path: &str) -> Target {
        Target::Elsewhere(path.to_owned())
    }

    #[test]
    fn folders_lead_to_their_index() {
        assert_eq!(leads("/", "/"), file("index.html"));
        assert_eq!(leads("/till/", "/"), file("till/index.html"));
        assert_eq!(leads("/till/index.html", "/"), file("till/index.html"));
        assert_eq!(leads("/till?q=%20", "/"), elsewhere("/till/?q=%20"));
        assert_eq!(leads("/till/%C3%A9t%C3%A9/", "/"), file("till/été/index.html"));
        assert_eq!(leads("/till/%C3%A9t%C3%A9", "/"), elsewhere("/till/%C3%A9t%C3%A9/"));
        assert_eq!(leads("/feed.xml?x", "/"), file("feed.xml"));
        assert_eq!(leads("/feed.xml/", "/"), Target::Nothing);
    }

    #[test]
    fn a_site_below_a_path_is_found_there_and_nowhere_else() {
        assert_eq!(leads("/help/till/", "/help/"), file("till/index.html"));
        assert_eq!(leads("/help/till", "/help/"), elsewhere("/help/till/"));
        assert_eq!(leads("/", "/help/"), elsewhere("/help/"));
        assert_eq!(leads("/help", "/help/"), elsewhere("/help/"));
        assert_eq!(leads("/till/", "/help/"), Target::Nothing);
        assert_eq!(leads("/helper/", "/help/"), Target::Nothing);
    }

    #[test]
    fn odd_paths_lead_nowhere() {
        for path in ["/../etc/passwd", "/..%2f..%2fetc/passwd", "//till/", "/till//", "/%5c..%5c", "/till/../feed.xml"]
        {
            assert_eq!(leads(path, "/"), Target::Nothing, "{path}");
        }
        for path in ["/%00", "/till/%0a", "/%ff"] {
            assert_eq!(leads(path, "/"), Target::Malformed, "{path}");
        }
    }

    #[test]
    fn files_have_their_type_by_extension() {
        assert_eq!(content_type("assets/search-0a1b2c.wasm"), "application/wasm");
        assert_eq!(content_type("assets/search-0a1b2c.js"), "text/javascript; charset=utf-8");
        assert_eq!(content_type("status/maintenance.ics"), "text/calendar; charset=utf-8");
        assert_eq!(content_type("status/badge.svg"), "image/svg+xml");
        assert_eq!(content_type("status/feed.xml"), "application/xml");
        assert_eq!(content_type("_headers"), "application/octet-stream");
        assert_eq!(content_type("a.b/c"), "application/octet-stream");
        assert_eq!(content_type("search/en/terms.bin"), "application/octet-stream");
    }
}
