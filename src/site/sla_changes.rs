//! What differs between two versions of the promises, from their fields; never from their prose.
//!
//! Plans and severities are the same where their ids are, else where their names are. What comes or goes as a whole is
//! told as a whole: the promises of a new plan are not listed one by one. A change is called better or worse only where
//! nobody could see it otherwise: a shorter time in the same hours, a larger share of cases.

use std::collections::BTreeSet;

use crate::kinds::{Credit, Measure, OutOfScope, Plan, Price, Severity, Sla, SlaUptime, Target, Window};
use crate::time::Wait;
use crate::yaml::Placed;

/// One thing that differs.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    /// Whose it is.
    pub subject: Subject<'a>,
    /// What of it.
    pub aspect: Aspect,
    /// What was said; nothing where it is new.
    pub before: Option<Said<'a>>,
    /// What is said now; nothing where it is gone.
    pub after: Option<Said<'a>>,
    /// What that is for customers.
    pub verdict: Verdict,
}

/// What a change is about.
#[derive(Clone, Debug)]
pub enum Subject<'a> {
    /// A plan, by the name that it has now.
    Plan(&'a str),
    /// A severity, by the name that it has now.
    Severity(&'a str),
    /// What is promised for a plan and a severity, by their names.
    Target(&'a str, &'a str),
    /// The uptime of a component, by its id, and the names of the plans that it is promised to; none where that is all.
    Uptime(&'a str, Vec<&'a str>),
    /// What is credited below so many percent, and the ids of the components for which; none where that is all.
    Credit(f64, Vec<&'a str>),
    /// What does not count as missed.
    Exclusion,
    /// How to claim.
    Claim,
    /// Something that is not part of the service.
    OutOfScope(&'a str),
}

/// What of its subject has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// All of it: it is new, or gone, or, where it is no more than a text, it has another.
    Whole,
    /// Its name.
    Name,
    /// Its price.
    Price,
    /// Languages.
    Languages,
    /// When it applies.
    Definition,
    /// Examples.
    Examples,
    /// One of the times.
    Time(Measure),
    /// In how many of a hundred cases the times are kept.
    Goal,
    /// The hours in which the times count.
    Calendar,
    /// The channels that the times hold for.
    Channels,
    /// How much uptime.
    Percent,
    /// Over which stretch of time uptime is reckoned.
    Window,
    /// What to do instead.
    Instead,
}

/// What a version says.
#[derive(Clone, Debug)]
pub enum Said<'a> {
    /// Words.
    Text(&'a str),
    /// Several.
    Texts(Vec<&'a str>),
    /// Languages, as tags.
    Languages(Vec<&'a str>),
    /// Channels, by name.
    Channels(Vec<&'a str>),
    /// A length of time.
    Wait(&'a Wait),
    /// A calendar, by name.
    Calendar(&'a str),
    /// Percent.
    Percent(f64),
    /// Money.
    Price(&'a Price),
    /// A stretch of time.
    Window(Window),
    /// It is there, and there is nothing more to say about it.
    There,
}

/// What a change is for customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is better, whatever somebody needs.
    Better,
    /// It is worse, whatever somebody needs.
    Worse,
    /// That depends.
    Open,
}

/// Everything that differs, in the order of the page. `is_always` tells whether a calendar is open day and night.
#[must_use]
pub fn changes<'a>(old: &'a Sla, new: &'a Sla, is_always: &dyn Fn(&str) -> bool) -> Vec<Change<'a>> {
    let versions = Versions { old, new, is_always };
    let parts = [
        plans(&versions),
        severities(&versions),
        targets(&versions),
        uptime(&versions),
        credits(old, new),
        exclusions(old, new),
        claim(old, new),
        out_of_scope(old, new),
    ];
    parts.into_iter().flatten().collect()
}

struct Versions<'a, 'f> {
    old: &'a Sla,
    new: &'a Sla,
    is_always: &'f dyn Fn(&str) -> bool,
}

impl<'a> Versions<'a, '_> {
    /// The plan that was what `plan` is.
    fn plan_before(&self, plan: &Plan) -> Option<&'a Plan> {
        let is_known = |id: &str| self.new.plan(id).is_some();
        self.old
            .plan(&plan.id.value)
            .or_else(|| self.old.plans.iter().find(|old| old.name == plan.name && !is_known(&old.id.value)))
    }

    /// The severity that was what `severity` is.
    fn severity_before(&self, severity: &Severity) -> Option<&'a Severity> {
        let is_known = |id: &str| self.new.severity(id).is_some();
        self.old
            .severity(&severity.id.value)
            .or_else(|| self.old.severities.iter().find(|old| old.name == severity.name && !is_known(&old.id.value)))
    }

    /// The names that plans have now.
    fn plan_names(&self, ids: &'a [Placed<String>]) -> Vec<&'a str> {
        ids.iter().map(|id| self.new.plan(&id.value).map_or(id.value.as_str(), |plan| plan.name.as_str())).collect()
    }
}

fn whole<'a>(subject: Subject<'a>, before: Option<Said<'a>>, after: Option<Said<'a>>) -> Change<'a> {
    Change { subject, aspect: Aspect::Whole, before, after, verdict: Verdict::Open }
}

/// A change where two texts or the like differ; nothing where they do not.
fn differing<'a, T: PartialEq>(
    (subject, aspect): (&Subject<'a>, Aspect),
    (before, after): (T, T),
    said: impl Fn(T) -> Option<Said<'a>>,
) -> Option<Change<'a>> {
    let verdict = Verdict::Open;
    (before != after).then(|| Change {
        subject: subject.clone(),
        aspect,
        before: said(before),
        after: said(after),
        verdict,
    })
}

fn texts(list: &[String]) -> Vec<&str> {
    list.iter().map(String::as_str).collect()
}

fn words(list: &[Placed<String>]) -> Vec<&str> {
    list.iter().map(|word| word.value.as_str()).collect()
}

/// What is said by a list; nothing by an empty one.
fn listed<'a>(said: impl Fn(Vec<&'a str>) -> Said<'a>) -> impl Fn(Vec<&'a str>) -> Option<Said<'a>> {
    move |list| (!list.is_empty()).then(|| said(list))
}

