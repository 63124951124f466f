//! Feeds of what was said about incidents and maintenance, read as a feed reader reads them.
//!
//! Law: when an update is added, every feed that it concerns has one entry more, the others have none, and no byte of
//! what was there has changed.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use feed_rs::model::{Entry, Feed};
use firstline::config::parse_base_url;
use firstline::engine::{Engine, Inputs};
use firstline::kinds::Audience;
use firstline::theme::Theme;
use firstline::time::Moment;
use jiff::tz::TimeZone;

use crate::project::{HOUSE, Project, difference_of, read_tree, render};

const FORMATS: [&str; 2] = ["xml", "json"];

/// An incident on payments, from its second update on the till too, and maintenance of the shop that was moved.
pub(crate) fn shop() -> Project {
    Project::new()
        .with(
            "content/status/components.yaml",
            "- {id: payments, name: Card payments, group: Selling, since: 2026-01-01}\n\
             - {id: till, name: Till app, group: Selling, since: 2026-01-01}\n\
             - {id: shop, name: Online shop, since: 2026-01-01, description: Where customers buy.}\n",
        )
        .with("content/articles/pay/refund.md", "---\ntitle: Refund a sale\n---\nPress the button.\n")
        .with("content/status/incidents/cards.md", CARDS)
        .with("content/status/maintenance/move.md", MOVE)
}

