//! Code with its keywords, strings and comments marked, by classes: a strict content policy forbids inline styles.
//!
//! The grammars' thousands of scopes become nine classes; punctuation, operators and plain names stay as they are, which
//! keeps pages small. Grammars are loaded when the first code in a known language comes along.

use std::collections::HashMap;
use std::sync::LazyLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

use super::escape::push_text;

/// Most code of one body that is highlighted, in bytes: grammars read about 0.4 MB a second.
const MAX_BYTES: usize = 64 * 1024;

/// Longest line of code that is highlighted, in bytes.
const MAX_LINE: usize = 2_000;

/// Most work of one body, in squares of the bytes of each line. Some grammars go back and forth on a line, so a line
/// twice as long takes up to four times as long; this much takes the worst of them (JavaScript, C#) about a second.
const MAX_WORK: usize = 6_000_000;

/// What highlighting a body's code has cost so far.
#[derive(Default)]
pub(super) struct Spent {
    bytes: usize,
    work: usize,
}

impl Spent {
    /// Counts `code`, unless it is too much.
    fn afford(&mut self, code: &str) -> bool {
        let line_work = |line: &str| if line.len() > MAX_LINE { MAX_WORK + 1 } else { line.len() * line.len() };
        let work = code.split('\n').map(line_work).fold(self.work, usize::saturating_add);
        let fine = self.bytes + code.len() <= MAX_BYTES && work <= MAX_WORK;
        if fine {
            *self = Self { bytes: self.bytes + code.len(), work };
        }
        fine
    }
}

/// Writes `code`, highlighted where the language is known and the body's code is not too much.
pub(super) fn push_code(code: &str, language: &str, spent: &mut Spent, out: &mut String) {
    let before = out.len();
    let syntax = find_syntax(language).filter(|_| spent.afford(code));
    if syntax.and_then(|syntax| push_highlighted(code, syntax, out)).is_none() {
        out.truncate(before);
        push_text(code, out);
    }
}

/// Names by which writers know languages that the grammars call otherwise.
///
/// PowerShell and Visual Basic are missing, not forgotten: the one has no grammar for this regex engine, the other none
/// at all.
const ALIASES: &[(&str, &str)] = &[
    ("asciidoc", "adoc"),
    ("csharp", "cs"),
    ("dos", "bat"),
    ("golang", "go"),
    ("jscript", "js"),
    ("jsonc", "json"),
    ("node", "js"),
    ("shell", "sh"),
    ("zsh", "sh"),
];

/// What is known not to be a language, so that the grammars need not be loaded to find out.
const NO_LANGUAGES: &[&str] = &["", "console", "excel", "none", "output", "plain", "plaintext", "text", "txt"];

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

fn find_syntax(language: &str) -> Option<&'static SyntaxReference> {
    let is = |name: &str| name.eq_ignore_ascii_case(language);
    if NO_LANGUAGES.iter().any(|name| is(name)) {
        return None;
    }
    let name = ALIASES.iter().find(|(alias, _)| is(alias)).map_or(language, |(_, name)| name);
    SYNTAXES.find_syntax_by_token(name)
}

/// What a piece of code is, as its class.
type Class = &'static str;

/// Scopes and what they are, the special before the general. An empty class ends the search: nothing to mark.
const CLASSES: &[(&str, Class)] = &[
    ("comment", "c-c"),
    ("constant.character.escape", "c-n"),
    ("constant", "c-n"),
    ("entity.name.function", "c-f"),
    ("entity.name.section", "c-k"),
    ("entity.name", "c-t"),
    ("entity.other.attribute-name", "c-v"),
    ("entity.other.inherited-class", "c-t"),
    ("keyword.operator.logical", "c-k"),
    ("keyword.operator.word", "c-k"),
    ("keyword.operator", ""),
    ("keyword", "c-k"),
    ("markup.deleted", "c-d"),
    ("markup.heading", "c-k"),
    ("markup.inserted", "c-i"),
    ("meta.interpolation", ""),
    ("meta.template.expression", ""),
    ("storage", "c-k"),
    ("string", "c-s"),
    ("support.class", "c-t"),
    ("support.function", "c-f"),
    ("support.type", "c-t"),
    ("variable.function", "c-f"),
    ("variable.language", "c-k"),
    ("variable", "c-v"),
];

static SCOPES: LazyLock<Vec<(Scope, Class)>> =
    LazyLock::new(|| CLASSES.iter().filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class))).collect());

