//! Promises of time in English sentences: "we answer within two working days", "call us day and night".

use std::ops::Range;

use memchr::memmem::find_iter;

use super::doubt::{is_doubtful, is_elsewhere, is_figure};
use super::{Found, Length, Said, Unit};

/// A word in small letters, and where it stands.
pub(super) struct Word<'t> {
    pub(super) text: &'t str,
    span: Range<usize>,
}

impl Word<'_> {
    pub(super) fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    /// Whether it is one of these, which have spaces between them.
    pub(super) fn is_one_of(&self, words: &str) -> bool {
        words.split(' ').any(|word| self.is(word))
    }
}

/// Signs without which a sentence promises nothing.
pub(super) const SIGNS: &[&str] =
    &["ithin ", "n under ", "less than ", "24/7", "the clock", "and night", "or night", "ny time", "hours a day"];

/// The sentences that may promise something, as far as stops and line ends show where one begins and ends. An abbreviation
/// ends one too early, which only overlooks.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut places: Vec<usize> = SIGNS.iter().flat_map(|sign| find_iter(text.as_bytes(), sign.as_bytes())).collect();
    places.sort_unstable();
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    for at in places.into_iter().filter(|at| text.is_char_boundary(*at)) {
        if at < from {
            continue;
        }
        let stops = |place: &usize| is_stop(text, *place);
        let start = (from..at).rev().find(stops).map_or(from, |stop| stop + 1);
        from = (at..text.len()).find(stops).map_or(text.len(), |stop| stop + 1);
        found.push(start..from);
    }
    found
}

/// Whether a sentence ends with the byte at `at`.
fn is_stop(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    match bytes[at] {
        b'\n' => true,
        b'.' | b'!' | b'?' | b';' => bytes.get(at + 1).is_none_or(|next| next.is_ascii_whitespace() || *next > 127),
        _ => false,
    }
}

/// The promises of the sentence at `span`.
pub(super) fn find(text: &str, span: Range<usize>) -> Vec<Found> {
    let words = words(&text[span.clone()], span.start);
    // "Answered within a day: 97 %" is a figure.
    let limits = if text[span].contains('%') { 0 } else { words.len() };
    let within = (0..limits).filter_map(|at| within(text, &words, at));
    within.chain(always(text, &words)).collect()
}

fn words(sentence: &str, start: usize) -> Vec<Word<'_>> {
    let in_word = |sign: char| sign.is_alphanumeric() || matches!(sign, '\'' | '’' | '/' | '-' | '\u{fffc}');
    let mut words = Vec::new();
    let mut rest = 0;
    while let Some(begin) = sentence[rest..].find(in_word).map(|at| rest + at) {
        let end = sentence[begin..].find(|sign| !in_word(sign)).map_or(sentence.len(), |at| begin + at);
        words.push(Word { text: &sentence[begin..end], span: start + begin..start + end });
        rest = end;
    }
    words
}

