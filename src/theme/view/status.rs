//! What the templates of the status pages see.
//!
//! Much of it holds for a time only. Such a thing has a [`When`]: the page says what is the case when it is made, and the
//! script `status.js` shows each thing at its time afterwards.

use serde::Serialize;

use super::{ChannelCard, Frame, Link, Time};

/// When something is shown: `data-from` and `data-until` in the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct When {
    /// From this moment on, as RFC 3339; empty where that is past.
    pub from: String,
    /// Until shortly before this moment, as RFC 3339; empty where no end is known.
    pub until: String,
    /// Whether it is shown when the page is made. Otherwise it is `hidden`.
    pub now: bool,
}

/// How something stands, and when. Those of a list follow each other; exactly one of them holds at any time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StateAt {
    /// Of a service or its parts: `operational`, `under_maintenance`, `degraded_performance`, `partial_outage`,
    /// `major_outage`. Of maintenance: `scheduled`, `in_progress`, `verifying`, `completed`, `cancelled`.
    pub state: String,
    /// When.
    pub when: When,
}

/// How many there are, and when. Times at which there are none are left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CountAt {
    /// How many.
    pub count: usize,
    /// When.
    pub when: When,
}

/// Something that was promised by a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Promise {
    /// By when.
    pub by: Time,
    /// While it can still be kept.
    pub open: When,
    /// From when it is late.
    pub late: When,
}

/// When a page was made, and from when it says that it is old.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Made {
    /// The moment that the site was built for.
    pub at: Time,
    /// From when it counts as old.
    pub old: When,
}

/// What is told away from the status pages about an incident or maintenance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Alert {
    /// `incident` or `maintenance`.
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// How much it matters: `none`, `minor`, `major`, `critical`, or `under_maintenance`.
    pub tone: String,
    /// When it is told.
    pub when: When,
    /// The components that do not work as they should.
    pub components: Vec<String>,
    /// What to do meanwhile; may be empty.
    pub workaround: String,
    /// The next word that is promised.
    pub next_update: Option<Promise>,
    /// When it is to be over.
    pub ends: Option<Time>,
}

/// How the service stands as a whole.
#[derive(Clone, Debug, Serialize)]
pub struct StatusSummary {
    /// As its worst part; an incident that names no component counts by its impact.
    pub states: Vec<StateAt>,
    /// Incidents that are not resolved, the worst first, then the newest.
    pub open: Vec<IncidentCard>,
    /// Maintenance that runs now, then the next that is planned, by start.
    pub maintenance: Vec<MaintenanceCard>,
    /// Where the rest of what is planned stands; empty where there is no more.
    pub maintenance_more: String,
    /// When the page was made.
    pub made: Made,
}

/// An incident in a list.
#[derive(Clone, Debug, Serialize)]
pub struct IncidentCard {
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// `none`, `minor`, `major`, `critical`.
    pub impact: String,
    /// The last update's state: `investigating`, `identified`, `monitoring`, `resolved`.
    pub state: String,
    /// When it began.
    pub started: Option<Time>,
    /// When it ended.
    pub resolved: Option<Time>,
    /// How long it lasted, in words; empty while it goes on.
    pub lasted: String,
    /// The last update's text; safe HTML, may be empty.
    pub html: String,
    /// When the last update was published.
    pub updated: Option<Time>,
    /// The next word that is promised; nothing once it is over.
    pub next_update: Option<Promise>,
    /// What to do meanwhile; may be empty.
    pub workaround: String,
    /// The components concerned, those it hit first as they stood at its start.
    pub components: Vec<ComponentMark>,
    /// Updates before the last, newest first; only on the overview, elsewhere empty.
    pub earlier: Vec<UpdateRow>,
}

/// A component in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ComponentMark {
    /// Its name.
    pub name: String,
    /// Its page; empty for one that is not declared.
    pub url: String,
    /// How it stood, stands, or is said to stand; empty where that is not the point.
    pub state: String,
}

