//! The code that a yield in a stream becomes.
//!
//! ```text
//! // in                            // out
//! yield_!(value)                   ({
//!                                      if false {
//!                                          Imports::yield_();
//!                                          imports().import_of_yield();
//!                                          loop { break 'body never(); }
//!                                      }
//!                                      let slot = protocol.find_slot().await;      // ready at once
//!                                      let value = { let place: Item; place = value; place };
//!                                      slot.yield_(value).await
//!                                  })
//!
//! yield_from!(delegate)            ({
//!                                      if false { .. }                             // as above
//!                                      let slot = protocol.find_slot().await;
//!                                      match (delegate) {
//!                                          delegate => {
//!                                              let delegate = delegate;
//!                                              let kind = (&&StreamKind::of(&delegate)).kind();
//!                                              kind.yield_from(slot, delegate, unnamed)
//!                                          }.await
//!                                      }
//!                                  })
//!
//! // among the tokens of another macro, in front of the statement
//! mac!(.. yield_!(value) ..);      macro_rules! yield_ {
//!                                      () => { .. };
//!                                      ($value:expr $(,)?) => { .. as above, with `$value` .. };
//!                                  }
//!                                  mac!(.. yield_!(value) ..);
//! ```
//!
//! - The slot is asked for at each yield, for it is that of the poll that runs, and an `.await` may hide
//!   in a macro. It is found before the value is made if nothing in the value can suspend: the value is
//!   then in no suspended state, and need not be `Send`. Otherwise it is found after that.
//! - `break 'body` never runs. It makes rustc reject a yield that some macro has put into a closure or
//!   an `async` block: the label is not in scope there. The `loop` keeps rustc from reporting a `break`
//!   outside of a loop as well. The `break` also makes the code after the body reachable for rustc.
//! - `imports().import_of_yield()` never runs. It uses the trait that an import of the macro also imports, so
//!   that rustc does not report the import as unused.
//! - The assignment to `place` drops the temporaries of the value before the body is suspended, where a
//!   `let` would keep those that it borrows. A type mismatch is reported at the value, as "expected due
//!   to" the signature. A `place` outside of this block would count as held across the next await. Where
//!   an item of the user's may shadow a name in that type, `place` takes the type from a variable, as in
//!   a generator.
//! - `match delegate` keeps the temporaries of the delegate's expression until the delegate has ended,
//!   as a `for` loop keeps those of its iterator's expression. `kind` borrows the second `delegate`,
//!   which is moved before the body is suspended.
//! - There is no `unsafe`: rustc takes the tokens of a macro that is defined in the user's code for the
//!   user's.

use proc_macro2::extra::DelimSpan;
use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::Macro;
use syn::spanned::Spanned;

use super::lower::Lowering;
use crate::lower::{allow_let_if, body_label, ends_of, internal};
use crate::yields::YieldKind;

/// A call of a yield's macro, without its argument.
pub(super) struct Call<'a> {
    pub(super) kind: YieldKind,
    pub(super) name: &'a Ident,
    pub(super) parentheses: DelimSpan,
}

