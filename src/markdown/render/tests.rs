//! What bodies look like as HTML, and that none of them can do harm.

use proptest::prelude::*;

use super::*;
use crate::diag::Place;
use crate::markdown::{Staff, fragment, outline};
use crate::source::{SitePath, SourceText};

/// Links to `.md` lead inside, `gone` nowhere, everything else outside; images named `.png` exist.
struct Site;

impl Resolver for Site {
    fn link(&self, destination: &str) -> Target {
        match destination {
            "gone" => Target::Broken,
            inside if inside.ends_with(".md") => Target::Href(format!("/{}/", inside.trim_end_matches(".md"))),
            outside => Target::External(outside.to_owned()),
        }
    }

    fn image(&self, destination: &str) -> Option<Picture> {
        let found = destination.ends_with(".png");
        found.then(|| Picture { src: destination.to_owned(), width: Some(30), height: Some(20) })
    }
}

fn body(text: &str) -> Body {
    fragment(text, &Place::file("a.md"), Staff::Show, &mut Vec::new())
}

fn html(text: &str) -> String {
    render(&body(text), &Site, Trust::Sanitise)
}

fn trusted(text: &str) -> String {
    render(&body(text), &Site, Trust::Trusted)
}

#[test]
fn headings_have_ids_and_a_link_to_themselves() {
    let anchor = |id: &str| format!("<a class=\"anchor\" href=\"#{id}\" aria-label=\"Link to this section\">#</a>");
    assert_eq!(
        html("## A *b*\n## A b"),
        format!("<h2 id=\"a-b\">A <em>b</em>{}</h2>\n<h2 id=\"a-b-1\">A b{}</h2>\n", anchor("a-b"), anchor("a-b-1"))
    );
    assert_eq!(html("### Fees {#fees}"), format!("<h3 id=\"fees\">Fees{}</h3>\n", anchor("fees")));
    assert_eq!(
        html("Title\n=\n###### Last\n"),
        format!("<h2 id=\"title\">Title{}</h2>\n<h6 id=\"last\">Last{}</h6>\n", anchor("title"), anchor("last"))
    );
}

#[test]
fn a_heading_of_nothing_but_space_has_no_text() {
    let text = "# ` `";
    let source = SourceText::new(SitePath::new("a.md").unwrap(), text);
    assert_eq!(outline(&source, &body(text), &mut Vec::new()).headings[0].text, "");
    assert!(trusted(text).starts_with("<h2 id=\"section\"><code> </code>"));
}

#[test]
fn an_id_right_behind_a_url_is_no_part_of_it() {
    for (id, text) in
        [("aé", "See http://x.com/{#aé}"), ("fees", "See http://x.com/{#fees}"), ("é", "See http://x.com/ {#é} ")]
    {
        let link = "See <a href=\"http://x.com/\" rel=\"noopener\">http://x.com/</a>";
        assert_eq!(html(&format!("# {text}")), heading(id, link), "{text}");
    }
}

#[test]
fn ids_leave_nothing_behind_in_the_heading() {
    for (text, id, shown) in [
        ("# {#x}", "x", ""),
        ("# Open `till` {#x}", "x", "Open <code>till</code>"),
        ("# Open `till`{#x}", "x", "Open <code>till</code>"),
        ("# *é* {#é}", "é", "<em>é</em>"),
        ("# Fees {#a\\_b}", "a_b", "Fees"),
        ("# Fees\\! {\\#x}", "x", "Fees!"),
        ("Fees\n{#x}\n===", "x", "Fees"),
        ("# Write `{#x}`", "write-x", "Write <code>{#x}</code>"),
    ] {
        assert_eq!(html(text), heading(id, shown), "{text}");
    }
}

/// A heading of level 1, as shown.
fn heading(id: &str, text: &str) -> String {
    let link = format!("<a class=\"anchor\" href=\"#{id}\" aria-label=\"Link to this section\">#</a>");
    format!("<h2 id=\"{id}\">{text}{link}</h2>\n")
}

#[test]
fn ids_are_those_of_the_outline() {
    let text = "# A\n\nB {#c}\n---\n\n> ## `{#d}`\n\n- ### É <b>f {#g}\n\n[^1]: #### H\n\n## www.i.jk [^1] {#l-_m}\n";
    let source = SourceText::new(SitePath::new("a.md").unwrap(), text);
    let outline = outline(&source, &body(text), &mut Vec::new());
    let html = html(text);
    assert_eq!(outline.headings.len(), 6);
    for heading in outline.headings {
        assert_eq!(html.matches(&format!("<h{} id=\"{}\">", heading.level, heading.id)).count(), 1, "{html}");
    }
}

