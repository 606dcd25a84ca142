//! What the macro emits around a body's own code.

use core::fmt::Debug;
use core::marker::PhantomData;
use core::mem::{self, needs_drop};

use crate::explicit::delegate::HoldsDelegate;

/// Which arm of a `match`, or which branch of an `if let`, a step is in: the first one, or one of the
/// rest.
pub enum Chosen<First, Rest> {
    /// The first arm.
    First(First),
    /// One of the others.
    Rest(Rest),
}

/// Passes on a temporary that is dropped at the end of its statement, which the macro moves to an
/// earlier place.
///
/// A temporary with a destructor is an error when the program is built: it is to be bound with `let`. The
/// type of `_here` is that of the place, so that each place has an error of its own.
#[inline(always)]
pub const fn without_drop<T, Here: Copy>(value: T, _here: Here) -> T {
    const {
        assert!(
            !needs_drop::<T>(),
            "a temporary that has a destructor would live across a yield, in the head of a \
             `for`, `match`, `if let` or `while let`, or beside a yield in one expression: bind it \
             with `let` in front of the statement; without `state` it works as it is"
        );
    }
    value
}

/// Passes on a temporary of the last expression of an operand, which is dropped with the operand, as it is
/// `in_2024`; in edition 2021 it is dropped at the end of the statement.
///
/// If that is a difference, it is an error when the program is built. `IS_UNKNOWN`: the temporaries are those of
/// a macro, and of unknown types.
///
/// ```compile_fail,edition2021,E0080
/// #[genfn::generator(state)]
/// fn lengths() -> impl Iterator<Item = usize> {
///     let double = 2 * {
///         yield_!(1);
///         String::from("two").len()
///     };
///     yield_!(double);
/// }
///
/// assert_eq!(lengths().collect::<Vec<_>>(), [1, 6]);
/// ```
///
/// ```edition2024
/// #[genfn::generator(state)]
/// fn lengths() -> impl Iterator<Item = usize> {
///     let double = 2 * {
///         yield_!(1);
///         String::from("two").len()
///     };
///     yield_!(double);
/// }
///
/// assert_eq!(lengths().collect::<Vec<_>>(), [1, 6]);
/// ```
#[inline(always)]
pub const fn without_drop_in_2021<const IN_2024: bool, const IS_UNKNOWN: bool, T, Here: Copy>(
    value: T,
    _here: Here,
) -> T {
    const {
        assert!(
            IN_2024 || !(IS_UNKNOWN || needs_drop::<T>()),
            "a temporary that has a destructor is in the last expression of a block with a yield, and the value of \
             the block is an operand: edition 2021 drops the temporary at the end of the statement, and the \
             generator would drop it in front of that: bind the value of the block with `let`; without `state` \
             it works as it is"
        );
    }
    value
}

/// Passes on a temporary of the head of an `if let` with a yield in its `else`, in front of which it is dropped, as it
/// is `in_2024`; in edition 2021 it is dropped behind the `else`.
///
/// If that is a difference, it is an error when the program is built. `IS_UNKNOWN`: as for
/// [`without_drop_in_2021`].
///
/// ```compile_fail,edition2021,E0080
/// #[genfn::generator(state)]
/// fn lengths() -> impl Iterator<Item = usize> {
///     if let 0 = String::from("one").len() {
///         return;
///     } else {
///         yield_!(1);
///     }
/// }
///
/// assert_eq!(lengths().collect::<Vec<_>>(), [1]);
/// ```
///
/// ```edition2024
/// #[genfn::generator(state)]
/// fn lengths() -> impl Iterator<Item = usize> {
///     if let 0 = String::from("one").len() {
///         return;
///     } else {
///         yield_!(1);
///     }
/// }
///
/// assert_eq!(lengths().collect::<Vec<_>>(), [1]);
/// ```
#[inline(always)]
pub const fn without_drop_in_else<const IN_2024: bool, const IS_UNKNOWN: bool, T, Here: Copy>(
    value: T,
    _here: Here,
) -> T {
    const {
        assert!(
            IN_2024 || !(IS_UNKNOWN || needs_drop::<T>()),
            "a temporary that has a destructor is in the head of an `if let` with a yield in its `else`: edition 2021 \
             drops the temporary behind the `else`: bind it with `let` in front of the statement; without `state` it \
             works as it is"
        );
    }
    value
}

