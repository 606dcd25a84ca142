//! The version of a saved state. Reading a state that another body has saved is an error.

use core::fmt::{self, Debug, Formatter};

/// The version of the body, as a zero-sized field of a generator with a name. `BODY` is a hash of its source.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version<const BODY: u64>;

impl<const BODY: u64> Debug for Version<BODY> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "{BODY}")
    }
}

#[cfg(feature = "serde")]
impl<const BODY: u64> serde::Serialize for Version<BODY> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(BODY)
    }
}

#[cfg(feature = "serde")]
impl<'de, const BODY: u64> serde::Deserialize<'de> for Version<BODY> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_version(deserializer, BODY)?;
        Ok(Self)
    }
}

/// Reads the version of a body. It is an error if it differs from `body`.
#[cfg(feature = "serde")]
pub(crate) fn read_version<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
    body: u64,
) -> Result<(), D::Error> {
    let found: u64 = serde::Deserialize::deserialize(deserializer)?;
    if found == body {
        return Ok(());
    }
    Err(serde::de::Error::custom(format_args!(
        "the state was saved by another body of the generator: version {found}, and this is version \
         {body}"
    )))
}
