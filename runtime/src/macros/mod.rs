//! The macros by example that users call, and their documentation.

mod generators;
mod pin;
#[cfg(feature = "stream")]
mod streams;
mod yields;