/// Asks whether a temporary of a last expression can be dropped in front of the locals of its block, as it is
/// `in_2024`.
///
/// If not, it is an error when the program is built:
///
/// ```compile_fail,edition2021,E0080
/// #[genfn::generator(state)]
/// fn parsed(text: &str) -> impl Iterator<Item = u32> {
///     let name = String::from(text);
///     (match text.parse::<u32>().map_err(|error| error.to_string()) {
///         Ok(number) => { yield_!(number); }
///         Err(_) => { yield_!(name.len() as u32); }
///     })
/// }
///
/// parsed("").count();
/// ```
///
/// ```edition2021
/// #[genfn::generator(state)]
/// fn parsed(text: &str) -> impl Iterator<Item = u32> {
///     let name = 3;
///     (match text.parse::<u32>().map_err(|error| error.to_string()) {
///         Ok(number) => { yield_!(number); }
///         Err(_) => { yield_!(name); }
///     })
/// }
///
/// assert_eq!(parsed("").sum::<u32>(), 3);
/// ```
#[inline(always)]
pub const fn dropped_with_tail<const IN_2024: bool, T, Here: Copy>(_: &T, _here: Here) {
    const {
        assert!(
            IN_2024 || !needs_drop::<T>(),
            "a temporary that has a destructor is beside a yield in the last expression of a block, and \
             would be dropped in front of the locals, in edition 2021 behind them: bind the value of the \
             expression with `let`; without `state` it works as it is"
        );
    }
}

/// Asks whether what an operand leaves can be dropped in front of the rest of its statement.
///
/// If not, it is an error when the program is built:
///
/// ```compile_fail,E0080
/// #[genfn::generator(state)]
/// fn first(pair: (Option<String>, String)) -> impl Iterator<Item = String> {
///     let name = match Some(pair).unwrap_or_default() {
///         (Some(name), _) => {
///             yield_!(String::from("first"));
///             name
///         }
///         (None, name) => name,
///     };
///     yield_!(name);
/// }
///
/// first((None, String::new())).count();
/// ```
///
/// ```
/// #[genfn::generator(state)]
/// fn first(pair: (Option<String>, u32)) -> impl Iterator<Item = String> {
///     let name = match Some(pair).unwrap_or_default() {
///         (Some(name), _) => {
///             yield_!(String::from("first"));
///             name
///         }
///         (None, number) => number.to_string(),
///     };
///     yield_!(name);
/// }
///
/// assert_eq!(first((None, 5)).collect::<String>(), "5");
/// ```
#[inline(always)]
pub const fn dropped_with_operand<T, Here: Copy>(_: &T, _here: Here) {
    const {
        assert!(
            !needs_drop::<T>(),
            "what a pattern leaves of the head of a `match` or `if let` has a destructor, which runs where the \
             statement ends, and would run in front of that: bind the value that it takes apart with `let` in \
             front of the statement, or give what is left a name; without `state` it works as it is"
        );
    }
}

/// Asks whether what a branch of an `if let` leaves can be dropped in front of its value, as it is `in_2024`.
///
/// If not, it is an error when the program is built:
///
/// ```compile_fail,edition2021,E0080
/// #[genfn::generator(state)]
/// fn first(pair: (String, String)) -> impl Iterator<Item = u32> {
///     let name = if let Some((name, _)) = Some(pair) {
///         yield_!(1);
///         name
///     } else {
///         String::new()
///     };
///     yield_!(name.len() as u32);
/// }
///
/// first((String::new(), String::new())).count();
/// ```
///
/// ```edition2024
/// #[genfn::generator(state)]
/// fn first(pair: (String, String)) -> impl Iterator<Item = u32> {
///     let name = if let Some((name, _)) = Some(pair) {
///         yield_!(1);
///         name
///     } else {
///         String::new()
///     };
///     yield_!(name.len() as u32);
/// }
///
/// assert_eq!(first((String::new(), String::new())).collect::<Vec<_>>(), [1, 0]);
/// ```
#[inline(always)]
pub const fn dropped_with_branch<const IN_2024: bool, T, Here: Copy>(_: &T, _here: Here) {
    const {
        assert!(
            IN_2024 || !needs_drop::<T>(),
            "what the pattern of an `if let` leaves has a destructor, which edition 2021 runs where the statement ends, \
             and would run in front of that: bind the value that it takes apart with `let` in front of the statement, or \
             give what is left a name; without `state` it works as it is"
        );
    }
}

