//! What a channel costs, in words.

use crate::kinds::{Cost, Tariff};

use super::super::super::super::Press;
use super::plans;

/// "basic rate, as a call to a landline"; "€0.14 a minute"; "included in Premium and Chain".
pub(super) fn in_words(press: &Press, cost: &Cost) -> String {
    let tariff = cost.kind.as_ref().map(|kind| tariff(press, kind.value, cost));
    tariff.into_iter().chain(cost.note.clone()).collect::<Vec<_>>().join(", ")
}

fn tariff(press: &Press, tariff: Tariff, cost: &Cost) -> String {
    let words = |key| press.theme.string(key).to_owned();
    match tariff {
        Tariff::Free => words("cost_free"),
        Tariff::BasicRate => words("cost_basic_rate"),
        Tariff::PerMinute => words("cost_per_minute").replace("{amount}", &amount(cost)),
        Tariff::PerIncident => words("cost_per_incident").replace("{amount}", &amount(cost)),
        Tariff::Included if cost.plans.is_empty() => words("cost_included"),
        Tariff::Included => words("cost_included_in").replace("{plans}", &names(press, cost)),
        Tariff::Postage => words("cost_postage"),
    }
}

fn names(press: &Press, cost: &Cost) -> String {
    let names: Vec<String> = cost.plans.iter().map(|id| plans::name(&press.site, id)).collect();
    listed(&names, press.theme.string("and"))
}

/// "Starter, Premium and Chain"
fn listed(names: &[String], and: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
    }
}

fn amount(cost: &Cost) -> String {
    money(cost.amount.as_deref().unwrap_or_default(), cost.currency.as_deref().unwrap_or_default())
}

/// "£49"; a currency without a sign of its own is named by its code.
fn money(amount: &str, currency: &str) -> String {
    match currency {
        "GBP" => format!("£{amount}"),
        "EUR" => format!("€{amount}"),
        "USD" => format!("${amount}"),
        code => format!("{code} {amount}").trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_written_as_people_write_it() {
        assert_eq!(money("0.14", "EUR"), "€0.14");
        assert_eq!(money("2", "CHF"), "CHF 2");
        assert_eq!(money("2", ""), "2");
    }

    #[test]
    fn names_are_listed() {
        let names = ["Starter", "Premium", "Chain"].map(str::to_owned);
        assert_eq!(listed(&names, "and"), "Starter, Premium and Chain");
        assert_eq!(listed(&names[..2], "and"), "Starter and Premium");
        assert_eq!(listed(&names[..1], "and"), "Starter");
        assert_eq!(listed(&[], "and"), "");
    }
}
