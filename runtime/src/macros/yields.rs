//! The macros that stand for a yield. In a generator the attribute replaces them, so what they
//! expand to is what is said everywhere else.

/// Yields a value to the caller and suspends the generator. Evaluates to the value that the caller
/// sends.
///
/// It is Python's `yield` ([PEP 255], [PEP 342]), and the `yield` of `gen` blocks ([RFC 3513]).
///
/// ```
/// use genfn::generator;
///
/// #[generator]
/// fn countdown(from: u32) -> impl Iterator<Item = u32> {
///     for number in (1..=from).rev() {
///         yield_!(number);
///     }
/// }
///
/// assert_eq!(countdown(3).collect::<Vec<_>>(), [3, 2, 1]);
/// ```
///
/// # Grammar
///
/// ```text
/// yield    = "yield_!" "(" [ Expression [ "," ] ] ")"
/// ```
///
/// You can use any delimiters, and a path (`genfn::yield_!`). No import is needed.
///
/// The expression is coerced to the type that the generator yields. `yield_!()` yields `()`.
///
/// Use `yield_!` in the body of a function marked [`#[generator]`](crate::generator) or of a
/// [`gen_!`](crate::gen_), wherever an expression is allowed: as a statement, in an argument, an
/// operand, a condition, a `match` guard, a struct literal, in another yield, among the arguments
/// of another macro such as `vec!` or `println!`, and in a macro that the body defines.
///
/// # Value
///
/// The value that the caller [sends](crate::Coroutine::send), of the generator's `Resume` type. In
/// an iterator it is `()`.
///
/// ```
/// use genfn::{Coroutine, CoroutineState, generator};
///
/// #[generator]
/// fn adder() -> impl Coroutine<Yield = &'static str, Resume = i32, Return = i32> {
///     yield_!("first") + yield_!("second")
/// }
///
/// let mut adder = adder();
/// assert_eq!(adder.start(), Ok(CoroutineState::Yielded("first")));
/// assert_eq!(adder.send(40), Ok(CoroutineState::Yielded("second")));
/// assert_eq!(adder.send(2), Ok(CoroutineState::Complete(42)));
/// ```
///
/// # On an error or a close
///
/// If the caller [throws](crate::Coroutine::throw) an error or [closes](crate::Coroutine::close)
/// the generator, the body ends at the yield, as with a `return`.
/// [`throw`](crate::Coroutine::throw) gives the error back. Use [`try_yield!`](crate::try_yield) to
/// catch the error and continue.
///
/// # What is dropped
///
/// - The temporaries of the value are dropped before the generator is suspended. So
///   `yield_!(list.lock().unwrap().len())` holds no lock, and the generator can be `Send`.
/// - If the body ends at the yield, or the generator is dropped, the locals in scope are dropped in
///   reverse order, then the arguments, the last one first.
///
/// # What it does not take
///
/// Each of these is a compile error that names the remedy.
///
/// - Several values. Write `yield_!((a, b))` for a tuple, and `yield_!({ .. })` for statements.
/// - A yield in a closure, an `async` block, a nested function or a constant. Only the generator's
///   own body can be suspended. A nested function can be a generator itself.
/// - A yield in the definition of a macro outside of the body, or outside of any generator.
/// - `yield value` and `yield_(value)`. A yield is a macro.
///
/// # Panics
///
/// The yield itself does not panic. A panic in the value is a panic in the body.
///
/// [PEP 255]: https://peps.python.org/pep-0255/
/// [PEP 342]: https://peps.python.org/pep-0342/
/// [RFC 3513]: https://rust-lang.github.io/rfcs/3513-gen-blocks.html
#[macro_export]
macro_rules! yield_ {
    ($($value:tt)*) => {
        ::core::compile_error! {
            "`yield_!` belongs in the body of a generator: mark the function `#[generator]`, and \
write the yield in the function itself, not in a closure, in a function inside of it \
or in the definition of another macro"
        }
    };
}