fn push_highlighted(code: &str, syntax: &SyntaxReference, out: &mut String) -> Option<()> {
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut writer = Writer { out, open: "", classes: HashMap::new() };
    for line in LinesWithEndings::from(code) {
        let mut at = 0;
        for (next, change) in state.parse_line(line, &SYNTAXES).ok()? {
            writer.push(line.get(at..next)?, &stack);
            stack.apply(&change).ok()?;
            at = next;
        }
        writer.push(line.get(at..)?, &stack);
    }
    writer.switch("");
    Some(())
}

struct Writer<'a> {
    out: &'a mut String,
    open: Class,
    classes: HashMap<Scope, Option<Class>>,
}

impl Writer<'_> {
    fn push(&mut self, text: &str, stack: &ScopeStack) {
        if text.is_empty() {
            return;
        }
        // White space looks the same in every class: no need to end one for it.
        if !text.bytes().all(|byte| byte.is_ascii_whitespace()) {
            let class = self.class(stack);
            self.switch(class);
        }
        push_text(text, self.out);
    }

    fn switch(&mut self, class: Class) {
        if self.open == class {
            return;
        }
        if !self.open.is_empty() {
            self.out.push_str("</span>");
        }
        if !class.is_empty() {
            self.out.push_str("<span class=\"");
            self.out.push_str(class);
            self.out.push_str("\">");
        }
        self.open = class;
    }

    fn class(&mut self, stack: &ScopeStack) -> Class {
        stack.as_slice().iter().rev().find_map(|scope| self.scope_class(*scope)).unwrap_or("")
    }

    fn scope_class(&mut self, scope: Scope) -> Option<Class> {
        let find = || SCOPES.iter().find(|(prefix, _)| prefix.is_prefix_of(scope)).map(|(_, class)| *class);
        *self.classes.entry(scope).or_insert_with(find)
    }
}

/// The style sheet for highlighted code, light and dark. Every colour has a contrast of 4.5:1 or more on the themes'
/// code backgrounds (`#f6f8fa` and `#161b22`, or anything lighter and darker).
#[must_use]
pub fn code_css() -> String {
    let rules = |colours: &[(Class, &str)]| -> String {
        colours.iter().map(|(class, colour)| format!(".{class}{{color:{colour}}}")).collect()
    };
    format!("{}@media(prefers-color-scheme:dark){{{}}}", rules(LIGHT), rules(DARK))
}

const LIGHT: &[(Class, &str)] = &[
    ("c-c", "#57606a"),
    ("c-k", "#a0111f"),
    ("c-s", "#0a3069"),
    ("c-n", "#0550ae"),
    ("c-f", "#6639ba"),
    ("c-t", "#116329"),
    ("c-v", "#953800"),
    ("c-i", "#116329"),
    ("c-d", "#82071e"),
];

const DARK: &[(Class, &str)] = &[
    ("c-c", "#9198a1"),
    ("c-k", "#ff7b72"),
    ("c-s", "#a5d6ff"),
    ("c-n", "#79c0ff"),
    ("c-f", "#d2a8ff"),
    ("c-t", "#7ee787"),
    ("c-v", "#ffa657"),
    ("c-i", "#7ee787"),
    ("c-d", "#ffa198"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn code(code: &str, language: &str) -> String {
        let mut out = String::new();
        push_code(code, language, &mut Spent::default(), &mut out);
        out
    }

    #[test]
    fn known_languages_are_marked_by_class() {
        let html = code("fn main() { let a = \"<b>\"; } // é\n", "rust");
        assert!(html.starts_with("<span class=\"c-k\">fn </span><span class=\"c-f\">main</span>"), "{html}");
        assert!(html.contains("<span class=\"c-s\">\"&lt;b&gt;\"</span>"), "{html}");
        assert!(html.ends_with("<span class=\"c-c\">// é\n</span>"), "{html}");
        assert!(code("int x;", "csharp").contains("c-k"));
        assert!(!html.contains("style="));
    }

    #[test]
    fn other_names_lead_to_languages() {
        for (alias, _) in ALIASES {
            assert!(find_syntax(alias).is_some(), "{alias}");
        }
    }

    #[test]
    fn the_rest_is_plain() {
        assert_eq!(code("a < b", "no-such-language"), "a &lt; b");
        assert_eq!(code("fn a() {}", ""), "fn a() {}");
        let long = "fn a() {} ".repeat(201);
        assert_eq!(code(&long, "rust"), long);
        let much = "fn a() {}\n".repeat(7_000);
        assert_eq!(code(&much, "rust"), much);
        let slow = format!("{}\n", "a".repeat(1_000)).repeat(7);
        assert_eq!(code(&slow, "js"), slow);
    }

    #[test]
    fn every_class_has_a_colour_in_both_schemes() {
        for (_, class) in CLASSES.iter().filter(|(_, class)| !class.is_empty()) {
            assert_eq!(code_css().matches(&format!(".{class}{{")).count(), 2, "{class}");
        }
    }
}
