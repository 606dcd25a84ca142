//! Questions to rustc about what only the types tell: code that never runs, and whose types give the answer.
//!
//! | file | the question |
//! |---|---|
//! | `arrays` | have the elements of an array destructors? |
//! | `by_value` | does a method take `self` by value, as its name says? |
//! | `callables` | does a call of a local move the local? |
//! | `callee` | is a method of the function's own name the method itself? |
//! | `destructors` | has a type that a pattern takes apart a destructor of its own? |
//! | `methods` | how does a method whose name no list has use its receiver? |
//! | `moving_macros` | does a macro that is not known move a local? |
//! | `pins` | is what a macro `pin!` gives pinned in its place? |
//! | `receivers` | is a local of a type whose method of this name takes `self` by value? |
//! | `rest` | what has to be kept of a local that is not used any more? |
//! | `standard` | is a name that the lowering relies on that of the standard library's type or trait? |
//! | `standard_macros` | is a macro of a known name the standard library's? |
//!
//! `not_found` holds the items that the questions of `methods` share, and `located` says where rustc reports an answer.

pub(super) mod arrays;
pub(super) mod by_value;
pub(super) mod callables;
pub(super) mod callee;
pub(super) mod destructors;
pub(super) mod located;
pub(super) mod methods;
pub(super) mod moving_macros;
pub(super) mod not_found;
pub(super) mod pins;
pub(super) mod receivers;
pub(super) mod rest;
pub(super) mod standard;
pub(super) mod standard_macros;
