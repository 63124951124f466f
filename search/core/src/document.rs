//! What the generator hands in for each page that can be found. Nothing here is analysed yet.

/// One page of the help centre, as the index sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Where it lies, relative to the root of the site, without a leading slash: `billing/refunds/`.
    pub url: String,
    /// `article`, `page`, `channel`, `incident` and so on; shown, not searched.
    pub kind: String,
    /// Short name that can be read out: `KB-1042`.
    pub id: Option<String>,
    /// The heading of the page.
    pub title: String,
    /// The question it answers, where the writer gave one.
    pub question: Option<String>,
    /// One or two sentences, shown under the title in results.
    pub summary: String,
    /// Names of the topics above it, outermost first.
    pub breadcrumb: Vec<String>,
    /// Customers' own words for the same thing.
    pub aliases: Vec<String>,
    /// Keywords of the writer.
    pub tags: Vec<String>,
    /// The headings inside the page, in order.
    pub headings: Vec<Heading>,
    /// All text of the page without markup and headings.
    pub body: String,
    /// By what results can be narrowed, as name and value: `("topic", "Billing")`. A name may come more than once.
    pub facets: Vec<(String, String)>,
    /// Questions that this page shall answer first, whatever else is found.
    pub pins: Vec<String>,
}

/// One heading inside a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heading {
    /// Fragment that leads to it, without `#`.
    pub anchor: String,
    /// Its text without markup.
    pub text: String,
    /// Where in the body its section begins, in bytes.
    pub at: usize,
}
