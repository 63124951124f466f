//! E-mail addresses and phone numbers in prose.

use super::{Found, Said};

/// Fewest and most digits of a number with its country's, as ITU-T E.164 has it; shorter ones are extensions or codes.
const DIGITS: std::ops::RangeInclusive<usize> = 8..=15;

/// Fewest and most digits of one without its country's and without a zero before it.
const NATIONAL: std::ops::RangeInclusive<usize> = 6..=13;

/// Whether a text may hold any: an `@` in a word, a plus before a digit, or a link that dials.
pub(super) fn may_have_some(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_next = |at: usize, fits: fn(&u8) -> bool| bytes.get(at + 1).is_some_and(fits);
    let in_word = |at: usize| at > 0 && bytes[at - 1].is_ascii_alphanumeric() && is_next(at, u8::is_ascii_alphanumeric);
    text.match_indices('@').any(|(at, _)| in_word(at))
        || text.match_indices('+').any(|(at, _)| is_next(at, u8::is_ascii_digit))
        || text.contains("tel:")
}

/// Every address and every number.
pub(super) fn find(text: &str) -> impl Iterator<Item = Found> {
    mails(text).chain(numbers(text))
}

fn mails(text: &str) -> impl Iterator<Item = Found> {
    text.match_indices('@').filter_map(|(at, _)| mail(text, at))
}

fn mail(text: &str, at: usize) -> Option<Found> {
    let local = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'+');
    let start = at - text.as_bytes()[..at].iter().rev().take_while(|byte| local(byte)).count();
    let length = text.as_bytes()[at + 1..].iter().take_while(|byte| local(byte) && **byte != b'+').count();
    let domain = text[at + 1..at + 1 + length].trim_end_matches(['.', '-', '_']);
    let span = start..at + 1 + domain.len();
    let is_one = start < at && domain.contains('.') && !domain.contains("..");
    is_one.then(|| Found {
        said: Said::Mail(text[span.clone()].to_lowercase()),
        text: text[span.clone()].to_owned(),
        span,
    })
}

fn numbers(text: &str) -> impl Iterator<Item = Found> {
    text.match_indices('+').filter_map(|(at, _)| number(text, at))
}

fn number(text: &str, at: usize) -> Option<Found> {
    let begins = !text[..at].ends_with(|before: char| before.is_alphanumeric() || before == '+');
    let span = at..at + 1 + length(&text[at + 1..]);
    let digits = digits(&text[span.clone()]);
    let is_one = begins && DIGITS.contains(&digits.len()) && !digits.starts_with('0');
    is_one.then(|| Found { said: Said::Phone(digits), text: text[span.clone()].to_owned(), span })
}

/// How far a number reaches: digits, with single spaces and the usual signs between them.
fn length(rest: &str) -> usize {
    let mut end = 0;
    let mut gap = 0;
    for (at, sign) in rest.char_indices() {
        match sign {
            '0'..='9' => (end, gap) = (at + 1, 0),
            ' ' if is_always(&rest[at + 1..]) => break,
            '(' if !is_in_brackets(&rest[at + 1..]) => break,
            ' ' | '\u{a0}' | '\u{202f}' | '-' | '‑' | '.' | '/' | '(' | ')' if gap < 2 && at > 0 => gap += 1,
            _ => break,
        }
    }
    end
}

/// Whether these are the hours of a number: "+49 30 901820 24/7".
fn is_always(rest: &str) -> bool {
    rest.strip_prefix("24/7").is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_digit()))
}

/// Whether what follows a bracket is digits alone, as in `(0)`, and not "(9-17)" or "(free)".
fn is_in_brackets(rest: &str) -> bool {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    digits > 0 && rest[digits..].starts_with(')')
}

/// The digits of the beginnings of a number that end where a sign stands between its digits: in "+49 30 901820 9-17" the
/// number may end before the hours.
#[must_use]
pub fn beginnings(number: &str) -> Vec<String> {
    let is_digit = |sign: char| sign.is_ascii_digit();
    let ends = number.char_indices().filter(|(at, sign)| !is_digit(*sign) && number[..*at].ends_with(is_digit));
    ends.map(|(at, _)| digits(&number[..at])).filter(|digits| DIGITS.contains(&digits.len())).collect()
}

/// The digits of a number, without the zero that only callers from the same country dial.
pub(super) fn digits(number: &str) -> String {
    number.replace("(0)", "").chars().filter(char::is_ascii_digit).collect()
}

/// The number that a link dials, or the address that it writes to.
pub(in crate::markdown) fn linked(destination: &str) -> Option<Said> {
    let (scheme, rest) = destination.split_once(':')?;
    let rest = rest.split('?').next().unwrap_or_default();
    match scheme.to_ascii_lowercase().as_str() {
        "mailto" => Some(Said::Mail(rest.to_lowercase())).filter(|_| rest.contains('@') && !rest.contains([',', '%'])),
        "tel" => {
            Some(digits(rest)).filter(|digits| rest.starts_with('+') && DIGITS.contains(&digits.len())).map(Said::Phone)
        }
        _ => None,
    }
}

/// The digits of a number that is written for callers from its own country, without the zero before them.
#[must_use]
pub fn national_digits(number: &str) -> Option<String> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    let is_one = !number.contains('+') && !digits.is_empty() && NATIONAL.contains(&digits.len());
    is_one.then(|| digits.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<Said> {
        find(text).map(|found| found.said).collect()
    }

    #[test]
    fn addresses_and_numbers() {
        let mail = |text: &str| Said::Mail(text.to_owned());
        let phone = |text: &str| Said::Phone(text.to_owned());
        assert_eq!(
            found("Write to Help@Shop.example. Or (a+b@x.example)"),
            [mail("help@shop.example"), mail("a+b@x.example")]
        );
        assert_eq!(found("+44 (0)20 7946-0000, or +41 44 555 01 20."), [phone("442079460000"), phone("41445550120")]);
        for text in ["+49 30 901820 (9-17 Uhr)", "+49 30 901820 24/7", "+49 30 901820 (free)", "+49 (30) 901820 (24/7)"]
        {
            assert_eq!(found(text), [phone("4930901820")], "{text}");
        }
        assert_eq!(beginnings("+49 (0)30 901820 9-17"), ["4930901820", "49309018209"]);
        for text in ["a@b", "@shop.example", "1+1234567890", "+12", "+ 44 20 7946 0000", "C++17 and +0123456789"] {
            assert_eq!(found(text), [], "{text}");
        }
        assert_eq!(linked("mailto:A@b.example?subject=x"), Some(mail("a@b.example")));
        assert_eq!(linked("tel:+44-20-7946-0000"), Some(phone("442079460000")));
        assert_eq!(linked("tel:7726"), None);
    }
}
