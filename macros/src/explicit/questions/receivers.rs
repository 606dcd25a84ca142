//! Methods of the standard library that take `self` by value, called on a local of any type.
//!
//! Whether such a call moves the local is decided by its type: `Iterator::skip` does, and a `skip` of the
//! user's may not. Where the signature does not say the type, the local lies in an `Option`, and rustc
//! picks what the method is called on:
//!
//! ```text
//! // in              // out
//! local.skip(1)      { let optional = Optional::of(&local); (&&optional).receiver().of(&mut local) }.skip(1)
//!                    // the local itself, if it is an iterator; a borrow of it otherwise
//! ```

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, Path};

use crate::explicit::known::known_types::Known;
use crate::explicit::known::method_names::{OF_ITERATOR, OF_OPTION, OF_ORDERED, OF_READER};
use crate::explicit::questions::located::located;
use crate::lower::internal;

/// Which of the known types have a method by value of this name, with so many arguments. No type has a
/// method of that name that borrows.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts")]
pub(crate) struct Consumes {
    iterator: bool,
    option: bool,
    reader: bool,
    ordered: bool,
}

impl Consumes {
    /// What a call takes, by its name.
    pub(crate) fn by(call: &ExprMethodCall) -> Option<Self> {
        let name = call.method.to_string();
        let method = (&*name, call.args.len());
        let consumes = Self {
            iterator: OF_ITERATOR.contains(&method),
            option: OF_OPTION.contains(&method),
            reader: OF_READER.contains(&method),
            ordered: OF_ORDERED.contains(&method),
        };
        (consumes != Self::default()).then_some(consumes)
    }

    /// Whether a local of this type is moved.
    pub(crate) fn moves(self, known: Known) -> bool {
        match known {
            Known::Iterator => self.iterator,
            Known::Option => self.option || self.ordered,
            Known::Reader => self.reader,
            Known::Once | Known::Closure => false,
        }
    }

    /// Whether a local of a type that is not known may be moved. Many a method of a reader has the name of
    /// one of `str`, so that a reader has to be known.
    pub(crate) fn may_move(self) -> bool {
        self.iterator || self.option || self.ordered
    }

    /// What the method is called on: a local that lies in an `Option`.
    ///
    /// `exclusive`: what borrows the local, see [`Var::borrowed_at`](crate::explicit::tree::ir::Var::borrowed_at).
    pub(crate) fn receiver(self, private: &Path, local: &Expr, exclusive: &TokenStream) -> Expr {
        // Where the method moves what it only gets a borrow of, rustc's message is at the local.
        let here = Span::mixed_site().located_at(local.span());
        let private = located(private, here);
        let optional = internal("optional");
        let traits = self.traits();
        let receiver = quote_spanned! {here=>
            {
                use #private::{#traits};
                let #optional = #private::Optional::of(&#local);
                (&&#optional).receiver_of_the_generator().of(#exclusive)
            }
        };
        syn::parse2(receiver).unwrap_or_else(|_| local.clone())
    }

    /// Whether the method takes a local, where nothing runs, by the types that the macro knows.
    pub(crate) fn known(self, private: &TokenStream, local: &Expr, here: Span) -> TokenStream {
        let traits = self.traits();
        quote_spanned! {here=>
            {
                use #private::{#traits};
                (&&#private::Optional::like(&#local)).receiver_of_the_generator()
            }
        }
    }

    /// The traits that tell the types apart.
    fn traits(self) -> TokenStream {
        let iterator = self.iterator.then(|| quote!(OptionalIterator as _,));
        let option = self
            .option
            .then(|| quote!(OptionalArray as _, OptionalOption as _, OptionalResult as _,));
        let ordered = self.ordered.then(|| quote!(OptionalOrdered as _,));
        quote!(#iterator #option #ordered OptionalOther as _)
    }
}
