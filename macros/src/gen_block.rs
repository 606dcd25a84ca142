//! `gen_! { .. }`, from its input to its output: a generator that captures its environment.
//!
//! It goes through the stages of a generator function without a name and arguments. The closure in the
//! expansion captures the variables that the body mentions:
//!
//! ```text
//! // in
//! gen_! { yield_!(name.len()) }
//!
//! // out: the block of `fn() -> impl Iterator<Item = _>`
//! {
//!     let start = move |protocol| { .. async move { .. name.len() .. } };
//!     let machine = unsafe { start.make_generator() };
//!     machine
//! }
//! ```

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Error, Path, PathArguments, Signature, Stmt, Token, Type, TypeParamBound, parse_quote};

use crate::attribute::{self, Arguments};
use crate::errors::Errors;
use crate::exits::{self, Exit};
use crate::expand::{Expanded, expand};
use crate::lower::{self, internal};
use crate::parse::{Body, Head};
use crate::signature::{self, Form, Output};
use crate::validate::End;

const WITH_TYPE: &str = "`gen_! { -> impl Coroutine<Yield = _, Resume = f64> { .. } }`";

/// The input of `gen_!`: `-> Type { .. }`, or the body alone.
struct GeneratorBlock {
    /// The path of the crate `genfn`, which its macro `gen_!` passes.
    runtime: Path,
    returned: Option<Type>,
    braces: Group,
}

impl Parse for GeneratorBlock {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let runtime = runtime(input)?;
        check_move(input)?;
        if !input.peek(Token![->]) {
            let body: TokenStream = input.parse()?;
            let span = body.clone().into_iter().next().map_or_else(Span::call_site, |t| t.span());
            let mut braces = Group::new(Delimiter::Brace, body);
            braces.set_span(span);
            return Ok(Self { runtime, returned: None, braces });
        }
        let arrow: Token![->] = input.parse()?;
        let returned = input.parse()?;
        let braces: Option<Group> = input.parse()?;
        let braces = braces.filter(|group| group.delimiter() == Delimiter::Brace);
        let Some(braces) = braces else {
            return Err(Error::new_spanned(
                arrow,
                format!("a generator that says its type has a body in braces: {WITH_TYPE}"),
            ));
        };
        if !input.is_empty() {
            return Err(input.error(format!("nothing stands behind the body: {WITH_TYPE}")));
        }
        Ok(Self { runtime, returned: Some(returned), braces })
    }
}

/// Reports `move`, `async move` and the like before a body in braces.
fn check_move(input: ParseStream<'_>) -> syn::Result<()> {
    let fork = input.fork();
    let mut words = Vec::new();
    while let Ok(word) = fork.call(Ident::parse_any) {
        if !["move", "async", "static", "gen"].iter().any(|known| word == known) {
            return Ok(());
        }
        words.push(word);
    }
    match words.first() {
        Some(first) if fork.peek(syn::token::Brace) && words.iter().any(|word| word == "move") => {
            Err(Error::new_spanned(
                first,
                "`gen_!` always moves what it mentions: write `gen_! { .. }`, and let it mention a \
                 reference to what it only borrows",
            ))
        }
        _ => Ok(()),
    }
}

/// Reads the path of the crate `genfn`: `gen_!` and `gen_expr!` pass it in parentheses before their
/// input.
pub(crate) fn runtime(input: ParseStream<'_>) -> syn::Result<Path> {
    let parenthesized;
    syn::parenthesized!(parenthesized in input);
    parenthesized.call(Path::parse_mod_style)
}

