//! What a search gives back, and the same as JSON for the browser.
//!
//! The JSON is written by hand: a serialiser would cost every visitor more bytes than all the code here.

/// The answer to a query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Results {
    /// The query as it was asked.
    pub query: String,
    /// How many documents hold most of the query. At least the number of `hits`.
    pub total: usize,
    /// The best documents, best first.
    pub hits: Vec<Hit>,
}

/// One document that was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hit {
    /// Comparable within one answer only.
    pub score: f32,
    /// Title of the document.
    pub title: String,
    /// Where it lies, relative to the root of the site.
    pub url: String,
    /// Names of the topics above it, outermost first.
    pub breadcrumb: Vec<String>,
    /// `article`, `channel` and so on.
    pub kind: String,
    /// What it is about, in pieces, with the words of the query marked.
    pub excerpt: Vec<Piece>,
}

/// A piece of an excerpt. All pieces in order are the whole text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// Plain text, not escaped for anything.
    pub text: String,
    /// Whether it is a word of the query.
    pub marked: bool,
}

impl Results {
    /// One JSON object: `query`, `total`, `hits`; an excerpt is a list of `[text, marked]`.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut json = Json(String::with_capacity(4096));
        json.raw("{\"query\":").string(&self.query);
        json.raw(",\"total\":").raw(&self.total.to_string()).raw(",\"hits\":[");
        for (position, hit) in self.hits.iter().enumerate() {
            json.comma(position);
            hit.write(&mut json);
        }
        json.raw("]}");
        json.0
    }
}

impl Hit {
    fn write(&self, json: &mut Json) {
        // The bits of the score, so that both sides can be compared without a word about decimal places.
        json.raw("{\"score\":").raw(&self.score.to_bits().to_string());
        json.raw(",\"title\":").string(&self.title);
        json.raw(",\"url\":").string(&self.url);
        json.raw(",\"kind\":").string(&self.kind);
        json.raw(",\"breadcrumb\":[");
        for (position, name) in self.breadcrumb.iter().enumerate() {
            json.comma(position);
            json.string(name);
        }
        json.raw("],\"excerpt\":[");
        for (position, piece) in self.excerpt.iter().enumerate() {
            json.comma(position);
            json.raw("[").string(&piece.text).raw(if piece.marked { ",true]" } else { ",false]" });
        }
        json.raw("]}");
    }
}

/// JSON text being written.
struct Json(String);

impl Json {
    fn raw(&mut self, text: &str) -> &mut Self {
        self.0.push_str(text);
        self
    }

    fn comma(&mut self, position: usize) {
        if position > 0 {
            self.0.push(',');
        }
    }

    fn string(&mut self, text: &str) -> &mut Self {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        self.0.push('"');
        for character in text.chars() {
            match character {
                '"' => self.0.push_str("\\\""),
                '\\' => self.0.push_str("\\\\"),
                '\0'..='\u{1F}' => {
                    let code = character as usize;
                    self.0.push_str("\\u00");
                    self.0.push(HEX[code >> 4] as char);
                    self.0.push(HEX[code & 15] as char);
                }
                _ => self.0.push(character),
            }
        }
        self.0.push('"');
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_escapes_what_must_be() {
        let results = Results {
            query: "\"\\\0\n🙂".to_owned(),
            total: 1,
            hits: vec![Hit {
                title: "A".to_owned(),
                excerpt: vec![Piece { text: "b".to_owned(), marked: true }],
                ..Hit::default()
            }],
        };
        assert_eq!(
            results.to_json(),
            "{\"query\":\"\\\"\\\\\\u0000\\u000a🙂\",\"total\":1,\"hits\":[{\"score\":0,\"title\":\"A\",\"url\":\"\",\
             \"kind\":\"\",\"breadcrumb\":[],\"excerpt\":[[\"b\",true]]}]}"
        );
    }
}
