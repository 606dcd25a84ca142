//! Uses of an optional local about which rustc is asked: whether a method or a call takes the local.
//!
//! ```text
//! // in               // out, in outline
//! local.finish(1)     {
//!                         used = { .. };
//!                         if used.is_gone() { used.of_whole(restore(&mut local)) } else { .. held_mut(&mut local) .. }
//!                     }.finish(1)
//! ```

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Expr, ExprCall, ExprMethodCall, Stmt, parse_quote};

use crate::explicit::known::kinds;
use crate::explicit::optional::held::Access;
use crate::explicit::optional::{Rewriting, takes};
use crate::explicit::parts::vacant;
use crate::explicit::questions::callables;
use crate::explicit::questions::methods::{self, Question};
use crate::explicit::questions::receivers::Consumes;
use crate::explicit::tree::ir::{Part, PartKind, VarId, YieldId};
use crate::lower::internal;

impl Rewriting<'_> {
    /// A call of a method that may take a local that lies in an `Option`. `before`: the number of questions in front
    /// of those in its arguments.
    pub(super) fn ask(
        &mut self,
        mut call: ExprMethodCall,
        before: usize,
        var: VarId,
        consumes: Option<Consumes>,
    ) -> Expr {
        let (private, vars) = (self.private, self.vars);
        let place = call.receiver.clone();
        self.place(&mut call.receiver, Access::Shared);
        let mut asked = call.clone();
        let Some(declared) = &mut self.asked else {
            *call.receiver = *place;
            self.place(&mut call.receiver, Access::Unique);
            let asked = Question { consumes, ..Question::of(&asked, &vars.all[var]) };
            return takes::checked(private, &asked, vars, &call);
        };
        let used = answer(self.questions);
        let borrows = methods::answered(private, &asked, &used);
        let inner: Vec<Ident> = (before..self.questions).map(answer).collect();
        repeat_questions(&mut asked, before, self.questions);
        self.questions += 1;
        declared.push(parse_quote!(let #used;));
        let asked = Question { consumes, ..Question::of(&asked, &vars.all[var]) };
        let question = asked.ask(private, vars);
        // A method by value is an error here: rustc does not find it on a reference.
        let of_adaptor = asked.is_of_adaptor();
        let check = (!of_adaptor).then(|| {
            quote! {
                if false {
                    #used.is_borrowed();
                    #(let #inner;)*
                    let _ = #borrows;
                    #private::nothing_runs();
                }
            }
        });
        let [shared, exclusive] =
            [Access::Shared, Access::Unique].map(|access| self.held(access, &place));
        let whole = self.restored(&place);
        *call.receiver = used_as(&used, &question, [&shared, &whole, &exclusive], check.as_ref());
        if of_adaptor {
            return methods::answered_of_adaptor(private, &call, &used);
        }
        methods::answered(private, &call, &used)
    }

    /// Asks how a call uses the local that is called, which lies in an `Option`.
    pub(super) fn ask_call(&mut self, call: &mut ExprCall) {
        let place = call.func.clone();
        self.place(&mut call.func, Access::Shared);
        let callee = std::mem::replace(&mut *call.func, (*place).clone());
        let Some(declared) = &mut self.asked else {
            self.place(&mut call.func, Access::Unique);
            return;
        };
        let used = answer(self.questions);
        self.questions += 1;
        declared.push(parse_quote!(let #used;));
        let local = kinds::name_of(&place).and_then(|name| self.vars.find(name));
        let given_back = local.is_some_and(|var| self.vars.all[var].given_back);
        let question = callables::ask(self.private, call, &callee, false, given_back);
        let [shared, exclusive] =
            [Access::Shared, Access::Unique].map(|access| self.held(access, &place));
        let whole = self.restored(&place);
        *call.func = used_as(&used, &question, [&shared, &whole, &exclusive], None);
    }

    /// A call of a method that may take a field of a local, of which a yield keeps the rest. `before`: as above.
    pub(super) fn ask_of_field(
        &mut self,
        mut call: ExprMethodCall,
        before: usize,
        local: VarId,
    ) -> Expr {
        let (private, vars) = (self.private, self.vars);
        let mut asked = call.clone();
        let written_place = call.receiver.clone();
        let mut written = written_place.clone();
        vacant::replace_root(&mut written, |root| {
            self.optional(root)?;
            Some(parse_quote!(#private::restore(&mut #root)))
        });
        let shared = self.shared(&call.receiver);
        self.place(&mut call.receiver, Access::Unique);
        let Some(declared) = &mut self.asked else { return Expr::MethodCall(call) };
        let place = call.receiver.clone();
        *asked.receiver = shared.clone();
        repeat_questions(&mut asked, before, self.questions);
        let used = answer(self.questions);
        self.questions += 1;
        declared.push(parse_quote!(let #used;));
        self.moved.insert(local);
        let asked = Question { consumes: Consumes::by(&asked), ..Question::of_field(&asked) };
        let question = asked.ask(private, vars);
        let whole = vacant::moved_if_taken(private, &used, &place, &written);
        let check = self.checked_as_written(&asked, &written_place, local, &used);
        let (shared, exclusive) = (parse_quote!(&#shared), parse_quote!({ #check &mut #place }));
        *call.receiver = used_as(&used, &question, [&shared, &whole, &exclusive], None);
        if asked.is_of_adaptor() {
            return methods::answered_of_adaptor(private, &call, &used);
        }
        methods::answered(private, &call, &used)
    }

    /// Checks, where nothing runs, that a call may change its local, which the macro makes `mut`.
    fn checked_as_written(
        &mut self,
        asked: &Question<'_>,
        place: &Expr,
        local: VarId,
        used: &Ident,
    ) -> Option<TokenStream> {
        let (private, local) = (self.private, &self.vars.all[local]);
        if local.mutability.is_some() {
            return None;
        }
        let name = &local.ident;
        let whole = self.shared(&kinds::named(name.clone()));
        let mut call = asked.call.clone();
        *call.receiver = place.clone();
        let call = methods::answered(private, &call, used);
        Some(quote! {
            if false {
                let #name = #private::another(&#whole);
                let _ = #call;
                #private::nothing_runs();
            }
        })
    }

    /// What is declared in front of a part, behind the yield `last`.
    pub(super) fn declared(&mut self, outer: Option<Vec<Stmt>>, last: YieldId) -> Vec<Part> {
        let declared = std::mem::replace(&mut self.asked, outer);
        let part = |declared| Part {
            kind: PartKind::Definition(declared),
            declares: Vec::new(),
            last,
            yields: false,
        };
        declared.into_iter().flatten().map(part).collect()
    }
}

/// What a call is on, as `used` says, which is what `question` gives: the place by reference, its value, or the place by
/// exclusive reference. `check`: what is checked of a shared borrow.
fn used_as(
    used: &Ident,
    question: &Expr,
    [shared, whole, exclusive]: [&Expr; 3],
    check: Option<&TokenStream>,
) -> Expr {
    parse_quote!({
        #used = #question;
        if #used.is_shared() {
            #check
            #used.of_shared(#shared)
        } else {
            #used.is_other();
            if #used.is_gone() {
                #used.of_whole(#whole)
            } else {
                #used.stays();
                #used.of_exclusive(#exclusive)
            }
        }
    })
}

/// The question about a call repeats the arguments, and what is asked in them is declared for each time.
fn repeat_questions(asked: &mut ExprMethodCall, before: usize, questions: usize) {
    if before < questions {
        let inner: Vec<Ident> = (before..questions).map(answer).collect();
        for argument in &mut asked.args {
            *argument = parse_quote!({ #(let #inner;)* #argument });
        }
    }
}

/// The name of the answer to a question.
pub(super) fn answer(number: usize) -> Ident {
    internal(&format!("used_{number}"))
}
