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

use crate::explicit::optional::held::Access;
use crate::explicit::optional::{Rewriting, takes};
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
        // The question repeats the arguments, and what is asked in them is declared for each time.
        if before < self.questions {
            let inner: Vec<Ident> = (before..self.questions).map(answer).collect();
            for argument in &mut asked.args {
                *argument = parse_quote!({ #(let #inner;)* #argument });
            }
        }
        let used = answer(self.questions);
        self.questions += 1;
        declared.push(parse_quote!(let #used;));
        let asked = Question { consumes, ..Question::of(&asked, &vars.all[var]) };
        let question = asked.ask(private, vars);
        let borrows = methods::answered(private, asked.call, &used);
        // A method by value is an error here: rustc does not find it on a reference.
        let of_adaptor = asked.is_of_adaptor();
        let check = (!of_adaptor).then(|| {
            quote! {
                if false {
                    #used.is_borrowed();
                    let _ = #borrows;
                    #private::nothing_runs();
                }
            }
        });
        *call.receiver = self.used_as(&place, &used, &question, check.as_ref());
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
        let question = callables::ask(self.private, call, &callee, false);
        *call.func = self.used_as(&place, &used, &question, None);
    }

    /// A local that lies in an `Option`, as `used` says, which is what `question` gives. `check`: what is checked of a
    /// shared borrow.
    pub(super) fn used_as(
        &self,
        place: &Expr,
        used: &Ident,
        question: &Expr,
        check: Option<&TokenStream>,
    ) -> Expr {
        let [shared, exclusive] =
            [Access::Shared, Access::Unique].map(|access| self.held(access, place));
        let whole = self.restored(place);
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

/// The name of the answer to a question.
pub(super) fn answer(number: usize) -> Ident {
    internal(&format!("used_{number}"))
}
