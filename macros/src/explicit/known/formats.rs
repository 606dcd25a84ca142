//! The names in a format string: those of arguments, of widths and of precisions.

use std::ops::Range;

use proc_macro2::Literal;

/// A name in a format string.
pub(crate) struct Name {
    pub(crate) text: String,
    /// Where it is in the text of the literal.
    pub(crate) at: Range<usize>,
}

/// The names in the text of a string literal, which is as it is written. Those of all positions are among them:
/// `"{value:>width$.precision$}"`.
pub(crate) fn names(text: &str) -> Vec<Name> {
    if !text.contains('{') && !text.contains("\\x") {
        return Vec::new();
    }
    let Some(letters) = letters(text) else { return Vec::new() };
    let is = |at: usize, letter: char| letters.get(at).is_some_and(|(other, _)| *other == letter);
    let (mut found, mut at) = (Vec::new(), 0);
    while at < letters.len() {
        if is(at, '{') && is(at + 1, '{') {
            at += 2;
        } else if is(at, '{') {
            at = names_of_argument(&letters, at + 1, &mut found);
        } else {
            at += 1;
        }
    }
    found
}

/// The letters of a string, and where they are written. `None` if a literal is no string.
fn letters(text: &str) -> Option<Vec<(char, Range<usize>)>> {
    let is_raw = text.starts_with('r');
    let start = text.find('"').filter(|quote| *quote == 0 || is_raw)? + 1;
    let end = text.rfind('"').filter(|end| *end >= start)?;
    let mut letters = Vec::new();
    let mut at = start;
    while at < end {
        let letter = text[at..].chars().next()?;
        let (letter, length) = match letter {
            '\\' if !is_raw => escaped(&text[at..end])?,
            _ => (Some(letter), letter.len_utf8()),
        };
        letters.extend(letter.map(|letter| (letter, at..at + length)));
        at += length;
    }
    Some(letters)
}

/// The letter that an escape stands for, and the length of the escape.
fn escaped(text: &str) -> Option<(Option<char>, usize)> {
    let hexadecimal = |digits: &str| u32::from_str_radix(&digits.replace('_', ""), 16).ok();
    let letter = text[1..].chars().next()?;
    Some(match letter {
        'u' => {
            let end = text.find('}')?;
            (char::from_u32(hexadecimal(text.get(3..end)?)?), end + 1)
        }
        'x' => (char::from_u32(hexadecimal(text.get(2..4)?)?), 4),
        // The end of a line, and the spaces behind it.
        '\n' | '\r' => {
            let behind = text[1..].trim_start();
            (None, text.len() - behind.len())
        }
        'n' => (Some('\n'), 2),
        'r' => (Some('\r'), 2),
        't' => (Some('\t'), 2),
        '0' => (Some('\0'), 2),
        other => (Some(other), 1 + other.len_utf8()),
    })
}

/// Finds the names of an argument behind its brace. Gives the place behind it.
fn names_of_argument(
    letters: &[(char, Range<usize>)],
    start: usize,
    found: &mut Vec<Name>,
) -> usize {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut add = |from: usize, to: usize| {
        let word = letters.get(from..to).unwrap_or_default();
        let text: String = word.iter().map(|(letter, _)| *letter).collect();
        // A number is that of an argument.
        let is_number = text.starts_with(|c: char| c.is_ascii_digit());
        if let ([(_, first), ..], [.., (_, last)], false) = (word, word, is_number) {
            found.push(Name { text, at: first.start..last.end });
        }
    };
    let letter = |at: usize| letters.get(at).map(|(letter, _)| *letter);
    let ends = |at: usize| matches!(letter(at), None | Some('}'));
    let mut at = start;
    while !ends(at) && letter(at) != Some(':') {
        at += 1;
    }
    let is_space = |at: &usize| letter(*at).is_some_and(char::is_whitespace);
    let first = (start..at).find(|at| !is_space(at)).unwrap_or(at);
    let last = (first..at).rev().find(|at| !is_space(at)).map_or(first, |last| last + 1);
    if letters[first..last].iter().all(|(letter, _)| is_name(*letter)) {
        add(first, last);
    }
    if letter(at) == Some(':') {
        at += 1;
        // What fills is any letter, braces among them.
        if matches!(letter(at + 1), Some('<' | '^' | '>')) {
            at += 2;
        }
        let mut word = at;
        while !ends(at) {
            match letter(at) {
                Some('$') => {
                    // Zeros in front of a name are flags.
                    let is_flag = |at: &usize| letter(*at).is_some_and(|c| c.is_ascii_digit());
                    let flags = (word..at).take_while(is_flag).count();
                    add(word + flags, at);
                    word = at + 1;
                }
                Some(other) if !is_name(other) => word = at + 1,
                _ => {}
            }
            at += 1;
        }
    }
    at + 1
}

/// A string literal with other names in its braces. `None` if none of them is another one.
pub(crate) fn renamed(
    literal: &Literal,
    mut new: impl FnMut(&str) -> Option<String>,
) -> Option<Literal> {
    let mut text = literal.to_string();
    let mut changed = false;
    for name in names(&text).into_iter().rev() {
        if let Some(new) = new(&name.text) {
            text.replace_range(name.at, &new);
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
        let of = |text: &str| names(text).into_iter().map(|name| name.text).collect::<Vec<_>>();
        let none: [&str; 0] = [];
        assert_eq!(of(r#""{a} {b:?} { c } {{d}} {0} {}""#), ["a", "b", "c"]);
        assert_eq!(
            of(r#""{a:>b$} {0:.c$} {:#d$x} {:0e$} {:08$} {:é<f$.g$}""#),
            ["a", "b", "c", "d", "e", "f", "g"]
        );
        assert_eq!(of(r#""\u{61}\"{a}\\{b}""#), ["a", "b"]);
        assert_eq!(of(r##"r#"\u{61} {b}"#"##), ["b"]);
        assert_eq!(of(r#""\u{7b}a} \x7bb} {\u{63}} {\u{7b}d}}""#), ["a", "b", "c"]);
        assert_eq!(of(r#""{a:}>b$} {c:\u{2500}^d$} {e:{<f$}""#), ["a", "b", "c", "d", "e", "f"]);
        assert_eq!(of("\"{a\\\n   :b$} {c}\""), ["a", "b", "c"]);
        assert_eq!(of("'{'"), none);
        assert_eq!(of("b\"{a}\""), none);
        assert_eq!(of("c\"{a}\""), none);
    }
}
