//! Law: nothing that is internal changes a byte of the public site, in any file, count or index.
//!
//! Each test builds a public site, adds internal content of every sort, and compares whole sites.

use firstline::kinds::Audience;
use proptest::prelude::*;

use crate::generate::{self, Kept};
use crate::project::{Project, Tree, difference_of, render};

/// A word that stands nowhere but in internal content.
const SECRET: &str = "zanzibar";

/// A picture that only staff are shown.
const PICTURE: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='3' height='2'/>";

/// What a company writes for its own people: words, links, headings, and lines that look like the end of something.
fn inside() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "zanzibar",
        "",
        "# zanzibar",
        "## How",
        "[zanzibar](../../internal/pages/plan.md)",
        "![zanzibar](zanzibar.svg)",
        "KB-1 zanzibar refund the customer",
        "```",
        "~~~",
        "    indented",
        "- item",
        "> quote",
        "<!-- zanzibar",
        "-->",
        "<div>",
        "</div>",
        "---",
        "[open]: zanzibar.md",
        "[^1]: zanzibar",
        "| a | b |",
        "\\:::",
        "| zanzibar",
        "  : staff",
    ]);
    prop::collection::vec(line, 0..8).prop_map(|lines| lines.join("\n"))
}

/// Internal content of every sort, at paths that the public site does not use.
fn internal_files() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let file = prop_oneof![
        6 => (internal_path(), inside()).prop_map(|(path, text)| {
            let fields = "title: zanzibar\nid: KB-1\nrelated: [KB-2]\nold_paths: [zanzibar]\n";
            (path, format!("---\n{fields}---\n{text}\n"))
        }),
        4 => (hidden_path(), audience_line(), inside()).prop_map(|(path, line, text)| {
            (path, format!("---\ntitle: zanzibar\n{line}\n---\n{text}\n"))
        }),
        2 => (hidden_path(), inside()).prop_map(|(path, text)| {
            // Who may see it can't be known: the front matter has no end.
            (path, format!("---\ntitle: zanzibar\n:::staff\n{text}\n"))
        }),
        2 => (hidden_path(), prop::sample::select(vec![
            "---\ntitle: &a zanzibar\n---\nzanzibar\n",
            "---\n\taudience: internal\n---\nzanzibar\n",
            "---\naudience: internal\naudience: public\ntitle: zanzibar\n---\nzanzibar\n",
        ])).prop_map(|(path, text)| (path, text.to_owned())),
        2 => data_file(),
    ];
    prop::collection::vec(file, 1..8)
}

fn internal_path() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "content/internal/articles/till/open.md",
        "content/internal/articles/till/_topic.md",
        "content/internal/articles/secret-topic/zanzibar.md",
        "content/internal/pages/plan.md",
        "content/internal/pages/about.md",
        "content/internal/contact/red-phone.md",
        "content/internal/status/incidents/zanzibar.md",
        "content/internal/status/maintenance/zanzibar.md",
        "content/internal/sla/zanzibar.md",
        "content/internal/escalation/zanzibar.md",
        "content/internal/zanzibar.md",
    ])
}

/// Places in the public folders that no public page has.
fn hidden_path() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "content/articles/till/aaa.md",
        "content/articles/till/OPEN.md",
        "content/articles/zanzibar/_topic.md",
        "content/articles/zanzibar/zanzibar.md",
        "content/pages/zanzibar.md",
        "content/contact/aaa.md",
        "content/status/incidents/zanzibar.md",
        "content/sla/zanzibar.md",
        "content/escalation/aaa.md",
        "content/elsewhere/zanzibar.md",
    ])
}

fn audience_line() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "audience: internal",
        "audience: Internal",
        "audience:",
        "audience: [internal]",
        "audience: staf",
        "audiance: internal",
        "Audience: public",
        "audience: {a: b}",
        "audience: 'public '",
    ])
}

