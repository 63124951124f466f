//! `status/banner.js`: the script that other sites embed to show what is broken. Its address never changes, so it carries
//! no fingerprint; the words it shows are those of the theme.

use serde::Serialize;

use super::super::{Press, RenderError};

/// The script in the theme. It is a function that takes the words.
pub(crate) const ASSET: &str = "status-banner.js";

#[derive(Serialize)]
struct Words<'a> {
    /// The language of the words.
    lang: &'a str,
    label: &'a str,
    close: &'a str,
    minor: &'a str,
    major: &'a str,
    critical: &'a str,
    maintenance: &'a str,
}

pub(super) fn make(press: &Press) -> Result<Vec<u8>, RenderError> {
    let theme = &press.theme;
    let asset = theme.assets().iter().find(|asset| asset.name == ASSET).ok_or(RenderError::NoSuchFile)?;
    let words = Words {
        lang: press.site.own_language(),
        label: theme.string("status_title"),
        close: theme.string("banner_close"),
        minor: theme.string("impact_minor"),
        major: theme.string("impact_major"),
        critical: theme.string("impact_critical"),
        maintenance: theme.string("overall_under_maintenance"),
    };
    let mut script = asset.bytes.trim_ascii_end().to_vec();
    script.push(b'(');
    script.extend(super::json(&words).trim_ascii_end());
    script.extend(b");\n");
    Ok(script)
}
