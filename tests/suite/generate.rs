//! Generated projects for the laws: small, and full of what goes wrong.

use firstline::engine::Settings;
use firstline::kinds::Audience;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

use crate::project::{PLAIN_SETTINGS, Project};

/// What a promise came to.
pub(crate) type Kept = Result<(), TestCaseError>;

/// Holds `promise` to `cases` generated values, the same ones in every run, and shows the smallest that breaks it.
pub(crate) fn law<S: Strategy>(cases: u32, values: S, promise: impl Fn(S::Value) -> Kept) {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    if let Err(broken) = runner.run(&values, promise) {
        panic!("{broken}");
    }
}

/// The same settings, for the company's own people.
pub(crate) fn for_staff(settings: &Settings) -> Settings {
    Settings { audience: Audience::Internal, ..settings.clone() }
}

/// Where generated pages lie; several share an address, some are of no use at all.
pub(crate) const PATHS: &[&str] = &[
    "content/articles/till/open.md",
    "content/articles/till/Open.md",
    "content/articles/till/close.md",
    "content/articles/till/_topic.md",
    "content/articles/till/cash/count.md",
    "content/articles/till/cash/drawer/jam.md",
    "content/articles/payments/refund a sale.md",
    "content/articles/payments/gebühr.md",
    "content/articles/payments/gebu\u{308}hr.md",
    "content/articles/payments/_topic.md",
    "content/articles/alone.md",
    "content/articles/100%/?#.md",
    "content/pages/about.md",
    "content/pages/contact.md",
    "content/pages/---.md",
    "content/notes/odd.md",
    "content/contact/phone.md",
    "content/contact/mail.md",
    "content/status/incidents/outage.md",
    "content/status/maintenance/move.md",
    "content/sla/promises.md",
    "content/escalation/ladder.md",
];

/// Links that generated pages have, to what is there and to what is not.
const LINKS: &[&str] = &[
    "open.md",
    "close.md#how",
    "close.md#no-such-heading",
    "../payments/refund%20a%20sale.md",
    "../payments/gebühr.md#how",
    "/pages/about.md",
    "/articles/till/",
    "/till/open/",
    "/contact/",
    "/contact/#nowhere",
    "/till/#nowhere",
    "/status/",
    "/sla/",
    "../../pages/about/",
    "KB-1",
    "KB-2#how",
    "kb-3",
    "KB-99",
    "../../../../../etc/passwd",
    "%2e%2e/%2e%2e/secret.md",
    "missing.md",
    "picture.svg",
    "clip.exe",
    "javascript:alert(1)",
    "https://example.com/",
    "mailto:help@example.com",
    "//example.com/x",
    "#how",
    "#top",
    "",
    "?q=1",
];

