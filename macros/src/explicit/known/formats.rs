//! The names in a format string: those of arguments, of widths and of precisions.

use std::ops::Range;

use proc_macro2::Literal;

/// Where the names are in the text of a string literal, which is as it is written. Those of all positions are among
/// them: `"{value:>width$.precision$}"`.
pub(crate) fn names(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if !text.starts_with(['"', 'r']) || !text.contains('{') {
        return found;
    }
    let has_escapes = text.starts_with('"');
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1)) {
            // The braces of `\u{61}` are none of the format's.
            (b'\\', Some(b'u')) if has_escapes => {
                at += text[at..].find('}').map_or(2, |end| end + 1);
            }
            (b'\\', Some(_)) if has_escapes => at += 2,
            (b'{', Some(b'{')) => at += 2,
            (b'{', _) => {
                let end = text[at..].find('}').map_or(bytes.len(), |end| at + end);
                names_of_argument(text, at + 1..end, &mut found);
                at = end;
            }
            _ => at += 1,
        }
    }
    found
}

/// Finds the names between two braces.
fn names_of_argument(text: &str, inside: Range<usize>, found: &mut Vec<Range<usize>>) {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let colon = text[inside.clone()].find(':').map_or(inside.end, |colon| inside.start + colon);
    let name = text[inside.start..colon].trim();
    if !name.is_empty() && name.chars().all(is_name) {
        let start = inside.start + text[inside.start..colon].find(name).unwrap_or(0);
        found.push(start..start + name.len());
    }
    let mut start = colon;
    for (index, letter) in text[colon..inside.end].char_indices() {
        let index = colon + index;
        if letter == '$' {
            // Zeros in front of a name are flags.
            let flags = text[start..index].chars().take_while(char::is_ascii_digit).count();
            if start + flags < index {
                found.push(start + flags..index);
            }
        }
        if !is_name(letter) {
            start = index + letter.len_utf8();
        }
    }
    // A number is that of an argument.
    found.retain(|name| !text[name.clone()].starts_with(|c: char| c.is_ascii_digit()));
}

/// A string literal with other names in its braces. `None` if none of them is another one.
pub(crate) fn renamed(
    literal: &Literal,
    mut new: impl FnMut(&str) -> Option<String>,
) -> Option<Literal> {
    let mut text = literal.to_string();
    let mut changed = false;
    for name in names(&text).into_iter().rev() {
        if let Some(new) = new(&text[name.clone()]) {
            text.replace_range(name, &new);
            changed = true;
        }
    }
    if !changed {
        return None;
    }
    let mut renamed: Literal = text.parse().ok()?;
    renamed.set_span(literal.span());
    Some(renamed)
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn names_stand_in_each_position() {
        let of = |text: &str| {
            names(text).into_iter().map(|name| text[name].to_owned()).collect::<Vec<_>>()
        };
        let none: [&str; 0] = [];
        assert_eq!(of(r#""{a} {b:?} { c } {{d}} {0} {}""#), ["a", "b", "c"]);
        assert_eq!(
            of(r#""{a:>b$} {0:.c$} {:#d$x} {:0e$} {:08$} {:é<f$.g$}""#),
            ["a", "b", "c", "d", "e", "f", "g"]
        );
        assert_eq!(of(r#""\u{61}\"{a}\\{b}""#), ["a", "b"]);
        assert_eq!(of(r##"r#"\u{61} {b}"#"##), ["b"]);
        assert_eq!(of("'{'"), none);
        assert_eq!(of("b\"{a}\""), none);
    }
}
