//! The site's documents for programs other than a browser. Nothing here is part of the site.

pub mod quickwit;
