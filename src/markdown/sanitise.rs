//! What raw HTML may do: look like text, link, show the site's own images. Nothing else.
//!
//! Two doors. [`is_safe`] guards every address that is printed, whoever wrote it; [`clean`] takes a whole rendered body
//! apart with ammonia and keeps only what is listed here. The second runs only for bodies with raw HTML: without it
//! everything printed has been written by [`super::render()`] itself.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::Builder;

use super::slug;

/// Whether a link may lead to `url`: `http`, `https`, `mailto`, `tel`, or no scheme at all.
///
/// Browsers skip control characters and white space at the start of a URL, and tabs and line ends within, so all of them
/// are skipped here; anything unusual in a scheme is then no scheme that is allowed.
pub(super) fn is_safe(url: &str) -> bool {
    match scheme(url) {
        Some(scheme) => ["http", "https", "mailto", "tel"].contains(&scheme.as_str()),
        None => true,
    }
}

/// Whether an image may come from `url`: from the site itself, so no scheme and no host.
pub(super) fn is_own(url: &str) -> bool {
    let mut start = url.chars().filter(|c| !skipped(*c)).take(2);
    let slash = |c: Option<char>| matches!(c, Some('/' | '\\'));
    scheme(url).is_none() && !(slash(start.next()) && slash(start.next()))
}

fn scheme(url: &str) -> Option<String> {
    let end = url.find([':', '/', '?', '#', '\\'])?;
    let scheme = url[end..].starts_with(':').then_some(&url[..end])?;
    Some(scheme.chars().filter(|c| !skipped(*c)).map(|c| c.to_ascii_lowercase()).collect())
}

fn skipped(c: char) -> bool {
    c.is_control() || c.is_whitespace()
}

/// The HTML of a body with all that is not listed here taken out of it.
pub(super) fn clean(html: &str) -> String {
    static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(cleaner);
    CLEANER.clean(html).to_string()
}

/// Elements beside ammonia's own list of harmless ones.
const MORE_ELEMENTS: &[&str] = &["section", "tfoot"];

/// Elements of ammonia's list that would lay links over images.
const FEWER_ELEMENTS: &[&str] = &["area", "map"];

/// Attributes of any element. `id` and `name` are looked at by [`keep`].
const EVERYWHERE: &[&str] = &["aria-label", "dir", "id", "lang", "title"];

/// Classes that rendering gives to elements, and that mean something to the theme.
const CLASSES: &[(&str, &[&str])] = &[
    ("a", &["anchor", "footnote-back"]),
    ("aside", &["alert", "alert-note", "alert-tip", "alert-important", "alert-warning", "alert-caution", "staff"]),
    ("div", &["table-wrap"]),
    ("p", &["alert-title", "staff-title"]),
    ("section", &["footnotes"]),
    ("span", &["task", "c-c", "c-d", "c-f", "c-i", "c-k", "c-n", "c-s", "c-t", "c-v"]),
    ("sup", &["footnote-ref"]),
    ("td", &["align-left", "align-center", "align-right"]),
    ("th", &["align-left", "align-center", "align-right"]),
];

/// Attributes that may have one value only: the one that rendering writes.
const VALUES: &[(&str, &str, &str)] = &[
    ("a", "rel", "noopener"),
    ("aside", "role", "note"),
    ("div", "role", "region"),
    ("div", "tabindex", "0"),
    ("img", "decoding", "async"),
    ("img", "loading", "lazy"),
    ("pre", "tabindex", "0"),
    ("span", "role", "img"),
];

fn cleaner() -> Builder<'static> {
    let mut builder = Builder::default();
    let classes: HashMap<&str, HashSet<&str>> =
        CLASSES.iter().map(|(element, classes)| (*element, classes.iter().copied().collect())).collect();
    builder
        .add_tags(MORE_ELEMENTS)
        .rm_tags(FEWER_ELEMENTS)
        .add_generic_attributes(EVERYWHERE)
        .add_tag_attributes("a", ["name"])
        .add_tag_attributes("code", ["class"])
        .add_tag_attributes("details", ["open"])
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .allowed_classes(classes)
        .link_rel(None)
        .attribute_filter(keep);
    for (element, attribute, value) in VALUES {
        builder.add_tag_attribute_values(*element, *attribute, [*value]);
    }
    builder
}

/// The last word on attributes whose names are allowed.
fn keep<'v>(element: &str, attribute: &str, value: &'v str) -> Option<Cow<'v, str>> {
    let fine = match (element, attribute) {
        (_, "id" | "name") => slug::may_stay(value),
        ("img", "src") => is_own(value),
        (_, "href" | "cite") => is_safe(value),
        ("code", "class") => is_language(value),
        _ => true,
    };
    fine.then_some(Cow::Borrowed(value))
}

fn is_language(class: &str) -> bool {
    let name = class.strip_prefix("language-");
    name.is_some_and(|name| name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '+' | '#' | '.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_run_are_refused_however_they_are_dressed() {
        for url in [
            "javascript:alert(1)",
            "JaVaScRiPt:x",
            " \t\njavascript:x",
            "java\nscript:x",
            "\u{1}javascript:x",
            "java\u{0}script:x",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "blob:x",
            "a:b",
            ":x",
            "\u{a0}javascript:x",
            "view-source:x",
            "java\u{200b}script:x",
            "javascript\t:x",
        ] {
            assert!(!is_safe(url), "{url:?}");
            assert!(!is_own(url), "{url:?}");
        }
        for url in [
            "",
            "a.md",
            "../a/#b",
            "#x:y",
            "/a:b",
            "?a:b",
            "//host/a",
            "http://a",
            " HTTPS://a",
            "mailto:a@b",
            "tel:+44",
            "KB-1042#x",
        ] {
            assert!(is_safe(url), "{url:?}");
        }
    }

    #[test]
    fn images_come_from_the_site_itself() {
        for url in ["http://a/b.png", "//a/b.png", "\\\\a/b.png", "/\\a", "/\t/a", " //a", "data:image/png;base64,x"] {
            assert!(!is_own(url), "{url:?}");
        }
        for url in ["a.png", "../a.png", "/a.png", "a//b.png"] {
            assert!(is_own(url), "{url:?}");
        }
    }

    #[test]
    fn elements_and_attributes_that_are_not_listed_go() {
        for (html, left) in [
            ("<script>x</script>y", "y"),
            ("<p style=\"color:red\" onclick=x>a", "<p>a</p>"),
            ("<iframe src=x></iframe><object data=x></object><embed src=x>", ""),
            ("<form action=x><input name=a><button>b</button><select><option>c</select></form>", "bc"),
            ("<svg onload=x><a href=y>z</a></svg>a", "a"),
            ("<a href=\"java&#10;script:x\">a</a>", "<a>a</a>"),
            ("<img src=http://a/b alt=c><img src=d alt=e>", "<img alt=\"c\"><img src=\"d\" alt=\"e\">"),
            ("<base href=x><meta http-equiv=refresh content=x><link rel=x>", ""),
            ("<div class=\"alert staff x table-wrap\" tabindex=5>a</div>", "<div class=\"table-wrap\">a</div>"),
            ("<a id=fl-main name=FL-x>a</a><a id=here name=there>b</a>", "<a>a</a><a id=\"here\" name=\"there\">b</a>"),
            ("<math><mtext><style><img src onerror=x>", ""),
            ("<a target=_blank rel=opener href=x>a</a>", "<a href=\"x\">a</a>"),
        ] {
            assert_eq!(clean(html), left, "{html}");
        }
    }
}
