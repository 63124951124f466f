//! What results show of a document, as the segment stores it.
//!
//! It is read straight from tantivy's stored fields. tantivy's own document could hold any kind of value, and would
//! bring the code for all of them into the browser.

use tantivy::schema::document::{DeserializeError, DocumentDeserialize, DocumentDeserializer};

use crate::schema;

/// The stored texts of one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Card {
    pub(crate) title: String,
    pub(crate) url: String,
    pub(crate) kind: String,
    pub(crate) breadcrumb: Vec<String>,
    pub(crate) summary: String,
    pub(crate) id: String,
    /// Name of the part that holds its passages.
    pub(crate) passages: String,
}

impl DocumentDeserialize for Card {
    fn deserialize<'de, D: DocumentDeserializer<'de>>(mut deserializer: D) -> Result<Self, DeserializeError> {
        let mut card = Self::default();
        while let Some((field, text)) = deserializer.next_field::<String>()? {
            match field {
                schema::TITLE => card.title = text,
                schema::URL => card.url = text,
                schema::KIND => card.kind = text,
                schema::BREADCRUMB => card.breadcrumb.push(text),
                schema::SUMMARY => card.summary = text,
                schema::ID => card.id = text,
                schema::PASSAGES => card.passages = text,
                _ => {}
            }
        }
        Ok(card)
    }
}

#[cfg(feature = "build")]
impl From<&Card> for tantivy::TantivyDocument {
    fn from(card: &Card) -> Self {
        let mut document = Self::default();
        document.add_text(schema::TITLE, &card.title);
        document.add_text(schema::URL, &card.url);
        document.add_text(schema::KIND, &card.kind);
        card.breadcrumb.iter().for_each(|name| document.add_text(schema::BREADCRUMB, name));
        document.add_text(schema::SUMMARY, &card.summary);
        if !card.id.is_empty() {
            document.add_text(schema::ID, &card.id);
        }
        document.add_text(schema::PASSAGES, &card.passages);
        document
    }
}
