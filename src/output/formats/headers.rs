//! `_headers`: what hosts that read it (Netlify, Cloudflare Pages) send with every file.

use firstline_search::pack::OPENING;

use crate::config::{Backend, Beacon};
use crate::kinds::Audience;
use crate::site::{Destination, Site};

use super::super::{Press, RenderError};
use super::{closed_days, opening_hours, security_txt, vcard};

/// The Content-Security-Policy of pages that ask nobody else. Nothing comes from elsewhere, nothing inline runs, and
/// the search engine may be compiled.
const CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
                       font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
                       require-trusted-types-for 'script'";

/// The policy that suits every page of this site: pages may ask the server that answers searches, tell the one that
/// counts them, and send forms to where those go.
#[must_use]
pub(crate) fn policy(site: &Site) -> String {
    allowing(site, site.forms().map(|(_, destination)| destination))
}

/// The policy of the page at `url`: what it has no form for, it may not send.
#[must_use]
pub(crate) fn page_policy(site: &Site, url: &str) -> String {
    let page = site.page_by_url(url).map(|id| site.page(id));
    allowing(site, page.and_then(|page| site.destination_of(page)))
}

fn allowing(site: &Site, forms: impl IntoIterator<Item = Destination>) -> String {
    let (forms, mails): (Vec<_>, Vec<_>) = forms.into_iter().map(source).partition(|source| source != MAIL);
    let servers = site.search_backend().map(Backend::origin).into_iter();
    let servers = servers.chain(site.search_beacon().map(Beacon::origin)).chain(forms.iter().cloned());
    let policy = widened(CSP, "connect-src 'self'", servers);
    widened(&policy, "form-action 'self'", forms.iter().cloned().chain(mails.into_iter().take(1)))
}

/// Where a form without a server goes, as a policy names it.
const MAIL: &str = "mailto:";

fn source(destination: Destination) -> String {
    match destination {
        Destination::Endpoint(url) => url.origin().ascii_serialization(),
        Destination::Mail(_) => MAIL.to_owned(),
    }
}

/// A policy in which the rule `rule` allows these as well, each once.
fn widened(policy: &str, rule: &str, sources: impl Iterator<Item = String>) -> String {
    let mut widened = vec![rule.to_owned()];
    for source in sources {
        if !widened.contains(&source) {
            widened.push(source);
        }
    }
    policy.replace(rule, &widened.join(" "))
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
    text.extend(CONTACT.iter().filter(|file| (file.applies)(&press.site)).map(ContactFile::headers));
    Ok(text.into_bytes())
}

/// A file that tells how to reach people. It is asked for anew each time: a holiday that was added yesterday counts today.
struct ContactFile {
    path: &'static str,
    applies: fn(&Site) -> bool,
    /// The type that hosts would not know from its name.
    kind: &'static str,
}

impl ContactFile {
    fn headers(&self) -> String {
        format!("\n/{}\n  Cache-Control: no-cache\n  Content-Type: {}\n", self.path, self.kind)
    }
}

const CONTACT: &[ContactFile] = &[
    ContactFile { path: security_txt::PATH, applies: security_txt::applies, kind: "text/plain; charset=utf-8" },
    ContactFile { path: closed_days::PATH, applies: closed_days::applies, kind: "text/calendar; charset=utf-8" },
    ContactFile { path: opening_hours::PATH, applies: opening_hours::applies, kind: "application/json" },
    ContactFile { path: vcard::PATH, applies: vcard::applies, kind: "text/vcard; charset=utf-8" },
];

/// What stands in a site for the company's own people is for no page of others, even in one of their own browsers.
fn status_files(audience: Audience) -> String {
    let open = if audience == Audience::Public { "  Access-Control-Allow-Origin: *\n" } else { "" };
    let block = |(path, kind): &(&str, Option<&str>)| {
        let kind = kind.map(|kind| format!("  Content-Type: {kind}\n")).unwrap_or_default();
        format!("\n{path}\n{open}  Cache-Control: {SHORT}\n{kind}")
    };
    FOR_OTHERS.iter().map(block).collect()
}
