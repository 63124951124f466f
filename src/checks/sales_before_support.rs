//! # sales-before-support
//!
//! Whoever wants to buy is served better than whoever has bought: sales can be reached for more hours a week than support
//! on channels of the same type, answers sooner, or has a free number where that of support costs something. Customers
//! notice, and call sales with their troubles.
//!
//! Give support the hours, the time or the tariff that sales has; or cut those of sales.
//!
//! Hours are those of the coming year; all support channels of the type count together, and less than an hour a week, such
//! as a few holidays more, is no difference. Of support, the quickest and the cheapest channel of the type counts. What
//! gives no hours, no `reply_within` or no cost is not compared.

use crate::diag::Code;
use crate::kinds::{Channel, Cost, Purpose, Tariff};
use crate::site::{Page, Site};
use crate::yaml::Choice;

use super::coverage::{Coverage, Span};
use super::worst::{Compared, Promised};
use super::{Raised, Report};

pub(super) const SALES: Code = Code("sales-before-support");

pub(super) const CODES: &[Code] = &[SALES];

const WEEK: i64 = 7 * 24 * 60 * 60;
/// A difference that is none, in seconds a week.
const NONE: i64 = 60 * 60;

pub(super) fn run(site: &Site, report: &mut Report) {
    let mut compared = Compared::over_the_coming_year(site);
    for (_, page, sales) in site.channels().filter(|(.., channel)| channel.purpose == Purpose::Sales) {
        let alike = |support: &&Channel| support.purpose == Purpose::Support && support.channel == sales.channel;
        let support: Vec<&Channel> = site.channels().map(|(.., channel)| channel).filter(alike).collect();
        if support.is_empty() {
            continue;
        }
        let both = Both { page, sales, support };
        let raised = [both.longer(site), both.faster(&mut compared), both.cheaper()];
        raised.into_iter().flatten().for_each(|raised| report.add(&page.entry.path, raised));
    }
}

/// A sales channel beside the support channels of its type.
struct Both<'a> {
    page: &'a Page,
    sales: &'a Channel,
    support: Vec<&'a Channel>,
}

impl Both<'_> {
    fn longer(&self, site: &Site) -> Option<Raised> {
        let year = Span::coming_year(site);
        let sales = Coverage::of(site, &[self.sales], year)?;
        let support = Coverage::of(site, &self.support, year)?;
        let until = sales.until.min(support.until);
        let a_week = |coverage: &Coverage| {
            let known = until.unix() - year.from.unix();
            (coverage.seconds_until(until) * WEEK).checked_div(known).unwrap_or_default()
        };
        let (sold, helped) = (a_week(&sales), a_week(&support));
        let message = format!(
            "{} can be reached {} hours a week, support by {} only {}",
            self.page.title,
            hours(sold),
            self.word(),
            hours(helped)
        );
        let help = "give support the same hours, or sales fewer";
        let calendar = self.sales.calendar.as_ref()?;
        (sold > helped + NONE).then(|| Raised::weighable(SALES, &calendar.span, message).help(help))
    }

    fn faster(&self, compared: &mut Compared<'_>) -> Option<Raised> {
        let within = self.sales.reply_within.as_ref()?;
        let support = self.support.iter().copied().filter_map(promised);
        let quickest = support.reduce(|one, other| if compared.longer(one, other).is_some() { other } else { one })?;
        // In the same hours: that they differ is told already.
        let sales = Promised { wait: &within.value, calendar: quickest.calendar };
        let told = compared.longer(quickest, sales)?;
        let message = format!("sales answers sooner than support by {}: support takes {told}", self.word());
        Some(Raised::weighable(SALES, &within.span, message).help("answer customers at least as soon as buyers"))
    }

    fn cheaper(&self) -> Option<Raised> {
        let cost = self.sales.cost.as_ref()?.kind.as_ref()?;
        let tariffs: Option<Vec<Tariff>> = self.support.iter().map(|support| tariff(support)).collect();
        let cheapest = tariffs?.into_iter().min_by_key(|tariff| rank(*tariff))?;
        let message = format!("sales is `{}`, support by {} is `{}`", cost.word(), self.word(), cheapest.word());
        let help = "let support cost no more than sales";
        (rank(cost.value) < rank(cheapest)).then(|| Raised::weighable(SALES, &cost.span, message).help(help))
    }

    fn word(&self) -> &'static str {
        self.sales.channel.map_or("", Choice::word)
    }
}

fn promised(channel: &Channel) -> Option<Promised<'_>> {
    let calendar = channel.calendar.as_ref().map(|name| name.value.as_str());
    channel.reply_within.as_ref().map(|within| Promised { wait: &within.value, calendar })
}

fn tariff(channel: &Channel) -> Option<Tariff> {
    channel.cost.as_ref().and_then(|Cost { kind, .. }| kind.as_ref()).map(|kind| kind.value)
}

/// How dear a tariff is beside the others.
fn rank(tariff: Tariff) -> u8 {
    match tariff {
        Tariff::Free | Tariff::Included => 0,
        Tariff::BasicRate | Tariff::Postage => 1,
        Tariff::PerMinute | Tariff::PerIncident => 2,
    }
}

/// Seconds in hours, to a tenth.
fn hours(seconds: i64) -> String {
    let tenths = (seconds * 10 + 1800) / 3600;
    if tenths % 10 == 0 { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
}
