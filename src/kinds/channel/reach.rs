//! What following a channel's address does: call, write, or open a page.

use url::Url;

use super::ChannelType;

/// Fewest digits of a number that can be called: 112.
const SHORTEST: usize = 3;

/// Most digits of a number that can be called, with its country: E.164 has no longer ones.
const LONGEST: usize = 15;

/// What an address leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// A number, as RFC 3966 writes it: `+442079460000`, `+442079460000;ext=12`.
    Call(String),
    /// A mailbox.
    Write(String),
    /// A page of the web, as an address is written: what is no part of one is escaped.
    Open(String),
}

impl Reach {
    /// What the address of a channel of this type leads to; nothing where it is for reading alone.
    #[must_use]
    pub fn of(kind: Option<ChannelType>, address: &str) -> Option<Self> {
        let is_web = address.starts_with("https://") || address.starts_with("http://");
        match kind {
            _ if is_web => page(address).map(Self::Open),
            Some(ChannelType::Phone) => number(address).map(Self::Call),
            Some(ChannelType::Callback) => mailbox(address).or_else(|| number(address).map(Self::Call)),
            _ => mailbox(address),
        }
    }

    /// The address that a link follows: `tel:`, `mailto:` or `https:`.
    #[must_use]
    pub fn uri(&self) -> String {
        match self {
            Self::Call(number) => format!("tel:{number}"),
            Self::Write(mailbox) => format!("mailto:{mailbox}"),
            Self::Open(page) => page.clone(),
        }
    }
}

/// A web address with nothing before or behind it. It is written into files made of lines, and a remark would become a
/// part of it.
fn page(address: &str) -> Option<String> {
    let is_one_word = !address.contains(|c: char| c.is_whitespace() || c.is_control());
    Url::parse(address).ok().filter(|url| is_one_word && url.has_host()).map(String::from)
}

fn mailbox(address: &str) -> Option<Reach> {
    is_mail(address).then(|| Reach::Write(address.to_owned()))
}

/// The digits of a number that may have spaces, a trunk zero in brackets, an extension, and a remark at its end;
/// nothing where a slash or too many digits tell of two numbers. A number without its country stays as it is: the
/// context that RFC 3966 wants beside it is taken for keys to press by telephones.
fn number(address: &str) -> Option<String> {
    let lower = address.to_lowercase();
    let words_at = lower.find(char::is_alphabetic).unwrap_or(lower.len());
    let (number, words) = lower.split_at(words_at);
    let extension = extension(number, words)?;
    let is_international = number.trim_start().starts_with('+');
    let number = if is_international { number.replace("(0)", "") } else { number.to_owned() };
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let plus = if is_international { "+" } else { "" };
    let is_one = (SHORTEST..=LONGEST).contains(&digits.len()) && !number.contains('/');
    is_one.then(|| format!("{plus}{digits}{extension}"))
}

/// `;ext=12` of `ext. 12`; empty where nothing or a remark follows the number. Nothing where letters are a part of it.
fn extension(number: &str, words: &str) -> Option<String> {
    let rest = ["extension", "ext", "x"].iter().find_map(|word| words.strip_prefix(word));
    let inner = rest.map(|rest| rest.trim_start_matches(['.', ':', ' ', '=']).trim_end());
    let split = inner.map(|inner| inner.split_at(inner.find(|c: char| !c.is_ascii_digit()).unwrap_or(inner.len())));
    match split.filter(|(digits, rest)| !digits.is_empty() && is_remark(rest)) {
        Some((digits, _)) => Some(format!(";ext={digits}")),
        None => (words.is_empty() || begins_remark(number)).then(String::new),
    }
}

/// Whether words that follow `before` are a remark. A dash begins one only with a space behind it: the letters of
/// `1-800-FLOWERS` are keys to press.
fn begins_remark(before: &str) -> bool {
    before.trim_end().ends_with(['(', ',', ';']) || before.ends_with("- ") || before.ends_with("– ")
}