/// Yields a value to the caller and suspends the generator. Evaluates to a `Result` that tells how
/// the caller resumed the generator.
///
/// It is Python's `yield` in a `try` ([PEP 342]).
///
/// ```
/// use genfn::{Coroutine, CoroutineState, Interrupt, generator};
///
/// #[generator]
/// fn retry(
///     tries: u32,
/// ) -> impl Coroutine<Yield = u32, Return = Result<(), Interrupt<String>>, Error = String> {
///     for attempt in 1..tries {
///         match try_yield!(attempt) {
///             Err(Interrupt::Thrown(_)) => {}
///             other => return other,
///         }
///     }
///     try_yield!(tries)
/// }
///
/// let mut retry = retry(2);
/// retry.start().unwrap();
/// assert_eq!(retry.throw("busy".to_owned()), Ok(CoroutineState::Yielded(2)));
/// assert_eq!(
///     retry.throw("down".to_owned()),
///     Ok(CoroutineState::Complete(Err(Interrupt::Thrown("down".to_owned())))),
/// );
/// ```
///
/// # Grammar
///
/// ```text
/// try_yield = "try_yield!" "(" [ Expression [ "," ] ] ")"
/// ```
///
/// It is allowed where [`yield_!`](crate::yield_) is allowed, and takes the same expressions.
///
/// # Value
///
/// A `Result<S, Interrupt<E>>`, for a generator with `Resume = S` and `Error = E`:
///
/// | the caller | value |
/// |---|---|
/// | sends `s`, or asks for the next item | `Ok(s)` |
/// | [throws](crate::Coroutine::throw) `e` | `Err(`[`Interrupt::Thrown(e)`](crate::Interrupt::Thrown)`)` |
/// | [closes](crate::Coroutine::close) the generator | `Err(`[`Interrupt::Closed`](crate::Interrupt::Closed)`)` |
/// | drops the generator | none: the body is dropped at the yield |
///
/// The body continues in each case but the last. You can use `?` on the `Interrupt` if the body
/// returns a `Result` whose error implements `From<Interrupt<E>>`.
///
/// A body that is closed must return. [`close`](crate::Coroutine::close) gives the value that it
/// returns. If the body yields again, `close` returns a [`CloseError`](crate::CloseError), and the
/// generator is suspended at that yield.
///
/// ```
/// use genfn::{Coroutine, Interrupt, Status, generator};
///
/// #[generator]
/// fn stubborn() -> impl Coroutine<Yield = u32, Return = &'static str> {
///     for closes in 0.. {
///         let Err(Interrupt::Closed) = try_yield!(closes) else { break };
///         if closes == 1 {
///             return "at last";
///         }
///     }
///     "resumed"
/// }
///
/// let mut stubborn = stubborn();
/// stubborn.start().unwrap();
/// assert_eq!(stubborn.close().unwrap_err().into_inner(), 1);
/// assert_eq!(stubborn.status(), Status::Suspended);
/// assert_eq!(stubborn.close(), Ok(Some("at last")));
/// ```
///
/// # What is dropped
///
/// The temporaries of the value are dropped before the generator is suspended. If the generator is
/// dropped at the yield, the locals in scope are dropped in reverse order, then the arguments, the
/// last one first. No other code of the body runs. Put cleanup for this case into a destructor.
///
/// # What it does not take
///
/// The same as for [`yield_!`](crate::yield_). `try_yield!(v)?` in a body that returns no `Result`
/// is a compile error, too.
///
/// # Panics
///
/// The same as for [`yield_!`](crate::yield_).
///
/// [PEP 342]: https://peps.python.org/pep-0342/
#[macro_export]
macro_rules! try_yield {
    ($($value:tt)*) => {
        ::core::compile_error! {
            "`try_yield!` belongs in the body of a generator: mark the function `#[generator]`, and \
             write the yield in the function itself, not in a closure, in a function inside of it \
             or in the definition of another macro"
        }
    };
}

