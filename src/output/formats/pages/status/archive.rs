//! The archive: everything that was, by year and month in the site's zone, with what was taken back.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use jiff::civil;

use crate::kinds::{Kind, Withdrawn};
use crate::site::{PageId, Site};
use crate::theme::view::{ArchiveMonth, ArchiveYear, HistoryView, Link, WithdrawnRow};
use crate::time::Moment;

use super::{Around, Press, RenderError, html, rows, subscribe};

/// The address of the archive.
pub(super) const URL: &str = "status/history/";

/// The page of a year lists so many; beyond, it counts them and its months list them.
const LISTED: usize = 60;

/// What a page of the archive is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Span {
    /// Everything.
    All,
    /// A year.
    Year(i16),
    /// A month of a year.
    Month(i16, i8),
}

/// How much a page of the archive says of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Detail {
    /// How much there was.
    Counts,
    /// What there was.
    Lists,
}

/// Whether anything ever was.
#[must_use]
pub(crate) fn has_archive(site: &Site) -> bool {
    site.has(Kind::Incident) || site.has(Kind::Maintenance) || !site.withdrawn.is_empty()
}

/// The years and months that have pages of their own: those in which something was, and the years up to now.
#[must_use]
pub(crate) fn spans(site: &Site) -> Vec<Span> {
    if !has_archive(site) {
        return Vec::new();
    }
    let months = by_month(site);
    let years = years(site, &months).into_iter().map(Span::Year);
    years.chain(months.keys().map(|(year, month)| Span::Month(*year, *month))).collect()
}

impl Span {
    /// Its address.
    #[must_use]
    pub(crate) fn url(self) -> String {
        match self {
            Self::All => URL.to_owned(),
            Self::Year(year) => format!("{URL}{year:04}/"),
            Self::Month(year, month) => format!("{URL}{year:04}/{month:02}/"),
        }
    }

    fn name(self, press: &Press) -> String {
        match self {
            Self::All => press.theme.string("archive_title").to_owned(),
            Self::Year(year) => format!("{year:04}"),
            Self::Month(year, month) => civil::Date::new(year, month, 1).map(month_name).unwrap_or_default(),
        }
    }

    /// The way to it from the overview.
    fn above(self) -> Vec<Self> {
        match self {
            Self::All => Vec::new(),
            Self::Year(_) => vec![Self::All],
            Self::Month(year, _) => vec![Self::All, Self::Year(year)],
        }
    }
}

/// What there was in a month.
#[derive(Default)]
struct Month<'a> {
    /// Latest first.
    entries: Vec<PageId>,
    withdrawn: Vec<&'a Withdrawn>,
}

type Months<'a> = BTreeMap<(i16, i8), Month<'a>>;

/// The year and month that a moment falls into, in the site's zone.
fn month_of(site: &Site, at: Moment) -> (i16, i8) {
    let date = at.date(&site.config.time_zone);
    (date.year(), date.month())
}

/// From the month in which the records begin to this one.
fn told_months(site: &Site) -> RangeInclusive<(i16, i8)> {
    let first = (0..site.components.len()).filter_map(|place| site.recorded_since(place)).min();
    month_of(site, first.unwrap_or(site.now))..=month_of(site, site.now)
}

fn by_month(site: &Site) -> Months<'_> {
    let mut months = Months::new();
    for (began, id) in rows::told(site) {
        months.entry(month_of(site, began)).or_default().entries.push(id);
    }
    for withdrawn in &site.withdrawn {
        months.entry(month_of(site, withdrawn.at.value)).or_default().withdrawn.push(withdrawn);
    }
    months
}

/// The years in which something was, and this one, in order.
fn years(site: &Site, months: &Months<'_>) -> Vec<i16> {
    let this = site.now.date(&site.config.time_zone).year();
    let mut years: Vec<i16> = months.keys().map(|(year, _)| *year).chain([this]).collect();
    years.sort_unstable();
    years.dedup();
    years
}

/// The archive's first page.
pub(crate) fn whole_archive(press: &Press) -> Result<Vec<u8>, RenderError> {
    archive(press, Span::All)
}

