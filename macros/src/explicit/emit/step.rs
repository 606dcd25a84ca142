//! Writes what is around the body in a step: the entry, which takes the state apart, and the end.

use proc_macro2::{Delimiter, Group, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use crate::explicit::emit::Emitter;
use crate::explicit::emit::lints::{self, Lints};
use crate::explicit::emit::state::State;
use crate::lower::internal;
use crate::signature::is_unit;

/// A step: its entry, and its end.
pub(crate) fn step_body(
    state: &State<'_, '_>,
    complete: &TokenStream,
    emitter: &Emitter<'_>,
    error: &syn::Type,
) -> TokenStream {
    let private = emitter.private;
    let step = if emitter.has_methods {
        emitter.step_by_methods(complete)
    } else {
        let entry = entry(emitter, state);
        quote!(#entry #complete)
    };
    if emitter.returns_nothing {
        let [output, output_of_step] = ["output", "output_of_step"].map(internal);
        return quote! {
            let mut #output = #private::Output::Complete(());
            let #output_of_step = &mut #output;
            (move || -> () { *#output_of_step = { #step }; })();
            #output
        };
    }
    if !emitter.fallible {
        return step;
    }
    let item = emitter.item;
    // The type of the error is known: what else a `return` gives, or a `?`, is reported there.
    let here = Span::mixed_site().located_at(item.span());
    let given = quote_spanned!(here=> <#item as #private::FallibleItem>::Error);
    quote! {
        #private::settle_fallible(
            (move || -> #private::Result<#private::Output<#item, (), #error, _>, #given> { #step })()
        )
    }
}

/// What a step does first: it takes the state apart.
fn entry(emitter: &Emitter<'_>, state: &State<'_, '_>) -> TokenStream {
    let private = emitter.private;
    let [value, resume] = ["state", "resume"].map(internal);
    let cells = emitter.fields.iter().map(|var| {
        let cell = emitter.cell_of(*var);
        if emitter.beside.is_empty() {
            return quote!(let mut #cell = #private::Option::None;);
        }
        let beside = emitter.beside_of(*var);
        quote!(let mut #cell = #private::Option::take(#beside);)
    });
    let (taken, taken_from) = (state.taken(), taken_from(emitter, state));
    let entered = emitter.reads_in_place.then(|| {
        let entered = internal("entered");
        quote!(let #entered = #private::Entered::of(#value);)
    });
    quote! {
        #entered
        #(#cells)*
        let mut #resume: u32 = match #taken_from {
            #taken
        };
    }
}

/// The state that a step takes apart.
fn taken_from(emitter: &Emitter<'_>, state: &State<'_, '_>) -> TokenStream {
    let (private, enumeration) = (emitter.private, &state.name);
    let [value, entered] = ["state", "entered"].map(internal);
    if emitter.reads_in_place {
        quote!(#private::Entered::state(&#entered))
    } else {
        quote!(#private::replace(#value, #enumeration::Finished))
    }
}

/// The end of a step: what its body returns.
pub(crate) fn complete(
    contents: &TokenStream,
    returned: &syn::Type,
    emitter: &Emitter<'_>,
) -> TokenStream {
    let private = emitter.private;
    let result = internal("result");
    if emitter.ends_with_result {
        quote! {
            let #result: #private::Result<(), _> = { #contents };
            #private::complete_fallible(#result)
        }
    } else if emitter.fallible {
        quote!({ #contents } #private::complete_fallible(#private::Result::Ok(())))
    } else {
        let mut contents = Group::new(Delimiter::Brace, contents.clone());
        if !is_unit(returned) {
            // A body that returns nothing is an error there.
            contents.set_span(Span::mixed_site().located_at(returned.span()));
        }
        quote!(let #result: #returned = #contents; #private::Output::Complete(#result))
    }
}

/// Allows the lints that look at the shape of a step: it is none of the user's.
pub(crate) fn lints_of_the_step(lints: Lints<'_>) -> TokenStream {
    let allowed = lints.sets_levels.then(lints::allowed);
    let here = Span::mixed_site();
    // rustc takes time for each lint that is named: see `allowed_lints`.
    quote_spanned! {here=>
        #allowed
        #[allow(unreachable_code, unused_braces, unused_parens, irrefutable_let_patterns)]
        #[cfg_attr(
            clippy,
            allow(
                clippy::all, clippy::pedantic, clippy::nursery, clippy::implicit_return,
                clippy::shadow_reuse, clippy::shadow_same, clippy::shadow_unrelated,
            )
        )]
    }
}
