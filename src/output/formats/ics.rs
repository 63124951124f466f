//! iCalendar (RFC 5545), as much of it as announcements need: events with stable ids, in UTC or for whole days.
//!
//! A crate for this would bring a second one for dates. What programs stumble over is here: lines end with CRLF, are
//! folded after 75 bytes without cutting a character, and texts are escaped.

use std::fmt::Write;

use crate::time::Moment;
use crate::yaml::Date;

/// Longest line in bytes, its end left out.
const LONGEST: usize = 75;

/// How often programs are asked to look again.
const REFRESH: &str = "PT1H";

/// Something in a calendar that says nothing: the standard wants one thing in each, and there may be no event. The file
/// is there all the same, so that whoever subscribed before the first event hears of it.
const NOTHING: [&str; 8] = [
    "BEGIN:VTIMEZONE",
    "TZID:Etc/UTC",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
    "END:VTIMEZONE",
];

/// A calendar that grows in memory.
#[derive(Default)]
pub(super) struct Calendar {
    lines: String,
    has_events: bool,
}

/// An event of it.
pub(super) struct Event {
    /// The same for ever, whatever changes.
    pub uid: String,
    /// How often its plan has changed.
    pub sequence: usize,
    pub stamp: Stamp,
    pub when: When,
    pub standing: Standing,
    pub summary: String,
    pub description: String,
    /// Its page, in full.
    pub url: String,
    pub categories: Vec<String>,
    /// How many minutes before it somebody is reminded.
    pub reminder: Option<u32>,
}

/// How programs tell a newer copy of an event from an older one.
#[derive(Clone, Copy)]
pub(super) enum Stamp {
    /// When what it says was last changed.
    Changed(Moment),
    /// Nobody writes down when it changes, so nothing is said of that: a `LAST-MODIFIED` that stayed would make programs
    /// keep what they have. It has the moment at which the copy was made instead, which is what `DTSTAMP` means in a
    /// published calendar (RFC 5545, 3.8.7.2); of two copies with the same `SEQUENCE` the later one holds (RFC 5546, 2.1.5).
    Made(Moment),
}

/// When something is.
pub(super) enum When {
    /// From a moment to another; where that is unknown, at a moment.
    Span(Moment, Option<Moment>),
    /// All day.
    Day(Date),
    /// All day, from a day to another.
    Days(Date, Date),
}

/// Whether it will be.
#[derive(Clone, Copy)]
pub(super) enum Standing {
    Confirmed,
    Cancelled,
}

impl Calendar {
    /// A calendar without events.
    pub(super) fn new(name: &str) -> Self {
        let mut calendar = Self::default();
        calendar.line("BEGIN:VCALENDAR");
        calendar.line("VERSION:2.0");
        calendar.line("PRODID:-//Firstline//Help centre//EN");
        calendar.line("CALSCALE:GREGORIAN");
        calendar.line("METHOD:PUBLISH");
        calendar.text("NAME", name);
        calendar.text("X-WR-CALNAME", name);
        calendar.line(&format!("REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}"));
        calendar.line(&format!("X-PUBLISHED-TTL:{REFRESH}"));
        calendar
    }

    /// Adds an event.
    pub(super) fn event(&mut self, event: &Event) {
        self.has_events = true;
        self.line("BEGIN:VEVENT");
        self.text("UID", &event.uid);
        self.line(&format!("SEQUENCE:{}", event.sequence));
        self.stamp(event.stamp);
        self.when(&event.when);
        self.line(match event.standing {
            Standing::Confirmed => "STATUS:CONFIRMED",
            Standing::Cancelled => "STATUS:CANCELLED",
        });
        self.text("SUMMARY", &event.summary);
        self.text("DESCRIPTION", &event.description);
        self.line(&format!("URL:{}", event.url));
        if !event.categories.is_empty() {
            let names: Vec<String> = event.categories.iter().map(|name| escaped(name)).collect();
            self.line(&format!("CATEGORIES:{}", names.join(",")));
        }
        // It takes nobody's time: who is asked for a meeting then is free.
        self.line("TRANSP:TRANSPARENT");
        if let Some(minutes) = event.reminder {
            self.reminder(minutes, &event.summary);
        }
        self.line("END:VEVENT");
    }

