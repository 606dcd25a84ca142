//! Snapshots of a few expansions: a change of an expansion shows as a difference between files.
//!
//! Each `tests/expansions/NAME.rs` holds code that uses the macros. `NAME.expanded.rs` beside it holds
//! the same code after expansion, formatted, and with the hygienic names shortened: `slot` stands for
//! `slot_of_the_generator`, and `'body` for the label of the body. To update the expanded files:
//!
//! ```sh
//! EXPANSIONS=overwrite cargo test -p genfn-macros
//! git diff macros/tests/expansions
//! ```

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;

use crate::{gen_block, gen_expr, generator};

#[test]
fn iterator() {
    check("iterator");
}

#[test]
fn iterator_over_results() {
    check("results");
}

#[test]
fn coroutine_that_takes_errors() {
    check("coroutine");
}

#[test]
fn delegation() {
    check("delegation");
}

#[test]
fn method_with_patterns_as_arguments() {
    check("method");
}

#[test]
fn yields_in_other_macros() {
    check("macros");
}

#[test]
fn generator_blocks() {
    check("gen_block");
}

#[test]
fn generator_expressions() {
    check("gen_expr");
}

#[test]
fn explicit_state_of_a_loop() {
    check("explicit_loop");
}

#[test]
fn explicit_state_that_moves_its_locals() {
    check("explicit_moves");
}

#[test]
fn explicit_state_with_the_whole_protocol() {
    check("explicit_protocol");
}

/// Compares the expansion of `tests/expansions/{name}.rs` with the file beside it.
#[track_caller]
fn check(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expansions");
    let read = |path: &PathBuf| {
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    let source: TokenStream = read(&folder.join(format!("{name}.rs"))).parse().expect("Rust");
    let expansion = expanded(source)
        .to_string()
        .replace("'yields_belong_in_the_own_body_of_the_generator", "'body")
        // What is left of the name would be a keyword.
        .replace("yield_of_the_generator", "yield_")
        .replace("_of_the_generator", "")
        .replace("StateWithoutBorrowsOfTheGenerator", "State");
    let file = syn::parse_file(&expansion).expect("an expansion is Rust");
    let is = prettyplease::unparse(&file);

    let expected = folder.join(format!("{name}.expanded.rs"));
    if std::env::var_os("EXPANSIONS").is_some_and(|value| value == "overwrite") {
        fs::write(&expected, is).expect("the folder can be written to");
        return;
    }
    let was = read(&expected);
    if was != is {
        let first = was.lines().zip(is.lines()).take_while(|(was, is)| was == is).count();
        panic!(
            "the expansion of {name} differs from line {} on\nexpected:\n{}\nfound:\n{}\n\
             to accept it: EXPANSIONS=overwrite cargo test -p genfn-macros",
            first + 1,
            was.lines().skip(first).take(8).collect::<Vec<_>>().join("\n"),
            is.lines().skip(first).take(8).collect::<Vec<_>>().join("\n"),
        );
    }
}

/// `tokens` with every use of the macros in it expanded.
fn expanded(tokens: TokenStream) -> TokenStream {
    let mut expanded = TokenStream::new();
    let mut rest = tokens.into_iter().peekable();
    while let Some(token) = rest.next() {
        match token {
            TokenTree::Punct(hash) if hash.as_char() == '#' => {
                let Some(TokenTree::Group(attribute)) = rest.next() else { panic!("no attribute") };
                let mut attribute_tokens = attribute.stream().into_iter();
                let name = attribute_tokens.next().map(|name| name.to_string());
                if name.as_deref() != Some("generator") {
                    expanded.extend(quote!(#hash #attribute));
                    continue;
                }
                let arguments = match attribute_tokens.next() {
                    Some(TokenTree::Group(arguments)) => arguments.stream(),
                    _ => TokenStream::new(),
                };
                let mut function = TokenStream::new();
                for token in rest.by_ref() {
                    let is_body = matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
                    function.extend([token]);
                    if is_body {
                        break;
                    }
                }
                expanded.extend(generator::generator(arguments, &function));
            }
            TokenTree::Ident(name) if name == "gen_" || name == "gen_expr" => {
                let (_bang, Some(TokenTree::Group(input))) = (rest.next(), rest.next()) else {
                    panic!("`{name}` is called");
                };
                let input = input.stream();
                let input = quote!((::genfn) #input);
                expanded.extend(if name == "gen_" {
                    gen_block::gen_(input)
                } else {
                    gen_expr::gen_expr(input)
                });
            }
            TokenTree::Group(group) => {
                let inner = self::expanded(group.stream());
                expanded.extend([TokenTree::from(Group::new(group.delimiter(), inner))]);
            }
            other => expanded.extend([other]),
        }
    }
    expanded
}
