//! Reads the arguments of the attribute: `#[generator(size_hint = .., crate = ..)]`.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Expr, Ident, Path, Token, parse_quote};

use crate::errors::Errors;

const ACCEPTED: &str =
    "`size_hint = (lower, upper)`, `state`, `struct Name` and `crate = path::to::genfn`";

/// The arguments of the attribute.
pub(crate) struct Arguments {
    /// The bounds on the number of items: an expression that uses the function's arguments.
    pub(crate) size_hint: Option<Expr>,
    /// The path of the crate `genfn`.
    pub(crate) runtime: Path,
    /// The word that asks for an explicit state.
    pub(crate) state: Option<Ident>,
    /// The name of the generator's type, which has an explicit state.
    pub(crate) name: Option<Ident>,
}

enum Argument {
    SizeHint(Ident, Expr),
    Runtime(Ident, Path),
    State(Ident),
    Name(Ident),
}

impl Parse for Argument {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        use syn::ext::IdentExt;

        if !input.peek(Ident::peek_any) {
            return Err(unknown(&input.parse()?));
        }
        let name = input.call(Ident::parse_any)?;
        if name == "struct" {
            return Ok(Self::Name(input.parse()?));
        }
        if name == "state" {
            if input.peek(Token![=]) {
                return Err(input.error("`state` takes no value: write `#[generator(state)]`"));
            }
            return Ok(Self::State(name));
        }
        if !["size_hint", "crate"].iter().any(|known| name == known) {
            return Err(unknown(&name.into()));
        }
        let needs_value = || {
            let form = if name == "crate" { "path::to::genfn" } else { "(lower, upper)" };
            syn::Error::new(name.span(), format!("`{name}` needs a value: `{name} = {form}`"))
        };
        if input.parse::<Token![=]>().is_err() || input.is_empty() || input.peek(Token![,]) {
            return Err(needs_value());
        }
        if name == "crate" {
            let given = input.fork();
            return match input.call(Path::parse_mod_style) {
                Ok(path) => Ok(Self::Runtime(name, path)),
                Err(_) => {
                    Err(given
                        .error("`crate` needs a path, not in quotes: `crate = path::to::genfn`"))
                }
            };
        }
        Ok(Self::SizeHint(name, input.parse()?))
    }
}

/// The error for an unknown argument that begins with `token`.
fn unknown(token: &TokenTree) -> syn::Error {
    let argument = match token {
        TokenTree::Ident(name) => format!("no argument `{name}`"),
        _ => "no such argument".to_owned(),
    };
    syn::Error::new(token.span(), format!("`#[generator]` takes {argument}: it takes {ACCEPTED}"))
}

impl Arguments {
    /// Reads the arguments. It reports an argument that does not parse, and continues without it.
    pub(crate) fn parse(tokens: TokenStream, errors: &mut Errors) -> Self {
        let mut arguments =
            Self { size_hint: None, runtime: parse_quote!(::genfn), state: None, name: None };
        let mut runtime_is_given = false;
        // One argument at a time, so that a bad one does not hide those after it.
        let parser = |input: ParseStream<'_>| {
            while !input.is_empty() {
                match input.parse() {
                    Ok(Argument::SizeHint(name, _)) if arguments.size_hint.is_some() => {
                        errors.at(name, "`size_hint` is given twice: leave one");
                    }
                    Ok(Argument::State(name)) if arguments.state.is_some() => {
                        errors.at(name, "`state` is given twice: leave one");
                    }
                    Ok(Argument::Name(name)) if arguments.name.is_some() => {
                        errors.at(name, "the name is given twice: leave one");
                    }
                    Ok(Argument::Name(name)) => arguments.name = Some(name),
                    Ok(Argument::State(name)) => arguments.state = Some(name),
                    Ok(Argument::SizeHint(_, expression)) => {
                        arguments.size_hint = Some(expression);
                    }
                    Ok(Argument::Runtime(name, _)) if runtime_is_given => {
                        errors.at(name, "`crate` is given twice: leave one");
                    }
                    Ok(Argument::Runtime(_, path)) => {
                        runtime_is_given = true;
                        arguments.runtime = path;
                    }
                    Err(error) => {
                        errors.add(error);
                        skip_argument(input)?;
                    }
                }
                if !input.is_empty() && input.parse::<Token![,]>().is_err() {
                    let message = "a comma is missing before this argument of `#[generator]`";
                    errors.add(input.error(message));
                }
            }
            Ok(())
        };
        if let Err(error) = parser.parse2(tokens) {
            errors.add(error);
        }
        arguments
    }
}

/// Skips the rest of an argument that does not parse.
fn skip_argument(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}
