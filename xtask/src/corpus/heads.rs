//! Which topics and articles there are: everything about an article except its text.
//!
//! The head of the n-th article is computed from n alone. A link needs the path, id and title of another article; with
//! heads as pure functions no list of articles is kept, and memory stays the same at ten articles and at a million.

use std::fmt::Write as _;

use super::dice::Dice;
use super::names::{capitalised, invented_proper};
use super::words::{ACTIONS, AREAS, Area, REFERENCES, SITUATIONS, SYMPTOMS, Verb};

/// Features a topic's titles may mention, beside the situations every topic shares.
const FEATURES_PER_TOPIC: u64 = 24;
/// Support ids start here, so that they all look like ids.
const FIRST_ID: u64 = 1000;
/// Names below this number belong to products; features are numbered above.
const PRODUCT_NAMES: u64 = 4096;
/// A prime larger than any count of titles, so that stepping by it visits all of them before it repeats one.
const TITLE_STEP: u64 = 1_000_003;

/// What sort of answer an article gives, as the front matter calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Faq,
    Howto,
    KnownIssue,
    Policy,
    Reference,
    Troubleshooting,
}

impl Kind {
    /// The value of `type:`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Faq => "faq",
            Kind::Howto => "howto",
            Kind::KnownIssue => "known-issue",
            Kind::Policy => "policy",
            Kind::Reference => "reference",
            Kind::Troubleshooting => "troubleshooting",
        }
    }

    /// The heading every article of this kind has, so that links may point at it.
    pub(crate) fn landmark(self) -> &'static str {
        match self {
            Kind::Faq => "Short answer",
            Kind::Howto => "Before you start",
            Kind::KnownIssue => "Workaround",
            Kind::Policy => "What we promise",
            Kind::Reference => "At a glance",
            Kind::Troubleshooting => "Try this first",
        }
    }

    /// Each block of this many articles of a topic has the same mixture of kinds.
    const BLOCK: u64 = 20;

    /// The kind of a topic's article, and its place among the topic's articles of that kind.
    fn of(place: u64) -> (Kind, u64) {
        let (block, within) = (place / Kind::BLOCK, place % Kind::BLOCK);
        let (kind, share, position) = match within {
            0..=8 => (Kind::Howto, 9, within),
            9..=14 => (Kind::Troubleshooting, 6, within - 9),
            15..=16 => (Kind::Faq, 2, within - 15),
            17 => (Kind::Reference, 1, 0),
            18 => (Kind::KnownIssue, 1, 0),
            _ => (Kind::Policy, 1, 0),
        };
        (kind, block * share + position)
    }
}

/// One folder of articles: an area of a product.
pub(crate) struct Topic {
    pub(crate) product: String,
    pub(crate) area: &'static Area,
    pub(crate) slug: String,
    pub(crate) features: Vec<String>,
    /// The number of its first article.
    first: u64,
    /// How many articles it has, at least one.
    count: u64,
}

impl Topic {
    /// Its title: "Velora billing".
    pub(crate) fn title(&self) -> String {
        format!("{} {}", self.product, self.area.name.to_lowercase())
    }
}

/// An article without its text.
pub(crate) struct Head {
    /// Its number in the corpus, from 0.
    pub(crate) number: u64,
    /// The number of its topic.
    pub(crate) topic: usize,
    pub(crate) kind: Kind,
    /// Unique in the corpus.
    pub(crate) title: String,
    /// Unique in the topic.
    pub(crate) slug: String,
    /// What the article is about, singular.
    pub(crate) object: &'static str,
    /// What the customer wants to do with it.
    pub(crate) action: Verb,
    /// The customer's own words: the title's, without its grammar.
    pub(crate) keywords: String,
}

impl Head {
    /// What a customer reads out on the phone.
    pub(crate) fn id(&self) -> String {
        format!("KB-{}", FIRST_ID + self.number)
    }
}

/// The topics and, through them, the articles.
pub(crate) struct Catalogue {
    pub(crate) topics: Vec<Topic>,
    pub(crate) articles: u64,
    seed: u64,
}

impl Catalogue {
    /// Divides `articles` among `topics`, the first several times larger than the last. There are at most as many
    /// topics as articles.
    pub(crate) fn new(articles: u64, topics: u64, seed: u64) -> Catalogue {
        let topics = topics.clamp(1, articles.max(1));
        let mut first = 0;
        let topics = shares(articles, topics)
            .into_iter()
            .enumerate()
            .map(|(index, count)| {
                let topic = topic(index as u64, first..first + count, seed);
                first += count;
                topic
            })
            .collect();
        Catalogue { topics, articles, seed }
    }

