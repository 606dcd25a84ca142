//! Finds out whether there is anything in a piece of code that the macro does not see through: what
//! another macro makes of its tokens may be anything, a wait for a foreign future too.
//!
//! It looks at tokens, for code that somebody is still writing is to expand to the same as when it
//! is finished.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use syn::Attribute;

use crate::yields::YieldKind;

/// Whether there is anything unknown in these tokens, but for yields of values.
pub(crate) fn in_tokens(tokens: TokenStream) -> bool {
    let mut before = None;
    let mut rest = tokens.into_iter().peekable();
    while let Some(token) = rest.next() {
        let unknown = match &token {
            TokenTree::Group(group) => in_tokens(group.stream()),
            TokenTree::Ident(name) => name == "await",
            TokenTree::Punct(punct) => match punct.as_char() {
                // An attribute may be a macro.
                '#' => true,
                '!' => {
                    let takes =
                        matches!(rest.peek(), Some(TokenTree::Group(_) | TokenTree::Ident(_)));
                    takes && before.as_ref().is_some_and(names_an_unknown_macro)
                }
                _ => false,
            },
            TokenTree::Literal(_) => false,
        };
        if unknown {
            return true;
        }
        before = Some(token);
    }
    false
}

/// Whether what stands before a `!` makes a call of it, and not of a yield.
fn names_an_unknown_macro(before: &TokenTree) -> bool {
    match before {
        TokenTree::Ident(name) => {
            !is_followed_by_a_value(name)
                && YieldKind::of_name(name).is_none_or(YieldKind::delegates)
        }
        // What another macro handed on as a path.
        TokenTree::Group(group) => group.delimiter() == Delimiter::None,
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    }
}

/// Whether a `!` after this word is an operator.
fn is_followed_by_a_value(word: &Ident) -> bool {
    ["break", "else", "if", "in", "match", "return", "while"].iter().any(|keyword| word == keyword)
}

/// Whether any of these may be a macro: all but those of the language itself, whose names nothing
/// else can have.
pub(crate) fn in_attributes(attributes: &[Attribute]) -> bool {
    const KNOWN: [&str; 9] =
        ["allow", "cfg", "deny", "doc", "expect", "forbid", "inline", "must_use", "warn"];
    attributes.iter().any(|attribute| !KNOWN.iter().any(|known| attribute.path().is_ident(known)))
}

#[cfg(test)]
mod tests {
    use proc_macro2::Group;
    use quote::quote;
    use syn::{Attribute, parse_quote};

    use super::*;

    #[test]
    fn code_without_macros_is_known() {
        for code in [
            quote!(for i in 0..n {
                if !(i == 3) && i != 2 {
                    let sent = yield_!(!flags[i]);
                }
            }),
            quote!(while !done() {
                match !(a & b) {
                    true => return !(c),
                    _ => genfn::try_yield!(),
                }
            }),
            quote!(let never: ! = panic(); let _ = [!(a), !b, (!(c))];),
        ] {
            assert!(!in_tokens(code.clone()), "{code}");
        }
    }

    #[test]
    fn waits_and_all_that_may_hide_one_are_unknown() {
        for code in [
            quote!(other.await),
            quote!(yield_!(other.await)),
            quote!(waits!()),
            quote!(yield_!(waits! { other })),
            quote!(std::vec![1]),
            quote!(
                macro_rules! waits {
                    () => {};
                }
            ),
            quote!(#[waits] let number = 1;),
            quote!(yield_from!(other())),
            quote!(if a { vec![1] } else { b }),
        ] {
            assert!(in_tokens(code.clone()), "{code}");
        }
    }

    #[test]
    fn a_macro_whose_path_was_handed_on_by_another_is_unknown() {
        let path = Group::new(Delimiter::None, quote!(waits));
        assert!(in_tokens(quote!(#path!(1))));
        let name = Group::new(Delimiter::None, quote!(yield_));
        assert!(in_tokens(quote!(#name!(1))));
    }

    #[test]
    fn attributes_of_the_language_are_known_and_no_others() {
        let known: [Attribute; 3] =
            [parse_quote!(#[doc = ""]), parse_quote!(#[inline]), parse_quote!(#[allow(dead_code)])];
        assert!(!in_attributes(&known));
        let others: [Attribute; 3] = [
            parse_quote!(#[instrument]),
            parse_quote!(#[clippy::inline]),
            parse_quote!(#[cfg_attr(all(), instrument)]),
        ];
        for other in others {
            assert!(in_attributes(&[other]));
        }
    }
}
