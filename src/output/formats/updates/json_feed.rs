//! `feed.json`: updates as JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>).

use serde::Serialize;

use super::{Entry, Feed, Press};

const VERSION: &str = "https://jsonfeed.org/version/1.1";

#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: String,
    language: &'a str,
    authors: [Author<'a>; 1],
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    content_html: &'a str,
    date_published: String,
    date_modified: String,
    tags: &'a [String],
}

pub(super) fn write(press: &Press, feed: &Feed) -> Vec<u8> {
    let config = &press.site.config;
    let feed = JsonFeed {
        version: VERSION,
        title: &feed.title,
        home_page_url: &feed.home,
        feed_url: format!("{}feed.json", feed.home),
        language: &config.language,
        authors: [Author { name: &config.title }],
        items: feed.entries.iter().map(item).collect(),
    };
    super::super::json(&feed)
}

fn item(update: &Entry) -> Item<'_> {
    let at = update.at.rfc3339();
    Item {
        id: &update.id,
        url: &update.url,
        title: &update.title,
        content_html: &update.html,
        date_published: at.clone(),
        date_modified: at,
        tags: &update.components,
    }
}