/// Asks whether a pattern in a chain of `let`s leaves a part with a destructor behind a part that has one too.
///
/// If so, it is an error when the program is built:
///
/// ```compile_fail,E0080
/// #[genfn::generator(state)]
/// fn first(pair: Option<(String, String)>, take: bool) -> impl Iterator<Item = String> {
///     if let Some((first, _)) = pair.clone() && take {
///         yield_!(first);
///     }
/// }
///
/// first(None, true).count();
/// ```
#[inline(always)]
pub const fn left_in_chain<Left, Before, Here: Copy>(_: &Left, _: &Before, _here: Here) {
    const {
        assert!(
            !needs_drop::<Left>() || !needs_drop::<Before>(),
            "this pattern leaves a part of a temporary; where a later condition of the chain does not hold, that part \
             would be dropped in front of what the pattern binds: nest the `if`s; without `state` it works as it is"
        );
    }
}

/// References to the operands of a statement, which they have in front of one another.
pub trait Operands {
    /// Whether one of the operands has a destructor.
    const ARE_DROPPED: bool;
}

impl Operands for () {
    const ARE_DROPPED: bool = false;
}

impl<T, Rest: Operands> Operands for (&T, Rest) {
    const ARE_DROPPED: bool = needs_drop::<T>() || Rest::ARE_DROPPED;
}

/// Asks whether a head that a `match` leaves has a destructor, and one of the operands in front of the `match` too.
///
/// If so, it is an error when the program is built:
///
/// ```compile_fail,E0080
/// #[genfn::generator(state)]
/// fn lengths(name: String) -> impl Iterator<Item = usize> {
///     let pair = (name, match String::from("name") {
///         _ => { yield_!(1); 2 }
///     });
///     yield_!(pair.0.len() + pair.1);
/// }
///
/// lengths(String::new()).count();
/// ```
///
/// ```compile_fail,E0080
/// fn second(_first: String, second: usize) -> usize {
///     second
/// }
///
/// #[genfn::generator(state)]
/// fn lengths() -> impl Iterator<Item = usize> {
///     let second = second((String::new()), match String::from("name") {
///         _ => { yield_!(1); 2 }
///     });
///     yield_!(second);
/// }
///
/// lengths().count();
/// ```
///
/// ```
/// #[genfn::generator(state)]
/// fn lengths(name: &str) -> impl Iterator<Item = usize> {
///     let pair = (name, match String::from("name") {
///         _ => { yield_!(1); 2 }
///     });
///     yield_!(pair.0.len() + pair.1);
/// }
///
/// assert_eq!(lengths("a").collect::<Vec<_>>(), [1, 3]);
/// ```
#[inline(always)]
pub const fn left_behind_operands<Left, O: Operands, Here: Copy>(_: &Left, _: &O, _here: Here) {
    const {
        assert!(
            !needs_drop::<Left>() || !O::ARE_DROPPED,
            "what this `match` leaves of its head has a destructor, and so has an operand in front of the `match`: \
             a generator that is dropped at a yield in the `match` drops the operand first, and would drop what is left \
             first: bind the operand, and then the value of the `match`, with `let` in front of the statement; without \
             `state` it works as it is"
        );
    }
}

