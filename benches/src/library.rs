//! The libraries that are measured.

/// Who makes the generators.
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
}

impl Library {
    pub(crate) const ALL: [Self; 13] = [
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
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|library| library.name() == name)
    }
}
