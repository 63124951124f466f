//! Firstline turns a folder of Markdown into a company's help centre: a pure function with doors around it.
//!
//! ```text
//! disk  -> Snapshot --+                                    +-> publish -> folder
//!                     +-> Inputs -> Engine::build -> Plan -+
//! clock -> Moment ----+                    |               +-> server  -> browser
//!                                          +-> findings -> terminal, overlay, CI
//! ```
//!
//! 1. [`host::disk::snapshot`] names every file of the project with its fingerprint: a [`source::Snapshot`].
//! 2. [`engine::Engine::build`] takes [`engine::Inputs`] and reads the settings ([`config::Config`]).
//! 3. Each file becomes an [`entry::Entry`]: [`markdown::split`] cuts it in two and drops what is for staff only,
//!    [`yaml::parse`] and [`kinds::read`] type its front matter, [`markdown::outline`] finds headings and links. What
//!    the audience must not see ends here.
//! 4. [`site::Site`] gives every page its address and says where every link leads.
//! 5. [`checks::run`] looks for what is wrong with a site whose files all parse; findings are [`diag::Diagnostic`]s.
//! 6. [`output::Plan`] names every file of the site. A page is rendered when somebody asks: from a view
//!    ([`theme::view`]) by a template of the [`theme::Theme`].
//! 7. [`host::publish::publish`] writes all of it and puts it in place in one step; [`host::server`] answers with the
//!    one page that somebody opened.
//!
//! [`import`] turns what another status page recorded into files of a project; no build does.
//!
//! [`reports`] say for writers what the search of a site lacks; no build makes them.
//!
//! A module uses only what stands above it in that order; [`host`] and [`cli`] alone touch the world.

#![forbid(unsafe_code)]

pub mod checks;
pub mod cli;
pub mod config;
pub mod diag;
pub mod engine;
pub mod entry;
pub mod host;
pub mod import;
pub mod kinds;
pub mod markdown;
pub mod output;
pub mod reports;
pub mod site;
pub mod source;
pub mod theme;
pub mod time;
pub mod yaml;