    /// The head of an article. `number` must be below `articles`.
    pub(crate) fn head(&self, number: u64) -> Head {
        let topic = self.topics.partition_point(|topic| topic.first <= number) - 1;
        let (kind, rank) = Kind::of(number - self.topics[topic].first);
        let mut title = TitleMaker { topic: &self.topics[topic], digits: rank, size: 1 };
        let offset = Dice::new(self.seed, kind as u64, topic as u64).below(TITLE_STEP);
        title.shuffle(kind, offset);
        title.head(kind, number, topic)
    }

    /// An article that `from` may well link to: mostly of the same topic, and some far more often than others.
    pub(crate) fn neighbour(&self, from: &Head, dice: &mut Dice) -> Option<Head> {
        let number = if dice.chance(70) {
            let topic = &self.topics[from.topic];
            topic.first + dice.rank(topic.count)
        } else {
            dice.rank(self.articles)
        };
        (number != from.number).then(|| self.head(number))
    }
}

/// `articles` in `topics` parts, the n-th in proportion to 1/(n + 6), none empty.
fn shares(articles: u64, topics: u64) -> Vec<u64> {
    let weight = |index: u64| 1_000_000_000 / (index + 6);
    let mut rest = (0..topics).map(weight).sum::<u64>();
    let mut left = articles;
    (0..topics)
        .map(|index| {
            let waiting = topics - index - 1;
            let fair = u128::from(left) * u128::from(weight(index)) / u128::from(rest);
            let share = (fair as u64).clamp(1, left.saturating_sub(waiting).max(1)).min(left);
            let share = if waiting == 0 { left } else { share };
            rest -= weight(index);
            left -= share;
            share
        })
        .collect()
}

fn topic(index: u64, articles: std::ops::Range<u64>, seed: u64) -> Topic {
    let area = &AREAS[(index % AREAS.len() as u64) as usize];
    // The seed chooses the names too: corpora of two seeds are about two different companies.
    let product = invented_proper((index / AREAS.len() as u64 + seed.wrapping_mul(97)) % PRODUCT_NAMES);
    let mut dice = Dice::new(seed, 1, index);
    let features = (0..FEATURES_PER_TOPIC).map(|place| {
        let span = 512;
        invented_proper(PRODUCT_NAMES + place * span + dice.below(span))
    });
    Topic {
        slug: slug(&format!("{product} {}", area.name)),
        features: features.collect(),
        product,
        area,
        first: articles.start,
        count: articles.end - articles.start,
    }
}

/// Turns a number into a title, digit by digit, so that two numbers never give the same title.
struct TitleMaker<'a> {
    topic: &'a Topic,
    /// What is left of the number.
    digits: u64,
    /// How many titles there are of this kind.
    size: u64,
}

impl TitleMaker<'_> {
    /// Rearranges the titles of a kind, so that neighbours differ in more than their last word. Beyond the last title
    /// the count starts again with an edition, which `head` writes out.
    fn shuffle(&mut self, kind: Kind, offset: u64) {
        let situations = SITUATIONS.len() as u64 + FEATURES_PER_TOPIC;
        let details = match kind {
            Kind::Howto | Kind::Faq => ACTIONS.len(),
            Kind::Troubleshooting | Kind::KnownIssue => SYMPTOMS.len(),
            Kind::Reference => REFERENCES.len(),
            Kind::Policy => 1,
        };
        self.size = situations * details as u64 * self.topic.area.objects.len() as u64;
        let (edition, place) = (self.digits / self.size, self.digits % self.size);
        self.digits = edition * self.size + (place * TITLE_STEP + offset) % self.size;
    }

    fn digit(&mut self, choices: usize) -> usize {
        let digit = self.digits % choices as u64;
        self.digits /= choices as u64;
        digit as usize
    }

    fn situation(&mut self) -> String {
        let digit = self.digit(SITUATIONS.len() + FEATURES_PER_TOPIC as usize);
        match SITUATIONS.get(digit) {
            Some(situation) => (*situation).to_owned(),
            None => format!("with {}", self.topic.features[digit - SITUATIONS.len()]),
        }
    }

    fn head(mut self, kind: Kind, number: u64, topic: usize) -> Head {
        let object = self.topic.area.objects[self.digit(self.topic.area.objects.len())];
        let mut action = ACTIONS[(number % ACTIONS.len() as u64) as usize];
        let (subject, words) = match kind {
            Kind::Howto | Kind::Faq => {
                action = ACTIONS[self.digit(ACTIONS.len())];
                let wish = format!("{} {}", action.0, with_article(object));
                let subject = if kind == Kind::Faq { format!("can I {wish}") } else { wish };
                (subject, format!("{} {object}", action.0))
            }
            Kind::Troubleshooting | Kind::KnownIssue => {
                let symptom = SYMPTOMS[self.digit(SYMPTOMS.len())];
                let known = if kind == Kind::KnownIssue { "known issue: " } else { "" };
                (format!("{known}{object} {symptom}"), format!("{object} {symptom}"))
            }
            Kind::Reference => {
                let reference = REFERENCES[self.digit(REFERENCES.len())];
                (format!("{object} {reference}"), format!("{object} {reference}"))
            }
            Kind::Policy => (format!("rules for {}", plural(object)), format!("{object} rules")),
        };
        let situation = self.situation();
        let mut statement = format!("{} {situation}", capitalised(&subject));
        if self.digits > 0 {
            let _ = write!(statement, ", edition {}", self.digits + 1);
        }
        let mark = if kind == Kind::Faq { "?" } else { "" };
        Head {
            slug: slug(&statement),
            title: format!("{statement} in {}{mark}", self.topic.product),
            keywords: format!("{words} {situation}"),
            number,
            topic,
            kind,
            object,
            action,
        }
    }
}

