//! `feed.xml`: Atom (RFC 4287) of the pages that changed last, for those who follow a help centre.

use crate::kinds::Kind;
use crate::site::Page;
use crate::time::Moment;
use crate::yaml::Date;

use super::super::{Press, RenderError};
use super::xml::Xml;

/// Entries in the feed; readers keep the older ones themselves.
const ENTRIES: usize = 50;

pub(super) fn make(press: &Press) -> Result<Vec<u8>, RenderError> {
    let site = &press.site;
    let config = &site.config;
    let entries = latest(press);
    let updated = entries.first().and_then(|(date, _)| instant(press, *date)).unwrap_or(site.now);
    let home = config.base_url.as_str();
    let mut xml = Xml::new();
    let language = config.language.as_str();
    xml.element("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", language)], |xml| {
        xml.text("title", &[], &config.title);
        xml.text("id", &[], home);
        xml.empty("link", &[("href", home)]);
        xml.empty("link", &[("rel", "self"), ("href", &format!("{home}feed.xml"))]);
        xml.text("updated", &[], &updated.rfc3339());
        xml.element("author", &[], |xml| xml.text("name", &[], &config.title));
        for (date, page) in entries {
            xml.element("entry", &[], |xml| entry(press, xml, date, page));
        }
    });
    Ok(xml.finish())
}

fn entry(press: &Press, xml: &mut Xml, date: Date, page: &Page) {
    let address = address(press, &page.url);
    xml.text("title", &[], &page.title);
    xml.text("id", &[], &address);
    xml.empty("link", &[("href", &address)]);
    xml.text("updated", &[], &instant(press, date).unwrap_or(press.site.now).rfc3339());
    let summary = super::pages::summary_of(page);
    if !summary.is_empty() {
        xml.text("summary", &[], &summary);
    }
}

/// Articles and pages that say when they changed, latest first.
fn latest(press: &Press) -> Vec<(Date, &Page)> {
    let own = press.site.own_pages().map(|(_, page)| page);
    let told = own.filter(|page| matches!(page.entry.kind, Kind::Article | Kind::Page));
    let mut dated: Vec<_> = told.filter_map(|page| Some((page.entry.basics.updated.as_ref()?.value, page))).collect();
    dated.sort_by(|(a_date, a), (b_date, b)| b_date.cmp(a_date).then_with(|| a.url.cmp(&b.url)));
    dated.truncate(ENTRIES);
    dated
}

fn instant(press: &Press, date: Date) -> Option<Moment> {
    Moment::start_of(date, &press.site.config.time_zone)
}

/// A page's address in full, percent-encoded.
pub(super) fn address(press: &Press, url: &str) -> String {
    let base = &press.site.config.base_url;
    base.join(url).map_or_else(|_| format!("{base}{url}"), String::from)
}