    /// The file.
    pub(super) fn finish(mut self) -> Vec<u8> {
        if !self.has_events {
            NOTHING.iter().for_each(|line| self.line(line));
        }
        self.line("END:VCALENDAR");
        self.lines.into_bytes()
    }

    fn stamp(&mut self, stamp: Stamp) {
        let (Stamp::Changed(at) | Stamp::Made(at)) = stamp;
        self.line(&format!("DTSTAMP:{}", utc(at)));
        if let Stamp::Changed(at) = stamp {
            self.line(&format!("LAST-MODIFIED:{}", utc(at)));
        }
    }

    fn when(&mut self, when: &When) {
        match when {
            When::Span(from, until) => {
                self.line(&format!("DTSTART:{}", utc(*from)));
                if let Some(until) = until.filter(|until| from < until) {
                    self.line(&format!("DTEND:{}", utc(until)));
                }
            }
            When::Day(day) => self.days(*day, *day),
            When::Days(first, last) => self.days(*first, *last),
        }
    }

    fn days(&mut self, first: Date, last: Date) {
        self.line(&format!("DTSTART;VALUE=DATE:{}", first.strftime("%Y%m%d")));
        if let Ok(next) = last.tomorrow() {
            self.line(&format!("DTEND;VALUE=DATE:{}", next.strftime("%Y%m%d")));
        }
    }

    fn reminder(&mut self, minutes: u32, text: &str) {
        self.line("BEGIN:VALARM");
        self.line("ACTION:DISPLAY");
        self.line(&format!("TRIGGER:-PT{minutes}M"));
        self.text("DESCRIPTION", text);
        self.line("END:VALARM");
    }

    fn text(&mut self, name: &str, text: &str) {
        self.line(&format!("{name}:{}", escaped(text)));
    }

    fn line(&mut self, line: &str) {
        add_folded(&mut self.lines, line);
    }
}

/// Adds a line, folded where it is too long. Address cards (RFC 6350) are written in the same way.
pub(super) fn add_folded(lines: &mut String, line: &str) {
    let mut rest = line;
    let mut most = LONGEST;
    while rest.len() > most {
        let (now, later) = rest.split_at(rest.floor_char_boundary(most));
        let _ = write!(lines, "{now}\r\n ");
        rest = later;
        // The space that begins a line counts.
        most = LONGEST - 1;
    }
    let _ = write!(lines, "{rest}\r\n");
}

/// A text as a value: one line, and nothing in it that has a meaning of its own.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// `20261120T131200Z`
fn utc(moment: Moment) -> String {
    let whole = Moment::from_unix(moment.unix()).unwrap_or(moment);
    whole.rfc3339().replace(['-', ':'], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters() {
        for letter in ["a", "é", "店", "🛒"] {
            let text = letter.repeat(200);
            let mut calendar = Calendar::default();
            calendar.line(&format!("SUMMARY:{text}"));
            for line in calendar.lines.split("\r\n") {
                assert!(line.len() <= LONGEST, "{} bytes: {line}", line.len());
            }
            assert_eq!(calendar.lines.replace("\r\n ", ""), format!("SUMMARY:{text}\r\n"));
        }
        let exact = "x".repeat(LONGEST);
        let mut calendar = Calendar::default();
        calendar.line(&exact);
        assert_eq!(calendar.lines, format!("{exact}\r\n"));
    }

    #[test]
    fn texts_are_escaped_and_times_are_in_utc() {
        assert_eq!(escaped("a;b,c\\d\r\ne\u{7}\tf\r"), "a\\;b\\,c\\\\d\\ne f");
        let zone = jiff::tz::TimeZone::get("Europe/London").unwrap();
        assert_eq!(utc(Moment::parse("2026-07-01T09:00:00.5", &zone).unwrap()), "20260701T080000Z");
    }
}
