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

impl Emitter<'_> {
    /// Whether a field holds a local in an `Option`, and whether it holds a range, where that makes another type of it.
    pub(super) fn is_saved_as_another(&self, var: VarId) -> (bool, bool) {
        let is_rest = self.kept.ended.contains_key(&var) || self.kept.ended_of(var).is_some();
        let may = self.saves && !is_rest;
        (may && self.kept.optional.contains(&var), may && self.vars.all[var].inclusive)
    }

    /// A local as a field.
    pub(super) fn as_field(&self, var: VarId, value: impl ToTokens) -> TokenStream {
        let private = self.private;
        match self.is_saved_as_another(var) {
            (true, true) => quote!(#private::saved_optional_range(#value)),
            (true, false) => quote!(#private::SavedOption(#value)),
            (false, true) => quote!(#private::SavedRange(#value)),
            (false, false) => value.into_token_stream(),
        }
    }

    /// The type of a field for a local of this type.
    pub(crate) fn type_of_field(&self, var: VarId, ty: TokenStream) -> TokenStream {
        let private = self.private;
        let (is_optional, is_range) = self.is_saved_as_another(var);
        let ty = if is_range { quote!(#private::SavedRange<#ty>) } else { ty };
        match (self.kept.optional.contains(&var), is_optional) {
            (true, true) => quote!(#private::SavedOption<#ty>),
            (true, false) => quote!(#private::Option<#ty>),
            (false, _) => ty,
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
