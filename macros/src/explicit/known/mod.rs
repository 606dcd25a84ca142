//! What names tell the macro of types, values, patterns, methods and macros, without a question to rustc.
//!
//! | file | what it knows |
//! |---|---|
//! | `by_name` | what a local is taken for by a name, and whether the lowering relies on it |
//! | `kinds` | what a type, a value or a pattern is taken for |
//! | `known_fields` | the fields of structs and variants that a body names |
//! | `known_types` | types whose methods are known: iterators, `Option`, readers, `Box` |
//! | `patterns` | what patterns and conditions bind and leave |
//! | `formats` | the names in format strings |
//! | `known_macros` | how the standard library's macros take their arguments |
//! | `method_names` | what the standard library's methods do with `self` |

pub(super) mod by_name;
pub(super) mod formats;
pub(super) mod kinds;
pub(super) mod known_fields;
pub(super) mod known_macros;
pub(super) mod known_types;
pub(super) mod method_names;
pub(super) mod patterns;
