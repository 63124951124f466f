//! The text of one article.
//!
//! A text is built section by section until it has the length that was drawn for it. Lengths follow what companies
//! publish: half of all articles are short answers, one in ten is a small manual.

use std::fmt::Write as _;

use super::dice::Dice;
use super::heads::{Catalogue, Head, Kind, Topic, plural, slug, with_article};
use super::names::{capitalised, invented_proper};
use super::sentences::{HEADINGS, OPENINGS, QUESTIONS, STATEMENTS, STEPS, SUMMARIES};
use super::words::{
    ADJECTIVES, BUTTONS, CAUSES, CONDITIONS, EXTENSIONS, MANNERS, NOUNS, ROLES, SCREENS, SETTING_HEADS, SETTING_TAILS,
    SITUATIONS, SYMPTOMS, TIMES, VERBS, Verb,
};

/// Lengths of articles in bytes at each twentieth of the articles, shortest first. The middle is 3.5 kB, the mean 7 kB.
const LENGTHS: [u64; 21] = [
    700, 1000, 1250, 1500, 1750, 2000, 2250, 2550, 2850, 3150, 3500, 4000, 4700, 5600, 6700, 8200, 10_500, 13_500,
    17_500, 25_000, 40_000,
];
/// The space that names of features are drawn from: half a million, so that the hundred-thousandth article still brings
/// new ones. With it an index has about as many different words as one of real articles: 15,000 at 1,000 articles,
/// 80,000 at 10,000.
const FEATURES: u64 = 1 << 19;
/// Room for what closes an article, and for half a section that goes beyond the aim.
const CLOSING: usize = 750;

/// The whole file of an article: front matter and text.
pub(crate) fn article(catalogue: &Catalogue, number: u64, seed: u64) -> String {
    let head = catalogue.head(number);
    let mut dice = Dice::new(seed, 2, number);
    let length = length(&mut dice) as usize;
    let mut writer = Writer::new(catalogue, &head, dice);
    writer.choose_words(length);
    writer.front_matter();
    writer.opening();
    writer.landmark();
    while writer.text.len() + CLOSING < length {
        writer.section();
    }
    writer.closing();
    writer.text
}

/// The length to aim at, drawn from `LENGTHS`.
fn length(dice: &mut Dice) -> u64 {
    let place = dice.below(LENGTHS.len() as u64 - 1) as usize;
    dice.between(LENGTHS[place], LENGTHS[place + 1])
}

struct Writer<'a> {
    catalogue: &'a Catalogue,
    head: &'a Head,
    topic: &'a Topic,
    /// What this article is about. A text repeats itself: the same names and things come up again and again.
    features: Vec<String>,
    nouns: Vec<&'static str>,
    verbs: Vec<Verb>,
    /// Ids of the headings so far.
    headings: Vec<String>,
    dice: Dice,
    text: String,
}

