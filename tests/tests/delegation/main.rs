//! `yield_from!` and `try_yield_from!`: what is delegated to, what passes through, and what it costs.

mod delegates;
mod delegates_that_do_not_close;
mod depth;
mod drops;
mod expressions;
mod frames;
mod protocol;
mod sizes;
