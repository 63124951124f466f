//! Files published beside the pages: images and downloads. Only kinds that a browser does not run.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::kinds::below_content;
use crate::source::{ReadError, SitePath, Snapshot};

use super::slug::slug;

/// Extensions that are published when a page refers to them.
const PUBLISHABLE: &[&str] = &[
    "apng", "avif", "csv", "gif", "ico", "jpeg", "jpg", "mp3", "mp4", "ogg", "pdf", "png", "svg", "txt", "vtt", "wav",
    "webm", "webp", "zip",
];

/// What is known about a published file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Width in pixels, of an image.
    pub width: Option<u32>,
    /// Height in pixels, of an image.
    pub height: Option<u32>,
}

/// Why a file is not published though a page refers to it.
#[derive(Debug)]
pub enum AssetError {
    /// An SVG that could run a script when opened on its own; the bytes that do it.
    Active(Range<usize>),
    /// An SVG that is not XML.
    NotXml(usize),
    /// Its bytes could not be had.
    Read(ReadError),
}

/// Whether a file of this name may be published at all.
#[must_use]
pub fn is_publishable(path: &SitePath) -> bool {
    PUBLISHABLE.contains(&path.extension().as_str())
}

/// The address of a published file: its place below the content, beside the pages of its folder.
#[must_use]
pub fn asset_url(path: &SitePath) -> String {
    let rest = below_content(path).unwrap_or(path.as_str());
    let rest = ["articles/", "pages/"].iter().find_map(|folder| rest.strip_prefix(folder)).unwrap_or(rest);
    let folders = rest.rsplit_once('/').map_or("", |(folders, _)| folders);
    let mut url: String = folders.split('/').map(slug).filter(|part| !part.is_empty()).map(|part| part + "/").collect();
    url.push_str(&format!("{}.{}", slug(path.stem()), path.extension()));
    url
}

/// Looks into a file that is to be published.
///
/// # Errors
/// When it can't be read, or is an SVG that is not safe to open on its own.
pub fn read_asset(snapshot: &Snapshot, path: &SitePath) -> Result<Asset, AssetError> {
    let bytes = snapshot.read(path).map_err(AssetError::Read)?;
    if path.extension() == "svg" {
        return read_svg(&bytes);
    }
    let size = imagesize::blob_size(&bytes).ok();
    let side = |pick: fn(&imagesize::ImageSize) -> usize| size.as_ref().and_then(|size| u32::try_from(pick(size)).ok());
    Ok(Asset { width: side(|size| size.width), height: side(|size| size.height) })
}

fn read_svg(bytes: &[u8]) -> Result<Asset, AssetError> {
    let text = std::str::from_utf8(bytes).map_err(|error| AssetError::NotXml(error.valid_up_to()))?;
    let mut reader = Reader::from_str(text);
    let mut asset = None;
    let mut open = 0_usize;
    loop {
        let before = position(&reader);
        let event = reader.read_event();
        match &event {
            Ok(Event::Start(_)) => open += 1,
            Ok(Event::End(_)) => open = open.saturating_sub(1),
            _ => {}
        }
        match event {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                if is_active(&tag) {
                    return Err(AssetError::Active(before..position(&reader)));
                }
                asset.get_or_insert_with(|| size_of(&tag));
            }
            Ok(Event::Eof) if open > 0 => return Err(AssetError::NotXml(before)),
            // An entity declared in the document could stand for anything.
            Ok(Event::DocType(text)) if text.to_ascii_uppercase().contains("!ENTITY") => {
                return Err(AssetError::Active(before..position(&reader)));
            }
            Ok(Event::Text(text)) if calls_out(&text) => return Err(AssetError::Active(before..position(&reader))),
            Ok(Event::CData(text)) if calls_out(&text) => return Err(AssetError::Active(before..position(&reader))),
            // Browsers would read the file in another encoding than it was looked through.
            Ok(Event::Decl(decl)) if !is_utf8(&decl) => return Err(AssetError::Active(before..position(&reader))),
            Ok(Event::PI(_)) => return Err(AssetError::Active(before..position(&reader))),
            Ok(Event::Eof) => return asset.ok_or(AssetError::NotXml(0)),
            Ok(_) => {}
            Err(_) => return Err(AssetError::NotXml(position(&reader))),
        }
    }
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// Whether an element runs something, or brings in what could.
fn is_active(tag: &BytesStart<'_>) -> bool {
    let name = tag.local_name().as_ref().to_ascii_lowercase();
    if matches!(name.as_str(), "script" | "foreignobject" | "iframe" | "object" | "embed" | "handler") {
        return true;
    }
    tag.attributes().with_checks(false).any(|attribute| {
        let Ok(attribute) = attribute else { return true };
        let key = attribute.key.local_name().as_ref().to_ascii_lowercase();
        match key.as_str() {
            "href" | "src" => !stays_inside(&attribute.value),
            "base" => true,
            "attributename" => attribute.value.to_ascii_lowercase().ends_with("href"),
            key => key.starts_with("on") || calls_out(&attribute.value),
        }
    })
}

