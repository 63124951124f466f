//! Words as a hurried person types them: `Partial` for `partial_outage`, a component by what customers call it.

use crate::diag::did_you_mean;
use crate::kinds::{Component, ComponentState};
use crate::site::slug::fold;
use crate::yaml::Choice;

use super::super::Failure;

/// One word of a fixed set, in any case, with hyphens or spaces, or as much of its beginning as no other word has.
///
/// # Errors
/// Which words there are.
pub fn choice<T: Choice>(typed: &str) -> Result<T, String> {
    let wanted = typed.trim().to_lowercase().replace(['-', ' '], "_");
    let whole = T::WORDS.iter().find(|(word, _)| *word == wanted);
    let mut begun = T::WORDS.iter().filter(|(word, _)| !wanted.is_empty() && word.starts_with(&wanted));
    match (whole, begun.next(), begun.next()) {
        (Some((_, value)), ..) | (None, Some((_, value)), None) => Ok(*value),
        _ => {
            let words = T::WORDS.iter().map(|(word, _)| *word);
            let near = did_you_mean(&wanted, words.clone()).map(|near| format!("{near} ")).unwrap_or_default();
            Err(format!("{near}one of: {}", words.collect::<Vec<_>>().join(", ")))
        }
    }
}

/// A component as typed, and how it stands: `payments=partial_outage`, or its name alone.
#[derive(Clone, Debug)]
pub struct Hit {
    name: String,
    state: Option<ComponentState>,
}

impl Hit {
    /// Reads one.
    ///
    /// # Errors
    /// When the state is none.
    pub fn parse(typed: &str) -> Result<Self, String> {
        let (name, state) = match typed.rsplit_once('=') {
            Some((name, state)) => (name, Some(choice(state)?)),
            None => (typed, None),
        };
        Ok(Self { name: name.trim().to_owned(), state })
    }

    /// How it stands, if that was said.
    #[must_use]
    pub fn state(&self) -> Option<ComponentState> {
        self.state
    }
}

/// The ids of the components that were typed, with their states; `otherwise` where none was said.
///
/// # Errors
/// When there is no such component, one is named twice, or nobody said how it stands.
pub fn hits(
    typed: &[Hit],
    otherwise: Option<ComponentState>,
    known: &[Component],
) -> Result<Vec<(String, String)>, Failure> {
    let mut hits: Vec<(String, String)> = Vec::new();
    for hit in typed {
        let id = component(&hit.name, known)?;
        let Some(state) = hit.state.or(otherwise) else {
            let message = format!(
                "nobody said how `{id}` stands\nhelp: write `--component {id}=partial_outage`, or add --impact"
            );
            return Err(Failure::new(message));
        };
        if hits.iter().any(|(other, _)| *other == id) {
            return Err(Failure::new(format!("`{id}` is named twice\nhelp: name each component once")));
        }
        hits.push((id, state.word().to_owned()));
    }
    Ok(hits)
}

/// The id of a component, from its id, its name, or one of customers' words for it.
///
/// # Errors
/// When there is none, with those that there are.
pub fn component(typed: &str, known: &[Component]) -> Result<String, Failure> {
    let wanted = fold(typed);
    let is_id = |component: &&Component| fold(&component.id.value) == wanted;
    let is_name = |component: &&Component| {
        fold(&component.name) == wanted || component.aliases.iter().any(|alias| fold(alias) == wanted)
    };
    if let Some(found) = known.iter().find(is_id).or_else(|| known.iter().find(is_name)) {
        return Ok(found.id.value.clone());
    }
    if known.is_empty() {
        let help = "name the parts of your service in content/status/components.yaml, or leave out --component";
        return Err(Failure::new(format!("there are no components yet\nhelp: {help}")));
    }
    let ids = known.iter().map(|component| component.id.value.as_str());
    let names = known.iter().map(|component| component.name.as_str());
    let near = did_you_mean(typed, ids.clone().chain(names)).map(|near| format!("{near} ")).unwrap_or_default();
    let listed = ids.collect::<Vec<_>>().join(", ");
    Err(Failure::new(format!("there is no component `{typed}`\nhelp: {near}components here: {listed}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::{Impact, Progress, Stage};

    #[test]
    fn a_word_is_known_by_its_beginning() {
        assert_eq!(choice::<ComponentState>("Partial"), Ok(ComponentState::PartialOutage));
        assert_eq!(choice::<ComponentState>("partial-outage"), Ok(ComponentState::PartialOutage));
        assert_eq!(choice::<Progress>("IDENT"), Ok(Progress::Identified));
        assert_eq!(choice::<Stage>("in progress"), Ok(Stage::InProgress));
        assert_eq!(choice::<Impact>("m").unwrap_err(), "one of: none, minor, major, critical");
        assert!(choice::<Impact>("majr").unwrap_err().starts_with("did you mean `major`?"));
        assert!(choice::<Impact>("").is_err());
    }
}
