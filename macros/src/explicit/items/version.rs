//! The version of a saved state: a number made of the function that the state belongs to.

use proc_macro2::{Group, Spacing, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use crate::explicit::source::asked::Asked;
use crate::parse::Head;

/// A number that is another one where the signature, the derives, the size hint or the body is another one,
/// or where the fields of the states are (`layout`). The name of the function, comments and white space
/// change nothing.
pub(crate) fn version(head: &Head, asked: &Asked, body: &Group, layout: &TokenStream) -> u64 {
    let syn::Signature { generics, inputs, output, .. } = &head.signature;
    let bounds = &generics.where_clause;
    let mut hash = Hash(0xcbf2_9ce4_8422_2325);
    hash.part(&quote!(#generics #bounds));
    for argument in inputs {
        hash.part(&argument.to_token_stream());
    }
    hash.part(&output.to_token_stream());
    for derive in &asked.derives {
        hash.part(&derive.to_token_stream());
    }
    hash.part(&asked.size_hint.to_token_stream());
    hash.part(&body.stream());
    hash.part(layout);
    hash.0
}

/// FNV-1a.
struct Hash(u64);

impl Hash {
    fn text(&mut self, text: &str) {
        for byte in text.bytes().chain([0]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    /// Tokens, and their end.
    fn part(&mut self, tokens: &TokenStream) {
        self.tokens(tokens.clone());
        self.text("");
    }

    fn tokens(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Group(group) => {
                    self.text(&format!("{:?}", group.delimiter()));
                    self.part(&group.stream());
                }
                TokenTree::Punct(first) => {
                    let mut operator = first.as_char().to_string();
                    // `a && b` is not `a & &b`, and neither is `a << b` a comparison. Elsewhere the white
                    // space between two signs is of no matter.
                    if let Some(TokenTree::Punct(second)) = tokens.peek() {
                        let one = first.spacing() == Spacing::Joint;
                        if one && second.as_char() == first.as_char() && "&|<".contains(&operator) {
                            operator.push(second.as_char());
                            tokens.next();
                        }
                    }
                    self.text(&operator);
                }
                other => self.text(&other.to_string()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use syn::parse_quote;

    use crate::attribute::Arguments;
    use crate::errors::Errors;
    use crate::parse::Function;

    use super::*;

    /// The version of a function under the attribute with these arguments.
    fn of(arguments: TokenStream, function: &str) -> u64 {
        let mut errors = Errors::default();
        let arguments = Arguments::parse(arguments, &mut errors);
        let Function { mut head, body } = syn::parse_str(function).unwrap();
        let asked = Asked::by(&mut head, &arguments, &mut errors).unwrap();
        version(&head, &asked, &body.braces, &TokenStream::new())
    }

    const NUMBERS: &str =
        "fn numbers(n: u32) -> impl Iterator<Item = bool> { yield_!(n > 1 && n < 9); }";

    fn named(function: &str) -> u64 {
        of(quote!(struct Numbers), function)
    }

    #[test]
    fn each_part_of_a_function_changes_it() {
        let changes = [
            ("n: u32", "n: u64"),
            ("n: u32", "mut n: u32"),
            ("n: u32", "n: u32, m: u32"),
            ("numbers(", "numbers<T>("),
            ("bool> {", "bool> where u32: Copy {"),
            ("bool> {", "bool> + Clone {"),
            ("Item = bool", "Item = Answer"),
            ("impl Iterator<Item = bool>", "impl Coroutine<Yield = bool>"),
            ("impl Iterator<Item = bool>", "impl Coroutine<Yield = bool, Resume = u8>"),
            ("fn numbers", "#[derive(Debug)] fn numbers"),
            ("fn numbers", "#[derive(Clone)] fn numbers"),
            ("&&", "& &"),
            ("n > 1", "n > 2"),
            ("n > 1", "n >= 1"),
            ("n > 1 && n < 9", "(n > 1) && (n < 9)"),
        ];
        let mut versions = BTreeSet::from([named(NUMBERS)]);
        for (old, new) in changes {
            assert!(NUMBERS.contains(old), "{old}");
            assert!(versions.insert(named(&NUMBERS.replace(old, new))), "{old} -> {new}");
        }
        let hints = [quote!((0, None)), quote!((1, None))];
        for hint in hints {
            assert!(versions.insert(of(quote!(struct Numbers, size_hint = #hint), NUMBERS)));
        }
    }

    #[test]
    fn a_name_a_comment_and_white_space_do_not() {
        let changes = [
            ("fn numbers", "/// The numbers.\npub fn others"),
            ("n: u32", "n : u32 ,"),
            ("n > 1", "n>1 /* one */"),
            ("yield_!(", "yield_! (\n"),
        ];
        for (old, new) in changes {
            assert_eq!(named(&NUMBERS.replace(old, new)), named(NUMBERS), "{old} -> {new}");
        }
        assert_eq!(of(quote!(struct Others), NUMBERS), named(NUMBERS));
    }

    #[test]
    fn a_field_of_the_state_changes_it() {
        let mut errors = Errors::default();
        let arguments = Arguments::parse(quote!(state), &mut errors);
        let Function { mut head, body } = syn::parse_str(NUMBERS).unwrap();
        let asked = Asked::by(&mut head, &arguments, &mut errors).unwrap();
        let with = |layout: TokenStream| version(&head, &asked, &body.braces, &layout);
        assert_ne!(with(parse_quote!({ n })), with(parse_quote!({ n, m })));
        assert_ne!(with(parse_quote!({ n } { m })), with(parse_quote!({ n, m } {})));
    }
}
