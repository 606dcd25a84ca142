//! Reads a function with the attribute.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, Block, Error, Path, Signature, Stmt, Token, Visibility};

use crate::errors::Errors;
use crate::tokens::{self, Words, is_punct, is_shallow, too_deep};

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
    /// Whether the function is one of the user's, and no stand-in for a generator in place.
    pub(crate) is_function: bool,
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
    pub(crate) words: Words,
}

impl Head {
    /// The head of a function that only the macro knows.
    pub(crate) fn of(signature: Signature) -> Self {
        Self {
            attributes: Vec::new(),
            visibility: Visibility::Inherited,
            signature,
            is_function: false,
        }
    }
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        if !is_function(input) {
            return Err(input.error(rule(input)));
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
        let body = Body::parse(&without_invisible(braces), &mut attributes);
        Ok(Self { head: Head { attributes, visibility, signature, is_function: true }, body })
    }
}

/// The braces inside of the invisible group that a macro makes of a block which it was given.
fn without_invisible(group: Group) -> Group {
    if group.delimiter() != Delimiter::None {
        return group;
    }
    let mut tokens = group.stream().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(inside)), None) => without_invisible(inside),
        _ => group,
    }
}

/// Why the attribute cannot stand on the item, and where it belongs.
fn rule(input: ParseStream<'_>) -> &'static str {
    if input.peek(Token![impl]) || (input.peek(Token![unsafe]) && input.peek2(Token![impl])) {
        "`#[generator]` belongs on a function: put it on each method of the `impl` that yields"
    } else if input.peek(Token![trait])
        || (input.peek(Token![unsafe]) && input.peek2(Token![trait]))
    {
        "`#[generator]` belongs on a function: put it on each method that yields and has a body, in \
         the trait and in each `impl`"
    } else if input.peek(Token![mod]) {
        "`#[generator]` belongs on a function: put it on each function of the module that yields"
    } else {
        "`#[generator]` belongs on a function: put it on the function that yields; a generator in \
         place of a function is `genfn::gen_! { .. }`"
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
        let mut tokens = braces.stream();
        if is_punct(tokens.clone().into_iter().next().as_ref(), '#') {
            let split = |input: ParseStream<'_>| {
                let inner = input.call(Attribute::parse_inner)?;
                Ok((inner, input.parse::<TokenStream>()?))
            };
            if let Ok((inner, rest)) = split.parse2(tokens.clone()) {
                let outer = |attribute| Attribute { style: syn::AttrStyle::Outer, ..attribute };
                attributes.extend(inner.into_iter().map(outer));
                tokens = rest;
            }
        }
        let parsed = is_shallow(tokens.clone()).then(|| Block::parse_within.parse2(tokens.clone()));
        let statements = parsed.and_then(Result::ok);
        let words = Words::of(tokens.clone());
        let mut without_attributes = Group::new(Delimiter::Brace, tokens);
        without_attributes.set_span(braces.span());
        Self { braces: without_attributes, open: braces.span_open(), statements, words }
    }

    /// Reports a body that is nested too deep, and returns one in its place: rustc would not get to the end
    /// of it.
    pub(crate) fn unless_too_deep(self, runtime: &Path, errors: &mut Errors) -> Self {
        // What parses is not that deep: see `is_shallow`.
        let error = self.statements.is_none().then(|| too_deep(self.braces.stream()));
        let Some(error) = error.flatten() else { return self };
        errors.add(error);
        let never = quote!(#runtime::__private::never());
        Self { braces: Group::new(Delimiter::Brace, never), statements: None, ..self }
    }
}

/// The keywords that are the names of arguments.
///
/// rustc reports such a name before any macro sees it, and says what to write. It then hands the tokens
/// to the macro as they are.
pub(crate) fn keywords_as_names(item: &TokenStream) -> Vec<String> {
    let mut names = Vec::new();
    let is_fn = |token: &TokenTree| matches!(token, TokenTree::Ident(name) if name == "fn");
    let arguments = item.clone().into_iter().skip_while(|token| !is_fn(token)).find_map(is_list);
    tokens::any(arguments.unwrap_or_default(), &mut |at| {
        if let TokenTree::Ident(name) = at.token() {
            let ends_path = is_punct(at.before(1), ':');
            let is_name = is_punct(at.next(), ':') && !ends_path;
            let name = name.to_string();
            // These are no names, or begin a path.
            let is_path = ["self", "Self", "super", "crate", "_"].contains(&&*name);
            let is_keyword = syn::parse2::<Ident>(at.token().clone().into()).is_err();
            if is_name && !is_path && (is_keyword || name == "gen") {
                names.push(name);
            }
        }
        false
    });
    names
}

fn is_list(token: TokenTree) -> Option<TokenStream> {
    match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
            Some(group.stream())
        }
        _ => None,
    }
}

/// The tokens with `r#name` in place of each of these `names`. Of an item with `is_head`, only the
/// arguments of the function change.
pub(crate) fn with_raw_names(tokens: TokenStream, names: &[String], is_head: bool) -> TokenStream {
    let raw = |token| match token {
        TokenTree::Ident(name) if !is_head && names.contains(&name.to_string()) => {
            Ident::new_raw(&name.to_string(), name.span()).into()
        }
        TokenTree::Group(group) if !is_head || group.delimiter() == Delimiter::Parenthesis => {
            let inside = with_raw_names(group.stream(), names, false);
            let mut inside = Group::new(group.delimiter(), inside);
            inside.set_span(group.span());
            inside.into()
        }
        other => other,
    };
    tokens.into_iter().map(raw).collect()
}
