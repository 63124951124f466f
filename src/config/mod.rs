//! `firstline.yaml`: what holds for the whole site. Every key has a meaning; an unknown one is a finding with a place.

mod levels;
mod search;
mod status;

use jiff::tz::TimeZone;
use url::Url;

use crate::diag::Diagnostic;
use crate::source::{SitePath, SourceText};
use crate::time::Moment;
use crate::yaml::{self, Fields, Node, Placed, Reader};

pub use levels::{Level, Levels};
pub(crate) use search::public_address;
pub use search::{Backend, Beacon, Search};
pub use status::{StatusRules, Weights};

/// Where the settings lie, relative to the project's root.
pub const FILE: &str = "firstline.yaml";

/// What holds for the whole site.
#[derive(Clone, Debug)]
pub struct Config {
    /// Name of the help centre.
    pub title: String,
    /// What it is about, in a sentence; may be empty.
    pub description: String,
    /// Where it will be published, with a slash at its end.
    pub base_url: Url,
    /// The language it is written in, as a BCP 47 tag.
    pub language: String,
    /// The zone of every time that is written without an offset, and of times on pages.
    pub time_zone: TimeZone,
    /// What "now" is, for a site that must not age.
    pub as_of: Option<Moment>,
    /// Ids of the answers that the home page shows, in order.
    pub most_wanted: Vec<Placed<String>>,
    /// How searches are answered.
    pub search: Search,
    /// When silence is too long, and how uptime is worked out.
    pub status: StatusRules,
    /// How much each finding matters here.
    pub checks: Levels,
    /// Whether HTML in Markdown is published as written. Off unless every writer is trusted.
    pub trusted_html: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: "Help centre".to_owned(),
            description: String::new(),
            base_url: default_base_url(),
            language: "en".to_owned(),
            time_zone: TimeZone::UTC,
            as_of: None,
            most_wanted: Vec::new(),
            search: Search::default(),
            status: StatusRules::default(),
            checks: Levels::default(),
            trusted_html: false,
        }
    }
}

impl Config {
    /// Reads the settings. What can't be read keeps its default and is a finding.
    pub fn read(source: &SourceText, findings: &mut Vec<Diagnostic>) -> Self {
        match yaml::parse(source, 0..source.text().len(), findings) {
            Ok(root) => Self::from_root(&root, source, findings),
            Err(finding) => {
                findings.push(*finding);
                Self::default()
            }
        }
    }

    fn from_root(root: &Node, source: &SourceText, findings: &mut Vec<Diagnostic>) -> Self {
        let mut reader = Reader { source, zone: &TimeZone::UTC, findings };
        let zone = Fields::of(root, &mut reader).and_then(|mut fields| read_zone(&mut fields));
        let time_zone = zone.unwrap_or(TimeZone::UTC);
        let mut reader = Reader { source, zone: &time_zone, findings };
        let default = Self::default();
        let Some(mut fields) = Fields::of(root, &mut reader) else { return default };
        let _ = fields.node("time_zone");
        let config = Self {
            title: fields.require("title").map_or(default.title, |title| title.value),
            description: fields.get_or_default("description"),
            base_url: read_base_url(&mut fields).unwrap_or(default.base_url),
            language: read_language(&mut fields).unwrap_or(default.language),
            as_of: fields.get("as_of").map(|moment| moment.value),
            most_wanted: fields.get_or_default("most_wanted"),
            search: fields.get_or_default("search"),
            status: fields.get_or_default("status"),
            checks: fields.get_or_default("checks"),
            trusted_html: fields.get_or_default("trusted_html"),
            time_zone: time_zone.clone(),
        };
        fields.finish();
        config
    }

    /// The path part of the base URL, with a slash at both ends: `/` or `/help/`.
    #[must_use]
    pub fn base_path(&self) -> &str {
        self.base_url.path()
    }
}

/// Reads an absolute `http` or `https` URL and gives its path a slash at its end.
///
/// # Errors
/// What is wrong with it, in words.
pub fn parse_base_url(text: &str) -> Result<Url, String> {
    let mut url = Url::parse(text).map_err(|error| format!("`{text}` is not a web address: {error}"))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err(format!("`{text}` does not start with https:// and a host name"));
    }
    url.set_query(None);
    url.set_fragment(None);
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Ok(url)
}

fn default_base_url() -> Url {
    let localhost = "http://localhost/";
    Url::parse(localhost).unwrap_or_else(|_| unreachable!("{localhost} is a URL"))
}

fn read_base_url(fields: &mut Fields<'_, '_>) -> Option<Url> {
    let written: Placed<String> = fields.require("base_url")?;
    match parse_base_url(&written) {
        Ok(url) => Some(url),
        Err(why) => {
            let help = "write the address the site will have, such as https://help.example.com".to_owned();
            fields.reader().unexpected(&written.span, why, Some(help));
            None
        }
    }
}

fn read_language(fields: &mut Fields<'_, '_>) -> Option<String> {
    let written: Placed<String> = fields.get("language")?;
    let parts_fit = written.split('-').all(|part| (1..=8).contains(&part.len()));
    let fits = parts_fit && written.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if fits {
        return Some(written.value);
    }
    let help = Some("write a language tag, such as en or de-CH".to_owned());
    fields.reader().unexpected(&written.span, format!("`{}` is not a language tag", written.value), help);
    None
}

fn read_zone(fields: &mut Fields<'_, '_>) -> Option<TimeZone> {
    let written: Placed<String> = fields.get("time_zone")?;
    let zone = TimeZone::get(&written).ok();
    if zone.is_none() {
        let help = Some("write a name from the IANA list, such as Europe/London".to_owned());
        fields.reader().unexpected(&written.span, format!("`{}` is not a time zone", written.value), help);
    }
    zone
}

/// The path of the settings inside the project.
#[must_use]
pub fn path() -> SitePath {
    SitePath::new(FILE).unwrap_or_else(|| unreachable!("{FILE} is a plain path"))
}
