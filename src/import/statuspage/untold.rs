//! What an event says and none of its updates does, as updates without words. Their times are those of the event.

use crate::import::timeline::Raw;
use crate::import::{Left, Said};
use crate::kinds::{Progress, Stage};
use crate::time::Moment;
use crate::yaml::Choice;

use super::fields::Object;

/// How far an open incident is, where no update says so; a remark where the last one says something else.
pub(super) fn progress(
    event: &Object<'_>,
    stands: Option<Progress>,
    told: &[Raw<Progress>],
    left: &mut Vec<Left>,
) -> Option<Raw<Progress>> {
    let state = stands?;
    if let Some(last) = told.iter().rev().find_map(|raw| raw.state) {
        if last != state {
            let (stands, last) = (state.word(), last.word());
            left.push(Left::new(
                &event.at("status"),
                format!("it is `{stands}`, and the last update says `{last}`, which counts"),
            ));
        }
        return None;
    }
    // Where a timeline begins that says nothing.
    if state == Progress::Investigating {
        return None;
    }
    let times: &[&str] = match state {
        Progress::Monitoring => &["monitoring_at", "updated_at", "created_at"],
        _ => &["updated_at", "created_at"],
    };
    let at = times.iter().find_map(|key| event.moment(key, left));
    Some(Raw { at, state: Some(state), body: String::new(), components: Vec::new() })
}

/// The announcement of maintenance whose first update came when it had begun: the page showed it from the moment at which it
/// was entered. Nothing where it was entered later, or afterwards for the record.
pub(super) fn announcement(
    event: &Object<'_>,
    starts: Moment,
    updates: &[Said<Stage>],
    left: &mut Vec<Left>,
) -> Option<Said<Stage>> {
    let first = updates.first().filter(|first| first.state.runs() || first.at >= starts)?;
    let began = first.at.min(starts);
    let created = event.moment("created_at", left).filter(|at| *at < began && !event.is_true("backfilled"))?;
    let why = format!("no update is from before it began; it counts as announced when it was entered, {created}");
    left.push(Left::new(&event.place, why));
    Some(Said { at: created, state: Stage::Scheduled, body: String::new(), components: Vec::new(), back: false })
}
