//! What machines are told of the ways to a person: structured data, an address card, a calendar of closed days, and where
//! to report a weakness. Each is read by a parser that is not ours and compared with what the channels say.

use std::path::Path;
use std::str::FromStr;

use email_address::EmailAddress;
use firstline::kinds::Audience;
use icalendar::{Calendar, CalendarComponent, Component};
use phonelib::PhoneNumber;
use serde_json::{Value, json};
use vcard4::Vcard;
use vcard4::property::{TextOrUriProperty, TimeZoneProperty};

use crate::html::{self, Html};
use crate::project::{HOUSE, Project, Tree};

const CALENDARS: &str = "
office:
  time_zone: Europe/London
  hours: {mon-thu: ['09:00-12:30', '13:30-18:00'], fri: ['09:00-12:30'], sat: ['22:00-06:00']}
  holidays:
    - {date: 2026-11-03, name: 'Over'}
    - {date: 2026-12-25, name: 'Christmas; Day'}
    - {date: 2026-12-24, hours: ['09:00-12:00'], name: Christmas Eve}
  exceptions:
    - {from: 2027-01-11, until: 2027-01-15, name: We move house}
    - {date: 2027-02-01, hours: ['08:00-10:00', '20:00-02:00'], name: Two shifts}
  valid_until: 2027-12-31
always: {time_zone: Europe/Zurich, hours: 24/7}
";

/// A company whose titles try to be more than titles.
fn company() -> Project {
    let mut project = Project::new()
        .with("content/contact/calendars.yaml", CALENDARS)
        .with("content/articles/till/open.md", "---\ntitle: Open the till\n---\nx\n");
    for (name, text) in [
        (
            "phone",
            "title: 'Call </script><b>us; now, \\\\ please'\nchannel: phone\naddress: '+44 (0)20 7946 0000 ext. 12'\n\
             calendar: office\nlanguages: [en, fr]\nreply_within: 2m\ncost: {kind: basic-rate}",
        ),
        (
            "free",
            "title: Free line\nchannel: phone\naddress: '+41 44 668 18 00'\ncalendar: always\nlanguages: [de]\n\
             cost: {kind: free}",
        ),
        (
            "mail",
            "title: Wr\u{ef}te to us \u{2014} or to nobody\nchannel: email\naddress: help+x@example.com\ncalendar: office",
        ),
        ("form", "title: A form\nchannel: form\naddress: https://forms.example.com/in"),
        ("sales", "title: Buy\nchannel: chat\npurpose: sales\naddress: https://chat.example.com/"),
        (
            "hole",
            "title: Report a hole\nchannel: security\naddress: security@example.com\nlanguages: [en]\n\
             last_tested: 2026-11-01\ntest_every: 2 years",
        ),
        ("post", "title: A letter\nchannel: post\npurpose: complaints\naddress: '1 High Street, London'"),
    ] {
        project.put(&format!("content/contact/{name}.md"), format!("---\n{text}\n---\n"));
    }
    project
}

fn text(tree: &Tree, path: &str) -> String {
    String::from_utf8(tree[path].clone()).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn page(tree: &Tree, path: &str) -> Html {
    html::read(&text(tree, path))
}

/// The one block of structured data of a page.
fn data(tree: &Tree, path: &str) -> Value {
    let page = page(tree, path);
    assert_eq!(page.data.len(), 1, "{path} has one block: {:?}", page.data);
    assert_eq!(page.inline_code.trim(), "", "{path}: nothing of it runs");
    serde_json::from_str(&page.data[0]).unwrap_or_else(|error| panic!("{path}: {error}: {}", page.data[0]))
}

fn point<'a>(data: &'a Value, name: &str) -> &'a Value {
    let points = data["contactPoint"].as_array().expect("points are a list");
    let named = points.iter().find(|point| point["name"].as_str().is_some_and(|title| title.starts_with(name)));
    named.unwrap_or_else(|| panic!("there is a point {name} in {data}"))
}