fn plans<'a>(versions: &Versions<'a, '_>) -> Vec<Change<'a>> {
    let (old, new) = (versions.old, versions.new);
    let mut changes = Vec::new();
    let mut kept = Vec::new();
    for plan in &new.plans {
        let Some(before) = versions.plan_before(plan) else {
            changes.push(whole(Subject::Plan(&plan.name), None, Some(price_of(plan))));
            continue;
        };
        kept.push(&before.id.value);
        changes.extend(plan_changes(before, plan));
    }
    let gone = old.plans.iter().filter(|plan| !kept.contains(&&plan.id.value));
    changes.extend(gone.map(|plan| whole(Subject::Plan(&plan.name), Some(price_of(plan)), None)));
    changes
}

fn price_of(plan: &Plan) -> Said<'_> {
    plan.price.as_ref().map_or(Said::There, Said::Price)
}

fn plan_changes<'a>(before: &'a Plan, after: &'a Plan) -> impl Iterator<Item = Change<'a>> {
    let subject = Subject::Plan(&after.name);
    let name =
        differing((&subject, Aspect::Name), (before.name.as_str(), after.name.as_str()), |name| Some(Said::Text(name)));
    let amount = |plan: &'a Plan| {
        plan.price.as_ref().map(|price| (price.amount.as_str(), price.currency.as_str(), price.per.as_deref()))
    };
    let is_other = amount(before) != amount(after);
    let price = is_other.then(|| Change {
        subject: subject.clone(),
        aspect: Aspect::Price,
        before: before.price.as_ref().map(Said::Price),
        after: after.price.as_ref().map(Said::Price),
        verdict: Verdict::Open,
    });
    let both = (words(&before.languages), words(&after.languages));
    let languages = differing((&subject, Aspect::Languages), both, listed(Said::Languages));
    [name, price, languages].into_iter().flatten()
}