/// Whether styles bring in something from outside the drawing.
fn calls_out(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let outside = |rest: &str| !stays_inside(rest.trim_start_matches(['"', '\'', ' ']));
    // A backslash could hide either word from this look.
    text.contains("@import") || text.split("url(").skip(1).any(outside) || (text.contains('\\') && text.contains('('))
}

fn is_utf8(decl: &quick_xml::events::BytesDecl<'_>) -> bool {
    decl.encoding().is_none_or(|encoding| encoding.is_ok_and(|name| name.eq_ignore_ascii_case("utf-8")))
}

/// Whether a reference stays in the drawing: to a part of it, or to a picture whose bytes it holds.
fn stays_inside(reference: &str) -> bool {
    let inside = ["#", "data:image/png;", "data:image/jpeg;", "data:image/gif;", "data:image/webp;"];
    inside.iter().any(|start| reference.trim_start().starts_with(start))
}

/// Width and height in pixels: from the attributes, else from the view box.
fn size_of(root: &BytesStart<'_>) -> Asset {
    let text = |name: &str| {
        let attribute = root.try_get_attribute(name).ok().flatten()?;
        Some(attribute.value.into_owned())
    };
    let pixels = |text: &str| {
        let number: f64 = text.trim().trim_end_matches("px").parse().ok()?;
        let whole = number.round();
        // Far below the limits of u32, and no image is wider.
        (1.0..=100_000.0).contains(&whole).then(|| format!("{whole:.0}").parse().ok()).flatten()
    };
    let view_box: Vec<String> =
        text("viewBox").map(|text| text.split([' ', ',']).map(str::to_owned).collect()).unwrap_or_default();
    let side = |name: &str, at: usize| {
        text(name).and_then(|text| pixels(&text)).or_else(|| view_box.get(at).and_then(|text| pixels(text)))
    };
    Asset { width: side("width", 2), height: side("height", 3) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(text: &str) -> Result<Asset, AssetError> {
        read_svg(text.as_bytes())
    }

    #[test]
    fn an_svg_has_a_size_and_runs_nothing() {
        let plain =
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 320 200'><use href='#a' fill='url(#b)'/></svg>";
        assert_eq!(svg(plain).unwrap(), Asset { width: Some(320), height: Some(200) });
        for active in [
            "<svg><script>alert(1)</script></svg>",
            "<svg onload='alert(1)'/>",
            "<svg><a href='javascript:alert(1)'/></svg>",
            "<svg><SCRIPT/></svg>",
            "<svg><image href='https://example.com/a.png'/></svg>",
            "<!DOCTYPE svg [<!ENTITY x '<script/>'>]><svg>&x;</svg>",
            "<?xml-stylesheet href='x.xsl'?><svg/>",
            "<svg><style>@import url(https://example.com/a.css)</style></svg>",
            "<svg><rect fill='url(https://example.com/a.svg#b)'/></svg>",
            "<svg><rect style='fill:URL( \"//example.com\")'/></svg>",
            "<svg xml:base='https://example.com/'/>",
            "<?xml version='1.0' encoding='ISO-2022-JP'?><svg/>",
            "<svg><set attributeName='href' to='javascript:alert(1)'/></svg>",
        ] {
            assert!(matches!(svg(active), Err(AssetError::Active(_))), "{active}");
        }
        assert!(matches!(svg("not an image"), Err(AssetError::NotXml(_))));
        assert!(matches!(svg("<svg><g>"), Err(AssetError::NotXml(_))));
    }

    #[test]
    fn files_lie_beside_the_pages_of_their_folder() {
        let url = |path: &str| asset_url(&SitePath::new(path).unwrap());
        assert_eq!(url("content/articles/till/Till Home.svg"), "till/till-home.svg");
        assert_eq!(url("content/pages/logo.png"), "logo.png");
        assert_eq!(url("content/status/incidents/graph.png"), "status/incidents/graph.png");
    }
}
