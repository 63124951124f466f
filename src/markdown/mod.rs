//! One Markdown file in: its front matter, its outline, its plain text and its HTML out. Never fails.
//!
//! [`split`] cuts a file into front matter and [`Body`], and is where staff blocks leave: what comes after it has never
//! seen them. [`outline()`], [`plain_text`] and [`render()`] each read a body once. They agree on heading ids and on what
//! is too much to show (see `limits`), because all three read it through the same `events`.
//!
//! Markdown is CommonMark with GitHub's tables, task lists, strikethrough, alerts, footnotes and bare URLs, and with
//! the blocks in `extensions`. Where a link or an image leads is not known here: a [`Resolver`] says so. No file is
//! opened, nothing is printed, and no YAML is read.

mod autolink;
mod blocks;
mod body;
mod claims;
mod document;
mod escape;
mod events;
mod extensions;
mod highlight;
mod html;
mod ids;
mod limits;
mod outline;
mod plain;
mod quotes;
mod render;
mod sanitise;
mod slug;

use std::borrow::Cow;
use std::ops::Range;

pub use blocks::opens_staff;
pub use body::Body;
pub use claims::{Claim, Length, Said, Sentence, Unit, beginnings, claims_in, national_digits};
pub use document::{Document, fragment, split};
pub use highlight::code_css;
pub use ids::{full_addresses, prefix_ids};
pub use outline::outline;
pub use plain::{plain_sections, plain_text};
pub use quotes::{Quotable, Quote, filled, quotes_in};
pub use render::render;

/// Who the output is for: decides over blocks that are for staff only.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Staff {
    /// The public: staff blocks are gone before anything is parsed.
    Drop,
    /// Staff: the blocks are shown, marked as theirs.
    Show,
}

/// Whether the HTML that writers put in Markdown is believed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trust {
    /// Only harmless elements and attributes remain.
    Sanitise,
    /// Passed on as it is, with links and images resolved.
    Trusted,
}

/// A heading of the body.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heading {
    /// Level as shown, 1 to 6; a body that has headings of level 1 is shown one level lower, under the page's title.
    pub level: u8,
    /// Its id in the page, unique in the body.
    pub id: String,
    /// Its plain text.
    pub text: String,
}

/// A link, in Markdown or in raw HTML. Bare URLs are left out: they lead outside and can't be mistyped paths.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// Where it leads, as written and with entities decoded; `mailto:` is put before e-mail autolinks.
    pub destination: String,
    /// The whole link in the source file.
    pub span: Range<usize>,
}

/// An image, in Markdown or in raw HTML.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Image {
    /// Where it lies, as written and with entities decoded.
    pub destination: String,
    /// What it shows, in words; empty where the writer gave none.
    pub alt: String,
    /// The whole image in the source file.
    pub span: Range<usize>,
}

/// What one pass over the body finds; no HTML.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Outline {
    /// Headings in order.
    pub headings: Vec<Heading>,
    /// Ids of raw HTML elements (`id`, and `name` of links): they can be linked to, like headings.
    pub anchors: Vec<String>,
    /// Links in order.
    pub links: Vec<Link>,
    /// Images in order.
    pub images: Vec<Image>,
    /// Facts that are quoted, in order.
    pub quotes: Vec<Quote>,
    /// What the prose claims: addresses, numbers, promises of time.
    pub claims: Vec<Claim>,
    /// Plain text of the first paragraph: at most 200 characters, cut after a word with `…`.
    pub lead: String,
    /// Words separated by white space, code blocks left out.
    pub words: usize,
}

/// Where a link leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    /// Inside the site: ready to print, relative or absolute.
    Href(String),
    /// Outside the site.
    External(String),
    /// Nowhere: the link's text is kept, without a link.
    Broken,
}

/// An image of the site, ready to print.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Picture {
    /// Address, relative or from the root. One with a scheme or a host is not shown: pages load nothing from others.
    pub src: String,
    /// Width in pixels, where known.
    pub width: Option<u32>,
    /// Height in pixels, where known.
    pub height: Option<u32>,
}

/// What the rest of the site knows and a body doesn't.
pub trait Resolver {
    /// Where `destination`, as written, leads.
    fn link(&self, destination: &str) -> Target;

    /// The image at `destination`, as written, or nothing where the site has none such.
    fn image(&self, destination: &str) -> Option<Picture>;

    /// The few words that rendering adds, in the page's language.
    fn words(&self) -> &Words {
        Words::english()
    }
}

/// Words that rendering adds to a body. Plain text; escaped where printed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Words {
    /// Title of `> [!NOTE]`.
    pub note: Cow<'static, str>,
    /// Title of `> [!TIP]`.
    pub tip: Cow<'static, str>,
    /// Title of `> [!IMPORTANT]`.
    pub important: Cow<'static, str>,
    /// Title of `> [!WARNING]`.
    pub warning: Cow<'static, str>,
    /// Title of `> [!CAUTION]`.
    pub caution: Cow<'static, str>,
    /// Title of a block for staff only.
    pub staff: Cow<'static, str>,
    /// Name of the link that each heading carries to itself.
    pub link_to_section: Cow<'static, str>,
    /// Name of a table's scrolling frame, followed by its number.
    pub table: Cow<'static, str>,
    /// State of a ticked task.
    pub done: Cow<'static, str>,
    /// State of an open task.
    pub to_do: Cow<'static, str>,
    /// Name of the section of footnotes.
    pub footnotes: Cow<'static, str>,
    /// Name of the link from a footnote back to the text, followed by its number.
    pub back_to_text: Cow<'static, str>,
}

impl Words {
    /// The words in English.
    #[must_use]
    pub fn english() -> &'static Self {
        static ENGLISH: Words = Words {
            note: Cow::Borrowed("Note"),
            tip: Cow::Borrowed("Tip"),
            important: Cow::Borrowed("Important"),
            warning: Cow::Borrowed("Warning"),
            caution: Cow::Borrowed("Caution"),
            staff: Cow::Borrowed("Staff only"),
            link_to_section: Cow::Borrowed("Link to this section"),
            table: Cow::Borrowed("Table"),
            done: Cow::Borrowed("Done"),
            to_do: Cow::Borrowed("To do"),
            footnotes: Cow::Borrowed("Footnotes"),
            back_to_text: Cow::Borrowed("Back to the text from note"),
        };
        &ENGLISH
    }
}
