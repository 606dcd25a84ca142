//! Generators whose state is an enum that the macro writes: no heap, no pin, and no `unsafe`.
//!
//! ```text
//! ExplicitGenerator { state: State::Start { .. }, step }
//! a step                 step(&mut state, input) -> output
//!     takes the state    the enum is Finished while the body runs
//!     a yield            puts State::At3 { .. } back, and gives Output::Yielded
//!     the end, a panic   leaves Finished
//! ```
//!
//! `step` captures nothing that has a size, so what a suspended generator holds is the state alone, and the generator
//! is `Clone`, `Copy`, `Send` or `'static` where the state is.
//!
//! What serves a construct of a body, with the files of `macros/src/explicit` that write it:
//!
//! | construct | here | written by |
//! |---|---|---|
//! | a step, a yield, a local in the state | `machine.rs`, `state.rs`, `parts.rs`, `keep.rs` | `emit/` |
//! | the generator as an iterator | `iterator.rs` | |
//! | a part of a body that is a function of its own | `type_of.rs` | `emit/` |
//! | `return` and `?` | `question.rs`, `fallible.rs` | `emit/exits.rs` |
//! | `yield_from!` | `delegate.rs` | `emit/yields.rs` |
//! | a generator that calls itself | `recursive.rs` | `emit/yields.rs`, `items/unnamed.rs` |
//! | what is kept of a local behind its last use | `rest.rs` | `emit/mod.rs` |
//! | many locals, locals that no step moves | `beside.rs`, `in_place.rs` | `emit/beside.rs`, `items/unnamed.rs` |
//! | a saved state | `restore.rs`, `saved.rs`, `version.rs` | `emit/saved.rs`, `items/version.rs` |
//! | a mistake in the function | `stand_in.rs` | `items/unnamed.rs` |
//!
//! The other files are questions to rustc. Each is code that never runs, and method lookup gives the answer as a type.
//!
//! | question | here | written by |
//! |---|---|---|
//! | does a method take the local? | `methods.rs`, `arguments.rs`, `takes.rs`; by its name: `by_value.rs`, `receivers.rs` | `questions/`, `optional/takes.rs` |
//! | does a call move what is called? | `callables.rs` | `questions/callables.rs` |
//! | does a macro that is not known move a local? | `moving_macros.rs` | `questions/moving_macros.rs`, `optional/moving_macros.rs` |
//! | is a method or a path the function itself? | `callee.rs`, `functions.rs` | `questions/callee.rs`, `source/paths.rs` |
//! | which parts go with a move, and what takes their place? | `taken_parts.rs`, `vacant.rs`, `boxes.rs` | `parts/vacant.rs`, `parts/boxes.rs` |
//! | does a place stay what it is across a yield? | `places.rs` | `normal/places.rs`, `normal/constants.rs` |
//! | can a closure have a copy of what it reads? | `copying.rs` | `borrows/copying.rs` |
//! | is a name that of the standard library's type or trait? | `standard.rs` | `questions/standard.rs` |
//! | is a macro of a known name the standard library's? | `standard.rs`; by its name: `__private::known_macros` | `questions/standard_macros.rs` |
//! | is what `pin!` gives pinned in its place? | `pins.rs` | `questions/pins.rs` |
//! | in which order are the other fields of a struct dropped? | `updates.rs` | `parts/` |
//! | is a borrowed field a part of its local? | `borrowed_fields.rs` | `borrows/reported.rs` |

pub(crate) mod arguments;
pub(crate) mod beside;
pub(crate) mod borrowed_fields;
pub(crate) mod boxes;
pub(crate) mod by_value;
pub(crate) mod callables;
pub(crate) mod callee;
pub(crate) mod copying;
pub(crate) mod delegate;
pub(crate) mod fallible;
pub(crate) mod functions;
pub(crate) mod in_place;
pub(crate) mod iterator;
pub(crate) mod keep;
pub(crate) mod machine;
pub(crate) mod methods;
pub(crate) mod moving_macros;
pub(crate) mod parts;
pub(crate) mod pins;
pub(crate) mod places;
pub(crate) mod question;
pub(crate) mod receivers;
#[cfg(feature = "alloc")]
pub(crate) mod recursive;
pub(crate) mod rest;
#[cfg(feature = "serde")]
pub(crate) mod restore;
#[cfg(feature = "serde")]
pub(crate) mod saved;
pub(crate) mod stand_in;
pub(crate) mod standard;
pub(crate) mod state;
pub(crate) mod taken_parts;
pub(crate) mod takes;
pub(crate) mod type_of;
pub(crate) mod updates;
pub(crate) mod vacant;
pub(crate) mod version;