/// What stands in a generated body.
#[derive(Clone, Debug)]
enum Piece {
    Words(&'static str),
    Heading(&'static str),
    Link(&'static str),
    Image(&'static str),
}

fn piece() -> impl Strategy<Value = Piece> {
    prop_oneof![
        prop::sample::select(vec![
            "Press *Open* and wait.",
            "1. one\n2. two\n   - three",
            "| a | b |\n|---|---|\n| 1 | 2 |",
            "> [!NOTE]\n> mind",
            "In {{fact:reply}}, `{{fact:reply}}`, [{{fact:limit}}](mailto:{{fact:limit}}) <b>{{fact:limit}}</b>.",
            "See [it][to].\n\n[to]: {{fact:reply}}",
            "<div id=raw><a href=close.md>x</a><script>alert(1)</script></div>",
            "```sh\n:::staff\n```",
            "A note[^1].\n\n[^1]: said",
            "\u{202e}desrever ✂️ 東京",
            ":::nothing\nx\n:::",
        ])
        .prop_map(Piece::Words),
        prop::sample::select(vec!["How", "How", "Why <b>", "fl-content", "Über {#uber}"]).prop_map(Piece::Heading),
        prop::sample::select(LINKS).prop_map(Piece::Link),
        prop::sample::select(vec!["picture.svg", "unsafe.svg", "missing.png", "../till/picture.svg"])
            .prop_map(Piece::Image),
    ]
}

impl Piece {
    fn markdown(&self) -> String {
        match self {
            Self::Words(text) => format!("{text}\n\n"),
            Self::Heading(text) => format!("## {text}\n\n"),
            Self::Link(to) => {
                format!("See [this]({}).\n\n", if to.contains(' ') { format!("<{to}>") } else { (*to).to_owned() })
            }
            Self::Image(of) => format!("![a picture]({of})\n\n"),
        }
    }
}

/// A body of up to six paragraphs.
pub(crate) fn body() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..6).prop_map(|pieces| pieces.iter().map(Piece::markdown).collect())
}

/// Lines of front matter that any page may have.
fn common_fields() -> impl Strategy<Value = String> {
    let some = |text: &'static str| prop::option::weighted(0.25, Just(text));
    let title = prop::sample::select(vec![
        "title: Open the till\n",
        "title: \"<script>alert('x')</script>\"\n",
        "title: über den Wolken\n",
        "title: 7 days\n",
        "title: \"\u{202e}abc 🙂\"\n",
        "",
    ]);
    let id = prop::sample::select(vec!["", "", "id: KB-1\n", "id: KB-2\n", "id: KB-3\n"]);
    let related = prop::option::weighted(0.4, prop::sample::select(LINKS));
    let time = prop::sample::select(vec![
        "",
        "",
        "",
        "",
        "publish_at: 2026-11-20T12:00:00Z\n",
        "expires: 2026-11-20T12:00:00Z\n",
        "draft: true\n",
        "updated: 2026-11-01\n",
        "publish_at: 2026-11-20T12:00:01Z\n",
    ]);
    (title, id, related, time, some("titel: x\n"), some("summary: Do this in {{fact:reply}}.\n")).prop_map(
        |(title, id, related, time, unknown, summary)| {
            let related = related.map(|to| format!("related: [\"{to}\"]\n")).unwrap_or_default();
            format!("{title}{id}{related}{time}{}{}", unknown.unwrap_or(""), summary.unwrap_or(""))
        },
    )
}

/// The fields that the folder of `path` asks for.
fn fields_of_kind(path: &str) -> &'static str {
    if path.contains("/contact/phone") {
        "channel: phone\naddress: \"+44 20 7946 0000\"\ncalendar: support-hours\n"
    } else if path.contains("/contact/") {
        "channel: email\naddress: help@example.com\npurpose: billing\n"
    } else if path.contains("/incidents/") {
        "started: 2026-11-20T09:00:00Z\nimpact: major\ncomponents: {payments: partial_outage}\nupdates:\n  - at: \
         2026-11-20T09:10:00Z\n    state: investigating\n    body: We look into it. \
         See [x](../../articles/till/open.md).\n"
    } else if path.contains("/maintenance/") {
        "starts: 2026-11-20T11:00:00Z\nends: 2026-11-20T13:00:00Z\ncomponents: [till]\n"
    } else if path.contains("/sla/") {
        "effective: 2026-01-01\nseverities: [{id: s1, name: Critical}]\nplans: [{id: gold}]\ntargets: [{plan: gold, \
         severity: s1, first_response: 15m}]\n"
    } else if path.contains("/escalation/") {
        "steps: [{who: Team lead, after: 30m, customer_told: We look again.}]\n"
    } else {
        ""
    }
}

/// A whole page for `path`.
pub(crate) fn page(path: &'static str) -> impl Strategy<Value = String> {
    let ordinary = (common_fields(), body())
        .prop_map(move |(fields, body)| format!("---\n{fields}{}---\n{body}", fields_of_kind(path)));
    let odd = prop::sample::select(vec![
        "",
        "no front matter\n",
        "---\ntitle: [\n---\nx\n",
        "---\ntitle: unclosed\n",
        "\u{feff}---\r\ntitle: Odd\r\n---\r\nx\r\n",
        "---\n- a list\n---\nx\n",
    ]);
    prop_oneof![12 => ordinary, 1 => odd.prop_map(str::to_owned)]
}

/// A page and where it lies.
pub(crate) fn placed_page() -> impl Strategy<Value = (&'static str, String)> {
    prop::sample::select(PATHS).prop_flat_map(|path| (Just(path), page(path)))
}

/// Settings files, with and without trouble.
pub(crate) fn settings_file() -> impl Strategy<Value = String> {
    let more = prop::sample::select(vec![
        "",
        "description: All about tills\n",
        "time_zone: Europe/London\nlanguage: de\n",
        "most_wanted: [KB-1, KB-99]\n",
        "time_zone: Nowhere\n",
        "trusted_html: false\nno_such_key: 1\n",
    ]);
    more.prop_map(|more| format!("{PLAIN_SETTINGS}{more}"))
}

/// A project of up to fourteen pages, with data files and images.
pub(crate) fn project() -> impl Strategy<Value = Project> {
    let pages = prop::collection::btree_map(prop::sample::select(PATHS), Just(()), 0..14);
    let pages = pages.prop_flat_map(|paths| paths.into_keys().map(|path| (Just(path), page(path))).collect::<Vec<_>>());
    (settings_file(), pages, any::<bool>()).prop_map(|(settings, pages, with_data)| {
        let mut project = Project::new();
        project.put("firstline.yaml", settings);
        for (path, text) in pages {
            project.put(path, text);
        }
        add_pictures(&mut project);
        if with_data {
            add_data(&mut project);
        }
        project
    })
}

/// Facts that generated pages quote; of `limit` only staff know.
pub(crate) const FACTS: &[&str] =
    &["reply: 24h\n", "reply: {value: 12h, text: \"*half* a <day>\"}\nlimit: 3\n", "reply: [\n"];

fn add_pictures(project: &mut Project) {
    let safe = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 3'><path d='M0 0'/></svg>";
    for folder in ["articles/till", "articles/payments", "pages"] {
        project.put(&format!("content/{folder}/picture.svg"), safe);
        project.put(&format!("content/{folder}/unsafe.svg"), "<svg onload='x()'/>");
        project.put(&format!("content/{folder}/clip.exe"), "MZ");
    }
}

fn add_data(project: &mut Project) {
    project.put(
        "content/status/components.yaml",
        "- {id: payments, name: Payments, group: Money}\n- {id: till, name: Till, depends_on: [payments]}\n",
    );
    project.put(
        "content/contact/calendars.yaml",
        "support-hours:\n  time_zone: Europe/London\n  hours: {mon-fri: [\"09:00-17:00\"]}\n  holidays: \
         [{date: 2026-12-25}]\n",
    );
}
