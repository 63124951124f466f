//! What can be wrong with a site whose files all parse. One file for each finding; its doc comment is its manual page.
//!
//! A check reads the model and reports; it changes nothing and stops nothing.

mod breach;
mod broken_link;
mod calendar_ends;
mod coverage;
mod dated_ahead;
mod dead_end;
mod duplicate_id;
mod duplicate_pin;
mod duplicate_url;
mod fact_changed;
mod figures;
mod hard_to_reach;
mod maintenance_window;
mod manual;
mod missed_search;
mod missing_title;
mod odd_text;
mod overdue;
mod phone_hours;
mod phone_menu;
mod plan_without_channel;
mod promise_without_channel;
mod recurring;
mod resolved_disagrees;
mod rewritten;
mod sales_before_support;
mod silence;
mod sla_changed;
mod slow_ladder;
mod stray_address;
mod stray_promise;
mod unfollowable_address;
mod unknown_calendar;
mod unknown_check;
mod unknown_component;
mod unknown_fact;
mod unknown_name;
mod unmeasured;
mod unpublishable_file;
mod unreadable_file;
mod unspoken_language;
mod untested_channel;
mod unused_fact;
mod update_order;
mod worst;
mod write_up;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::config::{Level, Levels};
use crate::diag::{self, Code, Diagnostic, Place, Severity};
use crate::site::Site;
use crate::source::{SitePath, Snapshot, SourceText};

pub use dated_ahead::dated_ahead;
pub use duplicate_url::{nameless, taken};
pub use manual::{explained, manual};
pub use missed_search::{Ask, lost_searches, missed_searches};
pub use unpublishable_file::{Refused, refused};
pub use unreadable_file::rejected;

/// One check.
pub struct Check {
    /// The findings it reports.
    pub codes: &'static [Code],
    run: fn(&Site, &mut Report),
}

/// Every check of the whole site.
pub const CHECKS: &[Check] = &[
    Check { codes: breach::CODES, run: breach::run },
    Check { codes: broken_link::CODES, run: broken_link::run },
    Check { codes: calendar_ends::CODES, run: calendar_ends::run },
    Check { codes: dead_end::CODES, run: dead_end::run },
    Check { codes: duplicate_id::CODES, run: duplicate_id::run },
    Check { codes: duplicate_pin::CODES, run: duplicate_pin::run },
    Check { codes: duplicate_url::CODES, run: duplicate_url::run },
    Check { codes: fact_changed::CODES, run: fact_changed::run },
    Check { codes: figures::CODES, run: figures::run },
    Check { codes: hard_to_reach::CODES, run: hard_to_reach::run },
    Check { codes: maintenance_window::CODES, run: maintenance_window::run },
    Check { codes: missing_title::CODES, run: missing_title::run },
    Check { codes: odd_text::CODES, run: odd_text::run },
    Check { codes: overdue::CODES, run: overdue::run },
    Check { codes: phone_hours::CODES, run: phone_hours::run },
    Check { codes: phone_menu::CODES, run: phone_menu::run },
    Check { codes: plan_without_channel::CODES, run: plan_without_channel::run },
    Check { codes: promise_without_channel::CODES, run: promise_without_channel::run },
    Check { codes: recurring::CODES, run: recurring::run },
    Check { codes: resolved_disagrees::CODES, run: resolved_disagrees::run },
    Check { codes: rewritten::CODES, run: rewritten::run },
    Check { codes: sales_before_support::CODES, run: sales_before_support::run },
    Check { codes: silence::CODES, run: silence::run },
    Check { codes: stray_address::CODES, run: stray_address::run },
    Check { codes: stray_promise::CODES, run: stray_promise::run },
    Check { codes: sla_changed::CODES, run: sla_changed::run },
    Check { codes: slow_ladder::CODES, run: slow_ladder::run },
    Check { codes: unfollowable_address::CODES, run: unfollowable_address::run },
    Check { codes: unknown_calendar::CODES, run: unknown_calendar::run },
    Check { codes: unknown_check::CODES, run: unknown_check::run },
    Check { codes: unknown_component::CODES, run: unknown_component::run },
    Check { codes: unknown_fact::CODES, run: unknown_fact::run },
    Check { codes: unknown_name::CODES, run: unknown_name::run },
    Check { codes: unspoken_language::CODES, run: unspoken_language::run },
    Check { codes: untested_channel::CODES, run: untested_channel::run },
    Check { codes: unused_fact::CODES, run: unused_fact::run },
    Check { codes: unmeasured::CODES, run: unmeasured::run },
    Check { codes: update_order::CODES, run: update_order::run },
    Check { codes: write_up::CODES, run: write_up::run },
];

/// Findings that say a dated promise is broken. They never keep a site from being published.
pub const PROMISES: &[Code] = overdue::CODES;

