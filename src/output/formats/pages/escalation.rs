//! What happens when the first line can't help: every ladder on one page.

use crate::kinds::{Audience, Front, Kind, Ladder, Step};
use crate::theme::view::{EscalationView, LadderSection, StepRow};
use crate::time::Wait;

use super::super::super::{Press, RenderError};
use super::{Around, html, text};

/// `/escalation/`: every ladder. Who stands on a rung and how to reach them is for the company's own people.
pub(crate) fn escalation(press: &Press) -> Result<Vec<u8>, RenderError> {
    let mut ladders = Vec::new();
    for (_, page) in press.site.of_kind(Kind::Ladder) {
        let Front::Ladder(ladder) = &page.entry.front else { continue };
        ladders.push(LadderSection {
            title: page.title.clone(),
            summary: text(page.entry.basics.summary.as_ref()),
            steps: steps(press, ladder),
            html: press.body_html(page, "escalation/")?,
        });
    }
    let frame = press.frame(Around::own(press, "escalation", "escalation/"));
    html(press, "escalation.html", &EscalationView { frame, ladders })
}

fn written(press: &Press, wait: &Wait) -> String {
    if wait.is_zero() { press.theme.string("at_once").to_owned() } else { wait.to_string() }
}

fn steps(press: &Press, ladder: &Ladder) -> Vec<StepRow> {
    let internal = press.site.audience == Audience::Internal;
    let row = |step: &Step| StepRow {
        who: step.who.clone().filter(|_| internal).unwrap_or_default(),
        contact: step.contact.clone().filter(|_| internal).unwrap_or_default(),
        when: step.when.clone().unwrap_or_default(),
        after: step.after.as_ref().map(|wait| written(press, &wait.value)).unwrap_or_default(),
        customer_told: step.customer_told.clone().unwrap_or_default(),
        told_by: step.told_by.clone().unwrap_or_default(),
    };
    ladder.steps.iter().map(row).collect()
}