fn severities<'a>(versions: &Versions<'a, '_>) -> Vec<Change<'a>> {
    let (old, new) = (versions.old, versions.new);
    let said = |severity: &'a Severity| severity.definition.as_deref().map_or(Said::There, Said::Text);
    let mut changes = Vec::new();
    let mut kept = Vec::new();
    for severity in &new.severities {
        let Some(before) = versions.severity_before(severity) else {
            changes.push(whole(Subject::Severity(&severity.name), None, Some(said(severity))));
            continue;
        };
        kept.push(&before.id.value);
        changes.extend(severity_changes(before, severity));
    }
    let gone = old.severities.iter().filter(|severity| !kept.contains(&&severity.id.value));
    changes.extend(gone.map(|severity| whole(Subject::Severity(&severity.name), Some(said(severity)), None)));
    changes
}

fn severity_changes<'a>(before: &'a Severity, after: &'a Severity) -> impl Iterator<Item = Change<'a>> {
    let subject = Subject::Severity(&after.name);
    let name =
        differing((&subject, Aspect::Name), (before.name.as_str(), after.name.as_str()), |name| Some(Said::Text(name)));
    let both = (before.definition.as_deref(), after.definition.as_deref());
    let definition = differing((&subject, Aspect::Definition), both, |text| text.map(Said::Text));
    let both = (texts(&before.examples), texts(&after.examples));
    let examples = differing((&subject, Aspect::Examples), both, listed(Said::Texts));
    [name, definition, examples].into_iter().flatten()
}

/// What is promised for the plans and severities that both versions have.
fn targets<'a>(versions: &Versions<'a, '_>) -> Vec<Change<'a>> {
    let mut changes = Vec::new();
    for plan in &versions.new.plans {
        let Some(plan_before) = versions.plan_before(plan) else { continue };
        for severity in &versions.new.severities {
            let Some(severity_before) = versions.severity_before(severity) else { continue };
            let before = target(versions.old, plan_before, severity_before);
            let after = target(versions.new, plan, severity);
            let subject = Subject::Target(&plan.name, &severity.name);
            changes.extend(target_changes(versions, &subject, (before, after)));
        }
    }
    changes
}

fn target<'a>(sla: &'a Sla, plan: &Plan, severity: &Severity) -> Option<&'a Target> {
    sla.targets.iter().find(|target| target.is_for(&plan.id.value, &severity.id.value))
}

fn target_changes<'a>(
    versions: &Versions<'a, '_>,
    subject: &Subject<'a>,
    (before, after): (Option<&'a Target>, Option<&'a Target>),
) -> Vec<Change<'a>> {
    let hours = hours_verdict(versions, before.and_then(calendar), after.and_then(calendar));
    let times = Measure::ALL.into_iter().filter_map(|measure| {
        let waits =
            [before, after].map(|target| target.and_then(|target| target.promised(measure)).map(|wait| &wait.value));
        let verdict = time_verdict(waits, hours);
        let [before, after] = waits.map(|wait| wait.map(Said::Wait));
        is_other_time(waits).then(|| Change {
            subject: subject.clone(),
            aspect: Aspect::Time(measure),
            before,
            after,
            verdict,
        })
    });
    let mut changes: Vec<Change<'a>> = times.collect();
    let (Some(before), Some(after)) = (before, after) else { return changes };
    changes.extend(goal_change(subject, before, after));
    let both = (calendar(before), calendar(after));
    let calendars = differing((subject, Aspect::Calendar), both, |name| name.map(Said::Calendar));
    changes.extend(calendars.map(|change| Change { verdict: hours.unwrap_or(Verdict::Open), ..change }));
    let both = (words(&before.channels), words(&after.channels));
    changes.extend(differing((subject, Aspect::Channels), both, listed(Said::Channels)));
    changes
}