#[test]
fn links_go_where_the_site_says() {
    assert_eq!(html("[a](b.md \"t\")"), "<p><a href=\"/b/\" title=\"t\">a</a></p>\n");
    assert_eq!(html("[a *b*](gone)"), "<p>a <em>b</em></p>\n");
    assert_eq!(
        html("<https://a.b/?c&d>"),
        "<p><a href=\"https://a.b/?c&amp;d\" rel=\"noopener\">https://a.b/?c&amp;d</a></p>\n"
    );
    assert_eq!(
        html("see www.a.bc/d_e_f*g*."),
        "<p>see <a href=\"http://www.a.bc/d_e_f\" rel=\"noopener\">www.a.bc/d_e_f</a><em>g</em>.</p>\n"
    );
    assert_eq!(
        html("[www.a.bc](b.md) `www.a.bc` https\\://a.b"),
        "<p><a href=\"/b/\">www.a.bc</a> <code>www.a.bc</code> https://a.b</p>\n"
    );
    assert_eq!(html("a@b.cd <b@c.de>").matches("href=\"mailto:").count(), 2);
}

#[test]
fn addresses_that_run_are_never_printed() {
    for text in [
        "[a](javascript:alert(1))",
        "[a](JaVa&Tab;Script:x)",
        "[a](&#x6A;avascript&colon;x)",
        "<javascript:x>",
        "[a](<\u{1}javascript:x>)",
        "[a][b]\n\n[b]: data:text/html,x",
        "<a href=javascript:x>a</a>",
        "<a href='java&#10;script:x'>a</a>",
        "<A HREF=\" vbscript:x\">a</A>",
    ] {
        for html in [html(text), trusted(text)] {
            assert!(!html.contains("href"), "{text} {html}");
        }
    }
}

#[test]
fn images_are_the_sites_own_or_their_description() {
    let attributes = "width=\"30\" height=\"20\" loading=\"lazy\" decoding=\"async\"";
    assert_eq!(
        html("![a *b*](c.png \"t\")"),
        format!("<p><img src=\"c.png\" {attributes} alt=\"a b\" title=\"t\"></p>\n")
    );
    assert_eq!(html("![a ![b](c.png)](http://d.e/f) ![\"<](//x/y.png)"), "<p>a b \"&lt;</p>\n");
    assert_eq!(
        html("<img alt='a\"b' src=c.png>"),
        "<img alt=\"a&quot;b\" src=\"c.png\" width=\"30\" height=\"20\" loading=\"lazy\" decoding=\"async\">"
    );
    assert_eq!(html("<p><img src=http://x/y.gif alt='a<b'> c</p>"), "<p>a&lt;b c</p>");
    assert!(trusted("<img src=c.png width=9>").contains("src=\"c.png\" loading=\"lazy\" decoding=\"async\" width=9"));
}

#[test]
fn tables_scroll_and_align_by_class() {
    assert_eq!(
        html("| a | b |\n|---|--:|\n| c | d |\n"),
        "<div class=\"table-wrap\" tabindex=\"0\" role=\"region\" aria-label=\"Table 1\"><table><thead><tr><th>a</th>\
         <th class=\"align-right\">b</th></tr></thead><tbody>\n<tr><td>c</td><td class=\"align-right\">d</td></tr>\n\
         </tbody></table></div>\n"
    );
}

#[test]
fn tasks_alerts_and_strikethrough() {
    assert_eq!(
        html("- [x] a\n- [ ] ~~b~~\n"),
        "<ul>\n<li><span class=\"task\" role=\"img\" aria-label=\"Done\">☑</span> a</li>\n\
         <li><span class=\"task\" role=\"img\" aria-label=\"To do\">☐</span> <del>b</del></li>\n</ul>\n"
    );
    assert_eq!(
        html("> [!WARNING]\n> a\n"),
        "<aside class=\"alert alert-warning\" role=\"note\"><p class=\"alert-title\">Warning</p>\n<p>a</p>\n</aside>\n"
    );
}

#[test]
fn footnotes_are_numbered_and_lead_back() {
    let html = html("a[^x] b[^y] c[^X]\n\n[^y]: *why*\n[^x]: ex\n");
    assert!(
        html.starts_with("<p>a<sup class=\"footnote-ref\"><a href=\"#fn-1\" id=\"fnref-1\">1</a></sup> b"),
        "{html}"
    );
    assert!(html.contains("c<sup class=\"footnote-ref\"><a href=\"#fn-1\">1</a>"), "{html}");
    assert!(html.contains("<li id=\"fn-1\"><p>ex <a class=\"footnote-back\" href=\"#fnref-1\""), "{html}");
    assert!(html.contains("<li id=\"fn-2\"><p><em>why</em> <a"), "{html}");
}

