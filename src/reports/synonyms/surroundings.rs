//! Words that stand between the same words, and hardly ever in the same article.
//!
//! A place is a word's left and right neighbour. Places that many words fill say nothing ("the … is"), so a place counts
//! for the few words that share it. Synonyms fill the same places; but so do opposites, and the names of the days. Those
//! stand in the same articles, though, and synonyms seldom do: whoever writes an article takes one word and stays with it.

use std::collections::{BTreeMap, BTreeSet};

use firstline_search::language::Language;

use super::{Pair, Sign, Text};

/// Fewest articles that a word has to be in.
const ARTICLES: usize = 5;
/// Most words that may share a place.
const SHARED_BY: usize = 6;
/// Fewest places that two words have to share.
const PLACES: usize = 4;
/// Least part of the rarer word's places that the two have to share.
const PART: f64 = 0.2;
/// How often two words may be in the same article, beside what chance would do.
const TOGETHER: f64 = 0.5;
/// How many shared places are named as evidence.
const NAMED: usize = 3;

pub(super) fn pairs(texts: &[Text], language: &Language) -> Vec<Pair> {
    let mut words = Words::default();
    for (number, text) in (0..).zip(texts) {
        words.read(number, &text.document.body, language);
    }
    words.pairs(texts.len())
}

#[derive(Default)]
struct Words {
    numbers: BTreeMap<String, u32>,
    /// The words by their numbers.
    names: Vec<String>,
    /// For each stem the articles it is in, and its forms with their frequencies.
    stems: BTreeMap<String, (BTreeSet<u32>, BTreeMap<u32, usize>)>,
    /// For each place the stems that fill it.
    places: BTreeMap<(u32, u32), BTreeSet<String>>,
}

impl Words {
    fn number(&mut self, word: &str) -> u32 {
        if let Some(&number) = self.numbers.get(word) {
            return number;
        }
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.numbers.insert(word.to_owned(), number);
        self.names.push(word.to_owned());
        number
    }

    fn read(&mut self, article: u32, body: &str, language: &Language) {
        // The last words of the sentence at hand, and whether each says something.
        let mut row: Vec<(u32, Option<String>)> = Vec::new();
        let mut end = 0;
        language.words(body, |word, place| {
            let between = body.get(end..place.start).unwrap_or_default();
            if between.chars().any(|sign| sign != ' ') {
                row.clear();
            }
            end = place.end;
            let says = word.chars().count() > 2 && word.chars().all(char::is_alphabetic) && !language.is_stop_word(word);
            let stem = says.then(|| language.stem(word).into_owned());
            let number = self.number(word);
            if let Some(stem) = &stem {
                let (articles, forms) = self.stems.entry(stem.clone()).or_default();
                articles.insert(article);
                *forms.entry(number).or_default() += 1;
            }
            if let [.., (left, left_stem), (_, Some(middle))] = row.as_slice()
                && (left_stem.is_some() || stem.is_some())
            {
                self.places.entry((*left, number)).or_default().insert(middle.clone());
            }
            row.push((number, stem));
            if row.len() > 2 {
                row.remove(0);
            }
        });
    }

    fn pairs(&self, articles: usize) -> Vec<Pair> {
        let known = |stem: &String| self.stems.get(stem).is_some_and(|(articles, _)| articles.len() >= ARTICLES);
        let mut filled: BTreeMap<&String, usize> = BTreeMap::new();
        let mut shared: BTreeMap<(&String, &String), Vec<(u32, u32)>> = BTreeMap::new();
        for (place, stems) in &self.places {
            let stems: Vec<&String> = stems.iter().filter(|stem| known(stem)).collect();
            stems.iter().for_each(|stem| *filled.entry(stem).or_default() += 1);
            if stems.len() <= SHARED_BY {
                for (at, first) in stems.iter().enumerate() {
                    stems[at + 1..].iter().for_each(|second| shared.entry((first, second)).or_default().push(*place));
                }
            }
        }
        let alike = shared.into_iter().filter(|((first, second), places)| {
            let rarer = filled[first].min(filled[second]);
            places.len() >= PLACES && places.len() as f64 >= PART * rarer as f64 && self.are_apart(first, second, articles)
        });
        alike.map(|((first, second), places)| self.pair(first, second, &places)).collect()
    }

    /// Whether two words are in the same article less often than chance would have it.
    fn are_apart(&self, first: &str, second: &str, articles: usize) -> bool {
        let (first, second) = (&self.stems[first].0, &self.stems[second].0);
        let together = first.intersection(second).count() as f64;
        let by_chance = first.len() as f64 * second.len() as f64 / articles as f64;
        together <= TOGETHER * by_chance.max(1.0)
    }

    fn pair(&self, first: &str, second: &str, places: &[(u32, u32)]) -> Pair {
        let name = |number: &u32| &self.names[*number as usize];
        let usual = |stem: &str| {
            let forms = &self.stems[stem].1;
            forms.iter().max_by_key(|(number, count)| (**count, std::cmp::Reverse(**number))).map_or("", |(number, _)| name(number))
        };
        let place = |(left, right): &(u32, u32)| format!("“{} … {}”", name(left), name(right));
        let shown: Vec<String> = places.iter().take(NAMED).map(place).collect();
        Pair {
            words: [usual(first).to_owned(), usual(second).to_owned()],
            sign: Sign::SameSurroundings,
            weight: places.len(),
            evidence: vec![format!("{} places: {}", places.len(), shown.join(", "))],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_the_same_places_of_different_articles() {
        let english = Language::of("en");
        let places = ["press the WORD button", "open the WORD drawer", "clean your WORD screen", "restart your WORD app"];
        let mut words = Words::default();
        for article in 0..20 {
            let word = if article % 2 == 0 { "till" } else { "register" };
            words.read(article, &places.join(". ").replace("WORD", word), &english);
        }
        let pairs = words.pairs(20);
        assert_eq!(pairs.len(), 1);
        assert_eq!(pairs[0].words, ["register", "till"]);
        let mut together = Words::default();
        (0..20).for_each(|article| {
            let text = places.join(". ");
            together.read(article, &format!("{}. {}", text.replace("WORD", "monday"), text.replace("WORD", "friday")), &english);
        });
        assert_eq!(together.pairs(20), []);
    }
}
