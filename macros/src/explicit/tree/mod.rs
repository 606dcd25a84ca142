//! A body in normal form as data: the tree, its locals, and the walk over it.
//!
//! | file | what it holds |
//! |---|---|
//! | `ir` | the tree: blocks, parts, nodes, and what is known of a local |
//! | `vars` | the locals by their numbers and names |
//! | `fields` | fields of locals, and what stands for a use of one |
//! | `item_types` | the types of what collections give by value, as far as it is written |
//! | `mentions` | the locals that tokens name |
//! | `patterns` | patterns in which the macro's own names stand for what they leave out or bind |
//! | `owners` | what types and values own, as far as it is written |
//! | `walk` | the walk over the tree |

pub(super) mod fields;
pub(super) mod ir;
pub(super) mod item_types;
pub(super) mod mentions;
pub(super) mod owners;
pub(super) mod patterns;
pub(super) mod vars;
pub(super) mod walk;
