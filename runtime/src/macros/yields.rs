//! The macros that stand for a yield. In a generator the attribute replaces them, so what they
//! expand to is what is said everywhere else.

/// Gives a value to the caller and suspends the generator. Its value is what the caller sends.
///
/// Python's `yield` ([PEP 255], [PEP 342]), and that of `gen` blocks ([RFC 3513]).
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
/// Any delimiters will do, and a path as well (`genfn::yield_!`). Nothing has to be imported.
///
/// The expression is of the type that the generator yields, and is coerced to it. `yield_!()` yields
/// `()`.
///
/// It stands in the body of a function marked [`#[generator]`](crate::generator) or of a
/// [`gen_!`](crate::gen_), wherever an expression can: as a statement, in an argument, an operand, a
/// condition, a `match` guard, a struct literal, in another yield, among the arguments of another
/// macro such as `vec!` or `println!`, and in a macro that the body defines.
///
/// # Value
///
/// What the caller [sends](crate::Coroutine::send), of the generator's `Resume`: `()` in an iterator.
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
/// An error [thrown](crate::Coroutine::throw) in, or a [close](crate::Coroutine::close), ends the
/// body here, as a `return` would. [`throw`](crate::Coroutine::throw) gives the error back. To catch
/// it and go on, write [`try_yield!`](crate::try_yield).
///
/// # What is dropped
///
/// - Temporaries of the value, before the generator is suspended: `yield_!(list.lock().unwrap().len())`
///   holds no lock, and does not keep the generator from being `Send`.
/// - If the body ends here, or the generator is dropped: the locals in scope in reverse order, then
///   the arguments, the last one first.
///
/// # What it does not take
///
/// Each is an error that says what to write.
///
/// - Several values: `yield_!((a, b))` yields a tuple. Statements: `yield_!({ .. })`.
/// - A place in a closure, an `async` block, a nested function or a constant: only the generator's
///   own body can be suspended. A nested function may be a generator itself.
/// - A place in the definition of a macro outside of the body, or outside of any generator.
/// - `yield value` and `yield_(value)`: a yield is a macro.
///
/// # Panics
///
/// A panic of the value is one of the body. The yield itself does not panic.
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

/// Gives a value to the caller and suspends the generator. Its value is a `Result` that tells how the
/// generator was resumed.
///
/// Python's `yield` in a `try` ([PEP 342]).
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
/// It stands where [`yield_!`](crate::yield_) does, and takes what that takes.
///
/// # Value
///
/// A `Result<S, Interrupt<E>>`, for a generator with `Resume = S` and `Error = E`:
///
/// | the caller | value |
/// |---|---|
/// | sends `s`, or asks for the next item | `Ok(s)` |
/// | [throws](crate::Coroutine::throw) `e` | `Err(`[`Interrupt::Thrown(e)`](crate::Interrupt::Thrown)`)` |
/// | [closes](crate::Coroutine::close) it | `Err(`[`Interrupt::Closed`](crate::Interrupt::Closed)`)` |
/// | drops it | none: the body is dropped here |
///
/// The body goes on in each case but the last. `?` hands the `Interrupt` on, where the body returns a
/// `Result` that takes it.
///
/// A body that is closed has to return; [`close`](crate::Coroutine::close) gives what it returns. If
/// it yields again, `close` gives a [`CloseError`](crate::CloseError), and the generator is suspended
/// at that yield.
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
/// Temporaries of the value, before the generator is suspended. If the generator is dropped here:
/// the locals in scope in reverse order, then the arguments, the last one first; nothing else of the
/// body runs. What has to be done then too is a destructor.
///
/// # What it does not take
///
/// The same as [`yield_!`](crate::yield_), with an error that says what to write. `try_yield!(v)?` in
/// a body that has no `Result` to return is an error too.
///
/// # Panics
///
/// As [`yield_!`](crate::yield_).
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

/// Hands the generator's steps to another one until it returns. Its value is what that returned.
///
/// Python's `yield from` ([PEP 380]).
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
/// It stands where [`yield_!`](crate::yield_) does. The expression is one of these:
///
/// | what it is given | its value | condition |
/// |---|---|---|
/// | any [`Coroutine`](crate::Coroutine) | what that returns | `Yield`, `Resume` and `Error` are the generator's own |
/// | anything else that is [`IntoIterator`] | `()` | the items are of the type that is yielded, and `Resume` is `()` |
///
/// So it takes a call of a generator, one in a variable, one that is lent (`&mut g`), a
/// [`BoxGenerator`](crate::BoxGenerator), a `Box<dyn Coroutine<..>>`, a
/// [`Pinned`](crate::Pinned), one that is written by hand, a range, a list, an adapter.
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
/// - What the caller sends goes to the innermost generator.
/// - An error that is thrown in goes there too. If it is not caught there, all generators up to a
///   [`try_yield_from!`](crate::try_yield_from) are dropped, the innermost first; without one,
///   [`throw`](crate::Coroutine::throw) gives it back.
/// - A [close](crate::Coroutine::close) goes there too. A generator that is delegating is closed
///   itself after its delegate, whatever that returned: its body ends here.
/// - A delegate that yields when it is closed ends all that delegate to it; its item is in the
///   [`CloseError`](crate::CloseError).
/// - One that was started before goes on where it was: it is sent the default of `Resume`. One that
///   is finished gives the value that it left for [`take_return`](crate::Coroutine::take_return).
///
/// A step costs the same at any depth, and depth takes no stack: the body of a delegate moves to the
/// outermost generator. One that is lent, was started before, or is written by hand, and an iterator,
/// stay in their place. In a [`PinCoroutine`](crate::PinCoroutine) all of them do.
///
/// # What is dropped
///
/// - Temporaries of the expression, when the delegate has returned.
/// - The delegate, when it returns, before its value is here; or before the body that delegates to
///   it, with whatever it borrows from it. One that is lent stays with its owner: a drop leaves it
///   suspended.
///
/// # What it does not take
///
/// Anything else is an error that says what to write: a loop, `for value in values { yield_!(..) }`,
/// where types differ. Places that [`yield_!`](crate::yield_) does not take are errors too.
///
/// # Panics
///
/// If it is given a coroutine that is finished and whose value was taken already; or one that was
/// started and waits for a value of a type without a default.
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

/// Hands the generator's steps to another one until it returns, and catches what that does not.
///
/// Python's `yield from` in a `try` ([PEP 380]).
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
/// It stands where [`yield_!`](crate::yield_) does, and takes what
/// [`yield_from!`](crate::yield_from) takes.
///
/// # Value
///
/// A `Result<R, Interrupt<E>>`, for a delegate that returns `R` and a generator with `Error = E`:
///
/// | what happens | value |
/// |---|---|
/// | the delegate returns `r`, also one that caught an error and then returned | `Ok(r)` |
/// | `e` is thrown in and the delegate does not catch it | `Err(`[`Interrupt::Thrown(e)`](crate::Interrupt::Thrown)`)` |
/// | it is closed, whatever the delegate returned | `Err(`[`Interrupt::Closed`](crate::Interrupt::Closed)`)` |
/// | the delegate yields when it is closed | none: the body ends here |
///
/// A body that is closed has to return, as after a [`try_yield!`](crate::try_yield).
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
/// The delegate, before the body goes on with the error or the close. All else is as for
/// [`yield_from!`](crate::yield_from).
///
/// # What it does not take, panics
///
/// As [`yield_from!`](crate::yield_from).
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