impl Lowering<'_> {
    /// The code that suspends the body with the value or the delegate `given`, in parentheses.
    /// `suspends` is whether anything in `given` may suspend the body.
    pub(super) fn suspend(
        &self,
        call: &Call<'_>,
        given: &TokenStream,
        suspends: bool,
    ) -> TokenStream {
        let here = Span::mixed_site().located_at(call.name.span());
        // A message about what goes in is on the parentheses, one about the whole on all of the call.
        let open = Span::mixed_site().located_at(call.parentheses.open());
        let code = self.code(call.kind, call.name, given, suspends, open);
        quote_spanned!(here=> ({ #code }))
    }

    /// The definition of the macro `name` for yields among other macros' tokens.
    pub(super) fn definition(&self, kind: YieldKind, name: &Ident) -> TokenStream {
        let here = Span::mixed_site().located_at(name.span());
        let given = quote_spanned!(here=> $value);
        let code = self.code(kind, name, &given, true, here);
        let nothing = (!kind.delegates()).then(|| {
            let code = self.code(kind, name, &quote_spanned!(here=> ()), false, here);
            quote_spanned!(here=> () => {{ #code }};)
        });
        quote_spanned! {here=>
            #[allow(unused_macros, unused_macro_rules)]
            macro_rules! #name {
                #nothing
                ($value:expr $(,)?) => {{ #code }};
            }
        }
    }

    fn code(
        &self,
        kind: YieldKind,
        name: &Ident,
        given: &TokenStream,
        suspends: bool,
        given_at: Span,
    ) -> TokenStream {
        let here = Span::mixed_site().located_at(name.span());
        let runtime = self.runtime;
        let label = body_label(name.span());
        let [mut protocol, mut slot, mut value, mut place] =
            ["protocol", "slot", "value", "place"].map(internal);
        protocol.set_span(here);
        slot.set_span(here);
        value.set_span(given_at);
        let item = &self.output.item;
        // rustc reports a type mismatch as "expected due to the type of this binding".
        place.set_span(Span::mixed_site().located_at(item.span()));
        // The method has the user's hygiene: so it is looked up in the traits of the user's scope.
        let import = Ident::new(kind.import(), name.span());
        let inert = quote_spanned! {here=>
            if false {
                #runtime::__private::Imports::#name();
                #runtime::__private::imports().#import();
                loop { break #label #runtime::__private::never(); }
            }
        };
        // The line of the call is that of the yield.
        let method = Ident::new(kind.method(), name.span());
        let find = quote_spanned!(here=> #protocol.find_slot_of_the_generator().await);
        let (first, last) = if suspends {
            (None, find)
        } else {
            (Some(quote_spanned!(here=> let #slot = #find;)), quote_spanned!(here=> #slot))
        };
        if !kind.delegates() {
            let call = quote_spanned!(name.span()=> .#method(#value));
            let value_of_the_type = if self.by_item {
                let mut item = internal("item");
                item.set_span(here);
                let lint = allow_let_if(here);
                quote_spanned! {here=>
                    #lint
                    let #value = {
                        let #place;
                        if false {
                            #place = #item.never_of_the_generator();
                            #item.not_reached_of_the_generator(#place);
                        }
                        #place = #given;
                        #place
                    };
                }
            } else {
                quote_spanned!(here=> let #value = { let #place: #item; #place = #given; #place };)
            };
            return quote_spanned! {here=>
                #inert
                #first
                #value_of_the_type
                #last #call.await
            };
        }
        let [delegate, delegate_kind] = ["delegate", "kind"].map(internal);
        // A message about the delegate is on the user's tokens, from the first to the last one. rustc leaves
        // it there only if the name of the method is from the same macro.
        let method = Ident::new(kind.method(), here);
        let (start, end) = ends_of(given).unwrap_or((name.span(), name.span()));
        let mut given_delegate = internal("delegate");
        given_delegate.set_span(Span::mixed_site().located_at(start));
        let mut zero = Literal::usize_unsuffixed(0);
        zero.set_span(Span::mixed_site().located_at(end));
        let argument = quote_spanned!(here=> #given_delegate.#zero);
        // In parentheses, as a `match` takes no struct literal.
        quote_spanned! {here=>
            #inert
            #first
            match (#given) {
                #delegate => {
                    let #delegate = #delegate;
                    let #delegate_kind = {
                        #[allow(unused_imports)]
                        use #runtime::__private::{
                            StreamAsyncGeneratorKind as _, StreamCloseKind as _,
                            StreamCoroutineKind as _, StreamIteratorKind as _, StreamOtherKind as _,
                            StreamPlainKind as _,
                        };
                        (&&&&&&#runtime::__private::StreamKind::of(&#delegate))
                            .kind_of_delegate_of_the_generator()
                    };
                    let #delegate = (#delegate,);
                    #delegate_kind.#method(#last, #argument, #runtime::__private::unnamed)
                }.await,
            }
        }
    }
}

/// A lowered yield whose value is used, with the place of the whole call.
///
/// The field of a tuple reaches from its first to its last token, which no group does. So what a lint on
/// the expression suggests leaves the user's tokens whole.
pub(super) fn as_field(lowered: &TokenStream, call: &Macro) -> TokenStream {
    let name = call.path.segments.last().map(|last| last.ident.span());
    let mut tokens = lowered.clone().into_iter();
    let (Some(name), Some(TokenTree::Group(_)), None) = (name, tokens.next(), tokens.next()) else {
        return lowered.clone();
    };
    let here = Span::mixed_site().located_at(name);
    let mut tuple = Group::new(Delimiter::Parenthesis, quote_spanned!(here=> #lowered,));
    tuple.set_span(name);
    let mut zero = Literal::usize_unsuffixed(0);
    zero.set_span(call.delimiter.span().close());
    quote_spanned!(here=> #tuple.#zero)
}

/// A lowered yield without its parentheses, where the user has put braces.
pub(super) fn as_block(lowered: &TokenStream) -> TokenStream {
    let mut tokens = lowered.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::Parenthesis => {
            group.stream()
        }
        _ => quote!(#lowered),
    }
}
