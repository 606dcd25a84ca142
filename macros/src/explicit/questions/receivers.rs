//! Methods of the standard library that take `self` by value, called on a local of any type.
//!
//! Whether such a call moves the local is decided by its type: `Iterator::skip` does, and a `skip` of the
//! user's may not. Where the signature does not say the type, the local lies in an `Option`, and rustc
//! picks what the method is called on:
//!
//! ```text
//! // in              // out
//! local.skip(1)      { let optional = Optional::of(&local); (&&optional).receiver().of(&mut local) }.skip(1)
//!                    // the local itself, if it is an iterator; a borrow of it otherwise
//! ```

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{
    Expr, ExprMethodCall, GenericArgument, GenericParam, Generics, Path, PathArguments, Type,
};
use syn::{TypeParamBound, WherePredicate};

use crate::explicit::known::method_names::{OF_ITERATOR, OF_OPTION, OF_ORDERED, OF_READER};
use crate::explicit::questions::by_value;
use crate::lower::internal;

/// Types whose methods are known.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    Iterator,
    /// `Option` or `Result`.
    Option,
    /// `Read` or `BufRead`.
    Reader,
    /// A closure that a call moves, by its type.
    Once,
    /// A closure of the body's that a call moves, should it have anything that has to be dropped.
    Closure,
}

/// Which of the known types have a method by value of this name, with so many arguments. No type has a
/// method of that name that borrows.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts")]
pub(crate) struct Consumes {
    iterator: bool,
    option: bool,
    reader: bool,
    ordered: bool,
}

impl Consumes {
    /// What a call takes, by its name.
    pub(crate) fn by(call: &ExprMethodCall) -> Option<Self> {
        let name = call.method.to_string();
        let method = (&*name, call.args.len());
        let consumes = Self {
            iterator: OF_ITERATOR.contains(&method),
            option: OF_OPTION.contains(&method),
            reader: OF_READER.contains(&method),
            ordered: OF_ORDERED.contains(&method),
        };
        (consumes != Self::default()).then_some(consumes)
    }

    /// Whether a local of this type is moved.
    pub(crate) fn moves(self, known: Known) -> bool {
        match known {
            Known::Iterator => self.iterator,
            Known::Option => self.option || self.ordered,
            Known::Reader => self.reader,
            Known::Once | Known::Closure => false,
        }
    }

    /// Whether a local of a type that is not known may be moved. Many a method of a reader has the name of
    /// one of `str`, so that a reader has to be known.
    pub(crate) fn may_move(self) -> bool {
        self.iterator || self.option || self.ordered
    }