/// A page of the archive.
pub(crate) fn archive(press: &Press, span: Span) -> Result<Vec<u8>, RenderError> {
    let months = by_month(&press.site);
    let years = years(&press.site, &months);
    let year = |year: i16, detail: Detail| year_view(press, &months, year, detail);
    let (previous, next) = neighbours(&months, &years, span);
    let link = |span: Span| Link { title: span.name(press), url: span.url() };
    let view = HistoryView {
        frame: press.frame(around(press, span)),
        title: span.name(press),
        years: match span {
            Span::All => years.iter().rev().map(|name| year(*name, Detail::Counts)).collect(),
            Span::Year(_) | Span::Month(..) => Vec::new(),
        },
        months: match span {
            Span::All => Vec::new(),
            Span::Year(name) => year(name, Detail::Lists).months,
            Span::Month(year, month) => vec![month_view(press, &months, (year, month), Detail::Lists)],
        },
        previous: previous.map(link),
        next: next.map(link),
        subscribe: subscribe(press),
    };
    html(press, "history.html", &view)
}

fn around(press: &Press, span: Span) -> Around {
    let status = Around::own(press, "status", super::URL);
    let above = span.above().into_iter().map(|span| Link { title: span.name(press), url: span.url() });
    Around {
        url: span.url(),
        title: match span {
            Span::All => span.name(press),
            Span::Year(_) | Span::Month(..) => format!("{}: {}", Span::All.name(press), span.name(press)),
        },
        trail: std::iter::once(Link { title: status.title, url: status.url }).chain(above).collect(),
        current: Some("status"),
        ..Around::default()
    }
}

/// The page of the same sort before it, and the one after it.
fn neighbours(months: &Months<'_>, years: &[i16], span: Span) -> (Option<Span>, Option<Span>) {
    let spans: Vec<Span> = match span {
        Span::All => Vec::new(),
        Span::Year(_) => years.iter().copied().map(Span::Year).collect(),
        Span::Month(..) => months.keys().map(|(year, month)| Span::Month(*year, *month)).collect(),
    };
    let before = spans.iter().rev().find(|other| **other < span);
    (before.copied(), spans.iter().find(|other| **other > span).copied())
}

/// A year with its months, latest first. Nothing is said of months before the records, nor of those ahead unless
/// something is planned in them.
fn year_view(press: &Press, months: &Months<'_>, year: i16, wanted: Detail) -> ArchiveYear {
    let told = told_months(&press.site);
    let listed: usize = (1..=12).filter_map(|month| months.get(&(year, month))).map(|month| month.entries.len()).sum();
    let detail = if listed <= LISTED { wanted } else { Detail::Counts };
    let is_told = |month: i8| told.contains(&(year, month)) || months.contains_key(&(year, month));
    let shown = (1..=12).rev().filter(|month| is_told(*month));
    ArchiveYear {
        name: Span::Year(year).name(press),
        url: Span::Year(year).url(),
        months: shown.map(|month| month_view(press, months, (year, month), detail)).collect(),
    }
}

fn month_view(press: &Press, months: &Months<'_>, (year, month): (i16, i8), detail: Detail) -> ArchiveMonth {
    let site = &press.site;
    let known = months.get(&(year, month));
    let entries = known.map(|month| month.entries.as_slice()).unwrap_or_default();
    let is_incident = |id: &&PageId| site.page(**id).entry.kind == Kind::Incident;
    let incidents = entries.iter().filter(is_incident).count();
    let withdrawn = |withdrawn: &&Withdrawn| WithdrawnRow {
        name: withdrawn.page.value.clone(),
        at: press.time(withdrawn.at.value),
        reason: withdrawn.reason.clone(),
    };
    ArchiveMonth {
        name: Span::Month(year, month).name(press),
        url: known.map(|_| Span::Month(year, month).url()).unwrap_or_default(),
        incidents,
        maintenance: entries.len() - incidents,
        entries: entries.iter().filter(|_| detail == Detail::Lists).map(|id| rows::row(press, *id)).collect(),
        withdrawn: known.map(|month| month.withdrawn.iter().map(withdrawn).collect()).unwrap_or_default(),
    }
}

/// "November 2026"
pub(super) fn month_name(month: civil::Date) -> String {
    month.strftime("%B %Y").to_string()
}
