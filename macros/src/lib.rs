//! The attribute macro of [genfn](https://docs.rs/genfn). Depend on `genfn`, which re-exports it.
//!
//! Each macro has an entry point: `generator` for `#[generator]`, `gen_block` for `gen_!`, `gen_expr` for
//! `gen_expr!`, `stream::in_place` for `async_gen!`. Data passes through four stages, and never back:
//!
//! | stage | modules | from | to |
//! |---|---|---|---|
//! | parse | `parse`, `attribute` | tokens | a function in its parts, the attribute's arguments |
//! | check | `signature` | the signature | the kind of the generator and its types |
//! | lower | `lower`, which asks the rules in `validate` | the body | the body of an `async` block |
//! | expand | `expand` | all of these | the new function |
//!
//! The stages report mistakes to an `errors::Errors` and go on, so that all mistakes in a function are
//! reported at once. `yields` knows the macros that a body calls, `tokens` reads code that does not
//! parse, and `exits` finds the ways out of an expression. `attribute` also decides which attributes of
//! others are put above `#[generator]`, and which are rejected. The messages for a return type that is
//! not accepted are in `advice`, those for streams in `stream::signature`; `signature` says when they are
//! given. `stream` and `explicit` hold the lowerings of asynchronous generators and of explicit states.

#![forbid(unsafe_code)]

mod advice;
mod attribute;
mod errors;
mod exits;
mod expand;
#[cfg(test)]
mod expansions;
mod explicit;
mod gen_block;
mod gen_expr;
mod generator;
#[cfg(test)]
mod growth;
mod lower;
mod operators;
mod parse;
mod recursion;
#[cfg(test)]
mod scan;
mod signature;
mod stream;
mod tokens;
#[cfg(test)]
mod unfinished;
mod validate;
mod yields;

use proc_macro::TokenStream;

