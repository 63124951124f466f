//! What tells two texts apart, line by line.

use std::fmt::Write;

/// Lines shown before and after those that differ.
const AROUND: usize = 2;

/// Most lines shown.
const MOST: usize = 60;

/// Longer texts are compared from both ends alone: comparing all lines with all others takes too long.
const MAX_LINES: usize = 1_000;

/// Longest piece of a line that is shown, in characters.
const MAX_WIDTH: usize = 200;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Both,
    Old,
    New,
}

/// The lines that differ: `-` before those of `expected`, `+` before those of `actual`.
pub(crate) fn lines(expected: &str, actual: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.split('\n').collect(), actual.split('\n').collect());
    let all = merged(&old, &new);
    let differs = |at: usize| all[at].0 != Side::Both;
    let is_near = |at: usize| (at.saturating_sub(AROUND)..(at + AROUND + 1).min(all.len())).any(differs);
    let near: Vec<usize> = (0..all.len()).filter(|at| is_near(*at)).collect();
    let mut shown = String::new();
    for (number, at) in near.iter().enumerate().take(MOST) {
        let skips = number > 0 && near[number - 1] + 1 < *at;
        let (side, line) = all[*at];
        let mark = match side {
            Side::Both => ' ',
            Side::Old => '-',
            Side::New => '+',
        };
        let line: String = line.chars().take(MAX_WIDTH).collect();
        let _ = writeln!(shown, "{}    {mark} {line}", if skips { "      …\n" } else { "" });
    }
    if near.len() > MOST {
        let _ = writeln!(shown, "      … and {} more lines", near.len() - MOST);
    }
    shown
}

/// The lines of both texts in order, those that both have once.
fn merged<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<(Side, &'a str)> {
    let head = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(old, new)| old == new).count();
    let both = |lines: &[&'a str]| lines.iter().map(|line| (Side::Both, *line)).collect::<Vec<_>>();
    let mut all = both(&old[..head]);
    all.extend(middle(&old_rest[..old_rest.len() - tail], &new_rest[..new_rest.len() - tail]));
    all.extend(both(&old[old.len() - tail..]));
    all
}

/// The longest lines in common, by the table that every textbook has.
fn middle<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<(Side, &'a str)> {
    if old.len() > MAX_LINES || new.len() > MAX_LINES {
        let old = old.iter().map(|line| (Side::Old, *line));
        return old.chain(new.iter().map(|line| (Side::New, *line))).collect();
    }
    let mut common = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            let longer = common[i + 1][j].max(common[i][j + 1]);
            common[i][j] = if old[i] == new[j] { common[i + 1][j + 1] + 1 } else { longer };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut all = Vec::new();
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            all.push((Side::Both, old[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || (i < old.len() && common[i + 1][j] >= common[i][j + 1]) {
            all.push((Side::Old, old[i]));
            i += 1;
        } else {
            all.push((Side::New, new[j]));
            j += 1;
        }
    }
    all
}

#[test]
fn only_what_differs_is_shown() {
    assert_eq!(lines("a\nb\nc\nd\ne\nf", "a\nb\nx\nd\ne\nf"), "      a\n      b\n    - c\n    + x\n      d\n      e\n");
    assert_eq!(lines("a\na", "a\na\na"), "      a\n      a\n    + a\n");
    let far = lines("1\na\nb\nc\nd\ne\nf\n2", "a\nb\nc\nd\ne\nf");
    assert_eq!(far, "    - 1\n      a\n      b\n      …\n      e\n      f\n    - 2\n");
    assert_eq!(lines("same", "same"), "");
}
