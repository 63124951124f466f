//! The section `search` of `firstline.yaml`: who answers the search box when the browser's index no longer should, and
//! who is told what was searched for.
//!
//! There is no word for the kind of server. Quickwit, Elasticsearch and OpenSearch understand the one request that the
//! search box sends, so the address of their `_search` endpoint is all that has to be known.

use url::{Host, Url};

use crate::yaml::{Fields, FromNode, Node, Reader};

/// How searches are answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// The server that is asked first; without one, the index in the browser answers alone.
    pub backend: Option<Backend>,
    /// Who is told what was searched for; without one, nobody.
    pub beacon: Option<Beacon>,
}

impl FromNode for Search {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, reader)?;
        let search = Self {
            backend: fields.get("backend").map(|backend| backend.value),
            beacon: fields.get("beacon").map(|beacon| beacon.value),
        };
        fields.finish();
        Some(search)
    }
}

/// A server's `_search` endpoint. Browsers ask it themselves, so there is nothing secret about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backend(Url);

impl Backend {
    /// Its whole address.
    #[must_use]
    pub fn url(&self) -> &str {
        self.0.as_str()
    }

    /// Scheme, host and port, as a Content-Security-Policy names a place: without blanks, quotes, commas or semicolons.
    #[must_use]
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    fn parse(text: &str) -> Result<Self, String> {
        let url = public_address(text)?;
        if !url.path().ends_with("/_search") || url.query().is_some() || url.fragment().is_some() {
            return Err(format!("`{text}` does not end with /_search"));
        }
        Ok(Self(url))
    }
}

/// Who is told what people searched for and what they opened. Browsers tell it themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beacon(Url);

impl Beacon {
    /// Its whole address.
    #[must_use]
    pub fn url(&self) -> &str {
        self.0.as_str()
    }

    /// As [`Backend::origin`].
    #[must_use]
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    fn parse(text: &str) -> Result<Self, String> {
        let url = public_address(text)?;
        if url.fragment().is_some() {
            return Err(format!("`{text}` has a part after `#`, which browsers do not send"));
        }
        Ok(Self(url))
    }
}

/// An address that any browser may know and reach: encrypted, without a password, at a host that a policy can name.
pub(crate) fn public_address(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| format!("`{text}` is not a web address: {error}"))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("this address holds a password, which every visitor could read".to_owned());
    }
    if !is_nameable(url.host()) {
        return Err(format!("the host of `{text}` is not a plain name, such as search.example.com"));
    }
    if !(url.scheme() == "https" || (url.scheme() == "http" && is_this_machine(url.host()))) {
        return Err(format!("`{text}` does not start with https://"));
    }
    Ok(url)
}

/// Whether a policy can name the host: a semicolon in it would begin another rule, and IPv6 has no place in a policy.
fn is_nameable(host: Option<Host<&str>>) -> bool {
    match host {
        Some(Host::Domain(name)) => name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte)),
        Some(Host::Ipv4(_)) => true,
        Some(Host::Ipv6(_)) | None => false,
    }
}

/// Whether nobody stands between the browser and the host, as when trying things out.
fn is_this_machine(host: Option<Host<&str>>) -> bool {
    match host {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(_)) | None => false,
    }
}

impl FromNode for Backend {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let text = String::from_node(node, reader)?;
        Self::parse(&text)
            .map_err(|why| {
                let help = "write the address that answers searches, such as \
                            https://search.example.com/api/v1/_elastic/help/_search";
                reader.unexpected(&node.span, why, Some(help.to_owned()));
            })
            .ok()
    }
}

impl FromNode for Beacon {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let text = String::from_node(node, reader)?;
        Self::parse(&text)
            .map_err(|why| {
                let help = "write the address that takes the reports, such as https://log.example.com/searches";
                reader.unexpected(&node.span, why, Some(help.to_owned()));
            })
            .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beacons_are_public_and_encrypted() {
        for good in ["https://log.example.com/searches", "https://log.example.com/s?site=help", "http://localhost:9/"] {
            assert_eq!(Beacon::parse(good).map(|beacon| beacon.url().to_owned()), Ok(good.to_owned()));
        }
        for bad in
            ["/searches", "http://log.example.com/", "https://me:secret@log.example.com/", "https://a.example/#b"]
        {
            assert!(Beacon::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(Beacon::parse("https://log.example.com:444/s").unwrap().origin(), "https://log.example.com:444");
    }

    #[test]
    fn endpoints_are_public_and_encrypted() {
        for good in [
            "https://search.example.com/api/v1/_elastic/help/_search",
            "https://search.example.com:9200/help/_search",
            "https://192.0.2.7/help/_search",
            "http://127.0.0.1:7280/api/v1/_elastic/help/_search",
            "http://localhost:9200/help/_search",
        ] {
            assert_eq!(Backend::parse(good).map(|backend| backend.url().to_owned()), Ok(good.to_owned()));
        }
        for bad in [
            "search.example.com/help/_search",
            "http://search.example.com/help/_search",
            "http://127.0.0.1.example.com/help/_search",
            "https://user:secret@search.example.com/help/_search",
            "https://search.example.com/help",
            "https://search.example.com/help/_search?size=3",
            "https://search.example.com/help/_search#top",
            "https://[::1]/help/_search",
            "file:///help/_search",
        ] {
            assert!(Backend::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn no_host_adds_a_rule_to_the_policy() {
        for bad in ["https://a;script-src,b/_search", "https://a'b.example/_search", "https://*.example/_search"] {
            assert!(Backend::parse(bad).is_err(), "{bad}");
        }
        let named = Backend::parse("https://bücher.example:8443/help/_search").unwrap();
        assert_eq!(named.origin(), "https://xn--bcher-kva.example:8443");
        assert_eq!(Backend::parse("https://example.com:443/_search").unwrap().origin(), "https://example.com");
    }
}
