//! The objects of the API, with the names and in the order that they have there. What Firstline has nothing to say about
//! is there too, with the value for that: programs ask for it.

use serde::Serialize;

/// The status page as such.
#[derive(Serialize)]
pub(super) struct PageInfo<'a> {
    pub id: String,
    pub name: &'a str,
    pub url: String,
    pub time_zone: &'a str,
    pub updated_at: String,
}

/// The service as a whole.
#[derive(Serialize)]
pub(super) struct Status<'a> {
    /// `none`, `minor`, `major`, `critical` or `maintenance`.
    pub indicator: &'static str,
    pub description: &'a str,
}

/// A component, or a group of them.
#[derive(Serialize)]
pub(super) struct Component {
    pub id: String,
    pub name: String,
    pub status: &'static str,
    pub created_at: String,
    pub updated_at: String,
    /// From 1, in its group or on the page.
    pub position: usize,
    pub description: Option<String>,
    /// Whether its uptime is shown.
    pub showcase: bool,
    pub start_date: Option<String>,
    pub group_id: Option<String>,
    pub page_id: String,
    pub group: bool,
    pub only_show_if_degraded: bool,
    /// Ids of what is in it; groups alone have this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub components: Option<Vec<String>>,
}

/// An incident or maintenance.
#[derive(Serialize)]
pub(super) struct Report<'a> {
    pub id: String,
    pub name: &'a str,
    pub status: &'static str,
    pub created_at: String,
    pub updated_at: String,
    pub monitoring_at: Option<String>,
    pub resolved_at: Option<String>,
    pub impact: &'static str,
    pub shortlink: String,
    pub started_at: String,
    pub page_id: String,
    /// Newest first.
    pub incident_updates: Vec<Update<'a>>,
    pub components: Vec<&'a Component>,
    pub reminder_intervals: Option<String>,
    #[serde(flatten)]
    pub plan: Option<Plan>,
}

/// From when until when maintenance is planned.
#[derive(Serialize)]
pub(super) struct Plan {
    pub scheduled_for: String,
    pub scheduled_until: String,
}

/// One thing that was said.
#[derive(Serialize)]
pub(super) struct Update<'a> {
    pub id: String,
    pub status: &'static str,
    pub body: String,
    pub incident_id: String,
    pub created_at: String,
    pub updated_at: String,
    pub display_at: String,
    pub affected_components: Option<Vec<Affected<'a>>>,
    pub deliver_notifications: bool,
    pub custom_tweet: Option<String>,
    pub tweet_id: Option<u64>,
}

/// A component, as it stood before an update and after it.
#[derive(Serialize)]
pub(super) struct Affected<'a> {
    pub code: &'a str,
    pub name: &'a str,
    pub old_status: &'static str,
    pub new_status: &'static str,
}