/// Calling the function runs nothing and gives a state machine, which is an iterator, a coroutine, or
/// both. Its body runs from one yield to the next, as the steps are taken.
///
/// ```
/// use genfn::generator;
///
/// #[generator]
/// fn fibonacci() -> impl Iterator<Item = u64> {
///     let (mut current, mut next) = (0, 1);
///     loop {
///         yield_!(current);
///         (current, next) = (next, current + next);
///     }
/// }
///
/// assert_eq!(fibonacci().take(8).collect::<Vec<_>>(), [0, 1, 1, 2, 3, 5, 8, 13]);
/// ```
///
/// # Grammar
///
/// ```text
/// generator = "#[generator" [ "(" [ argument { "," argument } [ "," ] ] ")" ] "]" function
/// argument  = "size_hint" "=" Expression
///           | "state"
///           | "struct" Name
///           | "crate" "=" Path
/// function  = a function or method with a body, whose return type is one of those below
/// ```
///
/// The function is of any form: generic, with `self` in any form, with patterns and `impl Trait` as
/// arguments, `unsafe`, with attributes, in an `impl` of a trait. It is not `const` or `extern`, and
/// `async` just if it returns a stream.
///
/// What the caller gets stands in the return type:
///
/// | return type | what the caller gets |
/// |---|---|
/// | `impl Iterator<Item = Y> + ..` | `Iterator`, `FusedIterator`, `Debug`, and `Coroutine<Yield = Y, Resume = (), Return = (), Error = Infallible>` |
/// | `impl Coroutine<Yield = Y, Resume = S, Return = R, Error = E> + ..` | a `Coroutine`, with `Debug`; a binding left out is `()`, `Error` is `Infallible`. With `Resume = ()` it is an `Iterator` and `FusedIterator` as well |
/// | `BoxGenerator<'a, Y, S, R, E>`, `LocalBoxGenerator<'a, Y, S, R, E>` | a coroutine whose type has a name; the first one is `Send` |
/// | `Box<dyn Iterator<Item = Y> + ..>`, `Box<dyn Coroutine<Yield = Y, ..> + ..>` | the trait object |
/// | `impl PinCoroutine<Yield = Y, Resume = S, Return = R, Error = E> + ..` | a `PinCoroutine`, with `Debug`, which uses no heap: the caller pins it with `genfn::pin!`. Bindings are as those of `Coroutine` |
///
/// You can add `+ Send`, `+ Sync`, `+ 'a` or `+ use<..>`. `Send` and `Sync` require that everything alive
/// across a yield is `Send` or `Sync`. Without the feature `alloc` of genfn, a function returns
/// `impl PinCoroutine`, or has an [explicit state](#explicit-state).
///
/// # Asynchronous generators
///
/// With the feature `stream` of genfn, an `async fn` that returns a stream is an asynchronous generator.
/// Its body may `.await`, and it runs while the stream is polled.
///
/// | return type of an `async fn` | what the caller gets |
/// |---|---|
/// | `impl Stream<Item = Y> + ..` | `Stream`, `FusedStream`, `CloseStream` and `Debug`, which the caller pins; no heap |
/// | `impl Stream<Item = Y> + Unpin + ..` | the same, to be moved at any time; the first poll allocates |
/// | `BoxStream<'a, Y>`, `LocalBoxStream<'a, Y>`, `Pin<Box<dyn Stream<Item = Y> + ..>>` | a stream in a box; the call allocates |
///
/// In a stream of `Result`s, `?` and `return Err(..)` give the error, converted, as the last item. A
/// yield takes no value that is sent: `yield_!` is `()`, and `try_yield!` a `Result<(), Interrupt<Infallible>>`,
/// an error if the stream is closed. `yield_from!` takes a stream, a generator, or anything that can be
/// iterated over. Where a function returns another name of a boxed stream, `Box::pin(async_gen! { .. })` in a
/// plain function makes one.
///
/// # What it gives
///
/// The arguments are evaluated at the call and owned by the generator until it ends, whether the body
/// uses them or not. The body runs from the first step on. Locals may be borrowed across yields, and
/// the generator can be moved at any time, unless its caller pins it. Recursion needs no box.
///
/// The types of what is yielded, sent, returned and thrown are those of the signature: a value that
/// does not fit is an error at that value.
///
/// As in an `async fn`, the opaque type captures every lifetime and type of the signature, in every
/// edition: the rule of edition 2024 ([RFC 3498]). A bound `use<..>` says otherwise ([RFC 3617]).
///
/// # `return` and `?`
///
/// | return type | `return` and the end of the body | `?`, `return Err(..)` |
/// |---|---|---|
/// | an iterator over `Result`s | end it | the error, converted, is the last item |
/// | any other iterator | end it | an error that says what to write |
/// | a coroutine | give a value of `Return` | return the error, where `Return` is a `Result` |
///
/// The iterators are `impl Iterator` and `Box<dyn Iterator>`; all else is a coroutine. An item is a
/// `Result` if its type is so called: `Result<T, E>`, `io::Result<T>`. An iterator over them that has
/// given the error is over: `next` gives `None`. That is the rule of `gen` blocks ([RFC 3513]).
///
/// ```
/// use std::num::ParseIntError;
///
/// use genfn::generator;
///
/// #[generator]
/// fn numbers(text: &str) -> impl Iterator<Item = Result<u32, ParseIntError>> {
///     for word in text.split(' ') {
///         yield_!(Ok(word.parse()?));
///     }
/// }
///
/// let mut numbers = numbers("1 x 3");
/// assert_eq!(numbers.next(), Some(Ok(1)));
/// assert!(matches!(numbers.next(), Some(Err(_))));
/// assert_eq!(numbers.next(), None);
/// ```
///
/// # Arguments of the attribute
///
/// - `size_hint = (lower, upper)`: a `(usize, Option<usize>)`, an expression over the arguments of the
///   function. It is evaluated at the call, before the arguments are moved, and is what
///   `Iterator::size_hint` gives, less the items that went out; `(0, Some(0))` at the end. A wrong one
///   is a wrong answer, and nothing worse.
///   A lower bound of more than 1 GiB of items, each of one byte at least, is given as 0: no collection
///   reserves room for it.
/// - `state`: the generator has an explicit state, as described below.
/// - `struct Name`: the generator's type has this name, and an explicit state.
/// - `crate = path`: where genfn is found, for a crate that re-exports it.
///
/// ```
/// use genfn::generator;
///
/// #[generator(size_hint = (word.len(), Some(word.len())))]
/// fn bytes(word: String) -> impl Iterator<Item = u8> {
///     for byte in word.bytes() {
///         yield_!(byte);
///     }
/// }
///
/// let mut bytes = bytes("word".to_owned());
/// assert_eq!(bytes.size_hint(), (4, Some(4)));
/// bytes.next();
/// assert_eq!(bytes.size_hint(), (3, Some(3)));
/// ```
///
/// # Other attributes
///
/// An attribute that is no macro stays on the new function, where it concerns the call that makes the
/// generator. An attribute macro is given the function as you wrote it, in either order: above, it is
/// expanded first; below, this one puts it above itself.
///
/// | attribute | above or below `#[generator]` |
/// |---|---|
/// | `#[doc]`, `#[deprecated]`, `#[must_use]`, lint levels | on the function |
/// | `#[inline]`, `#[cold]`, `#[target_feature]` | for the call that makes the generator; the body is compiled into its steps |
/// | `#[track_caller]` | for the call that makes the generator: in the body, `Location::caller()` is no place of the caller's |
/// | `#[cfg]` | the function, with this attribute, is there or not |
/// | `#[cfg_attr(condition, attribute)]` | as `attribute` itself, where the condition holds |
/// | `#[rustfmt::skip]`, `#[clippy::..]` and those of other tools | about the source; not on the expansion |
/// | `#[async_trait]` on the `impl` or the trait | leaves the method alone, which is not `async` |
/// | `#[test]`, `#[bench]` | an error: the call of a generator runs nothing |
/// | `#[tracing::instrument]` | an error: it would be entered while the generator is suspended |
/// | any other | sees the source, and what it makes of that is the generator |
///
/// A span that is entered at each step, and left at each suspension, is the business of who steps the
/// generator: `span.in_scope(|| numbers.next())`, or for all consumers an adapter,
/// `iter::from_fn(move || span.in_scope(|| numbers.next()))`.
///
/// # Explicit state
///
/// A generator with an explicit state is an enum of its suspended states: it uses no heap, and is
/// `Clone`, `Copy`, or what else is derived, where all that it keeps is. These ask for it:
///
/// | written | what it is |
/// |---|---|
/// | `-> impl Iterator<..> + Clone`, `-> impl Coroutine<..> + Clone`, also `+ Copy` | a generator that can be cloned at any time |
/// | `#[generator(state)]` | a generator without a heap, in any form but `impl PinCoroutine` |
/// | `#[generator]` `#[derive(..)]` | a generator whose state has these derives: `Debug` shows the locals, `Clone` and `Copy` are added to the return type |
/// | `#[generator(struct Name)]` `#[derive(..)]` | a struct with these derives, which the function returns |
///
/// No local of the body may borrow from another one across a yield. A body that cannot be lowered so is
/// an error at the construct. The guide `which_lowering` of genfn tells what each lowering gives and
/// costs.
///
/// A struct `Name` has the type parameters and lifetimes of the function. A lifetime without a name and an
/// `impl Trait` of an argument are further parameters, after those that are written. The function cannot be
/// in an `impl`. The type of each local that a yield keeps has to be known: it is written, or that of an
/// argument or of a literal with a suffix.
///
/// With the feature `serde` of genfn, `#[derive(Serialize, Deserialize)]` saves such a generator. With
/// `+ Serialize + Restore` in the return type, it also saves one without a name. Reading a state that another
/// body has saved is an error.
///
/// ```
/// use genfn::generator;
///
/// #[generator]
/// fn squares(limit: u32) -> impl Iterator<Item = u32> + Clone {
///     for number in 0..limit {
///         yield_!(number * number);
///     }
/// }
///
/// let mut squares = squares(4);
/// squares.next();
/// assert_eq!(squares.clone().collect::<Vec<_>>(), [1, 4, 9]);
/// assert_eq!(squares.next(), Some(1));
/// ```
///
/// # What is dropped
///
/// A generator that is dropped before its first step drops its arguments, in the order in which they
/// stand. One that is suspended drops its locals in reverse order, then its arguments, the last one
/// first: as an `async fn` does. One that has ended has dropped them already.
///
/// # Memory
///
/// The first step allocates the suspended body. Nothing is allocated before it, nor by `fold` and what
/// is built on it (`sum`, `count`, `for_each`, `collect` into a `Vec`) on a generator that was not
/// started, nor by a `PinCoroutine`. A `BoxGenerator` is allocated at the call, with room for the body;
/// a `Box<dyn ..>` is allocated at the call as well, for itself.
///
/// # Errors
///
/// A mistake in the signature, in the attribute's arguments, or a yield in a closure, an `async` block,
/// a nested function or a constant is an error that says what to write. All mistakes in a function are
/// reported at once.
///
/// # Panics
///
/// The call does not panic, unless what its arguments or its `size_hint` do. A panic in the body passes
/// to the caller of the step, and the generator is finished. So is one whose body waits for something
/// that is no yield, by an `.await` that a macro has hidden: that is a panic that says so.
///
/// [RFC 3498]: https://rust-lang.github.io/rfcs/3498-lifetime-capture-rules-2024.html
/// [RFC 3513]: https://rust-lang.github.io/rfcs/3513-gen-blocks.html
/// [RFC 3617]: https://rust-lang.github.io/rfcs/3617-precise-capturing.html
#[proc_macro_attribute]
pub fn generator(arguments: TokenStream, item: TokenStream) -> TokenStream {
    generator::generator(arguments.into(), &item.into()).into()
}

