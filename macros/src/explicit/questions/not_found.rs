//! The items by which a question to rustc finds that no method has a name: see [`methods`](super::methods). All questions
//! of a body about methods of one name, with as many arguments, have the same ones. They are in a module in the step: so
//! the traits are in scope only where a question imports them.
//!
//! ```text
//! mod methods_of_the_generator {
//!     pub trait ByReference { fn finish(&self, _: impl Sized) -> NotFound; }
//!     impl<T> ByReference for &T {}
//!     pub trait ByValue { fn finish(&self, _: impl Sized) -> NotFound; }
//!     impl<T> ByValue for T {}
//!     pub struct Any<T>(pub PhantomData<T>);
//!     impl<T> Any<T> { pub fn finish(&self, _: impl Sized) -> NotFound; }
//!     pub struct Nothing;
//!     impl Nothing { pub fn finish(self, _: impl Sized) -> NotAsked; }
//! }
//! ```

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Path;

use crate::explicit::questions::located::located;
use crate::explicit::tree::asked_methods::{AskedMethod, AskedMethods};
use crate::lower::hidden_items;

/// The name of their module.
const MODULE: &str = "methods_of_the_generator";

/// The paths of the items for a method.
pub(crate) struct Items {
    /// The trait that gives it to all references.
    pub(crate) by_reference: TokenStream,
    /// The trait that gives it to all types.
    pub(crate) by_value: TokenStream,
    /// The type that stands for all types.
    pub(crate) any: TokenStream,
    /// The type on which nothing is asked.
    pub(crate) nothing: TokenStream,
}

/// The items for a method with so many types in front of its arguments, and with parameters of these bounds.
pub(crate) fn of(
    asked: &AskedMethods,
    name: &Ident,
    types: usize,
    bounds: Vec<Ident>,
    here: Span,
) -> Items {
    let (index, number) = asked.note(name, types, bounds, here);
    let module = Ident::new(MODULE, here);
    let path = |name, number| {
        let name = item(name, number, here);
        quote_spanned!(here=> #module::#name)
    };
    Items {
        by_reference: path("ByReference", index),
        by_value: path("ByValue", index),
        any: path("Any", number),
        nothing: path("Nothing", number),
    }
}

/// The items of all questions of a body.
pub(crate) fn items(asked: &AskedMethods, runtime: &Path) -> Option<TokenStream> {
    let methods = asked.all();
    let most = methods.iter().map(|method| method.number).max()?;
    let (import, runtime) = from_a_module_within(runtime);
    let private = hidden_items(&runtime);
    let traits = methods.iter().enumerate().map(|(index, method)| traits(method, index, &private));
    let types = (0..=most).map(|number| {
        let methods = methods.iter().filter(|method| method.number == number);
        types(number, &methods.collect::<Vec<_>>(), &private)
    });
    let here = Span::mixed_site();
    let module = Ident::new(MODULE, here);
    Some(quote_spanned! {here=>
        #[allow(dead_code)]
        mod #module {
            #import
            #(#traits)*
            #(#types)*
        }
    })
}

/// The path of the runtime in a module in a function, and what has to be in scope there.
fn from_a_module_within(runtime: &Path) -> (Option<TokenStream>, Path) {
    let mut path = runtime.clone();
    let first = path.segments.first().map(|first| first.ident.to_string()).unwrap_or_default();
    if path.leading_colon.is_some() || first == "crate" || first == "$crate" {
        return (None, path);
    }
    if first == "super" {
        let outside = path.segments[0].clone();
        path.segments.insert(0, outside);
    }
    let import = quote! {
        #[allow(unused_imports)]
        use super::*;
    };
    (Some(import), path)
}

/// The method, which gives a type of this name.
fn definition(
    method: &AskedMethod,
    receiver: &TokenStream,
    gives: &str,
    private: &TokenStream,
) -> TokenStream {
    let AskedMethod { name, bounds, here, .. } = method;
    let here = *here;
    let types = (0..method.types).map(|number| format_ident!("T{}", number, span = here));
    let output = Ident::new(gives, here);
    quote_spanned! {here=>
        fn #name<#(#types: ?#private::Sized),*>(
            #receiver #(, _: impl #private::#bounds)*
        ) -> #private::#output {
            #private::not_kept()
        }
    }
}

/// The traits that give a method to all references, and to all types.
fn traits(method: &AskedMethod, index: usize, private: &Path) -> TokenStream {
    let here = method.here;
    let private = located(private, here);
    let method = definition(method, &quote_spanned!(here=> &self), "NotFound", &private);
    let [by_reference, by_value] = ["ByReference", "ByValue"].map(|name| item(name, index, here));
    quote_spanned! {here=>
        pub trait #by_reference: #private::Sized {
            #method
        }
        impl<T: ?#private::Sized> #by_reference for &T {}
        pub trait #by_value: #private::Sized {
            #method
        }
        impl<T> #by_value for T {}
    }
}

/// The type that stands for all types, and the one on which nothing is asked, with these methods.
fn types(number: usize, methods: &[&AskedMethod], private: &Path) -> TokenStream {
    let here = methods.first().map_or_else(Span::mixed_site, |method| method.here);
    let private = located(private, here);
    let [any, nothing] = ["Any", "Nothing"].map(|name| item(name, number, here));
    let of_any = methods.iter().map(|method| {
        definition(method, &quote_spanned!(method.here=> &self), "NotFound", &private)
    });
    let of_nothing = methods.iter().map(|method| {
        definition(method, &quote_spanned!(method.here=> self), "NotAsked", &private)
    });
    let bounds = bounds(&any, &private, here);
    quote_spanned! {here=>
        pub struct #any<T>(pub ::core::marker::PhantomData<T>);
        impl<T> #any<T> {
            #(pub #of_any)*
        }
        #bounds
        pub struct #nothing;
        impl #nothing {
            #(pub #of_nothing)*
        }
    }
}

/// What a trait gives all types of a bound of the standard library's, it also gives the type that stands for them.
/// Types that are lent have these bounds as well, so that they do not tell a method by `self` from one by `&self`.
fn bounds(any: &Ident, private: &TokenStream, here: Span) -> TokenStream {
    quote_spanned! {here=>
        impl<T: ::core::fmt::Display> ::core::fmt::Display for #any<T> {
            fn fmt(&self, _: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #private::not_kept()
            }
        }
        impl<T: ::core::fmt::Debug> ::core::fmt::Debug for #any<T> {
            fn fmt(&self, _: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #private::not_kept()
            }
        }
        impl<T: ::core::clone::Clone> ::core::clone::Clone for #any<T> {
            fn clone(&self) -> Self {
                #private::not_kept()
            }
        }
        impl<T: ::core::iter::IntoIterator> ::core::iter::IntoIterator for #any<T> {
            type Item = T::Item;
            type IntoIter = T::IntoIter;
            fn into_iter(self) -> T::IntoIter {
                #private::not_kept()
            }
        }
    }
}

/// The name of an item. Only the first one has no number.
fn item(name: &str, number: usize, here: Span) -> Ident {
    match number {
        0 => Ident::new(name, here),
        _ => format_ident!("{}{}", name, number, span = here),
    }
}
