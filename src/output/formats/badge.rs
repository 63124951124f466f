//! `status/badge.svg`, and one for each component: how it stands, as a picture for other pages. It says so in words, by
//! colour and by shape, and brings no script and no font with it.

use crate::kinds::ComponentState;
use crate::yaml::Choice;

use super::super::{Press, RenderError};
use super::xml::Xml;

const HEIGHT: u32 = 20;

/// Space at the ends of the picture and on both sides of where its halves meet.
const MARGIN: u32 = 7;

/// Width of the sign, with the space after it.
const SIGN: u32 = 17;

/// Where letters stand.
const BASELINE: u32 = 14;

/// Behind the name; white on it has a contrast of 8.7.
const NAME_COLOUR: &str = "#444c56";

/// The whole service.
pub(super) fn make(press: &Press) -> Result<Vec<u8>, RenderError> {
    let state = press.site.overall();
    Ok(badge(press.theme.string("nav_status"), state, super::overall(press, state)))
}

/// The component at `place`.
pub(super) fn component(press: &Press, place: usize) -> Result<Vec<u8>, RenderError> {
    let state = press.site.component_state(place);
    let key = format!("state_{}", state.word());
    Ok(badge(&press.site.components[place].name, state, press.theme.string(&key)))
}

/// A colour on which white can be read (a contrast of 5 and more), and a sign that nobody takes for another: tick, arrow
/// both ways, arrow down, exclamation mark, cross.
fn look(state: ComponentState) -> (&'static str, &'static str) {
    match state {
        ComponentState::Operational => ("#1a7f37", "M2 6.5l3 3 5-6"),
        ComponentState::UnderMaintenance => ("#0a5cb0", "M2 6h8M4 3.5L2 6l2 2.5M8 3.5L10 6 8 8.5"),
        ComponentState::DegradedPerformance => ("#8a5a00", "M6 1.5v8M2.5 6L6 9.5 9.5 6"),
        ComponentState::PartialOutage => ("#b0480a", "M6 1.5V7M6 9.9v.2"),
        ComponentState::MajorOutage => ("#b3261e", "M2.5 2.5l7 7M9.5 2.5l-7 7"),
    }
}

fn badge(name: &str, state: ComponentState, words: &str) -> Vec<u8> {
    let (name_width, words_width) = (text_width(name), text_width(words));
    let left = MARGIN + name_width + MARGIN;
    let width = left + MARGIN + SIGN + words_width + MARGIN;
    let (colour, sign) = look(state);
    let (all, height) = (width.to_string(), HEIGHT.to_string());
    let title = format!("{name}: {words}");
    let root = [
        ("xmlns", "http://www.w3.org/2000/svg"),
        ("width", &all),
        ("height", &height),
        ("role", "img"),
        ("aria-label", &title),
    ];
    let mut xml = Xml::new();
    xml.element("svg", &root, |xml| {
        xml.text("title", &[], &title);
        xml.empty("rect", &[("width", &all), ("height", &height), ("rx", "4"), ("fill", NAME_COLOUR)]);
        // Rounded like the whole on its right, straight on its left.
        let right = format!("M{left} 0H{0}a4 4 0 0 1 4 4V{1}a4 4 0 0 1-4 4H{left}z", width - 4, HEIGHT - 4);
        xml.empty("path", &[("d", &right), ("fill", colour)]);
        let at = format!("translate({} 4)", left + MARGIN);
        let line = [("d", sign), ("transform", &at), ("fill", "none"), ("stroke", "#fff"), ("stroke-width", "2")];
        xml.empty("path", &[line.as_slice(), &[("stroke-linecap", "round"), ("stroke-linejoin", "round")]].concat());
        let font = [("fill", "#fff"), ("font-family", "Verdana,Geneva,DejaVu Sans,sans-serif"), ("font-size", "11")];
        xml.element("g", &font, |xml| {
            text(xml, MARGIN, name_width, name);
            text(xml, left + MARGIN + SIGN, words_width, words);
        });
    });
    xml.finish()
}

/// Letters that are given the width they were reckoned with, whichever font shows them.
fn text(xml: &mut Xml, x: u32, width: u32, words: &str) {
    let (x, y, width) = (x.to_string(), BASELINE.to_string(), width.to_string());
    xml.text("text", &[("x", &x), ("y", &y), ("textLength", &width)], words);
}

/// About how wide words are in Verdana at 11 pixels.
fn text_width(words: &str) -> u32 {
    let tenths: u32 = words.chars().map(letter_width).sum();
    tenths.div_ceil(10).max(1)
}

/// In tenths of a pixel.
fn letter_width(letter: char) -> u32 {
    match letter {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 38,
        'f' | 't' | 'r' | '(' | ')' | '-' | '/' => 48,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 102,
        'A'..='Z' | '–' => 78,
        letter if letter.is_ascii() => 68,
        // Scripts whose letters fill a square.
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{ffdc}' | '\u{1f000}'..='\u{3ffff}' => 112,
        _ => 76,
    }
}
