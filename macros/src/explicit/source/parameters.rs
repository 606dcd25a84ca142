//! Gives a name to each lifetime and type of a signature that has none, for they are parameters of the struct.
//!
//! ```text
//! // in
//! #[generator(struct Words)]
//! fn words(text: &str, more: impl Into<u32>) -> impl Iterator<Item = &str> { .. }
//!
//! // out
//! fn words<'text, TMore: Into<u32>>(text: &'text str, more: TMore) -> impl Iterator<Item = &'text str> { .. }
//! ```
//!
//! A lifetime is called as its argument, and a type as its argument behind a `T`. In the return type, a
//! lifetime without a name is that of the arguments, if they have one only.

use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{
    FnArg, GenericParam, Lifetime, LifetimeParam, Pat, ReturnType, Signature, Type, TypeParam,
};

use crate::errors::Errors;

/// Gives the names.
pub(crate) fn name(signature: &mut Signature, errors: &mut Errors) {
    let mut given = Given {
        argument: String::new(),
        lifetimes: Vec::new(),
        types: Vec::new(),
        taken: signature
            .generics
            .params
            .iter()
            .map(|parameter| match parameter {
                GenericParam::Lifetime(lifetime) => lifetime.lifetime.ident.to_string(),
                GenericParam::Type(ty) => ty.ident.to_string(),
                GenericParam::Const(constant) => constant.ident.to_string(),
            })
            .collect(),
        only: None,
        open: None,
    };
    for (index, argument) in signature.inputs.iter_mut().enumerate() {
        if let FnArg::Typed(typed) = argument {
            given.argument = match &*typed.pat {
                Pat::Ident(name) => name.ident.to_string().trim_start_matches("r#").to_owned(),
                _ => format!("argument_{index}"),
            };
            given.visit_type_mut(&mut typed.ty);
        }
    }
    let written = signature.generics.lifetimes().map(|parameter| parameter.lifetime.clone());
    let all: Vec<Lifetime> = given.lifetimes.iter().cloned().chain(written).collect();
    let first = all.first().cloned();
    given.only = Some(first.unwrap_or_else(|| Lifetime::new("'static", Span::mixed_site())));
    if let ReturnType::Type(_, returned) = &mut signature.output {
        given.visit_type_mut(returned);
    }
    if let (Some(span), false) = (given.open, all.len() == 1) {
        errors.add(syn::Error::new(
            span,
            "a generator with a name has this lifetime as a parameter, and the arguments do not tell which \
             one it is: write `<'a>` behind the function's name, and `'a` here and at the argument",
        ));
    }
    let Given { lifetimes, types, .. } = given;
    let parameters = &mut signature.generics.params;
    let first_type = parameters
        .iter()
        .position(|parameter| !matches!(parameter, GenericParam::Lifetime(_)))
        .unwrap_or(parameters.len());
    for (index, lifetime) in lifetimes.into_iter().enumerate() {
        parameters.insert(first_type + index, GenericParam::Lifetime(LifetimeParam::new(lifetime)));
    }
    parameters.extend(types.into_iter().map(GenericParam::Type));
}

/// Gives the lifetimes in a type of a local that have no name that of the signature, if it has one only:
/// the state holds no borrows of its own locals.
pub(crate) fn fill(ty: &mut Type, signature: &Signature) {
    let mut lifetimes = signature.generics.lifetimes();
    let only = match (lifetimes.next(), lifetimes.next()) {
        (Some(only), None) => only.lifetime.clone(),
        (None, _) => Lifetime::new("'static", Span::mixed_site()),
        (Some(_), Some(_)) => return,
    };
    Unnamed { only: Some(only), first: None }.visit_type_mut(ty);
}

/// Where a type has a lifetime without a name.
pub(crate) fn unnamed(ty: &Type) -> Option<Span> {
    let mut unnamed = Unnamed { only: None, first: None };
    unnamed.visit_type_mut(&mut ty.clone());
    unnamed.first
}

/// The first reference in a type, other than one that is `'static`.
pub(crate) fn reference_in(ty: &Type) -> Option<&syn::TypeReference> {
    struct References<'a>(Option<&'a syn::TypeReference>);

    impl<'a> Visit<'a> for References<'a> {
        fn visit_type_reference(&mut self, reference: &'a syn::TypeReference) {
            self.0.get_or_insert(reference);
            visit::visit_type_reference(self, reference);
        }

        fn visit_type_fn_ptr(&mut self, _: &'a syn::TypeFnPtr) {}
    }

    let mut references = References(None);
    references.visit_type(ty);
    references.0
}

