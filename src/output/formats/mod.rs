//! Families of output files, one module each. A file made of the whole site has a row in [`WHOLE_SITE`].

mod build_info;
mod feed;
pub(crate) mod headers;
pub(crate) mod pages;
mod robots;
pub(crate) mod search_document;
pub(crate) mod search_index;
pub(crate) mod sitemap;
pub(crate) mod titles;
mod xml;

use crate::kinds::Kind;
use crate::site::Site;

pub(crate) use build_info::GENERATOR;

use super::{Job, Press, RenderError};

/// A file that is made of the whole site.
pub(crate) struct WholeSite {
    /// Its path in the output folder.
    pub path: &'static str,
    /// Whether this site has it.
    pub applies: fn(&Site) -> bool,
    /// Makes it.
    pub make: fn(&Press) -> Result<Vec<u8>, RenderError>,
}

/// Files made of the whole site.
pub(crate) const WHOLE_SITE: &[WholeSite] = &[
    WholeSite { path: "404.html", applies: always, make: pages::not_found },
    WholeSite { path: "_headers", applies: always, make: headers::make },
    WholeSite { path: "a-z/index.html", applies: always, make: pages::az },
    WholeSite { path: "build.json", applies: always, make: build_info::make },
    WholeSite { path: "contact/index.html", applies: always, make: pages::contact },
    WholeSite { path: "escalation/index.html", applies: |site| site.has(Kind::Ladder), make: pages::escalation },
    WholeSite { path: "feed.xml", applies: always, make: feed::make },
    WholeSite { path: "index.html", applies: always, make: pages::home },
    WholeSite { path: "robots.txt", applies: always, make: robots::make },
    WholeSite { path: "search/index.html", applies: always, make: pages::search },
    WholeSite { path: "sitemap.xml", applies: always, make: sitemap::make },
    WholeSite { path: "sla/index.html", applies: |site| site.has(Kind::Sla), make: pages::sla_in_force },
    WholeSite { path: "status/index.html", applies: Site::has_status, make: pages::status },
];

fn always(_: &Site) -> bool {
    true
}

/// Makes the bytes of one file.
pub(super) fn make(job: &Job, press: &Press) -> Result<Vec<u8>, RenderError> {
    match job {
        Job::Page(id) => pages::page(press, *id),
        Job::Topic(id) => pages::topic(press, *id),
        Job::Whole(row) => (WHOLE_SITE[*row].make)(press),
        Job::Letter(letter) => pages::letter(press, letter),
        Job::Search(language) => pages::search_in(press, language),
        Job::Titles(language) => titles::make(press, language),
        Job::SitemapPart(part) => sitemap::make_part(press, *part),
        Job::ThemeAsset(at) => Ok(press.theme.assets()[*at].bytes.clone()),
        Job::Copy(path) => press.bytes(path),
    }
}
