//! Reads the function that the attribute stands on.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, Block, Error, Signature, Stmt, Token, Visibility};

/// A function with a body.
pub(crate) struct Function {
    pub(crate) head: Head,
    pub(crate) body: Body,
}

/// The part of a function before its body.
pub(crate) struct Head {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) signature: Signature,
}

/// The body of a function, with its braces.
pub(crate) struct Body {
    /// The braces, and what stands in them as it was written, less inner attributes.
    pub(crate) braces: Group,
    /// The opening one as it was written. A group that is made anew has one span for both braces,
    /// and all that is between; and an editor takes every name at such a span for one of each name
    /// in there.
    pub(crate) open: Span,
    /// What stands in them as it was understood. `None` where it is not (yet) Rust as syn knows
    /// it: then the tokens are handed on with the yields replaced, and it is for rustc, or for
    /// the editor, to say what is wrong with the rest.
    pub(crate) statements: Option<Vec<Stmt>>,
}

impl Head {
    /// That of a generator without a name, which is not a function of the user's.
    pub(crate) fn of(signature: Signature) -> Self {
        Self { attributes: Vec::new(), visibility: Visibility::Inherited, signature }
    }
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        if !is_function(input) {
            return Err(input.error(
                "`#[generator]` belongs on a function: to make a generator of a block, put the \
                 block into a function",
            ));
        }
        let signature: Signature = input.parse()?;
        if input.peek(Token![;]) {
            return Err(Error::new_spanned(
                &signature.ident,
                "a generator needs a body: where a trait only declares the method, leave \
                 `#[generator]` out and put it on the method of the `impl`",
            ));
        }
        let TokenTree::Group(braces) = input.parse()? else {
            return Err(Error::new_spanned(&signature.ident, "a generator needs a body"));
        };
        let body = Body::parse(&braces, &mut attributes);
        Ok(Self { head: Head { attributes, visibility, signature }, body })
    }
}

/// Whether what follows is a function, with any qualifiers.
fn is_function(input: ParseStream<'_>) -> bool {
    let fork = input.fork();
    loop {
        if fork.peek(Token![fn]) {
            return true;
        }
        let qualifier = fork.peek(Token![const])
            || fork.peek(Token![async])
            || fork.peek(Token![unsafe])
            || fork.peek(Token![extern])
            || fork.peek(syn::LitStr);
        if !qualifier || fork.parse::<TokenTree>().is_err() {
            return false;
        }
    }
}

impl Body {
    /// Reads a body. Its inner attributes go to those of the function, where they mean the same.
    pub(crate) fn parse(braces: &Group, attributes: &mut Vec<Attribute>) -> Self {
        let split = |input: ParseStream<'_>| {
            let inner = input.call(Attribute::parse_inner)?;
            Ok((inner, input.parse::<TokenStream>()?))
        };
        let tokens = match split.parse2(braces.stream()) {
            Ok((inner, tokens)) => {
                attributes.extend(
                    inner
                        .into_iter()
                        .map(|attribute| Attribute { style: syn::AttrStyle::Outer, ..attribute }),
                );
                tokens
            }
            Err(_) => braces.stream(),
        };
        let statements = Block::parse_within.parse2(tokens.clone()).ok();
        let mut without_attributes = Group::new(Delimiter::Brace, tokens);
        without_attributes.set_span(braces.span());
        Self { braces: without_attributes, open: braces.span_open(), statements }
    }
}
