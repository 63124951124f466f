//! Ids of a body that shares its page with others, and addresses of one that is read elsewhere.
//!
//! Both work on what [`super::render()`] wrote: text has no bare `<`, attributes stand in double quotes.

use url::Url;

/// Gives every id in `html`, and every link to one, a prefix of its own, so that two bodies on one page can't have the
/// same.
#[must_use]
pub fn prefix_ids(html: &str, prefix: &str) -> String {
    rewrite(html, |attribute, value| match (attribute, value.strip_prefix('#')) {
        ("href", Some(fragment)) => Some(format!("#{prefix}{fragment}")),
        ("id", _) => Some(format!("{prefix}{value}")),
        _ => None,
    })
}

/// Writes every address in `html` in full, as it is meant on the page at `page`: for readers who do not see it there,
/// such as those of a feed.
#[must_use]
pub fn full_addresses(html: &str, page: &Url) -> String {
    rewrite(html, |attribute, value| {
        let address = page.join(&value.replace("&amp;", "&")).ok().filter(|_| matches!(attribute, "href" | "src"))?;
        Some(address.as_str().replace('&', "&amp;"))
    })
}

/// Gives attributes in `html` the values that `change` has for their names and values.
fn rewrite(html: &str, change: impl Fn(&str, &str) -> Option<String>) -> String {
    let mut out = String::with_capacity(html.len() + 64);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, tag_on) = rest.split_at(at);
        let (tag, after) = tag_on.split_at(tag_length(tag_on));
        out.push_str(text);
        out.push_str(&rewritten_tag(tag, &change));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The length of the tag that `html` begins with, `>` in quoted values left aside.
fn tag_length(html: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in html.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    html.len()
}

fn rewritten_tag(tag: &str, change: impl Fn(&str, &str) -> Option<String>) -> String {
    // Every other piece is a quoted value; the piece before it ends with the attribute's name.
    let mut before = "";
    let pieces = tag.split('"').enumerate().map(|(number, piece)| {
        let name = before.strip_suffix('=').and_then(|name| name.rsplit(' ').next()).filter(|_| number % 2 == 1);
        before = piece;
        name.and_then(|name| change(name, piece)).unwrap_or_else(|| piece.to_owned())
    });
    pieces.collect::<Vec<_>>().join("\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_links_to_them_get_a_prefix_and_text_stays() {
        let html = "<h2 id=\"how\">How <a class=\"anchor\" href=\"#how\" aria-label=\"x > y\">#</a></h2>\n\
                    <p> id=\"how\" <a href=\"../a/#how\">a</a> <img alt=\" id=\" src=\"how\"></p>";
        let expected = "<h2 id=\"u-how\">How <a class=\"anchor\" href=\"#u-how\" aria-label=\"x > y\">#</a></h2>\n\
                    <p> id=\"how\" <a href=\"../a/#how\">a</a> <img alt=\" id=\" src=\"how\"></p>";
        assert_eq!(prefix_ids(html, "u-"), expected);
    }

    #[test]
    fn addresses_are_written_in_full_and_text_stays() {
        let page = Url::parse("https://example.com/help/status/incidents/a/").unwrap();
        let html = "<p>href=\"x\" <a href=\"../../../pay/?a=1&amp;b=2#c\">a</a> <a href=\"#update-1-x\">b</a>\
                    <img alt=\" src=\" src=\"../graph.png\"> <a href=\"mailto:a@example.com\">c</a>\
                    <a href=\"https://example.org/\">d</a></p>";
        let expected = "<p>href=\"x\" <a href=\"https://example.com/help/pay/?a=1&amp;b=2#c\">a</a> \
                        <a href=\"https://example.com/help/status/incidents/a/#update-1-x\">b</a>\
                        <img alt=\" src=\" src=\"https://example.com/help/status/incidents/graph.png\"> \
                        <a href=\"mailto:a@example.com\">c</a><a href=\"https://example.org/\">d</a></p>";
        assert_eq!(full_addresses(html, &page), expected);
    }
}
