//! `robots.txt`: what search engines may visit. A site for the company's own people asks all of them to stay away.

use crate::kinds::Audience;

use super::super::{Press, RenderError};

pub(super) fn make(press: &Press) -> Result<Vec<u8>, RenderError> {
    let text = match press.site.audience {
        Audience::Public => format!("User-agent: *\nAllow: /\n\nSitemap: {}sitemap.xml\n", press.site.config.base_url),
        Audience::Internal => "User-agent: *\nDisallow: /\n".to_owned(),
    };
    Ok(text.into_bytes())
}
