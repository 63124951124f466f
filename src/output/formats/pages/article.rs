//! The page of an answer.

use crate::kinds::Article;
use crate::site::slug::humanise;
use crate::site::{Page, PageId, Resolved};
use crate::theme::view::{ArticleCard, ArticleView, Link};
use crate::yaml::{Choice, Placed};

use super::super::super::{Press, RenderError};
use super::{Around, article_card, contact, contents, html, status, text};

pub(super) fn article(press: &Press, id: PageId, front: &Article) -> Result<Vec<u8>, RenderError> {
    let page = press.site.page(id);
    let basics = &page.entry.basics;
    let (previous, next) = press.site.neighbours(id);
    let link = |id: PageId| {
        let page = press.site.page(id);
        Link { title: page.title.clone(), url: page.url.clone() }
    };
    let view = ArticleView {
        frame: press.frame(Around::page(press, page, None)),
        title: page.title.clone(),
        question: front.question.clone().unwrap_or_default(),
        summary: text(basics.summary.as_ref()),
        html: press.body_html(page, &page.url)?,
        contents: contents(page),
        id: text(basics.id.as_ref()),
        kind: front.kind.map(Choice::word).unwrap_or_default().to_owned(),
        level: front.level.map(Choice::word).unwrap_or_default().to_owned(),
        products: front.products.iter().map(|name| humanise(name)).collect(),
        plans: front.plans.iter().map(|name| humanise(name)).collect(),
        updated: basics.updated.as_ref().map(|date| press.date(date.value)),
        reviewed: basics.reviewed.as_ref().map(|date| press.date(date.value)),
        notices: status::of_components(press, &front.components),
        made: status::made(press),
        before: referred(press, page, &front.before),
        related: referred(press, page, &basics.related),
        previous: previous.map(link),
        next: next.map(link),
        channels: contact::from_article(press, page, &front.plans),
    };
    html(press, "article.html", &view)
}

/// The pages that ids or paths in front matter name; those that name none are findings elsewhere.
fn referred(press: &Press, from: &Page, references: &[Placed<String>]) -> Vec<ArticleCard> {
    let named = references.iter().filter_map(|reference| {
        let Resolved::Here(url) = press.site.resolve(&from.entry.path, reference) else { return None };
        press.site.page_by_url(url.split('#').next().unwrap_or_default())
    });
    named.map(|id| article_card(press.site.page(id))).collect()
}
