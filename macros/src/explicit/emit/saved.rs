//! The fields of a state that is saved: those that serde would not read back as what they were.
//!
//! ```text
//! // in                                     // out
//! At1 { name: name, iterator: iterator }   At1 { name: SavedOption(name), iterator: SavedRange(iterator) }
//! restore_optional(&mut kept_name)         restore_saved_optional(&mut kept_name)
//! restore(&mut held_iterator)              restore_range(&mut held_iterator)
//! ```
//!
//! `name` is moved on some path, and lies in an `Option`. The iterator is that of a loop over `a..=b`.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use crate::explicit::emit::Emitter;
use crate::explicit::questions::located::located;
use crate::explicit::tree::ir::{VarId, YieldId};

/// What a field holds, if serde would not read back the local as what it was.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum SavedAs {
    Itself,
    Option,
    Range,
    OptionOfRange,
}

impl SavedAs {
    /// The function that takes the local out of its place, if it is one of its own.
    pub(super) const fn restored_by(self) -> Option<&'static str> {
        match self {
            Self::Itself => None,
            Self::Option => Some("restore_saved_optional"),
            Self::Range => Some("restore_range"),
            Self::OptionOfRange => Some("restore_optional_range"),
        }
    }
}

impl Emitter<'_> {
    /// What a local is as a field.
    pub(super) fn saved_as(&self, var: VarId) -> SavedAs {
        let is_rest = self.kept.ended.contains_key(&var) || self.kept.ended_of(var).is_some();
        if !self.saves || is_rest {
            return SavedAs::Itself;
        }
        match (self.kept.optional.contains(&var), self.vars.all[var].inclusive) {
            (false, false) => SavedAs::Itself,
            (true, false) => SavedAs::Option,
            (false, true) => SavedAs::Range,
            (true, true) => SavedAs::OptionOfRange,
        }
    }

    /// A local as a field.
    pub(super) fn as_field(&self, var: VarId, value: impl ToTokens) -> TokenStream {
        let private = self.private;
        match self.saved_as(var) {
            SavedAs::Itself => value.into_token_stream(),
            SavedAs::Option => quote!(#private::SavedOption(#value)),
            SavedAs::Range => quote!(#private::SavedRange(#value)),
            SavedAs::OptionOfRange => quote!(#private::saved_optional_range(#value)),
        }
    }

    /// The type of a field for a local of this type.
    pub(crate) fn type_of_field(&self, var: VarId, ty: TokenStream) -> TokenStream {
        let private = self.private;
        match self.saved_as(var) {
            SavedAs::Itself if self.kept.optional.contains(&var) => quote!(#private::Option<#ty>),
            SavedAs::Itself => ty,
            SavedAs::Option => quote!(#private::SavedOption<#ty>),
            SavedAs::Range => quote!(#private::SavedRange<#ty>),
            SavedAs::OptionOfRange => {
                quote!(#private::SavedOption<#private::SavedRange<#ty>>)
            }
        }
    }

    /// Checks, where nothing runs, that no local is a range which serde does not save whole: each at the first yield that
    /// keeps it.
    pub(super) fn saved_checks(&self, id: YieldId, kept: &[VarId]) -> Option<TokenStream> {
        if !self.saves {
            return None;
        }
        let is_first = |var: &VarId| !self.kept.at.iter().any(|(at, kept)| kept == var && *at < id);
        let is_asked = |var: &&VarId| {
            let local = &self.vars.all[**var];
            !local.plain && !local.copies && !local.inclusive && is_first(var)
        };
        let asked = kept.iter().filter(is_asked).map(|var| {
            let here = Span::mixed_site().located_at(self.reported_at(*var));
            let private = located(self.private, here);
            let name = self.name_at(*var, here);
            quote_spanned! {here=>
                #private::saved_whole((&&#private::Probe::of(&#name)).saved_of_the_generator());
            }
        });
        let asked: Vec<TokenStream> = asked.collect();
        let private = self.private;
        (!asked.is_empty()).then(|| {
            quote!(if false {
                use #private::{OtherSaved as _, RangeSaved as _};
                #(#asked)*
            })
        })
    }
}
