//! Safe code that tries to break what an expansion relies on: it runs as it reads, and nothing more. What
//! does not compile is among the compile-fail cases, `ui-tests/fail/soundness`.

#![forbid(unsafe_code)]
#![allow(clippy::all, clippy::pedantic, reason = "the bodies are written for their forms")]

mod attributes;
mod hygiene;
mod other_macros;
mod paths;
mod streams;
mod temporaries;
mod wakers;