fn calendar(target: &Target) -> Option<&str> {
    target.calendar.as_ref().map(|name| name.value.as_str())
}

/// What it means that times count in other hours; nothing where they are the same.
fn hours_verdict(versions: &Versions<'_, '_>, before: Option<&str>, after: Option<&str>) -> Option<Verdict> {
    let always = |name: Option<&str>| name.is_some_and(|name| (versions.is_always)(name));
    match (before, after) {
        (before, after) if before == after => None,
        (Some(_), after) if always(after) && !always(before) => Some(Verdict::Better),
        (before, Some(_)) if always(before) && !always(after) => Some(Verdict::Worse),
        _ => Some(Verdict::Open),
    }
}

/// Whether two promises differ: 60 minutes are an hour, and a business hour in the hours of the same calendar.
fn is_other_time(waits: [Option<&Wait>; 2]) -> bool {
    let [before, after] = waits.map(|wait| wait.and_then(Wait::in_business_time));
    let [old, new] = waits.map(|wait| wait.map(ToString::to_string));
    old != new && (before != after || before.is_none())
}

/// What it means that a time has changed while the hours did what `hours` says. A promise where there was none is better.
fn time_verdict(waits: [Option<&Wait>; 2], hours: Option<Verdict>) -> Verdict {
    let [before, after] = match waits {
        [Some(before), Some(after)] => [before, after].map(Wait::in_business_time),
        [None, Some(_)] => return Verdict::Better,
        [Some(_), None] => return Verdict::Worse,
        [None, None] => return Verdict::Open,
    };
    let (Some(before), Some(after)) = (before, after) else { return Verdict::Open };
    let changed_hours = hours.is_some_and(|hours| hours == Verdict::Open);
    // A business day is no number of hours.
    let counts_days = before.days > 0 || after.days > 0;
    if changed_hours
        || (counts_days && (hours.is_some() || (before.days != after.days && before.seconds != after.seconds)))
    {
        return Verdict::Open;
    }
    let verdict = if after < before { Verdict::Better } else { Verdict::Worse };
    if hours.is_none_or(|hours| hours == verdict) { verdict } else { Verdict::Open }
}

fn goal_change<'a>(subject: &Subject<'a>, before: &Target, after: &Target) -> Option<Change<'a>> {
    let (old, new) = (before.goal(), after.goal());
    let (before, after) = (Some(Said::Percent(old)), Some(Said::Percent(new)));
    let verdict = more_is_better(old, new);
    (old.total_cmp(&new).is_ne()).then(|| Change {
        subject: subject.clone(),
        aspect: Aspect::Goal,
        before,
        after,
        verdict,
    })
}

fn more_is_better(before: f64, after: f64) -> Verdict {
    if after > before { Verdict::Better } else { Verdict::Worse }
}

fn uptime<'a>(versions: &Versions<'a, '_>) -> Vec<Change<'a>> {
    let mut changes = Vec::new();
    let mut left: Vec<&SlaUptime> = versions.old.uptime.iter().filter(|uptime| uptime.component.is_some()).collect();
    for after in &versions.new.uptime {
        let Some(component) = &after.component else { continue };
        let subject = Subject::Uptime(&component.value, versions.plan_names(&after.plans));
        let found = left.iter().position(|before| is_same_promise(before, after));
        match found.map(|at| left.remove(at)) {
            Some(before) => changes.extend(uptime_changes(&subject, before, after)),
            None => changes.push(whole(subject, None, percent(after))),
        }
    }
    let gone = left.into_iter().filter_map(|before| {
        let subject = Subject::Uptime(&before.component.as_ref()?.value, versions.plan_names(&before.plans));
        Some(whole(subject, percent(before), None))
    });
    changes.extend(gone);
    changes
}

fn is_same_promise(before: &SlaUptime, after: &SlaUptime) -> bool {
    let component = |uptime: &SlaUptime| uptime.component.as_ref().map(|id| id.value.clone());
    component(before) == component(after) && words(&before.plans) == words(&after.plans)
}

