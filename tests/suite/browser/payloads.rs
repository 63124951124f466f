//! What a hostile writer may put into a page, and that none of it runs.
//!
//! Each payload is the body, the title, the summary and an alias of an article, and the text of an update. It would open a
//! dialog. That the payloads are alive is shown by a site that trusts its writers, without a policy. Then either guard
//! has to hold alone: the sanitiser without a policy, and the policy without the sanitiser.

use std::sync::Arc;

use serde_json::json;

use crate::project::{PLAIN_SETTINGS, Project, Tree};

use super::host::{Host, Policy};
use super::window::{Window, strings};

/// Written `RUN` in a payload: whatever becomes of the picture, something runs.
const RUN: &str = "src=x.svg onload=alert(1) onerror=alert(1)";

const PAYLOADS: &[&str] = &[
    // Elements that run by themselves.
    "<script>alert(1)</script>",
    "<ScRiPt >alert(1)</sCrIpT >",
    "<script src=\"data:text/javascript,alert(1)\"></script>",
    "<script type=module>alert(1)</script>",
    "<script\n>alert(1)</script\n>",
    "</p><script>alert(1)</script><p>",
    "<<script>alert(1)//<</script>",
    "<script><!--\nalert(1)\n--></script>",
    "<img RUN>",
    "<img/src='x.svg'/onload='alert(1)'>",
    "<IMG SRC=x.svg ONLOAD=&#97;lert(1)>",
    "<img src=x.svg onload\n=\nalert(1)>",
    "<img src=\"x` `<script>alert(1)</script>\"` `>",
    "<svg onload=alert(1)></svg>",
    "<svg/onload=alert(1)//",
    "<svg><script>alert(1)</script></svg>",
    "<svg><script href=\"data:text/javascript,alert(1)\" /></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s></svg>",
    "<svg><set attributeName=href onbegin=alert(1) to=x></svg>",
    "<svg><style><img RUN></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img RUN&gt;\">",
    "<noscript><p title=\"</noscript><img RUN>\">",
    "<template><img RUN></template><img RUN>",
    "<textarea><img RUN></textarea><img RUN>",
    "<title><img title=\"</title><img RUN>\"></title>",
    "<xmp><p title=\"</xmp><img RUN>\">",
    "<!--><img RUN>-->",
    "<!-- --!><img RUN> -->",
    "<![CDATA[<img RUN>]]>",
    "<?xml <img RUN> ?>",
    "<body onload=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<video src=x onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)></audio>",
    "<details open ontoggle=alert(1)><summary>a</summary>b</details>",
    "<input autofocus onfocus=alert(1)>",
    "<select autofocus onfocus=alert(1)></select>",
    "<a id=x tabindex=1 autofocus onfocus=alert(1)>a</a>",
    "<marquee onstart=alert(1)>a</marquee>",
    "<style>@keyframes x{}</style><b style=\"animation-name:x\" onanimationstart=alert(1)>a</b>",
    "<iframe src=\"javascript:alert(1)\"></iframe>",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<object data=\"javascript:alert(1)\"></object>",
    "<embed src=\"javascript:alert(1)\">",
    "<link rel=stylesheet href=x onerror=alert(1)>",
    "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
    "<base href=\"javascript:alert(1)//\"><a href=\"x\">a</a>",
    // What waits for a visitor.
    "<p onmouseover=alert(1)>a</p>",
    "<p onclick=alert(1)>a</p>",
    "<form action=\"javascript:alert(1)\"><button>a</button></form>",
    "<form id=f></form><button form=f formaction=\"javascript:alert(1)\">a</button>",
    "<a href=\"javascript:alert(1)\">a</a>",
    "<a href=\"&#106;ava&Tab;script&colon;alert(1)\">a</a>",
    "<a href=\"\u{1}javascript:alert(1)\">a</a>",
    "<a href='java\nscript:alert(1)'>a</a>",
    "<svg><a href=\"javascript:alert(1)\"><text y=20>a</text></a></svg>",
    "<svg><a><animate attributeName=href values=javascript:alert(1) /><text y=20>a</text></a></svg>",
    "<math><a href=\"javascript:alert(1)\">a</a></math>",
    // Markdown's own links, which are there without any HTML.
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](<java\u{9}script:alert(1)>)",
    "[a](&#x6A;avascript&colon;alert(1))",
    "[a](<\u{b}javascript:alert(1)>)",
    "[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[a](vbscript:alert(1))",
    "[a][b]\n\n[b]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![a](javascript:alert(1))",
    "![a\" onload=\"alert(1)](x.svg)",
    "[a](x \"\\\" onmouseover=\\\"alert(1)\")",
    "[![a](x.svg)](javascript:alert(1))",
    "# a {onclick=alert(1)}",
    "```\"><img RUN>\na\n```",
    "`<img RUN>`<img RUN>",
    "[^\"><img RUN>]\n\n[^\"><img RUN>]: b",
    "> [!NOTE]\n> <img RUN>",
    "|<img RUN>|\n|-|\n|<svg onload=alert(1)>|",
    // What would break out of a template's attributes, elements and scripts.
    "\"><img RUN>",
    "'><img RUN>",
    "</title></head><img RUN>",
    "{{ 1 }}{% raw %}<img RUN>",
];

