//! The macros that make a generator where they stand, or keep one there.
//!
//! Each is a rule that passes `$crate` on to the macro which does the work. So the expansion finds
//! this crate through any re-export, and nobody has to say where it is.

/// Makes a generator in place, over its environment: Rust's `gen` block ([RFC 3513]).
///
/// It is to a [`#[generator]`](crate::generator) function what a closure is to a function: it has
/// no name and no arguments, and uses what is in scope. What it mentions is moved in, and owned
/// until it ends; to only borrow something, let it mention a reference. Nothing runs before the
/// first step.
///
/// It is an [`Iterator`] over what it yields, whose item type is inferred, and a
/// [`Coroutine`](crate::Coroutine) that takes and returns nothing. So it stands wherever a value
/// can, and is returned as `impl Iterator<Item = ..>`.
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
/// body      = what stands in a function's body, with yields
/// type      = a return type of a `#[generator]` function, with one bound; `_` is inferred
/// ```
///
/// Parentheses and brackets will do as well. All yields stand in the body as in a generator
/// function's, without an import. A block within it, in another `gen_!` or in a generator function,
/// has its yields to itself.
///
/// # With a type
///
/// Where it does more than yield items, its type stands before the body, in the words of a
/// function's return type, of which each is possible: `-> impl Coroutine<..>` for values that are
/// sent or returned, `-> impl PinCoroutine<..>` for no heap, `-> BoxGenerator<..>` for a type that
/// has a name. `_` is inferred.
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
/// There are no arguments in bars, as a closure has them, since there is nothing to bind to them:
/// the first step passes nothing in, and what later ones pass is the value of a `yield_!`.
///
/// # `return` and `?`
///
/// They leave the generator, not the function around it, and mean what they mean in a function of
/// its type. Without a type, `return` and the end of the body have no value. `?` needs to be told
/// where the error goes: after `-> impl Iterator<Item = Result<..>>` it is the last item, and
/// after `-> impl Coroutine<Return = Result<..>, ..>` it is returned.
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
/// What it captures is its arguments: captured where the block stands, and dropped with the
/// generator, before its first step as a closure's captures are, and after its locals from then on.
/// A variable that it does not mention is not captured.
///
/// # What it does not take
///
/// Each is an error that says what to write.
///
/// - Arguments in bars, a `?` without a type that says where the error goes, and bounds beside the
///   type, as `+ Send`: it is `Send` where what it holds is.
/// - A yield where [`yield_!`](crate::yield_) says that it cannot stand.
/// - Without the feature `alloc`, any type but `impl PinCoroutine<..>`.
///
/// # Panics
///
/// It does not panic itself. A panic in the body passes to the caller of the step.
///
/// [RFC 3513]: https://rust-lang.github.io/rfcs/3513-gen-blocks.html
#[macro_export]
macro_rules! gen_ {
    ($($body:tt)*) => {
        $crate::__private::gen_!(($crate) $($body)*)
    };
}

/// Makes an iterator of an expression and what it is to be computed for: Python's generator
/// expression ([PEP 289]).
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
/// The element comes first. A `for` follows, and then any number of `for` and `if`, in any order;
/// each nests in those before it, and may use their variables. `for` takes any pattern that always
/// matches, and `if let` filters by one that need not. A range without an end stands in
/// parentheses, `(1..)`, if another clause follows.
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
/// The first iterable is evaluated where the expression stands. All else runs when an item is
/// asked for, each part as often as the loops that it abbreviates would run it:
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
/// What the rest mentions is moved in, as by a `move` closure, so that the expression can be
/// returned; `factor` above is a reference so that it is only borrowed.
///
/// # What it is
///
/// An [`Iterator`], made of the adapters of the standard library where they can do what is asked
/// for. That is always so with one `for`: it is as fast as they are, allocates nothing, and
/// [`size_hint`](Iterator::size_hint) knows what `map` and `filter` do. Where several `for` share
/// what cannot be copied, or lend it to each other, it is a generator as [`gen_!`](crate::gen_)
/// makes one, which needs the feature `alloc`.
///
/// # What is dropped
///
/// What it captures, with the iterator. An item that a condition rejects is dropped when it is
/// rejected; one that the element moves goes with it.
///
/// # What it does not take
///
/// Each is an error that says what to write.
///
/// - `?`, `return`, `break`, `continue`, `.await` and yields, where they would leave the expression:
///   its parts do not run where they stand.
/// - Several values without parentheses: `(x, y) for (x, y) in pairs`.
/// - `if .. else` as a clause, which in the element is an expression like any other, and `async for`.
///
/// # Panics
///
/// It does not panic itself. A panic in one of its parts passes to the caller of `next`, or, of the
/// first iterable, to where the expression stands.
///
/// [PEP 289]: https://peps.python.org/pep-0289/
#[macro_export]
macro_rules! gen_expr {
    ($($expression:tt)*) => {
        $crate::__private::gen_expr!(($crate) $($expression)*)
    };
}