fn percent(uptime: &SlaUptime) -> Option<Said<'_>> {
    uptime.percent.as_ref().map_or(Some(Said::There), |percent| Some(Said::Percent(percent.value)))
}

fn uptime_changes<'a>(
    subject: &Subject<'a>,
    before: &'a SlaUptime,
    after: &'a SlaUptime,
) -> impl Iterator<Item = Change<'a>> {
    let shares = [before, after].map(|uptime| uptime.percent.as_ref().map(|percent| percent.value));
    let verdict = match shares {
        [Some(old), Some(new)] if before.window == after.window => more_is_better(old, new),
        _ => Verdict::Open,
    };
    let share = differing((subject, Aspect::Percent), (shares[0], shares[1]), |share| share.map(Said::Percent));
    let windows = (before.window, after.window);
    let window = differing((subject, Aspect::Window), windows, |window| Some(Said::Window(window)));
    [share.map(|change| Change { verdict, ..change }), window].into_iter().flatten()
}

fn credits<'a>(old: &'a Sla, new: &'a Sla) -> Vec<Change<'a>> {
    let find = |sla: &'a Sla, like: &Credit| {
        let alike = sla.credits.iter().find(|credit| is_same_credit(credit, like));
        alike.map(|credit| credit.credit.as_str())
    };
    let gone = |credit: &&Credit| find(new, credit).is_none();
    let all = new.credits.iter().chain(old.credits.iter().filter(gone));
    let change = |credit: &'a Credit| {
        let subject = Subject::Credit(credit.below.value, words(&credit.components));
        let both = (find(old, credit), find(new, credit));
        differing((&subject, Aspect::Whole), both, |text| text.map(Said::Text))
    };
    all.filter_map(change).collect()
}

/// Whether two rows are about the same limit of the same components, in whatever order those are named.
fn is_same_credit(one: &Credit, other: &Credit) -> bool {
    let components = |credit: &Credit| credit.components.iter().map(|id| id.value.clone()).collect::<BTreeSet<_>>();
    one.below.value.total_cmp(&other.below.value).is_eq() && components(one) == components(other)
}

fn exclusions<'a>(old: &'a Sla, new: &'a Sla) -> Vec<Change<'a>> {
    let added = new.exclusions.iter().filter(|text| !old.exclusions.contains(text));
    let gone = old.exclusions.iter().filter(|text| !new.exclusions.contains(text));
    let added = added.map(|text| whole(Subject::Exclusion, None, Some(Said::Text(text))));
    added.chain(gone.map(|text| whole(Subject::Exclusion, Some(Said::Text(text)), None))).collect()
}

fn claim<'a>(old: &'a Sla, new: &'a Sla) -> Vec<Change<'a>> {
    let both = (old.claim.as_deref(), new.claim.as_deref());
    differing((&Subject::Claim, Aspect::Whole), both, |text| text.map(Said::Text)).into_iter().collect()
}