fn data_file() -> impl Strategy<Value = (&'static str, String)> {
    prop::sample::select(vec![
        (
            "content/internal/status/components.yaml",
            "- {id: zanzibar, name: Zanzibar}\n- {id: payments, name: Zanzibar}\n",
        ),
        (
            "content/internal/status/withdrawn.yaml",
            "- {page: zanzibar, at: 2026-11-20T10:00:00Z, reason: zanzibar}\n- {page: outage, at: 2026-11-19, reason: zanzibar}\n",
        ),
        ("content/internal/facts.yaml", "reply: zanzibar\nlimit: zanzibar\n"),
        ("content/internal/contact/calendars.yaml", "support-hours: {hours: {sun: [\"01:00-02:00\"]}}\n"),
        ("content/internal/zanzibar.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("content/articles/till/zanzibar.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("content/articles/till/zanzibar.exe", "MZ"),
        ("content/status/zanzibar.svg", "<svg onload='zanzibar()'/>"),
    ])
    .prop_map(|(path, text)| (path, text.to_owned()))
}

fn assert_no_secret(tree: &Tree) -> Kept {
    for (path, bytes) in tree {
        let leaked = String::from_utf8_lossy(bytes).to_lowercase().contains(SECRET) || path.contains(SECRET);
        prop_assert!(!leaked, "{path} has what is internal");
    }
    Ok(())
}

#[test]
fn internal_files_leave_no_trace() {
    generate::law(24, (generate::project(), internal_files()), |(public, internal)| {
        let site = public.site();
        let mut both = public.clone();
        for (path, text) in internal {
            both.put(path, text);
        }
        let build = both.build();
        let with_internal = render(&build);
        prop_assert_eq!(difference_of(&site, &with_internal), None);
        assert_no_secret(&with_internal)?;
        let told = format!("{:?}", build.findings.iter().map(|finding| &finding.message).collect::<Vec<_>>());
        let about_content = told.replace(&SECRET.to_uppercase(), "").to_lowercase();
        prop_assert!(!about_content.contains("refund the customer"), "findings quote what is internal: {told}");
        Ok(())
    });
}

/// The form asks what topics ask, so topics and forms that are for staff must ask nothing in public.
#[test]
fn what_internal_topics_ask_leaves_no_trace() {
    let form = "---\ntitle: Write to us\nchannel: form\naddress: https://forms.example.com/\n---\n";
    let topic = |line: &str| format!("---\ntitle: zanzibar\n{line}ask: [\"Who is zanzibar?\"]\n---\nzanzibar\n");
    let public = Project::new()
        .with("content/contact/form.md", form)
        .with("content/articles/till/open.md", "---\ntitle: Open the till\n---\nPress the key.\n")
        .with("content/articles/till/_topic.md", "---\ntitle: Till\nask: [Which till?]\n---\n");
    let internal = "audience: internal\n";
    let both = public
        .clone()
        .with("content/internal/articles/till/_topic.md", topic(""))
        .with("content/internal/articles/till/open/_topic.md", topic(""))
        .with("content/articles/hidden/_topic.md", topic(internal))
        .with("content/articles/till/hidden/_topic.md", topic(internal))
        .with("content/internal/contact/staff.md", form.replace("example.com", "zanzibar.example"))
        .with("content/contact/staff.md", form.replace("channel:", "audience: internal\nchannel:"));
    let site = both.site();
    assert_eq!(difference_of(&public.site(), &site), None);
    assert_no_secret(&site).expect("nothing internal is told");
}

/// A staff block as writers type it, mistakes included.
fn staff_block() -> impl Strategy<Value = (&'static str, &'static str)> {
    prop::sample::select(vec![
        (":::staff", ":::"),
        ("::: staff", ":::"),
        (":::staff  ", "  :::  "),
        ("::::staff", "::::"),
        (":::Staff", ":::"),
        (":::stafff", ":::"),
        (":::staff-only", ":::"),
        ("> :::staff", "> :::"),
        ("- :::staff", "  :::"),
        ("1. :::staff", "   :::"),
        ("\t:::staff", "\t:::"),
        ("：：：staff", "："),
        (":::staff", ""),
        ("```\n:::staff", ":::\n```"),
        ("<!--\n:::staff", ":::\n-->"),
        ("<div>\n:::staff", ":::\n</div>"),
        ("\u{200b}:::staff", ":::"),
    ])
}

#[test]
fn what_a_staff_block_says_leaves_no_trace() {
    let parts = (generate::body(), staff_block(), inside(), inside(), generate::body());
    generate::law(96, parts, |(before, (open, close), one, other, after)| {
        let page = |inner: &str| format!("---\ntitle: Till\n---\n{before}\n{open}\n{inner}\n{close}\n\n{after}");
        let site = |inner: &str| {
            let project = Project::new().with("content/articles/till/open.md", page(inner));
            project.with("content/articles/till/zanzibar.svg", PICTURE).site()
        };
        let first = site(&one);
        prop_assert_eq!(difference_of(&first, &site(&other)), None, "{:?} and {:?} in {:?}", one, other, open);
        assert_no_secret(&first)
    });
}

#[test]
fn a_staff_block_between_paragraphs_is_as_if_it_were_not_there() {
    generate::law(24, (generate::body(), inside(), generate::body()), |(before, inner, after)| {
        let site = |block: &str| {
            let page = format!("---\ntitle: Till\n---\n{before}\n\n{block}\n\n{after}");
            Project::new().with("content/articles/till/open.md", page).site()
        };
        prop_assert_eq!(difference_of(&site(""), &site(&format!(":::staff\n{inner}\n:::"))), None);
        Ok(())
    });
}

#[test]
fn staff_blocks_in_updates_leave_no_trace() {
    let fields = "title: Outage\nstarted: 2026-11-20T09:00:00Z\nimpact: major\nstarts: 2026-11-20T09:00:00Z\n";
    generate::law(24, (staff_block(), inside(), inside()), |((open, close), one, other)| {
        let indented = |text: String| text.lines().map(|line| format!("      {line}\n")).collect::<String>();
        let site = |inner: &str| {
            let body = indented(format!("Said.\n\n{open}\n{inner}\n{close}\n"));
            let update = format!("updates:\n  - at: 2026-11-20T09:10:00Z\n    state: STATE\n    body: |\n{body}");
            let text = |state: &str, drop: &str| {
                let kept: String =
                    fields.lines().filter(|line| !line.starts_with(drop)).map(|line| format!("{line}\n")).collect();
                format!("---\n{kept}{}---\n", update.replace("STATE", state))
            };
            let incident = text("investigating", "starts:");
            let maintenance = text("scheduled", "started:").replace("impact: major\n", "");
            Project::new()
                .with("content/status/incidents/outage.md", incident)
                .with("content/status/maintenance/move.md", maintenance)
                .with("content/status/incidents/zanzibar.svg", PICTURE)
                .with("content/status/maintenance/zanzibar.svg", PICTURE)
                .site()
        };
        let first = site(&one);
        prop_assert_eq!(difference_of(&first, &site(&other)), None, "{:?} and {:?} in {:?}", one, other, open);
        assert_no_secret(&first)
    });
}

/// Incidents and maintenance that everyone sees, of every sort and from before and after, with what is `for_staff` in
/// them.
fn public_status(for_staff: &ForStaff) -> Project {
    let open = "title: Cards fail\nid: INC-1\nstarted: 2026-11-20T09:00:00Z\nimpact: major\nroot_cause: full-disk\n\
                components: {payments: partial_outage}\n";
    let over = "title: Cards failed\nstarted: 2026-10-31T22:00:00Z\nresolved: 2026-11-01T01:00:00Z\nimpact: critical\n\
                root_cause: full-disk\ncomponents: {payments: major_outage}\n";
    let runs = "title: New disks\nstarts: 2026-11-20T11:00:00Z\nends: 2026-11-20T13:00:00Z\ncomponents: [till]\n";
    let planned = "title: Newer disks\nstarts: 2026-12-20T11:00:00Z\nends: 2026-12-20T13:00:00Z\ncomponents: [till]\n";
    let (block, owner) = (&for_staff.block, &for_staff.owner);
    let said = |at: &str, state: &str| {
        let lines = format!("Before.\n{block}\nAfter.");
        let body: String = lines.lines().map(|line| format!("      {line}\n")).collect();
        format!("  - at: {at}\n    state: {state}\n    body: |\n{body}")
    };
    let updates = |first: (&str, &str), then: (&str, &str)| {
        format!("updates:\n{}{}", said(first.0, first.1), said(then.0, then.1))
    };
    let prevention = format!("prevention:\n  - what: More disks\n    due: 2026-11-10\n{owner}");
    let page = |fields: String| format!("---\n{fields}---\nWritten up.\n\n{block}\n\nTo the end.\n");
    let still = updates(("2026-11-20T09:10:00Z", "investigating"), ("2026-11-20T09:40:00Z", "identified"));
    let was = updates(("2026-10-31T22:10:00Z", "identified"), ("2026-11-01T01:00:00Z", "resolved"));
    let begun = updates(("2026-11-10T11:00:00Z", "scheduled"), ("2026-11-20T11:00:00Z", "in_progress"));
    Project::new()
        .with(
            "content/status/components.yaml",
            "- {id: payments, name: Payments, since: 2026-01-01}\n- {id: till, name: Till, depends_on: [payments], since: 2026-01-01}\n",
        )
        .with("content/status/incidents/outage.md", page(format!("{open}{still}{prevention}")))
        .with("content/status/incidents/over.md", page(format!("{over}{was}{prevention}")))
        .with("content/status/maintenance/move.md", page(format!("{runs}{begun}")))
        .with("content/status/maintenance/later.md", page(planned.to_owned()))
        .with("content/status/withdrawn.yaml", "- {page: gone, at: 2026-11-02, reason: It was another's.}\n")
}

/// What pages for everyone say to staff alone.
struct ForStaff {
    /// A block in a text.
    block: String,
    /// Who keeps a promise: a line of its fields, or nothing.
    owner: String,
}

impl ForStaff {
    const NOTHING: Self = Self { block: String::new(), owner: String::new() };
}

/// Outputs that show what is down, and what was.
const STATUS_OUTPUTS: &[&str] = &[
    "index.html",
    "status/index.html",
    "status/incidents/inc-1/index.html",
    "status/maintenance/move/index.html",
    "status/components/payments/index.html",
    "status/components/payments/feed.xml",
    "status/components/payments/feed.json",
    "status/components/payments/badge.svg",
    "status/history/index.html",
    "status/history/2026/11/index.html",
    "status/feed.xml",
    "status/feed.json",
    "status/badge.svg",
    "status/maintenance.ics",
    "status/banner.js",
    "record.json",
    "api/v2/summary.json",
    "api/v2/incidents.json",
    "api/v2/scheduled-maintenances.json",
];

/// Times of what is internal: today, in the night to a month, in the night in which an hour is missing.
fn internal_time() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["2026-11-20T08:00:00Z", "2026-11-01T00:30:00Z", "2025-03-30T00:30:00Z"])
}