/// Maintenance in a list.
#[derive(Clone, Debug, Serialize)]
pub struct MaintenanceCard {
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// What it is about, in a sentence; may be empty.
    pub summary: String,
    /// How far it is: what is only announced begins and ends on time.
    pub states: Vec<StateAt>,
    /// When it begins.
    pub starts: Option<Time>,
    /// When it ends, as planned.
    pub ends: Option<Time>,
    /// When the work was over, where that is not when it was planned to be.
    pub ended: Option<Time>,
    /// How long the window is, in words; empty where that is unknown.
    pub window: String,
    /// From when it should have been over; nothing for what does not run.
    pub overrun: Option<When>,
    /// The components concerned.
    pub components: Vec<ComponentMark>,
}

/// An incident or maintenance in a list of what was.
#[derive(Clone, Debug, Serialize)]
pub struct HistoryRow {
    /// `incident` or `maintenance`.
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// How much it mattered: `none`, `minor`, `major`, `critical`, or `under_maintenance`.
    pub tone: String,
    /// How far it is. Of an incident `investigating`, `identified`, `monitoring`, `resolved`.
    pub states: Vec<StateAt>,
    /// When it began, or was to begin.
    pub began: Option<Time>,
    /// How long it lasted, or is planned to; empty where that is not known yet, and for what was called off.
    pub lasted: String,
    /// Names of the components concerned.
    pub components: Vec<String>,
}

/// Something that was published and taken back.
#[derive(Clone, Debug, Serialize)]
pub struct WithdrawnRow {
    /// What its page was called in its address.
    pub name: String,
    /// When it was taken back.
    pub at: Time,
    /// Why.
    pub reason: String,
}

/// The last days of a component.
#[derive(Clone, Debug, Serialize)]
pub struct Days {
    /// How many days there are.
    pub count: usize,
    /// How many of them are recorded.
    pub recorded: usize,
    /// How many of them were before the records.
    pub unknown: usize,
    /// On how many of them something was wrong; announced maintenance is not wrong.
    pub troubled: usize,
    /// The days by how they stood at worst, from `operational` to `major_outage`; `unknown` for those before the records.
    pub bars: Vec<Bars>,
    /// What the days were that were not simply well, latest first; empty where the list would be too long for the page.
    pub unusual: Vec<DayRow>,
    /// Uptime over the days, `99.95 %`; empty where it is not shown or nothing is recorded.
    pub uptime: String,
}

/// Days of one state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bars {
    /// The worst state of each of the days, or `unknown`.
    pub state: String,
    /// Which days, as stretches without a gap.
    pub runs: Vec<Run>,
}

/// Days that follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Run {
    /// The place of the first; 0 is the oldest day shown.
    pub first: usize,
    /// How many.
    pub count: usize,
}

/// A day on which not all was well.
#[derive(Clone, Debug, Serialize)]
pub struct DayRow {
    /// Which day.
    pub date: Time,
    /// How long it stood in which state, the worst first.
    pub states: Vec<LastedRow>,
    /// The incidents and maintenance that tell of it.
    pub pages: Vec<Link>,
}

/// A state and how long it lasted.
#[derive(Clone, Debug, Serialize)]
pub struct LastedRow {
    /// Which.
    pub state: String,
    /// How long, in words: "2 hours 5 minutes"; empty where it has only come.
    pub lasted: String,
}

/// A component and how it stands.
#[derive(Clone, Debug, Serialize)]
pub struct ComponentRow {
    /// Its name.
    pub name: String,
    /// Its page.
    pub url: String,
    /// What it does for the customer; may be empty.
    pub description: String,
    /// How it stands.
    pub states: Vec<StateAt>,
    /// What it needs that does not work as it should, each at its time.
    pub waits_for: Vec<Need>,
    /// Its last days.
    pub days: Days,
}

/// A component that another one needs.
#[derive(Clone, Debug, Serialize)]
pub struct Need {
    /// Its name.
    pub name: String,
    /// Its page.
    pub url: String,
    /// How it stands.
    pub states: Vec<StateAt>,
}

/// Components under one heading.
#[derive(Clone, Debug, Serialize)]
pub struct ComponentGroup {
    /// The heading; may be empty.
    pub name: String,
    /// How the worst of them stands.
    pub states: Vec<StateAt>,
    /// The components, in the order of the file.
    pub components: Vec<ComponentRow>,
}

