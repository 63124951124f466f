//! Templates, files and words of the interface, as one value. A template sees only the [`view`] it is given.
//!
//! The default theme is embedded. Nothing here reads the site or knows the time, so a page is a function of its view.

pub mod view;

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;
use tera::{Context, Tera};

use crate::source::{ContentHash, SitePath, SourceText};
use crate::yaml::{self, Value};

/// The file that asks a server for results; published only where there is such a server.
pub const SEARCH_BACKEND: &str = "search-backend.js";

/// The file that shows what is timed at its time; published only where there is a status.
pub const STATUS: &str = "status.js";

/// The file that says whether somebody is there now; published only where there are hours.
pub const HOURS: &str = "hours.js";

/// The file that finds the best way to a person; published only where there are channels.
pub const CONTACT: &str = "contact.js";

/// The file that narrows promises down to one plan; published only where there are promises.
pub const PLANS: &str = "plans.js";

/// The file of the contact form; published only where there is one.
pub const FORM: &str = "form.js";

/// The file that notes what was read in this visit, for the contact form; published only where there is one.
pub const VISIT: &str = "visit.js";

/// The theme inside the binary.
#[derive(rust_embed::RustEmbed)]
#[folder = "themes/default"]
struct Embedded;

/// Everything that decides how pages look.
pub struct Theme {
    tera: Tera,
    strings: BTreeMap<String, String>,
    assets: Vec<ThemeAsset>,
}

/// A file of the theme that is published as it is.
#[derive(Clone, Debug)]
pub struct ThemeAsset {
    /// Its name in the theme: `site.css`.
    pub name: String,
    /// Its address, with its fingerprint: `assets/site-1a2b3c4d5e.css`.
    pub url: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What is wrong with a theme. It names the template, line and column where it can.
#[derive(Debug)]
pub struct ThemeError(String);

impl fmt::Display for ThemeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ThemeError {}

impl From<tera::Error> for ThemeError {
    fn from(error: tera::Error) -> Self {
        Self(error.to_string())
    }
}

impl Theme {
    /// The theme that comes with Firstline.
    ///
    /// # Errors
    /// When its files do not fit together: a mistake of whoever built this binary.
    pub fn embedded() -> Result<Self, ThemeError> {
        let mut files = BTreeMap::new();
        for name in Embedded::iter() {
            if let Some(file) = Embedded::get(&name) {
                files.insert(name.into_owned(), file.data.into_owned());
            }
        }
        Self::from_files(files)
    }

    /// A theme from its files by path: `templates/`, `assets/`, `strings/en.yaml`.
    ///
    /// # Errors
    /// When a template can't be parsed, or the strings can't be read.
    pub fn from_files(files: BTreeMap<String, Vec<u8>>) -> Result<Self, ThemeError> {
        let mut templates = Vec::new();
        let mut assets = Vec::new();
        let mut strings = BTreeMap::new();
        for (path, bytes) in files {
            if let Some(name) = path.strip_prefix("templates/") {
                templates.push((name.to_owned(), text(&path, bytes)?));
            } else if let Some(name) = path.strip_prefix("assets/") {
                assets.push(asset(name, bytes));
            } else if path == "strings/en.yaml" {
                strings = read_strings(&path, &text(&path, bytes)?)?;
            }
        }
        let mut tera = Tera::default();
        tera.add_raw_templates(templates.iter().map(|(name, text)| (name.as_str(), text.as_str())))?;
        tera.global_context().insert("t", &strings);
        Ok(Self { tera, strings, assets })
    }

    /// The page that `template` makes of `view`.
    ///
    /// # Errors
    /// When the template asks for something that the view does not have.
    pub fn render(&self, template: &str, view: &impl Serialize) -> Result<String, ThemeError> {
        let context = Context::from_serialize(view)?;
        Ok(self.tera.render(template, &context)?)
    }