fn internal_component() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["payments", "till", "zanzibar"])
}

/// An incident with every field that could count somewhere, but for the line that opens it.
fn internal_incident() -> impl Strategy<Value = String> {
    let end = prop::sample::select(vec!["", "resolved: 2026-11-20T11:00:00Z\n"]);
    (internal_time(), internal_component(), end, inside()).prop_map(|(at, component, end, text)| {
        let state = if end.is_empty() { "monitoring" } else { "resolved" };
        format!(
            "title: zanzibar\nid: INC-1\nold_paths: [/status/incidents/inc-1/]\nstarted: {at}\n{end}impact: critical\n\
             root_cause: full-disk\nrepeats: [outage]\ncomponents: {{{component}: major_outage}}\nupdates:\n  \
             - at: {at}\n    state: identified\n    body: zanzibar\n    next_update_by: 2026-11-20T09:30:00Z\n  \
             - at: 2026-11-20T11:00:00Z\n    state: {state}\n    body: zanzibar\n    \
             components: {{{component}: operational}}\n\
             prevention: [{{what: zanzibar, owner: zanzibar, due: 2026-11-19}}]\n\
             corrections: [{{at: 2026-11-20T11:30:00Z, note: zanzibar}}]\n---\n{text}\n"
        )
    })
}

