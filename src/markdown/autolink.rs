//! Bare URLs and e-mail addresses in text, as GitHub links them.
//!
//! <https://github.github.com/gfm/#autolinks-extension-> with the reference implementation's latitude: `http://` hosts
//! need no dot. `ftp://` is left alone. Quotes and full stops of other scripts end a URL like our own.

use std::ops::Range;

/// A link found in text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Autolink {
    /// Where it stands in the text.
    pub(super) span: Range<usize>,
    /// What is missing in the text to make it a URL: `http://`, `mailto:` or nothing.
    pub(super) prefix: &'static str,
}

/// The first bare link in `text` at or after `from`.
pub(super) fn find(text: &str, from: usize) -> Option<Autolink> {
    let mut at = from;
    loop {
        let rest = text.as_bytes().get(at..)?;
        let candidate = at + rest.iter().position(|byte| matches!(byte, b':' | b'.' | b'@'))?;
        let found = match text.as_bytes()[candidate] {
            b':' => url(text, from, candidate),
            b'.' => www(text, from, candidate),
            _ => email(text, from, candidate),
        };
        if found.is_some() {
            return found;
        }
        at = candidate + 1;
    }
}

fn url(text: &str, from: usize, colon: usize) -> Option<Autolink> {
    let host = text[colon..].strip_prefix("://")?;
    let before = &text[from..colon];
    let scheme = ["https", "http"].into_iter().find(|scheme| ends_with_ignoring_case(before, scheme))?;
    let start = colon - scheme.len();
    if !may_follow(&text[from..start]) || host_length(host) == 0 {
        return None;
    }
    let end = end_of_url(text, colon + 3);
    (end > colon + 3).then_some(Autolink { span: start..end, prefix: "" })
}

fn www(text: &str, from: usize, dot: usize) -> Option<Autolink> {
    if !ends_with_ignoring_case(&text[from..dot], "www") {
        return None;
    }
    let start = dot - 3;
    let host = &text[start..start + host_length(&text[start..])];
    if !may_follow(&text[from..start]) || !has_fine_ending(host) {
        return None;
    }
    let end = end_of_url(text, start);
    (end > dot + 1).then_some(Autolink { span: start..end, prefix: "http://" })
}

fn email(text: &str, from: usize, at: usize) -> Option<Autolink> {
    let local = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'+');
    let before = &text.as_bytes()[from..at];
    let length = before.iter().rev().take_while(|byte| local(byte)).count();
    let start = at - length;
    if length == 0 || text[from..start].ends_with('/') {
        return None;
    }
    let domain = text.as_bytes()[at + 1..].iter().take_while(|byte| local(byte) && **byte != b'+').count();
    let domain = text[at + 1..at + 1 + domain].trim_end_matches('.');
    let fine = domain.contains('.') && !domain.starts_with('.') && !domain.contains("..");
    let end = at + 1 + domain.len();
    let fine = fine && !domain.ends_with(['-', '_']) && !text[end..].starts_with('@');
    fine.then_some(Autolink { span: start..end, prefix: "mailto:" })
}

/// What may stand before a link: nothing, white space, or an opening sign.
fn may_follow(before: &str) -> bool {
    before
        .chars()
        .next_back()
        .is_none_or(|c| c.is_whitespace() || !c.is_alphanumeric() && !matches!(c, '/' | '.' | '-'))
}

fn ends_with_ignoring_case(text: &str, word: &str) -> bool {
    let start = text.len().checked_sub(word.len());
    start.and_then(|start| text.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(word))
}

/// The length of the host's name that `text` begins with. Names in DNS have at most 253 characters; looking further would
/// make a text of nothing but half URLs quadratic.
fn host_length(text: &str) -> usize {
    let in_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    text.chars().take(254).take_while(|c| in_name(*c)).map(char::len_utf8).sum()
}

/// A host of two parts or more, the last two without `_`.
fn has_fine_ending(host: &str) -> bool {
    let mut parts = host.trim_end_matches('.').rsplit('.');
    let fine = |part: Option<&str>| part.is_some_and(|part| !part.is_empty() && !part.contains('_'));
    fine(parts.next()) && fine(parts.next())
}