    /// A word of the interface; its key where the theme has none, so that a gap is seen and not hidden.
    #[must_use]
    pub fn string<'a>(&'a self, key: &'a str) -> &'a str {
        self.find(key).unwrap_or(key)
    }

    /// A word of the interface that a theme may have or not.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<&str> {
        self.strings.get(key).map(String::as_str)
    }

    /// The files published as they are, sorted by name.
    #[must_use]
    pub fn assets(&self) -> &[ThemeAsset] {
        &self.assets
    }

    /// The address of one of them; empty where there is none.
    #[must_use]
    pub fn asset_url(&self, name: &str) -> String {
        self.assets.iter().find(|asset| asset.name == name).map(|asset| asset.url.clone()).unwrap_or_default()
    }

    /// Adds a file that is published with the theme's own: the search engine, for one.
    pub fn add_asset(&mut self, name: &str, bytes: Vec<u8>) {
        self.assets.push(asset(name, bytes));
        self.assets.sort_by(|a, b| a.name.cmp(&b.name));
    }
}

impl fmt::Debug for Theme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Theme").field("assets", &self.assets.len()).finish_non_exhaustive()
    }
}

fn asset(name: &str, bytes: Vec<u8>) -> ThemeAsset {
    let bytes = if name.ends_with(".js") { without_remarks(bytes) } else { bytes };
    let hash = ContentHash::of(&bytes).short(10);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    ThemeAsset { name: name.to_owned(), url: format!("assets/{stem}-{hash}.{extension}"), bytes }
}

/// A script without the lines that only explain it and without indentation: a quarter of what every visitor would fetch.
/// Line ends stay, because in JavaScript they count.
fn without_remarks(bytes: Vec<u8>) -> Vec<u8> {
    let Ok(script) = std::str::from_utf8(&bytes) else { return bytes };
    let mut short = String::with_capacity(script.len());
    let mut in_remark = false;
    for line in script.lines().map(str::trim) {
        if in_remark || line.starts_with("/*") {
            in_remark = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") {
            short.push_str(line);
            short.push('\n');
        }
    }
    short.into_bytes()
}

fn text(path: &str, bytes: Vec<u8>) -> Result<String, ThemeError> {
    String::from_utf8(bytes).map_err(|_| ThemeError(format!("{path} is not UTF-8")))
}

fn read_strings(path: &str, text: &str) -> Result<BTreeMap<String, String>, ThemeError> {
    let bad = |why: String| ThemeError(format!("{path}: {why}"));
    let path = SitePath::new(path).ok_or_else(|| bad("not a plain path".to_owned()))?;
    let source = SourceText::new(path, text);
    let mut findings = Vec::new();
    let root = yaml::parse(&source, 0..text.len(), &mut findings).map_err(|finding| bad(finding.message))?;
    if let Some(finding) = findings.first() {
        return Err(bad(finding.message.clone()));
    }
    let Value::Map(entries) = root.value else { return Err(bad("expected `key: text` lines".to_owned())) };
    let strings = entries.into_iter().map(|(key, node)| match node.value {
        Value::Scalar(text) => Ok((key.value, text)),
        _ => Err(bad(format!("`{}` is not text", key.value))),
    });
    strings.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_lose_their_remarks_and_nothing_else() {
        let script =
            "// About.\n\"use strict\";\n\n/** One. */\nlet a = 1; // stays\n/*\n * Two.\n */\n  const b = a / 2;\n";
        let short = String::from_utf8(without_remarks(script.into())).unwrap();
        assert_eq!(short, "\"use strict\";\nlet a = 1; // stays\nconst b = a / 2;\n");
    }

    #[test]
    fn no_text_in_our_scripts_goes_over_several_lines() {
        for path in Embedded::iter().filter(|path| path.ends_with(".js")) {
            let script = Embedded::get(&path).unwrap().data;
            for line in std::str::from_utf8(&script).unwrap().lines() {
                assert_eq!(line.matches('`').count() % 2, 0, "{path}: {line}");
            }
        }
    }
}