/// The promise whose time begins at `at`: "within two working days".
fn within(text: &str, words: &[Word<'_>], at: usize) -> Option<Found> {
    let (length, end) = time_after(words, after_limit(words, at)?)?;
    let span = words[at].span.start..words[end - 1].span.end;
    is_promised(words, at, end).then(|| Found { said: Said::Within(length), text: text[span.clone()].to_owned(), span })
}

/// Where the time stands that a limit is put before.
fn after_limit(words: &[Word<'_>], at: usize) -> Option<usize> {
    let is = |at: usize, word: &str| words.get(at).is_some_and(|found| found.is(word));
    if is(at, "within") {
        return Some(at + 1);
    }
    match is(at, "in") {
        true if is(at + 1, "under") => Some(at + 2),
        true if is(at + 1, "less") && is(at + 2, "than") => Some(at + 3),
        _ => None,
    }
}

/// Numbers that are written as words.
const NUMBERS: &[(&str, u32)] = &[
    ("a", 1),
    ("an", 1),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("twelve", 12),
    ("fifteen", 15),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("sixty", 60),
];

/// Words between a number and its unit.
const KINDS: &str = "working business support office opening full clear calendar service";

/// The time that begins at `at`, and where it ends.
fn time_after(words: &[Word<'_>], at: usize) -> Option<(Length, usize)> {
    let mut at = at;
    while words.get(at)?.is_one_of("the next about around at most") {
        at += 1;
    }
    let kinds = words[at..].iter().take_while(|word| word.is_one_of(KINDS)).count();
    if let Some(unit) = words.get(at + kinds).and_then(|word| unit(word.text)) {
        // "The hour", "the next working day".
        return Some((Length { count: 1, unit }, at + kinds + 1));
    }
    if words[at].is("half") && words.get(at + 1)?.is("an") && words.get(at + 2)?.is("hour") {
        return Some((Length { count: 30, unit: Unit::Minute }, at + 3));
    }
    let (count, attached) = number(words[at].text)?;
    if let Some(unit) = attached {
        return Some((Length { count, unit }, at + 1));
    }
    at += 1;
    // "One to three days" promises the longer; a dash may be a word of its own, or none.
    let to = at + usize::from(words.get(at)?.is_one_of("to or -"));
    let count = match words.get(to).and_then(|word| number(word.text)) {
        Some((longer, None)) => {
            at = to + 1;
            longer.max(count)
        }
        _ => count,
    };
    while words.get(at)?.is_one_of(KINDS) {
        at += 1;
    }
    Some((Length { count, unit: unit(words[at].text)? }, at + 1))
}

/// A number, and the unit that is written with it: `24h`, `48-hour` is none.
fn number(word: &str) -> Option<(u32, Option<Unit>)> {
    if let Some((_, number)) = NUMBERS.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)) {
        return Some((*number, None));
    }
    let last = word.rsplit(['-', '–']).next().unwrap_or(word);
    let digits = last.bytes().take_while(u8::is_ascii_digit).count();
    let number = last[..digits].parse().ok().filter(|number| (1..=1000).contains(number))?;
    match &last[digits..] {
        "" => Some((number, None)),
        "h" | "hrs" => Some((number, Some(Unit::Hour))),
        "min" | "mins" => Some((number, Some(Unit::Minute))),
        _ => None,
    }
}

fn unit(word: &str) -> Option<Unit> {
    match word.to_ascii_lowercase().trim_end_matches('s') {
        "minute" | "min" => Some(Unit::Minute),
        "hour" | "hr" => Some(Unit::Hour),
        "day" => Some(Unit::Day),
        "week" => Some(Unit::Week),
        "month" => Some(Unit::Month),
        _ => None,
    }
}

/// How many words around a time belong to it.
const BEFORE: usize = 14;
const AFTER: usize = 7;
/// Most words between what is done and the time it takes: "answer more than nine in ten e-mails within".
const NEAR: usize = 9;

/// Whether the sentence says that the company answers or mends within the time at `at..end`.
fn is_promised(words: &[Word<'_>], at: usize, end: usize) -> bool {
    let before = &words[at.saturating_sub(BEFORE)..at];
    let after = &words[end..words.len().min(end + AFTER)];
    let promised = || says_so(before) || (before.is_empty() && !is_doubtful(after) && we_do(after));
    !is_doubtful(before) && !is_figure(after) && !is_elsewhere(words) && promised()
}

/// Whether the words before a time, which reach up to it, say that it is the company's answer that takes it.
fn says_so(before: &[Word<'_>]) -> bool {
    we_do(before) || is_answered(before) || you_get_an_answer(before) || hears_back(before) || is_first_answer(before)
}

/// Those who answer.
const WE: &str = "we we'll we’ll i i'll i’ll somebody someone person engineer engineers human team support adviser \
    advisers agent colleague colleagues";
/// What they do.
const DO: &str = "\
    answer answers reply replies respond responds acknowledge acknowledges";
/// What they do to the service.
const MEND: &str = "fix fixes mend mends repair repairs restore restores";
/// What that is done to: deleted accounts are restored as well, and no outage is over then.
const SERVICE: &str = "\
    it them this service services outage outages disruption disruptions interruption interruptions fault faults \
    failure failures incident incidents problem problems issue issues operation operations system systems platform";
/// Most words between the two: "we read every message and answer".
const BETWEEN: usize = 8;

/// "We answer", "somebody from support will get back to you", "we call you back".
fn we_do(words: &[Word<'_>]) -> bool {
    let does = |at: usize| {
        let next = |texts: &str| words.get(at + 1).is_some_and(|word| word.is_one_of(texts));
        let back = words[at].is("get") && next("back");
        let call = words[at].is_one_of("call calls ring rings") && next("back you");
        let picks_up = words[at].is_one_of("pick picks") && next("up");
        let phone = words.len() <= at + 2 || words.last().is_some_and(|word| word.is_one_of("phone call"));
        words[at].is_one_of(DO) || back || call || (picks_up && phone) || mends(&words[at..])
    };
    let ours = |at: usize| {
        let subject = words[at.saturating_sub(BETWEEN)..at].iter().rposition(|word| word.is_one_of(WE));
        let subject = subject.map(|found| at.saturating_sub(BETWEEN) + found);
        // "Your team" is the reader's own.
        subject.is_some_and(|at| at == 0 || !words[at - 1].is("your"))
    };
    (0..words.len()).rev().find(|at| does(*at)).is_some_and(|at| ours(at) && takes_the_time(&words[at + 1..]))
}

/// Whether words begin with mending the service: "restore it", "fix all faults", or "fix" alone.
fn mends(words: &[Word<'_>]) -> bool {
    let is_service = words.len() == 1 || words[1..].iter().any(|word| word.is_one_of(SERVICE));
    words[0].is_one_of(MEND) && is_service
}

/// Whether a time that these words reach up to is that of what was done before them: in "answer questions about orders
/// placed within 30 days" and "reply to all and publish them within 2 days" it is of something else.
fn takes_the_time(words: &[Word<'_>]) -> bool {
    let other = |word: &Word<'_>| word.text.len() > 4 && word.text.ends_with("ed");
    words.len() <= NEAR && !words.iter().any(|word| word.is("and")) && !words.last().is_some_and(other)
}

/// What customers send.
const SENT: &str = "\
    message messages e-mail e-mails email emails mail mails letter letters question questions enquiry enquiries \
    inquiry inquiries ticket tickets report reports complaint complaints call calls chat chats";

/// "Every message is answered", "calls are returned", "e-mail answered". In "we answered" it is over.
fn is_answered(words: &[Word<'_>]) -> bool {
    let done = |word: &Word<'_>| word.is_one_of("answered acknowledged replied responded returned");
    words.iter().rposition(done).is_some_and(|at| {
        let helped = words[at.saturating_sub(3)..at].iter().any(|word| word.is_one_of("is are be gets"));
        let sent = words[..at].last().is_none_or(|word| word.is_one_of(SENT));
        let is_done = words[..at].iter().any(|word| word.is_one_of("is are"));
        let ours = words[..at].last().is_some_and(|word| word.is_one_of(WE));
        let alone = words.len() == at + 1 && words[at].is("answered") && (sent || is_done) && !ours;
        // "Returned" is also what happens to goods.
        let calls = !words[at].is("returned") || words[..at].iter().any(|word| word.is_one_of("call calls"));
        (helped || alone) && calls && words.len() - at <= 4
    })
}

/// Those who receive, and what they receive.
const GET: &str = "get receive have expect promise guarantee send give gets receives";
const ANSWER: &str = "answer reply response call-back callback acknowledgement acknowledgment";

/// "You get a real answer", "we promise a first response", "write to us and get a reply".
fn you_get_an_answer(words: &[Word<'_>]) -> bool {
    words.iter().rposition(|word| word.is_one_of(ANSWER)).is_some_and(|at| {
        let near = words.len() - at <= 4;
        let get = words[..at].iter().rposition(|word| word.is_one_of(GET));
        let who =
            |word: &Word<'_>| word.is_one_of("you you'll you’ll we us everybody everyone") || word.is_one_of(SENT);
        near && get.is_some_and(|get| get == 0 || words[get.saturating_sub(6)..get].iter().any(who))
    })
}

/// "You hear from us", "you will hear back".
fn hears_back(words: &[Word<'_>]) -> bool {
    words.iter().rposition(|word| word.is("hear")).is_some_and(|at| {
        let you = words[..at].iter().any(|word| word.is_one_of("you you'll you’ll"));
        let us = words[at..].iter().any(|word| word.is_one_of("us back"));
        you && us && words.len() - at <= 7
    })
}

/// "First response within 4 hours", as a heading or in a list.
fn is_first_answer(words: &[Word<'_>]) -> bool {
    match words {
        [.., first, answer] => first.is_one_of("first initial") && answer.is_one_of(ANSWER),
        _ => false,
    }
}

/// What says that people can be reached.
const REACHED: &str = "\
    support call phone reach chat contact helpline hotline answer answers picks line desk people team staffed person here";
/// What runs day and night without anybody being there.
const RUNS: &str = "\
    monitor monitors monitored monitoring watch watched server servers system systems network api online shop \
    store website site self-service articles bot form order orders sell runs works forum community e-mail \
    email write machine machines app knowledge documentation portal terminal alert alerts notify your";

/// "Our support is there 24/7", "call us at any time".
fn always(text: &str, words: &[Word<'_>]) -> Option<Found> {
    let (at, length) = (0..words.len()).find_map(|at| Some((at, always_at(&words[at..])?)))?;
    let any = |texts: &str| words.iter().any(|word| word.is_one_of(texts));
    let ours = any("we we're we’re our us") || (any("somebody someone") && !any("your"));
    let claimed = if length != 2 {
        let support =
            words[..at].iter().any(|word| word.is("support")) && words[..at].iter().any(|word| word.is("available"));
        (ours || support) && any(REACHED)
    } else {
        calls_us(&words[at.saturating_sub(5)..at])
    };
    let span = words[at].span.start..words[at + length - 1].span.end;
    (claimed && !is_doubtful(words) && !is_elsewhere(words) && !any(RUNS)).then(|| Found {
        said: Said::Always,
        text: text[span.clone()].to_owned(),
        span,
    })
}

/// How many words say "always" here.
fn always_at(words: &[Word<'_>]) -> Option<usize> {
    let said: &[&[&str]] = &[
        &["24/7"],
        &["24/7/365"],
        &["around", "the", "clock"],
        &["round", "the", "clock"],
        &["day", "and", "night"],
        &["day", "or", "night"],
        &["24", "hours", "a", "day"],
        &["any", "time"],
    ];
    let says =
        |phrase: &&&[&str]| phrase.len() <= words.len() && phrase.iter().zip(words).all(|(text, word)| word.is(text));
    said.iter().find(says).map(|phrase| phrase.len())
}

/// "Call us", "reach us", "talk to us", right before.
fn calls_us(words: &[Word<'_>]) -> bool {
    let reach = |word: &Word<'_>| word.is_one_of("call phone ring reach chat");
    words.iter().position(reach).is_some_and(|at| words.get(at + 1).is_some_and(|word| word.is_one_of("us with")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn promised(text: &str) -> Vec<String> {
        let sentences = sentences(text).into_iter();
        sentences.flat_map(|span| find(text, span)).map(|found| found.text).collect()
    }

    #[test]
    fn what_we_promise() {
        for (text, found) in [
            ("We answer within one working day.", "within one working day"),
            (
                "You get a reference at once and a real answer within two working days, on paid plans sooner.",
                "within two working days",
            ),
            ("E-mail is answered within 24 hours", "within 24 hours"),
            ("Our team will get back to you in less than 4h.", "in less than 4h"),
            ("Within half an hour, we call you back.", "Within half an hour"),
            ("We aim to reply within 1 to 3 business days", "within 1 to 3 business days"),
            ("You will hear from us within the next 2 days.", "within the next 2 days"),
            ("First response within 4 hours", "within 4 hours"),
            ("We reply within 4 hours. On average it takes one.", "within 4 hours"),
            ("Standard is answered within eight support hours, and soon.", "within eight support hours"),
            ("Our support team is here for you 24/7.", "24/7"),
            ("You can call us at any time.", "any time"),
            ("Our phone line is staffed around the clock.", "around the clock"),
            ("Somebody answers the phone 24/7.", "24/7"),
            ("Call us, and a person picks up within two minutes.", "within two minutes"),
            ("All enquiries receive a response within 5 business days.", "within 5 business days"),
            ("You'll hear back from a real person within a day.", "within a day"),
            ("A letter is opened at once, answered within ten working days.", "within ten working days"),
            ("Our engineers respond within 15 minutes.", "within 15 minutes"),
            ("Since 2024 we answer within one day.", "within one day"),
            ("We restore the service within four hours.", "within four hours"),
            ("Press 1, and somebody answers within two minutes.", "within two minutes"),
            ("Mail is answered within a day by the support team.", "within a day"),
        ] {
            assert_eq!(promised(text), [found], "{text}");
        }
    }

    #[test]
    fn what_nobody_promises() {
        for text in [
            "Answer with any 2xx status within 10 seconds.",
            "Answer with 200 within 10 minutes, and we stop.",
            "If you do not reply within 7 days, we close the case.",
            "We ask you to reply within 7 days.",
            "Please answer our questions within two days.",
            "We cannot answer within a day.",
            "The server has to respond within 5 minutes.",
            "Return it within 30 days.",
            "We sell your answers. They come within two days.",
            "Changes appear within 5 minutes.",
            "We monitor our systems 24/7.",
            "Press 0 at any time.",
            "You can change the plan at any time.",
            "Write to us at any time.",
            "Goods are returned within 14 days.",
            "Our team answers reviews within a week on average.",
            "Half of all first answers went out in under three hours.",
        ] {
            assert_eq!(promised(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn what_is_over_or_for_others() {
        for text in [
            "Last year we answered within three days on average.",
            "We used to answer within 3 days.",
            "In 2025 we answered within 3 days, which was too slow.",
            "In March 2025 our team responds within a day.",
            "Two years ago, we answer within an hour.",
            "In the past, our team answered within a week.",
            "We reply to job applications within two weeks.",
            "We reply within two weeks to applicants.",
            "We would love to answer within an hour.",
            "Back then, you could call us 24/7.",
            "Somebody picks up your parcel within two days.",
            "You have to answer our questions within five days.",
            "Answered within two days: 97 % in October.",
            "We answer press enquiries within two days.",
            "We reply to partners within three days.",
            "Someone from the community replies within a day.",
            "Invoices are answered within 14 days by the tax office.",
            "We restore deleted accounts within 30 days.",
            "We fix critical vulnerabilities within seven days.",
        ] {
            assert_eq!(promised(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn lengths_are_what_they_say() {
        let length = |text: &str| match find(text, 0..text.len()).remove(0).said {
            Said::Within(length) => (length.count, length.unit),
            other => panic!("{other:?}"),
        };
        assert_eq!(length("we answer within 1-3 days"), (3, Unit::Day));
        assert_eq!(length("we answer within the hour and within an hour"), (1, Unit::Hour));
        assert_eq!(length("we reply within two weeks"), (2, Unit::Week));
    }
}
