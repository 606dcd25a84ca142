//! The macros by example that users call, and their documentation.

mod generators;
mod pin;
mod yields;