/// Asks whether an array that a yield keeps, and that a pattern takes apart, has elements without destructors.
///
/// If not, it is an error when the program is built:
///
/// ```compile_fail,E0080
/// #[genfn::generator(state)]
/// fn pairs(pair: [String; 2], apart: bool) -> impl Iterator<Item = String> {
///     yield_!(String::from("pair"));
///     if apart {
///         let [first, second] = pair;
///         yield_!(first + &second);
///     }
/// }
///
/// pairs(["a", "b"].map(String::from), true).count();
/// ```
///
/// ```
/// #[genfn::generator(state)]
/// fn sums<T: Copy>(pair: [T; 2], apart: bool) -> impl Iterator<Item = T> {
///     yield_!(pair[0]);
///     if apart {
///         let [first, second] = pair;
///         yield_!(first);
///         yield_!(second);
///     }
/// }
///
/// assert_eq!(sums([1, 2], true).collect::<Vec<_>>(), [1, 1, 2]);
/// ```
#[inline(always)]
pub const fn kept_array<T: ?Sized, Here: Copy>(_: &T, _here: Here) {
    const {
        assert!(
            !needs_drop::<T>(),
            "an array is kept across a yield, a pattern takes it apart, and its elements have destructors: the paths of \
             the function say which of them is dropped first, and a step has others: take it apart in front of the \
             yield, or keep a `Vec` or a tuple; without `state` it works as it is"
        );
    }
}

