//! A page as a browser's parser sees it: its elements in order, and the text that people read.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// An element's start tag.
#[derive(Clone, Debug)]
pub(crate) struct Element {
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    /// The value of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Every attribute with its value, in order.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// A page.
#[derive(Debug, Default)]
pub(crate) struct Html {
    /// Its elements in order.
    pub(crate) elements: Vec<Element>,
    /// What people read, with single spaces between words.
    pub(crate) text: String,
    /// What stands inside `script` and `style`.
    pub(crate) inline_code: String,
    /// What stands inside scripts that are data for machines, each on its own.
    pub(crate) data: Vec<String>,
    /// What a parser has to put up with, such as attributes that no blank parts.
    pub(crate) errors: Vec<String>,
}

/// Reads a page.
pub(crate) fn read(page: &str) -> Html {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(page));
    let tokenizer = Tokenizer::new(Reader::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let mut html = tokenizer.sink.html.into_inner();
    html.text = html.text.split_whitespace().collect::<Vec<_>>().join(" ");
    html
}

#[derive(Default)]
struct Reader {
    html: RefCell<Html>,
    inside: RefCell<Inside>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Inside {
    #[default]
    Page,
    Code,
    Data,
}

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut html = self.html.borrow_mut();
        match token {
            Token::CharacterTokens(text) if *self.inside.borrow() == Inside::Code => html.inline_code.push_str(&text),
            Token::CharacterTokens(text) if *self.inside.borrow() == Inside::Data => {
                html.data.last_mut().expect("a block has begun").push_str(&text);
            }
            Token::CharacterTokens(text) => html.text.push_str(&text),
            Token::ParseError(error) => html.errors.push(error.into_owned()),
            Token::TagToken(tag) => {
                *self.inside.borrow_mut() = Inside::Page;
                if !is_inline(&tag.name) {
                    html.text.push(' ');
                }
                if tag.kind == TagKind::StartTag {
                    let element = element(&tag);
                    let is_data = element.attribute("type") == Some("application/ld+json");
                    html.data.extend(is_data.then(String::new));
                    html.elements.push(element);
                    let answer = self.after(&tag);
                    if is_data {
                        *self.inside.borrow_mut() = Inside::Data;
                    }
                    return answer;
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Reader {
    /// How the parser goes on after a start tag: what stands in a script is no HTML.
    fn after(&self, tag: &Tag) -> TokenSinkResult<()> {
        match tag.name.as_ref() {
            "script" => {
                *self.inside.borrow_mut() = Inside::Code;
                TokenSinkResult::RawData(RawKind::ScriptData)
            }
            "style" => {
                *self.inside.borrow_mut() = Inside::Code;
                TokenSinkResult::RawData(RawKind::Rawtext)
            }
            "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }
}

fn element(tag: &Tag) -> Element {
    let attributes = tag.attrs.iter().map(|attribute| (attribute.name.local.to_string(), attribute.value.to_string()));
    Element { name: tag.name.to_string(), attributes: attributes.collect() }
}

/// Elements that do not part the words around them.
fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "b" | "code" | "em" | "i" | "kbd" | "mark" | "small" | "span" | "strong" | "sub" | "sup" | "time"
    )
}

#[test]
fn a_page_is_read_as_a_browser_does() {
    let html =
        read("<title>A &amp; b</title><p class=x>One <b>t</b>wo<p>three<script src='a.js'>if (a<b) '</p>'</script>");
    assert_eq!(html.text, "A & b One two three");
    assert_eq!(html.inline_code, "if (a<b) '</p>'");
    assert_eq!(html.errors, [""; 0]);
    assert_eq!(read("<p class=\"x\"id=\"y\">").errors.len(), 1);
    assert_eq!(html.elements[3].attribute("src"), None);
    assert_eq!(html.elements.last().unwrap().attribute("src"), Some("a.js"));
}