#[test]
fn code_is_highlighted_up_to_a_limit_for_the_whole_body() {
    assert!(
        html("```rust ignore\nfn a() {}\n```\n")
            .starts_with("<pre tabindex=\"0\"><code class=\"language-rust\"><span class=\"c-k\">fn")
    );
    let block = format!("```json\n{}```\n", "[1]\n".repeat(10_000));
    assert_eq!(html(&block.repeat(2)).matches("c-n").count(), 10_000);
}

#[test]
fn plain_inline_elements_need_no_sanitiser_and_never_leak() {
    assert_eq!(html("a<br>b <KBD>c</kbd> <!-- x -->d"), "<p>a<br>b <kbd>c</kbd> d</p>\n");
    assert_eq!(
        html("<b>a <i>b</b> c</i> *d <u>e* f\n\ng"),
        "<p><b>a <i>b</i></b> c <em>d <u>e</em> f</u></p>\n<p>g</p>\n"
    );
    assert_eq!(html("- <b>a\n  - b\n"), "<ul>\n<li><b>a</b><ul>\n<li>b</li>\n</ul>\n</li>\n</ul>\n");
    assert_eq!(html("## <b>a\n").matches("</b>").count(), 1);
}

#[test]
fn what_we_write_ourselves_survives_the_sanitiser() {
    let text = "# A\n\n> [!TIP]\n> b[^1] <https://x.y>\n\n- [x] c ![d](e.png)\n\n3. f\n\n| g |\n|:-:|\n| h |\n\n```rust\nlet a = 1;\n```\n\n:::staff\ni ~~j~~\n:::\n\n[^1]: k\n";
    let with_html = format!("{text}\n<div>l</div>\n");
    let ordered = |html: String| {
        let mut tags: Vec<String> = pieces(&html)
            .filter_map(|piece| match piece {
                Piece::Tag(tag) => {
                    let mut attributes: Vec<String> =
                        tag.attributes().map(|a| format!("{}={}", a.name, a.value())).collect();
                    attributes.sort();
                    Some(format!("{} {} {}", tag.closing, tag.name(), attributes.join(" ")))
                }
                _ => None,
            })
            .collect();
        tags.retain(|tag| !tag.contains(" div "));
        tags
    };
    assert_eq!(ordered(html(&with_html)), ordered(trusted(&with_html)));
}

#[test]
fn blocks_end_with_the_container_they_began_in() {
    let html = |text: &str| {
        html(text).replace("<aside class=\"staff\" role=\"note\"><p class=\"staff-title\">Staff only</p>\n", "<S>")
    };
    assert_eq!(html("a\n:::staff\nb\n:::\nc"), "<p>a</p>\n<S><p>b</p>\n</aside>\n<p>c</p>\n");
    assert_eq!(html("> :::staff\n> b\n> :::\n> c"), "<blockquote>\n<S><p>b</p>\n</aside>\n<p>c</p>\n</blockquote>\n");
    assert_eq!(
        html("- :::staff\n  b\n\nc\n:::\nd"),
        "<ul>\n<li><S><p>b</p>\n</aside>\n</li>\n</ul>\n<p>c</p>\n<p>d</p>\n"
    );
    assert_eq!(html(":::staff\na"), "<S><p>a</p>\n</aside>\n");
    assert_eq!(html("```\n:::staff\n```\n").matches("<S>").count(), 0);
}

#[test]
fn too_much_is_shown_as_written() {
    for text in
        ["> ".repeat(50_000), "<div>".repeat(100_000), format!("<p>{}", "&amp;".repeat(500_000)), "1. ".repeat(100_000)]
    {
        let html = html(&text);
        assert!(html.starts_with("<pre class=\"plain\" tabindex=\"0\">"));
        assert!(html.len() >= text.len());
    }
}

#[test]
fn staff_blocks_nested_too_deeply_are_shown_as_written() {
    let text = ":::staff\n".repeat(60_000) + "<div>x</div>\n";
    assert!(html(&text).starts_with("<pre class=\"plain\" tabindex=\"0\">"));
    assert!(trusted(&":::staff\n".repeat(60_000)).starts_with("<pre"));
    let source = SourceText::new(SitePath::new("a.md").unwrap(), text.as_str());
    let mut findings = Vec::new();
    assert!(outline(&source, &body(&text), &mut findings).words > 0);
    assert_eq!((findings[0].code.0, findings[0].place.line), ("nested-too-deeply", 101));
    let beside = html(&":::staff\n<div>x</div>\n:::\n".repeat(200));
    assert_eq!(beside.matches("<aside").count(), 200, "side by side they are fine");
}

