//! Borrows from one local to another across a yield: those that can be avoided, and the messages for the others.
//!
//! | file | what it does |
//! |---|---|
//! | `explain` | explains a borrow across a yield |
//! | `reported` | has rustc report a borrow that only it can see at one token of the user's |
//! | `collected` | tells whether a collection of references borrows from what it is collected from |
//! | `exclusive` | finds the locals that are exclusive references |
//! | `reborrows` | gives an exclusive reference away, with what borrows from it for the last time |
//! | `offers` | takes the value of a yield that uses a borrow for the last time in front of the yield |
//! | `copying` | gives closures that a yield keeps copies of what they read |
//! | `kept_values` | finds the values from which a part gives its locals what a yield keeps |

mod collected;
pub(super) mod copying;
pub(super) mod exclusive;
pub(super) mod explain;
mod kept_values;
pub(super) mod offers;
pub(super) mod reborrows;
pub(super) mod reported;