/// How the figures are worked out; printed beside them.
#[derive(Clone, Debug, Serialize)]
pub struct Method {
    /// How much of the time in each state counts as down, in percent, the worst state first.
    pub weights: Vec<WeightRow>,
    /// The zone of days and months: `Europe/London`.
    pub zone: String,
    /// Since when troubles are recorded; nothing where that differs or is not known.
    pub since: Option<Time>,
}

/// How much of the time in a state counts as down.
#[derive(Clone, Debug, Serialize)]
pub struct WeightRow {
    /// Which state.
    pub state: String,
    /// Percent.
    pub percent: u8,
}

/// Where to follow the status.
#[derive(Clone, Debug, Serialize)]
pub struct Subscribe {
    /// The Atom feed.
    pub atom: String,
    /// The JSON feed.
    pub json: String,
    /// The calendar of maintenance; empty where there is none.
    pub calendar: String,
    /// The calendar of everything that is due; empty but on sites for the company's own people.
    pub deadlines: String,
    /// The badge.
    pub badge: String,
    /// The address of the badge in full, to be shown elsewhere.
    pub badge_address: String,
    /// The address of the page it leads to in full.
    pub page_address: String,
    /// The address of the script that shows a banner on other sites in full; empty for a component.
    pub banner_address: String,
}

/// `status.html`
#[derive(Clone, Debug, Serialize)]
pub struct StatusView {
    /// Around the page.
    pub frame: Frame,
    /// How the service stands.
    pub status: StatusSummary,
    /// Every component.
    pub groups: Vec<ComponentGroup>,
    /// Whether there are so many components that each is said in brief, and groups fold.
    pub brief: bool,
    /// What was in the last days, newest first; else the latest few.
    pub recent: Vec<HistoryRow>,
    /// The archive; empty where nothing ever was.
    pub archive: String,
    /// How the figures are worked out.
    pub method: Method,
    /// Where to follow.
    pub subscribe: Subscribe,
}

/// One entry of a timeline.
#[derive(Clone, Debug, Serialize)]
pub struct UpdateRow {
    /// Which one, counted from the first that was written: feeds link to `#fl-update-2`.
    pub number: usize,
    /// When it was published.
    pub at: Option<Time>,
    /// The state it announced; may be empty.
    pub state: String,
    /// Whether things went back to an earlier state with it.
    pub back: bool,
    /// Its text.
    pub html: String,
    /// When the next word was promised; nothing where that promise still holds.
    pub next_update_by: Option<Time>,
    /// How components stand from here on, where that changed.
    pub components: Vec<ComponentMark>,
    /// The new beginning of maintenance, where the plan changed.
    pub starts: Option<Time>,
    /// The new end of maintenance, where the plan changed.
    pub ends: Option<Time>,
}

/// Something done against the next time.
#[derive(Clone, Debug, Serialize)]
pub struct PreventionRow {
    /// What.
    pub what: String,
    /// By when.
    pub due: Option<Time>,
    /// Since when it is done.
    pub done: Option<Time>,
    /// Whether it was done after the day it was promised for.
    pub done_late: bool,
    /// From when it is late; nothing for what is done or has no day.
    pub late: Option<When>,
    /// Who does it; empty but on sites for the company's own people.
    pub owner: String,
}

/// Something that was published and had to be put right.
#[derive(Clone, Debug, Serialize)]
pub struct CorrectionRow {
    /// When.
    pub at: Option<Time>,
    /// What was changed and why.
    pub note: String,
}