impl<'a> Writer<'a> {
    fn new(catalogue: &'a Catalogue, head: &'a Head, dice: Dice) -> Writer<'a> {
        Writer {
            catalogue,
            head,
            topic: &catalogue.topics[head.topic],
            features: Vec::new(),
            nouns: Vec::new(),
            verbs: Vec::new(),
            headings: Vec::new(),
            dice,
            text: String::new(),
        }
    }

    /// Chooses what the article is about: more, if it is to be long.
    fn choose_words(&mut self, length: usize) {
        self.text.reserve(length + 2000);
        self.features = (0..4 + length / 220).map(|_| invented_proper(self.dice.rank(FEATURES))).collect();
        self.nouns = (0..10 + length / 900).map(|_| self.any_noun()).collect();
        self.verbs = (0..8 + length / 1500).map(|_| self.any_verb()).collect();
    }

    fn front_matter(&mut self) {
        let summary = self.sentence(&SUMMARIES);
        let (year, month, day) = (self.dice.between(2022, 2026), self.dice.between(1, 10), self.dice.between(1, 28));
        let _ = write!(
            self.text,
            "---\ntitle: \"{}\"\nsummary: \"{summary}\"\nid: {}\ntype: {}\nupdated: {year}-{month:02}-{day:02}\n",
            self.head.title,
            self.head.id(),
            self.head.kind.name(),
        );
        self.tags();
        self.aliases();
        self.text.push_str("---\n\n");
    }

    fn tags(&mut self) {
        let product = slug(&self.topic.product);
        let area = slug(self.topic.area.name);
        let _ = writeln!(self.text, "tags: [{product}, {area}, {}]", slug(self.head.object));
    }

    /// What customers type. They name the product first, or last, or shorten the sentence.
    fn aliases(&mut self) {
        if self.dice.chance(40) {
            return;
        }
        let product = self.topic.product.to_lowercase();
        let keywords = self.head.keywords.to_lowercase();
        self.text.push_str("aliases:\n");
        let _ = writeln!(self.text, "  - {product} {keywords}");
        if self.dice.chance(50) {
            let _ = writeln!(self.text, "  - help with {keywords} {product}");
        }
    }

    fn opening(&mut self) {
        let first = self.sentence(&OPENINGS);
        self.text.push_str(&first);
        self.text.push(' ');
        self.paragraph();
    }

    /// The section that articles of this kind always have.
    fn landmark(&mut self) {
        self.heading(2, self.head.kind.landmark());
        match self.head.kind {
            Kind::Howto | Kind::Policy => self.bullets(),
            Kind::Troubleshooting | Kind::KnownIssue => self.steps(),
            Kind::Faq => self.paragraph(),
            Kind::Reference => self.table(),
        }
    }

    /// One more section, of a sort that suits the kind.
    fn section(&mut self) {
        let questions = if self.head.kind == Kind::Faq { 70 } else { 12 };
        let heading = if self.dice.chance(questions) { self.filled(&QUESTIONS) } else { self.filled(&HEADINGS) };
        if self.headings.contains(&slug(&heading)) {
            return;
        }
        let level = if self.headings.len() > 2 && self.dice.chance(35) { 3 } else { 2 };
        self.heading(level, &capitalised(&heading));
        for _ in 0..self.dice.between(1, 3) {
            self.paragraph();
        }
        match self.dice.below(20) {
            0..=3 => self.steps(),
            4..=6 => self.bullets(),
            7..=8 => self.table(),
            9..=11 => self.code(),
            12..=16 => self.alert(),
            17 => self.see_also(),
            _ => {}
        }
    }

    fn heading(&mut self, level: usize, heading: &str) {
        self.headings.push(slug(heading));
        let _ = write!(self.text, "{} {heading}\n\n", "#".repeat(level));
    }

    fn paragraph(&mut self) {
        for _ in 0..self.dice.between(2, 6) {
            let sentence = self.sentence(&STATEMENTS);
            self.text.push_str(&sentence);
            self.text.push(' ');
        }
        if self.dice.chance(25) {
            self.mention();
        }
        self.end_block();
    }

    /// A sentence that leads to another article, by its path or by its id.
    fn mention(&mut self) {
        if let Some(other) = self.catalogue.neighbour(self.head, &mut self.dice) {
            let target = self.target(&other);
            let _ = write!(self.text, "For more, see [{}]({target}).", other.title);
        }
    }

    /// The address of `other` as a writer would give it. Half of the links by id point at a section that articles of
    /// its kind always have.
    fn target(&mut self, other: &Head) -> String {
        match self.dice.below(10) {
            0..=1 => other.id(),
            2 => format!("{}#{}", other.id(), slug(other.kind.landmark())),
            _ if other.topic == self.head.topic => format!("{}.md", other.slug),
            _ => format!("../{}/{}.md", self.catalogue.topics[other.topic].slug, other.slug),
        }
    }

    fn see_also(&mut self) {
        for _ in 0..self.dice.between(2, 4) {
            if let Some(other) = self.catalogue.neighbour(self.head, &mut self.dice) {
                let target = self.target(&other);
                let _ = writeln!(self.text, "- [{}]({target})", other.title);
            }
        }
        self.end_block();
    }

    fn steps(&mut self) {
        for number in 1..=self.dice.between(3, 8) {
            let step = self.sentence(&STEPS);
            let _ = writeln!(self.text, "{number}. {step}");
            if self.dice.chance(12) {
                let remark = self.sentence(&STATEMENTS);
                let _ = writeln!(self.text, "   {remark}");
            }
        }
        self.end_block();
    }

    fn bullets(&mut self) {
        for _ in 0..self.dice.between(2, 6) {
            let item = self.sentence(&STATEMENTS);
            let _ = writeln!(self.text, "- {item}");
        }
        self.end_block();
    }

    fn table(&mut self) {
        self.text.push_str("| Setting | Default | What it does |\n|---|---|---|\n");
        for _ in 0..self.dice.between(3, 12) {
            let row = self.filled(&["| {setting-plain} | {value} | {Doing} {a-noun} {manner} |"]);
            self.text.push_str(&row);
            self.text.push('\n');
        }
        self.end_block();
    }

    fn code(&mut self) {
        let sample = self.filled(&[
            "```sh\n{command} {noun-word} --{noun-word} {n} --output {file}\n{command} status {code}\n```",
            "```json\n{\n  \"{noun-word}\": \"{value}\",\n  \"{noun-word}\": {n},\n  \"code\": \"{code}\"\n}\n```",
            "```ini\n[{command}]\n{noun-word} = {value}\n{noun-word} = {n}\nfile = {file}\n```",
            "```yaml\n{command}:\n  {noun-word}: {value}\n  limit: {n}\n```",
            "```text\n2026-0{digit}-1{digit} 0{digit}:1{digit}:3{digit} {command}: {noun-word} {value} ({code})\n```",
        ]);
        self.text.push_str(&sample);
        self.text.push('\n');
        self.end_block();
    }

    fn alert(&mut self) {
        let kind = self.dice.pick(&["NOTE", "NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"]);
        let text = self.sentence(&STATEMENTS);
        let _ = writeln!(self.text, "> [!{kind}]\n> {text}");
        self.end_block();
    }

    fn closing(&mut self) {
        self.heading(2, "Still not solved?");
        let last =
            self.filled(&["Write to us with the number of the {object} and the time when the {noun} was {done}."]);
        self.text.push_str(&last);
        self.end_block();
        self.see_also();
        self.text.truncate(self.text.trim_end().len());
        self.text.push('\n');
    }

    /// Ends a paragraph, list or table with one empty line.
    fn end_block(&mut self) {
        self.text.truncate(self.text.trim_end().len());
        self.text.push_str("\n\n");
    }

    /// One of the patterns, filled, with a capital at its start.
    fn sentence(&mut self, patterns: &[&str]) -> String {
        let filled = self.filled(patterns);
        if filled.starts_with(|first: char| first.is_ascii_lowercase()) { capitalised(&filled) } else { filled }
    }

    /// One of the patterns with a word in each slot.
    fn filled(&mut self, patterns: &[&str]) -> String {
        let mut rest = self.dice.pick(patterns);
        let mut filled = String::with_capacity(rest.len() * 2);
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            match after.split_once('}') {
                Some((slot, after)) if slot.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-') => {
                    self.fill(slot, &mut filled);
                    rest = after;
                }
                // A brace of a code sample.
                _ => {
                    filled.push('{');
                    rest = after;
                }
            }
        }
        filled.push_str(rest);
        filled
    }

    /// Appends a word for the slot; a slot with a capital gets a word with one.
    fn fill(&mut self, slot: &str, filled: &mut String) {
        if slot.starts_with(|first: char| first.is_ascii_uppercase()) {
            let word = self.word(&slot.to_ascii_lowercase());
            filled.push_str(&capitalised(&word));
        } else {
            filled.push_str(&self.word(slot));
        }
    }

    fn word(&mut self, slot: &str) -> String {
        match slot {
            "product" => self.topic.product.clone(),
            "object" => self.head.object.to_owned(),
            "objects" => plural(self.head.object),
            "an-object" => with_article(self.head.object),
            "action" => self.head.action.0.to_owned(),
            "actioned" => self.head.action.1.to_owned(),
            "actioning" => self.head.action.2.to_owned(),
            "verb" => self.verb().0.to_owned(),
            "verb-s" => third_person(self.verb().0),
            "done" => self.verb().1.to_owned(),
            "doing" => self.verb().2.to_owned(),
            "cause" => self.dice.common(&CAUSES).to_owned(),
            "condition" => self.dice.common(&CONDITIONS).to_owned(),
            "symptom" => self.dice.common(&SYMPTOMS).to_owned(),
            "situation" => self.dice.common(&SITUATIONS).to_owned(),
            "manner" => self.dice.common(&MANNERS).to_owned(),
            "time" => self.dice.common(&TIMES).to_owned(),
            "role" => self.dice.common(&ROLES).to_owned(),
            "adj" => self.dice.common(&ADJECTIVES).to_owned(),
            "a-adj" => with_article(self.dice.common(&ADJECTIVES)),
            _ => self.thing(slot),
        }
    }

    /// The slots that name things.
    fn thing(&mut self, slot: &str) -> String {
        match slot {
            "noun" => self.noun(),
            "nouns" => plural(&self.noun()),
            "a-noun" => with_article(&self.noun()),
            "noun-word" => self.dice.common(&NOUNS).replace(' ', "_"),
            "feature" => self.feature(),
            "setting" => format!("**{}**", self.setting()),
            "setting-plain" => self.setting(),
            "screen" => self.dice.common(&SCREENS).to_owned(),
            "path" => self.path(),
            "button" => format!("**{}**", self.dice.common(&BUTTONS)),
            "file" => format!("{}.{}", slug(&self.noun()), self.dice.common(&EXTENSIONS)),
            "command" => self.feature().to_lowercase(),
            "value" => self.dice.common(&ADJECTIVES).to_owned(),
            _ => self.figure(slot),
        }
    }

    /// The slots that hold digits.
    fn figure(&mut self, slot: &str) -> String {
        match slot {
            "n" => (2 + self.dice.rank(500)).to_string(),
            "digit" => self.dice.below(10).to_string(),
            "amount" => format!("\u{a3}{}.{:02}", 1 + self.dice.rank(400), self.dice.below(20) * 5),
            "version" => format!("{}.{}", self.dice.between(2, 9), self.dice.below(30)),
            "prefix" => self.prefix(),
            "code" => format!("{}-{}", self.prefix(), 100 + self.dice.rank(9000)),
            _ => unreachable!("a pattern names the slot {slot:?}, which nothing fills"),
        }
    }

    /// What is done: mostly what this article is about.
    fn verb(&mut self) -> Verb {
        if self.dice.chance(75) { self.dice.common(&self.verbs) } else { self.any_verb() }
    }

    fn any_verb(&mut self) -> Verb {
        self.dice.common(&VERBS)
    }

    /// A thing: mostly what this article is about, sometimes a feature's.
    fn noun(&mut self) -> String {
        match self.dice.below(10) {
            0..=6 => self.dice.common(&self.nouns).to_owned(),
            7 => format!("{} {}", self.feature(), self.any_noun()),
            _ => self.any_noun().to_owned(),
        }
    }

    /// One of the topic's own things, or one that all topics share; each topic has favourites among those.
    fn any_noun(&mut self) -> &'static str {
        match self.dice.below(3) {
            0 => self.dice.common(&self.topic.area.objects),
            1 => NOUNS[(self.head.topic * 17 + self.dice.rank(NOUNS.len() as u64) as usize) % NOUNS.len()],
            _ => self.dice.common(&NOUNS),
        }
    }

    fn feature(&mut self) -> String {
        self.dice.common(&self.features)
    }

    fn setting(&mut self) -> String {
        format!("{} {}", self.dice.common(&SETTING_HEADS), self.dice.common(&SETTING_TAILS))
    }

    /// The way to a place in the app.
    fn path(&mut self) -> String {
        let (first, second) = (self.dice.common(&SCREENS), self.dice.common(&SCREENS));
        if first == second { format!("**{first}**") } else { format!("**{first} > {second}**") }
    }

    /// The letters of an error code: the first of the feature that reports it.
    fn prefix(&mut self) -> String {
        let feature = self.feature();
        feature.chars().take(3).collect::<String>().to_uppercase()
    }
}

