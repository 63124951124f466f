//! `feed.xml`: updates as Atom (RFC 4287).

use super::super::xml::Xml;
use super::{Entry, Feed, Press};

pub(super) fn write(press: &Press, feed: &Feed) -> Vec<u8> {
    let config = &press.site.config;
    let own = format!("{}feed.xml", feed.home);
    let mut xml = Xml::new();
    xml.element("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", &config.language)], |xml| {
        xml.text("title", &[], &feed.title);
        xml.text("id", &[], &own);
        xml.empty("link", &[("href", &feed.home)]);
        xml.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &own)]);
        xml.text("updated", &[], &feed.updated().rfc3339());
        xml.element("author", &[], |xml| xml.text("name", &[], &config.title));
        for update in &feed.entries {
            xml.element("entry", &[], |xml| entry(xml, update));
        }
    });
    xml.finish()
}

fn entry(xml: &mut Xml, update: &Entry) {
    let at = update.at.rfc3339();
    xml.text("title", &[], &update.title);
    xml.text("id", &[], &update.id);
    xml.empty("link", &[("href", &update.url)]);
    xml.text("published", &[], &at);
    xml.text("updated", &[], &at);
    for id in &update.components {
        xml.empty("category", &[("term", id)]);
    }
    xml.text("content", &[("type", "html")], &update.html);
}
