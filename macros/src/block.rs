//! `gen_! { .. }`: a generator in place, over its environment.
//!
//! It is a generator function without a name and arguments, and goes through the same stages. What
//! its body mentions is captured by the closure that the function's expansion makes anyway:
//!
//! ```text
//! // in
//! gen_! { yield_!(name.len()) }
//!
//! // out: the block of `fn() -> impl Iterator<Item = _>`
//! {
//!     let machine = generator(unsafe { Promise::new() }, move |token| {
//!         .. async move { .. name.len() .. }
//!     });
//!     machine
//! }
//! ```

use proc_macro2::{Delimiter, Group, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::{
    Error, Path, PathArguments, Signature, Stmt, Token, Type, TypeParamBound, Visibility,
    parse_quote,
};

use crate::arguments::Arguments;
use crate::body::{self, End};
use crate::diagnostics::Problems;
use crate::exits::{self, Exit};
use crate::expand::{Expanded, expand};
use crate::function::{Body, Function};
use crate::lower::internal;
use crate::signature::{self, Form, Output};

const WITH_TYPE: &str = "`gen_! { -> impl Coroutine<Yield = _, Resume = f64> { .. } }`";

/// What `gen_!` was given: `-> Type { .. }`, or the body alone.
struct GeneratorBlock {
    /// The runtime's path, which the macro in front of this one passes.
    runtime: Path,
    returned: Option<Type>,
    braces: Group,
}

impl Parse for GeneratorBlock {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let runtime = runtime(input)?;
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

/// Reads the runtime's path, which the runtime's macros pass in parentheses before all else.
pub(crate) fn runtime(input: ParseStream<'_>) -> syn::Result<Path> {
    let parenthesized;
    syn::parenthesized!(parenthesized in input);
    parenthesized.call(Path::parse_mod_style)
}

/// Everything that `gen_!` does.
pub(crate) fn gen_(input: TokenStream) -> TokenStream {
    let GeneratorBlock { runtime, returned, braces } = match syn::parse2(input) {
        Ok(block) => block,
        Err(error) => return stand_in(&error.into_compile_error()),
    };
    let mut problems = Problems::default();
    let mut attributes = Vec::new();
    let body = Body::parse(&braces, &mut attributes);
    match &returned {
        Some(returned) => check_type(returned, &mut problems),
        None => check_untyped(&body, &mut problems),
    }

    let is_typed = returned.is_some();
    let returned = returned.unwrap_or_else(|| {
        let here = Span::mixed_site().located_at(braces.span());
        syn::parse2(quote_spanned!(here=> impl ::core::iter::Iterator<Item = _>))
            .unwrap_or_else(|_| unreachable!("it is a type"))
    });
    let signature: Signature = parse_quote!(fn generator() -> #returned);
    let output = signature::check(&signature, &runtime, false, &mut problems);
    // What is wrong with a `?` where there is no type, `check_untyped` has said.
    let end = output.as_ref().filter(|_| is_typed).map_or(End::Error, Output::end);
    body::check(&body, end, &mut problems);
    let Some(output) = output else {
        return stand_in(&problems.into_tokens());
    };
    let form = output.form;
    let function =
        Function { attributes: Vec::new(), visibility: Visibility::Inherited, signature, body };
    let arguments = Arguments { size_hint: None, runtime, state: None };
    let Expanded { block, .. } = expand(function, output, end, &arguments);
    let problems = problems.into_tokens();
    if !problems.is_empty() {
        return stand_in(&problems);
    }
    let named = used_trait(&returned);
    // What is erased is coerced here, where a function has its return type.
    let erased = !matches!(form, Form::Opaque | Form::Pinned);
    let returned = erased.then(|| quote!(: #returned));
    let generator = internal("generator");
    let here = Span::mixed_site();
    quote_spanned! {here=>
        {
            #named
            #(#attributes)*
            let #generator #returned = #block;
            #generator
        }
    }
}

/// Where there is no generator: the errors, which rustc takes for a value of any type.
fn stand_in(problems: &TokenStream) -> TokenStream {
    quote!({ #problems })
}

/// Names the trait of an opaque type, so that an import of it counts as used: nothing else of the
/// type is left in the expansion.
fn used_trait(returned: &Type) -> Option<TokenStream> {
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

/// Reports what a type before a body cannot say, since nothing there is named or opaque.
fn check_type(returned: &Type, problems: &mut Problems) {
    if let Type::ImplTrait(opaque) = returned {
        for bound in opaque.bounds.iter().skip(1) {
            problems.at(
                bound,
                "a generator in place needs no bound beside its protocol: its type is known here, \
                 and it is `Send` if what it holds is; leave the bound out",
            );
        }
    }
}

/// Reports what needs a type before the body.
fn check_untyped(body: &Body, problems: &mut Problems) {
    let Some(statements) = &body.statements else {
        return;
    };
    if let Some(Stmt::Expr(syn::Expr::Closure(closure), _)) = statements.first() {
        problems.at(
            &closure.inputs,
            format!(
                "a generator in place takes no arguments: it captures what it uses, and its first \
                 step passes nothing in; say the type of what `send` passes before the body: \
                 {WITH_TYPE}"
            ),
        );
    }
    for (exit, span) in exits::of_statements(statements) {
        if exit == Exit::QuestionMark {
            problems.add(Error::new(
                span,
                "`?` has nowhere to go to: say before the body that the items are `Result`s, \
                 `gen_! { -> impl Iterator<Item = Result<_, Error>> { .. } }`, and the error is \
                 the last one, or that the body returns one, \
                 `gen_! { -> impl Coroutine<Yield = _, Return = Result<_, Error>> { .. } }`",
            ));
        }
    }
}