/// "saves", "turns on", "catches".
fn third_person(verb: &str) -> String {
    match verb.split_once(' ') {
        Some((verb, rest)) => format!("{} {rest}", plural(verb)),
        None => plural(verb),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slot_of_every_pattern_can_be_filled() {
        let catalogue = Catalogue::new(1, 1, 1);
        let head = catalogue.head(0);
        let mut writer = Writer::new(&catalogue, &head, Dice::new(1, 2, 3));
        writer.choose_words(1000);
        let lists: [&[&str]; 6] = [&STATEMENTS, &OPENINGS, &STEPS, &HEADINGS, &QUESTIONS, &SUMMARIES];
        for pattern in lists.into_iter().flatten() {
            let filled = writer.filled(&[pattern]);
            assert!(!filled.contains(['{', '}']), "{pattern} became {filled}");
        }
        assert!(writer.filled(&["{\n  \"{noun-word}\": {n}\n}"]).starts_with("{\n  \""), "braces of code stay");
    }

    #[test]
    fn lengths_are_those_of_support_articles() {
        let mut dice = Dice::new(1, 0, 0);
        let mut lengths: Vec<u64> = (0..20_000).map(|_| length(&mut dice)).collect();
        lengths.sort_unstable();
        let mean = lengths.iter().sum::<u64>() / lengths.len() as u64;
        assert!((3300..3700).contains(&lengths[10_000]), "median {}", lengths[10_000]);
        assert!((6500..7500).contains(&mean), "mean {mean}");
        assert!(lengths[19_999] <= 40_000);
    }
}