/// `incident.html`
#[derive(Clone, Debug, Serialize)]
pub struct IncidentView {
    /// Around the page.
    pub frame: Frame,
    /// The incident.
    pub incident: IncidentCard,
    /// Its summary; may be empty.
    pub summary: String,
    /// When it was noticed.
    pub detected: Option<Time>,
    /// Its timeline, newest first.
    pub updates: Vec<UpdateRow>,
    /// What was put right.
    pub corrections: Vec<CorrectionRow>,
    /// Earlier incidents that it repeats, newest first.
    pub repeats: Vec<HistoryRow>,
    /// Later incidents that repeat it, newest first.
    pub repeated: Vec<HistoryRow>,
    /// Why it happened; may be empty.
    pub cause: String,
    /// What is done against the next time.
    pub prevention: Vec<PreventionRow>,
    /// An apology in the company's own words; may be empty.
    pub apology: String,
    /// What is offered; may be empty.
    pub compensation: String,
    /// The write-up; may be empty.
    pub html: String,
    /// The first support channels.
    pub channels: Vec<ChannelCard>,
    /// When the page was made.
    pub made: Made,
    /// Where to follow.
    pub subscribe: Subscribe,
}

/// `maintenance.html`
#[derive(Clone, Debug, Serialize)]
pub struct MaintenanceView {
    /// Around the page.
    pub frame: Frame,
    /// The maintenance.
    pub maintenance: MaintenanceCard,
    /// Its timeline, newest first.
    pub updates: Vec<UpdateRow>,
    /// What was put right.
    pub corrections: Vec<CorrectionRow>,
    /// More about it; may be empty.
    pub html: String,
    /// The first support channels.
    pub channels: Vec<ChannelCard>,
    /// When the page was made.
    pub made: Made,
    /// Where to follow.
    pub subscribe: Subscribe,
}

/// Uptime in a month.
#[derive(Clone, Debug, Serialize)]
pub struct MonthRow {
    /// "November 2026"
    pub name: String,
    /// `99.95 %`
    pub uptime: String,
    /// What counts as down, in words: "22 minutes".
    pub down: String,
    /// Whether it goes on.
    pub running: bool,
    /// Whether the records begin within it.
    pub partial: bool,
}

/// `component.html`
#[derive(Clone, Debug, Serialize)]
pub struct ComponentView {
    /// Around the page.
    pub frame: Frame,
    /// The component, with all of its unusual days.
    pub component: ComponentRow,
    /// What it needs.
    pub needs: Vec<Need>,
    /// What needs it.
    pub needed_by: Vec<Need>,
    /// Its uptime by month, latest first; empty where it is not shown.
    pub months: Vec<MonthRow>,
    /// What happened to it and will, latest first.
    pub history: Vec<HistoryRow>,
    /// How many earlier ones there are; the archive has them.
    pub earlier: usize,
    /// The archive; empty where nothing ever was.
    pub archive: String,
    /// How the figures are worked out.
    pub method: Method,
    /// When the page was made.
    pub made: Made,
    /// Where to follow.
    pub subscribe: Subscribe,
}

/// A month of the archive.
#[derive(Clone, Debug, Serialize)]
pub struct ArchiveMonth {
    /// "November 2026"
    pub name: String,
    /// Its page; empty where nothing was.
    pub url: String,
    /// How many incidents began in it.
    pub incidents: usize,
    /// How many times maintenance began in it.
    pub maintenance: usize,
    /// What was, latest first; empty where the page only counts.
    pub entries: Vec<HistoryRow>,
    /// What was taken back in it.
    pub withdrawn: Vec<WithdrawnRow>,
}

/// A year of the archive.
#[derive(Clone, Debug, Serialize)]
pub struct ArchiveYear {
    /// `2026`
    pub name: String,
    /// Its page.
    pub url: String,
    /// Its months up to now, latest first.
    pub months: Vec<ArchiveMonth>,
}

/// `history.html`: all years, one year, or one month.
#[derive(Clone, Debug, Serialize)]
pub struct HistoryView {
    /// Around the page.
    pub frame: Frame,
    /// The title.
    pub title: String,
    /// All years with their months, latest first; only on the first page.
    pub years: Vec<ArchiveYear>,
    /// The months that the page tells of, latest first; none on the first page.
    pub months: Vec<ArchiveMonth>,
    /// What comes before it: the year or month before that has something.
    pub previous: Option<Link>,
    /// What comes after it.
    pub next: Option<Link>,
    /// The feed of all updates.
    pub subscribe: Subscribe,
}
