//! The tests of how the size of an expansion grows with its body: at most with the square of the body's size,
//! as a state for each of n yields may hold each of n locals.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use crate::generator;

#[test]
fn loops_in_loops() {
    fn nested(depth: usize) -> String {
        if depth == 0 {
            return "yield_!(0);".to_owned();
        }
        format!("for i{depth} in 0..2 {{ {} yield_!(i{depth}); }}", nested(depth - 1))
    }

    grows(nested, 12);
}

#[test]
fn branches_in_branches() {
    fn nested(depth: usize) -> String {
        if depth == 0 {
            return "yield_!(0);".to_owned();
        }
        let inner = nested(depth - 1);
        format!(
            "match f({depth}) {{ Some(k) => {{ {inner} yield_!(k); }} None => if g() {{ yield_!(1) }} }}"
        )
    }

    grows(nested, 12);
}

#[test]
fn locals_alive_over_all_yields() {
    grows(
        |size| {
            let defined =
                (0..size).map(|i| format!("let a{i} = format!(\"{i}\"); yield_!(a{i}.len());"));
            let used = (0..size).map(|i| format!("yield_!(a{i}.len());"));
            written(defined.chain(used))
        },
        30,
    );
}

#[test]
fn operands() {
    grows(
        |size| {
            written((0..size).map(|i| format!("let v{i} = f(&s(), yield_!({i})) + yield_!(v);")))
        },
        30,
    );
}

#[test]
fn delegates() {
    grows(|size| written((0..size).map(|i| format!("yield_from!(0..{i});"))), 30);
}

#[test]
fn arms() {
    grows(
        |size| {
            let arms = (0..size).map(|i| format!("{i} => {{ let t = s(); yield_!(t.len()); }}"));
            format!("loop {{ match f() {{ {} _ => break }} }}", written(arms))
        },
        30,
    );
}

#[test]
fn methods_of_locals_that_follow_one_another() {
    // What is left of 16 locals is one value.
    grows_less(
        |size| written((0..size).map(|_| "let b = b.step(1); yield_!(b.n);".to_owned())),
        30,
        3,
    );
}

/// Doubles the size of a body: its expansion has no more than four times the tokens.
#[track_caller]
fn grows(body: impl Fn(usize) -> String, size: usize) {
    grows_less(body, size, 4);
}

/// Doubles the size of a body: its expansion has less than `times` times the tokens.
#[track_caller]
fn grows_less(body: impl Fn(usize) -> String, size: usize, times: usize) {
    for arguments in [quote!(state), quote!()] {
        let [small, large] = [size, 2 * size].map(|size| {
            let body: TokenStream = body(size).parse().expect("tokens");
            let function = quote!(fn numbers() -> impl Iterator<Item = usize> { #body });
            count(generator::generator(arguments.clone(), &function))
        });
        assert!(large < times * small, "{arguments}: from {small} tokens to {large}");
    }
}

fn written(statements: impl Iterator<Item = String>) -> String {
    statements.collect::<Vec<_>>().concat()
}

fn count(tokens: TokenStream) -> usize {
    let tokens = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) => 1 + count(group.stream()),
        _ => 1,
    });
    tokens.sum()
}
