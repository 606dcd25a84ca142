//! The return type of a function with mistakes: the nearest one that rustc accepts, so that the callers of the function
//! compile.
//!
//! ```text
//! // in                                      // out
//! Box<dyn Iterator<Item = u32> + Clone>      Box<dyn Iterator<Item = u32>>
//! ```

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{
    GenericArgument, Path, PathArguments, Type, TypeParamBound, parse_quote, parse_quote_spanned,
};

use crate::advice::{self};
use crate::signature::forms::remedy_for_unsized;
use crate::signature::types::{binding, ungrouped};

/// What stands in for the return type of a generator with mistakes, so that its callers compile.
pub(crate) struct StandIn {
    /// The return type.
    pub(crate) returned: Type,
    /// The return type with a known type in place of each `impl ..`, if there are any.
    pub(crate) hidden: Option<Type>,
}

/// The return type that is nearest to `written` and that rustc accepts.
pub(crate) fn stand_in(written: &Type, runtime: &Path) -> StandIn {
    if let Type::TraitObject(object) = ungrouped(written) {
        return StandIn { returned: boxed(object, runtime), hidden: None };
    }
    let mut returned = written.clone();
    Complete.visit_type_mut(&mut returned);
    BoxOther(runtime).visit_type_mut(&mut returned);
    let mut hidden = returned.clone();
    let mut hide = Hide { runtime, any: false };
    hide.visit_type_mut(&mut hidden);
    StandIn { returned, hidden: hide.any.then_some(hidden) }
}

