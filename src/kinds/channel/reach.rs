//! What following a channel's address does: call, write, or open a page.

use super::ChannelType;

/// Fewest digits of a number that can be called: 112.
const SHORTEST: usize = 3;

/// What an address leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// A number, as RFC 3966 writes it: `+442079460000`, `+442079460000;ext=12`.
    Call(String),
    /// A mailbox.
    Write(String),
    /// A page of the web.
    Open(String),
}

impl Reach {
    /// What the address of a channel of this type leads to; nothing where it is for reading alone.
    #[must_use]
    pub fn of(kind: Option<ChannelType>, address: &str) -> Option<Self> {
        let is_web = address.starts_with("https://") || address.starts_with("http://");
        match kind {
            _ if is_web => Some(Self::Open(address.to_owned())),
            Some(ChannelType::Phone) => number(address).map(Self::Call),
            _ => is_mail(address).then(|| Self::Write(address.to_owned())),
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

/// The digits of a number that may have spaces, a trunk zero in brackets, an extension, and a remark at its end. A number
/// without its country stays as it is: the context that RFC 3966 wants beside it is taken for keys to press by telephones.
fn number(address: &str) -> Option<String> {
    let lower = address.to_lowercase();
    let words_at = lower.find(char::is_alphabetic).unwrap_or(lower.len());
    let (number, words) = lower.split_at(words_at);
    let extension = extension(number, words)?;
    let is_international = number.trim_start().starts_with('+');
    let number = if is_international { number.replace("(0)", "") } else { number.to_owned() };
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let plus = if is_international { "+" } else { "" };
    (digits.len() >= SHORTEST).then(|| format!("{plus}{digits}{extension}"))
}

/// `;ext=12` of `ext. 12`; empty where nothing or a remark follows the number. Nothing where letters are a part of it.
fn extension(number: &str, words: &str) -> Option<String> {
    let is_remark = words.is_empty() || number.trim_end().ends_with(['(', ',', ';', '–', '-']);
    let rest = ["extension", "ext", "x"].iter().find_map(|word| words.strip_prefix(word));
    let inner = rest.map(|rest| rest.trim_start_matches(['.', ':', ' ', '=']).trim_end());
    match inner.filter(|inner| !inner.is_empty() && inner.bytes().all(|byte| byte.is_ascii_digit())) {
        Some(inner) => Some(format!(";ext={inner}")),
        None => is_remark.then(String::new),
    }
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
            ("0808 157 0199", "08081570199"),
            ("112", "112"),
        ] {
            assert_eq!(number(written).as_deref(), Some(called), "{written}");
        }
        for text in ["", "ask at the desk", "0800 SHOPS", "020 7946 0000 or 020 7946 0001", "+", "12"] {
            assert_eq!(number(text), None, "{text}");
        }
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
