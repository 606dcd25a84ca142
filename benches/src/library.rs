//! The libraries that are measured.

/// What is made. Tables have a family each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    /// Iterators, and coroutines that are sent values.
    Generators,
    /// Streams.
    Streams,
}

impl Family {
    pub(crate) const ALL: [Self; 2] = [Self::Generators, Self::Streams];
}

/// Who makes the generators. [`Unfold`](Self::Unfold) is the function of futures, and
/// [`Nightly`](Self::Nightly) `gen` and `async gen` blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Library {
    HandWritten,
    Genfn,
    GenfnPinned,
    GenfnState,
    Nightly,
    Diapause,
    Genawaiter,
    NextGen,
    Fauxgen,
    Remit,
    YieldReturn,
    Corosensei,
    Generator,
    AsyncStream,
    AsynkStrim,
    AsyncGen,
    AsyncFnStream,
    Unfold,
}

impl Library {
    pub(crate) const ALL: [Self; 18] = [
        Self::HandWritten,
        Self::Genfn,
        Self::GenfnPinned,
        Self::GenfnState,
        Self::Nightly,
        Self::Diapause,
        Self::Genawaiter,
        Self::NextGen,
        Self::Fauxgen,
        Self::Remit,
        Self::YieldReturn,
        Self::Corosensei,
        Self::Generator,
        Self::AsyncStream,
        Self::AsynkStrim,
        Self::AsyncGen,
        Self::AsyncFnStream,
        Self::Unfold,
    ];

    pub(crate) const PEERS: [Self; 8] = [
        Self::Diapause,
        Self::Genawaiter,
        Self::NextGen,
        Self::Fauxgen,
        Self::Remit,
        Self::YieldReturn,
        Self::Corosensei,
        Self::Generator,
    ];

    /// Whether it makes generators of a family.
    pub(crate) const fn makes(self, family: Family) -> bool {
        match self {
            Self::HandWritten | Self::Genfn | Self::Nightly => true,
            Self::AsyncStream
            | Self::AsynkStrim
            | Self::AsyncGen
            | Self::AsyncFnStream
            | Self::Unfold => matches!(family, Family::Streams),
            _ => matches!(family, Family::Generators),
        }
    }

    /// Whether each of its generators runs on a stack of its own.
    pub(crate) const fn has_stacks(self) -> bool {
        matches!(self, Self::Corosensei | Self::Generator)
    }

    /// As it stands in tables.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::HandWritten => "hand-written",
            Self::Genfn => "genfn",
            Self::GenfnPinned => "genfn pinned",
            Self::GenfnState => "genfn state",
            Self::Nightly => "nightly gen",
            Self::Diapause => "diapause",
            Self::Genawaiter => "genawaiter",
            Self::NextGen => "next-gen",
            Self::Fauxgen => "fauxgen",
            Self::Remit => "remit",
            Self::YieldReturn => "yield-return",
            Self::Corosensei => "corosensei",
            Self::Generator => "generator",
            Self::AsyncStream => "async-stream",
            Self::AsynkStrim => "asynk-strim",
            Self::AsyncGen => "async-gen",
            Self::AsyncFnStream => "async-fn-stream",
            Self::Unfold => "unfold",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|library| library.name() == name)
    }
}
