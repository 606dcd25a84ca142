//! The methods that questions to rustc are about: all questions about methods of one name, with as many arguments, share
//! their items.

use std::cell::{Ref, RefCell};

use proc_macro2::{Ident, Span};

/// The methods of all questions of a body.
#[derive(Clone, Default)]
pub(crate) struct AskedMethods {
    methods: RefCell<Vec<AskedMethod>>,
}

/// A method of these questions.
#[derive(Clone)]
pub(crate) struct AskedMethod {
    pub(crate) name: Ident,
    /// How many types stand in front of its arguments.
    pub(crate) types: usize,
    /// The bounds of its parameters.
    pub(crate) bounds: Vec<Ident>,
    /// The number of its types. A type has one method of a name.
    pub(crate) number: usize,
    pub(crate) here: Span,
}

impl AskedMethods {
    /// The index of a method with so many types in front of its arguments, and with parameters of these bounds; the
    /// number of its types.
    pub(crate) fn note(
        &self,
        name: &Ident,
        types: usize,
        bounds: Vec<Ident>,
        here: Span,
    ) -> (usize, usize) {
        let mut methods = self.methods.borrow_mut();
        let is_it = |method: &AskedMethod| {
            method.types == types && method.bounds == bounds && method.name == *name
        };
        let index = methods.iter().position(is_it).unwrap_or_else(|| {
            let number = methods.iter().filter(|method| method.name == *name).count();
            methods.push(AskedMethod { name: name.clone(), types, bounds, number, here });
            methods.len() - 1
        });
        (index, methods[index].number)
    }

    /// All of them, by their index.
    pub(crate) fn all(&self) -> Ref<'_, Vec<AskedMethod>> {
        self.methods.borrow()
    }
}
