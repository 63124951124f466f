//! The preview's own script: added to pages while answering, never to a built file.

use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;

use crate::source::SitePath;

/// Where the script lies.
pub(super) const SCRIPT_PLACE: &str = "/__firstline/preview.js";
/// Where the style sheet of the script's panel lies.
pub(super) const STYLE_PLACE: &str = "/__firstline/preview.css";

const SCRIPT: &str = include_str!("../preview/preview.js");
const STYLE: &str = include_str!("../preview/preview.css");

/// Answers with the script.
pub(super) async fn script() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], SCRIPT)
}

/// Answers with the style sheet.
pub(super) async fn style() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)
}

/// The page `html` with the script. It tells the script which edition the page is of, and which file it is made of.
///
/// The script stands at the end of the head, or of a page without one; it is external and has no inline part, so that
/// the page's policy need not be loosened.
pub(super) fn inject(html: &[u8], edition: &str, source: Option<&SitePath>) -> Vec<u8> {
    let source = source.map(|path| format!(" data-source=\"{}\"", escape(path.as_str()))).unwrap_or_default();
    let tag = format!("<script src=\"{SCRIPT_PLACE}\" data-edition=\"{}\"{source} defer></script>\n", escape(edition));
    let end_of_head = html.windows(END_OF_HEAD.len()).position(|part| part.eq_ignore_ascii_case(END_OF_HEAD));
    let (before, after) = html.split_at(end_of_head.unwrap_or(html.len()));
    [before, tag.as_bytes(), after].concat()
}

const END_OF_HEAD: &[u8] = b"</head>";

/// `text` as it may stand between double quotes, or between tags.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_stands_at_the_end_of_the_head() {
        let source = SitePath::new("content/a \"b\"&<c>.md");
        let page = inject(b"<head><title>x</title></HEAD><body>", "1-2", source.as_ref());
        assert_eq!(
            String::from_utf8(page).unwrap(),
            "<head><title>x</title><script src=\"/__firstline/preview.js\" data-edition=\"1-2\" \
             data-source=\"content/a &quot;b&quot;&amp;&lt;c&gt;.md\" defer></script>\n</HEAD><body>"
        );
    }

    #[test]
    fn a_page_without_a_head_gets_it_at_the_end() {
        let page = inject(b"plain", "1-2", None);
        assert!(page.starts_with(b"plain<script src="));
    }
}
