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
    /// The query as it was understood, where words of it are in no document; those that stand for them are marked.
    /// Empty if the query was taken as it is.
    pub repaired: Vec<Piece>,
    /// What the results can be narrowed down by, if that was asked for.
    pub facets: Vec<Facet>,
    /// The best documents, best first.
    pub hits: Vec<Hit>,
}

/// A facet and its values with the number of results, the most frequent first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facet {
    /// `topic`, `kind` and so on.
    pub name: String,
    /// Value and count.
    pub values: Vec<(String, usize)>,
}

/// Where in a document the answer stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// Fragment that leads to its section, without `#`; empty for the beginning of the page.
    pub anchor: String,
    /// The heading of its section, if it has one.
    pub heading: String,
    /// The passage, in pieces, with the words of the query marked.
    pub excerpt: Vec<Piece>,
}

/// One document that was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hit {
    /// Comparable within one answer only.
    pub score: f32,
    /// Whether the query is the id of this document.
    pub asked_for: bool,
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
    /// One JSON object: `query`, `total`, `repaired`, `facets`, `hits`; texts in pieces are lists of `[text, marked]`,
    /// the values of a facet are lists of `[value, count]`.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut json = Json(String::with_capacity(4096));
        json.raw("{\"query\":").string(&self.query);
        json.raw(",\"total\":").raw(&self.total.to_string());
        json.raw(",\"repaired\":").pieces(&self.repaired).raw(",\"facets\":[");
        for (position, facet) in self.facets.iter().enumerate() {
            json.comma(position);
            facet.write(&mut json);
        }
        json.raw("],\"hits\":[");
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
        json.raw("],\"asked_for\":").raw(if self.asked_for { "true" } else { "false" });
        json.raw(",\"excerpt\":").pieces(&self.excerpt).raw("}");
    }
}

impl Facet {
    fn write(&self, json: &mut Json) {
        json.raw("{\"name\":").string(&self.name).raw(",\"values\":[");
        for (position, (value, count)) in self.values.iter().enumerate() {
            json.comma(position);
            json.raw("[").string(value).raw(",").raw(&count.to_string()).raw("]");
        }
        json.raw("]}");
    }
}

/// The passages of some results as a JSON list; `null` where a document has none. Each has `anchor`, `heading` and
/// `excerpt`.
#[must_use]
pub fn passages_to_json(passages: &[Option<Passage>]) -> String {
    let mut json = Json(String::from("["));
    for (position, passage) in passages.iter().enumerate() {
        json.comma(position);
        match passage {
            Some(passage) => {
                json.raw("{\"anchor\":").string(&passage.anchor).raw(",\"heading\":").string(&passage.heading);
                json.raw(",\"excerpt\":").pieces(&passage.excerpt).raw("}");
            }
            None => drop(json.raw("null")),
        }
    }
    json.raw("]");
    json.0
}

/// JSON text being written.
struct Json(String);

impl Json {
    fn raw(&mut self, text: &str) -> &mut Self {
        self.0.push_str(text);
        self
    }

    fn pieces(&mut self, pieces: &[Piece]) -> &mut Self {
        self.raw("[");
        for (position, piece) in pieces.iter().enumerate() {
            self.comma(position);
            self.raw("[").string(&piece.text).raw(if piece.marked { ",true]" } else { ",false]" });
        }
        self.raw("]")
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
            repaired: vec![],
            facets: vec![Facet { name: "kind".into(), values: vec![("article".into(), 2)] }],
            hits: vec![Hit {
                title: "A".to_owned(),
                excerpt: vec![Piece { text: "b".to_owned(), marked: true }],
                ..Hit::default()
            }],
        };
        assert_eq!(
            results.to_json(),
            "{\"query\":\"\\\"\\\\\\u0000\\u000a🙂\",\"total\":1,\"repaired\":[],\"facets\":[{\"name\":\"kind\",\"values\":[[\"article\",2]]}],\"hits\":[{\"score\":0,\"title\":\"A\",\"url\":\"\",\
             \"kind\":\"\",\"breadcrumb\":[],\"asked_for\":false,\"excerpt\":[[\"b\",true]]}]}"
        );
    }
}
