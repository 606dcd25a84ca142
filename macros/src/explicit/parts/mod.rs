//! Parts that are moved out of a local: the rest is dropped where the local would be.
//!
//! | file | what moves the part |
//! |---|---|
//! | `partial` | a pattern or the number of an element, once |
//! | `remains` | a pattern on some of the paths, or in a loop |
//! | `elements` | the elements of a tuple, one by one |
//! | `updates` | a struct that is made of the rest of a local |
//! | `vacant` | a field, behind which a yield keeps the local as a whole |
//! | `boxes` | `*local`, out of a `Box` |
//! | `looking_arms` | some arms of a `match`, beside others that borrow |

pub(super) mod boxes;
pub(super) mod elements;
pub(super) mod looking_arms;
pub(super) mod partial;
pub(super) mod remains;
pub(super) mod updates;
pub(super) mod vacant;