/// Everything that `gen_!` does.
pub(crate) fn gen_(input: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let GeneratorBlock { runtime, returned, braces } = match syn::parse2(input) {
        Ok(block) => block,
        Err(error) => {
            errors.add(error);
            return stand_in(&errors);
        }
    };
    let mut attributes = Vec::new();
    let body = Body::parse(&braces, &mut attributes);
    attribute::check_inner(&mut attributes, &mut errors);
    match &returned {
        Some(returned) => check_type(returned, &mut errors),
        None => check_untyped(&body, &mut errors),
    }
    if is_closure(&body) && !errors.is_empty() {
        return stand_in(&errors);
    }

    let is_typed = returned.is_some();
    let returned = returned.unwrap_or_else(|| {
        let here = Span::mixed_site().located_at(braces.span());
        syn::parse2(quote_spanned!(here=> impl ::core::iter::Iterator<Item = _>))
            .unwrap_or_else(|_| unreachable!("it is a type"))
    });
    let signature: Signature = parse_quote!(fn generator() -> #returned);
    let Some(mut output) = signature::check(&signature, &runtime, false, &mut errors) else {
        lower::body(body, &Output::unknown(), &runtime, &mut errors);
        return stand_in(&errors);
    };
    if !is_typed {
        // `check_untyped` reports each `?`.
        output.end = End::Error;
    }
    let body = lower::body(body, &output, &runtime, &mut errors);
    if !errors.is_empty() {
        return stand_in(&errors);
    }
    let form = output.form;
    let arguments =
        Arguments { size_hint: None, runtime, moved: Vec::new(), state: None, name: None };
    let Expanded { block, .. } = expand(Head::of(signature), body, output, &arguments);
    let named = used_trait(&returned);
    // A function's return type coerces to the trait object. Here the type of the variable does.
    let erased = !matches!(form, Form::Opaque | Form::Pinned);
    let returned = erased.then(|| quote!(: #returned));
    let generator = internal("generator");
    let here = Span::mixed_site();
    let block = if is_typed {
        quote!(#block)
    } else {
        let runtime = &arguments.runtime;
        quote_spanned!(here=> #runtime::__private::opaque(#block))
    };
    quote_spanned! {here=>
        {
            #named
            #(#attributes)*
            let #generator #returned = #block;
            #generator
        }
    }
}

/// The errors in place of a generator. rustc takes them for a value of any type.
pub(crate) fn stand_in(errors: &Errors) -> TokenStream {
    let errors = errors.to_compile_errors();
    quote!({ #errors })
}

/// Uses the trait of an opaque type, so that rustc does not report its import as unused. The rest of
/// the expansion does not mention the type.
pub(crate) fn used_trait(returned: &Type) -> Option<TokenStream> {
    let Type::ImplTrait(opaque) = returned else {
        return None;
    };
    let mut path = opaque.bounds.iter().find_map(|bound| match bound {
        TypeParamBound::Trait(bound) => Some(bound.path.clone()),
        _ => None,
    })?;
    path.segments.last_mut()?.arguments = PathArguments::None;
    let here = Span::mixed_site();
    Some(quote_spanned!(here=> #[allow(unused_imports)] use #path as _;))
}

/// Reports bounds of the type before a body that have no effect.
pub(crate) fn check_type(returned: &Type, errors: &mut Errors) {
    if let Type::ImplTrait(opaque) = returned {
        // The signature reports those of a state that can be cloned.
        let clones = |bound: &TypeParamBound| {
            let TypeParamBound::Trait(bound) = bound else { return false };
            let name = bound.path.segments.last().map(|last| &last.ident);
            name.is_some_and(|name| name == "Clone" || name == "Copy")
        };
        for bound in opaque.bounds.iter().skip(1).filter(|bound| !clones(bound)) {
            errors.at(
                bound,
                "a generator in place needs no bound beside its protocol: its type is known here, \
                 and it is `Send` if what it holds is; leave the bound out",
            );
        }
    }
}

/// Whether a body begins with a closure.
fn is_closure(body: &Body) -> bool {
    let first = body.statements.as_ref().and_then(|statements| statements.first());
    matches!(first, Some(Stmt::Expr(syn::Expr::Closure(_), _)))
}

/// Reports mistakes in a body without a type that a type would correct.
fn check_untyped(body: &Body, errors: &mut Errors) {
    let Some(statements) = &body.statements else {
        return;
    };
    if let Some(Stmt::Expr(syn::Expr::Closure(closure), _)) = statements.first() {
        errors.at(
            closure,
            format!(
                "a generator in place takes no arguments: it captures what it uses, and its first \
                 step passes nothing in; say the type of what `send` passes before the body: \
                 {WITH_TYPE}"
            ),
        );
    }
    for (exit, span) in exits::of_statements(statements) {
        if exit == Exit::QuestionMark {
            errors.add(Error::new(
                span,
                "`?` has nowhere to go to: say before the body that the items are `Result`s, \
                 `gen_! { -> impl Iterator<Item = Result<_, Error>> { .. } }`, and the error is \
                 the last one, or that the body returns one, \
                 `gen_! { -> impl Coroutine<Yield = _, Return = Result<_, Error>> { .. } }`",
            ));
        }
    }
}
