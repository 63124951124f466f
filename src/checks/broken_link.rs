//! # broken-link, broken-anchor, broken-image, unsupported-scheme
//!
//! A link, an image, or an id in front matter (`related`, `before`, `most_wanted`) leads nowhere:
//!
//! - `broken-link`: there is no such file, id or address, or it is not published;
//! - `broken-anchor`: the page is there, but it has no such heading; the link then leads to the page's top;
//! - `broken-image`: there is no such image; its description is shown instead;
//! - `unsupported-scheme`: it starts with something other than `https`, `http`, `mailto` or `tel`, which a browser might
//!   run (`javascript:`) or not understand; its text stays, without a link.
//!
//! Write links as paths from the file they stand in (`../till/open.md#close`), or as ids (`KB-1042#close`). Links to
//! other sites are not followed.

use std::ops::Range;

use rayon::prelude::*;

use crate::config;
use crate::diag::{Code, Severity};
use crate::kinds::Front;
use crate::site::{Broken, Page, Resolved, Site};

use super::{Raised, Report};

pub(super) const LINK: Code = Code("broken-link");
const ANCHOR: Code = Code("broken-anchor");
const IMAGE: Code = Code("broken-image");
const SCHEME: Code = Code("unsupported-scheme");

pub(super) const CODES: &[Code] = &[LINK, ANCHOR, IMAGE, SCHEME];

pub(super) fn run(site: &Site, report: &mut Report) {
    let broken: Vec<Vec<Raised>> = site.pages().par_iter().map(|page| look(site, page)).collect();
    for (page, found) in site.pages().iter().zip(broken) {
        for raised in found {
            report.add(&page.entry.path, raised);
        }
    }
    let settings = config::path();
    for id in &site.config.most_wanted {
        if site.page_by_id(id).is_none() {
            let message = format!("no page has the id `{}`", id.value);
            report.add(&settings, error(LINK, id.span.clone(), message, None));
        }
    }
}

fn error(code: Code, span: Range<usize>, message: String, help: Option<String>) -> Raised {
    Raised { code, severity: Severity::Error, span: Some(span), message, help, is_early: false }
}

fn look(site: &Site, page: &Page) -> Vec<Raised> {
    let entry = &page.entry;
    let check = |destination: &str, span: &Range<usize>, code: Code| {
        let Resolved::Broken(broken) = site.resolve(&entry.path, destination) else { return None };
        let (code, message) = describe(&broken, destination, code);
        let help = site.suggest(&entry.path, destination, &broken);
        Some(error(code, span.clone(), message, help))
    };
    let links = entry.outline.links.iter().filter_map(|link| check(&link.destination, &link.span, LINK));
    let images = entry.outline.images.iter().filter_map(|image| match site.resolve(&entry.path, &image.destination) {
        Resolved::Here(_) | Resolved::Outside => Some(not_an_image(&image.destination, image.span.clone())),
        _ => check(&image.destination, &image.span, IMAGE),
    });
    let before = match &entry.front {
        Front::Article(article) => article.before.as_slice(),
        _ => &[],
    };
    let named = entry.basics.related.iter().chain(before).filter_map(|id| match site.resolve(&entry.path, id) {
        Resolved::Here(url) if site.page_by_url(url.split('#').next().unwrap_or_default()).is_some() => None,
        Resolved::Broken(_) => check(id, &id.span, LINK),
        _ => Some(error(LINK, id.span.clone(), format!("`{}` is not a page of the content", id.value), None)),
    });
    links.chain(images).chain(named).collect()
}

fn not_an_image(destination: &str, span: Range<usize>) -> Raised {
    let message = format!("`{destination}` is not an image of this site, so its description is shown instead");
    let help = Some("put the image beside the article: pages load nothing from other sites".to_owned());
    error(IMAGE, span, message, help)
}

/// What is wrong with a link. A file that is refused for what is in it has a finding of its own.
fn describe(broken: &Broken, destination: &str, code: Code) -> (Code, String) {
    match broken {
        Broken::NoTarget => (code, format!("`{destination}` leads nowhere")),
        Broken::NoAnchor(_) => {
            let fragment = destination.split_once('#').map_or("", |(_, fragment)| fragment);
            (ANCHOR, format!("the page is there, but it has no heading `#{fragment}`"))
        }
        Broken::LeavesRoot => (code, format!("`{destination}` leaves the project's folder")),
        Broken::Scheme => (SCHEME, format!("`{destination}` is not a link that pages may have")),
    }
}
