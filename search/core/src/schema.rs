//! The shape of the tantivy segment, the same when it is written and when it is read.
//!
//! All fields of a document are searched as one (see [`crate::impact`]), so there is one kind of indexed text. But the
//! words are laid out on many *shelves*: neighbours in the alphabet, a few kilobytes of dictionary and postings
//! together, each a tantivy field of its own. Whoever needs a word fetches one shelf and has both its entry and its
//! postings. Nothing is indexed with positions, and there are no fast fields and no lengths of fields.

use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};

/// What a result shows is stored; nothing else is.
const STORED_FIELDS: [&str; 7] = ["title", "url", "kind", "breadcrumb", "summary", "id", "passages"];

pub(crate) const TITLE: Field = Field::from_field_id(0);
pub(crate) const URL: Field = Field::from_field_id(1);
pub(crate) const KIND: Field = Field::from_field_id(2);
pub(crate) const BREADCRUMB: Field = Field::from_field_id(3);
pub(crate) const SUMMARY: Field = Field::from_field_id(4);
pub(crate) const ID: Field = Field::from_field_id(5);
pub(crate) const PASSAGES: Field = Field::from_field_id(6);

/// What the postings of a shelf hold: documents, and impacts in the place of frequencies.
pub(crate) const RECORD: IndexRecordOption = IndexRecordOption::WithFreqs;

/// The field of a shelf, by its position in the alphabet.
pub(crate) fn shelf(number: usize) -> Field {
    Field::from_field_id((STORED_FIELDS.len() + number) as u32)
}

/// The schema of an index with so many shelves.
pub(crate) fn with_shelves(count: usize) -> Schema {
    let mut schema = Schema::builder();
    for name in STORED_FIELDS {
        schema.add_text_field(name, STORED);
    }
    let words = TextFieldIndexing::default().set_fieldnorms(false).set_index_option(RECORD).set_tokenizer("raw");
    let options = TextOptions::default().set_indexing_options(words);
    for number in 0..count {
        schema.add_text_field(&number.to_string(), options.clone());
    }
    schema.build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_name_the_right_fields() {
        let schema = with_shelves(3);
        for (field, name) in [TITLE, URL, KIND, BREADCRUMB, SUMMARY, ID, PASSAGES].into_iter().zip(STORED_FIELDS) {
            assert_eq!(schema.get_field(name).unwrap(), field);
        }
        assert_eq!(schema.get_field("2").unwrap(), shelf(2));
    }
}
