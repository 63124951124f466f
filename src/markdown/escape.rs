//! Text made safe to stand in HTML.

/// Writes `text` as the content of an element.
pub(super) fn push_text(text: &str, out: &mut String) {
    push_escaped(text, out, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        _ => None,
    });
}

/// Writes `text` as the value of an attribute in double quotes.
pub(super) fn push_attribute(text: &str, out: &mut String) {
    push_escaped(text, out, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        _ => None,
    });
}

/// Writes `url` as the value of an attribute, with bytes that no URL has as `%` and their number.
pub(super) fn push_url(url: &str, out: &mut String) {
    let mut written = 0;
    for (at, byte) in url.bytes().enumerate() {
        if stands_in_url(byte) {
            continue;
        }
        // Between two bytes of one character there is nothing to copy.
        out.push_str(url.get(written..at).unwrap_or_default());
        match byte {
            b'&' => out.push_str("&amp;"),
            _ => push_percent(byte, out),
        }
        written = at + 1;
    }
    out.push_str(url.get(written..).unwrap_or_default());
}

fn push_percent(byte: u8, out: &mut String) {
    const DIGITS: [u8; 16] = *b"0123456789ABCDEF";
    out.push('%');
    out.push(char::from(DIGITS[usize::from(byte >> 4)]));
    out.push(char::from(DIGITS[usize::from(byte & 15)]));
}

fn stands_in_url(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.!~*'();/?:@=+$,#%".contains(&byte)
}

fn push_escaped(text: &str, out: &mut String, name: impl Fn(u8) -> Option<&'static str>) {
    let mut written = 0;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(name) = name(byte) {
            out.push_str(&text[written..at]);
            out.push_str(name);
            written = at + 1;
        }
    }
    out.push_str(&text[written..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(push: fn(&str, &mut String), text: &str) -> String {
        let mut out = String::new();
        push(text, &mut out);
        out
    }

    #[test]
    fn markup_becomes_text() {
        assert_eq!(written(push_text, "<a href=\"x\">é & b"), "&lt;a href=\"x\"&gt;é &amp; b");
        assert_eq!(written(push_attribute, "\"><b>"), "&quot;&gt;&lt;b&gt;");
        assert_eq!(written(push_text, ""), "");
    }

    #[test]
    fn urls_stay_within_their_quotes() {
        assert_eq!(written(push_url, "/ä b?x=\"1\"&y=%20[z]"), "/%C3%A4%20b?x=%221%22&amp;y=%20%5Bz%5D");
        assert_eq!(written(push_url, "a\\b`\n"), "a%5Cb%60%0A");
    }
}