/// The type of a box with `inside` in it.
pub(crate) fn boxed(inside: &(impl ToTokens + Spanned), runtime: &Path) -> Type {
    let span = Span::call_site().located_at(inside.span());
    parse_quote_spanned!(span=> #runtime::__private::Box<#inside>)
}

/// A type that implements the trait of a bound, if the trait is one of those below.
fn implementor(bound: &TypeParamBound, runtime: &Path) -> Option<Type> {
    let TypeParamBound::Trait(bound) = bound else {
        return None;
    };
    let last = bound.path.segments.last()?;
    let bound = |name| {
        let bound = binding(&last.arguments, name).filter(|bound| !matches!(bound, Type::Infer(_)));
        bound.unwrap_or_else(|| parse_quote!(()))
    };
    match &*last.ident.to_string() {
        "Iterator"
        | "DoubleEndedIterator"
        | "ExactSizeIterator"
        | "FusedIterator"
        | "IntoIterator" => {
            let item = bound("Item");
            Some(parse_quote!(::core::iter::Empty<#item>))
        }
        "Sized" => Some(parse_quote!(())),
        "Future" | "IntoFuture" => {
            let output = bound("Output");
            Some(parse_quote!(::core::future::Pending<#output>))
        }
        "Coroutine" => {
            let types = ["Yield", "Resume", "Return", "Error"].map(bound);
            Some(parse_quote!(#runtime::BoxGenerator<'_, #(#types),*>))
        }
        "Stream" | "FusedStream" | "CloseStream" if cfg!(feature = "stream") => {
            let item = bound("Item");
            Some(parse_quote!(#runtime::__private::StreamStandIn<#item>))
        }
        "TryStream" if cfg!(feature = "stream") => {
            let [item, error] = ["Ok", "Error"].map(bound);
            Some(parse_quote!(#runtime::__private::StreamStandIn<
                ::core::result::Result<#item, #error>
            >))
        }
        "PinCoroutine" => {
            let [item, resume, returned, error] = ["Yield", "Resume", "Return", "Error"].map(bound);
            Some(parse_quote!(::core::pin::Pin<#runtime::__private::Box<
                dyn #runtime::PinCoroutine<
                    Yield = #item, Resume = #resume, Return = #returned, Error = #error,
                >
            >>))
        }
        _ => None,
    }
}

/// Replaces each `impl ..` by a type that implements it.
struct Hide<'a> {
    runtime: &'a Path,
    any: bool,
}

impl VisitMut for Hide<'_> {
    fn visit_type_mut(&mut self, written: &mut Type) {
        visit_mut::visit_type_mut(self, written);
        if let Type::ImplTrait(opaque) = written {
            self.any = true;
            let implementor =
                opaque.bounds.iter().find_map(|bound| implementor(bound, self.runtime));
            if let Some(implementor) = implementor {
                *written = implementor;
            }
        }
    }
}

/// Corrects the types of a generator's trait, and takes away the traits that no trait object has, so
/// that rustc has nothing to add to the macro's message.
pub(crate) struct Complete;

impl Complete {
    /// Gives the trait `known` types, the first of which is any that is given under another name.
    fn complete(bound: &mut TypeParamBound) {
        let TypeParamBound::Trait(bound) = bound else { return };
        let Some(last) = bound.path.segments.last_mut() else { return };
        let known: &[&str] = match &*last.ident.to_string() {
            "Iterator" | "DoubleEndedIterator" | "ExactSizeIterator" | "FusedIterator" => &["Item"],
            "Coroutine" | "PinCoroutine" => &["Yield", "Resume", "Return", "Error"],
            _ => return,
        };
        let PathArguments::AngleBracketed(arguments) = &mut last.arguments else { return };
        let is_known = |argument: &GenericArgument| match argument {
            GenericArgument::AssocType(bound) => known.iter().any(|name| bound.ident == name),
            GenericArgument::Constraint(bound) => known.iter().any(|name| bound.ident == name),
            _ => false,
        };
        let (mut kept, others): (Vec<_>, Vec<_>) =
            std::mem::take(&mut arguments.args).into_iter().partition(is_known);
        if kept.is_empty() {
            let given = others.into_iter().find_map(|argument| match argument {
                GenericArgument::AssocType(bound) => Some(bound.ty),
                GenericArgument::Type(given) => Some(given),
                _ => None,
            });
            let name = Ident::new(known[0], Span::call_site());
            kept.extend(given.map(|given| -> GenericArgument { parse_quote!(#name = #given) }));
        }
        arguments.args = kept.into_iter().collect();
    }
}

impl VisitMut for Complete {
    fn visit_type_mut(&mut self, written: &mut Type) {
        visit_mut::visit_type_mut(self, written);
        match written {
            Type::ImplTrait(opaque) => opaque.bounds.iter_mut().for_each(Self::complete),
            Type::TraitObject(object) => {
                object.bounds.iter_mut().for_each(Self::complete);
                let mut any = false;
                object.bounds = std::mem::take(&mut object.bounds)
                    .into_iter()
                    .filter(|bound| {
                        let TypeParamBound::Trait(bound) = bound else { return true };
                        let auto = ["Send", "Sync", "Unpin", "UnwindSafe", "RefUnwindSafe"];
                        let last = bound.path.segments.last();
                        last.is_some_and(|last| auto.iter().any(|name| last.ident == name))
                            || !std::mem::replace(&mut any, true)
                    })
                    .collect();
            }
            Type::Path(path) => {
                let Some(last) = path.path.segments.last_mut() else { return };
                let is_box = last.ident == "BoxGenerator" || last.ident == "LocalBoxGenerator";
                let has_types = match &last.arguments {
                    PathArguments::AngleBracketed(arguments) => arguments
                        .args
                        .iter()
                        .any(|argument| matches!(argument, GenericArgument::Type(_))),
                    _ => false,
                };
                if is_box && !has_types {
                    match &mut last.arguments {
                        PathArguments::AngleBracketed(arguments) => {
                            arguments.args.push(parse_quote!(()));
                        }
                        none => *none = PathArguments::AngleBracketed(parse_quote!(<'_, ()>)),
                    }
                }
            }
            _ => {}
        }
    }
}

/// Replaces an `impl ..` by `Box<dyn ..>` if no implementor is known, and boxes items without a known
/// size.
struct BoxOther<'a>(&'a Path);

impl VisitMut for BoxOther<'_> {
    fn visit_assoc_type_mut(&mut self, bound: &mut syn::AssocType) {
        visit_mut::visit_assoc_type_mut(self, bound);
        if remedy_for_unsized(&bound.ty).is_some() {
            bound.ty = boxed(&bound.ty, self.0);
        }
    }

    fn visit_type_mut(&mut self, written: &mut Type) {
        visit_mut::visit_type_mut(self, written);
        if let Type::TraitObject(object) = written {
            if let Some(item) = object.bounds.iter().find_map(advice::item_of_generator_bound) {
                let item = item.unwrap_or_else(|| parse_quote!(()));
                *written = parse_quote!(dyn ::core::iter::Iterator<Item = #item>);
            }
            return;
        }
        let Type::ImplTrait(opaque) = written else {
            return;
        };
        if let Some(item) = opaque.bounds.iter().find_map(advice::item_of_generator_bound) {
            // `Generator` has no binding of its own.
            let runtime = self.0;
            let item = item.unwrap_or_else(|| parse_quote!(()));
            *written = parse_quote! {
                impl #runtime::Coroutine<
                    Yield = #item, Resume = (), Return = (), Error = ::core::convert::Infallible,
                > + ::core::iter::Iterator<Item = #item>
            };
            return;
        }
        if opaque.bounds.iter().any(|bound| implementor(bound, self.0).is_some()) {
            return;
        }
        let bounds = opaque.bounds.iter().filter(|bound| match bound {
            TypeParamBound::Trait(bound) => bound.maybe.is_none(),
            TypeParamBound::Lifetime(_) => true,
            _ => false,
        });
        let span = opaque.span();
        let bounds = quote::quote_spanned!(span=> #(#bounds)+*);
        *written = boxed(&quote::quote_spanned!(span=> dyn #bounds), self.0);
    }
}
