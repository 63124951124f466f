//! A site in three languages has three indexes, and each finds its own pages only.

use firstline_search::{File, Files, Reader};

use crate::project::{Project, Tree};

/// Articles in English, French and Japanese; the last in no other language.
const ARTICLES: [(&str, &str, &str); 9] = [
    ("refunds.md", "Refund a customer", "Refunds reach the card within five days. In French: remboursement."),
    ("refunds.fr.md", "Rembourser un client", "L’argent est remboursé sous cinq jours. In English: refund."),
    ("refunds.ja.md", "返金する", "返金は五日以内にカードへ届きます。iPhone15の設定もご確認ください。"),
    ("receipts.md", "Print a receipt", "Receipts are printed on paper."),
    ("receipts.fr.md", "Imprimer un reçu", "Les reçus préférés de vos clients."),
    ("receipts.ja.md", "領収書を印刷する", "東京駅の店舗でも印刷できます。"),
    ("caisse.fr.md", "Cafe et the", "La carte du bar."),
    ("boissons.fr.md", "Café et thé", "La carte du bar."),
    ("journal.fr.md", "Les journaux", "Le journal de caisse."),
];

/// The site of these articles.
pub(crate) fn project() -> Project {
    ARTICLES.iter().fold(Project::new(), |project, (file, title, body)| {
        project.with(&format!("content/articles/billing/{file}"), format!("---\ntitle: {title}\n---\n{body}\n"))
    })
}

/// The native search over the index that a site publishes for a language.
pub(crate) fn reader(tree: &Tree, language: &str) -> Reader {
    let folder = format!("search/{language}/");
    let files = tree.iter().filter_map(|(path, bytes)| Some((path.strip_prefix(&folder)?, bytes)));
    let files = files.filter(|(name, _)| *name != "index.html");
    let files = files.map(|(name, bytes)| File { name: name.to_owned(), bytes: bytes.clone() });
    Reader::open(&Files(files.collect())).expect("the published index can be opened")
}

fn found(tree: &Tree, language: &str, query: &str) -> Vec<String> {
    let results = reader(tree, language).search(query, 10).expect("the index is whole");
    results.hits.into_iter().map(|hit| hit.url).collect()
}

#[test]
fn each_language_finds_its_own_pages_only() {
    let site = project().site();
    for query in ["refund", "remboursement", "返金", "receipt", "reçu", "billing"] {
        for (language, root) in [("en", "billing/"), ("fr", "fr/"), ("ja", "ja/")] {
            let strangers: Vec<String> =
                found(&site, language, query).into_iter().filter(|url| !url.starts_with(root)).collect();
            assert_eq!(strangers, [""; 0], "{language}: {query}");
        }
    }
    assert_eq!(found(&site, "en", "refunding"), ["billing/refunds/"]);
    assert_eq!(found(&site, "fr", "remboursé")[0], "fr/billing/refunds/");
    assert_eq!(found(&site, "ja", "返金"), ["ja/billing/refunds/"]);
}

#[test]
fn french_is_found_as_it_is_typed() {
    let site = project().site();
    // Without accents, bent, and behind an article that has lost its vowel.
    assert_eq!(found(&site, "fr", "recu")[0], "fr/billing/receipts/");
    assert_eq!(found(&site, "fr", "préférée")[0], "fr/billing/receipts/");
    assert_eq!(found(&site, "fr", "argent")[0], "fr/billing/refunds/");
    assert_eq!(found(&site, "fr", "journal"), ["fr/billing/journal/"]);
}

#[test]
fn what_has_the_accents_as_typed_comes_first() {
    let site = project().site();
    let (with, without) = ("fr/billing/boissons/".to_owned(), "fr/billing/caisse/".to_owned());
    assert_eq!(found(&site, "fr", "café"), [with.clone(), without.clone()]);
    assert_eq!(found(&site, "fr", "cafe"), [without, with]);
}

#[test]
fn japanese_is_found_by_its_signs() {
    let site = project().site();
    assert_eq!(found(&site, "ja", "東京駅"), ["ja/billing/receipts/"]);
    assert_eq!(found(&site, "ja", "駅"), ["ja/billing/receipts/"], "one sign, inside of a run");
    assert_eq!(found(&site, "ja", "設定"), ["ja/billing/refunds/"]);
    assert_eq!(found(&site, "ja", "iphone15の設定"), ["ja/billing/refunds/"]);
    assert_eq!(found(&site, "ja", "印刷")[0], "ja/billing/receipts/");
}

#[test]
fn only_the_languages_of_the_site_are_published() {
    let names = |site: &Tree| {
        let stemmers = site.keys().filter_map(|path| path.strip_prefix("assets/stem-"));
        stemmers.map(|name| name[..2].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&project().site()), ["en", "fr"]);
    let japanese = Project::new()
        .with("firstline.yaml", "title: 助け\nbase_url: https://help.example.com\nlanguage: ja\n")
        .with("content/articles/a.md", "---\ntitle: 返金する\n---\n返金");
    let site = japanese.site();
    assert_eq!(names(&site), [""; 0]);
    assert!(String::from_utf8_lossy(&site["a/index.html"]).contains("data-stem=\"\""));
}
