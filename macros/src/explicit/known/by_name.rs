//! What a local is taken for by a name of the standard library's, as it is written: rustc is asked about it where
//! the lowering relies on it.

use std::cell::Cell;

use proc_macro2::Span;
use syn::{Expr, Path, Type};

use crate::explicit::known::known_types::{self, Known};

/// What is asked about a name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standard {
    /// `Option` or `Result`.
    Optional,
    Boxed,
    Iterator,
    Reader,
}

/// Where the name is written.
#[derive(Clone)]
pub(crate) enum Written {
    /// In the type of an argument, at this place.
    Argument(Span),
    /// In the type of a local.
    Type(Box<Type>),
    /// As the function or constructor that a local's value is made by, with so many arguments.
    Value(Box<Path>, Option<usize>),
}

#[derive(Clone)]
pub(crate) struct ByName {
    pub(crate) standard: Standard,
    pub(crate) written: Written,
    /// Whether the lowering relies on it.
    pub(crate) relied: Cell<bool>,
}

impl ByName {
    pub(crate) fn new(standard: Standard, written: Written) -> Self {
        Self { standard, written, relied: Cell::new(false) }
    }

    /// A local of this type that is known to be a `Box`.
    pub(crate) fn of_box(ty: &Type) -> Option<Self> {
        let written = || Written::Type(Box::new(ty.clone()));
        known_types::is_box(ty).then(|| Self::new(Standard::Boxed, written()))
    }

    /// What is known by the type of a local.
    pub(crate) fn of_type(known: Option<Known>, ty: &Type) -> Option<Self> {
        Some(Self::new(Standard::of(known?)?, Written::Type(Box::new(ty.clone()))))
    }

    /// What is known by the value of a local.
    pub(crate) fn of_value(standard: Option<Standard>, value: &Expr) -> Option<Self> {
        let (path, arguments) = match value {
            Expr::Call(call) => match &*call.func {
                Expr::Path(path) => (path, Some(call.args.len())),
                _ => return None,
            },
            Expr::Path(path) => (path, None),
            _ => return None,
        };
        Some(Self::new(standard?, Written::Value(Box::new(path.path.clone()), arguments)))
    }
}

impl Standard {
    /// The type or trait by whose name the methods of a local are known. `None` for a closure, which has no name.
    pub(crate) fn of(known: Known) -> Option<Self> {
        match known {
            Known::Iterator => Some(Self::Iterator),
            Known::Option => Some(Self::Optional),
            Known::Reader => Some(Self::Reader),
            Known::Once | Known::Closure => None,
        }
    }
}
