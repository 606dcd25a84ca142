//! What closures and `async` blocks of a body do with its locals.
//!
//! | file | what it finds |
//! |---|---|
//! | `captures` | what a closure or an `async` block captures, and whether a call of it moves it |
//! | `reads` | whether a closure may change a local, and which parts of it it names |
//! | `rest` | what yields keep of a closure behind its last use |

pub(super) mod captures;
pub(super) mod reads;
pub(super) mod rest;