    /// What the method is called on: a local that lies in an `Option`.
    ///
    /// `exclusive`: what borrows the local, see [`Var::borrowed_at`](crate::explicit::tree::ir::Var::borrowed_at).
    pub(crate) fn receiver(self, private: &Path, local: &Expr, exclusive: &TokenStream) -> Expr {
        // Where the method moves what it only gets a borrow of, rustc's message is at the local.
        let here = Span::mixed_site().located_at(local.span());
        let private = by_value::located(private, here);
        let optional = internal("optional");
        let traits = self.traits();
        let receiver = quote_spanned! {here=>
            {
                use #private::{#traits};
                let #optional = #private::Optional::of(&#local);
                (&&#optional).receiver_of_the_generator().of(#exclusive)
            }
        };
        syn::parse2(receiver).unwrap_or_else(|_| local.clone())
    }

    /// Whether the method takes a local, where nothing runs, by the types that the macro knows.
    pub(crate) fn known(self, private: &TokenStream, local: &Expr, here: Span) -> TokenStream {
        let traits = self.traits();
        quote_spanned! {here=>
            {
                use #private::{#traits};
                (&&#private::Optional::like(&#local)).receiver_of_the_generator()
            }
        }
    }

    /// The traits that tell the types apart.
    fn traits(self) -> TokenStream {
        let iterator = self.iterator.then(|| quote!(OptionalIterator as _,));
        let option = self
            .option
            .then(|| quote!(OptionalArray as _, OptionalOption as _, OptionalResult as _,));
        let ordered = self.ordered.then(|| quote!(OptionalOrdered as _,));
        quote!(#iterator #option #ordered OptionalOther as _)
    }
}

/// The type of an argument, if it is one of the known ones.
pub(crate) fn known(ty: &Type, parameters: &[(String, Known)]) -> Option<Known> {
    match ty {
        Type::ImplTrait(opaque) => bounded(&opaque.bounds),
        Type::Path(path) if path.qself.is_none() => {
            let last = path.path.segments.last()?;
            if last.ident == "Option" || last.ident == "Result" {
                return Some(Known::Option);
            }
            if last.ident == "Box" {
                return boxed(last);
            }
            let name = path.path.get_ident()?.to_string();
            parameters.iter().find(|(other, _)| *other == name).map(|(_, known)| *known)
        }
        Type::Paren(inner) => known(&inner.elem, parameters),
        Type::Group(inner) => known(&inner.elem, parameters),
        _ => None,
    }
}

/// What a `Box` is known to be by its parameter.
fn boxed(last: &syn::PathSegment) -> Option<Known> {
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first()? {
        GenericArgument::Type(Type::TraitObject(object)) => bounded(&object.bounds),
        _ => None,
    }
}

/// The type of a value, if it is one of the known ones.
pub(crate) fn known_value(value: &Expr) -> Option<Known> {
    let path = match value {
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => &path.path,
            _ => return None,
        },
        Expr::Path(path) => &path.path,
        _ => return None,
    };
    let mut names = path.segments.iter().rev().map(|segment| segment.ident.to_string());
    let last = names.next()?;
    match &*last {
        "Some" | "None" | "Ok" | "Err" => Some(Known::Option),
        "new" | "with_capacity" => (names.next()? == "BufReader").then_some(Known::Reader),
        _ => None,
    }
}

/// The type parameters that are iterators or readers.
pub(crate) fn parameters(generics: &Generics) -> Vec<(String, Known)> {
    let mut found = Vec::new();
    for parameter in &generics.params {
        if let GenericParam::Type(parameter) = parameter {
            let known = bounded(&parameter.bounds);
            found.extend(known.map(|known| (parameter.ident.to_string(), known)));
        }
    }
    for predicate in generics.where_clause.iter().flat_map(|clause| &clause.predicates) {
        if let WherePredicate::Type(predicate) = predicate {
            if let Type::Path(path) = &predicate.bounded_ty {
                let known = bounded(&predicate.bounds);
                found.extend(path.path.get_ident().map(ToString::to_string).zip(known));
            }
        }
    }
    found
}

/// The type of the items of an argument, where its own type says it.
pub(crate) fn items(ty: &Type, generics: &Generics) -> Option<Type> {
    match ty {
        Type::ImplTrait(opaque) => item_bound(&opaque.bounds),
        Type::Array(array) => Some((*array.elem).clone()),
        Type::Path(path) if path.qself.is_none() => {
            let name = path.path.get_ident()?;
            let parameters = generics.type_params().filter(|parameter| parameter.ident == *name);
            let clauses = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
            let clauses = clauses.filter_map(|predicate| match predicate {
                WherePredicate::Type(bounded) => match &bounded.bounded_ty {
                    Type::Path(path) if path.path.is_ident(name) => Some(&bounded.bounds),
                    _ => None,
                },
                _ => None,
            });
            parameters.map(|parameter| &parameter.bounds).chain(clauses).find_map(item_bound)
        }
        Type::Paren(inner) => items(&inner.elem, generics),
        Type::Group(inner) => items(&inner.elem, generics),
        _ => None,
    }
}

/// `T`, of `Iterator<Item = T>` or `IntoIterator<Item = T>`.
fn item_bound(bounds: &Punctuated<TypeParamBound, syn::Token![+]>) -> Option<Type> {
    bounds.iter().find_map(|bound| {
        let TypeParamBound::Trait(bound) = bound else { return None };
        let last = bound.path.segments.last()?;
        let iterates = [
            "Iterator",
            "DoubleEndedIterator",
            "ExactSizeIterator",
            "FusedIterator",
            "IntoIterator",
        ];
        if !iterates.iter().any(|name| last.ident == name) {
            return None;
        }
        let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
        arguments.args.iter().find_map(|argument| match argument {
            GenericArgument::AssocType(item) if item.ident == "Item" => Some(item.ty.clone()),
            _ => None,
        })
    })
}

fn bounded(bounds: &Punctuated<TypeParamBound, syn::Token![+]>) -> Option<Known> {
    bounds.iter().find_map(|bound| match bound {
        TypeParamBound::Trait(bound) => match &*bound.path.segments.last()?.ident.to_string() {
            "Iterator" | "DoubleEndedIterator" | "ExactSizeIterator" | "FusedIterator" => {
                Some(Known::Iterator)
            }
            "Read" | "BufRead" => Some(Known::Reader),
            "FnOnce" => Some(Known::Once),
            _ => None,
        },
        _ => None,
    })
}