/// Maintenance that runs or is over, announced or not.
fn internal_maintenance() -> impl Strategy<Value = String> {
    let end = prop::sample::select(vec!["2026-11-20T09:00:00Z", "2026-11-20T13:00:00Z", "2027-01-01T00:00:00Z"]);
    let state = prop::sample::select(vec!["scheduled", "in_progress", "cancelled"]);
    (internal_time(), internal_component(), end, state, inside()).prop_map(|(at, component, end, state, text)| {
        format!(
            "title: zanzibar\nstarts: {at}\nends: {end}\ncomponents: [{component}]\nupdates:\n  \
             - at: {at}\n    state: {state}\n    body: zanzibar\n---\n{text}\n"
        )
    })
}

/// Incidents, maintenance and data of the company's own, beside public ones and under their names.
fn internal_status() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = || prop::sample::select(vec!["outage", "over", "move", "zanzibar"]);
    let hidden = || prop::sample::select(vec!["a-zanzibar", "zanzibar"]);
    let internal = |folder: &'static str| {
        move |(name, text): (&str, String)| {
            (format!("content/internal/status/{folder}/{name}.md"), format!("---\n{text}"))
        }
    };
    let marked = |folder: &'static str| {
        move |(name, text): (&str, String)| {
            (format!("content/status/{folder}/{name}.md"), format!("---\naudience: internal\n{text}"))
        }
    };
    let file = prop_oneof![
        3 => (name(), internal_incident()).prop_map(internal("incidents")),
        2 => (name(), internal_maintenance()).prop_map(internal("maintenance")),
        2 => (hidden(), internal_incident()).prop_map(marked("incidents")),
        2 => (hidden(), internal_maintenance()).prop_map(marked("maintenance")),
        1 => data_file().prop_map(|(path, text)| (path.to_owned(), text)),
    ];
    prop::collection::vec(file, 1..5)
}

