//! CommonMark's own examples through our Markdown path.
//!
//! What differs on purpose everywhere (ids of headings, lazy images ...) is taken away by one small function each, below.
//! What differs in single examples stands in [`DIFFERENT`] with its reason; an example there that no longer differs fails
//! the test, as does any other difference.

use firstline::diag::Place;
use firstline::markdown::{Picture, Resolver, Staff, Target, Trust, fragment, render};

const SPEC: &str = include_str!("../data/commonmark/spec.txt");

/// Examples that we show otherwise, by their number in version 0.31.2, and why.
const DIFFERENT: &[(usize, &str)] = &[
    (21, RESOLVED),
    (31, RESOLVED),
    (142, "code in a known language is highlighted"),
    (143, "code in a known language is highlighted"),
    (344, RESOLVED),
    (500, SCHEME),
    (596, SCHEME),
    (598, SCHEME),
    (599, SCHEME),
    (601, SCHEME),
    (602, BARE),
    (608, BARE),
    (611, BARE),
    (612, BARE),
    (630, RESOLVED),
    (631, RESOLVED),
    (642, RESOLVED),
    (643, RESOLVED),
];

const RESOLVED: &str = "links in raw HTML are resolved too, and printed as we print URLs";
const SCHEME: &str = "links have no scheme but http, https, mailto and tel: others can run code or start programs";
const BARE: &str = "bare URLs and addresses are links, as on GitHub";

struct Example {
    number: usize,
    section: String,
    markdown: String,
    html: String,
}

/// The examples of the specification: between fences of 32 backticks, Markdown and HTML with a line `.` between.
fn examples() -> Vec<Example> {
    let fence = "`".repeat(32);
    let mut examples: Vec<Example> = Vec::new();
    let mut section = String::new();
    let mut lines = SPEC.lines();
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix("## ") {
            title.clone_into(&mut section);
        } else if line.strip_prefix(&fence) == Some(" example") {
            let text: Vec<&str> = lines.by_ref().take_while(|line| *line != fence).collect();
            let mut halves = text.split(|line| *line == ".").map(joined);
            let mut half = || halves.next().unwrap_or_default();
            let (markdown, html) = (half(), half());
            examples.push(Example { number: examples.len() + 1, section: section.clone(), markdown, html });
        }
    }
    examples
}

/// Lines as text. The specification shows tabs as arrows.
fn joined(lines: &[&str]) -> String {
    lines.iter().map(|line| line.replace('→', "\t") + "\n").collect()
}

/// A site that has whatever is asked for, where it is asked for.
struct Everything;

impl Resolver for Everything {
    fn link(&self, destination: &str) -> Target {
        Target::Href(destination.to_owned())
    }

    fn image(&self, destination: &str) -> Option<Picture> {
        Some(Picture { src: destination.to_owned(), width: None, height: None })
    }
}

fn ours(markdown: &str) -> String {
    let body = fragment(markdown, &Place::file("spec.md"), Staff::Show, &mut Vec::new());
    render(&body, &Everything, Trust::Trusted)
}

#[test]
fn examples_are_shown_as_the_specification_says() {
    let examples = examples();
    assert_eq!(examples.len(), 652, "version 0.31.2 has 652 examples");
    let mut wrong = Vec::new();
    for example in &examples {
        let (expected, found) = (normal_theirs(&example.html), normal_ours(&ours(&example.markdown)));
        let reason = DIFFERENT.iter().find(|(number, _)| *number == example.number).map(|(_, reason)| *reason);
        match (expected == found, reason) {
            (true, None) | (false, Some(_)) => {}
            (true, Some(reason)) => wrong.push(format!("{} no longer differs: {reason}", example.number)),
            (false, None) => wrong.push(format!(
                "{} ({})\n--- Markdown\n{}--- expected\n{expected}\n--- found\n{found}\n",
                example.number, example.section, example.markdown
            )),
        }
    }
    assert!(wrong.is_empty(), "{} examples:\n{}", wrong.len(), wrong.join("\n"));
}

fn normal_ours(html: &str) -> String {
    let html = without_permalinks(html);
    let html = without_heading_ids(&html);
    let html = without_lazy_loading(&html);
    let html = without_focus_on_code(&html);
    same_for_both(&html)
}

fn normal_theirs(html: &str) -> String {
    same_for_both(&below_the_page_title(html))
}

/// Line breaks between tags, `/>`, and whether a quote is escaped mean nothing.
fn same_for_both(html: &str) -> String {
    without_loose_line_breaks(&html.replace(" />", ">").replace("&quot;", "\""))
}

/// Each heading carries a link to itself.
fn without_permalinks(html: &str) -> String {
    without(html, "<a class=\"anchor\"", "</a>")
}

/// Each heading has an id.
fn without_heading_ids(html: &str) -> String {
    (1..=6).fold(html.to_owned(), |html, level| {
        html.split(&format!("<h{level} id=\"")).enumerate().fold(String::new(), |out, (index, part)| match index {
            0 => part.to_owned(),
            _ => format!("{out}<h{level}>{}", part.split_once("\">").map_or("", |(_, rest)| rest)),
        })
    })
}

/// Images are loaded when they come into sight.
fn without_lazy_loading(html: &str) -> String {
    html.replace(" loading=\"lazy\" decoding=\"async\"", "")
}

/// Code can be focused, so that it can be scrolled from the keyboard.
fn without_focus_on_code(html: &str) -> String {
    html.replace("<pre tabindex=\"0\">", "<pre>")
}

/// The page's title is the only heading of level 1: a body that has one is shown a level lower.
fn below_the_page_title(html: &str) -> String {
    if !html.contains("<h1>") {
        return html.to_owned();
    }
    (1..=5).rev().fold(html.to_owned(), |html, level| {
        let lower = level + 1;
        html.replace(&format!("<h{level}>"), &format!("<h{lower}>"))
            .replace(&format!("</h{level}>"), &format!("</h{lower}>"))
    })
}

/// Takes everything from `start` to `end` out of `html`, each time it comes.
fn without(html: &str, start: &str, end: &str) -> String {
    let mut parts = html.split(start);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| out + part.split_once(end).map_or("", |(_, rest)| rest))
}

/// Line breaks beside a tag are dropped, but not within `<pre>`.
fn without_loose_line_breaks(html: &str) -> String {
    let parts = html.split("</pre>").map(|part| match part.split_once("<pre") {
        Some((text, code)) => format!("{}<pre{code}", tight(text)),
        None => tight(part),
    });
    parts.collect::<Vec<_>>().join("</pre>")
}

fn tight(html: &str) -> String {
    let pieces: Vec<&str> = html.split('<').map(|piece| piece.trim_end_matches('\n')).collect();
    let html = pieces.join("<");
    let pieces: Vec<&str> = html.split('>').map(|piece| piece.trim_start_matches('\n')).collect();
    pieces.join(">")
}
