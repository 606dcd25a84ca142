//! The combinators, drivers and sources of `CoroutineExt`: each is a coroutine with the whole protocol.

mod closures;
mod drivers;
mod lent;
mod scripts;
mod sources;
mod subject;
mod table;
mod traits;