#[test]
fn internal_incidents_and_maintenance_leave_no_trace() {
    let public = public_status(&ForStaff::NOTHING);
    let site = public.site();
    for path in STATUS_OUTPUTS {
        assert!(site.contains_key(*path), "{path} is part of what is compared");
    }
    assert!(site.keys().any(|path| path.starts_with("search/")), "and so is search: {:?}", site.keys());
    generate::law(24, internal_status(), |internal| {
        let mut both = public.clone();
        for (path, text) in internal {
            both.put(&path, text);
        }
        let with_internal = both.site();
        prop_assert_eq!(difference_of(&site, &with_internal), None);
        assert_no_secret(&with_internal)
    });
}

#[test]
fn what_incidents_say_to_staff_is_as_if_it_were_not_there() {
    let site = public_status(&ForStaff::NOTHING).site();
    let owner = prop::sample::select(vec!["", "    owner: zanzibar\n", "    owner: \"zanzibar: [x]\"\n"]);
    generate::law(24, (inside(), owner), |(inner, owner)| {
        let block = format!("\n:::staff\n{inner}\n:::\n");
        let with_staff = public_status(&ForStaff { block, owner: owner.to_owned() }).site();
        prop_assert_eq!(difference_of(&site, &with_staff), None);
        assert_no_secret(&with_staff)
    });
}

