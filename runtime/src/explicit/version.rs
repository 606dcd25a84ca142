//! The version of a state that is saved: what another body has saved is an error, and not another state.

use core::fmt::{self, Debug, Formatter};

/// A field without a size, of a generator with a name. `BODY` is another number for another body.
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

/// Reads the number of a body, which has to be this one.
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
