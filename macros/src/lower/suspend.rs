//! The code that a yield becomes.
//!
//! ```text
//! // in                            // out
//! yield_!(value)                   ({
//!                                      if false {
//!                                          loop { break 'body imports().yield_(); }
//!                                      }
//!                                      let value: Item = value;
//!                                      let resumed = unsafe { slot.yield_(value) }.await;
//!                                      slot = resumed.0;
//!                                      resumed.1
//!                                  })
//!
//! yield_from!(delegate)            ({
//!                                      if false {
//!                                          loop { break 'body imports().yield_from(); }
//!                                      }
//!                                      let resumed = match delegate { value => {
//!                                          let value = value;
//!                                          let kind = (&&&Kind::of(&value)).kind_of_delegate();
//!                                          let current = slot;
//!                                          unsafe { current.yield_from(kind, value, resume) }
//!                                      }.await };
//!                                      slot = resumed.0;
//!                                      resumed.1
//!                                  })
//!
//! // among the tokens of another macro
//! yield_!(value)                   ({ yield_in_macro! { yield_ slot 'body (Item) (value) await } })
//! ```
//!
//! `try_yield!` and `try_yield_from!` become the same with other methods.
//!
//! - `break 'body` never runs. If another macro moves the yield into a closure or an `async` block,
//!   the label is not in scope there and rustc rejects the yield, which would take the wrong context
//!   for a step of this generator. The `loop` keeps rustc from reporting a `break` outside of a loop
//!   as well. The `break` also makes the code after the body reachable for rustc, whatever the body
//!   does.
//! - `imports().yield_()` never runs. It uses the trait that an import of the macro also imports, so
//!   that rustc does not report the import as unused.
//! - `let value: Item` drops the temporaries of the value before the body is suspended. A type
//!   mismatch is reported at the value, as "expected due to" the signature.
//! - `match delegate` keeps the temporaries of the delegate's expression until the delegate has
//!   returned, as a `for` loop keeps those of its iterator's expression. `kind` borrows the second
//!   `value`, which is moved before the body is suspended.
//! - A yield moves `slot` and assigns a new one after it has been resumed. It never borrows `slot`:
//!   rustc would store a borrowed variable in the suspended state. A delegation moves `slot` to
//!   `current` first, so that a message about items of another type is not reported at `slot`.
//! - The methods have the names of the macros and the spans of the user's tokens. An editor shows
//!   them on hover, and the line of a suspended yield is that of the macro call.

use proc_macro2::extra::DelimSpan;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::{Lowering, body_label, internal};
use crate::signature::{Form, is_unit};
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
    /// The yield is a statement.
    Dropped,
}

impl Lowering<'_> {
    /// The code that suspends the body with the value or the delegate `given`, and whose value is that
    /// of the yield. It is in parentheses.
    pub(super) fn suspend(&mut self, call: &Call<'_>, given: &TokenStream) -> TokenStream {
        let &Call { kind, name, parentheses, sent } = call;
        let here = Span::mixed_site().located_at(name.span());
        let end = Span::mixed_site().located_at(parentheses.close());
        let mut slot = internal("slot");
        slot.set_span(here);
        let [current, mut value, delegate_kind] =
            ["current", "value", "kind"].map(|name| Ident::new(name, here));
        // A message about what goes in is on the parentheses, one about what comes out on the
        // whole of the call: from its name to its end.
        value.set_span(Span::mixed_site().located_at(parentheses.open()));
        // Nothing of the user's is in the scope of `resumed`, so its name may be one of the
        // user's. It is where nobody uses the value: a lint on that is then on the yield.
        let (first, last) = match sent {
            Sent::Used => (here, end),
            Sent::Dropped => (name.span(), parentheses.close()),
        };
        let resumed = Ident::new("resumed", first);
        let mut second = Literal::usize_unsuffixed(1);
        second.set_span(last);
        let sent = quote_spanned!(first=> #resumed.#second);
        let semicolon = quote_spanned!(end=> ;);
        let runtime = self.runtime;
        let label = body_label(name.span());
        // The line of the call is that of the yield; no name in it is the user's to resolve but
        // the method's.
        let item = &self.output.types.item;
        let resume = kind.delegates().then(|| self.resume(here));
        // A generator that its caller pins has no frames.
        let in_place =
            (self.output.form == Form::Pinned).then(|| quote_spanned!(here=> .in_place()));
        if self.in_macro {
            let types =
                if kind.delegates() { quote!([#resume] [#in_place]) } else { quote!((#item)) };
            // What the call expands to is at this token where rustc rejects it.
            let suspend = Ident::new("await", here);
            return quote_spanned! {here=>
                ({
                    #runtime::yield_in_macro! {
                        #name #slot #label #types (#given) #suspend
                    }
                })
            };
        }
        self.reaches_the_end = true;
        let imported = quote_spanned!(name.span()=> .#name());
        let inert = quote_spanned! {here=>
            if false {
                loop { break #label #runtime::__private::imports() #imported; }
            }
        };
        let Some(resume) = resume else {
            let call = quote_spanned!(name.span()=> .#name(#value));
            return quote_spanned! {here=>
                ({
                    #inert
                    let #value: #item = #given #semicolon
                    let #resumed = unsafe { #slot #call }.await;
                    #slot = #resumed.0;
                    #sent
                })
            };
        };
        let call = quote_spanned!(name.span()=> .#name(#delegate_kind, #value, #resume));
        // In parentheses, as a `match` takes no struct literal, and no operand of a bare `return`.
        quote_spanned! {here=>
            ({
                #inert
                let #resumed = match (#given) {
                    #value => {
                        let #value = #value;
                        let #delegate_kind = {
                            use #runtime::__private::{
                                CoroutineKind as _, IteratorKind as _, OtherKind as _,
                            };
                            (&&&#runtime::__private::Kind::of(&#value)).kind_of_delegate() #in_place
                        };
                        let #current = #slot;
                        unsafe { #current #call }
                    }.await,
                };
                #slot = #resumed.0;
                #sent
            })
        }
    }

    /// What makes the value that resumes a delegate which was started before.
    fn resume(&self, here: Span) -> TokenStream {
        let runtime = self.runtime;
        let resume = &self.output.types.resume;
        if is_unit(resume) {
            return quote_spanned!(here=> #runtime::__private::Option::Some(|| ()));
        }
        quote_spanned!(here=> {
            use #runtime::__private::{HasDefault as _, NoDefault as _};
            (&&#runtime::__private::ResumeType::<#resume>::new()).resume_of_delegate()
        })
    }
}
