//! Writes random bodies, each of them as a generator and as a plain function.
//!
//! Both forms have the same text. In a plain function `yield_!` and its like are macros that hand
//! the item to a log, so what the language says of a function is what is expected of a generator.
//! Where that text would mean something else there, the forms are made to agree:
//!
//! - The value of a yield is made and bound before it goes out, so that its temporaries are dropped
//!   first, as a generator drops them before it is suspended. Those of a delegate live until it has
//!   returned, and no longer: `let result = match delegate { .. };`.
//! - A generator that is dropped, closed or thrown into at a yield drops what it holds there. The
//!   plain function returns at that yield, and then each one that delegates to it. So what a
//!   function does at a `return` in the middle of an expression is what a drop has to do.
//! - A delegate that was not begun is a value which holds its arguments, as a generator is: in the
//!   plain form, a closure which owns them in their order.
//! - In a body whose items are `Result`s, a bare `return;` is written `return Ok(());`, and the body
//!   `let () = { .. }; Ok(())`. The error that it returns is the last item.
//! - `gen_!` captures the arguments that its body mentions, as a closure does: its plain form is one.
//! - A delegate that has to be pinned is not in the plain form: `pin!` is nothing there.
//! - A delegate of the type `Box<dyn Iterator>` can be dropped but not closed, so a close that comes
//!   to it drops it, and then closes the one that delegates.
//! - A delegate that yields when it is told to close ends all, and its item comes out after they
//!   have dropped what they hold.
//! - If a destructor panics meanwhile, that item is dropped. When is left open: a delegate in a body that
//!   is pinned drops it by itself, before the body is dropped; otherwise it is dropped last.
//!
//! The compiler itself leaks in places: the value of a block, where the destructor of one of the
//! block's own temporaries panics. A leak is a mismatch unless the plain function has it as well,
//! and such runs are counted.
//!
//! With explicit states, each generator is `#[generator(state)]`. The bodies are written for it: they
//! borrow from no local across a yield, and yield where the lowering takes yields. Those that do not
//! compile all the same are counted, and are not run.
//!
//! What a body calls is logged, and can be made to panic there. Loops and recursion ask `tick()`
//! whether they may go on, which bounds every run.
//!
//! Where things are:
//!
//! | module or package | what it does |
//! |---|---|
//! | [`source`] | writes the bodies of a seed, in both forms |
//! | [`constructs`] | counts what they hold |
//! | [`program`] | builds and runs a batch |
//! | [`rejected`] | tells from the compiler's errors which bodies do not compile |
//! | [`shrink`] | makes a body that shows a mismatch smaller |
//! | `batch`, `batch_2021` | the packages that a batch is compiled in: vocabulary, log, runs, comparison |
//! | `streams` | the same idea for streams, beside `async fn`s |

pub mod constructs;
pub mod figures;
pub mod program;
pub mod rejected;
pub mod shrink;
pub mod source;
pub mod syntax;

pub use constructs::Constructs;
pub use figures::Figures;

/// The environment variable that holds the seed of a batch.
pub const SEED_VARIABLE: &str = "GENFN_DIFFERENTIAL_SEED";

/// The environment variable that holds the number of bodies in a batch.
pub const BODIES_VARIABLE: &str = "GENFN_DIFFERENTIAL_BODIES";

/// The environment variable that holds the path of a file with the bodies of a batch.
pub const SOURCE_VARIABLE: &str = "GENFN_DIFFERENTIAL_SOURCE";

/// The environment variable that asks for explicit states. It holds the bodies that cannot be lowered
/// to one, by number, with commas.
pub const STATE_VARIABLE: &str = "GENFN_DIFFERENTIAL_STATE";