/// Where the URL that begins at `start` ends: before white space or `<`, and before punctuation of the sentence.
fn end_of_url(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    let length = rest.find(|c: char| c.is_whitespace() || c.is_control() || c == '<').unwrap_or(rest.len());
    let mut url = &rest[..length];
    let mut unmatched = url.bytes().filter(|byte| *byte == b')').count();
    unmatched = unmatched.saturating_sub(url.bytes().filter(|byte| *byte == b'(').count());
    while let Some(last) = url.chars().next_back() {
        match last {
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"' => {}
            '”' | '’' | '»' | '…' | '。' | '，' | '、' | '；' | '：' | '！' | '？' | '）' | '」' | '』' | '】'
            | '》' => {}
            ')' if unmatched > 0 => unmatched -= 1,
            ';' if entity_start(url).is_some() => url = &url[..entity_start(url).unwrap_or(url.len() - 1) + 1],
            _ => break,
        }
        url = &url[..url.len() - url.chars().next_back().map_or(0, char::len_utf8)];
    }
    start + url.len()
}

/// Where the entity begins that `url` ends with.
fn entity_start(url: &str) -> Option<usize> {
    let name = url.strip_suffix(';')?.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
    (name.ends_with('&') && name.len() + 1 < url.len()).then(|| name.len() - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The links of a text in brackets, after their prefix.
    fn marked(text: &str) -> String {
        let (mut out, mut at) = (String::new(), 0);
        while let Some(link) = find(text, at) {
            out.push_str(&text[at..link.span.start]);
            out.push_str(&format!("[{}{}]", link.prefix, &text[link.span.clone()]));
            at = link.span.end;
        }
        out + &text[at..]
    }

    #[test]
    fn urls_of_the_gfm_spec() {
        for (text, expected) in [
            ("www.commonmark.org", "[http://www.commonmark.org]"),
            ("Visit www.commonmark.org/help for more", "Visit [http://www.commonmark.org/help] for more"),
            ("Visit www.commonmark.org.", "Visit [http://www.commonmark.org]."),
            ("www.google.com/search?q=Markup+(business)", "[http://www.google.com/search?q=Markup+(business)]"),
            ("www.google.com/search?q=Markup+(business)))", "[http://www.google.com/search?q=Markup+(business)]))"),
            ("(www.google.com/search?q=Markup+(business))", "([http://www.google.com/search?q=Markup+(business)])"),
            ("www.google.com/search?q=(business))+ok", "[http://www.google.com/search?q=(business))+ok]"),
            ("www.google.com/search?q=commonmark&hl=en", "[http://www.google.com/search?q=commonmark&hl=en]"),
            ("www.google.com/search?q=commonmark&hl;", "[http://www.google.com/search?q=commonmark]&hl;"),
            ("www.commonmark.org/he<lp", "[http://www.commonmark.org/he]<lp"),
            ("http://commonmark.org", "[http://commonmark.org]"),
            (
                "(Visit https://encrypted.google.com/search?q=Markup+(business))",
                "(Visit [https://encrypted.google.com/search?q=Markup+(business)])",
            ),
        ] {
            assert_eq!(marked(text), expected);
        }
    }

    #[test]
    fn addresses_of_the_gfm_spec() {
        for (text, expected) in [
            ("foo@bar.baz", "[mailto:foo@bar.baz]"),
            (
                "hello@mail+xyz.example isn't valid, but hello+xyz@mail.example is.",
                "hello@mail+xyz.example isn't valid, but [mailto:hello+xyz@mail.example] is.",
            ),
            ("a.b-c_d@a.b", "[mailto:a.b-c_d@a.b]"),
            ("a.b-c_d@a.b.", "[mailto:a.b-c_d@a.b]."),
            ("a.b-c_d@a.b-", "a.b-c_d@a.b-"),
            ("a.b-c_d@a.b_", "a.b-c_d@a.b_"),
            ("a@b and @c.d and e@", "a@b and @c.d and e@"),
        ] {
            assert_eq!(marked(text), expected);
        }
    }

    #[test]
    fn what_only_looks_like_a_link() {
        for text in [
            "xhttp://a.b",
            "http://",
            "https:// a",
            "www.",
            "www",
            "www.a_b.c_d",
            "ftp://a.b",
            "a:b.c",
            "javascript://a.b",
            "git@",
            "ssh://git@host.org",
        ] {
            assert_eq!(marked(text), text);
        }
    }

    #[test]
    fn sentences_of_other_scripts_end_a_link() {
        assert_eq!(marked("参见 https://例え.jp/道。"), "参见 [https://例え.jp/道]。");
        assert_eq!(marked("“http://a.b/c”"), "“[http://a.b/c]”");
        assert_eq!(marked("http://localhost:3000/x, HTTP://A.B"), "[http://localhost:3000/x], [HTTP://A.B]");
    }
}
