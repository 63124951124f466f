//! Translations: `refunds.fr.md` is the French version of `refunds.md`.

use crate::source::SitePath;

/// Two-letter codes of languages, by ISO 639-1. Anything else between two dots is part of a name: `node.js.md`.
const LANGUAGES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de \
                     dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id \
                     ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu \
                     lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu \
                     rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr \
                     ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// The name of a page's file without its extension and without its language, and the language if it names one, as a
/// BCP 47 tag: `refunds` and `pt-BR` for `refunds.pt-br.md`.
#[must_use]
pub fn name_and_language(path: &SitePath) -> (&str, Option<String>) {
    let stem = path.stem();
    match stem.rsplit_once('.').map(|(name, language)| (name, tag(language))) {
        Some((name, Some(tag))) if !name.is_empty() => (name, Some(tag)),
        _ => (stem, None),
    }
}

/// A language with its script and region, in the case that is usual for them.
fn tag(text: &str) -> Option<String> {
    let mut parts = text.split('-');
    let mut tag = parts.next()?.to_ascii_lowercase();
    if !LANGUAGES.split_ascii_whitespace().any(|language| language == tag) {
        return None;
    }
    for part in parts {
        let letters = part.bytes().all(|letter| letter.is_ascii_alphabetic());
        let digits = part.bytes().all(|digit| digit.is_ascii_digit());
        tag.push('-');
        match part.len() {
            4 if letters => {
                tag.push_str(&part[..1].to_ascii_uppercase());
                tag.push_str(&part[1..].to_ascii_lowercase());
            }
            2 if letters => tag.push_str(&part.to_ascii_uppercase()),
            3 if digits => tag.push_str(part),
            _ => return None,
        }
    }
    Some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str) -> (String, Option<String>) {
        let path = SitePath::new(&format!("content/articles/{name}")).unwrap();
        let (name, language) = name_and_language(&path);
        (name.to_owned(), language)
    }

    #[test]
    fn a_language_stands_before_the_extension() {
        let named = |name: &str, language: &str| (name.to_owned(), Some(language.to_owned()));
        assert_eq!(read("refunds.fr.md"), named("refunds", "fr"));
        assert_eq!(read("v2.1.PT-br.md"), named("v2.1", "pt-BR"));
        assert_eq!(read("_topic.zh-hans.md"), named("_topic", "zh-Hans"));
    }

    #[test]
    fn other_dots_are_part_of_the_name() {
        for name in ["refunds", "node.js", "v2.1", "notes.old", ".fr", "a.fr-", "a.fr-x1", "fr"] {
            assert_eq!(read(&format!("{name}.md")), (name.to_owned(), None));
        }
    }
}
