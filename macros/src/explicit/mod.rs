//! The explicit state: a generator function becomes an enum of its suspended states and a step over it.
//!
//! ```text
//! // in
//! #[generator(state)]
//! fn evens(n: u32) -> impl Iterator<Item = u32> {
//!     for i in 0..n { yield_!(2 * i); }
//! }
//!
//! // out, in outline
//! fn evens(n: u32) -> impl Iterator<Item = u32> + Generator {
//!     enum State<N, Iter, I> { Start { n: N }, At1 { iter: Iter, .. }, Finished }
//!     impl<N, Iter, I> ExplicitState for State<N, Iter, I> { .. }
//!     explicit_generator(State::Start { n }, |state, input| {
//!         let resume = match replace(state, State::Finished) { .. };
//!         ..
//!     })
//! }
//! ```
//!
//! The emitted code is safe code and keeps the order of the source, so that types are inferred as they are in the
//! source: the state is a value beside the step, and has a type parameter for each local it keeps.
//!
//! The rooms, from the lowest up: each uses only itself and the rooms above it in the table. `stages` calls those that a
//! body passes through, and the first four serve all the others.
//!
//! | room | reads | gives |
//! |---|---|---|
//! | `known` | names | what a type, a value, a method or a macro is taken for |
//! | `tree` | | the normal form and its locals, as data |
//! | `questions` | a use of a local | code that asks rustc about it |
//! | `closures` | a closure or an `async` block | which locals it captures, and how |
//! | `source` | the function as it is written | statements in which each local has a name of its own |
//! | `parts` | these statements | statements in which what a move leaves of a local is a local as well |
//! | `normal` | these statements | the tree, in which each yield stands alone |
//! | `flow` | the tree | the locals that each yield keeps; the parts of a block that a step skips together |
//! | `borrows` | both | fewer borrows across yields, and the messages for the others |
//! | `optional` | both | a tree in which a local that some paths move away lies in an `Option` |
//! | `places` | both | the same, with the locals that stay in place in the state |
//! | `emit` | both | the code of the step, and the enum of states |
//! | `items` | that code | the function, or the type with a name |
//! | `stages` | the function | calls the others in their order |
//!
//! Where a construct is handled:
//!
//! | construct | files |
//! |---|---|
//! | a yield among operands or arguments | `normal/operands.rs`, `normal/called.rs`, `known/known_macros.rs` |
//! | a yield in a branch or a loop | `normal/branches.rs`, `normal/matches.rs`, `normal/loops.rs`, `emit/choices.rs` |
//! | a temporary across a yield | `normal/temporaries.rs`, `normal/tails.rs` |
//! | a local that a yield keeps, and its field in the state | `flow/mod.rs`, `flow/uses.rs`, `emit/state.rs` |
//! | a local that some paths move away | `optional/mod.rs`, `optional/uses.rs` |
//! | a part that is moved out of a local | `parts/mod.rs` lists the ways |
//! | a method whose name the macro does not know | `questions/methods.rs`, `questions/not_found.rs`, `optional/takes.rs`, `optional/joined.rs` |
//! | a macro that the macro does not know | `questions/moving_macros.rs`, `optional/moving_macros.rs` |
//! | a macro of a known name | `known/known_macros.rs`, `source/names/relied.rs`, `questions/standard_macros.rs` |
//! | a closure that captures a local | `closures/captures.rs`, `borrows/copying.rs`, `borrows/explain/closures.rs` |
//! | a borrow across a yield | `borrows/explain/mod.rs`, `borrows/reported.rs`; those that end: `flow/ended.rs` |
//! | a generator that calls itself | `source/calls.rs`, `normal/itself.rs`, `source/paths.rs`, `questions/callee.rs` |
//! | `yield_from!` | `normal/yields.rs`, `emit/yields.rs` |
//! | `return` and `?` | `emit/exits.rs` |
//! | `struct Name`, derives, a saved state | `items/named/mod.rs`, `items/named/check.rs`, `items/version.rs`, `emit/saved.rs` |
//! | numbers, references and arrays that no step moves | `places/placed.rs`, `places/in_place.rs` |
//! | a lint of the user's code | `emit/lints.rs` |

mod borrows;
mod closures;
mod emit;
mod flow;
mod items;
mod known;
mod normal;
mod optional;
mod parts;
mod places;
mod questions;
mod source;
mod stages;
mod tree;

pub(crate) use items::named::beside;
pub(crate) use source::asked::Asked;
pub(crate) use stages::{expand, stand_in};
