//! A function as it is written: what it asks for, and what is done to its statements in front of the normal form.
//!
//! | file | what it reads or rewrites |
//! |---|---|
//! | `asked` | what asks for an explicit state: the attribute, the derives, the bounds of the return type |
//! | `parameters` | lifetimes and types of a signature that have no name |
//! | `declare` | arguments, which become locals |
//! | `names` | locals, each of which gets a name of its own |
//! | `assignments` | assignments that take a value apart |
//! | `calls` | calls of the function itself |
//! | `paths` | paths with the function's own name: the question to rustc whether they are the function itself |
//! | `start` | the first statements, as far as they are done where the generator is made |

pub(super) mod asked;
pub(super) mod assignments;
pub(super) mod calls;
pub(super) mod declare;
pub(super) mod names;
pub(super) mod parameters;
pub(super) mod paths;
pub(super) mod start;