#[test]
fn structured_data_says_what_the_channels_say() {
    let site = company().site();
    let data = data(&site, "contact/index.html");
    assert_eq!(data["@context"], "https://schema.org");
    assert_eq!(data["@type"], "Organization");
    assert_eq!(data["name"], "Example Help");
    assert_eq!(data["contactPoint"].as_array().map(Vec::len), Some(7));
    let phone = point(&data, "Call ");
    assert_eq!(phone["name"], "Call </script><b>us; now, \\\\ please");
    assert_eq!(phone["@type"], "ContactPoint");
    assert_eq!(phone["contactType"], "customer support");
    assert_eq!(phone["telephone"], "+442079460000");
    assert_eq!(phone["availableLanguage"], json!(["en", "fr"]));
    assert_eq!(phone.get("contactOption"), None);
    assert_eq!(point(&data, "Free line")["contactOption"], "https://schema.org/TollFree");
    assert_eq!(point(&data, "Wr")["email"], "help+x@example.com");
    assert_eq!(point(&data, "A form")["url"], "https://help.example.com/contact/form/");
    assert_eq!(point(&data, "Buy")["contactType"], "sales");
    assert_eq!(point(&data, "Buy")["url"], "https://chat.example.com/");
    assert_eq!(point(&data, "A letter")["contactType"], "complaints");
}

#[test]
fn structured_hours_have_lunch_breaks_nights_and_holidays() {
    let site = company().site();
    let data = data(&site, "contact/phone/index.html");
    let day = |names: &[&str]| names.iter().map(|name| json!(format!("https://schema.org/{name}"))).collect::<Value>();
    let usual = |days: &[&str], opens: &str, closes: &str| json!({"@type": "OpeningHoursSpecification", "dayOfWeek": day(days), "opens": opens, "closes": closes});
    let planned = |days: &[&str], opens: &str, closes: &str| {
        let mut usual = usual(days, opens, closes);
        usual["validThrough"] = json!("2027-12-31");
        usual
    };
    let differs = |from: &str, through: &str, opens: &str, closes: &str| {
        json!({"@type": "OpeningHoursSpecification", "opens": opens, "closes": closes,
               "validFrom": from, "validThrough": through})
    };
    let expected = json!([
        planned(&["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"], "09:00", "12:30"),
        planned(&["Monday", "Tuesday", "Wednesday", "Thursday"], "13:30", "18:00"),
        planned(&["Saturday"], "22:00", "06:00"),
        differs("2026-12-25", "2026-12-25", "00:00", "00:00"),
        differs("2026-12-24", "2026-12-24", "09:00", "12:00"),
        differs("2027-01-11", "2027-01-15", "00:00", "00:00"),
        differs("2027-02-01", "2027-02-01", "08:00", "10:00"),
        differs("2027-02-01", "2027-02-01", "20:00", "02:00"),
    ]);
    assert_eq!(point(&data, "Call ")["hoursAvailable"], expected);
    let week = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let always = self::data(&site, "contact/free/index.html");
    assert_eq!(point(&always, "Free line")["hoursAvailable"], json!([usual(&week, "00:00", "23:59")]));
}

#[test]
fn numbers_can_be_called_and_mailboxes_written_to() {
    for site in [company().site(), Project::in_folder(Path::new(HOUSE)).site()] {
        let page = page(&site, "contact/index.html");
        let links: Vec<&str> = page.elements.iter().filter_map(|element| element.attribute("href")).collect();
        let called: Vec<&str> = links.iter().filter_map(|link| link.strip_prefix("tel:")).collect();
        assert!(called.len() >= 2, "{links:?}");
        for number in called {
            let parsed = PhoneNumber::parse(number).unwrap_or_else(|| panic!("{number} can be called"));
            // RFC 3966: digits alone, and behind them the extension.
            let extension = parsed.extension().map(|inner| format!(";ext={inner}")).unwrap_or_default();
            assert_eq!(format!("{}{extension}", parsed.e164()), number);
        }
        let mut written = links.iter().filter_map(|link| link.strip_prefix("mailto:")).peekable();
        assert!(written.peek().is_some());
        for mailbox in written {
            assert!(EmailAddress::from_str(mailbox).is_ok(), "{mailbox} is a mailbox");
        }
    }
    let site = company().site();
    assert!(text(&site, "contact/phone/index.html").contains("href=\"tel:+442079460000;ext=12\""));
}

