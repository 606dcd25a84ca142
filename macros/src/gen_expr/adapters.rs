//! Expressions that the iterator adapters of the standard library can compute.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Expr, Pat, parse_quote};

use super::conditional;
use super::mentions::{Mentions, variables};
use super::parse::{Clause, Comprehension, For};

/// Makes `iterable.filter(..).flat_map(.. .filter(..).map(..))`
pub(super) fn adapters(clause: &For, rest: &[Clause], element: &Expr) -> TokenStream {
    let here = clause.at_iterable();
    let conditions = rest.iter().map_while(|clause| match clause {
        Clause::If(_, condition) => Some(condition),
        Clause::For(_) => None,
    });
    let pattern = argument(&clause.pattern);
    let iterator = conditions.clone().fold(clause.evaluated(), |iterator, condition| {
        quote_spanned! {here=>
            ::core::iter::Iterator::filter(
                #iterator,
                move |#[allow(unused_variables)] &#pattern| #condition,
            )
        }
    });
    // The last closure need not use every variable of the pattern.
    let conditions = conditions.count();
    let quiet = (!rest.is_empty()).then(|| quote_spanned!(here=> #[allow(unused_variables)]));
    let (method, inner) = match rest.get(conditions..) {
        Some([Clause::For(inner), rest @ ..]) => {
            (quote_spanned!(here=> flat_map), adapters(inner, rest, element))
        }
        _ => (quote_spanned!(here=> map), element.to_token_stream()),
    };
    quote_spanned! {here=>
        ::core::iter::Iterator::#method(#iterator, move |#quiet #pattern| #inner)
    }
}

impl Comprehension {
    /// Makes `iterable.filter_map(..)` or `iterable.filter_map(..).map(..)` of one loop with conditions.
    ///
    /// The second form computes the element in a closure of its own. The optimiser then compiles the
    /// conditions to branches, as it does for `filter` and `map`.
    pub(super) fn filter_map(self) -> TokenStream {
        let variables = self.variables_to_hand_on();
        let Self { runtime, element, outermost, clauses } = self;
        let here = outermost.at_iterable();
        let option = quote_spanned!(here=> #runtime::__private::Option);
        let (passed, map) = match variables {
            Some(variables) => {
                let variables = quote_spanned!(here=> (#(#variables,)*));
                // The element may mention something else with the name of a variable.
                let map = quote_spanned! {here=>
                    , move |#[allow(unused_variables)] #variables| #element
                };
                (variables, Some(map))
            }
            None => (element.to_token_stream(), None),
        };
        let passed: Expr = parse_quote!(#option::Some(#passed));
        let chosen = clauses.into_iter().rev().fold(passed, |chosen, clause| match clause {
            Clause::If(if_token, condition) => conditional(
                if_token,
                condition,
                parse_quote!({ #chosen }),
                Some(parse_quote!({ #option::None })),
            ),
            Clause::For(_) => unreachable!("there is one `for`"),
        });
        let iterator = outermost.evaluated();
        let pattern = argument(&outermost.pattern);
        let filtered = quote_spanned! {here=>
            ::core::iter::Iterator::filter_map(#iterator, move |#pattern| #chosen)
        };
        match map {
            Some(map) => quote_spanned!(here=> ::core::iter::Iterator::map(#filtered #map)),
            None => filtered,
        }
    }

    /// The variables of the pattern, if one closure can bind them for the conditions and pass them to
    /// another one for the element. `None` if
    ///
    /// - both closures would capture the same variable, which need not be `Copy`, or
    /// - the element does not mention a variable of the pattern, which would be dropped before the
    ///   element is computed, or may be moved by a condition.
    fn variables_to_hand_on(&self) -> Option<Vec<Ident>> {
        let variables = variables(&self.outermost.pattern)?;
        let of_element = Mentions::of(&self.element);
        let mut captured = of_element.clone();
        for variable in &variables {
            if !captured.remove(variable) {
                return None;
            }
        }
        let shared = self.clauses.iter().any(|clause| match clause {
            Clause::If(_, Expr::Let(_)) | Clause::For(_) => true,
            Clause::If(_, condition) => Mentions::of(condition).overlap(&captured),
        });
        (!shared).then_some(variables)
    }
}

/// A pattern as the argument of a closure, where a `|` without parentheses ends the arguments.
fn argument(pattern: &Pat) -> TokenStream {
    match pattern {
        Pat::Or(_) => quote!((#pattern)),
        _ => pattern.to_token_stream(),
    }
}
