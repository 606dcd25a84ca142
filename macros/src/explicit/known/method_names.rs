//! The methods of the standard library that the macro knows by their names, in one place, since the lists have to
//! agree.
//!
//! | lists | what `self` is |
//! |---|---|
//! | `OF_ITERATOR`, `OF_OPTION`, `OF_READER`, `OF_ORDERED` | a value, of a type of this kind |
//! | `PASSES`, `ENDS` | a value; the methods that a yield can be in front of or behind, in the same expression |
//! | `LOOKS` | `&self` |
//! | `OF_PRELUDE` | `&self`, by a trait of the prelude |
//! | `BORROWS`, `BESIDE_A_YIELD` | `&self` or `&mut self` |
//! | `BORROWS_OR_TAKES` | the same, and a value in types of the user's |
//! | `ITERATES`, `REFERS`, `GUARDS`, `PASSES_ON` | what the value of the method borrows from |

use syn::ExprMethodCall;

/// Whether a call takes what it is called on by value, by its name.
pub(crate) fn takes_receiver(call: &ExprMethodCall) -> bool {
    ENDS.iter().any(|name| call.method == name) || passes_receiver(call)
}

/// Whether a call takes what it is called on by value, and gives what may borrow from the same.
pub(crate) fn passes_receiver(call: &ExprMethodCall) -> bool {
    let name = call.method.to_string();
    is_into(&name) || passes(call)
}

/// Whether a call gives an iterator that holds the one that it is called on.
pub(crate) fn holds_receiver(call: &ExprMethodCall) -> bool {
    call.method == "by_ref" || call.method == "into_iter" || passes(call)
}

/// Whether a call gives an iterator over items of the type of those of what it is called on.
pub(crate) fn keeps_items(call: &ExprMethodCall) -> bool {
    KEEPS_ITEMS.iter().any(|name| call.method == name)
}

fn passes(call: &ExprMethodCall) -> bool {
    // The `take` of an `Option` has no argument.
    PASSES.iter().any(|name| call.method == name) || call.method == "take" && call.args.len() == 1
}

/// The methods of `Iterator` and `DoubleEndedIterator` by value, with the numbers of their arguments.
pub(crate) const OF_ITERATOR: [(&str, usize); 47] = [
    ("chain", 1),
    ("cloned", 0),
    ("collect", 0),
    ("copied", 0),
    ("count", 0),
    ("cycle", 0),
    ("enumerate", 0),
    ("filter", 1),
    ("filter_map", 1),
    ("flat_map", 1),
    ("flatten", 0),
    ("fold", 2),
    ("for_each", 1),
    ("fuse", 0),
    ("inspect", 1),
    ("is_partitioned", 1),
    ("is_sorted", 0),
    ("is_sorted_by", 1),
    ("is_sorted_by_key", 1),
    ("last", 0),
    ("map", 1),
    ("map_while", 1),
    ("map_windows", 1),
    ("max", 0),
    ("max_by", 1),
    ("max_by_key", 1),
    ("min", 0),
    ("min_by", 1),
    ("min_by_key", 1),
    ("partition", 1),
    ("peekable", 0),
    ("product", 0),
    ("reduce", 1),
    ("rev", 0),
    ("rfold", 2),
    ("scan", 2),
    ("skip", 1),
    ("skip_while", 1),
    ("step_by", 1),
    ("sum", 0),
    ("take", 1),
    ("take_while", 1),
    ("unzip", 0),
    ("zip", 1),
    ("array_chunks", 0),
    ("intersperse", 1),
    ("intersperse_with", 1),
];

/// The methods of `Option` and `Result` by value, with the numbers of their arguments. An array has `map`, too.
pub(crate) const OF_OPTION: [(&str, usize); 34] = [
    ("and", 1),
    ("and_then", 1),
    ("cloned", 0),
    ("copied", 0),
    ("err", 0),
    ("expect", 1),
    ("expect_err", 1),
    ("filter", 1),
    ("flatten", 0),
    ("inspect", 1),
    ("inspect_err", 1),
    ("is_err_and", 1),
    ("is_none_or", 1),
    ("is_ok_and", 1),
    ("is_some_and", 1),
    ("map", 1),
    ("map_err", 1),
    ("map_or", 2),
    ("map_or_default", 1),
    ("map_or_else", 2),
    ("ok", 0),
    ("ok_or", 1),
    ("ok_or_else", 1),
    ("or", 1),
    ("or_else", 1),
    ("transpose", 0),
    ("unwrap", 0),
    ("unwrap_err", 0),
    ("unwrap_or", 1),
    ("unwrap_or_default", 0),
    ("unwrap_or_else", 1),
    ("unzip", 0),
    ("xor", 1),
    ("zip", 1),
];