fn out_of_scope<'a>(old: &'a Sla, new: &'a Sla) -> Vec<Change<'a>> {
    let find = |sla: &'a Sla, what: &str| sla.out_of_scope.iter().find(|line| line.what == what);
    let said = |line: &'a OutOfScope| line.instead.as_deref().map_or(Said::There, Said::Text);
    let gone = old.out_of_scope.iter().filter(|line| find(new, &line.what).is_none());
    let change = |line: &'a OutOfScope| {
        let subject = Subject::OutOfScope(&line.what);
        match (find(old, &line.what), find(new, &line.what)) {
            (Some(before), Some(after)) => {
                let both = (before.instead.as_deref(), after.instead.as_deref());
                differing((&subject, Aspect::Instead), both, |text| text.map(Said::Text))
            }
            (before, after) => Some(whole(subject, before.map(said), after.map(said))),
        }
    };
    new.out_of_scope.iter().chain(gone).filter_map(change).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed<T>(value: T) -> Placed<T> {
        Placed { value, span: 0..0 }
    }

    fn target(first_response: &str, calendar: &str) -> Target {
        Target {
            plan: Some(placed("p".to_owned())),
            severity: Some(placed("s".to_owned())),
            first_response: Wait::parse(first_response).map(placed),
            update_every: None,
            restore: None,
            percent: None,
            calendar: Some(placed(calendar.to_owned())),
            channels: Vec::new(),
        }
    }

    fn sla(name: &str, target: Target) -> Sla {
        let (plan, severity) = (placed("p".to_owned()), placed("s".to_owned()));
        Sla {
            plans: vec![Plan { id: plan, name: name.to_owned(), price: None, languages: Vec::new() }],
            severities: vec![Severity { id: severity, name: "S".into(), definition: None, examples: Vec::new() }],
            targets: vec![target],
            ..Sla::default()
        }
    }

    /// What a change of one target is said to be: its times, then its hours.
    fn verdicts(before: (&str, &str), after: (&str, &str)) -> Vec<Verdict> {
        let [old, new] = [before, after].map(|(time, calendar)| sla("P", target(time, calendar)));
        changes(&old, &new, &|name| name == "always").into_iter().map(|change| change.verdict).collect()
    }

    #[test]
    fn better_and_worse_are_said_where_they_are_certain() {
        use Verdict::{Better, Open, Worse};
        for (before, after, said) in [
            (("30m", "office"), ("15m", "office"), vec![Better]),
            (("30m", "office"), ("1h", "office"), vec![Worse]),
            (("60m", "office"), ("1 business hour", "office"), vec![]),
            (("1h", "office"), ("1h", "office"), vec![]),
            (("1h", "office"), ("1h", "always"), vec![Better]),
            (("1h", "always"), ("1h", "office"), vec![Worse]),
            (("1h", "office"), ("1h", "evenings"), vec![Open]),
            (("1h", "office"), ("30m", "always"), vec![Better, Better]),
            (("1h", "office"), ("2h", "always"), vec![Open, Better]),
            (("1h", "office"), ("30m", "evenings"), vec![Open, Open]),
            (("2 days", "office"), ("1 day", "office"), vec![Better]),
            (("1 day", "office"), ("8h", "office"), vec![Open]),
            (("1 day", "office"), ("2 days", "always"), vec![Open, Better]),
            (("2 weeks", "office"), ("1 week", "office"), vec![Open]),
            (("", "office"), ("1h", "office"), vec![Better]),
            (("1h", "office"), ("", "office"), vec![Worse]),
        ] {
            assert_eq!(verdicts(before, after), said, "{before:?} to {after:?}");
        }
    }

    #[test]
    fn what_says_the_same_has_not_changed_and_a_new_name_is_no_new_plan() {
        let old = sla("P", target("1h", "office"));
        assert!(changes(&old, &old, &|_| false).is_empty());
        let renamed = sla("Q", target("1h", "office"));
        let found = changes(&old, &renamed, &|_| false);
        assert_eq!(found.iter().map(|change| change.aspect).collect::<Vec<_>>(), [Aspect::Name]);
        let mut other_id = sla("P", target("1h", "office"));
        for id in [&mut other_id.plans[0].id, other_id.targets[0].plan.as_mut().unwrap()] {
            "q".clone_into(&mut id.value);
        }
        assert!(changes(&old, &other_id, &|_| false).is_empty(), "customers know a plan by its name");
    }

    #[test]
    fn a_new_plan_is_told_as_a_whole() {
        let old = sla("P", target("1h", "office"));
        let mut new = sla("New", Target { plan: Some(placed("n".to_owned())), ..target("1h", "office") });
        "n".clone_into(&mut new.plans[0].id.value);
        let found = changes(&old, &new, &|_| false);
        let kinds: Vec<_> = found.iter().map(|change| (change.before.is_some(), change.after.is_some())).collect();
        assert_eq!(kinds, [(false, true), (true, false)], "{found:?}");
    }
}