/// An address card that keeps to the letter of RFC 6350, as an address book has it.
fn card(tree: &Tree) -> Vcard {
    let text = text(tree, "contact/contact.vcf");
    assert!(text.starts_with("BEGIN:VCARD\r\nVERSION:4.0\r\n") && text.ends_with("END:VCARD\r\n"));
    for line in text.split_terminator("\r\n") {
        assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{line:?}");
    }
    let mut cards = vcard4::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(cards.len(), 1);
    cards.remove(0)
}

#[test]
fn an_address_book_has_every_way() {
    let card = card(&company().site());
    assert_eq!(card.formatted_name[0].value, "Example Help");
    assert_eq!(card.org[0].value, ["Example Help"]);
    let numbers: Vec<String> = card
        .tel
        .iter()
        .map(|tel| match tel {
            TextOrUriProperty::Uri(uri) => uri.value.to_string(),
            TextOrUriProperty::Text(text) => panic!("{} is no address", text.value),
        })
        .collect();
    assert_eq!(numbers, ["tel:+442079460000;ext=12", "tel:+41446681800"]);
    let mailboxes: Vec<&str> = card.email.iter().map(|email| email.value.as_str()).collect();
    assert_eq!(mailboxes, ["help+x@example.com", "security@example.com"]);
    let pages: Vec<String> = card.url.iter().map(|url| url.value.to_string()).collect();
    let form = "https://help.example.com/contact/form/";
    assert_eq!(pages, [form, "https://chat.example.com/", "https://help.example.com/contact/"]);
    assert!(matches!(&card.timezone[0], TimeZoneProperty::Text(zone) if zone.value == "Europe/London"));
    assert_eq!(card.lang.iter().map(|lang| lang.value.as_str()).collect::<Vec<_>>(), ["en", "fr", "de"]);
    let note = &card.note[0].value;
    let said =
        "Monday to Thursday 09:00–12:30 and 13:30–18:00; Friday 09:00–12:30; Saturday 22:00–06:00 (Europe/London)";
    assert!(note.starts_with(&format!("Call </script><b>us; now, \\\\ please: {said}\n")), "{note}");
    assert!(note.contains("Wrïte to us — or to nobody: "), "{note}");
    let labels: Vec<&str> = card.extensions.iter().map(|extension| extension.name.as_str()).collect();
    assert_eq!(labels.len(), 6, "every way has its name: {labels:?}");
    assert_eq!(card.rev, None, "the same channels are the same card");
}

#[test]
fn the_demo_has_an_address_card() {
    let card = card(&Project::in_folder(Path::new(HOUSE)).site());
    assert!(card.tel.len() >= 3 && !card.email.is_empty());
}

/// The days of the calendar: id, first day, day after the last, and what is said.
fn days(project: &Project) -> Vec<[String; 4]> {
    let calendar: Calendar = text(&project.site(), "contact/closed-days.ics").parse().expect("a calendar");
    let mut days: Vec<[String; 4]> = Vec::new();
    for component in &calendar.components {
        let CalendarComponent::Event(event) = component else { continue };
        days.push(
            ["UID", "DTSTART", "DTEND", "SUMMARY"]
                .map(|name| event.property_value(name).unwrap_or_default().to_owned()),
        );
    }
    days
}

#[test]
fn a_calendar_has_the_days_that_differ() {
    let days = days(&company());
    let row = |day: &str, from: &str, until: &str, said: &str| {
        let said = format!("Call </script><b>us; now, \\\\ please, Wrïte to us — or to nobody {said}");
        [format!("closed-days/office/{day}@help.example.com"), from.to_owned(), until.to_owned(), said]
    };
    let expected = [
        row("2026-11-03", "20261103", "20261104", "closed: Over"),
        row("2026-12-25", "20261225", "20261226", "closed: Christmas; Day"),
        row("2026-12-24", "20261224", "20261225", "09:00–12:00: Christmas Eve"),
        row("2027-01-11", "20270111", "20270116", "closed: We move house"),
        row("2027-02-01", "20270201", "20270202", "08:00–10:00 and 20:00–02:00: Two shifts"),
    ];
    assert_eq!(days, expected);
}

