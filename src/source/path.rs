//! A path inside the project: relative, with forward slashes, never leaving its root.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

/// The address of a file relative to the project's root, such as `content/articles/till/open.md`.
///
/// Made only of ordinary names: no empty part, no `.` or `..`, no backslash, no control character. So it can be
/// joined to any folder without leaving it.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct SitePath(Arc<str>);

impl SitePath {
    /// The path written as `text`, or nothing where `text` is not a plain relative path.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let fine = !text.is_empty() && text.split('/').all(is_plain_name);
        fine.then(|| Self(text.into()))
    }

    /// The whole path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part, with its extension.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The last part without its extension.
    #[must_use]
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The extension in lower case, without its dot; empty where there is none.
    #[must_use]
    pub fn extension(&self) -> String {
        self.file_name().rsplit_once('.').map_or_else(String::new, |(_, extension)| extension.to_ascii_lowercase())
    }

    /// The folder it lies in, as text; empty at the root.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Its parts in order.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.0.split('/')
    }

    /// The rest of the path below `folder`, compared part by part: `content` holds `content/a`, not `contents/a`.
    #[must_use]
    pub fn below(&self, folder: &str) -> Option<&str> {
        self.0.strip_prefix(folder)?.strip_prefix('/')
    }

    /// The path that a relative reference in this file leads to, or nothing where it would leave the root.
    ///
    /// A leading slash starts at `root`, the folder that the writer sees as the site's top.
    #[must_use]
    pub fn resolve(&self, reference: &str, root: &str) -> Option<Self> {
        let (start, rest) = match reference.strip_prefix('/') {
            Some(rest) => (root, rest),
            None => (self.folder(), reference),
        };
        let mut parts: Vec<&str> = start.split('/').filter(|part| !part.is_empty()).collect();
        for part in rest.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                name => parts.push(name),
            }
        }
        Self::new(&parts.join("/"))
    }
}

fn is_plain_name(part: &str) -> bool {
    !matches!(part, "" | "." | "..") && !part.contains(|c: char| c == '\\' || c.is_control())
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_never_leaves_its_root() {
        for odd in ["", "/etc/passwd", "a//b", "../a", "a/../b", "./a", "a\\b", "a\0b", "a/"] {
            assert_eq!(SitePath::new(odd), None, "{odd:?}");
        }
        let here = SitePath::new("content/articles/till/open.md").unwrap();
        assert_eq!(here.resolve("../pay/fees.md", "content").unwrap().as_str(), "content/articles/pay/fees.md");
        assert_eq!(here.resolve("/pages/about.md", "content").unwrap().as_str(), "content/pages/about.md");
        assert_eq!(here.resolve("../../../../x.md", "content"), None);
    }

    #[test]
    fn containment_is_by_part_not_by_prefix() {
        let path = SitePath::new("content-old/a.md").unwrap();
        assert_eq!(path.below("content"), None);
        assert_eq!(path.below("content-old"), Some("a.md"));
    }
}
