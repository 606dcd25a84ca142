//! The items that a generator becomes, with the enum of states and its step inside.
//!
//! | file | what it writes |
//! |---|---|
//! | `named` | `struct Name`: the type, its derives, and the messages for what it cannot have |
//! | `unnamed` | the function of a generator whose type has no name |
//! | `version` | the number that tells saved states of different functions apart |

pub(super) mod named;
pub(super) mod unnamed;
pub(super) mod version;
