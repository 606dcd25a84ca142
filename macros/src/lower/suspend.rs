//! The code that a yield becomes.
//!
//! ```text
//! // in                            // out
//! yield_!(given)                   ({
//!                                      if false {                              // at the first one
//!                                          Imports::yield_();
//!                                          imports().import_of_yield();
//!                                      }
//!                                      let value = {
//!                                          let value: Item;
//!                                          value = given;
//!                                          value
//!                                      };
//!                                      let resumed = slot.yield_of_the_generator(value).await;
//!                                      slot = resumed.0;
//!                                      resumed.1
//!                                  })
//!
//! yield_!(plain);                  ({
//!                                      slot = slot.yield_unit_of_the_generator({
//!                                          let value: Item;
//!                                          value = plain;
//!                                          value
//!                                      }).await;
//!                                  });
//!
//! yield_from!(delegate)            ({
//!                                      let resumed = match delegate { delegate => {
//!                                          let delegate = delegate;
//!                                          let kind = (&&&Kind::of(&delegate)).kind_of_the_delegate..();
//!                                          match () {
//!                                              () => {
//!                                                  let current = slot;
//!                                                  current.delegate_of_kind_of_the_generator(kind)
//!                                                      .yield_from_of_the_generator(delegate, resume)
//!                                              }
//!                                              () => { pending().await; never_beside(&delegate) }
//!                                          }
//!                                      }.await };
//!                                      slot = resumed.0;
//!                                      resumed.1
//!                                  })
//! ```
//!
//! `try_yield!` and `try_yield_from!` become the same with other methods. All of these names end in
//! `_of_the_generator`, which is left out here: no item, constant or method of the user's has one of them.
//!
//! - `imports().import_of_yield()` never runs. It uses the trait that an import of the macro also
//!   imports, so that rustc does not report the import as unused. One for each kind of yield is enough,
//!   and one more in each block that imports something. An editor that is asked about the yield finds
//!   `Imports::yield_`, and shows its documentation.
//! - `value` has the type of the signature, and a type mismatch is reported at the user's value, as
//!   "expected due to" the signature. Where an item of the user's may shadow a name in that type, the
//!   type is not written again: `item` is declared outside of the user's block and has it. Then
//!   `value` has no type, and `if false { value = item.never(); item.not_reached(value); }` stands in front
//!   of the assignment. `not_reached` returns `!`: for rustc no path skips what the user's value does.
//! - The value is assigned. A `let` with the value would extend the temporaries of a borrowed value, and
//!   they would be alive while the body is suspended. The block ends before that, or rustc would count
//!   the item among what the suspended body holds: an assignment may drop what was there before.
//! - Each variable and each block takes rustc time in every pass over the state machine, so a yield has few.
//!   A statement that is sent `()` needs no `resumed`. A plain value, which contains no yield and no macro,
//!   needs no outer `value`: nothing in it uses `slot`, which is moved before.
//! - `match delegate` keeps the temporaries of the delegate's expression until the delegate has
//!   returned, as a `for` loop keeps those of its iterator's expression. `kind` borrows the second
//!   `delegate`, which is moved before the body is suspended.
//! - Where values are sent, `kind.with_values()` stands in place of `kind`: an iterator takes none, and the
//!   message says so.
//! - The second arm of `match ()` never runs, and rustc removes it before it lays out the machine. While
//!   rustc checks whether the body is `Send`, the arm shows it the type of the delegate itself, one level
//!   above the `Delegation`. rustc counts these levels up to 128. What the body needs in order to be
//!   `Send` is the same with and without the arm.
//! - A yield moves `slot` and assigns a new one after it has been resumed. It never borrows `slot`:
//!   rustc would store a borrowed variable in the suspended state. A delegation moves `slot` to
//!   `current` first, so that a message about items of another type is not reported at `slot`.
//! - The methods have the spans of the macros' names: the line of a suspended yield is that of the macro
//!   call.

use proc_macro2::extra::DelimSpan;
use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;

use super::{Lowering, Walk, body_label, internal};
use crate::signature::is_unit;
use crate::yields::YieldKind;

/// A call of a yield's macro, without its argument.
pub(super) struct Call<'a> {
    pub(super) kind: YieldKind,
    pub(super) name: &'a Ident,
    pub(super) parentheses: DelimSpan,
    pub(super) sent: Sent,
}

