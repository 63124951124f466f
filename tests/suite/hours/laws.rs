//! What holds for every calendar, over made-up ones.

use firstline::time::BusinessTime;
use jiff::ToSpan;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::*;

/// Zones, each with a day near which its clock is changed, or none is.
const PLACES: &[(&str, &str)] = &[
    ("Europe/London", "2027-03-28"),
    ("Europe/Zurich", "2027-10-31"),
    ("America/New_York", "2027-11-07"),
    ("Australia/Lord_Howe", "2027-04-04"),
    ("Australia/Lord_Howe", "2027-10-03"),
    ("Asia/Kathmandu", "2027-05-01"),
    ("America/Santiago", "2027-04-04"),
    ("Pacific/Apia", "2011-12-30"),
    ("Pacific/Kiritimati", "2028-02-29"),
];

/// Days that are looked at.
const SPAN: i64 = 16;

/// A calendar in a place, and what is asked of it.
#[derive(Clone, Debug)]
struct World {
    written: Value,
    zone: &'static str,
    day: Date,
}

impl World {
    fn span(&self) -> (i64, i64) {
        let noon = self.day.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).expect("a moment").timestamp().as_second();
        (noon - 6 * DAY, noon + (SPAN - 6) * DAY)
    }

    fn openings(&self) -> Openings {
        let (from, until) = self.span();
        calendar(&self.written).openings(&zone(self.zone), moment(from), moment(until))
    }

    fn wall(&self) -> Wall {
        Wall::look(&self.written, &zone(self.zone), self.span())
    }

    /// The same with one more closed day.
    fn closed_on(&self, date: Date) -> Self {
        let mut world = self.clone();
        let listed = world.written["holidays"].as_array_mut().expect("holidays");
        listed.retain(|holiday| holiday["date"] != date.to_string());
        listed.push(json!({ "date": date.to_string() }));
        world
    }
}

/// Two shifts at most between four in the morning and midnight, and one through the night until four at the latest.
fn shifts() -> impl Strategy<Value = Value> {
    let quarters = proptest::collection::btree_set(16_u16..=88, 0..=4);
    (quarters, proptest::option::of((89_u16..96, 0_u16..=16))).prop_map(|(quarters, night)| {
        let quarters: Vec<u16> = quarters.into_iter().collect();
        let clock = |quarter: u16| format!("{:02}:{:02}", quarter / 4, quarter % 4 * 15);
        let span = |(from, until): (u16, u16)| format!("{}-{}", clock(from), clock(until));
        let by_day = quarters.chunks_exact(2).map(|pair| (pair[0], pair[1]));
        let night = night.map(|(from, until)| (from, if until == 0 { 96 } else { until }));
        json!(by_day.chain(night).map(span).collect::<Vec<_>>())
    })
}

fn world() -> impl Strategy<Value = World> {
    (0..PLACES.len()).prop_flat_map(world_in)
}

fn world_in(place: usize) -> impl Strategy<Value = World> {
    let week = proptest::collection::vec(shifts(), 7);
    let differing = proptest::collection::btree_map(-6_i64..10, prop_oneof![Just(json!([])), shifts()], 0..4);
    (week, differing).prop_map(move |(week, differing)| {
        let (zone, day) = PLACES[place];
        let day: Date = day.parse().expect("a date");
        let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let hours: serde_json::Map<String, Value> = names.map(str::to_owned).into_iter().zip(week).collect();
        let date = |ahead: i64| day.saturating_add(ahead.days()).to_string();
        let holidays: Vec<Value> =
            differing.into_iter().map(|(ahead, hours)| json!({ "date": date(ahead), "hours": hours })).collect();
        World { written: json!({ "time_zone": zone, "hours": hours, "holidays": holidays }), zone, day }
    })
}

/// A moment of the span, to the second, and a length of business time.
fn asked() -> impl Strategy<Value = (i64, BusinessTime)> {
    let time = prop_oneof![
        (0_i64..3000).prop_map(|minutes| BusinessTime { days: 0, seconds: minutes * MINUTE }),
        (1_u32..5, 0_i64..120).prop_map(|(days, minutes)| BusinessTime { days, seconds: minutes * MINUTE }),
    ];
    (0..SPAN * DAY, time)
}

/// Made-up calendars for each of the places, and what Firstline answers about each, for others to be compared with.
pub(crate) fn made_up() -> Vec<(serde_json::Map<String, Value>, Group)> {
    let mut runner = TestRunner::deterministic();
    (0..PLACES.len()).map(|place| made_up_in(place, &mut runner)).collect()
}

