//! Ids of a body that shares its page with others.

/// Gives every id in `html`, and every link to one, a prefix of its own, so that two bodies on one page can't have the
/// same. `html` is what [`super::render()`] wrote: text has no bare `<`, attributes stand in double quotes.
#[must_use]
pub fn prefix_ids(html: &str, prefix: &str) -> String {
    let mut out = String::with_capacity(html.len() + 64);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, tag_on) = rest.split_at(at);
        let (tag, after) = tag_on.split_at(tag_length(tag_on));
        out.push_str(text);
        out.push_str(&prefixed_tag(tag, prefix));
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

fn prefixed_tag(tag: &str, prefix: &str) -> String {
    // Every other piece is a quoted value; the piece before it ends with the attribute's name.
    let mut name = "";
    let pieces = tag.split('"').enumerate().map(|(number, piece)| {
        let quoted = number % 2 == 1;
        let is_id = quoted && name.ends_with(" id=");
        let fragment = piece.strip_prefix('#').filter(|_| quoted && name.ends_with(" href="));
        name = piece;
        match fragment {
            Some(fragment) => format!("#{prefix}{fragment}"),
            None if is_id => format!("{prefix}{piece}"),
            None => piece.to_owned(),
        }
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
}