/// The items beside the struct of a generator with a name, which they are in an attribute of.
#[doc(hidden)]
#[proc_macro_derive(Beside, attributes(beside_the_generator))]
pub fn beside(item: TokenStream) -> TokenStream {
    explicit::beside(item.into()).into()
}

/// `genfn::gen_!`, which passes the path of its own crate in parentheses before all else: so it
/// works through any re-export.
#[doc(hidden)]
#[proc_macro]
pub fn gen_(input: TokenStream) -> TokenStream {
    gen_block::gen_(input.into()).into()
}

/// `genfn::gen_expr!`, which passes the path of its own crate in parentheses before all else.
#[doc(hidden)]
#[proc_macro]
pub fn gen_expr(input: TokenStream) -> TokenStream {
    unless_too_deep(input, gen_expr::gen_expr)
}

/// `genfn::async_gen!`, which passes the path of its own crate in parentheses before all else.
#[doc(hidden)]
#[proc_macro]
pub fn async_gen(input: TokenStream) -> TokenStream {
    unless_too_deep(input, stream::async_gen)
}

/// What `expand` makes of `input`, which it may recurse into.
fn unless_too_deep(
    input: TokenStream,
    expand: fn(proc_macro2::TokenStream) -> proc_macro2::TokenStream,
) -> TokenStream {
    let input = proc_macro2::TokenStream::from(input);
    match tokens::too_deep(input.clone()) {
        Some(error) => error.to_compile_error().into(),
        None => expand(input).into(),
    }
}
