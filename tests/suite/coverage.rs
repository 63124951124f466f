//! `firstline report coverage`, which tickets the articles would have answered, and `report facts`, who quotes what.

use std::path::Path;

use crate::program::firstline;
use crate::project::Project;

/// What customers wrote, as a help desk exports it.
const TICKETS: &str = "\u{feff}Id;Subject;Count\r\n\
    1;RE: [#77] Refund a sale;7\r\n\
    2;refunded sales;2\r\n\
    3;Can I pay with bitcoin?;3\r\n\
    4;bitcoin;1\r\n\
    5;\"=HYPERLINK(\"\"x\"\"); me\";1\r\n\
    6;;4\r\n";

fn shop() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let article = |title: &str, body: &str| format!("---\ntitle: {title}\n---\n{body}\n");
    Project::new()
        .with("content/articles/till/refund.md", article("Refund a sale", "Find the sale and choose Refund."))
        .with("content/articles/till/drawer.md", article("The drawer", "It opens by itself on Tuesdays."))
        .write_to(home.path());
    std::fs::write(home.path().join("tickets.csv"), TICKETS).unwrap();
    home
}

fn report(home: &Path, more: &[&str]) -> String {
    let ran = firstline(home, &[&["report", "coverage", "tickets.csv"], more].concat());
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{more:?}");
    ran.stdout
}

#[test]
fn tickets_are_counted_and_grouped() {
    let home = shop();
    assert_eq!(
        report(home.path(), &[]),
        "    4 ×  3 × Can I pay with bitcoin?\n         1 × bitcoin\n         no article is near: perhaps one is missing\n\n    \
         1 ×  =HYPERLINK(\"x\"); me\n         no article is near: perhaps one is missing\n\n9 of 14 tickets (64.2 %) have a good \
         answer, with 4 different subjects\none line has no subject that could be read\n"
    );
    let shorter = report(home.path(), &["--limit", "1"]);
    assert!(shorter.contains("1 more groups without one are not shown; `--limit 2` shows all\n"), "{shorter}");
}

#[test]
fn the_table_is_read_by_a_library_and_runs_nothing() {
    let home = shop();
    let table = report(home.path(), &["--format", "csv"]);
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    assert_eq!(reader.headers().unwrap(), vec!["group", "subject", "count", "answer", "nearest", "path"]);
    let rows: Vec<Vec<String>> = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    let row = |cells: [&str; 6]| cells.map(str::to_owned).to_vec();
    assert_eq!(
        rows,
        [
            row(["1", "Can I pay with bitcoin?", "3", "nothing-found", "", ""]),
            row(["1", "bitcoin", "1", "nothing-found", "", ""]),
            row(["2", "'=HYPERLINK(\"x\"); me", "1", "nothing-found", "", ""]),
            row(["", "Refund a sale", "9", "good", "Refund a sale", "content/articles/till/refund.md"]),
        ]
    );
}

#[test]
fn programs_get_the_same() {
    let home = shop();
    let report: serde_json::Value = serde_json::from_str(&report(home.path(), &["--format", "json"])).unwrap();
    assert_eq!((&report["tickets"], &report["answered"], &report["different"]), (&14.into(), &9.into(), &4.into()));
    assert_eq!(report["groups"][0]["subjects"][1]["subject"], "bitcoin");
    assert_eq!((&report["covered"][0]["count"], &report["unreadable"]), (&9.into(), &1.into()));
}

#[test]
fn what_can_not_be_read_is_said() {
    let home = shop();
    std::fs::write(home.path().join("tickets.csv"), b"subject\nK\xfcche und Refund\n").unwrap();
    let ran = firstline(home.path(), &["report", "coverage", "tickets.csv"]);
    assert_eq!(ran.stderr, "tickets.csv is not UTF-8: signs that could not be read: 1; save it as UTF-8\n");
    std::fs::write(home.path().join("tickets.csv"), "id,title\n1,a\n2,b\n").unwrap();
    let ran = firstline(home.path(), &["report", "coverage", "tickets.csv"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("has no column `subject` or `query`; its columns are `id`, `title`"), "{}", ran.stderr);
}

#[test]
fn names_that_nobody_knows_are_sought_a_thousand_times() {
    let page =
        |page: usize| -> String { (0..60).map(|at| format!("{{{{fact:reply-to-{}x}}}} ", page * 60 + at)).collect() };
    let with = |project: Project, at: usize| {
        project.with(&format!("content/pages/p{at:02}.md"), format!("---\ntitle: P{at}\n---\n{}\n", page(at)))
    };
    let facts: String = (0..1_200).map(|at| format!("reply-to-{at}: 1h\n")).collect();
    let project = (0..20).fold(Project::new().with("content/facts.yaml", facts), with);
    let unknown = project.build().findings.into_iter().filter(|finding| finding.code.0 == "unknown-fact");
    let helps: Vec<String> = unknown.filter_map(|finding| finding.help).collect();
    let guessed = helps.iter().filter(|help| help.starts_with("did you mean")).count();
    assert_eq!((helps.len(), guessed), (1_200, 1_000), "and the others are told what there is");
}

#[test]
fn counts_beyond_reason_break_nothing() {
    let home = shop();
    let table = "subject,count\nrefund,18446744073709551615\ngift cards,18446744073709551615\ntill,4294967295\n";
    std::fs::write(home.path().join("tickets.csv"), table).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report(home.path(), &["--format", "json"])).unwrap();
    assert_eq!((&report["tickets"], &report["answered"]), (&4_294_967_297_u64.into(), &1.into()));
    std::fs::write(home.path().join("log.csv"), table.replace("subject", "query")).unwrap();
    let misses = firstline(home.path(), &["report", "misses", "log.csv", "--format", "json"]);
    assert_eq!((misses.code, &misses.json()["searches"]), (0, &4_294_967_297_u64.into()));
}

#[test]
fn facts_are_listed_with_what_a_change_touches() {
    let home = tempfile::tempdir().unwrap();
    Project::new()
        .with("content/facts.yaml", "fee: 1.6 %\nreply: {value: 24h, text: two days}\n")
        .with("content/pages/b.md", "---\ntitle: B\n---\n{{fact:reply}}, {{fact:reply}}\n")
        .with("content/pages/a.md", "---\ntitle: In {{fact:reply}}\n---\nx\n")
        .write_to(home.path());
    let ran = firstline(home.path(), &["report", "facts"]);
    assert_eq!(ran.stdout, "fee: 1.6 %\nreply: two days (24h)\n    content/pages/a.md\n    content/pages/b.md\n");
    let told = firstline(home.path(), &["report", "facts", "reply", "--format", "json"]).json();
    assert_eq!(told[0]["files"], serde_json::json!(["content/pages/a.md", "content/pages/b.md"]));
    assert_eq!(firstline(home.path(), &["report", "facts", "moon"]).code, 2);
}

#[test]
fn subjects_are_kept_nowhere() {
    let home = shop();
    report(home.path(), &[]);
    let files = walkdir::WalkDir::new(home.path()).into_iter().map(|entry| entry.unwrap());
    let holding = files.filter(|file| file.file_type().is_file()).filter(|file| {
        String::from_utf8_lossy(&std::fs::read(file.path()).unwrap()).to_lowercase().contains("bitcoin")
    });
    let holding: Vec<String> = holding.map(|file| file.file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(holding, ["tickets.csv"]);
}
