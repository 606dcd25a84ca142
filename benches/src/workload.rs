//! What a workload is.

use std::hint::black_box;
use std::rc::Rc;

use crate::library::{Family, Library};

/// What a workload is about: a goal is set for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The generator is made and consumed in the same function.
    InPlace,
    /// As `InPlace`, with a state so large that a copy would show.
    Large,
    /// As `InPlace`, with items of one size or another. Where an item's array happens to be decides
    /// how long a store takes to reach the load behind it, so no goal depends on these times.
    Items,
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
    /// A stream.
    Stream,
    /// A stream that delegates to others.
    StreamDelegation,
}

impl Kind {
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::InPlace => "Consumed where it is made",
            Self::Large => "A large state",
            Self::Items => "Items of several sizes",
            Self::ShortLived | Self::ShortLivedEscaping => "Short-lived",
            Self::Dynamic => "Through dyn Iterator",
            Self::NotInlined => "Through a call that is not inlined",
            Self::Interleaved => "Many at once",
            Self::Recursive => "Recursive",
            Self::Stream | Self::StreamDelegation => "Streams",
        }
    }

    pub(crate) const fn family(self) -> Family {
        match self {
            Self::Stream | Self::StreamDelegation => Family::Streams,
            _ => Family::Generators,
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
    pub(crate) fn new<Input: 'static>(
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
    pub(crate) fn without(mut self, library: Library, reason: &'static str) -> Self {
        self.without.push((library, reason));
        self
    }

    /// A run makes this many generators.
    pub(crate) fn making(mut self, generators: fn(usize) -> usize) -> Self {
        self.generators = generators;
        self
    }

    /// Leaves out libraries where instructions are counted.
    pub(crate) fn not_under_valgrind(mut self, libraries: &'static [Library]) -> Self {
        self.not_under_valgrind = libraries;
        self
    }

    pub(crate) fn cannot_be_counted(&self, library: Library) -> bool {
        self.not_under_valgrind.contains(&library)
    }

    pub(crate) fn small_size(mut self, size: usize) -> Self {
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
