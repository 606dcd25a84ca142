//! The macros that make a generator in place.
//!
//! Each passes `$crate` on to a procedural macro. So the expansion finds this crate through any
//! re-export.

/// Makes a generator in place, over its environment: Rust's `gen` block ([RFC 3513]).
///
/// `gen_!` is to a [`#[generator]`](crate::generator) function what a closure is to a function: it
/// has no name and no arguments, and captures variables. It captures by value, like a `move`
/// closure. To borrow a variable, capture a reference to it. The body does not run before the first
/// `next` or `start`.
///
/// The value is an [`Iterator`] over the yielded values, whose item type is inferred, and a
/// [`Coroutine`](crate::Coroutine) with `Resume = ()` and `Return = ()`. A function can return it
/// as `impl Iterator<Item = ..>`.
///
/// ```
/// use genfn::gen_;
///
/// fn words(text: &str) -> impl Iterator<Item = &str> {
///     gen_! {
///         for line in text.lines() {
///             for word in line.split_whitespace() {
///                 yield_!(word);
///             }
///         }
///     }
/// }
///
/// assert_eq!(words("one two\nthree").collect::<Vec<_>>(), ["one", "two", "three"]);
///
/// let limit = 20;
/// let squares = gen_! {
///     for number in 1_u32.. {
///         if number * number > limit {
///             return;
///         }
///         yield_!(number * number);
///     }
/// };
/// assert_eq!(squares.sum::<u32>(), 1 + 4 + 9 + 16);
/// ```
///
/// # Grammar
///
/// ```text
/// generator = "gen_!" "{" ( body | "->" type "{" body "}" ) "}"
/// body      = the body of a function, with yields
/// type      = a return type of a `#[generator]` function, with one bound; `_` is inferred
/// ```
///
/// You can use parentheses and brackets, too. The body can contain all yields, without an import.
/// The yields in another `gen_!` or in a generator function inside the body belong to that
/// generator.
///
/// # With a type
///
/// You can give the type before the body, as the return type of a generator function: `-> impl
/// Coroutine<..>` for values that are sent or returned, `-> impl PinCoroutine<..>` for a generator
/// without a heap, `-> BoxGenerator<..>` for a type that has a name. `_` is inferred.
///
/// ```
/// use genfn::{Coroutine, CoroutineState, gen_};
///
/// let mut average = gen_! { -> impl Coroutine<Yield = _, Resume = f64> {
///     let (mut sum, mut count) = (0.0, 0.0);
///     let mut number = yield_!(0.0);
///     loop {
///         sum += number;
///         count += 1.0;
///         number = yield_!(sum / count);
///     }
/// } };
/// average.start()?;
/// assert_eq!(average.send(10.0)?, CoroutineState::Yielded(10.0));
/// assert_eq!(average.send(20.0)?, CoroutineState::Yielded(15.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// The block has no arguments in bars, as a closure has them: the first `next` or `start` passes no
/// value in, and the value of a later `send` is the value of a `yield_!`.
///
/// # `return` and `?`
///
/// `return` and `?` leave the generator, not the function around it. They have the same meaning as
/// in a generator function of the same type. Without a type, `return` and the end of the body have
/// no value. `?` requires a type: with `-> impl Iterator<Item = Result<..>>` the error is the last
/// item, and with `-> impl Coroutine<Return = Result<..>, ..>` the body returns the error.
///
/// ```
/// use std::num::ParseIntError;
///
/// use genfn::gen_;
///
/// let text = "1 2 x 4";
/// let numbers = gen_! { -> impl Iterator<Item = Result<u32, ParseIntError>> {
///     for word in text.split(' ') {
///         yield_!(Ok(word.parse()?));
///     }
/// } };
/// let numbers: Vec<_> = numbers.map(|number| number.ok()).collect();
/// assert_eq!(numbers, [Some(1), Some(2), None]);
/// ```
///
/// # What is dropped
///
/// The captured variables are the arguments of the generator. If the generator was not started,
/// they are dropped like the captures of a closure. Otherwise they are dropped after the locals of
/// the body. A variable that the body does not mention is not captured.
///
/// # What it does not take
///
/// Each of these is a compile error that names the remedy.
///
/// - Arguments in bars, a `?` without a type, and additional bounds such as `+ Send`. The generator
///   is `Send` if everything alive across a yield is `Send`.
/// - A yield where [`yield_!`](crate::yield_) does not allow it.
/// - Without the feature `alloc`, any type but `impl PinCoroutine<..>`.
///
/// # Panics
///
/// The macro itself does not panic. A panic in the body unwinds to the caller of `next`, `send` and
/// so on.
///
/// [RFC 3513]: https://rust-lang.github.io/rfcs/3513-gen-blocks.html
#[macro_export]
macro_rules! gen_ {
    ($($body:tt)*) => {
        $crate::__private::gen_!(($crate) $($body)*)
    };
}

