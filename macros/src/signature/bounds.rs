//! The bounds of a return type: those that no generator satisfies, and the lifetimes that an opaque type captures.

use proc_macro2::Span;
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{Token, TypeImplTrait, TypeParamBound};

use crate::errors::Errors;

/// Reports the bounds that no generator satisfies. `None` if there are any.
pub(crate) fn check_bounds(
    bounds: &Punctuated<TypeParamBound, Token![+]>,
    explicit: bool,
    errors: &mut Errors,
) -> Option<()> {
    let mut met = Some(());
    for bound in bounds {
        let TypeParamBound::Trait(bound) = bound else {
            continue;
        };
        let Some(name) = bound.path.segments.last().map(|segment| &segment.ident) else {
            continue;
        };
        let message = match &*name.to_string() {
            "DoubleEndedIterator" => {
                "a generator cannot be a `DoubleEndedIterator`: its body runs forwards only; \
                 collect it and reverse the collection, or write a second generator that goes \
                 backwards"
            }
            "ExactSizeIterator" => {
                "a generator cannot be an `ExactSizeIterator`: how many items there are is known \
                 once its body has run; tell what you know with `#[generator(size_hint = ..)]`"
            }
            "Clone" | "Copy" if explicit => continue,
            "Clone" | "Copy" => {
                "only a generator function that returns `impl Iterator<..>` or `impl Coroutine<..>` \
                 can be cloned: write a function that returns one of these with `+ Clone`"
            }
            _ => continue,
        };
        errors.at(bound, message);
        met = None;
    }
    met
}

/// Moves the last token of an added `bound` to the `end` of the user's type. rustc underlines a type
/// from its first token to its last.
pub(crate) fn ends_at(end: Option<Span>, mut bound: TypeParamBound) -> TypeParamBound {
    if let (TypeParamBound::Trait(bound), Some(end)) = (&mut bound, end) {
        if let Some(last) = bound.path.segments.last_mut() {
            last.ident.set_span(end);
        }
    }
    bound
}

/// Makes an opaque type capture every lifetime in scope, as the opaque type of an `async fn` does,
/// because a generator owns all its arguments.
///
/// Edition 2024 has this rule for every opaque type (RFC 3498). The edition of the token `impl` decides
/// whether it applies. This visitor replaces the token by one of this crate, whose edition is 2024. A
/// bound `use<..>` still has precedence.
pub(crate) struct CaptureAll;

impl VisitMut for CaptureAll {
    fn visit_type_impl_trait_mut(&mut self, opaque: &mut TypeImplTrait) {
        opaque.impl_token.span = Span::mixed_site().located_at(opaque.impl_token.span);
        visit_mut::visit_type_impl_trait_mut(self, opaque);
    }
}