fn made_up_in(place: usize, runner: &mut TestRunner) -> (serde_json::Map<String, Value>, Group) {
    let mut calendars = serde_json::Map::new();
    let (mut now, mut cases) = (0, Vec::new());
    for number in 0..4 {
        let worlds = (world_in(place), proptest::collection::vec(asked(), 30));
        let (world, asked) = worlds.new_tree(runner).expect("a calendar can be made up").current();
        now = world.span().0;
        let name = format!("made-up-{number}");
        let (from, until) = known(now);
        let openings = calendar(&world.written).openings(&zone(world.zone), moment(from), moment(until));
        cases.extend(asked.into_iter().enumerate().map(|(place, (ahead, time))| {
            let at = now + ahead - (now + ahead).rem_euclid(MINUTE);
            let length = format!("{} days {}m", time.days, time.seconds / MINUTE);
            let ask = if place % 3 == 0 { "stands".to_owned() } else { length };
            let said = format!("{name} {ask} at {at}: {}", world.written);
            let (calendar, zone) = (name.clone(), world.zone.to_owned());
            let case = Case { calendar, zone, at, ask, answer: Answer::Unknown, said };
            Case { answer: native(&openings, at, &case), ..case }
        }));
        calendars.insert(name, world.written);
    }
    (calendars, Group { now, cases })
}

/// When that much business time has passed; a moment after all others where nobody knows.
fn end(openings: &Openings, at: i64, time: BusinessTime) -> i64 {
    openings.after(moment(at), time).map_or(i64::MAX, Moment::unix)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn open_means_that_the_clock_on_the_wall_shows_the_hours((world, asked) in (world(), proptest::collection::vec(asked(), 12))) {
        let (openings, wall) = (world.openings(), world.wall());
        for (place, day) in wall.minutes.iter().enumerate() {
            prop_assert_eq!(openings.open_at(moment(wall.at(place))), day.is_some(), "minute {}", place);
        }
        let within = |at: i64| openings.stretches().iter().any(|stretch| (stretch.from.unix()..stretch.until.unix()).contains(&at));
        for (ahead, time) in asked {
            let at = wall.from + ahead;
            prop_assert_eq!(openings.open_at(moment(at)), within(at));
            let minute = at - ahead.rem_euclid(MINUTE);
            let seen = wall.after(minute, time.days, time.seconds / MINUTE);
            let reckoned = openings.after(moment(minute), time).map_or(Answer::Unknown, |at| Answer::At(at.unix()));
            prop_assert_eq!(reckoned, seen, "{:?} after {}", time, minute);
        }
    }

    #[test]
    fn who_asks_later_or_for_more_never_has_it_sooner((world, asked) in (world(), proptest::collection::vec(asked(), 2))) {
        let openings = world.openings();
        let from = openings.from().unix();
        let [(one, more), (two, less)] = [asked[0], asked[1]];
        let (early, late) = (one.min(two), one.max(two));
        prop_assert!(end(&openings, from + early, more) <= end(&openings, from + late, more));
        let seconds = more.seconds.min(less.seconds);
        let (small, large) = (BusinessTime { seconds, ..more }, BusinessTime { days: more.days + 1, ..more });
        prop_assert!(end(&openings, from + early, small) <= end(&openings, from + early, more));
        prop_assert!(more.days == 0 || end(&openings, from + early, more) <= end(&openings, from + early, large));
    }

    #[test]
    fn nobody_waits_longer_than_the_longest_wait((world, (_, time), at) in (world(), asked(), proptest::collection::vec(0..8 * DAY, 24))) {
        let openings = world.openings();
        let (from, until) = (openings.from(), openings.from().plus(8 * DAY));
        let waits = |at: Moment| openings.after(at, time).map(|end| end.unix() - at.unix());
        let Some(longest) = openings.longest_wait(time, from, until) else {
            prop_assert_eq!(waits(from), None);
            return Ok(());
        };
        prop_assert_eq!(openings.after(longest.from, time), Some(longest.until));
        prop_assert!(from <= longest.from && longest.from < until);
        for at in at {
            prop_assert!(waits(from.plus(at)).unwrap_or(0) <= longest.seconds(), "{} seconds after the beginning", at);
        }
        let every_minute = (0..8 * 24 * 60).filter_map(|minute| waits(from.plus(minute * MINUTE))).max().unwrap_or(0);
        prop_assert!((0..MINUTE).contains(&(longest.seconds() - every_minute)), "{:?} and {}", longest, every_minute);
    }

    #[test]
    fn one_more_holiday_never_shortens_a_wait((world, day, asked) in (world(), -6_i64..10, proptest::collection::vec(asked(), 8))) {
        let (before, after) = (world.openings(), world.closed_on(world.day.saturating_add(day.days())).openings());
        let from = before.from().unix();
        for (ahead, time) in asked {
            prop_assert!(end(&before, from + ahead, time) <= end(&after, from + ahead, time));
            let opens_anew = after.open_at(moment(from + ahead)) && !before.open_at(moment(from + ahead));
            prop_assert!(!opens_anew);
        }
    }
}