/// "an invoice", "a user": by the first letter, with the words of our lists that are spoken otherwise.
pub(crate) fn with_article(noun: &str) -> String {
    let spoken_as_consonant = ["us", "uni"].iter().any(|start| noun.starts_with(start));
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u']) && !spoken_as_consonant;
    format!("{} {noun}", if vowel { "an" } else { "a" })
}

/// The regular plural.
pub(crate) fn plural(noun: &str) -> String {
    let ends = |endings: &[&str]| endings.iter().any(|ending| noun.ends_with(ending));
    match noun.strip_suffix('y') {
        Some(stem) if !ends(&["ay", "ey", "oy"]) => format!("{stem}ies"),
        _ if ends(&["s", "x", "ch", "sh"]) => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}

/// Lower-case words joined by hyphens: the name of a file, and the id of a heading.
pub(crate) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            'a'..='z' | '0'..='9' => slug.push(letter),
            'A'..='Z' => slug.push(letter.to_ascii_lowercase()),
            _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_article_has_a_title_an_id_and_a_path_of_its_own() {
        let catalogue = Catalogue::new(40_000, 60, 1);
        let heads: Vec<Head> = (0..40_000).map(|number| catalogue.head(number)).collect();
        let count = |name: &dyn Fn(&Head) -> String| heads.iter().map(name).collect::<BTreeSet<_>>().len();
        assert_eq!(count(&|head| head.title.to_lowercase()), 40_000);
        assert_eq!(count(&Head::id), 40_000);
        assert_eq!(count(&|head| format!("{}/{}", catalogue.topics[head.topic].slug, head.slug)), 40_000);
    }

    #[test]
    fn a_topic_with_more_articles_than_titles_numbers_its_editions() {
        let catalogue = Catalogue::new(30_000, 1, 1);
        let slugs: BTreeSet<String> = (0..30_000).map(|number| catalogue.head(number).slug).collect();
        assert_eq!(slugs.len(), 30_000);
        assert!(slugs.iter().any(|slug| slug.ends_with("edition-2")));
    }

    #[test]
    fn topics_divide_the_articles_without_rest_and_without_an_empty_one() {
        for (articles, topics) in [(1, 1), (3, 3), (10, 4), (1000, 47), (100_000, 400)] {
            let shares = shares(articles, topics);
            assert_eq!(shares.iter().sum::<u64>(), articles);
            assert_eq!(shares.len() as u64, topics);
            assert!(shares.iter().all(|share| *share > 0), "{articles} in {topics}");
        }
    }

    #[test]
    fn plurals_and_articles_are_english() {
        assert_eq!(plural("delivery"), "deliveries");
        assert_eq!(plural("key"), "keys");
        assert_eq!(plural("address"), "addresses");
        assert_eq!(plural("batch"), "batches");
        assert_eq!(with_article("invoice"), "an invoice");
        assert_eq!(with_article("user"), "a user");
        assert_eq!(slug("Can I share a plug-in (2nd)?"), "can-i-share-a-plug-in-2nd");
    }
}
