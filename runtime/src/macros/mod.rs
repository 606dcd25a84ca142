//! The macros by example that users name, each with the page of its documentation.

mod generators;
mod pin;
mod yields;
