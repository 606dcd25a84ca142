//! Writes yields: what they give, where a step ends, and where the next one begins.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Pat, Type};

use crate::explicit::emit::turns::Turn;
use crate::explicit::emit::{Emitter, number, variant};
use crate::explicit::questions::arrays;
use crate::explicit::questions::callee;
use crate::explicit::questions::located::located;
use crate::explicit::questions::pins;
use crate::explicit::tree::ir::{Block, Node, Var, VarId, Yield, YieldId};
use crate::lower::{ends_of, internal};
use crate::yields::YieldKind;

impl Emitter<'_> {
    /// What stands in front of a loop: a step that goes on at a yield behind which a turn does nothing
    /// begins with the next turn, and enters nothing of this one again. And whether all of its yields are
    /// such: then no step enters a turn again.
    pub(super) fn anew(&self, body: &Block) -> (TokenStream, bool) {
        let turn = match self.resume {
            None => Turn::of(body, self.vars, self.kept),
            // What is sent has to be dropped at the yield.
            Some(_) => return (TokenStream::new(), false),
        };
        let resume = internal("resume");
        if turn.last.is_empty() {
            (TokenStream::new(), false)
        } else if turn.last.len() == turn.yields.len() {
            (quote!(#resume = 0;), true)
        } else {
            let last = turn.last.into_iter().map(number);
            (quote!(if #(#resume == #last)||* { #resume = 0; }), false)
        }
    }

    pub(super) fn yielding(&self, yielded: &Yield) -> TokenStream {
        let private = self.private;
        let Yield { kind, name, imports, id, delegate, calls, .. } = yielded;
        let here = Span::mixed_site().located_at(name.span());
        let resume = internal("resume");
        let mut input = internal("input");
        input.set_span(here);
        let number = number(*id);
        let import = imports.then(|| {
            // The method has the user's hygiene: so it is looked up in the traits of the user's scope.
            // The name of a loop that became a delegation is that of its yield.
            let used = YieldKind::of_name(name).unwrap_or(*kind).import();
            let used = Ident::new(used, name.span());
            quote_spanned!(here=> if false { #private::imports().#used(); })
        });
        if *calls {
            return self.calling(yielded, import.as_ref());
        }
        let Some(delegate) = delegate else {
            let suspend = self.suspend(*id, name);
            let item = self.item;
            let value = name_at("value", here);
            let defined = self.defined(yielded, &value, Some(item));
            let sent = match (kind, self.resume) {
                (YieldKind::Yield, None) => quote!(),
                (YieldKind::Yield, Some(_)) => quote_spanned!(here=> #input.take().sent()),
                _ => quote_spanned!(here=> #input.take().caught()),
            };
            let leave = self.returning(&self.gives(&quote!(Yielded(#value))));
            if self.plain.get() {
                return quote_spanned!(here=> { #import #defined #suspend #leave; });
            }
            return quote_spanned! {here=>
                {
                    #import
                    if #resume < #number {
                        #defined
                        #suspend
                        #leave;
                    }
                    #resume = 0;
                    #sent
                }
            };
        };
        let suspend = self.suspend(*id, name);
        let restored = self.restored(*delegate);
        let whole = yielded;
        let delegate = &self.vars.all[*delegate].ident;
        let [given, yielded, returned, interrupt] =
            ["value", "item", "returned", "interrupt"].map(|name| name_at(name, here));
        let defined = self.defined(whole, &given, None);
        let other = whole.perhaps.as_deref().map(|call| {
            let another = callee::of_another(private, call, &given, "delegate");
            quote_spanned!(here=> let #given = #another;)
        });
        let (makes, made) = self.delegated(whole, &given);
        // What leaves the delegate outlives what the body holds, which is dropped by the caller of the step.
        let (ended, caught) = if *kind == YieldKind::TryYieldFrom {
            (quote!(#private::Result::Ok(#returned)), quote!(#private::Result::Err(#interrupt)))
        } else {
            let left = self.returning(&self.gives(&quote!(Uncaught(#interrupt))));
            (quote!(#returned), quote!({ #suspend #left; }))
        };
        let ignored = self.returning(&self.gives(&quote!(Ignored(#yielded))));
        let suspended = self.returning(&self.gives(&quote!(Yielded(#yielded))));
        quote_spanned! {here=>
            {
                #import
                let mut #delegate = if #resume < #number {
                    #defined
                    #other
                    #input = #private::Input::Start;
                    #made
                } else {
                    #resume = 0;
                    #restored
                };
                match #private::ExplicitDelegate::step(&mut #delegate, #input.take().delegated(), #makes) {
                    #private::DelegateStep::Yielded(#yielded) => {
                        #suspend
                        #suspended;
                    }
                    #private::DelegateStep::Returned(#returned) => #ended,
                    #private::DelegateStep::Uncaught(#interrupt) => #caught,
                    #private::DelegateStep::Ignored(#yielded) => {
                        #suspend
                        #ignored;
                    }
                }
            }
        }
    }

    /// What gives a value that resumes a delegate, and the code that makes the delegate of the value `given`.
    pub(super) fn delegated(&self, yielded: &Yield, given: &Ident) -> (TokenStream, TokenStream) {
        let private = self.private;
        let here = Span::mixed_site().located_at(yielded.name.span());
        let unit: Type = syn::parse_quote!(());
        let sent = self.resume.unwrap_or(&unit);
        let makes = if self.resume.is_none() {
            quote!(#private::with_default::<()>())
        } else {
            quote!(#private::resume_with({
                use #private::{HasDefault as _, NoDefault as _};
                (&&#private::ResumeType::<#sent>::new()).resume_of_the_delegate_of_the_generator()
            }))
        };
        let with_values =
            self.resume.map(|_| quote_spanned!(here=> .with_values_of_the_generator()));
        let (item, error) = (self.item, self.error);
        // A message about the delegate is on the user's tokens, from the first to the last one.
        let written = match yielded.value.as_deref() {
            Some(Node::Plain(value)) => ends_of(&value.to_token_stream()),
            _ => None,
        };
        let (first, last) = written.unwrap_or((yielded.name.span(), yielded.name.span()));
        let mut given_at_first = given.clone();
        given_at_first.set_span(here.located_at(first));
        let mut zero = Literal::usize_unsuffixed(0);
        zero.set_span(here.located_at(last));
        let argument = quote_spanned!(here=> #given_at_first.#zero);
        let made = quote_spanned! {here=>
            use #private::{CoroutineKind as _, IteratorKind as _, OtherKind as _};
            let kind = (&&&#private::Kind::of(&#given))
                .kind_of_the_delegate_of_the_generator()
                #with_values;
            let #given = (#given,);
            kind.into_delegate_of_the_generator::<#item, #sent, #error, _, _>(#argument, #makes)
        };
        (makes, made)
    }

    /// Defines the value of a yield.
    pub(super) fn defined(&self, yielded: &Yield, name: &Ident, ty: Option<&Type>) -> TokenStream {
        let private = self.private;
        let ty = ty.map(|ty| quote!(: #ty));
        let value = match (yielded.value.as_deref(), &yielded.offered) {
            (_, Some(offered)) => quote!(#private::taken(#offered)),
            (Some(Node::Block(block)), None) if yielded.late => {
                let last =
                    block.parts.iter().filter(|part| part.yields).map(|part| part.last).max();
                let parts = self.parts(&block.parts, last.unwrap_or(0));
                let value = block.tail.as_ref().map(|tail| self.node(tail));
                return quote!(let #name #ty; { #parts #name = #value; });
            }
            (Some(value), None) => self.node(value),
            (None, None) => {
                let here = Span::mixed_site().located_at(yielded.name.span());
                quote_spanned!(here=> ())
            }
        };
        quote!(let #name #ty = #value;)
    }

    /// A call of the function itself.
    pub(super) fn calling(&self, yielded: &Yield, import: Option<&TokenStream>) -> TokenStream {
        let private = self.private;
        let Yield { kind, name, offered, id, .. } = yielded;
        let here = Span::mixed_site().located_at(name.span());
        let [resume, input, callee] = ["resume", "input", "callee"].map(internal);
        let (number, suspend) = (number(*id), self.suspend(*id, name));
        let sent = if *kind == YieldKind::TryYieldFrom {
            quote!(#input.take().returned_or_caught())
        } else {
            quote!(#input.take().returned())
        };
        let tail = self.tails.contains(id).then(|| {
            let kept = self.kept_at(*id).into_iter().map(|var| {
                let name = &self.vars.all[self.kept.ended_of(var).unwrap_or(var)].ident;
                quote!(|| #private::has_drop(&#name))
            });
            let gives = self.returning(&self.gives(&quote!(TailCall(#callee))));
            quote! {
                if !(false #(#kept)*) {
                    #gives;
                }
            }
        });
        let gives = self.returning(&self.gives(&quote!(Call(#callee))));
        quote_spanned! {here=>
            {
                #import
                if #resume < #number {
                    let #callee = #private::taken(#offered);
                    #tail
                    #suspend
                    #gives;
                }
                #resume = 0;
                #sent
            }
        }
    }

    /// Writes the type of a kept local that is known by the name of a method alone: rustc says so at the
    /// method if it is another one.
    pub(super) fn confirm_type(&self, statement: &mut syn::Stmt) {
        let syn::Stmt::Local(syn::Local { pat, init: Some(_), .. }) = statement else { return };
        let Pat::Ident(name) = &*pat else { return };
        let Some(var) = self.vars.find(&name.ident) else { return };
        let Var { written: Some(ty), assumed: true, .. } = &self.vars.all[var] else { return };
        if self.kept.at.iter().any(|(_, kept)| *kept == var) {
            let ty = Box::new(ty.clone());
            let name = Box::new(Pat::Ident(name.clone()));
            let colon_token = <syn::Token![:]>::default();
            *pat = Pat::Type(syn::PatType { attrs: Vec::new(), pat: name, colon_token, ty });
        }
    }

    /// What a yield keeps of ended locals. One that is empty there has no destructor to run where the step ends.
    fn rests(&self, id: YieldId, kept: &[VarId]) -> TokenStream {
        let private = self.private;
        let of = |rest: &VarId| self.kept.ended_of(*rest).map(|var| self.rest(var, *rest, None));
        let rests: TokenStream = kept.iter().filter_map(of).collect();
        let scope = self.kept.in_scope.get(&id).into_iter().flatten();
        let empty = scope
            .filter(|var| self.kept.ended.contains_key(*var) && !self.vars.all[**var].plain)
            .map(|var| &self.vars.all[*var].ident);
        quote!(#rests #(#private::forget_empty(#empty);)*)
    }

    /// Puts what is kept at a yield into the state.
    pub(super) fn suspend(&self, id: YieldId, name: &Ident) -> TokenStream {
        // Where what is kept borrows from a local, rustc says at the yield that it is used.
        let here = Span::mixed_site().located_at(name.span());
        let private = located(self.private, here);
        let (enumeration, variant, state) = (&self.state, variant(id), internal("state"));
        let kept = self.kept_at(id);
        let rests = self.rests(id, &kept);
        let checks = kept.iter().map(|var| {
            let declared = self.reported_at(*var);
            self.clone_check(*var, &self.name_at(*var, declared))
        });
        let checks = self.clone_checks(checks);
        let whole = kept.iter().filter(|var| !self.kept.empty.contains(&(id, **var)));
        let arrays = whole.map(|var| {
            arrays::checks(self.private, &self.vars.all[*var], self.kept.optional.contains(var))
        });
        let saved = self.saved_checks(id, &kept);
        let pinned = kept.iter().filter_map(|var| {
            let local = &self.vars.all[*var];
            Some(pins::check(self.private, &local.ident, local.pinned?))
        });
        let checks = quote!(#checks #(#arrays)* #saved #(#pinned)*);
        if !self.beside.is_empty() {
            let puts = kept.iter().map(|var| {
                let (beside, value) = (self.beside_of(*var), self.moved_at(*var, name.span()));
                quote_spanned!(here=> #private::put(#beside, #value);)
            });
            let suspended = quote!(#enumeration::#variant {});
            let suspends = quote_spanned!(here=> #private::suspend(#state, #suspended););
            return quote!(#rests #checks #(#puts)* #suspends);
        }
        if self.has_methods {
            let kept = self.keep(id, &kept, name.span());
            return quote!(#rests #checks #kept);
        }
        let fields = kept.iter().map(|var| {
            let (field, value) = (&self.vars.all[*var].ident, self.moved_at(*var, name.span()));
            let value = self.as_field(*var, value);
            quote!(#field: #value)
        });
        let suspended = quote!(#enumeration::#variant { #(#fields,)* });
        if self.reads_in_place {
            let entered = internal("entered");
            let suspends = quote_spanned!(here=> #private::Entered::suspend(#entered, #suspended););
            return quote!(#rests #checks #suspends);
        }
        let suspends = quote_spanned!(here=> #private::suspend(#state, #suspended););
        quote!(#rests #checks #suspends)
    }
}

/// A name of the macro's own at a place. A local of the user's that nothing names has the hygiene of the macro.
fn name_at(name: &str, span: Span) -> Ident {
    Ident::new(&internal(name).to_string(), span)
}