/// A page of every kind, and both data files, with `text` wherever people may write some.
fn texts_everywhere(text: &str) -> Project {
    let files = [
        (
            "content/articles/till/open.md",
            "title: TEXT\nsummary: TEXT\nquestion: TEXT\ntags: [TEXT]\naliases: [TEXT]\nproducts: [TEXT]\n",
        ),
        ("content/articles/till/_topic.md", "title: TEXT\nsummary: TEXT\n"),
        (
            "content/contact/phone.md",
            "title: Call\nchannel: phone\ncalendar: hours\naddress: TEXT\ncost: {note: TEXT}\n",
        ),
        (
            "content/status/incidents/outage.md",
            "title: Outage\nsummary: TEXT\nstarted: 2026-11-20T09:00:00Z\nimpact: major\nworkaround: TEXT\n\
             cause: TEXT\nprevention: [{what: TEXT, owner: TEXT}]\napology: TEXT\ncompensation: TEXT\n\
             updates: [{at: 2026-11-20T09:10:00Z, state: identified, body: TEXT}]\n\
             corrections: [{at: 2026-11-20T09:20:00Z, note: TEXT}]\n",
        ),
        (
            "content/status/maintenance/move.md",
            "title: Move\nsummary: TEXT\nstarts: 2026-11-20T11:00:00Z\nends: 2026-11-20T13:00:00Z\n\
             updates: [{at: 2026-11-10T09:00:00Z, state: scheduled, body: TEXT}]\n\
             corrections: [{at: 2026-11-20T09:20:00Z, note: TEXT}]\n",
        ),
        ("content/status/withdrawn.yaml", "- {page: gone, at: 2026-11-02, reason: TEXT}\n"),
        (
            "content/sla/promises.md",
            "title: Promises\neffective: 2026-01-01\n\
             severities: [{id: s1, name: TEXT, definition: TEXT, examples: [TEXT]}]\n\
             plans: [{id: gold, name: TEXT}]\ncredits: [TEXT]\nexclusions: [TEXT]\nclaim: TEXT\n",
        ),
        (
            "content/escalation/ladder.md",
            "title: Ladder\nsteps: [{who: TEXT, when: TEXT, customer_told: TEXT, told_by: TEXT}]\n",
        ),
        (
            "content/contact/calendars.yaml",
            "hours: {hours: {mon: [TEXT]}, holidays: [{date: 2026-12-25, name: TEXT}]}\n",
        ),
        (
            "content/status/components.yaml",
            "- {id: till, name: TEXT, group: TEXT, description: TEXT, aliases: [TEXT]}\n",
        ),
    ];
    let text = serde_json::to_string(text).expect("text is JSON, and so YAML");
    let mut project = Project::new();
    for (path, fields) in files {
        let fields = fields.replace("TEXT", &text);
        let is_page = path.ends_with(".md");
        project.put(path, if is_page { format!("---\n{fields}---\nx\n") } else { fields });
    }
    project
}

#[test]
fn staff_blocks_in_texts_leave_no_trace() {
    generate::law(48, (staff_block(), inside(), inside()), |((open, close), one, other)| {
        let site = |inner: &str| texts_everywhere(&format!("Said.\n\n{open}\n{inner}\n{close}\n")).site();
        let first = site(&one);
        prop_assert_eq!(difference_of(&first, &site(&other)), None, "{:?} and {:?} in {:?}", one, other, open);
        assert_no_secret(&first)
    });
}

#[test]
fn the_companys_own_people_see_what_is_internal() {
    let project = Project::new()
        .with("content/internal/pages/plan.md", "---\ntitle: zanzibar\n---\nx\n")
        .with("content/pages/a.md", "---\ntitle: A\n---\n:::staff\nzanzibar\n:::\n");
    assert_no_secret(&project.site()).unwrap();
    let mut staff = project;
    staff.settings.audience = Audience::Internal;
    let tree = staff.site();
    assert!(tree.contains_key("plan/index.html"));
    assert!(String::from_utf8_lossy(&tree["a/index.html"]).contains(SECRET));
}
