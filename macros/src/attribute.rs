//! Reads the arguments of the attribute: `#[generator(size_hint = .., crate = ..)]`.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::quote;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, Expr, Ident, Path, Token, parse_quote};

use crate::errors::Errors;
use crate::tokens::{self, is_punct};

const ACCEPTED: &str = "`size_hint = (lower, upper)` and `crate = path::to::genfn`";

/// The arguments of the attribute.
pub(crate) struct Arguments {
    /// The bounds on the number of items: an expression that uses the function's arguments.
    pub(crate) size_hint: Option<Expr>,
    /// The path of the crate `genfn`.
    pub(crate) runtime: Path,
}

enum Argument {
    SizeHint(Ident, Expr),
    Runtime(Ident, Path),
}

impl Parse for Argument {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        use syn::ext::IdentExt;

        if !input.peek(Ident::peek_any) {
            return Err(unknown(&input.parse()?));
        }
        let name = input.call(Ident::parse_any)?;
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
        let mut arguments = Self { size_hint: None, runtime: parse_quote!(::genfn) };
        let mut runtime_is_given = false;
        // One argument at a time, so that a bad one does not hide those after it.
        let parser = |input: ParseStream<'_>| {
            while !input.is_empty() {
                match input.parse() {
                    Ok(Argument::SizeHint(name, _)) if arguments.size_hint.is_some() => {
                        errors.at(name, "`size_hint` is given twice: leave one");
                    }
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

/// Whether an attribute may be a macro of somebody else's.
///
/// The language's own attributes are known, and no macro can have the name of one: rustc would find it
/// ambiguous. Those of tools are paths. `cfg_attr` may become anything.
pub(crate) fn is_foreign(attribute: &Attribute) -> bool {
    let path = attribute.path();
    if let Some(name) = path.get_ident() {
        return !BUILT_IN.iter().any(|known| name == known);
    }
    let first = path.segments.first();
    let is_tool = first.is_some_and(|first| TOOLS.iter().any(|known| first.ident == known));
    path.leading_colon.is_some() || !is_tool
}

/// Whether there is an attribute among the tokens that may be a macro of somebody else's.
pub(crate) fn has_foreign_attribute(tokens: TokenStream) -> bool {
    tokens::any(tokens, &mut |at| {
        let follows_hash = is_punct(at.before(1), '#')
            || (is_punct(at.before(1), '!') && is_punct(at.before(2), '#'));
        match at.token() {
            TokenTree::Group(group) if follows_hash && group.delimiter() == Delimiter::Bracket => {
                let stream = group.stream();
                let parsed = Attribute::parse_outer.parse2(quote!(#[#stream]));
                parsed.map_or(true, |attributes| attributes.iter().any(is_foreign))
            }
            _ => false,
        }
    })
}

/// The attributes of the language that can be on a function or in its body, and are no macros.
const BUILT_IN: [&str; 20] = [
    "allow",
    "cfg",
    "cold",
    "deny",
    "deprecated",
    "doc",
    "expect",
    "export_name",
    "forbid",
    "inline",
    "link_section",
    "must_use",
    "no_mangle",
    "non_exhaustive",
    "repr",
    "target_feature",
    "track_caller",
    "unsafe",
    "used",
    "warn",
];

/// The tools whose attributes rustc knows.
const TOOLS: [&str; 5] = ["clippy", "diagnostic", "miri", "rust_analyzer", "rustfmt"];