/// Does to a page what a visitor could: presses and touches everything, but follows no link that leads to a page.
const TOUCH_EVERYTHING: &str = "
    const leads = (address) => /^https?:/.test(address || '');
    document.addEventListener('click', (event) => {
      const link = event.target.closest('a');
      if (link && (link.href instanceof SVGAnimatedString ? leads(new URL(link.href.animVal, document.baseURI).href) : leads(link.href))) event.preventDefault();
    }, true);
    document.addEventListener('submit', (event) => {
      if (leads(event.submitter?.formAction || event.target.action)) event.preventDefault();
    }, true);
    const turn = () => new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
    for (const element of document.querySelectorAll('main *')) {
      for (const name of ['mouseover', 'pointerenter', 'focus', 'toggle']) element.dispatchEvent(new Event(name));
      element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
    }
    await turn();
    await turn();
    return window.__ran;";

/// A site whose pages are the payloads.
fn hostile_site(settings: &str) -> Arc<Tree> {
    let mut project = Project::new();
    let payloads: Vec<String> = PAYLOADS.iter().map(|payload| payload.replace("RUN", RUN)).collect();
    let image = &payloads[8];
    project.put("firstline.yaml", format!("{PLAIN_SETTINGS}{settings}"));
    project.put("content/articles/bait/x.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>");
    project.put("content/articles/bait/_topic.md", format!("---\ntitle: {}\nsummary: {0}\n---\n", json!(image)));
    for (number, payload) in payloads.iter().enumerate() {
        let text = json!(format!("bait {payload}"));
        let front = format!("title: {text}\nquestion: {text}\nsummary: {text}\naliases: [{text}]\ntags: [{text}]");
        let article = format!("---\n{front}\n---\nBait for readers.\n\n{payload}\n");
        project.put(&format!("content/articles/bait/p{number:02}.md"), article);
    }
    project.put("content/status/incidents/2026-11-20-bait.md", incident(image, &payloads));
    for kind in ["phone", "email", "form", "chat"] {
        let address = json!("javascript:alert(1)//\"><img src=x onerror=alert(1)>");
        let channel =
            format!("---\ntitle: {kind}\nchannel: {kind}\npurpose: support\naddress: {address}\n---\nBait.\n");
        project.put(&format!("content/contact/{kind}.md"), channel);
    }
    Arc::new(project.site())
}

fn incident(image: &str, payloads: &[String]) -> String {
    let title = json!(image);
    let update = |payload: &String| {
        format!("  - {{at: 2026-11-20T10:00:00Z, state: investigating, body: {}}}\n", json!(payload))
    };
    let updates: String = payloads.iter().map(update).collect();
    let texts = format!("workaround: {title}\ncause: {title}\napology: {title}\ncompensation: {title}");
    format!(
        "---\ntitle: {title}\nsummary: {title}\nstarted: 2026-11-20T10:00:00Z\nimpact: major\n{texts}\nupdates:\n{updates}---\n{title}\n"
    )
}

/// Visits every page of a site, touches everything, and says on which pages something ran.
fn pages_where_something_runs(window: &Window, site: &Arc<Tree>, policy: Policy) -> Vec<String> {
    let host = Host::start(site, "/", policy);
    let mut ran = Vec::new();
    for path in site.keys().filter(|path| path.ends_with(".html")) {
        let address = host.at(path.strip_suffix("index.html").unwrap_or(path));
        window.visit(&address);
        let dialogs = strings(&window.run(TOUCH_EVERYTHING));
        if !dialogs.is_empty() {
            ran.push(path.clone());
        }
    }
    ran
}

#[test]
fn the_payloads_are_alive() {
    let Some(window) = Window::open("the payloads are alive") else { return };
    let ran = pages_where_something_runs(&window, &hostile_site("trusted_html: true\n"), Policy::Neither);
    assert!(
        ran.len() >= PAYLOADS.len() / 2,
        "only {} of {} payloads are worth guarding against: {ran:?}",
        ran.len(),
        PAYLOADS.len()
    );
}

#[test]
fn nothing_runs_on_a_site_as_it_is_published() {
    let Some(window) = Window::open("hostile pages do nothing") else { return };
    let ran = pages_where_something_runs(&window, &hostile_site(""), Policy::Both);
    assert_eq!(ran, [""; 0]);
    let errors = window.errors();
    let stopped: Vec<_> = errors.iter().filter(|error| error.contains("Content Security Policy")).collect();
    assert_eq!(stopped, [""; 0], "nothing is left that the policy would have to stop");
}

#[test]
fn the_sanitiser_holds_without_a_policy() {
    let Some(window) = Window::open("the sanitiser holds alone") else { return };
    let ran = pages_where_something_runs(&window, &hostile_site(""), Policy::Neither);
    assert_eq!(ran, [""; 0]);
}

#[test]
fn the_policy_holds_without_the_sanitiser() {
    let Some(window) = Window::open("the policy holds alone") else { return };
    let ran = pages_where_something_runs(&window, &hostile_site("trusted_html: true\n"), Policy::Both);
    assert_eq!(ran, [""; 0]);
}

#[test]
fn hostile_titles_and_queries_do_nothing_among_the_results() {
    let Some(window) = Window::open("hostile results do nothing") else { return };
    let host = Host::start(&hostile_site(""), "/", Policy::Neither);
    for query in ["bait", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "javascript:alert(1)"] {
        let address = format!(
            "{}?q={}",
            host.at("search/"),
            percent_encoding::utf8_percent_encode(query, percent_encoding::NON_ALPHANUMERIC)
        );
        window.visit(&address);
        window.wait_for("document.querySelector('.search-status')?.textContent.match(/result|Nothing/)");
        assert_eq!(strings(&window.run(TOUCH_EVERYTHING)), [""; 0], "{query}");
        assert_eq!(
            window.run("return document.querySelectorAll('.search-found img, .search-found svg').length"),
            0,
            "{query}"
        );
    }
    window.visit(&host.at("search/?q=bait"));
    assert_eq!(window.wait_for("document.querySelectorAll('.search-hit').length"), 30);
}
