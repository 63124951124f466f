//! `_headers`: what hosts that read it (Netlify, Cloudflare Pages) send with every file.

use firstline_search::pack::OPENING;

use crate::config::{Backend, Beacon};
use crate::kinds::Audience;
use crate::site::Site;

use super::super::{Press, RenderError};

/// The Content-Security-Policy of pages that ask nobody else. Nothing comes from elsewhere, nothing inline runs, and
/// the search engine may be compiled.
pub(crate) const CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
                       font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
                       require-trusted-types-for 'script'";

/// The policy of this site's pages, which may ask the server that answers searches and tell the one that counts them,
/// where there are such.
#[must_use]
pub(crate) fn policy(site: &Site) -> String {
    let mut origins: Vec<String> = site.search_backend().map(Backend::origin).into_iter().collect();
    origins.extend(site.search_beacon().map(Beacon::origin).filter(|origin| !origins.contains(origin)));
    let allowed = std::iter::once("connect-src 'self'").chain(origins.iter().map(String::as_str));
    CSP.replace("connect-src 'self'", &allowed.collect::<Vec<_>>().join(" "))
}

/// Files that other sites may read, with the type that hosts would not know from their names. A `:name` stands for a
/// part of the address.
const FOR_OTHERS: &[(&str, Option<&str>)] = &[
    ("/api/v2/*", None),
    ("/status/banner.js", None),
    ("/status/badge.svg", None),
    ("/status/feed.xml", Some("application/atom+xml; charset=utf-8")),
    ("/status/feed.json", Some("application/feed+json; charset=utf-8")),
    ("/status/maintenance.ics", Some("text/calendar; charset=utf-8")),
    ("/status/components/:component/badge.svg", None),
    ("/status/components/:component/feed.xml", Some("application/atom+xml; charset=utf-8")),
    ("/status/components/:component/feed.json", Some("application/feed+json; charset=utf-8")),
];

/// How long these may be kept: a minute, as an outage has no patience, and a crowd that asks still meets the cache.
const SHORT: &str = "public, max-age=60";

pub(super) fn make(press: &Press) -> Result<Vec<u8>, RenderError> {
    let policy = policy(&press.site);
    let mut text = format!(
        "/*\n  Content-Security-Policy: {policy}; frame-ancestors 'none'\n  X-Content-Type-Options: nosniff\n  \
         Referrer-Policy: strict-origin-when-cross-origin\n\n\
         /assets/*\n  Cache-Control: public, max-age=31536000, immutable\n"
    );
    for language in press.site.languages() {
        let folder = super::search_index::folder(language);
        text.push_str(&format!("\n/{folder}{OPENING}\n  Cache-Control: no-cache\n"));
    }
    if press.site.has_status() {
        text.push_str(&status_files(press.site.audience));
    }
    Ok(text.into_bytes())
}

/// What stands in a site for the company's own people is for no page of others, even in one of their own browsers.
fn status_files(audience: Audience) -> String {
    let open = if audience == Audience::Public { "  Access-Control-Allow-Origin: *\n" } else { "" };
    let block = |(path, kind): &(&str, Option<&str>)| {
        let kind = kind.map(|kind| format!("  Content-Type: {kind}\n")).unwrap_or_default();
        format!("\n{path}\n{open}  Cache-Control: {SHORT}\n{kind}")
    };
    FOR_OTHERS.iter().map(block).collect()
}
