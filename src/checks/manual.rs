//! The manual page of each finding: what stands at the head of its check's file, or in `reading.md` for those that are
//! found while files are read. So a page is written where its finding is raised, and can't be forgotten apart from it.

/// Where manual pages stand.
const SOURCES: &[&str] = &[
    include_str!("breach.rs"),
    include_str!("broken_link.rs"),
    include_str!("calendar_ends.rs"),
    include_str!("dated_ahead.rs"),
    include_str!("dead_end.rs"),
    include_str!("duplicate_id.rs"),
    include_str!("duplicate_pin.rs"),
    include_str!("duplicate_url.rs"),
    include_str!("fact_changed.rs"),
    include_str!("figures.rs"),
    include_str!("hard_to_reach.rs"),
    include_str!("maintenance_window.rs"),
    include_str!("missed_search.rs"),
    include_str!("missing_title.rs"),
    include_str!("odd_text.rs"),
    include_str!("overdue.rs"),
    include_str!("phone_hours.rs"),
    include_str!("phone_menu.rs"),
    include_str!("plan_without_channel.rs"),
    include_str!("promise_without_channel.rs"),
    include_str!("recurring.rs"),
    include_str!("resolved_disagrees.rs"),
    include_str!("rewritten.rs"),
    include_str!("sales_before_support.rs"),
    include_str!("silence.rs"),
    include_str!("stray_address.rs"),
    include_str!("stray_promise.rs"),
    include_str!("sla_changed.rs"),
    include_str!("slow_ladder.rs"),
    include_str!("unfollowable_address.rs"),
    include_str!("unknown_calendar.rs"),
    include_str!("unknown_check.rs"),
    include_str!("unknown_component.rs"),
    include_str!("unknown_fact.rs"),
    include_str!("unknown_name.rs"),
    include_str!("unmeasured.rs"),
    include_str!("unpublishable_file.rs"),
    include_str!("unreadable_file.rs"),
    include_str!("unspoken_language.rs"),
    include_str!("untested_channel.rs"),
    include_str!("unused_fact.rs"),
    include_str!("update_order.rs"),
    include_str!("write_up.rs"),
    include_str!("reading.md"),
];

/// The manual page of a finding, in Markdown without its title; nothing where there is no such finding.
#[must_use]
pub fn manual(code: &str) -> Option<String> {
    pages().into_iter().find(|(title, _)| names(title).any(|name| name == code)).map(|(_, page)| page)
}

/// Every finding that has a manual page, sorted.
#[must_use]
pub fn explained() -> Vec<String> {
    let pages = pages();
    let mut all: Vec<String> = pages.iter().flat_map(|(title, _)| names(title)).map(str::to_owned).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn names(title: &str) -> impl Iterator<Item = &str> {
    title.split(',').map(str::trim)
}

/// Titles with their pages.
fn pages() -> Vec<(String, String)> {
    let mut pages: Vec<(String, String)> = Vec::new();
    for source in SOURCES {
        let is_code = source.starts_with("//!");
        let text = source.lines().take_while(|line| !is_code || line.starts_with("//!"));
        let text =
            text.map(|line| line.strip_prefix("//!").map_or(line, |line| line.strip_prefix(' ').unwrap_or(line)));
        let mut in_fence = false;
        for line in text {
            in_fence ^= line.starts_with("```");
            // A comment in sample code is no title.
            match (line.strip_prefix("# ").filter(|_| !in_fence), pages.last_mut()) {
                (Some(title), _) => pages.push((title.to_owned(), String::new())),
                (None, Some((_, page))) => {
                    page.push_str(line);
                    page.push('\n');
                }
                (None, None) => {}
            }
        }
    }
    pages.iter_mut().for_each(|(_, page)| *page = page.trim().to_owned());
    pages
}
