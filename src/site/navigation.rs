//! Topics: the folders of answers, as a tree, with their articles in reading order.

use std::collections::BTreeMap;

use crate::kinds::{Front, Kind};

use super::slug::humanise;
use super::urls::Addressed;
use super::{PageId, Site, page_id};

/// A topic, by its number in [`Site::topics`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicId(u32);

/// A folder of answers.
#[derive(Clone, Debug)]
pub struct Topic {
    /// Its address: `till/`.
    pub url: String,
    /// What addresses in its language begin with: `fr/`, nothing in the site's own.
    pub root: String,
    /// Its title; from `_topic.md`, else from the folder's name.
    pub title: String,
    /// The page of its `_topic.md`.
    pub page: Option<PageId>,
    /// The topic whose folder holds this one.
    pub parent: Option<TopicId>,
    /// Topics in folders below it, in order.
    pub children: Vec<TopicId>,
    /// Its articles, by title.
    pub articles: Vec<PageId>,
    /// How many articles it has, those below it included.
    pub total: usize,
}

/// The topics of the addressed entries, and the topic of each entry.
pub(super) fn topics(addressed: &[Addressed]) -> (Vec<Topic>, Vec<Option<TopicId>>) {
    let mut urls: BTreeMap<String, (u32, &str)> = BTreeMap::new();
    for entry in addressed {
        let mut folder = topic_url(entry);
        while let Some(url) = folder {
            folder = parent_url(&url, &entry.root);
            urls.insert(url, (0, &entry.root));
        }
    }
    for (number, (id, _)) in (0..).zip(urls.values_mut()) {
        *id = number;
    }
    let id_of = |url: &str| urls.get(url).map(|(id, _)| TopicId(*id));
    let topics = urls.iter().map(|(url, (_, root))| {
        let name = url.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        Topic {
            title: humanise(name),
            page: None,
            parent: parent_url(url, root).and_then(|parent| id_of(&parent)),
            children: Vec::new(),
            articles: Vec::new(),
            total: 0,
            url: url.clone(),
            root: (*root).to_owned(),
        }
    });
    let topics = topics.collect();
    let topic_of = addressed.iter().map(|entry| topic_url(entry).and_then(|url| id_of(&url))).collect();
    (topics, topic_of)
}

/// The address of the topic that an entry belongs to, or describes.
fn topic_url(addressed: &Addressed) -> Option<String> {
    match addressed.entry.kind {
        Kind::Topic => Some(addressed.url.clone()),
        Kind::Article => parent_url(&addressed.url, &addressed.root),
        _ => None,
    }
}

/// `till/cash/` lies in `till/`; what lies at the root of its language has no parent.
fn parent_url(url: &str, root: &str) -> Option<String> {
    let (parent, _) = url.strip_prefix(root)?.trim_end_matches('/').rsplit_once('/')?;
    Some(format!("{root}{parent}/"))
}

impl Site {
    /// Every topic, sorted by address.
    #[must_use]
    pub fn topics(&self) -> &[Topic] {
        &self.topics
    }

    /// Every topic with its id.
    pub fn numbered_topics(&self) -> impl Iterator<Item = (TopicId, &Topic)> {
        (0..).map(TopicId).zip(&self.topics)
    }

    /// One topic.
    #[must_use]
    pub fn topic(&self, id: TopicId) -> &Topic {
        &self.topics[id.0 as usize]
    }

    /// The topic at this address.
    #[must_use]
    pub fn topic_at(&self, url: &str) -> Option<TopicId> {
        let at = self.topics.binary_search_by(|topic| topic.url.as_str().cmp(url)).ok()?;
        u32::try_from(at).ok().map(TopicId)
    }

    /// The topics of a language that lie in no other, in the writers' order.
    #[must_use]
    pub fn top_topics(&self, language: &str) -> Vec<TopicId> {
        let root = self.root(language);
        let is_top = |topic: &Topic| topic.parent.is_none() && topic.root == root;
        let roots = self.numbered_topics().filter(|(_, topic)| is_top(topic)).map(|(id, _)| id);
        self.in_order(roots.collect())
    }

    /// The topics above `id`, outermost first, itself included.
    #[must_use]
    pub fn trail(&self, id: TopicId) -> Vec<TopicId> {
        let mut trail: Vec<TopicId> = std::iter::successors(Some(id), |id| self.topic(*id).parent).collect();
        trail.reverse();
        trail
    }

    /// The articles before and after one in its topic.
    #[must_use]
    pub fn neighbours(&self, id: PageId) -> (Option<PageId>, Option<PageId>) {
        let Some(topic) = self.page(id).topic else { return (None, None) };
        let articles = &self.topic(topic).articles;
        let Ok(at) = articles.binary_search_by(|other| self.by_title(*other, id)) else { return (None, None) };
        let before = at.checked_sub(1).and_then(|at| articles.get(at));
        (before.copied(), articles.get(at + 1).copied())
    }

    /// Fills in what depends on pages: titles, articles, children and totals.
    pub(super) fn finish_topics(&mut self) {
        let mut topics = std::mem::take(&mut self.topics);
        for (at, page) in self.pages.iter().enumerate() {
            let Some(topic) = page.topic.and_then(|id| topics.get_mut(id.0 as usize)) else { continue };
            if page.entry.kind == Kind::Topic {
                topic.title.clone_from(&page.title);
                topic.page = Some(page_id(at));
            } else {
                topic.articles.push(page_id(at));
            }
        }
        for topic in &mut topics {
            topic.articles.sort_by(|a, b| self.by_title(*a, *b));
            topic.total = topic.articles.len();
        }
        // Sorted by address, so a child always stands behind its parent.
        for at in (0..topics.len()).rev() {
            let (total, parent) = (topics[at].total, topics[at].parent);
            if let Some(parent) = parent {
                topics[parent.0 as usize].total += total;
                topics[parent.0 as usize].children.push(TopicId(u32::try_from(at).unwrap_or(u32::MAX)));
            }
        }
        self.topics = topics;
        for at in 0..self.topics.len() {
            let children = std::mem::take(&mut self.topics[at].children);
            self.topics[at].children = self.in_order(children);
        }
    }

    /// Pages by title as people sort, then by address.
    fn by_title(&self, a: PageId, b: PageId) -> std::cmp::Ordering {
        let (a, b) = (self.page(a), self.page(b));
        let folded = |title: &str| title.to_lowercase();
        folded(&a.title).cmp(&folded(&b.title)).then_with(|| a.url.cmp(&b.url))
    }

    fn in_order(&self, mut ids: Vec<TopicId>) -> Vec<TopicId> {
        ids.sort_by_cached_key(|id| {
            let topic = self.topic(*id);
            (self.order_of(topic), topic.title.to_lowercase(), topic.url.clone())
        });
        ids
    }

    fn order_of(&self, topic: &Topic) -> i64 {
        let page = topic.page.map(|id| self.page(id));
        match page.map(|page| &page.entry.front) {
            Some(Front::Topic(front)) => front.order.as_ref().map_or(i64::MAX, |order| order.value),
            _ => i64::MAX,
        }
    }
}