/// Whether what follows an extension is a remark, nothing, or the bracket that the extension itself stands in.
fn is_remark(rest: &str) -> bool {
    let words_at = rest.find(char::is_alphanumeric).unwrap_or(rest.len());
    let (before, words) = rest.split_at(words_at);
    rest.is_empty() || rest == ")" || (words.starts_with(char::is_alphabetic) && begins_remark(before))
}

fn is_mail(address: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-_+@".contains(c);
    let parts = address.split_once('@').filter(|(name, host)| !name.is_empty() && !host.is_empty());
    parts.is_some() && address.matches('@').count() == 1 && address.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_called_as_they_are_meant() {
        for (written, called) in [
            ("+44 20 7946 0000", "+442079460000"),
            ("+44 (0)20 7946-0000", "+442079460000"),
            ("+44 20 7946 0000 ext. 12", "+442079460000;ext=12"),
            ("+41 44 555 01 20, x7", "+41445550120;ext=7"),
            ("+41 44 555 01 20 (Zurich)", "+41445550120"),
            ("+44 20 7946 0000 ext. 12 (at night)", "+442079460000;ext=12"),
            ("+44 20 7946 0000 x12, at night", "+442079460000;ext=12"),
            ("+44 20 7946 0000 (extension 12)", "+442079460000;ext=12"),
            ("+44 20 7946 0000 - at night", "+442079460000"),
            ("0808 157 0199", "08081570199"),
            ("+123 456 789 012 345", "+123456789012345"),
            ("112", "112"),
        ] {
            assert_eq!(number(written).as_deref(), Some(called), "{written}");
        }
        for text in [
            "",
            "ask at the desk",
            "0800 SHOPS",
            "1-800-FLOWERS",
            "020 7946 0000 or 020 7946 0001",
            "+44 20 7946 0001 / 0002",
            "0001/0002",
            "020 7946 0001, 020 7946 0002",
            "+44 20 7946 0000 ext. 12 / 13",
            "+44 20 7946 0000 ext. 12, 13",
            "+",
            "12",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn a_page_is_opened_at_its_address_and_nothing_else() {
        for (written, opened) in [
            ("https://chat.example.com/", "https://chat.example.com/"),
            ("https://chat.example.com", "https://chat.example.com/"),
            ("http://chat.example.com/a?b=c#d", "http://chat.example.com/a?b=c#d"),
            ("https://bücher.example/größe\"'<>", "https://xn--bcher-kva.example/gr%C3%B6%C3%9Fe%22'%3C%3E"),
        ] {
            assert_eq!(Reach::of(None, written), Some(Reach::Open(opened.to_owned())), "{written}");
        }
        for text in [
            "https://example.com/report me",
            "https://example.com/\nExpires: 2099-01-01T00:00:00Z",
            "https://example.com/ (chat)",
            " https://example.com/",
            "https://",
            "https://exa mple.com/",
            "chat.example.com",
            "javascript:alert(1)",
        ] {
            assert_eq!(Reach::of(Some(ChannelType::Chat), text), None, "{text}");
        }
    }

    #[test]
    fn whoever_wants_to_be_called_rings_writes_or_opens_a_page() {
        let uri = |text: &str| Reach::of(Some(ChannelType::Callback), text).map(|reach| reach.uri());
        assert_eq!(uri("+44 20 7946 0000").as_deref(), Some("tel:+442079460000"));
        assert_eq!(uri("call-me@example.com").as_deref(), Some("mailto:call-me@example.com"));
        assert_eq!(uri("https://example.com/call").as_deref(), Some("https://example.com/call"));
        assert_eq!(uri("example.com/call"), None);
    }

    #[test]
    fn only_a_plain_mailbox_is_written_to() {
        for text in ["help@example.com", "help+x@example.com"] {
            assert_eq!(Reach::of(None, text).map(|reach| reach.uri()), Some(format!("mailto:{text}")));
        }
        for text in ["a@example.com?bcc=b@example.com", "@example.com", "a@", "a@b@c", "a b@example.com"] {
            assert_eq!(Reach::of(Some(ChannelType::Email), text), None, "{text}");
        }
    }
}
