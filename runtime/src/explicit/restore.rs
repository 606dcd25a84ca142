//! Saving and restoring a generator whose type has no name.
//!
//! ```text
//! saved       (version of the body, size hint, callers, state, what was returned)
//! restore     the function was called, which fixed the types; what is read takes the place of the state
//! ```

use core::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::explicit::machine::ExplicitGenerator;
#[cfg(feature = "alloc")]
use crate::explicit::recursive::{Callers, RecursiveGenerator};
use crate::explicit::saved::SavedOption;
use crate::explicit::state::ExplicitState;
use crate::explicit::version::read_version;

/// A generator whose state can be read back, where its type has no name.
///
/// A function asks for it in its return type, beside `Serialize`, and with serde's derives below the
/// attribute. To restore a generator, call the function, with any arguments: the call tells the types. Then
/// [`restore`](Self::restore) puts what was saved in the place of what the new generator holds.
///
/// A generator with a name, `#[generator(struct Name)]`, is `Deserialize` itself.
///
/// ```
/// use genfn::{Restore, generator};
/// use serde::{Deserialize, Serialize};
///
/// #[generator]
/// #[derive(Serialize, Deserialize)]
/// fn export(rows: Vec<String>) -> impl Iterator<Item = String> + Serialize + Restore {
///     for index in 0..rows.len() {
///         let number = index + 1;
///         yield_!(format!("{number}: {}", rows[index]));
///     }
/// }
///
/// let mut first = export(vec!["a".to_owned(), "b".to_owned()]);
/// assert_eq!(first.next().as_deref(), Some("1: a"));
/// let saved = serde_json::to_string(&first)?;
///
/// let mut second = export(Vec::new());
/// second.restore(&mut serde_json::Deserializer::from_str(&saved))?;
/// assert_eq!(second.next().as_deref(), Some("2: b"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be restored",
    note = "write `#[derive(Serialize, Deserialize)]` below `#[generator]`; what a yield keeps has to be \
            `DeserializeOwned`"
)]
pub trait Restore {
    /// Puts what was saved in the place of what this generator holds, which is dropped.
    ///
    /// # Errors
    ///
    /// If what is read is no such state, or was saved by another body. The generator stays as it is.
    fn restore<'de, D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error>;
}

/// The version of the body of a state.
struct VersionOf<T>(PhantomData<fn() -> T>);

impl<T: ExplicitState> Serialize for VersionOf<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(T::VERSION)
    }
}

impl<'de, T: ExplicitState> Deserialize<'de> for VersionOf<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_version(deserializer, T::VERSION)?;
        Ok(Self(PhantomData))
    }
}

impl<T, F, Y, S, R, E, H> Serialize for ExplicitGenerator<T, F, Y, S, R, E, H>
where
    T: ExplicitState + Serialize,
    R: Serialize,
    H: Serialize,
{
    fn serialize<W: Serializer>(&self, serializer: W) -> Result<W::Ok, W::Error> {
        let Self { state, returned, size_hint, .. } = self;
        let returned = SavedOption(returned.get());
        (VersionOf::<T>(PhantomData), size_hint, state, returned).serialize(serializer)
    }
}

impl<T, F, Y, S, R, E, H> Restore for ExplicitGenerator<T, F, Y, S, R, E, H>
where
    T: ExplicitState + for<'de> Deserialize<'de>,
    R: for<'de> Deserialize<'de>,
    H: for<'de> Deserialize<'de>,
{
    fn restore<'de, D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error> {
        let (VersionOf::<T>(_), size_hint, state, SavedOption::<R>(returned)) =
            <(_, _, _, _)>::deserialize(deserializer)?;
        self.size_hint = size_hint;
        self.returned = returned.into();
        self.state = state;
        Ok(())
    }
}

#[cfg(feature = "alloc")]
impl<T, F, Y, S, R, E, H> Serialize for RecursiveGenerator<T, F, Y, S, R, E, H>
where
    T: ExplicitState + Serialize,
    R: Serialize,
    H: Serialize,
{
    fn serialize<W: Serializer>(&self, serializer: W) -> Result<W::Ok, W::Error> {
        let Self { state, callers, returned, size_hint, .. } = self;
        let returned = SavedOption(returned.as_ref());
        (VersionOf::<T>(PhantomData), size_hint, callers, state, returned).serialize(serializer)
    }
}

#[cfg(feature = "alloc")]
impl<T, F, Y, S, R, E, H> Restore for RecursiveGenerator<T, F, Y, S, R, E, H>
where
    T: ExplicitState + for<'de> Deserialize<'de>,
    R: for<'de> Deserialize<'de>,
    H: for<'de> Deserialize<'de>,
{
    fn restore<'de, D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error> {
        let (VersionOf::<T>(_), size_hint, callers, state, SavedOption(returned)) =
            <(_, _, Callers<T>, _, _)>::deserialize(deserializer)?;
        self.size_hint = size_hint;
        self.returned = returned;
        self.callers = callers;
        self.state = state;
        Ok(())
    }
}
