//! What tells two texts apart, line by line.

use std::fmt::Write;

/// Lines shown before and after those that differ.
const AROUND: usize = 2;

/// Most lines shown of each side.
const MOST: usize = 40;

/// The lines that differ: `-` before those of `expected`, `+` before those of `actual`.
pub(crate) fn lines(expected: &str, actual: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.split('\n').collect(), actual.split('\n').collect());
    let same = |pair: &(&&str, &&str)| pair.0 == pair.1;
    let head = old.iter().zip(&new).take_while(same).count();
    let most_tail = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(same).count().min(most_tail);
    let mut shown = String::new();
    let mut show = |mark: char, lines: &[&str]| {
        for line in lines.iter().take(MOST) {
            let _ = writeln!(shown, "    {mark} {line}");
        }
        if lines.len() > MOST {
            let _ = writeln!(shown, "    {mark} … {} more lines", lines.len() - MOST);
        }
    };
    show(' ', &old[head.saturating_sub(AROUND)..head]);
    show('-', &old[head..old.len() - tail]);
    show('+', &new[head..new.len() - tail]);
    show(' ', &old[old.len() - tail..(old.len() - tail + AROUND).min(old.len())]);
    shown
}

#[test]
fn only_what_differs_is_shown() {
    assert_eq!(lines("a\nb\nc\nd\ne", "a\nb\nx\nd\ne"), "      a\n      b\n    - c\n    + x\n      d\n      e\n");
    assert_eq!(lines("a\na", "a\na\na"), "      a\n      a\n    + a\n");
}
