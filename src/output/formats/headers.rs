//! `_headers`: what hosts that read it (Netlify, Cloudflare Pages) send with every file.

use super::super::{Press, RenderError};

/// The Content-Security-Policy of every page. Nothing comes from elsewhere, nothing inline runs, and the search
/// engine may be compiled.
pub(crate) const CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
                       font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
                       require-trusted-types-for 'script'";

pub(super) fn make(press: &Press) -> Result<Vec<u8>, RenderError> {
    let index = super::search_index::folder(&press.site);
    let text = format!(
        "/*\n  Content-Security-Policy: {CSP}; frame-ancestors 'none'\n  X-Content-Type-Options: nosniff\n  \
         Referrer-Policy: strict-origin-when-cross-origin\n\n\
         /assets/*\n  Cache-Control: public, max-age=31536000, immutable\n\n\
         /{index}index.json\n  Cache-Control: no-cache\n"
    );
    Ok(text.into_bytes())
}