/// What becomes of the value of a yield.
#[derive(Clone, Copy)]
pub(super) enum Sent {
    Used,
    /// Used, perhaps. The yield is in a place where an expression ends with its braces.
    Bare,
    /// The yield is a statement.
    Dropped,
}

/// The lint is about the `if false` in [`Lowering::coerced`].
pub(crate) fn allow_let_if(here: Span) -> TokenStream {
    quote_spanned!(here=> #[cfg_attr(clippy, allow(clippy::useless_let_if_seq))])
}

impl Lowering<'_> {
    /// The code that suspends the body with the value or the delegate `given`, and whose value is that
    /// of the yield. It is in parentheses.
    /// `plain` is whether the value is one of [`Given::is_plain`](crate::yields::Given::is_plain).
    pub(super) fn suspend(
        &mut self,
        call: &Call<'_>,
        given: &TokenStream,
        plain: bool,
    ) -> TokenStream {
        let &Call { kind, name, parentheses, sent } = call;
        let is_used = matches!(sent, Sent::Used);
        let here = Span::mixed_site().located_at(name.span());
        let end = Span::mixed_site().located_at(parentheses.close());
        let mut slot = internal("slot");
        slot.set_span(here);
        let mut value = internal("value");
        // A message about what goes in is on the parentheses, one about what comes out on the
        // whole of the call: from its name to its end.
        value.set_span(Span::mixed_site().located_at(parentheses.open()));
        // Nothing of the user's is in the scope of `resumed`, so its name may be one of the
        // user's. It is where nobody uses the value: a lint on that is then on the yield.
        let (first, last) = match sent {
            Sent::Used | Sent::Bare => (here, end),
            Sent::Dropped => (name.span(), parentheses.close()),
        };
        let mut resumed = internal("resumed");
        resumed.set_span(first);
        let mut second = Literal::usize_unsuffixed(1);
        second.set_span(last);
        let sent = quote_spanned!(first=> #resumed.#second);
        let semicolon = quote_spanned!(end=> ;);
        let runtime = self.runtime;
        let is_first = !std::mem::replace(&mut self.named[kind.index()], true);
        let imported = is_first.then(|| {
            // The method has the user's hygiene: so it is looked up in the traits of the user's scope.
            let import = Ident::new(kind.import(), name.span());
            quote_spanned! {here=>
                if false {
                    #runtime::__private::Imports::#name();
                    #runtime::__private::imports().#import();
                }
            }
        });
        // rustc has to say whether the yield is in the body itself: see the definitions in `macros`.
        let checked = (self.walk == Walk::LowersUnsure).then(|| {
            let label = body_label(name.span());
            quote_spanned!(here=> if false { loop { break #label #runtime::__private::never(); } })
        });
        let sends_unit = kind == YieldKind::Yield
            && matches!(call.sent, Sent::Dropped)
            && is_unit(&self.output.types.resume);
        let (assigned, suspension) = if kind.delegates() {
            (None, self.delegation(kind, name.span(), given, ends_of(given), None))
        } else {
            let method = if sends_unit { "yield_unit_of_the_generator" } else { kind.method() };
            let method = Ident::new(method, name.span());
            let coerced = self.coerced(&value, here, given, &semicolon);
            let (assigned, value) = if plain && !self.by_item {
                (None, coerced)
            } else {
                let lint = self.by_item.then(|| allow_let_if(here));
                let assigned = quote_spanned!(here=> #lint let #value = #coerced;);
                (Some(assigned), value.into_token_stream())
            };
            let call = quote_spanned!(name.span()=> .#method(#value));
            (assigned, quote_spanned!(here=> #slot #call.await))
        };
        if sends_unit {
            return quote_spanned! {here=>
                ({
                    #checked
                    #imported
                    #assigned
                    #[cfg_attr(clippy, allow(clippy::mixed_read_write_in_expression))]
                    {
                        #slot = #suspension;
                    }
                })
            };
        }
        let statements = quote_spanned! {here=>
            #checked
            #imported
            #assigned
            let #resumed = #suspension;
            #[cfg_attr(clippy, allow(clippy::mixed_read_write_in_expression))]
            {
                #slot = #resumed.0;
            }
        };
        if !is_used {
            // In parentheses, as no operand of a bare `return`.
            return quote_spanned!(here=> ({ #statements #sent }));
        }
        // The field of a tuple reaches from its first to its last token, which no group does. So what a lint
        // on the expression suggests leaves the user's tokens whole.
        let block = quote_spanned!(here=> { #statements (#sent,) });
        let mut parenthesized = Group::new(Delimiter::Parenthesis, block);
        parenthesized.set_span(name.span());
        let mut zero = Literal::usize_unsuffixed(0);
        zero.set_span(parentheses.close());
        quote_spanned!(here=> #parenthesized.#zero)
    }

    /// The value `given`, coerced to the type of the items.
    pub(super) fn coerced(
        &self,
        value: &Ident,
        here: Span,
        given: &TokenStream,
        semicolon: &TokenStream,
    ) -> TokenStream {
        let [mut item, mut typed] = ["item", "value"].map(internal);
        item.set_span(here);
        let item_type = &self.output.types.item;
        if !self.by_item {
            return quote_spanned! {here=>
                {
                    let #typed: #item_type;
                    #value = #given #semicolon
                    #value
                }
            };
        }
        // A message about the value's type shows where the type is given.
        typed.set_span(Span::mixed_site().located_at(self.output.types.item.span()));
        quote_spanned! {here=>
            {
                let #typed;
                if false {
                    #typed = #item.never_of_the_generator();
                    #item.not_reached_of_the_generator(#typed);
                }
                #value = #given #semicolon
                #value
            }
        }
    }

    /// Waits for the delegate `given`, which the user wrote from one of `ends` to the other one. The call of
    /// the method is at `place`. One of the imports is of
    /// use at most: `lints` allows the others.
    pub(super) fn delegation(
        &self,
        kind: YieldKind,
        place: Span,
        given: &TokenStream,
        ends: Option<(Span, Span)>,
        lints: Option<&TokenStream>,
    ) -> TokenStream {
        let here = Span::mixed_site().located_at(place);
        let [slot, current, delegate, delegate_kind, resume] =
            ["slot", "current", "delegate", "kind", "resume"].map(|name| {
                let mut name = internal(name);
                name.set_span(here);
                name
            });
        let runtime = self.runtime;
        let with_values = (!is_unit(&self.output.types.resume))
            .then(|| quote_spanned!(here=> .with_values_of_the_generator()));
        // A message about the delegate is on the user's tokens, from the first to the last one. rustc leaves
        // it there only if the name of the method is from the same macro.
        let method = match kind.method() {
            name if self.output.has_opaque_values() => name.replace("from_of", "from_opaque_of"),
            name => name.to_owned(),
        };
        let method = Ident::new(&method, here);
        let (first, last) = ends.unwrap_or((place, place));
        let mut given_delegate = internal("delegate");
        given_delegate.set_span(Span::mixed_site().located_at(first));
        let mut zero = Literal::usize_unsuffixed(0);
        zero.set_span(Span::mixed_site().located_at(last));
        let argument = quote_spanned!(here=> #given_delegate.#zero);
        // In parentheses, as a `match` takes no struct literal.
        quote_spanned! {here=>
            match (#given) {
                #delegate => {
                    let #delegate = #delegate;
                    let #delegate_kind = {
                        #lints
                        use #runtime::__private::{
                            CoroutineKind as _, IteratorKind as _, OtherKind as _,
                        };
                        (&&&#runtime::__private::Kind::of(&#delegate))
                            .kind_of_the_delegate_of_the_generator()
                            #with_values
                    };
                    match () {
                        () => {
                            let #current = #slot;
                            let #delegate = (#delegate,);
                            #current
                                .delegate_of_kind_of_the_generator(#delegate_kind)
                                .#method(#argument, #resume)
                        }
                        #[allow(unreachable_patterns)]
                        () => {
                            #runtime::__private::pending().await;
                            #runtime::__private::never_beside(&#delegate)
                        }
                    }
                }.await,
            }
        }
    }
}

/// The spans of the first and the last token.
pub(crate) fn ends_of(tokens: &TokenStream) -> Option<(Span, Span)> {
    let mut spans = tokens.clone().into_iter().map(|token| token.span());
    let first = spans.next()?;
    Some((first, spans.last().unwrap_or(first)))
}