const CARDS: &str = "---
title: Card payments <failing>
started: 2026-11-19T23:50:00Z
impact: major
components: {payments: partial_outage}
updates:
  - at: 2026-11-19T23:55:00Z
    state: investigating
    body: |
      We look. A [refund](../../articles/pay/refund.md) works, see [Visa](https://visa.example/?a=1&b=2).[^1]

      [^1]: Not by phone.
    next_update_by: 2026-11-20T00:30:00Z
  - at: 2026-11-20T00:20:00Z
    state: identified
    body: A certificate has expired.
    next_update_by: 2026-11-20T01:30:00Z
    components: {till: degraded_performance}
  - at: 2026-11-20T01:00:00Z
    state: monitoring
    body: Mended.
    next_update_by: 2026-11-20T02:00:00Z
  - at: 2026-11-20T01:40:00Z
    state: resolved
    body: All is well.
resolved: 2026-11-20T01:40:00Z
---
";

const MOVE: &str = "---
title: The shop moves
summary: The shop is closed for an hour.
owner: web-team
starts: 2026-11-21T02:00:00Z
ends: 2026-11-21T03:00:00Z
components: [shop]
updates:
  - at: 2026-11-10T09:00:00Z
    state: scheduled
    body: On Friday night; bring tea, coffee; and \"cake\".
    starts: 2026-11-20T02:00:00Z
    ends: 2026-11-20T03:00:00Z
  - at: 2026-11-15T09:00:00Z
    state: scheduled
    body: A day later.
    starts: 2026-11-21T02:00:00Z
    ends: 2026-11-21T03:00:00Z
  - at: 2026-11-18T09:00:00Z
    state: cancelled
    body: Not at all.
---
";

/// The project as somebody published it at that time.
pub(crate) fn as_of(project: &Project, time: &str) -> Project {
    let mut then = project.clone();
    then.settings.as_of = Some(Moment::parse(time, &TimeZone::UTC).unwrap());
    then
}

/// A file of its site.
pub(crate) fn file(project: &Project, path: &str) -> String {
    let bytes = project.build().plan.render(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    String::from_utf8(bytes).unwrap()
}

fn read(text: &str) -> Feed {
    feed_rs::parser::parse(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn ids(feed: &Feed) -> Vec<&str> {
    feed.entries.iter().map(|entry| entry.id.as_str()).collect()
}

/// The bytes of each entry.
fn raw(text: &str, format: &str) -> BTreeSet<String> {
    let start = if format == "xml" { "<entry>" } else { "{\"id\":" };
    let entries = text.split(start).skip(1);
    // The last is followed by the end of the feed.
    entries
        .map(|entry| {
            entry.split("</feed>").next().unwrap().trim_end_matches("]}\n").trim_end_matches(',').trim().to_owned()
        })
        .collect()
}

#[test]
fn readers_see_every_update_newest_first() {
    for format in FORMATS {
        let feed = read(&file(&shop(), &format!("status/feed.{format}")));
        assert_eq!(feed.title.as_ref().unwrap().content, "Service status – Example Help");
        assert_eq!(
            ids(&feed),
            [
                "tag:help.example.com,2026-11-20:incidents/cards/2026-11-20T01:40:00Z",
                "tag:help.example.com,2026-11-20:incidents/cards/2026-11-20T01:00:00Z",
                "tag:help.example.com,2026-11-20:incidents/cards/2026-11-20T00:20:00Z",
                "tag:help.example.com,2026-11-19:incidents/cards/2026-11-19T23:55:00Z",
                "tag:help.example.com,2026-11-18:maintenance/move/2026-11-18T09:00:00Z",
                "tag:help.example.com,2026-11-15:maintenance/move/2026-11-15T09:00:00Z",
                "tag:help.example.com,2026-11-10:maintenance/move/2026-11-10T09:00:00Z",
            ],
            "{format}"
        );
        for entry in &feed.entries {
            let at = entry.id.rsplit_once('/').unwrap().1;
            assert_eq!(entry.published.unwrap().to_rfc3339().replace("+00:00", "Z"), at);
            assert!(entry.updated.is_none_or(|updated| Some(updated) == entry.published));
        }
        if format == "xml" {
            assert_eq!(feed.updated, feed.entries[0].published);
        }
        first_update(&feed.entries[3]);
    }
}

fn first_update(entry: &Entry) {
    assert_eq!(entry.title.as_ref().unwrap().content, "Card payments <failing>: investigating");
    assert_eq!(entry.links[0].href, "https://help.example.com/status/incidents/cards/#fl-update-1");
    let components: Vec<_> = entry.categories.iter().map(|category| category.term.as_str()).collect();
    assert_eq!(components, ["payments"]);
    let html = entry.content.as_ref().unwrap().body.as_ref().unwrap();
    for expected in [
        "href=\"https://help.example.com/pay/refund/\"",
        "href=\"https://visa.example/?a=1&amp;b=2\"",
        "href=\"https://help.example.com/status/incidents/cards/#fl-update-1-",
        "<time datetime=\"2026-11-20T00:30:00Z\">20 November 2026, 00:30 UTC</time>",
    ] {
        assert!(html.contains(expected), "{expected} is not in {html}");
    }
}

#[test]
fn every_entry_leads_to_its_update() {
    let site = shop().site();
    let feed = read(&String::from_utf8_lossy(&site["status/feed.xml"]));
    for entry in &feed.entries {
        let (page, fragment) = entry.links[0].href.split_once('#').unwrap();
        let page = page.strip_prefix("https://help.example.com/").unwrap();
        let html = String::from_utf8_lossy(&site[&format!("{page}index.html")]);
        assert!(html.contains(&format!("id=\"{fragment}\"")), "{page} has no {fragment}");
    }
}

#[test]
fn an_update_is_one_new_entry_and_changes_no_other() {
    let project = shop();
    // Who hears of each update, in the order of time.
    let told: [(&str, &[&str]); 7] = [
        ("2026-11-10T09:00:00Z", &["", "components/shop/"]),
        ("2026-11-15T09:00:00Z", &["", "components/shop/"]),
        ("2026-11-18T09:00:00Z", &["", "components/shop/"]),
        ("2026-11-19T23:55:00Z", &["", "components/payments/"]),
        ("2026-11-20T00:20:00Z", &["", "components/payments/", "components/till/"]),
        ("2026-11-20T01:00:00Z", &["", "components/payments/", "components/till/"]),
        ("2026-11-20T01:40:00Z", &["", "components/payments/", "components/till/"]),
    ];
    let folders = ["", "components/payments/", "components/till/", "components/shop/"];
    let publish = |time: &str| {
        let build = as_of(&project, time).build();
        let feed = |path: String| (String::from_utf8(build.plan.render(&path).unwrap()).unwrap(), path);
        let paths = folders.iter().flat_map(|folder| FORMATS.map(|format| format!("status/{folder}feed.{format}")));
        paths.map(feed).collect::<Vec<_>>()
    };
    let mut before = publish("2026-11-01T00:00:00Z");
    for (time, hear) in told {
        let after = publish(time);
        for ((old, path), (new, _)) in before.iter().zip(&after) {
            let format = path.rsplit('.').next().unwrap();
            let heard = hear.iter().any(|folder| *path == format!("status/{folder}feed.{format}"));
            let (old_entries, new_entries) = (raw(old, format), raw(new, format));
            assert!(old_entries.is_subset(&new_entries), "{time}: an old entry of {path} has changed");
            assert_eq!(new_entries.len() - old_entries.len(), usize::from(heard), "{time}: {path}");
            let (old_feed, new_feed) = (read(old), read(new));
            assert_eq!(old_feed.entries, new_feed.entries[usize::from(heard)..], "{time}: {path}");
            assert!(heard || old == new, "{time}: {path} has nothing to say");
        }
        before = after;
    }
}

#[test]
fn what_else_is_written_later_changes_no_entry() {
    let project = shop();
    let more = CARDS
        .replace("impact: major", "impact: critical\nworkaround: Take cash.\nowner: desk\ncause: A date.")
        .replace(
            "started: 2026-11-19T23:50:00Z",
            "started: 2026-11-18T23:50:00Z\ncorrections: [{at: 2026-11-20T05:00:00Z, note: It began earlier.}]",
        );
    let more = project.clone().with("content/status/incidents/cards.md", more + "The write-up.\n");
    for format in FORMATS {
        let path = format!("status/feed.{format}");
        assert_eq!(file(&project, &path), file(&more, &path));
    }
}

#[test]
fn no_theme_rewords_what_was_published() {
    let mut files = read_tree(&Path::new(HOUSE).join("themes/default"));
    let words = files.get_mut("strings/en.yaml").unwrap();
    let english = String::from_utf8(words.clone()).unwrap();
    *words = english.replace("Next update by", "Another word by").replace("Service status", "All of it").into_bytes();
    let theme = Arc::new(Theme::from_files(files).unwrap());
    let reworded = Engine::default().build(&Inputs { theme, ..shop().inputs() }).unwrap();
    for format in FORMATS {
        let path = format!("status/feed.{format}");
        let (plain, other) = (file(&shop(), &path), String::from_utf8(reworded.plan.render(&path).unwrap()).unwrap());
        assert!(plain.contains("Next update by") && other.contains("All of it"), "{other}");
        assert_eq!(raw(&plain, format), raw(&other, format));
    }
}

#[test]
fn a_changed_plan_is_told_as_it_was_told_then() {
    let text = "---
title: New lamps
starts: 2026-11-23T02:00:00Z
ends: 2026-11-23T03:30:00Z
updates:
  - {at: 2026-11-10T09:00:00Z, state: scheduled, starts: 2026-11-21T02:00:00Z, ends: 2026-11-21T03:00:00Z}
  - {at: 2026-11-11T09:00:00Z, body: Bring a torch.}
  - {at: 2026-11-12T09:00:00Z, body: It takes longer., ends: 2026-11-21T03:30:00Z}
  - {at: 2026-11-13T09:00:00Z, starts: 2026-11-23T02:00:00Z, ends: 2026-11-23T03:30:00Z}
  - {at: 2026-11-14T09:00:00Z}
---
";
    let project = Project::new().with("content/status/maintenance/lamps.md", text);
    let plan = |day: u32, until: &str| {
        format!(
            "<p>Starts: <time datetime=\"2026-11-{day}T02:00:00Z\">{day} November 2026, 02:00 UTC</time></p>\n\
             <p>Ends: <time datetime=\"2026-11-{day}T{until}:00Z\">{day} November 2026, {until} UTC</time></p>"
        )
    };
    let expected = [
        "<p>New lamps</p>".to_owned(),
        format!("<p>New lamps</p>\n{}", plan(23, "03:30")),
        format!("<p>It takes longer.</p>\n{}", plan(21, "03:30")),
        "<p>Bring a torch.</p>".to_owned(),
        format!("<p>scheduled</p>\n{}", plan(21, "03:00")),
    ];
    for format in FORMATS {
        let feed = read(&file(&project, &format!("status/feed.{format}")));
        let told = feed.entries.iter().map(|entry| entry.content.as_ref().unwrap().body.as_deref().unwrap().trim());
        assert_eq!(told.collect::<Vec<_>>(), expected, "{format}");
    }
}

#[test]
fn a_long_feed_keeps_the_newest_hundred() {
    let mut updates = String::new();
    for minute in 0..150 {
        let at = format!("2026-11-19T{:02}:{:02}:00Z", 1 + minute / 60, minute % 60);
        updates.push_str(&format!("  - {{at: {at}, state: investigating, body: Word {minute}.}}\n"));
    }
    let text = format!("---\ntitle: Long\nstarted: 2026-11-19T00:00:00Z\nimpact: minor\nupdates:\n{updates}---\n");
    let project = Project::new().with("content/status/incidents/long.md", text);
    for format in FORMATS {
        let feed = read(&file(&project, &format!("status/feed.{format}")));
        assert_eq!(feed.entries.len(), 100);
        assert!(feed.entries[0].id.ends_with("2026-11-19T03:29:00Z"), "{}", feed.entries[0].id);
        assert!(feed.entries[99].id.ends_with("2026-11-19T01:50:00Z"), "{}", feed.entries[99].id);
    }
}

#[test]
fn ids_are_unique_even_where_times_are_not_and_odd_names_are_encoded() {
    let update = "{at: 2026-11-19T01:00:00Z, state: investigating}";
    let text = format!(
        "---\ntitle: Éclair\nid: Büro 7\nstarted: 2026-11-19T00:00:00Z\nimpact: minor\nupdates: [{update}, {update}]\n---\n"
    );
    let project = Project::new().with("content/status/incidents/x.md", text);
    let feed = read(&file(&project, "status/feed.xml"));
    let id = "tag:help.example.com,2026-11-19:incidents/b%C3%BCro-7/2026-11-19T01:00:00Z";
    assert_eq!(ids(&feed), [&format!("{id}/2"), id]);
    assert_eq!(feed.entries[0].content.as_ref().unwrap().body.as_deref().unwrap().trim(), "<p>investigating</p>");
}

#[test]
fn feeds_know_where_they_lie() {
    let mut project = shop();
    project.settings.base_url = Some(parse_base_url("https://example.com/help").unwrap());
    let feed = read(&file(&project, "status/components/till/feed.xml"));
    let links: Vec<_> = feed.links.iter().map(|link| link.href.as_str()).collect();
    let own = "https://example.com/help/status/components/till/feed.xml";
    assert_eq!(links, ["https://example.com/help/status/components/till/", own]);
    assert_eq!(feed.title.unwrap().content, "Till app – Example Help");
    assert!(feed.entries[0].links[0].href.starts_with("https://example.com/help/status/incidents/cards/#fl-update-"));
    let json: serde_json::Value = serde_json::from_str(&file(&project, "status/components/till/feed.json")).unwrap();
    assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(json["feed_url"], own.replace("xml", "json"));
}

#[test]
fn a_site_that_has_nothing_to_tell_has_valid_feeds() {
    let project = Project::new().with("content/status/components.yaml", "- {id: till}\n");
    for path in ["status/feed.xml", "status/feed.json", "status/components/till/feed.xml"] {
        assert_eq!(read(&file(&project, path)).entries, [], "{path}");
    }
}

#[test]
fn what_is_internal_is_in_no_file_of_a_public_site() {
    let project = shop();
    let mut both = project.clone();
    let internal = CARDS.replace("title: Card payments <failing>", "title: zanzibar\naudience: internal");
    both.put("content/status/incidents/zanzibar.md", internal.clone().replace("resolved", "monitoring"));
    both.put("content/internal/status/incidents/zanzibar2.md", internal);
    both.put("content/status/maintenance/zanzibar.md", MOVE.replace("summary:", "audience: internal\nsummary:"));
    assert_eq!(difference_of(&project.site(), &both.site()), None);

    both.settings.audience = Audience::Internal;
    let staff = render(&both.build());
    for path in ["status/feed.xml", "status/feed.json", "status/components/payments/feed.xml", "api/v2/incidents.json"]
    {
        assert!(String::from_utf8_lossy(&staff[path]).contains("zanzibar"), "staff read of it in {path}");
    }
}
