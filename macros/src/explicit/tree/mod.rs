//! A body in normal form: the tree, its locals, and the walk over it.
//!
//! | file | what it holds |
//! |---|---|
//! | `ir` | the tree: blocks, parts, nodes, and what is known of a local |
//! | `vars` | the locals by their numbers and names |
//! | `owners` | what types and values own, as far as it is written |
//! | `walk` | the walk over the tree |

pub(super) mod ir;
pub(super) mod owners;
pub(super) mod vars;
pub(super) mod walk;