/// The methods of `Read` and `BufRead` by value, with the numbers of their arguments.
pub(crate) const OF_READER: [(&str, usize); 5] =
    [("bytes", 0), ("chain", 1), ("lines", 0), ("split", 1), ("take", 1)];

/// The methods of `Ord` by value, with the numbers of their arguments. They are those of numbers, too.
pub(crate) const OF_ORDERED: [(&str, usize); 3] = [("clamp", 2), ("max", 1), ("min", 1)];

/// Methods whose values are iterators, whatever they are called on.
pub(crate) const OF_ITERATORS_ALONE: [&str; 19] = [
    "by_ref",
    "chain",
    "cycle",
    "enumerate",
    "filter_map",
    "flat_map",
    "fuse",
    "into_iter",
    "into_keys",
    "into_values",
    "map_while",
    "peekable",
    "rev",
    "scan",
    "skip",
    "skip_while",
    "step_by",
    "take_while",
    "windows",
];

/// Methods of iterators and collections that give an iterator over items of the same type.
const KEEPS_ITEMS: [&str; 15] = [
    "by_ref",
    "chain",
    "cycle",
    "drain",
    "filter",
    "fuse",
    "inspect",
    "into_iter",
    "peekable",
    "rev",
    "skip",
    "skip_while",
    "step_by",
    "take",
    "take_while",
];

/// Methods of iterators, `Option` and `Result` that take `self` by value, and pass on what it gives.
pub(crate) const PASSES: [&str; 24] = [
    "chain",
    "cloned",
    "copied",
    "cycle",
    "enumerate",
    "expect",
    "filter",
    "filter_map",
    "flat_map",
    "flatten",
    "fuse",
    "inspect",
    "map",
    "map_while",
    "peekable",
    "rev",
    "scan",
    "skip",
    "skip_while",
    "step_by",
    "take_while",
    "unwrap",
    "unwrap_or_default",
    "zip",
];

/// Methods of iterators, `Option` and `Result` that take `self` by value, and mostly give a value of its own.
pub(crate) const ENDS: [&str; 25] = [
    "and_then",
    "collect",
    "expect_err",
    "fold",
    "is_none_or",
    "is_ok_and",
    "is_some_and",
    "map_err",
    "map_or",
    "map_or_else",
    "max_by",
    "max_by_key",
    "min_by",
    "min_by_key",
    "ok_or",
    "ok_or_else",
    "or_else",
    "partition",
    "reduce",
    "rfold",
    "transpose",
    "unwrap_err",
    "unwrap_or",
    "unwrap_or_else",
    "unzip",
];

/// Methods of the standard library that take `&self`.
pub(crate) const LOOKS: [&str; 42] = [
    "as_bytes",
    "as_deref",
    "as_ref",
    "as_slice",
    "as_str",
    "bytes",
    "char_indices",
    "chars",
    "chunks",
    "clone",
    "cmp",
    "concat",
    "contains",
    "contains_key",
    "ends_with",
    "eq",
    "first",
    "get",
    "is_empty",
    "is_err",
    "is_none",
    "is_ok",
    "is_some",
    "iter",
    "join",
    "keys",
    "last",
    "len",
    "lines",
    "ne",
    "parse",
    "partial_cmp",
    "split",
    "split_once",
    "split_whitespace",
    "starts_with",
    "strip_prefix",
    "to_owned",
    "to_string",
    "to_vec",
    "trim",
    "values",
];

/// Methods of the prelude's traits that take `&self`: on a number, they are what the name means.
pub(crate) const OF_PRELUDE: [&str; 7] =
    ["clone", "cmp", "eq", "ne", "partial_cmp", "to_owned", "to_string"];

/// Methods of the standard library that borrow what they are called on.
pub(crate) const BORROWS: [&str; 57] = [
    "all",
    "any",
    "as_deref",
    "as_deref_mut",
    "as_mut",
    "as_ref",
    "as_str",
    "borrow",
    "borrow_mut",
    "by_ref",
    "chars",
    "clear",
    "clone",
    "cmp",
    "contains",
    "contains_key",
    "drain",
    "ends_with",
    "entry",
    "eq",
    "extend",
    "find",
    "first",
    "fmt",
    "get",
    "get_mut",
    "insert",
    "is_empty",
    "is_err",
    "is_none",
    "is_ok",
    "is_some",
    "iter",
    "iter_mut",
    "keys",
    "len",
    "lock",
    "next",
    "nth",
    "peek",
    "pop",
    "position",
    "push",
    "push_str",
    "remove",
    "replace",
    "retain",
    "sort",
    "split",
    "starts_with",
    "take",
    "to_owned",
    "to_string",
    "to_vec",
    "try_borrow",
    "try_borrow_mut",
    "values",
];

