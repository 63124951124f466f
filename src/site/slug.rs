//! From file names to addresses.

use unicode_normalization::UnicodeNormalization;

/// The part of an address that a file or folder name stands for: composed (NFC), in lower case, with everything but
/// letters, digits and `_` turned into single hyphens. Empty where nothing is left.
///
/// It has no dot and does not begin with `_`, so that no page's folder can take the name of a file such as `feed.xml`
/// or `_headers`.
#[must_use]
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for c in name.nfc().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || ((c == '_' || is_mark(c)) && !slug.is_empty()) {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug: String = slug.nfc().collect();
    let mut slug = slug.trim_end_matches('-').to_owned();
    while slug.len() > MAX_BYTES {
        slug.pop();
    }
    slug
}

/// Most bytes in one part of an address; file systems take 255 for a name.
const MAX_BYTES: usize = 200;

/// Marks that belong to the letter before them, as in Thai or Devanagari.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// What two addresses share when a careless file system or reader would confuse them.
#[must_use]
pub fn fold(url: &str) -> String {
    url.nfkc().flat_map(char::to_lowercase).collect()
}

/// Words for a name that nobody gave a title: `open-the-day` is "Open the day".
#[must_use]
pub fn humanise(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_names_become_plain_addresses() {
        for (name, expected) in [
            ("Refund a sale", "refund-a-sale"),
            ("ÜBER-uns", "über-uns"),
            ("u\u{308}ber", "über"),
            ("..", ""),
            ("\u{2702}\u{fe0f}", ""),
            (".hidden", "hidden"),
            ("a<script>alert(1)</script>", "a-script-alert-1-script"),
            ("100%/../x?y#z", "100-x-y-z"),
            ("---", ""),
            ("v2.1.", "v2-1"),
            ("_headers", "headers"),
            ("feed.xml", "feed-xml"),
            ("どう使う", "どう使う"),
        ] {
            assert_eq!(slug(name), expected, "{name}");
        }
        assert!(slug(&"ä".repeat(500)).len() <= MAX_BYTES);
    }

    #[test]
    fn addresses_that_look_alike_fold_together() {
        assert_eq!(fold("Straße/"), fold("straße/"));
        assert_eq!(fold("u\u{308}/"), fold("ü/"));
    }
}
