//! The variables that a body has at a place, and what can be done with them there.

/// The type of a variable.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Type {
    Number,
    Guard,
    /// `&Guard`.
    Lent,
    MaybeGuard,
    Numbers,
    Guards,
    Pair,
    Text,
    /// A closure from a number to a number.
    Closure,
    /// A delegate that was not begun, of the body with this index.
    Lazy(usize),
}

/// What is borrowed of a variable.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Borrowed {
    No,
    Shared,
    Exclusively,
}

/// What a variable is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Local,
    /// A field of `self`.
    Field,
    /// An element of a tuple.
    Element,
}

#[derive(Clone, Debug)]
pub(crate) struct Variable {
    pub(crate) name: String,
    pub(crate) holds: Type,
    pub(crate) is_moved: bool,
    pub(crate) borrowed: Borrowed,
    pub(crate) kind: Kind,
    /// Whether it can be moved.
    pub(crate) is_owned: bool,
    /// How many loops stand around its declaration.
    pub(crate) loops: usize,
}

/// The variables of the scopes around a place, the innermost last.
#[derive(Clone, Default, Debug)]
pub(crate) struct Scope {
    pub(crate) variables: Vec<Variable>,
}

/// A state of the scope to come back to: what was declared since is gone.
#[derive(Clone, Copy)]
pub(crate) struct Mark(usize);

impl Scope {
    pub(crate) fn declare(&mut self, name: &str, holds: Type, loops: usize) {
        self.variables.push(Variable {
            name: name.to_owned(),
            holds,
            is_moved: false,
            borrowed: Borrowed::No,
            kind: Kind::Local,
            is_owned: true,
            loops,
        });
    }

    /// An element of a tuple, which is moved and assigned as a variable is.
    pub(crate) fn declare_element(&mut self, name: &str, holds: Type, loops: usize) {
        self.declare(name, holds, loops);
        if let Some(element) = self.variables.last_mut() {
            element.kind = Kind::Element;
        }
    }

    /// A field of `self`, which may be lent to the body, and is then not its own.
    pub(crate) fn declare_field(
        &mut self,
        name: &str,
        holds: Type,
        borrowed: Borrowed,
        is_owned: bool,
    ) {
        self.declare(name, holds, 0);
        if let Some(field) = self.variables.last_mut() {
            (field.borrowed, field.kind, field.is_owned) = (borrowed, Kind::Field, is_owned);
        }
    }

    pub(crate) fn mark(&self) -> Mark {
        Mark(self.variables.len())
    }

    pub(crate) fn leave(&mut self, Mark(length): Mark) {
        self.variables.truncate(length);
    }

    /// The places of the variables that no later one shadows, of which `wanted` holds.
    pub(crate) fn visible(&self, wanted: impl Fn(&Variable) -> bool) -> Vec<usize> {
        let is_shadowed = |place: usize| {
            self.variables[place + 1..].iter().any(|later| later.name == self.variables[place].name)
        };
        (0..self.variables.len())
            .filter(|&place| wanted(&self.variables[place]) && !is_shadowed(place))
            .collect()
    }

    /// What is moved on one of two ways is moved behind them.
    pub(crate) fn join(&mut self, other: &Self) {
        for (mine, theirs) in self.variables.iter_mut().zip(&other.variables) {
            mine.is_moved |= theirs.is_moved;
        }
    }
}