macro_rules! unmatched {
    (
        unless $may:expr, $message:literal;
        $($(#[$documentation:meta])* $name:ident [$($generics:tt)*] $ty:ty, $part:ty;)*
    ) => {$(
        $(#[$documentation])*
        ///
        /// A destructor is an error when the program is built.
        ///
        /// # Errors
        ///
        /// Those of the head.
        #[inline(always)]
        pub const fn $name<$($generics)*, Here: Copy>(
            value: $ty,
            _here: Here,
        ) -> $ty {
            const {
                assert!($may || !needs_drop::<$part>(), $message);
            }
            value
        }
    )*};
}

unmatched! {
    unless IN_2024, "what an `if let` does not match, or leaves, has a destructor, which edition 2021 runs behind the `else`, \
        and would run in front of it: write a `match`, or bind the value with `let` in front of the statement; \
        without `state` it works as it is";

    /// Passes on the head of an `if let Ok(..)` with an `else`, whose error is dropped.
    ///
    /// Edition 2021 drops it behind the `else`, and edition 2024 in front of it.
    ///
    /// ```compile_fail,edition2021,E0080
    /// #[genfn::generator(state)]
    /// fn parsed(text: &str) -> impl Iterator<Item = u32> {
    ///     if let Ok(number) = text.parse::<u32>().map_err(|error| error.to_string()) {
    ///         drop(number);
    ///     } else {
    ///         yield_!(1);
    ///     }
    ///     yield_!(2);
    /// }
    ///
    /// parsed("").count();
    /// ```
    ///
    /// ```edition2024
    /// #[genfn::generator(state)]
    /// fn parsed(text: &str) -> impl Iterator<Item = u32> {
    ///     if let Ok(number) = text.parse::<u32>().map_err(|error| error.to_string()) {
    ///         drop(number);
    ///     } else {
    ///         yield_!(1);
    ///     }
    ///     yield_!(2);
    /// }
    ///
    /// assert_eq!(parsed("").sum::<u32>(), 3);
    /// ```
    error_dropped_with_else [const IN_2024: bool, T, E] Result<T, E>, E;
    /// Passes on the head of an `if let Err(..)` with an `else`, whose value is dropped.
    value_dropped_with_else [const IN_2024: bool, T, E] Result<T, E>, T;
    /// Passes on the head of any other `if let` with an `else`.
    unmatched_dropped_with_else [const IN_2024: bool, T] T, T;
}

unmatched! {
    unless IN_2024, "what an `if let` with a yield does not match has a destructor, which would run in front of the locals of \
        the block or the rest of the statement, in edition 2021 behind them: bind the value with `let` in front of the \
        statement, or write `;` behind the `if let`; without `state` it works as it is";

    /// Passes on the head of an `if let Ok(..)` that is not a statement, whose error is dropped.
    ///
    /// Edition 2021 drops it behind `name`, and edition 2024 in front of it.
    ///
    /// ```compile_fail,edition2021,E0080
    /// #[genfn::generator(state)]
    /// fn parsed(text: &str) -> impl Iterator<Item = String> {
    ///     let name = String::from(text);
    ///     if let Ok(number) = text.parse::<u32>().map_err(|error| error.to_string()) {
    ///         yield_!(format!("{name} {number}"));
    ///     }
    /// }
    ///
    /// parsed("1").count();
    /// ```
    ///
    /// ```edition2024
    /// #[genfn::generator(state)]
    /// fn parsed(text: &str) -> impl Iterator<Item = String> {
    ///     let name = String::from(text);
    ///     if let Ok(number) = text.parse::<u32>().map_err(|error| error.to_string()) {
    ///         yield_!(format!("{name} {number}"));
    ///     }
    /// }
    ///
    /// assert_eq!(parsed("1").collect::<String>(), "1 1");
    /// ```
    ///
    /// ```edition2021
    /// #[genfn::generator(state)]
    /// fn parsed(text: &str) -> impl Iterator<Item = String> {
    ///     let name = String::from(text);
    ///     if let Ok(number) = text.parse::<u32>().map_err(|error| error.to_string()) {
    ///         yield_!(format!("{name} {number}"));
    ///     };
    /// }
    ///
    /// assert_eq!(parsed("1").collect::<String>(), "1 1");
    /// ```
    ///
    /// So it is where the `if let` is an operand:
    ///
    /// ```compile_fail,edition2021,E0080
    /// fn parse(text: &str, _: ()) -> Result<usize, String> {
    ///     text.parse().map_err(|_| text.to_owned())
    /// }
    ///
    /// #[genfn::generator(state)]
    /// fn parsed(text: &str) -> impl Iterator<Item = usize> {
    ///     let double = usize::max(if let Ok(number) = parse(text, yield_!(1)) { number } else { 7 }, 2);
    ///     yield_!(double);
    /// }
    ///
    /// parsed("").count();
    /// ```
    ///
    /// ```edition2024
    /// # fn parse(text: &str, _: ()) -> Result<usize, String> {
    /// #     text.parse().map_err(|_| text.to_owned())
    /// # }
    /// #[genfn::generator(state)]
    /// fn parsed(text: &str) -> impl Iterator<Item = usize> {
    ///     let double = usize::max(if let Ok(number) = parse(text, yield_!(1)) { number } else { 7 }, 2);
    ///     yield_!(double);
    /// }
    ///
    /// assert_eq!(parsed("").collect::<Vec<_>>(), [1, 7]);
    /// ```
    ///
    /// ```edition2021
    /// # fn parse(text: &str, _: ()) -> Result<usize, String> {
    /// #     text.parse().map_err(|_| text.to_owned())
    /// # }
    /// #[genfn::generator(state)]
    /// fn parsed(text: &str) -> impl Iterator<Item = usize> {
    ///     let number = if let Ok(number) = parse(text, yield_!(1)) { number } else { 7 };
    ///     yield_!(usize::max(number, 2));
    /// }
    ///
    /// assert_eq!(parsed("").collect::<Vec<_>>(), [1, 7]);
    /// ```
    error_dropped_with_tail [const IN_2024: bool, T, E] Result<T, E>, E;
    /// Passes on the head of an `if let Err(..)` that is not a statement, whose value is dropped.
    value_dropped_with_tail [const IN_2024: bool, T, E] Result<T, E>, T;
    /// Passes on the head of any other `if let` that is not a statement.
    unmatched_dropped_with_tail [const IN_2024: bool, T] T, T;
}

/// A type whose values are assigned to behind what is on the right of a `+=` and its like.
#[diagnostic::on_unimplemented(
    message = "a place of type `{Self}` is evaluated in front of the yield on the right of its assignment",
    note = "bind the value of the yield with `let` in front of the statement; without `state` it works as \
            it is"
)]
pub trait Primitive {}

macro_rules! primitive {
    ($($ty:ty)*) => { $(impl Primitive for $ty {})* };
}

primitive! { bool f32 f64 i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize }

/// Asks for `Primitive`, where nothing runs.
pub const fn primitives<L: Primitive, R: Primitive>(_: &L, _: &R) {}

/// Whether a drop of a value does anything.
#[inline(always)]
#[must_use]
pub const fn has_drop<T>(_: &T) -> bool {
    needs_drop::<T>()
}

/// A value that a yield keeps, in a generator that is to be cloned.
///
/// rustc proposes a bound for a type parameter only if it can write the arguments of the trait: it cannot write
/// `Unwritten`, an `impl Sized`, and proposes no hidden trait.
#[diagnostic::on_unimplemented(
    message = "a value of type `{Self}` is kept across a yield, and the generator is to be `Clone`",
    label = "`{Self}` is not `Clone`",
    note = "a generator can be cloned where everything can that it keeps: end the value's scope before the yield, \
            make its type `Clone` (by a derive, or by `+ Clone` where it is a type parameter or an `impl Trait`), \
            or leave `Clone` out of the signature"
)]
pub trait KeptIsClone<Unwritten> {}

