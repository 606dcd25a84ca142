//! Attributes and macros that look at what they are given, for the tests of genfn.

#![forbid(unsafe_code)]
#![allow(clippy::missing_panics_doc, reason = "a panic is an error of a test")]

use proc_macro::{Ident, Literal, TokenStream, TokenTree};

/// Puts the text of the function that it is on into a constant, and leaves the function as it is. The
/// argument is the constant's name.
#[proc_macro_attribute]
pub fn source(name: TokenStream, function: TokenStream) -> TokenStream {
    let text: TokenTree = Literal::string(&function.to_string()).into();
    let mut constant: TokenStream = "const".parse().expect("a token");
    constant.extend(name);
    constant.extend(": &str =".parse::<TokenStream>().expect("tokens"));
    constant.extend([text]);
    constant.extend(";".parse::<TokenStream>().expect("a token"));
    constant.extend(function);
    constant
}

/// Puts itself back below `#[generator]`, for as long as it is expanded.
#[proc_macro_attribute]
pub fn again(_: TokenStream, function: TokenStream) -> TokenStream {
    let mut tokens: Vec<TokenTree> = function.into_iter().collect();
    // `#[generator(..)]` comes first.
    let rest = tokens.split_off(2);
    tokens.extend("#[genfn_tests_attributes::again]".parse::<TokenStream>().expect("tokens"));
    tokens.into_iter().chain(rest).collect()
}

/// `forge!(name, tokens)`: the variable `name` with the hygiene of each of `tokens`, those in groups
/// too, in a list.
#[proc_macro]
pub fn forge(input: TokenStream) -> TokenStream {
    fn all(tokens: TokenStream, found: &mut Vec<TokenTree>) {
        for token in tokens {
            if let TokenTree::Group(group) = &token {
                all(group.stream(), found);
            }
            found.push(token);
        }
    }

    let mut input = input.into_iter();
    let name = input.next().expect("a name comes first").to_string();
    let mut tokens = Vec::new();
    all(input.skip(1).collect(), &mut tokens);
    let mut list: TokenStream = "vec!".parse().expect("tokens");
    let mut names = TokenStream::new();
    for token in tokens {
        names.extend([TokenTree::from(Ident::new(&name, token.span()))]);
        names.extend(",".parse::<TokenStream>().expect("a token"));
    }
    let group = proc_macro::Group::new(proc_macro::Delimiter::Bracket, names);
    list.extend([TokenTree::from(group)]);
    list
}
