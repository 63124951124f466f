//! Charts as drawings: a bar for each month, the goal as a line, a cross below each bar that does not reach it.
//!
//! A month without a figure is a gap and no bar of no height. The scale ends at 100 % and begins at the highest of a few
//! round figures that leaves the lowest bar a tenth of the height, or at nothing; the drawing says where.

use crate::theme::view::Chart;

/// All, in thousandths of a percent: what charts reckon in.
const WHOLE: u32 = 100_000;

/// Left and right end of the scale of months.
const LEFT: u32 = 46;
const WIDTH: u32 = 240;
/// The lines of 100 % and of where the scale begins.
const TOP: u32 = 10;
const HEIGHT: u32 = 64;
const BOTTOM: u32 = TOP + HEIGHT;
/// Widest bar.
const WIDEST: u32 = 14;
/// Where the crosses are, below the bars.
const MARKS: u32 = BOTTOM + 7;

/// A month, quarter or year of a chart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Point {
    /// How much of it was kept, in thousandths of a percent; nothing where that is not known.
    pub(super) value: Option<u32>,
    /// Its goal, where there was one.
    pub(super) goal: Option<u32>,
    /// Whether the value reaches the goal.
    pub(super) met: bool,
    /// Whether a year begins with it.
    pub(super) year: bool,
}

/// What a chart is called and how its scale may begin.
pub(super) struct Labels<'a> {
    /// The first month.
    pub(super) first: String,
    /// The last.
    pub(super) last: String,
    /// What it shows, in words; a sentence about its scale is added.
    pub(super) words: String,
    /// The same for a scale that does not begin at nothing, with `{percent}`.
    pub(super) cut: &'a str,
    /// Where the scale may begin, in thousandths of a percent, the highest first; else at nothing.
    pub(super) begins: &'a [u32],
}

/// The chart of some points; nothing where none has a value.
pub(super) fn chart(points: &[Point], labels: Labels<'_>) -> Option<Chart> {
    points.iter().find_map(|point| point.value)?;
    let scale = Scale { begins: begins(points, labels.begins), slots: u32::try_from(points.len()).unwrap_or(1) };
    let bars = |met: bool| {
        let of = points.iter().zip(0..).filter(|(point, _)| point.value.is_some() && point.met == met);
        of.map(|(point, at)| scale.bar(at, point.value.unwrap_or_default())).collect::<String>()
    };
    let percent = format!("{} %", f64::from(scale.begins) / 1000.0);
    let cut = scale.begins > 0;
    let remark = if cut { labels.cut.replace("{percent}", &percent) } else { String::new() };
    Some(Chart {
        cut,
        met: bars(true),
        missed: bars(false),
        marks: scale.marks(points),
        goal: scale.goal(points),
        years: points.iter().zip(0..).filter(|(point, _)| point.year).map(|(_, at)| scale.tick(at)).collect(),
        first: labels.first,
        last: labels.last,
        words: format!("{} {remark}", labels.words).trim_end().to_owned(),
        begins: percent,
    })
}

fn begins(points: &[Point], steps: &[u32]) -> u32 {
    let lowest = points.iter().flat_map(|point| [point.value, point.goal]).flatten().min().unwrap_or_default();
    steps.iter().copied().find(|step| lowest >= step + (WHOLE - step) / 10).unwrap_or_default()
}

/// How values and places become lengths. They are drawn in tenths.
struct Scale {
    begins: u32,
    slots: u32,
}

impl Scale {
    /// The left end of a place, in tenths.
    fn left(&self, at: u32) -> u32 {
        LEFT * 10 + WIDTH * 10 * at / self.slots
    }

    /// The width of a bar, in tenths.
    fn width(&self) -> u32 {
        (WIDTH * 7 / self.slots).min(WIDEST * 10)
    }

    fn bar_left(&self, at: u32) -> u32 {
        self.left(at) + (WIDTH * 10 / self.slots - self.width()) / 2
    }

    /// The height at which a value stands, from the top, in tenths.
    fn level(&self, value: u32) -> u32 {
        let above = u64::from(value.saturating_sub(self.begins)) * u64::from(HEIGHT) * 10;
        BOTTOM * 10 - u32::try_from(above / u64::from(WHOLE - self.begins)).unwrap_or_default()
    }

