//! Messages about generator expressions, and the choice of what they become.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use super::*;

/// The messages for what is given, each of which shows the right form.
fn messages(expression: &TokenStream) -> Vec<String> {
    let expanded = gen_expr(quote!((genfn) #expression));
    let mut messages = Vec::new();
    collect(expanded, &mut messages);
    for message in &messages {
        let shows = message.contains("`gen_expr!(") || message.contains("`gen_! {");
        assert!(shows || message.contains("make the values ready"), "{message}");
    }
    messages
}

/// The string literals behind `compile_error!`.
fn collect(tokens: TokenStream, messages: &mut Vec<String>) {
    let mut follows = false;
    for token in tokens {
        match token {
            TokenTree::Ident(name) => follows = name == "compile_error",
            TokenTree::Group(group) if follows => {
                let message: syn::LitStr = syn::parse2(group.stream()).unwrap();
                messages.push(message.value());
                follows = false;
            }
            TokenTree::Group(group) => collect(group.stream(), messages),
            _ => {}
        }
    }
}

#[track_caller]
fn is_told(expression: &TokenStream, what: &str) {
    match &*messages(expression) {
        [message] => assert!(message.contains(what), "{message}"),
        messages => panic!("{messages:?}"),
    }
}

#[test]
fn a_for_is_needed() {
    is_told(&quote!(), "needs a `for`");
    is_told(&quote!(x * x), "needs a `for`");
    is_told(&quote!(for x in xs), "begins with the element");
    is_told(&quote!(x if x > 0 for x in xs), "the first clause is a `for`");
    is_told(&quote!(x while x in xs), "expected `for`");
}

#[test]
fn an_in_is_needed() {
    is_told(&quote!(x for x), "expected `in`");
    is_told(&quote!(x for x of xs), "expected `in`");
    is_told(&quote!(x for x 0..5), "expected `in`");
    is_told(&quote!(x for x in), "something to iterate over");
    is_told(&quote!(x for x in for y in ys), "something to iterate over");
}

#[test]
fn commas_are_told_apart() {
    is_told(&quote!(x for x in xs,), "without a comma behind it");
    is_told(&quote!(x for x in xs, y), "without a comma behind it");
    is_told(&quote!(x, y for x in xs), "a tuple in parentheses");
    is_told(&quote!(x for x, y in xs), "a tuple in parentheses");
}

#[test]
fn async_is_rejected() {
    is_told(&quote!(x async for x in xs), "cannot be `async`");
    is_told(&quote!(x for y in ys async for x in y), "cannot be `async`");
    is_told(&quote!(x.await for x in xs), "cannot wait");
}

#[test]
fn open_ranges_need_parentheses() {
    is_told(&quote!(x for x in 0.. if x > 2), "needs parentheses");
    is_told(&quote!(x for x in 0.. for y in ys), "needs parentheses");
    assert_eq!(messages(&quote!(x for x in (0..) if x > 2)), [""; 0]);
    assert_eq!(messages(&quote!(x for x in 0..)), [""; 0]);
}

#[test]
fn conditions_are_complete_and_have_no_else() {
    is_told(&quote!(x for x in xs if), "needs a condition");
    is_told(&quote!(x for x in xs if x > 0 else 1), "has no `else`");
    is_told(&quote!(x for x in xs loop {}), "expected `for` or `if`");
}

#[test]
fn nothing_leaves_it() {
    is_told(&quote!(x? for x in xs), "`?` cannot stand");
    is_told(&quote!(x for x in xs?), "`?` cannot stand");
    is_told(&quote!(x for x in xs if f(x)?), "`?` cannot stand");
    is_told(&quote!(vec![x?] for x in xs), "`?` cannot stand");
    is_told(&quote!(if x > 2 { return 1 } else { x } for x in xs), "`return` cannot stand");
    is_told(&quote!(if x > 2 { break } else { x } for x in xs), "`break` and `continue`");
    is_told(&quote!(yield_!(x) for x in xs), "a yield cannot stand");
    let all = messages(&quote!(x? for x in xs? for y in x? if { continue }));
    assert_eq!(all.len(), 4, "{all:?}");
}

#[test]
fn what_stays_within_its_parts_is_left_alone() {
    let parts = [
        quote!(xs.iter().map(|x| Some(x? + 1)) for x in xs),
        quote!({ loop { break 1 } } for x in xs),
        quote!({ for y in x { if y { continue } } 1 } for x in xs),
        quote!('a: { break 'a x } for x in xs),
        quote!(gen_! { yield_!(x) } for x in xs),
        quote!(async { x.await? } for x in xs),
    ];
    for part in parts {
        assert_eq!(messages(&part), [""; 0], "{part}");
    }
}

#[test]
fn adapters_serve_where_closures_can_have_what_they_need() {
    let adapters = |expression: TokenStream| {
        let expanded = gen_expr(quote!((genfn) #expression)).to_string();
        ["filter_map", "filter", "flat_map", "map", "yield_unit_of_the_generator"]
            .into_iter()
            .filter(|name| expanded.contains(&format!(" {name} (")))
            .collect::<Vec<_>>()
    };
    assert_eq!(adapters(quote!(f(x) for x in xs)), ["map"]);
    assert_eq!(adapters(quote!(f(x) for x in xs if g(x))), ["filter_map", "map"]);
    assert_eq!(adapters(quote!(f(x) for x in xs if f(x))), ["filter_map"]);
    assert_eq!(adapters(quote!(x.len() for x in xs if x.len() > 0)), ["filter_map", "map"]);
    assert_eq!(adapters(quote!((x, y) for x in 0..n for y in 0..x)), ["flat_map", "map"]);
    assert_eq!(adapters(quote!(x * n for x in 0..3 for y in 0..n)), ["flat_map", "map"]);
    assert_eq!(
        adapters(quote!(x for x in 0..n if x > 1 for y in [x + 1])),
        ["filter", "flat_map", "map"]
    );
    for shared in [
        quote!(y for x in xs for y in x),
        quote!((x, y, k) for x in 0..3 for y in 0..x),
        quote!((x, y) for x in 0..3 for y in 0..x if f(y)),
        quote!(y for x in 0..3 for y in ["a"]),
    ] {
        assert_eq!(adapters(shared.clone()), ["yield_unit_of_the_generator"], "{shared}");
    }
}
