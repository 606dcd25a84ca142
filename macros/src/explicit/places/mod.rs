//! Locals that stay in place in the state, so that no step moves them.
//!
//! | file | what stays in place |
//! |---|---|
//! | `in_place` | arrays |
//! | `placed` | numbers, references and ranges |

pub(super) mod in_place;
pub(super) mod placed;