    fn bar(&self, at: u32, value: u32) -> String {
        let (left, top, width) = (tenths(self.bar_left(at)), tenths(self.level(value)), tenths(self.width()));
        format!("M{left} {BOTTOM}V{top}h{width}V{BOTTOM}z")
    }

    fn marks(&self, points: &[Point]) -> String {
        let missed = points.iter().zip(0..).filter(|(point, _)| point.value.is_some() && !point.met);
        let cross = |(_, at): (&Point, u32)| {
            let left = tenths(self.bar_left(at) + self.width() / 2 - 25);
            format!("M{left} {}l5 5m0-5l-5 5", MARKS - 3)
        };
        missed.map(cross).collect()
    }

    fn tick(&self, at: u32) -> String {
        format!("M{} {BOTTOM}v3", tenths(self.left(at)))
    }

    /// The goal of each place that has one, as one line for as long as there is one.
    fn goal(&self, points: &[Point]) -> String {
        let mut path = String::new();
        let (mut at, mut goes_on) = (0, false);
        for run in points.chunk_by(|a, b| a.goal == b.goal) {
            let left = tenths(self.left(at));
            at += u32::try_from(run.len()).unwrap_or_default();
            if let Some(goal) = run[0].goal {
                let (level, right) = (tenths(self.level(goal)), tenths(self.left(at)));
                let begins = if goes_on { format!("V{level}") } else { format!("M{left} {level}") };
                path.push_str(&format!("{begins}H{right}"));
            }
            goes_on = run[0].goal.is_some();
        }
        path
    }
}

/// A length in tenths, as drawings are written: 405 is `40.5`, 400 is `40`.
fn tenths(length: u32) -> String {
    if length.is_multiple_of(10) { (length / 10).to_string() } else { format!("{}.{}", length / 10, length % 10) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(values: &[Option<u32>], goal: u32) -> Vec<Point> {
        let point = |value: &Option<u32>| Point {
            value: value.map(|value| value * 1000),
            goal: Some(goal * 1000),
            met: value.is_some_and(|value| value >= goal),
            year: false,
        };
        values.iter().map(point).collect()
    }

    fn drawn(points: &[Point]) -> Option<Chart> {
        let (first, last, words) = ("a".to_owned(), "b".to_owned(), "Words.".to_owned());
        chart(points, Labels { first, last, words, cut: "From {percent}.", begins: &[90_000, 80_000, 50_000] })
    }

    #[test]
    fn the_scale_begins_where_the_lowest_bar_can_still_be_seen() {
        for (lowest, begins, words) in [
            (100, "90 %", "Words. From 90 %."),
            (91, "90 %", "Words. From 90 %."),
            (90, "80 %", "Words. From 80 %."),
            (60, "50 %", "Words. From 50 %."),
            (54, "0 %", "Words."),
            (0, "0 %", "Words."),
        ] {
            let chart = drawn(&points(&[Some(100), Some(lowest)], 100)).unwrap();
            assert_eq!((chart.begins.as_str(), chart.words.as_str()), (begins, words), "{lowest}");
            assert_eq!(chart.cut, begins != "0 %");
        }
        assert_eq!(drawn(&points(&[Some(100)], 60)).unwrap().begins, "50 %", "the goal has to be seen, too");
    }

    #[test]
    fn bars_stand_in_their_places_and_a_gap_is_none() {
        let chart = drawn(&points(&[Some(100), None, Some(0), Some(50)], 50)).unwrap();
        assert_eq!(chart.met, "M69 74V10h14V74zM249 74V42h14V74z");
        assert_eq!(chart.missed, "M189 74V74h14V74z", "nothing kept is a bar, and not a gap");
        assert_eq!(chart.marks, "M193.5 78l5 5m0-5l-5 5");
        assert!(drawn(&points(&[None, None], 50)).is_none());
    }

    #[test]
    fn the_goal_is_one_line_that_steps_where_it_changes_and_ends_where_there_is_none() {
        let mut points = points(&[Some(100); 6], 100);
        (points[2].goal, points[3].goal, points[5].goal) = (Some(95_000), None, None);
        assert_eq!(drawn(&points).unwrap().goal, "M46 10H126V42H166M206 10H246");
    }
}