/// Delegates to another coroutine or iterator until it returns. Evaluates to the value that it
/// returns.
///
/// It is Python's `yield from` ([PEP 380]).
///
/// ```
/// use genfn::generator;
///
/// struct Tree {
///     left: Option<Box<Tree>>,
///     value: u32,
///     right: Option<Box<Tree>>,
/// }
///
/// #[generator]
/// fn in_order(tree: &Tree) -> impl Iterator<Item = u32> {
///     if let Some(left) = &tree.left {
///         yield_from!(in_order(left));
///     }
///     yield_!(tree.value);
///     if let Some(right) = &tree.right {
///         yield_from!(in_order(right));
///     }
/// }
///
/// let leaf = |value| Some(Box::new(Tree { left: None, value, right: None }));
/// let tree = Tree { left: leaf(1), value: 2, right: leaf(3) };
/// assert_eq!(in_order(&tree).collect::<Vec<_>>(), [1, 2, 3]);
/// ```
///
/// # Grammar
///
/// ```text
/// yield_from = "yield_from!" "(" Expression [ "," ] ")"
/// ```
///
/// It is allowed where [`yield_!`](crate::yield_) is allowed. The expression is one of these:
///
/// | delegate | value | condition |
/// |---|---|---|
/// | any [`Coroutine`](crate::Coroutine) | the value that it returns | it has the generator's `Yield`, `Resume` and `Error` |
/// | any other type that implements [`IntoIterator`] | `()` | its items have the generator's `Yield`, and `Resume` is `()` |
///
/// So a delegate can be a call of a generator function, a generator in a variable, a `&mut` to one,
/// a [`BoxGenerator`](crate::BoxGenerator), a `Box<dyn Coroutine<..>>`, a
/// [`Pinned`](crate::Pinned), a hand-written coroutine, a range, a collection or an adapter.
///
/// ```
/// use genfn::{Coroutine, CoroutineState, generator};
///
/// #[generator]
/// fn word() -> impl Coroutine<Yield = usize, Resume = char, Return = String> {
///     let mut word = String::new();
///     loop {
///         match yield_!(word.len()) {
///             ' ' => return word,
///             letter => word.push(letter),
///         }
///     }
/// }
///
/// #[generator]
/// fn two_words() -> impl Coroutine<Yield = usize, Resume = char, Return = [String; 2]> {
///     [yield_from!(word()), yield_from!(word())]
/// }
///
/// let mut words = two_words();
/// words.start().unwrap();
/// for letter in "to be".chars() {
///     words.send(letter).unwrap();
/// }
/// let expected = ["to".to_owned(), "be".to_owned()];
/// assert_eq!(words.send(' '), Ok(CoroutineState::Complete(expected)));
/// ```
///
/// # Steps
///
/// - A value that the caller sends goes to the innermost generator.
/// - An error that the caller throws goes to the innermost generator. If that does not catch it,
///   all generators up to a [`try_yield_from!`](crate::try_yield_from) are dropped, the innermost
///   first. Without a `try_yield_from!`, [`throw`](crate::Coroutine::throw) gives the error back.
/// - A [close](crate::Coroutine::close) goes to the innermost generator first. Then the generator
///   that delegates to it is closed, whatever the delegate returned, and its body ends at the
///   `yield_from!`.
/// - If a delegate yields when it is closed, all bodies that delegate to it end. The item is in the
///   [`CloseError`](crate::CloseError).
/// - A delegate that was started before continues: it is sent the default of `Resume`. A delegate
///   that is finished gives the value that it has kept for
///   [`take_return`](crate::Coroutine::take_return).
///
/// A step costs the same at any depth, and the depth is not limited by the stack: the body of a
/// delegate moves to the outermost generator. Iterators and hand-written coroutines do not move,
/// and neither do generators that are borrowed or were started before. In a
/// [`PinCoroutine`](crate::PinCoroutine) no delegate moves.
///
/// # What is dropped
///
/// - The temporaries of the expression are dropped when the delegate has returned.
/// - The delegate is dropped when it returns, before `yield_from!` has its value. If the generator
///   is dropped, the delegate is dropped before the body that delegates to it, from which it may
///   borrow. A delegate that is borrowed by `&mut` stays with its owner, suspended.
///
/// # What it does not take
///
/// Any other type is a compile error that names the remedy. If the types differ, write a loop:
/// `for value in values { yield_!(..) }`. `yield_from!` is a compile error where
/// [`yield_!`](crate::yield_) is one.
///
/// # Panics
///
/// Panics if the coroutine is finished and its value was taken already, or if the coroutine was
/// started and its `Resume` type has no default.
///
/// [PEP 380]: https://peps.python.org/pep-0380/
#[macro_export]
macro_rules! yield_from {
    ($($delegate:tt)*) => {
        ::core::compile_error! {
            "`yield_from!` belongs in the body of a generator: mark the function `#[generator]`, and \
             write the yield in the function itself, not in a closure, in a function inside of it \
             or in the definition of another macro"
        }
    };
}