#[test]
fn a_day_keeps_its_id_when_other_days_change() {
    let before = days(&company());
    let calendars = CALENDARS.replace("    - {date: 2026-11-03, name: 'Over'}\n", "");
    let after = days(&company().with("content/contact/calendars.yaml", calendars));
    assert_eq!(before[1..], after[..]);
}

#[test]
fn who_finds_a_weakness_is_told_where_to_report_it() {
    let text = text(&company().site(), ".well-known/security.txt");
    let fields: Vec<(&str, &str)> = text.lines().map(|line| line.split_once(": ").expect("a field")).collect();
    let all =
        |name: &str| fields.iter().filter(|(field, _)| *field == name).map(|(_, value)| *value).collect::<Vec<_>>();
    // RFC 9116: Contact at least once and as an address, Expires exactly once, in the future and less than a year away.
    assert_eq!(all("Contact"), ["mailto:security@example.com"]);
    let [expires] = all("Expires")[..] else { panic!("it expires once: {text}") };
    let expires: jiff::Timestamp = expires.parse().expect("a moment of RFC 3339");
    let now: jiff::Timestamp = "2026-11-20T12:00:00Z".parse().expect("a moment");
    let days = (expires - now).get_seconds() / (24 * 60 * 60);
    assert!((1..365).contains(&days), "{days} days");
    assert_eq!(all("Preferred-Languages"), ["en"]);
    assert_eq!(all("Canonical"), ["https://help.example.com/.well-known/security.txt"]);
    assert_eq!(all("Policy"), ["https://help.example.com/contact/hole/"]);
    let known = ["Contact", "Expires", "Preferred-Languages", "Canonical", "Policy"];
    assert!(fields.iter().all(|(field, _)| known.contains(field)), "{text}");
}

#[test]
fn hosts_are_told_what_these_files_are_and_to_ask_anew() {
    let headers = text(&company().site(), "_headers");
    for (path, kind) in [
        (".well-known/security.txt", "text/plain; charset=utf-8"),
        ("contact/closed-days.ics", "text/calendar; charset=utf-8"),
        ("contact/contact.vcf", "text/vcard; charset=utf-8"),
        ("contact/hours.json", "application/json"),
    ] {
        let block = format!("\n/{path}\n  Cache-Control: no-cache\n  Content-Type: {kind}\n");
        assert!(headers.contains(&block), "{path}: {headers}");
    }
}

#[test]
fn what_has_no_channels_has_none_of_these_files() {
    let site = Project::new().with("content/articles/till/open.md", "---\ntitle: Open\n---\nx\n").site();
    for path in [".well-known/security.txt", "contact/closed-days.ics", "contact/contact.vcf", "contact/hours.json"] {
        assert!(!site.contains_key(path), "{path}");
    }
    assert_eq!(page(&site, "contact/index.html").data, [""; 0]);
}

#[test]
fn staff_have_no_security_txt_and_the_public_no_channel_of_theirs() {
    let internal = "---\ntitle: The secret desk\nchannel: phone\naddress: '+44 20 7946 0999'\n---\n";
    let project = company().with("content/internal/contact/desk.md", internal);
    for (path, bytes) in project.site() {
        assert!(!String::from_utf8_lossy(&bytes).contains("7946 0999"), "{path}");
        assert!(!String::from_utf8_lossy(&bytes).contains("+442079460999"), "{path}");
    }
    let mut staff = project;
    staff.settings.audience = Audience::Internal;
    let site = staff.site();
    assert!(!site.contains_key(".well-known/security.txt"));
    assert!(text(&site, "contact/contact.vcf").contains("tel:+442079460999"));
}

#[test]
fn a_file_whose_folder_begins_with_a_dot_is_published_and_kept() {
    let house = tempfile::tempdir().expect("a folder");
    company().write_to(house.path());
    let build = || {
        let ran = crate::program::firstline(house.path(), &["build"]);
        let text = std::fs::read_to_string(house.path().join("public/.well-known/security.txt"));
        text.unwrap_or_else(|error| panic!("{error}: {ran:?}"))
    };
    assert_eq!(build(), build());
}