#[diagnostic::do_not_recommend]
impl<T: Clone, Unwritten> KeptIsClone<Unwritten> for T {}

/// Asks for [`KeptIsClone`], where nothing runs.
#[inline(always)]
pub const fn kept_is_clone<T: KeptIsClone<Unwritten>, Unwritten: Copy>(_: &T, _: Unwritten) {}

/// A delegate, in a generator that is to be cloned. `Unwritten` is that of [`KeptIsClone`].
#[diagnostic::on_unimplemented(
    message = "a delegate of type `{Self}` is kept across a yield, and the generator is to be `Clone`",
    label = "this delegate is not `Clone`",
    note = "a generator can be cloned where everything can that it keeps: write `+ Clone` in the signature of the \
            function that makes the delegate, or leave `Clone` out of the signature of this one"
)]
pub trait DelegateIsClone<Unwritten> {}

#[diagnostic::do_not_recommend]
impl<T: Clone, Unwritten> DelegateIsClone<Unwritten> for T {}

/// Asks for [`DelegateIsClone`], where nothing runs.
#[inline(always)]
pub const fn delegate_is_clone<D, Unwritten>(_: &D, _: Unwritten)
where
    D: HoldsDelegate,
    D::Held: DelegateIsClone<Unwritten>,
    Unwritten: Copy,
{
}

/// A value that a yield keeps, in a generator that is to be `Copy`. `Unwritten` is that of [`KeptIsClone`].
#[diagnostic::on_unimplemented(
    message = "a value of type `{Self}` is kept across a yield, and the generator is to be `Copy`",
    label = "`{Self}` is not `Copy`",
    note = "a generator can be copied where everything can that it keeps, which is no range and no \
            iterator of a collection: loop with `while` and a number, end the value's scope before the yield, or \
            write `Clone` in place of `Copy`"
)]
pub trait KeptIsCopy<Unwritten> {}

#[diagnostic::do_not_recommend]
impl<T: Copy, Unwritten> KeptIsCopy<Unwritten> for T {}

/// Asks for [`KeptIsCopy`], where nothing runs.
#[inline(always)]
pub const fn kept_is_copy<T: KeptIsCopy<Unwritten>, Unwritten: Copy>(_: &T, _: Unwritten) {}

/// A value that a yield keeps, in a generator that derives `Debug`. `Unwritten` is that of [`KeptIsClone`].
#[diagnostic::on_unimplemented(
    message = "a value of type `{Self}` is kept across a yield, and the generator derives `Debug`",
    label = "`{Self}` is not `Debug`",
    note = "a derived `Debug` shows all that the generator keeps: end the value's scope before the yield, make its type \
            `Debug` (by a derive, or by `+ Debug` where it is a type parameter or an `impl Trait`), or leave `Debug` \
            out of the derive: every generator shows its status"
)]
pub trait KeptIsDebug<Unwritten> {}

#[diagnostic::do_not_recommend]
impl<T: Debug, Unwritten> KeptIsDebug<Unwritten> for T {}

/// Asks for [`KeptIsDebug`], where nothing runs.
#[inline(always)]
pub const fn kept_is_debug<T: KeptIsDebug<Unwritten>, Unwritten: Copy>(_: &T, _: Unwritten) {}