/// Delegates to another coroutine or iterator until it returns, and catches an error or a close
/// that it does not catch.
///
/// It is Python's `yield from` in a `try` ([PEP 380]).
///
/// ```
/// use genfn::{Coroutine, CoroutineState, Interrupt, generator};
///
/// #[generator]
/// fn inner() -> impl Coroutine<Yield = u32, Error = String> {
///     yield_!(1);
/// }
///
/// #[generator]
/// fn outer() -> impl Coroutine<Yield = u32, Error = String> {
///     if let Err(Interrupt::Thrown(_)) = try_yield_from!(inner()) {
///         yield_!(2);
///     }
/// }
///
/// let mut outer = outer();
/// outer.start().unwrap();
/// assert_eq!(outer.throw("stop".to_owned()), Ok(CoroutineState::Yielded(2)));
/// ```
///
/// # Grammar
///
/// ```text
/// try_yield_from = "try_yield_from!" "(" Expression [ "," ] ")"
/// ```
///
/// It is allowed where [`yield_!`](crate::yield_) is allowed, and takes the delegates of
/// [`yield_from!`](crate::yield_from).
///
/// # Value
///
/// A `Result<R, Interrupt<E>>`, for a delegate that returns `R` and a generator with `Error = E`:
///
/// | what happens | value |
/// |---|---|
/// | the delegate returns `r`, also after it has caught an error | `Ok(r)` |
/// | the caller throws `e`, and the delegate does not catch it | `Err(`[`Interrupt::Thrown(e)`](crate::Interrupt::Thrown)`)` |
/// | the caller closes the generator, whatever the delegate returned | `Err(`[`Interrupt::Closed`](crate::Interrupt::Closed)`)` |
/// | the delegate yields when it is closed | none: the body ends at the yield |
///
/// A body that is closed must return, as after a [`try_yield!`](crate::try_yield).
///
/// ```
/// use genfn::{Coroutine, Interrupt, generator};
///
/// #[generator]
/// fn inner() -> impl Iterator<Item = u32> {
///     yield_!(1);
/// }
///
/// #[generator]
/// fn outer() -> impl Coroutine<Yield = u32, Return = &'static str> {
///     match try_yield_from!(inner()) {
///         Ok(()) => "all of it",
///         Err(Interrupt::Closed) => "a part",
///     }
/// }
///
/// let mut outer = outer();
/// outer.start().unwrap();
/// assert_eq!(outer.close(), Ok(Some("a part")));
/// ```
///
/// # What is dropped
///
/// The delegate is dropped before the body continues with the error or the close. Everything else
/// is the same as for [`yield_from!`](crate::yield_from).
///
/// # What it does not take, panics
///
/// The same as for [`yield_from!`](crate::yield_from).
///
/// [PEP 380]: https://peps.python.org/pep-0380/
#[macro_export]
macro_rules! try_yield_from {
    ($($delegate:tt)*) => {
        ::core::compile_error! {
            "`try_yield_from!` belongs in the body of a generator: mark the function `#[generator]`, and \
             write the yield in the function itself, not in a closure, in a function inside of it \
             or in the definition of another macro"
        }
    };
}
