//! The work that every library is given, one file each.
//!
//! A file has the bodies once, in the form of genfn, and [`in_libraries`] puts them into every
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
mod struct_field;
mod tokenizer;
mod tree;

use std::hint::black_box;
use std::rc::Rc;

use anyhow::{Context, Result};

use crate::libraries::Library;

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
    ]
}

/// The workload of a name.
pub(crate) fn find(name: &str) -> Result<Workload> {
    all().into_iter().find(|workload| workload.name == name).context("there is no such workload")
}

/// What a workload is about: a goal is set for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The generator is made and consumed in the same function.
    InPlace,
    /// As `InPlace`, with items or a state so large that a copy would show.
    Large,
    /// As `InPlace`, and for a few items only.
    ShortLived,
    /// Made in one function, consumed in another, for a few items only.
    ShortLivedEscaping,
    /// Behind a pointer to `dyn Iterator`.
    Dynamic,
    /// Each step is a call.
    NotInlined,
    /// Many at once.
    Interleaved,
    /// A recursive generator.
    Recursive,
}

impl Kind {
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::InPlace => "Consumed where it is made",
            Self::Large => "Large items, a large state",
            Self::ShortLived | Self::ShortLivedEscaping => "Short-lived",
            Self::Dynamic => "Through dyn Iterator",
            Self::NotInlined => "Through a call that is not inlined",
            Self::Interleaved => "Many at once",
            Self::Recursive => "Recursive",
        }
    }
}

/// One library's way to do the work.
pub(crate) struct Variant<Input> {
    pub(crate) library: Library,
    /// Does all of it, and returns what depends on every item: the same in all variants.
    pub(crate) run: fn(&Input) -> u64,
}

pub(crate) struct Workload {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) kind: Kind,
    /// What [`prepare`](Self::prepare) is given to be timed: a few milliseconds by hand.
    pub(crate) size: usize,
    /// What it is given to have its instructions counted, which takes fifty times as long.
    pub(crate) small_size: usize,
    /// How many generators a run makes, given its size.
    pub(crate) generators: fn(usize) -> usize,
    /// The libraries that are left out, and why.
    pub(crate) without: Vec<(Library, &'static str)>,
    libraries: Vec<Library>,
    /// Those that valgrind cannot run.
    not_under_valgrind: &'static [Library],
    prepare: Box<dyn Fn(usize) -> Prepared>,
}

/// A workload with its input.
pub(crate) struct Prepared {
    /// How many items a run yields.
    pub(crate) items: u64,
    pub(crate) runs: Vec<(Library, Box<dyn Fn() -> u64>)>,
}

impl Prepared {
    pub(crate) fn run(&self, library: Library) -> Option<&dyn Fn() -> u64> {
        self.runs.iter().find(|(other, _)| *other == library).map(|(_, run)| &**run)
    }
}

impl Workload {
    /// `input` makes the input of a size, which all variants share, and says how many items it
    /// leads to.
    fn new<Input: 'static>(
        name: &'static str,
        about: &'static str,
        kind: Kind,
        size: usize,
        input: fn(usize) -> (Input, u64),
        variants: fn() -> Vec<Variant<Input>>,
    ) -> Self {
        let prepare = move |size| {
            let (input, items) = input(size);
            let input = Rc::new(input);
            let run = |variant: Variant<Input>| {
                let input = Rc::clone(&input);
                let run = move || black_box((variant.run)(black_box(&input)));
                (variant.library, Box::new(run) as Box<dyn Fn() -> u64>)
            };
            Prepared { items, runs: variants().into_iter().map(run).collect() }
        };
        Self {
            name,
            about,
            kind,
            size,
            small_size: (size / 50).max(1),
            generators: |_| 1,
            without: Vec::new(),
            libraries: variants().iter().map(|variant| variant.library).collect(),
            not_under_valgrind: &[],
            prepare: Box::new(prepare),
        }
    }

    /// Says why a library has no variant here.
    fn without(mut self, library: Library, reason: &'static str) -> Self {
        self.without.push((library, reason));
        self
    }

    /// A run makes this many generators.
    fn making(mut self, generators: fn(usize) -> usize) -> Self {
        self.generators = generators;
        self
    }

    /// Leaves out libraries where instructions are counted.
    fn not_under_valgrind(mut self, libraries: &'static [Library]) -> Self {
        self.not_under_valgrind = libraries;
        self
    }

    pub(crate) fn cannot_be_counted(&self, library: Library) -> bool {
        self.not_under_valgrind.contains(&library)
    }

    fn small_size(mut self, size: usize) -> Self {
        self.small_size = size;
        self
    }

    /// The libraries that this build can run it with.
    pub(crate) fn libraries(&self) -> &[Library] {
        &self.libraries
    }

    /// Whether a library cannot express it.
    pub(crate) fn leaves_out(&self, library: Library) -> bool {
        self.without.iter().any(|(other, _)| *other == library)
    }

    pub(crate) fn prepare(&self, size: usize) -> Prepared {
        (self.prepare)(size)
    }
}

/// What the files of workloads import.
mod prelude {
    pub(super) use super::{Kind, Variant, Workload};
    pub(super) use crate::libraries::{Library, in_libraries, list_variants};

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