/// Makes an iterator of an expression and `for` clauses: Python's generator expression ([PEP 289]).
///
/// ```
/// use genfn::gen_expr;
///
/// let total: u32 = gen_expr!(x * x for x in 0..5 if x % 2 == 0).sum();
/// assert_eq!(total, 0 + 4 + 16);
/// ```
///
/// # Grammar
///
/// ```text
/// expression = "gen_expr!" "(" element for { for | if } ")"
/// element    = Expression
/// for        = "for" Pattern "in" Expression
/// if         = "if" Expression | "if" "let" Pattern "=" Expression
/// ```
///
/// The element comes first. One `for` clause follows, then any number of `for` and `if` clauses in
/// any order. Each clause is nested in the clauses before it, and can use their variables. `for`
/// takes an irrefutable pattern, and `if let` filters by a refutable one. Put a range without an
/// end in parentheses, `(1..)`, if another clause follows.
///
/// ```
/// use genfn::gen_expr;
///
/// let triples = gen_expr!(
///     (a, b, c) for c in (1_u32..) for b in 1..c for a in 1..b if a * a + b * b == c * c
/// );
/// assert_eq!(triples.take(2).collect::<Vec<_>>(), [(3, 4, 5), (6, 8, 10)]);
///
/// let lines = ["width = 3", "# a comment", "height = 4"];
/// let pairs = gen_expr!(
///     (key.trim(), number)
///     for line in lines
///     if let Some((key, value)) = line.split_once('=')
///     if let Ok(number) = value.trim().parse::<u32>()
/// );
/// assert_eq!(pairs.collect::<Vec<_>>(), [("width", 3), ("height", 4)]);
/// ```
///
/// # What runs when
///
/// The first iterable is evaluated with the macro call. Everything else runs in `next`, each part
/// as often as in the equivalent nested loops:
///
/// ```
/// use std::cell::Cell;
///
/// use genfn::gen_expr;
///
/// let (first, factor) = (Cell::new(1), &Cell::new(10));
/// let mut products = gen_expr!(x * factor.get() for x in [first.get(), 2, 3]);
/// first.set(7);
/// assert_eq!(products.next(), Some(10));
/// factor.set(100);
/// assert_eq!(products.next(), Some(200));
/// ```
///
/// The other parts capture variables by value, like a `move` closure, so that a function can return
/// the iterator. `factor` above is a reference, so the iterator borrows it.
///
/// # What it is
///
/// The value is an [`Iterator`]. With one `for`, it consists of adapters of the standard library:
/// it is as fast as they are, allocates nothing, and has the [`size_hint`](Iterator::size_hint) of
/// `map` and `filter`. With several `for`s, it consists of adapters if each clause can copy the
/// variables that it uses. Otherwise it is a generator like that of [`gen_!`](crate::gen_), which
/// requires the feature `alloc`.
///
/// # What is dropped
///
/// The captured variables are dropped with the iterator. An item that a condition rejects is
/// dropped at once. The element can move an item into its value.
///
/// # What it does not take
///
/// Each of these is a compile error that names the remedy.
///
/// - `?`, `return`, `break`, `continue`, `.await` and yields that would leave the expression. The
///   parts of the expression run in `next`, not in the function around it.
/// - Several values without parentheses. Write `(x, y) for (x, y) in pairs`.
/// - `if .. else` as a clause, and `async for`. The element can be an `if .. else` expression.
///
/// # Panics
///
/// The macro itself does not panic. A panic in the first iterable unwinds from the macro call, a
/// panic in another part from `next`.
///
/// [PEP 289]: https://peps.python.org/pep-0289/
#[macro_export]
macro_rules! gen_expr {
    ($($expression:tt)*) => {
        $crate::__private::gen_expr!(($crate) $($expression)*)
    };
}
