//! Token streams as the bodies of generators, in each form: the macros do not panic, an expansion has one
//! `unsafe` block with one call in it, and other macros are given no token but the user's.
//!
//! A procedural macro exports nothing but macros, so its modules are compiled into this program. What is
//! checked, and the pieces that a body is made of, are those of the test `scan`.

#![no_main]
#![allow(dead_code, unused_imports)]

#[path = "../../macros/src/advice.rs"]
mod advice;
#[path = "../../macros/src/attribute.rs"]
mod attribute;
#[path = "../../macros/src/errors.rs"]
mod errors;
#[path = "../../macros/src/exits.rs"]
mod exits;
#[path = "../../macros/src/expand.rs"]
mod expand;
#[path = "../../macros/src/explicit/mod.rs"]
mod explicit;
#[path = "../../macros/src/gen_block.rs"]
mod gen_block;
#[path = "../../macros/src/gen_expr/mod.rs"]
mod gen_expr;
#[path = "../../macros/src/generator.rs"]
mod generator;
#[path = "../../macros/src/lower/mod.rs"]
mod lower;
#[path = "../../macros/src/parse.rs"]
mod parse;
#[path = "../../macros/src/recursion.rs"]
mod recursion;
#[path = "../../macros/src/scan.rs"]
mod scan;
#[path = "../../macros/src/signature/mod.rs"]
mod signature;
#[path = "../../macros/src/stream/mod.rs"]
mod stream;
#[path = "../../macros/src/tokens.rs"]
mod tokens;
#[path = "../../macros/src/validate.rs"]
mod validate;
#[path = "../../macros/src/yields.rs"]
mod yields;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| scan::check_choices(&mut scan::Bytes::new(bytes)));
