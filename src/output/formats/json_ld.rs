//! The channels for machines: an `Organization` of schema.org with a `ContactPoint` for each, as JSON-LD for a script
//! element.
//!
//! Hours stand as they are written, by the clock of their place, which is how schema.org has them: a shift past midnight
//! closes earlier than it opens, and a day that differs has its date beside its hours.

use jiff::civil::Date;
use serde_json::{Map, Value, json};

use crate::kinds::{Calendar, Channel, ChannelType, Exception, Purpose, Reach, Tariff};
use crate::site::Page;
use crate::time::Shift;

use super::super::Press;
use super::feed::address;

const CONTEXT: &str = "https://schema.org";

/// The text of the element; empty where there are no channels.
pub(super) fn of_channels(press: &Press, channels: &[(&Page, &Channel)]) -> String {
    if channels.is_empty() {
        return String::new();
    }
    let points: Vec<Value> = channels.iter().map(|(page, channel)| point(press, page, channel)).collect();
    let organization = json!({
        "@context": CONTEXT,
        "@type": "Organization",
        "@id": address(press, "contact/#organization"),
        "name": press.site.config.title,
        "url": address(press, ""),
        "contactPoint": points,
    });
    in_script(&organization)
}

/// JSON that cannot end the element that it stands in, nor begin another.
fn in_script(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

fn point(press: &Press, page: &Page, channel: &Channel) -> Value {
    let mut point = Map::new();
    let mut put = |key: &str, value: Value| {
        point.insert(key.to_owned(), value);
    };
    put("@type", json!("ContactPoint"));
    put("name", json!(page.title));
    put("contactType", json!(contact_type(channel.purpose)));
    put("url", json!(address(press, &page.url)));
    if let Some((key, value)) = way(channel) {
        put(key, json!(value));
    }
    if is_free_call(channel) {
        put("contactOption", json!("https://schema.org/TollFree"));
    }
    if !channel.languages.is_empty() {
        put("availableLanguage", channel.languages.iter().map(|tag| json!(tag.value)).collect());
    }
    if let Some(calendar) = channel.calendar.as_ref().and_then(|name| press.site.calendar_named(name)) {
        put("hoursAvailable", Value::Array(hours(calendar, press.today())));
    }
    Value::Object(point)
}

/// The words that search engines know.
fn contact_type(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Support => "customer support",
        Purpose::Billing => "billing support",
        Purpose::Complaints => "complaints",
        Purpose::Security => "security",
        Purpose::Sales => "sales",
        Purpose::Press => "press",
    }
}

/// Where it is reached, where that is not its own page: the address of a form is for the form alone.
fn way(channel: &Channel) -> Option<(&'static str, String)> {
    match channel.reach()? {
        _ if channel.channel == Some(ChannelType::Form) => None,
        Reach::Call(number) => Some(("telephone", number.split(';').next().unwrap_or_default().to_owned())),
        Reach::Write(mailbox) => Some(("email", mailbox)),
        Reach::Open(page) => Some(("url", page)),
    }
}

fn is_free_call(channel: &Channel) -> bool {
    let is_free =
        channel.cost.as_ref().and_then(|cost| cost.kind.as_ref()).is_some_and(|kind| kind.value == Tariff::Free);
    channel.channel == Some(ChannelType::Phone) && is_free
}

/// The usual week, and then every day ahead that differs.
fn hours(calendar: &Calendar, today: Date) -> Vec<Value> {
    let mut differing = calendar.differing();
    differing.retain(|exception| exception.until >= today);
    usual(calendar).into_iter().chain(differing.iter().flat_map(different)).collect()
}

/// Each shift once, with every day of the week that has it. Beyond the last day that was planned nothing is claimed.
fn usual(calendar: &Calendar) -> Vec<Value> {
    let mut shifts: Vec<(Shift, Vec<Value>)> = Vec::new();
    for (name, day) in DAYS.iter().zip(&calendar.hours.week) {
        for shift in day {
            match shifts.iter_mut().find(|(known, _)| known == shift) {
                Some((_, days)) => days.push(json!(name)),
                None => shifts.push((*shift, vec![json!(name)])),
            }
        }
    }
    let specification = |(shift, days): (Shift, Vec<Value>)| {
        let (opens, closes) = times(shift);
        let mut hours =
            json!({"@type": "OpeningHoursSpecification", "dayOfWeek": days, "opens": opens, "closes": closes});
        if let Some(last) = &calendar.valid_until {
            hours["validThrough"] = json!(last.value.to_string());
        }
        hours
    };
    shifts.into_iter().map(specification).collect()
}

/// A closed day opens and closes at midnight.
fn different(exception: &Exception) -> Vec<Value> {
    let closed = || vec![("00:00".to_owned(), "00:00".to_owned())];
    let shifts: Vec<(String, String)> = exception.shifts.iter().copied().map(times).collect();
    let shifts = if shifts.is_empty() { closed() } else { shifts };
    let (from, through) = (exception.from.value.to_string(), exception.until.to_string());
    let specification = |(opens, closes): (String, String)| {
        json!({
            "@type": "OpeningHoursSpecification", "opens": opens, "closes": closes,
            "validFrom": from, "validThrough": through,
        })
    };
    shifts.into_iter().map(specification).collect()
}

/// A whole day ends a minute before midnight, because one that ends at midnight would be closed.
fn times(shift: Shift) -> (String, String) {
    let clock = |minute: u16| format!("{:02}:{:02}", minute / 60 % 24, minute % 60);
    let closes = if shift == Shift::WHOLE_DAY { "23:59".to_owned() } else { clock(shift.until) };
    (clock(shift.from), closes)
}

const DAYS: [&str; 7] = [
    "https://schema.org/Monday",
    "https://schema.org/Tuesday",
    "https://schema.org/Wednesday",
    "https://schema.org/Thursday",
    "https://schema.org/Friday",
    "https://schema.org/Saturday",
    "https://schema.org/Sunday",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_it_ends_the_element() {
        let text = in_script(&json!("</script><!--\u{2028}"));
        assert_eq!(text, "\"\\u003c/script>\\u003c!--\\u2028\"");
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), "</script><!--\u{2028}");
    }

    #[test]
    fn nights_and_whole_days_are_told_apart() {
        let told = |text: &str| times(Shift::parse(text).unwrap());
        assert_eq!(told("22:00-06:00"), ("22:00".to_owned(), "06:00".to_owned()));
        assert_eq!(told("18:00-24:00"), ("18:00".to_owned(), "00:00".to_owned()));
        assert_eq!(told("00:00-24:00"), ("00:00".to_owned(), "23:59".to_owned()));
    }
}