/// Findings that a company may weigh otherwise under `checks:` in its settings, and how much they matter unless it does.
/// A page that is broken for its readers is not among them.
pub const WEIGHED: &[(Code, Severity)] = &[
    (breach::BREACH, Severity::Error),
    (breach::NOTHING, Severity::Note),
    (calendar_ends::ENDS, Severity::Warning),
    (dated_ahead::AHEAD, Severity::Warning),
    (dead_end::FALLBACK, Severity::Error),
    (dead_end::FORM, Severity::Error),
    (hard_to_reach::SINGLE, Severity::Warning),
    (hard_to_reach::LOGIN, Severity::Warning),
    (hard_to_reach::ONE_WAY, Severity::Warning),
    (hard_to_reach::NO_REPLY, Severity::Error),
    (fact_changed::CHANGED, Severity::Note),
    (overdue::UPDATE, Severity::Error),
    (overdue::OVERRUN, Severity::Error),
    (overdue::PREVENTION, Severity::Error),
    (phone_hours::HOURS, Severity::Warning),
    (phone_hours::FALLBACK, Severity::Warning),
    (phone_menu::NO_PERSON, Severity::Warning),
    (phone_menu::LONG, Severity::Warning),
    (phone_menu::LOOP, Severity::Error),
    (plan_without_channel::NOBODY, Severity::Warning),
    (promise_without_channel::UNCOVERED, Severity::Error),
    (promise_without_channel::NOBODYS, Severity::Warning),
    (recurring::CAUSE, Severity::Warning),
    (recurring::COMPONENT, Severity::Note),
    (rewritten::REMOVED, Severity::Error),
    (rewritten::REWRITTEN, Severity::Error),
    (sales_before_support::SALES, Severity::Warning),
    (silence::NO_NEXT, Severity::Warning),
    (silence::QUIET, Severity::Warning),
    (stray_address::STRAY, Severity::Error),
    (stray_promise::CONTRADICTING, Severity::Warning),
    (stray_promise::UNBOUND, Severity::Warning),
    (sla_changed::CHANGED, Severity::Error),
    (slow_ladder::SLOW, Severity::Error),
    (slow_ladder::LOOP, Severity::Error),
    (slow_ladder::HOURS, Severity::Warning),
    (unfollowable_address::NONE, Severity::Error),
    (unfollowable_address::UNFOLLOWABLE, Severity::Warning),
    (unknown_component::NONE, Severity::Warning),
    (unmeasured::TARGET, Severity::Warning),
    (unmeasured::NOTHING, Severity::Warning),
    (unspoken_language::UNSPOKEN, Severity::Error),
    (untested_channel::UNTESTED, Severity::Warning),
    (untested_channel::CHANGED, Severity::Warning),
    (unused_fact::UNUSED, Severity::Note),
    (write_up::CAUSE, Severity::Warning),
    (write_up::PREVENTION, Severity::Warning),
    (write_up::APOLOGY, Severity::Warning),
    (write_up::COMPENSATION, Severity::Warning),
];

/// How much a finding matters unless the settings say otherwise; nothing for one that they can't weigh.
#[must_use]
pub fn default_severity(code: &str) -> Option<Severity> {
    WEIGHED.iter().find(|(weighed, _)| weighed.0 == code).map(|(_, severity)| *severity)
}

/// Runs every check.
#[must_use]
pub fn run(site: &Site, snapshot: &Snapshot) -> Vec<Diagnostic> {
    let mut report = Report::default();
    for check in CHECKS {
        (check.run)(site, &mut report);
    }
    report.into_diagnostics(&site.config.checks, snapshot)
}

/// What checks found, by file. Places are worked out at the end, so that only files with findings are read again.
#[derive(Debug, Default)]
pub struct Report(BTreeMap<SitePath, Vec<Raised>>);

/// A finding whose line and column are not worked out yet.
#[derive(Debug)]
struct Raised {
    code: Code,
    severity: Severity,
    /// The bytes concerned; nothing for a file as a whole.
    span: Option<Range<usize>>,
    message: String,
    help: Option<String>,
    /// Whether it is told before it is due.
    is_early: bool,
}

impl Raised {
    fn error(code: Code, span: &Range<usize>, message: impl Into<String>) -> Self {
        let span = Some(span.clone());
        Self { code, severity: Severity::Error, span, message: message.into(), help: None, is_early: false }
    }

    /// A finding whose severity the settings may change; see [`WEIGHED`].
    fn weighable(code: Code, span: &Range<usize>, message: impl Into<String>) -> Self {
        Self { severity: default_severity(code.0).unwrap_or(Severity::Error), ..Self::error(code, span, message) }
    }

    fn warning(code: Code, span: &Range<usize>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, message) }
    }

    /// The same as a note, whatever the settings say: it is not due yet.
    fn early(self) -> Self {
        Self { severity: Severity::Note, is_early: true, ..self }
    }

    fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// The same as the settings weigh it; nothing where they turn it off.
    fn weighed(self, levels: &Levels) -> Option<Self> {
        let level = levels.of(self.code.0).filter(|_| default_severity(self.code.0).is_some());
        let severity = match level {
            None => self.severity,
            // Turned off, it is gone; but nothing makes it more than the check says.
            Some(level) if self.is_early && level != Level::Off => self.severity,
            Some(Level::Off) => return None,
            Some(Level::Note) => Severity::Note,
            Some(Level::Warning) => Severity::Warning,
            Some(Level::Error) => Severity::Error,
        };
        Some(Self { severity, ..self })
    }
}

impl Report {
    fn add(&mut self, path: &SitePath, raised: Raised) {
        self.0.entry(path.clone()).or_default().push(raised);
    }

    fn into_diagnostics(self, levels: &Levels, snapshot: &Snapshot) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        for (path, raised) in self.0 {
            let raised: Vec<Raised> = raised.into_iter().filter_map(|raised| raised.weighed(levels)).collect();
            if raised.is_empty() {
                continue;
            }
            let bytes = snapshot.read(&path).ok();
            let source = bytes.and_then(|bytes| SourceText::decode(path.clone(), &bytes).ok());
            let located = raised.into_iter().map(|raised| {
                let place = match (&source, raised.span) {
                    (Some(source), Some(span)) => Place::span(source, span),
                    _ => Place::file(&path),
                };
                Diagnostic::new(raised.severity, raised.code, place, raised.message).help_if(raised.help)
            });
            let mut located = located.collect();
            diag::limit(&mut located);
            findings.append(&mut located);
        }
        findings
    }
}
