//! What makes a sentence no promise to customers: conditions, duties of others, figures, and what is over.

use super::promises::Word;

/// Words that make a sentence a condition, a duty of somebody else, a wish, a figure, or no promise.
const DOUBT: &str = "\
    if unless until when whenever must should shall need needs no not never nobody without cannot can't can’t \
    don’t don't doesn't doesn’t didn't didn’t won’t won't please they their customer customers customer's \
    customer’s user users server servers api request requests webhook bank banks recipient recipients client \
    clients he she device agents automatically were was did timeout ask asks want wants expects require \
    requires recommend suggest let lets allow advise remind encourage sure ensure share percentage rate rating \
    average median who whose has had would could might tried managed";

/// Words of sentences that promise an answer to others than customers, or tell what is over.
const ELSEWHERE: &str = "\
    job jobs applicant applicants application applications candidate candidates vacancy vacancies cv cvs \
    proposals pitches submissions manuscripts sponsorship tenders journalist journalists partner partners community \
    authority authorities ago formerly previously historically yesterday";

/// Words that tell what is over, a duty, or who is answered, if one of the others comes right after.
const PAIRS: &[(&str, &str)] = &[
    ("have", "to"),
    // "Press 1" is for customers.
    ("press", "enquiries enquiry inquiries inquiry requests questions"),
    ("the", "press"),
    ("used", "to"),
    ("back", "then"),
    ("the", "past"),
    ("last", "year month week quarter night time spring summer autumn winter christmas easter"),
    ("last", MONTHS),
];

const MONTHS: &str = "january february march april may june july august september october november december";

/// Words before a year that make it the time that is told of: "since 2024" is none.
const DURING: &str = "in during throughout before of early late";

/// Whether words that belong to a time make it doubtful.
pub(super) fn is_doubtful(words: &[Word<'_>]) -> bool {
    words.iter().any(|word| word.is_one_of(DOUBT))
}

/// Whether a time is a figure: "within a day on average".
pub(super) fn is_figure(after: &[Word<'_>]) -> bool {
    after.iter().take(3).any(|word| word.is_one_of("average median"))
}

/// Whether a sentence as a whole is about something else than what customers may expect from now on.
pub(super) fn is_elsewhere(sentence: &[Word<'_>]) -> bool {
    let is_told = |pair: &[Word<'_>]| {
        let is = |(first, second): &(&str, &str)| pair[0].is(first) && pair[1].is_one_of(second);
        PAIRS.iter().any(is) || is_year(&pair[1]) && (pair[0].is_one_of(DURING) || pair[0].is_one_of(MONTHS))
    };
    let is_by = |at: usize| is_by_others(&sentence[at..]);
    sentence.iter().any(|word| word.is_one_of(ELSEWHERE))
        || sentence.windows(2).any(is_told)
        || (0..sentence.len()).any(is_by)
}

/// Words of who answers for the company, or of when, after "by the".
const OURS: &str = "\
    adviser advisers agent agents colleague colleagues desk engineer engineers people person service staff support team \
    end next time latest";
/// How many words name somebody.
const WHO: usize = 4;

/// Whether words begin with who does it, and it is somebody else: "by the tax office".
fn is_by_others(words: &[Word<'_>]) -> bool {
    match words {
        [by, the, who @ ..] if by.is("by") && the.is("the") => !who.iter().take(WHO).any(|word| word.is_one_of(OURS)),
        _ => false,
    }
}

fn is_year(word: &Word<'_>) -> bool {
    word.text.len() == 4 && word.text.parse().is_ok_and(|year| (1980..2100).contains(&year))
}