/// Asks for [`KeptIsDebug`] of a delegate, where nothing runs.
#[inline(always)]
pub const fn delegate_is_debug<D, Unwritten>(_: &D, _: Unwritten)
where
    D: HoldsDelegate,
    D::Held: KeptIsDebug<Unwritten>,
    Unwritten: Copy,
{
}

/// A value of a type that no source can write.
#[inline(always)]
#[must_use]
pub const fn unwritten() -> impl Copy {}

/// What a choice has bound.
#[inline(always)]
pub fn taken<T>(bound: Option<T>) -> T {
    match bound {
        Some(bound) => bound,
        None => crate::explicit::state::lost(),
    }
}

/// What a choice has bound, in a step that goes on behind where it is taken: nothing.
#[inline(always)]
pub const fn passed_over<T>(bound: Option<T>) {
    mem::forget(bound);
}

/// Stands where a pattern does not match that has matched before.
///
/// # Panics
///
/// Always, should one get there.
#[cold]
#[inline(never)]
pub fn not_reached() -> ! {
    panic!("a place matches the pattern that it has matched before")
}

/// A value of the same type, where nothing runs.
#[must_use]
pub fn another<T>(_: &T) -> T {
    crate::explicit::state::lost()
}

/// A local that no step restores, where nothing runs.
#[must_use]
pub fn not_kept<T>() -> T {
    crate::explicit::state::lost()
}

/// `IntoIterator::into_iter`, as a `for` loop calls it.
#[inline(always)]
pub fn into_iter<I: IntoIterator>(iterable: I) -> I::IntoIter {
    iterable.into_iter()
}

/// `Iterator::next`, as a `for` loop calls it.
#[inline(always)]
pub fn next<I: Iterator>(iterator: &mut I) -> Option<I::Item> {
    iterator.next()
}

/// The type of a value that is taken apart, for method lookup: [`HasDestructor`] before
/// [`HasNoDestructor`].
pub struct Probe<T>(PhantomData<fn(T)>);

impl<T> Probe<T> {
    /// That of `value`.
    pub const fn of(_value: &T) -> Self {
        Self(PhantomData)
    }

    /// That of no value.
    pub(crate) const fn of_nothing() -> Self {
        Self(PhantomData)
    }

    /// A value of the type, where nothing runs.
    #[must_use]
    pub fn value(&self) -> T {
        crate::explicit::state::lost()
    }
}

/// Says of a type that it implements `Drop`.
pub trait HasDestructor {
    /// The answer.
    fn has_destructor(&self) -> Destructor {
        Destructor
    }
}

#[expect(drop_bounds, reason = "it is asked whether the type implements `Drop` itself")]
impl<T: Drop> HasDestructor for &Probe<T> {}

/// Says of any other type that it does not.
pub trait HasNoDestructor {
    /// The answer.
    fn has_destructor(&self) -> NoDestructor {
        NoDestructor
    }
}

impl<T> HasNoDestructor for Probe<T> {}

/// A type implements `Drop`.
pub struct Destructor;
/// A type does not implement `Drop`.
pub struct NoDestructor;

/// What can be taken apart by a pattern that stands across a yield.
#[diagnostic::on_unimplemented(
    message = "a value whose type has a destructor is taken apart by a pattern across a yield",
    note = "the explicit state would drop it in front of the yield: bind it with `let` in front of the \
            statement, and ask for its parts; without `state` it works as it is"
)]
pub trait TakenApart {}

impl TakenApart for NoDestructor {}

/// What a name in upper case may be that a pattern is taken to bind.
#[diagnostic::on_unimplemented(
    message = "a pattern is the name of a unit struct or of a constant, and its type has a destructor",
    label = "an explicit state takes this for the name of a local",
    note = "write `_` in its place, which leaves the value as this does; a local of this name needs another one",
    note = "without `state` (and `Clone`, derives or a name) it works as it is"
)]
pub trait NamesLocal {}

impl NamesLocal for NoDestructor {}

/// Asks for it, where nothing runs.
pub fn names_local<T: NamesLocal>(_: T) {}

/// Asks for `TakenApart`, where nothing runs.
pub fn taken_apart<T: TakenApart>(_: T) {}
