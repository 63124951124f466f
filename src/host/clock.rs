//! What time it is, asked once for each build.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::time::Moment;

/// The variable that reproducible builds set.
pub const SOURCE_DATE_EPOCH: &str = "SOURCE_DATE_EPOCH";

/// The moment that `SOURCE_DATE_EPOCH` names, else the clock's, to the second.
///
/// # Errors
/// When the variable is set to something other than a number of seconds.
pub fn now() -> Result<Moment, String> {
    if let Some(text) = std::env::var_os(SOURCE_DATE_EPOCH) {
        let seconds = text.to_str().and_then(|text| text.trim().parse().ok());
        return seconds
            .and_then(Moment::from_unix)
            .ok_or_else(|| format!("{SOURCE_DATE_EPOCH} is not a number of seconds: {}", text.display()));
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|_| "the clock stands before 1970".to_owned())?;
    let seconds = i64::try_from(since.as_secs()).ok();
    seconds.and_then(Moment::from_unix).ok_or_else(|| "the clock stands after the year 9999".to_owned())
}
