//! Reads a function with the attribute.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::quote;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, Block, Error, Path, Signature, Stmt, Token, Visibility};

use crate::errors::Errors;
use crate::tokens::{is_shallow, too_deep};

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
    /// The braces with the user's tokens in them, without inner attributes.
    pub(crate) braces: Group,
    /// The span of the opening brace. A `Group` that a macro makes has one span, which reaches from
    /// one brace to the other. Tokens of the expansion do not take that span: an editor relates every
    /// name at it to all names between the braces.
    pub(crate) open: Span,
    /// The syntax trees of the statements. `None` if the body does not parse. Then only the yields
    /// among the tokens are replaced, and rustc or the editor reports the syntax error.
    pub(crate) statements: Option<Vec<Stmt>>,
}

impl Head {
    /// The head of a function that only the macro knows.
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

/// Whether the input continues with a function, with any qualifiers.
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
    /// Reads a body, and moves its inner attributes to the `attributes` of the function, where they
    /// mean the same.
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
        let parsed = is_shallow(tokens.clone()).then(|| Block::parse_within.parse2(tokens.clone()));
        let statements = parsed.and_then(Result::ok);
        let mut without_attributes = Group::new(Delimiter::Brace, tokens);
        without_attributes.set_span(braces.span());
        Self { braces: without_attributes, open: braces.span_open(), statements }
    }

    /// Reports a body that is nested too deep, and returns one in its place: rustc would not get to the end
    /// of it.
    pub(crate) fn unless_too_deep(self, runtime: &Path, errors: &mut Errors) -> Self {
        let Some(error) = too_deep(self.braces.stream()) else { return self };
        errors.add(error);
        let never = quote!(#runtime::__private::never());
        Self { braces: Group::new(Delimiter::Brace, never), statements: None, ..self }
    }
}
