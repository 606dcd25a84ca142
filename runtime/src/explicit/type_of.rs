//! A body apart from its step: the closure that it is, and what it knows of the types of its locals.

use core::marker::PhantomData;

/// The type of a value.
pub struct TypeOf<T>(PhantomData<fn() -> T>);

impl<T> Clone for TypeOf<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for TypeOf<T> {}

impl<T> TypeOf<T> {
    /// A type that is written.
    #[inline(always)]
    #[must_use]
    #[expect(clippy::new_without_default, reason = "only the macro's output makes one")]
    pub const fn new() -> Self {
        Self(PhantomData)
    }

    /// That of a value.
    #[inline(always)]
    #[must_use]
    pub const fn of(_: &T) -> Self {
        Self(PhantomData)
    }

    /// Tells rustc that a value has this type.
    #[inline(always)]
    pub const fn is_of(self, _: &T) {}

    /// The same of a local that is kept.
    #[inline(always)]
    pub const fn is_kept(self, _: &Option<T>) {}
}

/// A closure: an attribute can be on an argument, and not on the value of a `let`.
#[inline(always)]
pub const fn closure<F>(closure: F) -> F {
    closure
}
