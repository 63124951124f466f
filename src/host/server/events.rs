//! The stream on which the browser hears of new editions and their findings.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::Uri;
use axum::response::sse::{Event, KeepAlive, Sse};
use serde::Serialize;
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};
use url::form_urlencoded;

use crate::diag::{Diagnostic, Severity, Tally};

use super::edition::Edition;
use super::preview::Preview;

/// Where the stream lies. `?source=content/a.md` puts what was found in that file first.
pub(super) const PLACE: &str = "/__firstline/events";

/// Findings that are sent; all are counted. More than these nobody reads in a corner of a page.
const FINDINGS_SENT: usize = 100;

/// How long the browser waits before it tries again to reach a server that is gone.
const RETRY: Duration = Duration::from_millis(500);

/// What the browser hears: at once when it connects, and with every edition.
#[derive(Serialize)]
struct Message<'a> {
    /// Name of the edition; a page of another one is to be loaded again.
    edition: String,
    /// Why the site could not be built since, if so.
    trouble: Option<&'a str>,
    errors: usize,
    warnings: usize,
    notes: usize,
    /// The first findings, those in the page's own file before all others.
    findings: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'static str,
    severity: Severity,
    path: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
    help: Option<&'a str>,
}

/// Answers with the stream.
pub(super) async fn answer(
    State(preview): State<Arc<Preview>>,
    uri: Uri,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let source = source_of(&uri);
    let editions = WatchStream::new(preview.editions());
    let events = editions.map(move |edition| {
        let message = message(preview.name(&edition), &edition, source.as_deref());
        // Names, numbers and strings always have a form in JSON.
        let data = serde_json::to_string(&message).unwrap_or_default();
        Ok(Event::default().retry(RETRY).data(data))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

fn source_of(uri: &Uri) -> Option<String> {
    let mut pairs = form_urlencoded::parse(uri.query()?.as_bytes());
    pairs.find(|(key, _)| key == "source").map(|(_, value)| value.into_owned())
}

fn message<'a>(name: String, edition: &'a Edition, source: Option<&str>) -> Message<'a> {
    let Tally { errors, warnings, notes } = Tally::of(&edition.findings);
    let findings = nearest(&edition.findings, source).into_iter().take(FINDINGS_SENT).map(finding).collect();
    Message { edition: name, trouble: edition.trouble.as_deref(), errors, warnings, notes, findings }
}

/// Findings in the page's own file, then the others; the graver first in each part.
fn nearest<'a>(findings: &'a [Diagnostic], source: Option<&str>) -> Vec<&'a Diagnostic> {
    let mut sorted: Vec<&Diagnostic> = findings.iter().collect();
    sorted.sort_by_key(|finding| (Some(finding.place.path.as_str()) != source, finding.severity));
    sorted
}

fn finding(finding: &Diagnostic) -> Finding<'_> {
    Finding {
        code: finding.code.0,
        severity: finding.severity,
        path: &finding.place.path,
        line: finding.place.line,
        column: finding.place.column,
        message: &finding.message,
        help: finding.help.as_deref(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Code, Place};

    #[test]
    fn what_concerns_the_page_comes_first_and_errors_before_warnings() {
        let error = |path: &str, code| Diagnostic::error(Code(code), Place::file(path), "x");
        let warning = |path: &str, code| Diagnostic::warning(Code(code), Place::file(path), "x");
        let findings = [warning("a.md", "1"), error("a.md", "2"), warning("b.md", "3"), error("b.md", "4")];
        let order = |source| nearest(&findings, source).iter().map(|finding| finding.code.0).collect::<String>();
        assert_eq!(order(Some("b.md")), "4321");
        assert_eq!(order(None), "2413");
    }

    #[test]
    fn the_source_is_read_from_the_query() {
        let uri = Uri::from_static("/__firstline/events?x=1&source=content%2Fa%20b.md");
        assert_eq!(source_of(&uri).as_deref(), Some("content/a b.md"));
        assert_eq!(source_of(&Uri::from_static("/__firstline/events")), None);
    }
}
