//! A body as a syntax tree.

use quote::ToTokens;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Block, Expr, File, Item, ItemFn, Macro, Token, parse_quote};

/// The statements of a body.
///
/// # Panics
///
/// If `text` is not what [`Batch::random`](crate::source::Batch::random) or [`print()`] writes.
#[must_use]
pub fn parse(text: &str) -> Block {
    syn::parse_str(&format!("{{ {text} }}")).expect("a body is a block")
}

/// The text of the statements.
///
/// # Panics
///
/// Never: they are printed as those of a function.
#[must_use]
pub fn print(block: &Block) -> String {
    let mut function: ItemFn = parse_quote!(
        fn body() {}
    );
    *function.block = block.clone();
    let items = vec![Item::Fn(function)];
    let file = File { shebang: None, frontmatter: None, attrs: Vec::new(), items };
    let text = prettyplease::unparse(&file);
    let (_, rest) = text.split_once('{').expect("a function has a body");
    let (statements, _) = rest.rsplit_once('}').expect("a function has a body");
    statements.trim_matches('\n').trim_end().to_owned() + "\n"
}

/// The expressions that a macro is given, without the pattern of `matches!`.
#[must_use]
pub fn arguments(call: &Macro) -> Vec<Expr> {
    let parser = Punctuated::<Expr, Token![,]>::parse_terminated;
    if let Ok(arguments) = parser.parse2(call.tokens.clone()) {
        return arguments.into_iter().collect();
    }
    let first = |input: syn::parse::ParseStream<'_>| {
        let first: Expr = input.parse()?;
        let _: proc_macro2::TokenStream = input.parse()?;
        Ok(first)
    };
    first.parse2(call.tokens.clone()).into_iter().collect()
}

/// Gives a macro other expressions, as many as [`arguments`] has found.
pub fn set_arguments(call: &mut Macro, given: &[Expr]) {
    let parser = Punctuated::<Expr, Token![,]>::parse_terminated;
    if parser.parse2(call.tokens.clone()).is_ok() {
        let list: Punctuated<&Expr, Token![,]> = given.iter().collect();
        call.tokens = list.to_token_stream();
        return;
    }
    let rest = |input: syn::parse::ParseStream<'_>| {
        let _: Expr = input.parse()?;
        input.parse::<proc_macro2::TokenStream>()
    };
    if let (Ok(rest), [first]) = (rest.parse2(call.tokens.clone()), given) {
        call.tokens = first.to_token_stream();
        call.tokens.extend(rest);
    }
}
