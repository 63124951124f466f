//! `sitemap.xml`: every page, for search engines. Past 50,000 pages the protocol wants a list of lists.

use crate::site::Site;

use super::super::{Press, RenderError};
use super::feed::address;
use super::xml::Xml;

const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");

/// Most pages in one file, by the protocol.
const MAX_PAGES: usize = 50_000;

/// How many parts the sitemap is split into; none while one file holds it.
#[must_use]
pub(crate) fn parts(site: &Site) -> usize {
    match listed(site).len() {
        0..=MAX_PAGES => 0,
        many => many.div_ceil(MAX_PAGES),
    }
}

/// The path of one part, counted from 1.
#[must_use]
pub(crate) fn part_path(part: usize) -> String {
    format!("sitemap-{part}.xml")
}

pub(super) fn make(press: &Press) -> Result<Vec<u8>, RenderError> {
    let parts = parts(&press.site);
    if parts == 0 {
        return Ok(url_set(press, &listed(&press.site)));
    }
    let mut xml = Xml::new();
    xml.element("sitemapindex", &[NAMESPACE], |xml| {
        for part in 1..=parts {
            xml.element("sitemap", &[], |xml| xml.text("loc", &[], &address(press, &part_path(part))));
        }
    });
    Ok(xml.finish())
}

pub(super) fn make_part(press: &Press, part: usize) -> Result<Vec<u8>, RenderError> {
    let listed = listed(&press.site);
    let pages = listed.chunks(MAX_PAGES).nth(part.saturating_sub(1)).unwrap_or_default();
    Ok(url_set(press, pages))
}

struct Listed {
    url: String,
    updated: Option<String>,
}

/// Every address of the site in order: Firstline's own places, topics, then pages.
fn listed(site: &Site) -> Vec<Listed> {
    let own = super::WHOLE_SITE
        .iter()
        .filter(|format| (format.applies)(site) && !matches!(format.path, "404.html" | "search/index.html"))
        .filter_map(|format| format.path.strip_suffix("index.html"))
        .map(|url| Listed { url: url.to_owned(), updated: None });
    let topics = site.topics().iter().map(|topic| Listed { url: topic.url.clone(), updated: None });
    let letters = super::pages::letters_with_pages(site);
    let letters = letters.iter().map(|letter| Listed { url: super::pages::letter_url(letter), updated: None });
    let pages = site.pages().iter().filter(|page| super::pages::has_own_page(page)).map(|page| Listed {
        url: page.url.clone(),
        updated: page.entry.basics.updated.as_ref().map(|date| date.value.to_string()),
    });
    let components = (0..site.components.len()).map(|place| site.component_url(place));
    let archive = super::pages::spans(site).into_iter().map(super::pages::Span::url);
    let status = components.chain(archive).map(|url| Listed { url, updated: None });
    own.chain(topics).chain(letters).chain(pages).chain(status).collect()
}

fn url_set(press: &Press, listed: &[Listed]) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.element("urlset", &[NAMESPACE], |xml| {
        for page in listed {
            xml.element("url", &[], |xml| {
                xml.text("loc", &[], &address(press, &page.url));
                if let Some(updated) = &page.updated {
                    xml.text("lastmod", &[], updated);
                }
            });
        }
    });
    xml.finish()
}
