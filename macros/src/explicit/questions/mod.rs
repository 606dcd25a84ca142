//! Questions to rustc about what only the types tell: code that never runs, and whose types give the answer.
//!
//! | file | the question |
//! |---|---|
//! | `arrays` | have the elements of an array destructors? |
//! | `by_value` | does a method take `self` by value, as its name says? |
//! | `callables` | does a call of a local move the local? |
//! | `callee` | is a method of the function's own name the method itself? |
//! | `methods` | how does a method whose name no list has use its receiver? |
//! | `receivers` | is a local of a type whose method of this name takes `self` by value? |

pub(super) mod arrays;
pub(super) mod by_value;
pub(super) mod callables;
pub(super) mod callee;
pub(super) mod methods;
pub(super) mod receivers;
