//! Every test that needs more than one module of Firstline, as one program.
//!
//! - [`cases`] runs the literate cases of `tests/cases/`: a small site, what is found in it, what it becomes.
//! - [`same_bytes`], [`warm_is_cold`], [`links`], [`non_interference`] and [`publish`] hold laws over generated sites.
//! - [`commonmark`] holds our HTML against CommonMark's own examples.
//! - [`hostile`], [`cli`], [`init_new`], [`incident_cli`], [`import`], [`export`] and [`serve`] run the program itself.
//! - [`searches`] asks the demo and the documentation what people ask, and reads the reports about it.
//! - [`coverage`] counts tickets that have a good answer.
//! - [`languages`] searches a site that is written in three.
//! - [`feeds`], [`calendar`] and [`status_api`] read what others subscribe to, with libraries that are not ours.
//! - [`contact`] reads what machines are told of the ways to a person, with libraries that are not ours.
//! - [`measured`] counts again how promises were kept.
//! - [`hours`] asks what opening hours and business time come to.
//! - [`waiting`] asks what promises come to by the clock on the wall.
//! - [`browser`] is Chromium on the finished site.
//! - [`tidy`] reads the sources and keeps the layers apart.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "tests touch the disk, start the program, print what they measure, and stop at the first surprise"
)]

mod browser;
mod calendar;
mod cases;
mod cli;
mod commonmark;
mod contact;
mod coverage;
mod difference;
mod export;
mod feeds;
mod generate;
mod hostile;
mod hours;
mod html;
mod import;
mod incident_cli;
mod incident_slips;
mod init_new;
mod kept;
mod languages;
mod links;
mod measured;
mod non_interference;
mod program;
mod project;
mod promises;
mod publish;
mod same_bytes;
mod searches;
#[cfg(feature = "serve")]
mod serve;
mod status_api;
mod tidy;
mod uptime;
mod waiting;
mod warm_is_cold;
