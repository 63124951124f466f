//! Findings for people: the fact, the place, the text under it, and the remedy.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str};

use crate::diag::{Diagnostic, Severity, Tally};
use crate::source::{SitePath, Snapshot, SourceText};

/// Widest piece of a line that is shown, in bytes; some editors write a paragraph in one line.
const MAX_LINE: usize = 240;

/// Whether the terminal understands colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// It does.
    Yes,
    /// It does not, or nobody looks.
    No,
}

/// Draws findings, with the lines they point to taken from `snapshot`.
#[must_use]
pub fn render(findings: &[&Diagnostic], snapshot: &Snapshot, colour: Colour) -> String {
    let renderer = match colour {
        Colour::Yes => Renderer::styled().decor_style(DecorStyle::Unicode),
        Colour::No => Renderer::plain().decor_style(DecorStyle::Ascii),
    };
    let mut last: Option<SourceText> = None;
    let mut drawn = String::new();
    for finding in findings {
        if last.as_ref().is_none_or(|source| source.path().as_str() != finding.place.path) {
            last = source(snapshot, &finding.place.path);
        }
        drawn.push_str(&draw(finding, last.as_ref(), &renderer));
        drawn.push_str("\n\n");
    }
    drawn
}

fn source(snapshot: &Snapshot, path: &str) -> Option<SourceText> {
    let path = SitePath::new(path)?;
    let bytes = snapshot.read(&path).ok()?;
    SourceText::decode(path, &bytes).ok()
}

fn draw(finding: &Diagnostic, source: Option<&SourceText>, renderer: &Renderer) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let place = &finding.place;
    let title = level.primary_title(normalize_untrusted_str(&finding.message)).id(finding.code.0);
    let mut group = match source.and_then(|source| excerpt(source, finding)) {
        Some((line, span)) => title.element(
            Snippet::source(line)
                .line_start(place.line)
                .path(place.path.as_str())
                .annotation(AnnotationKind::Primary.span(span)),
        ),
        None => title.element(Origin::path(place.path.as_str()).line(place.line).char_column(place.column)),
    };
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(normalize_untrusted_str(help)));
    }
    let report: &[Group<'_>] = &[group];
    renderer.render(report)
}

/// The line a finding points to, and where in it; nothing for a file as a whole.
fn excerpt(source: &SourceText, finding: &Diagnostic) -> Option<(String, std::ops::Range<usize>)> {
    let span = finding.place.span;
    if span.end == 0 {
        return None;
    }
    let text = source.text();
    let start = text.floor_char_boundary(span.start);
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find(['\n', '\r']).map_or(text.len(), |at| start + at);
    let shown_start =
        if start - line_start > MAX_LINE { text.floor_char_boundary(start - MAX_LINE / 2) } else { line_start };
    let shown_end = text.ceil_char_boundary(line_end.min(shown_start + MAX_LINE).max(start));
    let end = text.floor_char_boundary(span.end).clamp(start, shown_end);
    let line = text[shown_start..shown_end].to_owned();
    Some((line, start - shown_start..end - shown_start))
}

/// "2 errors, 1 warning"; nothing where there is nothing.
#[must_use]
pub fn tally(tally: Tally) -> String {
    let count = |number: usize, word: &str| match number {
        0 => None,
        1 => Some(format!("1 {word}")),
        many => Some(format!("{many} {word}s")),
    };
    let parts = [count(tally.errors, "error"), count(tally.warnings, "warning"), count(tally.notes, "note")];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