struct Unnamed {
    /// What takes the place of each.
    only: Option<Lifetime>,
    first: Option<Span>,
}

impl VisitMut for Unnamed {
    fn visit_type_reference_mut(&mut self, reference: &mut syn::TypeReference) {
        if reference.lifetime.is_none() {
            let span = reference.and_token.span;
            self.first.get_or_insert(span);
            reference.lifetime =
                self.only.clone().map(|only| Lifetime { apostrophe: span, ..only });
        }
        visit_mut::visit_type_reference_mut(self, reference);
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "_" {
            let span = lifetime.apostrophe;
            self.first.get_or_insert(span);
            if let Some(only) = self.only.clone() {
                *lifetime = Lifetime { apostrophe: span, ..only };
            }
        }
    }

    // A lifetime without a name in `Fn(&str)` and `fn(&str)` is one of each call.
    fn visit_parenthesized_generic_arguments_mut(
        &mut self,
        _: &mut syn::ParenthesizedGenericArguments,
    ) {
    }

    fn visit_type_fn_ptr_mut(&mut self, _: &mut syn::TypeFnPtr) {}
}

struct Given {
    /// The argument whose type is visited.
    argument: String,
    lifetimes: Vec<Lifetime>,
    types: Vec<TypeParam>,
    taken: Vec<String>,
    /// In the return type, the lifetime that one without a name stands for.
    only: Option<Lifetime>,
    /// Where the first of these is.
    open: Option<Span>,
}

impl Given {
    fn fresh(&mut self, name: &str) -> String {
        let mut fresh = name.to_owned();
        let mut count = 2;
        while self.taken.contains(&fresh) {
            fresh = format!("{name}_{count}");
            count += 1;
        }
        self.taken.push(fresh.clone());
        fresh
    }

    fn lifetime(&mut self, span: Span) -> Lifetime {
        if let Some(only) = &self.only {
            self.open.get_or_insert(span);
            return Lifetime { apostrophe: span, ..only.clone() };
        }
        let name = self.argument.trim_start_matches('_').to_owned();
        let reserved = ["static", "self", "crate", "super", ""].contains(&&*name);
        let name = self.fresh(if reserved { "a" } else { &name });
        // The user has not written it, so no lint is about it.
        let span = Span::mixed_site().located_at(span);
        let lifetime = Lifetime::new(&format!("'{name}"), span);
        self.lifetimes.push(lifetime.clone());
        lifetime
    }
}

impl VisitMut for Given {
    fn visit_type_reference_mut(&mut self, reference: &mut syn::TypeReference) {
        if reference.lifetime.is_none() {
            reference.lifetime = Some(self.lifetime(reference.and_token.span));
        }
        visit_mut::visit_type_reference_mut(self, reference);
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "_" {
            *lifetime = self.lifetime(lifetime.span());
        }
    }

    fn visit_type_mut(&mut self, ty: &mut Type) {
        let Type::ImplTrait(opaque) = ty else { return visit_mut::visit_type_mut(self, ty) };
        visit_mut::visit_type_impl_trait_mut(self, opaque);
        if self.only.is_some() {
            return;
        }
        let name = self.fresh(&format!("T{}", camel(&self.argument)));
        let name = Ident::new(&name, opaque.impl_token.span);
        let parameter = format_ident!("{name}");
        self.types.push(TypeParam {
            attrs: Vec::new(),
            ident: name,
            colon_token: Some(<syn::Token![:]>::default()),
            bounds: std::mem::take(&mut opaque.bounds),
            default: None,
        });
        *ty = syn::parse_quote!(#parameter);
    }

    /// A lifetime without a name in `Fn(&str)` is one of each call.
    fn visit_parenthesized_generic_arguments_mut(
        &mut self,
        _: &mut syn::ParenthesizedGenericArguments,
    ) {
    }

    fn visit_type_fn_ptr_mut(&mut self, _: &mut syn::TypeFnPtr) {}

    fn visit_expr_mut(&mut self, _: &mut syn::Expr) {}
}

/// `left_hand` as the name of a type: `LeftHand`.
pub(crate) fn camel(name: &str) -> String {
    let mut camel = String::new();
    for word in name.trim_start_matches("r#").split('_').filter(|word| !word.is_empty()) {
        let mut letters = word.chars();
        camel.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        camel.extend(letters);
    }
    if camel.is_empty() || camel.starts_with(|c: char| c.is_ascii_digit()) {
        camel.insert(0, 'X');
    }
    camel
}
