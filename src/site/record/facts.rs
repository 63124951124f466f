//! Facts as they were told: the value and the text of each that is quoted somewhere. They stand in the record as they
//! are, so that the next build can say what was told before; so no fact may be among them that nobody was told.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::kinds::{Fact, SEARCHES};

use super::super::Site;

/// What was told of a fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ToldFact {
    /// Its value, which texts get as well.
    Value(String),
    /// Its value, and what texts get.
    Written {
        /// What front matter gets.
        value: String,
        /// What texts get.
        text: String,
    },
}

impl ToldFact {
    fn of(fact: &Fact) -> Self {
        let value = fact.value.clone();
        match fact.text() {
            text if text == value => Self::Value(value),
            text => Self::Written { value, text: text.to_owned() },
        }
    }

    /// What front matter got.
    #[must_use]
    pub fn value(&self) -> &str {
        let (Self::Value(value) | Self::Written { value, .. }) = self;
        value
    }

    /// What texts got.
    #[must_use]
    pub fn text(&self) -> &str {
        let (Self::Value(text) | Self::Written { text, .. }) = self;
        text
    }
}

impl Site {
    /// The facts that are quoted somewhere on this site. Nobody was told the others, nor what an expected search quotes.
    pub(super) fn facts_to_record(&self) -> BTreeMap<String, ToldFact> {
        let told = self.quotes().filter(|(path, _)| !SEARCHES.contains(&path.as_str()));
        let quoted: BTreeSet<&str> = told.map(|(_, quote)| quote.name.as_str()).collect();
        let quoted = quoted.into_iter().filter_map(|name| self.facts.get(name));
        quoted.map(|fact| (fact.name.value.clone(), ToldFact::of(fact))).collect()
    }

    /// What was told of a fact when the site was last published, where that is known.
    #[must_use]
    pub fn published_fact(&self, name: &str) -> Option<&ToldFact> {
        self.comparable()?.facts.get(name)
    }
}