#[test]
fn no_input_hangs() {
    let fill = |unit: &str| unit.repeat(200_000 / unit.len());
    for unit in [
        "[",
        "![",
        "[a](",
        "`",
        "*",
        "_",
        "**a ",
        "*a _b ",
        "~~a ",
        "<",
        "<a ",
        "&amp;",
        "a@",
        "@a",
        "www.",
        "http://",
        "www._a.",
        "http://a&a;",
        "(http://a)",
        "[^1]",
        "[^1]: a\n",
        "|a",
        "- [ ] a\n",
        "<b>",
        "<kbd>",
        "</kbd>",
        "<br>",
        "<!--",
        "<div>\n\n",
        "<p><b>a\n\n",
        ":::a\n",
        ":::staff\n",
        ":::\n",
        "## a\n",
        "\t",
        "\u{feff}",
        "：：：staff\n",
        "a\r",
        "<img src=x ",
        "```rust\n",
    ] {
        let text = fill(unit);
        let html = html(&text);
        assert!(!html.is_empty() || text.trim().is_empty() || unit.starts_with("<!--") || unit == "</kbd>", "{unit:?}");
    }
}

/// Pieces that attack in combination: half tags, odd quotes, foreign content, obfuscated schemes.
fn attacks() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<svg>",
        "<math>",
        "<style>",
        "</style>",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<img src='a.png'",
        "<a href=\"",
        "javascript:alert(1)",
        "java&#10;script&colon;x",
        "\">",
        "'>",
        ">",
        "</a>",
        "<p style=x ",
        "onclick=x ",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<noscript>",
        "</noscript>",
        "<template>",
        "<table>",
        "<td>",
        "<form>",
        "<input>",
        "<iframe src=x>",
        "[a](",
        ")",
        "![",
        "](a.png)",
        "`",
        "\n\n",
        "\n",
        "> ",
        "- ",
        "<b>",
        "</b>",
        "<kbd>",
        "<br>",
        "<mtext>",
        "<title>",
        "<textarea>",
        "</textarea>",
        "<xmp>",
        "<base href=//x>",
        "<a id=fl-x>",
        "<div class='alert x' tabindex=9>",
        "&lt;script&gt;",
        "\\",
        "<",
        "= ",
        "data:text/html,x",
        "[r]: javascript:x\n",
        "[r]",
    ]);
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn is_harmless(tag: &html::Tag<'_>) -> bool {
    let fine = |a: &html::Attribute<'_>| {
        let (name, value) = (a.name.to_ascii_lowercase(), a.value());
        match name.as_str() {
            "href" | "cite" => sanitise::is_safe(&value),
            "src" => sanitise::is_own(&value),
            "id" | "name" => !value.to_ascii_lowercase().starts_with("fl-"),
            name => !name.starts_with("on") && !matches!(name, "style" | "action" | "formaction" | "srcdoc" | "srcset"),
        }
    };
    let forbidden = [
        "script", "style", "iframe", "form", "input", "base", "svg", "math", "template", "textarea", "title", "object",
    ];
    !tag.is_one_of(&forbidden) && tag.attributes().all(|attribute| fine(&attribute))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn no_combination_of_attacks_leaves_anything_that_runs(text in attacks()) {
        let html = html(&text);
        for piece in pieces(&html) {
            if let Piece::Tag(tag) = piece {
                prop_assert!(is_harmless(&tag), "{}", html);
            }
        }
    }

    #[test]
    fn headings_read_as_in_the_outline(text in "# ([ aé_*`\\\\{}#]|http://x\\.com/|\\{#|\\{#é\\}|&amp;){0,12}") {
        let source = SourceText::new(SitePath::new("a.md").unwrap(), text.as_str());
        let outline = outline(&source, &body(&text), &mut Vec::new());
        let html = trusted(&text);
        let shown: String = pieces(&html)
            .filter_map(|piece| if let Piece::Text(text) = piece { Some(html::decode(text).into_owned()) } else { None })
            .collect();
        // Space around a heading is not seen on the page and not kept in the outline.
        let shown = shown.strip_suffix("#\n").map(str::trim);
        let expected = outline.headings.first().map(|heading| heading.text.as_str());
        prop_assert_eq!(shown, expected, "{}", html);
    }

    #[test]
    fn anything_can_be_read(text in "\\PC{0,200}") {
        let source = SourceText::new(SitePath::new("a.md").unwrap(), text.as_str());
        let document = crate::markdown::split(&source, Staff::Show, &mut Vec::new());
        let outline = outline(&source, &document.body, &mut Vec::new());
        let html = render(&document.body, &Site, Trust::Sanitise);
        for heading in outline.headings {
            let id = format!(" id=\"{}\"", heading.id);
            prop_assert!(html.contains(&id));
        }
    }
}
