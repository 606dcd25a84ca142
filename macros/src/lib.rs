//! The attribute macro of [genfn](https://docs.rs/genfn). Depend on `genfn`, which re-exports it.
//!
//! An expansion goes through four stages: parse (the module `function`) reads the function, check
//! (`signature` and `body`) finds out what it returns and what is wrong with it, lower (`lower`)
//! turns its body into that of a state machine, expand (`expand`) puts the new function together.

#![forbid(unsafe_code)]

mod arguments;
mod block;
mod body;
mod comprehension;
mod copies;
mod diagnostics;
mod exits;
mod expand;
mod function;
mod lower;
mod mentions;
mod signature;
#[cfg(test)]
mod unfinished;
mod unknown;
mod yields;

use proc_macro::TokenStream;

/// Makes a generator of a function: calling it runs nothing and gives a state machine that is an
/// iterator and a coroutine.
///
/// # What it takes
///
/// A function or method with a body, of any form: generic, with `self` in any form, with patterns
/// and `impl Trait` as arguments, `unsafe`, in an `impl` of a trait. Not an `async`, `const` or
/// `extern` one. What the caller gets stands in its return type:
///
/// | return type | what the caller gets |
/// |---|---|
/// | `impl Iterator<Item = Y> + ..` | `Iterator`, `FusedIterator`, `Debug`, and `Coroutine<Yield = Y, Resume = (), Return = (), Error = Infallible>` |
/// | `impl Coroutine<Yield = Y, Resume = S, Return = R, Error = E> + ..` | a `Coroutine`; a binding left out is `()`, `Error` is `Infallible`. With `Resume = ()` it is an `Iterator` as well |
/// | `BoxGenerator<'a, Y, S, R, E>`, `LocalBoxGenerator<'a, Y, S, R, E>` | a coroutine whose type has a name |
/// | `Box<dyn Iterator<Item = Y> + ..>`, `Box<dyn Coroutine<Yield = Y, ..> + ..>` | the trait object |
/// | `impl PinCoroutine<Yield = Y, Resume = S, Return = R, Error = E> + ..` | a `PinCoroutine`, which uses no heap: the caller pins it with `genfn::pin!`. Bindings are as those of `Coroutine` |
///
/// Without the feature `alloc` of genfn the last one is the only one.
///
/// # What it gives
///
/// Arguments are evaluated at the call and owned by the generator until it ends. The body runs
/// from the first step on, up to a `yield_!` in each step. Locals may be borrowed across yields,
/// and the generator can be moved at any time, unless its caller pins it. Nothing is allocated
/// before the first step.
///
/// As in an `async fn`, the opaque type captures every lifetime and type of the signature, in
/// every edition.
///
/// Where `Item` is a `Result`, `?` and `return Err(..)` in the body yield the error, converted, as
/// the last item; a bare `return` and the end of the body just end it. In a body that returns
/// `impl Coroutine`, `?` and `return` have the type of `Return`.
///
/// # Arguments of the attribute
///
/// - `size_hint = <expression>`: a `(usize, Option<usize>)` over the arguments of the function,
///   evaluated at the call, which `Iterator::size_hint` gives less the items that went out.
/// - `crate = <path>`: where genfn is found, for a crate that re-exports it.
///
/// # Errors
///
/// A mistake in the signature, in the attribute's arguments, or a yield in a closure, an `async`
/// block, a nested function or a constant is an error that says what to write. All mistakes in a
/// function are reported at once.
///
/// # Examples
///
/// ```
/// use genfn::generator;
///
/// #[generator(size_hint = (count, Some(count)))]
/// fn fibonacci(count: usize) -> impl Iterator<Item = u64> {
///     let (mut current, mut next) = (0, 1);
///     for _ in 0..count {
///         yield_!(current);
///         (current, next) = (next, current + next);
///     }
/// }
///
/// assert_eq!(fibonacci(8).size_hint(), (8, Some(8)));
/// assert_eq!(fibonacci(8).collect::<Vec<_>>(), [0, 1, 1, 2, 3, 5, 8, 13]);
/// ```
#[proc_macro_attribute]
pub fn generator(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::generator(arguments.into(), &item.into()).into()
}

/// `genfn::gen_!`, which passes the path of its own crate in parentheses before all else: so it
/// works through any re-export.
#[doc(hidden)]
#[proc_macro]
pub fn gen_(input: TokenStream) -> TokenStream {
    block::gen_(input.into()).into()
}

/// `genfn::gen_expr!`, which passes the path of its own crate in parentheses before all else.
#[doc(hidden)]
#[proc_macro]
pub fn gen_expr(input: TokenStream) -> TokenStream {
    comprehension::gen_expr(input.into()).into()
}
