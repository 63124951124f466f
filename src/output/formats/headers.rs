//! `_headers`: what hosts that read it (Netlify, Cloudflare Pages) send with every file.

use firstline_search::pack::OPENING;

use crate::config::{Backend, Beacon};
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
    Ok(text.into_bytes())
}