/// Those of them that a type of the user's may well have by value.
pub(crate) const BORROWS_OR_TAKES: [&str; 14] = [
    "clear", "extend", "first", "insert", "next", "nth", "peek", "pop", "push", "remove",
    "replace", "sort", "split", "take",
];

/// Methods of the standard library that take `self` by reference, and are called with a yield in their arguments.
pub(crate) const BESIDE_A_YIELD: [&str; 15] = [
    "borrow",
    "clone",
    "contains",
    "ends_with",
    "entry",
    "extend",
    "get",
    "insert",
    "push",
    "push_back",
    "push_front",
    "push_str",
    "remove",
    "set",
    "starts_with",
];

/// Methods of the standard library's collections that borrow what they iterate over.
pub(crate) const ITERATES: [&str; 23] = [
    "as_bytes",
    "as_slice",
    "as_str",
    "bytes",
    "char_indices",
    "chars",
    "chunks",
    "chunks_exact",
    "chunks_exact_mut",
    "chunks_mut",
    "drain",
    "iter",
    "iter_mut",
    "keys",
    "lines",
    "split",
    "split_ascii_whitespace",
    "split_whitespace",
    "splitn",
    "trim",
    "values",
    "values_mut",
    "windows",
];

/// Methods of the standard library that give a reference to a part of what they are called on, by itself
/// or in an `Option`, a tuple or a guard.
pub(crate) const REFERS: [&str; 21] = [
    "back",
    "back_mut",
    "entry",
    "first",
    "first_entry",
    "first_mut",
    "front",
    "front_mut",
    "get",
    "get_mut",
    "last",
    "last_entry",
    "last_mut",
    "peek_mut",
    "split_at",
    "split_at_mut",
    "split_first",
    "split_first_mut",
    "split_last",
    "split_last_mut",
    "split_once",
];

/// Methods of the standard library's locks and cells that give a guard.
pub(crate) const GUARDS: [&str; 5] = ["borrow", "borrow_mut", "lock", "read", "write"];

/// Methods that pass on a reference in what they are called on.
pub(crate) const PASSES_ON: [&str; 5] =
    ["expect", "or_default", "or_insert", "or_insert_with", "unwrap"];

/// The methods of `CoroutineExt` that take `self`, as far as no other type has one of their names that borrows.
const OF_COROUTINES: [&str; 9] = [
    "inspect_error",
    "inspect_resume",
    "inspect_return",
    "inspect_yield",
    "map_error",
    "map_resume",
    "map_return",
    "map_yield",
    "with_error",
];

/// Whether methods of this name take `self` by value, by the rules of Rust's naming, or are those of
/// `CoroutineExt`.
pub(crate) fn is_into(name: &str) -> bool {
    name == "into"
        || name == "try_into"
        || name.starts_with("into_")
        || OF_COROUTINES.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::{
        BESIDE_A_YIELD, BORROWS, ENDS, ITERATES, LOOKS, OF_ITERATOR, OF_OPTION, OF_ORDERED, PASSES,
        REFERS,
    };

    /// Whether a list of methods by value has a name.
    fn is_by_value(name: &str) -> bool {
        let lists = [&OF_ITERATOR[..], &OF_OPTION, &OF_ORDERED];
        lists.iter().any(|list| list.iter().any(|(other, _)| *other == name))
    }

    #[test]
    fn methods_that_take_a_receiver_are_by_value() {
        let missing = PASSES.iter().chain(&ENDS).find(|name| !is_by_value(name));
        assert_eq!(missing, None);
    }

    #[test]
    fn methods_that_borrow_are_not_by_value() {
        // `Option::take` borrows, and so does `last` of a slice.
        let others = ["take", "last"];
        let borrow =
            BORROWS.iter().chain(&LOOKS).chain(&BESIDE_A_YIELD).chain(&ITERATES).chain(&REFERS);
        let mut both = borrow.filter(|name| is_by_value(name) && !others.contains(name));
        assert_eq!(both.next(), None);
    }

    #[test]
    fn runtime_checks_the_methods_that_take_a_receiver() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime/src/explicit/by_value.rs");
        let source = std::fs::read_to_string(path).unwrap();
        let (_, listed) = source.split_once("\ntakes_self! {").unwrap();
        let (listed, _) = listed.split_once('}').unwrap();
        let checked: Vec<&str> = listed.split_whitespace().collect();
        let missing = PASSES.iter().chain(&ENDS).find(|name| !checked.contains(name));
        assert_eq!(missing, None);
    }
}
