//! The work that every library is given, one file each.
//!
//! A file has the bodies once, in the form of genfn, and [`in_libraries`](crate::dialects) puts them into every
//! library that can express them. Where a library needs other words, the file has them.
//!
//! To add a workload, write its file and name it in [`all`].

mod adapters;
mod buffer;
mod dynamic;
mod fibonacci;
mod interleaved;
mod items;
mod large_file;
mod merge;
mod nested_loops;
mod not_inlined;
mod permutations;
mod primes;
mod pythagorean_triples;
mod send_accumulator;
mod send_parser;
mod short_lived;
mod sliding_windows;
mod standard_adapters;
pub(crate) mod stream_bodies;
pub(crate) mod streams;
mod struct_field;
mod tokenizer;
mod tree;

use anyhow::{Context, Result};

use crate::workload::Workload;

/// All workloads, in the order of the tables.
pub(crate) fn all() -> Vec<Workload> {
    vec![
        fibonacci::workload(),
        nested_loops::workload(),
        pythagorean_triples::workload(),
        primes::workload(),
        tokenizer::workload(),
        large_file::workload(),
        merge::workload(),
        permutations::workload(),
        sliding_windows::workload(),
        send_accumulator::workload(),
        send_parser::workload(),
        adapters::two_levels(),
        adapters::five_levels(),
        standard_adapters::workload(),
        struct_field::generic(),
        items::of_8_bytes(),
        items::of_64_bytes(),
        items::of_1024_bytes(),
        buffer::workload(),
        short_lived::made_and_consumed(),
        short_lived::escaping(),
        dynamic::workload(),
        struct_field::boxed(),
        not_inlined::workload(),
        interleaved::workload(),
        tree::balanced(),
        tree::chain_of_100(),
        tree::chain_of_10_000(),
        tree::chain_of_1_000_000(),
        tree::balanced_by_loops(),
        streams::counting(),
        streams::in_a_loop(),
        streams::ready_await(),
        streams::pending_await(),
        streams::two_adapters(),
        streams::boxed(),
        streams::boxed_pending(),
        streams::short_lived(),
        streams::delegation_1(),
        streams::delegation_100(),
        streams::delegated_pending(),
        streams::tree(),
    ]
}

/// The workload of a name.
pub(crate) fn find(name: &str) -> Result<Workload> {
    all().into_iter().find(|workload| workload.name == name).context("there is no such workload")
}

/// What the files of workloads import.
mod prelude {
    pub(super) use crate::dialects::{in_libraries, list_variants};
    pub(super) use crate::library::Library;
    pub(super) use crate::workload::{Kind, Variant, Workload};

    /// Adds an item to the sum of a run, so that neither an item nor their order can be left out.
    #[inline(always)]
    #[allow(clippy::inline_always)]
    pub(super) fn mix(sum: u64, item: u64) -> u64 {
        sum.rotate_left(1).wrapping_add(item)
    }

    /// Numbers that look random and are the same in every run.
    pub(super) fn numbers(seed: u64) -> impl Iterator<Item = u64> {
        let mut state = seed;
        std::iter::repeat_with(move || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let mut number = state;
            number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            number ^ (number >> 31)
        })
    }
}
